"""Tables, in the midst of other HTML: rows and cells as their tags come."""

from __future__ import annotations

from sahelreader.domain.document import Table, plain
from sahelreader.parse.elements import Elements, Frame, joined
from sahelreader.parse.tables import Grid
from sahelreader.parse.tokens import attributes


class TableElements(Elements):
    def _table(self, name: str, _source: str) -> None:
        if any(frame.kind == "table" for frame in self._stack):
            # a table in a table is page layout: its rows are text
            self._close_paragraph()
            self._flush()
            return
        frame = self._hold(name, "table")
        if frame is not None:
            frame.grid = Grid()

    def _part(self, name: str, _source: str) -> None:
        grid = self._grid()
        if grid is not None:
            self._end_cell_of(grid)
            grid.part = name
        self._flush()

    def _row(self, _name: str, _source: str) -> None:
        grid = self._grid()
        self._flush()
        if grid is not None:
            self._end("th")
            self._end("td")
            grid.row()

    def _end_cell_of(self, _grid: Grid) -> None:
        self._end("th")
        self._end("td")

    def _cell(self, name: str, source: str) -> None:
        grid = self._grid()
        self._flush()
        if grid is None:
            return
        self._end_cell_of(grid)
        frame = self._hold(name, "cell")
        if frame is not None and source:
            frame.attrs = attributes(source)

    def _end_cell(self, frame: Frame, _source: str) -> None:
        grid = self._grid()
        if grid is not None:
            grid.cell(frame.tag == "th", frame.attrs, frame.blocks)

    def _grid(self) -> Grid | None:
        for frame in reversed(self._stack):
            if frame.grid is not None:
                return frame.grid
        return None

    def _end_table(self, frame: Frame, _source: str) -> None:
        assert frame.grid is not None
        table = frame.grid.table(plain(joined(frame.inline)), keep=self._trusted)
        for block in (*frame.blocks, *((table,) if isinstance(table, Table) else table)):
            self._add(block)
