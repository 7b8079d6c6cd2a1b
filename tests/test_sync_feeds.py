"""Feeds over their whole life: conditional requests, moves, ends, pauses, excerpts, comment feeds."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from sahelreader.domain.site import Found, SourceKind
from sahelreader.library import marks, sites
from sahelreader.sync import Options
from tests.serving import Fault, Reply, Request, Serving
from tests.site import Site
from tests.syncing import Person, person


@pytest.fixture
def site() -> Iterator[Site]:
    with Site(rest=False) as made:
        yield made


@pytest.fixture
async def reader(tmp_path: Path, site: Site) -> AsyncIterator[Person]:
    async with person(tmp_path) as made:
        site.add_posts(5)
        await made.add(site.url)
        site.serving.forget()
        yield made


async def test_articles_come_whole(reader: Person, site: Site) -> None:
    done = await reader.sync_one()
    assert (done.problem, done.new) == ("", 5)
    first = reader.articles()[0]
    assert first.url == site.permalink(max(site.posts))
    assert "maraîchers" in first.html
    assert first.whole
    assert len(site.serving.log) == 1


async def test_nothing_new_is_a_304_behind_nginx(reader: Person, site: Site) -> None:
    await reader.sync_one()
    site.serving.forget()
    done = await reader.sync_one()
    assert (done.problem, done.new) == ("", 0)
    assert [asked.status for asked in site.serving.log] == [304]
    assert done.wire_bytes < 800


async def test_a_new_and_an_edited_article(reader: Person, site: Site) -> None:
    await reader.sync_one()
    site.edit(min(site.posts), html="<p>Le texte a été corrigé ce matin par la rédaction.</p>")
    site.add_posts(2)
    done = await reader.sync_one()
    assert (done.new, done.changed) == (2, 1)


async def test_what_a_feed_drops_stays(reader: Person, site: Site) -> None:
    await reader.sync_one()
    site.posts.clear()
    done = await reader.sync_one()
    assert (done.problem, done.vanished) == ("", 0)
    assert len(reader.articles()) == 5


async def test_comments_of_each_article_by_its_feed(reader: Person, site: Site) -> None:
    number = max(site.posts)
    site.add_remark(number, "Enfin une bonne nouvelle.")
    done = await reader.sync_one()
    assert (done.problem, done.comments) == ("", 1)
    [comment] = reader.thread(site.permalink(number))
    assert (comment.author, "bonne nouvelle" in comment.html) == ("Boubacar", True)
    site.serving.forget()
    assert (await reader.sync_one()).comments == 0
    assert site.serving.targets == ["/feed/"]


async def test_discussions_of_what_was_read_are_asked_for_although_the_feed_is_silent(
    reader: Person, site: Site
) -> None:
    await reader.sync_one()
    number = min(site.posts)
    url = site.permalink(number)
    reader.library.write_now(marks.set_read, [reader.article_id(url)], True, reader.now())
    site.add_remark(number, "Encore un mot.")
    site.serving.forget()
    assert (await reader.sync_one()).comments == 1
    assert [asked.status for asked in site.serving.log] == [304, 200]
    assert len(reader.thread(url)) == 1


async def test_excerpts_are_completed_from_their_pages_once(reader: Person, site: Site) -> None:
    site.excerpts = True
    done = await reader.sync_one()
    assert (done.problem, done.new) == ("", 5)
    for article in reader.articles():
        assert article.whole
        assert f"Article {article.url.rstrip('/').rpartition('-')[2]}." in article.html
    pages = [target for target in site.serving.targets if "article-" in target]
    assert sorted(pages) == sorted(set(pages))
    site.add_posts(1)
    site.serving.forget()
    done = await reader.sync_one()
    assert done.new == 1
    assert len(site.serving.log) == 2
    assert all(article.whole for article in reader.articles())


async def test_full_text_can_be_switched_off(reader: Person, site: Site) -> None:
    site.excerpts = True
    assert (await reader.sync_one(Options(full_text=False))).new == 5
    assert len(site.serving.log) == 1
    assert not any(article.whole for article in reader.articles())


async def test_pages_that_a_cut_left_out_are_fetched_next_time(reader: Person, site: Site) -> None:
    site.excerpts = True
    limit = Options(max_bytes=4_000)
    done = await reader.sync_one(limit)
    assert done.problem == "over_budget"
    missing = [article for article in reader.articles() if not article.whole]
    assert 0 < len(missing) <= 5
    assert len(reader.articles()) == 5
    assert (await reader.sync_one()).problem == ""
    assert all(article.whole for article in reader.articles())


async def test_a_feed_that_moved_is_asked_at_its_new_address(reader: Person, site: Site) -> None:
    with Serving(site.answer) as elsewhere:
        new = f"http://localhost:{elsewhere.port}/feed/".replace("localhost", "127.0.0.1")
        site.serving.fault(Fault(path="/feed/", reply=Reply(b"", 301, {"Location": new})))
        done = await reader.sync_one()
        assert (done.problem, done.new) == ("", 5)
        assert reader.site().endpoint == new
        site.serving.forget()
        assert (await reader.sync_one()).problem == ""
        assert site.serving.log == []


async def test_a_move_for_a_while_is_no_move(reader: Person, site: Site) -> None:
    with Serving(site.answer) as elsewhere:
        new = f"{elsewhere.url}/feed/"
        site.serving.fault(Fault(path="/feed/", reply=Reply(b"", 302, {"Location": new})))
        assert (await reader.sync_one()).new == 5
        assert reader.site().endpoint == f"{site.url}/feed/"


async def test_a_move_to_something_that_is_no_feed_is_no_move(reader: Person, site: Site) -> None:
    portal = Reply(b"<html>Bienvenue</html>", 200, {"Content-Type": "text/html"})
    with Serving(lambda _request: portal) as elsewhere:
        site.serving.fault(Fault(path="/feed/", reply=Reply(b"", 301, {"Location": elsewhere.url})))
        assert (await reader.sync_one()).problem == "bad_content"
        assert reader.site().endpoint == f"{site.url}/feed/"


async def test_a_feed_that_is_gone_is_not_asked_again(reader: Person, site: Site) -> None:
    await reader.sync_one()
    site.serving.fault(Fault(reply=Reply(b"", 410)))
    assert (await reader.sync_one()).problem == "gone"
    assert reader.site().gone
    site.serving.forget()
    reader.later(days=30)
    assert (await reader.sync_one()).problem == "gone"
    assert site.serving.log == []
    assert len(reader.articles()) == 5


@pytest.mark.parametrize("status", [429, 503])
async def test_a_feed_that_asks_for_a_pause_gets_it(
    reader: Person, site: Site, status: int
) -> None:
    site.serving.fault(Fault(reply=Reply(b"", status, {"Retry-After": "3600"}), times=1))
    first = await reader.sync_one()
    assert first.problem in ("too_many", "maintenance")
    site.serving.forget()
    reader.later(minutes=59)
    assert (await reader.sync_one()).problem == first.problem
    assert site.serving.log == []
    reader.later(minutes=10)
    assert (await reader.sync_one()).problem == ""


async def test_a_pause_for_ever_is_a_day(reader: Person, site: Site) -> None:
    site.serving.fault(Fault(reply=Reply(b"", 429, {"Retry-After": "99999999"}), times=1))
    await reader.sync_one()
    until = reader.site().not_before
    assert until is not None
    assert until - reader.clock <= timedelta(days=1)


async def test_a_ttl_is_honoured(tmp_path: Path) -> None:
    feed = (
        b'<rss version="2.0"><channel><title>P</title><ttl>90</ttl>'
        b"<item><title>A</title><link>https://p.example/a</link></item></channel></rss>"
    )
    with Serving(lambda _request: Reply(feed, 200, {"Content-Type": "text/xml"})) as server:
        async with person(tmp_path) as reader:
            await reader.add(server.url)
            await reader.sync_one(Options(full_text=False))
            server.forget()
            reader.later(minutes=80)
            assert (await reader.sync_one()).problem == ""
            assert server.log == []
            reader.later(minutes=20)
            await reader.sync_one()
            assert server.log


async def test_a_captive_portal_changes_nothing(reader: Person, site: Site) -> None:
    """N11: no article, not gone, validators kept."""
    await reader.sync_one()
    before = reader.site().cursor
    portal = Reply(
        b"<html><body>Payez ici</body></html>", 200, {"Content-Type": "text/html", "ETag": '"p"'}
    )
    site.serving.fault(Fault(reply=portal))
    assert (await reader.sync_one()).problem == "bad_content"
    after = reader.site()
    assert (after.cursor, after.gone, after.not_before) == (before, False, None)
    assert len(reader.articles()) == 5
    site.serving.fault(None)
    site.serving.forget()
    assert (await reader.sync_one()).problem == ""
    assert [asked.status for asked in site.serving.log] == [304]


async def test_a_cut_feed_stores_nothing(reader: Person, site: Site) -> None:
    await reader.sync_one()
    site.add_posts(3)
    size = 2_000
    for at in range(0, size, 150):
        site.serving.fault(Fault(drop_at=at))
        done = await reader.sync_one()
        if not done.problem:
            break
        assert (done.problem, done.new) == ("cut", 0)
    site.serving.fault(None)
    await reader.sync_one()
    assert len(reader.articles()) == 8


async def test_sites_that_fail_do_not_keep_others_waiting(reader: Person, site: Site) -> None:
    found = Found(
        "http://127.0.0.1:1/",
        "Éteint",
        SourceKind.FEED,
        "http://127.0.0.1:1/feed/",
        facts={"private": True},
    )
    reader.library.write_now(sites.add, found, reader.now())
    ended = {done.site.name: done for done in await reader.sync()}
    assert ended["Éteint"].problem == "no_network"
    assert ended[site.name].new == 5


async def test_a_front_page_is_read_for_its_articles(tmp_path: Path) -> None:
    def answer(request: Request) -> Reply:
        html = {"Content-Type": "text/html; charset=utf-8"}
        if request.path == "/":
            links = "".join(
                f'<h2><a href="/2026/03/la-crue-du-fleuve-{n}.html">La crue du fleuve, jour {n} dans le delta</a></h2>'
                for n in range(3)
            )
            return Reply(
                f"<html><title>Le Delta</title><body>{links}</body></html>".encode(), 200, html
            )
        if request.path.startswith("/2026/"):
            text = (
                "<p>"
                + "Le fleuve est monté de deux mètres cette nuit, disent les pêcheurs. " * 12
                + "</p>"
            )
            page = f"<html><head><title>La crue</title></head><body><article><h1>La crue du fleuve</h1>{text * 3}</article></body></html>"
            return Reply(page.encode(), 200, html)
        return Reply(b"non", 404)

    with Serving(answer) as server:
        async with person(tmp_path) as reader:
            kept = await reader.add(server.url)
            assert kept.kind is SourceKind.PAGE
            done = await reader.sync_one()
            assert (done.problem, done.new) == ("", 3)
            assert all("pêcheurs" in article.html for article in reader.articles())
            server.forget()
            assert (await reader.sync_one()).new == 0
            assert len(server.log) == 1
