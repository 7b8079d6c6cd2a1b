"""Older articles of a feed that has pages: down to a day, a budget or the end, and on from there next time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sahelreader.network.feed_older import Place, first_older, following, read_place
from sahelreader.sync import Options
from tests.serving import Fault, Reply, Request, Serving
from tests.site import Site
from tests.syncing import Person, person

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site(rest=False) as made:
        yield made


@pytest.fixture
async def reader(tmp_path: Path, site: Site) -> AsyncIterator[Person]:
    async with person(tmp_path) as made:
        site.add_posts(47)
        await made.add(site.url)
        site.serving.forget()
        yield made


def pages(site: Site) -> list[str]:
    return [target for target in site.serving.targets if "/feed/" in target]


async def test_without_being_asked_only_the_first_page_is_read(reader: Person, site: Site) -> None:
    assert (await reader.sync_one()).new == 10
    assert pages(site) == ["/feed/"]


async def test_down_to_the_end_once(reader: Person, site: Site) -> None:
    done = await reader.sync_one(Options(since=LONG_AGO))
    assert (done.problem, done.new) == ("", 47)
    assert pages(site) == ["/feed/", *(f"/feed/?paged={n}" for n in range(2, 7))]
    assert {article.url for article in reader.articles()} == {site.permalink(n) for n in site.posts}
    site.serving.forget()
    assert (await reader.sync_one(Options(since=LONG_AGO))).new == 0
    assert [asked.status for asked in site.serving.log] == [304]


async def test_down_to_a_day_and_later_further(reader: Person, site: Site) -> None:
    dates = sorted(post.date for post in site.posts.values())
    since = dates[-25]
    done = await reader.sync_one(Options(since=since))
    assert (done.problem, done.new) == ("", 25)
    assert pages(site) == ["/feed/", "/feed/?paged=2", "/feed/?paged=3"]
    site.serving.forget()
    assert (await reader.sync_one(Options(since=since + timedelta(minutes=1)))).new == 0
    assert len(site.serving.log) == 1
    assert (await reader.sync_one(Options(since=LONG_AGO))).new == 22


async def test_a_budget_ends_it_and_it_goes_on_where_it_was(reader: Person, site: Site) -> None:
    await reader.sync_one()
    found = len(reader.articles())
    for _time in range(20):
        site.serving.forget()
        done = await reader.sync_one(Options(since=LONG_AGO, max_bytes=3_000))
        assert done.wire_bytes < 6_000
        assert "/feed/?paged=2" not in pages(site) or found == 10
        now = len(reader.articles())
        assert now >= found
        found = now
        if done.problem == "":
            break
        assert done.problem == "over_budget"
    assert found == 47


async def test_a_cut_in_the_middle_keeps_what_came(reader: Person, site: Site) -> None:
    site.serving.fault(Fault(path="paged=4", drop_at=200))
    done = await reader.sync_one(Options(since=LONG_AGO))
    assert done.problem != ""
    assert len(reader.articles()) == 30
    site.serving.fault(None)
    site.serving.forget()
    # new articles push older ones down: some come once more, none is stepped over
    site.add_posts(7)
    assert (await reader.sync_one(Options(since=LONG_AGO))).problem == ""
    assert "/feed/?paged=2" not in pages(site)
    assert {article.url for article in reader.articles()} == {site.permalink(n) for n in site.posts}


async def test_a_site_that_knows_no_pages_is_left_alone_soon(reader: Person, site: Site) -> None:
    site.paged = False
    done = await reader.sync_one(Options(since=LONG_AGO))
    assert (done.problem, done.new) == ("", 10)
    assert len(pages(site)) <= 4
    site.serving.forget()
    await reader.sync_one(Options(since=LONG_AGO))
    assert pages(site) == ["/feed/"]


async def test_excerpts_of_older_articles_are_completed_too(reader: Person, site: Site) -> None:
    site.excerpts = True
    done = await reader.sync_one(Options(since=LONG_AGO))
    assert (done.problem, done.new) == ("", 47)
    assert all(article.whole for article in reader.articles())


async def test_the_page_that_a_feed_names_as_its_next(tmp_path: Path) -> None:
    def answer(request: Request) -> Reply:
        number = int(request.query.get("p", "0"))
        link = f'<link rel="next" href="?p={number + 1}"/>' if number < 3 else ""
        entry = (
            f"<entry><id>urn:{number}</id><title>Un {number}</title><updated>2026-02-0{9 - number}T10:00:00Z</updated>"
            f'<link href="/a{number}"/><content type="html">&lt;p&gt;{"Un texte entier. " * 30}&lt;/p&gt;</content></entry>'
        )
        feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><id>urn:f</id>{link}{entry}</feed>'
        return Reply(feed.encode(), 200, {"Content-Type": "application/atom+xml"})

    with Serving(answer) as server:
        async with person(tmp_path) as reader:
            await reader.add(f"{server.url}/atom.xml")
            await reader.sync_one(Options(full_text=False))
            assert len(reader.articles()) == 1
            done = await reader.sync_one(Options(full_text=False, since=LONG_AGO))
            assert (done.problem, done.new) == ("", 3)
            server.forget()
            await reader.sync_one(Options(full_text=False, since=LONG_AGO))
            assert len(server.log) == 1


def test_which_page_comes_after() -> None:
    feed = "https://j.example/feed/"
    assert first_older(feed, "") == f"{feed}?paged=2"
    assert first_older("https://j.example/?feed=rss2", "") == "https://j.example/?feed=rss2&paged=2"
    assert first_older("https://j.example/rss.xml", "") == ""
    assert first_older("https://j.example/a", "https://j.example/b") == "https://j.example/b"
    # a feed does not send the reader to another host
    assert first_older("https://j.example/a", "https://evil.example/b") == ""
    assert following(f"{feed}?paged=9") == f"{feed}?paged=10"


@pytest.mark.parametrize(
    "kept", [None, [], {"next": 3, "floor": []}, {"floor": "hier"}, {"floor": "2026-01-01"}]
)
def test_an_odd_cursor_is_a_beginning(kept: object) -> None:
    assert read_place(kept) == Place()
