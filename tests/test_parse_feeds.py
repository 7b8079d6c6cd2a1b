"""Feeds of every kind to articles, comment feeds to threads, and what hostile ones may cost."""

from __future__ import annotations

import json
import resource
import socket
import threading
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sahelreader.domain.article import Picture
from sahelreader.domain.text import safe_text
from sahelreader.parse import ParseProblem
from sahelreader.parse.feed import Feed, comment_batches, parse_comment_feed, parse_feed
from tests.benchmarks.feeds import CORPUS, evaluate

URL = "https://fleuve.example/feed/"

WORDPRESS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"
 xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Le Fleuve &amp; la rive</title><atom:link href="https://fleuve.example/feed/" rel="self"/><link>https://fleuve.example</link>
<description>Nouvelles du fleuve</description><lastBuildDate>Mon, 23 Nov 2026 10:00:00 +0000</lastBuildDate><language>fr-FR</language>
<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency>
<item><title>Le bac &#8211; enfin&#8230;</title><link>https://fleuve.example/le-bac/</link><comments>https://fleuve.example/le-bac/#respond</comments>
<dc:creator><![CDATA[Aminata Sow]]></dc:creator><pubDate>Mon, 23 Nov 2026 09:12:00 +0100</pubDate><category><![CDATA[Ségou]]></category>
<category><![CDATA[Transport & routes]]></category><guid isPermaLink="false">https://fleuve.example/?p=12</guid>
<description><![CDATA[<p>Le premier camion a traversé [&#8230;]</p>]]></description>
<content:encoded><![CDATA[<p>Le premier camion a traversé à six heures.</p><p>Lire aussi : <a href="/oignon/">L’oignon</a></p>
<p>L’article <a href="https://fleuve.example/le-bac/">Le bac</a> est apparu en premier sur <a href="https://fleuve.example">Le Fleuve</a>.</p>]]></content:encoded>
<wfw:commentRss>https://fleuve.example/le-bac/feed/</wfw:commentRss><slash:comments>3</slash:comments>
<media:content url="https://fleuve.example/bac.jpg" medium="image" width="800"><media:description>Le bac à quai</media:description><media:credit>A. Sow</media:credit></media:content>
<enclosure url="https://fleuve.example/bac.mp3" length="1200" type="audio/mpeg"/></item></channel></rss>"""


def only(feed: Feed) -> object:
    assert len(feed.articles) == 1
    return feed.articles[0]


def test_a_wordpress_feed_gives_everything_it_has() -> None:
    feed = parse_feed(WORDPRESS.encode(), URL)
    assert (feed.kind, feed.title, feed.link, feed.language) == (
        "rss",
        "Le Fleuve & la rive",
        "https://fleuve.example",
        "fr",
    )
    assert feed.ttl_minutes is None
    (article,) = feed.articles
    assert article.remote_id == "https://fleuve.example/?p=12"
    assert article.url == "https://fleuve.example/le-bac/"
    assert article.title == "Le bac – enfin…"
    assert article.authors == ("Aminata Sow",)
    assert article.published == datetime(2026, 11, 23, 8, 12, tzinfo=UTC)
    assert article.tags == ("Ségou", "Transport & routes")
    assert article.summary == "Le premier camion a traversé…"
    assert article.html == (
        '<p>Le premier camion a traversé à six heures.</p>\n<p class="related"><a href="https://fleuve.example/oignon/">L’oignon</a></p>'
        '\n<p class="embed"><a href="https://fleuve.example/bac.mp3">bac.mp3</a></p>'
    )
    assert article.lead == Picture("https://fleuve.example/bac.jpg", "Le bac à quai", "A. Sow")
    assert (article.comment_count, article.comments_feed) == (
        3,
        "https://fleuve.example/le-bac/feed/",
    )
    assert article.whole
    assert article.language == "fr"


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr" xml:base="https://fleuve.example/a/"><title type="html">Le &lt;b>Fleuve&lt;/b></title>
<link rel="alternate" href="/"/><link rel="next" href="?page=2"/><author><name>La rédaction</name></author>
<entry xml:lang="en"><title type="text">x &lt; y &amp; z</title><id>tag:fleuve.example,2026:1</id><link href="un"/><published>2026-11-23T09:00:00Z</published>
<updated>2026-11-24T09:00:00+01:00</updated><category term="eau" label="L’eau"/>
<content type="xhtml" xml:base="b/"><div xmlns="http://www.w3.org/1999/xhtml"><p>Un &amp; <em>deux</em></p><img src="c.jpg"/></div></content></entry></feed>"""


def test_atom() -> None:
    feed = parse_feed(ATOM.encode(), "https://miroir.example/atom.xml")
    assert (feed.kind, feed.title, feed.link, feed.next_url) == (
        "atom",
        "Le Fleuve",
        "https://fleuve.example/",
        "https://fleuve.example/a/?page=2",
    )
    (article,) = feed.articles
    assert (article.title, article.url, article.language) == (
        "x < y & z",
        "https://fleuve.example/a/un",
        "en",
    )
    assert (
        article.html
        == '<p>Un &amp; <em>deux</em></p>\n<figure><img src="https://fleuve.example/a/b/c.jpg"></figure>'
    )
    assert article.authors == ("La rédaction",)
    assert article.tags == ("L’eau",)
    assert (article.published, article.modified) == (
        datetime(2026, 11, 23, 9, tzinfo=UTC),
        datetime(2026, 11, 24, 8, tzinfo=UTC),
    )


RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://fleuve.example/"><title>Le Fleuve</title><link>https://fleuve.example/</link></channel>
<item rdf:about="https://fleuve.example/1"><title>Un</title><link>https://fleuve.example/1</link><dc:date>2026-11-23</dc:date><dc:subject>eau</dc:subject></item></rdf:RDF>"""


def test_rdf() -> None:
    feed = parse_feed(RDF.encode(), URL)
    (article,) = feed.articles
    assert (feed.kind, article.remote_id, article.tags) == (
        "rdf",
        "https://fleuve.example/1",
        ("eau",),
    )
    assert article.published == datetime(2026, 11, 23, tzinfo=UTC)
    assert not article.whole


JSON = {
    "version": "https://jsonfeed.org/version/1.1", "title": "Le Fleuve", "home_page_url": "https://fleuve.example/", "language": "fr",
    "next_url": "/feed.json?page=2", "authors": [{"name": "La rédaction"}],
    "items": [
        {"id": 7, "url": "/sept", "title": "Sept <b>", "content_html": "<p>Texte <a href='x'>y</a></p>", "date_published": "2026-11-23T10:00:00+01:00",
         "tags": ["eau", 3], "image": "/i.jpg", "attachments": [{"url": "/s.mp3", "mime_type": "audio/mpeg", "title": "Le son"}]},
        {"id": "8", "content_text": "a < b"}, "rien", {"id": None, "tags": "eau", "authors": 5, "attachments": {}},
    ],
}  # fmt: skip


def test_json_feed() -> None:
    feed = parse_feed(json.dumps(JSON).encode(), "https://fleuve.example/feed.json")
    assert (feed.kind, feed.link, feed.next_url) == (
        "json",
        "https://fleuve.example/",
        "https://fleuve.example/feed.json?page=2",
    )
    seven, eight = feed.articles
    assert (seven.remote_id, seven.title, seven.authors, seven.tags) == (
        "7",
        "Sept <b>",
        ("La rédaction",),
        ("eau",),
    )
    assert seven.html.startswith('<p>Texte <a href="https://fleuve.example/x">y</a></p>')
    assert "Le son" in seven.html
    assert seven.lead == Picture("https://fleuve.example/i.jpg")
    assert eight.html == "<p>a &lt; b</p>"
    assert len(feed.skipped) == 1


def rss(items: str, head: str = "") -> bytes:
    return f'<rss version="2.0"><channel><title>t</title><link>https://fleuve.example/</link>{head}{items}</channel></rss>'.encode()


def test_entries_with_one_guid_empty_guids_and_none() -> None:
    same = rss(
        "".join(
            f"<item><guid>x</guid><link>https://fleuve.example/{n}</link><title>{n}</title></item>"
            for n in range(3)
        )
    )
    assert [a.remote_id for a in parse_feed(same, URL).articles] == [
        f"https://fleuve.example/{n}" for n in range(3)
    ]
    empty = rss(
        "".join(
            f"<item><guid> </guid><link>https://fleuve.example/{n}</link></item>" for n in range(3)
        )
    )
    assert len(parse_feed(empty, URL).articles) == 3
    bare = rss(
        "<item><title>a</title></item><item><title>b</title></item><item><title>a</title></item><item/>"
    )
    first, again = parse_feed(bare, URL), parse_feed(rss("<item><title>b</title></item>"), URL)
    assert len(first.articles) == 2
    assert len(first.skipped) == 2
    assert again.articles[0].remote_id == first.articles[1].remote_id
    repeated = rss("<item><guid>x</guid><link>https://fleuve.example/1</link></item>" * 2)
    assert len(parse_feed(repeated, URL).articles) == 1


def test_excerpts_are_known_as_such() -> None:
    def article(description: str, content: str = "") -> bool:
        extra = (
            f"<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'><![CDATA[{content}]]></content:encoded>"
            if content
            else ""
        )
        return parse_feed(rss(f"<item><link>https://fleuve.example/1</link><description><![CDATA[{description}]]></description>{extra}</item>"), URL).articles[0].whole  # fmt: skip

    assert not article("Un début")
    assert not article("x", "<p>Le début de tout […]</p>")
    assert not article("x", '<p>Le début</p><p><a href="/1">Lire la suite</a></p>')
    assert not article("x", "<p>Le début&hellip;</p>")
    assert article("x", "<p>Tout est là.</p>")
    assert article("<p>" + "Tout est là. " * 200 + "</p>")


def test_addresses_that_are_none_are_left_out() -> None:
    body = rss(
        '<item><guid isPermaLink="true">javascript:alert(1)</guid><link>javascript:alert(1)</link><title>a</title><enclosure url="file:///etc/passwd" type="audio/mpeg"/></item>'
    )
    (article,) = parse_feed(body, URL).articles
    assert article.url == "https://fleuve.example/"
    assert "javascript" not in article.html
    assert "file:" not in article.html


def test_a_mail_address_is_nobodys_name() -> None:
    body = rss(
        "<item><guid>1</guid><author>sow@fleuve.example (Aminata Sow)</author></item><item><guid>2</guid><author>sow@fleuve.example</author></item>"
    )
    assert [a.authors for a in parse_feed(body, URL).articles] == [("Aminata Sow",), ()]


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ('<?xml version="1.0" encoding="iso-8859-1"?><rss><channel><title>Été d’ici</title></channel></rss>'.encode("cp1252"), "Été d’ici"),
        ('<?xml version="1.0" encoding="utf-8"?><rss><channel><title>Été</title></channel></rss>'.encode("latin-1"), "Été"),
        (b'<?xml version="1.0" encoding="iso-8859-1"?><rss><channel><title>x</title></channel></rss>', "x"),
        ("<rss><channel><title>الساحل</title></channel></rss>".encode("utf-16"), "الساحل"),
        ("<rss><channel><title>Été</title></channel></rss>".encode("utf-16-le"), "Été"),
        ("\n\n  \ufeff<?xml version='1.0'?><rss><channel><title>Été</title></channel></rss>".encode(), "Été"),
        ("<br />\n<b>Warning</b>: x in <b>y.php</b><br />\n<?xml version='1.0'?><rss><channel><title>Été</title></channel></rss>".encode(), "Été"),
        (b"<rss><channel><title>&Eacute;t&eacute; &amp; riz</title></channel></rss>", "Été & riz"),
        (b"<rss><channel><title>riz & mil</title><link>https://x.example/?a=1&b=2</link></channel></rss>", "riz & mil"),
        (b"<rss><channel><title>a\x0bb\x1b[31m&#27;</title></channel></rss>", "ab[31m"),
        (b"<!DOCTYPE rss [<!ENTITY nom 'Le Fleuve'>]><rss><channel><title>&nom;</title></channel></rss>", "Le Fleuve"),
        (b"<!DOCTYPE rss PUBLIC '-//Netscape//DTD RSS 0.91//EN' 'http://127.0.0.1:1/rss.dtd'><rss><channel><title>x</title></channel></rss>", "x"),
        ("<rss><channel><title>tronqué</title><item><title>un</title></item><item><ti".encode(), "tronqué"),
        (b"<rss><channel><title>br</title><item><description>a<br>b</description></item></channel></rss>", "br"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_feeds_in_the_wild(body: bytes, title: str) -> None:
    assert parse_feed(body, URL).title == title


def test_http_charset_counts_unless_the_bytes_are_utf8() -> None:
    text = "<rss><channel><title>Été</title></channel></rss>"
    assert parse_feed(
        text.encode("cp1256", "ignore"), URL, "text/xml; charset=windows-1256"
    ).title == "Été".encode("cp1256", "ignore").decode("cp1256")
    assert parse_feed(text.encode(), URL, "text/xml; charset=iso-8859-1").title == "Été"
    assert parse_feed(text.encode("latin-1"), URL, "text/xml; charset=iso-8859-1").title == "Été"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"  ",
        b"<html><body>Connexion</body></html>",
        b"texte",
        b"{}",
        b"[1]",
        b'{"a": 1}',
        b"\x00\xff",
        b"<?xml version='1.0'?>",
        b"<svg/>",
    ],
)
def test_what_is_no_feed_says_so(body: bytes) -> None:
    with pytest.raises(ParseProblem):
        parse_feed(body, URL)


# --- hostile ----------------------------------------------------------------------------------------------

LAUGHS = "<!DOCTYPE rss [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)) + "]><rss><channel><title>t&a11;</title></channel></rss>"  # fmt: skip
BOMBS = {
    "billion laughs": LAUGHS,
    "quadratic": "<!DOCTYPE rss [<!ENTITY a '" + "x" * 50_000 + "'>]><rss><channel><title>t" + "&a;" * 50_000 + "</title></channel></rss>",
    "own entity, used often": "<!DOCTYPE rss [<!ENTITY a '" + "x" * 300 + "'>]><rss><channel><title>t" + "&a;" * 500_000 + "</title></channel></rss>",
    "external": "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss><channel><title>t&x;</title></channel></rss>",
    "depth": "<rss><channel><title>t</title>" + "<a>" * 200_000,
    "depth, closed": "<rss><channel><title>t</title>" + "<a>" * 200_000 + "</a>" * 200_000 + "</channel></rss>",
    "depth, not well-formed": "<rss><channel><title>t & </title>" + "<a>" * 200_000 + "</b>",
    "attributes": "<rss><channel><title>t</title><item " + " ".join(f"a{n}='1'" for n in range(200_000)) + "/></channel></rss>",
    "attributes, not well-formed": "<rss><channel><title>t & </title><item " + " ".join(f"a{n}=1" for n in range(200_000)) + "/></channel></rss>",
    "a text of 20 MB": "<rss><channel><title>t</title><item><description>" + "x" * 20_000_000 + "</description></item></channel></rss>",
    "a text of 20 MB, not well-formed": "<rss><channel><title>t & </title><item><description>" + "x" * 20_000_000,
    "200,000 items": "<rss><channel><title>t</title>" + "<item><title>x</title></item>" * 200_000 + "</channel></rss>",
    "200,000 comments opened": "<rss><channel><title>t</title>" + "<!--" * 200_000,
    "200,000 CDATA opened": "<rss><channel><title>t</title>" + "<![CDATA[" * 200_000,
    "200,000 tags opened": "<rss><channel><title>t</title>" + "<a b='" * 200_000,
    "doctype without end": "<!DOCTYPE rss [" + "<!ENTITY a 'b'>" * 100_000,
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_hostile_feed_is_read_or_refused_at_once(name: str) -> None:
    body = BOMBS[name].encode()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    try:
        feed = parse_feed(body, URL)
    except ParseProblem:
        feed = None
    assert time.process_time() - start < 4
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000
    if feed is not None:
        assert "root:" not in feed.title
        assert len(feed.title) <= 300


def test_a_feed_makes_no_connection() -> None:
    hits: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.5)
        port = server.getsockname()[1]

        def listen() -> None:
            try:
                while True:
                    connection, _ = server.accept()
                    hits.append(connection.recv(100))
                    connection.close()
            except OSError:
                return

        thread = threading.Thread(target=listen)
        thread.start()
        at = f"http://127.0.0.1:{port}"
        for body in (
            f"<!DOCTYPE rss SYSTEM '{at}/a.dtd'><rss><channel><title>t</title></channel></rss>",
            f"<!DOCTYPE rss [<!ENTITY x SYSTEM '{at}/x'>]><rss><channel><title>t&x;</title></channel></rss>",
            f"<!DOCTYPE rss [<!ENTITY % x SYSTEM '{at}/x'> %x;]><rss><channel><title>t</title></channel></rss>",
            f"<?xml-stylesheet href='{at}/s.xsl' type='text/xsl'?><rss><channel><title>t</title></channel></rss>",
            f"<rss xmlns:xi='http://www.w3.org/2001/XInclude'><channel><title>t</title><xi:include href='{at}/i'/></channel></rss>",
            f"<rss><channel><title>t & <!DOCTYPE x SYSTEM '{at}/b.dtd'></title></channel></rss>",
        ):
            try:
                parse_feed(body.encode(), f"{at}/feed")
            except ParseProblem:
                continue
        thread.join()
    assert hits == []


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_damage_to_a_feed_raises_or_lets_a_control_through(data: st.DataObject) -> None:
    body = bytearray(data.draw(st.sampled_from([WORDPRESS, ATOM, RDF, json.dumps(JSON)])).encode())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(body) - 1))
        piece = data.draw(
            st.sampled_from(
                [
                    b"",
                    b"<",
                    b">",
                    b"&",
                    b"\x1b[2J",
                    b"&#27;",
                    b"\xff",
                    b"\xc2\x9b",
                    b'"',
                    b"\xe2\x80\xae",
                    b"]]>",
                    b"<!--",
                ]
            )
        )
        body[at : at + data.draw(st.integers(0, 30))] = piece
    try:
        feed = parse_feed(bytes(body), URL)
    except ParseProblem:
        return
    for article in feed.articles:
        for text in (
            article.remote_id,
            article.url,
            article.title,
            article.html,
            article.summary,
            *article.tags,
            *article.authors,
        ):
            assert safe_text(text) == text


# --- comments ---------------------------------------------------------------------------------------------

COMMENTS = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Commentaires</title>
<item><title>Par : Bakary</title><link>https://fleuve.example/le-bac/#comment-37</link><dc:creator><![CDATA[Bakary]]></dc:creator><pubDate>Mon, 23 Nov 2026 11:00:00 +0000</pubDate>
<guid isPermaLink="false">https://fleuve.example/?p=12#comment-37</guid><description>x</description>
<content:encoded><![CDATA[<p>En réponse à <a href="https://fleuve.example/le-bac/#comment-36">Awa</a>.</p>
<p>Onze jours !</p>]]></content:encoded></item>
<item><title>Commentaire sur L’oignon par Awa</title><link>https://fleuve.example/oignon/#comment-35</link><guid isPermaLink="false">https://fleuve.example/?p=11#comment-35</guid>
<description>Cher.</description></item>
<item><title>By: Awa</title><guid isPermaLink="false">https://fleuve.example/?p=12#comment-36</guid><description><![CDATA[Vu <a href="https://fleuve.example/le-bac/#comment-3">là</a> et ailleurs]]></description></item>
</channel></rss>"""  # fmt: skip


def test_a_comment_feed_is_a_thread() -> None:
    batches = comment_batches(COMMENTS.encode(), "https://fleuve.example/comments/feed/")
    assert [
        (batch.article_remote_id, [c.remote_id for c in batch.comments]) for batch in batches
    ] == [
        ("https://fleuve.example/?p=12", ["37", "36"]),
        ("https://fleuve.example/?p=11", ["35"]),
    ]
    reply, first = batches[0].comments
    assert (reply.author, reply.parent_remote_id, reply.html) == (
        "Bakary",
        "36",
        "<p>Onze jours !</p>",
    )
    assert reply.published == datetime(2026, 11, 23, 11, tzinfo=UTC)
    assert (first.author, first.parent_remote_id) == ("Awa", "")
    assert "ailleurs" in first.html
    assert batches[1].comments[0].author == "Awa"
    assert not batches[0].complete
    assert len(parse_comment_feed(COMMENTS.encode(), URL, "12").comments) == 3
    assert (
        parse_comment_feed(b"<rss><channel><title>x</title></channel></rss>", URL, "12").comments
        == ()
    )


ATOM_COMMENTS = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"><title>c</title>
<entry><id>https://fleuve.example/le-bac/#comment-5</id><link href="https://fleuve.example/le-bac/#comment-5"/><author><name>Awa</name><uri>https://awa.example/</uri></author>
<thr:in-reply-to ref="https://fleuve.example/le-bac/#comment-4" href="https://fleuve.example/le-bac/#comment-4"/><content type="text">a &lt; b</content></entry>
<entry><id>tag:x,2026:6</id><link href="https://fleuve.example/autre/"/><thr:in-reply-to ref="tag:x,2026:article"/><summary>Bien</summary></entry>
<entry><id>tag:x,2026:7</id><title>vide</title></entry></feed>"""


def test_an_atom_feed_of_comments() -> None:
    first, second = comment_batches(ATOM_COMMENTS.encode(), URL)
    (reply,) = first.comments
    assert first.article_remote_id == "https://fleuve.example/le-bac/"
    assert (reply.parent_remote_id, reply.author, reply.author_url, reply.html) == (
        "4",
        "Awa",
        "https://awa.example/",
        "<p>a &lt; b</p>",
    )
    assert second.article_remote_id == "tag:x,2026:article"
    assert second.comments[0].author == ""


RICH = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">
<title>t</title><id>/moi</id><category term="eau"/><entry><id>/un</id><link rel="replies" type="application/atom+xml" href="/un/c" thr:count="4"/><link rel="replies" type="text/html" href="/un/#c"/>
<link rel="enclosure" type="image/png" href="/p.png" length="12"/><link rel="alternate" type="text/html" href="/un"/><content src="/son.ogg" type="audio/ogg"/>
<summary>&eacute;t<b>é</b></summary><media:group><media:title>autre</media:title><media:thumbnail url="/v.jpg" width="90"/><media:content url="/film.mp4" medium="video"/><media:credit>A. Sow</media:credit></media:group>
<title>vrai</title><itunes:author>Awa</itunes:author><itunes:image href="/i.jpg"/><itunes:keywords>eau, riz</itunes:keywords></entry></feed>"""  # fmt: skip


def test_what_else_a_feed_may_hold() -> None:
    (article,) = parse_feed(RICH.encode(), "https://fleuve.example/atom").articles
    assert (article.remote_id, article.url, article.title) == (
        "https://fleuve.example/un",
        "https://fleuve.example/un",
        "vrai",
    )
    assert (article.comment_count, article.comments_feed) == (4, "https://fleuve.example/un/c")
    assert article.summary == "été"
    assert article.tags == ("eau", "riz")
    assert article.authors == ("Awa",)
    assert article.lead is not None
    assert article.lead.credit == "A. Sow"
    assert "son.ogg" in article.html
    assert "film.mp4" in article.html
    assert "p.png" not in article.html


@pytest.mark.parametrize(
    ("head", "minutes"),
    [("<ttl>90</ttl>", 90), ("<ttl>x</ttl>", None), ("<sy:updatePeriod xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>daily</sy:updatePeriod><sy:updateFrequency xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>4</sy:updateFrequency>", 360)],
)  # fmt: skip
def test_how_often_a_feed_wants_to_be_read(head: str, minutes: int | None) -> None:
    assert parse_feed(rss("", head), URL).ttl_minutes == minutes


def test_content_and_description_mixed_up() -> None:
    long = "Tout est dans la description. " * 120
    body = rss(
        f"<item><guid>1</guid><description>{long}</description><content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>Court.</content:encoded></item>"
    )
    (article,) = parse_feed(body, URL).articles
    assert article.html.count("Tout est") == 120
    assert article.whole


# --- feedparser's own expectations --------------------------------------------------------------------------


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpora are not beside the project")
@pytest.mark.parametrize(
    ("folder", "short"), [("wellformed", 9), ("illformed", 0), ("encoding", 1), ("entities", 2)]
)
def test_feedparsers_expectations(folder: str, short: int) -> None:
    """SHORT: how many fewer than feedparser we meet. Ten are the text of scripts shown as words, which we drop."""
    total, met, peer = evaluate(CORPUS / folder, failures=False)
    assert total.total() > 0
    assert met.total() >= peer.total() - short
