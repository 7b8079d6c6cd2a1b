"""When a site may be asked again after something went wrong. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from sahelreader.domain.outcome import Problem
from sahelreader.domain.retry import pause
from sahelreader.domain.site import Site, SourceKind

#: a feed's ttl is honoured up to this
LONGEST_TTL = timedelta(hours=4)
#: trouble of our own line, our own purse or our own making: no reason to keep away from the site
_OURS = (
    Problem.NO_NETWORK, Problem.TIMEOUT, Problem.CUT, Problem.TLS, Problem.FORBIDDEN_ADDRESS,
    Problem.OVER_BUDGET, Problem.BAD_CONTENT, Problem.BUG,
)  # fmt: skip


def after_failure(
    site: Site, problem: Problem, retry_after: float | None, now: datetime
) -> datetime | None:
    """When SITE, which answered with PROBLEM, may be asked again; None for at once.

    RETRY_AFTER in seconds. The maintenance of a WordPress is over in seconds, whatever the ten minutes say that
    it always asks for: the first time it may be asked again at once.
    """
    if problem in _OURS:
        return None
    if problem is Problem.MAINTENANCE and site.kind is SourceKind.WORDPRESS and not site.failures:
        return None
    if problem is Problem.TOO_MANY or retry_after is not None:
        return now + pause(site.failures + 1, asked=retry_after, seed=site.id)
    if site.failures >= 2:
        return now + pause(site.failures - 1, seed=site.id)
    return None


def after_success(ttl: float, now: datetime) -> datetime | None:
    """When a site may be asked again that told how long it stays as it is, in seconds; 0 when it did not."""
    return now + min(timedelta(seconds=ttl), LONGEST_TTL) if ttl > 0 else None
