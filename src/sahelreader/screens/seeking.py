"""What a search asks for while one types: what is found, quotations for the rows in sight, how a word may go on.

Reads the library and the drafts; tells nobody. The list's side is `list_control`'s, the box `widgets.search_box`'s.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from textual.suggester import Suggester

from sahelreader import i18n
from sahelreader.domain.text import safe_line
from sahelreader.library.views import View

if TYPE_CHECKING:
    from sahelreader.domain.draft import Draft
    from sahelreader.screens.context import Context

#: articles that a search lists
FOUND = 5_000
#: cells of a draft's words under its article
DRAFT = 200
#: letters of a word from which on a keyword is offered
ENOUGH = 2

Runs = list[tuple[str, str]]

#: what a query knows, in the order in which it is offered; a value that may hold spaces begins with its quote
KEYWORDS = {
    "en": (
        'site:"', 'author:"', 'tag:"', 'folder:"', "in:comments", "in:drafts", "is:unread", "is:read", "is:saved",
        "is:commented", "is:mine", "is:noted", "since:", "before:", "newer:3d", "title:",
    ),
    "fr": (
        'site:"', 'auteur:"', 'tag:"', 'étiquette:"', 'dossier:"', "dans:commentaires", "dans:brouillons",
        "est:non-lu", "est:lu", "est:gardé", "est:commenté", "est:moi", "est:annoté", "depuis:", "avant:", "récent:3j",
        "titre:",
    ),
}  # fmt: skip
#: field, folded -> whose names complete it
_NAMES = {
    "site": "site", "journal": "site", "source": "site", "author": "author", "auteur": "author", "autrice": "author",
    "by": "author", "par": "author", "tag": "tag", "etiquette": "tag", "rubrique": "tag", "mot-cle": "tag",
    "folder": "folder", "dossier": "folder",
}  # fmt: skip
_LAST = re.compile(r'(?:^|\s)[-−]?((?:[^\W\d_][\w-]*:"[^"]*)|\S+)$')


def read_found(db: Any, text: str, within: View | None) -> tuple[array[int], str]:
    """(ids found, what is wrong with the query)."""
    from sahelreader.library import articles, search

    ids = search.search(db, text, FOUND, typing=True)
    if within is not None:
        here = set(articles.ids(db, within))
        ids = array("q", (key for key in ids if key in here))
    return ids, search.wrong(text)


def read_quotes(db: Any, ids: Sequence[int], text: str) -> dict[int, Runs]:
    """What each of IDS says of TEXT; no words for those that say nothing."""
    from sahelreader.library import search

    found = search.snippets(db, ids, text)
    return {
        key: [(part, "snippet-found" if hit else "meta") for part, hit in found[key].parts]
        if key in found
        else []
        for key in ids
    }


def of_drafts(text: str) -> bool:
    """Whether TEXT asks for what one wrote oneself."""
    from sahelreader.library.query import parse

    return parse(text, typing=True).place == "drafts"


async def found_in_drafts(context: Context, text: str) -> dict[int, Runs]:
    """The articles, by id, on which one wrote what TEXT asks for, the newest first, with the beginning of it."""
    import asyncio

    from sahelreader.library import search

    shelf = await asyncio.to_thread(context.drafts.all)
    newest = sorted(shelf.drafts, key=lambda draft: draft.updated, reverse=True)
    texts = [(draft, f"{draft.text}\n{draft.target.article_title}") for draft in newest]
    found: list[Draft] = await asyncio.to_thread(search.matches, text, texts)
    quotes: dict[int, Runs] = {}
    for draft in found:
        number = await context.library.read(_article_of, draft)
        if number is not None:
            quotes.setdefault(number, [(safe_line(draft.text, DRAFT), "meta")])
    return quotes


def _article_of(db: Any, draft: Draft) -> int | None:
    from sahelreader.library import articles

    if draft.article is not None and len(articles.rows(db, [draft.article])):
        return draft.article
    return articles.by_url(db, draft.target.article_url)


class Completion(Suggester):
    """How the last word of a query may go on: a keyword in the person's language, then the name it asks for.

    READ runs a function on the library, as `Library.read` does. FAILED is told what went wrong.
    """

    def __init__(
        self, read: Callable[..., Awaitable[Any]], failed: Callable[[Exception], object]
    ) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._read = read
        self._failed = failed
        self._names: dict[str, Sequence[str]] = {}

    async def get_suggestion(self, value: str) -> str | None:
        try:
            return await self._completed(value)
        except Exception as error:
            # a mistake here must not take the box away from under the person's hands
            self._failed(error)
            return None

    async def _completed(self, value: str) -> str | None:
        from sahelreader.library.folding import plain

        last = _LAST.search(value)
        if last is None:
            return None
        field, colon, begun = last[1].partition(":")
        if not colon:
            own = KEYWORDS["fr" if i18n.language() == "fr" else "en"]
            return _begun(value, last[1], own) if len(last[1]) >= ENOUGH else None
        kind = _NAMES.get(plain(field))
        if kind is None:
            words = [word for word in KEYWORDS["en"] + KEYWORDS["fr"] if ":" in word[:-1]]
            return _begun(value, last[1], words) if begun else None
        if kind not in self._names:
            self._names[kind] = await self._read(read_names, kind)
        if begun.startswith('"'):
            return _begun(value, begun[1:], self._names[kind], '"')
        if begun:
            return _begun(value, begun, [name for name in self._names[kind] if " " not in name])
        return f'{value}"{self._names[kind][0]}"' if self._names[kind] else None


def _begun(value: str, begun: str, words: Iterable[str], end: str = "") -> str | None:
    """VALUE, whose end is BEGUN, gone on with the first of WORDS that begins like it, whatever accents and case."""
    from sahelreader.library.folding import plain

    wanted, length = plain(begun), len(begun)
    for word in words:
        if len(word) > length and plain(word[:length]) == wanted:
            return value + word[length:] + end
    return None


def read_names(db: Any, kind: str) -> list[str]:
    """Names of KIND (site, folder, author, tag) without quotes in them, the likeliest first."""
    from sahelreader.library import labels, sites

    if kind in ("site", "folder"):
        known = sorted(sites.all(db), key=lambda site: -site.article_count)
        names = [site.name if kind == "site" else site.folder for site in known]
    elif kind == "tag":
        names = [
            label.name for sort in ("own", "tag", "category") for label in labels.all(db, sort)
        ]
    else:
        names = [label.name for label in labels.all(db, kind)]
    return [name for name in dict.fromkeys(names) if name and '"' not in name]
