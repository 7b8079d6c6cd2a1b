"""The draft under the composer's cursor: its newest version, what of it is on disk, and what to do when nothing is.

Knows no widget: the screen gives it text and hears, on the saving thread, what came of it.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sahelreader.domain.draft import Draft, Identity
from sahelreader.paths import private_folder
from sahelreader.screens.saver import NotSaved, Saved, Saver

if TYPE_CHECKING:
    from sahelreader.drafts import Drafts

#: beside the drafts: one small file for each that is, or was, being written
FOLDER = "writing"


class Composition:
    """One draft from opening to closing the composer. `draft` is its newest version, saved or not."""

    def __init__(
        self,
        draft: Draft,
        drafts: Drafts,
        traces: Traces,
        now: Callable[[], datetime],
        told: Callable[[Saved | NotSaved], None],
    ) -> None:
        self.draft = draft
        #: where the cursor is, in characters; noted with each save
        self.cursor = 0
        #: as it was when the composer opened
        self.found = draft
        self._on_disk = draft
        self._drafts = drafts
        self._traces = traces
        self._now = now
        self._told = told
        self._saver = Saver(self._save, self._heard)

    @property
    def elsewhere(self) -> bool:
        """True when the draft's file was changed or queued by another hand, and the text is in one of its own."""
        return self.draft.id != self.found.id

    @property
    def is_nothing(self) -> bool:
        """True when the composer was opened and not a word stands: there is nothing to keep."""
        return not self.draft.text.strip() and not self.found.text.strip()

    @property
    def dirty(self) -> bool:
        """True while the newest version is not known to be on disk."""
        return not _same(self.draft, self._on_disk)

    @property
    def saved_at(self) -> datetime:
        return self._on_disk.updated

    def edit(self, text: str, identity: Identity) -> bool:
        """Take TEXT and IDENTITY as the newest version; False when nothing changed."""
        if text == self.draft.text and identity == self.draft.identity:
            return False
        self.draft = replace(self.draft, text=text, identity=identity, updated=self._now())
        return True

    def save_later(self) -> None:
        if self.dirty:
            self._saver.later(self.draft)

    def save_now(self) -> Saved | NotSaved:
        """Have the newest version on disk when this returns; any thread."""
        if not self.dirty:
            return Saved(self.draft)
        outcome = self._saver.now(self.draft)
        self._note(outcome)
        return outcome

    def close(self) -> None:
        """Save no more by itself; the composer was left, not interrupted."""
        self._saver.close()

    def _save(self, draft: Draft) -> Draft:
        kept = self._drafts.save(draft)
        if kept.id != draft.id:
            self.draft = replace(self.draft, id=kept.id)
        self._traces.note(Trace(kept.id, os.getpid(), self.cursor))
        return kept

    def _heard(self, outcome: Saved | NotSaved) -> None:
        self._note(outcome)
        self._told(outcome)

    def _note(self, outcome: Saved | NotSaved) -> None:
        if isinstance(outcome, Saved) and outcome.draft.updated >= self._on_disk.updated:
            self._on_disk = outcome.draft


def _same(one: Draft, other: Draft) -> bool:
    return one.text == other.text and one.identity == other.identity


def rescue(text: str, draft_id: str, folders: Iterable[Path]) -> Path | None:
    """Put TEXT into the first of FOLDERS that takes it (0600); where it is, or None.

    For the end of the program with a draft's folder that cannot be written; the last of FOLDERS tried is the
    system's for temporary files.
    """
    name = f"sahelreader-{draft_id or 'comment'}.txt"
    for folder in (*folders, Path(tempfile.gettempdir())):
        try:
            # a name of its own, so that nobody can have put a link there before
            descriptor, path = tempfile.mkstemp(prefix=f"{name[:-4]}-", suffix=".txt", dir=folder)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            continue
        return Path(path)
    return None


@dataclass(frozen=True, slots=True)
class Trace:
    """What is remembered of a draft's composer. PROCESS is the one it is open in, 0 once it was closed.

    CURSOR is the offset of the cursor in the text, in characters.
    """

    draft_id: str
    process: int
    cursor: int


class Traces:
    """Where the cursor was in each draft, and which composers never closed. Small files that may be lost."""

    def __init__(self, data: Path) -> None:
        self._folder = data / FOLDER

    def note(self, trace: Trace) -> None:
        """Remember TRACE; a disk that does not take it is no one's trouble."""
        try:
            fresh = private_folder(self._folder) / f".{trace.draft_id}.new"
            descriptor = os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump({"process": trace.process, "cursor": trace.cursor}, file)
            fresh.replace(self._folder / f"{trace.draft_id}.json")
        except OSError:
            return

    def get(self, draft_id: str) -> Trace | None:
        return _read(self._folder / f"{draft_id}.json")

    def forget(self, draft_id: str) -> None:
        try:
            (self._folder / f"{draft_id}.json").unlink(missing_ok=True)
        except OSError:
            return

    def interrupted(self) -> list[Trace]:
        """Drafts whose composer was open in a process that is no more. To be asked before one is opened here:

        after a start of the machine, or in a container, the dead process may have had this one's number.
        """
        return [
            trace
            for trace in self._all()
            if trace.process and (trace.process == os.getpid() or not _runs(trace.process))
        ]

    def _all(self) -> Iterator[Trace]:
        try:
            paths = sorted(self._folder.glob("*.json"))
        except OSError:
            return
        for path in paths:
            trace = _read(path)
            if trace is not None:
                yield trace


def _read(path: Path) -> Trace | None:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return Trace(path.stem, int(raw["process"]), max(0, int(raw["cursor"])))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
