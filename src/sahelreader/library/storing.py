"""Storing a page: articles, comments, what vanished, the site's cursor; in the caller's one transaction.

What to do is decided by `domain.merge`; this carries it out, keeps the counts, and fills the search index.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from operator import itemgetter

from sahelreader.domain.article import Article, Page
from sahelreader.domain.merge import Change, Decision, Held, apart, decide, sane
from sahelreader.domain.site import SourceKind
from sahelreader.library import codec, indexing, labels, muting, threads
from sahelreader.library.adding import Adding, minutes
from sahelreader.library.codec import seconds
from sahelreader.library.exchange import Stored
from sahelreader.library.keys import remote_key, url_key

#: older texts of one article that are kept
VERSIONS = 20


def store_page(db: sqlite3.Connection, site_id: int, page: Page, now: datetime) -> Stored:
    """Store PAGE of the site SITE_ID; all of it or, when it raises, nothing (the door rolls back)."""
    site = db.execute("SELECT kind, removed_at FROM site WHERE id = ?", (site_id,)).fetchone()
    if site is None:
        return Stored()
    kind, removed = site
    writing = _Writing(db, site_id, now, hidden=1 if removed is not None else 0)
    reliable = kind in (SourceKind.WORDPRESS, SourceKind.LOCAL)
    articles = apart(page.articles, ids_are_reliable=reliable)
    by_id, by_url, pruned = writing.held(articles)
    writing.expect(article for article in articles if article.remote_id not in by_id)
    for article in articles:
        decision = decide(article, by_id, by_url, ids_are_reliable=reliable)
        if decision.held is None and remote_key(site_id, decision.article.remote_id) in pruned:
            continue
        number = writing.carry_out(decision)
        # a page may hold one article twice, under one address and two guids
        took = decision.article
        held = Held(
            number, took.remote_id, took.url, took.title, decision.content_hash, took.whole, False
        )
        by_id[took.remote_id] = by_url[took.url] = held
    writing.write()
    writing.vanish(page.vanished)
    counted = threads.store(db, site_id, page.batches, now)
    if page.cursor is not None:
        db.execute(
            "UPDATE site SET cursor = ? WHERE id = ?",
            (json.dumps(page.cursor, ensure_ascii=False), site_id),
        )
    writing.count(counted.stored)
    muting.apply(db, writing.new + writing.changed)
    return Stored(
        tuple(writing.new),
        tuple(writing.changed),
        counted.new,
        counted.replies_to_me,
        tuple(writing.gone),
    )


def _held(row: tuple[int, str, str, str, bytes, int, int | None]) -> Held:
    number, remote_id, url, title, content_hash, whole, gone = row
    return Held(number, remote_id, url, title, content_hash, bool(whole), gone is not None)


class _Writing:
    """One page's worth of writing, and what came of it."""

    def __init__(self, db: sqlite3.Connection, site_id: int, now: datetime, hidden: int) -> None:
        self._db = db
        self._site = site_id
        self._now = now
        self._stamp = int(now.timestamp())
        self._hidden = hidden
        self._unread = 0
        self._adding = Adding(db, site_id, now, hidden)
        self._index_out: list[tuple[int, indexing.Text]] = []
        self.new: list[int] = []
        self.changed: list[int] = []
        self.gone: list[int] = []

    def held(
        self, articles: Sequence[Article]
    ) -> tuple[dict[str, Held], dict[str, Held], set[int]]:
        """What is stored of ARTICLES: by remote id, by address; and the keys among them that were pruned."""
        by_id: dict[str, Held] = {}
        by_url: dict[str, Held] = {}
        pruned: set[int] = set()
        for start in range(0, len(articles), 400):
            part = articles[start : start + 400]
            keys = [remote_key(self._site, article.remote_id) for article in part]
            keys += [
                remote_key(self._site, f"{article.remote_id} {article.url or article.title}")
                for article in part
            ]
            marks = ",".join("?" * len(keys))
            pruned.update(
                key
                for (key,) in self._db.execute(
                    f"SELECT remote_key FROM pruned WHERE remote_key IN ({marks})", keys
                )
            )
            for row in self._db.execute(f"{_HELD} remote_key IN ({marks}) AND site_id = ?", [*keys, self._site]):  # fmt: skip
                held = _held(row)
                by_id[held.remote_id] = held
                by_url[held.url] = held
            addresses = [url_key(article.url) for article in part if article.url]
            marks = ",".join("?" * len(addresses))
            for row in self._db.execute(f"{_HELD} url_key IN ({marks}) AND site_id = ?", [*addresses, self._site]):  # fmt: skip
                held = _held(row)
                by_url.setdefault(held.url, held)
        return by_id, by_url, pruned

    def expect(self, articles: Iterable[Article]) -> None:
        """ARTICLES are most likely new."""
        self._adding.expect(articles)

    def carry_out(self, decision: Decision) -> int:
        """Store one article as decided; the id it has."""
        if decision.held is None:
            number = self._adding.add(decision.article, decision.content_hash)
            self.new.append(number)
            if not self._hidden:
                self._unread += 1
            return number
        number = decision.held.key
        # it may be one of this very page
        self._adding.write()
        if decision.reappeared:
            self._db.execute("UPDATE article SET gone_at = NULL WHERE id = ?", (number,))
        if decision.change is Change.CHANGED:
            self._change(number, decision)
        else:
            self._surroundings(number, decision.article)
        return number

    def _change(self, number: int, decision: Decision) -> None:
        db, article = self._db, decision.article
        assert decision.held is not None
        rank, versions = db.execute(
            "SELECT rank, versions FROM article WHERE id = ?", (number,)
        ).fetchone()
        old = codec.stored_article(db, number)
        # an excerpt that became the whole article, or comments that closed, are no edit by the site
        edited = old is not None and decision.held.whole and _words_differ(old, article)
        if old is not None:
            # what came in with this very page is not in the index yet
            if self._adding.texts.pop(rank, None) is None:
                self._index_out.append((rank, indexing.text_of(old)))
            labels.take_off(db, rank, old)
        if old is not None and edited:
            db.execute(
                "INSERT OR REPLACE INTO version SELECT ?, ?, ?, ?, data FROM body WHERE article_id = ?",
                (number, versions, self._stamp, old.title, number),
            )
            versions += 1
            db.execute(
                "DELETE FROM version WHERE article_id = ? AND number < ?",
                (number, versions - VERSIONS),
            )
        published = sane(article.published, self._now)
        if published and int(published.timestamp()) != rank >> 8:
            fresh_rank = self._adding.rank(int(published.timestamp()))
            db.execute("UPDATE article_label SET rank = ? WHERE rank = ? AND label_id IN "
                       "(SELECT id FROM label WHERE kind = 'own')", (fresh_rank, rank))  # fmt: skip
            rank = fresh_rank
        text = indexing.text_of(article)
        db.execute(
            _UPDATE,
            (
                rank,
                url_key(article.url),
                seconds(published),
                self._stamp if edited else None,
                minutes(article, text.words),
                article.comment_count,
                versions,
                int(article.whole),
                seconds(article.modified),
                decision.content_hash,
                article.title,
                article.url,
                number,
            ),
        )
        db.execute(
            "INSERT INTO body VALUES (?, ?) ON CONFLICT (article_id) DO UPDATE SET data = excluded.data",
            (number, codec.article_out(article)),
        )
        self._adding.texts[rank] = text
        labels.put(db, rank, article)
        self.changed.append(number)

    def _surroundings(self, number: int, article: Article) -> None:
        """The words are the same; the comment count, the form and whether comments are open may not be."""
        if article.comment_count is not None:
            self._db.execute(
                "UPDATE article SET stated_comments = ? WHERE id = ? AND stated_comments IS NOT ?",
                (article.comment_count, number, article.comment_count),
            )
        if article.form is None and not article.comments_feed and not article.author_id:
            return
        old = codec.stored_article(self._db, number)
        if old is None:
            return
        fresh = replace(
            old,
            form=article.form or old.form,
            comments_feed=article.comments_feed or old.comments_feed,
            author_id=article.author_id or old.author_id,
        )
        if fresh != old:
            self._db.execute(
                "UPDATE body SET data = ? WHERE article_id = ?", (codec.article_out(fresh), number)
            )

    def write(self) -> None:
        """Write the new articles, and bring the index up to date."""
        self._adding.write()
        for rank, text in sorted(self._index_out, key=itemgetter(0)):
            indexing.remove(self._db, rank, text)
        indexing.add_all(self._db, self._adding.texts.items())

    def vanish(self, remote_ids: Sequence[str]) -> None:
        for remote_id in remote_ids:
            found = self._db.execute(
                "UPDATE article SET gone_at = ? WHERE remote_key = ? AND gone_at IS NULL RETURNING id",
                (self._stamp, remote_key(self._site, remote_id)),
            ).fetchall()
            self.gone.extend(number for (number,) in found)

    def count(self, comments: int) -> None:
        """Bring the site's counts up to date."""
        shown = 0 if self._hidden else len(self.new)
        if shown or self._unread or comments:
            self._db.execute(
                "UPDATE site SET article_count = article_count + ?, unread_count = unread_count + ?, "
                "comment_count = comment_count + ? WHERE id = ?",
                (shown, self._unread, comments, self._site),
            )


def _words_differ(old: Article, fresh: Article) -> bool:
    """What a reader would notice; not dates, tags, or whether comments are open."""
    return (old.title, old.html, old.summary, old.authors, old.lead) != (
        fresh.title,
        fresh.html,
        fresh.summary,
        fresh.authors,
        fresh.lead,
    )


_HELD = """
SELECT id, remote_id, url, title, hash, whole, gone_at FROM article WHERE
"""
_UPDATE = """
UPDATE article SET rank = ?, url_key = ?, published = ?, edited_at = coalesce(?, edited_at), minutes = ?,
    stated_comments = coalesce(?, stated_comments), versions = ?, whole = ?, modified = ?, hash = ?, title = ?, url = ?
WHERE id = ?
"""
