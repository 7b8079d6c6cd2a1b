"""One comment on its way: what is asked, what is sent, and what became of it on disk before anything else is done.

Which one, and when, is `stream`'s. At every moment the process may be ended: what is on disk then is enough to go on
(`sending` found on disk was interrupted: nobody knows, so it is looked for, and sent again only as the very same bytes,
where duplicates are refused).
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sahelreader.delivery import at_home, plan
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
    NotThere,
    Shown,
    Sighting,
    Verdict,
)
from sahelreader.domain.draft import Draft, Move, State
from sahelreader.drafts import Drafts, crash_point

if TYPE_CHECKING:
    from sahelreader.library import Library

#: after one of these the site is asked nothing more in this run
_SITE_IS_AWAY = frozenset(
    (Reason.NO_NETWORK, Reason.TIMEOUT, Reason.TLS, Reason.NOT_NOW, Reason.CANNOT_CHECK,
     Reason.FLOOD, Reason.MAINTENANCE)
)  # fmt: skip
#: doubts that end with the person when looking finds nothing: the same bytes would get the same answer
_ASKING = frozenset((Reason.STRANGE_ANSWER, Reason.REDIRECTED))


@dataclass(slots=True)
class Courier:
    """Takes comments to their sites, one at a time. AWAY: hosts that are asked nothing more in this run."""

    drafts: Drafts
    systems: Callable[[str], System]
    now: Callable[[], datetime]
    library: Library | None
    away: set[str] = field(default_factory=set)

    async def recover(self) -> None:
        """What was being sent when the program ended: nobody knows."""
        for draft in await self.shelf():
            if draft.state is State.SENDING:
                await self._change(
                    draft, Move.INTERRUPT, error=Reason.INTERRUPTED, error_detail="",
                    next_attempt=(draft.attempted or self.now()) + plan.SETTLING,
                )  # fmt: skip

    async def take(self, draft: Draft) -> Draft:
        """Take DRAFT as far as it goes now; the draft as it is on disk then."""
        system = self.systems(draft.target.system)
        place = system.place(draft)
        draft, blocked = await self._with_parent(draft)
        if blocked:
            return draft
        if draft.doubted:
            seen = await self._look(system, draft)
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
            if ready.target is None:
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
            seen = await self._look(system, draft)
            if isinstance(seen, Arrived):
                return await self._arrived(system, draft, seen)
            if draft.doubted:
                # the attempt that nobody answered is what it is a duplicate of
                return await self._arrived(system, draft, Arrived(""))
            return await self._refuse(draft, Reason.ALREADY_SAID, verdict.detail)
        return await self._doubt(system, draft, verdict, place)

    async def _look(self, system: System, draft: Draft) -> Sighting:
        """DRAFT on the site; a comment that another of mine is known to be is not it, whatever its words."""
        seen = await system.look(draft)
        if isinstance(seen, Arrived) and seen.remote_id:
            others = await self.shelf()
            if any(
                other.id != draft.id
                and other.remote_id == seen.remote_id
                and self.systems(other.target.system).place(other) == system.place(draft)
                for other in others
            ):
                return NotThere()
        return seen

    async def _doubt(self, system: System, draft: Draft, verdict: Doubt, place: str) -> Draft:
        draft = await self._change(
            draft, Move.LOSE, error=verdict.reason, error_detail=verdict.detail,
            next_attempt=self.now() + max(plan.SETTLING, plan.retry_pause(draft, None)),
        )  # fmt: skip
        seen = await self._look(system, draft)
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
            return await self.follow_up(draft) or await self._again(draft)
        return draft

    async def follow_up(self, draft: Draft) -> Draft | None:
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

    async def shelf(self) -> tuple[Draft, ...]:
        return (await asyncio.to_thread(self.drafts.all)).drafts


def _plain(changes: dict[str, Any]) -> dict[str, Any]:
    """A reason goes into the file as its code."""
    return {
        key: str(value) if isinstance(value, Reason) else value for key, value in changes.items()
    }


def _sha256(payload: str) -> str:
    return hashlib.sha256(payload.encode("ascii")).hexdigest()
