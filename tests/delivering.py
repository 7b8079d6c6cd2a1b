"""For the delivery's tests: an outbox, a clock that is moved by hand, and a run of the real client to its end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sahelreader.config import Settings
from sahelreader.delivery import Event, deliver
from sahelreader.domain.draft import Draft, Identity, Target
from sahelreader.drafts import Drafts
from sahelreader.network import open_client
from tests.posting_site import PostingSite

START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
SIGNED = Identity("Zénabou", "zenabou@example.org", "")


@dataclass(slots=True)
class Desk:
    """A person's outbox and one site. Sleeping moves the clock and takes no time."""

    site: PostingSite
    drafts: Drafts
    time: datetime = START
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.later(seconds)

    def later(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)

    def target(self, post: int = 7, parent: int | str = "") -> Target:
        return Target(
            site_url=self.site.url, article_url=self.site.article(post), article_title="La crue",
            article_remote_id=str(post), endpoint=self.site.form, api_root=self.site.api_root,
            parent_remote_id=str(parent),
        )  # fmt: skip

    def write(
        self,
        text: str,
        *,
        post: int = 7,
        parent: int | str = "",
        answers: str = "",
        who: Identity = SIGNED,
        queue: bool = True,
        target: Target | None = None,
    ) -> str:
        """Write (and queue) a comment; its draft's id. ANSWERS: the id of a draft of mine."""
        self.later(0.001)
        target = target or replace(self.target(post, parent), parent_draft=answers)
        draft = Draft(
            id=self.drafts._new_id(self.time), target=target, text=text, identity=who,
            created=self.time, updated=self.time,
        )  # fmt: skip
        draft = self.drafts.save(draft)
        if queue:
            self.drafts.queue(draft.id, self.time)
        return draft.id

    async def send(self, ids: Collection[str] | None = None) -> list[Event]:
        async with open_client(Settings()) as client:
            return [
                event
                async for event in deliver(
                    self.drafts, client, now=self.now, ids=ids, sleep=self.sleep
                )
            ]

    def read(self, draft_id: str) -> Draft:
        draft = self.drafts.get(draft_id)
        assert draft is not None
        return draft


@asynccontextmanager
async def a_desk(folder: Path) -> AsyncIterator[Desk]:
    site = PostingSite()
    desk = Desk(site, Drafts(folder))
    site.clock = lambda: desk.time.timestamp()
    async with site:
        yield desk
