"""The rows painted before Textual is there are those that it paints then: nothing moves, no colour changes."""

from __future__ import annotations

from pathlib import Path

import pyte
import pytest

from sahelreader.library import Library, articles
from sahelreader.library.views import View
from sahelreader.screens import left_off
from sahelreader.screens.first_rows import first_line, painted, room_for_list
from sahelreader.screens.left_off import LeftOff
from sahelreader.widgets.colours import AGADEZ, ANSI, Marks
from tests.driven import NOW
from tests.terminal import Terminal, program, surroundings
from tests.ui_content import article, store, welcome_and_newspapers

Cell = tuple[str, str, str, bool]


def many(library: Library, count: int = 400) -> None:
    welcome_and_newspapers(library)
    store(library, 1, tuple(
        article(f"n{n}", f"Nouvelle numéro {n}, avec un titre {'plus long ' * (n % 9)}qui finit", 100 + n,
                comment_count=n % 30) for n in range(count)
    ))  # fmt: skip


def cells(raw: bytes, columns: int, rows: int) -> list[list[Cell]]:
    screen = pyte.Screen(columns, rows)
    pyte.ByteStream(screen).feed(raw)
    return [
        [
            (cell.data, cell.fg, cell.bg, cell.bold)
            for cell in (screen.buffer[y][x] for x in range(columns))
        ]
        for y in range(rows)
    ]


@pytest.mark.parametrize(
    ("columns", "rows", "at", "depth"),
    [
        (80, 24, 0, "truecolor"),
        (80, 24, 1, ""),
        (80, 24, 7, ""),
        (80, 24, 250, ""),
        (80, 24, 405, ""),
        (40, 24, 7, ""),
        (40, 24, 250, "truecolor"),
        (100, 15, 250, ""),
        (121, 30, 0, ""),
        (140, 40, 7, "truecolor"),
        (140, 40, 250, ""),
    ],
)
def test_what_is_painted_first_stays(
    tmp_path: Path, columns: int, rows: int, at: int, depth: str
) -> None:
    data = tmp_path / "data"
    library = Library.open(data / "library.db", now=NOW)
    many(library)
    ids = library.read_now(articles.ids, View("all"))
    library.close()
    near = tuple(ids[max(0, at - 30) : at + 60]) if at >= 200 else ()
    left_off.save(data, LeftOff(article=ids[at], top=3 if at else 0, near=near))
    environ = surroundings(tmp_path, COLORTERM=depth)
    with Terminal(program(), environ=environ, columns=columns, rows=rows) as terminal:
        terminal.wait_for("Entrée")
        terminal.settle(quiet=0.6)
        raw = terminal.raw
        terminal.press("Q")
        terminal.leave()
    first, textual, _rest = raw.partition(b"\x1b[?1000h")
    assert textual
    before, after = cells(first, columns, rows), cells(raw, columns, rows)
    painted_lines = [y for y in range(rows) if any(cell[0].strip() for cell in before[y])]
    assert len(painted_lines) > rows // 2
    for y in painted_lines:
        shown = [x for x in range(columns) if before[y][x][0].strip()]
        left, right = shown[0], shown[-1]
        assert before[y][left : right + 1] == after[y][left : right + 1], y


def test_nothing_is_painted_where_it_would_not_fit() -> None:
    marks = Marks()
    assert painted([], {}, LeftOff(), (80, 24), AGADEZ, marks, NOW) == ""
    assert painted([1], {}, LeftOff(), (80, 24), ANSI, marks, NOW) == ""
    assert painted([1], {}, LeftOff(), (80, 24), AGADEZ, marks, NOW, depth=4) == ""
    assert painted([1], {}, LeftOff(reading=True), (80, 24), AGADEZ, marks, NOW) == ""
    assert room_for_list(10, 24, LeftOff()) is None
    assert room_for_list(80, 4, LeftOff()) is None


@pytest.mark.parametrize(
    ("index", "top", "line"), [(0, 0, 0), (3, 0, 0), (6, 0, 3), (10, 6, 24), (99, 3, 278)]
)
def test_which_line_shows_first(index: int, top: int, line: int) -> None:
    assert first_line(index, 100, 3, 22, top) == line
