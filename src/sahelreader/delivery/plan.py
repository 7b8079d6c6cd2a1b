"""What is due, in which order, and when again. Pure: drafts and `now` in, decisions out."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sahelreader.delivery.reasons import Reason
from sahelreader.domain.draft import Draft, State

#: PHP may still be at work on a request whose line was cut (max_execution_time is 30 to 120 s)
SETTLING = timedelta(seconds=120)
#: WordPress takes one comment in 15 s from one address or e-mail; it measures from the last one stored
SPACING = 16.0
_FIRST_PAUSE, _LONGEST_PAUSE = 60.0, 6 * 3600.0
#: a site that says "in a week" would keep a comment for ever
_LONGEST_ASKED = 24 * 3600.0
#: the earliest second look at a held comment, and the rarest
_FIRST_CHECK, _RAREST_CHECK = 1.0, 24 * 3600.0

WAITING = (State.QUEUED, State.RETRY, State.IN_DOUBT)


def is_due(draft: Draft, now: datetime, asked: bool = False) -> bool:
    """True when DRAFT may be worked on at NOW. ASKED: by the person, who need not wait for our own pauses."""
    if draft.state not in WAITING:
        return False
    if asked:
        return True
    if draft.not_before is not None and draft.not_before > now:
        return False
    if draft.next_attempt is None or draft.next_attempt <= now:
        return True
    # the clock went back by more than any pause of ours: wait no longer
    return draft.next_attempt - now > timedelta(seconds=_LONGEST_ASKED)


def order(drafts: Sequence[Draft]) -> list[Draft]:
    """DRAFTS as the person queued them; a reply never before what it answers."""
    left = sorted(drafts, key=lambda draft: (draft.queued or draft.created, draft.id))
    ordered: list[Draft] = []
    names = {draft.id for draft in left}
    placed: set[str] = set()
    while left:
        ready = next(
            (
                draft
                for draft in left
                if draft.target.parent_draft not in names - placed
                or draft.target.parent_draft == draft.id
            ),
            left[0],  # two that answer each other, by hand: any order
        )
        left.remove(ready)
        placed.add(ready.id)
        ordered.append(ready)
    return ordered


def held_back(draft: Draft, others: Sequence[Draft], asked: Collection[str]) -> bool:
    """True when an earlier comment of mine on the same article is still on its way: a thread keeps its order.

    ASKED: ids that the person named; such a one goes when its time has come, whatever waits before it.
    """
    if draft.id in asked:
        return False
    mine = (draft.queued or draft.created, draft.id)
    return any(
        other.target.article_url == draft.target.article_url
        and other.state in (*WAITING, State.SENDING)
        # what waits for the person, or for a comment that may never come, holds nobody back
        and other.error not in (Reason.ASK_AGAIN, Reason.PARENT_WAITS)
        and (other.queued or other.created, other.id) < mine
        for other in others
    )


def retry_pause(draft: Draft, asked_by_site: float | None) -> timedelta:
    """How long to wait after attempt number `draft.attempts`: doubling, spread by a fifth, at least what the site asked."""
    doubled = _FIRST_PAUSE * 2 ** min(max(draft.attempts - 1, 0), 12)
    # the same for one draft and attempt, another for each draft: ten of them do not come back at once
    seed = hashlib.blake2b(f"{draft.id}.{draft.attempts}".encode(), digest_size=2).digest()
    spread = 1 + int.from_bytes(seed) / 65535 / 5
    pause = min(doubled * spread, _LONGEST_PAUSE)
    if asked_by_site is not None:
        pause = (
            max(pause, min(asked_by_site, _LONGEST_ASKED))
            if asked_by_site > 60
            else max(asked_by_site, SPACING)
        )
    return timedelta(seconds=pause)


def settled(draft: Draft, now: datetime) -> bool:
    """True when the last attempt is surely over on the site's side too."""
    if draft.attempted is None:
        return True
    past = now - draft.attempted
    return past >= SETTLING or past < timedelta(0)


def spacing_left(attempts: Sequence[datetime], now: datetime, spacing: float) -> float:
    """Seconds until the next comment may go to a site where the last ATTEMPTS began then. Never more than SPACING.

    An attempt in the far future was made before the clock was set back: it says nothing.
    """
    past = [(now - moment).total_seconds() for moment in attempts]
    left = [spacing - seconds for seconds in past if seconds >= -spacing]
    return min(max([0.0, *left]), spacing)


def check_due(draft: Draft, now: datetime, asked: bool = False) -> bool:
    """True when a held comment is to be looked for again: soon at first, then at pauses of a quarter of its age."""
    if draft.state is not State.HELD:
        return False
    if asked or draft.checked is None or draft.sent_at is None:
        return True
    age = (draft.checked - draft.sent_at).total_seconds()
    pause = min(max(age / 4, _FIRST_CHECK), _RAREST_CHECK)
    past = (now - draft.checked).total_seconds()
    return past >= pause or past < 0
