"""Paints laid-out lines: roles into the theme's colours, hits and a selection over them. Changes nothing it paints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from sahelreader.widgets.inks import Inks

if TYPE_CHECKING:
    from sahelreader.widgets.finding import Hit
    from sahelreader.widgets.lines import Line
    from sahelreader.widgets.reader import Reader

Pieces = list[tuple[int, int, Style]]


class Painter:
    """Strips of READER's lines."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._inks = Inks(reader)
        #: paragraph -> (start, end, is the current hit)
        self._hits: dict[int, list[tuple[int, int, bool]]] = {}

    def forget(self) -> None:
        """The theme changed."""
        self._inks.forget()

    def set_hits(self, hits: Sequence[Hit], current: int) -> None:
        self._hits = {}
        for number, hit in enumerate(hits):
            self._hits.setdefault(hit.paragraph, []).append((hit.start, hit.end, number == current))

    def line(self, number: int, y: int) -> Strip:
        """Line NUMBER of the text, which stands on line Y of the pane."""
        reader = self._reader
        width = reader.size.width
        base = self.style("text")
        if reader.shown is None:
            return self._nothing(y, width)
        if number >= len(reader.laid.lines):
            return Strip.blank(width, base)
        line = reader.laid.lines[number]
        left = " " * reader.margin
        if line.comment and line.comment == reader.comment and len(left) >= 2:
            mark = Segment(reader.shown.around.marks.here, self.style("current"))
            before = [Segment(left[:-2], base), mark, Segment(" ", base)]
        else:
            before = [Segment(left, base)]
        segments = self._segments(line, number)
        # offsets of a selection count characters of the line's own text
        body = Strip(segments).apply_offsets(0, number) if segments else Strip([])
        return Strip.join([Strip(before), body]).adjust_cell_length(width, base)

    def link_at(self, x: int, number: int) -> str:
        """The address under column X of line NUMBER; "" when there is none."""
        line = self._reader.laid.lines[number]
        column = x - self._reader.margin
        if column < 0:
            return ""
        at = len(Strip([Segment(line.text)]).crop(0, column).text)
        inside = (href for start, end, _role, href in line.runs if start <= at < end)
        return next(inside, "")

    def style(self, role: str) -> Style:
        return self._inks.style(role)

    def _segments(self, line: Line, number: int) -> list[Segment]:
        pieces: Pieces = []
        at = 0
        for start, end, role, _href in line.runs:
            if start > at:
                pieces.append((at, start, self.style("text")))
            pieces.append((start, end, self.style(role)))
            at = end
        if at < len(line.text):
            pieces.append((at, len(line.text), self.style("text")))
        for start, end, over in self._overlays(line, number):
            pieces = _overlay(pieces, start, end, over)
        return [Segment(line.text[start:end], style) for start, end, style in pieces]

    def _overlays(self, line: Line, number: int) -> Pieces:
        """Hits, and the selection over them."""
        over: Pieces = []
        shift = line.skip - line.at
        for start, end, current in self._hits.get(line.paragraph, ()):
            left, right = max(start + shift, line.skip), min(end + shift, len(line.text))
            if left < right:
                over.append((left, right, self.style("found-here" if current else "found")))
        selection = self._reader.text_selection
        span = selection.get_span(number) if selection is not None else None
        if span is not None:
            left, right = span[0], len(line.text) if span[1] == -1 else min(span[1], len(line.text))
            if left < right:
                style = self._reader.screen.get_component_rich_style("screen--selection")
                over.append((left, right, style))
        return over

    def _nothing(self, y: int, width: int) -> Strip:
        base = self.style("byline")
        words = self._reader.nothing
        top = max(0, self._reader.size.height // 3)
        if not top <= y < top + len(words):
            return Strip.blank(width, base)
        centred = Strip([Segment(words[y - top], base)]).text_align(width, "center")
        return centred.adjust_cell_length(width, base)


def _overlay(pieces: Pieces, start: int, end: int, over: Style) -> Pieces:
    """PIECES with OVER laid on characters START to END."""
    made: Pieces = []
    for a, b, style in pieces:
        left, right = max(a, start), min(b, end)
        if left >= right:
            made.append((a, b, style))
            continue
        parts = ((a, left, style), (left, right, style + over), (right, b, style))
        made.extend(part for part in parts if part[0] < part[1])
    return made
