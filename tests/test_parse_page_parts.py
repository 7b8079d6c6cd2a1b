"""The parts that a page is read with, one by one: elements, text, pictures, what leads elsewhere, what was stated."""

from __future__ import annotations

import pytest
from lxml import etree

from sahelreader.domain.document import (
    Block,
    Embed,
    Figure,
    Heading,
    ListBlock,
    Paragraph,
    Quotation,
    Span,
    Style,
    Table,
    plain,
)
from sahelreader.parse.page.blocks import Reader
from sahelreader.parse.page.embeds import embed_of
from sahelreader.parse.page.shapes import credit_beside, follows_text, inside, laid_out, table_of
from sahelreader.parse.page.spans import spans_of
from sahelreader.parse.page.tree import (
    PAGE_LIMIT,
    Element,
    TooComplex,
    absolute,
    parse,
    remove,
    text_of,
    within,
)

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


def p(text: str) -> Paragraph:
    return Paragraph((Span(text),))


# --- the tree -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x" * (PAGE_LIMIT + 1), "larger than the limit of a page"),
        ("<p>" * 120_001, "too many tags"),
        ("<p " + " ".join(f"attribute{n}" for n in range(1_100)) + ">", "too many attributes"),
    ],
)
def test_what_is_not_worth_parsing(text: str, reason: str) -> None:
    with pytest.raises(TooComplex, match=reason):
        parse(text)


def test_a_tag_with_a_long_value_is_honest() -> None:
    root = parse(f'<p title="{"mot " * 3_000}">texte</p>')
    assert text_of(root) == "texte"


@pytest.mark.parametrize("text", ["", "\x00", "   ", "<!-- rien -->", "<?php rien ?>"])
def test_a_page_with_nothing_is_an_empty_page(text: str) -> None:
    assert text_of(parse(text)) == ""


def test_text_below_two_hundred_levels_is_not_looked_for() -> None:
    assert text_of(body_of("<i>" * 150 + "ici")) == "ici"
    deep = node = etree.Element("i")
    for _level in range(250):
        node = etree.SubElement(node, "i")
    node.text = "trop loin"
    assert text_of(deep) == ""


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<div class=teaser><p>x</p></div>", True),
        ("<div id=teaser><div><p>x</p></div></div>", True),
        ("<aside><p>x</p></aside>", True),
        ("<footer><p>x</p></footer>", True),
        ("<article><footer><p>x</p></footer></article>", False),
        ("<article class=teaser><h1>Un titre</h1><p>x</p></article>", False),
        ("<div><p>x</p></div>", False),
        ("<div class=teaser>" + "<div>" * 7 + "<p>x</p>" + "</div>" * 8, False),
    ],
)
def test_within_something_beside_the_article(html: str, expected: bool) -> None:
    assert within(first(html, "p"), lambda name: name == "teaser") is expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (None, ""),
        ("  ", ""),
        ("#suite", ""),
        ("mailto:a@b.example", ""),
        ("data:text/plain,x", ""),
        ("http://[::1", ""),
        ("../le marché", "https://paper.example/le%20marché"),
        ("//autre.example/a", "https://autre.example/a"),
    ],
)
def test_addresses(url: str | None, expected: str) -> None:
    assert absolute(BASE, url) == expected


def test_an_element_taken_out_leaves_the_text_behind_it() -> None:
    body = body_of("<p>un <b>deux</b> trois <i>quatre</i> cinq</p>")
    remove(next(body.iter("i")))
    remove(next(body.iter("b")))
    assert text_of(body) == "un trois cinq"
    root = parse("<p>x</p>")
    remove(root)  # the root has nothing to be taken out of
    assert text_of(root) == "x"


# --- what leads elsewhere -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            "<amp-youtube data-videoid=abc123XYZ></amp-youtube>",
            Embed("YouTube", "https://www.youtube.com/watch?v=abc123XYZ"),
        ),
        (
            "<iframe src='about:blank' data-src='//www.youtube.com/embed/abc123XYZ?rel=0'></iframe>",
            Embed("YouTube", "https://www.youtube.com/watch?v=abc123XYZ"),
        ),
        (
            "<iframe src='https://www.youtube.com/embed/videoseries?list=PL1'></iframe>",
            Embed("YouTube", "https://www.youtube.com/embed/videoseries?list=PL1"),
        ),
        (
            "<video><source src=/film.mp4></video>",
            Embed("Video", "https://paper.example/film.mp4"),
        ),
        ("<video></video>", None),
        (
            "<audio src=/entretien.mp3 title='Entretien'></audio>",
            Embed("Entretien", "https://paper.example/entretien.mp3"),
        ),
        ("<audio src=/son.mp3></audio>", Embed("Audio", "https://paper.example/son.mp3")),
        (
            "<iframe src='https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com%2Ffleuve%2Fposts%2F1'></iframe>",
            Embed("Facebook", "https://www.facebook.com/fleuve/posts/1"),
        ),
        (
            "<iframe src='https://platform.twitter.com/embed/Tweet.html?id=1'></iframe>",
            Embed("Twitter", "https://platform.twitter.com/embed/Tweet.html?id=1"),
        ),
        (
            "<iframe src='https://www.cartes.example/carte'></iframe>",
            Embed("cartes.example", "https://www.cartes.example/carte"),
        ),
        ("<iframe src='https://www.facebook.com/plugins/like.php?href=x'></iframe>", None),
        ("<iframe src='data:text/html,x'></iframe>", None),
    ],
)
def test_embeds(html: str, expected: Embed | None) -> None:
    node = next(iter(body_of(html)))
    assert embed_of(node, BASE) == expected


# --- what elements become -------------------------------------------------------------------------


def test_a_cited_source_and_a_cited_title() -> None:
    assert not follows_text(
        first("<blockquote><footer>Awa</footer> et plus</blockquote>", "footer")
    )
    assert follows_text(first("<p><cite>Le Fleuve</cite> l’écrit</p>", "cite"))
    assert not follows_text(first("<p><cite>Awa</cite></p>", "cite"))
    assert follows_text(first("<p>Selon <cite>Le Fleuve</cite>.</p>", "cite"))
    assert follows_text(first("<p><b>Selon</b> le journal <cite>Le Fleuve</cite>.</p>", "cite"))
    assert not follows_text(first("<p><b>Oui</b><cite>Awa</cite>.</p>", "cite"))


def test_tables_that_only_lay_out() -> None:
    def is_laid_out(html: str) -> bool:
        table = first(html, "table")
        return laid_out(table, [list(row) for row in table.iter("tr")])

    long = f"<td><p>{SENTENCE * 6}</p></td>"
    assert is_laid_out("<table role=presentation><tr><td>1<td>2</table>")
    assert is_laid_out(f"<table><tr>{long}<td>x</table>")
    assert not is_laid_out(f"<table><caption>Prix</caption><tr>{long}<td>x</table>")
    assert not is_laid_out("<table><tr><td>1<td>2</table>")
    assert not is_laid_out(f"<table><tr>{long}" + "<td>x" * 13 + "</table>")
    assert table_of(etree.Element("tr")) is None


def test_what_stands_inside_a_caption() -> None:
    figure = first(
        "<figure><img src=a.jpg><figcaption><img src=b.png>Le bac</figcaption></figure>", "figure"
    )
    caption = figure.find("figcaption")
    one, other = figure.iter("img")
    assert not inside(one, caption, figure)
    assert inside(other, caption, figure)
    assert not inside(one, None, figure)
    assert not inside(etree.Element("img"), caption, figure)


def test_the_credit_beside_a_caption() -> None:
    html = "<figure><img src=a.jpg><figcaption>Le bac <span class=credit>dans</span></figcaption><span class=x>y</span><span class=photo-credit>Awa Sow</span></figure>"
    figure = first(html, "figure")
    found = credit_beside(figure, figure.find("figcaption"))
    assert found is not None
    assert text_of(found) == "Awa Sow"
    assert (
        credit_beside(first("<figure><img src=a.jpg><p>Le bac</p></figure>", "figure"), None)
        is None
    )


PICTURE = Figure("https://paper.example/bac.jpg", alt="Le bac")
SHOWN = "<img src=/bac.jpg alt='Le bac'>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # a table in a figure is the table, a quotation in one the quotation
        ("<figure><blockquote><p>Oui</p></blockquote></figure>", (Quotation((p("Oui"),)),)),
        (
            "<figure><table><tr><td>a<td>b</table></figure>",
            (Table((((Span("a"),), (Span("b"),)),)),),
        ),
        # a film with its caption
        (
            "<figure><video src=/film.mp4></video><figcaption>La traversée</figcaption></figure>",
            (Embed("La traversée", "https://paper.example/film.mp4"),),
        ),
        (
            f"<figure>{SHOWN}<video src=/film.mp4></video><figcaption>La traversée</figcaption></figure>",
            (
                Figure("https://paper.example/bac.jpg", alt="Le bac", caption="La traversée"),
                Embed("Video", "https://paper.example/film.mp4"),
            ),
        ),
        # a gallery made as a list, a quotation that only holds a picture
        (f"<ul><li>{SHOWN}</li><li>{SHOWN}</li></ul>", (PICTURE, PICTURE)),
        (f"<blockquote>{SHOWN}</blockquote>", (PICTURE,)),
        # a table's empty rows go, its pictures stand below it
        (
            f"<table><tr><td>a<td>b<tr><td> <td><tr><td>{SHOWN}<td>c</table>",
            (Table((((Span("a"),), (Span("b"),)), ((), (Span("c"),)))), PICTURE),
        ),
        (f"<table><tr><td>{SHOWN}<td>{SHOWN}</table>", (PICTURE, PICTURE)),
        # a heading and a cell of several blocks
        ("<h2><div>Le bac</div><div>du soir</div></h2>", (Heading(2, (Span("Le bac du soir"),)),)),
        (
            "<blockquote><p>Oui</p><footer><p>Awa</p><p>batelière</p></footer></blockquote>",
            (Quotation((p("Oui"),), (Span("Awa"), Span("\n"), Span("batelière"))),),
        ),
        # scripts between the items of a list, and breaks
        ("<ul><script>x</script><li>un</li></ul>", (ListBlock(((p("un"),),)),)),
        ("<p>un<br><b></b><br>deux</p>", (p("un"), p("deux"))),
        ("<p>un<br>deux</p>", (p("un\ndeux"),)),
        # a cited work is part of the sentence, the cited speaker is not
        (
            "<blockquote><p>Lisez <cite>Le Fleuve</cite> demain</p><cite>Awa</cite></blockquote>",
            (
                Quotation(
                    (Paragraph((Span("Lisez "), Span("Le Fleuve", Style.ITALIC), Span(" demain"))),),
                    (Span("Awa"),),
                ),
            ),
        ),
    ],
)  # fmt: skip
def test_blocks(html: str, expected: tuple[Block, ...]) -> None:
    assert read(html) == expected


def test_text_straight_in_a_list_is_kept() -> None:
    (block,) = read("<ul>avant<li>un</li>entre<li>deux</li>après</ul>")
    assert plain(spans_of(block)) == "avant\nun\nentre\ndeux\naprès"


def test_what_is_nested_too_deep_ends_the_block_and_not_the_page() -> None:
    root = node = etree.Element("div")
    for _level in range(400):
        node = etree.SubElement(node, "div")
    node.text = "trop loin"
    etree.SubElement(root, "p").text = "la suite"
    assert Reader(BASE).read(root)[-1] == p("la suite")
