"""Corners of feeds, dates, forms, asides, embeds and exports: what only now and then stands there."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from lxml import html as lxml_html

from sahelreader.domain.article import Article
from sahelreader.domain.document import Paragraph, Related, Span
from sahelreader.parse import ParseProblem
from sahelreader.parse.asides import only_link, related_of, source_of
from sahelreader.parse.dates import parse_date
from sahelreader.parse.embeds import picture_url, provider
from sahelreader.parse.excerpt import is_excerpt, summary_of
from sahelreader.parse.export import Exported, render
from sahelreader.parse.feed import Feed, parse_feed
from sahelreader.parse.form import comment_form
from sahelreader.parse.isso import isso_comments
from sahelreader.parse.xml import XML_LIMIT, NotWellFormed, parse_xml

NOW = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)
URL = "https://paper.example/feed/"


# --- XML ------------------------------------------------------------------------------------------


def test_xml_that_is_too_large_or_of_no_known_letters() -> None:
    with pytest.raises(ParseProblem):
        parse_xml(b" " * (XML_LIMIT + 1))
    with pytest.raises(NotWellFormed):
        parse_xml(b"<a")
    # a header that names no charset there is: the document's own counts
    own = '<?xml version="1.0" encoding="iso-8859-1"?><a>été</a>'.encode("latin-1")
    assert parse_xml(own, "text/xml; charset=unheard-of").text == "été"


def test_references_of_old_windows_and_others() -> None:
    assert parse_xml(b"<a>&#146;&#x92;&#233;</a>").text == "’’é"


# --- feeds ----------------------------------------------------------------------------------------

RSS = """<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">
 <channel><title>Le Fleuve</title><link>https://paper.example/</link><item>%s</item></channel></rss>"""


def item(inside: str) -> Article:
    feed: Feed = parse_feed((RSS % inside).encode(), URL)
    (article,) = feed.articles
    return article


def test_the_first_of_two_titles_links_and_summaries_stays() -> None:
    article = item(
        "<?php x ?><title>Le bac</title><title>Autre</title><link>/bac/</link><link>/autre/</link>"
        "<dc:identifier>bac-1</dc:identifier><dc:creator>Awa Sow</dc:creator><itunes:author>Autre</itunes:author>"
        "<description>Il repart.</description><description> </description><itunes:summary>Autre</itunes:summary>"
        "<content:encoded> </content:encoded>"
    )
    assert (article.title, article.url) == ("Le bac", "https://paper.example/bac/")
    assert article.authors == ("Awa Sow",)
    assert article.summary == "Il repart."


def test_pictures_within_pictures() -> None:
    article = item(
        "<title>Le bac</title><media:group><!-- x --><media:content url='/bac.jpg' medium='image'><?x?>"
        "<media:title>Titre</media:title><media:description>Le bac au soir</media:description><media:text>Autre</media:text>"
        "<media:credit>Awa</media:credit><media:thumbnail url='/petit.jpg'/></media:content></media:group>"
        "<media:content medium='image'/>"
    )
    assert article.lead is not None
    assert article.lead.url in ("https://paper.example/bac.jpg", "https://paper.example/petit.jpg")


# --- dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026년 11월 03일 오후 2:05:00", datetime(2026, 11, 3, 5, 5, tzinfo=UTC)),
        ("2026년 11월 03일 14:05:00", datetime(2026, 11, 3, 5, 5, tzinfo=UTC)),
        ("le 3 novembre 2026, vers 2 p.m", datetime(2026, 11, 3, 14, tzinfo=UTC)),
        ("il y a 2 mois", NOW - timedelta(days=60)),
        ("il y a 2 ans", NOW - timedelta(days=730)),
        ("il y a 3 semaines", NOW - timedelta(days=21)),
        ("3 zorglub 2026, le 4 novembre 2026", datetime(2026, 11, 4, tzinfo=UTC)),
        ("zorglub 3, 2026 November 4, 2026", datetime(2026, 11, 4, tzinfo=UTC)),
        ("Tue, 03 Nov 2026 25:00:00 +0000", None),
        ("2026-11-03T26:00:00Z", None),
        ("26-11-03T10:00:00Z", datetime(2026, 11, 3, 10, tzinfo=UTC)),
    ],
)
def test_dates(text: str, expected: datetime | None) -> None:
    assert parse_date(text, NOW) == expected


# --- forms ----------------------------------------------------------------------------------------


def test_fields_that_plugins_rename() -> None:
    form = comment_form(
        '<form id="commentform" action="/wp-comments-post.php"><input name="nom" type="text" required>'
        '<input name="comment_author_email" type="text" aria-required="true"><input name="zz" type="email">'
        '<textarea name="comment"></textarea><input type=hidden name=comment_post_ID value=3></form>',
        URL,
    )
    assert form is not None
    assert form.required == ("author", "email", "comment")
    assert form.hidden == (("comment_post_ID", "3"),)


def test_a_discussion_elsewhere_in_a_page_that_is_a_tree() -> None:
    page = '<script data-isso="{}"></script><section id="isso-thread"></section>'
    form = comment_form(lxml_html.fromstring(page.format("https://isso.example/")), URL)
    assert form is not None
    assert (form.system, form.action) == ("isso", "https://isso.example/")
    assert comment_form(lxml_html.fromstring(page.format("javascript:x")), URL) is None


def test_isso_comments_that_are_gone_or_of_no_time() -> None:
    replies = [
        {"id": 1, "text": "", "mode": 4},
        {"id": 2, "text": "<p>Oui</p>", "created": 1e300},
        {"id": 3, "text": "<p>Non</p>", "created": True},
    ]
    batch = isso_comments(json.dumps({"replies": replies}).encode(), "1", URL)
    assert batch is not None
    assert [(one.remote_id, one.published) for one in batch.comments] == [("2", None), ("3", None)]


# --- asides, excerpts, embeds -----------------------------------------------------------------------


def test_links_behind_a_label() -> None:
    url, other = "https://paper.example/a/", "https://paper.example/b/"
    spans = (Span("Lire aussi : "), Span("Le ", href=url), Span("bac", href=url), Span("Le puits", href=other))  # fmt: skip
    assert related_of(spans) == (Related("Le bac", url), Related("Le puits", other))
    assert only_link((Paragraph((Span("Le bac", href=url),)),)) == Related("Le bac", url)
    assert only_link((Paragraph((Span("Le bac"),)),)) is None
    assert only_link((Paragraph((Span("Le", href=url), Span("bac", href=other))),)) is None
    assert only_link(()) is None


def test_a_source_whose_dash_stands_alone() -> None:
    assert source_of((Span("— "), Span("Awa Sow"))) == (Span("Awa Sow"),)


def test_excerpts() -> None:
    assert is_excerpt("<p>Le bac repart […]</p>")
    assert not is_excerpt(
        "<p>Le bac […] repart enfin ce matin, disent les marchands de la rive.</p>"
    )
    assert summary_of("Le bac repart enfin [...]") == "Le bac repart enfin…"
    assert summary_of("Le bac repart. [...]") == "Le bac repart."


def test_addresses_of_services_and_pictures() -> None:
    assert provider("http://[::1") == ""
    assert provider("https://www.youtube.com/watch?v=1") == "YouTube"
    assert (
        picture_url({"srcset": "javascript:x 900w, /bac.jpg 400w"}, URL)
        == "https://paper.example/bac.jpg"
    )


# --- Markdown -------------------------------------------------------------------------------------


def exported(**fields: object) -> str:
    article = Article(remote_id="1", **{"url": "", "title": "Le bac", **fields})  # type: ignore[arg-type]
    return render([Exported(article, "", ())], ".md").decode()


def test_markdown_of_an_article_with_nothing_but_a_summary() -> None:
    assert exported(summary="Il repart <b>.") == "# Le bac\n\nIl repart \\<b\\>.\n"
    assert exported() == "# Le bac\n"


def test_markdown_of_struck_linked_and_embedded() -> None:
    text = exported(
        html='<p>un <s>deux</s> <a href="https://paper.example/a/">trois</a></p><hr>\n'
        '<figure class="embed"><a href="https://www.youtube.com/watch?v=abc123XYZ">Le film</a></figure>\n<p>fin</p>'
    )
    assert "~~deux~~" in text
    assert (
        "[trois](https://paper.example/a/)" in text or "[trois](<https://paper.example/a/>)" in text
    )
    assert "\n---\n" in text
