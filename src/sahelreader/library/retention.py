"""Letting go: of old articles where the reader set a limit, and of removed sites after a while. Frees the disk.

Never touched: articles that are saved, noted, tagged by the reader, or commented on by the reader.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from sahelreader.library import indexing, labels, sites, undoing
from sahelreader.library.codec import stored_article, unpack

#: a removed site can be brought back this long
GRACE = timedelta(days=30)

_KEPT = """
    id NOT IN (SELECT article_id FROM marks WHERE saved_at IS NOT NULL)
    AND id NOT IN (SELECT article_id FROM note) AND id NOT IN (SELECT article_id FROM own_tag)
    AND id NOT IN (SELECT article_id FROM my_comment WHERE article_id IS NOT NULL)
"""


def set_limits(
    db: sqlite3.Connection,
    site_id: int,
    *,
    days: int | None = None,
    count: int | None = None,
    now: datetime | None = None,
) -> None:
    """Keep the site's articles for DAYS, and at most COUNT of them; None: without limit. Undo puts the limits back,
    not what they have let go of meanwhile."""
    before = limits(db, site_id)
    if before != (days, count):
        data = {"site": site_id, "days": before[0], "count": before[1]}
        undoing.remember(db, "limits", data, now)
        put_limits(db, site_id, days, count)


def put_limits(db: sqlite3.Connection, site_id: int, days: int | None, count: int | None) -> None:
    db.execute("UPDATE site SET keep_days = ?, keep_count = ? WHERE id = ?", (days, count, site_id))


def limits(db: sqlite3.Connection, site_id: int) -> tuple[int | None, int | None]:
    """(days, count) as `set_limits` was given them."""
    row = db.execute("SELECT keep_days, keep_count FROM site WHERE id = ?", (site_id,)).fetchone()
    return (row[0], row[1]) if row else (None, None)


def due(db: sqlite3.Connection, now: datetime, at_once: int = 500) -> list[int]:
    """Ids of articles past their site's limits, the oldest first; at most AT_ONCE."""
    found: list[int] = []
    for site_id, days, count in db.execute(
        "SELECT id, keep_days, keep_count FROM site WHERE keep_days IS NOT NULL OR keep_count IS NOT NULL"
    ).fetchall():
        floor = -1
        if days is not None:
            floor = int((now - timedelta(days=max(0, days))).timestamp()) * 256
        if count is not None:
            row = db.execute(
                "SELECT rank FROM article WHERE site_id = ? AND hidden = 0 ORDER BY rank DESC LIMIT 1 OFFSET ?",
                (site_id, max(0, count)),
            ).fetchone()
            if row is not None:
                floor = max(floor, row[0] + 1)
        # by when it came here too: a clock that jumps ahead, or an old archive just brought in, expires nothing
        came = int((now - timedelta(days=max(0, days or 0))).timestamp())
        found += [
            number
            for (number,) in db.execute(
                f"SELECT id FROM article WHERE site_id = ? AND rank < ? AND (? OR first_seen < ?) AND {_KEPT} "
                "ORDER BY rank LIMIT ?",
                (site_id, floor, int(count is not None), came, at_once),
            )
        ]
    return found[:at_once]


def wanted(db: sqlite3.Connection, now: datetime) -> bool:
    """Whether `tidy` may find something to do: a site has a limit, or one was removed longer ago than GRACE."""
    limit = int((now - GRACE).timestamp())
    row = db.execute(
        "SELECT EXISTS (SELECT 1 FROM site WHERE keep_days IS NOT NULL OR keep_count IS NOT NULL OR removed_at < ?)",
        (limit,),
    ).fetchone()
    return bool(row[0])


def prune(db: sqlite3.Connection, ids: list[int]) -> int:
    """Take the articles IDS out, but for their marks; how many. They do not come in again by themselves."""
    touched = set()
    done = 0
    for number in ids:
        row = db.execute(
            f"SELECT site_id, rank, remote_key FROM article WHERE id = ? AND {_KEPT}", (number,)
        ).fetchone()
        if row is None:
            continue
        site_id, rank, key = row
        article = stored_article(db, number)
        if article is not None:
            indexing.remove(db, rank, indexing.text_of(article))
            labels.take_off(db, rank, article)
        for comment, author, html in db.execute(
            "SELECT id, author, html FROM comment WHERE article_id = ?", (number,)
        ).fetchall():
            indexing.remove_comment(db, comment, author, unpack(html))
        db.execute("DELETE FROM comment_new WHERE article_id = ?", (number,))
        db.execute("INSERT OR REPLACE INTO pruned VALUES (?, ?, ?)", (key, number, site_id))
        db.execute("DELETE FROM article WHERE id = ?", (number,))
        touched.add(site_id)
        done += 1
    for site_id in touched:
        if db.execute("SELECT removed_at IS NULL FROM site WHERE id = ?", (site_id,)).fetchone()[0]:
            sites.recount(db, site_id)
    return done


def tidy(db: sqlite3.Connection, now: datetime, at_once: int = 500) -> int:
    """One step of housekeeping: prune what is due, at most AT_ONCE articles; how many. 0: nothing is left to do."""
    done = prune(db, due(db, now, at_once))
    return done or purge_removed(db, now, at_once)


def purge_removed(db: sqlite3.Connection, now: datetime, at_once: int = 500) -> int:
    """Take out sites that were removed longer ago than GRACE, AT_ONCE articles at a time; saved ones stay hidden."""
    limit = int((now - GRACE).timestamp())
    done = 0
    for (site_id,) in db.execute("SELECT id FROM site WHERE removed_at < ?", (limit,)).fetchall():
        ids = [
            number
            for (number,) in db.execute(
                f"SELECT id FROM article WHERE site_id = ? AND {_KEPT} LIMIT ?", (site_id, at_once)
            )
        ]
        done += prune(db, ids)
        if not db.execute("SELECT 1 FROM article WHERE site_id = ?", (site_id,)).fetchone():
            db.execute("DELETE FROM pruned WHERE site_id = ?", (site_id,))
            db.execute("DELETE FROM site WHERE id = ?", (site_id,))
            done += 1
    return done


def give_back(db: sqlite3.Connection) -> None:
    """Return freed pages to the disk; outside a transaction, after pruning."""
    # a statement without columns is left after its first step by `execute`, and each step frees one page
    db.executescript("PRAGMA incremental_vacuum")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
