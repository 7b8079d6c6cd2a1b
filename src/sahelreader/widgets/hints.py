"""The foot of a screen: the keys that matter where one is, from the commands' own declarations.

Knows places and keys; carries nothing out but what is clicked, which it posts.
"""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from sahelreader.commands import Command, Keymap
from sahelreader.widgets.inks import Inks

GAP = 2


class Hints(Widget):
    """One line: as many `key name` pairs as fit, the most useful first. `right` stands at the end."""

    class Chosen(Message):
        """A hint was clicked."""

        def __init__(self, command: Command) -> None:
            super().__init__()
            self.command = command

    def __init__(self, keymap: Keymap, place: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._keymap = keymap
        self._inks = Inks(self)
        self._place = place
        self._right = ""
        self._spans: list[tuple[int, int, Command]] = []

    def show_place(self, place: str) -> None:
        if place != self._place:
            self._place = place
            self.refresh()

    def show_right(self, text: str) -> None:
        if text != self._right:
            self._right = text
            self.refresh()

    def fitting(self, width: int) -> list[tuple[str, str, Command]]:
        """(key, name, command) of the hints that fit in WIDTH cells; where room is short, keys go without names."""
        hints = self._keymap.hints(self._place)
        room = width - sum(cell_len(key) for key, _command in hints) - GAP * (len(hints) - 1)
        while hints and room < 0:
            key, _dropped = hints.pop()
            room += cell_len(key) + GAP
        named: list[tuple[str, str, Command]] = []
        for key, command in hints:
            need = 1 + cell_len(command.name)
            fits = need <= room
            room -= need if fits else 0
            named.append((key, command.name if fits else "", command))
        return named

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        base = self.rich_style
        if y > 0:
            return Strip.blank(width, base)
        key_style = self._inks.style("key")
        name_style = self._inks.style("dim")
        right = cell_len(self._right)
        segments: list[Segment] = []
        spans: list[tuple[int, int, Command]] = []
        at = 0
        for key, name, command in self.fitting(width - (right + GAP if right else 0)):
            if at:
                segments.append(Segment(" " * GAP, base))
                at += GAP
            start = at
            segments.append(Segment(key, key_style))
            if name:
                # the space stands alone: pictures of the screen keep it then
                segments += [Segment(" ", base), Segment(name, name_style)]
            at += cell_len(key) + (1 + cell_len(name) if name else 0)
            spans.append((start, at, command))
        if right and at + right + 1 <= width:
            segments += [
                Segment(" " * (width - at - right), base),
                Segment(self._right, name_style),
            ]
        self._spans = spans
        return Strip(segments).adjust_cell_length(width, base)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._inks.forget()

    def on_click(self, event: events.Click) -> None:
        x = event.x - self.styles.padding.left
        for start, end, command in self._spans:
            if start <= x < end:
                self.post_message(self.Chosen(command))
                return
