"""The person's own editor on the text being written, in a folder of ours that nobody else can read.

Runs a program and reads a file; gives the terminal up and takes it back only through the app's `suspend`.
The folder stands beside the drafts, not in /tmp: what an editor had when the power went is found again.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from sahelreader.i18n import _
from sahelreader.paths import private_folder

#: looked for, in this order, when neither VISUAL nor EDITOR says
USUAL = ("nano", "micro", "vim", "vi")
NAME = "comment.txt"
#: what nano writes when it is ended by a signal
SAVED_BY_NANO = NAME + ".save"


@dataclass(frozen=True, slots=True)
class Edited:
    text: str


@dataclass(frozen=True, slots=True)
class NotEdited:
    """SENTENCE says why, and what to do."""

    sentence: str


def editor_command(environ: Mapping[str, str]) -> list[str]:
    """The words of the command that edits; empty when there is no editor at all."""
    wanted = environ.get("VISUAL") or environ.get("EDITOR") or ""
    try:
        words = shlex.split(wanted)
    except ValueError:
        words = []
    if words:
        return words
    return next(([name] for name in USUAL if shutil.which(name)), [])


def edit(
    text: str,
    draft_id: str,
    root: Path,
    environ: Mapping[str, str],
    suspended: AbstractContextManager[None],
) -> Edited | NotEdited:
    """TEXT as the person leaves it in the editor, which runs within SUSPENDED.

    The file is in ROOT/DRAFT_ID-PROCESS/, 0700, and is removed afterwards; it stays when it could not be read.
    """
    command = editor_command(environ)
    if not command:
        return NotEdited(_("No editor was found. Set EDITOR to the one you like."))
    folder = root / f"{draft_id}-{os.getpid()}"
    path = folder / NAME
    try:
        private_folder(folder)
        with os.fdopen(
            os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as file:
            file.write(text)
        with suspended:
            status = subprocess.run([*command, str(path)], check=False).returncode
        written = _written(folder)
    except FileNotFoundError:
        _remove(folder)
        return NotEdited(
            _("The editor “%(editor)s” is not installed. Your text is as it was.")
            % {"editor": command[0]}
        )
    except UnicodeDecodeError:
        return NotEdited(
            _("What the editor wrote is not UTF-8; it stays in %(file)s.") % {"file": path}
        )
    except OSError as error:
        return NotEdited(
            _("The editor could not be used (%(reason)s). Your text is as it was.")
            % {"reason": error.strerror or error}
        )
    if status != 0 and written == text:
        _remove(folder)
        return NotEdited(
            _("The editor “%(editor)s” failed. Your text is as it was.") % {"editor": command[0]}
        )
    # editors end the last line; the person did not type that line break
    if written.endswith("\n") and not text.endswith("\n"):
        written = written[:-1]
    return Edited(written)


def finished(draft_id: str, root: Path) -> None:
    """The edited text of DRAFT_ID is on disk as a draft: remove the editor's file, and what a dead process left."""
    for folder in root.glob(f"{draft_id}-*"):
        process = folder.name.removeprefix(f"{draft_id}-")
        if process == str(os.getpid()) or (process.isdigit() and not _runs(int(process))):
            _remove(folder)


def left_behind(draft_id: str, root: Path) -> tuple[str, Path] | None:
    """Text of DRAFT_ID that an editor had when the program ended, and its folder; None when there is none."""
    for folder in sorted(root.glob(f"{draft_id}-*")):
        process = folder.name.removeprefix(f"{draft_id}-")
        if process.isdigit() and not _runs(int(process)):
            try:
                return _written(folder), folder
            except (OSError, UnicodeDecodeError):
                continue
    return None


def _written(folder: Path) -> str:
    rescued = folder / SAVED_BY_NANO
    return (rescued if rescued.is_file() else folder / NAME).read_text(encoding="utf-8")


def _remove(folder: Path) -> None:
    """Remove FOLDER, unless an editor left something of its own there (a swap file) that may hold more."""
    for name in (NAME, SAVED_BY_NANO, NAME + "~"):
        (folder / name).unlink(missing_ok=True)
    try:
        folder.rmdir()
        folder.parent.rmdir()
    except OSError:
        return


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
