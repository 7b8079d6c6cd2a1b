"""From a key to a command to what carries it out. The one place where keys are looked up.

A screen calls `dispatch` from its `on_key`; a widget or screen that has keys of its own has an attribute
`place`. Widgets that take letters (inputs, text areas) see the key first; where they are, letters never arrive here.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from inspect import isawaitable
from typing import TYPE_CHECKING, Any

from textual import events
from textual.dom import DOMNode
from textual.screen import Screen

from sahelreader.commands import ANYWHERE, Command

if TYPE_CHECKING:
    from sahelreader.screens.context import Context


def place_of(screen: Screen[Any]) -> str:
    """The place whose keys hold now: the focused widget's, or of what holds it, or the screen's."""
    for node in _chain(screen):
        place = getattr(node, "place", "")
        if place:
            return str(place)
    return ANYWHERE


async def dispatch(screen: Screen[Any], event: events.Key, context: Context) -> None:
    """Carry out the command that EVENT's key means on SCREEN; a key that means none goes on."""
    command = context.keymap.command(place_of(screen), event.key)
    if command is not None:
        # stopped before it is carried out: a command may take long, the key must not act twice
        event.stop()
        event.prevent_default()
        await carry_out(screen, command, context)


async def carry_out(screen: Screen[Any], command: Command, context: Context) -> bool:
    """Do COMMAND on SCREEN; False when nothing there can."""
    if command.screen:
        if not isinstance(screen, load(command.screen)):
            push(screen, command.screen, context)
        return True
    for node in _chain(screen):
        action = getattr(node, f"action_{command.action}", None)
        if action is not None:
            result = action()
            if isawaitable(result):
                await result
            return True
    return False


def push(screen: Screen[Any], name: str, *arguments: Any, **named: Any) -> None:
    """Import the screen called NAME ("screens.outbox:OutboxScreen"), build it with ARGUMENTS, show it."""
    # the app knows what to do with a screen's answer, however many screens deep it was given
    came_back = getattr(screen.app, "came_back", None)
    screen.app.push_screen(load(name)(*arguments, **named), came_back)


def load(name: str) -> Any:
    """The class called NAME ("module:Class" below `sahelreader`), imported now and not at start-up."""
    module, _, attribute = name.partition(":")
    return getattr(import_module(f"sahelreader.{module}"), attribute)


def _chain(screen: Screen[Any]) -> Iterator[DOMNode]:
    if screen.focused is not None:
        yield from screen.focused.ancestors_with_self
    else:
        yield screen
        yield screen.app
