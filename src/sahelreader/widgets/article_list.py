"""The list of articles: an ordered array of ids, the rows of a window around what shows, and painted lines.

Owns where one is in the list. Does not know the library: it asks for rows with a message (`Wanted`) and is
given them (`set_rows`). Painting has no side effects; one changed article repaints its own lines and no others.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from sahelreader.widgets.article_row import RowShape, Run, paint_row
from sahelreader.widgets.inks import Inks
from sahelreader.widgets.theme import Marks

if TYPE_CHECKING:
    from sahelreader.library.rows import ArticleRow

#: rows kept in memory; those far from where one is go first
KEPT = 1_000
#: how many neighbours are tried for a new place when the current article left the list
NEIGHBOURS = 50


class ArticleList(ScrollView, can_focus=True):
    """Articles, newest first. Positions are indexes in `ids`; -1 is nowhere (an empty list)."""

    place = "list"

    class Moved(Message):
        """Another article is the current one."""

        def __init__(self, article_id: int) -> None:
            super().__init__()
            self.article_id = article_id

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ArticleList.Moved)

    class Opened(Message):
        def __init__(self, article_id: int) -> None:
            super().__init__()
            self.article_id = article_id

    class Picked(Message):
        """Another number of articles is picked."""

    class Wanted(Message):
        """Rows will be needed soon; the newest wish replaces the others."""

        def __init__(self, ids: Sequence[int]) -> None:
            super().__init__()
            self.ids = tuple(ids)

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ArticleList.Wanted)

    class Unquoted(Message):
        """Rows without their snippet came in sight."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ArticleList.Unquoted)

    def __init__(
        self,
        marks: Marks,
        now: Callable[[], datetime],
        *,
        compact: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.ids: array[int] = array("q")
        self.index = -1
        self.compact = compact
        #: articles picked for what is done to several at once
        self.picked: set[int] = set()
        #: shown in the middle when there is no article
        self.nothing: Sequence[str] = ()
        self._marks = marks
        self._now = now
        self._rows: dict[int, ArticleRow] = {}
        self._snippets: Mapping[int, Sequence[Run]] = {}
        self._quoted = False
        self._inks = Inks(self)
        #: (of what, the next line of it, all lines) of the row painted last
        self._painted: tuple[object, int, list[list[Run]]] = (None, 0, [])

    # what is shown

    @property
    def shape(self) -> RowShape:
        return RowShape(self.size.width, self.compact or self.app.size.height < 20)

    @property
    def current(self) -> int | None:
        """The current article's id."""
        return self.ids[self.index] if 0 <= self.index < len(self.ids) else None

    @property
    def top_of_current(self) -> int:
        """Lines between the first that shows and the current article."""
        return max(0, self.index * self.shape.height - round(self.scroll_y))

    def near(self, least: int = 200) -> array[int]:
        """Ids of the window; none when the current article is among the first LEAST, which are read first anyway."""
        first, last = self._window()
        return self.ids[first:last] if self.index >= least else array("q")

    def row(self, article_id: int) -> ArticleRow | None:
        return self._rows.get(article_id)

    def set_ids(self, ids: array[int], *, keep: bool = True, at: int | None = None) -> None:
        """Show IDS. KEEP: the current article stays current, on the same line of the screen, even when it is
        no longer among IDS. Otherwise the article AT, or the first, becomes current."""
        height = self.shape.height
        wanted, offset = at, 0
        if keep and self.current is not None:
            wanted = self.current
            offset = self.index * height - round(self.scroll_y)
            ids = _with_current(ids, self.ids, self.index)
        self.ids = ids
        if not keep:
            self.unpick()
        self.index = _find(ids, wanted) if wanted is not None else -1
        found = self.index >= 0
        if not found:
            self.index = 0 if len(ids) else -1
        self._resize_virtual()
        if keep and found:
            self.scroll_to(y=self.index * height - offset, animate=False, force=True)
        else:
            self._reveal()
        self._want()
        self.refresh()

    def take(
        self,
        ids: array[int],
        rows: Iterable[ArticleRow],
        *,
        at: int | None = None,
        top: int = 0,
        quoted: bool = False,
    ) -> None:
        """Show IDS, of which ROWS are there already, with AT current, TOP lines below the first that shows.

        QUOTED: each is to have a snippet, asked for (`Unquoted`) when it comes in sight.
        """
        self._snippets, self._quoted = {}, quoted
        for row in rows:
            self._rows[row.id] = row
        self.set_ids(ids, keep=False, at=at)
        if top and self.current == at:
            self.scroll_to(
                y=max(0, self.index * self.shape.height - top), animate=False, force=True
            )

    def set_rows(self, rows: Iterable[ArticleRow]) -> None:
        """Take rows that were asked for or that changed; repaint those that show."""
        first, last = self._visible()
        shown = {self.ids[index]: index for index in range(first, last)}
        for row in rows:
            changed = self._rows.get(row.id) != row
            self._rows[row.id] = row
            if changed and row.id in shown:
                self._refresh_row(shown[row.id])
        self._forget_far()

    def forget(self, ids: Iterable[int] | None = None) -> None:
        """Rows of IDS (all when None) may have changed: ask for them again. What shows stays until they come."""
        far = set(self._rows) if ids is None else set(ids)
        first, last = self._window()
        near = [self.ids[index] for index in range(first, last)]
        for article_id in far.difference(near):
            self._rows.pop(article_id, None)
        again = [article_id for article_id in near if article_id in far]
        if again:
            self.post_message(self.Wanted(again))

    def add_snippets(self, snippets: Mapping[int, Sequence[Run]]) -> None:
        """Words to stand under rows that have room; none for a row that is to have none."""
        if snippets:
            self._snippets = {**self._snippets, **snippets}
            self._painted = (None, 0, [])
            self.refresh()

    def unquoted(self) -> list[int]:
        """Ids in sight that `take` said have words to stand under them, which have not come yet."""
        if not self._quoted:
            return []
        first, last = self._visible()
        return [key for key in self.ids[first:last] if key not in self._snippets]

    def set_compact(self, compact: bool) -> None:
        self.compact = compact
        self._relayout()

    # where one is

    def go_to(self, index: int) -> None:
        """Make the article at INDEX current, as near as there is one."""
        if not len(self.ids):
            return
        index = max(0, min(len(self.ids) - 1, index))
        if index != self.index:
            before, self.index = self.index, index
            self._refresh_row(before)
            self._refresh_row(index)
            self._reveal()
            self._want()
            self.post_message(self.Moved(self.ids[index]))

    def go_to_id(self, article_id: int) -> bool:
        index = _find(self.ids, article_id)
        if index >= 0:
            self.go_to(index)
        return index >= 0

    def action_down(self) -> None:
        self.go_to(self.index + 1)

    def action_up(self) -> None:
        self.go_to(self.index - 1)

    def action_page_down(self) -> None:
        self.go_to(self.index + self._page())

    def action_page_up(self) -> None:
        self.go_to(self.index - self._page())

    def action_half_down(self) -> None:
        self.go_to(self.index + max(1, self._page() // 2))

    def action_half_up(self) -> None:
        self.go_to(self.index - max(1, self._page() // 2))

    def action_to_start(self) -> None:
        self.go_to(0)

    def action_to_end(self) -> None:
        self.go_to(len(self.ids) - 1)

    def action_open(self) -> None:
        if self.current is not None:
            self.post_message(self.Opened(self.current))

    # several at once

    def action_pick(self) -> None:
        """Pick the current article, or no longer, and go on to the next."""
        if self.current is not None:
            self.picked ^= {self.current}
            self._refresh_row(self.index)
            self.post_message(self.Picked())
            self.action_down()

    def unpick(self) -> bool:
        """Pick nothing any more; False when nothing was."""
        if not self.picked:
            return False
        self.picked.clear()
        self.refresh()
        self.post_message(self.Picked())
        return True

    # painting

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        index, part = divmod(self.scroll_offset.y + y, self.shape.height)
        if index >= len(self.ids):
            return self._empty_line(y, width)
        row = self._rows.get(self.ids[index])
        here = index == self.index
        base = self._style("title", here)
        if row is None:
            # not here yet: a quiet line that does not jump when the row comes
            text = f"   {self._marks.dot}" if part == 0 else ""
            return Strip([Segment(text, self._style("meta", here))]).adjust_cell_length(width, base)
        lines = self._lines(row, part, here)
        segments = [Segment(text, self._style(role, here)) for text, role in lines[part] if text]
        return Strip(segments).adjust_cell_length(width, base)

    def _lines(self, row: ArticleRow, part: int, here: bool) -> list[list[Run]]:
        """The lines of ROW; made once for those that are painted one after the other, from PART on."""
        picked = row.id in self.picked
        what = (row, self.shape, here, picked)
        before, after, lines = self._painted
        if before != what or part != after:
            snippet = self._snippets.get(row.id, ())
            shape, marks, now = self.shape, self._marks, self._now()
            lines = paint_row(row, shape, marks, now, here=here, snippet=snippet, picked=picked)
        self._painted = (what, part + 1, lines)
        return lines

    def _empty_line(self, y: int, width: int) -> Strip:
        base = self._style("meta", False)
        top = max(0, self.size.height // 3 - len(self.nothing) // 2)
        if len(self.ids) or not top <= y < top + len(self.nothing):
            return Strip.blank(width, base)
        return (
            Strip([Segment(self.nothing[y - top], base)])
            .text_align(width, "center")
            .adjust_cell_length(width, base)
        )

    def _style(self, role: str, here: bool) -> Style:
        row = ("selected" if self.has_focus else "selected-blurred") if here else ""
        return self._inks.style(role, row)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._inks.forget()

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self._inks.forget()
        self._refresh_row(self.index)

    def _refresh_row(self, index: int) -> None:
        height = self.shape.height
        y = index * height - self.scroll_offset.y
        if index >= 0 and -height < y < self.size.height:
            self.refresh(Region(0, y, self.size.width, height))

    # the window

    def _page(self) -> int:
        return max(1, self.size.height // self.shape.height)

    def _visible(self) -> tuple[int, int]:
        """Indexes [first, last) of the rows that show."""
        height = self.shape.height
        first = self.scroll_offset.y // height
        last = -(-(self.scroll_offset.y + self.size.height) // height)
        return max(0, min(first, len(self.ids))), max(0, min(last, len(self.ids)))

    def _window(self) -> tuple[int, int]:
        """Indexes [first, last) of the rows to have: what shows, a page before, two after."""
        first, last = self._visible()
        page = self._page()
        return max(0, first - page), min(len(self.ids), max(last, first + page) + 2 * page)

    def _want(self) -> None:
        """Ask for rows of the window that are missing, once a page of it is."""
        if self.unquoted():
            self.post_message(self.Unquoted())
        first, last = self._visible()
        near_first, near_last = self._window()
        missing = [key for key in self.ids[near_first:near_last] if key not in self._rows]
        if not missing:
            return
        urgent = any(key not in self._rows for key in self.ids[first:last])
        if urgent or len(missing) >= self._page() or near_last == len(self.ids) or near_first == 0:
            self.post_message(self.Wanted(missing))

    def _forget_far(self) -> None:
        if len(self._rows) <= KEPT:
            return
        first, last = self._window()
        near = set(self.ids[max(0, first - KEPT // 4) : last + KEPT // 4])
        self._rows = {key: row for key, row in self._rows.items() if key in near}

    def _reveal(self) -> None:
        """Scroll just so far that the current row shows, with the next one when there is room."""
        height, room = self.shape.height, self.size.height
        if self.index < 0 or not room:
            return
        margin = height if room >= 3 * height else 0
        top, bottom = self.index * height, (self.index + 1) * height
        y = round(self.scroll_y)
        if top - margin < y:
            y = max(0, top - margin)
        elif bottom + margin > y + room:
            y = bottom + margin - room
            # whole rows at the top
            y += -y % height
            y = min(y, top)
        if y != round(self.scroll_y):
            self.scroll_to(y=y, animate=False, force=True)

    def _resize_virtual(self) -> None:
        self.virtual_size = Size(self.size.width, len(self.ids) * self.shape.height)

    def _relayout(self) -> None:
        self._inks.forget()
        self._resize_virtual()
        self._reveal()
        self._want()
        self.refresh()

    def on_resize(self, event: events.Resize) -> None:
        self._relayout()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._want()

    def on_click(self, event: events.Click) -> None:
        index = (self.scroll_offset.y + event.y) // self.shape.height
        if index < len(self.ids):
            again = index == self.index
            self.go_to(index)
            if again or event.chain > 1:
                self.action_open()


def _find(ids: array[int], wanted: int) -> int:
    try:
        return ids.index(wanted)
    except ValueError:
        return -1


def _with_current(new: array[int], old: array[int], index: int) -> array[int]:
    """NEW, with the current article of OLD put after its nearest neighbour above when it is missing from NEW."""
    current = old[index]
    if _find(new, current) >= 0:
        return new
    at = 0
    for above in range(index - 1, max(-1, index - 1 - NEIGHBOURS), -1):
        found = _find(new, old[above])
        if found >= 0:
            at = found + 1
            break
    merged = array("q", new)
    merged.insert(at, current)
    return merged
