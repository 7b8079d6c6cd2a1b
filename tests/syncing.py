"""What sync tests share: a library in a folder of its own, a real client, and a person who syncs."""

from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sahelreader.config import Settings
from sahelreader.domain.article import Article
from sahelreader.domain.site import Site
from sahelreader.library import Library, articles, comments, sites
from sahelreader.library.rows import StoredComment
from sahelreader.library.views import View
from sahelreader.network import open_client
from sahelreader.network.client import Client
from sahelreader.sync import Options, SiteDone, Subscribed, SyncDone, subscribe, sync
from sahelreader.sync.events import Event


@dataclass(slots=True)
class Person:
    """Somebody with a library and a network. CLOCK is their machine's time."""

    library: Library
    client: Client
    clock: datetime = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
    events: list[Event] = field(default_factory=list)

    def now(self) -> datetime:
        return self.clock

    def later(self, **span: float) -> None:
        self.clock += timedelta(**span)

    async def add(self, url: str) -> Site:
        answer = await subscribe(self.library, self.client, url, now=self.now)
        assert isinstance(answer, Subscribed), answer
        return answer.site

    async def sync(
        self, options: Options | None = None, only: Sequence[Site] = ()
    ) -> list[SiteDone]:
        """Sync everything (or ONLY some); how each site ended. All events are in `events`."""
        chosen = list(only) or self.library.read_now(sites.all)
        self.events = []
        events = sync(self.library, self.client, chosen, now=self.now, options=options)
        async with aclosing(events):
            async for event in events:
                self.events.append(event)
        assert isinstance(self.events[-1], SyncDone)
        return [event for event in self.events if isinstance(event, SiteDone)]

    async def sync_one(self, options: Options | None = None) -> SiteDone:
        [done] = await self.sync(options)
        return done

    def articles(self) -> list[Article]:
        """All articles, the newest first."""
        found = []
        for number in self.library.read_now(articles.ids, View("all")):
            stored = self.library.read_now(articles.get, number)
            assert stored is not None
            found.append(stored.article)
        return found

    def article_id(self, url: str) -> int:
        number = self.library.read_now(articles.by_url, url)
        assert number is not None
        return number

    def thread(self, url: str) -> list[StoredComment]:
        return self.library.read_now(comments.thread, self.article_id(url))

    def site(self) -> Site:
        [site] = self.library.read_now(sites.all)
        return site


@asynccontextmanager
async def person(folder: Path, settings: Settings | None = None) -> AsyncIterator[Person]:
    start = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
    library = Library.open(folder / "library.db", now=start)
    try:
        async with open_client(settings or Settings()) as client:
            yield Person(library, client, start)
    finally:
        library.close()
