"""What a command is: plain data, with its words marked for translation and translated only when shown."""

from __future__ import annotations

from dataclasses import dataclass

from sahelreader.i18n import _

ANYWHERE = "anywhere"
#: panes of the library screen
READING = "list sites reader thread"


def N_(message: str) -> str:  # noqa: N802 - gettext's customary name: marked here, translated when shown
    return message


@dataclass(frozen=True, slots=True)
class Command:
    """KEYS as Textual names them; the first is the one shown. FOOTER is its rank in the hints of its places, 0 for none.

    WHERE names places: a pane or a screen with keys of its own; a place inherits what holds ANYWHERE unless
    letters are text there. ACTION is a method `action_…` of the focused widget, of what holds it, of the screen
    or of the app, the nearest first. SCREEN instead is a screen ("module:Class" below `sahelreader`), imported
    and pushed when asked for, and given the context.
    """

    id: str
    keys: tuple[str, ...]
    name_source: str
    help_source: str
    where: tuple[str, ...]
    action: str = ""
    screen: str = ""
    footer: int = 0

    @property
    def name(self) -> str:
        return _(self.name_source)

    @property
    def help(self) -> str:
        return _(self.help_source)


def command(
    id: str,
    keys: str,
    name: str,
    help: str,
    where: str,
    action: str = "",
    *,
    screen: str = "",
    footer: int = 0,
) -> Command:
    """A command from words separated by spaces."""
    return Command(
        id, tuple(keys.split()), name, help, tuple(where.split()), action, screen, footer
    )
