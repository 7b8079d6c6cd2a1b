"""One picture in the cells of a terminal: half blocks in colour, or letters where there are none.

Given the bytes of a picture that is kept; draws them off the screen's thread, at its own size, and once for each.
Knows neither the network nor the library.
"""

from __future__ import annotations

import asyncio

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.worker import Worker

#: from dark to light, for terminals that have neither colours nor blocks
LETTERS = " .:-=+*#%@"
#: sizes that stay drawn: one goes back and forth between two
KEPT = 4


class PictureView(Widget):
    """A picture in the middle of its room. With LETTERS it needs neither colour nor Unicode."""

    class Broken(Message):
        """The bytes cannot be shown."""

    def __init__(self, *, letters: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self._letters = letters
        self._data: bytes | None = None
        self._strips: list[Strip] = []
        self._drawn: dict[tuple[int, int, int], list[Strip]] = {}

    def show(self, data: bytes | None) -> None:
        """Show the picture DATA from now on; None: nothing."""
        self._data, self._strips = data, []
        self._draw()

    def _draw(self) -> None:
        self.refresh()
        if self._data is None or not self.size.width or not self.size.height:
            return
        data, width, height = self._data, self.size.width, self.size.height

        # begun by the worker: one that is overtaken before leaves nothing unawaited
        async def draw() -> None:
            await self._draw_aside(data, width, height)

        self._drawing: Worker[None] = self.run_worker(draw, group="draw", exclusive=True)

    async def _draw_aside(self, data: bytes, width: int, height: int) -> None:
        from sahelreader.parse.picture import NotShown

        key = (hash(data), width, height)
        strips = self._drawn.get(key)
        if strips is None:
            try:
                strips = await asyncio.to_thread(painted, data, width, height, self._letters)
            except NotShown:
                self.post_message(self.Broken())
                return
            self._drawn[key] = strips
            for old in list(self._drawn)[:-KEPT]:
                del self._drawn[old]
        if data is self._data:
            self._strips = strips
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self.rich_style
        top = (self.size.height - len(self._strips)) // 2
        if not top <= y < top + len(self._strips):
            return Strip.blank(width, base)
        strip = self._strips[y - top]
        left = (width - strip.cell_length) // 2
        return Strip([Segment(" " * left, base), *strip]).adjust_cell_length(width, base)

    def on_resize(self, event: events.Resize) -> None:
        self._draw()


def painted(data: bytes, width: int, height: int, letters: bool) -> list[Strip]:
    """The picture DATA as at most HEIGHT lines of at most WIDTH cells. Raises `parse.picture.NotShown`."""
    from sahelreader.parse.picture import half_cells

    made: list[Strip] = []
    for row in half_cells(data, width, height):
        if letters:
            line = "".join(_letter(upper, lower) for upper, lower in row)
            made.append(Strip([Segment(line)], len(row)))
            continue
        segments: list[Segment] = []
        run, before = 0, None
        for cell in (*row, None):
            if cell != before and before is not None:
                segments.append(Segment("▀" * run, _style(*before)))
                run = 0
            run, before = run + 1, cell
        made.append(Strip(segments, len(row)))
    return made


def _style(upper: tuple[int, int, int], lower: tuple[int, int, int]) -> Style:
    return Style(color=Color.from_rgb(*upper), bgcolor=Color.from_rgb(*lower))


def _letter(upper: tuple[int, int, int], lower: tuple[int, int, int]) -> str:
    # Rec. 601 luma of both halves
    light = sum(0.299 * r + 0.587 * g + 0.114 * b for r, g, b in (upper, lower)) / 2
    return LETTERS[min(int(light * len(LETTERS) / 256), len(LETTERS) - 1)]
