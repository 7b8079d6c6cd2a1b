"""Corners of the library: texts that were packed otherwise, odd words of a query, rows that cannot be copied."""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sahelreader.domain.outcome import Problem, problem_of
from sahelreader.domain.site import Site, SourceKind, is_due
from sahelreader.domain.thread import arrange
from sahelreader.library import articles, codec, damage, schema, search, sites
from sahelreader.library.album import Album
from sahelreader.library.keys import plain_url, url_key
from sahelreader.library.order import SLOTS, Ranks, free_rank
from sahelreader.library.query import parse
from sahelreader.library.recovery import is_broken, recover
from sahelreader.library.views import View
from tests.shelf import NOW, Shelf, article, comment


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path)
    yield made
    made.library.close()


# --- packing --------------------------------------------------------------------------------------


def test_packed_texts_come_back_whole() -> None:
    noise = os.urandom(20).hex()
    for text in ("", "court", "Le bac repart. " * 50, noise, "é" * 33):
        assert codec.unpack(codec.pack(text)) == text
    # what earlier versions packed without a dictionary
    assert codec.unpack(bytes((1,)) + zlib.compress(b"Le bac")) == "Le bac"


def test_text_that_only_grows_when_packed_is_kept_plain() -> None:
    text = "".join(chr(0x4E00 + (n * 7919) % 20_000) for n in range(40))
    packed = codec.pack(text)
    assert codec.unpack(packed) == text
    assert len(packed) <= len(text.encode()) + 1


@pytest.mark.parametrize("data", [b"", b"\x07abc", b"\x01abc", b"\x02\xff\xff\xff", b"\x00\xff"])
def test_what_is_not_whole_is_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"packed|decompress|decode|incomplete|invalid"):
        codec.unpack(data)


def test_moments_that_no_calendar_holds() -> None:
    assert codec.moment(None) is None
    assert codec.moment(10**18) is None
    assert codec.moment(0) == datetime(1970, 1, 1, tzinfo=UTC)


# --- queries --------------------------------------------------------------------------------------


def test_times_in_a_query() -> None:
    assert parse("since:3d").newer == timedelta(days=3)
    assert parse("before:2w").older == timedelta(days=14)
    assert parse("newer:2026-11-01").since == datetime(2026, 11, 1, tzinfo=UTC)
    assert parse("older:2026").before == datetime(2026, 1, 1, tzinfo=UTC)
    assert parse("newer:5h").newer == timedelta(hours=5)
    assert parse("newer:5x").wrong
    assert parse("since:hier-soir").wrong


def test_odd_words_of_a_query() -> None:
    # no field of ours: the two words side by side, as they were written
    assert [term.tokens for term in parse("Mali:riz").terms] == [("mali", "riz")]
    assert parse('tag:""').tags == ()
    assert parse("-tag:eau").tags == (("eau", True),)


def test_a_snippet_out_of_a_discussion(shelf: Shelf) -> None:
    (number,) = shelf.store(article("1", html="<p>Le puits est à sec.</p>")).new_ids
    shelf.comment("1", comment("c1", html="<p>Rien à dire.</p>"), comment("c2", html="<p>Le forage aussi.</p>"))  # fmt: skip
    found = shelf.read(search.snippets, [number], "in:comments forage")
    assert [hit for text, hit in found[number].parts if text == "forage"] == [True]


# --- order, addresses -----------------------------------------------------------------------------


def test_more_articles_of_one_second_than_it_has_room_for(shelf: Shelf) -> None:
    when = datetime(2020, 1, 1, tzinfo=UTC)
    second = int(when.timestamp())
    for start in range(0, SLOTS + 5, 500):
        some = [article(f"s{n}", published=when, url=f"https://courrier.example/{n}/") for n in range(start, min(start + 500, SLOTS + 5))]  # fmt: skip
        shelf.store(*some)
    assert len(shelf.ids()) == SLOTS + 5
    free = shelf.read(free_rank, second)
    assert free // SLOTS == second + 1

    def ask(db: sqlite3.Connection) -> tuple[int | None, int]:
        ranks = Ranks(db)
        return ranks.take(second), ranks.beyond(second)

    assert shelf.read(ask) == (None, free)


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("https://www.paper.example/bac/amp/", "paper.example/bac"),
        (
            "http://paper.example:8080/index.php?utm_source=x&b=2&a=1#c",
            "paper.example:8080?a=1&b=2",
        ),
        ("https://paper.example/caf%C3%A9", "paper.example/café"),
        ("http://paper.example:x/", "http://paper.example:x/"),
    ],
)
def test_addresses_of_one_article(url: str, plain: str) -> None:
    assert plain_url(url) == plain
    assert url_key(url) == url_key(url.replace("https:", "http:"))


# --- sites ----------------------------------------------------------------------------------------


def test_facts_and_folders_of_a_site(shelf: Shelf) -> None:
    number = shelf.site.id
    shelf.write(sites.learn, number, "slow", True)
    shelf.write(sites.learn, number, "slow", True)
    shelf.write(sites.learn, number + 9, "slow", True)
    assert shelf.again().facts.get("slow") is True
    shelf.write(sites.move, number, "Sahel", NOW)
    shelf.write(sites.move, number, "Sahel", NOW)
    shelf.write(sites.rename, number, "  ", NOW)
    assert (shelf.again().folder, shelf.again().name) == ("Sahel", shelf.site.name)


def test_when_a_site_may_be_asked() -> None:
    site = Site(id=1, name="Le Fleuve", url="https://paper.example/", endpoint="", kind=SourceKind.FEED)  # fmt: skip
    assert is_due(site, NOW)
    assert not is_due(replace(site, gone=True), NOW)
    assert not is_due(replace(site, kind=SourceKind.LOCAL), NOW)
    assert not is_due(replace(site, not_before=NOW + timedelta(seconds=1)), NOW)


@pytest.mark.parametrize(
    ("status", "problem"),
    [(304, Problem.REDIRECTS), (404, Problem.NOT_FOUND), (418, Problem.REFUSED), (599, Problem.SERVER)],
)  # fmt: skip
def test_what_a_status_means(status: int, problem: Problem) -> None:
    assert problem_of(status) is problem


# --- recovery -------------------------------------------------------------------------------------


def test_a_text_that_cannot_be_unpacked_is_dropped_and_counted(tmp_path: Path) -> None:
    made = Shelf(tmp_path)
    one, other = made.store(article("1"), article("2")).new_ids
    made.write(lambda db: db.execute("UPDATE body SET data = x'07aa' WHERE article_id = ?", (one,)))
    made.write(lambda db: db.execute("DROP TABLE traffic"))
    made.library.close()
    saved = recover(made.path, NOW)
    assert (saved.articles, saved.aside.exists()) == (1, True)
    made.reopen()
    assert made.ids() == [other]
    assert made.read(damage.check) == []
    made.library.close()


def test_a_row_that_the_new_library_refuses_is_lost_and_counted(tmp_path: Path) -> None:
    made = Shelf(tmp_path)
    made.store(article("1"))
    made.library.close()
    db = sqlite3.connect(made.path, isolation_level=None)
    columns = [row[1] for row in db.execute("PRAGMA table_info(site)")]
    others = ", ".join(f"'{name}' AS {name}" if name == "id" else f"{name} AS {name}" for name in columns)  # fmt: skip
    rows = db.execute(f"SELECT {others} FROM site").fetchall()
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("ALTER TABLE site RENAME TO old_site")
    db.execute(f"CREATE TABLE site ({', '.join(columns)})")
    db.execute(f"INSERT INTO site SELECT {', '.join(columns)} FROM old_site")
    db.execute(f"INSERT INTO site VALUES ({', '.join('?' * len(columns))})", rows[0])
    db.close()
    saved = recover(made.path, NOW)
    assert (saved.articles, saved.lost) == (1, 1)


def test_a_file_that_is_no_library_or_is_locked(tmp_path: Path) -> None:
    garbage = tmp_path / "g.db"
    garbage.write_bytes(b"no database at all, " * 500)
    assert is_broken(garbage)
    whole = tmp_path / "w.db"
    schema.make(whole, NOW)
    assert not is_broken(whole)


def test_articles_that_are_not_there(shelf: Shelf) -> None:
    assert shelf.read(articles.get, 99) is None
    assert shelf.read(articles.by_url, "https://nowhere.example/") is None
    assert list(shelf.read(articles.ids, View("site", "99"))) == []


# --- threads, pictures ----------------------------------------------------------------------------


def test_comments_that_answer_one_another_in_a_ring() -> None:
    ring = arrange([(1, 3, NOW), (2, 1, NOW), (3, 2, NOW), (4, None, NOW)])
    assert ring.order == (4, 1, 2, 3)
    assert [ring.places[key].depth for key in (1, 2, 3)] == [0, 1, 2]
    assert ring.sibling(4) == 1
    assert ring.sibling(1) is None
    assert ring.sibling(4, -1) is None
    assert ring.sibling(2) is None


def test_a_full_album_lets_the_oldest_go(tmp_path: Path) -> None:
    album = Album(tmp_path / "album", most=25)
    for number, url in enumerate(("a", "b", "c")):
        album.keep(url, b"x" * 10)
        if number < 2:
            file = next(one for one in (tmp_path / "album").rglob("*") if one.is_file() and one.stat().st_mtime > 1_000)  # fmt: skip
            os.utime(file, (number + 1, number + 1))
    assert [album.has(url) for url in "abc"] == [False, True, True]
    assert album.written("a") == 0.0
    assert album.written("b") == 2.0
    alone = Album(tmp_path / "alone", most=5)
    alone.keep("a", b"x" * 10)
    assert alone.get("a") == b"x" * 10  # the newest stays, however large
