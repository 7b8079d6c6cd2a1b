"""A WordPress site over its whole life: what a sync brings, what it costs, and what it finds out."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sahelreader.domain.site import Found, SourceKind
from sahelreader.library import marks, sites
from sahelreader.sync import Options, SiteProgress, SyncDone, sync
from tests.serving import Fault, Reply
from tests.site import Site
from tests.syncing import Person, person

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as made:
        yield made


@pytest.fixture
async def reader(tmp_path: Path, site: Site) -> AsyncIterator[Person]:
    async with person(tmp_path) as made:
        found = Found(site.url, site.name, SourceKind.WORDPRESS, site.root)
        made.library.write_now(sites.add, found, made.now())
        yield made


async def test_first_sync_brings_articles_with_their_threads(reader: Person, site: Site) -> None:
    numbers = site.add_posts(3, comments=2)
    first = min(site.remarks)
    answer = site.add_remark(numbers[0], "Bien dit.", parent=first)
    done = await reader.sync_one()
    assert (done.problem, done.new, done.comments) == ("", 3, 7)
    article = reader.articles()[-1]
    assert article.url == site.permalink(numbers[0])
    assert article.authors == ("Aïssata Maïga",)
    assert article.categories == ("Société",)
    thread = reader.thread(article.url)
    assert [item.parent_remote_id for item in thread if item.remote_id == str(answer)] == [
        str(first)
    ]


async def test_nothing_new_is_two_requests_and_no_text(reader: Person, site: Site) -> None:
    site.add_posts(12, comments=3)
    await reader.sync_one()
    site.serving.forget()
    done = await reader.sync_one()
    assert (done.problem, done.new, done.changed, done.comments) == ("", 0, 0, 0)
    assert len(site.serving.log) == 2, site.serving.targets
    assert sum(asked.sent for asked in site.serving.log) <= 1_500


async def test_ten_articles_with_fifty_comments_are_two_requests(
    reader: Person, site: Site
) -> None:
    site.add_posts(12, comments=3)
    await reader.sync_one()
    site.add_posts(10, comments=5)
    site.serving.forget()
    done = await reader.sync_one()
    assert (done.new, done.comments) == (10, 50)
    assert len(site.serving.log) == 2, site.serving.targets


async def test_a_comment_approved_late_is_found(reader: Person, site: Site) -> None:
    [first, second] = site.add_posts(2, comments=2)
    held = site.add_remark(first, "En attente", approved=False)
    site.add_remark(second)
    await reader.sync_one()
    site.approve(held)
    done = await reader.sync_one()
    assert done.comments == 1
    assert str(held) in {item.remote_id for item in reader.thread(site.permalink(first))}
    assert (await reader.sync_one()).comments == 0


async def test_late_and_new_comments_together(reader: Person, site: Site) -> None:
    [first] = site.add_posts(1, comments=2)
    held = site.add_remark(first, approved=False)
    site.add_remark(first)
    await reader.sync_one()
    site.approve(held)
    fresh = site.add_remark(first)
    [other] = site.add_posts(1, comments=1)
    done = await reader.sync_one()
    assert (done.new, done.comments) == (1, 3)
    ids = {item.remote_id for item in reader.thread(site.permalink(first))}
    assert {str(held), str(fresh)} <= ids
    assert len(reader.thread(site.permalink(other))) == 1


async def test_a_removed_comment_is_marked_and_kept(reader: Person, site: Site) -> None:
    [first] = site.add_posts(1, comments=3)
    await reader.sync_one()
    gone = min(site.remarks)
    site.hide(gone)
    await reader.sync_one()
    thread = {item.remote_id: item for item in reader.thread(site.permalink(first))}
    assert len(thread) == 3
    assert [key for key, item in thread.items() if item.gone] == [str(gone)]


async def test_one_removed_and_one_approved_leave_the_total_as_it_was(
    reader: Person, site: Site
) -> None:
    """Nothing in two requests gives it away; the comparison once a day does, and then this is mended."""
    [first] = site.add_posts(1, comments=3)
    held = site.add_remark(first, approved=False)
    site.add_remark(first)
    await reader.sync_one()
    site.hide(min(site.remarks))
    site.approve(held)
    await reader.sync_one()
    reader.later(days=2)
    await reader.sync_one()
    thread = {item.remote_id: item for item in reader.thread(site.permalink(first))}
    assert str(held) in thread
    assert thread[str(min(site.remarks))].gone


async def test_an_edited_article_is_changed_once(reader: Person, site: Site) -> None:
    [first, _second] = site.add_posts(2)
    await reader.sync_one()
    site.edit(first, html="<p>Le fleuve est rentré dans son lit.</p>")
    assert (await reader.sync_one()).changed == 1
    assert "rentré" in next(a for a in reader.articles() if a.remote_id == str(first)).html
    assert (await reader.sync_one()).changed == 0


async def test_an_edit_in_the_second_of_the_last_one_is_found(reader: Person, site: Site) -> None:
    """`modified_after` is exclusive and knows whole seconds: the second of the answer is asked for again."""
    numbers = site.add_posts(3)
    await reader.sync_one()
    site.edit(numbers[0], html="<p>Premier.</p>")
    moment = site.posts[numbers[0]].modified
    site.date = moment
    assert (await reader.sync_one()).changed == 1
    site.edit(numbers[1], html="<p>Second.</p>", modified=moment)
    site.date = None
    assert (await reader.sync_one()).changed == 1
    assert any("Second" in article.html for article in reader.articles())


@pytest.mark.parametrize("deleted", [True, False], ids=["deleted", "withdrawn"])
@pytest.mark.parametrize("comments", [0, 2])
async def test_a_vanished_article_stays_readable_and_says_so(
    reader: Person, site: Site, deleted: bool, comments: int
) -> None:
    numbers = site.add_posts(3, comments=comments)
    await reader.sync_one()
    (site.delete if deleted else site.trash)(numbers[1])
    done = await reader.sync_one()
    if not done.vanished:
        # one without comments changes no count that a sync sees; the comparison of lists does
        assert not comments
        reader.later(hours=1)
        done = await reader.sync_one()
    assert (done.problem, done.vanished) == ("", 1)
    url = site.permalink(numbers[1])
    assert any(article.url == url for article in reader.articles())
    assert len(reader.thread(url)) == comments
    assert not any(item.gone for item in reader.thread(url))


async def test_a_scheduled_article_is_found_although_its_modification_is_old(
    reader: Person, site: Site
) -> None:
    site.add_posts(3)
    late = site.add_post(
        modified=site.clock - timedelta(days=3), date=site.clock + timedelta(hours=1)
    )
    await reader.sync_one()
    site.clock += timedelta(hours=2)
    reader.later(hours=1)
    await reader.sync_one()
    assert str(late) in {article.remote_id for article in reader.articles()}
    # such a site is looked at that way from now on: at once, and still in two requests when nothing is new
    soon = site.add_post(modified=site.clock - timedelta(days=3))
    await reader.sync_one()
    assert str(soon) in {article.remote_id for article in reader.articles()}
    site.serving.forget()
    await reader.sync_one()
    assert len(site.serving.log) == 2


async def test_a_protected_article_does_not_close_the_threads_of_others(
    reader: Person, site: Site
) -> None:
    [first, _locked] = site.add_posts(2, comments=2)
    site.edit(_locked, password="sesame")
    assert (await reader.sync_one()).comments == 2
    site.add_remark(first)
    assert (await reader.sync_one()).comments == 1
    site.edit(first, password="sesame")
    done = await reader.sync_one()
    assert (done.problem, done.vanished) == ("", 0)


async def test_maintenance_is_that_sites_result(reader: Person, site: Site) -> None:
    site.add_posts(2)
    await reader.sync_one()
    closed = Reply(
        b"<html>Maintenance</html>", 503, {"Retry-After": "600", "Content-Type": "text/html"}
    )
    site.serving.fault(Fault(reply=closed))
    done = await reader.sync_one()
    assert (done.problem, done.detail) == ("maintenance", "503")
    assert reader.site().last_error == "maintenance"
    assert len(reader.articles()) == 2
    # once more at once, then no sooner than it asks
    assert (await reader.sync_one()).problem == "maintenance"
    asked = len(site.serving.log)
    assert (await reader.sync_one()).problem == "maintenance"
    assert len(site.serving.log) == asked
    site.serving.fault(None)
    reader.later(minutes=20)
    assert (await reader.sync_one()).problem == ""
    assert reader.site().last_error == ""


async def test_html_where_json_was_due_changes_nothing(reader: Person, site: Site) -> None:
    site.add_posts(2, comments=1)
    await reader.sync_one()
    before = reader.site().cursor
    portal = Reply(
        b"<html><body>Bienvenue sur le reseau</body></html>", 200, {"Content-Type": "text/html"}
    )
    for path in ("posts", "comments"):
        site.serving.fault(Fault(path=path, reply=portal))
        assert (await reader.sync_one()).problem == "bad_content"
        assert reader.site().cursor == before
    assert len(reader.articles()) == 2


async def test_250_articles_page_by_page(reader: Person, site: Site) -> None:
    site.add_posts(250, comments=1)
    done = await reader.sync_one(Options(since=LONG_AGO))
    assert (done.new, done.comments) == (250, 250)
    asked = len(site.serving.log)
    await reader.sync_one(Options(since=LONG_AGO))
    assert len(site.serving.log) == asked + 2  # the bottom was reached; it is not looked for again


async def test_a_backfill_cut_anywhere_goes_on_where_it_was(reader: Person, site: Site) -> None:
    site.add_posts(250, comments=1)
    site.serving.fault(Fault(path="page=2", drop_at=0))
    done = await reader.sync_one(Options(since=LONG_AGO))
    assert done.problem == "cut"
    cut = len(reader.articles())
    assert 0 < cut < 250
    site.serving.fault(None)
    await reader.sync_one(Options(since=LONG_AGO))
    assert len(reader.articles()) == 250
    assert sum(len(reader.thread(a.url)) for a in reader.articles()) == 250


async def test_a_byte_limit_stops_the_sync_and_keeps_what_came(reader: Person, site: Site) -> None:
    site.add_posts(250, comments=1)
    done = await reader.sync_one(Options(since=LONG_AGO, max_bytes=20_000))
    assert done.problem == "over_budget"
    assert done.wire_bytes <= 30_000
    some = len(reader.articles())
    assert 0 < some < 250
    assert reader.site().not_before is None
    await reader.sync_one(Options(since=LONG_AGO))
    assert len(reader.articles()) == 250


async def test_the_months_limit_counts_earlier_syncs(reader: Person, site: Site) -> None:
    site.add_posts(5)
    first = await reader.sync_one()
    site.serving.forget()
    done = await reader.sync_one(Options(month_bytes=first.wire_bytes))
    assert done.problem == "over_budget"
    assert not site.serving.log
    reader.clock = datetime(2026, 4, 1, tzinfo=UTC)
    assert (await reader.sync_one(Options(month_bytes=50_000))).problem == ""


async def test_bytes_are_counted_by_site_day_and_kind(reader: Person, site: Site) -> None:
    site.add_posts(5, comments=1)
    done = await reader.sync_one()
    received = sum(asked.sent for asked in site.serving.log)
    assert done.wire_bytes > received
    assert reader.library.read_now(sites.bytes_since, "2026-03-03") == done.wire_bytes
    assert reader.site().bytes_month in (0, done.wire_bytes)
    assert set(reader.client.by_kind) == {"articles", "threads"}


async def test_a_site_that_keeps_its_comments_to_itself_is_no_failure(
    reader: Person, site: Site
) -> None:
    site.closed_routes.add("comments")
    site.add_posts(3, comments=1)
    assert (await reader.sync_one()).problem == ""
    site.serving.forget()
    assert (await reader.sync_one()).problem == ""
    assert len(site.serving.log) == 1
    site.closed_routes.clear()
    reader.later(days=2)
    assert (await reader.sync_one()).comments == 3


async def test_a_site_that_hides_its_users_is_asked_for_them_once(
    reader: Person, site: Site
) -> None:
    site.closed_routes.add("users")
    site.add_posts(2)
    assert (await reader.sync_one()).problem == ""
    site.add_posts(2, comments=0)
    site.serving.forget()
    await reader.sync_one()
    assert not any("users" in target for target in site.serving.targets)


async def test_addresses_without_permalinks(reader: Person, site: Site, tmp_path: Path) -> None:
    site.pretty = False
    site.add_posts(3, comments=1)
    async with person(tmp_path / "other") as other:
        found = Found(site.url, site.name, SourceKind.WORDPRESS, site.root)
        other.library.write_now(sites.add, found, other.now())
        done = await other.sync_one()
        assert (done.problem, done.new, done.comments) == ("", 3, 3)


async def test_closing_the_stream_stops_everything_and_keeps_what_was_stored(
    reader: Person, site: Site
) -> None:
    site.add_posts(120, comments=1)
    [chosen] = reader.library.read_now(sites.all)
    events = sync(
        reader.library, reader.client, [chosen], now=reader.now, options=Options(since=LONG_AGO)
    )
    stored = 0
    async for event in events:
        if isinstance(event, SiteProgress) and event.articles >= 100:
            stored = event.articles
            break
    await events.aclose()
    assert len(reader.articles()) == stored
    done = await reader.sync_one(Options(since=LONG_AGO))
    assert done.new == 120 - stored
    assert sum(len(reader.thread(a.url)) for a in reader.articles()) == 120


@pytest.mark.parametrize("at", range(0, 700, 70))
async def test_a_connection_cut_at_any_byte_stores_whole_pages_or_nothing(
    reader: Person, site: Site, at: int
) -> None:
    site.add_posts(4, comments=2)
    site.serving.fault(Fault(path="comments?", drop_at=at))
    done = await reader.sync_one()
    assert (done.problem, done.new, done.comments) == ("cut", 4, 0)
    site.serving.fault(Fault(path="posts", drop_at=at))
    site.add_posts(1)
    assert (await reader.sync_one()).problem == "cut"
    assert len(reader.articles()) == 4
    site.serving.fault(None)
    done = await reader.sync_one()
    assert (done.problem, done.new, done.comments) == ("", 1, 8)


async def test_one_sites_failure_is_its_own(reader: Person, site: Site) -> None:
    site.add_posts(2)
    with Site(name="La Voix du Puits") as other:
        other.add_posts(3)
        found = Found(other.url, other.name, SourceKind.WORDPRESS, other.root)
        reader.library.write_now(sites.add, found, reader.now())
        other.serving.fault(Fault(drop_at=0))
        ended = {done.site.name: done for done in await reader.sync()}
        assert ended["La Voix du Puits"].problem == "cut"
        assert (ended[site.name].problem, ended[site.name].new) == ("", 2)
        last = reader.events[-1]
        assert isinstance(last, SyncDone)
        assert last.new == 2


async def test_the_threads_a_person_cares_for_stay_watched(reader: Person, site: Site) -> None:
    [first] = site.add_posts(1, comments=1)
    site.add_posts(60)
    await reader.sync_one(Options(since=LONG_AGO))
    url = site.permalink(first)
    reader.library.write_now(marks.set_saved, [reader.article_id(url)], True, reader.now())
    site.add_posts(60)
    await reader.sync_one()
    site.add_remark(first, "Encore une chose.")
    await reader.sync_one()
    assert len(reader.thread(url)) == 2


ODD: list[object] = [
    None, 7, "text", [], {}, True, -1, 0, "1e9", 1e400, {"rendered": None}, {"rendered": [1]},
    ["x", {"y": 1}], 10**400, "\x1b[2J\u202e",
]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "id",
        "link",
        "date_gmt",
        "modified_gmt",
        "title",
        "content",
        "author",
        "tags",
        "featured_media",
    ],
)
async def test_any_field_may_be_of_any_type(reader: Person, site: Site, name: str) -> None:
    """N22: an item is left out with a reason, or read as far as it goes; the others come, and the sync goes on."""
    sound = site.add_posts(3)
    for odd in ODD:
        site.mangled[site.add_post()] = {name: odd}
    done = await reader.sync_one()
    assert done.problem == ""
    assert {str(number) for number in sound} <= {article.remote_id for article in reader.articles()}
    assert (await reader.sync_one()).problem == ""
    reader.later(days=1)
    assert (await reader.sync_one()).problem == ""


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000, b'{"a":' * 100_000, b"[NaN]", b"[1e99999]", b"[" + b"9" * 100_000 + b"]",
        b"[null, 1, \"x\", [], {}]", b"{}", b"null", b"\xff\xfe[\x00]\x00", b'[{"id": 1, "id": 2}]',
    ],
    ids=range(10),
)  # fmt: skip
async def test_hostile_json_ends_in_an_outcome(reader: Person, site: Site, body: bytes) -> None:
    site.add_posts(2)
    await reader.sync_one()
    reply = Reply(body, 200, {"Content-Type": "application/json"})
    site.serving.fault(Fault(path="wp-json", reply=reply))
    done = await reader.sync_one()
    assert done.problem in ("", "bad_content")
    assert done.new == 0
    site.serving.fault(None)
    assert (await reader.sync_one()).problem == ""
    assert len(reader.articles()) == 2
