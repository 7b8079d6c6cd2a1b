"""Reading with the keyboard: what each key does to what shows and to what the library keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from sahelreader.library import articles, sites
from sahelreader.library.rows import StoredArticle
from sahelreader.library.views import View
from sahelreader.screens.library import LibraryScreen
from sahelreader.widgets.article_list import ArticleList
from sahelreader.widgets.reader import Reader
from sahelreader.widgets.sites_pane import SitesPane
from tests.driven import Driven, open_reader
from tests.ui_content import MIL, article, store, welcome_and_newspapers

SIZES = ((80, 24), (40, 24), (140, 40))
sizes = pytest.mark.parametrize("size", SIZES, ids=[f"{a}x{b}" for a, b in SIZES])


def current(reader: Driven) -> str:
    """The current article's title."""
    listed = reader.app.screen_stack[0].query_one(ArticleList)
    assert listed.current is not None
    row = listed.row(listed.current)
    assert row is not None
    return row.title


def stored(reader: Driven, url: str) -> StoredArticle:
    library = reader.app.context.library
    number = library.read_now(articles.by_url, url)
    assert number is not None
    found = library.read_now(articles.get, number)
    assert found is not None
    return found


async def to_mil(reader: Driven) -> None:
    """To the article with the long thread."""
    await reader.press("G", "k", "k", "k")
    assert current(reader) == "Le mil recule à Mopti après trois mois"


@sizes
async def test_from_list_to_article_to_thread_and_back(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with open_reader(tmp_path, size=size, fill=welcome_and_newspapers) as reader:
        await to_mil(reader)
        await reader.press("enter")
        assert "Aminata Sow" in reader.text
        assert "8 commentaires" in reader.text
        assert stored(reader, MIL).read
        await reader.press("enter")
        assert "Moussa" in reader.text
        pane = reader.app.screen.query_one(Reader)
        assert pane.entry is not None
        # the first new comment, and they count as seen now
        assert pane.entry.is_new or pane.entry.author == "Oumar D."
        await reader.press("escape")
        assert pane.place == "reader"
        await reader.press("escape")
        assert reader.app.screen.query_one(ArticleList).has_focus
        assert current(reader) == "Le mil recule à Mopti après trois mois"


async def test_the_way_through_a_thread(tmp_path: Path) -> None:
    async with open_reader(tmp_path, fill=welcome_and_newspapers) as reader:
        await to_mil(reader)
        await reader.press("enter", "enter", "g")
        pane = reader.app.screen.query_one(Reader)

        def who() -> str:
            entry = pane.entry
            return f"{entry.author}" if entry is not None else ""

        assert who() == "Oumar D."
        await reader.press("j", "j")
        assert who() == "Moussa"
        await reader.press("K")
        assert who() == "Aminata Sow"
        await reader.press("K", "J")
        assert who() == "Vieux lecteur"
        await reader.press("k", "H")
        assert who() == "Oumar D."
        await reader.press("enter")
        assert "6 réponses" in reader.text
        await reader.press("j")
        assert who() == "Vieux lecteur"
        await reader.press("k", "enter", "z")
        assert "6 réponses" in reader.text
        await reader.press("z", "j")
        assert who() == "Aminata Sow"
        await reader.press("k", "k")
        assert pane.place == "reader"


async def test_new_comments_are_marked_counted_reached_and_then_seen(tmp_path: Path) -> None:
    from sahelreader.domain.article import CommentBatch, Page
    from tests.driven import NOW
    from tests.ui_content import THREAD, comment

    async with open_reader(tmp_path, fill=welcome_and_newspapers) as reader:
        await to_mil(reader)
        await reader.press("enter", "escape")
        fresh = (
            comment(20, "Nana", "Un mot tout neuf.", 8, 0.5),
            comment(21, "Seydou", "Encore un autre.", 0, 0.2),
        )
        batch = CommentBatch("mil-mopti", (*THREAD, *fresh), complete=True)
        site = stored(reader, MIL).site_id
        reader.app.context.library.write_now(articles.store_page, site, Page(batches=(batch,)), NOW)
        screen = reader.app.screen
        assert isinstance(screen, LibraryScreen)
        screen.news._settle()
        await reader.settle()
        assert "+2" in reader.text
        await reader.press("enter", "enter")
        pane = screen.query_one(Reader)
        assert pane.entry is not None
        assert pane.entry.author == "Nana"
        assert "nouveau" in reader.text
        await reader.press("n")
        assert pane.entry.author == "Seydou"
        await reader.press("n")
        assert "Pas d’autre nouveau commentaire" in reader.text
        await reader.press("p")
        assert pane.entry.author == "Nana"
        await reader.press("escape", "escape")
        assert "+2" not in reader.text


@sizes
async def test_next_unread_and_next_article(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_reader(tmp_path, size=size, fill=welcome_and_newspapers) as reader:
        first = current(reader)
        await reader.press("n")
        second = current(reader)
        assert second != first
        await reader.press("p")
        assert current(reader) == first
        await reader.press("N", "n", "p")
        assert current(reader) == second
        await reader.press("enter", "J")
        third = current(reader)
        assert third not in (first, second)
        assert third.split(",")[0][:20] in reader.text
        await reader.press("K")
        assert current(reader) == second
        await reader.press("n")
        # one that was read by passing is passed over
        assert current(reader) not in (first, second, third)


async def test_marks_and_undo(tmp_path: Path) -> None:
    async with open_reader(tmp_path, fill=welcome_and_newspapers) as reader:
        library = reader.app.context.library
        await to_mil(reader)
        await reader.press("s")
        assert stored(reader, MIL).saved
        assert "★" in reader.text
        await reader.press("u")
        assert not stored(reader, MIL).saved
        assert "★" not in reader.text
        await reader.press("N")
        assert stored(reader, MIL).read
        await reader.press("u")
        assert not stored(reader, MIL).read
        await reader.press("A")
        assert not len(library.read_now(articles.ids, View("unread")))
        assert "est lu" in reader.text
        await reader.press("u")
        assert len(library.read_now(articles.ids, View("unread"))) == 11
        assert current(reader) == "Le mil recule à Mopti après trois mois"


async def test_views_and_sites(tmp_path: Path) -> None:
    async with open_reader(tmp_path, size=(140, 40), fill=welcome_and_newspapers) as reader:
        await reader.press("h", "j", "j", "j", "j", "j", "enter")
        listed = reader.app.screen.query_one(ArticleList)
        assert len(listed.ids) == 1
        assert "La Dune" in reader.text
        await reader.press("J")
        assert len(listed.ids) == 2
        await reader.press("K", "K")
        # the folder: both sites
        assert len(listed.ids) == 3


async def test_a_site_is_renamed_moved_removed_and_brought_back(tmp_path: Path) -> None:
    async with open_reader(tmp_path, size=(140, 40), fill=welcome_and_newspapers) as reader:
        library = reader.app.context.library
        await reader.press("h", "j", "j", "j", "j", "j", "e")
        await reader.press("end", *(["backspace"] * 7))
        await reader.type("Le Sable")
        await reader.press("tab", "end", *(["backspace"] * 4))
        await reader.type("Nord")
        await reader.press("enter")
        assert [
            (s.name, s.folder) for s in library.read_now(sites.all) if s.name == "Le Sable"
        ] == [("Le Sable", "Nord")]
        assert "Le Sable" in reader.text
        assert "Nord" in reader.text
        pane = reader.app.screen.query_one(SitesPane)
        assert pane.has_focus
        await reader.press("d")
        assert "Le Sable" not in [site.name for site in library.read_now(sites.all)]
        assert "Désabonné" in reader.text
        await reader.press("u")
        assert "Le Sable" in [site.name for site in library.read_now(sites.all)]
        assert "Le Sable" in reader.text


async def test_a_search_shows_as_one_types_and_leaves_no_trace(tmp_path: Path) -> None:
    async with open_reader(tmp_path, fill=welcome_and_newspapers) as reader:
        await to_mil(reader)
        await reader.press("slash")
        await reader.type("mopti")
        listed = reader.app.screen.query_one(ArticleList)
        found = len(listed.ids)
        assert 1 <= found < 11
        assert f"{found} article" in reader.text
        await reader.press("enter", "enter")
        assert reader.app.screen.query_one(Reader).has_focus
        await reader.press("escape", "escape")
        assert len(listed.ids) == 11
        assert current(reader) == "Le mil recule à Mopti après trois mois"


@pytest.mark.parametrize(
    "query", ['"', "site:", "-", "since:hier", '"mil', "is:nonsense", "x" * 1_000]
)
async def test_a_query_that_means_nothing_says_so(tmp_path: Path, query: str) -> None:
    async with open_reader(tmp_path, fill=welcome_and_newspapers) as reader:
        await reader.press("slash")
        from sahelreader.widgets.search_box import SearchBox

        reader.app.screen.query_one(SearchBox).query_one("Input").value = query  # type: ignore[attr-defined]
        await reader.settle()
        assert reader.app.is_running
        await reader.press("escape")
        assert len(reader.app.screen.query_one(ArticleList).ids) == 11


async def test_a_filter_looks_only_in_the_list(tmp_path: Path) -> None:
    async with open_reader(tmp_path, size=(140, 40), fill=welcome_and_newspapers) as reader:
        await reader.press("h", *"jjjjjj", "enter", "f")
        await reader.type("mil")
        assert [current(reader)] == ["Le mil recule à Mopti après trois mois"]
        assert len(reader.app.screen.query_one(ArticleList).ids) == 1
        await reader.press("escape")
        assert len(reader.app.screen.query_one(ArticleList).ids) == 2


async def test_find_in_an_article_goes_round(tmp_path: Path) -> None:
    async with open_reader(tmp_path, fill=welcome_and_newspapers) as reader:
        await to_mil(reader)
        await reader.press("enter", "slash")
        await reader.type("djenne")
        assert "1 sur 2" in reader.text
        await reader.press("enter")
        assert "2 sur 2" in reader.text
        await reader.press("enter", "up")
        assert "2 sur 2" in reader.text
        await reader.press("escape")
        assert reader.app.screen.query_one(Reader).has_focus


async def test_a_link_to_the_library_opens_there_and_another_is_asked_about(tmp_path: Path) -> None:
    async with open_reader(tmp_path, fill=welcome_and_newspapers) as reader:
        await to_mil(reader)
        await reader.press("enter", "v", "s")
        assert current(reader) == "Le bac de Ségou repart"
        assert "Le bac de Ségou repart" in reader.text
        await reader.press("escape")
        await to_mil(reader)
        await reader.press("enter", "v", "d")
        assert "Ouvrir dans le navigateur" in reader.text
        assert "chambre.example" in reader.text
        await reader.press("escape")
        assert "Ouvrir dans le navigateur" not in reader.text


def paragraphs(reader: Driven) -> list[str]:
    """The lines that begin a paragraph, without the scroll bar."""
    return [line.rstrip(" ▁▂▃▄▅▆▇█") for line in reader.lines() if "Paragraphe" in line]


@sizes
async def test_the_place_in_an_article_is_kept(tmp_path: Path, size: tuple[int, int]) -> None:
    def long(library: object) -> None:
        welcome_and_newspapers(library)  # type: ignore[arg-type]
        body = "".join(f"<p>Paragraphe {n}. {'Un mot après l’autre. ' * 20}</p>" for n in range(60))
        store(library, 1, (article("long", "Un long article", 0.1, html=body),))  # type: ignore[arg-type]

    async with open_reader(tmp_path, size=size, fill=long) as reader:
        assert current(reader) == "Un long article"
        await reader.press("enter", "space", "space", "space", "space")
        shown = paragraphs(reader)
        await reader.press("escape", "j", "enter", "escape", "k", "enter")
        assert paragraphs(reader)[:1] == shown[:1]
        await reader.press("Q")
    async with open_reader(tmp_path, size=size, fill=None) as reader:
        # and across restarts: the same article, at the same place
        assert paragraphs(reader)[:1] == shown[:1]


async def test_what_a_sync_brings_does_not_move_the_reader(tmp_path: Path) -> None:
    async with open_reader(tmp_path, fill=welcome_and_newspapers) as reader:
        await to_mil(reader)
        line = next(n for n, text in enumerate(reader.lines()) if text.startswith("▌"))
        fresh = tuple(article(f"n{n}", f"Nouvelle {n}", -0.1 * n) for n in range(200))
        store(reader.app.context.library, 1, fresh)
        screen = reader.app.screen
        assert isinstance(screen, LibraryScreen)
        screen.news._settle()
        await reader.settle()
        assert len(screen.query_one(ArticleList).ids) == 211
        assert current(reader) == "Le mil recule à Mopti après trois mois"
        assert next(n for n, text in enumerate(reader.lines()) if text.startswith("▌")) == line


async def test_space_pages_and_goes_on_to_the_next_unread(tmp_path: Path) -> None:
    async with open_reader(tmp_path, fill=welcome_and_newspapers) as reader:
        await reader.press("enter")
        first = current(reader)
        for _page in range(12):
            await reader.press("space")
            if current(reader) != first:
                break
        assert current(reader) != first
        assert reader.app.screen.query_one(Reader).has_focus


async def test_tags_of_ones_own(tmp_path: Path) -> None:
    async with open_reader(tmp_path, fill=welcome_and_newspapers) as reader:
        await to_mil(reader)
        await reader.press("t")
        await reader.type("prix du mil")
        await reader.press("enter", "escape")
        assert stored(reader, MIL).tags_own == ("prix du mil",)
        await reader.press("enter")
        assert "# prix du mil" in reader.text
        await reader.press("t", "enter", "escape")
        assert stored(reader, MIL).tags_own == ()


@pytest.mark.parametrize("suffix", ["md", "html", "txt", "json", "epub"])
async def test_an_article_is_written_to_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    async with open_reader(tmp_path, fill=welcome_and_newspapers) as reader:
        await to_mil(reader)
        downs = ["md", "html", "epub", "txt", "json"].index(suffix)
        await reader.press("e", *["down"] * downs, "enter")
        written = tmp_path / f"le-mil-recule-a-mopti-apres-trois-mois.{suffix}"
        assert written.stat().st_size > 200
        assert "Écrit" in reader.text
        if suffix in ("md", "txt"):
            text = written.read_text("utf-8")
            assert "vendeuse" in text
            assert "Celle de Hombori" in text
        # again: it is not overwritten unasked
        before = written.read_bytes()
        written.write_bytes(b"mine")
        await reader.press("e", *["down"] * downs, "enter")
        assert written.read_bytes() == b"mine"
        await reader.press("enter")
        assert written.read_bytes() == before


async def test_the_palette_does_what_its_line_says(tmp_path: Path) -> None:
    async with open_reader(tmp_path, fill=welcome_and_newspapers) as reader:
        await to_mil(reader)
        await reader.press("colon")
        await reader.type("garder")
        await reader.press("enter")
        assert stored(reader, MIL).saved
        await reader.press("ctrl+p")
        await reader.type("wakat")
        assert "Sites" in reader.text
        await reader.press("down", "up", "enter")
        assert len(reader.app.screen.query_one(ArticleList).ids) == 1


async def test_help_does_what_its_line_says_and_closes(tmp_path: Path) -> None:
    async with open_reader(tmp_path, fill=welcome_and_newspapers) as reader:
        await reader.press("question_mark")
        assert "Dans la liste des articles" in reader.text
        await reader.press("j", "enter")
        assert "Dans la liste des articles" not in reader.text
        await reader.press("question_mark", "question_mark")
        assert len(reader.app.screen_stack) == 1


async def test_colours_change_and_stay(tmp_path: Path) -> None:
    async with open_reader(tmp_path, fill=welcome_and_newspapers) as reader:
        assert reader.app.theme == "agadez"
        await reader.press("colon")
        await reader.type("couleurs")
        await reader.press("enter")
        assert reader.app.theme == "harmattan"
        await reader.press("Q")
    async with open_reader(tmp_path, fill=None) as reader:
        assert reader.app.theme == "harmattan"


@pytest.mark.parametrize("size", [(40, 24), (140, 40)])
async def test_every_key_everywhere_does_no_harm(tmp_path: Path, size: tuple[int, int]) -> None:
    """Each command in each pane that has commands of its own, what is the same in all in one of them in turn;
    those of the network and the ending ones apart."""
    left_out = {"quit", "sync", "sync_site", "fetch_thread", "browser"}
    places = {"list": (), "sites": ("h",), "reader": ("enter",), "thread": ("enter", "enter")}
    async with open_reader(tmp_path, size=size, fill=welcome_and_newspapers) as reader:
        commands = {
            place: {
                command: key
                for key, command in reader.app.context.keymap.commands_at[place].items()
                if command.id not in left_out and not key.startswith(":")
            }
            for place in places
        }
        common = [
            command
            for command in commands["list"]
            if all(command in there for there in commands.values())
        ]
        for turn, (place, way) in enumerate(places.items()):
            # the other size has its turn one place further on
            mine = common[(turn + (size[0] > 80)) % len(places) :: len(places)]
            for command, key in commands[place].items():
                if command in common and command not in mine:
                    continue
                while len(reader.app.screen_stack) > 1:
                    reader.app.pop_screen()
                screen = reader.app.screen
                assert isinstance(screen, LibraryScreen)
                await screen.panes.close_box()
                screen.remove_class("-zen")
                screen.panes.to_list()
                await reader.settle()
                await reader.press(*way, key)
                assert reader.app.is_running, (way, key)
