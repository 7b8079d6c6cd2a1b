"""The program as a person or a script runs it: a process of its own, folders of its own, JSON out."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Ran:
    """How one command ended. OUT is what scripts read, ERR what a person reads."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document that was printed."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """The JSON lines that were printed."""
        return [json.loads(line) for line in self.out.splitlines() if line.strip()]


@dataclass(frozen=True, slots=True)
class Program:
    """sahelreader with its data under HOME; speaks English unless ENV says otherwise."""

    home: Path
    env: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def environment(self) -> dict[str, str]:
        """What the process sees: nothing of the developer's own settings but where programs are."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "LANG": "en_GB.UTF-8",
            "SAHELREADER_DATA_DIR": str(self.data),
            "SAHELREADER_CONFIG_DIR": str(self.home / "config"),
        } | self.env

    def run(self, *arguments: object, stdin: str = "", timeout: float = 120) -> Ran:
        """Run one command to its end."""
        done = subprocess.run(
            [sys.executable, "-m", "sahelreader", *(str(item) for item in arguments)],
            input=stdin, env=self.environment, capture_output=True, timeout=timeout, check=False,
            encoding="utf-8",
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)

    def ask(self, *arguments: object, stdin: str = "") -> Any:
        """Run a command that must succeed, with --json; its document."""
        ran = self.run(*arguments, "--json", stdin=stdin)
        assert ran.status == 0, (ran.status, ran.out, ran.err)
        return ran.json
