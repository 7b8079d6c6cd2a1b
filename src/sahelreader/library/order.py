"""Where an article stands in time: one number, unique, newest highest, which is also its rowid in the search index.

So a list and a search both come out newest first without sorting (measured: docs/decisions). A rank is the second
of publication times 256, plus a slot; articles of one second take slots one after another, and when more than 256
do, they run over into the next seconds.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

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


class Ranks:
    """Free ranks for a page's articles, asked for together."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._last: dict[int, int] = {}

    def ask(self, seconds: Iterable[int]) -> None:
        """Look where there is room at SECONDS; before any rank is taken."""
        wanted = json.dumps([max(0, second) for second in seconds])
        self._last.update(self._db.execute(_LAST, (wanted,)))

    def take(self, second: int) -> int | None:
        """A rank for SECOND, which is then taken; None when its slots are full (`beyond`)."""
        second = max(0, second)
        if second not in self._last:
            self.ask([second])
        if self._last[second] >= (second + 1) * SLOTS - 1:
            return None
        self._last[second] += 1
        return self._last[second]

    def beyond(self, second: int) -> int:
        """A rank after the full SECOND; every rank taken so far must have been written."""
        rank = free_rank(self._db, second)
        # it may have run over into a second that was not asked for, or was before
        self._last[rank // SLOTS] = rank
        return rank


#: (second, the highest rank in it that an article has; the one before the first when none has)
_LAST = f"""
SELECT value, coalesce((SELECT max(rank) FROM article WHERE rank >= value * {SLOTS} AND rank < (value + 1) * {SLOTS}),
    value * {SLOTS} - 1) FROM json_each(?)
"""
