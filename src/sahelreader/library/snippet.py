"""A passage of an article or comment that shows the words that were found, with the hits marked."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field

from sahelreader.library import codec, indexing
from sahelreader.library.folding import bare_text
from sahelreader.library.query import Term

#: characters of a passage, about two lines of a list
LENGTH = 180
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Snippet:
    """TEXT in one piece; PARTS are the same text cut into (text, whether it was searched for)."""

    text: str
    parts: list[tuple[str, bool]] = field(default_factory=list)


def article_snippet(db: sqlite3.Connection, number: int, terms: Sequence[Term]) -> Snippet | None:
    article = codec.stored_article(db, number)
    if article is None:
        return None
    caption = f" {article.lead.caption}" if article.lead else ""
    return cut(bare_text(article.html or article.summary) + caption, terms)


def comment_snippet(db: sqlite3.Connection, number: int, terms: Sequence[Term]) -> Snippet | None:
    """Out of the first comment of the article that has one of the words."""
    for author, html in db.execute(
        "SELECT author, html FROM comment WHERE article_id = ? ORDER BY published, id", (number,)
    ):
        snippet = cut(f"{author}: {bare_text(codec.unpack(html))}", terms)
        if snippet is not None and any(hit for _text, hit in snippet.parts):
            return snippet
    return None


def cut(text: str, terms: Sequence[Term]) -> Snippet | None:
    """The passage of TEXT with the most of TERMS in it, else its beginning; None when there is no text."""
    text = _SPACES.sub(" ", text).strip()
    if not text:
        return None
    hits = find(text, terms)
    start, end = _window(text, hits)
    parts: list[tuple[str, bool]] = []
    at = start
    if start:
        parts.append(("…", False))
    for first, last in hits:
        if first >= at and last <= end:
            if first > at:
                parts.append((text[at:first], False))
            parts.append((text[first:last], True))
            at = last
    if at < end:
        parts.append((text[at:end], False))
    if end < len(text):
        parts.append(("…", False))
    return Snippet("".join(part for part, _hit in parts), parts)


def find(text: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """(start, end) of every place in TEXT where one of TERMS stands, in order, none over another."""
    words = indexing.folder().spans(text)
    hits: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        length = max((_length(words, at, term) for term in terms), default=0)
        if length:
            hits.append((words[at][1], words[at + length - 1][2]))
        at += max(1, length)
    return hits


def _length(words: Sequence[tuple[str, int, int]], at: int, term: Term) -> int:
    """How many words from AT on are TERM; 0: none."""
    count = len(term.tokens)
    if at + count > len(words):
        return 0
    for step, wanted in enumerate(term.tokens):
        there = words[at + step][0]
        begun = term.prefix and step == count - 1
        if not (there.startswith(wanted) if begun else there == wanted):
            return 0
    return count


def _window(text: str, hits: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The stretch of LENGTH characters with the most hits, grown to whole words."""
    best, most = 0, 0
    for index, (first, _last) in enumerate(hits):
        count = sum(1 for _start, end in hits[index : index + 12] if end - first <= LENGTH - 40)
        if count > most:
            best, most = first, count
    start = max(0, best - 40) if hits else 0
    if start:
        space = text.find(" ", start, best + 1)
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + LENGTH)
    if end < len(text):
        space = text.rfind(" ", start, end)
        end = space if space > start else end
    return start, end
