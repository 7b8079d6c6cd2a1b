"""A small sample newspaper served on loopback: the whole cycle of reading and commenting with no network.

It speaks the part of WordPress that the reader uses, and moderates like a patient editor: what is sent is
held, approved after a few seconds, then answered by the article's author. Knows nothing of the reader.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sahelreader.demo.paper import Manners, Paper, read_paper
from sahelreader.demo.server import make_server


@dataclass(frozen=True, slots=True)
class SampleSite:
    """URL is the home page, "http://127.0.0.1:PORT/". PAPER is what stands on the site, for tests to look at."""

    url: str
    paper: Paper


def utc_now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def sample_site(language: str = "fr", manners: Manners | None = None) -> Iterator[SampleSite]:
    """Serve the sample newspaper in LANGUAGE ("fr" or "en") on a free port until the block ends."""
    text = Path(__file__).with_name(f"{language}.toml").read_text(encoding="utf-8")
    paper = read_paper(text, language, utc_now(), manners or Manners())
    server = make_server(paper, utc_now)
    serving = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    serving.start()
    try:
        yield SampleSite(f"http://127.0.0.1:{server.server_port}/", paper)
    finally:
        server.shutdown()
        server.server_close()
        serving.join()
