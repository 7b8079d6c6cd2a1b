"""No question that is asked while one reads or syncs goes through a whole table: it would be slow in a large library."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sahelreader.domain.article import CommentBatch, Page
from sahelreader.library import (
    articles,
    comments,
    events,
    labels,
    marks,
    muting,
    retention,
    search,
    sites,
)
from sahelreader.library.views import View
from tests.shelf import NOW, Shelf, article, comment, found

#: these grow with the library
LARGE = {
    "article", "body", "comment", "version", "article_label", "other", "pruned", "event_print", "marks",
}  # fmt: skip
#: but for a list, which goes along its order and stops
_SCAN = re.compile(
    r"SCAN (\w+)(?! USING (?:COVERING )?INDEX article_(?:newest|unread|group)\b)(?! VIRTUAL)"
)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path)
    # SQLite takes "= 1" for a test of truth, and plans otherwise than for any other number
    for name in ("autre", "autre-encore"):
        made.site = made.write(sites.add, found(name), NOW)
    made.store(*(article(str(number), tags=("Mil",)) for number in range(6)))
    made.comment("1", comment("a"), comment("b", "a"))
    yield made
    made.library.close()


def asked(shelf: Shelf, function: Callable[..., Any], *given: Any) -> list[str]:
    """The statements that FUNCTION put to SQLite."""
    found: list[str] = []

    def run(db: sqlite3.Connection) -> None:
        db.set_trace_callback(found.append)
        try:
            function(db, *given)
        finally:
            db.set_trace_callback(None)

    shelf.library.write_now(run)
    # those of the search index about its own tables are told too, as comments
    return [text for text in found if re.match(r"\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b", text)]


def scans(shelf: Shelf, statement: str) -> list[str]:
    def explain(db: sqlite3.Connection) -> list[str]:
        return [row[3] for row in db.execute("EXPLAIN QUERY PLAN " + statement)]

    lines = shelf.library.write_now(explain)
    return [line for line in lines if (met := _SCAN.match(line)) and met.group(1) in LARGE]


CALLS: list[tuple[Callable[..., Any], tuple[Any, ...]]] = [
    *((articles.ids, (View(kind, arg), 300)) for kind, arg in (
        ("all", ""), ("unread", ""), ("saved", ""), ("mine", ""), ("site", "3"), ("folder", "Sahel"), ("tag", "Mil"),
        ("author", "Awa"), ("own", "lire"), ("group", "3"),
    )),
    (articles.rows, ([1, 2, 3],)),
    (articles.get, (1,)),
    (articles.by_url, ("https://courrier.example/1/",)),
    (articles.by_remote, (3, "1")),
    (articles.known, (3, ["1", "2", "9"])),
    (articles.remote, ([1, 2],)),
    (articles.store_page, (3, Page(
        (article("1", html="<p>Autre.</p>"), article("new")),
        (CommentBatch("1", (comment("a"), comment("c", "a")), complete=True),), ("2",), {"v": 1},
    ), NOW)),
    (comments.thread, (1,)),
    (comments.mark_seen, (1,)),
    (comments.interesting, (3, NOW)),
    (comments.my_threads, ()),
    (comments.mark_mine, (3, "a", NOW, 2)),
    (events.missing, (NOW,)),
    (events.take_prints, ([1, 2],)),
    (events.recent, (NOW,)),
    (events.assign, ([], NOW)),
    (events.others, (1,)),
    (labels.all, ("tag",)),
    (marks.set_read, ([1, 2], True, NOW)),
    (marks.set_saved, ([1], True, NOW)),
    (marks.set_place, (1, 7)),
    (marks.set_note, (1, "Lire", NOW)),
    (marks.set_tags, (1, ["lire"], NOW)),
    (marks.all_read, (View("site", "3"), NOW)),
    (marks.undo, ()),
    (muting.add, ("word", "texte", NOW)),
    (retention.wanted, (NOW,)),
    (sites.all, (NOW,)),
    (sites.record_success, (3, NOW)),
    *((search.search, (query, 50)) for query in (
        "texte", "titre texte", "site:courrier texte", "tag:mil", "is:unread texte", "newer:3d texte", "in:comments avis",
        "texte tri:pertinence",
    )),
    (search.snippets, ([1, 2], "texte")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("function", "given"),
    CALLS,
    ids=[f"{call.__module__.rpartition('.')[2]}.{call.__name__}-{n}" for n, (call, _) in enumerate(CALLS)],
)  # fmt: skip
def test_nothing_goes_through_a_whole_table(
    shelf: Shelf, function: Callable[..., Any], given: tuple[Any, ...]
) -> None:
    statements = asked(shelf, function, *given)
    assert statements
    slow = {text: lines for text in statements if (lines := scans(shelf, text))}
    assert slow == {}


def test_a_limit_of_a_site_is_looked_for_along_an_index(shelf: Shelf) -> None:
    shelf.write(retention.set_limits, shelf.site.id, days=3, count=2)
    for text in asked(shelf, retention.tidy, NOW + timedelta(days=9)):
        assert scans(shelf, text) == [], text
