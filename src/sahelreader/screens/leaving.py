"""What must be on disk before the program ends, however it ends: quit, signal, closed terminal, crash.

Whoever holds text that is not saved yet registers a function here while it does. Knows no screen.
"""

from __future__ import annotations

from collections.abc import Callable


class Leaving:
    """Functions to run once before the end. Each must be quick and must not need the terminal."""

    def __init__(self) -> None:
        self._savers: list[Callable[[], object]] = []

    def add(self, save: Callable[[], object]) -> None:
        self._savers.append(save)

    def remove(self, save: Callable[[], object]) -> None:
        if save in self._savers:
            self._savers.remove(save)

    def save_all(self) -> list[Exception]:
        """Run every function, newest first; one that fails does not keep the others from running."""
        failures = []
        for save in reversed(self._savers):
            try:
                save()
            except Exception as error:
                failures.append(error)
        return failures
