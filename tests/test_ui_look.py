"""Colours and marks: readable in every theme, and a state never told by colour alone."""

from __future__ import annotations

from dataclasses import astuple, fields
from itertools import product

import pytest
from rich.cells import cell_len
from rich.color import Color, ColorSystem

from sahelreader.widgets.colours import (
    AGADEZ,
    ANSI,
    COLOURS,
    COLOURS_256,
    HARMATTAN,
    Colours,
    Marks,
    contrast,
    marks_for,
    theme_for,
)
from sahelreader.widgets.roles import INKS
from sahelreader.widgets.theme import themes

both = pytest.mark.parametrize(
    "colours",
    [*COLOURS.values(), *COLOURS_256.values()],
    ids=[*COLOURS, *(f"{name}-256" for name in COLOURS_256)],
)


@both
def test_every_text_can_be_read_on_every_ground(colours: Colours) -> None:
    poor = {
        (ink, ground): round(contrast(ink, ground), 2)
        for ink, ground in product(colours.inks, colours.grounds)
        if contrast(ink, ground) < 4.5
    }
    assert poor == {}


@both
def test_words_found_can_be_read(colours: Colours) -> None:
    assert contrast(colours.ground, colours.caution) >= 4.5
    assert contrast(colours.ground, colours.accent) >= 4.5
    assert contrast(colours.ground, colours.second) >= 4.5


@pytest.mark.parametrize("colours", COLOURS_256.values(), ids=list(COLOURS_256))
def test_the_256_are_colours_that_such_a_terminal_has(colours: Colours) -> None:
    """So that what is painted is what was chosen: the same, or for a grey its neighbour (Rich rounds greys)."""
    for colour in astuple(colours):
        wanted = Color.parse(colour)
        nearest = wanted.downgrade(ColorSystem.EIGHT_BIT).get_truecolor()
        apart = max(abs(a - b) for a, b in zip(nearest, wanted.get_truecolor(), strict=True))
        assert apart <= 10, (colour, nearest.hex)


@pytest.mark.parametrize("marks", [Marks(), marks_for(True, "utf-8")], ids=["signs", "ascii"])
def test_marks_take_one_cell_each_and_states_differ(marks: Marks) -> None:
    assert [cell_len(mark) for mark in astuple(marks)] == [1] * len(fields(marks))
    states = (marks.held, marks.doubt, marks.published, marks.refused)
    assert len(set(states)) == len(states)
    assert marks.online != marks.offline
    assert marks.unread != marks.saved


def test_ascii_marks_are_ascii_and_chosen_where_nothing_else_shows() -> None:
    assert all(mark.isascii() for mark in astuple(marks_for(True, "utf-8")))
    assert marks_for(False, "ISO-8859-1") == marks_for(True, "utf-8")
    assert marks_for(False, "UTF-8") == Marks()


@pytest.mark.parametrize(
    ("setting", "environ", "name"),
    [
        ("agadez", {"TERM": "xterm-256color"}, AGADEZ),
        ("agadez", {"TERM": "xterm", "COLORTERM": "truecolor"}, AGADEZ),
        ("agadez", {"TERM": "xterm"}, ANSI),
        ("agadez", {}, ANSI),
        ("harmattan", {"TERM": "xterm-256color"}, HARMATTAN),
        ("harmattan", {"NO_COLOR": "1", "TERM": "xterm-256color"}, ANSI),
        ("agadez", {"TERM": "linux"}, ANSI),
        ("no such", {"TERM": "tmux-256color"}, AGADEZ),
    ],
)
def test_which_theme(setting: str, environ: dict[str, str], name: str) -> None:
    assert theme_for(setting, environ) == name


def test_every_role_has_its_colours_in_every_theme() -> None:
    known = {"foreground", "background", "accent", "success", "warning", "error"}
    for theme in themes():
        for role, (ink, _emphasis, *ground) in INKS.items():
            for colour in (ink, *ground):
                assert colour in known or colour in theme.variables, (theme.name, role, colour)
