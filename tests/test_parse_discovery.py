"""What a page says of its site, the form under an article, lists of subscriptions, dates."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from sahelreader.parse import ParseProblem
from sahelreader.parse.dates import parse_date
from sahelreader.parse.discover import clues, language_tag, link_header
from sahelreader.parse.form import comment_form
from sahelreader.parse.opml import Outline, read_opml, write_opml

PAGE = """<!DOCTYPE html><html lang="fr-FR"><head><title>Le bac &#8211; Le Fleuve</title><meta property="og:site_name" content="Le Fleuve">
<meta name="generator" content="WordPress 6.8"><link rel="canonical" href="/le-bac/">
<link rel="alternate" type="application/rss+xml" title="Le Fleuve » Flux" href="/feed/"><link rel="alternate" type="application/rss+xml" title="Le Fleuve » Flux des commentaires" href="/comments/feed/">
<link rel="alternate" type="application/rss+xml" title="Le Fleuve » Le bac Flux des commentaires" href="/le-bac/feed/"><link rel="https://api.w.org/" href="/wp-json/">
<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/12"><link rel="alternate" type="application/json+oembed" href="/wp-json/oembed">
<link rel="shortlink" href="/?p=12"></head><body class="single postid-12"><svg><title>icône</title></svg>%s</body></html>"""
URL = "https://fleuve.example/le-bac/"


def test_an_article_of_wordpress() -> None:
    found = clues((PAGE % "").encode(), URL, {"content-type": "text/html; charset=utf-8"})
    assert (found.api_root, found.post_id, found.canonical) == (
        "https://fleuve.example/wp-json/",
        "12",
        URL,
    )
    assert [feed.url for feed in found.feeds] == ["https://fleuve.example/feed/"]
    assert found.comments_feed == "https://fleuve.example/le-bac/feed/"
    assert (found.title, found.site_name, found.language, found.generator) == (
        "Le bac – Le Fleuve",
        "Le Fleuve",
        "fr",
        "WordPress 6.8",
    )
    assert found.is_html
    home = clues((PAGE % "").encode(), "https://fleuve.example/", {})
    assert home.comments_feed == "https://fleuve.example/comments/feed/"
    assert home.is_html


def test_headers_are_enough() -> None:
    link = '<https://fleuve.example/index.php?rest_route=/>; rel="https://api.w.org/", <https://fleuve.example/wp-json/wp/v2/posts/8>; rel="alternate"; title="JSON"; type="application/json", <https://fleuve.example/?p=8>; rel=shortlink'
    found = clues(b"", URL, {"link": link, "content-type": "text/html"})
    assert (found.api_root, found.post_id) == ("https://fleuve.example/index.php?rest_route=/", "8")
    assert link_header('<a>; rel="x", <b>') == [("a", "x", {"rel": "x"}), ("b", "", {})]


def test_sites_that_name_their_feed_only_in_a_link() -> None:
    body = b'<html><body><a href="/spip.php?page=backend">RSS</a><a href="https://ailleurs.example/feed/">x</a><a href="/nourriture">x</a></body></html>'
    assert [feed.url for feed in clues(body, URL, {}).feeds] == [
        "https://fleuve.example/spip.php?page=backend"
    ]


def test_what_is_no_page() -> None:
    assert not clues(b"<rss></rss>", URL, {"content-type": "application/rss+xml"}).is_html
    assert not clues(b"%PDF-1.4", URL, {"content-type": "application/pdf"}).is_html
    assert clues(b"<html>", URL, {}).is_html
    start = time.process_time()
    clues(b"<link rel=alternate>" * 500_000, URL, {"content-type": "text/html"})
    clues(b"", URL, {"link": "<" * 1_000_000})
    clues(b"", URL, {"link": "<a>;" * 500_000})
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("fr-FR", "fr"),
        ("fr_FR", "fr"),
        ("FR", "fr"),
        ("ar", "ar"),
        ("", ""),
        ("x", ""),
        ("français", ""),
        ("bm-ML", "bm"),
    ],
)
def test_language_tags(text: str, tag: str) -> None:
    assert language_tag(text) == tag


# --- the form ---------------------------------------------------------------------------------------------

FORM = """<div id="respond"><form action="https://fleuve.example/wp-comments-post.php" method="post" id="commentform" class="comment-form">
<p class="comment-notes">Votre adresse e-mail ne sera pas publiée. Les champs obligatoires sont indiqués avec <span class="required">*</span></p>
<p><label for="comment">Commentaire <span class="required">*</span></label> <textarea id="comment" name="comment" required></textarea></p>
<p><label for="author">Nom <span class="required">*</span></label> <input id="author" name="author" type="text" value=""></p>
<p><label for="email">E-mail <span class="required">*</span></label> <input id="email" name="email" type="email"></p>
<p><label for="url">Site web</label> <input id="url" name="url" type="url"></p>
<p><input id="wp-comment-cookies-consent" name="wp-comment-cookies-consent" type="checkbox" value="yes"></p>
<p><input name="submit" type="submit" id="submit" value="Publier"><input type="hidden" name="comment_post_ID" value="12"><input type="hidden" name="comment_parent" value="0"></p>
<p style="display:none"><label>&#916;<textarea name="ak_hp_textarea"></textarea></label><input type="hidden" id="ak_js_1" name="ak_js" value="73"></p>
<input type="hidden" name="redirect_to" value="https://ailleurs.example/"></form></div>"""


def test_the_form_of_wordpress() -> None:
    page = PAGE % FORM
    tree = lxml_html.fromstring(page)
    for form_in in (page.encode(), page, tree):
        form = comment_form(form_in, URL)
        assert form is not None
        assert form.action == "https://fleuve.example/wp-comments-post.php"
        assert form.required == ("author", "email", "comment")
        assert dict(form.hidden) == {
            "comment_post_ID": "12",
            "comment_parent": "0",
            "ak_hp_textarea": "",
            "ak_js": "73",
        }
        assert not form.email_published
        assert not form.account_required


def test_other_forms() -> None:
    assert comment_form(PAGE % "", URL) is None
    search = '<form action="/" role="search"><input name="s"></form>'
    assert comment_form(PAGE % search, URL) is None
    both = comment_form(PAGE % (search + FORM), URL)
    assert both is not None
    assert both.action.endswith("wp-comments-post.php")
    login = comment_form(
        PAGE % '<p class="must-log-in">Vous devez <a href="/wp-login.php">vous connecter</a>.</p>',
        URL,
    )
    assert login is not None
    assert login.account_required
    assert comment_form(lxml_html.fromstring(PAGE % '<p class="must-log-in">x</p>'), URL) == login
    easy = comment_form(
        PAGE % FORM.replace(' <span class="required">*</span></label> <input', "</label> <input"),
        URL,
    )
    assert easy is not None
    assert easy.required == ("comment",)
    public = comment_form(PAGE % FORM.replace("ne sera pas publiée", "sera publiée"), URL)
    assert public is not None
    assert public.email_published
    for denied in (
        "n’est visible que par la rédaction", "est visible uniquement pour les modérateurs", "ne sera jamais publiée",
    ):  # fmt: skip
        form = comment_form(PAGE % FORM.replace("ne sera pas publiée", denied), URL)
        assert form is not None
        assert not form.email_published, denied
    assert comment_form(PAGE % "<form action=/wp-comments-post.php></form>", URL) is None


@settings(max_examples=200, deadline=None)
@given(
    at=st.integers(0, len(PAGE % FORM)),
    put=st.sampled_from(["", "<", '"', "<form>", "</form>", "\x1b"]),
    lost=st.integers(0, 200),
)
# a control character in the name of an attribute of the form
@example(at=(PAGE % FORM).index(" method="), put="\x1b", lost=0)
@example(at=(PAGE % FORM).index("method="), put="\x1b", lost=0)
def test_a_damaged_form_never_raises(at: int, put: str, lost: int) -> None:
    page = PAGE % FORM
    at = min(at, len(page))
    page = page[:at] + put + page[at + lost :]
    for found in (comment_form(page, URL), comment_form(lxml_html.fromstring(page.encode()), URL)):
        assert found is None or found.action.startswith("https://")
    clues(page.encode(), URL, {})


# --- OPML -------------------------------------------------------------------------------------------------

OUTLINES = st.builds(
    Outline, st.text(alphabet="abcé&<\"'’ ", min_size=1, max_size=20).map(lambda text: " ".join(text.split())).filter(bool),
    st.integers(0, 10**9).map(lambda n: f"https://fleuve.example/feed/?n={n}&x=1"), st.sampled_from(["", "https://fleuve.example/"]), st.sampled_from(["", "Mali", "Sahel/Niger", "Eau & riz"]),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(OUTLINES, max_size=8, unique_by=lambda outline: outline.feed_url))
def test_a_list_comes_back(outlines: list[Outline]) -> None:
    read = read_opml(write_opml(outlines, "Mes <journaux>"))
    assert sorted(read, key=lambda one: one.feed_url) == sorted(
        outlines, key=lambda one: one.feed_url
    )


def test_lists_of_other_programs() -> None:
    body = b"""<?xml version="1.0"?><opml version="1.0"><head/><body><outline text="Mali"><outline text="Un" XMLURL="https://a.example/rss" htmlUrl="https://a.example/"/>
    <outline title="Deux" xmlUrl="file:///etc/passwd"/><outline text="Trois" xmlUrl="javascript:x"/><outline text="Encore" xmlUrl="https://a.example/rss"/></outline>
    <outline type="rss" text="Quatre" url="http://b.example/feed"/><outline text="Cinq" xmlUrl="https://c.example/" category="/Niger/eau,/x"/></body></opml>"""
    assert read_opml(body) == [
        Outline("Un", "https://a.example/rss", "https://a.example/", "Mali"),
        Outline("Quatre", "http://b.example/feed"),
        Outline("Cinq", "https://c.example/", "", "Niger/eau"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<rss/>",
        b"<opml>",
        b"texte",
        b"<!DOCTYPE opml [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]><opml><body><outline text='&b;'/></body>",
        b"<opml><body>" + b"<outline text='x'>" * 100_000,
    ],
)
def test_what_is_no_list(body: bytes) -> None:
    start = time.process_time()
    with pytest.raises(ParseProblem):
        read_opml(body)
    assert time.process_time() - start < 2


# --- dates ------------------------------------------------------------------------------------------------

NOW = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-23T10:12:00Z", "2026-11-23 10:12"), ("2026-11-23T10:12:00+01:00", "2026-11-23 09:12"), ("2026-11-23T10:12:00.123456+0100", "2026-11-23 09:12"),
        ("2026-11-23 10:12", "2026-11-23 10:12"), ("20261123T101200Z", "2026-11-23 10:12"), ("2026-11-23", "2026-11-23 00:00"), ("20261123", "2026-11-23 00:00"),
        ("2026-11", "2026-11-01 00:00"), ("2026", "2026-01-01 00:00"), ("2003-335", "2003-12-01 00:00"), ("2026-W48-1", "2026-11-23 00:00"), ("2026-11-23T24:00:00Z", "2026-11-24 00:00"),
        ("Mon, 23 Nov 2026 10:12:00 +0100", "2026-11-23 09:12"), ("Mon, 23 Nov 2026 10:12:00 GMT", "2026-11-23 10:12"), ("23 Nov 26 10:12 EST", "2026-11-23 15:12"),
        ("Mon, 23 November 2026 10:12:60 UT", "2026-11-23 10:12"), ("Lun, 23 nov 2026 10:12:00 +0000", "2026-11-23 10:12"), ("Mon, 23 Nov 2026", "2026-11-23 00:00"),
        ("Mon Nov 23 10:12:00 2026", "2026-11-23 10:12"), ("Fri, 2006/09/15 08:19:53 EDT", "2006-09-15 12:19"), ("1764000000", "2025-11-24 16:00"),
        ("lundi 23 novembre 2026 à 10h12", "2026-11-23 10:12"), ("Publié le 3 déc. 2026", "2026-12-03 00:00"), ("1er août 2026", "2026-08-01 00:00"), ("23 novembre 2026 à 10 h 12", "2026-11-23 10:12"),
        ("23 novembre 2026 | 18h", "2026-11-23 18:00"), ("03/11/2026", "2026-11-03 00:00"), ("03/11/2026 14:05", "2026-11-03 14:05"), ("3.11.2026", "2026-11-03 00:00"), ("12/25/2026", "2026-12-25 00:00"), ("2026/11/03", "2026-11-03 00:00"),
        ("November 3, 2026 at 5:04 pm", "2026-11-03 17:04"), ("Nov 3rd, 2026 12:04 AM", "2026-11-03 00:04"), ("3 November 2026", "2026-11-03 00:00"), ("23 نوفمبر 2026", "2026-11-23 00:00"),
        ("il y a 3 heures", "2026-11-24 19:00"), ("il y a une heure", "2026-11-24 21:00"), ("il y a 2 jours", "2026-11-22 22:00"), ("il y a 1 an", "2025-11-24 22:00"), ("3 days ago", "2026-11-21 22:00"), ("2h", "2026-11-24 20:00"),
        ("hier à 14:05", "2026-11-23 14:05"), ("hier", "2026-11-23 00:00"), ("aujourd’hui à 8h30", "2026-11-24 08:30"), ("avant-hier", "2026-11-22 00:00"), ("yesterday at 9:00", "2026-11-23 09:00"), ("à l’instant", "2026-11-24 22:00"),
    ],
)  # fmt: skip
def test_dates(text: str, expected: str) -> None:
    found = parse_date(text, NOW)
    assert found is not None
    assert found.tzinfo is UTC or found.utcoffset() == timedelta(0)
    assert f"{found:%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "texte",
        "31 février 2026",
        "2026-13-40",
        "99999999999999999999",
        "lundi",
        "x" * 500,
        "0000-00-00T00:00:00",
        "0",
        "il y a longtemps",
        "hier à 99:99",
        "le 45 novembre 2026",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text, NOW) is None


def test_words_need_a_now() -> None:
    assert parse_date("hier") is None
    assert parse_date("il y a 3 heures") is None


@settings(max_examples=1_000, deadline=None)
@given(st.text(max_size=60) | st.text(alphabet="0123456789-/: TZ+.hàle", max_size=40))
def test_no_text_makes_dates_raise(text: str) -> None:
    found = parse_date(text, NOW)
    assert found is None or found.utcoffset() == timedelta(0)


@settings(max_examples=300, deadline=None)
@given(st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001
def test_every_time_comes_back(time_: datetime) -> None:
    from email.utils import format_datetime

    exact = time_.replace(microsecond=0, tzinfo=UTC)
    assert parse_date(exact.isoformat()) == exact
    assert parse_date(format_datetime(exact)) == exact
