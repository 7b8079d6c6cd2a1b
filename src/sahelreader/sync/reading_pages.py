"""Takes a web page apart without letting it take the program down: in a child process that can be killed.

`extract_page` is all that others need. The child starts with the first page that deserves one, is kept for the next,
and goes when it has had nothing to do for a while or the program ends (its input closes). Knows no network.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sahelreader.parse.extract import ExtractedPage
    from sahelreader.parse.page.tree import TooComplex

#: bytes up to which a page is read in place: too little to hurt, and sooner done than sent
SMALL = 16_000
#: seconds on the clock after which the child is killed; its own limit on processor time is shorter
PATIENCE = 25.0
#: seconds without work after which the child is let go
IDLE = 60.0


async def extract_page(
    body: bytes, url: str, headers: Mapping[str, str], now: datetime | None = None
) -> ExtractedPage | TooComplex:
    """The article of a page got at URL, or a TooComplex whose str() is the reason. Never raises on what a page holds."""
    return await asyncio.to_thread(read_page, body, url, headers, now)


def read_page(
    body: bytes, url: str, headers: Mapping[str, str], now: datetime | None = None
) -> ExtractedPage | TooComplex:
    """`extract_page` for callers without an event loop; blocks."""
    from sahelreader.parse.extract import TooComplex, extract
    from sahelreader.parse.page.tree import PAGE_LIMIT

    if len(body) > PAGE_LIMIT:
        return TooComplex("larger than the limit of a page")
    if len(body) <= SMALL:
        try:
            return extract(body, url, dict(headers), now=now)
        except TooComplex as reason:
            return reason
        except RecursionError:
            return TooComplex("too deep")
    return _WORKSHOP.read(body, url, dict(headers), now)


class Workshop:
    """One child process, one page at a time; threads wait for one another."""

    def __init__(self, patience: float = PATIENCE, idle: float = IDLE) -> None:
        self._patience, self._idle = patience, idle
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._rest: threading.Timer | None = None

    def read(
        self, body: bytes, url: str, headers: dict[str, str], now: datetime | None
    ) -> ExtractedPage | TooComplex:
        from sahelreader.parse.page.tree import TooComplex
        from sahelreader.parse.worker import receive, send

        with self._lock:
            child = self._at_work()
            killer = threading.Timer(self._patience, child.kill)
            killer.daemon = True
            killer.start()
            try:
                assert child.stdin is not None
                assert child.stdout is not None
                send(child.stdin, (body, url, headers, now))
                answer = receive(child.stdout)
            except (OSError, ValueError, EOFError):
                answer = None
            finally:
                killer.cancel()
            if answer is None:
                self._end()
                return TooComplex("took too long or too much memory")
            self._rest_later()
            return TooComplex(answer) if isinstance(answer, str) else answer

    def close(self) -> None:
        """Let the child go."""
        with self._lock:
            self._end()

    def _at_work(self) -> subprocess.Popen[bytes]:
        if self._rest is not None:
            self._rest.cancel()
            self._rest = None
        if self._child is None or self._child.poll() is not None:
            environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
            self._child = subprocess.Popen(
                [sys.executable, "-m", "sahelreader.parse.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                # a Ctrl+C in the terminal is for the reader; the child ends when its input does
                start_new_session=True,
            )
        return self._child

    def _rest_later(self) -> None:
        self._rest = threading.Timer(self._idle, self.close)
        self._rest.daemon = True
        self._rest.start()

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue


#: the process's own: a limit on what the program may use has to be one for the whole program. Holds no article.
_WORKSHOP = Workshop()
