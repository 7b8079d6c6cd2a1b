"""Many small rows in one step of SQLite.

Python's sqlite3 gives up the interpreter's lock at every row; while a sync writes on the other thread, each time may
cost a wait of up to five milliseconds to have it back. A list or a window of rows is therefore gathered into one value
by SQLite itself (measured: docs/decisions).
"""

from __future__ import annotations

import json
import sqlite3
import sys
from array import array
from collections.abc import Mapping, Sequence
from typing import Any


def numbers(
    db: sqlite3.Connection, select: str, given: Mapping[str, object], limit: int | None = None
) -> array[int]:
    """The first column of SELECT, called id, in its order; at most LIMIT."""
    # a limit, be it none, also keeps SQLite from dropping the order of a subquery
    bound = -1 if limit is None else max(0, limit)
    found = db.execute(
        f"SELECT group_concat(printf('%016x', id), '') FROM ({select} LIMIT :at_most)",
        {**given, "at_most": bound},
    ).fetchone()[0]
    # of equal width: read in one go, without a Python number for each, and without holding the interpreter
    numbers = array("q", bytes.fromhex(found or ""))
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def rows(db: sqlite3.Connection, columns: str, source: str, given: Sequence[object]) -> list[Any]:
    """Rows of COLUMNS (no blobs) FROM SOURCE, each a list."""
    found: list[Any] = json.loads(
        db.execute(
            f"SELECT json_group_array(json_array({columns})) FROM {source}", given
        ).fetchone()[0]
    )
    return found
