"""Breaking text into lines, the French way, in terminal cells. Pure and fast; paints nothing.

A line breaks at a space, or after a hyphen between letters; never at a no-break space (U+00A0, U+202F,
U+2007), never before : ; ! ? » % … ) nor after « (, even where a site wrote a plain space there, and never
inside a number such as "25 000". Rich and Textual break at no-break spaces, so their wrapping is not used.
"""

from __future__ import annotations

import re

from rich.cells import cell_len

#: what a line must not begin with, and what it must not end with
_NOT_FIRST = frozenset(":;!?»%…)]}.,’”›")
_NOT_LAST = frozenset("«([{“‹")
# every character of these is one cell wide, so that lengths can be counted without looking
_ONE_CELL = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u2010-\u2027\u202f-\u205e\u2500-\u25fc]*"
)

_LETTERS = re.compile(r"[^\W\d_]{4}")

Lines = list[tuple[int, int]]


def wrap(text: str, width: int, first: int = 0) -> Lines:
    """(start, end) of each line of TEXT in at most WIDTH cells, the spaces at the breaks left out.

    A line feed ends a line. FIRST is how many cells of the first line are taken already. What has no place to
    break is cut at WIDTH. Every character but spaces and line feeds is in exactly one line; an empty text is one line.
    """
    width = max(1, width)
    lines: Lines = []
    start = 0
    for part in text.split("\n"):
        end = start + len(part)
        if _ONE_CELL.fullmatch(part) is not None:
            _wrap_narrow(text, start, end, width, first if not lines else 0, lines)
        else:
            _wrap_cells(text, start, end, width, first if not lines else 0, lines)
        start = end + 1
    return lines


def _wrap_narrow(text: str, start: int, end: int, width: int, taken: int, lines: Lines) -> None:
    """Wrap TEXT[START:END], in which every character is one cell wide."""
    room = max(1, width - taken)
    while end - start > room:
        cut, following = _break(text, start, start + room, end)
        if cut <= start:
            if taken:
                # nothing fits beside what is there already: a line of its own
                lines.append((start, start))
                room, taken = width, 0
                continue
            cut = following = _hard(text, start, start + room, end)
        lines.append((start, cut))
        start, room, taken = following, width, 0
    while end > start and text[end - 1] == " ":
        end -= 1
    lines.append((start, end))


def _wrap_cells(text: str, start: int, end: int, width: int, taken: int, lines: Lines) -> None:
    """The same where characters may be wide or take no cell at all."""
    room = max(1, width - taken)
    while True:
        limit = _reach(text, start, end, room)
        if limit >= end:
            break
        cut, following = _break(text, start, limit, end)
        if cut <= start:
            if taken:
                lines.append((start, start))
                room, taken = width, 0
                continue
            cut = following = _hard(text, start, max(limit, _reach(text, start, end, 1)), end)
        lines.append((start, cut))
        start, room, taken = following, width, 0
    while end > start and text[end - 1] == " ":
        end -= 1
    lines.append((start, end))


def _break(text: str, start: int, limit: int, end: int) -> tuple[int, int]:
    """Where the line from START that may reach to LIMIT ends, and where the next begins; START when nowhere."""
    at = text.rfind(" ", start + 1, min(limit + 1, end))
    while at > start:
        following = at + 1
        while following < end and text[following] == " ":
            following += 1
        cut = at
        while cut > start and text[cut - 1] == " ":
            cut -= 1
        if cut > start and (following == end or _may_part(text, cut, following)):
            break
        at = text.rfind(" ", start + 1, cut)
    else:
        cut = following = start
    # a hyphen further on than the space
    hyphen = text.rfind("-", max(cut, start + 1), limit)
    while hyphen > cut:
        # long parts only: "dit-on" and "a-t-il" stay whole
        if (
            text[hyphen + 1 : hyphen + 5].isalpha()
            and _LETTERS.fullmatch(text, max(hyphen - 4, start), hyphen)
            and hyphen + 5 <= end
        ):
            return hyphen + 1, hyphen + 1
        hyphen = text.rfind("-", max(cut, start + 1), hyphen)
    return cut, following


def _may_part(text: str, cut: int, following: int) -> bool:
    """True when a line may end before CUT and the next begin at FOLLOWING (what is between is spaces)."""
    before, after = text[cut - 1], text[following]
    if before in _NOT_LAST or before in _NO_BREAK or after in _NO_BREAK:
        return False
    if after in _NOT_FIRST:
        # an ellipsis, a point or an apostrophe may open a word
        return after in ".…’" and text[following + 1 : following + 2].isalnum()
    # thousands: "25 000"
    return not (before.isdigit() and text[following : following + 3].isdigit())


_NO_BREAK = frozenset("\u00a0\u202f\u2007")


def _hard(text: str, start: int, limit: int, end: int) -> int:
    """Where to cut what has no break, at LIMIT or a little before, so that no line begins with punctuation."""
    cut = limit
    while cut > start + 1 and cut < end and _clings(text, cut):
        cut -= 1
    return limit if cut <= start + 1 and _clings(text, cut) else cut


def _clings(text: str, cut: int) -> bool:
    """True when the character at CUT must stay with the one before it."""
    after, before = text[cut], text[cut - 1]
    return (
        after in _NOT_FIRST
        or after in _NO_BREAK
        or after == " "
        or before in _NOT_LAST
        or before in _NO_BREAK
        or before == " "
        or before == "\u200d"
        or after == "\u200d"
        or cell_len(after) == 0
    )


def _reach(text: str, start: int, end: int, room: int) -> int:
    """How far from START one gets in ROOM cells (marks that take no cell go with their letter)."""
    # by halves: measuring is cheap where a whole run is of one width
    low, high = start, min(end, start + room)
    if cell_len(text[start:high]) > room:
        while low < high:
            middle = (low + high + 1) // 2
            if cell_len(text[start:middle]) <= room:
                low = middle
            else:
                high = middle - 1
    else:
        low = high
        used = cell_len(text[start:low])
        while low < end and (used := cell_len(text[start : low + 1])) <= room:
            low += 1
        del used
    while (
        low < end and (cell_len(text[low]) == 0 or text[low - 1 : low] == "\u200d") and low > start
    ):
        low += 1
    return low
