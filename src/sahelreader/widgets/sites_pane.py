"""The left pane: views of the whole library, then sites by folder, each with its count. One line each, painted.

Knows what it was given to show; says with messages what was chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from sahelreader.domain.text import safe_line
from sahelreader.i18n import numbers
from sahelreader.widgets.inks import Inks
from sahelreader.widgets.theme import Marks
from sahelreader.widgets.wrap import wrap


@dataclass(frozen=True, slots=True)
class PaneRow:
    """One line. VIEW is what it shows (None: a blank line or a heading, which cannot be chosen)."""

    label: str
    view: Any = None
    count: int = 0
    indent: int = 0
    #: something is wrong with it (last sync failed, site gone)
    troubled: bool = False
    heading: bool = False


class SitesPane(ScrollView, can_focus=True):
    """Views and sites. `index` is the line one is on, `chosen` the one whose articles show."""

    place = "sites"

    class Chosen(Message):
        """Its articles are to be shown. OPENED: and one goes to them."""

        def __init__(self, view: Any, label: str, opened: bool) -> None:
            super().__init__()
            self.view, self.label, self.opened = view, label, opened

    def __init__(self, marks: Marks, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows: Sequence[PaneRow] = ()
        self.index = 0
        self.chosen = 0
        self._marks = marks
        self._inks = Inks(self)

    def set_rows(self, rows: Sequence[PaneRow], view: Any) -> None:
        """Show ROWS, with VIEW chosen; the line one is on stays by what it shows."""
        was = self.rows[self.index].view if self.index < len(self.rows) else None
        if tuple(rows) == tuple(self.rows) and self.rows[self.chosen].view == view:
            return
        self.rows = rows
        views = [row.view for row in rows]
        self.chosen = views.index(view) if view in views else -1
        self.index = views.index(was) if was is not None and was in views else max(0, self.chosen)
        self.virtual_size = Size(self.size.width, len(rows))
        self.refresh()

    def choose(self, step: int) -> None:
        """Choose the next or previous line that can be, from the one chosen now."""
        index = self._next(self.chosen, step)
        if index is not None:
            self._move(index)
            self._choose(opened=False)

    def _next(self, index: int, step: int) -> int | None:
        index += step
        while 0 <= index < len(self.rows):
            if self.rows[index].view is not None:
                return index
            index += step
        return None

    def _move(self, index: int) -> None:
        before, self.index = self.index, index
        for line in (before, index):
            self.refresh(Region(0, line - self.scroll_offset.y, self.size.width, 1))
        top, height = self.scroll_offset.y, self.size.height
        if index < top:
            self.scroll_to(y=index, animate=False, force=True)
        elif index >= top + height:
            self.scroll_to(y=index - height + 1, animate=False, force=True)

    def _choose(self, opened: bool) -> None:
        row = self.rows[self.index] if self.index < len(self.rows) else None
        if row is not None and row.view is not None:
            self.chosen = self.index
            self.refresh()
            self.post_message(self.Chosen(row.view, row.label, opened))

    def action_down(self) -> None:
        self._go(self._next(self.index, 1))

    def action_up(self) -> None:
        self._go(self._next(self.index, -1))

    def action_page_down(self) -> None:
        self._go(self._near(self.index + max(1, self.size.height - 1), -1))

    def action_page_up(self) -> None:
        self._go(self._near(self.index - max(1, self.size.height - 1), 1))

    def action_half_down(self) -> None:
        self._go(self._near(self.index + max(1, self.size.height // 2), -1))

    def action_half_up(self) -> None:
        self._go(self._near(self.index - max(1, self.size.height // 2), 1))

    def action_to_start(self) -> None:
        self._go(self._near(0, 1))

    def action_to_end(self) -> None:
        self._go(self._near(len(self.rows) - 1, -1))

    def action_open(self) -> None:
        self._choose(opened=True)

    def _near(self, index: int, step: int) -> int | None:
        index = max(0, min(len(self.rows) - 1, index))
        if self.rows and self.rows[index].view is not None:
            return index
        return self._next(index, step)

    def _go(self, index: int | None) -> None:
        if index is not None and index != self.index:
            self._move(index)

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self._inks.style("text")
        number = self.scroll_offset.y + y
        if number >= len(self.rows):
            return Strip.blank(width, base)
        row = self.rows[number]
        here = number == self.index and self.has_focus
        marked = "selected" if here else ""
        mark = self._marks.here if number == self.index and self.has_focus else " "
        role = "subheading" if row.heading else "chosen" if number == self.chosen else "text"
        count = numbers.number(row.count) if row.count else ""
        sign = f"{self._marks.doubt} " if row.troubled else ""
        room = width - 2 - row.indent - cell_len(count) - cell_len(sign) - 1
        label = safe_line(row.label, 80)
        if cell_len(label) > room:
            start, end = wrap(label, max(1, room - 1))[0]
            label = label[start:end] + self._marks.more
        gap = width - 1 - row.indent - cell_len(label) - cell_len(sign) - cell_len(count) - 1
        segments = [
            Segment(mark, self._inks.style("here", marked)),
            Segment(" " * row.indent, self._inks.style("text", marked)),
            Segment(label, self._inks.style(role, marked)),
            Segment(" " * max(1, gap), self._inks.style("text", marked)),
            Segment(sign, self._inks.style("caution", marked)),
            Segment(count, self._inks.style("count", marked)),
            Segment(" ", self._inks.style("text", marked)),
        ]
        return Strip(segments).adjust_cell_length(width, self._inks.style("text", marked))

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._inks.forget()

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self._inks.forget()
        self.refresh()

    def on_resize(self, event: events.Resize) -> None:
        self.virtual_size = Size(self.size.width, len(self.rows))

    def on_click(self, event: events.Click) -> None:
        number = self.scroll_offset.y + event.y
        if number < len(self.rows) and self.rows[number].view is not None:
            self._move(number)
            self._choose(opened=True)
