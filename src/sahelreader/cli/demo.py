"""`demo`: the reader on a throw-away library, fed by a sample site on loopback. The whole cycle with no network."""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import aclosing, contextmanager
from pathlib import Path

from sahelreader.cli.output import DONE, USAGE, Output
from sahelreader.cli.terminal import why_no_reader
from sahelreader.i18n import _, language
from sahelreader.paths import Paths, private_folder


def demo(given: argparse.Namespace, out: Output) -> int:
    from sahelreader.demo import sample_site

    if not given.serve_only:
        reason = why_no_reader(sys.stdin, sys.stdout, os.environ)
        if reason:
            out.say(reason)
            return USAGE
    with sample_site(language()) as site:
        if given.serve_only:
            if out.as_json:
                out.record({"url": site.url})
            else:
                out.line(site.url)
                out.out.flush()
            threading.Event().wait()
        out.say(_("Preparing the sample library…"))
        with throw_away_folder() as folder:
            paths = Paths(folder / "data", folder / "config")
            asyncio.run(_fill(paths, site.url))
            from sahelreader.cli.reader import start

            return start(paths)
    return DONE


@contextmanager
def throw_away_folder() -> Iterator[Path]:
    """A folder of our own, 0700, removed at the end; only a log of our mistakes outlives it, for it was just named."""
    folder = Path(tempfile.mkdtemp(prefix="sahelreader-demo-"))
    try:
        yield folder
    finally:
        kept = [path.read_bytes() for path in folder.rglob("*.log") if path.is_file()]
        logs = [path for path in folder.rglob("*.log") if path.is_file()]
        shutil.rmtree(folder, ignore_errors=True)
        for path, told in zip(logs, kept, strict=True):
            private_folder(path.parent)
            path.touch(0o600)
            path.write_bytes(told)


async def _fill(paths: Paths, url: str) -> None:
    """Subscribe the library at PATHS to the sample site at URL and sync it once."""
    from sahelreader.cli.session import open_library, utc_now
    from sahelreader.config import Settings
    from sahelreader.network import open_client
    from sahelreader.sync import Options, Subscribed, subscribe, sync

    library = open_library(paths, furnished=False)
    try:
        async with open_client(Settings()) as client:
            answer = await subscribe(library, client, url, now=utc_now)
            if isinstance(answer, Subscribed):
                events = sync(library, client, [answer.site], now=utc_now, options=Options())
                async with aclosing(events):
                    async for _event in events:
                        pass
    finally:
        library.close()
