"""The field one writes in, the order of saves, and one's own editor: each alone."""

from __future__ import annotations

import os
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.app import App, ComposeResult

from sahelreader.domain.draft import Draft, Identity, Target
from sahelreader.screens import editor
from sahelreader.screens.saver import NotSaved, Saved, Saver
from sahelreader.widgets.shaping import Shaping
from sahelreader.widgets.writing import Writing

NOW = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)


class Sheet(App[None]):
    """Nothing but the field."""

    CSS = "Writing { border: none; padding: 0; height: 1fr; }"

    def compose(self) -> ComposeResult:
        yield Writing()


@asynccontextmanager
async def field(width: int = 20) -> AsyncIterator[Writing]:
    app = Sheet()
    async with app.run_test(size=(width, 10)):
        yield app.query_one(Writing)


# the field


async def test_no_line_begins_with_what_belongs_to_the_one_before() -> None:
    text = "Que dit le maire\u00a0: « rien » ? 25\u202f000 francs\u202f! Voilà ; tout est dit"
    for width in range(14, 40):
        async with field(width) as writing:
            writing.put(text)
            (lines,) = writing.wrapped_document.lines
            assert "".join(lines) == text
            assert len(lines) > 1
            assert not [line for line in lines if line[:1] in ":;!?»\u202f\u00a0"], lines
            assert not [line for line in lines if line.rstrip().endswith("«")], lines


async def test_a_place_in_the_text_is_found_again() -> None:
    async with field() as writing:
        for text in ("", "a", "a\n", "\n\na é", "un\ndeux\n\ntrois"):
            writing.load_text(text)
            for at in range(len(text) + 3):
                writing.cursor_at = at
                assert writing.cursor_at == min(at, len(text))
                assert writing.before_selection == text[: writing.cursor_at]


async def test_every_change_of_ours_is_one_edit_that_undo_takes_back() -> None:
    async with field() as writing:
        writing.load_text("un deux")
        writing.cursor_at = 7
        writing.put(" trois")
        writing.replace_all("tout autre")
        assert writing.text == "tout autre"
        writing.undo()
        assert writing.text == "un deux trois"
        writing.undo()
        assert writing.text == "un deux"


async def test_only_whole_words_are_underlined() -> None:
    async with field() as writing:
        writing.load_text("mai maison mai")
        writing.show_unknown(frozenset(("mai",)))
        line = writing.get_line(0)
        assert [line.plain[span.start : span.end] for span in line.spans] == ["mai", "mai"]
        writing.show_unknown(frozenset())
        assert not writing.get_line(0).spans


async def test_a_sequence_becomes_a_letter_and_back() -> None:
    app = Sheet()
    async with app.run_test(size=(20, 5)) as pilot:
        writing = app.query_one(Writing)
        writing.shaping = Shaping(accents=True).after_key
        await pilot.press(*"me", "circumflex_accent", *"me")
        assert writing.text == "même"
        await pilot.press("ctrl+z", "ctrl+z")
        assert writing.text == "me^"


# saving


def draft(text: str) -> Draft:
    target = Target("https://a.example/", "https://a.example/1", "Un article", "1")
    return Draft("d", target, text, Identity(), NOW, NOW)


class Disk:
    """Keeps what is saved; a save waits while `slow` is not set."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.slow = threading.Event()
        self.begun = threading.Event()
        self.broken = False

    def save(self, given: Draft) -> Draft:
        self.begun.set()
        assert self.slow.wait(10)
        if self.broken:
            raise OSError(28, "No space left on device")
        self.texts.append(given.text)
        return given


def test_versions_that_wait_are_replaced_by_the_newest() -> None:
    disk, done = Disk(), threading.Event()
    saver = Saver(disk.save, lambda outcome: done.set() if outcome.draft.text == "3" else None)
    saver.later(draft("1"))
    assert disk.begun.wait(10)
    saver.later(draft("2"))
    saver.later(draft("3"))
    disk.slow.set()
    assert done.wait(10)
    assert disk.texts == ["1", "3"]
    saver.close()
    saver.later(draft("4"))
    assert disk.texts == ["1", "3"]


def test_now_waits_for_what_is_being_written_and_comes_last() -> None:
    disk = Disk()
    saver = Saver(disk.save, lambda outcome: None)
    saver.later(draft("1"))
    assert disk.begun.wait(10)
    saver.later(draft("2"))
    threading.Timer(0.05, disk.slow.set).start()
    assert saver.now(draft("3")) == Saved(draft("3"))
    saver.close()
    assert disk.texts[-1] == "3"
    assert "2" not in disk.texts


def test_a_failed_save_is_told_and_the_next_one_is_tried() -> None:
    disk = Disk()
    disk.slow.set()
    disk.broken = True
    saver = Saver(disk.save, lambda outcome: None)
    outcome = saver.now(draft("1"))
    assert isinstance(outcome, NotSaved)
    assert outcome.reason.errno == 28
    disk.broken = False
    assert saver.now(draft("1")) == Saved(draft("1"))
    assert disk.texts == ["1"]


# one's own editor


def program(folder: Path, script: str) -> dict[str, str]:
    path = folder / "my editor.sh"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o700)
    return {"EDITOR": f'"{path}" --wait', "PATH": os.environ["PATH"]}


@contextmanager
def lent(times: list[str]) -> Iterator[None]:
    times.append("lent")
    yield
    times.append("back")


def test_the_text_goes_out_and_comes_back_without_the_editors_last_line_break(
    tmp_path: Path,
) -> None:
    times: list[str] = []
    environ = program(tmp_path, '[ "$1" = --wait ] && printf "un\\ndeux\\n" > "$2"')
    outcome = editor.edit("un", "d1", tmp_path / "editing", environ, lent(times))
    assert outcome == editor.Edited("un\ndeux")
    assert times == ["lent", "back"]
    folder = tmp_path / "editing" / f"d1-{os.getpid()}"
    assert folder.stat().st_mode & 0o777 == 0o700
    # kept until the text is on disk as a draft
    editor.finished("d1", tmp_path / "editing")
    assert not folder.exists()


@pytest.mark.parametrize(
    "environ",
    [
        {"EDITOR": "no-such-editor-anywhere", "PATH": "/usr/bin"},
        {"EDITOR": "false", "PATH": "/usr/bin:/bin"},
    ],
)
def test_an_editor_that_is_missing_or_fails_changes_nothing(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    outcome = editor.edit("un", "d1", tmp_path / "editing", environ, nullcontext())
    assert isinstance(outcome, editor.NotEdited)
    assert not list((tmp_path / "editing").glob("*"))


def test_what_is_not_utf8_stays_where_it_is(tmp_path: Path) -> None:
    environ = program(tmp_path, 'printf "\\377\\376" > "$2"')
    outcome = editor.edit("un", "d1", tmp_path / "editing", environ, nullcontext())
    assert isinstance(outcome, editor.NotEdited)
    (folder,) = (tmp_path / "editing").iterdir()
    assert str(folder) in outcome.sentence
    assert (folder / editor.NAME).read_bytes() == b"\xff\xfe"


def test_what_nano_rescued_is_what_is_found(tmp_path: Path) -> None:
    import subprocess

    done = subprocess.Popen(["true"])
    done.wait()
    folder = tmp_path / f"d1-{done.pid}"
    folder.mkdir()
    (folder / editor.NAME).write_text("vieux")
    (folder / editor.SAVED_BY_NANO).write_text("neuf")
    assert editor.left_behind("d1", tmp_path) == ("neuf", folder)
    assert editor.left_behind("d", tmp_path) is None
    editor.finished("d1", tmp_path)
    assert editor.left_behind("d1", tmp_path) is None
