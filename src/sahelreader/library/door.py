"""A door into the library: one connection on one thread, transactions around every call.

Knows how SQLite is opened, locked and left; nothing of what is stored.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sahelreader.i18n import _
from sahelreader.library.problem import LibraryProblem, problem_of, suspect

P = ParamSpec("P")
T = TypeVar("T")

#: milliseconds that SQLite itself waits for another process' lock
BUSY_MS = 2_000
#: how often a write is begun again after that, before the person is told
TRIES = 5

_SETTINGS = """
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -8000;
PRAGMA secure_delete = ON;
PRAGMA trusted_schema = OFF;
"""


def connect(path: Path, *, read_only: bool = False, immutable: bool = False) -> sqlite3.Connection:
    """A connection to the file at PATH, which must be there. IMMUTABLE: on a disk that takes no lock or -shm file."""
    # percent signs and question marks of a folder's name must not be read as URI syntax
    from urllib.parse import quote

    mode = "ro&immutable=1" if immutable else "ro" if read_only else "rw"
    db = sqlite3.connect(
        f"file:{quote(str(path.absolute()))}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    db.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    db.executescript(_SETTINGS)
    return db


class Door:
    """Runs functions on one thread with one connection. WRITING: each in a BEGIN IMMEDIATE transaction of its own."""

    def __init__(self, db: sqlite3.Connection, path: Path, *, writing: bool) -> None:
        self._db = db
        self._path = path
        self._writing = writing
        name = "library-write" if writing else "library-read"
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)
        if not writing:
            db.execute("PRAGMA query_only = ON")

    def submit(
        self,
        function: Callable[Concatenate[sqlite3.Connection, P], T],
        *args: P.args,
        **named: P.kwargs,
    ) -> Future[T]:
        try:
            return self._thread.submit(self._run, function, *args, **named)
        except RuntimeError as error:
            raise LibraryProblem("closed", _("The library is closed.")) from error

    def _run(self, function: Callable[..., T], /, *args: Any, **named: Any) -> T:
        try:
            self._begin()
            try:
                result = function(self._db, *args, **named)
                # what only read has nothing to keep, and on a damaged file even COMMIT may fail
                self._db.execute("COMMIT" if self._writing else "ROLLBACK")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
            return result
        except sqlite3.Error as error:
            raise self._problem(error) from error

    def _problem(self, error: sqlite3.Error) -> Exception:
        """What ERROR means to a person, else ERROR itself; damage leaves a mark for the next opening (`recovery`)."""
        problem = problem_of(error, str(self._path))
        if problem is None:
            return error
        if problem.code == "damaged":
            # where even that cannot be written, the next opening meets the damage again
            with suppress(OSError):
                suspect(self._path).touch(mode=0o600)
        return problem

    def _begin(self) -> None:
        """IMMEDIATE for a write: a transaction that reads first and writes later may fail at once with BUSY_SNAPSHOT,
        without waiting (FAULTS D6)."""
        if not self._writing:
            self._db.execute("BEGIN")
            return
        for attempt in range(TRIES):
            try:
                self._db.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                busy = (getattr(error, "sqlite_errorcode", 0) & 0xFF) in (5, 6)
                if not busy or attempt == TRIES - 1:
                    raise
                time.sleep(0.01 * (attempt + 1))

    def bare(
        self,
        function: Callable[Concatenate[sqlite3.Connection, P], T],
        *args: P.args,
        **named: P.kwargs,
    ) -> T:
        """Run FUNCTION on the door's thread outside any transaction (VACUUM, backup, checkpoint)."""

        def run() -> T:
            try:
                return function(self._db, *args, **named)
            except sqlite3.Error as error:
                raise self._problem(error) from error

        try:
            return self._thread.submit(run).result()
        except RuntimeError as error:
            raise LibraryProblem("closed", _("The library is closed.")) from error

    def close(self) -> None:
        """Finish what was begun, then leave."""
        self._thread.shutdown(wait=True)
        self._db.close()
