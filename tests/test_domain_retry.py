"""When to try again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sahelreader.domain.outcome import Problem
from sahelreader.domain.retry import LONGEST_PAUSE, pause, retry_after
from sahelreader.domain.site import Site, SourceKind
from sahelreader.sync.due import LONGEST_TTL, after_failure, after_success

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
DATE = "Mon, 02 Mar 2026 06:00:00 GMT"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0), (" 120 ", 120.0), ("0", 0.0), ("9" * 30, 86_400.0),
        ("Mon, 02 Mar 2026 06:05:00 GMT", 300.0), ("Mon, 02 Mar 2026 05:00:00 GMT", 0.0),
        ("Fri, 02 Mar 2096 06:05:00 GMT", 86_400.0),
        ("", None), ("-5", None), ("soon", None), ("1.5", None), ("٣", None), ("Mon, 99 Xxx 9999", None),
    ],
)  # fmt: skip
def test_retry_after(value: str, seconds: float | None) -> None:
    assert retry_after(value, DATE) == seconds


def test_a_date_without_the_servers_clock_says_nothing() -> None:
    assert retry_after("Mon, 02 Mar 2026 06:05:00 GMT") is None


@given(st.integers(0, 10_000), st.none() | st.floats(0, 1e9), st.integers())
def test_a_pause_is_never_shorter_than_asked_nor_longer_than_a_day(
    failures: int, asked: float | None, seed: int
) -> None:
    waited = pause(failures, asked=asked, seed=seed)
    assert timedelta(0) <= waited <= LONGEST_PAUSE
    if asked is not None:
        assert waited >= min(timedelta(seconds=asked), LONGEST_PAUSE)


def test_pauses_grow_spread_and_repeat() -> None:
    grown = [pause(n, seed=1) for n in range(1, 7)]
    assert grown == sorted(grown)
    assert len({pause(3, seed=seed) for seed in range(50)}) > 40
    assert pause(3, seed=5) == pause(3, seed=5)
    assert pause(0) == timedelta(0)


def site(failures: int = 0, kind: SourceKind = SourceKind.FEED) -> Site:
    return Site(3, "https://j.example/", "J", kind, "https://j.example/feed/", failures=failures)


@pytest.mark.parametrize(
    "problem", [Problem.NO_NETWORK, Problem.TIMEOUT, Problem.CUT, Problem.OVER_BUDGET, Problem.BUG]
)
def test_our_own_trouble_keeps_us_from_no_site(problem: Problem) -> None:
    """D14: a network that was away for a week must not make a site wait when it is back."""
    assert after_failure(site(500), problem, None, NOW) is None


def test_what_a_site_says_keeps_us_away() -> None:
    assert after_failure(site(), Problem.SERVER, None, NOW) is None
    assert (after_failure(site(4), Problem.SERVER, None, NOW) or NOW) > NOW + timedelta(minutes=3)
    assert (after_failure(site(), Problem.TOO_MANY, None, NOW) or NOW) > NOW + timedelta(minutes=1)
    assert (after_failure(site(), Problem.MAINTENANCE, 600, NOW) or NOW) >= NOW + timedelta(
        minutes=10
    )
    wordpress = site(kind=SourceKind.WORDPRESS)
    assert after_failure(wordpress, Problem.MAINTENANCE, 600, NOW) is None
    assert after_success(0, NOW) is None
    assert after_success(1e9, NOW) == NOW + LONGEST_TTL
