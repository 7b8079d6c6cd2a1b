"""What the sync reads from the library and writes into it; each function runs through one of its doors, whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sahelreader.domain.article import Article, Page
from sahelreader.library import articles, comments, sites
from sahelreader.library.exchange import Stored
from sahelreader.network.source import Known, Watched


def store(db: Any, site_id: int, page: Page, now: datetime, spent: Mapping[str, int]) -> Stored:
    """PAGE and the bytes it cost, by kind."""
    stored = articles.store_page(db, site_id, page, now)
    count_bytes(db, site_id, now, spent)
    return stored


def count_bytes(db: Any, site_id: int, now: datetime, spent: Mapping[str, int]) -> None:
    day = f"{now.astimezone(UTC):%Y-%m-%d}"
    for kind, count in spent.items():
        sites.add_bytes(db, site_id, day, kind, count)


def succeeded(
    db: Any, site_id: int, now: datetime, not_before: datetime | None, spent: Mapping[str, int]
) -> None:
    """The site was read, and what the last of it cost; one transaction, since each waits for the disk."""
    sites.record_success(db, site_id, now, not_before)
    count_bytes(db, site_id, now, spent)


def article(db: Any, site_id: int, remote_id: str) -> Article | None:
    article_id = articles.by_remote(db, site_id, remote_id)
    stored = articles.get(db, article_id) if article_id is not None else None
    return stored.article if stored is not None else None


def comment_ids(db: Any, site_id: int, remote_id: str) -> frozenset[str]:
    """Remote ids of the article's comments that the site showed last."""
    article_id = articles.by_remote(db, site_id, remote_id)
    if article_id is None:
        return frozenset()
    found = comments.thread(db, article_id)
    return frozenset(item.remote_id for item in found if item.remote_id and not item.gone)


def known(db: Any, site_id: int, remote_ids: Sequence[str]) -> dict[str, Known]:
    found = articles.known(db, site_id, remote_ids)
    return {
        key: Known(item.modified, item.whole, item.comments_total, item.gone)
        for key, item in found.items()
    }


def first_threads(db: Any, site_id: int, now: datetime, limit: int) -> tuple[Watched, ...]:
    """The articles whose discussions come first: mine, saved, read, then recent ones."""
    found = articles.remote(db, comments.interesting(db, site_id, now, limit=limit))
    return tuple(
        Watched(item.remote_id, item.comments_feed, item.cared_for, item.url, item.isso)
        for item in found
        if not item.protected
    )
