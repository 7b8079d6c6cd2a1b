"""The rules of extraction one by one, each on a page made for it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from sahelreader.domain.document import Block, Code, Embed, Figure, Table, plain
from sahelreader.parse.document import document
from sahelreader.parse.extract import ExtractedPage, extract
from sahelreader.parse.page.comment_words import count_of
from sahelreader.parse.page.names import clean_names
from sahelreader.parse.page.phrases import is_furniture, related_lead
from sahelreader.parse.page.pictures import same_picture, split_credit
from tests.test_parse_pages import shape

NOW = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)
URL = "https://paper.example/2026/11/20/one/"
A = "La première phrase du texte est assez longue pour compter, et elle finit par un point. " * 2
B = "Une deuxième phrase suit, qui n’est pas la même que la première mais qui dure autant. " * 2
C = "La troisième ferme la marche avec des mots différents, et le lecteur sait que c’est fini. " * 2
OTHER = (
    "Un autre article, qui n’a rien à voir avec celui-ci, est annoncé par ce résumé assez long. "
    * 2
)
A, B, C, OTHER = (text.strip() for text in (A, B, C, OTHER))


def page(body: str, head: str = "", now: datetime | None = NOW) -> ExtractedPage:
    html = f"<!DOCTYPE html><html lang=fr><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    return extract(html.encode(), URL, now=now)


def blocks(body: str, head: str = "") -> tuple[Block, ...]:
    return document(page(body, head).article.html).blocks


def texts(body: str, head: str = "") -> list[str]:
    return [shape(block)[1] for block in blocks(body, head)]


def ld(**fields: Any) -> str:
    node = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Un titre",
    } | fields
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


# --- where the text is ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        f"<article><h1>Un titre</h1><p>{A}</p><p>{B}</p></article><article><p>{OTHER}</p></article>",
        f"<main><h1>Un titre</h1><p>{A}</p><p>{B}</p></main><div class=x><p>{OTHER}</p></div>",
        f"<div class=left><h1>Un titre</h1><div><p>{A}</p><p>{B}</p></div></div><div class=right><p>{OTHER}</p><p>{OTHER} bis</p></div>",
        f"<div class='entry-content'><p>{A}</p><p>{B}</p></div><div class='teaser'><p>{OTHER}</p></div>",
        f"<div itemprop=articleBody><p>{A}</p><p>{B}</p></div><section><p>{OTHER}</p></section>",
        f"<div class='texte'><p>{A}</p><p>{B}</p></div><div id=sommaire><p>{OTHER}</p></div>",
        f"<div class='chunk body'><p>{A}</p></div><div class=ad>Publicité</div><div class='chunk body'><p>{B}</p></div>",
        f"<div class=wrap><p>{A}</p><aside class='related'><h3>Lire aussi</h3><p>{OTHER}</p></aside><p>{B}</p></div>",
        f"<div class='has-sidebar with-comments no-share'><p>{A}</p><p>{B}</p></div>",
        f"<div style='display:none'><p>{A}</p><p>{B}</p></div>",
        f"<div class=sidebar><p>{A}</p><p>{B}</p></div>",
        f"<form id=aspnetForm action=/><div><p>{A}</p><p>{B}</p></div></form>",
        f"<table width=100%><tr><td><p>{A}</p><p>{B}</p></td></tr></table>",
        f"<div><font>{A}<br><br>{B}</font></div>",
        f"<div class=post><p>{A}</p><p>{B}</p><div id=comments><ol class=commentlist><li class=comment id=comment-9><cite class=fn>Ali</cite><p>{OTHER}</p></li></ol></div></div>",
        f"<div class=post><p>{A}</p><p>{B}</p><div class='fb-comments'><p>{OTHER}</p></div></div>",
        f"<div class=post><p>{A}</p><p>{B}</p><div class='article-comments'><p>{OTHER}</p></div></div>",
    ],
)  # fmt: skip
def test_the_text_and_only_it(body: str) -> None:
    assert texts(body) == [A, B]


def test_text_that_only_a_script_would_build() -> None:
    found = texts("<div id=root></div>", ld(articleBody=f"{A}\n\n{B}"))
    assert found == [A, B]


def test_a_stated_text_cuts_what_surrounds_it() -> None:
    body = f"<div><p>{OTHER}</p><p>{A}</p><p>{B}</p><p>{C}</p></div>"
    assert texts(body, ld(articleBody=f"{A} {B} {C}")) == [A, B, C]


def test_a_stated_text_that_was_cut_short_cuts_nothing() -> None:
    body = f"<div><p>{A}</p><p>{B}</p><p>{C}</p></div>"
    assert texts(body, ld(articleBody=f"{A} {B}"[:320])) == [A, B, C]


def test_furniture_between_paragraphs() -> None:
    body = f"""<div class=entry-content><p>{A}</p><p>- Publicité -</p><p>Ad imageAd image</p><div class=sharedaddy><a href=/x>Facebook</a></div>
    <p>Suivez-nous sur WhatsApp pour ne rien manquer de la chaîne</p><p>{B}</p><p>Lire la suite</p><div class=newsletter-box><p>{OTHER}</p></div>
    <ul><li><a href=/1>Un premier autre article</a></li><li><a href=/2>Un deuxième autre article</a></li><li><a href=/3>Un troisième</a></li></ul></div>"""
    assert texts(body) == [A, B]


def test_a_paragraph_that_repeats_a_caption_goes_but_a_refrain_stays() -> None:
    caption = "Une légende assez longue pour être reconnue quand on la répète"
    body = f"<div class=entry-content><p>{A}</p><figure><img src=/a.jpg><figcaption>{caption}</figcaption></figure><p>{caption}</p><p>{B}</p></div>"
    assert [shape(block)[0] for block in blocks(body)] == ["p", "figure", "p"]
    assert texts(f"<div class=entry-content><p>{A}</p><p>{A}</p><p>{A}</p></div>") == [A, A, A]


# --- related --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "related",
    [
        "<p>Lire aussi : <a href=/autre/>Le mil redevient rare</a></p>",
        "<p><strong>À lire aussi\u00a0:</strong> <a href=/autre/>Le mil redevient rare</a></p>",
        "<p>Lire également&nbsp;: <a href='/autre/'>«\u202fLe mil redevient rare\u202f»</a></p>",
        "<p>Voir aussi – <a href=/autre/>Le mil redevient rare</a></p>",
        "<p><a href=/autre/><span class=ctaText>Lire aussi :</span>\u00a0 <span class=postTitle>Le mil redevient rare</span></a></p>",
        "<p>➡ Also read: <a href=/autre/>Le mil redevient rare</a></p>",
        "<h3>Lire aussi</h3><ul><li><a href=/autre/>Le mil redevient rare</a></li></ul>",
        "<div><p>Sur le même sujet</p><p><a href=/autre/>Le mil redevient rare</a></p></div>",
        "<p><a href=/autre/><strong>Le mil redevient rare sur le marché</strong></a></p>",
    ],
)
def test_related_links_are_told_apart(related: str) -> None:
    found = page(f"<div class=entry-content><p>{A}</p>{related}<p>{B}</p></div>").article
    (link,) = found.related
    assert link.title.startswith("Le mil redevient rare")
    assert link.url == "https://paper.example/autre/"
    kinds = [shape(block)[0] for block in document(found.html).blocks]
    announced = "marché</strong>" not in related
    assert kinds == (["p", "related", "p"] if announced else ["p", "p"])


@pytest.mark.parametrize(
    "sentence",
    ["Voir aussi grand que cela demande du courage.", "Related work shows the same.", "Lire et écrire, dit-elle.", "À lire ces lignes, on comprend mieux."],
)  # fmt: skip
def test_sentences_that_begin_so_are_text(sentence: str) -> None:
    assert related_lead(sentence) == ""
    assert texts(f"<div class=entry-content><p>{A}</p><p>{sentence}</p><p>{B}</p></div>") == [A, sentence, B]  # fmt: skip


# --- blocks ---------------------------------------------------------------------------------------


def test_every_kind_of_block() -> None:
    found = blocks(f"""<div class=entry-content><p>{A} <b>gras</b> <a href="/x?a=1&amp;b=2">lien</a><br>suite</p><h2>Un <em>sous</em>-titre</h2>
    <blockquote><p>On parle.</p><footer>— Une personne</footer></blockquote><ol start=3><li>trois<ul><li>a</li><li>b</li></ul></li><li>quatre</li></ol>
    <table><caption>Prix</caption><tr><th>Ville</th><th>Prix</th></tr><tr><td>Gao</td><td>21</td></tr></table><pre>ligne 1\n  ligne 2</pre>
    <figure><img src=data:image/gif;base64,x data-src=/p-300x200.jpg alt=vue><figcaption>La ville <span class=credit>Photo : Awa</span></figcaption></figure>
    <iframe src="https://www.youtube.com/embed/abcdefghijk?rel=0" title="Un film"></iframe><hr><p>{B}</p></div>""")
    kinds = [type(block).__name__ for block in found]
    assert kinds == ["Paragraph", "Heading", "Quotation", "ListBlock", "Table", "Code", "Figure", "Embed", "Rule", "Paragraph"]  # fmt: skip
    assert shape(found[2]) == ["quote", "On parle.", "Une personne"]
    assert isinstance(found[4], Table)
    assert found[4].caption == "Prix"
    assert [plain(cell) for cell in found[4].header] == ["Ville", "Prix"]
    assert found[5] == Code("ligne 1\n  ligne 2")
    assert found[6] == Figure("https://paper.example/p-300x200.jpg", "vue", "La ville", "Photo : Awa")  # fmt: skip
    assert found[7] == Embed("Un film", "https://www.youtube.com/watch?v=abcdefghijk")


def test_captions_beside_their_figure_and_pictures_without_a_script() -> None:
    found = blocks(f"<div class=entry-content><p>{A}</p><figure><img src=/a.jpg></figure><figcaption>Après la figure (Photo by Awa)</figcaption><figure><span class=lazy></span><noscript><img src=/b.jpg></noscript><figcaption>Sans script</figcaption></figure><p>{B}</p></div>")  # fmt: skip
    assert found[1] == Figure("https://paper.example/a.jpg", "", "Après la figure", "Photo by Awa")
    assert found[2] == Figure("https://paper.example/b.jpg", "", "Sans script", "")


def test_pictures_that_are_none() -> None:
    icons = "<img src=/p.gif width=1 height=1><img src=/icons/x.png><img class=avatar src=/me.jpg><img src='data:image/png;base64,xx'><img>"
    assert texts(f"<div class=entry-content><p>{A}</p>{icons}<p>{B}</p></div>") == [A, B]


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("Le marché @ Studio Fleuve", "Le marché", "Studio Fleuve"),
        ("Le marché. Crédit photo : Awa Sow", "Le marché.", "Crédit photo : Awa Sow"),
        ("Le marché © Awa Sow", "Le marché", "© Awa Sow"),
        ("Le marché (Photo by Awa Sow/Agence)", "Le marché", "Photo by Awa Sow/Agence"),
        ("© Agence", "", "© Agence"),
        ("Écrire à moi@paper.example ou venir", "Écrire à moi@paper.example ou venir", ""),
        ("Une source d’eau au village", "Une source d’eau au village", ""),
    ],
)
def test_caption_and_credit(text: str, caption: str, credit: str) -> None:
    assert split_credit(text) == (caption, credit)


def test_same_picture() -> None:
    assert same_picture(
        "https://a.example/x/p-1024x683.jpg", "https://cdn.example/p-scaled.jpg?w=3"
    )
    assert not same_picture("https://a.example/p.jpg", "https://a.example/q.jpg")
    assert not same_picture("", "")


# --- facts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Le pont rouvre - Le Fleuve</title><meta property=og:site_name content='Le Fleuve'>", "", "Le pont rouvre"),
        ("<title>Le pont rouvre enfin | Le Fleuve</title>", "<h1>Le pont rouvre enfin</h1>", "Le pont rouvre enfin"),
        ("<title>x</title><meta property=og:title content='Le pont rouvre enfin au public'>", "<h1>Le Fleuve</h1>", "Le pont rouvre enfin au public"),
        ("<title>Nouvelle - Le Fleuve</title>" + ld(headline="Le pont &amp; le bac"), "", "Le pont & le bac"),
        ("<title>Ségou — Encyclopédie</title>" + ld(headline="ville du Mali"), "<h1>Ségou</h1>", "Ségou"),
        ("", "<h1>Seul un titre dans la page</h1>", "Seul un titre dans la page"),
    ],
)  # fmt: skip
def test_title(head: str, body: str, title: str) -> None:
    assert page(f"{body}<p>{A}</p><p>{B}</p>", head).article.title == title


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        (["Par Awa Sow"], ("Awa Sow",)),
        (["By Awa Sow and Ali Ba"], ("Awa Sow", "Ali Ba")),
        (["Awa Sow, Ali Ba et Moussa K."], ("Awa Sow", "Ali Ba", "Moussa K")),
        (["Awa Sow | 20 novembre 2026"], ("Awa Sow",)),
        (["By Awa Sow November 20, 2026"], ("Awa Sow",)),
        (["https://paper.example/author/awa"], ()),
        (["awa@paper.example"], ()),
        (["admin"], ()),
        (["Le Fleuve"], ("Le Fleuve",)),
        (["Le Fleuve", "Awa Sow"], ("Awa Sow",)),
        (["Awa Sow", "AWA SOW"], ("Awa Sow",)),
    ],
)
def test_names(raw: list[str], names: tuple[str, ...]) -> None:
    assert clean_names(raw, "Le Fleuve") == names


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (ld(author={"@type": "Person", "name": "Awa Sow"}), ""),
        (ld(author=[{"name": "Awa Sow"}]), ""),
        (ld(author="Awa Sow"), ""),
        ("<meta name=author content='Awa Sow'>", ""),
        ("", "<a rel=author href=/x>Awa Sow</a>"),
        ("", "<span itemprop=author><span itemprop=name>Awa Sow</span></span>"),
        ("", "<span class=byline>Par <a href=/x>Awa Sow</a></span>"),
        ("", "<div class=FeatureByline>By <b>Awa Sow</b></div>"),
        ("", "<p>Par Awa Sow</p>"),
        ("", "<div><a href=/author/awa-sow/>Awa Sow</a></div>"),
        (
            "<meta name=author content='https://facebook.example/x'>",
            "<address class=author>Awa Sow</address>",
        ),
    ],
)
def test_authors(head: str, body: str) -> None:
    assert page(f"<h1>Un titre</h1>{body}<p>{A}</p><p>{B}</p>", head).article.authors == (
        "Awa Sow",
    )


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (ld(datePublished="2026-11-20T08:00:00Z"), ""),
        ("<meta property=article:published_time content='2026-11-20T08:00:00+00:00'>", ""),
        ("<meta name=dc.date content=2026-11-20>", ""),
        ("", "<time datetime=2026-11-20T08:00>hier</time>"),
        ("", "<abbr class=published title=2026-11-20T08:00:00Z>vendredi</abbr>"),
        ("", "<span class=date>Publié le 20 novembre 2026 à 8h</span>"),
        ("", "<span class=date>November 20, 2026</span>"),
        ("", "<p>Par Awa Sow, le 20 novembre 2026</p>"),
        ("", "<time>il y a 4 jours</time>"),
        ("", ""),  # the address has it
    ],
)
def test_published(head: str, body: str) -> None:
    found = page(f"<h1>Un titre</h1>{body}<p>{A}</p><p>{B}</p>", head).article.published
    assert found is not None
    assert found.date().isoformat() == "2026-11-20"


def test_days_that_are_not_believed() -> None:
    later = page(f"<p>{A}</p>", ld(datePublished="2093-01-01T00:00:00Z")).article.published
    assert later is not None
    assert later.year == 2026
    both = page(f"<p>{A}</p>", ld(datePublished="2026-11-20T08:00:00Z", dateModified="2026-11-19T08:00:00Z")).article  # fmt: skip
    assert both.modified is None


@pytest.mark.parametrize("broken", ["{", "[1,2", '{"@type":["NewsArticle"],"author":5,"datePublished":[],"image":{"url":7}}', '{"@type":"NewsArticle","headline":"x",}', "null", '"x"', '{"@graph":[{"@type":"NewsArticle","headline":null,"author":{"@id":"#a"}},{"@id":"#a","@type":"Person","name":{}}]}'])  # fmt: skip
def test_broken_statements_are_no_error(broken: str) -> None:
    head = f'<script type="application/ld+json">{broken}</script>'
    assert texts(f"<h1>Un titre</h1><p>{A}</p><p>{B}</p>", head) == [A, B]


def test_tags_sections_language_minutes() -> None:
    head = "<meta property=article:tag content=Gao><meta property=article:section content=Société><meta name=twitter:label1 content='Est. reading time'><meta name=twitter:data1 content='6 minutes'>"
    article = page(f"<p>{A}</p><p>{B}</p><footer class=entry-footer></footer><p class=tags><a rel=tag href=/t>Fleuve</a></p>", head).article  # fmt: skip
    assert "Gao" in article.tags
    assert article.categories == ("Société",)
    assert article.language == "fr"
    assert article.reading_minutes == 6


@pytest.mark.parametrize(
    ("text", "count"),
    [("3 commentaires", 3), ("Un commentaire", 1), ("Aucun commentaire", 0), ("1 234 comments", 1234), ("2 réflexions au sujet de « x »", 2),
     ("One thought on “x”", 1), ("Laisser un commentaire", None), ("Leave a comment", None), ("Be the first to comment", None), ("Commentaires", None)],
)  # fmt: skip
def test_count_of(text: str, count: int | None) -> None:
    assert count_of(text) == count


@pytest.mark.parametrize("line", ["Partager cet article", "Share this:", "Ad imageAd image", "- Publicité -", "ADVERTISEMENT", "Article précédent", "2 commentaires", "Tags : a, b", "© 2026 Le Fleuve", "Abonnez-vous à notre newsletter", "Click to share on Facebook (Opens in new window)", "3 min de lecture"])  # fmt: skip
def test_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize("line", ["Partager la terre, dit-il, c’est partager l’eau.", "La publicité pour le tabac est interdite.", "Le tweet a été effacé depuis.", "Deux commentaires s’imposent ici.", "Il faut lire la suite de ses romans."])  # fmt: skip
def test_text_that_is_no_furniture(line: str) -> None:
    assert not is_furniture(line)
