"""The program on a real pseudo-terminal: how it starts and how it ends, and that the terminal is given back."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal import Terminal, program, surroundings

#: what must have been taken back when the program is gone: other screen, mouse, bracketed paste, hidden cursor
GIVEN_BACK = (b"\x1b[?1049l", b"\x1b[?1000l", b"\x1b[?1003l", b"\x1b[?2004l", b"\x1b[?25h")
#: the program with a mistake in it: one key ends in an exception whose values nobody may see
BROKEN = """
import sys
from sahelreader.screens import library
def action_zen(self):
    secret = "awa@canari.example"
    raise RuntimeError(secret)
library.LibraryScreen.action_zen = action_zen
from sahelreader.cli.run import open_reader
sys.exit(open_reader())
"""


def given_back(terminal: Terminal) -> None:
    for sequence in GIVEN_BACK:
        taken = sequence[:-1] + (b"h" if sequence.endswith(b"l") else b"l")
        last = terminal.raw.rfind(taken)
        assert last < 0 or terminal.raw.rfind(sequence) > last, sequence
    # and what was shown on the other screen is gone from this one
    assert "Bienvenue" not in "\n".join(terminal.lines())


def opened(terminal: Terminal) -> None:
    """Wait until the screen is the program's: its keys stand at the foot (rows alone show earlier)."""
    terminal.wait_for("Bienvenue")
    terminal.wait_for("Entrée")
    terminal.settle()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_while_it_starts(tmp_path: Path, number: signal.Signals) -> None:
    with Terminal(program(), environ=surroundings(tmp_path)) as terminal:
        terminal.wait_until(lambda: bool(terminal.raw), "a first byte", 20)
        terminal.process.send_signal(number)
        assert terminal.leave() == 128 + number
        given_back(terminal)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 24), (140, 40), (20, 10)])
def test_the_first_start_shows_something_to_read_and_q_leaves(
    tmp_path: Path, columns: int, rows: int
) -> None:
    with Terminal(
        program(), environ=surroundings(tmp_path), columns=columns, rows=rows
    ) as terminal:
        opened(terminal)
        terminal.press("Q")
        assert terminal.leave() == 0
        given_back(terminal)
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_gives_the_terminal_back(tmp_path: Path, number: signal.Signals) -> None:
    with Terminal(program(), environ=surroundings(tmp_path)) as terminal:
        opened(terminal)
        terminal.process.send_signal(number)
        assert terminal.leave() == 128 + number
        given_back(terminal)


def test_a_closed_terminal_ends_the_program(tmp_path: Path) -> None:
    with Terminal(program(), environ=surroundings(tmp_path)) as terminal:
        opened(terminal)
        terminal.press("jj\r")
        terminal.settle()
        terminal.hang_up()
        assert terminal.process.wait(20) is not None
    # where one was is kept: the next start is there
    assert '"reading": true' in (tmp_path / "data" / "left-off.json").read_text("utf-8")


def test_a_mistake_of_ours_gives_the_terminal_back_and_tells_no_secret(tmp_path: Path) -> None:
    command = [sys.executable, "-c", BROKEN]
    with Terminal(command, environ=surroundings(tmp_path), columns=100) as terminal:
        opened(terminal)
        terminal.press("z")
        status = terminal.leave()
        assert status == 1
        given_back(terminal)
        said = "\n".join(terminal.lines())
        assert "erreur du programme" in said
        assert "Traceback" not in said
        assert b"canari" not in terminal.raw
    logged = (tmp_path / "data" / "log" / "sahelreader.log").read_text("utf-8")
    assert "action_zen" in logged


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_dumb_terminal_is_told_what_to_do_instead(tmp_path: Path, term: str) -> None:
    with Terminal(program(), environ={**surroundings(tmp_path), "TERM": term}) as terminal:
        assert terminal.leave() == 2
        assert b"\x1b" not in terminal.raw
        assert "sahelreader list" in "\n".join(terminal.lines())


def test_without_a_terminal_it_does_not_wait_for_ever(tmp_path: Path) -> None:
    done = subprocess.run(
        program(),
        env={**surroundings(tmp_path), "TERM": "xterm-256color"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == b""
    assert "sahelreader list" in done.stderr.decode()


def test_another_width_while_it_runs(tmp_path: Path) -> None:
    with Terminal(program(), environ=surroundings(tmp_path)) as terminal:
        opened(terminal)
        for columns, rows in ((40, 24), (140, 40), (20, 8), (8, 3), (80, 24)):
            terminal.resize(columns, rows)
            terminal.settle()
            assert terminal.process.poll() is None
        opened(terminal)
        terminal.press("Q")
        assert terminal.leave() == 0


def test_where_one_left_off_is_where_one_comes_back(tmp_path: Path) -> None:
    with Terminal(program(), environ=surroundings(tmp_path)) as terminal:
        opened(terminal)
        terminal.press("jj")
        terminal.settle()
        before = [line for line in terminal.lines() if line.startswith("▌")]
        terminal.press("Q")
        assert terminal.leave() == 0
    with Terminal(program(), environ=surroundings(tmp_path)) as terminal:
        opened(terminal)
        assert [line for line in terminal.lines() if line.startswith("▌")] == before
        terminal.press("Q")
        assert terminal.leave() == 0


def test_nothing_moves_by_itself(tmp_path: Path) -> None:
    """A reader left alone sends not one byte: a slow line costs, and what moves distracts."""
    with Terminal(program(), environ=surroundings(tmp_path)) as terminal:
        opened(terminal)
        terminal.settle(quiet=1.0)
        sent = len(terminal.raw)
        terminal.settle(quiet=2.0)
        assert len(terminal.raw) == sent
        terminal.press("Q")
        terminal.leave()


def test_keys_typed_before_it_shows_count(tmp_path: Path) -> None:
    with Terminal(program(), environ=surroundings(tmp_path)) as terminal:
        terminal.wait_until(lambda: bool(terminal.raw), "a first byte", 20)
        terminal.press("Q")
        assert terminal.leave() == 0
        given_back(terminal)


def test_no_colour_when_none_is_wanted(tmp_path: Path) -> None:
    environ = surroundings(tmp_path, NO_COLOR="1")
    with Terminal(program(), environ=environ) as terminal:
        opened(terminal)
        assert b"38;2;" not in terminal.raw
        assert b"48;2;" not in terminal.raw
        terminal.press("Q")
        terminal.leave()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data").chmod(0o500)
    with Terminal(program(), environ=surroundings(tmp_path)) as terminal:
        assert terminal.leave() == 1
        assert "Traceback" not in "\n".join(terminal.lines())


def test_the_reader_shows_though_its_errors_go_into_a_file(tmp_path: Path) -> None:
    errors = tmp_path / "errors.txt"
    shell = ["sh", "-c", f'exec "$@" 2>"{errors}"', "sh", *program()]
    with Terminal(shell, environ=surroundings(tmp_path)) as terminal:
        opened(terminal)
        terminal.press("Q")
        assert terminal.leave() == 0
        given_back(terminal)
    assert errors.read_bytes() == b""
