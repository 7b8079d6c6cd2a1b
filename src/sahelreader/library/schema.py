"""The shape of the file, its version, and the way from each version to the next (`migrations/NNNN_name.sql`).

A migration is one transaction, so a cut leaves the old version; before one on a library that holds something, a
checked copy is put beside it. A file of a newer version is not touched.
"""

from __future__ import annotations

import os
import re
import sqlite3
from datetime import datetime
from enum import Enum
from pathlib import Path

from sahelreader.i18n import _
from sahelreader.library import folding
from sahelreader.library.door import connect
from sahelreader.library.problem import LibraryProblem, damaged, is_damage

#: "SaRe" in SQLite's header, so that another program's file is never taken for a library
APPLICATION_ID = 0x53615265
MIGRATIONS = Path(__file__).with_name("migrations")
PAGE_SIZE = 8192


class State(Enum):
    FRESH = "fresh"
    CURRENT = "current"
    MIGRATED = "migrated"
    NEWER = "newer"


def migrations(folder: Path = MIGRATIONS) -> list[tuple[int, Path]]:
    """(version it leads to, file), in order."""
    found = []
    for path in folder.glob("*.sql"):
        match = re.match(r"(\d{4})_", path.name)
        if match:
            found.append((int(match.group(1)), path))
    return sorted(found)


def version_of(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def bring_up(path: Path, now: datetime, folder: Path = MIGRATIONS) -> State:
    """Make the file at PATH the newest version; raises `LibraryProblem` when it is none of ours or damaged."""
    steps = migrations(folder)
    newest = steps[-1][0]
    db = connect(path)
    try:
        state = _state(db, path, newest)
        if state is State.CURRENT:
            _ensure_wal(db)
            if not _index_is_current(db):
                _migrate(db, steps, now)
            return state
        if state is State.NEWER:
            return state
        if state is State.FRESH:
            db.execute(f"PRAGMA page_size = {PAGE_SIZE}")
            db.execute("PRAGMA auto_vacuum = INCREMENTAL")
        else:
            _safe_copy(db, path, version_of(db))
        _ensure_wal(db)
        _migrate(db, steps, now)
        return state
    finally:
        db.close()


def make(path: Path, now: datetime) -> None:
    """A new, empty library at PATH, where nothing may be."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_EXCL, 0o600))
    bring_up(path, now)


def inspect(path: Path) -> State:
    """What the file at PATH is, without writing to it; raises `LibraryProblem` when it cannot be read as a library."""
    try:
        db = connect(path, read_only=True)
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        db = connect(path, immutable=True)
    try:
        newest = migrations()[-1][0]
        state = _state(db, path, newest)
        if state in (State.FRESH, State.MIGRATED):
            raise LibraryProblem(
                "read_only",
                _(
                    "The library %(file)s must be brought up to date first, and may not be written here."
                )
                % {"file": path},
            )
        return state
    finally:
        db.close()


def looks_broken(path: Path) -> bool:
    """Whether SQLite cannot even read the file's header and its list of tables; costs nothing."""
    try:
        db = connect(path)
    except sqlite3.DatabaseError as error:
        return is_damage(error)
    try:
        for table in ("sqlite_master", "site", "article"):
            db.execute(f"SELECT * FROM {table} LIMIT 1").fetchone()
        return False
    except sqlite3.DatabaseError as error:
        return is_damage(error)
    finally:
        db.close()


def _state(db: sqlite3.Connection, path: Path, newest: int) -> State:
    version = version_of(db)
    application = int(db.execute("PRAGMA application_id").fetchone()[0])
    tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if version == 0 and tables == 0 and application in (0, APPLICATION_ID):
        return State.FRESH
    if application != APPLICATION_ID:
        raise LibraryProblem(
            "not_ours",
            _("The file %(file)s is not a library of sahelreader; it was not touched.")
            % {"file": path},
        )
    if version > newest:
        return State.NEWER
    if version < 1:
        raise damaged(str(path))
    return State.CURRENT if version == newest else State.MIGRATED


def _ensure_wal(db: sqlite3.Connection) -> None:
    if db.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        db.execute("PRAGMA journal_mode = WAL")


def _migrate(db: sqlite3.Connection, steps: list[tuple[int, Path]], now: datetime) -> None:
    db.execute("BEGIN IMMEDIATE")
    try:
        # another copy may have been quicker
        have = version_of(db)
        for number, file in steps:
            if number > have:
                for statement in _statements(file.read_text(encoding="utf-8")):
                    db.execute(statement)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {max(have, steps[-1][0])}")
        db.execute(
            "INSERT INTO meta (key, value) VALUES ('made', ?) ON CONFLICT DO NOTHING",
            (now.isoformat(timespec="seconds"),),
        )
        if have == 0:
            db.execute("INSERT INTO meta VALUES ('folding', ?)", (str(folding.VERSION),))
        elif not _index_is_current(db):
            from sahelreader.library import indexing

            indexing.rebuild(db)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _index_is_current(db: sqlite3.Connection) -> bool:
    """Whether the words in the search index were folded as they are now."""
    found = db.execute("SELECT value FROM meta WHERE key = 'folding'").fetchone()
    return found is not None and found[0] == str(folding.VERSION)


def _statements(text: str) -> list[str]:
    """The statements of TEXT one by one: `executescript` would commit before it begins."""
    found, part = [], ""
    for line in text.splitlines(keepends=True):
        part += line
        if sqlite3.complete_statement(part):
            found.append(part)
            part = ""
    return found


def _safe_copy(db: sqlite3.Connection, path: Path, version: int) -> Path:
    """A checked copy of the library beside it, before it is migrated; one of an earlier try is written over."""
    target = path.with_name(f"{path.stem}.before-version-{version + 1}{path.suffix}")
    fresh = target.with_name(target.name + ".new")
    fresh.unlink(missing_ok=True)
    os.close(os.open(fresh, os.O_CREAT | os.O_RDWR | os.O_EXCL, 0o600))
    copy = sqlite3.connect(fresh)
    try:
        db.backup(copy)
        if copy.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise damaged(str(path))
    finally:
        copy.close()
    fresh.replace(target)
    return target


def newer_sentence(path: Path) -> str:
    return _(
        "The library %(file)s was written by a newer sahelreader: it can be read here, not changed. "
        "Bring sahelreader up to date to write again."
    ) % {"file": path}


def not_writable_sentence(path: Path) -> str:
    return _("The library %(file)s may only be read, not written.") % {"file": path}
