"""How the command line speaks: results on standard output, messages on standard error, nothing hostile on either."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any

from sahelreader.domain.text import safe_text
from sahelreader.i18n import _

#: the only escapes that this program writes: our own attributes, made by `styled`
_OURS = re.compile(r"(\x1b\[[0-9;]*m)")

DONE, FAILED, USAGE, PARTLY, INTERRUPTED = 0, 1, 2, 3, 130


def labelled(label: object, text: object) -> str:
    """TEXT about LABEL, with the colon as the language has it."""
    return _("%(label)s: %(text)s") % {"label": label, "text": text}


class Failure(Exception):
    """A command cannot be done. The message is one sentence and what to do; STATUS is the exit status."""

    def __init__(self, message: str, status: int = FAILED) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Output:
    """Where a command's results go. AS_JSON: one JSON document (or lines, for commands that go on)."""

    as_json: bool
    out: IO[str]
    err: IO[str]
    environ: Mapping[str, str]

    @property
    def colour(self) -> bool:
        """Whether escapes may be written to standard output."""
        return (
            not self.as_json
            and self.out.isatty()
            and not self.environ.get("NO_COLOR")
            and self.environ.get("TERM", "dumb") != "dumb"
        )

    @property
    def lively(self) -> bool:
        """Whether a progress bar may be drawn on standard error."""
        return self.err.isatty() and self.environ.get("TERM", "dumb") != "dumb"

    def document(self, value: Any) -> None:
        """VALUE as the one JSON document of a command."""
        self.out.write(json.dumps(made_safe(value), ensure_ascii=False, indent=2) + "\n")

    def record(self, value: Any) -> None:
        """VALUE as one JSON line, at once."""
        self.out.write(json.dumps(made_safe(value), ensure_ascii=False) + "\n")
        self.out.flush()

    def line(self, text: str = "") -> None:
        """TEXT on standard output, made safe whatever it holds."""
        self.out.write(safe_text(text) + "\n")

    def styled(self, text: str, sgr: str) -> str:
        """TEXT, safe, in SGR attributes ("1" bold, "2" dim) where colour is allowed. For `raw`."""
        text = safe_text(text)
        return f"\x1b[{sgr}m{text}\x1b[0m" if self.colour else text

    def raw(self, text: str) -> None:
        """TEXT that holds what `styled` made: its attributes stay, all else is made safe."""
        parts = _OURS.split(text)
        parts[::2] = [safe_text(part) for part in parts[::2]]
        self.out.write("".join(parts) + "\n")

    def say(self, text: str) -> None:
        """TEXT as a message on standard error."""
        self.err.write(safe_text(text) + "\n")
        self.err.flush()


def made_safe(value: Any) -> Any:
    """VALUE, JSON-able, with every text in it safe for a terminal: JSON is looked at in one too."""
    if isinstance(value, str):
        return safe_text(value)
    if isinstance(value, dict):
        return {key: made_safe(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [made_safe(item) for item in value]
    return value


def standard(as_json: bool) -> Output:
    """The process' own streams; undecodable characters never raise."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    return Output(as_json, sys.stdout, sys.stderr, os.environ)
