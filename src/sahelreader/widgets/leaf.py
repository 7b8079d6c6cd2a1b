"""A page of laid-out lines that scrolls: what is read once and left, without a place that is remembered.

Given a function from a width to lines; it asks again when the width changes. Knows nothing of what they say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from sahelreader.widgets.inks import Inks
from sahelreader.widgets.lines import Line

#: the column is never wider
WIDEST = 80
MARGIN = 2


class Leaf(ScrollView, can_focus=True):
    """Lines in the reading column. The screen's keys move it."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lay: Callable[[int], Sequence[Line]] = lambda _width: ()
        self._lines: Sequence[Line] = ()
        self._inks = Inks(self)

    def show(self, lay: Callable[[int], Sequence[Line]]) -> None:
        """Show what LAY makes of a width in cells, from its beginning."""
        self._lay = lay
        self._lay_out()
        self._go(0)

    @property
    def text(self) -> str:
        """All lines as plain text."""
        return "\n".join(line.text for line in self._lines)

    @property
    def _column(self) -> int:
        return max(4, min(WIDEST, self.size.width - 2 * MARGIN))

    def _lay_out(self) -> None:
        self._lines = self._lay(self._column)
        self.virtual_size = Size(self.size.width, len(self._lines))
        self.refresh()

    def _go(self, line: int) -> None:
        self.scroll_to(y=max(0, line), animate=False, force=True)

    def action_down(self) -> None:
        self._go(round(self.scroll_y) + 1)

    def action_up(self) -> None:
        self._go(round(self.scroll_y) - 1)

    def action_page_down(self) -> None:
        self._go(round(self.scroll_y) + max(1, self.size.height - 2))

    def action_page_up(self) -> None:
        self._go(round(self.scroll_y) - max(1, self.size.height - 2))

    def action_to_start(self) -> None:
        self._go(0)

    def action_to_end(self) -> None:
        self._go(len(self._lines))

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self._inks.style("text")
        number = self.scroll_offset.y + y
        if number >= len(self._lines):
            return Strip.blank(width, base)
        line = self._lines[number]
        margin = max(0, (width - self._column) // 2)
        segments, at = [Segment(" " * margin, base)], 0
        for start, end, role, _href in line.runs:
            if start > at:
                segments.append(Segment(line.text[at:start], base))
            segments.append(Segment(line.text[start:end], self._inks.style(role)))
            at = end
        segments.append(Segment(line.text[at:], base))
        return Strip(segments).adjust_cell_length(width, base)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._inks.forget()

    def on_resize(self, event: events.Resize) -> None:
        top = round(self.scroll_y)
        self._lay_out()
        self._go(min(top, len(self._lines)))
