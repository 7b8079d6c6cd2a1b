"""The first screen of true rows, painted with plain escapes before Textual is there. Imports nothing of Textual.

Where each row stands must be where the library screen will paint it, in the same colours, so that nothing moves
when the screen takes over (a test compares the two). Where that cannot be known (the reading pane was open, a
terminal with colours of its own, too little room), nothing is painted.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from sahelreader.screens.left_off import LeftOff
from sahelreader.widgets.article_row import RowShape, Run, paint_row
from sahelreader.widgets.colours import ANSI, COLOURS, Marks, colours_for
from sahelreader.widgets.emoji import plain_emoji
from sahelreader.widgets.roles import INKS

if TYPE_CHECKING:
    from sahelreader.library.rows import ArticleRow
    from sahelreader.library.views import View

#: ids read before the rest of a long view
FIRST = 300
#: rows of the first paint, before and after the current one
ROWS = 24
#: styles/library.tcss: from this width the three panes stand side by side
WIDE = 120
SITES, LIST_PARTS, READER_PARTS, LIST_LEAST = 22, 5, 6, 40
#: styles/base.tcss and app.py: under this height rows take one line
SHORT = 20


@dataclass(frozen=True, slots=True)
class Room:
    """Where the list stands: column X, line Y, both from 0, and its size; rows leave a cell for the scroll bar."""

    x: int
    y: int
    width: int
    height: int


def read_first(
    db: Any, view: View, at: int, near: Sequence[int], grouped: bool = True
) -> tuple[array[int], list[ArticleRow]]:
    """(the first ids of VIEW or those NEAR where one was, rows around the article AT); GROUPED as in `articles.ids`."""
    from sahelreader.library import articles

    ids = array("q", near) if near else articles.ids(db, view, FIRST, grouped=grouped)
    index = ids.index(at) if at in ids else 0
    return ids, articles.rows(db, ids[max(0, index - ROWS // 2) : index + ROWS])


def room_for_list(columns: int, lines: int, left: LeftOff) -> Room | None:
    """Where the list will be on a terminal of COLUMNS × LINES; None when the list will not be what shows."""
    height = lines - 2
    if columns < 20 or height < 3:
        return None
    if columns < WIDE:
        if left.reading:
            return None
        x, width = 0, columns
    else:
        x = left.sites_width or SITES
        rest = columns - x
        width = left.list_width or max(LIST_LEAST, rest * LIST_PARTS // (LIST_PARTS + READER_PARTS))
        # its right border
        width -= 1
    return Room(x, 1, width, height)


def painted(
    ids: Sequence[int],
    rows: Mapping[int, ArticleRow],
    left: LeftOff,
    size: tuple[int, int],
    theme: str,
    marks: Marks,
    now: datetime,
    *,
    compact: bool = False,
    depth: int = 24,
) -> str:
    """The escapes that paint the list on a cleared screen of SIZE (columns, lines); "" when they had better not.

    DEPTH: bits of a colour on this terminal, 24 or 8.
    """
    columns, lines = size
    if theme == ANSI or theme not in COLOURS or depth not in (8, 24) or not ids:
        return ""
    compact = compact or lines < SHORT
    height = RowShape(80, compact).height
    room = room_for_list(columns, lines, left)
    if room is None:
        return ""
    index = max(0, ids.index(left.article)) if left.article in ids else 0
    top = first_line(index, len(ids), height, room.height, left.top if index else 0)
    shape = RowShape(room.width, compact)
    said = [f"\x1b[{_sgr(theme, 'text', depth)}m\x1b[2J"]
    for y in range(room.height):
        number, part = divmod(top + y, height)
        if number >= len(ids):
            break
        row = rows.get(ids[number])
        if row is None:
            continue
        here = number == index
        line = paint_row(row, shape, marks, now, here=here)[part]
        said.append(f"\x1b[{room.y + y + 1};{room.x + 1}H")
        said.append(_line(line, room.width, theme, here, depth))
    said.append("\x1b[m")
    return "".join(said)


def first_line(index: int, count: int, height: int, room: int, top: int) -> int:
    """The line of the list that shows first: the current row TOP lines below it, else just so that it shows."""
    last = max(0, count * height - room)
    if top:
        return min(last, max(0, index * height - top))
    margin = height if room >= 3 * height else 0
    bottom = (index + 1) * height
    if bottom + margin <= room:
        return 0
    y = bottom + margin - room
    return min(last, min(y + -y % height, index * height))


def _line(runs: Sequence[Run], width: int, theme: str, here: bool, depth: int) -> str:
    said, used = [], 0
    for text, role in runs:
        said.append(f"\x1b[{_sgr(theme, role, depth, here)}m{plain_emoji(text)}")
        used += cell_len(text)
    if here:
        # the current row is marked to its end
        said.append(f"\x1b[{_sgr(theme, 'title', depth, here)}m{' ' * (width - used)}")
    return "".join(said)


def _sgr(theme: str, role: str, depth: int, here: bool = False) -> str:
    """The parameters of a "select graphic rendition" for ROLE."""
    colours = colours_for(depth)[theme]
    names = {
        "foreground": colours.text,
        "dim": colours.dim,
        "accent": colours.accent,
        "second": colours.second,
        "success": colours.good,
        "warning": colours.caution,
        "error": colours.bad,
    }
    ink, emphasis, *_ground = INKS[role]
    weight = {"bold": "1;", "italic": "3;", "underline": "4;"}.get(emphasis, "")
    ground = colours.selected if here else colours.ground
    return f"0;{weight}{_colour(38, names[ink], depth)};{_colour(48, ground, depth)}"


def _colour(plane: int, colour: str, depth: int) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    if depth == 24:
        return f"{plane};2;{red};{green};{blue}"
    from rich.color import Color, ColorSystem

    nearest = Color.from_rgb(red, green, blue).downgrade(ColorSystem.EIGHT_BIT)
    return ";".join(nearest.get_ansi_codes(foreground=plane == 38))
