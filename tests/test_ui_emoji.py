"""Emoji of several parts take the same room on every terminal: what follows them on a line stands where it should."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from sahelreader.library import Library
from sahelreader.widgets.emoji import plain_emoji
from tests.driven import NOW
from tests.terminal import Terminal, program, surroundings
from tests.ui_content import add_site, article, store

#: as sites send them, and what is left
SEQUENCES = {
    "👩‍👩‍👧 la famille": "👩 la famille",
    "👍🏽 merci": "👍 merci",
    "👩🏾‍🌾 au champ": "👩 au champ",
    "❤️‍🔥!": "❤ !",
    "🏳️‍🌈!": "🏳 !",
    "🇲🇱 🇳🇪 Mali, Niger": "🇲🇱 🇳🇪 Mali, Niger",
    "क्‍ष et می‌خواهم": "क्‍ष et می‌خواهم",
    "👍👍 ✓ → ★": "👍👍 ✓ → ★",
}


@pytest.mark.parametrize("text", SEQUENCES)
def test_one_emoji_stands_for_several_in_as_many_cells(text: str) -> None:
    assert plain_emoji(text) == SEQUENCES[text]
    assert cell_len(plain_emoji(text)) == cell_len(text)


@pytest.mark.parametrize("columns", [80, 140])
def test_what_follows_an_emoji_stands_where_it_should(tmp_path: Path, columns: int) -> None:
    """On a terminal that knows nothing of sequences, and gives each part its own cells."""
    titles = {
        "plain": "Deux mots ici",
        "family": "👩‍👩‍👧 mots ici",
        "tone": "👍🏽👍🏽 ici",
    }
    library = Library.open(tmp_path / "data" / "library.db", now=NOW)
    try:
        site = add_site(library, "Le Fleuve", "https://lefleuve.example/")
        made = tuple(
            article(slug, title, number + 1.0, comment_count=12)
            for number, (slug, title) in enumerate(titles.items())
        )
        store(library, site, made)
    finally:
        library.close()
    with Terminal(program(), environ=surroundings(tmp_path), columns=columns) as terminal:
        terminal.wait_for("Entrée")
        lines = terminal.settle()
        # the number of comments, at the right of the same line
        ends = [line.index("12") for line in map(_cells, lines) if "ici" in line and "12" in line]
        assert len(ends) == len(titles), lines
        assert len(set(ends)) == 1, ends


def _cells(line: str) -> str:
    """LINE with one character for each cell: pyte leaves an empty one after a wide character."""
    return "".join(letter + "\0" * (cell_len(letter) - 1) for letter in line)
