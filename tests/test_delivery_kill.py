"""The process is killed at every system call of saving, queuing, sending and recording; started again, nothing is lost
and nothing is sent twice.

With strace where there is one (the system call itself is made to kill), and at named places of the program everywhere.
A kill does not lose what the kernel has: that the disk has it before anybody is told so is shown by the order of calls.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sahelreader.domain.draft import State
from tests.delivering import START, Desk
from tests.dying import NEW
from tests.posting_site import PostingSite

#: of the system calls of an action so many are killed at, spread over it; SAHEL_KILLS=all: every one
KILLS = os.environ.get("SAHEL_KILLS", "6")
OLD = "Première version, écrite avant la coupure."
FILES = ("flock", "openat", "fchmod", "write", "fsync", "rename", "unlink", "close")
SOCKETS = ("socket", "connect", "sendto", "sendmsg", "recvfrom", "shutdown")
#: what a save, a queuing and a sending must have on disk, in this order, before they are called done
POINTS = (
    "outbox.move", "outbox.queued", "outbox.sending", "answer.read", "sent.move", "sent.held",
    "sent.published",
)  # fmt: skip


def strace_works() -> bool:
    if shutil.which("strace") is None:
        return False
    tried = ["strace", "-qq", "-e", "inject=getpid:retval=1:when=1", "true"]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


traced = pytest.mark.skipif(not strace_works(), reason="strace cannot be used here")


class Served:
    """A desk whose site answers from a thread of its own, so that another process can talk to it."""

    def __init__(self, folder: Path) -> None:
        from sahelreader.drafts import Drafts

        self.site = PostingSite()
        self.desk = Desk(self.site, Drafts(folder))
        self.site.clock = lambda: self.desk.time.timestamp()
        self.loop = asyncio.new_event_loop()

    def run(self, action: str, *, how: list[str] | None = None, at: str = "") -> tuple[int, str]:
        """Do ACTION in a process of its own, under HOW; its exit status (minus the signal) and what it said."""
        command = [
            *(how or []), sys.executable, "-m", "tests.dying", str(self.desk.drafts._data),
            self.site.url, action, str((self.desk.time - START).total_seconds()),
        ]  # fmt: skip
        done = subprocess.run(
            command, capture_output=True, check=False, timeout=120,
            env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "SAHEL_CRASH_AT": at},
            cwd=Path(__file__).parent.parent,
        )  # fmt: skip
        assert b"Traceback" not in done.stderr, done.stderr.decode()
        return done.returncode, done.stdout.decode()


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    made = Served(folder)
    thread = threading.Thread(target=made.loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(made.site.__aenter__(), made.loop).result()
    try:
        yield made
    finally:
        asyncio.run_coroutine_threadsafe(made.site.__aexit__(None, None, None), made.loop).result()
        made.loop.call_soon_threadsafe(made.loop.stop)
        thread.join()
        made.loop.close()


def calls(served: Served, action: str, log: Path) -> list[tuple[str, str]]:
    """The system calls of ACTION, in order, as (name, the whole line): those after BEGIN and up to DONE."""
    traced_calls = ",".join((*FILES, *SOCKETS))
    status, _said = served.run(
        action, how=["strace", "-f", "-qq", "-y", "-s", "64", "-o", str(log), "-e", f"trace={traced_calls}"]
    )  # fmt: skip
    assert status == 0
    lines = log.read_text(errors="replace").splitlines()
    begin = next(n for n, line in enumerate(lines) if "write(1" in line and "BEGIN" in line)
    done = next(n for n, line in enumerate(lines) if "write(1" in line and "DONE" in line)
    found = [re.match(r"(?:\d+ +)?(\w+)\(", line) for line in lines]
    before = Counter(match[1] for match in found[: begin + 1] if match)
    served_calls = []
    for match, line in zip(found[begin + 1 : done], lines[begin + 1 : done], strict=True):
        if match:
            before[match[1]] += 1
            # of the files only ours: what Python reads to import a module changes nothing
            if match[1] in SOCKETS or str(served.desk.drafts._data) in line:
                served_calls.append((f"{match[1]}:{before[match[1]]}", line))
    return served_calls


def prepare(served: Served, action: str) -> str:
    """One draft, queued when it is to be sent."""
    return served.desk.write(OLD, queue=action == "send")


def check_and_finish(served: Served, name: str, action: str, killed_at: str) -> None:
    """Start again: the text is there, whole; sent in the end, once."""
    from sahelreader.drafts import Drafts

    shelf = Drafts(served.desk.drafts._data).all()
    assert shelf.damaged == (), killed_at
    [draft] = shelf.drafts
    assert draft.id == name
    assert draft.text in ((OLD, NEW) if action == "save" else (OLD,)), killed_at
    assert not list(served.desk.drafts._data.rglob("*.new")), killed_at
    served.desk.drafts = Drafts(served.desk.drafts._data)
    if draft.state is State.DRAFT:
        served.desk.drafts.queue(name, served.desk.time)
    for _again in range(3):
        served.desk.later(90_000)
        asyncio.run(drain(served))
    draft = served.desk.read(name)
    assert draft.state in (State.HELD, State.PUBLISHED), (killed_at, draft)
    assert len(served.site.stored) == 1, (killed_at, served.site.stored)
    assert draft.remote_id == str(served.site.comments[0].id), killed_at


async def drain(served: Served) -> None:
    await served.desk.send()


@traced
@pytest.mark.slow
@pytest.mark.parametrize("action", ["save", "queue", "send"])
def test_killed_at_every_system_call(tmp_path: Path, action: str) -> None:
    with served(tmp_path / "whole") as first:
        prepare(first, action)
        points = [name for name, _line in calls(first, action, tmp_path / "log")]
    assert len(points) >= 10
    if KILLS != "all":
        points = spread(points, int(KILLS))
    killed = 0
    for number, point in enumerate(points):
        name, _colon, when = point.partition(":")
        with served(tmp_path / str(number)) as again:
            draft = prepare(again, action)
            status, said = again.run(
                action, how=["strace", "-f", "-qq", "-o", "/dev/null", "-e",
                             f"inject={name}:signal=KILL:when={when}"],
            )  # fmt: skip
            killed += status != 0
            assert status == 0 or "DONE" not in said, point
            check_and_finish(again, draft, action, point)
    # a number may differ from run to run, as with a module that has no bytecode yet; nearly every one must have hit
    missed = 1 if KILLS != "all" else max(2, len(points) // 10)
    assert killed >= len(points) - missed, (killed, len(points))
    sys.stdout.write(f"{action}: killed at {killed} of {len(points)} system calls\n")


def spread(points: list[str], count: int) -> list[str]:
    """COUNT of POINTS: the first, the last, and others at equal distances; fsync and rename, where it hurts, first."""
    hurting = [point for point in points if point.startswith(("fsync", "rename"))]
    some = hurting if len(hurting) >= count // 2 else points
    chosen = {some[round(n * (len(some) - 1) / max(count // 2 - 1, 1))] for n in range(count // 2)}
    chosen |= {points[round(n * (len(points) - 1) / (count - 1))] for n in range(count)}
    return [point for point in points if point in chosen][:count]


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_named_place(tmp_path: Path, point: str) -> None:
    action = "queue" if point in ("outbox.move", "outbox.queued") else "send"
    with served(tmp_path) as desk:
        if point == "sent.published":
            desk.site.known.add("zenabou@example.org")
        draft = prepare(desk, action)
        status, said = desk.run(action, at=point)
        assert status == 137, "the place was not passed"
        assert "DONE" not in said
        check_and_finish(desk, draft, action, point)


@traced
@pytest.mark.parametrize("action", ["save", "queue"])
def test_the_disk_has_it_before_anybody_is_told(tmp_path: Path, action: str) -> None:
    """Written, synced, renamed, the folder synced; and a file that changes folders makes both of them durable."""
    with served(tmp_path / "data") as desk:
        prepare(desk, action)
        names = ordered(calls(desk, action, tmp_path / "log"))
    first = ["write .new", "fsync .new", "rename .new", "fsync drafts"]
    moved = ["rename outbox", "fsync outbox", "fsync drafts"] if action == "queue" else []
    assert names == first + moved


@traced
def test_the_frozen_payload_is_on_disk_before_a_byte_of_it_leaves(tmp_path: Path) -> None:
    with served(tmp_path / "data") as desk:
        prepare(desk, "send")
        names = ordered(calls(desk, "send", tmp_path / "log"))
    posted = names.index("POST")
    assert names[:posted] == ["write .new", "fsync .new", "rename .new", "fsync outbox"]
    # the proof is on disk before the site is asked anything further
    asked = names.index("GET")
    assert names[posted + 1 : asked] == [
        "write .new", "fsync .new", "rename .new", "fsync outbox",
        "rename sent", "fsync sent", "fsync outbox",
    ]  # fmt: skip


def ordered(found: list[tuple[str, str]]) -> list[str]:
    """The calls that matter for durability, in a few words each."""
    names = []
    for name, line in found:
        call = name.partition(":")[0]
        if call == "write" and ".new>" in line:
            names.append("write .new")
        elif call == "fsync":
            where = re.search(r"<([^>]*)>", line)
            assert where is not None
            names.append(
                "fsync .new" if where[1].endswith(".new") else f"fsync {Path(where[1]).name}"
            )
        elif call == "rename":
            source, target = re.findall(r'"([^"]*)"', line)
            whole = source.endswith(".new")
            names.append("rename .new" if whole else f"rename {Path(target).parent.name}")
        elif call in ("sendto", "sendmsg", "write") and '"POST ' in line:
            names.append("POST")
        elif call in ("sendto", "sendmsg", "write") and '"GET ' in line:
            names.append("GET")
    return names
