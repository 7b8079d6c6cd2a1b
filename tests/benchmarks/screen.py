"""The reader on a real pseudo-terminal: start to the list, keys, memory, on a small and on a large library.

The floor is an empty Textual app that shows one line, started in turn with ours in the same run.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from sahelreader.library import Library
from tests.benchmarks.figures import Figure, in_turn
from tests.benchmarks.generator import fill
from tests.terminal import Terminal, program, surroundings

EMPTY = """
from textual.app import App
from textual.widgets import Static

class Empty(App):
    def compose(self):
        yield Static("READY-MARK")

Empty().run()
"""
TIMES = 7
SIZE = (120, 40)


def started(command: list[str], environ: dict[str, str], marker: str) -> tuple[float, float]:
    """(ms from exec to MARKER on screen, peak memory in MB then)."""
    began = time.perf_counter()
    with Terminal(command, environ=environ, columns=SIZE[0], rows=SIZE[1]) as terminal:
        terminal.wait_for(marker, 60)
        spent = (time.perf_counter() - began) * 1_000
        terminal.settle(0.3)
        return spent, memory(terminal.process.pid)


def memory(pid: int) -> float:
    """Peak resident memory of process PID in MB (Linux), else 0."""
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1_024
    except OSError:
        pass
    return 0


def key_times(environ: dict[str, str], keys: list[str], marker: str) -> list[float]:
    """ms from each of KEYS to the next change of the screen."""
    with Terminal(program(), environ=environ, columns=SIZE[0], rows=SIZE[1]) as terminal:
        terminal.wait_for(marker, 60)
        terminal.settle(0.5)
        spent = []
        for key in keys:
            seen, sent = len(terminal.raw), time.perf_counter()
            terminal.press(key)
            terminal.wait_until(lambda seen=seen: len(terminal.raw) > seen, repr(key), 10)
            spent.append((time.perf_counter() - sent) * 1_000)
            terminal.settle(0.08)
    return spent


def made(folder: Path, count: int) -> dict[str, str]:
    """An environment whose library has COUNT articles."""
    environ = surroundings(folder) | {"PATH": os.environ["PATH"]}
    library = Library.open(folder / "data" / "library.db", now=datetime.now(UTC))
    try:
        fill(library, count)
    finally:
        library.close()
    return environ


def measure(large: int = 20_000) -> list[Figure]:
    figures = []
    with tempfile.TemporaryDirectory() as temporary:
        few = made(Path(temporary) / "few", 1_000)
        many = made(Path(temporary) / "many", large)
        empty = [sys.executable, "-c", EMPTY]
        marker = _marker(few)
        peaks: dict[str, list[float]] = {"few": [], "many": [], "empty": []}

        def ours(name: str, environ: dict[str, str], mark: str) -> float:
            spent, peak = started(program(), environ, mark)
            peaks[name].append(peak)
            return spent

        def floor() -> float:
            spent, peak = started(empty, few, "READY-MARK")
            peaks["empty"].append(peak)
            return spent

        small, bare = in_turn(lambda: ours("few", few, marker), floor, TIMES)
        figures.append(
            Figure("start to list, 1,000 articles", small, "ms", "empty Textual app", bare, 1.5)
        )
        there = _marker(many)
        big, bare = in_turn(lambda: ours("many", many, there), floor, TIMES)
        figures.append(
            Figure(f"start to list, {large:,}", big, "ms", "empty Textual app", bare, 1.5)
        )
        figures.append(Figure("… against 1,000", big, "ms", "ours at 1,000", small, 1.1))
        figures.append(
            Figure(
                f"memory, {large:,}", statistics.median(peaks["many"]), "MB",
                "empty Textual app", statistics.median(peaks["empty"]), 2,
            )
        )  # fmt: skip
        keys = ["j"] * 20 + ["k"] * 10 + ["\x1b[6~"] * 5
        p95 = [sorted(key_times(environ, keys, mark))[int(len(keys) * 0.95)]
               for environ, mark in ((many, there), (few, marker))]  # fmt: skip
        figures.append(
            Figure(f"key to screen p95, {large:,}", p95[0], "ms", "ours at 1,000", p95[1], 1.2)
        )
    return figures


def _marker(environ: dict[str, str]) -> str:
    """What the first line of the list says: the newest title's beginning."""
    from sahelreader.library import articles
    from sahelreader.library.views import View

    library = Library.open(
        Path(environ["SAHELREADER_DATA_DIR"]) / "library.db", now=datetime.now(UTC)
    )
    try:
        ids = library.read_now(articles.ids, View("all"), 1)
        (row,) = library.read_now(articles.rows, ids)
    finally:
        library.close()
    return row.title[:18]
