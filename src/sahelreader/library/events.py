"""Events: which articles of different sites tell one thing, as the library keeps it, and the versions of one article.

What makes an event is `domain.events`' business. Here: prints of the last days' articles (older ones go), the number
that the articles of an event have in common, and who else tells what an article tells. Nothing is done for old articles.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sahelreader.domain.article import Article
from sahelreader.domain.events import (
    COPIED,
    LOOKED_AT,
    WINDOW,
    Event,
    Print,
    Told,
    copied,
    fingerprint,
    unpack,
)
from sahelreader.library import articles, codec
from sahelreader.library.folding import bare_text
from sahelreader.library.rows import ArticleRow

#: articles are compared this far back: all that can be one event with an article of the last WINDOW
SPAN = 2 * WINDOW
#: versions of one event that are shown
MOST = 30
_DUE = "events_due"

_RELATED = re.compile(r'<p class="related">.*?</p>', re.DOTALL)
_BLOCK_ENDS = re.compile(r"</(?:p|h\d|li|blockquote|t[dh]|figcaption)>")


@dataclass(frozen=True, slots=True)
class Telling:
    """Another article of the same event. SAME_TEXT: it is word for word the one asked about, as with an agency's."""

    row: ArticleRow
    url: str
    same_text: bool


def missing(db: sqlite3.Connection, now: datetime) -> list[int]:
    """Articles of the last days that have no print of the text they have now, the newest first."""
    return [
        number
        for (number,) in db.execute(
            "SELECT article.id FROM article LEFT JOIN event_print ON event_print.article_id = article.id "
            "AND event_print.hash = article.hash WHERE hidden = 0 AND rank >= ? AND event_print.article_id IS NULL "
            "ORDER BY rank DESC",
            (_floor(now),),
        )
    ]


def take_prints(db: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Make the prints of IDS. From here until `assign`, grouping is due."""
    made = []
    for number in ids:
        row = db.execute(
            "SELECT hash, title, data FROM article JOIN body ON article_id = id WHERE id = ?",
            (number,),
        ).fetchone()
        if row is not None:
            cold = codec.cold(row[2])
            text = cold.get("html") or cold.get("summary") or ""
            made.append((number, row[0], _print_of(row[1], text).pack()))
    db.executemany("INSERT OR REPLACE INTO event_print VALUES (?, ?, ?)", made)
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, '1')", (_DUE,))


def is_due(db: sqlite3.Connection) -> bool:
    """Whether there are prints that no grouping has seen, be it that the program was stopped in between."""
    return db.execute("SELECT 1 FROM meta WHERE key = ?", (_DUE,)).fetchone() is not None


def print_of(article: Article) -> Print:
    """What ARTICLE leaves for grouping: its own words, without the headlines it points to."""
    return _print_of(article.title, article.html or article.summary)


def _print_of(title: str, html: str) -> Print:
    if len(html) > 2 * LOOKED_AT:
        end = html.find("<", 2 * LOOKED_AT)
        html = html[:end] if end > 0 else html[: 2 * LOOKED_AT]
    if "<" in html:
        html = _BLOCK_ENDS.sub("\n", _RELATED.sub(" ", html))
    return fingerprint(title, bare_text(html))


def recent(db: sqlite3.Connection, now: datetime) -> list[tuple[int, int, int, bytes]]:
    """(id, site id, second of publication, packed print) of the last days' articles; `told` makes values of them."""
    return db.execute(
        "SELECT article.id, site_id, rank >> 8, event_print.data FROM event_print "
        "JOIN article ON article.id = event_print.article_id WHERE hidden = 0 AND rank >= ? ORDER BY rank",
        (_floor(now),),
    ).fetchall()


def told(rows: Iterable[tuple[int, int, int, bytes]]) -> list[Told]:
    """ROWS of `recent` as `domain.events.group` takes them; needs no library."""
    return [
        Told(number, site, datetime.fromtimestamp(second, UTC), unpack(data))
        for number, site, second, data in rows
    ]


def assign(db: sqlite3.Connection, found: Sequence[Event], now: datetime) -> int:
    """Give the articles of each event its number; how many articles changed theirs.

    Found are the events of the last SPAN. One with an article of the last WINDOW is found whole, so what of these days
    is in no event loses its number; older articles keep theirs. An event keeps its number while it grows.
    """
    floor, sure = _floor(now), _rank(now - WINDOW)
    before = {
        number: (group, rank)
        for number, group, rank in db.execute(
            "SELECT id, group_id, rank FROM article WHERE hidden = 0 AND rank >= ?", (floor,)
        )
    }
    fresh: dict[int, int] = {}
    taken: set[int] = set()
    for event in sorted(found, key=lambda event: event.ids[0]):
        members = [number for number in event.ids if number in before]
        had = (before[number][0] for number in members)
        group = next((number for number in had if number and number not in taken), None)
        if group is None:
            group = next(number for number in event.ids if number not in taken)
        taken.add(group)
        fresh.update(dict.fromkeys(members, group))
    changes = [
        (fresh.get(number, 0), number)
        for number, (group, rank) in before.items()
        if fresh.get(number, 0) != group and (number in fresh or rank >= sure)
    ]
    db.executemany("UPDATE article SET group_id = ? WHERE id = ?", changes)
    db.execute(
        "DELETE FROM event_print WHERE article_id IN (SELECT event_print.article_id FROM event_print "
        "JOIN article ON article.id = event_print.article_id WHERE rank < ?)",
        (floor,),
    )
    db.execute("DELETE FROM meta WHERE key = ?", (_DUE,))
    return len(changes)


def others(db: sqlite3.Connection, id: int) -> list[Telling]:
    """Who else tells what the article ID tells, the earliest first; at most MOST."""
    found = db.execute(
        "SELECT other.id, other.url, other.hash FROM article JOIN article AS other ON other.group_id = article.group_id "
        "WHERE article.id = ? AND other.id <> article.id AND other.group_id <> 0 AND other.hidden = 0 "
        "ORDER BY other.rank LIMIT ?",
        (id, MOST),
    ).fetchall()
    mine = codec.stored_article(db, id) if found else None
    if mine is None:
        return []
    own = print_of(mine)
    rows = {row.id: row for row in articles.rows(db, [number for number, _, _ in found])}
    return [
        Telling(rows[number], url, copied(own, _print(db, number, stamp)) >= COPIED)
        for number, url, stamp in found
        if number in rows
    ]


def _print(db: sqlite3.Connection, id: int, stamp: bytes) -> Print:
    """The print of ID whose text has the hash STAMP: the one that is kept, else made anew."""
    row = db.execute(
        "SELECT data FROM event_print WHERE article_id = ? AND hash = ?", (id, stamp)
    ).fetchone()
    if row is not None:
        return unpack(row[0])
    article = codec.stored_article(db, id)
    return print_of(article) if article is not None else Print((), ())


def _rank(when: datetime) -> int:
    return int(when.timestamp()) * 256


def _floor(now: datetime) -> int:
    return _rank(now - SPAN)
