"""What a process that was ended left beside the drafts: cleaned away, or kept when it is the only copy of a text."""

from __future__ import annotations

import os
import re
from pathlib import Path

from sahelreader.domain.draft import Folder
from sahelreader.drafts.files import Unreadable, move, read_private, sync_folder
from sahelreader.drafts.form import NotADraft, from_toml

_LEFTOVER = re.compile(r"\.(?P<name>.+\.toml)\.(?P<process>\d+)\.new")


def tidy(data: Path) -> None:
    """Settle every unfinished file of dead processes under DATA. To be called with the drafts locked.

    A file that was being replaced is there, whole: the unfinished one goes. A first save that was never
    finished is the only copy: it becomes the draft when it is whole, else it stays, with the ending ".torn".
    """
    for folder in Folder:
        place = data / folder
        if not place.is_dir():
            continue
        for path in sorted(place.iterdir()):
            found = _LEFTOVER.fullmatch(path.name)
            if found is None or _runs(int(found["process"])):
                continue
            final = place / found["name"]
            if any((data / other / found["name"]).exists() for other in Folder):
                path.unlink(missing_ok=True)
            elif _whole(path, final.stem):
                move(path, final)
            elif path.is_file() and path.stat().st_size == 0:
                path.unlink(missing_ok=True)
            else:
                os.replace(path, place / f"{final.stem}.torn")
        sync_folder(place)


def torn(data: Path) -> list[Path]:
    """The half-written files that were kept."""
    return sorted(path for folder in Folder for path in (data / folder).glob("*.torn"))


def _whole(path: Path, name: str) -> bool:
    try:
        return from_toml(read_private(path))[0].id == name
    except (OSError, Unreadable, NotADraft):
        return False


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
