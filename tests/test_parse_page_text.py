"""Runs of text, pictures and their captions, bytes, names, and the text a page states: what a page is read with."""

from __future__ import annotations

import pytest

from sahelreader.domain.document import (
    Block,
    Code,
    Embed,
    Figure,
    Heading,
    ListBlock,
    Paragraph,
    Quotation,
    Rule,
    Span,
    Style,
    Table,
    plain,
)
from sahelreader.parse.kinds import Kind, recognise
from sahelreader.parse.page.blocks import Reader
from sahelreader.parse.page.decode import decode
from sahelreader.parse.page.pictures import (
    caption_and_credit,
    picture_url,
    show_unscripted,
    split_credit,
)
from sahelreader.parse.page.spans import joined, tidy, without_dash
from sahelreader.parse.page.stated import keep_stated
from sahelreader.parse.page.tree import (
    Element,
    parse,
)
from sahelreader.parse.page.weed import Kind as Weed
from sahelreader.parse.page.weed import kind_of

BASE = "https://paper.example/une/"
SENTENCE = (
    "Le bac a repris ses traversées ce matin, et les marchands attendaient déjà sur la rive. "
)


def body_of(html: str) -> Element:
    body = parse(f"<html><body>{html}</body></html>").find("body")
    assert body is not None
    return body


def first(html: str, tag: str) -> Element:
    return next(body_of(html).iter(tag))


def read(html: str) -> tuple[Block, ...]:
    return Reader(BASE).read(body_of(html))


PICTURE = Figure("https://paper.example/bac.jpg", alt="Le bac")


def p(text: str) -> Paragraph:
    return Paragraph((Span(text),))


# --- runs of text ---------------------------------------------------------------------------------


def test_runs_of_text_are_tidied() -> None:
    assert tidy([Span("un "), Span("\n\n"), Span(" deux")]) == (Span("un\ndeux"),)
    assert tidy([Span(" "), Span("\u00a0", Style.BOLD)]) == ()
    assert tidy([Span("un"), Span("", Style.BOLD), Span(" deux")]) == (Span("un deux"),)
    assert tidy([Span("\n\n", Style.BOLD), Span("un"), Span(" ", Style.BOLD)]) == (Span("un"),)


def test_any_block_as_a_run_of_text() -> None:
    film = Embed("Le film", "https://paper.example/film.mp4")
    blocks: tuple[Block, ...] = (
        Heading(2, (Span("Titre"),)),
        Quotation((p("cité"),)),
        ListBlock(((p("un"),), (p("deux"),))),
        Code("x = 1"),
        film,
        Rule(),
    )
    spans = joined(blocks)
    assert plain(spans) == "Titre\ncité\nun\ndeux\nx = 1\nLe film"
    assert Span("x = 1", Style.CODE) in spans
    assert spans[-1] == Span("Le film", Style.PLAIN, film.url)


def test_the_dash_before_a_source_goes() -> None:
    assert without_dash(()) == ()
    assert without_dash((Span("— "), Span("Awa", Style.BOLD))) == (Span("Awa", Style.BOLD),)


# --- pictures -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<img src=/point.gif width=1>", ""),
        ("<img src=/bac.jpg width=100% height=2>", ""),
        ("<img src=/bac.jpg width=100%>", "https://paper.example/bac.jpg"),
        ("<img src=/avatar/awa.jpg>", ""),
        ("<img src=/bac.jpg class=emoji>", ""),
        ("<img alt=rien>", ""),
        (
            "<img src='data:image/gif;base64,R0' data-srcset='/s.jpg 320w, , /l.jpg 1024w, /m.jpg 640w, /n.jpg'>",
            "https://paper.example/l.jpg",
        ),
        ("<img srcset='/seule.jpg, /deux.jpg 2x'>", "https://paper.example/deux.jpg"),
    ],
)
def test_the_address_of_a_picture(html: str, expected: str) -> None:
    assert picture_url(first(html, "img"), BASE) == expected


@pytest.mark.parametrize(
    ("html", "count"),
    [
        ("<div><img src='data:,x'><noscript><img src=/bac.jpg></noscript></div>", 1),
        ("<div><img src=/bac.jpg><noscript><img src=/bac.jpg></noscript></div>", 1),
        ("<div><noscript>Activez les scripts <img src=/bac.jpg></noscript></div>", 0),
        ("<div><noscript>Activez les scripts</noscript></div>", 0),
    ],
)
def test_pictures_for_readers_without_scripts(html: str, count: int) -> None:
    body = body_of(html)
    show_unscripted(body)
    found = Reader(BASE).read(body)
    assert found == (Figure("https://paper.example/bac.jpg"),) * count


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("Le bac <cite>Awa <em class=credit>Sow</em></cite>", ("Le bac", "Awa Sow")),
        ("Le bac. <span class=credit> </span>", ("Le bac.", "")),
        ("Le bac <span class=credit>Awa</span> <!-- x --><i>au soir</i>.", ("Le bac au soir.", "Awa")),
        (f"Le bac <span class=credit>{'Awa ' * 80}</span>", (f"Le bac {'Awa ' * 80}".strip(), "")),
    ],
)  # fmt: skip
def test_caption_and_credit_by_markup(html: str, expected: tuple[str, str]) -> None:
    assert caption_and_credit(first(f"<figcaption>{html}</figcaption>", "figcaption")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le bac du soir @ Awa Sow", ("Le bac du soir", "Awa Sow")),
        ("@ Awa Sow", ("", "Awa Sow")),
        ("Le bac (© Awa Sow)", ("Le bac", "© Awa Sow")),
        ("Le bac (© Awa Sow (Le Fleuve))", ("Le bac", "© Awa Sow (Le Fleuve)")),
        ("Le bac", ("Le bac", "")),
    ],
)
def test_caption_and_credit_by_words(text: str, expected: tuple[str, str]) -> None:
    assert split_credit(text) == expected


# --- bytes, names, kinds --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "header", "expected"),
    [
        ("été".encode(), "", "été"),
        ("été".encode("cp1252"), "", "été"),
        ("été".encode("cp1252"), "text/html; charset=base64", "été"),
        ("été".encode("cp1252"), "text/html; charset=unheard-of", "été"),
        (("é" * 100).encode() + b"\xc3", "text/html", "é" * 100 + "\ufffd"),
        ("été".encode("cp1252"), "text/html; charset=utf-8", "\ufffdt\ufffd"),
        ("été".encode("utf-16-le"), "text/html; charset=utf-16le", "été"),
        (b"\xff\xfe" + "été".encode("utf-16-le"), "", "été"),
        # what it declares cannot be: read as browsers would, nothing raised
        (b"a\xff\xe9", "text/html; charset=gb2312", "a\ufffd\ufffd"),
        ("час".encode("koi8-r"), "text/html; charset=koi8-r", "час"),
    ],
)
def test_bytes_to_text(body: bytes, header: str, expected: str) -> None:
    assert decode(body, {"content-type": header} if header else None) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("", Weed.TEXT),
        ("has-sidebar", Weed.TEXT),
        ("post-meta", Weed.WEED),
        ("wp-block-embed", Weed.TEXT),
        ("ad-embed", Weed.WEED),
        ("code-block-wrapper", Weed.TEXT),
        ("---", Weed.TEXT),
        ("content-with-sidebar", Weed.TEXT),
        ("voir-commentaires", Weed.COMMENTS),
        ("more-stories", Weed.WEED),
        ("entry-date", Weed.SUSPECT),
        ("sr-only", Weed.HIDDEN),
    ],
)
def test_what_names_say(names: str, expected: Weed) -> None:
    assert kind_of(names) is expected


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"PK\x03\x04", "colis.zip", Kind.PARCEL),
        (b"\x89PNG\r\n\x00\x01", "a.html", None),
        (b'{"items": []}', "a", Kind.FEED),
        (b'{"a": 1}', "a", Kind.TEXT),
        (b"<?xml version='1.0'?><opml/>", "a", Kind.OPML),
        (b"<rss/>", "a", Kind.FEED),
        (b"<!DOCTYPE html><bizarre>", "a", Kind.PAGE),
        (b"<autre><opml>", "a", Kind.OPML),
        (b"<autre><rss>", "a", Kind.FEED),
        (b"<autre><html>", "a", Kind.PAGE),
        (b"<autre>", "a", Kind.TEXT),
        (b"texte", "a.htm", Kind.PAGE),
        (b"texte <html> <body>", "a", Kind.PAGE),
        (b"texte", "liste.opml", Kind.OPML),
        (b"texte", "a.txt", Kind.TEXT),
        ("texte".encode("utf-16"), "a.txt", Kind.TEXT),
    ],
)
def test_the_kind_of_a_file(data: bytes, name: str, expected: Kind | None) -> None:
    assert recognise(data, name) is expected


# --- the stated text ------------------------------------------------------------------------------


def test_the_stated_text_bounds_the_blocks_and_keeps_pictures() -> None:
    table = Table((((Span("Prix du mil"), ), (Span("250 francs"), )),))  # fmt: skip
    text = p(SENTENCE * 4)
    found = keep_stated(
        (PICTURE, p("Suivez notre chaîne"), text, Paragraph((Span("•"),)), table, p("Lire encore")),
        SENTENCE * 4 + "Prix du mil 250 francs.",
    )
    assert found == (PICTURE, text, Paragraph((Span("•"),)), table)
    short = (p(SENTENCE), p("Suivez notre chaîne"))
    assert keep_stated(short, SENTENCE) == short
