"""Run as a process that is going to be killed: does one thing to an outbox, and says when it is done.

    python -m tests.dying FOLDER SITE ACTION SECONDS

ACTION: save, queue or send. Prints BEGIN before it starts and DONE when its caller would be told so. One thread only,
so that a system call's number is always the same one.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sahelreader.config import Settings
from sahelreader.delivery import deliver
from sahelreader.delivery.systems import system
from sahelreader.drafts import Drafts
from sahelreader.network import open_client
from sahelreader.parse.extract import extract
from tests.delivering import START

NEW = "Seconde version, plus longue que la première. " * 40


class AtOnce(ThreadPoolExecutor):
    """Runs what it is given on the thread that gives it."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **named))
        except Exception as error:
            future.set_exception(error)
        return future


async def send(drafts: Drafts, seconds: float) -> None:
    asyncio.get_running_loop().set_default_executor(AtOnce())
    moment = START + timedelta(seconds=seconds)

    async def sleep(pause: float) -> None:
        return

    async with open_client(Settings()) as client:
        async for _event in deliver(drafts, client, now=lambda: moment, sleep=sleep):
            pass


def say(word: str) -> None:
    os.write(1, f"{word}\n".encode())


def main() -> None:
    folder, _site, action, seconds = sys.argv[1:]
    drafts = Drafts(Path(folder))
    [draft] = drafts.all().drafts
    # what is imported on first use is imported now: its system calls are not the ones to be tested
    assert callable(system)
    assert callable(extract)
    say("BEGIN")
    if action == "save":
        drafts.save(replace(draft, text=NEW, updated=START))
    elif action == "queue":
        drafts.queue(draft.id, START)
    else:
        asyncio.run(send(drafts, float(seconds)))
    say("DONE")


if __name__ == "__main__":
    main()
