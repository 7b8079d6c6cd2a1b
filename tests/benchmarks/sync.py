"""Bringing in fifty feeds on loopback: whole articles stored, made safe, indexed; beside newsboat when it is installed.

newsboat (reload into its cache, with no index and nothing made safe) is run by `newsboat -x reload` on the same feeds.
Without it the floor is the same work by hand: feedparser alone on the same bytes, nothing stored.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from sahelreader.domain.site import Found, SourceKind
from sahelreader.library import Library, sites
from tests.benchmarks.figures import Figure
from tests.benchmarks.generator import prose
from tests.program import Program

FEEDS, ITEMS, WORDS = 50, 20, 400


def feed(dice: random.Random, number: int, base: str) -> bytes:
    newest = datetime.now(UTC)
    items = "".join(
        f"<item><title>Article {number}-{item}: {prose(dice, 8)}</title><link>{base}/{number}/{item}</link>"
        f"<guid>{base}/{number}/{item}</guid><pubDate>{format_datetime(newest - timedelta(hours=item))}</pubDate>"
        f"<content:encoded><![CDATA[{''.join(f'<p>{prose(dice, WORDS // 8)}</p>' for _ in range(8))}]]>"
        "</content:encoded></item>"
        for item in range(ITEMS)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Journal {number}</title><link>{base}/{number}/</link>{items}</channel></rss>"
    ).encode()


@contextmanager
def served() -> Iterator[tuple[str, list[bytes]]]:
    """The address of a server of the feeds ("/N/feed/"), and their bytes."""
    feeds: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            part = self.path.strip("/").partition("/")[0]
            body = feeds[int(part)] if part.isdigit() and int(part) < FEEDS else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    base = f"http://127.0.0.1:{server.server_port}"
    dice = random.Random(1)
    feeds.extend(feed(dice, number, base) for number in range(FEEDS))
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield base, feeds
    finally:
        server.shutdown()
        server.server_close()


def ours(home: Path, base: str) -> float:
    """Seconds of one `sahelreader sync` that brings all in."""
    program = Program(home)
    now = datetime.now(UTC)
    program.data.mkdir(parents=True, mode=0o700)
    library = Library.open(program.data / "library.db", now=now)
    for number in range(FEEDS):
        found = Found(
            f"{base}/{number}/", f"Journal {number}", SourceKind.FEED, f"{base}/{number}/feed/"
        )
        library.write_now(sites.add, found, now)
    library.close()
    began = time.perf_counter()
    ran = program.run("sync", "--no-full-text", "--json", timeout=600)
    spent = time.perf_counter() - began
    stored = sum(line["new"] for line in ran.lines)
    if stored != FEEDS * ITEMS:
        raise AssertionError(f"{stored} articles stored: {ran.err[:300]} {ran.out[:300]}")
    return spent


def newsboat(home: Path, base: str) -> float:
    """Seconds of one reload by newsboat."""
    home.mkdir(parents=True)
    urls = home / "urls"
    urls.write_text("".join(f"{base}/{number}/feed/\n" for number in range(FEEDS)))
    (home / "config").write_text("reload-threads 6\nmax-items 0\n")
    began = time.perf_counter()
    subprocess.run(
        ["newsboat", "-q", "-u", urls, "-c", home / "cache.db", "-C", home / "config", "-x", "reload"],
        env={"PATH": "/usr/bin:/bin", "HOME": str(home)}, check=True, capture_output=True,
    )  # fmt: skip
    return time.perf_counter() - began


def parsed_alone(feeds: list[bytes]) -> float:
    """Seconds of feedparser over FEEDS in a process of its own, nothing fetched or stored."""
    code = (
        "import sys, time, feedparser; data = sys.stdin.buffer.read().split(b'\\0');"
        "began = time.perf_counter(); [feedparser.parse(part) for part in data];"
        "print(time.perf_counter() - began)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], input=b"\0".join(feeds), check=True, capture_output=True
    )
    return float(ran.stdout)


def measure() -> list[Figure]:
    total = FEEDS * ITEMS
    figures = []
    with tempfile.TemporaryDirectory() as temporary, served() as (base, feeds):
        folder = Path(temporary)
        spent = ours(folder / "ours", base)
        rate = total / spent
        if shutil.which("newsboat"):
            peer = total / newsboat(folder / "newsboat", base)
            figures.append(
                Figure("sync, articles a second", rate, "/s", "newsboat", peer, 1.5, less=False)
            )
        else:
            floor = total / parsed_alone(feeds)
            figures.append(
                Figure("sync, articles a second", rate, "/s", "feedparser alone", floor, less=False)
            )
        size = sum(file.stat().st_size for file in (folder / "ours" / "data").glob("library.db*"))
        figures.append(
            Figure("library with its index, of the feeds' bytes", size / 1e6, "MB", "feeds", sum(map(len, feeds)) / 1e6)
        )  # fmt: skip
    return figures
