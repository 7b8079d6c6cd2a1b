"""Pictures in the reader: nothing is fetched before one looks, what is kept needs no network, the caption always shows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
from textual.selection import Selection

from sahelreader.config import Settings
from sahelreader.domain.article import Page as Stored
from sahelreader.domain.article import Picture
from sahelreader.domain.site import Found, SourceKind
from sahelreader.library import Library, articles, sites
from sahelreader.library.album import Album
from sahelreader.network import open_client
from sahelreader.parse import picture as reading
from sahelreader.screens import pixels
from sahelreader.screens.article_data import read_stored
from sahelreader.screens.lead_pictures import LeadPictures
from sahelreader.widgets.lines import Page
from sahelreader.widgets.picture import LETTERS, PictureView, painted
from sahelreader.widgets.picture_lines import picture_lines
from sahelreader.widgets.reader import Reader
from tests.driven import NOW, Driven, open_reader
from tests.serving import Serving
from tests.test_pictures import answer, drawn
from tests.ui_content import article


@pytest.fixture
def server() -> Iterator[Serving]:
    with Serving(answer) as made:
        yield made


@pytest.fixture(autouse=True)
def colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("TMUX", raising=False)


def with_pictures(url: str) -> Callable[[Library], Any]:
    def fill(library: Library) -> None:
        facts: dict[str, object] = {"private": True}
        found = Found(f"{url}/", "Le Fleuve", SourceKind.FEED, f"{url}/feed/", facts=facts)
        site = library.write_now(sites.add, found, NOW)
        body = (
            f'<p>Un texte.</p><figure><img src="{url}/two.jpg"><figcaption>Un mur</figcaption></figure>'
            f'<figure><img src="{url}/three.jpg"><figcaption>Le quai</figcaption></figure>'
        )
        lead = Picture(f"{url}/one.jpg", "le bac \x1b[31mà quai", "A. Sow")
        told = article("bac", "Le bac de Ségou", 3, url=f"{url}/bac/", lead=lead, html=body)
        library.write_now(articles.store_page, site.id, Stored((told,)), NOW)

    return fill


def wire() -> AbstractAsyncContextManager[Any]:
    return open_client(Settings())


def blocks(driven: Driven) -> int:
    return driven.text.count("▀")


async def test_a_picture_is_fetched_when_one_looks_and_kept(
    tmp_path: Path, server: Serving
) -> None:
    fill = with_pictures(server.url)
    async with open_reader(tmp_path, fill=fill, client=wire) as driven:
        await driven.press("enter")
        assert "3 photos (i)" in driven.text
        assert server.log == []
        await driven.press("i")
        assert blocks(driven) > 300
        assert "le bac à quai  ©\u00a0A. Sow" in driven.text.replace("[31m", "")
        assert "1\u00a0/\u00a03" in driven.text
        assert "gardée pour lire hors ligne" in driven.text
        assert server.targets == ["/one.jpg"]
        await driven.press("n")
        # a captive portal answered in its place
        assert "Ce qui est venu n’est pas une image" in driven.text
        assert "Un mur" in driven.text
        assert blocks(driven) == 0
        await driven.press("n", "n")
        assert "3\u00a0/\u00a03" in driven.text
        assert blocks(driven) > 300
        await driven.press("g")
        assert server.targets == ["/one.jpg", "/two.jpg", "/three.jpg"]
        assert blocks(driven) > 300
        await driven.press("escape")
        assert "3 photos (i)" in driven.text
    server.forget()
    async with open_reader(tmp_path, fill=fill, size=(40, 20), client=wire) as driven:
        await driven.press("i")
        assert blocks(driven) > 200
        assert all(len(line) <= 40 for line in driven.lines())
        assert server.log == []


async def test_with_pictures_switched_off_only_what_is_kept_shows(
    tmp_path: Path, server: Serving
) -> None:
    settings = Settings(pictures="never")
    fill = with_pictures(server.url)
    album = Album(tmp_path / "data" / "pictures")
    album.keep(f"{server.url}/three.jpg", reading.shrink(drawn(300, 200)))
    async with open_reader(tmp_path, fill=fill, settings=settings, client=wire) as driven:
        await driven.press("i")
        assert "config pictures ask" in driven.text
        assert "le bac" in driven.text
        await driven.press("G")
        assert blocks(driven) > 300
        assert server.log == []


async def test_without_pillow_the_caption_shows_and_how_to_get_it(
    tmp_path: Path, server: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "find_spec", lambda _name: None)
    async with open_reader(tmp_path, fill=with_pictures(server.url), client=wire) as driven:
        await driven.press("i")
        assert "sahelreader[images]" in driven.text
        assert "le bac" in driven.text
        assert server.log == []


async def test_a_kept_file_that_is_damaged_is_said(tmp_path: Path, server: Serving) -> None:
    album = Album(tmp_path / "data" / "pictures")
    album.keep(f"{server.url}/one.jpg", b"\xff\xd8\xff\xe0 plus rien")
    async with open_reader(tmp_path, fill=with_pictures(server.url), client=wire) as driven:
        await driven.press("i")
        assert "n’est pas une image" in driven.text


async def test_an_article_without_pictures_says_so(tmp_path: Path) -> None:
    async with open_reader(tmp_path) as driven:
        await driven.press("G", "i")
        assert "Aucune image dans cet article" in driven.text or "1\u00a0/\u00a0" in driven.text


async def test_a_terminal_without_pixels_says_so(
    tmp_path: Path, server: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("KITTY_WINDOW_ID", "TERM_PROGRAM", "LC_TERMINAL", "WT_SESSION"):
        monkeypatch.delenv(name, raising=False)
    async with open_reader(tmp_path, fill=with_pictures(server.url), client=wire) as driven:
        await driven.press("i", "enter")
        assert "ne montre pas de pixels" in " ".join(driven.text.split())


def test_without_colours_letters_tell_dark_from_light() -> None:
    strips = painted(reading.shrink(drawn(80, 40)), 20, 20, letters=True)
    text = [strip.text for strip in strips]
    assert len(text) == 5
    assert {len(line) for line in text} == {20}
    assert set("".join(text)) <= set(LETTERS)
    # red is lighter than blue
    assert LETTERS.index(text[2][2]) > LETTERS.index(text[2][17])


def test_a_line_of_one_colour_is_one_piece() -> None:
    [first, *_rest] = painted(reading.shrink(drawn(400, 400)), 40, 20, letters=False)
    assert len(list(first)) < 20
    assert first.cell_length == 40
    assert isinstance(PictureView(), PictureView)


@pytest.mark.parametrize(
    ("environ", "way"),
    [
        ({"TERM": "xterm-kitty"}, "kitty"),
        ({"TERM": "xterm-ghostty"}, "kitty"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, "iterm"),
        ({"TERM": "xterm-256color", "LC_TERMINAL": "iTerm2"}, "iterm"),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/tmux-1000/default,1,0"}, ""),
        ({"TERM": "xterm-256color"}, ""),
        ({}, ""),
    ],
)
def test_what_a_terminal_can_is_told_by_its_environment(environ: dict[str, str], way: str) -> None:
    assert pixels.protocol(environ) == way


def test_kittys_escapes_hold_the_whole_picture() -> None:
    import base64
    import re

    made, _width, _height = reading.png(drawn(400, 300, "JPEG"), 400)
    sent = "".join(pixels.kitty(made * 40, 20, 8))
    parts = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", sent)
    assert base64.b64decode("".join(data for _keys, data in parts)) == made * 40
    assert parts[0][0] == "a=T,f=100,q=2,c=20,r=8,m=1"
    assert [keys for keys, _data in parts[1:]] == ["m=1"] * (len(parts) - 2) + ["m=0"]
    assert all(len(data) <= pixels.CHUNK for _keys, data in parts)


@pytest.mark.parametrize("size", [(1200, 600), (600, 1200), (1, 4000), (4000, 1), (10, 10)])
def test_a_picture_in_full_fits_the_terminal(size: tuple[int, int]) -> None:
    columns, lines = pixels.fitting(*size, 80, 20)
    assert 1 <= columns <= 80
    assert 1 <= lines <= 20


@pytest.mark.parametrize("size", [(80, 24), (40, 24), (140, 40)])
async def test_a_kept_lead_picture_stands_above_the_text(
    tmp_path: Path, server: Serving, size: tuple[int, int]
) -> None:
    url = f"{server.url}/one.jpg"
    Album(tmp_path / "data" / "pictures").keep(url, reading.shrink(drawn(1600, 900)))
    async with open_reader(tmp_path, fill=with_pictures(server.url), size=size) as driven:
        await driven.press("enter")
        assert 100 < blocks(driven) < 800
        # the text begins on the first screen of a usual terminal
        assert size == (40, 24) or "Un texte." in driven.text
        pane = driven.app.screen.query_one(Reader)
        copied = pane.get_selection(Selection(None, None))
        assert copied is not None
        assert "▀" not in copied[0]
        assert "\n\n\n\n" not in copied[0]
        await driven.press("slash", "t", "e", "x", "t", "e", "enter", "escape")
        await driven.press("j", "k", "G", "g")
        assert blocks(driven) > 100
    never = Settings(pictures="never")
    async with open_reader(tmp_path, size=size, settings=never) as driven:
        await driven.press("enter")
        assert blocks(driven) == 0


async def test_a_picture_that_one_looked_at_is_there_when_one_comes_back(
    tmp_path: Path, server: Serving
) -> None:
    async with open_reader(tmp_path, fill=with_pictures(server.url), client=wire) as driven:
        await driven.press("enter")
        assert blocks(driven) == 0
        await driven.press("i", "escape")
        assert blocks(driven) > 100


def test_a_picture_wider_than_the_column_is_thinned_out() -> None:
    cells = reading.half_cells(drawn(660, 220), 66, 11)
    for width in (10, 24, 66, 80):
        page = Page(width)
        picture_lines(page, cells)
        assert {len(line.text) for line in page.lines} == {
            (width - min(66, width)) // 2 + min(66, width)
        }
        assert 1 <= len(page.lines) <= 11
        first = page.lines[0].runs
        assert (first[0][2][:3], first[-1][2][5:7]) == ("#ff", "ff")


async def test_an_article_does_not_wait_for_its_picture(tmp_path: Path, server: Serving) -> None:
    """It is told when the picture is there, once; and what was decoded is not decoded again."""
    library = Library.open(tmp_path / "library.db", now=NOW)
    try:
        with_pictures(server.url)(library)
        number = library.read_now(articles.by_url, f"{server.url}/bac/")
        assert number is not None
        stored = library.read_now(read_stored, number)
        assert stored is not None
    finally:
        library.close()
    told: list[int] = []
    pictures = LeadPictures(tmp_path / "pictures", patience=0)
    assert await pictures.soon(stored, told.append) is None
    await _settled(pictures)
    # nothing is kept: nothing to tell
    assert told == []
    Album(tmp_path / "pictures").keep(f"{server.url}/one.jpg", reading.shrink(drawn(160, 90)))
    assert await pictures.soon(stored, told.append) is None
    await _settled(pictures)
    assert told == [number]
    cells = await pictures.soon(stored, told.append)
    assert cells is not None
    await _settled(pictures)
    assert told == [number]
    assert await LeadPictures(tmp_path / "pictures", patience=20).soon(stored, told.append) == cells


async def _settled(pictures: LeadPictures) -> None:
    await asyncio.gather(*pictures._late)
    await asyncio.sleep(0)
