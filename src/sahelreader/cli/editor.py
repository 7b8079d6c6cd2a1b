"""The person's own editor, for `comment` with no text given."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sahelreader.cli.output import Failure, Output
from sahelreader.cli.values import decoded
from sahelreader.i18n import _


@contextmanager
def edited(text: str, out: Output) -> Iterator[str]:
    """TEXT as the person left it in $VISUAL or $EDITOR, for a block that stores it.

    The file lives in a folder of our own, 0700. It is removed when the block ends well; when the text could not
    be stored it stays, and the person is told where.
    """
    command = out.environ.get("VISUAL") or out.environ.get("EDITOR")
    if not command:
        raise Failure(
            _("Give the text with --text, --file or -, or set EDITOR to the editor you like.")
        )
    folder = Path(tempfile.mkdtemp(prefix="sahelreader-"))
    path = folder / "comment.txt"
    path.touch(0o600)
    path.write_text(text, encoding="utf-8")
    try:
        written = _left(command, path, text)
    except BaseException:
        if not _kept(path, text, out):
            shutil.rmtree(folder, ignore_errors=True)
        raise
    try:
        yield written
    except BaseException:
        if not written.strip() or not _kept(path, text, out):
            shutil.rmtree(folder, ignore_errors=True)
        raise
    shutil.rmtree(folder, ignore_errors=True)


def _left(command: str, path: Path, text: str) -> str:
    """What is in the file at PATH after COMMAND; Failure when it could not run and changed nothing."""
    try:
        status = subprocess.run([*shlex.split(command), str(path)], check=False).returncode
    except (OSError, ValueError) as error:
        raise Failure(
            _("The editor “%(editor)s” cannot be started: %(reason)s")
            % {"editor": command, "reason": error}
        ) from error
    written = decoded(path.read_bytes())
    if status != 0 and written == text:
        raise Failure(
            _("The editor “%(editor)s” failed; nothing was changed.") % {"editor": command}
        )
    return written


def _kept(path: Path, text: str, out: Output) -> bool:
    """True, and said, when the file at PATH holds something that TEXT does not."""
    try:
        if path.read_bytes() == text.encode():
            return False
    except OSError:
        return False
    out.say(_("Your text could not be stored; it is in %(file)s.") % {"file": path})
    return True
