"""The whole text where a source gave an excerpt: the article's page, fetched once, politely, and kept.

A page too complex, or one in which no article is found, leaves the excerpt; it is not asked for again.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import TYPE_CHECKING

from sahelreader.domain.article import Article, CommentBatch, Page
from sahelreader.domain.outcome import Fetched, Problem, Refused, Unreachable
from sahelreader.network.source import PAGES, Trouble, trouble_of
from sahelreader.sync.reading_pages import extract_page

if TYPE_CHECKING:
    from datetime import datetime

    from sahelreader.network.source import Asker
    from sahelreader.sync.site_run import SiteRun

ACCEPT = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
#: what says that the line is down or the purse empty, rather than that this one page is amiss
_LINE = (
    Problem.NO_NETWORK,
    Problem.TLS,
    Problem.OVER_BUDGET,
    Problem.TOO_MANY,
    Problem.MAINTENANCE,
)


async def fetch_pages(run: SiteRun, waiting: dict[str, str]) -> AsyncIterator[Page | Trouble]:
    """Fetch the pages WAITING (remote id -> URL), store each, and strike it off; stops when the line is down."""
    for remote_id, url in list(waiting.items()):
        article = await run.stored_article(remote_id)
        if article is None or article.whole:
            waiting.pop(remote_id, None)
            continue
        got = await whole(run.asker, article, url, run.now())
        if isinstance(got, Trouble):
            if got.problem in _LINE:
                yield got
                return
            waiting.pop(remote_id, None)
            page = Page(cursor=run.cursor())
        else:
            waiting.pop(remote_id, None)
            page = replace(got, cursor=run.cursor())
        await run.store(page)
        yield page


async def whole(asker: Asker, article: Article, url: str, now: datetime) -> Page | Trouble:
    """ARTICLE with the text and the discussion of the page at URL."""
    answer = await asker.get(url, PAGES, accept=ACCEPT)
    if isinstance(answer, (Unreachable, Refused)) or not isinstance(answer, Fetched):
        return trouble_of(answer)
    extracted = await extract_page(answer.body, answer.url, answer.headers, now)
    if isinstance(extracted, Exception):  # a page too complex, with the reason
        return Trouble(Problem.BAD_CONTENT, str(extracted))
    if not extracted.article.html:
        return Trouble(Problem.BAD_CONTENT, "no article")
    merged = together(article, extracted.article)
    batch = CommentBatch(merged.remote_id, extracted.comments)
    return Page((merged,), (batch,) if extracted.comments else ())


def together(told: Article, page: Article) -> Article:
    """An article as its feed TOLD it, with what only the PAGE shows. The feed's word counts for what both have."""
    return replace(
        told,
        html=page.html,
        whole=True,
        summary=told.summary or page.summary,
        authors=told.authors or page.authors,
        published=told.published or page.published,
        modified=told.modified or page.modified,
        language=told.language or page.language,
        tags=told.tags or page.tags,
        categories=told.categories or page.categories,
        lead=page.lead or told.lead,
        reading_minutes=page.reading_minutes,
        related=page.related,
        comment_count=page.comment_count if page.comment_count is not None else told.comment_count,
        comments_open=page.comments_open,
        form=page.form,
    )
