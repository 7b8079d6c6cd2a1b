"""HTML from outside to clean HTML, to blocks, and back: what is kept, what goes, and what it may cost."""

from __future__ import annotations

import json
import re
import resource
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sahelreader.domain.document import (
    Block,
    Code,
    Embed,
    Figure,
    Heading,
    ListBlock,
    Paragraph,
    Quotation,
    Related,
    Rule,
    Span,
    Style,
    Table,
    plain,
)
from sahelreader.domain.text import safe_text
from sahelreader.parse.asides import caption_and_credit
from sahelreader.parse.clean import clean_comment, clean_html, one_line, plain_text
from sahelreader.parse.document import document, to_html

BASE = "https://journal.example/2026/11/le-bac/"
ROOT = Path(__file__).parents[1]
CORPORA = ROOT.parent / "shared" / "corpora"

ALLOWED = {
    "p": {"class"}, "br": set(), "h1": set(), "h2": set(), "h3": set(), "h4": set(), "h5": set(), "h6": set(),
    "strong": set(), "em": set(), "code": set(), "s": set(), "a": {"href"}, "blockquote": set(), "cite": set(), "ul": set(),
    "ol": {"start"}, "li": set(), "table": set(), "caption": set(), "thead": set(), "tbody": set(), "tr": set(), "th": set(),
    "td": set(), "pre": set(), "figure": set(), "img": {"src", "alt"}, "figcaption": set(), "hr": {"class"},
}  # fmt: skip
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[a-z]+=\"[^\"<>]*\")*)>")
ATTRIBUTE = re.compile(r"([a-z]+)=\"([^\"]*)\"")


EMBEDS = [
    ('<iframe src="https://www.dailymotion.com/embed/video/x8"></iframe>', "Dailymotion", "https://www.dailymotion.com/video/x8"),
    ('<iframe src="//player.vimeo.com/video/77?h=1"></iframe>', "Vimeo", "https://vimeo.com/77"),
    ('<iframe src="https://www.facebook.com/plugins/video.php?href=https%3A%2F%2Fwww.facebook.com%2Fx%2Fvideos%2F1"></iframe>', "Facebook", "https://www.facebook.com/x/videos/1"),
    ('<iframe src="https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/1"></iframe>', "SoundCloud", "https://api.soundcloud.com/tracks/1"),
    ('<amp-youtube data-videoid="abcdefghijk"></amp-youtube>', "YouTube", "https://www.youtube.com/watch?v=abcdefghijk"),
    ('<iframe src="about:blank" data-src="https://carte.example/1" title="La carte des puits"></iframe>', "La carte des puits", "https://carte.example/1"),
    ('<audio src="/s.mp3"></audio>', "", "https://journal.example/s.mp3"),
    ('<object data="https://www.youtube.com/v/abcdefghijk"></object>', "YouTube", "https://www.youtube.com/watch?v=abcdefghijk"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "label", "url"), EMBEDS)
def test_players_become_links_to_their_page(html: str, label: str, url: str) -> None:
    made = clean_html(html, BASE)
    assert document(made).blocks == (Embed(label, url),)
    assert clean_html(made) == made


@pytest.mark.parametrize(
    ("html", "url"),
    [
        ('<img src="data:image/gif;base64,x" srcset="/s.jpg 300w, /m.jpg 900w, /l.jpg 3000w">', "https://journal.example/m.jpg"),
        ('<img data-srcset="/l.jpg 3000w">', "https://journal.example/l.jpg"),
        ('<img src="/placeholder.gif" data-lazy-src="/vrai.jpg">', "https://journal.example/vrai.jpg"),
        ('<img src="/placeholder.gif">', ""),
        ('<img src="http://[x/a.jpg">', ""),
        (f'<img src="/{"a" * 3_000}">', ""),
    ],
)  # fmt: skip
def test_the_picture_that_is_meant(html: str, url: str) -> None:
    assert document(clean_html(html, BASE)).blocks == ((Figure(url),) if url else ())


SHAPES = [
    ("<table><tr><td>a<td><table><tr><td>b</table><tr><td>c<td>d</table>", "a b c d"),
    ("<td>a</td><tr>b</tr><tbody>c", "a b c"),
    ("<table><thead>x<tr><td>a<td>b<tbody><td>c<td>d</table>", "x a b c d"),
    ("<table><tr><td>a<p>b</p><td>c<tr><td>d<td>e</table>", "a b c d e"),
    ("<table></table>seul", "seul"),
    ("<figure><blockquote>dit</blockquote><figcaption>Awa</figcaption></figure>", "dit Awa"),
    ("<figure><table><tr><td>a<td>b</table><figcaption>Prix</figcaption></figure>", "Prix a b"),
    ("<figure><p>a</p><figcaption>b</figcaption></figure>", "a b"),
    ("<figcaption>seul</figcaption>", "seul"),
    ("<caption>seule</caption>", "seule"),
    ("<ul>avant<li>a</li>entre<li>b</li>après</ul>", "avant a entre b après"),
    ("<blockquote><cite>qui</cite></blockquote>", "qui"),
    ("<pre>a<pre>b</pre>c", "ab c"),
    ("<pre>jamais fermé", "jamais fermé"),
    ("<base href='/x/'><p>a</p>", "a"),
    ("<details><summary>plus</summary>texte</details>", "plus texte"),
    ("a</br>b", "a b"),
]


@pytest.mark.parametrize(("html", "words"), SHAPES)
def test_no_word_is_lost_in_odd_shapes(html: str, words: str) -> None:
    made = clean_html(html, BASE)
    check_clean(made)
    assert clean_html(made) == made
    assert plain_text(made).split() == words.split()


def check_clean(html: str) -> None:
    """HTML holds nothing but the few tags and attributes that are ours, closed and nested as they should be."""
    assert safe_text(html) == html
    rest = TAG.sub("", html)
    assert "<" not in rest, rest
    assert ">" not in rest, rest
    assert not re.search(r"&(?!amp;|lt;|gt;|quot;)", rest)
    opened: list[str] = []
    for end, name, attributes in TAG.findall(html):
        assert name in ALLOWED
        if end:
            assert opened.pop() == name
        elif name not in ("br", "hr", "img"):
            opened.append(name)
        for key, value in ATTRIBUTE.findall(attributes):
            assert key in ALLOWED[name]
            if key in ("href", "src"):
                assert value.startswith(("http://", "https://"))
            if key == "class":
                assert value in ("related", "embed", "cut")
    assert not opened


# --- one by one -------------------------------------------------------------------------------------------

CASES = [
    ("<p>un <b>deux <i>trois</i></b></p>", "<p>un <strong>deux </strong><strong><em>trois</em></strong></p>"),
    ("un\n\n  deux<br>trois", "<p>un deux<br>trois</p>"),
    ("un<br><br>deux", "<p>un</p>\n<p>deux</p>"),
    ("<p>a<p>b", "<p>a</p>\n<p>b</p>"),
    ("<h2>Titre<p>texte", "<h2>Titre</h2>\n<p>texte</p>"),
    ("<div>a<div>b</div>c</div>", "<p>a</p>\n<p>b</p>\n<p>c</p>"),
    ("<p>&nbsp;</p><p> </p><p>x</p>", "<p>x</p>"),
    ("R&amp;D &lt;b&gt; &eacute;", "<p>R&amp;D &lt;b&gt; é</p>"),
    ("<p>km<sup>2</sup> CO<sub>2</sub> 1<sup>er</sup></p>", "<p>km² CO₂ 1er</p>"),
    ("<q>oui</q>", "<p>“oui”</p>"),
    ("avant<script>alert(1)</script>après", "<p>avantaprès</p>"),
    ("avant<style>p{}</style><form>nom <input></form>après", "<p>avantaprès</p>"),
    ("<form>jamais fermé", "<p>jamais fermé</p>"),
    ("a<!-- b --> c<![CDATA[d]]>e", "<p>a ce</p>"),
    ("5 < 6 et 7 > 3", "<p>5 &lt; 6 et 7 &gt; 3</p>"),
    ("si a<b alors", "<p>si a&lt;b alors</p>"),
    ("x <!-- jamais fermé", "<p>x jamais fermé</p>"),
    ('<a href="javascript:alert(1)">x</a>', "<p>x</p>"),
    ('<a href="java&#10;script:alert(1)">x</a>', "<p>x</p>"),
    ('<a href="/b?x=1&amp;y=2">x</a>', '<p><a href="https://journal.example/b?x=1&amp;y=2">x</a></p>'),
    ('<a href="#note">x</a>', "<p>x</p>"),
    ('<a href="https://x.example/a b">x</a>', '<p><a href="https://x.example/a%20b">x</a></p>'),
    ('<a href="/1">un<a href="/2">deux</a>', '<p><a href="https://journal.example/1">un</a><a href="https://journal.example/2">deux</a></p>'),
    ('<p onclick="x()" style="color:red" class="a b">x</p>', "<p>x</p>"),
    ("<p class=foo\">x</p>", "<p>x</p>"),
    ("<pre>  a\n\n    <b>b</b> &lt;\n</pre>", "<pre>  a\n\n    b &lt;</pre>"),
    ("<hr>a<hr><hr>b<hr>", "<p>a</p>\n<hr>\n<p>b</p>"),
    ("<blockquote>Il pleut.<p>— A. Sow, marchande</p></blockquote>", "<blockquote><p>Il pleut.</p>\n<cite>A. Sow, marchande</cite></blockquote>"),
    ("<blockquote><p>Il pleut.</p><footer><cite>A. Sow</cite></footer></blockquote>", "<blockquote><p>Il pleut.</p>\n<cite>A. Sow</cite></blockquote>"),
    ("<p>Lu dans <cite>Le Fleuve</cite> hier.</p>", "<p>Lu dans <em>Le Fleuve</em> hier.</p>"),
    ("<ol start=3><li>a<li>b</ol>", '<ol start="3"><li><p>a</p></li>\n<li><p>b</p></li></ol>'),
    ("<ul><li>a<ul><li>b</ul><li>c</ul>", "<ul><li><p>a</p>\n<ul><li><p>b</p></li></ul></li>\n<li><p>c</p></li></ul>"),
    ("<li>seul</li>", "<p>seul</p>"),
    ("<dl><dt>mil</dt><dd>céréale</dd></dl>", "<p><strong>mil</strong></p>\n<p>céréale</p>"),
    ("<table><tr><th>a<th>b<tr><td>1<td>2</table>",
     "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"),
    ("<table><tr><td>mise en page<td><h2>T</h2><ul><li>x</ul></table>", "<p>mise en page</p>\n<h2>T</h2>\n<ul><li><p>x</p></li></ul>"),
    ("<table><tr><td>une colonne<tr><td>deux</table>", "<p>une colonne</p>\n<p>deux</p>"),
    ("<table><tr><td rowspan=2>a<td>b<tr><td>c</table>",
     "<table><tbody><tr><td>a</td><td>b</td></tr><tr><td></td><td>c</td></tr></tbody></table>"),
    ("<table><tr><td colspan=2>a<tr><td>b<td>c</table>",
     "<table><tbody><tr><td>a</td><td></td></tr><tr><td>b</td><td>c</td></tr></tbody></table>"),
    ("<table><caption>Prix</caption><tr><td>a<td>b</table>",
     "<table><caption>Prix</caption><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"),
    ('<p>vu <img src="/i/bac.jpg" alt="Le bac"> ici</p>', '<p>vu</p>\n<figure><img src="https://journal.example/i/bac.jpg" alt="Le bac"></figure>\n<p>ici</p>'),
    ('<img src="data:image/gif;base64,x" data-src="/vrai.jpg"><noscript><img src="/vrai.jpg"></noscript>', '<figure><img src="https://journal.example/vrai.jpg"></figure>'),
    ('<img width=1 height=1 src="https://compteur.example/p.gif">', ""),
    ('<img class="emoji" alt="🌾" src="x.svg">', "<p>🌾</p>"),
    ('<figure><img src="/a.jpg"><figcaption>La mare au soir <cite>Le Fleuve</cite></figcaption></figure>',
     '<figure><img src="https://journal.example/a.jpg"><figcaption>La mare au soir <cite>Le Fleuve</cite></figcaption></figure>'),
    ('<div class="wp-caption"><img src="/a.jpg"><p class="wp-caption-text">La mare © Le Fleuve</p></div>',
     '<figure><img src="https://journal.example/a.jpg"><figcaption>La mare <cite>Le Fleuve</cite></figcaption></figure>'),
    ('<iframe src="https://www.youtube.com/embed/abcdefghijk?rel=0" title="YouTube video player"></iframe>',
     '<p class="embed"><a href="https://www.youtube.com/watch?v=abcdefghijk">YouTube</a></p>'),
    ('<iframe src="https://doubleclick.net/ad"></iframe>x', "<p>x</p>"),
    ("<p>https://youtu.be/abcdefghijk</p>", '<p class="embed"><a href="https://youtu.be/abcdefghijk">YouTube</a></p>'),
    ('<video><source src="/v.mp4" type="video/mp4"></video>', '<p class="embed"><a href="https://journal.example/v.mp4"></a></p>'),
    ("L’article <a href=/a>T</a> est apparu en premier sur <a href=/>Le Fleuve</a>.", ""),
    ("The post <a href=/a>T</a> appeared first on <a href=/>Le Fleuve</a>.", ""),
]  # fmt: skip


@pytest.mark.parametrize(("html", "expected"), CASES)
def test_clean_html(html: str, expected: str) -> None:
    made = clean_html(html, BASE)
    assert made == expected
    check_clean(made)
    assert clean_html(made) == made
    assert to_html(document(made).blocks) == made


RELATED = [
    '<p>Lire aussi : <a href="/x">Titre</a></p>',
    '<p><strong>À LIRE AUSSI :</strong> <a href="/x">Titre</a></p>',
    '<p>Lire également <a href="/x">Titre</a></p>',
    '<p><a href="/x">Lire aussi : Titre</a></p>',
    '<p>Voir aussi – <a href="/x">Titre</a>.</p>',
    '<p>Read also: <a href="/x">Titre</a></p>',
    '<a href="/x"><div><span class="ctaText">Lire aussi :</span>&nbsp; <span class="postTitle">Titre</span></div></a>',
    '<h3>Sur le même sujet</h3><ul><li><a href="/x">Titre</a></li></ul>',
]


@pytest.mark.parametrize("html", RELATED)
def test_what_to_read_next_is_told_apart(html: str) -> None:
    assert document(clean_html(html, BASE)).blocks == (
        Related("Titre", "https://journal.example/x"),
    )


@pytest.mark.parametrize(
    "html",
    [
        '<p>Lire aussi un livre par jour, dit <a href="/x">Awa</a>, rend libre.</p>',
        "<p>Lire aussi : rien</p>",
        '<p>Il faut lire aussi <a href="/x">ceci</a>.</p>',
    ],
)
def test_a_sentence_with_a_link_stays_a_sentence(html: str) -> None:
    assert isinstance(document(clean_html(html, BASE)).blocks[0], Paragraph)


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("La mare au soir @ Le Fleuve", "La mare au soir", "Le Fleuve"),
        ("La mare au soir © Le Fleuve / A. Sow", "La mare au soir", "Le Fleuve / A. Sow"),
        ("La mare au soir (Crédit photo : A. Sow)", "La mare au soir", "A. Sow"),
        ("La mare au soir. Photo : A. Sow", "La mare au soir.", "A. Sow"),
        ("© AFP", "", "AFP"),
        ("Écrire à awa@fleuve.example", "Écrire à awa@fleuve.example", ""),
        ("Vu par @awa sur la rive", "Vu par @awa sur la rive", ""),
        ("La mare au soir", "La mare au soir", ""),
    ],
)
def test_caption_and_credit(text: str, caption: str, credit: str) -> None:
    assert caption_and_credit(text) == (caption, credit)


def test_a_caption_keeps_its_words_when_our_own_html_is_read() -> None:
    blocks: tuple[Block, ...] = (Figure("https://x.example/a.jpg", "", "Écrit © sur le mur", ""),)
    assert document(to_html(blocks)).blocks == blocks


# --- safety -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reference",
    [
        "&#27;",
        "&#x1b;",
        "&#155;",
        "&#x202e;",
        "&#8238;",
        "&#0;",
        "&#xFEFF;",
        "&#xE0041;",
        "\x1b",
        "\x9b",
        "\u202e",
    ],
)
def test_no_control_comes_out_of_any_field(reference: str) -> None:
    bad = f"a{reference}]52;c;x"
    html = (
        f'<p>{bad}</p><h2>{bad}</h2><a href="https://x.example/{bad}">{bad}</a><img src="/a.jpg" alt="{bad}">'
        f"<figure><img src=/b.jpg><figcaption>{bad}<cite>{bad}</cite></figcaption></figure><pre>{bad}</pre>"
        f'<table><caption>{bad}</caption><tr><td>{bad}<td>b</table><iframe title="{bad}" src="https://x.example/"></iframe>'
    )
    for made in (
        clean_html(html, BASE),
        clean_comment(html, BASE),
        plain_text(clean_html(html, BASE)),
        one_line(html),
    ):
        assert safe_text(made) == made
        assert "\x1b" not in made
    check_clean(clean_html(html, BASE))


HTML_PIECES = st.sampled_from(
    ["<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<a", 'href="/x">', "<a", 'href="javascript:x">', "</a>", "<ul>", "<ol", 'start="7">', "</ul>", "<li>", "</li>", "<blockquote>", "</blockquote>", "<cite>", "</cite>", "<table>", "<tr>", "<td>", "<th>", "</td>", "</table>", "<figure>", "<img", 'src="/a.jpg"', 'alt="x">', "<figcaption>", "</figcaption>", "</figure>", "<pre>", "</pre>", "<h2>", "</h2>", "<br>", "<hr>", "<div>", "</div>", "<div", 'class="wp-caption">', "<script>", "</script>", "<!--", "-->", "<![CDATA[", "]]>", "<", ">", "&", "&amp;", "&#27;", "&lt;", '"', "'", "=", "<iframe", 'src="//y.example/">', "<sup>", "</sup>", "<q>", "</q>", "<dt>", "<caption>", "<p", 'class="related">', "<p", 'class="embed">', "<hr", 'class="cut">', "<code>", "</code>", "<s>", "<form>", "</form>", "<svg>", "</svg>", "<title>"]
) | st.sampled_from([" ", "\n", "  ", "\u00a0", "mil", "le fleuve", "—", "Lire aussi : ", "© Le Fleuve", "https://youtu.be/abcdefghijk", "\u202e", "\x1b[31m"])  # fmt: skip


@settings(max_examples=1_500, deadline=None)
@given(st.lists(HTML_PIECES, max_size=40).map("".join))
# an address where only links have one
@example('<div href="/x">')
@example('<div href="javascript:x">')
@example('<p class="embed" href="javascript:x"><a href="https://y.example/"></a></p>')
def test_any_pieces_come_out_clean_and_stay_as_they_are(html: str) -> None:
    made = clean_html(html, BASE)
    check_clean(made)
    assert clean_html(made) == made
    assert to_html(document(made).blocks) == made
    comment = clean_comment(html, BASE)
    check_clean(comment)
    assert clean_comment(comment) == comment


@settings(max_examples=600, deadline=None)
@given(st.text(alphabet=st.characters(codec=None), max_size=200))
def test_any_text_comes_out_clean(text: str) -> None:
    made = clean_html(text, BASE)
    check_clean(made)
    assert clean_html(made) == made
    assert safe_text(one_line(text)) == one_line(text)


@settings(max_examples=800, deadline=None)
@given(st.lists(st.sampled_from(["<p>", "</p>", "\n", "mil et riz", "h", " ", "\u00a0", "https://youtu.be/abcdefghijk", "L’article x est apparu en premier sur y", ">", "a  b", "é"]), max_size=14).map("".join))  # fmt: skip
def test_the_short_way_gives_what_the_long_way_gives(html: str) -> None:
    from sahelreader.parse.blocks import read_blocks

    assert clean_html(html) == to_html(read_blocks(html)[0])


# --- blocks and back --------------------------------------------------------------------------------------

WORDS = st.text(alphabet="abcéœ’ ,.<>&\"'\u00a0ﷲ", min_size=1, max_size=12).map(lambda text: " ".join(text.split(" "))).map(str.strip).filter(
    lambda text: bool(text.strip()) and "  " not in text
)  # fmt: skip
STYLES = st.sampled_from(
    [Style.PLAIN, Style.BOLD, Style.ITALIC, Style.CODE, Style.STRUCK, Style.BOLD | Style.ITALIC]
)
HREFS = st.sampled_from(["", "", "https://x.example/a?b=1&c=2", "http://y.example/é"])
URLS = st.sampled_from(["https://x.example/a.jpg", "https://x.example/b?c=1&d=2"])


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    made: list[Span] = []
    for span in spans:
        if made and (made[-1].style, made[-1].href) == (span.style, span.href):
            made[-1] = Span(made[-1].text + span.text, span.style, span.href)
        else:
            made.append(span)
    return tuple(made)


SPANS = st.lists(st.builds(Span, WORDS, STYLES, HREFS), min_size=1, max_size=4).map(_merged)
SIMPLE = st.one_of(
    st.builds(Paragraph, SPANS), st.builds(Heading, st.integers(1, 6), SPANS), st.builds(Rule), st.builds(Embed, WORDS, URLS),
    st.builds(Related, WORDS, URLS), st.builds(Code, WORDS.map(lambda text: f"  {text}\n\n {text}")), st.builds(Figure, URLS, WORDS, WORDS, WORDS),
    st.builds(Figure, URLS), st.builds(Figure, URLS, st.just(""), st.just(""), WORDS),
    st.builds(Table, st.lists(st.tuples(SPANS, SPANS), min_size=1, max_size=3).map(tuple), st.one_of(st.just(()), st.tuples(SPANS, SPANS)), st.one_of(st.just(""), WORDS)),
)  # fmt: skip
BLOCKS = st.recursive(
    SIMPLE,
    lambda inner: st.one_of(
        st.builds(
            Quotation,
            st.lists(inner, min_size=1, max_size=3).map(tuple),
            st.one_of(st.just(()), SPANS),
        ),
        st.builds(
            lambda items, start: ListBlock(items, start > 0, max(start, 1)),
            st.lists(
                st.lists(inner, min_size=1, max_size=2).map(tuple), min_size=1, max_size=3
            ).map(tuple),
            st.integers(0, 9),
        ),
    ),
    max_leaves=6,
)


@settings(max_examples=1_000, deadline=None)
@given(st.lists(BLOCKS, max_size=5).map(tuple))
def test_blocks_come_back_from_their_html(blocks: tuple[Block, ...]) -> None:
    html = to_html(blocks)
    check_clean(html)
    assert document(html).blocks == blocks


def test_the_editions_that_ship_are_read_whole() -> None:
    for path in [
        *ROOT.glob("src/sahelreader/welcome/*.toml"),
        *ROOT.glob("src/sahelreader/demo/*.toml"),
    ]:
        for article in tomllib.loads(path.read_text(encoding="utf-8"))["article"]:
            made = document(article["html"])
            assert made.blocks
            text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", article["html"])).split()
            kept = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", to_html(made.blocks))).split()
            assert kept == text


# --- comments and plain text ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("Bonjour\nà tous\n\nAwa", "<p>Bonjour<br>à tous</p>\n<p>Awa</p>"),
        ("<p>un</p>\n<p>deux<br />trois</p>\n", "<p>un</p>\n<p>deux<br>trois</p>"),
        ('<h1>CRI</h1><img src="https://x.example/a.jpg" alt="mare">', '<p><strong>CRI</strong></p>\n<p class="embed"><a href="https://x.example/a.jpg">mare</a></p>'),
        ("<table><tr><td>a<td>b</table>", "<p>a | b</p>"),
        ("<hr>", ""),
        ("<blockquote>dit</blockquote>non", "<blockquote><p>dit</p></blockquote>\n<p>non</p>"),
    ],
)  # fmt: skip
def test_comments(html: str, expected: str) -> None:
    assert clean_comment(html) == expected


def test_plain_text_gives_a_line_to_each_part() -> None:
    html = clean_html(
        "<h2>Titre</h2><p>Un &amp; deux<br>trois</p><ul><li>a<li>b</ul><table><tr><td>1<td>2<tr><td>3<td>4</table>"
        "<figure><img src=/a.jpg><figcaption>Légende<cite>Nom</cite></figcaption></figure>", BASE
    )  # fmt: skip
    assert plain_text(html).split("\n") == [
        "Titre",
        "Un & deux",
        "trois",
        "a",
        "b",
        "1 2",
        "3 4",
        "Légende Nom",
    ]
    assert plain_text("<script>x</script><p>é&eacute;</p>") == "éé"
    assert plain_text("R&amp;D &#27;x") == "R&D x"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("Le <em>bac</em> &amp; la rive", "Le bac & la rive"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("Le <Nom> du fleuve <3", "Le <Nom> du fleuve <3"),
        ("a<script>x()</script>b", "ab"),
        ("a\n b", "a b"),
    ],
)
def test_titles(html: str, expected: str) -> None:
    assert one_line(html) == expected
    assert len(one_line("x" * 2_000_000)) == 300


# --- bombs ------------------------------------------------------------------------------------------------

#: seconds of this process' processor that a bomb may cost. Alone on a core each costs under 2; what grows with the
#: square of a bomb costs minutes. The room between is for two busy cores that share their caches, and for coverage.
PATIENCE = 20

BOMBS = {
    "100,000 nested divs": "<div>" * 100_000 + "texte" + "</div>" * 100_000,
    "100,000 nested quotations": "<blockquote>" * 100_000 + "texte",
    "100,000 nested lists": "<ul><li>" * 100_000 + "texte",
    "100,000 nested tables": "<table><tr><td>" * 100_000 + "texte",
    "100,000 unclosed emphases": "<b><i>" * 100_000 + "texte",
    "200,000 attributes": "<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">texte",
    "200,000 attributes of a picture": "<img "
    + " ".join(f"a{n}=1" for n in range(200_000))
    + ">texte",
    "500,000 references": "texte" + "&amp;" * 500_000,
    "200,000 comments opened": "<!--" * 200_000 + "texte",
    "200,000 tags never ended": "texte" + "<a " * 200_000,
    "200,000 quotes never ended": "texte" + '<a b="' * 200_000,
    "mixed quotes": "texte" + "<a b=\"<a c='" * 100_000 + ">",
    "200,000 forms": "<form>" * 200_000 + "texte",
    "200,000 scripts": "texte" + "<script>" * 200_000,
    "200,000 script ends": "texte<script>" + "</script " * 200_000,
    "200,000 CDATA": "texte" + "<![CDATA[" * 200_000 + ">",
    "alternating ends": "</p></div>" * 200_000 + "texte",
    "1,000 x 1,000 cells": "texte<table>"
    + ("<tr>" + "<td colspan=1000>x" * 100) * 300
    + "</table>",
    "8 MB of text": "texte " * 1_400_000,
    "8 MB without a blank": "texte" + "x" * 8_000_000,
    "3,000 marks on a letter": "texte e" + "\u0301" * 3_000_000,
    "200,000 lines": "texte" + "<br>" * 200_000,
    "200,000 pictures": "texte" + '<img src="/a.jpg">' * 200_000,
    "label without end": "<p>texte Lire aussi" + " " * 500_000 + "</p>",
    "credit without end": "<figure><img src=/a.jpg><figcaption>texte "
    + "( " * 100_000
    + "</figcaption></figure>",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_little_and_loses_no_text(name: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    made = clean_html(BOMBS[name], BASE)
    spent = time.process_time() - start
    assert spent < PATIENCE, f"{spent:.1f} s"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # kilobytes
    assert "texte" in made
    check_clean(made)
    start = time.process_time()
    document(made)
    plain_text(made)
    assert time.process_time() - start < PATIENCE


def test_what_is_too_long_is_cut_and_says_so() -> None:
    long = clean_html("<p>" + "mil " * 300_000 + "</p><p>fin</p>")
    read = document(long)
    assert read.cut
    assert (
        400_000
        < sum(len(plain(block.spans)) for block in read.blocks if isinstance(block, Paragraph))
        <= 500_001
    )
    assert clean_html(long) == long
    many = document(clean_html("<p>a</p>" * 20_000))
    assert many.cut
    assert len(many.blocks) <= 5_002
    assert not document(clean_html("<p>a</p>")).cut


# --- other people's test data -----------------------------------------------------------------------------


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not beside the project")
def test_naughty_strings_and_the_tokenizer_suite() -> None:
    strings = json.loads((CORPORA / "blns" / "blns.json").read_text(encoding="utf-8"))
    for path in (CORPORA / "html5lib-tests" / "tokenizer").glob("*.test"):
        strings += [
            case["input"] for case in json.loads(path.read_text(encoding="utf-8")).get("tests", [])
        ]
    assert len(strings) > 1_000
    for text in strings:
        for html in (
            text,
            f"<p>{text}</p>",
            f'<a href="{text}">x</a>',
            f"<img alt='{text}' src=/a.jpg>",
        ):
            made = clean_html(html, BASE)
            check_clean(made)
            assert clean_html(made) == made
