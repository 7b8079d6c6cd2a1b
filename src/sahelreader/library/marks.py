"""The reader's marks: read, saved, place, note, tags of one's own. Every change but the place can be undone.

Counts per site and the column `article.unread` are kept here in step with the marks.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime

from sahelreader.library import labels, undoing
from sahelreader.library.folding import fold_label
from sahelreader.library.undoing import undo
from sahelreader.library.views import View

__all__ = [
    "all_read",
    "change_tag",
    "set_note",
    "set_place",
    "set_read",
    "set_saved",
    "set_tags",
    "tags",
    "undo",
]


def set_read(
    db: sqlite3.Connection,
    ids: Sequence[int],
    value: bool,
    now: datetime,
    undoable: bool = True,
) -> None:
    """Mark IDS read or unread. UNDOABLE is False where reading itself marks: taking that back would surprise."""
    changed = _with_state(db, ids, value)
    if not changed:
        return
    numbers = sorted(changed)
    if undoable:
        undoing.remember(
            db,
            "read",
            {"ids": _steps(numbers), "at": [changed[n] for n in numbers], "value": value},
            now,
        )
    _put_read(db, numbers, int(now.timestamp()) if value else None)


def _with_state(db: sqlite3.Connection, ids: Iterable[int], value: bool) -> dict[int, int]:
    """Those of IDS that are not as VALUE says -> when they were read, 0: never."""
    found: dict[int, int] = {}
    every = list(ids)
    for start in range(0, len(every), 500):
        part = every[start : start + 500]
        found.update(
            db.execute(
                "SELECT article.id, coalesce(read_at, 0) FROM article LEFT JOIN marks ON article_id = article.id "
                f"WHERE article.id IN ({','.join('?' * len(part))}) AND unread = ?",
                [*part, int(value)],
            )
        )
    return found


def _put_read(db: sqlite3.Connection, numbers: Sequence[int], stamp: int | None) -> None:
    """Set the mark of NUMBERS, all of which have the other one now, and the counts."""
    db.execute("CREATE TEMP TABLE IF NOT EXISTS marking (id INTEGER PRIMARY KEY)")
    db.execute("DELETE FROM marking")
    db.executemany("INSERT OR IGNORE INTO marking VALUES (?)", [(number,) for number in numbers])
    _apply_marking(db, stamp)


def _apply_marking(db: sqlite3.Connection, stamp: int | None) -> None:
    unread = int(stamp is None)
    db.execute(
        "INSERT INTO marks (article_id, read_at) SELECT id, ? FROM marking WHERE 1 "
        "ON CONFLICT (article_id) DO UPDATE SET read_at = excluded.read_at",
        (stamp,),
    )
    for site, count in db.execute(
        "SELECT site_id, count(*) FROM article WHERE id IN (SELECT id FROM marking) AND hidden = 0 "
        "AND unread <> ? GROUP BY site_id",
        (unread,),
    ).fetchall():
        db.execute(
            "UPDATE site SET unread_count = unread_count + ? WHERE id = ?",
            (count if unread else -count, site),
        )
    db.execute(
        "UPDATE article SET unread = ? WHERE id IN (SELECT id FROM marking) AND unread <> ?",
        (unread, unread),
    )
    db.execute("DELETE FROM marking")


def put_back_read(db: sqlite3.Connection, ids: Sequence[int], at: Sequence[int]) -> None:
    """For `undo`: IDS are read again since AT, or unread where that is 0."""
    _put_read(db, [number for number, stamp in zip(ids, at, strict=True) if not stamp], None)
    for number, stamp in zip(ids, at, strict=True):
        if stamp:
            _put_read(db, [number], stamp)


def set_saved(db: sqlite3.Connection, ids: Sequence[int], value: bool, now: datetime) -> None:
    """Keep IDS (nothing prunes them), or no longer."""
    before = {
        number: stamp
        for number in ids
        for stamp in db.execute(
            "SELECT coalesce((SELECT saved_at FROM marks WHERE article_id = ?), 0)", (number,)
        ).fetchone()
        if bool(stamp) != value
    }
    if not before:
        return
    undoing.remember(
        db, "saved", {"ids": list(before), "at": list(before.values()), "value": value}, now
    )
    stamp = int(now.timestamp()) if value else 0
    put_back_saved(db, list(before), [stamp] * len(before))


def put_back_saved(db: sqlite3.Connection, ids: Sequence[int], at: Sequence[int]) -> None:
    """IDS are saved since AT, or not where that is 0."""
    db.executemany(
        "INSERT INTO marks (article_id, saved_at) VALUES (?, ?) "
        "ON CONFLICT (article_id) DO UPDATE SET saved_at = excluded.saved_at",
        [(number, stamp or None) for number, stamp in zip(ids, at, strict=True)],
    )


def set_place(db: sqlite3.Connection, id: int, place: int) -> None:
    """Where one stopped in the article; not in the undo log."""
    db.execute(
        "INSERT INTO marks (article_id, place) VALUES (?, ?) "
        "ON CONFLICT (article_id) DO UPDATE SET place = excluded.place",
        (id, place),
    )


def all_read(db: sqlite3.Connection, view: View, now: datetime) -> int:
    """Mark everything that VIEW shows as read; how many were not."""
    from sahelreader.library.articles import ids

    unread = (
        [number for (number,) in db.execute(_UNREAD)]
        if view.kind in ("all", "unread")
        else sorted(_with_state(db, ids(db, view), True))
    )
    if not unread:
        return 0
    undoing.remember(
        db, "read", {"ids": _steps(unread), "at": [0] * len(unread), "value": True}, now
    )
    _put_read(db, unread, int(now.timestamp()))
    return len(unread)


_UNREAD = "SELECT id FROM article WHERE hidden = 0 AND unread = 1 ORDER BY id"


def set_note(db: sqlite3.Connection, id: int, text: str, now: datetime) -> None:
    """A note of one's own on the article; "" takes it away. Noted articles are never pruned."""
    row = db.execute("SELECT text, written_at FROM note WHERE article_id = ?", (id,)).fetchone()
    before, at = row if row else ("", 0)
    if before != text:
        undoing.remember(db, "note", {"id": id, "text": before, "at": at}, now)
        put_note(db, id, text, int(now.timestamp()))


def put_note(db: sqlite3.Connection, id: int, text: str, stamp: int) -> None:
    if text:
        db.execute("INSERT OR REPLACE INTO note VALUES (?, ?, ?)", (id, text, stamp))
    else:
        db.execute("DELETE FROM note WHERE article_id = ?", (id,))


def set_tags(db: sqlite3.Connection, id: int, tags: Iterable[str], now: datetime) -> None:
    """The reader's own tags of the article are TAGS from now on."""
    before = [
        name for (name,) in db.execute("SELECT name FROM own_tag WHERE article_id = ?", (id,))
    ]
    distinct: dict[str, str] = {}
    for tag in tags:
        distinct.setdefault(fold_label(tag), tag.strip().lstrip("#"))
    fresh = [tag for folded, tag in distinct.items() if folded]
    if sorted(before) != sorted(fresh):
        undoing.remember(db, "tags", {"id": id, "tags": before}, now)
        put_tags(db, id, fresh)


def change_tag(
    db: sqlite3.Connection, ids: Sequence[int], tag: str, on: bool, now: datetime
) -> None:
    """Put TAG on all of IDS, or take it off; undone in one step."""
    folded, name = fold_label(tag), tag.strip().lstrip("#")
    if not folded:
        return
    before: dict[int, list[str]] = {}
    for number in ids:
        had = [
            other
            for (other,) in db.execute("SELECT name FROM own_tag WHERE article_id = ?", (number,))
        ]
        rest = [other for other in had if fold_label(other) != folded]
        if on == (len(rest) == len(had)):
            before[number] = had
            put_tags(db, number, [*rest, name] if on else rest)
    if before:
        data = {"ids": list(before), "tags": list(before.values())}
        undoing.remember(db, "tags_of_many", data, now)


def put_tags(db: sqlite3.Connection, id: int, tags: Iterable[str]) -> None:
    row = db.execute("SELECT rank FROM article WHERE id = ?", (id,)).fetchone()
    for (name,) in db.execute("SELECT name FROM own_tag WHERE article_id = ?", (id,)).fetchall():
        if row is not None:
            labels.detach(db, row[0], "own", fold_label(name))
    db.execute("DELETE FROM own_tag WHERE article_id = ?", (id,))
    for name in tags:
        db.execute("INSERT OR IGNORE INTO own_tag VALUES (?, ?)", (id, name))
        if row is not None:
            labels.attach(db, row[0], "own", fold_label(name), name)


def tags(db: sqlite3.Connection) -> list[str]:
    """Every tag of the reader's own, the most used first."""
    return [label.name for label in labels.all(db, "own")]


def _steps(ids: Sequence[int]) -> list[int]:
    """Sorted IDS as differences: short, and they pack well."""
    return [number - before for before, number in zip([0, *ids], ids, strict=False)]
