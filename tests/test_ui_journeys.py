"""Journeys through several screens: a site on loopback is added and its articles come; replies to me come first."""

from __future__ import annotations

from pathlib import Path

from sahelreader.demo import sample_site
from sahelreader.domain.article import CommentBatch, Page
from sahelreader.library import Library, articles, comments, sites
from sahelreader.widgets.article_list import ArticleList
from sahelreader.widgets.reader import Reader
from tests.driven import NOW, open_reader
from tests.ui_content import MIL, THREAD, comment, welcome_and_newspapers


async def test_a_site_is_added_by_its_address_and_its_articles_come(tmp_path: Path) -> None:
    with sample_site() as site:
        async with open_reader(tmp_path, size=(80, 30)) as reader:
            library = reader.app.context.library
            before = len(library.read_now(sites.all))
            await reader.press("a")
            await reader.type(site.url)
            await reader.press("enter")
            assert "Échap ferme et rapporte ses articles" in reader.text
            assert len(library.read_now(sites.all)) == before + 1
            # once more: one has it already
            await reader.press("enter")
            assert "Vous avez déjà" in reader.text
            await reader.press("escape")
            assert len(reader.app.screen_stack) == 1
            assert len(reader.app.screen.query_one(ArticleList).ids) > 7
            assert "nouveaux articles" in reader.text


async def test_an_address_that_does_not_answer_is_told_in_words(tmp_path: Path) -> None:
    async with open_reader(tmp_path, size=(80, 30)) as reader:
        await reader.press("a")
        # nothing listens there
        await reader.type("http://127.0.0.1:9/")
        await reader.press("enter")
        assert "Traceback" not in reader.text
        assert "Échap ferme et rapporte" not in reader.text
        said = "\n".join(reader.lines()[4:-1]).strip()
        assert len(said) > 40
        await reader.press("escape")
        assert len(reader.app.screen_stack) == 1


def answered(library: Library) -> None:
    """Fanta's comment is mine; somebody answers it later."""
    welcome_and_newspapers(library)
    number = library.read_now(articles.by_url, MIL)
    assert number is not None
    found = library.read_now(articles.get, number)
    assert found is not None
    library.write_now(comments.mark_mine, found.site_id, "4", NOW)
    batch = CommentBatch(
        "mil-mopti", (*THREAD, comment(30, "Kadi", "Merci Fanta.", 4, 0.1)), complete=True
    )
    library.write_now(articles.store_page, found.site_id, Page(batches=(batch,)), NOW)


async def test_replies_to_me_come_first_and_open_where_they_are(tmp_path: Path) -> None:
    async with open_reader(tmp_path, size=(80, 30), fill=answered) as reader:
        await reader.press("m")
        assert "Réponses à vous" in reader.text
        assert "Le mil recule à Mopti après trois mois" in reader.text
        await reader.press("enter")
        pane = reader.app.screen.query_one(Reader)
        assert pane.entry is not None
        assert pane.entry.author == "Kadi"
        assert "Moi" in reader.text
