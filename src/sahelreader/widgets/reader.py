"""The reading pane: an article and its discussion as painted lines.

Owns the place in the text, the current comment, what is folded and what is found. It is given values; it knows
neither the library nor the network, and says with messages what was asked for. Lines come from `laid_out`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from sahelreader.i18n import _
from sahelreader.widgets.reader_paint import Painter

if TYPE_CHECKING:
    from sahelreader.domain.thread import Thread
    from sahelreader.widgets.finding import Hit
    from sahelreader.widgets.laid_out import LaidOut, Shown
    from sahelreader.widgets.thread_lines import Entry

#: the column is never wider, and never narrower where there is room
WIDEST, NARROWEST = 80, 24
MARGIN = 2


class Reader(ScrollView, can_focus=True):
    """An article and its thread. The place whose keys hold is "thread" while a comment is current, else "reader"."""

    class LinkChosen(Message):
        def __init__(self, url: str) -> None:
            super().__init__()
            self.url = url

    class Scrolled(Message):
        """The place in the article changed, and with it what is left to read."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, Reader.Scrolled)

    class PlaceChanged(Message):
        """From the article to its thread, within it, or back."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, Reader.PlaceChanged)

    class AtEnd(Message):
        """A page further was asked for where there is none."""

    def __init__(self, column: int = 66, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.shown: Shown | None = None
        #: key of the current comment; 0 while the article is read
        self.comment = 0
        self.folded: set[int] = set()
        #: said in the middle while no article is shown
        self.nothing: Sequence[str] = ()
        self.column = column
        #: cells for a level of the thread; 0 chooses by the width
        self.step = 0
        self._laid: LaidOut | None = None
        self._painter = Painter(self)
        self._hits: list[Hit] = []
        self._hit = -1
        self._sought = ""

    @property
    def place(self) -> str:
        return "thread" if self.comment else "reader"

    # what is shown

    def show(self, shown: Shown, place: int = 0, comment: int = 0) -> None:
        """Show an article from PLACE (block × 1000 + per mille of it), or at COMMENT."""
        self.shown = shown
        self.folded.clear()
        self.comment = 0
        self.stop_finding()
        self._lay_out()
        self._go(self.laid.line_at(place))
        if comment:
            self.go_to_comment(comment)
        self.post_message(self.PlaceChanged())

    def change(self, shown: Shown) -> None:
        """The same article with something changed (comments came, a mark): the place stays."""
        keys = {entry.key for entry in shown.discussion.entries}
        self.shown = shown
        self.comment = self.comment if self.comment in keys else 0
        self.folded &= keys
        self._lay_out_in_place()

    def clear(self, nothing: Sequence[str] = ()) -> None:
        self.shown, self.comment, self.nothing = None, 0, nothing
        self.stop_finding()
        self._lay_out()
        self._go(0)

    @property
    def reading_width(self) -> int:
        room = self.size.width - 2 * MARGIN
        return max(min(NARROWEST, room), min(self.column, WIDEST, room), 4)

    @property
    def margin(self) -> int:
        return max(0, (self.size.width - self.laid.width) // 2)

    @property
    def laid(self) -> LaidOut:
        if self._laid is None:
            self._lay_out()
        assert self._laid is not None
        return self._laid

    def _lay_out(self) -> None:
        # imported with the first article: the list shows sooner without it
        from sahelreader.widgets.laid_out import LaidOut

        self._laid = LaidOut(self.shown, self.reading_width, self.folded, self.step)
        self.virtual_size = Size(self.size.width, len(self._laid.lines))
        self.refresh()

    def _lay_out_in_place(self) -> None:
        anchor = self.laid.anchor(self._top)
        at_top = self._top == 0
        self._lay_out()
        if self._sought:
            self._hits = self.laid.find(self._sought)
            self._hit = min(self._hit, len(self._hits) - 1)
            self._paint_hits()
        self._go(0 if at_top else self.laid.line_of(anchor))

    # where one is

    @property
    def _top(self) -> int:
        return round(self.scroll_y)

    def _go(self, line: int) -> None:
        self.scroll_to(y=max(0, line), animate=False, force=True)

    @property
    def remembered(self) -> int:
        """The place at the top of the pane, as `show` takes it."""
        return self.laid.place(self._top) if self.shown is not None else 0

    @property
    def progress(self) -> tuple[int, int] | None:
        """(per cent read, minutes left) of the article; None when there is nothing to say."""
        if self.shown is None or self.comment or self.laid.thread_top <= self.size.height:
            return None
        part = min(1.0, (self._top + self.size.height) / self.laid.thread_top)
        return round(part * 100), self.laid.minutes_left(part)

    def action_down(self) -> None:
        if self.comment:
            self._step_comment(1)
        else:
            self._go(self._top + 1)

    def action_up(self) -> None:
        if self.comment:
            self._step_comment(-1)
        else:
            self._go(self._top - 1)

    def action_page_down(self) -> None:
        self._go(self._top + max(1, self.size.height - 2))

    def action_page_up(self) -> None:
        self._go(self._top - max(1, self.size.height - 2))

    def action_half_down(self) -> None:
        self._go(self._top + max(1, self.size.height // 2))

    def action_half_up(self) -> None:
        self._go(self._top - max(1, self.size.height // 2))

    def action_page_on(self) -> None:
        if self._top >= self.max_scroll_y:
            self.post_message(self.AtEnd())
        else:
            self.action_page_down()

    def action_to_start(self) -> None:
        if self.comment:
            self.go_to_comment(self.laid.comments[0])
        else:
            self._go(0)

    def action_to_end(self) -> None:
        if self.comment:
            self.go_to_comment(self.laid.comments[-1])
        else:
            self._go(self.max_scroll_y)

    # the thread

    @property
    def entry(self) -> Entry | None:
        """The current comment."""
        if self.shown is None or not self.comment:
            return None
        return next((e for e in self.shown.discussion.entries if e.key == self.comment), None)

    def go_to_comment(self, key: int) -> None:
        """Make the comment KEY current (0: none, back to the article) and have its beginning show."""
        if self.shown is not None and key:
            hiding = self.laid.hiding(key)
            if hiding:
                self.folded -= hiding
                self._lay_out_in_place()
        if key and key not in self.laid.comments:
            return
        before, self.comment = self.comment, key
        if key:
            first, last = self.laid.comment_lines(key)
            room = self.size.height - 1
            if first < self._top or first > self._top + room:
                self._go(first - 1)
            elif last > self._top + room:
                self._go(min(first - 1, last - room))
        if before != key:
            self.refresh()
            self.post_message(self.PlaceChanged())

    def _step_comment(self, step: int) -> None:
        first, last = self.laid.comment_lines(self.comment)
        bottom = self._top + self.size.height
        # a comment longer than the pane is read before one goes on
        if step > 0 and last > bottom:
            self._go(self._top + min(self.size.height - 2, last - bottom))
            return
        if step < 0 and first < self._top:
            self._go(self._top - min(self.size.height - 2, self._top - first))
            return
        keys = self.laid.comments
        index = keys.index(self.comment) + step if self.comment in keys else 0
        if index < 0:
            self.leave_thread()
        elif index < len(keys):
            self.go_to_comment(keys[index])
        else:
            self._go(self._top + 3)

    def action_to_thread(self) -> None:
        """To the first new comment, else the first one, else where one could write."""
        if self.shown is None:
            return
        self._go(self.laid.thread_top)
        first = self.laid.next_new(0, 1) or next(iter(self.laid.comments), 0)
        if first:
            self.go_to_comment(first)

    def leave_thread(self) -> bool:
        """From the thread back to the article's end; False when one is not in the thread."""
        if not self.comment:
            return False
        self.go_to_comment(0)
        self._go(self.laid.thread_top - self.size.height + 2)
        return True

    def action_fold(self) -> None:
        place = self._thread.places.get(self.comment) if self._thread is not None else None
        if place is not None and place.replies:
            self.folded ^= {self.comment}
            self._lay_out_in_place()

    def action_fold_all(self) -> None:
        if self._thread is None or not self.comment:
            return
        if self.folded:
            self.folded.clear()
            self._lay_out_in_place()
        else:
            current = self._thread.root(self.comment)
            self.folded = set(self._thread.folders())
            self._lay_out_in_place()
            self.go_to_comment(current)

    def action_next_new(self) -> None:
        self._seek_new(1)

    def action_previous_new(self) -> None:
        self._seek_new(-1)

    def _seek_new(self, step: int) -> None:
        key = self.laid.next_new(self.comment, step)
        if key is None:
            self.notify(_("No other new comment here."), markup=False)
        else:
            self.go_to_comment(key)

    def action_next_sibling(self) -> None:
        self._go_in_thread(lambda thread: thread.sibling(self.comment))

    def action_to_parent(self) -> None:
        self._go_in_thread(lambda thread: thread.parent(self.comment))

    def action_to_root(self) -> None:
        self._go_in_thread(lambda thread: thread.root(self.comment))

    @property
    def _thread(self) -> Thread | None:
        return self.shown.discussion.thread if self.shown is not None else None

    def _go_in_thread(self, where: Callable[[Thread], int | None]) -> None:
        if self._thread is not None and self.comment in self._thread.places:
            key = where(self._thread)
            if key is not None:
                self.go_to_comment(key)

    # the look

    def change_width(self, step: int) -> int:
        """Make the column (or, in the thread, its indentation) wider or narrower; the column's width."""
        if self.comment:
            self.step = max(1, min(8, (self.step or (4 if self.reading_width >= 60 else 2)) + step))
        else:
            width = min(self.column, self.reading_width) + 4 * step
            self.column = max(NARROWEST, min(WIDEST, width))
        self._lay_out_in_place()
        return self.column

    # finding

    def find(self, text: str) -> tuple[int, int]:
        """Mark every place where TEXT stands and go to the first from here on; (its number from 1, how many)."""
        self._sought = text
        self._hits = self.laid.find(text)
        ahead = (
            number
            for number, hit in enumerate(self._hits)
            if self.laid.line_of_hit(hit) >= self._top
        )
        self._hit = next(ahead, 0 if self._hits else -1)
        self._show_hit()
        return self._hit + 1, len(self._hits)

    def find_again(self, step: int) -> tuple[int, int]:
        """Go to the next or previous hit; (its number from 1, how many)."""
        if self._hits:
            self._hit = (self._hit + step) % len(self._hits)
            self._show_hit()
        return self._hit + 1, len(self._hits)

    def stop_finding(self) -> None:
        self._hits, self._hit, self._sought = [], -1, ""
        self._paint_hits()

    def mark_words(self, words: Sequence[str]) -> None:
        """Mark WORDS wherever they stand, without moving (from a search to what it found)."""
        self._hits = [hit for word in words if len(word) > 1 for hit in self.laid.find(word)]
        self._hit = -1
        self._paint_hits()

    def _show_hit(self) -> None:
        if self._hit >= 0:
            number = self.laid.line_of_hit(self._hits[self._hit])
            if not self._top <= number < self._top + self.size.height - 1:
                self._go(number - self.size.height // 3)
        self._paint_hits()

    def _paint_hits(self) -> None:
        self._painter.set_hits(self._hits, self._hit)
        self.refresh()

    # painting, mouse, copying

    def render_line(self, y: int) -> Strip:
        return self._painter.line(self.scroll_offset.y + y, y)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._painter.forget()

    def on_resize(self, event: events.Resize) -> None:
        if self.shown is None:
            return
        if self._laid is not None and self._laid.width == self.reading_width:
            # the pane came back, or the window grew around the column: the lines are the same
            self.virtual_size = Size(self.size.width, len(self._laid.lines))
        else:
            self._lay_out_in_place()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.post_message(self.Scrolled())

    def on_click(self, event: events.Click) -> None:
        number = self.scroll_offset.y + event.y
        if number >= len(self.laid.lines) or self.screen.get_selected_text():
            return
        url = self._painter.link_at(event.x, number)
        if url:
            self.post_message(self.LinkChosen(url))
        elif self.laid.lines[number].comment:
            self.go_to_comment(self.laid.lines[number].comment)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        text = self.laid.selected(selection)
        return (text, "\n") if text else None

    def selection_updated(self, selection: Selection | None) -> None:
        self.refresh()
