"""A site with neither API nor feed: its front page, and the articles that are linked on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from sahelreader.domain.article import Article, Page
from sahelreader.domain.outcome import Fetched, NotModified, Problem
from sahelreader.domain.site import Site
from sahelreader.network.source import ARTICLES, Asker, Event, Moved, Trouble, Wish, trouble_of
from sahelreader.parse.front import article_links

ACCEPT = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
#: articles that one run takes from a front page
NEW = 20


@dataclass(frozen=True, slots=True)
class PageSource:
    """`network.source.Source` for sites of kind PAGE. Gives excerpts (a headline); the texts are on their pages."""

    async def read(self, asker: Asker, site: Site, wish: Wish) -> AsyncIterator[Event]:
        kept = site.cursor.get("page")
        validators = {str(k): str(v) for k, v in kept.items()} if isinstance(kept, dict) else {}
        answer = await asker.get(site.endpoint, ARTICLES, accept=ACCEPT, validators=validators)
        if isinstance(answer, NotModified):
            return
        if not isinstance(answer, Fetched):
            yield trouble_of(answer)
            return
        links = article_links(answer.body, answer.url, answer.headers)
        if links is None:
            yield Trouble(Problem.BAD_CONTENT, answer.headers.get("content-type", "")[:60])
            return
        known = await wish.known([url for url, _title in links])
        fresh = [
            Article(remote_id=url, url=url, title=title, whole=False)
            for url, title in links
            if url not in known
        ][:NEW]
        names = ("etag", "last-modified")
        found = {name: answer.headers[name] for name in names if answer.headers.get(name)}
        yield Page(articles=tuple(fresh), cursor={"v": 1, "page": found})
        if answer.moved_to:
            yield Moved(answer.moved_to)

    async def one(
        self, asker: Asker, site: Site, wish: Wish, article: Article
    ) -> AsyncIterator[Event]:
        return
        yield
