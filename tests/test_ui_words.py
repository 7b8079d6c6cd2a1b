"""Dates, numbers and the order of a thread, as people say and read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sahelreader import i18n
from sahelreader.domain.thread import Place, arrange
from sahelreader.i18n import dates, numbers

NOW = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)  # a Tuesday


@pytest.fixture(autouse=True)
def _english_after() -> Iterator[None]:
    yield
    i18n.use("en")


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=5), "5 min ago"),
        (timedelta(hours=12), "8:00"),
        (timedelta(days=1, hours=2), "yesterday 18:00"),
        (timedelta(days=3), "Sat\u00a020:00"),
        (timedelta(days=23), "1\u00a0Nov"),
        (timedelta(days=400), "20\u00a0Oct\u00a02025"),
        (-timedelta(days=3), "27\u00a0Nov"),
    ],
)
def test_relative_dates(before: timedelta, said: str) -> None:
    assert dates.ago(NOW - before, NOW, UTC) == said


def test_dates_in_french() -> None:
    i18n.use("fr")
    first = datetime(2026, 11, 1, 7, 5, tzinfo=UTC)
    assert dates.day_and_time(first, NOW, UTC) == "dim.\u00a01er\u00a0nov.,\u00a07:05"
    assert dates.ago(first, NOW, UTC) == "1er\u00a0nov."
    assert dates.ago(NOW - timedelta(days=3), NOW, UTC) == "sam.\u00a020:00"
    assert dates.day_and_time(first.replace(year=2025), NOW, UTC).startswith(
        "sam.\u00a01er\u00a0nov.\u00a02025"
    )
    assert "dimanche 1er\u00a0novembre 2026" in dates.full(first, UTC)


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (0, "0\u00a0o", "0\u00a0B"),
        (999, "999\u00a0o", "999\u00a0B"),
        (38_200, "38\u00a0ko", "38\u00a0kB"),
        (1_240_000, "1,2\u00a0Mo", "1.2\u00a0MB"),
        (999_960, "1,0\u00a0Mo", "1.0\u00a0MB"),
        (25_000_000, "25\u00a0Mo", "25\u00a0MB"),
        (3_400_000_000, "3,4\u00a0Go", "3.4\u00a0GB"),
    ],
)
def test_sizes(value: int, french: str, english: str) -> None:
    i18n.use("fr")
    assert numbers.size(value) == french
    i18n.use("en")
    assert numbers.size(value) == english


def test_numbers() -> None:
    i18n.use("fr")
    assert numbers.number(1_234_567) == "1\u202f234\u202f567"
    assert numbers.percent(32) == "32\u202f%"


def at(hours: int) -> datetime:
    return NOW + timedelta(hours=hours)


def test_replies_follow_what_they_answer_oldest_first() -> None:
    thread = arrange(
        [(1, None, at(0)), (2, None, at(3)), (3, 1, at(5)), (4, 1, at(4)), (5, 4, at(6))]
    )
    assert thread.order == (1, 4, 5, 3, 2)
    assert [thread.places[key].depth for key in thread.order] == [0, 1, 2, 1, 0]
    assert thread.sibling(4) == 3
    assert thread.sibling(3) is None
    assert thread.sibling(3, -1) == 4
    assert thread.parent(5) == 4
    assert thread.root(5) == 1
    assert thread.places[1].replies == 3
    assert thread.visible({4}) == [1, 4, 3, 2]
    assert thread.visible({1}) == [1, 2]
    assert thread.folders() == [1]


def test_orphans_stand_as_roots_and_undated_keep_their_order() -> None:
    thread = arrange([(7, 99, None), (3, None, at(0)), (5, 7, None), (4, 7, at(0))])
    assert thread.order == (7, 5, 4, 3)
    assert thread.places[7].orphan
    assert not thread.places[5].orphan


ITEMS = st.lists(st.tuples(st.integers(0, 30), st.none() | st.integers(0, 35)), max_size=40).map(
    lambda pairs: list({key: (key, parent, None) for key, parent in pairs}.values())
)


@given(ITEMS)
def test_any_tangle_of_parents_is_shown_whole(items: list[tuple[int, int | None, None]]) -> None:
    thread = arrange(items)
    assert sorted(thread.order) == sorted(key for key, _, _ in items)
    seen: set[int] = set()
    for key in thread.order:
        place = thread.places[key]
        assert place.parent is None or place.parent in seen
        assert place.depth == (0 if place.parent is None else thread.places[place.parent].depth + 1)
        below = [other for other in thread.order if ancestor(thread.places, other, key)]
        assert place.replies == len(below)
        seen.add(key)


def ancestor(places: Mapping[int, Place], key: int, above: int) -> bool:
    parent = places[key].parent
    while parent is not None:
        if parent == above:
            return True
        parent = places[parent].parent
    return False


def test_a_thread_deeper_than_the_stack() -> None:
    thread = arrange([(key, key - 1 if key else None, None) for key in range(20_000)])
    assert thread.places[19_999].depth == 19_999
    assert thread.places[0].replies == 19_999
