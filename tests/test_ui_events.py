"""One event, several papers: one line in the list, the versions below the article, and the switch for each view."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from sahelreader.domain.article import Article
from sahelreader.domain.events import group
from sahelreader.library import Library, articles, events
from sahelreader.library.views import View
from sahelreader.screens.library import LibraryScreen
from sahelreader.widgets.article_list import ArticleList
from tests.driven import NOW, Driven, open_reader, same_as_before
from tests.test_library_events import BRIDGE, ELSEWHERE, OTHERS
from tests.ui_content import add_site, comment, store


def fill(library: Library) -> None:
    """Three papers tell of a bridge, two of them in the agency's words; one tells of onions too."""
    told = (
        ("Le Fleuve", "Diondiori : le pont s’effondre", BRIDGE, 10.0),
        ("La Dune", "Effondrement du pont de Diondiori", BRIDGE, 8.0),
        ("Wakat", "Le pont de Diondiori cède sous un camion", OTHERS, 6.0),
    )
    for name, title, text, hours in told:
        host = f"https://{name.split()[-1].lower()}.example/"
        site = add_site(library, name, host, "Mali" if name != "Wakat" else "")
        story = Article(
            remote_id="pont", url=f"{host}pont/", title=title, html=f"<p>{text}</p>", language="fr",
            published=NOW - timedelta(hours=hours), comments_open=True, reading_minutes=1,
        )  # fmt: skip
        thread = (comment(1, "Oumar D.", "Le pont de mon enfance."),) if name == "La Dune" else ()
        store(library, site, (story,), thread)
    onions = Article(
        remote_id="oignons", url=f"{host}oignons/", title="Galmi : une belle récolte", language="fr",
        html=f"<p>{ELSEWHERE}</p>", published=NOW - timedelta(hours=7), reading_minutes=1,
    )  # fmt: skip
    store(library, site, (onions,))
    library.write_now(events.take_prints, library.read_now(events.missing, NOW))
    found = group(events.told(library.read_now(events.recent, NOW)))
    library.write_now(events.assign, found, NOW)


def titles(reader: Driven) -> list[str]:
    listed = reader.app.screen_stack[0].query_one(ArticleList)
    rows = reader.app.context.library.read_now(articles.rows, listed.ids)
    return [f"{row.site_name}: {row.title.split()[0]}" for row in rows]


ALL = ["Wakat: Le", "Wakat: Galmi", "La Dune: Effondrement", "Le Fleuve: Diondiori"]


@pytest.mark.parametrize("size", [(80, 24), (40, 24)], ids=["80x24", "40x24"])
@pytest.mark.parametrize("scene", ["list", "article", "versions", "links"])
async def test_how_it_looks(tmp_path: Path, scene: str, size: tuple[int, int]) -> None:
    keys = {"list": "", "article": "enter", "versions": "x", "links": "enter v"}[scene]
    async with open_reader(tmp_path, fill=fill, size=size) as reader:
        lines = await reader.press(*keys.split())
        same_as_before(f"event-{scene}-{size[0]}x{size[1]}", lines)


async def test_an_event_is_one_line_that_says_how_many_papers(tmp_path: Path) -> None:
    async with open_reader(tmp_path, fill=fill) as reader:
        assert titles(reader) == ALL[:2]
        assert "+2 journaux" in reader.text


async def test_each_version_opens_with_its_thread_and_is_read_alone(tmp_path: Path) -> None:
    async with open_reader(tmp_path, fill=fill) as reader:
        lines = await reader.press("x")
        assert titles(reader) == [ALL[0], *ALL[2:]]
        assert "Un fait" in lines[0]
        text = "\n".join(await reader.press("j", "enter", "G"))
        assert "Le pont de mon enfance." in text
        rows = reader.app.context.library.read_now(articles.ids, View("unread"))
        assert len(rows) == 3
        # back through the event to the list, where one was
        await reader.press("escape", "escape", "escape")
        assert titles(reader) == ALL[:2]


async def test_a_version_below_the_article_opens_offline(tmp_path: Path) -> None:
    async with open_reader(tmp_path, fill=fill, size=(80, 40)) as reader:
        text = "\n".join(await reader.press("j", "j", "enter"))
        assert "Aussi dans d’autres journaux" not in text
        text = "\n".join(await reader.press("escape", "k", "enter"))
        assert "Aussi dans d’autres journaux" in text
        assert "La Dune" in text
        screen = reader.app.screen
        assert isinstance(screen, LibraryScreen)
        screen.follow("https://dune.example/pont/")
        await reader.settle()
        text = reader.text
        assert "Effondrement du pont de Diondiori" in text
        assert "même texte d’agence" in text
        assert text.count("même texte d’agence") == 1


async def test_grouping_is_switched_for_one_view_and_that_is_kept(tmp_path: Path) -> None:
    async with open_reader(tmp_path, fill=fill) as reader:
        screen = reader.app.screen
        assert isinstance(screen, LibraryScreen)
        screen.action_grouping()
        await reader.settle()
        assert titles(reader) == ALL
        screen.lists.show(View("unread"), "")
        await reader.settle()
        assert titles(reader) == ALL[:2]
        screen.lists.show(View("all"), "")
        await reader.settle()
        screen.leaving()
    async with open_reader(tmp_path, fill=fill) as reader:
        assert titles(reader) == ALL
        screen = reader.app.screen
        assert isinstance(screen, LibraryScreen)
        screen.action_grouping()
        await reader.settle()
        assert titles(reader) == ALL[:2]


async def test_what_no_one_else_tells_has_no_versions(tmp_path: Path) -> None:
    async with open_reader(tmp_path, fill=fill) as reader:
        text = "\n".join(await reader.press("j", "x"))
        assert "Aucun autre journal" in text
        assert titles(reader) == ALL[:2]
