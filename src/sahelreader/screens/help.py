"""The keys of the screen one came from, and those that hold everywhere, out of the commands' own declarations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from sahelreader.commands import ANYWHERE, TYPING, Command, Keymap, shown_key
from sahelreader.i18n import _, pgettext
from sahelreader.paths import styles_dir
from sahelreader.screens.answers import Do
from sahelreader.screens.keys import carry_out, dispatch
from sahelreader.widgets.choice_lines import Choice
from sahelreader.widgets.choices import ChoiceList
from sahelreader.widgets.hints import Hints

if TYPE_CHECKING:
    from sahelreader.screens.context import Context

#: keys of one command that are shown; the others are its synonyms
KEYS = 3


class HelpScreen(Screen[Any]):
    """Answers with `Do` when a line is chosen."""

    CSS_PATH: ClassVar[Any] = [styles_dir() / "lists.tcss"]
    AUTO_FOCUS = "ChoiceList"

    def __init__(self, context: Context, place: str) -> None:
        super().__init__()
        self.context = context
        self._about = place

    def compose(self) -> ComposeResult:
        yield Static(Content(_("Keys")), classes="title", markup=False)
        yield ChoiceList(self.context.marks, "help")
        yield Hints(self.context.keymap, "help")

    def on_mount(self) -> None:
        self.query_one(ChoiceList).set_choices(choices(self.context.keymap, self._about))

    async def on_key(self, event: events.Key) -> None:
        await dispatch(self, event, self.context)

    async def on_hints_chosen(self, event: Hints.Chosen) -> None:
        await carry_out(self, event.command, self.context)

    def on_choice_list_opened(self, event: ChoiceList.Opened) -> None:
        self.dismiss(Do(event.value))

    def action_close(self) -> None:
        self.dismiss(None)


def choices(keymap: Keymap, place: str) -> list[Choice]:
    """The commands of PLACE, then those that hold everywhere, each with its keys and what it does."""
    everything = keymap.at(place)
    here = [item for item in everything if ANYWHERE not in item.where]
    everywhere = [item for item in everything if ANYWHERE in item.where]
    made = [Choice(None, place_name(place)), *_lines(keymap, here)]
    if everywhere and place not in TYPING:
        made += [Choice(None, _("Everywhere")), *_lines(keymap, everywhere)]
    made.append(
        Choice(
            None,
            _("Your own keys"),
            detail=_("Every key can be changed: “sahelreader config keys” on the command line."),
        )
    )
    return made


def _lines(keymap: Keymap, commands: list[Command]) -> list[Choice]:
    made = []
    for item in commands:
        keys = keymap.keys_of[item.id]
        if keys:
            hint = " ".join(shown_key(key) for key in keys[:KEYS])
            made.append(Choice(item, item.name, detail=item.help, hint=hint, aside=True))
    return made


def place_name(place: str) -> str:
    """What the person calls PLACE."""
    return {
        "list": pgettext("place", "In the list of articles"),
        "sites": pgettext("place", "In the sites"),
        "reader": pgettext("place", "In an article"),
        "thread": pgettext("place", "In a discussion"),
        "mine": pgettext("place", "In my threads"),
        "outbox": pgettext("place", "In the outbox"),
    }.get(place, pgettext("place", "Here"))
