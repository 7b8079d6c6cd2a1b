"""Hostile and broken pages: none takes the program down, each is a value with its reason or an article (FAULTS N13, N20, N21)."""

from __future__ import annotations

import asyncio
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from sahelreader.parse.extract import ExtractedPage, extract
from sahelreader.parse.kinds import Kind, recognise
from sahelreader.parse.page.decode import decode
from sahelreader.parse.page.tree import TooComplex
from sahelreader.parse.saved_page import address_of
from sahelreader.sync.reading_pages import Workshop, extract_page, read_page

URL = "https://paper.example/2026/11/20/one/"
SENTENCE = "Une phrase assez longue pour compter comme du texte, avec des mots et une fin. "
HONEST = (
    "<html lang=fr><head><title>Un titre assez long pour en être un</title></head><body><article><h1>Un titre assez long pour en être un</h1>"
    + f"<p>{SENTENCE * 3}</p>" * 120
    + "</article></body></html>"
).encode()
BOMBS = {
    "depth": b"<div>" * 100_000 + b"texte",
    "deeper": b"<div>" * 200_000,
    "attributes": b"<div " + b" ".join(b"a%d=1" % i for i in range(50_000)) + b">x",
    "quoted attributes": b"<div " + b" ".join(b'a%d="v w"' % i for i in range(50_000)) + b">x</div>",
    "entities": b"<p>" + b"&amp;" * 500_000,
    "comments": b"<!--" * 200_000,
    "angles": b"<" * 3_000_000,
    "tables": b"<table><tr><td>" * 30_000,
    "lists": b"<ul><li>" * 50_000,
    "formatting": b"<b><i><a href=x>" * 30_000,
    "one class": b'<div class="' + b"comment " * 500_000 + b'">x',
    "one text": b"<p>" + b"mot " * 1_500_000,
    "JSON depth": b'<script type="application/ld+json">' + b"[" * 500_000 + b"</script><p>x",
    "title": b"<title>" + b"a | " * 1_000_000 + b"</title>",
    "headlines": b"<h1>un titre assez long</h1>" * 40_000,
    "too large": b"<p>x" * 2_500_000,
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_bombs(name: str) -> None:
    begun = time.monotonic()
    page = read_page(BOMBS[name], URL, {})
    assert time.monotonic() - begun < 20
    assert isinstance(page, TooComplex) or len(page.article.html) < 600_000
    if isinstance(page, TooComplex):
        assert str(page)


async def test_a_page_that_takes_too_long_is_left_and_the_next_is_read() -> None:
    shop = Workshop(patience=0.02)
    slow = await asyncio.to_thread(shop.read, b"<p>x<br>" * 50_000, URL, {}, None)
    assert isinstance(slow, TooComplex)
    shop.close()
    patient = Workshop()
    try:
        page = await asyncio.to_thread(patient.read, HONEST, URL, {}, None)
        assert isinstance(page, ExtractedPage)
        assert page.article.title.startswith("Un titre")
    finally:
        patient.close()


async def test_in_place_or_in_the_child_it_is_the_same_page() -> None:
    page = await extract_page(HONEST, URL, {})
    assert page == extract(HONEST, URL)
    assert isinstance(page, ExtractedPage)
    assert page.article.html.count("<p>") == 120


def test_several_at_once_wait_for_one_another() -> None:
    async def all_of_them() -> list[object]:
        return list(await asyncio.gather(*(extract_page(HONEST, URL, {}) for _ in range(6))))

    pages = asyncio.run(all_of_them())
    assert all(page == pages[0] for page in pages)


# --- what gets out --------------------------------------------------------------------------------

ALLOWED = frozenset(
    [
        "p",
        "br",
        "strong",
        "em",
        "code",
        "s",
        "a",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "cite",
        "ul",
        "ol",
        "li",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "pre",
        "figure",
        "img",
        "figcaption",
        "hr",
        "div",
    ]
)


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>ici</a>",
        "<a href='java\nscript:alert(1)'>ici</a>",
        "<iframe src='javascript:alert(1)'></iframe>",
        "<svg><script>alert(1)</script></svg>",
        "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<p style='background:url(javascript:alert(1))'>x</p>",
        "<form action='https://evil.example/'><input name=q></form>",
        "&#27;[2J&#x1b;]52;c;eA==&#7;",
        "\x1b]0;title\x07",
        "\u202egnp.exe\u2066",
        "<p>a&#x202e;b&#x200b;c</p>",
        "<object data='data:text/html,x'></object>",
        "<base href='javascript:'>",
    ],
)
def test_only_clean_text_comes_out(hostile: str) -> None:
    body = f"<html><head><title>T {hostile}</title></head><body><article><h1>{hostile} un titre</h1><p>{SENTENCE * 4}</p>{hostile}<p>{SENTENCE * 4}{hostile}</p></article><ol class=commentlist><li class=comment id=comment-1><cite class=fn>{hostile}A</cite><div class=comment-content><p>{hostile}texte</p></div></li></ol></body></html>"
    page = extract(body.encode(), URL)
    article = page.article
    everything = repr((article, page.comments))
    for control in ("\\x1b", "\\x07", "\\u202e", "\\u2066", "\\u200b"):
        assert control not in everything
    for html in (article.html, *(comment.html for comment in page.comments)):
        tree = etree.fromstring(f"<div>{html}</div>", etree.HTMLParser())
        if tree is None:
            continue
        for node in tree.iter("*"):
            if node.tag in ("html", "body"):
                continue
            assert node.tag in ALLOWED, node.tag
            assert set(node.attrib) <= {"href", "src", "alt", "class", "start"}
            assert not (node.get("href") or "https:").startswith("javascript")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=3_000))
def test_any_bytes_are_an_article_or_a_reason(body: bytes) -> None:
    page = read_page(body, URL, {})
    assert isinstance(page, ExtractedPage | TooComplex)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<div class='comment' id='comment-3'>", "</div>", "<li>", "<ol class='commentlist'>", "<table>", "<tr>", "<td>", "<figure>", "<img src='/a.jpg'>", "<figcaption>", "<blockquote>", "<cite>", "<a href='/x'>", "</a>", "<br>", "<h1>", "<h2>", "<time>", "20 novembre 2026", SENTENCE, "Lire aussi : ", "<!--", "-->", "<script type='application/ld+json'>", "{\"@type\":\"NewsArticle\",\"headline\":1}", "</script>", "<pre>", "<ul>", "<form>", "<iframe src='https://youtube.com/embed/abcdefgh'>", "\x00", "&#27;"]),
        max_size=60,
    )
)  # fmt: skip
def test_any_soup_is_an_article_or_a_reason(soup: list[str]) -> None:
    assert isinstance(read_page("".join(soup).encode(), URL, {}), ExtractedPage | TooComplex)


# --- what is read ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        ("<meta charset=utf-8>é".encode(), {}),
        ("é".encode(), {"content-type": "text/html; charset=iso-8859-1"}),
        ("<meta charset=iso-8859-1>é".encode("latin-1"), {}),
        ("<meta http-equiv=content-type content='text/html; charset=windows-1252'>é".encode("cp1252"), {}),
        ("é".encode("cp1252"), {"content-type": "text/html; charset=ISO-8859-1"}),
        ("é".encode("cp1252"), {}),
        ("\ufeffé".encode(), {"content-type": "text/html; charset=ascii"}),
        ("é".encode("utf-16"), {}),
        ("é".encode("cp1252"), {"content-type": "text/html; charset=utf-7000"}),
        ("<meta charset=utf-16>é".encode(), {}),
    ],
)  # fmt: skip
def test_encodings(body: bytes, headers: dict[str, str]) -> None:
    assert decode(body, headers).endswith("é")


def test_arabic_by_its_declaration() -> None:
    assert decode("<meta charset=windows-1256>مرحبا".encode("cp1256")).endswith("مرحبا")


@pytest.mark.parametrize(
    ("head", "address"),
    [
        ("<!-- saved from url=(0030)https://paper.example/2026/one/ -->", "https://paper.example/2026/one/"),
        ("<!--\n Page saved with a tool \n url: https://paper.example/two \n saved date: today\n-->", "https://paper.example/two"),
        ("<link rel=canonical href='https://paper.example/three/'>", "https://paper.example/three/"),
        ("<meta property=og:url content='https://paper.example/four/'>", "https://paper.example/four/"),
        ('<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","url":"https://paper.example/five/"}</script>', "https://paper.example/five/"),
        ("<!-- saved from url=(0014)about:internet -->", ""),
        ("<link rel=canonical href='javascript:alert(1)'>", ""),
    ],
)  # fmt: skip
def test_where_a_saved_page_comes_from(head: str, address: str) -> None:
    assert address_of(f"<html><head>{head}</head><body><p>x</p></body></html>".encode()) == address


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"<?xml version='1.0'?><opml version='2.0'>", "a", Kind.OPML),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x --><rss version='2.0'>", "a", Kind.FEED),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", "a.txt", Kind.FEED),
        (b'{"version":"https://jsonfeed.org/version/1.1","items":[]}', "a", Kind.FEED),
        (b"<!DOCTYPE html><html>", "a", Kind.PAGE),
        (b"\n <!-- saved from url=(0019)https://a.example/ --><html>", "a", Kind.PAGE),
        (b"<p>une page sans en-t\xc3\xaate</p>", "a.html", Kind.PAGE),
        (b"Un titre\n\nUn texte.", "a.html.txt", Kind.TEXT),
        (b"Le signe < est un signe.", "a", Kind.TEXT),
        (b"PK\x03\x04....", "a.wacz", Kind.PARCEL),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\r", "a.txt", None),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00", "a", None),
        (b"", "a", Kind.TEXT),
        ("Un titre".encode("utf-16"), "a", Kind.TEXT),
    ],
)
def test_kinds(data: bytes, name: str, kind: Kind | None) -> None:
    assert recognise(data, name) is kind
