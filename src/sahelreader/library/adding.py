"""New articles of one page, gathered and then written table by table.

One statement for many rows, and each index fed in its own order, is what makes a first sync quick (measured:
docs/decisions). Ids are given out at once, so that the page may speak of an article before it is written.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from sahelreader.domain.article import Article, words_to_minutes
from sahelreader.domain.merge import sane
from sahelreader.library import codec, indexing, labels
from sahelreader.library.codec import seconds
from sahelreader.library.keys import remote_key, url_key
from sahelreader.library.order import Ranks


class Adding:
    """Articles that the library has not; for one transaction, which must hold the writing lock already."""

    def __init__(self, db: sqlite3.Connection, site_id: int, now: datetime, hidden: int) -> None:
        self._db = db
        self._site = site_id
        self._now = now
        self._stamp = int(now.timestamp())
        self._hidden = hidden
        self._next = 0
        self._ranks = Ranks(db)
        self._rows: list[tuple[object, ...]] = []
        self._bodies: list[tuple[int, bytes]] = []
        self._labelled: list[tuple[int, Article]] = []
        #: what is to be indexed, by rank
        self.texts: dict[int, indexing.Text] = {}

    def expect(self, articles: Iterable[Article]) -> None:
        """ARTICLES may be added: find where in time there is room for them, in one question."""
        self._ranks.ask({self._second(article) for article in articles})

    def add(self, article: Article, content_hash: bytes) -> int:
        """The id that ARTICLE will have when `write` is done."""
        if not self._next:
            row = self._db.execute(
                "SELECT seq FROM sqlite_sequence WHERE name = 'article'"
            ).fetchone()
            self._next = (row[0] if row else 0) + 1
        rank = self.rank(self._second(article))
        number, self._next = self._next, self._next + 1
        text = indexing.text_of(article)
        self._rows.append(
            (
                number,
                self._site,
                rank,
                remote_key(self._site, article.remote_id),
                url_key(article.url),
                self._hidden,
                seconds(sane(article.published, self._now)),
                self._stamp,
                minutes(article, text.words),
                article.comment_count,
                int(article.whole),
                seconds(article.modified),
                content_hash,
                article.title,
                article.url,
                article.remote_id,
            )
        )
        self._bodies.append((number, codec.article_out(article)))
        self._labelled.append((rank, article))
        self.texts[rank] = text
        return number

    def rank(self, second: int) -> int:
        """A place in time for SECOND that no article of the library or of this page has."""
        rank = self._ranks.take(second)
        if rank is None:
            # a crowd of one date: the table must be asked where it ends, so all of it must be there
            self.write()
            rank = self._ranks.beyond(second)
        return rank

    def write(self) -> None:
        """Write what was added, but for the search index."""
        if not self._rows:
            return
        self._db.executemany(_INSERT, self._rows)
        self._db.executemany("INSERT INTO body VALUES (?, ?)", self._bodies)
        labels.put_all(self._db, self._labelled)
        self._rows, self._bodies, self._labelled = [], [], []

    def _second(self, article: Article) -> int:
        published = sane(article.published, self._now)
        return int(published.timestamp()) if published else self._stamp


def minutes(article: Article, words: int) -> int:
    if article.reading_minutes:
        return article.reading_minutes
    return words_to_minutes(words) if words else 0


_INSERT = """
INSERT INTO article (id, site_id, rank, remote_key, url_key, hidden, published, first_seen, minutes, stated_comments,
    whole, modified, hash, title, url, remote_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
