"""Delivery: the outbox goes out, one comment at a time, and what became of it is on disk before anything else is done.

Decides by `plan`, `judging` and the table of `domain.draft`; the systems behind `seam` do the asking. At every
moment the process may be ended: what is on disk then is enough to go on (`sending` found on disk was interrupted:
nobody knows, so it is looked for, and sent again only as the very same bytes where duplicates are refused).
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sahelreader.delivery import at_home, plan
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
from sahelreader.delivery.verdict import (
    Arrived,
    CannotLook,
    Doubt,
    Duplicate,
    Gone,
    Hidden,
    Later,
    NotTaken,
    Shown,
    Verdict,
)
from sahelreader.domain.draft import Draft, Move, State
from sahelreader.drafts import Drafts, crash_point

if TYPE_CHECKING:
    from sahelreader.delivery.secrets import Secrets
    from sahelreader.library import Library
    from sahelreader.network.client import Client

Clock = Callable[[], datetime]
Sleep = Callable[[float], Awaitable[object]]

#: after one of these the site is asked nothing more in this run
_SITE_IS_AWAY = frozenset(
    (Reason.NO_NETWORK, Reason.TIMEOUT, Reason.TLS, Reason.NOT_NOW, Reason.CANNOT_CHECK,
     Reason.FLOOD, Reason.MAINTENANCE)
)  # fmt: skip
#: reasons by which a site asked to be left alone until a draft's next attempt
_SITE_ASKED = frozenset((Reason.FLOOD, Reason.MAINTENANCE))
#: surely not there, and what to do otherwise is known
_AT_ONCE = frozenset((Reason.MOVED, Reason.FORM_READ))
#: doubts that end with the person when looking finds nothing: the same bytes would get the same answer
_ASKING = frozenset((Reason.STRANGE_ANSWER, Reason.REDIRECTED))


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
    followed up and nothing leaves. LIBRARY only learns
    which comments are mine. SECRETS has the application passwords (None: this person's). SYSTEMS and SLEEP stand in for the real ones in tests. OSError when the disk does not
    take a change: nothing further is sent.
    """
    with drafts.sender() as alone:
        if not alone:
            shelf = await asyncio.to_thread(drafts.all)
            waiting = sum(draft.state in plan.WAITING for draft in shelf.drafts)
            yield DeliveryDone(waiting=waiting, busy=True)
            return
        run = _Run(drafts, systems or _systems(client, library, now, secrets), now, library, sleep)
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

    drafts: Drafts
    systems: Callable[[str], System]
    now: Clock
    library: Library | None
    sleep: Sleep
    #: hosts that are asked nothing more
    away: set[str] = field(default_factory=set)

    async def events(self, ids: Collection[str] | None, send: bool) -> AsyncIterator[Event]:
        asked = frozenset(ids or ())
        await self._recover()
        sent = waiting = refused = 0
        for draft in await self._shelf():
            if (ids is None or draft.id in asked) and plan.check_due(
                draft, self.now(), draft.id in asked
            ):
                followed = await self._follow_up(draft)
                if followed is not None:
                    yield FollowedUp(followed)
        async for draft in self._due(() if not send else ids, asked):
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

    async def _recover(self) -> None:
        """What was being sent when the program ended: nobody knows."""
        for draft in await self._shelf():
            if draft.state is State.SENDING:
                await self._change(
                    draft, Move.INTERRUPT, error=Reason.INTERRUPTED, error_detail="",
                    next_attempt=(draft.attempted or self.now()) + plan.SETTLING,
                )  # fmt: skip

    async def _due(
        self, ids: Collection[str] | None, asked: frozenset[str]
    ) -> AsyncIterator[Draft]:
        """Each draft that is due, as it is after it was worked on; those that must wait as they are."""
        shelf = await self._shelf()
        queue = plan.order(
            [
                draft
                for draft in shelf
                if (ids is None or draft.id in asked)
                and plan.is_due(draft, self.now(), draft.id in asked)
            ]
        )
        while queue:
            shelf = await self._shelf()
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
            draft = await self._work(draft)
            if draft.state is State.RETRY and draft.error in _AT_ONCE and draft.attempts < 3:
                queue.insert(0, draft)
            else:
                yield draft

    def _wait(self, draft: Draft, shelf: Sequence[Draft], asked: Collection[str]) -> float | None:
        """Seconds until DRAFT may go to its site; None: not in this run."""
        system = self.systems(draft.target.system)
        place = system.place(draft)
        if place in self.away:
            return None
        now = self.now()
        neighbours = [
            other for other in shelf if self.systems(other.target.system).place(other) == place
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

    async def _work(self, draft: Draft) -> Draft:
        """Take DRAFT as far as it goes now; the draft as it is on disk then."""
        system = self.systems(draft.target.system)
        place = system.place(draft)
        draft, blocked = await self._with_parent(draft)
        if blocked:
            return draft
        if draft.doubted:
            seen = await system.look(draft)
            if isinstance(seen, Arrived):
                return await self._arrived(system, draft, seen)
            if isinstance(seen, CannotLook) and seen.network:
                self.away.add(place)
                return await self._put_off(draft, Reason.CANNOT_CHECK, None)
            if draft.state is State.IN_DOUBT:
                if draft.error in _ASKING:
                    return await self._refuse(draft, Reason(draft.error), draft.error_detail)
                if not system.refuses_duplicates:
                    return await self._change(
                        draft, Move.LOSE, error=Reason.ASK_AGAIN, next_attempt=None
                    )
            if not plan.settled(draft, self.now()):
                assert draft.attempted is not None
                return await self._put_off(
                    draft, Reason(draft.error or Reason.CUT), draft.attempted + plan.SETTLING
                )
        ready = await system.prepare(draft)
        if isinstance(ready, NotTaken):
            return await self._refuse(draft, ready.reason, ready.detail)
        if isinstance(ready, Later):
            self.away.add(place)
            return await self._later(draft, ready)
        if isinstance(ready, Arrived):
            return await self._arrived(system, draft, ready)
        return await self._attempt(system, replace(draft, target=ready.target), place)

    async def _attempt(self, system: System, draft: Draft, place: str) -> Draft:
        doubted = draft.doubted
        if doubted and draft.payload:
            payload = draft.payload
            if _sha256(payload) != draft.payload_sha256:
                return await self._refuse(draft, Reason.CHANGED)
        else:
            payload = system.payload(draft)
        draft = await self._change(
            draft, Move.START, target=draft.target, payload=payload,
            payload_sha256=_sha256(payload), attempts=draft.attempts + 1, attempted=self.now(),
            next_attempt=None, error="", error_detail="",
        )  # fmt: skip
        verdict = await system.send(draft)
        crash_point("answer.read")
        return await self._record(system, draft, verdict, place)

    async def _record(self, system: System, draft: Draft, verdict: Verdict, place: str) -> Draft:
        if isinstance(verdict, Arrived):
            return await self._arrived(system, draft, verdict)
        if isinstance(verdict, Later):
            if verdict.reason in _SITE_IS_AWAY:
                self.away.add(place)
            return await self._later(draft, verdict)
        if isinstance(verdict, NotTaken):
            return await self._refuse(draft, verdict.reason, verdict.detail)
        if isinstance(verdict, Duplicate):
            seen = await system.look(draft)
            if isinstance(seen, Arrived):
                return await self._arrived(system, draft, seen)
            if draft.doubted:
                # the attempt that nobody answered is what it is a duplicate of
                return await self._arrived(system, draft, Arrived(""))
            return await self._refuse(draft, Reason.ALREADY_SAID, verdict.detail)
        return await self._doubt(system, draft, verdict, place)

    async def _doubt(self, system: System, draft: Draft, verdict: Doubt, place: str) -> Draft:
        draft = await self._change(
            draft, Move.LOSE, error=verdict.reason, error_detail=verdict.detail,
            next_attempt=self.now() + max(plan.SETTLING, plan.retry_pause(draft, None)),
        )  # fmt: skip
        seen = await system.look(draft)
        if isinstance(seen, Arrived):
            return await self._arrived(system, draft, seen)
        if isinstance(seen, CannotLook) and seen.network:
            self.away.add(place)
        elif verdict.ask:
            return await self._refuse(draft, verdict.reason, verdict.detail)
        elif not system.refuses_duplicates:
            return await self._change(draft, Move.LOSE, error=Reason.ASK_AGAIN, next_attempt=None)
        return draft

    async def _arrived(self, system: System, draft: Draft, proof: Arrived) -> Draft:
        """The proof is on disk, as held, before the site is asked whether everybody sees it."""
        moment = self.now()
        draft = await self._change(
            draft, Move.HOLD, remote_id=proof.remote_id, receipt=proof.receipt or draft.receipt,
            sent_at=draft.sent_at or moment, checked=None, error="", error_detail="",
            next_attempt=None,
        )  # fmt: skip
        await at_home.mark_mine(self.library, draft, moment)
        if proof.shown:
            return await self._change(draft, Move.PUBLISH, checked=moment)
        if proof.remote_id:
            return await self._follow_up(draft) or await self._again(draft)
        return draft

    async def _follow_up(self, draft: Draft) -> Draft | None:
        """How a held comment stands; the draft when that is new."""
        standing = await self.systems(draft.target.system).standing(draft)
        moment = self.now()
        if isinstance(standing, Shown):
            draft = await self._change(
                draft, Move.PUBLISH, remote_id=standing.remote_id, checked=moment
            )
            await at_home.mark_mine(self.library, draft, moment)
            return draft
        if isinstance(standing, Gone):
            return await self._refuse(draft, Reason.REMOVED)
        if isinstance(standing, Hidden):
            await self._change(
                draft, Move.HOLD, remote_id=standing.remote_id or draft.remote_id, checked=moment
            )
        elif not standing.network:
            await self._change(draft, Move.HOLD, checked=moment)
        return None

    async def _with_parent(self, draft: Draft) -> tuple[Draft, bool]:
        """DRAFT with the site's id of my own comment that it answers; True when it cannot go without."""
        name = draft.target.parent_draft
        if not name or draft.target.parent_remote_id:
            return draft, False
        parent = await asyncio.to_thread(self.drafts.get, name)
        if parent is None or parent.state is State.REFUSED:
            return await self._refuse(draft, Reason.PARENT_REFUSED), True
        if not parent.remote_id:
            return await self._note(draft, error=Reason.PARENT_WAITS), True
        target = replace(draft.target, parent_remote_id=parent.remote_id)
        return await self._note(draft, target=target), False

    async def _later(self, draft: Draft, verdict: Later) -> Draft:
        pause = timedelta(0) if verdict.wait == 0 else plan.retry_pause(draft, verdict.wait)
        target = verdict.target or draft.target
        move = Move.LOSE if draft.state is State.IN_DOUBT else Move.DEFER
        return await self._change(
            draft, move, target=target, error=verdict.reason, error_detail=verdict.detail,
            next_attempt=self.now() + pause,
        )  # fmt: skip

    async def _put_off(self, draft: Draft, reason: Reason, until: datetime | None) -> Draft:
        """Nothing was sent: look again at UNTIL, or after a pause."""
        move = Move.LOSE if draft.state is State.IN_DOUBT else Move.DEFER
        moment = until or self.now() + plan.retry_pause(draft, None)
        # what the doubt was about stays told
        kept = draft.error if draft.state is State.IN_DOUBT and draft.error else reason
        return await self._change(draft, move, error=kept, next_attempt=moment)

    async def _refuse(self, draft: Draft, reason: Reason, detail: str = "") -> Draft:
        return await self._change(
            draft, Move.REFUSE, error=reason, error_detail=detail, next_attempt=None
        )

    # every change of the disk is off the interface's thread, and over before the next line runs

    async def _change(self, draft: Draft, move: Move, **changes: Any) -> Draft:
        return await asyncio.to_thread(self.drafts.change, draft.id, move, **_plain(changes))

    async def _note(self, draft: Draft, **changes: Any) -> Draft:
        return await asyncio.to_thread(self.drafts.note, draft.id, **_plain(changes))

    async def _again(self, draft: Draft) -> Draft:
        return await asyncio.to_thread(self.drafts.get, draft.id) or draft

    async def _shelf(self) -> tuple[Draft, ...]:
        return (await asyncio.to_thread(self.drafts.all)).drafts


def _plain(changes: dict[str, Any]) -> dict[str, Any]:
    """A reason goes into the file as its code."""
    return {
        key: str(value) if isinstance(value, Reason) else value for key, value in changes.items()
    }


def _sha256(payload: str) -> str:
    return hashlib.sha256(payload.encode("ascii")).hexdigest()
