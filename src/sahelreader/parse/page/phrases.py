"""The short lines that surround an article's text in French and English: what they mean when a whole line says them.

Also serves copied text, where the words are all there is. Matching is on a line folded to lower case with plain
apostrophes and single spaces.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"\w+")
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")


@lru_cache(maxsize=4_096)
def folded(line: str) -> str:
    """LINE in lower case, apostrophes straight, every run of space one space."""
    return _SPACES.sub(" ", line.replace("’", "'").replace("ʼ", "'")).strip().casefold()


def word_letters(text: str) -> str:
    """The words of TEXT, folded, with single spaces: for comparing what is written differently."""
    return " ".join(_WORD.findall(folded(text)))


#: a line that only says this leads to other articles
RELATED = re.compile(
    r"^[\W_]*(?P<lead>"
    r"(?:à|a) (?:lire|voir|découvrir|suivre|écouter)(?: aussi| également| encore| sur le même (?:sujet|thème)| dans la même rubrique)?"
    r"|(?:à|a) (?:lire|voir) (?:aussi|également)|lire (?:aussi|également|encore|ou relire|plus|la suite|notre dossier|l'article)|lisez (?:aussi|également)"
    r"|voir (?:aussi|également)|sur le même (?:sujet|thème)|dans la même rubrique|articles? (?:liés?|connexes?|similaires?)|pour aller plus loin"
    r"|also read|read (?:also|more|next|related)|see also|related(?: articles?| stories| story| posts?| news| reading| content| coverage)?|recommended(?: for you| reading)?|you may (?:also )?like"
    r"|you might (?:also )?like|more on this(?: topic| story)?|more from [^:]{1,40}|don't miss|watch (?:also|now|more)?|must[- ]read|more stories|read this"
    r")\s*(?P<colon>:|\||–|—|-|→|>|»|…|\.\.\.)?\s*",
    re.IGNORECASE,
)

#: whole lines that are furniture wherever they stand
FURNITURE = re.compile(
    r"(?:"
    r"ad image(?: ?ad image)*|[-–— ]*(?:advertis(?:e)?ments?|advertising|publicité|annonces?|sponsored(?: content)?|pub|reklama|publicidade|publicidad|advertisement - continue reading below|story continues below(?: this)?(?: ad(?:vertisement)?)?|continue reading(?: below)?)[-–— .:]*"
    r"|(?:partager|partagez|share)(?: (?:cet|this|l'|the|on|sur|via|with)\b.{0,40})?[:. ]*|share this(?: article| post| story)?[:.]?|partager cet article[:.]?|partagez (?:cet article|sur .*)"
    r"|facebook|twitter|x|whatsapp|telegram|linkedin|pinterest|reddit|tumblr|email|e-mail|print|imprimer|copy link|copier le lien|messenger|tweet(?:er)?|pin(?: it)?|flipboard|pocket|threads|bluesky|viber|skype"
    r"|(?:click to )?(?:share|email|print) (?:on|this|to|a link).{0,80}\(opens in new window\)"
    r"|(?:suivez|follow|abonnez|rejoignez|join|subscribe)[- ].{0,110}(?:whatsapp|facebook|twitter|telegram|google (?:news|actualités)|newsletter|youtube|instagram|chaîne|channel|page)\b.{0,50}"
    r"|(?:sign up|subscribe|inscrivez-vous|abonnez-vous|recevez)\b.{0,120}(?:newsletter|inbox|e-?mail|boîte mail|lettre d'information|infolettre)\b.{0,40}"
    r"|loading\.*|chargement\.*|like loading\.\.\.|j'aime chargement…|like this:?|j'aime ça ?:?|rate this(?: post)?|please wait\.*"
    r"|(?:article précédent|article suivant|previous (?:article|post|story)|next (?:article|post|story)|précédent|suivant|previous|next)(?: ?[:→←»«>].{0,120})?"
    r"|(?:leave a (?:comment|reply)|laisser un commentaire|add a comment|post a comment|view comments?|show comments?|voir les commentaires|commentaires|comments|comment|réagir|répondre|reply)(?: ?\(\d+\))?"
    r"|\d+ (?:comments?|commentaires?|shares?|partages?|views?|vues|likes?|réactions?)"
    r"|(?:tags?|mots[- ]clés|tagged(?: with| as)?|étiquettes?|filed under|catégories?|categories|topics|more on)\s*:.{0,200}"
    r"|(?:read|lire) (?:more|la suite|plus)(?: ?[.…»>]+)?|(?:back to top|haut de page|retour en haut|skip to .{0,30})"
    r"|all rights reserved\.?|tous droits réservés\.?|copyright ?©?.{0,100}|©.{0,100}"
    r"|(?:view|see|voir) (?:all|gallery|slideshow|more|tous|la galerie)\b.{0,40}|play video|lire la vidéo|watch video|image \d+ of \d+|photo \d+ of \d+|enlarge(?: this)? image|toggle caption|hide caption|click to enlarge"
    r"|(?:getty images|reuters|afp|shutterstock|ap photo)|captions?|close|fermer|adverts?|tags|légende|expand|zoom|agrandir(?: l'image)?"
    r"|(?:listen|écouter)(?: (?:to this|cet) article)?(?: ?\(?\d+ (?:min(?:utes?)?|sec)\)?)?"
    r"|\d{1,3} ?(?:min(?:utes?)?)(?: read| de lecture)?"
    r")",
    re.IGNORECASE,
)


def is_furniture(line: str) -> bool:
    """Whether LINE as a whole is one of the site's own lines, not the author's."""
    if len(line) > 260:
        return False
    return FURNITURE.fullmatch(folded(line)) is not None


def related_lead(line: str) -> str:
    """The words that announce another article at the start of LINE ("Lire aussi :"), "" when there are none."""
    if len(line) > 400:
        return ""
    found = RELATED.match(folded(line))
    if found is None:
        return ""
    rest = folded(line)[found.end() :]
    # "Voir aussi grand" and "Related work shows" are sentences: a lead is followed by a sign or by nothing
    if found["colon"] is None and rest:
        return ""
    return found.group().strip()
