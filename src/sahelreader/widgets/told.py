"""A few words that flow: pieces in different inks, wrapped the French way, as high as they need.

Textual's own labels break lines at no-break spaces; this does not. Given values; decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from sahelreader.domain.text import safe_text
from sahelreader.widgets.inks import Inks
from sahelreader.widgets.wrap import wrap

#: (text, role), as `widgets.inks` knows roles
Piece = tuple[str, str]
#: pieces that flow on one after another
Paragraph = Sequence[Piece]


class Told(Widget):
    """PARAGRAPHS, each from a line of its own. With nothing to say it has the class -nothing."""

    def __init__(self, *paragraphs: Paragraph, most: int = 0, id: str | None = None) -> None:
        """MOST: lines it may take, 0 for as many as it needs; what does not fit is cut with “…”."""
        super().__init__(id=id)
        self._paragraphs: tuple[tuple[Piece, ...], ...] = ()
        self._most = most
        self._inks = Inks(self)
        self._laid: tuple[int, list[list[Piece]]] | None = None
        self.add_class("-nothing")
        self.tell(*paragraphs)

    def tell(self, *paragraphs: Paragraph) -> None:
        """Say PARAGRAPHS from now on."""
        clean = tuple(
            tuple((safe_text(text).replace("\n", " "), role) for text, role in paragraph if text)
            for paragraph in paragraphs
        )
        clean = tuple(paragraph for paragraph in clean if paragraph)
        if clean == self._paragraphs:
            return
        before = len(self.lines(self.size.width)) if self.size.width else -1
        self._paragraphs, self._laid = clean, None
        self.set_class(not clean, "-nothing")
        # laying the screen out anew is dear; most changes are a figure in the same line
        self.refresh(layout=before != len(self.lines(self.size.width or 1)))

    @property
    def text(self) -> str:
        """What is said, as plain text, a paragraph a line."""
        return "\n".join("".join(text for text, _role in para) for para in self._paragraphs)

    def lines(self, width: int) -> list[list[Piece]]:
        if self._laid is None or self._laid[0] != width:
            lines = [line for para in self._paragraphs for line in flow(para, width)]
            if self._most and len(lines) > self._most:
                lines = lines[: self._most]
                text, role = lines[-1][-1]
                lines[-1][-1] = (text[: max(0, len(text) - 2)].rstrip() + "…", role)
            self._laid = (width, lines)
        return self._laid[1]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.lines(max(1, width)))

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self.rich_style
        lines = self.lines(max(1, width))
        if y >= len(lines):
            return Strip.blank(width, base)
        segments = [Segment(text, self._inks.style(role)) for text, role in lines[y]]
        return Strip(segments).adjust_cell_length(width, base)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._inks.forget()


def flow(pieces: Paragraph, width: int) -> list[list[Piece]]:
    """PIECES in lines of at most WIDTH cells."""
    text = "".join(part for part, _role in pieces)
    lines: list[list[Piece]] = []
    for start, end in wrap(text, width):
        line: list[Piece] = []
        at = 0
        for part, role in pieces:
            a, b = max(start, at), min(end, at + len(part))
            if a < b:
                line.append((text[a:b], role))
            at += len(part)
        lines.append(line)
    return lines
