"""Commands to WordPress from inside: a PHP process that has it loaded and reads JSON lines."""

import json
import subprocess
import threading
from pathlib import Path
from typing import Any

from tests.wordpress.daemons import ENVIRONMENT, as_account, tail

PHP = ("php", "-d", "display_errors=stderr", "-d", "memory_limit=512M")


class Refused(Exception):
    """WordPress would not do what the test asked; the message is its own."""


class Console:
    """php/control.php, kept running; commands may come from several threads.

    One request is {"command": NAME, "arguments": {...}}, its answer {"result": ANYTHING} or
    {"error": "why"}, each on one line.
    """

    def __init__(self, base: Path) -> None:
        self._log = base / "log" / "control.log"
        command = [*PHP, str(base / "php" / "control.php"), str(base / "root")]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                as_account(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
                text=True, encoding="utf-8", start_new_session=True, cwd=base,
                env=ENVIRONMENT,
            )  # fmt: skip
        self._turn = threading.Lock()
        self._answer()  # "ready"

    def call(self, command: str, **arguments: object) -> Any:
        """Run COMMAND; an argument that is None is left out, as if it had not been given."""
        given = {name: value for name, value in arguments.items() if value is not None}
        line = json.dumps({"command": command, "arguments": given})
        assert self._process.stdin is not None
        with self._turn:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
            return self._answer()

    def close(self) -> None:
        """End the process: it stops by itself when it has no more to read."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"php/control.php ended: {tail(self._log)}")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise Refused(answer["error"])
        return answer["result"]


def install(base: Path) -> None:
    """Run php/install.php on the empty database of the WordPress in BASE."""
    command = [*PHP, str(base / "php" / "install.php"), str(base / "root")]
    done = subprocess.run(
        as_account(command), capture_output=True, text=True, cwd=base, env=ENVIRONMENT
    )
    if done.returncode:
        raise RuntimeError(f"WordPress did not install: {done.stdout[-500:]}{done.stderr[-500:]}")
