"""Comments out of the library: a thread, which are new, which are mine, and whose threads are worth asking for."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sahelreader.library import codec
from sahelreader.library.codec import moment
from sahelreader.library.rows import StoredComment
from sahelreader.library.threads import BY_AUTHOR, NO_ID, PINGBACK


def thread(db: sqlite3.Connection, article_id: int) -> list[StoredComment]:
    """Every comment of the article, in the order of their dates; `domain.thread.arrange` gives the discussion's."""
    found = db.execute(_THREAD, (article_id,)).fetchall()
    numbers = {row[1]: row[0] for row in found}
    return [
        StoredComment(
            id=row[0],
            remote_id="" if row[7] & NO_ID else row[1],
            parent_id=numbers.get(row[2]) if row[2] and row[2] != row[1] else None,
            author=row[3],
            published=moment(row[5]),
            html=codec.unpack(row[8]),
            author_url=row[4],
            mine=row[9] is not None,
            state="published" if row[9] is not None and row[6] is None else "",
            is_new=row[10] is not None,
            gone=row[6] is not None,
            is_pingback=bool(row[7] & PINGBACK),
            by_article_author=bool(row[7] & BY_AUTHOR),
            parent_remote_id=row[2],
        )
        for row in found
    ]


_THREAD = """
SELECT comment.id, comment.remote_id, parent_remote_id, author, author_url, comment.published, comment.gone_at, flags,
    html, my_comment.known_at, comment_new.comment_id
FROM comment JOIN article ON article.id = comment.article_id
    LEFT JOIN my_comment ON my_comment.site_id = article.site_id AND my_comment.remote_id = comment.remote_id
    LEFT JOIN comment_new ON comment_new.comment_id = comment.id
WHERE comment.article_id = ?
ORDER BY coalesce(comment.published, comment.first_seen), comment.id
"""


def mark_seen(db: sqlite3.Connection, article_id: int) -> None:
    """The thread was looked at: nothing in it is new any more."""
    db.execute("DELETE FROM comment_new WHERE article_id = ?", (article_id,))
    db.execute(
        "UPDATE article SET new_comments = 0 WHERE id = ? AND new_comments <> 0", (article_id,)
    )


def mark_mine(
    db: sqlite3.Connection,
    site_id: int,
    remote_id: str,
    now: datetime | None = None,
    article_id: int | None = None,
) -> None:
    """The comment that the site SITE_ID knows as REMOTE_ID is the reader's own, whether it is here yet or not.

    ARTICLE_ID is the article it is on; without it every comment of the library has to be looked at.
    """
    if not remote_id:
        return
    there = db.execute(
        "SELECT comment.id, article_id FROM comment JOIN article ON article.id = article_id "
        f"WHERE site_id = ? AND comment.remote_id = ?{'' if article_id is None else ' AND article_id = ?'}",
        (site_id, remote_id) if article_id is None else (site_id, remote_id, article_id),
    ).fetchone()
    if there is not None:
        article_id = there[1]
    db.execute(
        "INSERT INTO my_comment VALUES (?, ?, ?, ?) ON CONFLICT (site_id, remote_id) "
        "DO UPDATE SET article_id = coalesce(article_id, excluded.article_id)",
        (site_id, remote_id, article_id, int((now or datetime.now(UTC)).timestamp())),
    )
    if there is not None:
        db.execute("DELETE FROM comment_new WHERE comment_id = ?", (there[0],))
        db.execute(
            "UPDATE article SET new_comments = (SELECT count(*) FROM comment_new WHERE article_id = article.id) "
            "WHERE id = ?",
            (article_id,),
        )


@dataclass(frozen=True, slots=True)
class MyThread:
    """A discussion in which the reader wrote. REPLIES answer one of mine; FIRST_NEW_REPLY is a comment's id, 0: none."""

    article_id: int
    title: str
    site_name: str
    #: the latest of my comments and the replies to them
    last: datetime | None
    replies: int
    new_replies: int
    first_new_reply: int


def my_threads(db: sqlite3.Connection) -> list[MyThread]:
    """Discussions with a comment of mine on the site, the latest first."""
    found = []
    for article_id, title, site_name, site_id in db.execute(_MY_ARTICLES).fetchall():
        mine = {
            remote_id
            for (remote_id,) in db.execute(
                "SELECT remote_id FROM my_comment WHERE site_id = ? AND article_id = ?",
                (site_id, article_id),
            )
        }
        last, replies, new, first_new = None, 0, 0, 0
        for comment in thread(db, article_id):
            is_reply = comment.parent_remote_id in mine and comment.remote_id not in mine
            if (is_reply or comment.mine) and comment.published is not None:
                last = comment.published if last is None else max(last, comment.published)
            if is_reply and not comment.gone:
                replies += 1
                if comment.is_new:
                    new += 1
                    first_new = first_new or comment.id
        if last is None:
            last = moment(
                db.execute(
                    "SELECT max(known_at) FROM my_comment WHERE article_id = ?", (article_id,)
                ).fetchone()[0]
            )
        found.append(MyThread(article_id, title, site_name, last, replies, new, first_new))
    return sorted(found, key=lambda item: item.last.timestamp() if item.last else 0, reverse=True)


_MY_ARTICLES = """
SELECT article.id, title, site.name, site_id FROM article JOIN site ON site.id = site_id
WHERE article.id IN (SELECT article_id FROM my_comment) AND hidden & 1 = 0
"""


def interesting(
    db: sqlite3.Connection, site_id: int, now: datetime, *, limit: int = 200, days: int = 14
) -> list[int]:
    """Ids of the site's articles whose threads are asked for first: mine, saved, read, then recent ones with
    comments; none that the site removed. At most LIMIT; read and recent mean within DAYS."""
    since = int((now - timedelta(days=days)).timestamp())
    found = db.execute(_INTERESTING, {"site": site_id, "since": since, "limit": limit})
    return [row[0] for row in found]


# CROSS: SQLite does not know that marks are few, and would look at every article whether it has one
_INTERESTING = """
SELECT id FROM (
    SELECT article.id, 0 AS step, rank FROM my_comment CROSS JOIN article ON article.id = my_comment.article_id
    WHERE article.site_id = :site AND gone_at IS NULL
    UNION ALL
    SELECT article.id, 1, rank FROM marks CROSS JOIN article ON article.id = marks.article_id
    WHERE site_id = :site AND saved_at IS NOT NULL AND gone_at IS NULL
    UNION ALL
    SELECT article.id, CASE WHEN unread THEN 3 ELSE 2 END, rank FROM article
    WHERE site_id = :site AND hidden = 0 AND rank >= :since * 256 AND gone_at IS NULL
)
GROUP BY id ORDER BY min(step), rank DESC LIMIT :limit
"""
