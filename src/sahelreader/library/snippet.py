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
    spans = indexing.folder().spans
    hits: list[tuple[int, int]] = []
    for start, end in _near(text, terms):
        words = spans(text[start:end])
        at = 0
        while at < len(words):
            length = max((_length(words, at, term) for term in terms), default=0)
            if length:
                hits.append((start + words[at][1], start + words[at + length - 1][2]))
            at += max(1, length)
    return hits


def _near(text: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """The stretches of TEXT in which one of TERMS may stand: from a piece between spaces that has the first word of one
    on. Looking up pieces is many times as fast as looking for words, and few of them are near a hit."""
    pieces = text.split(" ")
    firsts = frozenset(term.tokens[0] for term in terms if term.tokens)
    # only the last word of a term may be the beginning of a longer one
    begun = tuple(term.tokens[0] for term in terms if term.prefix and len(term.tokens) == 1)
    longest = max((len(term.tokens) for term in terms), default=0)
    stretches: list[tuple[int, int]] = []
    start, place, left = -1, 0, 0
    for piece, tokens in zip(pieces, indexing.folder().each(pieces), strict=True):
        count = tokens.count(" ") + 1 if tokens else 0
        # most pieces are one word: that must not cost a call
        if tokens in firsts or ((begun or " " in tokens) and _may_start(tokens, firsts, begun)):
            start = place if start < 0 else start
            left = longest + count - 1
        if start >= 0:
            left -= count
            if left <= 0:
                stretches.append((start, place + len(piece)))
                start = -1
        place += len(piece) + 1
    if start >= 0:
        stretches.append((start, len(text)))
    return stretches


def _may_start(tokens: str, firsts: frozenset[str], begun: tuple[str, ...]) -> bool:
    """Whether one of TOKENS is one of FIRSTS or begins as one of BEGUN."""
    return any(token in firsts or token.startswith(begun) for token in tokens.split())


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
