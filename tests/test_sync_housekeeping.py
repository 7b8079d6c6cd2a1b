"""What a sync does when all sites are read: old articles go where a limit was set, and nothing is written where none was."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from sahelreader.library import articles, marks, retention, sites
from sahelreader.sync import SyncDone, housekeeping
from tests.site import Site
from tests.syncing import Person, person


@pytest.fixture
def site() -> Iterator[Site]:
    with Site(rest=False) as made:
        made.add_posts(8)
        yield made


@pytest.fixture
async def reader(tmp_path: Path, site: Site) -> AsyncIterator[Person]:
    async with person(tmp_path) as made:
        await made.add(site.url)
        await made.sync_one()
        yield made


async def test_past_the_limit_articles_go_and_do_not_come_again(reader: Person) -> None:
    newest = [article.url for article in reader.articles()]
    reader.library.write_now(marks.set_saved, [reader.article_id(newest[-1])], True, reader.clock)
    reader.library.write_now(retention.set_limits, reader.site().id, count=3)
    await reader.sync_one()
    assert isinstance(reader.events[-1], SyncDone)
    assert [article.url for article in reader.articles()] == [*newest[:3], newest[-1]]
    await reader.sync_one()
    assert len(reader.articles()) == 4


async def test_without_a_limit_nothing_is_asked_of_the_writing_door(reader: Person) -> None:
    version = reader.library.read_now(_data_version)
    assert await housekeeping.tidy(reader.library, reader.now()) == 0
    assert reader.library.read_now(_data_version) == version


async def test_what_does_not_fit_into_the_time_is_done_after_the_next(reader: Person) -> None:
    reader.library.write_now(retention.set_limits, reader.site().id, count=0)
    ticks = iter([0.0, 0.5, 2.0])
    at_once, housekeeping.AT_ONCE = housekeeping.AT_ONCE, 3
    try:
        gone = await housekeeping.tidy(reader.library, reader.now(), clock=lambda: next(ticks))
    finally:
        housekeeping.AT_ONCE = at_once
    assert gone == 3
    assert len(reader.articles()) == 5


async def test_a_removed_site_goes_after_its_days_of_grace(reader: Person, site: Site) -> None:
    reader.library.write_now(sites.remove, reader.site().id, reader.clock)
    reader.later(days=40)
    with Site(rest=False) as other:
        other.add_posts(1)
        await reader.add(other.url)
        await reader.sync_one()
    assert reader.library.read_now(articles.by_url, site.permalink(1)) is None
    assert len(reader.articles()) == 1
    assert reader.library.read_now(_sites_in_the_file) == 1


def _data_version(db: object) -> int:
    return int(db.execute("PRAGMA data_version").fetchone()[0])  # type: ignore[attr-defined]


def _sites_in_the_file(db: object) -> int:
    return int(db.execute("SELECT count(*) FROM site").fetchone()[0])  # type: ignore[attr-defined]
