"""A real Isso (from PyPI) on loopback, with its database to look into, and a door in front that can cut an answer."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SETTINGS = """
[general]
dbpath = {folder}/comments.db
host = http://127.0.0.1/
notify = stdout
[server]
listen = http://127.0.0.1:{port}
[moderation]
enabled = {moderated}
[guard]
enabled = true
ratelimit = {rate}
direct-reply = 100
reply-to-self = true
require-author = true
"""


@dataclass(frozen=True, slots=True)
class IssoServer:
    port: int
    folder: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def rows(self) -> list[tuple[int, str, str, str, int]]:
        """What its database holds: (id, author, email, text, mode); mode 1 is shown, 2 is held."""
        with sqlite3.connect(f"file:{self.folder}/comments.db?mode=ro", uri=True) as db:
            return db.execute(
                "SELECT id, author, email, text, mode FROM comments ORDER BY id"
            ).fetchall()

    def moderate(self, comment: int, act: str) -> None:
        """ACT: activate or delete, by the link that Isso writes into its log for the moderator."""
        log = (self.folder / "log").read_text(errors="replace")
        links = re.findall(rf"/id/{comment}/{act}/(\S+)", log)
        assert links, log[-2000:]
        request = urllib.request.Request(f"{self.url}id/{comment}/{act}/{links[-1]}", method="POST")
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert answer.status == 200


@contextmanager
def running(folder: Path, *, moderated: bool = False, rate: int = 1000) -> Iterator[IssoServer]:
    folder.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = folder / "isso.cfg"
    config.write_text(
        SETTINGS.format(folder=folder, port=port, moderated=str(moderated).lower(), rate=rate)
    )
    server = IssoServer(port, folder)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", "from isso import main; main()", "-c", str(config), "run"],
            stdout=log, stderr=subprocess.STDOUT, env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        try:
            _wait(server, process)
            yield server
        finally:
            process.terminate()
            process.wait(10)


def _wait(server: IssoServer, process: subprocess.Popen[bytes]) -> None:
    for _try in range(200):
        assert process.poll() is None, (server.folder / "log").read_text()
        try:
            with urllib.request.urlopen(f"{server.url}config", timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("Isso does not answer")


class Door:
    """Passes connections on to PORT; the answer to the next POST is cut after CUT_AFTER bytes."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.cut_after: int | None = None
        self.posts = 0
        self.url = ""

    async def __aenter__(self) -> Door:
        self._server = await asyncio.start_server(self._pass_on, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/"
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._server.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        found = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        body = await reader.readexactly(int(found[1]) if found else 0)
        head = re.sub(rb"\r\nconnection:[^\r]*", b"", head, flags=re.IGNORECASE)
        inner, out = await asyncio.open_connection("127.0.0.1", self._port)
        out.write(head.replace(b"\r\n", b"\r\nConnection: close\r\n", 1) + body)
        answer = await inner.read()
        out.close()
        if head.startswith(b"POST"):
            self.posts += 1
            if self.cut_after is not None:
                answer, self.cut_after = answer[: self.cut_after], None
        writer.write(answer)
        await writer.drain()
        writer.close()
