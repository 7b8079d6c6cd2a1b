"""What a site changed in an article: told in the article, shown word by word, whichever text one compares."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sahelreader.domain.article import Page
from sahelreader.domain.site import Found, SourceKind
from sahelreader.library import Library, articles, sites
from sahelreader.screens.versions import history
from sahelreader.widgets.leaf import Leaf
from tests.driven import NOW, open_reader
from tests.ui_content import FLEUVE, article

FIRST = article(
    "bac", "Le bac de Ségou est à quai", 30,
    html="<p>Le bac est à quai depuis lundi.</p><p>Il manque une pièce.</p><p>Elle vient de Bamako.</p>"
    "<p>Le quai est vide.</p><p>On attend.</p>",
)  # fmt: skip
SECOND = replace(FIRST, title="Le bac de Ségou repart", html=FIRST.html.replace("lundi", "mardi"))
THIRD = replace(
    SECOND,
    html=SECOND.html.replace("<p>On attend.</p>", "")
    + "<p>Le bac est reparti à midi \x1b]0;x\x07.</p>",
)


def changed_twice(library: Library) -> int:
    found = Found(FLEUVE, "Le Fleuve", SourceKind.FEED, f"{FLEUVE}feed/")
    site = library.write_now(sites.add, found, NOW)
    for days, text in ((3, FIRST), (2, SECOND), (1, THIRD)):
        when = NOW - timedelta(days=days)
        library.write_now(articles.store_page, site.id, Page((text,)), when)
    return site.id


def removed(library: Library) -> None:
    site_id = changed_twice(library)
    gone = Page(vanished=(FIRST.remote_id,))
    library.write_now(articles.store_page, site_id, gone, NOW - timedelta(hours=2))


async def test_the_article_says_that_it_changed_and_the_key_shows_what(tmp_path: Path) -> None:
    async with open_reader(tmp_path, fill=changed_twice, size=(80, 30)) as driven:
        await driven.press("enter")
        assert "Modifié par le site" in driven.text
        assert "w montre" in driven.text
        await driven.press("w")
        shown = driven.text
        assert "Ce que le site a changé" in shown
        assert "[-On attend.]" in shown
        assert "[+Le bac est reparti à midi" in shown
        assert "\x1b" not in driven.app.screen.query_one(Leaf).text
        assert "passages inchangés" in shown
        assert "lundi" not in shown
        await driven.press("p")
        assert "[-à quai] [+repart]" in driven.text.replace("est ", "")
        assert "[-lundi] [+mardi]" in driven.text
        assert "reparti à midi" not in driven.text
        await driven.press("p")
        assert "Pas de changement plus ancien" in driven.text
        await driven.press("n", "escape")
        assert "Modifié par le site" in driven.text


async def test_what_the_site_took_away_stays_readable_and_says_so(tmp_path: Path) -> None:
    async with open_reader(tmp_path, fill=removed, size=(80, 30)) as driven:
        await driven.press("enter")
        assert "Retiré par le site" in driven.text
        assert "Le bac est reparti à midi" in driven.text
        await driven.press("w")
        assert "Retiré par le site" in driven.text
        assert "[-On attend.]" in driven.text


async def test_an_article_that_did_not_change_says_so(tmp_path: Path) -> None:
    async with open_reader(tmp_path) as driven:
        await driven.press("w")
        assert "le site n’y a rien changé" in driven.text


async def test_it_fits_a_telephone_and_marks_need_no_colour(tmp_path: Path) -> None:
    async with open_reader(tmp_path, fill=changed_twice, size=(40, 24)) as driven:
        await driven.press("w", "p")
        assert all(len(line) <= 40 for line in driven.lines())
        assert "[-lundi]" in driven.text


def test_when_each_text_came(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library.db", now=NOW)
    try:
        changed_twice(library)
        number = library.read_now(articles.by_url, FIRST.url)
        assert number is not None
        found = library.read_now(history, number)
        assert [text.number for text in found.texts] == [1, 2, 3]
        assert [text.since for text in found.texts] == [NOW - timedelta(days=n) for n in (3, 2, 1)]
        assert found.gone_at is None
    finally:
        library.close()
