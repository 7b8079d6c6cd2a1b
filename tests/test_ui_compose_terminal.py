"""What is typed survives the program's end, however it ends; on a real pseudo-terminal, the process really killed."""

from __future__ import annotations

import os
import signal
import sys
import time
import tomllib
from pathlib import Path

import pytest

from tests.terminal import Terminal, program, surroundings

TEXT = "Le bac n’est pas passé depuis lundi : « l’eau est basse »"


def texts(folder: Path) -> list[str]:
    """The texts of the drafts on disk under FOLDER; an unfinished file would fail to parse."""
    found = sorted((folder / "data" / "drafts").glob("*.toml"))
    return [tomllib.loads(path.read_text(encoding="utf-8"))["text"] for path in found]


def write(terminal: Terminal, text: str = TEXT) -> None:
    """Open the composer on the first article and type TEXT."""
    terminal.wait_for("Bienvenue")
    terminal.settle()
    terminal.press("c")
    terminal.wait_for("Sur l’article")
    terminal.settle()
    terminal.press(text)


def on_disk(folder: Path, terminal: Terminal, text: str = TEXT, seconds: float = 5) -> float:
    """Seconds until TEXT is on disk."""
    began = time.monotonic()
    terminal.wait_until(lambda: texts(folder) == [text], f"{text!r} on disk", seconds)
    return time.monotonic() - began


def test_typed_text_is_on_disk_within_a_second_and_survives_kill_9(tmp_path: Path) -> None:
    with Terminal(program(), environ=surroundings(tmp_path)) as terminal:
        write(terminal)
        on_disk(tmp_path, terminal)
        text, took = TEXT, []
        for letter in " enfin":
            text += letter
            terminal.press(letter)
            took.append(on_disk(tmp_path, terminal, text))
        # a machine busy with other tests may be late now and then
        assert sorted(took)[len(took) // 2] < 1.0
        terminal.process.kill()
        terminal.process.wait()
    assert texts(tmp_path) == [text]
    # the next start says so, and the text opens again
    with Terminal(program(), environ=surroundings(tmp_path)) as terminal:
        terminal.wait_for("interrompu")
        terminal.settle()
        terminal.press("B")
        terminal.wait_for("Brouillons")
        terminal.press("\r")
        terminal.wait_for("Sur l’article")
        terminal.press(" et le marché")
        on_disk(tmp_path, terminal, f"{text} et le marché")
        terminal.press("\x1b")
        terminal.wait_for("Mes commentaires")
        terminal.press("Q")
        assert terminal.leave() == 0
    with Terminal(program(), environ=surroundings(tmp_path)) as terminal:
        terminal.wait_for("Bienvenue")
        assert "interrompu" not in "\n".join(terminal.settle())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_the_last_letter_before_a_signal_is_kept(tmp_path: Path, number: signal.Signals) -> None:
    with Terminal(program(), environ=surroundings(tmp_path)) as terminal:
        write(terminal)
        terminal.wait_for(TEXT)
        terminal.process.send_signal(number)
        assert terminal.leave() == 128 + number
    assert texts(tmp_path) == [TEXT]


def test_a_closed_terminal_keeps_the_text(tmp_path: Path) -> None:
    with Terminal(program(), environ=surroundings(tmp_path)) as terminal:
        write(terminal)
        terminal.wait_for(TEXT)
        terminal.hang_up()
        assert terminal.process.wait(20) is not None
    assert texts(tmp_path) == [TEXT]


def editor(folder: Path, script: str) -> str:
    path = folder / "editor.sh"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o700)
    return str(path)


def test_ones_own_editor_and_back(tmp_path: Path) -> None:
    environ = surroundings(tmp_path, EDITOR=editor(tmp_path, 'printf ", dit-on" >> "$1"'))
    with Terminal(program(), environ=environ) as terminal:
        write(terminal)
        terminal.wait_for(TEXT)
        terminal.press("\x05")
        terminal.wait_for("dit-on")
        on_disk(tmp_path, terminal, f"{TEXT}, dit-on")
        terminal.press("\x1b")
        terminal.wait_for("Bienvenue")
    # what was lent to the editor is gone again
    assert not list((tmp_path / "data").glob("editing/*"))


def test_killed_while_the_editor_has_the_text(tmp_path: Path) -> None:
    waiting = tmp_path / "waiting"
    script = f'printf ", et plus" >> "$1"; touch "{waiting}"; sleep 60'
    environ = surroundings(tmp_path, EDITOR=editor(tmp_path, script))
    with Terminal(program(), environ=environ) as terminal:
        write(terminal)
        terminal.wait_for(TEXT)
        terminal.press("\x05")
        terminal.wait_until(waiting.exists, "the editor", 20)
        # the whole session, as when the power goes
        os.killpg(terminal.process.pid, signal.SIGKILL)
        terminal.process.wait()
    assert texts(tmp_path) == [TEXT]
    with Terminal(program(), environ=surroundings(tmp_path)) as terminal:
        terminal.wait_for("interrompu")
        terminal.settle()
        terminal.press("B")
        terminal.wait_for("Brouillons")
        terminal.settle()
        terminal.press("\r")
        terminal.wait_for("et plus")
        on_disk(tmp_path, terminal, f"{TEXT}, et plus")


#: the program with a mistake in it: quoting ends in an exception
BROKEN = """
import sys
from sahelreader.screens import compose
def action_quote(self):
    raise RuntimeError("a mistake")
compose.ComposeScreen.action_quote = action_quote
from sahelreader.cli.run import open_reader
sys.exit(open_reader())
"""


def test_a_mistake_of_ours_keeps_the_text(tmp_path: Path) -> None:
    command = [sys.executable, "-c", BROKEN]
    with Terminal(command, environ=surroundings(tmp_path)) as terminal:
        write(terminal)
        terminal.wait_for(TEXT)
        terminal.press("\x12")
        assert terminal.leave() != 0
    assert texts(tmp_path) == [TEXT]
    log = (tmp_path / "data" / "log" / "sahelreader.log").read_text("utf-8")
    assert "basse" not in log
