"""What one answers, kept in sight while one writes: a heading, then passages, one of them marked for quoting.

Also shows any laid-out page that only scrolls (the preview of a comment). Given values; knows no draft and no site.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from sahelreader.widgets.colours import Marks
from sahelreader.widgets.inks import Inks
from sahelreader.widgets.lines import Line, Page

#: lines are no longer than this, however wide the pane is
COLUMN = 72


class PageView(ScrollView, can_focus=True):
    """Lines that LAY_OUT puts on a page of the width there is."""

    def __init__(self, marks: Marks, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._marks = marks
        self._inks = Inks(self)
        self._lay_out: Callable[[Page], None] | None = None
        self._laid: tuple[int, Sequence[Line]] | None = None

    def show(self, lay_out: Callable[[Page], None]) -> None:
        self._lay_out = lay_out
        self._laid = None
        self._measure()
        self.refresh()

    @property
    def lines(self) -> Sequence[Line]:
        width = max(8, min(COLUMN, self.size.width - 2))
        if self._laid is None or self._laid[0] != width:
            page = Page(width)
            if self._lay_out is not None:
                self._lay_out(page)
            while page.lines and not page.lines[-1].text:
                page.lines.pop()
            self._laid = (width, page.lines)
        return self._laid[1]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        page = Page(max(8, min(COLUMN, width - 2)))
        if self._lay_out is not None:
            self._lay_out(page)
        return max(1, len(page.lines) - (not page.lines[-1].text if page.lines else 0))

    def _measure(self) -> None:
        if self.size.width:
            self.virtual_size = Size(self.size.width, len(self.lines))

    def on_resize(self, event: events.Resize) -> None:
        self._measure()
        self.refresh()

    def is_marked(self, line: Line) -> bool:
        return False

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self._inks.style("text")
        number = self.scroll_offset.y + y
        if number >= len(self.lines):
            return Strip.blank(width, base)
        line = self.lines[number]
        marked = self.is_marked(line)
        mark = self._marks.here if marked else " "
        ink = "here" if self.has_focus else "dim"
        segments = [Segment(mark, self._inks.style(ink)), Segment(" ", base)]
        at = 0
        for start, end, role, _href in line.runs:
            if start > at:
                segments.append(Segment(line.text[at:start], base))
            segments.append(Segment(line.text[start:end], self._inks.style(role)))
            at = end
        segments.append(Segment(line.text[at:], base))
        return Strip(segments).adjust_cell_length(width, base)

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self.refresh()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._inks.forget()


@dataclass(frozen=True, slots=True)
class Answered:
    """What is answered. HEADING says whose words it is, PASSAGES are plain paragraphs, MARK is the one to quote."""

    heading: str
    passages: tuple[str, ...] = ()
    mark: int = 0


class Passages(PageView):
    """`marked` is the passage that a quotation takes; the arrows move it while the pane has the focus."""

    def __init__(self, marks: Marks, *, id: str | None = None) -> None:
        super().__init__(marks, id=id)
        self.answered = Answered("")
        self._at = 0

    @property
    def marked(self) -> str:
        passages = self.answered.passages
        return passages[self._at] if 0 <= self._at < len(passages) else ""

    def answer(self, answered: Answered) -> None:
        self.answered = answered
        self._at = max(0, min(answered.mark, len(answered.passages) - 1))
        self.show(self._put)
        self.call_after_refresh(self._reveal, True)

    def _put(self, page: Page) -> None:
        page.flow(self.answered.heading, "byline")
        for index, passage in enumerate(self.answered.passages):
            # the passage's number, from 1
            page.comment = index + 1
            page.flow(passage, "quote")
            page.comment = 0
            page.blank()

    def is_marked(self, line: Line) -> bool:
        return line.comment == self._at + 1

    def action_scroll_down(self) -> None:
        self._step(1)

    def action_scroll_up(self) -> None:
        self._step(-1)

    def _step(self, step: int) -> None:
        first, last = self._where()
        top, room = round(self.scroll_y), self.size.height
        # a passage longer than the pane is read before one goes on
        if step > 0 and last > top + room:
            self.scroll_to(y=top + 1, animate=False, force=True)
        elif step < 0 and first < top:
            self.scroll_to(y=top - 1, animate=False, force=True)
        else:
            self._at = max(0, min(self._at + step, len(self.answered.passages) - 1))
            self._reveal()
            self.refresh()

    def _where(self) -> tuple[int, int]:
        """Lines [first, last) of the marked passage."""
        mine = [number for number, line in enumerate(self.lines) if self.is_marked(line)]
        return (mine[0], mine[-1] + 1) if mine else (0, 0)

    def _reveal(self, anew: bool = False) -> None:
        first, last = self._where()
        top, room = round(self.scroll_y), self.size.height
        if self._at == 0:
            wanted = 0
        elif anew or first < top or last - first > room:
            wanted = first
        elif last > top + room:
            wanted = last - room
        else:
            return
        self.scroll_to(y=wanted, animate=False, force=True)

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self._reveal()

    def on_click(self, event: events.Click) -> None:
        number = self.scroll_offset.y + event.y
        if number < len(self.lines) and self.lines[number].comment:
            self._at = self.lines[number].comment - 1
            self.refresh()
