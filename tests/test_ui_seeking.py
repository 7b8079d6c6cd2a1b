"""The search box: how a word may go on, what one wrote oneself, quotations for the rows in sight and no others."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from sahelreader.domain.draft import Identity
from sahelreader.library import Library, articles
from sahelreader.screens.library import LibraryScreen
from sahelreader.widgets.article_list import ArticleList
from tests.driven import NOW, Driven, open_reader
from tests.ui_content import FLEUVE, MIL, add_site, article, store, welcome_and_newspapers


def offered(reader: Driven) -> str:
    """What the box would go on with."""
    box = reader.app.screen.query_one("#search-box Input", Input)
    return box._suggestion


@pytest.mark.parametrize(
    ("language", "typed", "whole"),
    [
        ("fr", "mil aut", 'mil auteur:"'),
        ("fr", "est:non", "est:non-lu"),
        ("en", "mil is:un", "mil is:unread"),
        ("en", "au", 'author:"'),
        # every keyword is understood in both languages
        ("en", "dans:br", "dans:brouillons"),
        ("fr", 'site:"le f', 'site:"le fleuve"'),
        ("fr", 'eau -site:"La', 'eau -site:"La Dune"'),
        ("fr", 'auteur:"ami', 'auteur:"aminata Sow"'),
        ("fr", "mil prix", ""),
        ("fr", "a", ""),
        ("fr", 'site:"zzz', ""),
        ("fr", "https://exemple.example", ""),
    ],
)
async def test_a_word_goes_on(tmp_path: Path, language: str, typed: str, whole: str) -> None:
    async with open_reader(tmp_path, fill=welcome_and_newspapers, language=language) as reader:
        await reader.press("slash")
        await reader.type(typed)
        assert offered(reader).casefold() == whole.casefold()
        before = reader.app.screen.query_one("#search-box Input", Input).value
        assert offered(reader).startswith(before) or not whole


async def test_tab_takes_what_is_offered_and_is_the_panes_key_otherwise(tmp_path: Path) -> None:
    async with open_reader(tmp_path, fill=welcome_and_newspapers) as reader:
        await reader.press("slash")
        await reader.type("sit")
        await reader.press("tab")
        await reader.type("La D")
        await reader.press("tab")
        box = reader.app.screen.query_one("#search-box Input", Input)
        assert box.value == 'site:"La Dune"'
        await reader.press("enter")
        listed = reader.app.screen.query_one(ArticleList)
        assert listed.has_focus
        assert len(listed.ids) == 1


async def test_what_one_wrote_oneself_is_found(tmp_path: Path) -> None:
    async with open_reader(tmp_path, fill=welcome_and_newspapers) as reader:
        from sahelreader.delivery.target import target_for

        context = reader.app.context
        number = context.library.read_now(articles.by_url, MIL)
        assert number is not None
        stored = context.library.read_now(articles.get, number)
        assert stored is not None
        draft = context.drafts.begin(
            target_for(stored, None), Identity("Awa", "awa@exemple.example"), NOW, article=number
        )
        from dataclasses import replace

        context.drafts.save(replace(draft, text="Et le transport des vivres ?"))
        await reader.press("slash")
        await reader.type("dans:brouillons vivres")
        listed = reader.app.screen.query_one(ArticleList)
        assert list(listed.ids) == [number]
        assert "Et le transport des vivres" in reader.text
        await reader.type(" riz")
        assert not len(listed.ids)


def many(library: Library) -> None:
    site = add_site(library, "Le Fleuve", FLEUVE)
    found = [
        article(f"eau-{number}", f"Titre {number}", number + 1.0,
                html=f"<p>Avant. On cherche l’eau du puits {number}. Après.</p>")
        for number in range(60)
    ]  # fmt: skip
    store(library, site, found)


async def test_quotations_are_read_for_the_rows_in_sight_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sahelreader.screens.seeking import read_quotes

    asked: list[int] = []

    def counting(db: Any, ids: Any, text: str) -> Any:
        asked.extend(ids)
        return read_quotes(db, ids, text)

    monkeypatch.setattr("sahelreader.screens.list_control.read_quotes", counting)
    later = NOW + timedelta(minutes=1)
    async with open_reader(tmp_path, fill=many, now=later) as reader:
        await reader.press("slash")
        await reader.type("puits")
        assert "du puits 0" in reader.text
        assert len(asked) <= 5 * 10  # each letter's first page
        asked.clear()
        await reader.press("enter", "G")
        assert "du puits 59" in reader.text
        assert 0 < len(asked) <= 20
        screen = reader.app.screen
        assert isinstance(screen, LibraryScreen)
        assert screen.lists.articles.unquoted() == []
