"""Mute rules: words, authors or tags that the reader does not want to see. What a rule hides, it counts and can show."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sahelreader.library import indexing, sites, undoing
from sahelreader.library.query import Term
from sahelreader.library.search import expression

KINDS = {"word": "", "author": "people", "tag": "labels"}


@dataclass(frozen=True, slots=True)
class Rule:
    """KIND: word, author or tag. SITE_ID: only there; None: everywhere. HIDDEN: articles it hides now."""

    id: int
    kind: str
    text: str
    site_id: int | None
    hidden: int


def add(
    db: sqlite3.Connection, kind: str, text: str, now: datetime, site_id: int | None = None
) -> int:
    """Hide what has TEXT in it, what is there and what comes; how many articles that hides now."""
    number = put(db, kind, text.strip(), site_id)
    if number is None:
        return 0
    undoing.remember(db, "mute", {"id": number, "text": text.strip()}, now)
    return hidden_by(db, number)


def put(db: sqlite3.Connection, kind: str, text: str, site_id: int | None) -> int | None:
    """Write the rule and hide; its id, or None when it says nothing or is there already."""
    if kind not in KINDS or _match(kind, text) == "":
        return None
    if db.execute(
        "SELECT 1 FROM mute WHERE kind = ? AND text = ? AND site_id IS ?", (kind, text, site_id)
    ).fetchone():
        return None
    cursor = db.execute(
        "INSERT INTO mute (kind, text, site_id) VALUES (?, ?, ?)", (kind, text, site_id)
    )
    number = int(cursor.lastrowid or 0)
    found = db.execute(
        "INSERT OR IGNORE INTO muted SELECT ?, article.id FROM article_words "
        "JOIN article ON article.rank = article_words.rowid "
        "WHERE article_words MATCH ? AND (? IS NULL OR site_id = ?) RETURNING article_id",
        (number, _match(kind, text), site_id, site_id),
    ).fetchall()
    _show_and_hide(db, [article for (article,) in found])
    return number


def remove(db: sqlite3.Connection, id: int, now: datetime) -> None:
    row = db.execute("SELECT kind, text, site_id FROM mute WHERE id = ?", (id,)).fetchone()
    if row is not None:
        undoing.remember(db, "unmute", {"kind": row[0], "text": row[1], "site": row[2]}, now)
        take_away(db, id)


def take_away(db: sqlite3.Connection, id: int) -> None:
    found = [
        article
        for (article,) in db.execute("SELECT article_id FROM muted WHERE mute_id = ?", (id,))
    ]
    db.execute("DELETE FROM muted WHERE mute_id = ?", (id,))
    db.execute("DELETE FROM mute WHERE id = ?", (id,))
    _show_and_hide(db, found)


def all(db: sqlite3.Connection) -> list[Rule]:
    return [
        Rule(*row)
        for row in db.execute(
            "SELECT id, kind, text, site_id, (SELECT count(*) FROM muted WHERE mute_id = mute.id) FROM mute ORDER BY id"
        )
    ]


def hidden_by(db: sqlite3.Connection, id: int) -> int:
    return int(db.execute("SELECT count(*) FROM muted WHERE mute_id = ?", (id,)).fetchone()[0])


def hides(db: sqlite3.Connection, id: int, limit: int = 1_000) -> list[int]:
    """Ids of the articles that rule ID hides, newest first."""
    return [
        article
        for (article,) in db.execute(
            "SELECT article.id FROM muted JOIN article ON article.id = article_id WHERE mute_id = ? "
            "ORDER BY rank DESC LIMIT ?",
            (id, limit),
        )
    ]


def apply(db: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Judge IDS, which are new or changed, by every rule. Saved articles are judged too; a rule is lifted, not bent."""
    rules = db.execute("SELECT id, kind, text, site_id FROM mute").fetchall()
    if not rules or not ids:
        return
    touched: set[int] = set()
    for start in range(0, len(ids), 400):
        part = ids[start : start + 400]
        marks = ",".join("?" * len(part))
        touched.update(
            article
            for (article,) in db.execute(
                f"DELETE FROM muted WHERE article_id IN ({marks}) RETURNING article_id", part
            )
        )
        for number, kind, text, site_id in rules:
            found = db.execute(
                "INSERT OR IGNORE INTO muted SELECT ?, article.id FROM article JOIN article_words "
                f"ON article_words.rowid = article.rank WHERE article.id IN ({marks}) "
                "AND article_words MATCH ? AND (? IS NULL OR site_id = ?) RETURNING article_id",
                (number, *part, _match(kind, text), site_id, site_id),
            ).fetchall()
            touched.update(article for (article,) in found)
    _show_and_hide(db, sorted(touched))


def _match(kind: str, text: str) -> str:
    tokens = tuple(indexing.folder()(text).split())
    return expression([Term(tokens, KINDS[kind])]) if tokens else ""


def _show_and_hide(db: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Bring the hidden bit of IDS and their sites' counts in step with `muted`."""
    if not ids:
        return
    db.executemany(
        "UPDATE article SET hidden = (hidden & ~2) | "
        "CASE WHEN EXISTS (SELECT 1 FROM muted WHERE article_id = article.id) THEN 2 ELSE 0 END WHERE id = ?",
        [(article,) for article in ids],
    )
    for (site,) in db.execute(
        f"SELECT DISTINCT site_id FROM article JOIN site ON site.id = site_id "
        f"WHERE removed_at IS NULL AND article.id IN ({','.join(map(str, ids))})"
    ).fetchall():
        sites.recount(db, site)
