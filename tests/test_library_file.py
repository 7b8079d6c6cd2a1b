"""The file itself: modes, versions, a second copy, a full disk, damage, and being killed at every write (FAULTS D1 to D12)."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sahelreader.library import (
    Library,
    LibraryProblem,
    articles,
    damage,
    marks,
    schema,
    search,
    sites,
)
from sahelreader.library.problem import problem_of, suspect
from sahelreader.library.views import View
from tests.shelf import NOW, Shelf, article, comment, found

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path)
    yield made
    made.library.close()


def filled(folder: Path, count: int = 60) -> Path:
    """A closed library with COUNT articles, comments and marks."""
    made = Shelf(folder)
    made.store(
        *(
            article(str(number), html="<p>" + f"mot{number} " * 120 + "</p>", tags=("Eau",))
            for number in range(count)
        )
    )
    for number in range(0, count, 3):
        made.comment(str(number), comment(f"c{number}"))
    made.write(marks.set_saved, [1, 2], True, NOW)
    made.write(marks.set_read, [3], True, NOW)
    made.write(marks.set_tags, 4, ["Mien"], NOW)
    made.library.close()
    return made.path


def raw(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


# opening


def test_modes_are_private_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        shelf = Shelf(tmp_path / "x")
        shelf.store(article("1"))
        damage.backup(shelf.library, tmp_path / "copies" / "copy.db")
        modes = {
            path.name: stat.S_IMODE(path.stat().st_mode) for path in shelf.path.parent.iterdir()
        }
        assert modes == {"library.db": 0o600, "library.db-wal": 0o600, "library.db-shm": 0o600}
        assert stat.S_IMODE(shelf.path.parent.stat().st_mode) == 0o700
        assert stat.S_IMODE((tmp_path / "copies" / "copy.db").stat().st_mode) == 0o600
        shelf.library.close()
    finally:
        os.umask(before)


def test_a_file_that_others_may_read_is_closed_to_them(tmp_path: Path) -> None:
    path = filled(tmp_path, 1)
    path.chmod(0o644)
    Library.open(path, now=NOW).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_settings_of_the_connections(shelf: Shelf) -> None:
    def settings(db: sqlite3.Connection) -> dict[str, object]:
        names = (
            "synchronous",
            "foreign_keys",
            "journal_mode",
            "query_only",
            "busy_timeout",
            "secure_delete",
        )
        return {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in names}

    writing, reading = shelf.write(settings), shelf.read(settings)
    assert writing == reading | {"query_only": 0}
    assert (writing["synchronous"], writing["foreign_keys"], writing["journal_mode"]) == (
        2,
        1,
        "wal",
    )
    with pytest.raises(LibraryProblem):
        shelf.read(sites.add, found("x"), NOW)
    header = shelf.path.read_bytes()[:100]
    assert header[68:72] == schema.APPLICATION_ID.to_bytes(4, "big")


def test_an_empty_file_is_a_new_library(tmp_path: Path) -> None:
    (tmp_path / "library.db").touch()
    library = Library.open(tmp_path / "library.db", now=NOW)
    assert library.read_now(damage.check) == []
    assert not library.read_only
    library.close()
    library.close()
    with pytest.raises(LibraryProblem) as told:
        library.read_now(sites.all)
    assert told.value.code == "closed"
    with pytest.raises(LibraryProblem):
        library.bare_now(lambda db: None)


def test_a_file_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    other = raw(path)
    other.execute("CREATE TABLE theirs (x)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(LibraryProblem) as told:
        Library.open(path, now=NOW)
    assert told.value.code == "not_ours"
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LibraryProblem) as told:
        Library.open(tmp_path / "file" / "data" / "library.db", now=NOW)
    assert told.value.code == "cannot_open"
    assert "library.db" in str(told.value)


def test_a_newer_library_is_read_and_not_touched(tmp_path: Path) -> None:
    path = filled(tmp_path)
    db = raw(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    library = Library.open(path, now=NOW)
    assert library.read_only
    assert "newer" in library.why_read_only
    assert len(library.read_now(articles.ids, View("all"))) == 60
    with pytest.raises(LibraryProblem) as told:
        library.write_now(marks.set_place, 1, 1)
    assert told.value.code == "read_only"
    copy = tmp_path / "copy.db"
    damage.backup(library, copy)
    assert copy.exists()
    library.close()


def test_a_library_on_a_disk_that_takes_no_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # root may write anywhere, so that the answer of the system is what is changed here
    path = filled(tmp_path)
    fresh = tmp_path / "old" / "library.db"
    Shelf(tmp_path / "old2").library.close()
    monkeypatch.setattr(os, "access", lambda *_args, **_named: False)
    library = Library.open(path, now=NOW)
    assert library.read_only
    assert str(path) in library.why_read_only
    assert len(library.read_now(articles.ids, View("all"))) == 60
    library.close()
    fresh.parent.mkdir()
    fresh.touch()
    with pytest.raises(LibraryProblem) as told:
        Library.open(fresh, now=NOW)
    assert told.value.code == "read_only"


# doors


async def test_doors_for_those_who_wait(shelf: Shelf) -> None:
    await shelf.library.write(sites.rename, shelf.site.id, "Nouveau", NOW)
    assert [site.name for site in await shelf.library.read(sites.all)] == ["Nouveau"]
    # a write that has begun ends, even when nobody waits any more
    gate, begun = threading.Event(), threading.Event()

    def slow(db: sqlite3.Connection) -> None:
        begun.set()
        gate.wait(5)
        db.execute("UPDATE site SET name = 'Lent'")

    task = asyncio.ensure_future(shelf.library.write(slow))
    await asyncio.to_thread(begun.wait, 5)
    task.cancel()
    gate.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    await shelf.library.write(marks.set_place, 1, 1)
    assert shelf.again().name == "Lent"


def test_a_mistake_of_ours_is_not_dressed_up(shelf: Shelf) -> None:
    with pytest.raises(sqlite3.OperationalError):
        shelf.read(lambda db: db.execute("SELECT nonsense"))
    with pytest.raises(sqlite3.OperationalError):
        shelf.library.bare_now(lambda db: db.execute("SELECT nonsense"))
    # and the door goes on
    assert shelf.ids() == []


def test_reading_sees_one_moment(shelf: Shelf) -> None:
    shelf.store(article("1"))

    def twice(db: sqlite3.Connection) -> tuple[int, int]:
        first = len(articles.ids(db, View("all")))
        shelf.store(article("2"))
        return first, len(articles.ids(db, View("all")))

    assert shelf.read(twice) == (1, 1)
    assert len(shelf.ids()) == 2


def test_two_copies_write_in_turn(shelf: Shelf) -> None:
    other = Library.open(shelf.path, now=NOW)
    shelf.store(article("1"))
    other.write_now(marks.set_read, [1], True, NOW)
    shelf.store(article("2"))
    assert len(other.read_now(articles.ids, View("unread"))) == 1
    other.close()


def test_a_lock_that_is_let_go_in_time_is_waited_for(shelf: Shelf) -> None:
    holder = sqlite3.connect(shelf.path, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.5, lambda: holder.execute("COMMIT"))
    timer.start()
    shelf.store(article("1"))
    timer.join()
    holder.close()
    assert len(shelf.ids()) == 1


def test_a_lock_that_is_never_let_go_is_told(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.library.bare_now(lambda db: db.execute("PRAGMA busy_timeout = 20"))
    holder = raw(shelf.path)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(LibraryProblem) as told:
        shelf.store(article("1"))
    assert told.value.code == "busy"
    # reading goes on meanwhile
    assert shelf.ids() == []
    holder.execute("ROLLBACK")
    holder.close()
    assert shelf.store(article("1")).new_ids == (1,)


def test_a_full_disk_stores_nothing_by_halves(shelf: Shelf) -> None:
    shelf.store(article("0"))
    pages = shelf.write(lambda db: db.execute("PRAGMA page_count").fetchone()[0])
    shelf.library.bare_now(lambda db: db.execute(f"PRAGMA max_page_count = {pages + 4}").fetchall())
    many = [
        article(str(number), html=f"<p>{os.urandom(6_000).hex()}</p>") for number in range(1, 40)
    ]
    with pytest.raises(LibraryProblem) as told:
        shelf.store(*many)
    assert told.value.code == "full"
    assert len(shelf.ids()) == 1
    shelf.library.bare_now(lambda db: db.execute("PRAGMA max_page_count = 100000").fetchall())
    assert len(shelf.store(*many).new_ids) == 39
    assert shelf.read(damage.check) == []


@pytest.mark.parametrize(
    ("code", "said"),
    [(5, "busy"), (6, "busy"), (13, "full"), (8, "read_only"), (10, "io"), (522, "io"), (11, "damaged"), (26, "damaged"), (14, "cannot_open")],
)  # fmt: skip
def test_every_trouble_of_the_file_has_a_sentence(code: int, said: str) -> None:
    error = sqlite3.OperationalError("x")
    error.sqlite_errorcode = code
    problem = problem_of(error, "/x/library.db")
    assert problem is not None
    assert problem.code == said
    assert len(str(problem)) > 20
    assert problem_of(sqlite3.IntegrityError("x"), "") is None


# damage


def test_check_finds_what_is_wrong_and_mend_mends(shelf: Shelf) -> None:
    shelf.store(article("1"), article("2"), article("3"))
    assert shelf.read(damage.check) == []
    shelf.write(lambda db: db.execute("UPDATE site SET unread_count = 77"))
    shelf.write(
        lambda db: db.execute("INSERT INTO article_words (article_words) VALUES ('delete-all')")
    )
    assert len(shelf.read(damage.check)) == 2
    shelf.write(damage.mend)
    assert shelf.read(damage.check) == []
    assert len(shelf.read(search.search, "titre")) == 3
    shelf.library.bare_now(lambda db: db.execute("PRAGMA foreign_keys = OFF").fetchall())
    shelf.write(lambda db: db.execute("DELETE FROM body WHERE article_id = 1"))
    shelf.write(lambda db: db.execute("INSERT INTO body VALUES (99, x'00')"))
    assert len(shelf.read(damage.check)) == 2


def test_a_backup_is_a_whole_library(tmp_path: Path) -> None:
    path = filled(tmp_path)
    library = Library.open(path, now=NOW)
    copy = tmp_path / "away" / "copy.db"
    damage.backup(library, copy)
    damage.backup(library, copy)
    library.close()
    assert [item.name for item in copy.parent.iterdir()] == ["copy.db"]
    there = Library.open(copy, now=NOW)
    assert there.read_now(damage.check) == []
    assert len(there.read_now(articles.ids, View("all"))) == 60
    there.close()


def test_a_backup_that_cannot_be_written_leaves_nothing(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(FileExistsError):
        damage.backup(shelf.library, tmp_path / "file" / "copy.db")
    target = tmp_path / "folder.db"
    target.mkdir()
    with pytest.raises(IsADirectoryError):
        damage.backup(shelf.library, target)
    assert not (tmp_path / "folder.db.new").exists()


def aside(path: Path) -> list[Path]:
    return sorted(path.parent.glob("library.damaged-*.db"))


@pytest.mark.parametrize(
    "garbage", [b"this is no library", b"\0" * 5_000, b"SQLite format 3\0" + b"\xff" * 4_000]
)
def test_garbage_is_set_aside_and_a_new_library_begun(tmp_path: Path, garbage: bytes) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(garbage)
    library = Library.open(path, now=NOW)
    assert library.notice
    assert library.read_now(damage.check) == []
    library.close()
    (old,) = aside(path)
    assert old.read_bytes() == garbage
    again = Library.open(path, now=NOW)
    assert again.notice == ""
    again.close()


def test_two_damaged_libraries_in_one_second_are_both_kept(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    for garbage in (b"one" * 500, b"two" * 500):
        path.write_bytes(garbage)
        Library.open(path, now=NOW).close()
    assert sorted(item.read_bytes()[:3] for item in aside(path)) == [b"one", b"two"]


def test_what_can_be_read_of_a_damaged_library_is_saved(tmp_path: Path) -> None:
    path = filled(tmp_path, 200)
    data = bytearray(path.read_bytes())
    # a page full of texts, somewhere in the middle
    at = data.index(bytes(8), len(data) // 2) // schema.PAGE_SIZE * schema.PAGE_SIZE
    data[at : at + schema.PAGE_SIZE] = b"\xee" * schema.PAGE_SIZE
    path.write_bytes(data)
    suspect(path).touch()
    library = Library.open(path, now=NOW)
    assert library.read_now(damage.check) == []
    left = len(library.read_now(articles.ids, View("all")))
    assert library.notice
    assert left >= 100
    assert len(library.read_now(search.search, "tag:eau")) == left
    assert [site.name for site in library.read_now(sites.all)] == ["Courrier"]
    assert not suspect(path).exists()
    library.close()
    assert len(aside(path)) == 1


def test_damage_met_while_reading_is_told_and_mended_at_the_next_opening(tmp_path: Path) -> None:
    path = filled(tmp_path, 200)
    db = raw(path)
    (root,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'body'").fetchone()
    db.close()
    data = bytearray(path.read_bytes())
    start = (root - 1) * schema.PAGE_SIZE
    data[start : start + 200] = b"\xee" * 200
    path.write_bytes(data)
    library = Library.open(path, now=NOW)
    with pytest.raises(LibraryProblem) as told:
        library.read_now(lambda db: db.execute("SELECT sum(length(data)) FROM body").fetchone())
    assert told.value.code == "damaged"
    assert library.read_now(damage.check)
    library.close()
    assert suspect(path).exists()
    again = Library.open(path, now=NOW)
    assert again.notice
    assert again.read_now(damage.check) == []
    again.close()


def test_a_suspicion_without_ground_is_dropped(tmp_path: Path) -> None:
    path = filled(tmp_path)
    suspect(path).touch()
    library = Library.open(path, now=NOW)
    assert library.notice == ""
    assert len(library.read_now(articles.ids, View("all"))) == 60
    library.close()
    assert not suspect(path).exists()
    assert aside(path) == []


def test_any_byte_may_be_wrong_and_any_end_missing(tmp_path: Path) -> None:
    """Opening, listing, searching and opening again give values or a LibraryProblem; the damaged file is never lost."""
    whole = filled(tmp_path / "whole", 20).read_bytes()
    step = max(1, len(whole) // 40)
    changes = [("flip", at) for at in (*range(0, 100, 9), *range(100, len(whole), step))]
    changes += [("cut", at) for at in range(schema.PAGE_SIZE // 2, len(whole), len(whole) // 8)]
    for kind, at in changes:
        folder = tmp_path / f"{kind}{at}"
        folder.mkdir()
        path = folder / "library.db"
        data = bytearray(whole)
        if kind == "flip":
            data[at] ^= 0xFF
        else:
            del data[at:]
        path.write_bytes(data)
        for _round in range(2):
            try:
                library = Library.open(path, now=NOW)
            except LibraryProblem as told:
                assert told.code in ("not_ours", "damaged", "cannot_open"), (kind, at)  # noqa: PT017
                assert path.read_bytes() == data
                break
            try:
                for number in library.read_now(articles.ids, View("all")):
                    library.read_now(articles.get, number)
                library.read_now(search.search, "mot1", 10)
            except (LibraryProblem, ValueError):
                pass
            finally:
                library.close()
        shutil.rmtree(folder)


# migrations


def steps(folder: Path, *texts: str) -> Path:
    """A folder of migrations: ours, and TEXTS after it."""
    folder.mkdir()
    for number, file in schema.migrations():
        shutil.copy(file, folder / file.name)
        last = number
    for number, text in enumerate(texts, last + 1):
        (folder / f"{number:04}_test.sql").write_text(text)
    return folder


def test_a_migration_keeps_everything_and_a_copy(tmp_path: Path) -> None:
    path = filled(tmp_path)
    folder = steps(
        tmp_path / "steps",
        "ALTER TABLE site ADD COLUMN colour TEXT NOT NULL DEFAULT 'red';",
        "CREATE TABLE later (x INTEGER) STRICT;\n-- a comment\nINSERT INTO later VALUES (1);\n",
    )
    assert schema.bring_up(path, NOW, folder) is schema.State.MIGRATED
    assert schema.bring_up(path, NOW, folder) is schema.State.CURRENT
    db = raw(path)
    assert db.execute("SELECT colour, x FROM site, later").fetchall() == [("red", 1)]
    assert schema.version_of(db) == schema.migrations()[-1][0] + 2
    db.close()
    copy = path.with_name(f"library.before-version-{schema.migrations()[-1][0] + 1}.db")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    library = Library.open(copy, now=NOW)
    assert len(library.read_now(articles.ids, View("all"))) == 60
    library.close()


def test_a_migration_that_fails_leaves_the_old_version(tmp_path: Path) -> None:
    path = filled(tmp_path)
    folder = steps(tmp_path / "steps", "CREATE TABLE later (x);\nINSERT INTO nowhere VALUES (1);\n")
    with pytest.raises(sqlite3.OperationalError):
        schema.bring_up(path, NOW, folder)
    library = Library.open(path, now=NOW)
    assert not library.read_only
    assert library.read_now(damage.check) == []
    assert library.read_now(lambda db: db.execute("SELECT name FROM sqlite_master WHERE name = 'later'").fetchall()) == []  # fmt: skip
    library.close()


def test_an_index_of_another_folding_is_made_anew(tmp_path: Path) -> None:
    path = filled(tmp_path, 5)
    db = raw(path)
    db.execute("UPDATE meta SET value = '0' WHERE key = 'folding'")
    db.execute("INSERT INTO article_words (article_words) VALUES ('delete-all')")
    db.close()
    library = Library.open(path, now=NOW)
    assert len(library.read_now(search.search, "titre")) == 5
    library.close()


def test_every_column_of_the_schema_that_needs_it_is_explained() -> None:
    text = schema.migrations()[0][1].read_text("utf-8")
    assert text.count("--") > 40


# being killed

needs_strace = pytest.mark.skipif(
    shutil.which("strace") is None
    or subprocess.run(
        ["strace", "-o", "/dev/null", "true"], capture_output=True, check=False
    ).returncode
    != 0,
    reason="strace is not there, or may not trace here",
)
_CALLS = "pwrite64", "fdatasync"


def run_killed(path: Path, call: str, when: int) -> tuple[int, list[int]]:
    """(exit status, pages acknowledged) of storing, killed at the WHENth CALL."""
    done = subprocess.run(
        ["strace", "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={when}",
         sys.executable, "-m", "tests.storing_process", str(path), "4"],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    return done.returncode, [int(line) for line in done.stdout.split()]


@needs_strace
@pytest.mark.slow
@pytest.mark.parametrize("call", _CALLS)
def test_killed_at_any_write_nothing_is_half_stored(tmp_path: Path, call: str) -> None:
    """Every acknowledged page is there, whole; a page that is there is there with its comments and its cursor."""
    ended = False
    for when in (1, 2, 3, 4, 5, 7, 9, 12, 16, 21, 28, 37, 50, 66, 90, 120, 160, 220, 300):
        path = tmp_path / f"{call}{when}" / "library.db"
        status, acknowledged = run_killed(path, call, when)
        if not path.exists():
            continue
        library = Library.open(path, now=NOW)
        assert library.notice == "", (call, when)
        assert library.read_now(damage.check) == []
        count = len(library.read_now(articles.ids, View("all")))
        assert count % 4 == 0, (call, when)
        assert count // 4 >= len(acknowledged), (call, when)
        for site in library.read_now(sites.all):
            assert site.comment_count == count
            assert site.cursor == ({"page": count // 4 - 1} if count else {})
        library.close()
        if status == 0:
            ended = True
            break
    assert ended


@needs_strace
def test_what_is_acknowledged_is_on_the_disk(tmp_path: Path) -> None:
    """Between the last write of a page and the word that it is stored, the disk was told to keep it."""
    log = tmp_path / "log"
    subprocess.run(
        ["strace", "-f", "-o", str(log), "-e", "trace=pwrite64,fdatasync,write",
         sys.executable, "-m", "tests.storing_process", str(tmp_path / "x" / "library.db"), "3"],
        capture_output=True, cwd=ROOT, check=True,
    )  # fmt: skip
    calls = [
        line.split(None, 1)[1]
        for line in log.read_text(errors="replace").splitlines()
        if "(" in line
    ]
    told = [index for index, call in enumerate(calls) if call.startswith("write(1,")]
    assert len(told) == 3
    for index in told:
        wrote = max(at for at in range(index) if calls[at].startswith("pwrite64"))
        assert any(call.startswith("fdatasync") for call in calls[wrote:index])
