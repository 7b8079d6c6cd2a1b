"""Both languages: every sentence has its French, written as French is printed; the environment chooses as Python's gettext does."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polib
import pytest

from sahelreader import i18n
from sahelreader.domain.outcome import Problem
from sahelreader.i18n import dates, numbers, problems
from tools import messages

NOW = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)


@pytest.fixture(params=["fr", "en"])
def language(request: pytest.FixtureRequest) -> object:
    before = i18n.language()
    i18n.use(request.param)
    yield request.param
    i18n.use(before)


@pytest.fixture
def french() -> object:
    before = i18n.language()
    i18n.use("fr")
    yield None
    i18n.use(before)


def test_french_catalogue_is_complete() -> None:
    assert messages.complaints(messages.load(), messages.sentences()) == []


@pytest.mark.parametrize(
    ("english", "french", "wrong"),
    [
        ("Open %(file)s", "Ouvrir", "placeholders differ"),
        ("Open", "L'ouvrir", "straight apostrophe"),
        ("Open!", "Ouvrir !", "no U+202F before"),
        ("“Open”", "« Ouvrir\u202f»", "no U+202F after"),
        ("Open: it", "Ouvrir :\u00a0le", "no U+00A0 before"),
        ("Wait…", "Attendez...", "three full stops"),
        ("Open", "", "no French"),
    ],
)
def test_a_poor_translation_is_complained_of(english: str, french: str, wrong: str) -> None:
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid=english, msgstr=french))
    found = messages.complaints(catalogue, {("", english, ""): [("x.py", "")]})
    assert any(wrong in line for line in found), found


def test_a_good_translation_is_not_complained_of() -> None:
    catalogue = polib.POFile()
    said = "Ouvrez «\u202f%(file)s\u202f»\u202f; l’adresse\u00a0: https://example.org/x, %(n)d\u202f%\u202f!"
    english = "Open “%(file)s”; the address: https://example.org/x, %(n)d%!"
    catalogue.append(polib.POEntry(msgid=english, msgstr=said))
    assert messages.complaints(catalogue, {("", english, ""): [("x.py", "")]}) == []


def test_the_tool_sees_sentences_as_python_does(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text(
        '_("one " "two")\nngettext("%(n)d a", "%(n)d b", n)\npgettext("menu", "Open")\n_(name)\n'
    )
    previous, messages.ROOT = messages.ROOT, tmp_path
    try:
        found = messages.sentences(tmp_path)
    finally:
        messages.ROOT = previous
    assert set(found) == {("", "one two", ""), ("", "%(n)d a", "%(n)d b"), ("menu", "Open", "")}


@pytest.mark.parametrize(
    ("setting", "environ", "chosen"),
    [
        ("", {}, "fr"),
        ("", {"LANG": "fr_ML.UTF-8"}, "fr"),
        ("", {"LANG": "en_GB.UTF-8"}, "en"),
        ("", {"LANG": "C"}, "en"),
        ("", {"LANG": "bm_ML.UTF-8"}, "en"),
        ("", {"LANG": "en_GB.UTF-8", "LC_ALL": "fr_FR"}, "fr"),
        ("", {"LANG": "en_GB.UTF-8", "LC_MESSAGES": "fr"}, "fr"),
        ("", {"LANG": "en_GB", "LANGUAGE": "bm:fr:en"}, "fr"),
        ("", {"LANG": "", "LC_ALL": ""}, "fr"),
        ("en", {"LANG": "fr_FR.UTF-8"}, "en"),
        ("fr", {"LANG": "en_GB.UTF-8"}, "fr"),
    ],
)
def test_language_is_the_settings_then_the_environments(
    setting: str, environ: dict[str, str], chosen: str
) -> None:
    assert i18n.choose(setting, environ) == chosen


def test_plurals(french: object) -> None:
    def said(n: int) -> str:
        return i18n.ngettext("%(n)d comment", "%(n)d comments", n) % {"n": n}

    assert [said(n) for n in (0, 1, 2)] == ["0 commentaire", "1 commentaire", "2 commentaires"]
    i18n.use("en")
    assert [said(n) for n in (0, 1, 2)] == ["0 comments", "1 comment", "2 comments"]


@pytest.mark.parametrize("problem", list(Problem))
def test_every_problem_says_what_happened_and_what_to_do(language: str, problem: Problem) -> None:
    told = problems.sentence(problem, "")
    assert told.endswith(".")
    assert len(told.split(". ")) >= 2, "a fact, then what to do"
    if "_" in problem.value:
        assert problem.value not in told
    i18n.use("en")
    assert (problems.sentence(problem) == told) is (language == "en")


def test_a_problems_detail_is_shown_safely(language: str) -> None:
    told = problems.sentence("refused", "418\x1b[2J\u202e " + "x" * 500)
    assert "(418[2J " in told
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert len(told) < 400


def test_an_unknown_problem_still_has_a_sentence(language: str) -> None:
    told = problems.sentence("flooded_river", "")
    assert "flooded_river" in told
    assert told.endswith(".")
    assert problems.sentence("", "x") == ""


def test_times_in_french(french: object) -> None:
    def ago(**since: float) -> str:
        return dates.ago(NOW - timedelta(**since), NOW, UTC).replace("\u00a0", " ")

    assert ago(seconds=20) == "à l’instant"
    assert ago(minutes=5) == "il y a 5 min"
    assert ago(hours=10) == "8:30"
    assert ago(days=1) == "hier 18:30"
    assert ago(days=400) == "20 oct. 2025"
    first = datetime(2026, 11, 1, 18, 2, tzinfo=UTC)
    assert dates.full(first, UTC).replace("\u00a0", " ") == "dimanche 1er novembre 2026 à 18:02"


@pytest.mark.parametrize(
    ("count", "french", "english"),
    [
        (0, "0 o", "0 B"),
        (999, "999 o", "999 B"),
        (38_400, "38 ko", "38 kB"),
        (999_999, "1,0 Mo", "1.0 MB"),
        (12_345_678, "12 Mo", "12 MB"),
        (3_200_000_000, "3,2 Go", "3.2 GB"),
    ],
)
def test_sizes(french: str, english: str, count: int) -> None:
    for name, said in (("fr", french), ("en", english)):
        i18n.use(name)
        assert numbers.size(count).replace("\u00a0", " ") == said


def test_choosing_a_language_loads_no_screen() -> None:
    code = "import sys, sahelreader.i18n.problems, sahelreader.i18n.dates; print('textual' in sys.modules, 'rich' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["False", "False"]
