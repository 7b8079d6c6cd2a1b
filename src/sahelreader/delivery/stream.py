"""Delivery: the outbox goes out as a stream of events, one comment at a time. Chooses which comment goes, and when.

Decides by `plan` and asks no site itself: `courier` does, over the systems behind `seam`. One process at a time.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sahelreader.delivery import plan
from sahelreader.delivery.courier import Courier
from sahelreader.delivery.events import (
    Delivered,
    DeliveryDone,
    Event,
    FollowedUp,
    Refused,
    Waiting,
)
from sahelreader.delivery.reasons import Reason
from sahelreader.delivery.seam import System
from sahelreader.domain.draft import Draft, State
from sahelreader.drafts import Drafts

if TYPE_CHECKING:
    from sahelreader.delivery.secrets import Secrets
    from sahelreader.library import Library
    from sahelreader.network.client import Client

Clock = Callable[[], datetime]
Sleep = Callable[[float], Awaitable[object]]

#: reasons by which a site asked to be left alone until a draft's next attempt
_SITE_ASKED = frozenset((Reason.FLOOD, Reason.MAINTENANCE))
#: surely not there, and what to do otherwise is known
_AT_ONCE = frozenset((Reason.MOVED, Reason.FORM_READ))


async def deliver(
    drafts: Drafts,
    client: Client,
    *,
    now: Clock,
    ids: Collection[str] | None = None,
    library: Library | None = None,
    send: bool = True,
    secrets: Secrets | None = None,
    systems: Callable[[str], System] | None = None,
    sleep: Sleep = asyncio.sleep,
) -> AsyncIterator[Event]:
    """Send what is due (IDS: these, whatever our own pauses say), follow up what is held; the last event is `DeliveryDone`.

    Whether anything is sent at all (automatically, on demand, never) is the caller's: with SEND False what is held is
    followed up and nothing leaves. LIBRARY only learns which comments are mine. SECRETS has the application passwords
    (None: this person's). SYSTEMS and SLEEP stand in for the real ones in tests. OSError when the disk does not take a
    change: nothing further is sent.
    """
    with drafts.sender() as alone:
        if not alone:
            shelf = await asyncio.to_thread(drafts.all)
            waiting = sum(draft.state in plan.WAITING for draft in shelf.drafts)
            yield DeliveryDone(waiting=waiting, busy=True)
            return
        chosen = systems or _systems(client, library, now, secrets)
        run = _Run(Courier(drafts, chosen, now, library), now, sleep)
        async for event in run.events(ids, send):
            yield event


def _systems(
    client: Client, library: Library | None, now: Clock, secrets: Secrets | None
) -> Callable[[str], System]:
    def choose(name: str) -> System:
        from sahelreader.delivery.systems import system

        return system(name, client, library, now(), secrets)

    return choose


@dataclass(slots=True)
class _Run:
    """One pass over the outbox."""

    courier: Courier
    now: Clock
    sleep: Sleep

    async def events(self, ids: Collection[str] | None, send: bool) -> AsyncIterator[Event]:
        asked = frozenset(ids or ())
        await self.courier.recover()
        sent = waiting = refused = 0
        for draft in await self.courier.shelf():
            if (ids is None or draft.id in asked) and plan.check_due(
                draft, self.now(), draft.id in asked
            ):
                followed = await self.courier.follow_up(draft)
                if followed is not None:
                    yield FollowedUp(followed)
        async for draft in self._due(ids, asked, send):
            if draft.state in (State.HELD, State.PUBLISHED):
                sent += 1
                yield Delivered(draft)
            elif draft.state is State.REFUSED:
                refused += 1
                yield Refused(draft)
            else:
                waiting += 1
                yield Waiting(draft)
        yield DeliveryDone(sent, waiting, refused)

    async def _due(
        self, ids: Collection[str] | None, asked: frozenset[str], send: bool
    ) -> AsyncIterator[Draft]:
        """Each draft that is due, as it is after it was worked on; those that must wait as they are."""
        shelf = await self.courier.shelf()
        queue = plan.order(
            [
                draft
                for draft in shelf
                if send
                and (ids is None or draft.id in asked)
                and plan.is_due(draft, self.now(), draft.id in asked)
            ]
        )
        while queue:
            shelf = await self.courier.shelf()
            fresh = {draft.id: draft for draft in shelf}
            # a person may discard or take back while others go
            queue = [
                fresh[draft.id]
                for draft in queue
                if draft.id in fresh and fresh[draft.id].state in plan.WAITING
            ]
            if not queue:
                return
            # those of this run go in their order anyway; what waits outside it holds its thread back
            names = {draft.id for draft in queue}
            others = [draft for draft in shelf if draft.id not in names]
            waits = [
                (
                    None
                    if plan.held_back(draft, others, asked)
                    else self._wait(draft, shelf, asked),
                    draft,
                )
                for draft in queue
            ]
            never = [draft for wait, draft in waits if wait is None]
            if never:
                yield never[0]
                queue.remove(never[0])
                continue
            pause, draft = min(
                ((wait or 0.0, draft) for wait, draft in waits), key=lambda pair: pair[0]
            )
            if pause > 0:
                await self.sleep(pause)
                continue
            queue.remove(draft)
            draft = await self.courier.take(draft)
            if draft.state is State.RETRY and draft.error in _AT_ONCE and draft.attempts < 3:
                queue.insert(0, draft)
            else:
                yield draft

    def _wait(self, draft: Draft, shelf: Sequence[Draft], asked: Collection[str]) -> float | None:
        """Seconds until DRAFT may go to its site; None: not in this run."""
        system = self.courier.systems(draft.target.system)
        place = system.place(draft)
        if place in self.courier.away:
            return None
        now = self.now()
        neighbours = [
            other
            for other in shelf
            if self.courier.systems(other.target.system).place(other) == place
        ]
        if draft.id not in asked and any(
            other.state is State.RETRY
            and other.error in _SITE_ASKED
            and not plan.is_due(other, now)
            for other in neighbours
        ):
            return None
        attempts = [other.attempted for other in neighbours if other.attempted is not None]
        return plan.spacing_left(attempts, now, system.spacing)
