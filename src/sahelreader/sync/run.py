"""The sync: several sites at once, each page stored in one transaction, told as a stream of events.

One site's failure is that site's result. Closing the generator (a key, a signal, an error in whoever consumes it)
stops all sites; what was stored stays, with the place to go on from.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sahelreader.domain.outcome import Problem
from sahelreader.domain.site import Site, SourceKind, is_due
from sahelreader.sync.events import Event, Options, SiteDone, SyncDone
from sahelreader.sync.housekeeping import tidy

if TYPE_CHECKING:
    from sahelreader.library import Library
    from sahelreader.network.client import Client
    from sahelreader.network.source import Budget

log = logging.getLogger(__name__)
#: library ids of new articles that one site's end carries
FIRST_IDS = 50


async def sync(
    library: Library,
    client: Client,
    sites: Sequence[Site],
    *,
    now: Callable[[], datetime],
    options: Options | None = None,
) -> AsyncGenerator[Event, None]:
    """Bring in what is new on SITES. Ends with `SyncDone`; raises for nothing that a site or a network can do."""
    from sahelreader.network.source import Budget
    from sahelreader.sync.budget import left_this_month

    options = options or Options()
    limit = await left_this_month(library, now(), options)
    tally = _Tally()
    if limit == 0:
        for site in sites:
            yield tally.add(SiteDone(site, problem=Problem.OVER_BUDGET))
        yield tally.done()
        return
    queue: asyncio.Queue[Event | BaseException] = asyncio.Queue()
    turn = asyncio.Semaphore(max(options.at_once, 1))
    budget = Budget(limit or 0)
    readers = [
        asyncio.create_task(
            _reader(library, client, site, now, options, budget, turn, queue, tally)
        )
        for site in sites
    ]
    try:
        waiting = len(readers)
        while waiting:
            event = await queue.get()
            if isinstance(event, BaseException):
                raise event
            if isinstance(event, SiteDone):
                waiting -= 1
                tally.add(event)
            yield event
        await _group_events(library, now())
        await tidy(library, now())
        yield tally.done()
    finally:
        for reader in readers:
            reader.cancel()
        await asyncio.gather(*readers, return_exceptions=True)


@dataclass(slots=True)
class _Tally:
    new: int = 0
    comments: int = 0
    wire_bytes: int = 0
    replies: set[int] = field(default_factory=set)
    replies_to_me: int = 0

    def add(self, event: SiteDone) -> SiteDone:
        self.new += event.new
        self.comments += event.comments
        self.wire_bytes += event.wire_bytes
        return event

    def done(self) -> SyncDone:
        return SyncDone(self.new, self.comments, self.wire_bytes, self.replies_to_me)


async def _reader(
    library: Library,
    client: Client,
    site: Site,
    now: Callable[[], datetime],
    options: Options,
    budget: Budget,
    turn: asyncio.Semaphore,
    queue: asyncio.Queue[Event | BaseException],
    tally: _Tally,
) -> None:
    """Read one site and put its events into QUEUE; always a `SiteDone` last, or the library's own failure."""
    from sahelreader.library import sites
    from sahelreader.sync.site_run import SiteRun

    try:
        async with turn:
            if site.kind is SourceKind.LOCAL or not is_due(site, now()):
                await queue.put(_not_asked(site))
                return
            # what the caller holds may be older than the last sync's cursor
            current = await library.read(sites.get, site.id) or site
            run = SiteRun(library, client, current, now, options, budget)
            try:
                async for event in run.events():
                    await queue.put(event)
                done = run.done()
            except (OSError, asyncio.CancelledError):
                raise
            except Exception as error:
                if is_library_trouble(error):
                    raise
                # a mistake of ours with this site must not keep the others from being read
                log.exception("reading a site of kind %s", site.kind)
                await run.record(Problem.BUG, type(error).__name__)
                done = run.done(Problem.BUG, type(error).__name__)
            tally.replies_to_me += run.replies_to_me
            await queue.put(done)
    except asyncio.CancelledError:
        raise
    except BaseException as error:
        await queue.put(error)


async def _group_events(library: Library, now: datetime) -> None:
    """One event, several papers; that it failed is no failure of the sync."""
    from sahelreader.sync.grouping import group_events

    if library.read_only:
        return
    try:
        await group_events(library, now)
    except Exception as error:
        if is_library_trouble(error):
            raise
        log.exception("grouping what several papers tell")


def is_library_trouble(error: Exception) -> bool:
    """A full disk or a broken library is everybody's trouble, not one site's."""
    from sahelreader.library import LibraryProblem

    return isinstance(error, LibraryProblem) or type(error).__module__ == "sqlite3"


def _not_asked(site: Site) -> SiteDone:
    """A site that asked for a pause, or is gone: what it said last still stands."""
    problem = site.last_error
    if site.gone:
        problem = problem or Problem.GONE
    return SiteDone(site, problem=problem, detail=site.error_detail if problem else "")
