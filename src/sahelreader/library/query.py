"""What a person types into the search box, as a value. Pure; never raises: what makes no sense is said in `wrong`.

Words, "phrases", -word, word*, and the fields of INTERFACE.md with their French aliases. Words are folded as the
index is (`folding`), so accents, case, apostrophes, ligatures and inflection do not matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sahelreader.i18n import _
from sahelreader.library.folding import Folder, plain, token

#: terms that are used of a query; a pasted page is not a query
MOST = 32
LONGEST = 2_000

_PIECE = re.compile(
    r'(?P<minus>[-−])?(?:(?P<field>[^\W\d_][\w-]*)\s?:(?!//))?(?:"(?P<phrase>[^"]*)(?:"|$)|[«“]\s*(?P<quoted>[^»”]*)(?:[»”]|$)|(?P<word>[^\s"«»“”]+))'
)
_FIELDS = {
    "site": "site", "journal": "site", "source": "site",
    "author": "author", "auteur": "author", "autrice": "author", "by": "author", "par": "author",
    "tag": "tag", "mot-cle": "tag", "etiquette": "tag", "rubrique": "tag",
    "title": "title", "titre": "title",
    "folder": "folder", "dossier": "folder",
    "in": "in", "dans": "in",
    "is": "is", "est": "is",
    "since": "since", "depuis": "since", "after": "since", "apres": "since",
    "before": "before", "avant": "before",
    "newer": "newer", "recent": "newer", "moins": "newer",
    "older": "older", "plus": "older",
    "sort": "sort", "tri": "sort", "order": "sort", "ordre": "sort",
}  # fmt: skip
_STATES = {
    "unread": "unread", "non-lu": "unread", "nonlu": "unread", "non-lue": "unread",
    "read": "read", "lu": "read", "lue": "read",
    "saved": "saved", "garde": "saved", "enregistre": "saved", "conserve": "saved", "kept": "saved",
    "commented": "commented", "commente": "commented",
    "mine": "mine", "mien": "mine", "moi": "mine", "a-moi": "mine",
    "new": "new", "nouveau": "new",
    "noted": "noted", "annote": "noted",
    "changed": "changed", "modifie": "changed",
    "gone": "gone", "supprime": "gone", "retire": "gone",
}  # fmt: skip
_PLACES = {
    "comments": "comments", "comment": "comments", "commentaires": "comments", "commentaire": "comments",
    "drafts": "drafts", "draft": "drafts", "brouillons": "drafts", "brouillon": "drafts",
    "articles": "articles", "article": "articles",
    "title": "title", "titre": "title", "titres": "title",
}  # fmt: skip
_RELEVANCE = {"relevance", "pertinence", "best"}
_NEWEST = {"newest", "date", "recent", "new"}
_SPAN = re.compile(r"^(\d{1,5})\s*([a-z]*)$")
_UNITS = {
    "": 1, "d": 1, "day": 1, "days": 1, "j": 1, "jour": 1, "jours": 1,
    "w": 7, "week": 7, "weeks": 7, "s": 7, "semaine": 7, "semaines": 7,
    "m": 30, "month": 30, "months": 30, "mois": 30,
    "y": 365, "year": 365, "years": 365, "a": 365, "an": 365, "ans": 365,
}  # fmt: skip
_HOURS = {"h", "hour", "hours", "heure", "heures"}
#: words that say nothing by themselves; asked for only within a phrase, or when there is nothing else
_STOP = frozenset(
    [
        "le",
        "la",
        "les",
        "un",
        "une",
        "des",
        "du",
        "de",
        "d",
        "l",
        "et",
        "en",
        "a",
        "au",
        "aux",
        "dans",
        "sur",
        "par",
        "pour",
        "qui",
        "que",
        "ce",
        "ces",
        "sa",
        "son",
        "ses",
        "ou",
        "il",
        "elle",
        "se",
        "ne",
        "pas",
        "the",
        "of",
        "in",
        "and",
        "to",
    ]
)


@dataclass(frozen=True, slots=True)
class Term:
    """What must (or, NOT_: must not) stand in a text: TOKENS one after another, the last only begun when PREFIX.

    WHERE: "" anywhere, or title, people, labels.
    """

    tokens: tuple[str, ...]
    where: str = ""
    not_: bool = False
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    terms: tuple[Term, ...] = ()
    #: (what is wanted, whether it is excluded)
    sites: tuple[tuple[str, bool], ...] = ()
    folders: tuple[tuple[str, bool], ...] = ()
    tags: tuple[tuple[str, bool], ...] = ()
    states: tuple[tuple[str, bool], ...] = ()
    #: articles, comments or drafts
    place: str = "articles"
    since: datetime | None = None
    before: datetime | None = None
    newer: timedelta | None = None
    older: timedelta | None = None
    by_relevance: bool = False
    #: a sentence for the person; "" when all of it was understood
    wrong: str = ""

    @property
    def empty(self) -> bool:
        """It asks for nothing: every article answers it."""
        return not (
            self.terms or self.sites or self.folders or self.tags or self.states
            or self.since or self.before or self.newer or self.older
        )  # fmt: skip


@dataclass(slots=True)
class _Reading:
    terms: list[Term] = field(default_factory=list)
    sites: list[tuple[str, bool]] = field(default_factory=list)
    folders: list[tuple[str, bool]] = field(default_factory=list)
    tags: list[tuple[str, bool]] = field(default_factory=list)
    states: list[tuple[str, bool]] = field(default_factory=list)
    place: str = "articles"
    times: dict[str, datetime | timedelta] = field(default_factory=dict)
    by_relevance: bool = False
    wrong: str = ""


def parse(text: str, *, typing: bool = False) -> Query:
    """TEXT as a query. TYPING: it is not finished, so its last word may only be a beginning."""
    reading = _Reading()
    if len(text) > LONGEST:
        reading.wrong = _("This is too long for a search; only its beginning was used.")
        text = text[:LONGEST]
    pieces = list(_PIECE.finditer(text))
    if len(pieces) > MOST:
        reading.wrong = _("This is too long for a search; only its beginning was used.")
    fold = Folder()
    words = 0
    for piece in pieces[:MOST]:
        last = piece.end() == len(text) and piece["word"] is not None
        words += _take(piece, reading, fold, begun=typing and last)
    _without_stop_words(reading)
    if words and not reading.terms and not reading.wrong:
        reading.wrong = _("There is no word to search for in this.")
    since, before = reading.times.get("since"), reading.times.get("before")
    newer, older = reading.times.get("newer"), reading.times.get("older")
    return Query(
        terms=tuple(reading.terms),
        sites=tuple(reading.sites),
        folders=tuple(reading.folders),
        tags=tuple(reading.tags),
        states=tuple(reading.states),
        place=reading.place,
        since=since if isinstance(since, datetime) else None,
        before=before if isinstance(before, datetime) else None,
        newer=newer if isinstance(newer, timedelta) else None,
        older=older if isinstance(older, timedelta) else None,
        by_relevance=reading.by_relevance,
        wrong=reading.wrong,
    )


def _take(piece: re.Match[str], reading: _Reading, fold: Folder, *, begun: bool) -> int:
    """Add one PIECE to READING; 1 when it asks for words of the text."""
    phrase = piece["phrase"] if piece["phrase"] is not None else piece["quoted"]
    value = phrase if phrase is not None else piece["word"]
    not_ = piece["minus"] is not None
    name = _FIELDS.get(plain(piece["field"])) if piece["field"] else None
    if piece["field"] and name is None:
        # not a field of ours: plain words, as in "Mali:"
        value = f"{piece['field']} {value}"
    if name is None or name in ("title", "author"):
        where = {"title": "title", "author": "people"}.get(name or "", "")
        exact = phrase is not None
        term = _term(value, where, not_, fold, begun=begun and not exact, exact=exact)
        if term is not None:
            reading.terms.append(term)
        return 1
    _take_field(name, value.strip(), not_, reading)
    return 0


def _take_field(name: str, value: str, not_: bool, reading: _Reading) -> None:
    folded = plain(value)
    if name in ("site", "folder", "tag"):
        lists = {"site": reading.sites, "folder": reading.folders, "tag": reading.tags}
        if folded:
            lists[name].append((value, not_))
    elif name == "in":
        place = _PLACES.get(folded)
        if place is None:
            reading.wrong = _("“in:%(value)s” is not known; there is in:comments and in:drafts.") % {"value": value}  # fmt: skip
        else:
            reading.place = "articles" if place == "title" else place
    elif name == "is":
        state = _STATES.get(folded)
        if state is None:
            reading.wrong = _("“is:%(value)s” is not known; there is is:unread, is:read, is:saved, is:commented and is:mine.") % {"value": value}  # fmt: skip
        else:
            reading.states.append((state, not_))
    elif name == "sort":
        if folded in _RELEVANCE or folded in _NEWEST:
            reading.by_relevance = folded in _RELEVANCE
        else:
            reading.wrong = _("“sort:%(value)s” is not known; there is sort:relevance and sort:date.") % {"value": value}  # fmt: skip
    else:
        _take_time(name, value, folded, reading)


def _take_time(name: str, value: str, folded: str, reading: _Reading) -> None:
    span = _span(folded)
    day = _day(folded)
    # a number alone is days, unless it reads as a year
    if name in ("newer", "older") and span is not None and day is None:
        reading.times[name] = span
    elif name in ("since", "before") and day is not None:
        reading.times[name] = day
    elif name in ("since", "before") and span is not None:
        # "since:3d" is as clear as "newer:3d"
        reading.times["newer" if name == "since" else "older"] = span
    elif day is not None:
        reading.times["since" if name == "newer" else "before"] = day
    else:
        reading.wrong = _("“%(value)s” is not a date; write it like 2026-11-01, or 3d for three days.") % {"value": value}  # fmt: skip


def _term(
    text: str, where: str, not_: bool, fold: Folder, *, begun: bool, exact: bool
) -> Term | None:
    star = not exact and text.endswith("*")
    tokens = tuple(fold(text).split())
    if not tokens:
        return None
    if star or (begun and len(tokens[-1]) >= 2):
        # a beginning has no inflection to take off; but what is written out keeps finding its kin
        words = fold.spans(text)
        _last, start, end = words[-1]
        tokens = (*tokens[:-1], _beginning(text[start:end]))
        return Term(tokens, where, not_, prefix=True)
    return Term(tokens, where, not_)


def _beginning(word: str) -> str:
    """The longest beginning that the tokens of every word beginning with WORD share with it."""
    bare = "".join(character for character in plain(word) if character.isalnum())
    short = token(word)
    return short if bare.startswith(short) and len(short) >= 2 else bare


def _without_stop_words(reading: _Reading) -> None:
    terms = reading.terms
    kept = [
        term
        for term in terms
        if len(term.tokens) > 1 or term.not_ or term.where or term.tokens[0] not in _STOP
    ]
    if any(not term.not_ for term in kept):
        reading.terms = kept


def _span(text: str) -> timedelta | None:
    found = _SPAN.match(text)
    if found is None:
        return None
    count, unit = int(found.group(1)), found.group(2)
    if unit in _HOURS:
        return timedelta(hours=count)
    return timedelta(days=count * _UNITS[unit]) if unit in _UNITS else None


def _day(text: str) -> datetime | None:
    """ISO dates, also without day or month; French 01/11/2026."""
    for pattern in ("%Y-%m-%d", "%Y-%m", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d"):
        try:
            return datetime.strptime(text, pattern).replace(tzinfo=UTC)
        except ValueError:
            continue
    if len(text) == 4 and text.isdigit() and "1990" <= text <= "2100":
        return datetime(int(text), 1, 1, tzinfo=UTC)
    return None
