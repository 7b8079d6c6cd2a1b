"""A broken library is set aside, never deleted, and what can be read out of it goes into a new one.

Reads row by row round what is broken. The search index, labels and counts are made anew from the articles; an
article whose text cannot be read is left out, so that the next sync brings it again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sahelreader.library import codec, indexing, labels, schema, sites
from sahelreader.library.door import connect
from sahelreader.library.folding import fold_label
from sahelreader.library.problem import suspect

#: what is copied, parents first; the rest is made anew
_TABLES = (
    "site", "article", "body", "version", "comment", "marks", "note", "own_tag", "comment_new", "my_comment",
    "pruned", "mute", "muted", "saved_query", "undo_log", "traffic",
)  # fmt: skip
_AT_ONCE = 200
#: rows looked for one by one when not even the last row's number can be read
_FAR = 20_000


@dataclass(frozen=True, slots=True)
class Recovered:
    """ASIDE is the broken file under its new name. ARTICLES were saved; LOST rows of any kind could not be read."""

    aside: Path
    articles: int
    lost: int


def is_broken(path: Path) -> bool:
    """Whether the file at PATH, which should be a library, is damaged. Reads all of it."""
    try:
        db = connect(path)
    except sqlite3.DatabaseError:
        return True
    try:
        return bool(db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
    except sqlite3.DatabaseError as error:
        return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in (11, 26)
    finally:
        db.close()


def recover(path: Path, now: datetime) -> Recovered:
    """Set the file at PATH aside and make a new library there out of what can be read. Nobody may have it open."""
    aside = _set_aside(path, now)
    schema.make(path, now)
    old = _open_old(aside)
    new = connect(path)
    lost = 0
    try:
        new.execute("PRAGMA foreign_keys = OFF")
        new.execute("BEGIN IMMEDIATE")
        if old is not None:
            for table in _TABLES:
                lost += _copy(old, new, table)
        articles = _make_whole(new)
        new.execute("COMMIT")
    finally:
        new.close()
        if old is not None:
            old.close()
    suspect(path).unlink(missing_ok=True)
    return Recovered(aside, articles, lost)


def _set_aside(path: Path, now: datetime) -> Path:
    stem = f"{path.stem}.damaged-{now:%Y%m%d-%H%M%S}"
    aside, number = path.with_name(f"{stem}{path.suffix}"), 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{stem}-{number}{path.suffix}")
    # the log first: without the file it says nothing, and the file without its log is older than need be
    for ending in ("-wal", "-shm", ""):
        there = path.with_name(path.name + ending)
        if there.exists():
            there.rename(aside.with_name(aside.name + ending))
    return aside


def _open_old(path: Path) -> sqlite3.Connection | None:
    try:
        db = connect(path)
        db.execute("PRAGMA writable_schema = ON")
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return db
    except sqlite3.DatabaseError:
        return None


def _copy(old: sqlite3.Connection, new: sqlite3.Connection, table: str) -> int:
    """Copy what can be read of TABLE; how many rows could not be read, or not be put in."""
    wanted = _columns(new, table)
    there = set(_columns(old, table))
    names = [name for name in wanted if name in there]
    if not names:
        return 0
    into = (
        f"INSERT OR IGNORE INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    )
    lost = 0
    for row in _rows(old, table, names):
        if row is None:
            lost += 1
            continue
        try:
            new.execute(into, row)
        except sqlite3.Error:
            lost += 1
    return lost


def _columns(db: sqlite3.Connection, table: str) -> list[str]:
    try:
        return [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    except sqlite3.DatabaseError:
        return []


def _rows(db: sqlite3.Connection, table: str, names: list[str]) -> Iterator[tuple[Any, ...] | None]:
    """Every row of TABLE that can be read; None for one that cannot."""
    columns = ", ".join(names)
    try:
        last = db.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0]
    except sqlite3.OperationalError:
        # no rowid: read until it breaks
        yield from _until_broken(db, f"SELECT {columns} FROM {table}")
        return
    except sqlite3.DatabaseError:
        last = _FAR
    at = 0
    while last is not None and at < last:
        question = f"SELECT rowid, {columns} FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT ?"
        try:
            part = db.execute(question, (at, _AT_ONCE)).fetchall()
        except sqlite3.DatabaseError:
            # one of the next is broken: one by one past it
            for number in range(at + 1, at + 1 + _AT_ONCE):
                yield from _until_broken(db, f"SELECT {columns} FROM {table} WHERE rowid = {number}")  # fmt: skip
            at += _AT_ONCE
            continue
        for row in part:
            yield row[1:]
        if len(part) < _AT_ONCE:
            return
        at = part[-1][0]


def _until_broken(db: sqlite3.Connection, question: str) -> Iterator[tuple[Any, ...] | None]:
    try:
        yield from db.execute(question)
    except sqlite3.DatabaseError:
        yield None


def _make_whole(db: sqlite3.Connection) -> int:
    """Drop what hangs loose in the new library and make what is derived; the number of articles."""
    for number, data in db.execute("SELECT article_id, data FROM body").fetchall():
        try:
            codec.unpack(data)
        except ValueError:
            db.execute("DELETE FROM body WHERE article_id = ?", (number,))
    db.execute("DELETE FROM article WHERE id NOT IN (SELECT article_id FROM body)")
    db.execute("DELETE FROM article WHERE site_id NOT IN (SELECT id FROM site)")
    for table in ("body", "version", "comment", "comment_new", "muted"):
        db.execute(f"DELETE FROM {table} WHERE article_id NOT IN (SELECT id FROM article)")
    for number, rank in db.execute("SELECT id, rank FROM article").fetchall():
        article = codec.stored_article(db, number)
        if article is not None:
            labels.put(db, rank, article)
        for (name,) in db.execute("SELECT name FROM own_tag WHERE article_id = ?", (number,)):
            labels.attach(db, rank, "own", fold_label(name), name)
    db.execute(
        "UPDATE article SET unread = NOT EXISTS (SELECT 1 FROM marks WHERE article_id = id AND read_at IS NOT NULL), "
        "comments = (SELECT count(*) FROM comment WHERE article_id = article.id AND gone_at IS NULL AND NOT flags & 1), "
        "new_comments = (SELECT count(*) FROM comment_new WHERE article_id = article.id)"
    )
    for (number,) in db.execute("SELECT id FROM site WHERE removed_at IS NULL").fetchall():
        sites.recount(db, number)
    indexing.rebuild(db)
    return int(db.execute("SELECT count(*) FROM article").fetchone()[0])
