"""What a page says of itself: days, names, reading time, language, JSON-LD; and which elements are comments."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from sahelreader.parse.page.authors import authors_of
from sahelreader.parse.page.comment_items import LIMIT, comment_items
from sahelreader.parse.page.comments import take_comments
from sahelreader.parse.page.days import days_of
from sahelreader.parse.page.headline import title_of
from sahelreader.parse.page.locate import locate
from sahelreader.parse.page.measure import measure
from sahelreader.parse.page.metadata import language_of, lead_url, minutes_of
from sahelreader.parse.page.phrases import related_lead
from sahelreader.parse.page.structured import Facts, read_facts, say
from sahelreader.parse.page.tree import Element, parse, text_of

NOW = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)
URL = "https://paper.example/le-bac/"
SENTENCE = (
    "Le bac a repris ses traversées ce matin, et les marchands attendaient déjà sur la rive. "
)


def page(body: str, head: str = "") -> tuple[Element, Facts]:
    root = parse(f"<html><head>{head}</head><body>{body}</body></html>")
    return root, read_facts(root, URL)


def script(*nodes: Any) -> str:
    return "".join(
        f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes
    )


# --- days -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "url", "published", "modified"),
    [
        # the address says the day when nothing else does
        ("<p>x</p>", "https://paper.example/2026/11/3/bac/", "2026-11-03", ""),
        ("<p>x</p>", "https://paper.example/bac-20261103.html", "2026-11-03", ""),
        # a day in a short line of text
        ("<p>Nouakchott, le 3 novembre 2026</p>", "", "2026-11-03", ""),
        ("<p><b>Envoyé</b> le 12 mars 2025</p>", "", "2025-03-12", ""),
        ("<p>Rendez-vous dans 3 jours</p>" * 9, "", "", ""),
        # days that cannot be are not believed; of seven of them in a row nothing more is asked
        ("<p>le 3 novembre 1987</p><p>le 4 novembre 2026</p>", "", "2026-11-04", ""),
        ("<p>le 3 novembre 1987</p>" * 8 + "<p>le 4 novembre 2026</p>", "", "", ""),
        (f"<time datetime='{'2026-11-03 ' * 20}'></time>", "", "", ""),
        # marked
        ("<abbr class=published title=2026-11-03>mardi</abbr>", "", "2026-11-03", ""),
        (
            "<abbr class=published title=2026-11-03>mardi</abbr><abbr class=updated title=2026-11-05>jeudi</abbr>",
            "", "2026-11-03", "2026-11-05",
        ),
        ("<span class=date>3 novembre 2026</span>", "", "2026-11-03", ""),
        ("<span class=date>bientôt</span>", "", "", ""),
        (f"<div class=date>{'mot ' * 50} 3 novembre 2026</div>", "", "", ""),
        (
            "<span class=date>3 novembre 2026</span><span class=date>Mis à jour le 5 novembre 2026</span>",
            "", "2026-11-03", "2026-11-05",
        ),
        (
            "<span class=date>Publié le 3 novembre 2026, mis à jour le 5 novembre 2026</span>",
            "", "2026-11-03", "",
        ),
        # in the menu: only when no other place has one
        ("<nav><time datetime=2026-11-01>x</time></nav>", "", "2026-11-01", ""),
        (
            "<nav><time datetime=2026-11-01>x</time></nav><time datetime=2026-11-03>x</time>",
            "", "2026-11-03", "",
        ),
        ("<nav><span class=date>3 novembre 2026</span></nav>", "https://paper.example/2026/10/01/x/", "2026-10-01", ""),
        # changed before it was published: a different day is not believed, the same day is the same moment
        (
            "<time itemprop=datePublished datetime=2026-11-03></time><time itemprop=dateModified datetime=2026-11-01></time>",
            "", "2026-11-03", "",
        ),
    ],
)  # fmt: skip
def test_days(body: str, url: str, published: str, modified: str) -> None:
    root, facts = page(body)
    found = days_of(root, facts, url, NOW)
    assert [f"{day:%Y-%m-%d}" if day else "" for day in found] == [published, modified]


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<div class=sidebar><span class=author>Autre Nom</span></div><span class=author>Awa Sow</span>", ("Awa Sow",)),
        ("<a href=/auteur/equipe-web/>notre équipe web</a><a href=/auteur/awa-sow/>Awa Sow</a>", ("Awa Sow",)),
        ("<div class=byline><span class=fn> </span><span class=fn>Awa Sow</span></div>", ("Awa Sow",)),
        ("<p>Par ici</p><p>Par Awa Sow</p>", ("Awa Sow",)),
        ("<p>Par exemple</p>" * 6 + "<p>Par Awa Sow</p>", ()),
    ],
)  # fmt: skip
def test_authors(body: str, expected: tuple[str, ...]) -> None:
    assert authors_of(*page(body)) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<meta name=language content=français><meta property=og:locale content=fr_ML>", "fr"),
        ("<meta name=language content='?'>", ""),
    ],
)
def test_language(head: str, expected: str) -> None:
    assert language_of(page("", head)[1]) == expected


@pytest.mark.parametrize(
    ("body", "head", "expected"),
    [
        ("", script({"@type": "NewsArticle", "headline": "x", "timeRequired": "PT1H5M"}), 65),
        ("", script({"@type": "NewsArticle", "headline": "x", "timeRequired": "PT"}), None),
        ("", "<meta name=twitter:label1 content='Écrit par'><meta name=twitter:data1 content='Awa 3'>"
             "<meta name=twitter:label2 content='Durée de lecture'><meta name=twitter:data2 content='4 minutes'>", 4),
        ("<div class=read><b>1</b><b>2</b><b>3</b><b>4</b><b>5 min de lecture</b></div>", "", None),
        ("<span class=reading-time>bientôt</span><span>7 min de lecture</span>", "", 7),
        ("<span>0 min de lecture</span>", "", None),
    ],
)  # fmt: skip
def test_minutes(body: str, head: str, expected: int | None) -> None:
    assert minutes_of(*page(body, head)) == expected


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        ({"@type": "ImageObject", "url": "/bac.jpg"}, "https://paper.example/bac.jpg"),
        ([{"contentUrl": "/bac.jpg"}], "https://paper.example/bac.jpg"),
        (7, ""),
        ("/logo.png", ""),
    ],
)
def test_lead_pictures(image: Any, expected: str) -> None:
    node = {"@type": "NewsArticle", "headline": "x", "image": image}
    assert lead_url(page("", script(node))[1], URL) == expected


# --- JSON-LD --------------------------------------------------------------------------------------


def test_json_ld_of_every_shape() -> None:
    _root, facts = page(
        "",
        "<script type=application/ld+json>{broken</script>"
        "<script type=application/ld+json>{&quot;broken</script>"
        "<script type=application/ld+json>{&amp;quot;@type&amp;quot;: &amp;quot;WebSite&amp;quot;}</script>"
        + script(
            7,
            {"@type": "BreadcrumbList", "itemListElement": [
                {"name": "Accueil"}, {"item": {"name": "Région"}}, {"name": "http://x.example"}, 5]},
            {"@type": "BreadcrumbList", "itemListElement": "rien"},
            {"@type": "WebSite", "name": "Le Fleuve"},
            {"@type": "WebSite", "name": "Un autre"},
            {"@type": "WebPage", "name": "Le bac"},
            {"@id": "#journal", "@type": "Thing", "name": "Le Fleuve du Nord"},
            {"@type": "NewsArticle", "headline": "Un autre sujet"},
            {"@type": ["NewsArticle"], "headline": "Le bac", "mainEntityOfPage": {"@id": URL},
             "publisher": [{"@id": "#journal"}]},
            {"@type": "NewsArticle", "headline": "Encore un autre"},
        ),
    )  # fmt: skip
    assert facts.article["headline"] == "Le bac"
    assert facts.publisher == "Le Fleuve du Nord"
    assert facts.breadcrumbs == ("Accueil", "Région")
    assert facts.webpage["name"] == "Le bac"


def test_the_publisher_of_a_page_without_an_article() -> None:
    facts = page("", script({"@type": "Organization", "name": "Le Fleuve"}, {"@type": "Person"}))[1]
    assert (facts.publisher, facts.article) == ("Le Fleuve", {})
    named = page("", script({"@type": "NewsArticle", "headline": "x", "publisher": "Le Fleuve"}))[1]
    assert named.publisher == ""


def test_whole_scripts_with_escaped_quotes_and_commas() -> None:
    escaped = '<script type=application/ld+json>{&quot;@type&quot;: &quot;WebSite&quot;, &quot;name&quot;: &quot;Le Fleuve&quot;}</script>'  # fmt: skip
    assert page("", escaped)[1].publisher == "Le Fleuve"
    comma = '<script type=application/ld+json>/*x*/</script><script type=application/ld+json>{"@type": "WebSite", "name": "Le Fleuve",}</script>'  # fmt: skip
    assert page("", comma)[1].publisher == "Le Fleuve"


@pytest.mark.parametrize(
    ("value", "expected"),
    [([], ""), (["a", "b"], "a"), ({"@value": "a"}, "a"), (True, ""), (3, "3"), (None, ""), ("<b>a</b> &amp;amp; b", "a & b")],
)  # fmt: skip
def test_values_as_text(value: Any, expected: str) -> None:
    assert say(value) == expected


def test_empty_meta_says_nothing() -> None:
    facts = page("", "<meta name=author content=' '><meta name=author content='Awa Sow'><meta name=x>")[1]  # fmt: skip
    assert facts.first("keywords", "author") == "Awa Sow"


# --- headline, related, place of the text -----------------------------------------------------------


def test_the_headline_when_names_are_signs_or_all_of_it() -> None:
    assert title_of(*page("<h1>?!?!</h1>", "<title>Le bac repart | Le Fleuve</title>"))
    root, facts = page(
        "", "<title>Oui | Le Fleuve</title><meta property=og:site_name content='Le Fleuve'>"
    )
    # three letters are no headline to be left alone with
    assert title_of(root, facts) == "Oui | Le Fleuve"
    many, facts = page("".join(f"<h1>Un titre numéro {n}</h1>" for n in range(40)), "<title>Rien</title>")  # fmt: skip
    assert title_of(many, facts)


def test_a_very_long_line_announces_nothing() -> None:
    assert related_lead("Lire aussi : le bac")
    assert related_lead("Lire aussi : le bac " + "x" * 400) == ""


def located(body: str, title: str = "") -> str:
    root = parse(f"<html><body>{body}</body></html>")
    holder = root.find("body")
    assert holder is not None
    measured = measure(holder)
    return measured.nodes[locate(measured, title)].get("id") or ""


PARAGRAPHS = f"<p>{SENTENCE * 3}</p>" * 3


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # a text cut into pieces of one name: what holds them all
        (
            f"<div id=all><div class=story id=a>{PARAGRAPHS}</div><div class=pub>x</div><div class=story id=b>{PARAGRAPHS}</div></div><p>fin</p>",
            "all",
        ),
        # pieces of one name in a place with much else: the heaviest alone
        (
            f"<div><div><div class=story id=a>{PARAGRAPHS * 3}</div></div></div><div><div class=story id=b>{PARAGRAPHS}</div></div><div>{PARAGRAPHS}</div>",
            "a",
        ),
        # the name again inside, around the same text: the inner one
        (f"<div class=entry-content id=a><div class=texte id=b>{PARAGRAPHS}</div></div><p>x</p>", "b"),
        # hidden text weighs nothing
        (f"<div class=story id=a>{PARAGRAPHS}</div><div class=sr-only><div class=story id=b><p>{SENTENCE}</p></div></div>", "a"),
        # <article> that bounds what the weighing chose
        (f"<article id=a><h1>Le bac repart</h1><div id=b>{PARAGRAPHS}</div></article>", "b"),
        # teasers of the same kind side by side: what holds them
        ("<div id=list>" + f"<div class=one>{PARAGRAPHS}</div>" * 3 + "</div>", "list"),
        # the piece with the headline before its heavier sibling
        (
            f"<div><div id=a class=x><h1>Le bac repart enfin</h1><p>{SENTENCE * 5}</p></div><div id=b><p>{SENTENCE * 6}</p></div></div>",
            "a",
        ),
    ],
)  # fmt: skip
def test_where_the_text_stands(body: str, expected: str) -> None:
    assert located(body, "Le bac repart enfin") == expected


# --- comments -------------------------------------------------------------------------------------


def items(html: str) -> list[tuple[str, str | None]]:
    return [(item.id, item.parent) for item in comment_items(page(html)[0])]


def one(number: int, depth: int) -> str:
    return f"<div id=comment-{number} class='comment depth-{depth}'><b class=fn>Awa</b><p>oui</p></div>"  # fmt: skip


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # a flat list that only says how deep each is
        (
            one(1, 1) + one(2, 2) + one(3, 3) + one(4, 2) + one(5, 1) + one(6, 3),
            [("1", ""), ("2", "1"), ("3", "2"), ("4", "1"), ("5", ""), ("6", "")],
        ),
        (one(1, 3), [("1", "")]),
        # a theme without ids on its items: the anchor or the link to itself has it
        (
            "<ul><li class=comment><a id=comment-7></a>oui</li><li class=pingback><a href='/bac/#comment-8'>8</a></li><li class=comment>sans</li></ul>",
            [("7", ""), ("8", "")],
        ),
        # JComments: the list around says whose answers it holds
        (
            "<div id=comments-list-0><div id=comment-item-1>a</div></div><div id=comments-list-1><div id=comment-item-2>b</div></div><div><div id=comment-item-3>c</div></div>",
            [("1", ""), ("2", "1"), ("3", "")],
        ),
        # SPIP
        (
            "<ul><li class=forum-fil><div id=forum12>a</div><ul><li class=forum-fil><a name=forum13></a></li></ul></li><li class=forum-fil><ul><li class=forum-fil>x</li></ul></li><li class=comments-li>y</li></ul>",
            [("12", ""), ("13", "12")],
        ),
        # Komento
        (
            "<div id=kmt-1 data-parentid=0>a</div><div class=kmt-item data-id=2 data-parentid=1>b</div><div class=kmt-item>c</div><div id=kmt-3>d</div>",
            [("1", ""), ("2", "1"), ("3", "")],
        ),
        # wpDiscuz
        (
            "<div id=wpd-comm-1_0><div class=wpd-comment-right id=comment-1>a</div></div><div id=wpd-comm-2_1>b</div>",
            [("1", ""), ("2", "1")],
        ),
    ],
)  # fmt: skip
def test_which_elements_are_comments(html: str, expected: list[tuple[str, str | None]]) -> None:
    assert items(html) == expected


def test_the_comments_of_one_page_are_limited() -> None:
    assert len(items("".join(one(n, 1) for n in range(LIMIT + 5)))) == LIMIT


def test_what_a_comment_says() -> None:
    root, _facts = page(
        "<ul class=comment-list>"
        "<li id=comment-1 class='comment depth-1'><a class=author href='/bac/#comment-1'>Awa Sow</a><time datetime='#'> </time><time>2026-11-03</time><div itemprop=text>Le bac est reparti.</div></li>"
        "<li id=comment-1 class=comment><b class=fn>Double</b><div class=comment-content>encore</div></li>"
        "<li id=comment-2 class='comment depth-1'><div class=fn></div><p></p></li>"
        "<li id=comment-3 class='comment depth-2'><b class=fn>Bira</b><div id=comment-body-3>Merci.</div></li>"
        "<li id=comment-4 class=comment><b class=fn>Oumar</b><div class=comment-content>Fin.</div><ul><li id=comment-5 class=comment><b class=fn>Awa</b> Oui.</li></ul></li>"
        "</ul>"
    )  # fmt: skip
    found = take_comments(root, URL, NOW).comments
    assert [(one.remote_id, one.parent_remote_id, one.author, one.author_url) for one in found] == [
        ("1", "", "Awa Sow", ""),
        ("3", "", "Bira", ""),  # what it answers says nothing and is not kept
        ("4", "", "Oumar", ""),
        ("5", "4", "Awa", ""),
    ]
    assert found[0].published == datetime(2026, 11, 3, tzinfo=UTC)
    assert ["reparti" in found[0].html, "Merci" in found[1].html] == [True, True]
    assert text_of(root) == ""
