"""A real pseudo-terminal with the program in it: what a person would see, and every byte that was sent to show it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pyte

OTHER_SCREEN = re.compile(rb"(\x1b\[\?1049[hl])")
KEYBOARD = re.compile(rb"\x1b\[[<>=]\d*u")


class Terminal:
    """Runs COMMAND on a pty of COLUMNS×ROWS. `raw` holds all that it wrote; `lines()` what shows now."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        environ: Mapping[str, str],
        columns: int = 80,
        rows: int = 24,
        folder: Path | None = None,
    ) -> None:
        self.columns, self.rows = columns, rows
        self.raw = b""
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        # a session of its own, so that the pty is its controlling terminal and hanging up reaches it
        self.process = subprocess.Popen(
            list(command),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={"TERM": "xterm-256color", "COLUMNS": str(columns), "LINES": str(rows), **environ},
            cwd=folder,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0) and None,
        )
        os.close(slave)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._read(0.1)
        os.close(self._master)

    def press(self, keys: str) -> None:
        """Type KEYS, as the bytes a terminal would send."""
        os.write(self._master, keys.encode())

    def wait_for(self, text: str, seconds: float = 20) -> list[str]:
        """Read until TEXT shows; its lines. Fails with the screen when it does not."""
        return self.wait_until(lambda: text in "\n".join(self.lines()), repr(text), seconds)

    def wait_gone(self, text: str, seconds: float = 20) -> list[str]:
        return self.wait_until(
            lambda: text not in "\n".join(self.lines()), f"{text!r} to go", seconds
        )

    def wait_until(self, met: object, what: str, seconds: float) -> list[str]:
        assert callable(met)
        deadline = time.monotonic() + seconds
        while not met():
            if time.monotonic() > deadline or (
                not self._read(0.05) and self.process.poll() is not None and not met()
            ):
                shown = "\n".join(self.lines())
                raise AssertionError(f"waited for {what}; the screen shows:\n{shown}")
        return self.lines()

    def settle(self, quiet: float = 0.3, seconds: float = 10) -> list[str]:
        """Read until nothing has been written for QUIET seconds."""
        deadline = time.monotonic() + seconds
        while self._read(quiet) and time.monotonic() < deadline:
            pass
        return self.lines()

    def leave(self, seconds: float = 20) -> int:
        """Wait for the program's end; its exit status (negative: the signal)."""
        deadline = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < deadline:
            self._read(0.05)
        status = self.process.poll()
        if status is None:
            raise AssertionError("still running; the screen shows:\n" + "\n".join(self.lines()))
        self._read(0.1)
        return status

    def resize(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        # a fresh one: pyte loses lines when it is made smaller and larger again, and programs repaint everything
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.process.send_signal(signal.SIGWINCH)

    def hang_up(self) -> None:
        """Close the terminal under the program, as a dropped connection does."""
        os.close(self._master)
        self._master = os.open(os.devnull, os.O_RDWR)

    def lines(self) -> list[str]:
        return [line.rstrip() for line in self._screen.display]

    def _read(self, seconds: float) -> bool:
        """Take in what was written within SECONDS; False when nothing was."""
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return False
        self.raw += data
        # pyte knows neither the keyboard protocol nor the other screen: entering and leaving it clears here
        for part in OTHER_SCREEN.split(KEYBOARD.sub(b"", data)):
            if OTHER_SCREEN.fullmatch(part):
                self._screen.reset()
            else:
                self._stream.feed(part)
        return bool(data)


def program(*arguments: str) -> list[str]:
    """The program under test with ARGUMENTS, as `python -m` runs it."""
    return [sys.executable, "-m", "sahelreader", *arguments]


def surroundings(folder: Path, **more: str) -> dict[str, str]:
    """An environment whose data and settings are under FOLDER, in French, with nothing of the person running the tests."""
    return {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "HOME": str(folder / "home"),
        "LANG": "fr_FR.UTF-8",
        "PYTHONUTF8": "1",
        "SAHELREADER_DATA_DIR": str(folder / "data"),
        "SAHELREADER_CONFIG_DIR": str(folder / "config"),
        **more,
    }
