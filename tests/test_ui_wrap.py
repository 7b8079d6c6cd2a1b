"""Breaking lines the French way: nothing lost, nothing too wide, no line that begins with “:” or “»”."""

from __future__ import annotations

import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from sahelreader.widgets.wrap import wrap

WORDS = st.sampled_from(
    ["le", "mil", "à", "Mopti", "«", "»", ":", ";", "!", "?", "«\u00a0On", "respire\u00a0»", "l’eau",
     "peut-être", "25\u202f000", "000", "25", "aujourd’hui", "\u202f!", "Ségou\u00a0:", "—", "…et", "(oui)"]
)  # fmt: skip
PROSE = st.lists(WORDS, max_size=60).map(" ".join)
ANYTHING = st.text(
    st.one_of(
        st.characters(exclude_categories=("Cs", "Cc")),
        st.sampled_from(" \u00a0\u202f\n-:;!?»«éàœ字👩🏽\u200d🌾سلام\u0301"),
    ),
    max_size=300,
)
WIDTHS = st.integers(8, 90)


def shown(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in wrap(text, width)]


def kept(text: str) -> str:
    return text.replace(" ", "").replace("\n", "")


@given(ANYTHING, st.integers(2, 90), st.integers(0, 12))
@settings(max_examples=400, deadline=None)
def test_nothing_is_lost_and_nothing_is_too_wide(text: str, width: int, first: int) -> None:
    lines = wrap(text, width, first)
    assert kept("".join(text[start:end] for start, end in lines)) == kept(text)
    assert [start for start, _ in lines] == sorted(start for start, _ in lines)
    for number, (start, end) in enumerate(lines):
        room = max(1, width - first) if number == 0 else width
        # one character alone may be wider than the room there is
        assert cell_len(text[start:end]) <= max(room, 2), repr(text[start:end])


@given(PROSE, WIDTHS)
@settings(max_examples=400, deadline=None)
def test_no_line_begins_with_what_holds_to_the_word_before(text: str, width: int) -> None:
    lines = shown(text, width)
    for line in lines[1:]:
        # an unbreakable run of punctuation wider than the line is the one excuse
        if line and line[0] in ":;!?»\u00a0\u202f":
            assert longest_run(text) > width


def longest_run(text: str) -> int:
    """Cells of the longest stretch that may not be broken."""
    tokens, longest, run = text.split(" "), 0, ""
    for token in tokens:
        glued = run and (
            token[:1] in ":;!?»\u00a0\u202f…)"
            or run[-1:] in "«("
            or (run[-1:].isdigit() and token[:3].isdigit())
        )
        run = f"{run} {token}" if glued else token
        longest = max(longest, cell_len(run))
    return longest


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("Le mil recule", 6, ["Le mil", "recule"]),
        ("Que dit-on : rien", 10, ["Que", "dit-on :", "rien"]),
        ("Il dit « non » et part", 8, ["Il dit", "« non »", "et part"]),
        ("Il paie 25 000 francs", 12, ["Il paie", "25 000", "francs"]),
        ("Peut-être demain", 6, ["Peut-", "être", "demain"]),
        ("Un\u00a0: deux", 4, ["Un\u00a0:", "deux"]),
        ("anticonstitutionnellement", 10, ["anticonsti", "tutionnell", "ement"]),
        ("abcdefghij !", 10, ["abcdefghi", "j !"]),
        ("une\ndeux", 20, ["une", "deux"]),
        ("", 10, [""]),
        ("   ", 10, [""]),
        ("字字字字字", 4, ["字字", "字字", "字"]),
        ("e\u0301e\u0301e\u0301", 2, ["e\u0301e\u0301", "e\u0301"]),
        ("… et puis …fin", 9, ["… et puis", "…fin"]),
    ],
)
def test_examples(text: str, width: int, lines: list[str]) -> None:
    assert shown(text, width) == lines


def test_a_first_line_may_have_less_room() -> None:
    text = "Le mil recule à Mopti"
    assert [text[a:b] for a, b in wrap(text, 12, first=8)] == ["Le", "mil recule à", "Mopti"]
    assert [text[a:b] for a, b in wrap(text, 12, first=11)][:2] == ["", "Le mil"]


def test_a_long_article_takes_no_time(capsys: pytest.CaptureFixture[str]) -> None:
    text = "Sur le marché, le sac a perdu deux mille francs depuis octobre ; « on respire ». " * 330
    began = time.perf_counter()
    count = len(wrap(text, 66))
    took = (time.perf_counter() - began) * 1000
    with capsys.disabled():
        sys.stdout.write(f"\nwrap: {len(text.split())} words, {count} lines, {took:.1f} ms\n")
    assert count > 300
