"""The draft under the composer: saved in order, rescued when it cannot be, found again with its cursor."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sahelreader.domain.draft import Draft, Identity, State, Target
from sahelreader.drafts import Drafts
from sahelreader.screens.compose_draft import Composition, Trace, Traces, rescue
from sahelreader.screens.saver import NotSaved, Saved

NOW = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
TARGET = Target("https://a.example/", "https://a.example/1", "Un article", "1")


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    return Drafts(tmp_path / "data")


def opened(
    drafts: Drafts, told: Callable[[Saved | NotSaved], None] = lambda outcome: None
) -> Composition:
    clock = Clock()
    draft = drafts.begin(TARGET, Identity(), NOW)
    return Composition(draft, drafts, Traces(drafts._data), clock, told)


def test_nothing_is_on_disk_before_something_is_typed(drafts: Drafts) -> None:
    composition = opened(drafts)
    assert not composition.dirty
    composition.save_later()
    composition.save_now()
    assert drafts.all().drafts == ()


def test_saved_later_the_newest_wins(drafts: Drafts) -> None:
    saved = threading.Event()
    composition = opened(
        drafts, lambda outcome: saved.set() if outcome.draft.text == "abc" else None
    )
    for text in ("a", "ab", "abc"):
        assert composition.edit(text, Identity("Awa"))
        composition.save_later()
    assert saved.wait(10)
    kept = drafts.all().drafts
    assert [(draft.text, draft.identity.name) for draft in kept] == [("abc", "Awa")]
    assert not composition.dirty
    composition.close()


def test_a_draft_queued_by_another_hand_is_not_written_over(drafts: Drafts) -> None:
    composition = opened(drafts)
    composition.edit("premier", Identity())
    composition.save_now()
    drafts.queue(composition.draft.id, NOW)
    composition.edit("second", Identity())
    assert isinstance(composition.save_now(), Saved)
    assert composition.elsewhere
    texts = {draft.id: (draft.text, draft.state) for draft in drafts.all().drafts}
    assert texts[composition.found.id] == ("premier", State.QUEUED)
    assert texts[composition.draft.id] == ("second", State.DRAFT)


def test_a_folder_that_takes_nothing(drafts: Drafts, tmp_path: Path) -> None:
    # a file where the folder should be: not even root can write there
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "drafts").write_text("")
    composition = opened(drafts)
    composition.edit("texte", Identity())
    outcome = composition.save_now()
    assert isinstance(outcome, NotSaved)
    assert composition.dirty
    (tmp_path / "data" / "drafts").unlink()
    assert isinstance(composition.save_now(), Saved)
    assert [draft.text for draft in drafts.all().drafts] == ["texte"]


def test_a_text_is_rescued_elsewhere(tmp_path: Path) -> None:
    path = rescue("le texte", "d1", (tmp_path / "missing", tmp_path))
    assert path is not None
    assert path.parent == tmp_path
    assert path.read_text(encoding="utf-8") == "le texte"
    assert path.stat().st_mode & 0o777 == 0o600


def dead_process() -> int:
    done = subprocess.Popen(["true"])
    done.wait()
    return done.pid


def test_traces(tmp_path: Path) -> None:
    traces = Traces(tmp_path)
    assert traces.interrupted() == []
    traces.note(Trace("open", os.getppid(), 3))
    traces.note(Trace("closed", 0, 7))
    traces.note(Trace("killed", dead_process(), 9))
    traces.note(Trace("same-number", os.getpid(), 0))
    assert {trace.draft_id for trace in traces.interrupted()} == {"killed", "same-number"}
    assert traces.get("closed") == Trace("closed", 0, 7)
    traces.forget("closed")
    assert traces.get("closed") is None


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"process": "x", "cursor": 1}', '{"cursor": 1}']
)
def test_a_damaged_trace_is_none(tmp_path: Path, content: str) -> None:
    traces = Traces(tmp_path)
    traces.note(Trace("d", 0, 1))
    (tmp_path / "writing" / "d.json").write_text(content)
    assert traces.get("d") is None
    assert traces.interrupted() == []


def test_reopening_finds_the_same_draft(drafts: Drafts) -> None:
    composition = opened(drafts)
    composition.edit("un début", Identity())
    composition.save_now()
    again = drafts.begin(TARGET, Identity(), NOW)
    assert (again.id, again.text) == (composition.draft.id, "un début")
    other = drafts.begin(replace(TARGET, parent_remote_id="4"), Identity(), NOW)
    assert other.id != again.id
    assert isinstance(other, Draft)


def test_wipe_erases_what_writing_leaves(tmp_path: Path) -> None:
    from fnmatch import fnmatch

    from sahelreader.cli.wiping import OURS

    Traces(tmp_path).note(Trace("d", 0, 1))
    rescue("un texte", "d", (tmp_path,))
    names = [path.name for path in tmp_path.iterdir()] + ["editing"]
    assert len(names) == 3
    assert [name for name in names if not any(fnmatch(name, ours) for ours in OURS)] == []
