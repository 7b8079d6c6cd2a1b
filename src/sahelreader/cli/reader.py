"""Opening the reader: the library and the drafts first, Textual last, because it takes longest to import."""

from __future__ import annotations

from sahelreader.paths import Paths


def start(paths: Paths) -> int:
    """Open the reader on PATHS; return its exit status."""
    from sahelreader.app import run

    return run(paths)
