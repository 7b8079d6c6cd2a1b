"""A table as it is read, row by row; what was only page layout is taken apart again."""

from __future__ import annotations

from collections.abc import Sequence

from sahelreader.domain.document import Block, Heading, Paragraph, Span, Spans, Table

#: cells that one attribute may stand for, and cells of a whole table
_SPAN_LIMIT = 20
_CELL_LIMIT = 20_000


class Grid:
    """The rows of one table. PART is the thead, tbody or tfoot that is open."""

    def __init__(self) -> None:
        self.part = ""
        self._rows: list[list[tuple[list[Block], bool]]] = []
        self._heads: list[bool] = []
        #: column -> rows that a cell above still reaches into
        self._reach: dict[int, int] = {}
        self._cells = 0

    def row(self) -> None:
        self._rows.append([])
        self._heads.append(self.part == "thead")

    def cell(self, head: bool, attrs: dict[str, str], blocks: list[Block]) -> None:
        if not self._rows:
            self.row()
        row = self._rows[-1]
        self._reached(row)
        wide, high = _count(attrs.get("colspan", "")), _count(attrs.get("rowspan", ""))
        for number in range(wide):
            if self._cells < _CELL_LIMIT or not number:
                if high > 1:
                    self._reach[len(row)] = high - 1
                row.append((blocks if number == 0 else [], head))
                self._cells += 1

    def _reached(self, row: list[tuple[list[Block], bool]]) -> None:
        """Empty cells where a cell of a row above reaches down."""
        while self._reach.get(len(row), 0) > 0 and self._cells < _CELL_LIMIT:
            self._reach[len(row)] -= 1
            row.append(([], False))
            self._cells += 1

    def table(self, caption: str, *, keep: bool) -> Table | list[Block]:
        """The table, or, when it was used to place things on a page, the blocks of its cells in order. KEEP it a table
        whatever it looks like."""
        rows = [row for row in self._rows if keep or any(blocks for blocks, _ in row)]
        heads = [
            head
            for head, row in zip(self._heads, self._rows, strict=True)
            if keep or any(blocks for blocks, _ in row)
        ]
        columns = max((len(row) for row in rows), default=0)
        flat = all(
            isinstance(block, Paragraph | Heading)
            for row in rows
            for blocks, _ in row
            for block in blocks
        )
        if not rows or (not keep and (columns < 2 or not flat)):
            return [block for row in rows for blocks, _ in row for block in blocks]
        header: tuple[Spans, ...] = ()
        first = rows[0]
        if heads[0] or (
            not keep and all(head or not blocks for blocks, head in first) and len(rows) > 1
        ):
            header = tuple(_spans(blocks) for blocks, _ in first)
            rows = rows[1:]
        return Table(
            tuple(tuple(_spans(blocks) for blocks, _ in row) for row in rows), header, caption
        )


def _spans(blocks: Sequence[Block]) -> Spans:
    """The text of a cell's blocks, one below the other."""
    made: list[Span] = []
    for block in blocks:
        if isinstance(block, Paragraph | Heading):
            if made:
                last = made[-1]
                made[-1] = Span(last.text + "\n", last.style, last.href)
            for span in block.spans:
                if made and (made[-1].style, made[-1].href) == (span.style, span.href):
                    made[-1] = Span(made[-1].text + span.text, span.style, span.href)
                else:
                    made.append(span)
    return tuple(made)


def _count(text: str) -> int:
    return (
        min(int(text), _SPAN_LIMIT)
        if text.isascii() and text.isdigit() and len(text) < 6 and int(text)
        else 1
    )
