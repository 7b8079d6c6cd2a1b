"""Textual's driver, made to take over a screen that has something on it already instead of clearing it first."""

from __future__ import annotations

from textual.driver import Driver

#: to the other screen, which clears it; Textual writes this once when it starts and once after each suspension
ENTER = "\x1b[?1049h"


def keeping_the_screen(kind: type[Driver]) -> type[Driver]:
    """KIND, which does not go to the other screen when it first starts: it is there already."""

    class Keeping(kind):  # type: ignore[valid-type, misc]
        _entered = False

        def write(self, data: str) -> None:
            if not self._entered and data == ENTER:
                self._entered = True
                return
            super().write(data)

    return Keeping
