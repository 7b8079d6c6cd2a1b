"""The drafts' folders: what a person wrote is there afterwards, whatever else is there too."""

from __future__ import annotations

import os
import stat
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sahelreader.domain.draft import (
    FOLDERS,
    MOVES,
    Draft,
    Identity,
    Move,
    NotAllowed,
    State,
    Target,
    may,
    moved,
)
from sahelreader.drafts import Drafts
from sahelreader.drafts.form import NotADraft, from_toml, to_toml

NOW = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)
TARGET = Target("https://mali.example/", "https://mali.example/crue/", "La crue", "7")
ME = Identity("Zénabou", "zenabou@example.org")


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    return Drafts(tmp_path / "data")


def written(drafts: Drafts, text: str = "Bonjour.", target: Target = TARGET) -> Draft:
    draft = drafts.begin(target, ME, NOW)
    return drafts.save(replace(draft, text=text))


def file_of(drafts: Drafts, draft: Draft) -> Path:
    return drafts._data / FOLDERS[draft.state] / f"{draft.id}.toml"


# -- the file ----------------------------------------------------------------------------------------------------------

texts = st.text(max_size=200)
times = st.floats(6e8, 4e9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
targets = st.builds(
    Target, texts, texts, texts, texts, system=st.sampled_from(["wordpress", "isso"]),
    hidden=st.lists(st.tuples(texts, texts), max_size=3).map(tuple),
    required=st.lists(texts, max_size=3).map(tuple), parent_excerpt=texts,
)  # fmt: skip
any_draft = st.builds(
    Draft, id=texts, target=targets, text=texts, identity=st.builds(Identity, texts, texts, texts),
    created=times, updated=times, state=st.sampled_from(State), article=st.none() | st.integers(),
    doubted=st.booleans(), attempts=st.integers(0, 99), next_attempt=st.none() | times,
    payload=texts, error=texts, attempted=st.none() | times,
)  # fmt: skip


@settings(deadline=None)
@given(any_draft)
def test_what_is_written_is_read_again(draft: Draft) -> None:
    kept, _raw = from_toml(to_toml(draft))
    # TOML's own line break stands for every kind of line break
    assert kept.text == draft.text.replace("\r\n", "\n")
    assert replace(kept, text="", target=TARGET, identity=ME) == replace(
        draft, text="", target=TARGET, identity=ME,
        payload=draft.payload.replace("\r\n", "\n"), error=draft.error.replace("\r\n", "\n"),
        id=draft.id.replace("\r\n", "\n"),
    )  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_file_that_was_spoiled_never_raises_anything_else(data: st.DataObject) -> None:
    content = bytearray(to_toml(Draft("a", TARGET, "Texte.", ME, NOW, NOW)))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        act = data.draw(st.sampled_from("xid"))
        if act == "x":
            content[place] = data.draw(st.integers(0, 255))
        elif act == "i":
            content[place:place] = data.draw(st.binary(max_size=6))
        else:
            del content[place : place + data.draw(st.integers(1, 40))]
        if not content:
            break
    try:
        draft, _raw = from_toml(bytes(content))
    except NotADraft:
        return
    assert isinstance(draft.text, str)


def test_a_person_can_read_and_mend_it(drafts: Drafts) -> None:
    draft = written(drafts, 'Première ligne.\n\n"Citée" — fin \\ .')
    path = file_of(drafts, draft)
    said = path.read_text()
    assert "Première ligne.\n\n" in said
    path.write_text(
        said.replace("Première", "Seconde").replace("[identity]", "mine = 4\n[identity]")
    )
    changed = drafts.get(draft.id)
    assert changed is not None
    assert changed.text.startswith("Seconde ligne.")
    drafts.save(replace(changed, text="Encore."))
    assert "mine = 4" in path.read_text(), "what is not ours stays"


# -- saving ------------------------------------------------------------------------------------------------------------


def test_modes_are_private_whatever_the_umask(drafts: Drafts) -> None:
    before = os.umask(0)
    try:
        draft = written(drafts)
        drafts.queue(draft.id, NOW)
    finally:
        os.umask(before)
    for path in [drafts._data, *drafts._data.rglob("*")]:
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path


def test_ids_sort_by_time_and_never_collide(drafts: Drafts) -> None:
    names = []
    for seconds in range(20):
        target = replace(TARGET, article_url=f"https://mali.example/{seconds}/")
        draft = drafts.begin(target, ME, NOW + timedelta(seconds=seconds))
        drafts.save(replace(draft, text="x"))
        names.append(draft.id)
    assert names == sorted(set(names))
    assert [draft.id for draft in drafts.all().drafts] == names


def test_an_open_draft_is_found_again_for_the_same_parent_alone(drafts: Drafts) -> None:
    draft = written(drafts)
    assert drafts.begin(TARGET, ME, NOW).id == draft.id
    reply = replace(TARGET, parent_remote_id="12")
    assert drafts.begin(reply, ME, NOW).id != draft.id
    drafts.queue(draft.id, NOW)
    assert drafts.begin(TARGET, ME, NOW).id != draft.id


def test_nothing_is_on_disk_before_the_first_save(drafts: Drafts) -> None:
    drafts.begin(TARGET, ME, NOW)
    assert not drafts._data.exists()
    assert drafts.all().drafts == ()


def test_a_save_after_it_was_queued_is_a_draft_of_its_own(drafts: Drafts) -> None:
    draft = written(drafts, "Première version.")
    drafts.queue(draft.id, NOW)
    second = drafts.save(replace(draft, text="Seconde version."))
    third = drafts.save(replace(draft, text="Troisième version."))
    assert second.id == third.id != draft.id
    kept = {item.id: (item.state, item.text) for item in drafts.all().drafts}
    assert kept == {
        draft.id: (State.QUEUED, "Première version."),
        second.id: (State.DRAFT, "Troisième version."),
    }


def test_a_file_changed_by_hand_meanwhile_is_not_written_over(drafts: Drafts) -> None:
    draft = written(drafts, "À l’écran.")
    path = file_of(drafts, draft)
    path.write_text(path.read_text().replace("À l’écran.", "À la main."))
    drafts.all()
    second = drafts.save(replace(draft, text="À l’écran, suite."))
    assert {item.text for item in drafts.all().drafts} == {"À la main.", "À l’écran, suite."}
    assert second.id != draft.id


def test_a_damaged_file_is_kept_reported_and_not_written_over(drafts: Drafts) -> None:
    draft = written(drafts)
    path = file_of(drafts, draft)
    path.write_bytes(b"\xff\xfe no toml")
    [damaged] = drafts.all().damaged
    assert damaged.path == path
    second = drafts.save(replace(draft, text="Encore là."))
    assert path.read_bytes() == b"\xff\xfe no toml"
    assert second.text == "Encore là."
    assert [item.id for item in drafts.all().drafts] == [second.id]


def test_foreign_files_are_reported_and_touched_by_nobody(drafts: Drafts, tmp_path: Path) -> None:
    draft = written(drafts)
    folder = file_of(drafts, draft).parent
    secret = tmp_path / "secret.toml"
    secret.write_bytes(to_toml(Draft("link", TARGET, "x", ME, NOW, NOW)))
    (folder / "link.toml").symlink_to(secret)
    (folder / "huge.toml").write_bytes(b"#" * 3_000_000)
    (folder / "folder.toml").mkdir()
    os.mkfifo(folder / "pipe.toml")
    copied = folder / f"{draft.id}.sync-conflict-20261124.toml"
    copied.write_bytes(file_of(drafts, draft).read_bytes())
    (folder / "notes.txt").write_text("not ours")
    before = {path.name: path.lstat().st_mtime_ns for path in folder.iterdir()}
    shelf = drafts.all()
    assert [item.id for item in shelf.drafts] == [draft.id]
    reasons = {item.path.name: item.reason for item in shelf.damaged}
    assert set(reasons) == {"link.toml", "huge.toml", "folder.toml", "pipe.toml", copied.name}
    assert reasons["link.toml"] == "link"
    assert {path.name: path.lstat().st_mtime_ns for path in folder.iterdir()} == before


def test_a_name_that_is_a_path_leads_nowhere(drafts: Drafts, tmp_path: Path) -> None:
    drafts.save(replace(drafts.begin(TARGET, ME, NOW), text="x"))
    (tmp_path / "out.toml").write_bytes(to_toml(Draft("out", TARGET, "x", ME, NOW, NOW)))
    for name in ("../../out", "/etc/passwd", "", ".", "..", ".hidden"):
        assert drafts.get(name) is None


def test_a_folder_that_cannot_be_written_says_so_and_keeps_what_was_there(
    drafts: Drafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = written(drafts, "Avant.")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        drafts.save(replace(draft, text="Après."))
    with pytest.raises(OSError, match="No space"):
        drafts.queue(draft.id, NOW)
    monkeypatch.undo()
    [kept] = drafts.all().drafts
    assert (kept.text, kept.state) == ("Avant.", State.DRAFT)
    assert not list(drafts._data.rglob("*.new"))


def test_what_a_dead_process_left_is_settled(drafts: Drafts) -> None:
    draft = written(drafts, "Entière.")
    folder = file_of(drafts, draft).parent
    dead = 2**22 - 3
    (folder / f".{draft.id}.toml.{dead}.new").write_bytes(b"text = ")
    whole = Draft("20261124-000000-aaaa", TARGET, "Jamais renommée.", ME, NOW, NOW)
    (folder / f".{whole.id}.toml.{dead}.new").write_bytes(to_toml(whole))
    (folder / f".20261124-000000-bbbb.toml.{dead}.new").write_bytes(to_toml(whole)[:60])
    (folder / f".20261124-000000-cccc.toml.{dead}.new").write_bytes(b"")
    (folder / f".{draft.id}.toml.{os.getpid()}.new").write_bytes(b"under way")
    shelf = Drafts(drafts._data).all()
    assert {item.text for item in shelf.drafts} == {"Entière.", "Jamais renommée."}
    assert [item.path.name for item in shelf.damaged] == ["20261124-000000-bbbb.torn"]
    left = {path.name for path in folder.iterdir() if path.name.endswith(".new")}
    assert left == {f".{draft.id}.toml.{os.getpid()}.new"}


def test_a_move_that_was_cut_is_finished(drafts: Drafts) -> None:
    draft = written(drafts)
    path = file_of(drafts, draft)
    queued = replace(draft, state=State.QUEUED, queued=NOW)
    path.write_bytes(to_toml(queued))
    again = Drafts(drafts._data)
    assert again.all().drafts == (queued,)
    assert not path.exists()
    assert (drafts._data / "outbox" / path.name).is_file()


def test_a_copy_in_two_folders_is_sent_once(drafts: Drafts) -> None:
    draft = drafts.queue(written(drafts).id, NOW)
    drafts.change(draft.id, Move.START)
    drafts.change(draft.id, Move.HOLD, remote_id="12")
    (drafts._data / "outbox" / f"{draft.id}.toml").write_bytes(to_toml(draft))
    shelf = drafts.all()
    assert [item.state for item in shelf.drafts] == [State.HELD]
    assert [item.path.parent.name for item in shelf.damaged] == ["outbox"]


# -- throwing away -----------------------------------------------------------------------------------------------------


def test_discard_can_be_undone_at_any_time(drafts: Drafts) -> None:
    draft = written(drafts)
    drafts.discard(draft.id)
    assert drafts.all().drafts == ()
    assert [item.id for item in drafts.discarded()] == [draft.id]
    assert Drafts(drafts._data).restore(draft.id) == draft
    assert drafts.restore(draft.id) is None


def test_what_waited_is_a_draft_again_when_it_comes_back(drafts: Drafts) -> None:
    draft = drafts.queue(written(drafts).id, NOW)
    drafts.discard(draft.id)
    restored = drafts.restore(draft.id)
    assert restored is not None
    assert restored.state is State.DRAFT


def test_nothing_is_thrown_away_while_it_is_being_sent(drafts: Drafts) -> None:
    draft = drafts.queue(written(drafts).id, NOW)
    drafts.change(draft.id, Move.START)
    with pytest.raises(NotAllowed):
        drafts.discard(draft.id)
    with pytest.raises(NotAllowed):
        drafts.queue(draft.id, NOW)


def test_taking_back(drafts: Drafts) -> None:
    draft = drafts.queue(written(drafts).id, NOW)
    assert drafts.take_back(draft.id, NOW).state is State.DRAFT
    drafts.queue(draft.id, NOW)
    drafts.change(draft.id, Move.START)
    drafts.change(draft.id, Move.LOSE)
    copy = drafts.take_back(draft.id, NOW)
    assert (copy.state, copy.text, copy.payload, copy.doubted) == (
        State.DRAFT,
        draft.text,
        "",
        False,
    )
    assert copy.id != draft.id
    kept = drafts.get(draft.id)
    assert kept is not None
    assert kept.state is State.IN_DOUBT


# -- among processes ---------------------------------------------------------------------------------------------------


def test_one_sender_at_a_time(drafts: Drafts) -> None:
    other = Drafts(drafts._data)
    with drafts.sender() as first, other.sender() as second:
        assert (first, second) == (True, False)
    with other.sender() as third:
        assert third


def test_two_programs_save_at_once_and_nothing_is_lost(drafts: Drafts) -> None:
    draft = written(drafts, "0")

    def work(number: int) -> None:
        mine = Drafts(drafts._data)
        for turn in range(25):
            target = replace(TARGET, article_url=f"https://mali.example/{number}-{turn}/")
            fresh = mine.begin(target, ME, NOW)
            mine.queue(mine.save(replace(fresh, text=f"{number}-{turn}")).id, NOW)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    shelf = drafts.all()
    assert shelf.damaged == ()
    assert {item.text for item in shelf.drafts if item.state is State.QUEUED} == {
        f"{number}-{turn}" for number in range(4) for turn in range(25)
    }
    assert drafts.get(draft.id) is not None


# -- the table ---------------------------------------------------------------------------------------------------------


def test_the_table_keeps_its_promises() -> None:
    assert set(MOVES) == set(State) == set(FOLDERS)
    for state, moves in MOVES.items():
        for move, then in moves.items():
            assert then is not State.DRAFT or move is Move.EDIT
            assert (then is State.SENDING) == (move is Move.START)
            assert (then is State.IN_DOUBT) == (move in (Move.LOSE, Move.INTERRUPT))
        # from anywhere something waits, a person or a site can bring it to an end
        if state not in (State.PUBLISHED, State.DRAFT):
            assert State.REFUSED in moves.values() or Move.EDIT in moves
    assert Move.DEFER not in MOVES[State.IN_DOUBT], "a doubt is never called “surely not there”"
    assert Move.EDIT not in MOVES[State.IN_DOUBT]


@given(st.sampled_from(State), st.sampled_from(Move), st.booleans())
def test_what_the_table_lacks_does_not_happen(state: State, move: Move, doubted: bool) -> None:
    draft = Draft("a", TARGET, "x", ME, NOW, NOW, state=state, doubted=doubted)
    if may(draft, move):
        after = moved(draft, move)
        assert after.state is MOVES[state][move]
        assert after.doubted or not doubted, "a doubt is never forgotten"
    else:
        with pytest.raises(NotAllowed):
            moved(draft, move)
