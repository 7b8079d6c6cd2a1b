"""The library as the program holds it: the file with its modes, its version, and the two doors."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sahelreader.i18n import _
from sahelreader.library import schema
from sahelreader.library.door import Door, connect
from sahelreader.library.problem import LibraryProblem, problem_of, suspect
from sahelreader.paths import private_folder

P = ParamSpec("P")
T = TypeVar("T")


class Library:
    """An open library. Every call runs in one transaction, on the door's own thread.

    READ_ONLY is true when a newer sahelreader wrote the file, or when the file or its disk takes no writing;
    `why_read_only` says why in a sentence. Writing to it raises `LibraryProblem`.
    NOTICE is what the person should be told once: that the file was damaged, and where the old one is; else "".
    """

    def __init__(
        self, path: Path, reader: Door, writer: Door | None, why_read_only: str, notice: str = ""
    ) -> None:
        self.path = path
        self.why_read_only = why_read_only
        self.notice = notice
        self._reader = reader
        self._writer = writer

    @classmethod
    def open(cls, path: Path, *, now: datetime) -> Library:
        """Open the library at PATH, made when it is not there, brought up to date when it is older.

        A damaged file is set aside, and a new one begun with what could be read of it (`notice`).
        Raises `LibraryProblem` when the library cannot be opened, with nothing changed on disk.
        """
        try:
            writable = _prepare(path)
            notice = _mend(path, now) if writable else ""
            return _open(path, now, writable=writable, notice=notice)
        except (sqlite3.Error, OSError) as error:
            problem = problem_of(error, str(path))
            if problem is None:
                raise
            raise problem from error

    @property
    def read_only(self) -> bool:
        return self._writer is None

    async def read(
        self,
        function: Callable[Concatenate[sqlite3.Connection, P], T],
        *args: P.args,
        **named: P.kwargs,
    ) -> T:
        # not above: `list` and `show` have no loop, and asyncio costs them half of their start

        from asyncio import wrap_future

        return await wrap_future(self._reader.submit(function, *args, **named))

    async def write(
        self,
        function: Callable[Concatenate[sqlite3.Connection, P], T],
        *args: P.args,
        **named: P.kwargs,
    ) -> T:

        from asyncio import wrap_future

        return await wrap_future(self._write_door().submit(function, *args, **named))

    def read_now(
        self,
        function: Callable[Concatenate[sqlite3.Connection, P], T],
        *args: P.args,
        **named: P.kwargs,
    ) -> T:
        return self._reader.submit(function, *args, **named).result()

    def write_now(
        self,
        function: Callable[Concatenate[sqlite3.Connection, P], T],
        *args: P.args,
        **named: P.kwargs,
    ) -> T:
        return self._write_door().submit(function, *args, **named).result()

    def bare_now(
        self,
        function: Callable[Concatenate[sqlite3.Connection, P], T],
        *args: P.args,
        **named: P.kwargs,
    ) -> T:
        """Run FUNCTION outside a transaction, on the writing door when there is one."""
        return (self._writer or self._reader).bare(function, *args, **named)

    def _write_door(self) -> Door:
        if self._writer is None:
            raise LibraryProblem("read_only", self.why_read_only)
        return self._writer

    def close(self) -> None:
        """Finish what was begun and leave; again is harmless."""
        self._reader.close()
        if self._writer is not None:
            self._writer.close()


def _prepare(path: Path) -> bool:
    """Make the folder (0700) and an empty file (0600) when they are not there; True when the file may be written.

    SQLite gives -wal and -shm the mode of the file, so that must be right before it is first opened.
    """
    if not path.exists():
        private_folder(path.parent)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    if writable and path.stat().st_mode & 0o077:
        path.chmod(0o600)
    return writable


def _mend(path: Path, now: datetime) -> str:
    """Set a damaged file aside and begin a new one; what to tell the person, "" when there was no need."""
    mark = suspect(path)
    if not mark.exists() and not schema.looks_broken(path):
        return ""
    from sahelreader.library import recovery

    if not recovery.is_broken(path):
        mark.unlink(missing_ok=True)
        return ""
    done = recovery.recover(path, now)
    return _(
        "The library was damaged. The old file is kept as %(file)s; a new one was begun with what could be read."
    ) % {"file": done.aside.name}


def _open(path: Path, now: datetime, *, writable: bool, notice: str = "") -> Library:
    why = ""
    if writable:
        state = schema.bring_up(path, now)
        if state is schema.State.NEWER:
            writable, why = False, schema.newer_sentence(path)
    else:
        schema.inspect(path)
        why = schema.not_writable_sentence(path)
    if not writable:
        return Library(path, Door(_connect_read_only(path), path, writing=False), None, why)
    writer = Door(connect(path), path, writing=True)
    reader = Door(connect(path), path, writing=False)
    return Library(path, reader, writer, "", notice)


def _connect_read_only(path: Path) -> sqlite3.Connection:
    """For reading alone; where even the -shm file cannot be made, as a file that nobody changes."""
    try:
        # the settings of a connection already look into the file, so this may fail before the question does
        db = connect(path, read_only=True)
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        return connect(path, immutable=True)
    return db
