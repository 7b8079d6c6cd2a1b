"""`sahelreader demo`, keys alone: list, article, thread, a comment queued, delivered, held, published, answered."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.terminal import Terminal, program, surroundings


def sync_until(terminal: Terminal, text: str) -> None:
    """Press R now and then until TEXT shows. Not while a sync runs: pressed again, R stops it."""
    deadline = time.monotonic() + 120
    while text not in "\n".join(terminal.lines()):
        assert time.monotonic() < deadline, "\n".join(terminal.lines())
        terminal.press("R")
        pause = time.monotonic() + 5
        while time.monotonic() < pause and text not in "\n".join(terminal.lines()):
            terminal.settle(0.2, 1)


@pytest.mark.slow
@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 24)])
def test_the_whole_way_of_a_comment_by_keys_alone(tmp_path: Path, columns: int, rows: int) -> None:
    environ = surroundings(tmp_path, TMPDIR=str(tmp_path))
    with Terminal(program("demo"), environ=environ, columns=columns, rows=rows) as terminal:
        terminal.wait_for("Le bac de Ségou", 60)
        terminal.settle()
        terminal.press("c")
        terminal.wait_for("Nom")
        terminal.press("Bonjour du terminal")
        terminal.wait_for("signes")
        terminal.press("\x13")
        terminal.wait_for("Qui signe")
        for answer in ("Awa\r", "awa@example.org\r", "\r"):
            terminal.press(answer)
            terminal.settle()
        terminal.wait_for("Signé Awa")
        terminal.press("y")
        terminal.wait_for("envoyé", 30)
        terminal.press("B")
        terminal.wait_for("Bonjour du terminal")
        sync_until(terminal, "Publiés")
        terminal.press("\x1b")
        terminal.wait_for("À Dori")
        # the author's answer comes with a later sync
        sync_until(terminal, "+1")
        terminal.press("\r")
        terminal.wait_for("Le premier camion")
        terminal.press("\r")
        terminal.wait_for("Bonjour du terminal")
        terminal.press("n")
        terminal.wait_for("Merci Awa")
        terminal.press("Q")
        assert terminal.leave() == 0
    assert b"\x1b[?1049l" in terminal.raw
    # the throw-away library is thrown away, and the person's own was never made
    assert not list(tmp_path.glob("sahelreader-demo-*"))
    assert not (tmp_path / "data").exists()
