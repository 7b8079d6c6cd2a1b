"""`sahelreader list` and a `sync` with nothing to do, against the bare import of an HTTP client: time of the processor."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
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
            # of the processor, not of the clock: others work on the same machine
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(
                [sys.executable, *arguments],
                env=program.environment,
                check=True,
                capture_output=True,
            )
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            user, system = after.ru_utime - before.ru_utime, after.ru_stime - before.ru_stime
            return (user + system) * 1_000

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
            figures.append(Figure(name, ours, "ms CPU", "python -c 'import httpx'", floor, 1.6))
        return figures
