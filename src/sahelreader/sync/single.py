"""One article asked for again by hand, with its discussion: the person wants it as the site has it now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from sahelreader.sync.events import ArticleFetched

if TYPE_CHECKING:
    from sahelreader.library import Library
    from sahelreader.network.client import Client


async def fetch_article(
    library: Library, client: Client, article_id: int, now: Callable[[], datetime]
) -> ArticleFetched:
    """Fetch the article with library id ARTICLE_ID and its discussion again and store both."""
    from sahelreader.domain.outcome import Problem
    from sahelreader.domain.site import SourceKind
    from sahelreader.library import articles, sites
    from sahelreader.network.source import Budget, Trouble
    from sahelreader.sync.events import Options
    from sahelreader.sync.site_run import SiteRun

    stored = await library.read(articles.get, article_id)
    site = await library.read(sites.get, stored.site_id) if stored is not None else None
    if stored is None or site is None:
        return ArticleFetched(Problem.NOT_FOUND)
    if site.kind is SourceKind.LOCAL:
        return ArticleFetched()
    run = SiteRun(library, client, site, now, Options(), Budget())
    trouble: Trouble | None = None
    try:
        async for event in run.one(stored.article):
            if isinstance(event, Trouble):
                trouble = event
    finally:
        await run.count_bytes()
    return ArticleFetched(
        trouble.problem if trouble else "",
        trouble.detail if trouble else "",
        changed=bool(run.changed),
        new_comments=run.comments,
        wire_bytes=run.asker.total,
    )
