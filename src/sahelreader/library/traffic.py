"""What a site's articles and bytes were so far, for saying beforehand what the next ones will cost."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

#: days over which a site's pace is reckoned
DAYS = 28


def by_kind(db: sqlite3.Connection, site_id: int) -> dict[str, int]:
    """Bytes on the wire of the site SITE_ID so far, by what they were for ("articles", "threads", "pages" …)."""
    return dict(
        db.execute(
            "SELECT kind, sum(bytes) FROM traffic WHERE site_id = ? GROUP BY kind", (site_id,)
        ).fetchall()
    )


def recent(db: sqlite3.Connection, site_id: int, now: datetime) -> int:
    """How many of the site's articles were published in the DAYS before NOW."""
    since = int((now - timedelta(days=DAYS)).timestamp())
    row = db.execute(
        "SELECT count(*) FROM article WHERE site_id = ? AND published BETWEEN ? AND ?",
        (site_id, since, int(now.timestamp())),
    ).fetchone()
    return int(row[0])
