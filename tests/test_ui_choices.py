"""Lists of things to choose from, and what the screens put into them: plain values, no terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from sahelreader import i18n
from sahelreader.catalogue import load
from sahelreader.commands import COMMANDS, resolve
from sahelreader.domain.site import Site, SourceKind
from sahelreader.screens import add, export, help, links, palette, tags
from sahelreader.screens.answers import Do, Show
from sahelreader.widgets.choice_lines import Choice, lay_out
from sahelreader.widgets.theme import Marks

KEYMAP, _complaints = resolve(COMMANDS)
MARKS = Marks()


def text_of(runs: tuple[tuple[str, str], ...]) -> str:
    return "".join(text for text, _role in runs)


words = st.text(st.characters(codec="utf-8"), max_size=300)
choices = st.builds(
    Choice,
    st.one_of(st.none(), st.integers()),
    words,
    words,
    st.sampled_from(("", "s", "sd", "Ctrl+S")),
    st.sampled_from(("", "✓", "+")),
    st.sampled_from(("", "lefleuve.example", "+3")),
    aside=st.booleans(),
)


@given(st.lists(choices, max_size=8), st.integers(20, 140))
def test_no_line_is_wider_than_the_list(found: list[Choice], width: int) -> None:
    for line in lay_out(found, width, "…"):
        # one cell is left for the sign of where one is
        assert cell_len(text_of(line.runs)) <= width - 1


@given(st.lists(choices, min_size=1, max_size=8), st.integers(20, 140))
def test_every_choice_has_a_line_and_they_are_in_order(found: list[Choice], width: int) -> None:
    shown = [line.index for line in lay_out(found, width, "…") if line.index >= 0]
    assert sorted(shown) == shown
    assert set(shown) == set(range(len(found)))


def test_controls_in_a_label_are_not_laid_out() -> None:
    lines = lay_out(
        [Choice(1, "a\x1b]52;c;aGk=\x07b", detail="[/b]\u202e[@click=app.quit]")], 40, "…"
    )
    assert [text_of(line.runs) for line in lines] == ["a]52;c;aGk=b", "[/b][@click=app.quit]"]


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("lefleuve.example", "https://lefleuve.example"),
        ("lefleuve.example/feed/", "https://lefleuve.example/feed/"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/"),
        ("localhost:8000", "https://localhost:8000"),
        ("Mali", ""),
        ("le fleuve.example", ""),
        ("", ""),
        ("…", ""),
    ],
)
def test_what_is_an_address(typed: str, address: str) -> None:
    assert add.address_in(typed) == address


def test_the_catalogue_narrows_as_one_types_and_says_what_one_has() -> None:
    catalogue = load()
    everything = add.choices(catalogue, "", set(), MARKS)
    assert len([item for item in everything if item.value]) == len(catalogue)
    found = add.choices(catalogue, "OBSERVATEUR paalga", {"lobservateur.bf"}, MARKS)
    assert [item.label for item in found] == ["Burkina Faso", "L’Observateur Paalga"]
    assert found[1].mark == MARKS.published
    assert add.choices(catalogue, "nowhere at all", set(), MARKS) == []
    typed = add.choices(catalogue, "newspaper.example", set(), MARKS)
    assert [item.value for item in typed] == ["https://newspaper.example"]


def test_no_country_stands_twice_in_the_catalogue() -> None:
    headings = [item.label for item in add.choices(load(), "", set(), MARKS) if not item.value]
    assert len(headings) == len(set(headings))


@pytest.mark.parametrize("count", [0, 1, 20, 21, 150])
def test_no_link_hint_begins_another_nor_is_a_key_of_the_screen(count: int) -> None:
    hints = links.hints_for(count)
    assert len(set(hints)) == len(hints) == count
    assert not any(a != b and b.startswith(a) for a in hints for b in hints)
    assert not set(links.LETTERS) & set(KEYMAP.commands_at["links"])


def test_help_shows_every_command_that_has_a_key_where_one_is() -> None:
    for place in ("list", "sites", "reader", "thread", "mine"):
        shown = [item.value for item in help.choices(KEYMAP, place) if item.value]
        keyed = [item for item in KEYMAP.at(place) if KEYMAP.keys_of[item.id]]
        assert sorted(item.id for item in shown) == sorted(item.id for item in keyed)
        assert all(item.help.endswith(".") for item in shown)


def test_the_palette_puts_the_likeliest_first_whatever_the_accents() -> None:
    i18n.use("fr")
    try:
        found = palette.choices(KEYMAP, "list", "SYNCHRO")
        assert isinstance(found[0].value, Do)
        assert found[0].value.command.id in ("sync", "sync_site")
        site = Site(7, "https://lefleuve.example/", "Le Fleuve", SourceKind.FEED, "")
        found = palette.choices(KEYMAP, "list", "fleuve", [site])
        assert found[-1].value == Show(7, "Le Fleuve")
        assert palette.choices(KEYMAP, "list", "zzzzzz") == []
    finally:
        i18n.use("en")


def test_tags_are_offered_and_made() -> None:
    found = tags.choices(("Mali",), ("eau", "Mali"), "", MARKS)
    assert [(item.value, item.mark) for item in found] == [("Mali", "✓"), ("eau", " ")]
    found = tags.choices((), ("eau",), "#prix du mil", MARKS)
    assert [item.value for item in found] == ["prix du mil"]
    # what differs in accents or case is the same tag
    assert [item.value for item in tags.choices((), ("Eau",), "eau", MARKS)] == ["Eau"]
    long = tags.choices((), (), "x" * 500, MARKS)
    assert len(str(long[0].value)) <= tags.LONGEST


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("À Dori, l’école rouvre sous les manguiers", "a-dori-l-ecole-rouvre-sous-les-manguiers"),
        ("../../etc/passwd", "etc-passwd"),
        ("\x1b]0;x\x07", "0-x"),
        ("سوق", "article"),
        ("", "article"),
    ],
)
def test_a_file_name_is_plain_whatever_the_title(title: str, name: str) -> None:
    assert export.file_name(title) == name


def test_a_long_title_makes_a_short_name() -> None:
    assert len(export.file_name("mot " * 10_000)) <= export.NAME
