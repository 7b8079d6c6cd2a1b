"""`wipe`: erase what was read and written here, library locked or broken or not, and say what cannot be reached."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from sahelreader.cli.output import DONE, USAGE, Failure, Output
from sahelreader.i18n import _
from sahelreader.paths import find_paths

#: what the program makes in its two folders; anything else there is somebody's, and stays
OURS = (
    "library.db*",
    "*.damaged*",
    "drafts",
    "outbox",
    "sent",
    "discarded",
    "writing",
    "editing",
    "sahelreader-*.txt",
    "left-off.json",
    "log",
    "pictures",
    "state",
    "settings.*",
    "identities.*",
    ".*",
    "*.lock",
    "*.new",
)
BLOCK = 1 << 20  # bytes


def wipe(given: argparse.Namespace, out: Output) -> int:
    paths = find_paths()
    if not given.yes:
        if not sys.stdin.isatty():
            raise Failure(_("Nothing was erased: say --yes."), USAGE)
        out.say(_("This erases every article, draft, comment and setting on this machine."))
        out.err.write(_("Type “yes” to erase: "))
        out.err.flush()
        if sys.stdin.readline().strip().lower() not in ("yes", "oui"):
            raise Failure(_("Nothing was erased."))
    folders = list(dict.fromkeys((paths.data, paths.config)))
    left = [str(path) for folder in folders for path in erase(folder)]
    if left:
        raise Failure(_("These could not be erased: %(files)s") % {"files": ", ".join(left)})
    others = [str(folder) for folder in folders if folder.exists() and any(folder.iterdir())]
    told = _(
        "Erased. Not reached: backups and exports you made elsewhere, passwords in the system's keyring, "
        "and what a flash disk keeps of deleted files."
    )
    if out.as_json:
        out.document({"erased": [str(folder) for folder in folders], "note": told})
    else:
        out.line(told)
    if others:
        out.say(
            _("Files that are not this program's were left in: %(folders)s")
            % {"folders": ", ".join(others)}
        )
    return DONE


def erase(folder: Path) -> list[Path]:
    """Overwrite and remove what is ours in FOLDER, and FOLDER when nothing else is in it; what could not be removed."""
    found = {path for pattern in OURS for path in folder.glob(pattern)}
    for path in sorted(found):
        for file in (
            (path, *path.rglob("*")) if path.is_dir() and not path.is_symlink() else (path,)
        ):
            _overwrite(file)
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            try:
                path.unlink(missing_ok=True)
            except OSError:
                continue
    with suppress(OSError):  # somebody's files are in it, or it was never made
        folder.rmdir()
    return [path for path in sorted(found) if path.exists() or path.is_symlink()]


def _overwrite(path: Path) -> None:
    """Zeros over the file at PATH: once is enough on a magnetic disk, and all one can do on a flash one."""
    if path.is_symlink() or not path.is_file():
        return
    try:
        size = path.stat().st_size
        zeros = bytes(min(size, BLOCK))
        with path.open("r+b") as file:
            for offset in range(0, size, BLOCK):
                file.write(zeros[: size - offset])
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        return  # not writable: removing it is still tried
