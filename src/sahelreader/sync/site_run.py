"""One site's part of a sync: its source's pages into the library, then whole texts for excerpts, then the record."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sahelreader.domain.article import Article, Page
from sahelreader.domain.outcome import Problem
from sahelreader.domain.retry import pause
from sahelreader.domain.site import Site, SourceKind
from sahelreader.library import articles, comments, sites
from sahelreader.network.source import Asker, Budget, Known, Moved, Pause, Source, Trouble, Wish
from sahelreader.sync.events import Options, SiteDone, SiteProgress
from sahelreader.sync.run import FIRST_IDS

if TYPE_CHECKING:
    from sahelreader.library import Library
    from sahelreader.network.client import Client

#: articles whose discussions come first
FIRST_THREADS = 40
#: a ttl is honoured up to this
LONGEST_TTL = timedelta(hours=4)
#: the key in a cursor under which the articles wait whose page is still to be fetched
PAGES = "pages"


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
    _cursor: dict[str, object] = field(init=False)

    def __post_init__(self) -> None:
        self._cursor = dict(self.site.cursor)
        self.asker = Asker.of(self.site, self.client, self.budget)
        waiting = self.site.cursor.get(PAGES)
        if isinstance(waiting, dict):
            self._pages = {str(key): str(url) for key, url in waiting.items()}

    @property
    def full_text(self) -> bool:
        wanted = self.options.full_text
        return self.site.full_text if wanted is None else wanted and self.site.full_text

    async def events(self) -> AsyncIterator[SiteProgress]:
        try:
            trouble, ttl = None, 0.0
            async for event in source_of(self.site.kind).read(
                self.asker, self.site, await self._wish()
            ):
                if isinstance(event, Page):
                    await self.store(event)
                    yield self.progress()
                elif isinstance(event, Moved):
                    await self.library.write(sites.moved, self.site.id, event.endpoint)
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
            await self._record(trouble, ttl)
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
            page = replace(page, cursor=self._cursor)
        for reason in page.skipped:
            self._log(reason)
        spent, day = self._uncounted(), self.now().date()
        stored = await self.library.write(_store, self.site.id, page, self.now(), day, spent)
        self.new_ids += stored.new_ids
        self.changed += len(stored.changed_ids)
        self.comments += stored.new_comments
        self.vanished += _count(stored.vanished)
        self.replies_to_me += _count(stored.replies_to_me)

    async def one(self, article: Article) -> AsyncIterator[Page | Trouble]:
        """ARTICLE and its discussion as the site has them now, stored. The cursor stays as it is."""
        source = source_of(self.site.kind)
        async for event in source.one(self.asker, self.site, await self._wish(), article):
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
            yield got

    async def stored_article(self, remote_id: str) -> Article | None:
        """The article with REMOTE_ID of this site, as the library has it."""
        return await self.library.read(_article, self.site.id, remote_id)

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

    async def _wish(self) -> Wish:
        first = await self.library.read(
            comments.interesting, self.site.id, self.now(), FIRST_THREADS
        )
        return Wish(
            now=self.now(),
            known=self._known,
            comment_ids=self._comment_ids,
            since=self.options.since,
            threads=tuple(item.remote_id for item in first),
            comment_feeds={
                item.remote_id: item.comments_feed for item in first if item.comments_feed
            },
        )

    async def _known(self, remote_ids: Sequence[str]) -> Mapping[str, Known]:
        if not remote_ids:
            return {}
        found = await self.library.read(articles.known, self.site.id, remote_ids)
        return {key: _known_of(value) for key, value in found.items()}

    async def _comment_ids(self, remote_id: str) -> frozenset[str]:
        return await self.library.read(_comment_ids, self.site.id, remote_id)

    async def _record(self, trouble: Trouble | None, ttl: float) -> None:
        now = self.now()
        if trouble is None:
            rest = min(timedelta(seconds=ttl), LONGEST_TTL)
            not_before = now + rest if rest else None
            await self.library.write(sites.record_success, self.site.id, now, not_before)
            return
        self.problem, self.detail = trouble.problem, trouble.detail
        await self.library.write(
            sites.record_failure, self.site.id, trouble.problem, trouble.detail, now,
            _not_before(self.site, trouble, now),
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
            await self.library.write(_add_bytes, self.site.id, self.now().date(), spent)

    def _log(self, reason: str) -> None:
        import logging

        logging.getLogger(__name__).info("left out: %s", reason)


def _not_before(site: Site, trouble: Trouble, now: datetime) -> datetime | None:
    """When SITE may be asked again after TROUBLE; None for at once.

    Our own network's trouble is not the site's fault, and maintenance of a WordPress is over in seconds,
    whatever the constant ten minutes of its Retry-After say: asked again at once the first time.
    """
    match trouble.problem:
        case Problem.NO_NETWORK | Problem.TIMEOUT | Problem.CUT | Problem.OVER_BUDGET | Problem.BUG:
            return None
        case Problem.MAINTENANCE if site.kind is SourceKind.WORDPRESS and site.failures == 0:
            return None
        case Problem.TOO_MANY:
            return now + pause(site.failures + 1, asked=trouble.retry_after, seed=site.id)
        case _ if trouble.retry_after is not None:
            return now + pause(site.failures + 1, asked=trouble.retry_after, seed=site.id)
        case _ if site.failures >= 2:
            return now + pause(site.failures - 1, seed=site.id)
    return None


def _store(
    db: Any, site_id: int, page: Page, now: datetime, day: Any, spent: dict[str, int]
) -> Any:
    stored = articles.store_page(db, site_id, page, now)
    _add_bytes(db, site_id, day, spent)
    return stored


def _add_bytes(db: Any, site_id: int, day: Any, spent: Mapping[str, int]) -> None:
    for kind, count in spent.items():
        sites.add_bytes(db, site_id, day, kind, count)


def _article(db: Any, site_id: int, remote_id: str) -> Article | None:
    article_id = articles.by_remote(db, site_id, remote_id)
    stored = articles.get(db, article_id) if article_id is not None else None
    return stored.article if stored is not None else None


def _comment_ids(db: Any, site_id: int, remote_id: str) -> frozenset[str]:
    article_id = articles.by_remote(db, site_id, remote_id)
    if article_id is None:
        return frozenset()
    found = comments.thread(db, article_id)
    return frozenset(item.remote_id for item in found if item.remote_id and not item.gone)


def _known_of(value: Any) -> Known:
    return Known(
        modified=value.modified,
        whole=getattr(value, "whole", True),
        comments=value.comment_count or 0,
    )


def _count(value: Any) -> int:
    return value if isinstance(value, int) else len(value)
