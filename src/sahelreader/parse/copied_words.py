"""The lines of an article page that was selected and copied as plain text: what each of them is, French and English."""

from __future__ import annotations

import re
from enum import Enum, auto

from sahelreader.parse.page.phrases import folded, is_furniture, related_lead
from sahelreader.parse.page.pictures import split_credit


class Line(Enum):
    BLANK = auto()
    TEXT = auto()
    BYLINE = auto()
    READING = auto()
    DAY = auto()
    CAPTION = auto()
    FURNITURE = auto()
    RELATED = auto()
    #: a heading over other articles, with nothing of its own
    OTHERS = auto()
    TAGS = auto()
    SHARE = auto()
    COMMENTS = auto()
    FORM = auto()
    CLOSED = auto()
    LOGIN = auto()
    FIELD = auto()


BULLET = re.compile(r"^(?P<indent>[ \t\u00a0]*)(?P<mark>[•◦▪▫‣●○■·*–-]|\d{1,3}[.)])[ \t\u00a0]+(?P<text>\S.*)$")  # fmt: skip
SAYS = re.compile(
    r"^(?P<author>\S.{0,60}?)[\s\u00a0\u202f]+(?:dit|a dit|says|said|a écrit|wrote)[\s\u00a0\u202f]*:[\s\u00a0\u202f]*(?P<text>.*)$",
    re.IGNORECASE,
)
REPLY = re.compile(
    r"^(?:répondre|reply|répondre à .{1,60}|reply to .{1,60}|connectez-vous pour répondre|log in to reply|signaler|j'aime|like)$"
)
_BYLINE = re.compile(
    r"^(?:par|by|écrit par|written by|auteur|author|publié par|posted by)\s*:?\s+(?P<name>\S.{1,80})$",
    re.IGNORECASE,
)
READING = re.compile(
    r"(?:lecture|temps de lecture|reading time|durée de lecture)\s*:?\s*(?:environ |about |~)?(\d{1,3})\s*(?:mins?|minutes?|mn)\b|(\d{1,3})\s*(?:mins?|minutes?)\s*(?:read|de lecture)\b",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"^(?:(?:publié|posté|published|posted|last updated|updated|mis à jour|dernière mise à jour|modifié)(?:\s+(?:le|on))?\s*:?\s*)?(?:le\s+|on\s+)?"
    r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|saturday|sunday),?\s+)?"
    r"(?:\d{1,2}(?:er|st|nd|rd|th)?\s+[a-zéûôà]{3,9}\.?,?\s+\d{4}|[a-z]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d{4}[-/]\d{2}[-/]\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{4}|il y a \d+ \w+|\d+ \w+ ago|hier|aujourd'hui|yesterday|today)"
    r"(?:\s*(?:,|à|at|-|–|·|\|)?\s*\d{1,2}\s*(?:h|:)\s*\d{0,2}(?::\d\d)?\s*(?:min|am|pm)?)?$",
    re.IGNORECASE,
)
TAGS = re.compile(
    r"^(?:tags?|mots[- ]clés|étiquettes?|tagged|tagged with|étiqueté)\s*:\s*(?P<tags>.*)$",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"^(?:partage[rz]? (?:cet|l')\s*(?:article|actualité|info|information)|share this (?:article|post|story|news)|partage[rz]?|share)\s*:?$",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"^(?:(?P<count>\d{1,5}|un|une|one|aucun|no)\s+(?:commentaires?|comments?|réponses?|responses?|réactions?|réflexions?|thoughts?|replies|reply)\b.{0,160}|commentaires?|comments?)\s*:?(?:\s*\((?P<other>\d{1,5})\))?$",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"^(?:laisse[rz] (?:un|votre) (?:commentaire|réponse|avis)|laisser une réponse|leave a (?:comment|reply|response)|post a comment|add a comment|ajouter un commentaire|poster un commentaire|répondre à l'article)\b.{0,40}$",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"(?:les champs obligatoires sont indiqués avec|required fields are marked|(?:votre|your) (?:adresse (?:e-mail|de messagerie|email)|e-?mail address) (?:ne sera pas|will not be) publi|champs marqués d'un)",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"^(?P<name>commentaire|votre commentaire|comment|your comment|nom|votre nom|name|your name|e-?mail|adresse e-?mail|adresse de messagerie|email address|your email|site web|site|site internet|website|url)\s*(?P<star>\*|\(obligatoire\)|\(required\))?\s*:?$",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"^(?:les )?commentaires sont (?:désormais )?(?:fermés|clos)\.?$|^comments are (?:now )?closed\.?$",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"(?:vous devez (?:vous connecter|être connecté)|you must be logged in|connectez-vous pour (?:publier|laisser|poster)|log in to (?:leave|post))",
    re.IGNORECASE,
)
_BUTTONS = re.compile(
    r"^(?:enregistrer mon nom|save my name|laisser un commentaire|post comment|envoyer|submit|prévenez-moi|notify me|publier le commentaire|δ).{0,160}$",
    re.IGNORECASE,
)
_MORE_FURNITURE = re.compile(
    r"^(?:(?:ad image)+|what do you think\?|qu'en pensez-vous ?\?|(?:love|sad|happy|sleepy|angry|dead|wink|cry|embarrass|surprise|joy|amour|triste)\s*\d+|follow:?|suivre ?:?|previous article|next article|article précédent|article suivant|accueil|home|menu|rechercher|search|s'abonner|subscribe|connexion|sign in|- (?:publicité|advertisement) -|copy link|copier le lien|vk|ok|more|plus|email|imprimer|print)$",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"^(?:vous aimerez aussi|vous pourriez aussi aimer|articles (?:similaires|connexes|liés)|à lire aussi|à lire également|lire aussi|sur le même sujet|you might also like|you may also like|related (?:posts|articles|news|stories)|les plus lus|most read|also read)\s*:?$",
    re.IGNORECASE,
)
FIELDS = {
    "comment": "comment", "commentaire": "comment", "votre commentaire": "comment", "your comment": "comment",
    "nom": "author", "votre nom": "author", "name": "author", "your name": "author",
    "email": "email", "e-mail": "email", "adresse e-mail": "email", "adresse email": "email", "adresse de messagerie": "email",
    "email address": "email", "your email": "email",
}  # fmt: skip


def kind_of(line: str) -> Line:
    """What LINE is, by its words alone."""
    low = folded(line)
    if not low:
        return Line.BLANK
    if len(low) > 400:
        return Line.TEXT
    for kind, pattern in (
        (Line.CLOSED, _CLOSED),
        (Line.FIELD, _FIELD),
        (Line.FORM, _FORM),
        (Line.COMMENTS, _COMMENTS),
        (Line.TAGS, TAGS),
        (Line.SHARE, _SHARE),
        (Line.OTHERS, _OTHERS),
    ):
        if pattern.match(low):
            return kind
    if len(low) < 260 and _RULE.search(low):
        return Line.FORM
    if len(low) < 160 and _LOGIN.search(low):
        return Line.LOGIN
    if len(low) < 60 and READING.search(low):
        return Line.READING
    if len(low) < 90 and _DAY.match(low):
        return Line.DAY
    if byline(line):
        return Line.BYLINE
    if related_lead(line):
        return Line.RELATED
    if _MORE_FURNITURE.match(low) or is_furniture(line) or _BUTTONS.match(low):
        return Line.FURNITURE
    if len(low) < 400 and _captioned(line):
        return Line.CAPTION
    return Line.TEXT


def byline(line: str) -> str:
    """The names of a line "Par Nom" with what follows a sign cut off, "" when it is none."""
    found = _BYLINE.match(line.strip())
    if found is None:
        return ""
    name = re.split(r"\s+[-–—|·•]\s+|\s{2,}|\t", found["name"])[0].strip(" .,")
    words = name.split()
    if not 1 <= len(words) <= 8 or not name[:1].isupper() or line.strip().endswith((".", ":", ",")):
        return ""
    return name


_PARTICLES = frozenset(
    [
        "de",
        "du",
        "la",
        "le",
        "les",
        "des",
        "el",
        "al",
        "ag",
        "ould",
        "mint",
        "bin",
        "ben",
        "van",
        "von",
        "da",
    ]
)


def is_name(line: str) -> bool:
    """Whether LINE could be nothing but a person's name: two to five words with capitals, no sign."""
    words = line.strip().split()
    return 2 <= len(words) <= 5 and all(
        word.lower() in _PARTICLES
        or (
            word[:1].isupper()
            and re.fullmatch(r"[\w'’.-]+", word) is not None
            and not any(letter.isdigit() for letter in word)
        )
        for word in words
    )


def _captioned(line: str) -> bool:
    """Whether LINE is a caption with its credit."""
    text = line.strip()
    if " @ " in text or re.search(r"\s@\S", text):
        caption, credit = split_credit(re.sub(r"\s@(?=\S)", " @ ", text))
        return bool(credit) and "@" not in caption
    caption, credit = split_credit(text)
    return bool(credit) and len(text) < 300


def count_of(line: str) -> int | None:
    found = _COMMENTS.match(folded(line))
    if found is None:
        return None
    word = found["count"] or found["other"]
    if word is None:
        return None
    return (
        {"un": 1, "une": 1, "one": 1, "aucun": 0, "no": 0}.get(word)
        if not word.isdigit()
        else int(word)
    )


def field_of(line: str) -> tuple[str, bool]:
    """The form field that LINE names and whether it bears the asterisk."""
    found = _FIELD.match(folded(line))
    if found is None:
        return "", False
    return FIELDS.get(found["name"], "url"), found["star"] is not None


def is_rule(line: str) -> bool:
    return _RULE.search(folded(line)) is not None
