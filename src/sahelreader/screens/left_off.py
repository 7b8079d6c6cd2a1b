"""Where the person left off: view, article, pane widths. A small file that may be lost without harm.

Plain data; also read before Textual is imported, so it imports nothing of it.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sahelreader.paths import private_folder

FILE = "left-off.json"


@dataclass(frozen=True, slots=True)
class LeftOff:
    """VIEW is a view's kind, argument and order. TOP: lines between the top of the list and the current article."""

    kind: str = "all"
    arg: str = ""
    order: str = ""
    label: str = ""
    article: int = 0
    top: int = 0
    #: ids around that article, when it is far down: what the first paint shows before the whole view is read
    near: tuple[int, ...] = ()
    #: views that show every paper's article of an event, as "kind argument"
    apart: tuple[str, ...] = ()
    #: the article in the reading pane, and whether one was in it
    opened: int = 0
    reading: bool = False
    #: cells; 0 leaves the stylesheet's
    sites_width: int = 0
    list_width: int = 0
    column: int = 0
    compact: bool = False
    #: chosen in the reader while the setting said SET_THEME; another setting since then is newer
    theme: str = ""
    set_theme: str = ""

    def grouped(self, kind: str, arg: str) -> bool:
        return f"{kind} {arg}" not in self.apart

    def theme_under(self, setting: str) -> str:
        return self.theme if self.theme and self.set_theme == setting else setting


def load(data: Path) -> LeftOff:
    """What was left in the folder DATA; a file that cannot be read is as none."""
    try:
        raw = json.loads((data / FILE).read_text(encoding="utf-8"))
        usual = asdict(LeftOff())
        kept: dict[str, Any] = {
            name: value
            for name, value in raw.items()
            if name in usual and type(value) is type(usual[name])
        }
        near = raw.get("near", ())
        if isinstance(near, list) and all(type(key) is int for key in near):
            kept["near"] = tuple(near)
        apart = raw.get("apart", ())
        if isinstance(apart, list) and all(type(name) is str for name in apart):
            kept["apart"] = tuple(apart)
        return LeftOff(**kept)
    except (OSError, ValueError, AttributeError):
        return LeftOff()


def save(data: Path, left: LeftOff) -> None:
    """Keep LEFT; that it could not be written is no one's trouble."""
    try:
        fresh = private_folder(data) / f"{FILE}.new"
        descriptor = os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(asdict(left), file)
        fresh.replace(data / FILE)
    except OSError:
        return
