"""Discussions that an Isso keeps beside the site: stored with their articles like any other.

Which to fetch, and how, is `network.isso`'s; the numbers that it compares with are kept in the site's cursor, in the
transaction that stores the thread.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sahelreader.domain.article import Article, CommentBatch, Page
from sahelreader.network import isso
from sahelreader.network.source import Trouble
from sahelreader.parse.isso import IssoThread, isso_form
from sahelreader.sync.site_run import COUNTED

if TYPE_CHECKING:
    from sahelreader.sync.site_run import SiteRun


async def discussions(run: SiteRun, heard: dict[str, int]) -> AsyncIterator[Page | Trouble]:
    """Fetch and store the threads that changed. HEARD, by thread, is brought up to date before each is stored."""
    watched = await run.watched(COUNTED)
    # their pages were never read: that their thread is there says where one can write
    plain = {item.remote_id: item for item in watched if item.isso is None}
    async for event in isso.discussions(run.asker, watched, run.isso, dict(heard)):
        if isinstance(event, Trouble):
            yield event
            return
        if event.count is not None:
            heard[event.url] = event.count
        unread = plain.get(event.batch.article_remote_id)
        article = await run.stored_article(unread.remote_id) if unread is not None else None
        thread = isso.thread_of(unread, run.isso) if unread is not None else None
        known = (
            (replace(article, form=isso_form(thread)),)
            if article is not None and article.form is None and thread is not None
            else ()
        )
        page = Page(known, (event.batch,), cursor=run.cursor())
        await run.store(page)
        yield page


def asking(articles: Sequence[Article], required: object) -> tuple[Article, ...]:
    """ARTICLES, where an Isso takes the comments, with what it REQUIRED of those who write when the site was added."""
    if not isinstance(required, list):
        return tuple(articles)
    fields = tuple(str(field) for field in required)
    return tuple(
        replace(item, form=replace(item.form, required=fields))
        if item.form is not None and item.form.system == "isso"
        else item
        for item in articles
    )


async def discussion(run: SiteRun, article: Article) -> Page | Trouble | None:
    """The thread of ARTICLE as it is now; None when no Isso keeps it, or does not give it."""
    form = article.form
    if form is None or form.system != "isso":
        return None
    thread = IssoThread(form.action, dict(form.hidden).get("uri", ""))
    got = await isso.whole(run.asker, thread, article.remote_id, article.url)
    return Page(batches=(got,)) if isinstance(got, CommentBatch) else got
