"""What a screen answers when it closes, for the library screen to act on."""

from __future__ import annotations

from dataclasses import dataclass

from sahelreader.commands import Command


@dataclass(frozen=True, slots=True)
class GoTo:
    """Open an article of the library, at a COMMENT of it when there is one."""

    article: int
    comment: int = 0


@dataclass(frozen=True, slots=True)
class Show:
    """Show a site's articles."""

    site: int
    name: str


@dataclass(frozen=True, slots=True)
class Changed:
    """What the lists show is not what it was."""


@dataclass(frozen=True, slots=True)
class Do:
    """Carry out a command."""

    command: Command
