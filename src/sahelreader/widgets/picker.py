"""Typing on top, what fits below: one types to narrow a list and takes the current line with one key.

The cursor stays in the text; arrows move in the list. Its screen hears `Typed` and gives the choices.
"""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from sahelreader.widgets.choices import ChoiceList
from sahelreader.widgets.theme import Marks

LIMIT = 2_000


class Picker(Vertical):
    """PLACE holds the keys. `ChoiceList.Opened` says what was taken."""

    class Typed(Message):
        """The text changed; the newest replaces those not handled yet."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, Picker.Typed)

    def __init__(
        self, marks: Marks, place: str, label: str, placeholder: str = "", text: str = ""
    ) -> None:
        super().__init__()
        self.place = place
        self._marks = marks
        self._label = label
        self._placeholder = placeholder
        self._text = text

    def compose(self) -> ComposeResult:
        with Horizontal(classes="line"):
            if self._label:
                yield Static(Content(f"{self._label} "), classes="label", markup=False)
            box = Input(
                self._text,
                placeholder=self._placeholder,
                max_length=LIMIT,
                compact=True,
                select_on_focus=False,
            )
            # nothing moves by itself, and a blink costs bytes on a slow line
            box.cursor_blink = False
            yield box
        yield ChoiceList(self._marks)

    def on_mount(self) -> None:
        self.focus_text()

    @property
    def text(self) -> str:
        return self.query_one(Input).value

    @text.setter
    def text(self, text: str) -> None:
        box = self.query_one(Input)
        box.value = text
        box.cursor_position = len(text)

    @property
    def list(self) -> ChoiceList:
        return self.query_one(ChoiceList)

    def focus_text(self) -> None:
        self.query_one(Input).focus()

    def on_choice_list_opened(self, event: ChoiceList.Opened) -> None:
        # a click gives the list the focus; the letters belong to the text
        self.focus_text()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(event.value))

    def action_down(self) -> None:
        self.list.action_down()

    def action_up(self) -> None:
        self.list.action_up()

    def action_page_down(self) -> None:
        self.list.action_page_down()

    def action_page_up(self) -> None:
        self.list.action_page_up()

    def action_take(self) -> None:
        self.list.action_open()
