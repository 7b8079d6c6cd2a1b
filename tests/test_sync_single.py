"""One article asked for again by hand, with its discussion."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from sahelreader.sync import fetch_article
from tests.serving import Fault
from tests.site import Site
from tests.syncing import Person, person


@pytest.fixture(params=[True, False], ids=["wordpress", "feed"])
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    with Site(rest=request.param) as made:
        made.add_posts(3)
        yield made


@pytest.fixture
async def reader(tmp_path: Path, site: Site) -> AsyncIterator[Person]:
    async with person(tmp_path) as made:
        await made.add(site.url)
        await made.sync_one()
        yield made


async def test_the_article_and_its_discussion_as_they_are_now(reader: Person, site: Site) -> None:
    number = min(site.posts)
    url = site.permalink(number)
    cursor = reader.site().cursor
    site.edit(
        number,
        html="<p>" + "Le fleuve est rentré dans son lit ce matin, dit la mairie. " * 8 + "</p>",
    )
    site.add_remark(number, "Enfin.")
    got = await fetch_article(reader.library, reader.client, reader.article_id(url), reader.now)
    assert (got.problem, got.changed, got.new_comments) == ("", True, 1)
    assert got.wire_bytes > 0
    assert "rentré" in next(a for a in reader.articles() if a.url == url).html
    assert len(reader.thread(url)) == 1
    # the sync's own place is untouched
    assert reader.site().cursor == cursor
    assert (await reader.sync_one()).problem == ""


async def test_what_went_wrong_is_told_and_nothing_is_lost(reader: Person, site: Site) -> None:
    url = site.permalink(min(site.posts))
    site.serving.fault(Fault(drop_at=0))
    got = await fetch_article(reader.library, reader.client, reader.article_id(url), reader.now)
    assert got.problem == "cut"
    assert len(reader.articles()) == 3


async def test_an_article_that_is_not_there(reader: Person) -> None:
    got = await fetch_article(reader.library, reader.client, 999, reader.now)
    assert got.problem == "not_found"
