"""Subscriptions: add, find, change, remove; what came of a sync; bytes used."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from urllib.parse import urlsplit

from sahelreader.domain.site import Found, Site, SourceKind
from sahelreader.library import undoing
from sahelreader.library.codec import moment, seconds
from sahelreader.library.folding import fold_label
from sahelreader.library.keys import plain_url


def add(db: sqlite3.Connection, found: Found, now: datetime) -> Site:
    """Subscribe to what was FOUND. The same endpoint, or the same address read the same way, gives the site there is;
    one that was removed comes back with its articles."""
    row = _there(db, found)
    if row is None:
        cursor = db.execute(
            "INSERT INTO site (url, name, kind, endpoint, comments_feed, language, facts, added) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                found.url,
                found.name,
                str(found.kind),
                found.endpoint,
                found.comments_feed,
                found.language,
                json.dumps(found.facts, ensure_ascii=False),
                int(now.timestamp()),
            ),
        )
        number = int(cursor.lastrowid or 0)
    else:
        number = int(row[0])
        if row[1] is not None:
            restore(db, number)
        db.execute(
            "UPDATE site SET facts = ?, gone = 0, comments_feed = CASE WHEN ? = '' THEN comments_feed ELSE ? END "
            "WHERE id = ?",
            (
                json.dumps(found.facts, ensure_ascii=False),
                found.comments_feed,
                found.comments_feed,
                number,
            ),
        )
    site = get(db, number)
    assert site is not None
    return site


def _there(db: sqlite3.Connection, found: Found) -> tuple[int, int | None] | None:
    """(id, removed_at) of the site that FOUND is already."""
    same_address = None
    for number, removed, endpoint, url, kind in db.execute(
        "SELECT id, removed_at, endpoint, url, kind FROM site"
    ):
        if endpoint == found.endpoint:
            return number, removed
        # a newspaper may have several feeds, but only one WordPress
        if kind == found.kind != SourceKind.FEED and plain_url(url) == plain_url(found.url):
            same_address = (number, removed)
    return same_address


def all(db: sqlite3.Connection, now: datetime | None = None) -> list[Site]:
    """Every subscription, by name. NOW says which month `bytes_month` is of; None: by SQLite's clock."""
    return _read(db, "WHERE removed_at IS NULL ORDER BY name COLLATE NOCASE, id", (), now)


def get(db: sqlite3.Connection, id: int, now: datetime | None = None) -> Site | None:
    """The subscription ID; None when it was removed or never there."""
    found = _read(db, "WHERE id = ? AND removed_at IS NULL", (id,), now)
    return found[0] if found else None


def find(db: sqlite3.Connection, text: str) -> Site | None:
    """The site that TEXT means: its number, address, host, or name (its beginning, if only one begins so)."""
    text = text.strip()
    everything = all(db)
    if text.isdigit():
        return next((site for site in everything if site.id == int(text)), None)
    wanted, folded = plain_url(text if "://" in text else f"https://{text}"), fold_label(text)
    for site in everything:
        if wanted in (plain_url(site.url), plain_url(site.endpoint)):
            return site
    for site in everything:
        if folded and fold_label(site.name) == folded:
            return site
    hosts = [site for site in everything if _host(site.url) == wanted.partition("/")[0]]
    if len(hosts) == 1 or (hosts and "/" not in wanted):
        return hosts[0]
    begin = [site for site in everything if folded and fold_label(site.name).startswith(folded)]
    return begin[0] if len(begin) == 1 else None


def _host(url: str) -> str:
    return plain_url(url).partition("/")[0] if urlsplit(url).hostname else ""


def remove(db: sqlite3.Connection, id: int, now: datetime | None = None) -> None:
    """Unsubscribe; its articles no longer show. All of it stays until `retention.purge_removed`, for undo."""
    row = db.execute("SELECT name FROM site WHERE id = ? AND removed_at IS NULL", (id,)).fetchone()
    if row is None:
        return
    stamp = seconds(now or datetime.now(UTC))
    db.execute(
        "UPDATE site SET removed_at = ?, article_count = 0, unread_count = 0, comment_count = 0 WHERE id = ?",
        (stamp, id),
    )
    db.execute("UPDATE article SET hidden = hidden | 1 WHERE site_id = ?", (id,))
    undoing.remember(db, "remove_site", {"site": id, "name": row[0]}, now)


def restore(db: sqlite3.Connection, id: int) -> None:
    """Take back `remove`."""
    db.execute("UPDATE site SET removed_at = NULL WHERE id = ?", (id,))
    db.execute("UPDATE article SET hidden = hidden & ~1 WHERE site_id = ?", (id,))
    recount(db, id)


def recount(db: sqlite3.Connection, id: int) -> None:
    """Count a site's articles and comments anew."""
    db.execute(
        "UPDATE site SET (article_count, unread_count, comment_count) = "
        "(SELECT count(*), coalesce(sum(unread), 0), coalesce(sum(comments), 0) FROM article "
        "WHERE site_id = site.id AND hidden = 0) WHERE id = ?",
        (id,),
    )


def rename(db: sqlite3.Connection, id: int, name: str, now: datetime | None = None) -> None:
    row = db.execute("SELECT name FROM site WHERE id = ?", (id,)).fetchone()
    if row is not None and row[0] != name and name.strip():
        db.execute("UPDATE site SET name = ? WHERE id = ?", (name, id))
        undoing.remember(db, "rename_site", {"site": id, "name": row[0]}, now)


def move(db: sqlite3.Connection, id: int, folder: str, now: datetime | None = None) -> None:
    """Put the site into FOLDER; "" takes it out of any."""
    row = db.execute("SELECT folder, name FROM site WHERE id = ?", (id,)).fetchone()
    if row is not None and row[0] != folder:
        db.execute("UPDATE site SET folder = ? WHERE id = ?", (folder, id))
        undoing.remember(db, "move_site", {"site": id, "folder": row[0], "name": row[1]}, now)


def set_full_text(db: sqlite3.Connection, id: int, value: bool) -> None:
    """Whether excerpts of this site are completed from its pages."""
    db.execute("UPDATE site SET full_text = ? WHERE id = ?", (int(value), id))


def set_facts(db: sqlite3.Connection, id: int, facts: dict[str, object]) -> None:
    """Replace what was found out about the site."""
    db.execute(
        "UPDATE site SET facts = ? WHERE id = ?", (json.dumps(facts, ensure_ascii=False), id)
    )


def learn(db: sqlite3.Connection, id: int, name: str, value: object) -> None:
    """One more fact about the site; the others stay."""
    site = get(db, id)
    if site is not None and site.facts.get(name) != value:
        set_facts(db, id, {**site.facts, name: value})


def set_cursor(db: sqlite3.Connection, id: int, cursor: dict[str, object]) -> None:
    db.execute(
        "UPDATE site SET cursor = ? WHERE id = ?", (json.dumps(cursor, ensure_ascii=False), id)
    )


def set_endpoint(db: sqlite3.Connection, id: int, endpoint: str) -> bool:
    """The site moved for good (301, 308); False when another site is read there already."""
    taken = db.execute(
        "SELECT 1 FROM site WHERE endpoint = ? AND id <> ?", (endpoint, id)
    ).fetchone()
    if not taken:
        db.execute("UPDATE site SET endpoint = ? WHERE id = ?", (endpoint, id))
    return not taken


def record_success(
    db: sqlite3.Connection, site_id: int, now: datetime, not_before: datetime | None = None
) -> None:
    """A sync of the site went through. NOT_BEFORE: it asks not to be asked again sooner."""
    db.execute(
        "UPDATE site SET last_sync = ?, last_error = '', error_detail = '', failures = 0, gone = 0, not_before = ? "
        "WHERE id = ?",
        (int(now.timestamp()), seconds(not_before), site_id),
    )


def record_failure(
    db: sqlite3.Connection,
    site_id: int,
    problem: str,
    detail: str,
    now: datetime,
    not_before: datetime | None = None,
    *,
    gone: bool = False,
) -> None:
    """A sync of the site failed with PROBLEM. GONE: it said so for good (410)."""
    db.execute(
        "UPDATE site SET last_error = ?, error_detail = ?, failures = failures + 1, not_before = ?, gone = max(gone, ?) "
        "WHERE id = ?",
        (str(problem), detail, seconds(not_before), int(gone), site_id),
    )


def add_bytes(db: sqlite3.Connection, site_id: int, day: str, kind: str, count: int) -> None:
    """COUNT bytes went over the wire on DAY ("2026-11-24", UTC) for KIND."""
    db.execute(
        "INSERT INTO traffic VALUES (?, ?, ?, ?) "
        "ON CONFLICT (site_id, day, kind) DO UPDATE SET bytes = bytes + excluded.bytes",
        (site_id, str(day), kind, count),
    )


def bytes_since(db: sqlite3.Connection, day: str, site_id: int | None = None) -> int:
    """Bytes on and after DAY, of one site or of all."""
    return int(
        db.execute(
            "SELECT coalesce(sum(bytes), 0) FROM traffic WHERE day >= ? AND (? IS NULL OR site_id = ?)",
            (str(day), site_id, site_id),
        ).fetchone()[0]
    )


def _read(
    db: sqlite3.Connection, where: str, given: tuple[object, ...], now: datetime | None
) -> list[Site]:
    month = now.strftime("%Y-%m-01") if now else None
    return [
        Site(
            id=row[0],
            url=row[1],
            name=row[2],
            kind=SourceKind(row[3]),
            endpoint=row[4],
            comments_feed=row[5],
            language=row[6],
            folder=row[7],
            facts=json.loads(row[8]),
            cursor=json.loads(row[9]),
            full_text=bool(row[10]),
            added=moment(row[11]),
            last_sync=moment(row[12]),
            last_error=row[13],
            error_detail=row[14],
            not_before=moment(row[15]),
            failures=row[16],
            gone=bool(row[17]),
            article_count=row[18],
            unread_count=row[19],
            comment_count=row[20],
            bytes_month=row[21],
        )
        for row in db.execute(_SITES + where, (month, *given))
    ]


_SITES = """
SELECT id, url, name, kind, endpoint, comments_feed, language, folder, facts, cursor, full_text, added, last_sync,
    last_error, error_detail, not_before, failures, gone, article_count, unread_count, comment_count,
    (SELECT coalesce(sum(bytes), 0) FROM traffic
     WHERE site_id = site.id AND day >= coalesce(?, strftime('%Y-%m-01', 'now')))
FROM site
"""
