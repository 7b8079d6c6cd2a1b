"""A list of things to choose from, for every screen but the library's: painted lines, one choice current.

Owns where one is in it. Says with messages what was chosen; knows nothing of what the values mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from sahelreader.widgets.choice_lines import Choice, ChoiceLine, lay_out
from sahelreader.widgets.inks import Inks
from sahelreader.widgets.theme import Marks
from sahelreader.widgets.wrap import wrap


class ChoiceList(ScrollView, can_focus=True):
    """CHOICES below one another; `index` is the current one, -1 when there is none."""

    class Opened(Message):
        """VALUE was chosen."""

        def __init__(self, value: Any) -> None:
            super().__init__()
            self.value = value

    class Moved(Message):
        """VALUE is the current one."""

        def __init__(self, value: Any) -> None:
            super().__init__()
            self.value = value

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ChoiceList.Moved)

    def __init__(self, marks: Marks, place: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.place = place
        self.choices: Sequence[Choice] = ()
        self.index = -1
        #: said in the middle when there is nothing to choose
        self.nothing: Sequence[str] = ()
        self._marks = marks
        self._inks = Inks(self)
        self._laid: tuple[int, list[ChoiceLine]] | None = None

    def set_choices(self, choices: Sequence[Choice], *, at: Any = None) -> None:
        """Show CHOICES; the one whose value is AT becomes current, else the one that was, else the first."""
        wanted = at if at is not None else self.value
        self.choices = tuple(choices)
        self._laid = None
        values = [choice.value for choice in self.choices]
        if wanted is not None and wanted in values:
            self.index = values.index(wanted)
        else:
            self.index = next((i for i, value in enumerate(values) if value is not None), -1)
        self.virtual_size = Size(self.size.width, len(self.lines))
        self._reveal()
        self.refresh()
        if self.value is not None:
            self.post_message(self.Moved(self.value))

    @property
    def value(self) -> Any:
        """The current choice's value; None when there is none."""
        return self.choices[self.index].value if 0 <= self.index < len(self.choices) else None

    @property
    def lines(self) -> list[ChoiceLine]:
        if self._laid is None or self._laid[0] != self.size.width:
            width = self.size.width
            self._laid = (width, lay_out(self.choices, width, self._marks.more) if width else [])
        return self._laid[1]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(lay_out(self.choices, width, self._marks.more)) or len(self._nothing(width)) + 2

    # where one is

    def go_to(self, index: int) -> None:
        if index != self.index and 0 <= index < len(self.choices):
            self.index = index
            self._reveal()
            self.refresh()
            self.post_message(self.Moved(self.value))

    def move(self, step: int) -> bool:
        """STEP choices on; False when there are none that far, and the nearest is current."""
        order = [i for i, choice in enumerate(self.choices) if choice.value is not None]
        if not order:
            return False
        at = order.index(self.index) if self.index in order else 0
        wanted = at + step
        self.go_to(order[max(0, min(len(order) - 1, wanted))])
        if wanted < 0:
            # what stands above the first (a heading) shows too
            self.scroll_to(y=0, animate=False, force=True)
        return 0 <= wanted < len(order)

    def action_down(self) -> None:
        self.move(1)

    def action_up(self) -> None:
        self.move(-1)

    def action_page_down(self) -> None:
        self._page(self.size.height - 1)

    def action_page_up(self) -> None:
        self._page(1 - self.size.height)

    def action_to_start(self) -> None:
        self.move(-len(self.choices) - 1)

    def action_to_end(self) -> None:
        self.move(len(self.choices))

    def action_open(self) -> None:
        if self.value is not None:
            self.post_message(self.Opened(self.value))

    def _page(self, lines: int) -> None:
        top, _bottom = self._where(self.index)
        wanted = max(0, min(len(self.lines) - 1, top + lines))
        step = 1 if lines > 0 else -1
        index = self.index
        # the furthest choice that begins within a page
        while True:
            following = next(
                (i for i in self._beyond(index, step) if self.choices[i].value is not None), None
            )
            if following is None or (self._where(following)[0] - wanted) * step > 0:
                break
            index = following
        if index == self.index:
            self.move(step)
        else:
            self.go_to(index)

    def _beyond(self, index: int, step: int) -> range:
        return range(index + 1, len(self.choices)) if step > 0 else range(index - 1, -1, -1)

    def _where(self, index: int) -> tuple[int, int]:
        """Lines [first, last) of a choice."""
        mine = [number for number, line in enumerate(self.lines) if line.index == index]
        return (mine[0], mine[-1] + 1) if mine else (0, 0)

    def _reveal(self) -> None:
        if self.index < 0 or not self.size.height:
            return
        top, bottom = self._where(self.index)
        heading = self.index - 1
        if heading >= 0 and self.choices[heading].value is None:
            top = self._where(heading)[0]
        y, room = round(self.scroll_y), self.size.height
        if top < y:
            y = max(0, top - 1)
        elif bottom + 1 > y + room:
            y = min(top, bottom + 1 - room)
        if y != round(self.scroll_y):
            self.scroll_to(y=y, animate=False, force=True)

    # painting

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self._style("text", False)
        number = self.scroll_offset.y + y
        if number >= len(self.lines):
            return self._empty(y, width)
        line = self.lines[number]
        here = line.index == self.index >= 0
        mark = self._marks.here if here else " "
        segments = [Segment(mark, self._style("here", here))]
        segments += [Segment(text, self._style(role, here)) for text, role in line.runs if text]
        return Strip(segments).adjust_cell_length(
            width, self._style("text", here) if here else base
        )

    def _nothing(self, width: int) -> list[str]:
        """What there is to say instead of choices, in lines of WIDTH cells with a margin."""
        room = max(8, width - 4)
        return [line[start:end] for line in self.nothing for start, end in wrap(line, room)]

    def _empty(self, y: int, width: int) -> Strip:
        base = self._style("dim", False)
        said = [] if self.choices else self._nothing(width)
        if not 1 <= y <= len(said):
            return Strip.blank(width, base)
        return Strip([Segment(f"  {said[y - 1]}", base)]).adjust_cell_length(width, base)

    def _style(self, role: str, here: bool) -> Style:
        row = ("selected" if self.has_focus else "selected-blurred") if here else ""
        return self._inks.style(role, row)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._inks.forget()

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self._inks.forget()
        self.refresh()

    def on_resize(self, event: events.Resize) -> None:
        self.virtual_size = Size(self.size.width, len(self.lines))
        self._reveal()
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        number = self.scroll_offset.y + event.y
        if number < len(self.lines) and self.lines[number].index >= 0:
            index = self.lines[number].index
            if self.choices[index].value is not None:
                self.go_to(index)
                self.action_open()
