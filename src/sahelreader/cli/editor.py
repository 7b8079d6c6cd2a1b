"""The person's own editor, for `comment` with no text given."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from sahelreader.cli.output import Failure, Output
from sahelreader.i18n import _


def edit_text(text: str, out: Output) -> str:
    """TEXT as the person left it in $VISUAL or $EDITOR. The file lives in a folder of our own, 0700, and is removed."""
    command = out.environ.get("VISUAL") or out.environ.get("EDITOR")
    if not command:
        raise Failure(
            _("Give the text with --text, --file or -, or set EDITOR to the editor you like.")
        )
    with tempfile.TemporaryDirectory(prefix="sahelreader-") as folder:
        path = Path(folder) / "comment.txt"
        with os.fdopen(
            os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), "w", encoding="utf-8"
        ) as file:
            file.write(text)
        try:
            status = subprocess.run([*shlex.split(command), str(path)], check=False).returncode
        except (OSError, ValueError) as error:
            raise Failure(
                _("The editor “%(editor)s” cannot be started: %(reason)s")
                % {"editor": command, "reason": error}
            ) from error
        written = path.read_text(encoding="utf-8", errors="replace")
    if status != 0 and written == text:
        raise Failure(
            _("The editor “%(editor)s” failed; nothing was changed.") % {"editor": command}
        )
    return written
