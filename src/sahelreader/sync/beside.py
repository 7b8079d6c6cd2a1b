"""Discussions that an Isso keeps beside the site: stored with their articles like any other.

Which to fetch, and how, is `network.isso`'s; the numbers that it compares with are kept in the site's cursor, in the
transaction that stores the thread.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from sahelreader.domain.article import Article, CommentBatch, Page
from sahelreader.network import isso
from sahelreader.network.source import Trouble
from sahelreader.parse.isso import IssoThread
from sahelreader.sync.site_run import COUNTED

if TYPE_CHECKING:
    from sahelreader.sync.site_run import SiteRun


async def discussions(run: SiteRun, heard: dict[str, int]) -> AsyncIterator[Page | Trouble]:
    """Fetch and store the threads that changed. HEARD, by thread, is brought up to date before each is stored."""
    watched = await run.watched(COUNTED)
    async for event in isso.discussions(run.asker, watched, run.isso, dict(heard)):
        if isinstance(event, Trouble):
            yield event
            return
        if event.count is not None:
            heard[event.url] = event.count
        page = Page(batches=(event.batch,), cursor=run.cursor())
        await run.store(page)
        yield page


async def discussion(run: SiteRun, article: Article) -> Page | Trouble | None:
    """The thread of ARTICLE as it is now; None when no Isso keeps it, or does not give it."""
    form = article.form
    if form is None or form.system != "isso":
        return None
    thread = IssoThread(form.action, dict(form.hidden).get("uri", ""))
    got = await isso.whole(run.asker, thread, article.remote_id, article.url)
    return Page(batches=(got,)) if isinstance(got, CommentBatch) else got
