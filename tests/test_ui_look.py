"""Colours and marks: readable in every theme, and a state never told by colour alone."""

from __future__ import annotations

from dataclasses import astuple, fields
from itertools import product

import pytest
from rich.cells import cell_len

from sahelreader.widgets.colours import (
    AGADEZ,
    ANSI,
    COLOURS,
    HARMATTAN,
    Marks,
    contrast,
    marks_for,
    theme_for,
)
from sahelreader.widgets.roles import INKS
from sahelreader.widgets.theme import themes


@pytest.mark.parametrize("name", sorted(COLOURS))
def test_every_text_can_be_read_on_every_ground(name: str) -> None:
    colours = COLOURS[name]
    poor = {
        (ink, ground): round(contrast(ink, ground), 2)
        for ink, ground in product(colours.inks, colours.grounds)
        if contrast(ink, ground) < 4.5
    }
    assert poor == {}


@pytest.mark.parametrize("name", sorted(COLOURS))
def test_words_found_can_be_read(name: str) -> None:
    colours = COLOURS[name]
    assert contrast(colours.ground, colours.caution) >= 4.5
    assert contrast(colours.ground, colours.accent) >= 4.5
    assert contrast(colours.ground, colours.second) >= 4.5


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
        ("agadez", {}, AGADEZ),
        ("harmattan", {"TERM": "xterm-256color"}, HARMATTAN),
        ("harmattan", {"NO_COLOR": "1"}, ANSI),
        ("agadez", {"TERM": "linux"}, ANSI),
        ("no such", {}, AGADEZ),
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
