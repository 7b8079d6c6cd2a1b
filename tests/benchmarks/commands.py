"""`sahelreader list` and a `sync` with nothing to do, against the bare import of an HTTP client."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sahelreader.demo import sample_site
from sahelreader.demo.paper import Manners
from tests.benchmarks.figures import Figure, in_turn
from tests.program import Program

TIMES = 9


def measure() -> list[Figure]:
    with (
        tempfile.TemporaryDirectory() as folder,
        sample_site("fr", Manners(flood=0)) as site,
    ):
        program = Program(Path(folder))
        program.run("add", site.url)
        program.run("sync")

        def spent(*arguments: str) -> float:
            began = time.perf_counter()
            subprocess.run(
                [sys.executable, *arguments],
                env=program.environment,
                check=True,
                capture_output=True,
            )
            return (time.perf_counter() - began) * 1_000

        figures = []
        for name, arguments in (
            ("list, 15 articles", ("list",)),
            ("list --json", ("list", "--json")),
            ("outbox", ("outbox",)),
            ("sync, nothing new", ("sync",)),
            ("--version", ("--version",)),
        ):
            ours, floor = in_turn(
                lambda words=arguments: spent("-m", "sahelreader", *words),  # type: ignore[misc]
                lambda: spent("-c", "import httpx"),
                TIMES,
            )
            figures.append(Figure(name, ours, "ms", "python -c 'import httpx'", floor, 1.6))
        return figures
