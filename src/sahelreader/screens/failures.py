"""A mistake of ours in a worker: logged in full, told once, and the reader goes on. Trouble with the library is told in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import App

from sahelreader.i18n import _


class Failures:
    """Call it with an exception while that is being handled. LOG writes the exception down and says where."""

    def __init__(self, log: Callable[[], Path]) -> None:
        self._log = log
        self._app: App[Any] | None = None
        self._told: set[str] = set()

    def attach(self, app: App[Any]) -> None:
        self._app = app

    def __call__(self, error: Exception) -> None:
        from sahelreader.library import LibraryProblem

        if isinstance(error, LibraryProblem):
            self._tell(str(error))
            return
        where = self._log()
        key = type(error).__name__
        if key not in self._told:
            self._told.add(key)
            self._tell(
                _(
                    "A mistake in the program; nothing you wrote is lost. Details for its makers: %(file)s"
                )
                % {"file": where}
            )

    def _tell(self, text: str) -> None:
        if self._app is not None and self._app.is_running:
            self._app.notify(text, severity="error", markup=False, timeout=10)
