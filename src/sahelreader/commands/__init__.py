"""Every command of the reader, declared once as data.

Bindings, hints at the foot, palette, help screen, the README's table of keys, presets, the person's own key
map and the test that no two commands want one key all derive from here. Knows no screen and no widget.
"""

from __future__ import annotations

from sahelreader.commands.choosing import CHOOSING_COMMANDS
from sahelreader.commands.command import ANYWHERE, N_, READING, Command, command
from sahelreader.commands.elsewhere import OTHER_COMMANDS
from sahelreader.commands.keymap import PRESETS, TYPING, KeyComplaint, Keymap, resolve, shown_key
from sahelreader.commands.moving import MOVING_COMMANDS
from sahelreader.commands.reading import READING_COMMANDS

__all__ = [
    "ANYWHERE",
    "COMMANDS",
    "N_",
    "PRESETS",
    "READING",
    "TYPING",
    "Command",
    "KeyComplaint",
    "Keymap",
    "command",
    "places",
    "resolve",
    "shown_key",
]

COMMANDS: tuple[Command, ...] = (
    MOVING_COMMANDS + READING_COMMANDS + OTHER_COMMANDS + CHOOSING_COMMANDS
)


def places() -> tuple[str, ...]:
    """Every place that has commands of its own, in the order of the tables."""
    return tuple(
        dict.fromkeys(place for item in COMMANDS for place in item.where if place != ANYWHERE)
    )
