"""A hostile site: whatever it puts into whatever field, nothing of it is obeyed, and its letters show (FAULTS T1 to T11)."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from sahelreader.library import Library
from sahelreader.widgets.article_list import ArticleList
from sahelreader.widgets.reader import Reader
from tests.driven import NOW, open_reader
from tests.terminal import Terminal, program, surroundings
from tests.ui_content import (
    ESCAPES,
    FLEUVE,
    HIDDEN,
    MARKUP,
    WIDE,
    ZALGO,
    add_site,
    hostile,
    store,
    welcome_and_newspapers,
)

ALL_ESCAPES = "".join(ESCAPES)
#: what the program itself may send: cursor, colours, clearing, modes, the keyboard's protocol, questions to the terminal
OWN = re.compile(
    rb"\x1b\[(?:[0-9;]*[HmJK]|\?[0-9;]+[hl]|[<>=?]?[0-9;]*u|\?[0-9]+\$p|[0-9;]*[nct])"
    rb"|\x1b\]22;[a-z-]+\x07"  # the shape of the mouse pointer
)
#: every screen, from the list on: keys, each sent when what came before has been painted
WALK = (
    "h", "l", "\r", " ", " ", "\r", "j", "\r", "v", "\x1b", "o", "\x1b", "/", "Avant", "\x1b", "\x1b", "\x1b", "\x1b",
    "/", "Avant", "\r", "\x1b", ":", "Avant", "\x1b", "?", "\x1b", "a", "Avant", "\x1b", "t", "x", "\x1b", "e", "\x1b",
    "m", "\x1b", "B", "\x1b", "s", "A", "u", "h", "jjjjj", "e", "\x1b", "d", "u", "\x1b", "c", "\x1b",
)  # fmt: skip


def full_of(text: str) -> Callable[[Library], None]:
    def fill(library: Library) -> None:
        welcome_and_newspapers(library)
        site = add_site(library, f"Site {text}", "https://hostile.example/", f"Dossier {text}")
        made, comments = hostile(text)
        store(
            library,
            site,
            (replace(made, published=NOW, url="https://hostile.example/x/"),),
            comments,
        )

    return fill


def strangers(raw: bytes) -> list[bytes]:
    """What in RAW a terminal might obey and the program had no reason to send, with what stands around it."""
    left = OWN.sub(b"", raw)
    return [
        left[max(0, found.start() - 20) : found.end() + 20]
        for found in re.finditer(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]", left)
    ]


@pytest.mark.parametrize(("columns", "rows"), [(100, 30), (40, 24)])
def test_no_escape_of_a_site_reaches_the_terminal(tmp_path: Path, columns: int, rows: int) -> None:
    text = ALL_ESCAPES + "[/b][@click=app.leave]X[/]" + HIDDEN
    paths = tmp_path / "data"
    library = Library.open(paths / "library.db", now=NOW)
    full_of(text)(library)
    library.close()
    environ = surroundings(tmp_path)
    with Terminal(program(), environ=environ, columns=columns, rows=rows) as terminal:
        terminal.wait_for("Entrée")
        terminal.settle()
        assert "Avant" in "\n".join(terminal.lines())
        for keys in WALK:
            terminal.press(keys)
            terminal.settle(quiet=0.15)
            assert terminal.process.poll() is None, (keys, terminal.lines())
        terminal.press("Q")
        terminal.settle()
        assert strangers(terminal.raw) == []


def test_the_look_for_strangers_finds_each_escape() -> None:
    for text in ESCAPES:
        found = strangers(b"\x1b[1;1H\x1b[0mAvant " + text.encode() + b"\x1b[?25l")
        # colours and clearing are the program's own words too; all else is seen
        assert found or text == "\x1b[2J\x1b[31m"


@pytest.mark.parametrize("text", [*MARKUP, ALL_ESCAPES, HIDDEN, WIDE], ids=repr)
async def test_a_sites_text_shows_letter_for_letter(tmp_path: Path, text: str) -> None:
    async with open_reader(tmp_path, size=(100, 40), fill=full_of(text)) as reader:
        shown = reader.text
        for keys in (
            "enter",
            "enter",
            "v",
            "escape",
            "escape",
            "escape",
            "h",
            "escape",
            "colon",
            "escape",
            "m",
            "escape",
        ):
            await reader.press(keys)
            shown += reader.text
            for line in reader.lines():
                assert all(
                    letter.isprintable() or letter in "\u00a0\u202f\u200c\u200d" for letter in line
                ), line
                assert cell_len(line) <= 100
        if text in MARKUP:
            assert f"Avant {text} après" in shown
            assert f"Site {text}" in shown
            # the body and the comments
            assert shown.count(text) >= 8


async def test_a_click_on_an_action_in_a_title_does_nothing(tmp_path: Path) -> None:
    text = "[@click=app.leave]QUITTER[/]"
    async with open_reader(tmp_path, size=(100, 40), fill=full_of(text)) as reader:
        for place in ("list", "article"):
            lines = reader.lines()
            y = next(number for number, line in enumerate(lines) if "QUITTER" in line)
            await reader.pilot.click(offset=(lines[y].index("QUITTER") + 2, y))
            await reader.settle()
            assert reader.app.is_running, place
            await reader.press("enter")


async def test_four_marks_on_a_letter_at_most(tmp_path: Path) -> None:
    async with open_reader(tmp_path, size=(80, 24), fill=full_of(ZALGO)) as reader:
        listed = reader.text
        await reader.press("enter")
        for shown in (listed, reader.text):
            assert not re.search("[\u0300-\u036f]{5}", shown)
            assert "Avant Z" in shown


@pytest.mark.parametrize(
    "text", ["mot " * 250_000, "x" * 1_000_000, "ligne\n" * 200_000, "[" * 20_000, "> " * 20_000],
    ids=["words", "one word", "lines", "brackets", "quotes"],
)  # fmt: skip
async def test_a_megabyte_anywhere_is_no_trouble(tmp_path: Path, text: str) -> None:
    async with open_reader(tmp_path, size=(80, 24), fill=full_of(text)) as reader:
        screen = reader.app.screen
        for keys in ("enter", "G", "g", "enter", "escape", "v", "escape"):
            started = time.perf_counter()
            await reader.press(keys)
            # generous: this is about minutes, not about milliseconds
            assert time.perf_counter() - started < 10, keys
        await reader.press("escape", "escape")
        listed = screen.query_one(ArticleList)
        started = time.perf_counter()
        for y in range(listed.size.height):
            listed.render_line(y)
        assert time.perf_counter() - started < 0.5
        pane = screen.query_one(Reader)
        assert pane.shown is not None


async def test_wide_letters_keep_their_columns(tmp_path: Path) -> None:
    async with open_reader(tmp_path, size=(140, 40), fill=full_of(WIDE)) as reader:
        await reader.press("enter")
        edges = {
            tuple(cell_len(line[:at]) for at, letter in enumerate(line) if letter == "▕")
            for line in reader.lines()[1:-1]
        }
        assert len(edges) == 1, edges


async def test_the_true_host_is_shown_before_a_link_opens(tmp_path: Path) -> None:
    from sahelreader.domain.article import Article

    def fill(library: Library) -> None:
        welcome_and_newspapers(library)
        made = Article(
            remote_id="bank", url=f"{FLEUVE}bank/", title="Banque", published=NOW,
            html='<p><a href="https://evil.example/x">https://banque.example/</a></p>',
        )  # fmt: skip
        store(library, 1, (made,))

    async with open_reader(tmp_path, fill=fill) as reader:
        await reader.press("enter", "v", "s")
        assert "Ouvrir dans le navigateur" in reader.text
        prompt = [line for line in reader.lines() if "evil.example" in line]
        assert prompt
