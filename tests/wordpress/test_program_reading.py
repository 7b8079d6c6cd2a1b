"""The program against a real WordPress: subscribing, bringing in, reading. Through its command line alone."""

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.program import Program
from tests.wordpress.plain import ask
from tests.wordpress.seed import paragraphs
from tests.wordpress.server import WordPress

pytestmark = [pytest.mark.wordpress, pytest.mark.xdist_group("wordpress")]


@pytest.fixture
def site(fresh_wordpress: WordPress) -> WordPress:
    return fresh_wordpress


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path)


@pytest.fixture
def synced(program: Program, site: WordPress) -> Program:
    """Subscribed and brought in once; the requests so far are forgotten."""
    program.ask("add", site.url)
    line = sync(program)
    assert line["error"] is None
    site.forget_requests()
    return program


def sync(program: Program, *more: object, status: int = 0) -> Any:
    """Sync all; the line of the one site."""
    ran = program.run("sync", *more, "--json")
    assert ran.status == status, (ran.status, ran.out, ran.err)
    [line] = ran.lines
    return line


def articles(program: Program, site: WordPress) -> dict[str, Any]:
    """Address -> article, those of SITE."""
    found = program.ask("list", "--limit", 1000)
    return {item["url"]: item for item in found if item["url"].startswith(site.url)}


def words(text: str) -> list[str]:
    """The words of a text or an HTML, as one reads them."""
    return html.unescape(re.sub(r"<[^>]+>", " ", text)).split()


# ---- subscribing


@pytest.mark.parametrize("pretty", [True, False])
@pytest.mark.parametrize(
    "address",
    [
        lambda site: site.url,
        lambda site: site.url.removeprefix("http://"),
        lambda site: f"{site.url}/?feed=rss2",
        lambda site: site.permalink(site.seeded.open),
    ],
    ids=["home", "no scheme", "feed", "article"],
)
def test_add_finds_the_api_behind_any_address(
    program: Program, site: WordPress, pretty: bool, address: Callable[[WordPress], str]
) -> None:
    site.permalinks(pretty)
    [answer] = program.ask("add", address(site))
    assert (answer["kind"], answer["error"]) == ("wordpress", None)
    assert answer["found"]
    [kept] = [item for item in program.ask("sites") if item["kind"] == "wordpress"]
    assert kept["url"].rstrip("/") == site.url
    assert sync(program)["new"] == 20


def test_adding_twice_is_one_subscription(program: Program, site: WordPress) -> None:
    program.ask("add", site.url)
    program.ask("add", f"{site.url}/feed/")
    assert len([item for item in program.ask("sites") if item["kind"] == "wordpress"]) == 1


# ---- bringing in


def test_first_sync_brings_articles_and_threads_as_the_site_has_them(
    program: Program, site: WordPress
) -> None:
    site.add_posts(40, datetime.now(UTC) - timedelta(days=3), comments_each=2)
    program.ask("add", site.url)
    assert sync(program, "--since", "2020-01-01")["error"] is None
    synced, kept = program, articles(program, site)
    posts = ask(f"{site.url}/wp-json/wp/v2/posts?per_page=100").json()
    assert len(posts) == 60
    assert set(kept) == {post["link"] for post in posts}
    for post in posts:
        shown = synced.ask("show", kept[post["link"]]["id"])
        if post["content"]["protected"]:
            continue
        if post["id"] != site.seeded.control_characters:
            assert shown["text"].split() == words(post["content"]["rendered"]) or (
                # the figure's lines stand apart from the text
                post["id"] == site.seeded.picture
            )
        assert shown["published"] == post["date_gmt"] + "Z"
        comments = ask(
            f"{site.url}/wp-json/wp/v2/comments?post={post['id']}&per_page=100&order=asc"
        ).json()
        more = ask(
            f"{site.url}/wp-json/wp/v2/comments?post={post['id']}&per_page=100&order=asc&page=2"
        ).json()
        if isinstance(more, list):
            comments += more
        remote = {item["remote_id"]: item for item in shown["comments"]}
        assert set(remote) == {str(item["id"]) for item in comments}
        numbers = {item["id"]: item["remote_id"] for item in shown["comments"]}
        for item in comments:
            mine = remote[str(item["id"])]
            parent = str(item["parent"]) if str(item["parent"]) in remote else None
            assert (numbers.get(mine["parent"]), mine["published"]) == (
                parent,
                item["date_gmt"] + "Z",
            )
            if post["id"] != site.seeded.control_characters:
                assert mine["author"] == html.unescape(item["author_name"])
                assert mine["text"].split() == words(item["content"]["rendered"])


def test_what_is_hostile_comes_in_harmless(synced: Program, site: WordPress) -> None:
    [kept] = [
        item
        for url, item in articles(synced, site).items()
        if url == site.permalink(site.seeded.control_characters)
    ]
    ran = synced.run("show", kept["id"])
    assert ran.status == 0
    assert "rouge" in ran.out
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202e]", ran.out)


def test_ten_articles_and_their_comments_are_two_requests(synced: Program, site: WordPress) -> None:
    # the names of the category and the authors are known from the first sync on
    for number in range(10):
        post = site.add_post(
            f"Édition du soir, n° {number}", paragraphs(4, number), categories=["Fleuve"]
        )
        for remark in range(5):
            site.add_comment(post, "Kadiza", "kadiza@example.org", f"Remarque {number}.{remark}")
    line = sync(synced)
    assert (line["new"], line["comments"]) == (10, 50)
    requests = site.requests()
    assert len(requests) == 2, requests
    assert sum(item.bytes for item in requests) <= 5_000


def test_nothing_new_costs_two_requests_and_brings_no_text(
    synced: Program, site: WordPress
) -> None:
    line = sync(synced)
    assert (line["new"], line["changed"], line["comments"]) == (0, 0, 0)
    requests = site.requests()
    assert len(requests) <= 2, requests
    assert sum(item.bytes for item in requests) <= 1_500


def test_an_edited_article_is_shown_as_it_is_now(synced: Program, site: WordPress) -> None:
    before = articles(synced, site)
    site.edit_post(site.seeded.open, content="<p>Le fleuve est rentré dans son lit.</p>")
    assert sync(synced)["changed"] == 1
    after = articles(synced, site)
    assert set(after) == set(before)
    shown = synced.ask("show", site.permalink(site.seeded.open))
    assert shown["text"] == "Le fleuve est rentré dans son lit."
    assert len(shown["comments"]) == 3


def test_a_deleted_article_stays_readable(synced: Program, site: WordPress) -> None:
    address = site.permalink(site.seeded.tagged)
    site.delete_post(site.seeded.tagged)
    sync(synced)
    assert "essais" in synced.ask("show", address)["title"]


def test_a_comment_approved_late_is_found(synced: Program, site: WordPress) -> None:
    held = site.add_comment(
        site.seeded.open, "Kadiza", "kadiza@example.org", "Vu du pont, c’est haut.",
        approved=False, date=datetime.now(UTC) - timedelta(hours=30),
    )  # fmt: skip
    sync(synced)
    site.approve_comment(held)
    assert sync(synced)["comments"] == 1
    shown = synced.ask("show", site.permalink(site.seeded.open))
    assert str(held) in {item["remote_id"] for item in shown["comments"]}


def test_a_comment_removed_there_stays_with_a_label(synced: Program, site: WordPress) -> None:
    address = site.permalink(site.seeded.open)
    first = synced.ask("show", address)["comments"][0]
    site.trash_comment(int(first["remote_id"]))
    sync(synced)
    sync(synced)
    shown = synced.ask("show", address)["comments"]
    [kept] = [item for item in shown if item["remote_id"] == first["remote_id"]]
    assert kept["text"] == first["text"]


def test_maintenance_is_that_sites_result_and_loses_nothing(
    synced: Program, site: WordPress
) -> None:
    site.maintenance(True)
    line = sync(synced, status=1)
    assert line["error"] == "maintenance"
    assert len(articles(synced, site)) == 20
    [kept] = [item for item in synced.ask("sites") if item["kind"] == "wordpress"]
    assert kept["last_error"] == "maintenance"
    site.maintenance(False)
    assert sync(synced)["error"] is None


def test_250_articles_come_page_by_page(program: Program, site: WordPress) -> None:
    site.add_posts(250, datetime.now(UTC) - timedelta(days=3))
    program.ask("add", site.url)
    sync(program, "--since", "2020-01-01")
    assert len(articles(program, site)) == 270


def test_a_sync_cut_in_the_middle_goes_on_where_it_was(program: Program, site: WordPress) -> None:
    site.add_posts(250, datetime.now(UTC) - timedelta(days=3))
    program.ask("add", site.url)
    site.fault("drop-before", path="page=2", times=100)
    sync(program, "--since", "2020-01-01", status=1)
    cut = len(articles(program, site))
    assert 0 < cut < 270
    site.fault(None)
    sync(program, "--since", "2020-01-01")
    assert len(articles(program, site)) == 270


def test_html_where_json_was_due_is_told_and_keeps_everything(
    synced: Program, site: WordPress
) -> None:
    site.fault("status=200", path="wp-json")
    line = sync(synced, status=1)
    assert line["error"] == "bad_content"
    assert len(articles(synced, site)) == 20


def test_search_finds_what_the_site_wrote(synced: Program) -> None:
    found = synced.ask("search", "irrigation")
    assert any("Irrigation" in item["title"] for item in found)
    assert synced.ask("search", "gotheye sac")
