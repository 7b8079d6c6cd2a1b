"""Queries kept as views: what one looks for again and again has its line beside the sites. Undo covers both ways."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from sahelreader.library import undoing


@dataclass(frozen=True, slots=True)
class SavedQuery:
    name: str
    query: str


def all(db: sqlite3.Connection) -> list[SavedQuery]:
    """The kept queries by their names."""
    return [
        SavedQuery(*row)
        for row in db.execute("SELECT name, query FROM saved_query ORDER BY name COLLATE NOCASE")
    ]


def keep(db: sqlite3.Connection, name: str, query: str, now: datetime) -> bool:
    """Keep QUERY under NAME, in the place of what had that name; False when that changes nothing."""
    row = db.execute("SELECT query FROM saved_query WHERE name = ?", (name,)).fetchone()
    before = row[0] if row else ""
    if not name or not query.strip() or before == query:
        return False
    undoing.remember(db, "keep_query", {"name": name, "before": before}, now)
    put(db, name, query)
    return True


def forget(db: sqlite3.Connection, name: str, now: datetime) -> None:
    row = db.execute("SELECT query FROM saved_query WHERE name = ?", (name,)).fetchone()
    if row is not None:
        undoing.remember(db, "forget_query", {"name": name, "query": row[0]}, now)
        put(db, name, "")


def put(db: sqlite3.Connection, name: str, query: str) -> None:
    """NAME stands for QUERY from now on; "" takes it away."""
    if query:
        db.execute("INSERT OR REPLACE INTO saved_query VALUES (?, ?)", (name, query))
    else:
        db.execute("DELETE FROM saved_query WHERE name = ?", (name,))
