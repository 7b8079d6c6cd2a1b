"""Where an article stands in time: one number, unique, newest highest, which is also its rowid in the search index.

So a list and a search both come out newest first without sorting (measured: docs/decisions). A rank is the second
of publication times 256, plus a slot; articles of one second take slots one after another, and when more than 256
do, they run over into the next seconds.
"""

from __future__ import annotations

import sqlite3

SLOTS = 256
#: seconds looked through at first for where a crowd of one date ends; then eight times as many
_STRETCH = 64


def free_rank(db: sqlite3.Connection, second: int) -> int:
    """A rank for SECOND that no article has."""
    base = max(0, second) * SLOTS
    stretch = SLOTS
    while True:
        last = db.execute(
            "SELECT max(rank) FROM article WHERE rank >= ? AND rank < ?", (base, base + stretch)
        ).fetchone()[0]
        if last is None:
            return base
        if last + 1 < base + stretch:
            return int(last) + 1
        stretch = stretch * 8 if stretch > SLOTS else SLOTS * _STRETCH


def second_of(rank: int) -> int:
    return rank // SLOTS
