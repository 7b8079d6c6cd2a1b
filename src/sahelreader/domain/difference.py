"""What a site changed in an article: passage by passage, and word by word within a passage. Pure.

Owns: which words count as the same (typography is no change), and how two texts are laid against one another.
Must not know: how a change is shown, or where the older text was kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sahelreader.domain.document import (
    Block,
    Code,
    Document,
    Embed,
    Figure,
    Heading,
    ListBlock,
    Paragraph,
    Quotation,
    Related,
    Table,
    plain,
)

#: edits followed in one passage and among the passages; beyond, the two texts have little in common
MOST_EDITS = 400
#: part of the shorter passage's words that two passages share when one is the other rewritten
ALIKE = 0.35
#: passages ahead among which the one that a passage became is looked for
REACH = 12
#: blocks within blocks are followed no deeper than this
DEPTH = 8
#: a number with its spaces, a word with its elided article's apostrophe apart, else one sign
_WORD = re.compile(r"(?:\d{1,3}(?:[\u202f\u00a0 ]\d{3})+|\w+(?:-\w+)*['’]?|[^\w\s])\s*")
_SAME = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-"}
)


class Kind(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, heading, list item … as plain text. ROLE: title, byline, text, heading, quote, item, figure, tags …"""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One passage of the two texts together. KIND None: the passage is in both, rewritten as its pieces tell."""

    role: str
    kind: Kind | None
    pieces: tuple[Piece, ...]


def passages(
    title: str, authors: Sequence[str], document: Document, tags: Sequence[str] = ()
) -> tuple[Passage, ...]:
    """An article as passages, in the order in which it is read."""
    ends = (Passage("title", title), Passage("byline", ", ".join(authors)))
    found = (*ends, *_passages(document.blocks, "text", 0), Passage("tags", " · ".join(tags)))
    return tuple(passage for passage in found if passage.text.strip())


def difference(before: Sequence[Passage], after: Sequence[Passage]) -> tuple[Change, ...]:
    """BEFORE and AFTER laid against one another; every passage of either is in exactly one change."""
    made: list[Change] = []
    old: list[Passage] = []
    new: list[Passage] = []
    steps = _edits([_key(item) for item in before], [_key(item) for item in after])
    for kind, i, j in steps:
        if kind is Kind.SAME:
            made += _rewritten(old, new)
            old, new = [], []
            # shown as it is now: what differs, if anything, is typography
            made.append(Change(after[j].role, Kind.SAME, (Piece(Kind.SAME, after[j].text),)))
        elif kind is Kind.REMOVED:
            old.append(before[i])
        else:
            new.append(after[j])
    return (*made, *_rewritten(old, new))


def words(before: str, after: str) -> tuple[Piece, ...]:
    """The words of the two texts in one row; SAME and ADDED ones together are AFTER."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    runs: list[tuple[Kind, str]] = []
    for kind, i, j in _edits([_folded(word) for word in old], [_folded(word) for word in new]):
        runs.append((kind, old[i] if kind is Kind.REMOVED else new[j]))
    return tuple(_readable(runs))


def _passages(blocks: Sequence[Block], role: str, depth: int) -> Iterator[Passage]:
    if depth > DEPTH:
        return
    for block in blocks:
        match block:
            case Paragraph(spans):
                yield Passage(role, _flat(plain(spans)))
            case Heading(_level, spans):
                yield Passage("heading", _flat(plain(spans)))
            case Quotation(inner, source):
                yield from _passages(inner, "quote", depth + 1)
                yield Passage("source", _flat(plain(source)))
            case ListBlock(items):
                for item in items:
                    yield from _passages(item, "item", depth + 1)
            case Table(rows, header, caption):
                yield Passage("figure", _flat(caption))
                for row in (header, *rows):
                    yield Passage("row", _flat(" | ".join(plain(cell) for cell in row)))
            case Code(text):
                yield from (Passage("code", line) for line in text.split("\n"))
            case Figure(_url, alt, caption, credit):
                yield Passage("figure", _flat(" © ".join(p for p in (caption or alt, credit) if p)))
            case Embed(label, url):
                yield Passage("figure", _flat(f"{label} {url}"))
            case Related(title, _url):
                yield Passage("related", _flat(title))
            case _:
                continue


def _flat(text: str) -> str:
    return text.replace("\n", " ").strip()


def _folded(word: str) -> str:
    """WORD without what is only typography."""
    return re.sub(r"\s", "", word).translate(_SAME)


def _key(passage: Passage) -> tuple[str, str]:
    return passage.role, _folded(passage.text)


def _rewritten(old: Sequence[Passage], new: Sequence[Passage]) -> Iterator[Change]:
    """OLD passages that gave way to NEW ones: each with the one it became, when one of them is like it."""
    at = 0
    for passage in old:
        partner = next(
            (n for n in range(at, min(len(new), at + REACH)) if _alike(passage, new[n])), None
        )
        if partner is None:
            yield _whole(passage, Kind.REMOVED)
            continue
        yield from (_whole(item, Kind.ADDED) for item in new[at:partner])
        yield Change(new[partner].role, None, words(passage.text, new[partner].text))
        at = partner + 1
    yield from (_whole(item, Kind.ADDED) for item in new[at:])


def _whole(passage: Passage, kind: Kind) -> Change:
    return Change(passage.role, kind, (Piece(kind, passage.text),))


def _alike(old: Passage, new: Passage) -> bool:
    if old.role in ("title", "byline", "tags") or new.role in ("title", "byline", "tags"):
        return old.role == new.role
    mine = {_folded(word) for word in _WORD.findall(old.text) if len(word.strip()) > 2}
    other = {_folded(word) for word in _WORD.findall(new.text) if len(word.strip()) > 2}
    smaller = min(len(mine), len(other))
    return smaller > 0 and len(mine & other) >= ALIKE * smaller


def _readable(runs: Sequence[tuple[Kind, str]]) -> Iterator[Piece]:
    """RUNS with changes drawn together: a comma or a short word that stayed between two changes reads worse alone."""
    groups: list[tuple[str, str, str]] = []  # removed, added, what stays after them
    removed = added = same = ""
    for kind, word in (*runs, (Kind.REMOVED, "")):
        if kind is Kind.SAME:
            same += word
            continue
        if same:
            groups.append((removed, added, same))
            removed = added = same = ""
        if kind is Kind.REMOVED:
            removed += word
        else:
            added += word
    groups.append((removed, added, ""))
    drawn: list[tuple[str, str, str]] = []
    for removed, added, same in groups:
        if drawn and (removed or added):
            before = drawn[-1]
            if (before[0] or before[1]) and len(before[2].strip()) <= 3:
                drawn[-1] = (before[0] + before[2] + removed, before[1] + before[2] + added, same)
                continue
        drawn.append((removed, added, same))
    for removed, added, same in drawn:
        for kind, text in ((Kind.REMOVED, removed), (Kind.ADDED, added), (Kind.SAME, same)):
            if text:
                yield Piece(kind, text)


def _edits(old: Sequence[object], new: Sequence[object]) -> list[tuple[Kind, int, int]]:
    """The fewest removals and additions from OLD to NEW, in order, with the places they are about.

    Myers 1986, "An O(ND) difference algorithm and its variations", greedy, over what is between the common
    beginning and end. Time and space are bounded by MOST_EDITS, whatever the texts are: a site chose them.
    """
    start, end_old, end_new = 0, len(old), len(new)
    while start < min(end_old, end_new) and old[start] == new[start]:
        start += 1
    while end_old > start and end_new > start and old[end_old - 1] == new[end_new - 1]:
        end_old, end_new = end_old - 1, end_new - 1
    steps = [(Kind.SAME, n, n) for n in range(start)]
    middle = _myers(old[start:end_old], new[start:end_new])
    steps += [(kind, i + start, j + start) for kind, i, j in middle]
    shift = end_new - end_old
    steps += [(Kind.SAME, n, n + shift) for n in range(end_old, len(old))]
    return steps


def _myers(old: Sequence[object], new: Sequence[object]) -> list[tuple[Kind, int, int]]:
    n, m = len(old), len(new)
    furthest: dict[int, int] = {1: 0}
    trace: list[dict[int, int]] = []
    for edits in range(min(n + m, MOST_EDITS) + 1):
        trace.append(dict(furthest))
        for k in range(-edits, edits + 1, 2):
            down = k == -edits or (k != edits and furthest[k - 1] < furthest[k + 1])
            x = furthest[k + 1] if down else furthest[k - 1] + 1
            y = x - k
            while x < n and y < m and old[x] == new[y]:
                x, y = x + 1, y + 1
            furthest[k] = x
            if x >= n and y >= m:
                return _way_back(trace, n, m)
    everything = [(Kind.REMOVED, i, 0) for i in range(n)]
    return everything + [(Kind.ADDED, n, j) for j in range(m)]


def _way_back(trace: Sequence[dict[int, int]], n: int, m: int) -> list[tuple[Kind, int, int]]:
    steps: list[tuple[Kind, int, int]] = []
    x, y = n, m
    for edits in range(len(trace) - 1, -1, -1):
        furthest, k = trace[edits], x - y
        down = k == -edits or (k != edits and furthest[k - 1] < furthest[k + 1])
        before_k = k + 1 if down else k - 1
        before_x = furthest[before_k]
        before_y = before_x - before_k
        while x > before_x and y > before_y:
            x, y = x - 1, y - 1
            steps.append((Kind.SAME, x, y))
        if edits:
            steps.append((Kind.ADDED, x, y - 1) if down else (Kind.REMOVED, x - 1, y))
        x, y = before_x, before_y
    return steps[::-1]
