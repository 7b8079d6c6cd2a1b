"""A small picture among the lines of an article, in half blocks. Pure: given its cells, not its bytes."""

from __future__ import annotations

from collections.abc import Sequence

from sahelreader.widgets.lines import Line, Page, Run

BLOCK = "▀"
#: cells that the picture at the head of an article takes at most: the text is to begin on the first screen
WIDE, HIGH = 66, 11

Colour = tuple[int, int, int]
#: rows of (upper colour, lower colour)
Cells = Sequence[Sequence[tuple[Colour, Colour]]]


def picture_lines(page: Page, cells: Cells) -> None:
    """CELLS in the middle of PAGE, every second or third left out where it is narrower than they are."""
    if not cells or not cells[0]:
        return
    wide = min(len(cells[0]), page.width)
    high = max(1, len(cells) * wide // len(cells[0]))
    margin = " " * ((page.width - wide) // 2)
    for line in range(high):
        row = cells[line * len(cells) // high]
        chosen = [row[column * len(row) // wide] for column in range(wide)]
        text = margin + BLOCK * wide
        runs: list[Run] = []
        for at, (upper, lower) in enumerate(chosen, len(margin)):
            role = f"{_hex(upper)}/{_hex(lower)}"
            if runs and runs[-1][2] == role:
                runs[-1] = (runs[-1][0], at + 1, role, "")
            else:
                runs.append((at, at + 1, role, ""))
        # SKIP: nothing of it is text to be copied
        page.lines.append(Line(text, tuple(runs), block=page.block, skip=len(text)))


def is_picture(line: Line) -> bool:
    return line.skip == len(line.text) and line.text.endswith(BLOCK)


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
