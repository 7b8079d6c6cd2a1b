"""One site's part of a sync: its source's pages into the library, then whole texts for excerpts, then the record."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from sahelreader.domain.article import Article, Page
from sahelreader.domain.outcome import Problem
from sahelreader.domain.site import Site, SourceKind
from sahelreader.library import sites
from sahelreader.network.source import (
    Asker,
    Budget,
    Known,
    Moved,
    Pause,
    Source,
    Trouble,
    Watched,
    Wish,
)
from sahelreader.sync import stored
from sahelreader.sync.due import after_failure, after_success
from sahelreader.sync.events import Options, SiteDone, SiteProgress
from sahelreader.sync.run import FIRST_IDS

if TYPE_CHECKING:
    from pathlib import Path

    from sahelreader.library import Library
    from sahelreader.network.client import Client
    from sahelreader.sync.pictures import PictureFetched

#: articles whose discussions come first
FIRST_THREADS = 40
#: the key in a cursor under which the articles wait whose page is still to be fetched
PAGES = "pages"
#: the key under which the numbers of comments stand that an Isso told last, by thread
ISSO = "isso"
#: discussions in an Isso of which the number of comments is asked: a number costs some bytes
COUNTED = 200


def source_of(kind: SourceKind) -> Source:
    if kind is SourceKind.WORDPRESS:
        from sahelreader.network.wordpress import WordPress

        return WordPress()
    if kind is SourceKind.FEED:
        from sahelreader.network.feed import FeedSource

        return FeedSource()
    from sahelreader.network.page import PageSource

    return PageSource()


@dataclass(slots=True)
class SiteRun:
    library: Library
    client: Client
    site: Site
    now: Callable[[], datetime]
    options: Options
    budget: Budget
    new_ids: list[int] = field(default_factory=list)
    changed: int = 0
    comments: int = 0
    vanished: int = 0
    replies_to_me: int = 0
    problem: str = ""
    detail: str = ""
    asker: Asker = field(init=False)
    _counted: dict[str, int] = field(default_factory=dict)
    #: remote id -> URL of articles whose page is to be fetched
    _pages: dict[str, str] = field(default_factory=dict)
    #: address of a thread in an Isso -> how many comments it had
    _heard: dict[str, int] = field(default_factory=dict)
    _isso: str = ""
    _cursor: dict[str, object] = field(init=False)

    def __post_init__(self) -> None:
        self._cursor = dict(self.site.cursor)
        self.asker = Asker.of(self.site, self.client, self.budget)
        waiting = self.site.cursor.get(PAGES)
        if isinstance(waiting, dict):
            self._pages = {str(key): str(url) for key, url in waiting.items()}
        heard = self.site.cursor.get(ISSO)
        if isinstance(heard, dict):
            self._heard = {key: count for key, count in heard.items() if type(count) is int}

    @property
    def full_text(self) -> bool:
        wanted = self.options.full_text
        return self.site.full_text if wanted is None else wanted and self.site.full_text

    async def events(self) -> AsyncIterator[SiteProgress]:
        try:
            trouble, ttl = None, 0.0
            async for event in source_of(self.site.kind).read(self.asker, self.site, self._wish()):
                if isinstance(event, Page):
                    await self.store(event)
                    yield self.progress()
                elif isinstance(event, Moved):
                    await self.library.write(sites.set_endpoint, self.site.id, event.endpoint)
                elif isinstance(event, Pause):
                    ttl = event.seconds
                else:
                    trouble = event
            if trouble is None and self._pages and self.full_text:
                from sahelreader.sync.whole_text import fetch_pages

                async for happened in fetch_pages(self, self._pages):
                    if isinstance(happened, Trouble):
                        trouble = happened
                    else:
                        yield self.progress()
            if trouble is None and self.isso:
                from sahelreader.sync.beside import discussions

                async for happened in discussions(self, self._heard):
                    if isinstance(happened, Trouble):
                        trouble = happened
                    else:
                        yield self.progress()
            await self._record(trouble, ttl)
            if trouble is None and self.options.pictures is not None:
                async for _came in self._pictured(self.options.pictures):
                    yield self.progress()
        finally:
            await self.count_bytes()

    def progress(self) -> SiteProgress:
        return SiteProgress(self.site, len(self.new_ids), self.comments, self.asker.total)

    def done(self, problem: str = "", detail: str = "") -> SiteDone:
        return SiteDone(
            self.site, len(self.new_ids), self.changed, self.comments, self.vanished,
            self.asker.total, problem or self.problem, detail or self.detail,
            tuple(self.new_ids[:FIRST_IDS]),
        )  # fmt: skip

    async def store(self, page: Page) -> None:
        """One transaction: articles, comments, cursor, and what they cost."""
        if page.articles:
            page = replace(page, articles=await self._sifted(page.articles))
        if page.cursor is not None:
            self._cursor = {**page.cursor, PAGES: dict(self._pages)}
            if self._heard:
                self._cursor[ISSO] = dict(self._heard)
            page = replace(page, cursor=self._cursor)
        for reason in page.skipped:
            self._log(reason)
        await self._note_isso(page.articles)
        if page.articles and self.isso:
            from sahelreader.sync.beside import asking

            page = replace(page, articles=asking(page.articles, self.site.facts.get("required")))
        spent = self._uncounted()
        kept = await self.library.write(stored.store, self.site.id, page, self.now(), spent)
        self.new_ids += kept.new_ids
        self.changed += len(kept.changed_ids)
        self.comments += kept.new_comments
        self.vanished += len(kept.vanished)
        self.replies_to_me += len(kept.replies_to_me)

    async def _pictured(self, folder: Path) -> AsyncIterator[PictureFetched]:
        """The lead pictures of what is new; one that does not come is no failure of the site."""
        from sahelreader.library.album import Album
        from sahelreader.parse.picture import available
        from sahelreader.sync.pictures import fetch_leads

        if available() and self.new_ids:
            async for came in fetch_leads(self.library, self.asker, Album(folder), self.new_ids):
                yield came

    async def one(self, article: Article) -> AsyncIterator[Page | Trouble]:
        """ARTICLE and its discussion as the site has them now, stored. The cursor stays as it is."""
        source = source_of(self.site.kind)
        async for event in source.one(self.asker, self.site, self._wish(), article):
            if isinstance(event, Page):
                await self.store(replace(event, cursor=None))
                yield event
            elif isinstance(event, Trouble):
                yield event
                return
        if self.site.kind is not SourceKind.WORDPRESS and article.url:
            from sahelreader.sync.whole_text import whole

            got = await whole(self.asker, article, article.url, self.now())
            if isinstance(got, Page):
                await self.store(got)
                article = got.articles[0]
            yield got
            from sahelreader.sync.beside import discussion

            heard = await discussion(self, article)
            if isinstance(heard, Page):
                await self.store(heard)
            if heard is not None:
                yield heard

    async def stored_article(self, remote_id: str) -> Article | None:
        """The article with REMOTE_ID of this site, as the library has it."""
        return await self.library.read(stored.article, self.site.id, remote_id)

    async def watched(self, limit: int) -> Sequence[Watched]:
        """At most LIMIT articles whose discussions are worth asking for, the person's first."""
        return await self.library.read(stored.first_threads, self.site.id, self.now(), limit)

    @property
    def isso(self) -> str:
        """Where the Isso is that keeps the site's discussions; "" when there is none, or the site has its own."""
        known = self.site.facts.get("isso") if self.site.kind is not SourceKind.WORDPRESS else ""
        return self._isso or (known if isinstance(known, str) else "")

    def cursor(self) -> dict[str, object]:
        """The site's cursor as it was stored last; `store` adds what still waits."""
        return self._cursor

    async def record(self, problem: Problem, detail: str) -> None:
        await self._record(Trouble(problem, detail), 0.0)

    async def _sifted(self, found: Sequence[Article]) -> tuple[Article, ...]:
        """FOUND without excerpts of articles that we have whole; new excerpts are put down for fetching."""
        parts = [item for item in found if not item.whole and not item.protected]
        if not parts or not self.full_text:
            return tuple(found)
        known = await self._known([item.remote_id for item in parts])
        have = {key for key, value in known.items() if value.whole}
        for item in parts:
            if item.remote_id not in known and item.url:
                self._pages[item.remote_id] = item.url
        return tuple(item for item in found if item.whole or item.remote_id not in have)

    def _wish(self) -> Wish:
        return Wish(
            now=self.now(),
            known=self._known,
            comment_ids=self._comment_ids,
            watched=self._watched,
            since=self.options.since,
        )

    async def _note_isso(self, found: Sequence[Article]) -> None:
        """Remember the Isso that a page of FOUND names: then the discussions of all articles are asked for there."""
        if self.site.kind is SourceKind.WORDPRESS:
            return
        forms = [item.form for item in found if item.form is not None]
        api = next((form.action for form in forms if form.system == "isso"), "")
        if api and api != self.isso:
            self._isso = api
            await self.library.write(sites.learn, self.site.id, "isso", api)

    async def _watched(self) -> Sequence[Watched]:
        return await self.watched(FIRST_THREADS)

    async def _known(self, remote_ids: Sequence[str]) -> Mapping[str, Known]:
        if not remote_ids:
            return {}
        return await self.library.read(stored.known, self.site.id, remote_ids)

    async def _comment_ids(self, remote_id: str) -> frozenset[str]:
        return await self.library.read(stored.comment_ids, self.site.id, remote_id)

    async def _record(self, trouble: Trouble | None, ttl: float) -> None:
        now = self.now()
        if trouble is None:
            await self.library.write(
                stored.succeeded, self.site.id, now, after_success(ttl, now), self._uncounted()
            )
            return
        self.problem, self.detail = trouble.problem, trouble.detail
        if trouble.problem is Problem.OVER_BUDGET:
            return  # the person's purse is empty; nothing is wrong with the site
        await self.library.write(
            sites.record_failure, self.site.id, trouble.problem, trouble.detail, now,
            after_failure(self.site, trouble.problem, trouble.retry_after, now),
            gone=trouble.problem is Problem.GONE,
        )  # fmt: skip

    def _uncounted(self) -> dict[str, int]:
        """Bytes by kind since the last time they were written down."""
        spent = {
            kind: count - self._counted.get(kind, 0) for kind, count in self.asker.spent.items()
        }
        self._counted = dict(self.asker.spent)
        return {kind: count for kind, count in spent.items() if count}

    async def count_bytes(self) -> None:
        spent = self._uncounted()
        if spent:
            await self.library.write(stored.count_bytes, self.site.id, self.now(), spent)

    def _log(self, reason: str) -> None:
        import logging

        logging.getLogger(__name__).info("left out: %s", reason)
