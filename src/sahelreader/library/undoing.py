"""What can be taken back: a log in the library itself, so that it lasts over restarts.

Each entry holds what to put back, not what was done. Taking back is done here; the modules that write marks call
`remember` in the same transaction as their change.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sahelreader.i18n import _, ngettext
from sahelreader.library import codec

#: entries kept
MOST = 300


def remember(db: sqlite3.Connection, kind: str, data: dict[str, Any], now: datetime | None) -> None:
    """Log a change of KIND; DATA says what to put back, with what is needed to word it."""
    stamp = int((now or datetime.now(UTC)).timestamp())
    cursor = db.execute(
        "INSERT INTO undo_log (at, kind, data) VALUES (?, ?, ?)",
        (stamp, kind, codec.pack(json.dumps(data, ensure_ascii=False, separators=(",", ":")))),
    )
    db.execute("DELETE FROM undo_log WHERE id <= ?", (int(cursor.lastrowid or 0) - MOST,))


def undo(db: sqlite3.Connection) -> str | None:
    """Take back the last change; what it was, in the person's words, or None when there is nothing left."""
    while True:
        row = db.execute("SELECT id, kind, data FROM undo_log ORDER BY id DESC LIMIT 1").fetchone()
        if row is None:
            return None
        db.execute("DELETE FROM undo_log WHERE id = ?", (row[0],))
        action = _ACTIONS.get(row[1])
        # of a newer version, or of something that is no longer there: the next one then
        if action is not None:
            said = action(db, json.loads(codec.unpack(row[2])))
            if said is not None:
                return said


def _read(db: sqlite3.Connection, data: dict[str, Any]) -> str:
    from sahelreader.library import marks

    # old entry per id: the second it had been read at, 0 for unread
    marks.put_back_read(db, _deltas(data["ids"]), data["at"])
    count = len(data["ids"])
    if data["value"]:
        text = ngettext("%(count)d article marked read", "%(count)d articles marked read", count)
    else:
        text = ngettext(
            "%(count)d article marked unread", "%(count)d articles marked unread", count
        )
    return text % {"count": count}


def _saved(db: sqlite3.Connection, data: dict[str, Any]) -> str:
    from sahelreader.library import marks

    marks.put_back_saved(db, data["ids"], data["at"])
    count = len(data["ids"])
    if data["value"]:
        text = ngettext("%(count)d article kept", "%(count)d articles kept", count)
    else:
        text = ngettext("%(count)d article no longer kept", "%(count)d articles no longer kept", count)  # fmt: skip
    return text % {"count": count}


def _remove_site(db: sqlite3.Connection, data: dict[str, Any]) -> str | None:
    from sahelreader.library import sites

    row = db.execute("SELECT removed_at FROM site WHERE id = ?", (data["site"],)).fetchone()
    if row is None or row[0] is None:
        return None
    sites.restore(db, data["site"])
    return _("%(site)s removed") % {"site": data["name"]}


def _rename_site(db: sqlite3.Connection, data: dict[str, Any]) -> str:
    db.execute("UPDATE site SET name = ? WHERE id = ?", (data["name"], data["site"]))
    return _("%(site)s renamed") % {"site": data["name"]}


def _move_site(db: sqlite3.Connection, data: dict[str, Any]) -> str:
    db.execute("UPDATE site SET folder = ? WHERE id = ?", (data["folder"], data["site"]))
    return _("%(site)s moved to another folder") % {"site": data["name"]}


def _tags(db: sqlite3.Connection, data: dict[str, Any]) -> str:
    from sahelreader.library import marks

    marks.put_tags(db, data["id"], data["tags"])
    return _("tags changed")


def _tags_of_many(db: sqlite3.Connection, data: dict[str, Any]) -> str:
    from sahelreader.library import marks

    for number, tags in zip(data["ids"], data["tags"], strict=True):
        marks.put_tags(db, number, tags)
    return _("tags changed")


def _note(db: sqlite3.Connection, data: dict[str, Any]) -> str:
    from sahelreader.library import marks

    marks.put_note(db, data["id"], data["text"], data["at"])
    return _("note changed")


def _mute(db: sqlite3.Connection, data: dict[str, Any]) -> str:
    from sahelreader.library import muting

    muting.take_away(db, data["id"])
    return _("“%(text)s” muted") % {"text": data["text"]}


def _unmute(db: sqlite3.Connection, data: dict[str, Any]) -> str:
    from sahelreader.library import muting

    muting.put(db, data["kind"], data["text"], data["site"])
    return _("“%(text)s” no longer muted") % {"text": data["text"]}


def _keep_query(db: sqlite3.Connection, data: dict[str, Any]) -> str:
    from sahelreader.library import queries

    queries.put(db, data["name"], data["before"])
    return _("search “%(name)s” kept") % {"name": data["name"]}


def _forget_query(db: sqlite3.Connection, data: dict[str, Any]) -> str:
    from sahelreader.library import queries

    queries.put(db, data["name"], data["query"])
    return _("search “%(name)s” let go") % {"name": data["name"]}


def _limits(db: sqlite3.Connection, data: dict[str, Any]) -> str | None:
    from sahelreader.library import retention

    row = db.execute("SELECT name FROM site WHERE id = ?", (data["site"],)).fetchone()
    if row is None:
        return None
    retention.put_limits(db, data["site"], data["days"], data["count"])
    return _("limits of %(site)s changed") % {"site": row[0]}


def _deltas(ids: list[int]) -> list[int]:
    """Ids as they were, out of the differences that `marks` stores."""
    total, found = 0, []
    for step in ids:
        total += step
        found.append(total)
    return found


_ACTIONS: dict[str, Callable[[sqlite3.Connection, dict[str, Any]], str | None]] = {
    "read": _read,
    "saved": _saved,
    "remove_site": _remove_site,
    "rename_site": _rename_site,
    "move_site": _move_site,
    "tags": _tags,
    "tags_of_many": _tags_of_many,
    "note": _note,
    "mute": _mute,
    "unmute": _unmute,
    "keep_query": _keep_query,
    "forget_query": _forget_query,
    "limits": _limits,
}
