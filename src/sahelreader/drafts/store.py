"""The shelf of drafts: found, saved, moved from folder to folder, thrown away and brought back.

Carries out the moves of `domain.draft` on disk and refuses the others. A file that another hand changed, that is
damaged or that is not ours is never written over: it is kept and reported. Knows nothing of sites or the network.
Every act that changes something holds a lock among processes for its few milliseconds.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sahelreader.domain.draft import (
    FOLDERS,
    MOVES,
    Draft,
    Folder,
    Identity,
    Move,
    NotAllowed,
    State,
    Target,
    moved,
)
from sahelreader.drafts import leftovers
from sahelreader.drafts.copies import fresh_copy, fresh_id, kept_text, names_for, same_place
from sahelreader.drafts.crash import crash_point
from sahelreader.drafts.files import Unreadable, claimed, locked, move, read_private, write_atomic
from sahelreader.drafts.form import NotADraft, from_toml, to_toml

DISCARDED = "discarded"
#: from the furthest back: a comment that stands in two folders (copied by hand) is the one that got furthest
_BY_PROGRESS = (Folder.SENT, Folder.OUTBOX, Folder.DRAFTS)


@dataclass(frozen=True, slots=True)
class Damaged:
    """A file in one of the folders that is no readable draft; it stays as it is. REASON is short, in English."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every comment, in the order in which they were begun, and the files that could not be read."""

    drafts: tuple[Draft, ...]
    damaged: tuple[Damaged, ...] = ()


@dataclass(frozen=True, slots=True)
class _Filed:
    """A draft with the file it is in and all that the file says."""

    draft: Draft
    path: Path
    raw: dict[str, Any]
    digest: bytes


class Drafts:
    """The comments under the folder DATA. Blocking; any thread. Nothing is made on disk by looking."""

    def __init__(self, data: Path) -> None:
        self._data = data
        #: the last version of each draft that this object read for its caller or wrote, to notice another hand
        self._seen: dict[str, bytes] = {}
        self._tidied = False

    # -- looking ---------------------------------------------------------------------------------------------------

    def all(self) -> Shelf:
        """Everything that is being written, waits or was sent."""
        self._tidy()
        found: dict[str, Draft] = {}
        damaged: list[Damaged] = []
        for folder in _BY_PROGRESS:
            for path in self._files(folder):
                try:
                    filed = _read(path)
                except FileNotFoundError:
                    continue  # moved on while we looked; its next folder was looked at, or is next time
                except (Unreadable, NotADraft) as reason:
                    damaged.append(Damaged(path, str(reason)))
                    continue
                if filed.draft.id in found:
                    damaged.append(Damaged(path, f"also in another folder: {filed.draft.id}"))
                else:
                    found[filed.draft.id] = filed.draft
        damaged += [Damaged(path, "torn") for path in leftovers.torn(self._data)]
        drafts = tuple(sorted(found.values(), key=lambda draft: (draft.created, draft.id)))
        return Shelf(drafts, tuple(damaged))

    def get(self, draft_id: str) -> Draft | None:
        """The draft, or None when there is none of that name (or its file is damaged)."""
        filed = self._find(draft_id)
        if filed is None:
            return None
        self._seen[draft_id] = filed.digest
        return filed.draft

    def discarded(self) -> tuple[Draft, ...]:
        """What was thrown away and can be restored, the latest last."""
        found = []
        for path in self._files(DISCARDED):
            try:
                found.append(_read(path).draft)
            except (OSError, Unreadable, NotADraft):
                continue
        return tuple(sorted(found, key=lambda draft: (draft.updated, draft.id)))

    # -- writing ---------------------------------------------------------------------------------------------------

    def begin(
        self,
        target: Target,
        identity: Identity,
        now: datetime,
        article: int | None = None,
        reply_to: int | None = None,
    ) -> Draft:
        """The draft that is open on this article and parent, else a new one. On disk only once it is saved."""
        for draft in self.all().drafts:
            if draft.state is State.DRAFT and same_place(draft.target, target):
                self.get(draft.id)
                return draft
        return Draft(
            id=self._new_id(now),
            target=target,
            text="",
            identity=identity,
            created=now.astimezone(UTC),
            updated=now.astimezone(UTC),
            article=article,
            reply_to=reply_to,
        )

    def another(self, draft: Draft, now: datetime) -> Draft:
        """A new, empty draft where DRAFT stands, for who writes a second comment while the first is unsent."""
        now = now.astimezone(UTC)
        return Draft(
            id=self._new_id(now),
            target=draft.target,
            text="",
            identity=draft.identity,
            created=now,
            updated=now,
            article=draft.article,
            reply_to=draft.reply_to,
        )

    def save(self, draft: Draft) -> Draft:
        """Have the text of DRAFT on disk; the draft as it was saved. OSError: it is not, and what was there still is.

        When it has been queued meanwhile, or its file was changed by another hand, that stays as it is and the text
        goes into a draft of its own, with the id that is returned (the same one each time).
        """
        draft = replace(draft, state=State.DRAFT, text=kept_text(draft.text))
        with self._lock():
            for name in names_for(draft.id):
                filed = self._find(name)
                if filed is None:
                    path = self._path(State.DRAFT, name)
                    if path.exists() or path.is_symlink():
                        continue  # damaged, and somebody's
                    return self._write(fresh_copy(draft, name), path, None)
                if filed.draft.state is not State.DRAFT:
                    continue
                if self._seen.get(name, filed.digest) != filed.digest:
                    continue
                if name != draft.id and filed.draft.target != draft.target:
                    continue
                return self._write(replace(draft, id=name), filed.path, filed.raw)
        raise AssertionError("there is always another name")

    def queue(self, draft_id: str, now: datetime, cooling: int = 0) -> Draft:
        """The person says: send, COOLING seconds from NOW. Also after a refusal or a doubt: send again.

        KeyError when there is none; NotAllowed when it is being sent or is on its site; OSError: not queued.
        """
        return self.change(
            draft_id,
            Move.QUEUE,
            queued=now,
            not_before=now + timedelta(seconds=cooling) if cooling else None,
            next_attempt=None,
            error="",
            error_detail="",
        )

    def take_back(self, draft_id: str, now: datetime) -> Draft:
        """A draft to write on again. What may be on its site already stays, and a new draft has its text."""
        with self._lock():
            filed = self._needed(draft_id)
            draft = filed.draft
            if draft.state is State.DRAFT:
                return draft
            if Move.EDIT in MOVES[draft.state] and not draft.doubted:
                return self._store(
                    moved(
                        draft, Move.EDIT, updated=now, queued=None, not_before=None,
                        next_attempt=None, error="", error_detail="", payload="", payload_sha256="",
                    ),
                    filed,
                )  # fmt: skip
            copy = Draft(
                id=self._new_id(now), target=draft.target, text=draft.text, identity=draft.identity,
                created=now, updated=now, article=draft.article, reply_to=draft.reply_to,
            )  # fmt: skip
            return self._write(copy, self._path(State.DRAFT, copy.id), None)

    def change(self, draft_id: str, move_: Move, **changes: Any) -> Draft:
        """Make one move of the table, with CHANGES to other fields, on disk before this returns.

        KeyError when there is no such draft, NotAllowed when the table has no such move, OSError: not made.
        """
        with self._lock():
            filed = self._needed(draft_id)
            return self._store(moved(filed.draft, move_, **changes), filed)

    def note(self, draft_id: str, **changes: Any) -> Draft:
        """Change what is known about a draft (its target, when it was looked for) without moving it."""
        with self._lock():
            filed = self._needed(draft_id)
            return self._store(replace(filed.draft, **changes), filed)

    # -- throwing away, and not ------------------------------------------------------------------------------------

    def discard(self, draft_id: str) -> None:
        """Put the draft away, undoably. KeyError when there is none; NotAllowed while it is being sent."""
        with self._lock():
            filed = self._needed(draft_id)
            if filed.draft.state is State.SENDING:
                raise NotAllowed(State.SENDING, Move.EDIT)
            target = self._data / DISCARDED / filed.path.name
            if target.exists():  # an earlier one of that name, restored by hand
                target = target.with_name(f"{draft_id}.{secrets.token_hex(3)}.toml")
            move(filed.path, target)
            self._seen.pop(draft_id, None)

    def restore(self, draft_id: str) -> Draft | None:
        """The discarded draft is back; None when there is none of that name. One that waited is a draft again."""
        with self._lock():
            source = self._data / DISCARDED / f"{draft_id}.toml"
            try:
                filed = _read(source)
            except (FileNotFoundError, Unreadable, NotADraft):
                return None
            draft = filed.draft
            if self._find(draft_id) is not None:
                return None
            if draft.state in (State.QUEUED, State.RETRY) and not draft.doubted:
                # nothing leaves because something was undone: the person says "send" again
                draft = replace(draft, state=State.DRAFT, queued=None, not_before=None)
                write_atomic(source, to_toml(draft, filed.raw))
            path = self._path(draft.state, draft_id)
            move(source, path)
            return self.get(draft_id)

    # -- one sender ------------------------------------------------------------------------------------------------

    def sender(self) -> AbstractContextManager[bool]:
        """True for the one process on this machine that may send now; a dead one's claim is free."""
        return claimed(self._data / "sender.lock")

    # -- inside ----------------------------------------------------------------------------------------------------

    def _store(self, draft: Draft, filed: _Filed) -> Draft:
        """DRAFT instead of what FILED holds: written where it was, then moved to where its state belongs."""
        draft = self._write(draft, filed.path, filed.raw)
        path = self._path(draft.state, draft.id)
        if path != filed.path:
            crash_point(f"{path.parent.name}.move")
            move(filed.path, path)
        crash_point(f"{path.parent.name}.{draft.state}")
        return draft

    def _write(self, draft: Draft, path: Path, raw: dict[str, Any] | None) -> Draft:
        content = to_toml(draft, raw)
        write_atomic(path, content)
        self._seen[draft.id] = _digest(content)
        return draft

    def _find(self, draft_id: str) -> _Filed | None:
        # a name that is a path would lead out of the folder
        if not draft_id or os.sep in draft_id or draft_id.startswith("."):
            return None
        # twice: it may move on between two looks
        for _attempt in range(2):
            for folder in _BY_PROGRESS:
                try:
                    return _read(self._data / folder / f"{draft_id}.toml")
                except (FileNotFoundError, Unreadable, NotADraft):
                    continue
        return None

    def _needed(self, draft_id: str) -> _Filed:
        filed = self._find(draft_id)
        if filed is None:
            raise KeyError(draft_id)
        return filed

    def _path(self, state: State, draft_id: str) -> Path:
        return self._data / FOLDERS[state] / f"{draft_id}.toml"

    def _files(self, folder: str) -> list[Path]:
        try:
            names = sorted(os.listdir(self._data / folder))
        except OSError:
            return []
        return [
            self._data / folder / name
            for name in names
            if name.endswith(".toml") and not name.startswith(".")
        ]

    def _new_id(self, now: datetime) -> str:
        while True:
            name = fresh_id(now)
            if not any(
                (self._data / folder / f"{name}.toml").exists() for folder in (*Folder, DISCARDED)
            ):
                return name

    @contextmanager
    def _lock(self) -> Iterator[None]:
        with locked(self._data / "drafts.lock"):
            yield

    def _tidy(self) -> None:
        """Once: what a process left half-done when it was ended."""
        if self._tidied or not self._data.is_dir():
            return
        self._tidied = True
        try:
            with self._lock():
                leftovers.tidy(self._data)
                self._finish_moves()
        except OSError:
            return  # a folder that cannot be written to can still be read

    def _finish_moves(self) -> None:
        """A state was written and the power went before the file was moved: move it now."""
        for folder in Folder:
            for path in self._files(folder):
                try:
                    draft = _read(path).draft
                except (OSError, Unreadable, NotADraft):
                    continue
                right = self._path(draft.state, draft.id)
                if path != right and not right.exists():
                    move(path, right)


def _read(path: Path) -> _Filed:
    content = read_private(path)
    draft, raw = from_toml(content)
    if draft.id != path.stem:
        # a copy made by hand or by a program that syncs folders: sent, it would be sent twice
        raise NotADraft(f"a copy of {draft.id}")
    return _Filed(draft, path, raw, _digest(content))


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=16).digest()
