"""Ordering a reading life from the screens: notes, mute rules, kept searches, a site's limits; and undo for each."""

from __future__ import annotations

from pathlib import Path

import pytest

from sahelreader.library import articles, muting, queries, retention, sites
from sahelreader.library.rows import ArticleRow
from sahelreader.library.views import View
from sahelreader.screens.library import LibraryScreen
from sahelreader.widgets.article_list import ArticleList
from sahelreader.widgets.sites_pane import SitesPane
from tests.driven import Driven, open_reader, same_as_before
from tests.ui_content import newspapers

BOTH = [(80, 24), (40, 24)]
sizes = pytest.mark.parametrize("size", BOTH, ids=[f"{a}x{b}" for a, b in BOTH])


def note(reader: Driven) -> str:
    screen = reader.app.screen_stack[0]
    current = screen.query_one(ArticleList).current
    assert current is not None
    stored = reader.app.context.library.read_now(articles.get, current)
    assert stored is not None
    return stored.note


def shown(reader: Driven) -> int:
    return len(reader.app.screen_stack[0].query_one(ArticleList).ids)


@sizes
async def test_a_note_is_written_shown_and_undone(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_reader(tmp_path, size=size, fill=newspapers) as reader:
        await reader.press("T")
        await reader.type("à relire")
        same_as_before(f"note-{size[0]}x{size[1]}", reader.lines())
        await reader.press("escape")
        assert note(reader) == "à relire"
        assert "à relire" in "\n".join(await reader.press("enter"))
        await reader.press("T")
        await reader.type(" demain")
        await reader.press("ctrl+s")
        assert note(reader) == "à relire demain"
        text = "\n".join(await reader.press("u"))
        assert note(reader) == "à relire"
        assert "note" in text
        await reader.press("u")
        assert note(reader) == ""


async def test_a_note_being_typed_outlives_the_program(tmp_path: Path) -> None:
    async with open_reader(tmp_path, fill=newspapers) as reader:
        await reader.press("T")
        await reader.type("à moitié")
        assert reader.app.context.leaving.save_all() == []
        assert note(reader) == "à moitié"


async def test_a_note_typed_slowly_is_undone_in_one_step(tmp_path: Path) -> None:
    async with open_reader(tmp_path, fill=newspapers) as reader:
        await reader.press("T")
        for word in ("un", "deux"):
            await reader.type(word)
            reader.app.screen._save_soon()  # type: ignore[attr-defined]
            await reader.settle()
        await reader.press("escape")
        assert note(reader) == "undeux"
        await reader.press("u")
        assert note(reader) == ""


@sizes
async def test_a_rule_hides_says_what_and_is_lifted(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_reader(tmp_path, size=size, fill=newspapers) as reader:
        before = shown(reader)
        await reader.press("M")
        same_as_before(f"mute-empty-{size[0]}x{size[1]}", reader.lines())
        await reader.type("mil")
        same_as_before(f"mute-typed-{size[0]}x{size[1]}", reader.lines())
        text = "\n".join(await reader.press("enter"))
        (rule,) = reader.app.context.library.read_now(muting.all)
        assert (rule.kind, rule.text, rule.hidden) == ("word", "mil", 1)
        assert "Le mil recule" in text
        same_as_before(f"mute-{size[0]}x{size[1]}", reader.lines())
        await reader.press("escape")
        assert shown(reader) == before - 1
        await reader.press("u")
        assert shown(reader) == before
        # and lifted from the screen
        await reader.press("M")
        await reader.type("Aminata Sow")
        await reader.press("down", "enter")
        assert reader.app.context.library.read_now(muting.all)[0].kind == "author"
        await reader.press("enter", "escape")
        assert reader.app.context.library.read_now(muting.all) == []
        assert shown(reader) == before


@sizes
async def test_a_search_is_kept_as_a_view(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_reader(tmp_path, size=size, fill=newspapers) as reader:
        everything = shown(reader)
        await reader.press("slash")
        await reader.type("mil")
        await reader.press("ctrl+s", "escape", "h")
        kept = reader.app.context.library.read_now(queries.all)
        assert kept == [queries.SavedQuery("mil", "mil")]
        same_as_before(f"sites-kept-{size[0]}x{size[1]}", reader.lines())
        pane = reader.app.screen.query_one(SitesPane)
        views = [row.view for row in pane.rows]
        steps = sum(view is not None for view in views[: views.index(View("query", "mil"))])
        await reader.press(*"j" * steps, "enter")
        assert 0 < shown(reader) < everything
        await reader.press("h", "d")
        assert reader.app.context.library.read_now(queries.all) == []
        assert shown(reader) == everything
        await reader.press("u")
        assert reader.app.context.library.read_now(queries.all) == kept
        assert View("query", "mil") in [row.view for row in pane.rows]


async def test_keeping_needs_a_search(tmp_path: Path) -> None:
    async with open_reader(tmp_path, fill=newspapers) as reader:
        assert "Cherchez d’abord" in "\n".join(await reader.press("ctrl+s"))
        assert reader.app.context.library.read_now(queries.all) == []


@sizes
async def test_limits_of_a_site(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_reader(tmp_path, size=size, fill=newspapers) as reader:
        library = reader.app.context.library
        site = next(site for site in library.read_now(sites.all) if site.name == "La Dune")
        await reader.press("h")
        pane = reader.app.screen.query_one(SitesPane)
        views = [row.view for row in pane.rows]
        steps = sum(view is not None for view in views[: views.index(View("site", str(site.id)))])
        await reader.press(*"j" * steps, "e", "tab", "tab")
        await reader.type("30x")
        await reader.press("tab")
        await reader.type("200")
        same_as_before(f"site-limits-{size[0]}x{size[1]}", reader.lines())
        await reader.press("enter")
        assert library.read_now(retention.limits, site.id) == (30, 200)
        await reader.press("e", "tab", "tab", "backspace", "backspace", "enter")
        assert library.read_now(retention.limits, site.id) == (None, 200)
        assert isinstance(reader.app.screen, LibraryScreen)
        text = "\n".join(await reader.press("u"))
        assert "La Dune" in text
        assert library.read_now(retention.limits, site.id) == (30, 200)


def rows(reader: Driven) -> list[ArticleRow]:
    listed = reader.app.screen_stack[0].query_one(ArticleList)
    return reader.app.context.library.read_now(articles.rows, listed.ids)


@sizes
async def test_several_are_picked_and_marked_at_once(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_reader(tmp_path, size=size, fill=newspapers) as reader:
        lines = await reader.press("X", "X")
        assert "2 choisis" in lines[0]
        same_as_before(f"picked-{size[0]}x{size[1]}", lines)
        lines = await reader.press("s")
        assert [row.saved for row in rows(reader)] == [True, True, False, False]
        assert "choisi" not in lines[0]
        # one step back for both
        await reader.press("u")
        assert not any(row.saved for row in rows(reader))
        # an article that is read already does not turn the others round
        await reader.press("g", "N", "X", "X", "N")
        assert [row.read for row in rows(reader)] == [True, True, False, False]


async def test_picked_articles_are_tagged_together(tmp_path: Path) -> None:
    async with open_reader(tmp_path, fill=newspapers) as reader:
        library = reader.app.context.library
        await reader.press("X", "j", "X", "t")
        await reader.type("eau")
        await reader.press("enter", "escape")
        found = library.read_now(articles.ids, View("own", "eau"))
        assert sorted(found) == sorted(row.id for row in (rows(reader)[0], rows(reader)[2]))
        await reader.press("u")
        assert not library.read_now(articles.ids, View("own", "eau"))


async def test_escape_picks_nothing_and_a_view_forgets_what_was_picked(tmp_path: Path) -> None:
    async with open_reader(tmp_path, fill=newspapers) as reader:
        listed = reader.app.screen.query_one(ArticleList)
        await reader.press("X", "X", "X")
        assert len(listed.picked) == 3
        await reader.press("escape")
        assert not listed.picked
        assert listed.has_focus
        await reader.press("X", "J")
        assert not listed.picked
