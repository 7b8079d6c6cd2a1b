"""`backup`: library, drafts, settings and identities in one zip, from which everything can be put back by hand.

The zip holds `data/` and `config/` as they stand in the two folders that `doctor` shows.
"""

from __future__ import annotations

import argparse
import tempfile
import zipfile
from pathlib import Path
from typing import IO

from sahelreader.cli.files import private_file
from sahelreader.cli.output import DONE, USAGE, Failure, Output
from sahelreader.cli.session import Session, session
from sahelreader.i18n import _

#: folders of what a person wrote, whatever became of it
WRITTEN = ("drafts", "outbox", "sent", "discarded")


def backup(given: argparse.Namespace, out: Output) -> int:
    target = Path(given.file)
    if target.is_dir():
        raise Failure(_("%(file)s is a folder; a file was expected.") % {"file": target}, USAGE)
    if target.exists() and not zipfile.is_zipfile(target):
        # somebody's file, perhaps the library itself
        raise Failure(
            _("%(file)s is there and is no backup; give another name.") % {"file": target}, USAGE
        )
    with session(out) as opened, private_file(target) as file:
        write_backup(opened, file)
    size = target.stat().st_size
    if out.as_json:
        out.document({"file": str(target), "bytes": size})
    else:
        out.line(str(target))
        out.say(
            _(
                "To put it back: unpack it, “data” into %(data)s and “config” into %(config)s, while the program is closed."
            )
            % {"data": opened.paths.data, "config": opened.paths.config}
        )
    return DONE


def write_backup(opened: Session, file: IO[bytes]) -> None:
    """Everything, as a zip, into FILE."""
    from sahelreader.library.damage import backup as copy_library

    paths = opened.paths
    with tempfile.TemporaryDirectory(prefix="sahelreader-", dir=paths.data) as folder:
        copied = Path(folder) / "library.db"
        copy_library(opened.library, copied)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(copied, "data/library.db")
            for name in WRITTEN:
                for path in sorted((paths.data / name).rglob("*")):
                    # damaged ones too: what a person wrote may still be read in them
                    if path.is_file() and not path.is_symlink():
                        archive.write(path, f"data/{path.relative_to(paths.data)}")
            for path in (paths.settings, paths.identities):
                if path.is_file():
                    archive.write(path, f"config/{path.name}")
