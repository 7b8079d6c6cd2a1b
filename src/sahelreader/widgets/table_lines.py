"""A table in a narrow column: side by side while cells stay readable, else one line for each cell. Pure."""

from __future__ import annotations

from rich.cells import cell_len

from sahelreader.domain.document import Span, Spans, Style, Table, plain
from sahelreader.widgets.lines import Page, Prefix
from sahelreader.widgets.theme import Marks
from sahelreader.widgets.wrap import wrap

GAP = 2
#: a column narrower than this reads worse than a list
NARROW = 7
ROWS = 500


def table(page: Page, block: Table, prefix: Prefix, marks: Marks) -> None:
    """Lay BLOCK out on PAGE."""
    rows = block.rows[:ROWS]
    count = max((len(row) for row in (*rows, block.header)), default=0)
    if not count:
        return
    if block.caption:
        page.flow(block.caption, "figure", prefix)
    room = page.width - sum(cell_len(text) for text, _role in prefix)
    widths = _widths(block, count, room)
    if not widths:
        _stacked(page, block, prefix)
        return
    if block.header:
        _row(page, block.header, widths, prefix, "table-head")
        page.furniture(*prefix, (marks.rule * (sum(widths) + GAP * (count - 1)), "rule"))
    for row in rows:
        _row(page, row, widths, prefix, "text")


def _widths(block: Table, count: int, room: int) -> list[int]:
    """Cells for each column, the widest giving way first; empty when they would be too narrow."""
    widths = [3] * count
    for row in (block.header, *block.rows[:ROWS]):
        for index, cell in enumerate(row):
            widths[index] = max(widths[index], min(room, cell_len(_flat(cell))))
    excess = sum(widths) + GAP * (count - 1) - room
    while excess > 0:
        widest = max(range(count), key=widths.__getitem__)
        others = max((width for index, width in enumerate(widths) if index != widest), default=0)
        step = max(1, min(excess, widths[widest] - others))
        widths[widest] -= step
        excess -= step
        if widths[widest] < NARROW:
            return []
    return widths


def _row(page: Page, row: tuple[Spans, ...], widths: list[int], prefix: Prefix, role: str) -> None:
    columns = []
    for index, width in enumerate(widths):
        text = _flat(row[index]) if index < len(row) else ""
        columns.append([text[start:end] for start, end in wrap(text, width)])
    for line in range(max(len(column) for column in columns)):
        pieces = []
        for index, (column, width) in enumerate(zip(columns, widths, strict=True)):
            part = column[line] if line < len(column) else ""
            fill = " " * (width - cell_len(part))
            # figures stand under one another
            number = part.strip("+-− %\u202f\u00a0").replace(",", "").replace(" ", "").isdigit()
            pieces.append(fill + part if number and role == "text" and index else part + fill)
        page.furniture(*prefix, ((" " * GAP).join(pieces).rstrip(), role), findable=True)


def _stacked(page: Page, block: Table, prefix: Prefix) -> None:
    for row in block.rows[:ROWS]:
        for index, cell in enumerate(row):
            if not plain(cell).strip():
                continue
            head = _flat(block.header[index]) if index < len(block.header) else ""
            label = (Span(f"{head}\u00a0: ", Style.BOLD),) if head else ()
            indent: Prefix = (*prefix, ("  " if index else "", "text"))
            page.flow((*label, *cell), "text", indent, (*prefix, ("  ", "text")))
        page.blank(prefix)


def _flat(cell: Spans) -> str:
    return " ".join(plain(cell).split("\n")).strip()
