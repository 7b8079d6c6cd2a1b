"""Whole pages and feeds with one thing odd about them: too long, links in pieces, facts that only machines are told."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime

import pytest

from sahelreader.domain.article import Picture
from sahelreader.parse import ParseProblem
from sahelreader.parse.discover import clues
from sahelreader.parse.document import document
from sahelreader.parse.feed import parse_feed
from sahelreader.parse.feed_lenient import read_lenient
from sahelreader.parse.feed_parts import unpacked
from sahelreader.parse.page.trim import _links
from sahelreader.parse.wordpress import posts
from tests.test_parse_extract import A, B, C, ld, page

NOW = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)
URL = "https://paper.example/feed/"
BODY = f"<article><h1>Un titre</h1><p>{A}</p><p>{B}</p><p>{C}</p></article>"


def test_an_article_beyond_the_limit_is_cut_and_says_so() -> None:
    found = page("<article><h1>Un titre</h1>" + f"<p>{A} {B}</p>" * 2_000 + "</article>")
    read = document(found.article.html)
    assert read.cut
    assert 400_000 < len(found.article.html) <= 503_000  # the breaks between blocks are not counted
    assert not document(page(BODY).article.html).cut


def test_a_lead_picture_that_only_machines_are_told_of() -> None:
    found = page(BODY, "<meta property=og:image content=/bac.jpg>")
    assert found.article.lead == Picture("https://paper.example/bac.jpg")


@pytest.mark.parametrize(("stated", "count"), [(12, 12), ("7", 7), ("beaucoup", None)])
def test_the_number_of_comments_that_is_stated(stated: object, count: int | None) -> None:
    assert page(BODY, ld(commentCount=stated)).article.comment_count == count


def test_keywords_are_tags_when_there_are_no_others() -> None:
    keywords = "<meta name=keywords content='fleuve, bac; http://x.example'>"
    assert page(BODY, keywords).article.tags == ("fleuve", "bac")
    tagged = page(BODY + "<div class=post-tags><a href=/t/>pirogue</a><a href=/u/> </a></div>", keywords)  # fmt: skip
    assert tagged.article.tags == ("pirogue",)


def test_links_in_pieces() -> None:
    html = (
        '<p><a href="https://paper.example/a/">Le bac <b>repart</b></a> <a href="https://paper.example/b/">Lire aussi : le puits</a>'
        ' <a href="https://paper.example/c/">oui</a></p>'
    )
    (block,) = document(html).blocks
    assert [(link.title, link.url) for link in _links(block, "lire aussi")] == [
        ("Le bac repart", "https://paper.example/a/"),
        ("le puits", "https://paper.example/b/"),
    ]


def test_rules_one_after_another_are_one() -> None:
    found = page(f"<article><h1>Un titre</h1><hr><p>{A}</p><hr><hr><p>{B}</p><p>{C}</p></article>")
    assert found.article.html.count("<hr") == 1


# --- feeds ----------------------------------------------------------------------------------------


def test_a_json_feed_with_a_summary_and_odd_attachments() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Le Fleuve",
        "items": [
            {
                "id": "1", "url": "https://paper.example/bac/", "title": "Le bac", "summary": "Il repart.",
                "attachments": [7, {"url": ""}, {"url": "/bac.mp3", "mime_type": "audio/mpeg"}],
            }
        ],
    }  # fmt: skip
    (article,) = parse_feed(json.dumps(feed).encode(), URL).articles
    assert article.summary == "Il repart."
    assert "bac.mp3" in article.html


def test_texts_that_are_packed_or_hold_entities_of_html() -> None:
    packed = base64.b64encode(b"<p>Le bac</p>").decode()
    assert unpacked(packed) == "<p>Le bac</p>"
    assert unpacked("a") == "a"
    feed = '<!DOCTYPE rss [<!ENTITY x "y">]><rss version="2.0"><channel><title>Le Fleuve</title><item><title>L&rsquo;<b>été</b> au fleuve</title><guid>1</guid></item></channel></rss>'
    (article,) = parse_feed(feed.encode(), URL).articles
    assert "été au fleuve" in article.title


def test_a_broken_feed_that_is_nested_too_deep_is_refused() -> None:
    with pytest.raises(ParseProblem, match="too deep"):
        read_lenient(b"<rss><channel>" + b"<a>" * 50_000 + b"</oops>", URL)


# --- clues, answers of a site -------------------------------------------------------------------------


def test_what_a_page_tells_others_of_itself() -> None:
    found = clues(
        b"<!DOCTYPE html><html><head><base href='https://paper.example/fr/'><meta property=og:title content='Le bac'>"
        b"<meta property=og:url content=bac/><meta property=og:locale content=fr_ML>"
        b"<link rel=alternate type=application/rss+xml href=flux.xml></head><body></body></html>",
        "https://paper.example/",
    )
    assert (found.title, found.canonical) == ("Le bac", "https://paper.example/fr/bac/")
    assert found.language == "fr"
    assert [feed.url for feed in found.feeds] == ["https://paper.example/fr/flux.xml"]


def test_answers_that_are_no_list_and_authors_that_only_a_plugin_names() -> None:
    with pytest.raises(ParseProblem, match="not a list"):
        posts(b'"no posts [yet]"')
    post = {
        "id": 1, "link": "https://paper.example/bac/", "title": {"rendered": "Le bac"},
        "content": {"rendered": "<p>Il repart.</p>"}, "yoast_head_json": {"author": "Awa Sow"},
    }  # fmt: skip
    (article,) = posts(json.dumps([post]).encode()).articles
    assert article.authors == ("Awa Sow",)
