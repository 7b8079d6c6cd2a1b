"""Older articles of a site, asked for in the reader: what a sum would bring, that it is kept to, and going on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from sahelreader.config import Settings
from sahelreader.domain.site import Found, SourceKind
from sahelreader.library import Library, articles, sites
from sahelreader.library.views import View
from sahelreader.network import open_client
from tests.driven import NOW, open_reader
from tests.site import Site


@pytest.fixture
def paper() -> Iterator[Site]:
    with Site(rest=False) as made:
        made.add_posts(60)
        yield made


def wire() -> AbstractAsyncContextManager[Any]:
    return open_client(Settings())


def subscribed(paper: Site) -> Any:
    def fill(library: Library) -> None:
        facts: dict[str, object] = {"private": True}
        url = f"{paper.url}/feed/"
        library.write_now(
            sites.add, Found(paper.url, "Gourma", SourceKind.FEED, url, facts=facts), NOW
        )

    return fill


def stored(library: Library) -> int:
    return len(library.read_now(articles.ids, View("all")))


async def test_a_sum_is_chosen_and_brings_what_is_older(tmp_path: Path, paper: Site) -> None:
    async with open_reader(tmp_path, fill=subscribed(paper), client=wire) as driven:
        await driven.press("R")
        assert stored(driven.app.context.library) == 10
        await driven.press("O")
        shown = driven.text
        assert "Articles plus anciens de Gourma" in shown
        assert "500\u00a0ko" in shown
        assert "≈" in shown
        assert "articles" in shown
        assert "Ce mois" in shown
        asked = len(paper.serving.log)
        assert len(paper.serving.log) == asked
        await driven.press("enter")
        assert stored(driven.app.context.library) == 60
        assert "50 articles plus anciens" in driven.text
        assert "C’est tout ce qu’il y a." in driven.text
        await driven.press("O", "enter")
        assert "Plus rien de plus ancien" in driven.text
        [site] = driven.app.context.library.read_now(sites.all)
        assert site.last_error == ""


async def test_the_sheet_is_closed_without_a_byte(tmp_path: Path, paper: Site) -> None:
    async with open_reader(tmp_path, fill=subscribed(paper), client=wire, size=(40, 24)) as driven:
        await driven.press("R")
        paper.serving.forget()
        await driven.press("O")
        assert all(len(line) <= 40 for line in driven.lines())
        await driven.press("escape")
        assert paper.serving.log == []
        assert "Articles plus anciens" not in driven.text


async def test_a_budget_that_ends_it_is_no_trouble_of_the_site(
    tmp_path: Path, paper: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sahelreader.screens import older

    monkeypatch.setattr(older, "BUDGETS", (2_000,))
    async with open_reader(tmp_path, fill=subscribed(paper), client=wire) as driven:
        await driven.press("R", "O", "enter")
        shown = " ".join(driven.text.split())
        assert "O en apporte d’autres" in shown
        library = driven.app.context.library
        assert 10 < stored(library) < 60
        [site] = library.read_now(sites.all)
        assert site.last_error == ""
        for _time in range(20):
            await driven.press("O", "enter")
            if stored(library) == 60:
                break
        assert stored(library) == 60


async def test_articles_that_came_with_the_program_have_none_older(tmp_path: Path) -> None:
    async with open_reader(tmp_path) as driven:
        await driven.press("O")
        assert "ont un flux ou une API" in " ".join(driven.text.split())


async def test_from_an_article_too(tmp_path: Path, paper: Site) -> None:
    async with open_reader(tmp_path, fill=subscribed(paper), client=wire) as driven:
        await driven.press("R", "enter", "O")
        assert "Articles plus anciens de Gourma" in driven.text
