"""Puts what is being typed on disk: off the interface's thread, in the order it was written, the newest winning.

Owns the order of saves of one draft. Knows nothing of widgets: it is given a way to save, and says on its own
thread what came of it. `now` is for the moments when there may be no later: leaving, a signal, a crash.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from sahelreader.domain.draft import Draft


@dataclass(frozen=True, slots=True)
class Saved:
    """DRAFT is on disk, as given."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class NotSaved:
    """DRAFT is not on disk; REASON is the system's (disk full, folder gone …)."""

    draft: Draft
    reason: OSError


class Saver:
    """Saves versions of one draft. `later` returns at once; `now` when the version is on disk."""

    def __init__(
        self, save: Callable[[Draft], Draft], told: Callable[[Saved | NotSaved], None]
    ) -> None:
        """SAVE writes a draft and may raise OSError. TOLD is called from the saving thread."""
        self._save = save
        self._told = told
        self._writing = threading.Lock()
        self._wanted = threading.Condition()
        self._next: tuple[int, Draft] | None = None
        self._given = 0
        self._on_disk = 0
        self._thread: threading.Thread | None = None
        self._closed = False

    def later(self, draft: Draft) -> None:
        """Have DRAFT saved soon; a version that still waits is replaced by it."""
        with self._wanted:
            if self._closed:
                return
            self._given += 1
            self._next = (self._given, draft)
            if self._thread is None:
                # a daemon: a disk that hangs must not keep the program from ending
                self._thread = threading.Thread(target=self._run, name="drafts", daemon=True)
                self._thread.start()
            self._wanted.notify()

    def now(self, draft: Draft) -> Saved | NotSaved:
        """Save DRAFT on this thread, after a save under way and instead of one that waits."""
        with self._wanted:
            self._given += 1
            number = self._given
            self._next = None
        return self._write(number, draft)

    def close(self) -> None:
        """Save no more by `later`. What is being written is written to its end."""
        with self._wanted:
            self._closed = True
            self._next = None
            self._wanted.notify()
        with self._writing:
            pass

    def _run(self) -> None:
        while True:
            with self._wanted:
                while self._next is None:
                    if self._closed:
                        return
                    self._wanted.wait()
                number, draft = self._next
                self._next = None
            outcome = self._write(number, draft)
            if not self._closed:
                self._told(outcome)

    def _write(self, number: int, draft: Draft) -> Saved | NotSaved:
        with self._writing:
            # an older version never replaces a newer one, whichever thread comes first
            if number < self._on_disk:
                return Saved(draft)
            try:
                self._save(draft)
            except OSError as reason:
                return NotSaved(draft, reason)
            self._on_disk = number
            return Saved(draft)
