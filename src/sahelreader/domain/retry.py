"""When to try again. Pure: the random part comes from a seed that the caller chooses."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

#: a site may ask for a pause, not for silence for ever (RFC 9110, 10.2.3 sets no bound)
LONGEST_PAUSE = timedelta(days=1)


def retry_after(value: str, date: str = "") -> float | None:
    """The header Retry-After in seconds, capped at a day; None when it is absent or makes no sense.

    A date is compared with the server's own DATE header, so that our clock does not matter.
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:12]), LONGEST_PAUSE.total_seconds())
    until, now = http_date(value), http_date(date)
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
    # any even spread will do, and the same seed must give the same
    spread = 0.8 + 0.4 * ((seed * 2654435761 + failures * 40503) % 1000) / 1000
    waited = min(doubled, longest) * spread
    if asked is not None:
        # a little later than asked, and not all of us in the same second
        waited = max(waited, timedelta(seconds=asked * (1 + (spread - 0.8) / 8)))
    return min(waited, LONGEST_PAUSE)


def http_date(text: str) -> datetime | None:
    """A date of HTTP (RFC 9110, 5.6.7, the form that is to be sent); None for anything else.

    By hand: `email.utils` costs as long to import as a sync with nothing new takes to ask.
    """
    found = _DATE.fullmatch(text.strip())
    if found is None or found[2] not in _MONTHS:
        return None
    day, year, hour, minute, second = (int(found[n]) for n in (1, 3, 4, 5, 6))
    try:
        return datetime(
            year, _MONTHS.index(found[2]) + 1, day, hour, minute, min(second, 59), tzinfo=UTC
        )
    except ValueError:
        return None


_DATE = re.compile(
    r"[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT", re.ASCII
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
