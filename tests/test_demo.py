"""The sample newspaper: it answers as WordPress does where the reader asks, and moderates as it says."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sahelreader.demo import SampleSite, sample_site
from sahelreader.demo.paper import Manners, Rejected, read_paper
from sahelreader.demo.picture import dawn
from tests.syncing import person

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
QUICK = Manners(approve=0.3, answer=0.3, flood=0.2)


@dataclass(frozen=True)
class Said:
    status: int
    headers: Any
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **named: Any) -> None:
        return None


def ask(url: str, form: dict[str, str] | None = None, **headers: str) -> Said:
    data = urllib.parse.urlencode(form).encode() if form is not None else None
    request = urllib.request.Request(
        url, data, {name.replace("_", "-"): value for name, value in headers.items()}
    )
    try:
        with urllib.request.build_opener(Stay).open(request, timeout=10) as answer:
            return Said(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        return Said(error.code, error.headers, error.read())


@pytest.fixture(scope="module")
def site() -> Iterator[SampleSite]:
    with sample_site("fr", QUICK) as found:
        yield found


async def test_the_author_s_answers_are_marked_in_the_reader(
    site: SampleSite, tmp_path: Path
) -> None:
    async with person(tmp_path) as reader:
        await reader.add(site.url)
        await reader.sync_one()
        threads = [(item, reader.thread(item.url)) for item in reader.articles()]
    marked = [(item, one) for item, thread in threads for one in thread if one.by_article_author]
    assert marked
    assert all(one.author in item.authors for item, one in marked)


def test_every_page_names_the_rest_root(site: SampleSite) -> None:
    root = f'<{site.url}wp-json/>; rel="https://api.w.org/"'
    assert ask(site.url).headers["Link"] == root
    assert ask(site.url + "eau-d-aout/").headers["Link"] == root
    assert ask(site.url + "nothing-here/").status == 404


def test_posts_come_in_pages_with_their_totals(site: SampleSite) -> None:
    first = ask(site.url + "wp-json/wp/v2/posts?per_page=3&_fields=id,title.rendered")
    assert (first.headers["X-WP-Total"], first.headers["X-WP-TotalPages"]) == ("8", "3")
    assert [item["id"] for item in first.json] == [1, 2, 3]
    assert set(first.json[0]) == {"id", "title"}
    last = ask(site.url + "wp-json/wp/v2/posts?per_page=3&page=3&_fields=id")
    assert [item["id"] for item in last.json] == [7, 8]
    beyond = ask(site.url + "wp-json/wp/v2/posts?per_page=3&page=4")
    assert (beyond.status, beyond.json["code"]) == (400, "rest_post_invalid_page_number")
    assert ask(site.url + "wp-json/wp/v2/posts?per_page=101").status == 400


def test_both_permalink_styles_answer(site: SampleSite) -> None:
    plain = ask(site.url + "?rest_route=/wp/v2/posts&include=2&_fields=id,link")
    assert plain.json == [{"id": 2, "link": site.url + "ecole-manguiers-dori/"}]
    moved = ask(site.url + "?p=2")
    assert (moved.status, moved.headers["Location"]) == (301, site.url + "ecole-manguiers-dori/")


def test_nothing_new_is_an_empty_list(site: SampleSite) -> None:
    assert ask(site.url + "wp-json/wp/v2/posts?modified_after=2036-01-01T00:00:00Z").json == []
    old = ask(site.url + "wp-json/wp/v2/posts?modified_after=2006-01-01T00:00:00%2B01:00")
    assert len(old.json) == 8


def test_comments_of_several_posts_in_one_request(site: SampleSite) -> None:
    answer = ask(site.url + "wp-json/wp/v2/comments?post=1,3&per_page=100&order=asc")
    found = [item for item in answer.json if item["id"] <= 11]
    assert {item["post"] for item in found} == {1, 3}
    assert [item["date_gmt"] for item in found] == sorted(item["date_gmt"] for item in found)
    replies = {item["id"]: item["parent"] for item in found}
    assert replies[2] == 1
    assert replies[3] == 2


def test_the_api_gives_authors_tags_and_picture(site: SampleSite) -> None:
    (post,) = ask(site.url + "wp-json/wp/v2/posts?include=1").json
    assert ask(site.url + f"wp-json/wp/v2/users/{post['author']}").json["name"] == "Aminata Sow"
    tags = ask(site.url + f"wp-json/wp/v2/tags?include={','.join(map(str, post['tags']))}").json
    assert {tag["name"] for tag in tags} == {"Ségou", "transport"}
    (media,) = ask(site.url + f"wp-json/wp/v2/media?include={post['featured_media']}").json
    picture = ask(media["source_url"])
    assert picture.headers["Content-Type"] == "image/png"
    assert picture.body == dawn()
    assert "_embedded" not in post
    (whole,) = ask(site.url + "wp-json/wp/v2/posts?include=1&_embed=1").json
    assert whole["_embedded"]["author"][0]["name"] == "Aminata Sow"


def test_feeds_are_well_formed_and_answer_304(site: SampleSite) -> None:
    feed = ask(site.url + "feed/")
    items = ET.fromstring(feed.body).findall("channel/item")
    assert len(items) == 8
    assert ask(site.url + "feed/", If_None_Match=feed.headers["ETag"]).status == 304
    assert ET.fromstring(ask(site.url + "comments/feed/").body).find("channel/item") is not None


def test_answers_are_compressed_on_request(site: SampleSite) -> None:
    address = site.url + "wp-json/wp/v2/posts?per_page=8"
    packed = ask(address, Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.body) < len(ask(address).body) / 2


def comment(post: int = 1, text: str = "Bonjour", **more: str) -> dict[str, str]:
    form = {
        "comment_post_ID": str(post),
        "comment_parent": "0",
        "author": "Awa",
        "email": "awa@example.org",
        "comment": text,
    }
    return form | more


def wait(url: str, wanted: int, what: str) -> Said:
    for _attempt in range(100):
        said = ask(url)
        if said.status == wanted:
            return said
        time.sleep(0.05)
    raise AssertionError(what)


def test_a_comment_is_held_then_approved_then_answered() -> None:
    with sample_site("fr", QUICK) as site:
        text = "Merci.\r\n\r\nEt <b>ensuite</b> ?"
        said = ask(site.url + "wp-comments-post.php", comment(2, text))
        assert said.status == 302
        number = said.headers["Location"].rpartition("#comment-")[2]
        assert "unapproved=" + number in said.headers["Location"]
        one = f"{site.url}wp-json/wp/v2/comments/{number}"
        held = ask(one)
        assert (held.status, held.json["code"]) == (401, "rest_forbidden")
        shown = wait(one, 200, "not approved").json
        assert (
            shown["content"]["rendered"]
            == "<p>Merci.</p>\n<p>Et &lt;b&gt;ensuite&lt;/b&gt; ?</p>\n"
        )
        listing = f"{site.url}wp-json/wp/v2/comments?post=2&parent={number}"
        for _attempt in range(100):
            answers = ask(listing).json
            if answers:
                break
            time.sleep(0.05)
        assert [item["author_name"] for item in answers] == ["Hama Tall"]
        assert "Awa" in answers[0]["content"]["rendered"]
        # answered once, however often one looks
        assert len(ask(listing).json) == 1


@pytest.mark.parametrize(
    ("form", "status"),
    [
        (comment(author=""), 200),
        (comment(email=""), 200),
        (comment(email="nobody"), 200),
        (comment(text="  "), 200),
        (comment(text="é" * 33_000), 200),
        (comment(post=8), 403),
        (comment(post=99), 403),
    ],
)
def test_what_the_form_does_not_take(site: SampleSite, form: dict[str, str], status: int) -> None:
    said = ask(site.url + "wp-comments-post.php", form)
    assert said.status == status
    assert b"wp-die-message" in said.body


def test_duplicates_and_floods_are_told_apart() -> None:
    paper = read_paper(_text("fr"), "fr", NOON, Manners(flood=3))
    paper.take(comment(), NOON)
    for form, code in ((comment(), 409), (comment(text="autre"), 429)):
        with pytest.raises(Rejected) as caught:
            paper.take(form, NOON + timedelta(seconds=1))
        assert caught.value.status == code
    paper.take(comment(text="autre"), NOON + timedelta(seconds=4))


def _text(language: str) -> str:
    from pathlib import Path

    import sahelreader.demo

    return Path(sahelreader.demo.__file__).with_name(f"{language}.toml").read_text("utf-8")


def test_both_editions_tell_the_same() -> None:
    french, english = (read_paper(_text(name), name, NOON, QUICK) for name in ("fr", "en"))
    assert [post.published for post in french.posts] == [post.published for post in english.posts]
    assert [(item.post, item.parent) for item in french.remarks] == [
        (item.post, item.parent) for item in english.remarks
    ]
    assert french.sentences.keys() == english.sentences.keys()
    for paper in (french, english):
        known = {f'href="/{post.slug}/"' for post in paper.posts}
        for post in paper.posts:
            links = [part.partition(">")[0] for part in post.html.split("<a ")[1:]]
            assert set(links) <= known
