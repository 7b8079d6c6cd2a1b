"""What a WordPress tells a reader, as far as sahelreader leans on it."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.wordpress.plain import Answer, ask
from tests.wordpress.seed import PASSWORD
from tests.wordpress.server import WordPress

pytestmark = [pytest.mark.wordpress, pytest.mark.xdist_group("wordpress")]


def rest(site: WordPress, route: str) -> Answer:
    """GET a route below /wp-json/wp/v2/."""
    return ask(f"{site.url}/wp-json/wp/v2/{route}")


def test_a_page_names_the_api_and_the_article_its_id(fresh_wordpress: WordPress) -> None:
    site = fresh_wordpress
    front = ask(f"{site.url}/", "HEAD")
    assert f'<{site.url}/wp-json/>; rel="https://api.w.org/"' in front.headers["Link"]
    assert front.body == b""
    post = site.seeded.open
    links = ", ".join(ask(site.permalink(post), "HEAD").headers.get_all("Link", []))
    assert f'<{site.url}/wp-json/wp/v2/posts/{post}>; rel="alternate"' in links


def test_short_and_readable_addresses(fresh_wordpress: WordPress) -> None:
    site, post = fresh_wordpress, fresh_wordpress.seeded.open
    readable = ask(f"{site.url}/?p={post}")
    assert (readable.status, readable.location) == (301, site.permalink(post))
    site.permalinks(False)
    assert site.permalink(post) == f"{site.url}/?p={post}"
    root = re.search(r'<([^>]+)>; rel="https://api', ask(site.url).headers["Link"])
    assert root
    assert root[1] == f"{site.url}/index.php?rest_route=/"
    assert ask(f"{root[1]}wp/v2/posts/{post}&_fields=id").json() == {"id": post}


def test_pages_of_a_list(fresh_wordpress: WordPress) -> None:
    site = fresh_wordpress
    first = rest(site, "posts?per_page=7&_fields=id")
    assert (first.headers["X-WP-Total"], first.headers["X-WP-TotalPages"]) == ("20", "3")
    assert len(rest(site, "posts?per_page=7&page=3&_fields=id").json()) == 6
    beyond = rest(site, "posts?per_page=7&page=4")
    assert (beyond.status, beyond.json()["code"]) == (400, "rest_post_invalid_page_number")
    assert rest(site, "posts?per_page=101").status == 400
    assert rest(site, "comments?page=99").json() == []


def test_modified_after_shows_edits_but_not_comments(fresh_wordpress: WordPress) -> None:
    site, post = fresh_wordpress, fresh_wordpress.seeded.open
    # Every seeded article is older than the start of this test, the newest by little.
    mark = datetime.now(UTC) + timedelta(seconds=-1)
    question = f"posts?modified_after={mark:%Y-%m-%dT%H:%M:%SZ}&include={post}&_fields=id"
    site.add_comment(post, "Mintou", "m@example.org", "Bonjour")
    assert rest(site, question).json() == []
    site.edit_post(post, content="<p>Corrigé.</p>")
    assert rest(site, question).json() == [{"id": post}]


def test_deleted_articles_are_missing_from_include(fresh_wordpress: WordPress) -> None:
    site, seeded = fresh_wordpress, fresh_wordpress.seeded
    site.trash_post(seeded.long)
    asked = f"posts?include={seeded.open},{seeded.long}&_fields=id"
    assert rest(site, asked).json() == [{"id": seeded.open}]


def test_protected_article(wordpress: WordPress) -> None:
    post = wordpress.seeded.protected
    locked = rest(wordpress, f"posts/{post}?_fields=content").json()["content"]
    assert (locked["rendered"], locked["protected"]) == ("", True)
    opened = rest(wordpress, f"posts/{post}?_fields=content&password={PASSWORD}")
    assert "mil" in opened.json()["content"]["rendered"]
    assert rest(wordpress, f"posts/{post}?password=non").status == 403
    assert rest(wordpress, f"comments?post={post}").status == 401
    assert len(rest(wordpress, f"comments?post={post}&password={PASSWORD}").json()) == 2


def test_threads_of_150_comments(wordpress: WordPress) -> None:
    post, comments = wordpress.seeded.discussed, []
    for page in (1, 2):
        question = f"comments?post={post}&per_page=100&page={page}&order=asc&_fields=id,parent"
        comments += rest(wordpress, question).json()
    parents = {c["id"]: c["parent"] for c in comments}
    assert len(parents) == 150

    def depth(comment: int) -> int:
        return 1 + depth(parents[comment]) if parents[comment] else 1

    assert max(map(depth, parents)) > 5


def test_replies_whose_parent_is_not_there(wordpress: WordPress) -> None:
    post = wordpress.seeded.orphan
    shown = rest(wordpress, f"comments?post={post}&_fields=id,parent").json()
    assert len(shown) == 2
    assert not {c["parent"] for c in shown} & {c["id"] for c in shown}


def test_control_characters_come_through(wordpress: WordPress) -> None:
    post = wordpress.seeded.control_characters
    article = rest(wordpress, f"posts/{post}").json()
    assert "\x1b" in article["title"]["rendered"]
    assert "\u202e" in article["title"]["rendered"]
    assert {"\x1b", "\x07", "\x9b", "\u202e"} <= set(article["content"]["rendered"])
    comment = rest(wordpress, f"comments?post={post}").json()[0]
    assert {"\x1b", "\x07", "\x9b"} <= set(comment["content"]["rendered"])
    assert "\x1b" in comment["author_name"]


def test_picture_with_its_caption(wordpress: WordPress) -> None:
    article = rest(wordpress, f"posts/{wordpress.seeded.picture}").json()
    html = article["content"]["rendered"]
    assert "<figcaption" in html
    source = re.search(r'src="([^"]+)"', html)
    assert source
    picture = ask(source[1])
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert picture.body[:2] == b"\xff\xd8"
    media = rest(wordpress, f"media/{article['featured_media']}").json()
    assert media["alt_text"] == "Un bac chargé de sacs"


def test_tags_and_categories(wordpress: WordPress) -> None:
    post = wordpress.seeded.tagged
    names = {term["name"] for term in rest(wordpress, f"tags?post={post}").json()}
    assert names == {"Gothèye", "irrigation", "R&amp;D"}
    assert len(rest(wordpress, f"categories?post={post}").json()) == 2


def test_a_weak_etag_never_gives_304(wordpress: WordPress) -> None:
    feed, packed = f"{wordpress.url}/feed/", {"Accept-Encoding": "gzip"}
    first = ask(feed, headers=packed)
    etag, date = first.headers["ETag"], first.headers["Last-Modified"]
    assert etag.startswith('W/"')

    def again(**headers: str) -> int:
        conditions = {name.replace("_", "-"): value for name, value in headers.items()}
        return ask(feed, headers=packed | conditions).status

    assert again(If_None_Match=etag) == 200
    assert again(If_None_Match=etag, If_Modified_Since=date) == 200
    assert again(If_Modified_Since=date) == 304
    assert again(If_None_Match=etag.removeprefix("W/"), If_Modified_Since=date) == 304


def test_a_comment_approved_late_keeps_its_old_date(fresh_wordpress: WordPress) -> None:
    site, post = fresh_wordpress, fresh_wordpress.seeded.open
    written = datetime.now(UTC) - timedelta(days=2)
    late = site.add_comment(post, "M", "m@example.org", "Tard", approved=False, date=written)
    feed = f"{site.url}/comments/feed/"
    date = ask(feed).headers["Last-Modified"]
    count = f"comments?post={post}&_fields=id"
    before = int(rest(site, count).headers["X-WP-Total"])

    site.approve_comment(late)
    assert ask(feed, headers={"If-Modified-Since": date}).status == 304
    after = f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"
    assert {"id": late} not in rest(site, f"{count}&after={after}").json()
    # What does give it away:
    assert int(rest(site, count).headers["X-WP-Total"]) == before + 1
