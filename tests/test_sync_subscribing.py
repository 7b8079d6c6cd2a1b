"""What `subscribe` finds behind an address, and what it says when there is nothing to read."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from sahelreader.domain.site import SourceKind
from sahelreader.library import sites
from sahelreader.sync import NotSubscribed, Subscribed, subscribe
from sahelreader.sync.words import what_was_found
from tests.serving import Fault, Reply, Request, Serving
from tests.site import Site
from tests.syncing import Person, person


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as made:
        made.add_posts(3, comments=1)
        yield made


@pytest.fixture
async def reader(tmp_path: Path) -> AsyncIterator[Person]:
    async with person(tmp_path) as made:
        yield made


async def refused(reader: Person, url: str) -> str:
    answer = await subscribe(reader.library, reader.client, url, now=reader.now)
    assert isinstance(answer, NotSubscribed), answer
    assert reader.library.read_now(sites.all) == []
    return answer.problem


ADDRESSES: dict[str, Callable[[Site], str]] = {
    "home": lambda site: site.url,
    "no scheme": lambda site: site.url.removeprefix("http://"),
    "spaces": lambda site: f"  {site.url}/ ",
    "article": lambda site: site.permalink(min(site.posts)),
    "feed": lambda site: f"{site.url}/feed/",
    "feed by query": lambda site: f"{site.url}/?feed=rss2",
}


@pytest.mark.parametrize("named", ADDRESSES)
@pytest.mark.parametrize("pretty", [True, False])
@pytest.mark.parametrize("header", [True, False])
async def test_the_site_behind_any_address(
    reader: Person, site: Site, named: str, pretty: bool, header: bool
) -> None:
    site.pretty, site.link_header = pretty, header
    answer = await subscribe(reader.library, reader.client, ADDRESSES[named](site), now=reader.now)
    assert isinstance(answer, Subscribed)
    assert (answer.site.kind, answer.site.endpoint) == (SourceKind.WORDPRESS, site.root)
    assert answer.site.url.rstrip("/") == site.url
    assert answer.site.name == site.name
    assert answer.found.facts["comments_open"] is True
    assert answer.found.facts["private"] is True
    assert what_was_found(answer.found)
    done = await reader.sync_one()
    assert (done.problem, done.new, done.comments) == ("", 3, 3)


async def test_a_home_page_with_its_header_costs_three_small_requests_and_one_page(
    reader: Person, site: Site
) -> None:
    """The page is an article's, for its comment form: what one must give there is told nowhere else."""
    await reader.add(site.url)
    assert [asked.request.method for asked in site.serving.log] == ["HEAD", "GET", "GET", "GET"]
    assert sum(asked.sent for asked in site.serving.log[:3]) < 2_500
    assert reader.library.read_now(sites.bytes_since, "2026-03-01") == reader.client.wire_bytes


async def test_twice_is_one_subscription(reader: Person, site: Site) -> None:
    first = await reader.add(site.url)
    assert (await reader.add(f"{site.url}/feed/")).id == first.id
    assert len(reader.library.read_now(sites.all)) == 1


async def test_a_feed_where_there_is_no_api(reader: Person, site: Site) -> None:
    site.rest = False
    for url in (site.url, f"{site.url}/feed/", site.permalink(min(site.posts))):
        kept = await reader.add(url)
        assert (kept.kind, kept.endpoint) == (SourceKind.FEED, f"{site.url}/feed/")
        assert (kept.name, kept.language) == (site.name, "fr")
    assert len(reader.library.read_now(sites.all)) == 1


async def test_a_feed_where_the_api_gives_no_articles(reader: Person, site: Site) -> None:
    site.closed_routes.add("posts")
    assert (await reader.add(site.url)).kind is SourceKind.FEED


async def test_the_feed_of_a_section_stays_that_feed(reader: Person, site: Site) -> None:
    kept = await reader.add(f"{site.url}/category/sport/feed/")
    assert (kept.kind, kept.endpoint) == (SourceKind.FEED, f"{site.url}/category/sport/feed/")


async def test_a_feed_in_its_usual_place_that_no_page_names(reader: Person) -> None:
    def spip(request: Request) -> Reply:
        if request.query.get("page") == "backend":
            body = b'<rss version="2.0"><channel><title>Le Puits</title><item><title>A</title><link>/a</link></item></channel></rss>'
            return Reply(body, 200, {"Content-Type": "text/xml"})
        if request.path == "/":
            return Reply(
                b"<html><title>Le Puits</title><p>Bonjour</html>",
                200,
                {"Content-Type": "text/html"},
            )
        return Reply(b"non", 404)

    with Serving(spip) as server:
        kept = await reader.add(server.url)
    assert kept.endpoint == f"{server.url}/spip.php?page=backend"


async def test_a_page_without_a_feed_is_read_as_a_page(reader: Person) -> None:
    page = b"<html><title>Le Puits</title><p>Bonjour</html>"
    with Serving(
        lambda request: Reply(
            page, 200 if request.path == "/" else 404, {"Content-Type": "text/html"}
        )
    ) as server:
        kept = await reader.add(server.url)
    assert (kept.kind, kept.name) == (SourceKind.PAGE, "Le Puits")


async def test_a_server_that_knows_no_head(reader: Person, site: Site) -> None:
    answer = site.serving._answer
    site.serving._answer = lambda request: (
        Reply(b"", 405) if request.method == "HEAD" else answer(request)
    )
    assert (await reader.add(site.url)).kind is SourceKind.WORDPRESS


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("", "bad_url"), ("   ", "bad_url"), ("ftp://journal.example/", "bad_url"),
        ("http://", "bad_url"), ("not an address", "bad_url"), ("http://127.0.0.1:1/", "no_network"),
        ("127.0.0.1:1", "no_network"), ("http://no.invalid/", "no_network"),
    ],
)  # fmt: skip
async def test_wrong_addresses(reader: Person, url: str, problem: str) -> None:
    assert await refused(reader, url) == problem


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        (Reply(b"%PDF-1.7", 200, {"Content-Type": "application/pdf"}), "bad_content"),
        (Reply(b'{"ok": true}', 200, {"Content-Type": "application/json"}), "bad_content"),
        (Reply(b"", 200, {"Content-Type": "text/plain"}), "bad_content"),
        (Reply(b"non", 404, {"Content-Type": "text/html"}), "not_found"),
        (Reply(b"non", 403), "forbidden"),
        (Reply(b"non", 503, {"Retry-After": "600"}), "maintenance"),
    ],
)
async def test_what_is_no_news_site(reader: Person, reply: Reply, problem: str) -> None:
    with Serving(lambda _request: reply) as server:
        assert await refused(reader, server.url) == problem


async def test_a_broken_line_while_looking(reader: Person, site: Site) -> None:
    for path in ("/", "wp-json"):
        site.serving.fault(Fault(path=path, drop_at=0))
        answer = await subscribe(reader.library, reader.client, site.url, now=reader.now)
        assert isinstance(answer, NotSubscribed)
        assert answer.problem == "cut"


async def test_a_site_that_leads_elsewhere_in_this_machine_is_refused(
    reader: Person, site: Site
) -> None:
    with Serving(
        lambda _r: Reply(b"", 302, {"Location": site.url.replace("127.0.0.1", "localhost")})
    ) as door:
        assert await refused(reader, door.url) == "forbidden_address"
