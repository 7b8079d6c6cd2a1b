"""Storing comments: new, edited, vanished, back again; which are new to the reader, and which answer one of mine."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

from sahelreader.domain.article import Comment, CommentBatch
from sahelreader.library import codec, indexing
from sahelreader.library.codec import seconds
from sahelreader.library.keys import remote_key

PINGBACK, BY_AUTHOR, NO_ID = 1, 2, 4


@dataclass(frozen=True, slots=True)
class Came:
    """NEW: comments not there before, pingbacks included; STORED: by how much the site's count of comments changed."""

    new: int
    stored: int
    replies_to_me: tuple[int, ...]


def store(
    db: sqlite3.Connection, site_id: int, batches: Sequence[CommentBatch], now: datetime
) -> Came:
    new, stored = 0, 0
    replies: list[int] = []
    for batch in batches:
        found = db.execute(
            "SELECT id FROM article WHERE remote_key = ?",
            (remote_key(site_id, batch.article_remote_id),),
        ).fetchone()
        if found is None:
            continue
        came = _Thread(db, site_id, int(found[0]), now).take(batch)
        new += came.new
        stored += came.stored
        replies.extend(came.replies_to_me)
    return Came(new, stored, tuple(replies))


class _Thread:
    """The comments of one article, while a batch is stored."""

    def __init__(
        self, db: sqlite3.Connection, site_id: int, article_id: int, now: datetime
    ) -> None:
        self._db = db
        self._site = site_id
        self._article = article_id
        self._stamp = int(now.timestamp())
        # remote id -> (id, author, flags, packed html, gone_at, parent)
        self._have = {
            row[0]: row[1:]
            for row in db.execute(
                "SELECT remote_id, id, author, flags, html, gone_at, parent_remote_id FROM comment "
                "WHERE article_id = ?",
                (article_id,),
            )
        }
        self._fresh: list[tuple[int, Comment]] = []

    def take(self, batch: CommentBatch) -> Came:
        db, before = self._db, self._count()
        seen: set[str] = set()
        for comment in self._signed(batch.comments):
            key = comment.remote_id or _made_id(comment)
            if key in seen:
                continue
            seen.add(key)
            held = self._have.get(key)
            if held is None:
                self._insert(key, comment)
            else:
                self._update(held, comment)
        if batch.complete:
            missing = [
                held[0]
                for key, held in self._have.items()
                if key not in seen and held[4] is None and not held[2] & NO_ID
            ]
            db.executemany(
                "UPDATE comment SET gone_at = ? WHERE id = ?",
                [(self._stamp, number) for number in missing],
            )
        replies = self._note_new()
        after = self._count()
        db.execute(
            "UPDATE article SET comments = ?, new_comments = "
            "(SELECT count(*) FROM comment_new WHERE article_id = ?) WHERE id = ?",
            (after, self._article, self._article),
        )
        return Came(len(self._fresh), after - before, replies)

    def _signed(self, comments: Sequence[Comment]) -> Sequence[Comment]:
        """COMMENTS, those by the article's own author told apart. A name alone anybody can write: the account counts."""
        if not any(comment.author_id for comment in comments):
            return comments
        row = self._db.execute(
            "SELECT data FROM body WHERE article_id = ?", (self._article,)
        ).fetchone()
        told = codec.cold(row[0]) if row is not None else {}
        account = told.get("author_id", "")
        names = {str(name).casefold() for name in told.get("authors", ())}
        return [
            replace(comment, by_article_author=True)
            if comment.author_id
            and (
                comment.author_id == account
                if account
                # stored before accounts were: an account of the same name
                else comment.author.casefold() in names
            )
            else comment
            for comment in comments
        ]

    def _count(self) -> int:
        return int(
            self._db.execute(
                "SELECT count(*) FROM comment WHERE article_id = ? AND gone_at IS NULL AND NOT flags & 1",
                (self._article,),
            ).fetchone()[0]
        )

    def _insert(self, key: str, comment: Comment) -> None:
        cursor = self._db.execute(
            "INSERT INTO comment (article_id, remote_id, parent_remote_id, author, author_url, published, "
            "first_seen, flags, html) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self._article,
                key,
                comment.parent_remote_id,
                comment.author,
                comment.author_url,
                seconds(comment.published),
                self._stamp,
                _flags(comment),
                codec.pack(comment.html),
            ),
        )
        number = int(cursor.lastrowid or 0)
        indexing.add_comment(self._db, number, comment.author, comment.html)
        self._fresh.append((number, comment))

    def _update(self, held: tuple[int, str, int, bytes, int | None, str], comment: Comment) -> None:
        number, author, flags, packed, gone_at, parent = held
        data = codec.pack(comment.html)
        same = (author, flags, packed, parent) == (
            comment.author,
            _flags(comment),
            data,
            comment.parent_remote_id,
        )
        if same and gone_at is None:
            return
        if (author, packed) != (comment.author, data):
            indexing.remove_comment(self._db, number, author, codec.unpack(packed))
            indexing.add_comment(self._db, number, comment.author, comment.html)
        self._db.execute(
            "UPDATE comment SET author = ?, author_url = ?, parent_remote_id = ?, flags = ?, html = ?, "
            "published = ?, gone_at = NULL WHERE id = ?",
            (
                comment.author,
                comment.author_url,
                comment.parent_remote_id,
                _flags(comment),
                data,
                seconds(comment.published),
                number,
            ),
        )

    def _note_new(self) -> tuple[int, ...]:
        """Mark what is new to a reader who has been here; the ids of those that answer one of mine."""
        if not self._fresh:
            return ()
        db = self._db
        mine = {
            remote_id
            for (remote_id,) in db.execute(
                "SELECT remote_id FROM my_comment WHERE site_id = ?", (self._site,)
            )
        }
        for _number, comment in self._fresh:
            if comment.remote_id in mine:
                db.execute(
                    "UPDATE my_comment SET article_id = ? WHERE site_id = ? AND remote_id = ?",
                    (self._article, self._site, comment.remote_id),
                )
        if self._has_been_here():
            db.executemany(
                "INSERT OR IGNORE INTO comment_new VALUES (?, ?)",
                [
                    (number, self._article)
                    for number, comment in self._fresh
                    if not comment.is_pingback and comment.remote_id not in mine
                ],
            )
        return tuple(
            number
            for number, comment in self._fresh
            if comment.parent_remote_id in mine and comment.remote_id not in mine
        )

    def _has_been_here(self) -> bool:
        """The reader has opened, kept or commented on the article: what comes now is news, not simply unread."""
        return (
            self._db.execute(
                "SELECT 1 FROM marks WHERE article_id = ? AND (read_at IS NOT NULL OR saved_at IS NOT NULL) "
                "UNION ALL SELECT 1 FROM my_comment WHERE article_id = ?",
                (self._article, self._article),
            ).fetchone()
            is not None
        )


def _flags(comment: Comment) -> int:
    return (
        (PINGBACK if comment.is_pingback else 0)
        | (BY_AUTHOR if comment.by_article_author else 0)
        | (0 if comment.remote_id else NO_ID)
    )


def _made_id(comment: Comment) -> str:
    """An id for a comment that the site gave none: the same comment gets the same one."""
    digest = blake2b(
        repr((comment.author, comment.published, comment.html)).encode(), digest_size=12
    )
    return f"~{digest.hexdigest()}"
