"""`demo`: the reader on a throw-away library, fed by a sample site on loopback. The whole cycle with no network."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import threading
from contextlib import aclosing
from pathlib import Path

from sahelreader.cli.output import DONE, USAGE, Output
from sahelreader.cli.terminal import why_no_reader
from sahelreader.i18n import _, language
from sahelreader.paths import Paths


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
        with tempfile.TemporaryDirectory(prefix="sahelreader-demo-") as folder:
            paths = Paths(Path(folder) / "data", Path(folder) / "config")
            asyncio.run(_fill(paths, site.url))
            from sahelreader.cli.reader import start

            return start(paths)
    return DONE


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
