"""Sync and delivery while the reader is open: thin workers over the streams of events from below, and what they say.

Owns the status that the top line shows. Touches no widget: it posts messages to the screens that are open.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.message import Message
from textual.worker import Worker, WorkerState

from sahelreader.config import Settings
from sahelreader.domain.site import Site, SourceKind

if TYPE_CHECKING:
    from sahelreader.domain.draft import Draft
    from sahelreader.drafts import Drafts
    from sahelreader.library import Library

#: states of a draft that waits for the network or for a next attempt
WAITING = ("queued", "sending", "retry", "in_doubt")
#: between two looks at the outbox that may lead to the network
REST = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Status:
    """What the top line says. ONLINE None: not known. Bytes are bytes on the wire."""

    online: bool | None = None
    #: comments queued and not on their site yet; drafts still being written
    waiting: int = 0
    #: comments that a moderator is to read
    held: int = 0
    drafts: int = 0
    syncing: bool = False
    sending: bool = False
    sites_done: int = 0
    sites_total: int = 0
    articles: int = 0
    comments: int = 0
    wire_bytes: int = 0
    failed: int = 0
    last_sync: datetime | None = None
    last_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """How a sync ended. PROBLEMS: (site, code of `domain.outcome.Problem`, detail). STOPPED by the person."""

    new: int = 0
    comments: int = 0
    wire_bytes: int = 0
    replies_to_me: int = 0
    sites: int = 0
    problems: tuple[tuple[str, str, str], ...] = ()
    stopped: bool = False
    #: it was asked for what was published before
    older: bool = False


class Traffic:
    """At most one sync and one delivery at a time. Every public method returns at once."""

    class Changed(Message):
        """The status changed; the newest replaces those not handled yet."""

        def __init__(self, status: Status) -> None:
            super().__init__()
            self.status = status

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, Traffic.Changed)

    class Arrived(Message):
        """A site is done: articles or comments of it changed in the library."""

        def __init__(self, site_id: int, new_ids: Sequence[int]) -> None:
            super().__init__()
            self.site_id = site_id
            self.new_ids = tuple(new_ids)

    class Ended(Message):
        """A sync ended."""

        def __init__(self, summary: Summary) -> None:
            super().__init__()
            self.summary = summary

    class DraftMoved(Message):
        """A delivery changed the state of DRAFT; KIND is the event's name in lower case."""

        def __init__(self, draft: Draft, kind: str) -> None:
            super().__init__()
            self.draft = draft
            self.kind = kind

    class DeliveryEnded(Message):
        """A delivery went through the outbox: how many are on their site, wait, were refused."""

        def __init__(self, sent: int, waiting: int, refused: int) -> None:
            super().__init__()
            self.sent, self.waiting, self.refused = sent, waiting, refused

    class Failed(Message):
        """A mistake of ours ended a worker; it is in the log."""

        def __init__(self, error: Exception) -> None:
            super().__init__()
            self.error = error

    def __init__(
        self,
        library: Library,
        drafts: Callable[[], Drafts],
        settings: Settings,
        now: Callable[[], datetime],
        client: Callable[[], AbstractAsyncContextManager[Any]],
        pictures: Path | None = None,
    ) -> None:
        """PICTURES: the folder of those that are kept, for who wants them to come with each sync."""
        self._pictures = pictures if settings.pictures == "always" else None
        self._library = library
        self._drafts = drafts
        self._settings = settings
        self._now = now
        self._client = client
        self._app: App[Any] | None = None
        self._sync: Worker[None] | None = None
        self._delivery: Worker[None] | None = None
        #: something was queued while a delivery ran
        self._more = False
        self._attended: datetime | None = None
        self.status = Status()

    def attach(self, app: App[Any]) -> None:
        self._app = app

    @property
    def syncing(self) -> bool:
        return _runs(self._sync)

    @property
    def sending(self) -> bool:
        return _runs(self._delivery)

    def sync(
        self,
        sites: Sequence[Site] | None = None,
        *,
        send: bool = True,
        since: datetime | None = None,
        max_bytes: int = 0,
    ) -> None:
        """Send what waits (unless SEND is False), then sync SITES (all when None). Nothing when one runs.

        SINCE and MAX_BYTES as in `sync.Options`: older articles too, for so many bytes.
        """
        if self._app is not None and not self.syncing:
            self._sync = self._app.run_worker(
                self._run_sync(sites, send, since, max_bytes), group="sync", exit_on_error=False
            )

    def send(self, ids: Sequence[str] | None = None) -> None:
        """Deliver the drafts IDS, or all that wait; while a delivery runs, once more what waits then."""
        if self.sending:
            self._more = True
        elif self._app is not None:
            self._delivery = self._app.run_worker(
                self._run_delivery(ids), group="delivery", exit_on_error=False
            )

    def stop(self) -> None:
        """Stop the sync; what has arrived is stored."""
        if self._sync is not None:
            self._sync.cancel()

    def count_drafts(self) -> None:
        """Look at the drafts folder again (after a screen changed it)."""
        if self._app is not None:
            self._app.run_worker(
                self._count(), group="count-drafts", exclusive=True, exit_on_error=False
            )

    def heard(self, online: bool) -> None:
        """Say whether the network seems to be there."""
        if online != self.status.online:
            self._become(online=online)

    async def attend(self) -> None:
        """Send what has become due by itself, and ask after what is held, at most once a minute; else ask nothing."""
        status, now = self.status, self._now()
        idle = not (self.sending or self.syncing)
        rested = self._attended is None or now - self._attended >= REST
        if self._settings.send == "auto" and idle and rested and (status.waiting or status.held):
            self._attended = now
            if await asyncio.to_thread(self._is_anything_due, now):
                self.send()

    def _is_anything_due(self, now: datetime) -> bool:
        from sahelreader.delivery import plan

        return any(
            plan.check_due(draft, now)
            # what has no time waits for the person, or for another comment of theirs
            or (plan.is_due(draft, now) and (draft.next_attempt or draft.not_before) is not None)
            for draft in self._drafts().all().drafts
        )

    async def _count(self) -> None:
        shelf = await asyncio.to_thread(lambda: self._drafts().all())
        waiting = sum(draft.state.value in WAITING for draft in shelf.drafts)
        held = sum(draft.state.value == "held" for draft in shelf.drafts)
        writing = sum(draft.state.value == "draft" for draft in shelf.drafts)
        self._become(waiting=waiting, held=held, drafts=writing)

    async def _run_delivery(self, ids: Sequence[str] | None) -> None:
        try:
            await self._deliver(ids)
            while self._more:
                self._more = False
                await self._deliver(None)
        except Exception as error:
            self._tell(Traffic.Failed, error)

    async def _deliver(self, ids: Sequence[str] | None, *, send: bool = True) -> None:
        """SEND False: only ask after what its site holds."""
        from sahelreader import delivery

        self._become(sending=True)
        try:
            async with self._client() as client:
                events = delivery.deliver(
                    self._drafts(), client, now=self._now, ids=ids, library=self._library, send=send
                )
                async for event in events:
                    if isinstance(event, delivery.DeliveryDone):
                        self._tell(Traffic.DeliveryEnded, event.sent, event.waiting, event.refused)
                    else:
                        self._tell(Traffic.DraftMoved, event.draft, type(event).__name__.lower())
        finally:
            self._become(sending=False)
            await self._count()

    async def _run_sync(
        self, sites: Sequence[Site] | None, send: bool, since: datetime | None, max_bytes: int
    ) -> None:
        try:
            if send and not self.sending:
                await self._count()
                # what became of my own comes first; only "auto" sends by itself
                auto = self._settings.send == "auto"
                if self.status.held or (auto and self.status.waiting):
                    await self._deliver(None, send=auto)
            await self._bring_in(sites, since, max_bytes)
        except Exception as error:
            self._tell(Traffic.Failed, error)

    async def _bring_in(
        self, sites: Sequence[Site] | None, since: datetime | None, max_bytes: int
    ) -> None:
        from sahelreader import sync as syncing
        from sahelreader.library import sites as library_sites

        if sites is None:
            sites = await self._library.read(library_sites.all)
        asked = [site for site in sites if site.kind is not SourceKind.LOCAL]
        names = {site.id: site.name for site in asked}
        problems: list[tuple[str, str, str]] = []
        summary = Summary(sites=len(asked), older=since is not None)
        running: dict[int, tuple[int, int, int]] = {}
        self._become(
            syncing=True, sites_done=0, sites_total=len(asked), articles=0, comments=0,
            wire_bytes=0, failed=0,
        )  # fmt: skip
        heard = False
        try:
            async with self._client() as client:
                options = syncing.Options(
                    full_text=self._settings.full_text,
                    max_bytes=max_bytes or self._settings.sync_bytes,
                    since=since,
                    pictures=self._pictures,
                    month_bytes=self._settings.month_bytes,
                )
                events = syncing.sync(self._library, client, asked, now=self._now, options=options)
                async for event in events:
                    if isinstance(event, syncing.SiteProgress):
                        running[event.site.id] = (event.articles, event.comments, event.wire_bytes)
                    elif isinstance(event, syncing.SiteDone):
                        running[event.site.id] = (event.new, event.comments, event.wire_bytes)
                        if event.problem:
                            name = names.get(event.site.id, event.site.name)
                            problems.append((name, event.problem, event.detail))
                        heard = heard or event.problem != "no_network"
                        self._become(sites_done=self.status.sites_done + 1, failed=len(problems))
                        if event.new or event.changed or event.comments or event.vanished:
                            self._tell(Traffic.Arrived, event.site.id, event.first_new_ids)
                    elif isinstance(event, syncing.SyncDone):
                        summary = replace(
                            summary,
                            new=event.new,
                            comments=event.comments,
                            wire_bytes=event.wire_bytes,
                            replies_to_me=event.replies_to_me,
                        )
                    self._progress(running)
        except asyncio.CancelledError:
            self._finish(replace(summary, stopped=True, problems=tuple(problems)), None)
            raise
        self._finish(replace(summary, problems=tuple(problems)), heard if asked else None)

    def _progress(self, running: dict[int, tuple[int, int, int]]) -> None:
        articles, comments, wire_bytes = (
            (sum(part) for part in zip(*running.values(), strict=True)) if running else (0, 0, 0)
        )
        self._become(articles=articles, comments=comments, wire_bytes=wire_bytes)

    def _finish(self, summary: Summary, online: bool | None) -> None:
        self._become(
            syncing=False,
            last_sync=self._now() if online else self.status.last_sync,
            last_bytes=summary.wire_bytes if online else self.status.last_bytes,
            online=self.status.online if online is None else online,
        )
        self._tell(Traffic.Ended, summary)

    def _become(self, **changes: Any) -> None:
        status = replace(self.status, **changes)
        if status != self.status:
            self.status = status
            self._tell(Traffic.Changed, status)

    def _tell(self, message: Callable[..., Message], *facts: Any) -> None:
        """Post a message made of FACTS to every open screen; each gets one of its own."""
        if self._app is not None and self._app.is_running:
            for screen in self._app.screen_stack:
                screen.post_message(message(*facts))


def _runs(worker: Worker[None] | None) -> bool:
    return worker is not None and worker.state in (WorkerState.PENDING, WorkerState.RUNNING)
