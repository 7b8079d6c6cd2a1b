"""The field one writes a comment in: Textual's text area, made to keep French spaces and to take only safe text.

Knows nothing of drafts or sites; its screen hears `Changed` and decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from rich.text import Text
from textual import events
from textual.document._document import Location
from textual.document._document_navigator import DocumentNavigator
from textual.document._wrapped_document import WrappedDocument
from textual.message import Message
from textual.widgets import TextArea

from sahelreader.domain.text import safe_text
from sahelreader.widgets.late_keys import settled

#: no-break spaces as a letter of the same width: the wrapper breaks at anything that is white
_JOINED = str.maketrans({"\u00a0": "_", "\u202f": "_", "\u2007": "_"})
#: plain spaces typed where French has no-break ones
_SPACED = re.compile(r" (?=[:;!?»%])|(?<=«) ")


#: characters; six times what a site takes, and few enough for a draft's file to be read again
LIMIT = 400_000


class _Joined:
    """A document's lines as the wrapper may see them: nothing to break at a no-break space."""

    def __init__(self, document: Any) -> None:
        self._document = document

    @property
    def lines(self) -> list[str]:
        return [_SPACED.sub("_", line.translate(_JOINED)) for line in self._document.lines]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._document, name)


class _FrenchWrap(WrappedDocument):
    """Wraps so that no line begins with “:” or “»” (Textual breaks lines at no-break spaces)."""

    def wrap(self, width: int, tab_width: int | None = None) -> None:
        self._seen_joined(lambda: super(_FrenchWrap, self).wrap(width, tab_width))

    def wrap_range(self, start: Location, old_end: Location, new_end: Location) -> None:
        self._seen_joined(lambda: super(_FrenchWrap, self).wrap_range(start, old_end, new_end))

    def _seen_joined(self, wrap: Callable[[], None]) -> None:
        document = self.document
        self.document = _Joined(document)  # type: ignore[assignment]
        try:
            wrap()
        finally:
            self.document = document


class Writing(TextArea):
    """Free text over several lines. What is pasted or loaded is made safe first; undo covers everything."""

    class TooMuch(Message):
        """What was pasted is longer than the field takes; nothing of it is there."""

    def __init__(self, text: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(
            safe_text(text),
            id=id,
            soft_wrap=True,
            show_line_numbers=False,
            tab_behavior="focus",
            placeholder=placeholder,
            highlight_cursor_line=False,
        )
        # a blink would cost bytes on a slow line and would be the only thing that moves
        self.cursor_blink = False
        self._unknown: frozenset[str] = frozenset()
        self._unknown_pattern: re.Pattern[str] | None = None
        #: gives what the last characters become (typography, accents by sequence), or None
        self.shaping: Callable[[str], tuple[int, str] | None] | None = None

    def _set_document(self, text: str, language: str | None) -> None:
        super()._set_document(text, language)
        self.wrapped_document = _FrenchWrap(self.document, tab_width=self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self.move_cursor((0, 0))
        self._rewrap_and_refresh_virtual_size()

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        text = safe_text(event.text).replace("\t", "    ")
        if self.has_room_for(text):
            self.put(text)
        else:
            self.post_message(self.TooMuch())

    async def _on_key(self, event: events.Key) -> None:
        if await settled(self, event):
            return
        typed = event.character if event.is_printable else None
        await super()._on_key(event)
        if typed is not None and self.shaping is not None and self.selection.is_empty:
            self._shape()

    def _shape(self) -> None:
        """Let `shaping` replace what stands before the cursor, as an edit of its own that undo takes back."""
        assert self.shaping is not None
        row, column = self.cursor_location
        change = self.shaping(self.document.get_line(row)[:column])
        if change is not None:
            length, text = change
            self.history.checkpoint()
            result = self.replace(text, (row, column - length), (row, column))
            self.history.checkpoint()
            self.move_cursor(result.end_location)

    @property
    def cursor_at(self) -> int:
        """Where the cursor is, in characters from the beginning."""
        return self._index(self.cursor_location)

    @cursor_at.setter
    def cursor_at(self, index: int) -> None:
        row, left = 0, max(0, min(index, len(self.text)))
        while row < self.document.line_count - 1 and left > len(self.document.get_line(row)):
            left -= len(self.document.get_line(row)) + 1
            row += 1
        self.move_cursor((row, min(left, len(self.document.get_line(row)))))

    @property
    def before_selection(self) -> str:
        """The text that stands before the selection, or before the cursor when there is none."""
        return self.text[: self._index(min(self.selection))]

    def _index(self, location: Location) -> int:
        row, column = location
        return sum(len(self.document.get_line(number)) + 1 for number in range(row)) + column

    def has_room_for(self, text: str) -> bool:
        return len(self.text) + len(text) <= LIMIT

    def put(self, text: str) -> None:
        """Put TEXT in place of the selection, as one edit that undo takes back; the cursor stands after it."""
        self.history.checkpoint()
        result = self.replace(text, *self.selection, maintain_selection_offset=False)
        self.history.checkpoint()
        self.move_cursor(result.end_location)

    def replace_all(self, text: str) -> None:
        """Have TEXT instead of everything, as one edit that undo takes back."""
        self.history.checkpoint()
        self.replace(safe_text(text), (0, 0), self.document.end, maintain_selection_offset=False)
        self.history.checkpoint()
        self.move_cursor(self.document.end)

    def show_unknown(self, words: frozenset[str]) -> None:
        """Underline WORDS wherever they stand."""
        if words != self._unknown:
            self._unknown = words
            either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
            # whole words: "mai" unknown does not underline "maison"
            self._unknown_pattern = re.compile(rf"\b(?:{either})\b") if words else None
            self.notify_style_update()
            self.refresh()

    def get_line(self, line_index: int) -> Text:
        line = super().get_line(line_index)
        if self._unknown_pattern is not None:
            line.highlight_regex(self._unknown_pattern, style="underline")
        return line
