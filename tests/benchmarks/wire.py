"""What a sync costs on the wire, headers and all, as a proxy in between counts it: the sample site with gzip."""

from __future__ import annotations

import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from sahelreader.demo import sample_site
from sahelreader.demo.paper import Manners
from tests.benchmarks.figures import Figure
from tests.program import Program


@dataclass
class Wire:
    """Bytes up and down, and requests, that went through."""

    up: int = 0
    down: int = 0
    requests: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def clear(self) -> None:
        self.up = self.down = self.requests = 0


@contextmanager
def counted(port: int) -> Iterator[tuple[int, Wire]]:
    """A port that passes everything on to PORT, and what passed."""
    wire = Wire()
    listening = socket.create_server(("127.0.0.1", 0))

    def carry(source: socket.socket, target: socket.socket, upwards: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                with wire.lock:
                    if upwards:
                        wire.up += len(data)
                        wire.requests += data.count(b" HTTP/1.1\r\n")
                    else:
                        wire.down += len(data)
                target.sendall(data)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)

    def serve() -> None:
        with suppress(OSError):
            while True:
                caller, _address = listening.accept()
                there = socket.create_connection(("127.0.0.1", port))
                for ends in ((caller, there, True), (there, caller, False)):
                    threading.Thread(target=carry, args=ends, daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listening.getsockname()[1], wire
    finally:
        listening.close()


def measure() -> list[Figure]:
    figures = []
    with tempfile.TemporaryDirectory() as folder, sample_site("fr", Manners(flood=0)) as site:
        paper = site.paper
        # ten articles with fifty comments
        while len(paper.posts) < 10:
            last = paper.posts[-1]
            paper.posts += (
                replace(last, id=last.id + 1, slug=f"{last.slug}-{last.id}", open=True),
            )
        first = paper.remarks[0]
        paper.remarks += [
            replace(
                first, id=1_000 + n, post=1 + n % 10, parent=0, author=f"Lectrice {n}",
                html=f"<p>{first.html[3:-4]} ({n}) {'Et encore. ' * (n % 5)}</p>",
                published=first.published + timedelta(seconds=n),
            )
            for n in range(50 - len(paper.remarks))
        ]  # fmt: skip
        real = int(site.url.rstrip("/").rpartition(":")[2])
        with counted(real) as (port, wire):
            program = Program(Path(folder))
            program.run("add", f"http://127.0.0.1:{port}/")
            wire.clear()
            ran = program.run("sync", "--json")
            assert ran.status == 0, ran.err
            figures.append(
                Figure("10 articles, 50 comments: bytes down", wire.down, "B", "bar", 5_000, 1)
            )
            figures.append(Figure("… requests", wire.requests, "", "bar", 2, 1))
            wire.clear()
            program.run("sync")
            figures.append(
                Figure("nothing new: bytes both ways", wire.up + wire.down, "B", "bar", 1_500, 1)
            )
            figures.append(Figure("… requests", wire.requests, "", "bar", 2, 1))
    return figures
