"""The box at the foot where one types a search, a filter or words to find. Mounted when asked for, gone when left."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Input, Static

from sahelreader.domain.text import safe_line

LIMIT = 2_000


class SearchBox(Horizontal):
    """KIND is "search" (everything), "filter" (this list) or "find" (in the article)."""

    class Typed(Message):
        """The text changed; the newest replaces those not handled yet."""

        def __init__(self, kind: str, text: str) -> None:
            super().__init__()
            self.kind, self.text = kind, text

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, SearchBox.Typed)

    def __init__(
        self,
        kind: str,
        label: str,
        text: str = "",
        placeholder: str = "",
        suggester: Suggester | None = None,
    ) -> None:
        super().__init__(id="search-box")
        self.kind = kind
        self.place = "find" if kind == "find" else "search"
        self._label = label
        self._text = text
        self._placeholder = placeholder
        self._suggester = suggester

    def compose(self) -> ComposeResult:
        yield Static(Content(f"{self._label} "), classes="label", markup=False)
        box = Input(
            self._text,
            placeholder=self._placeholder,
            max_length=LIMIT,
            compact=True,
            select_on_focus=False,
            suggester=self._suggester,
        )
        box.cursor_blink = False
        yield box
        yield Static("", classes="found", markup=False)

    @property
    def text(self) -> str:
        return self.query_one(Input).value

    def tell(self, said: str, wrong: bool = False) -> None:
        """Say at the right what came of it."""
        told = self.query_one(".found", Static)
        told.update(Content(safe_line(said, 80)))
        told.set_class(wrong, "-wrong")

    def focus_text(self) -> None:
        self.query_one(Input).focus()

    def on_key(self, event: events.Key) -> None:
        # as → does at the end of the text; without something to take, the key is the screen's
        box = self.query_one(Input)
        if event.key == "tab" and self._suggester is not None and box.cursor_at_end:
            before = box.value
            box.action_cursor_right()
            if box.value != before:
                event.stop()
                event.prevent_default()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(self.kind, event.value))
