"""When to try again. Pure: the random part comes from a seed that the caller chooses."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

#: a site may ask for a pause, not for silence for ever (RFC 9110, 10.2.3 sets no bound)
LONGEST_PAUSE = timedelta(days=1)


def retry_after(value: str, date: str = "") -> float | None:
    """The header Retry-After in seconds, capped at a day; None when it is absent or makes no sense.

    A date is compared with the server's own DATE header, so that our clock does not matter.
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:12]), LONGEST_PAUSE.total_seconds())
    until, now = _read(value), _read(date)
    if until is None or now is None:
        return None
    return min(max((until - now).total_seconds(), 0.0), LONGEST_PAUSE.total_seconds())


def pause(
    failures: int,
    *,
    first: timedelta = timedelta(minutes=2),
    longest: timedelta = timedelta(hours=6),
    asked: float | None = None,
    seed: int = 0,
) -> timedelta:
    """How long to wait after FAILURES failures in a row: doubling from FIRST up to LONGEST, ± 20 %.

    ASKED is the site's Retry-After in seconds; the pause is never shorter, and never longer than a day.
    """
    if failures <= 0 and asked is None:
        return timedelta(0)
    doubled = first * (1 << min(max(failures - 1, 0), 16))
    spread = random.Random(f"{seed}/{failures}").uniform(0.8, 1.2)
    waited = min(doubled, longest) * spread
    if asked is not None:
        # a little later than asked, and not all of us in the same second
        waited = max(waited, timedelta(seconds=asked * (1 + (spread - 0.8) / 8)))
    return min(waited, LONGEST_PAUSE)


def _read(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
