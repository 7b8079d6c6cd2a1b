"""`comment`, `outbox`, `discard`, `identity`, `send`: nothing a person wrote is lost, and the way to the site and back."""

from __future__ import annotations

import stat
import time
from pathlib import Path

import pytest

from sahelreader.demo import SampleSite
from tests.cli.test_reading import find
from tests.program import Program

DRAFT = {
    "id", "article", "url", "reply_to", "name", "email", "text", "created", "updated", "state",
    "attempts", "next_attempt", "remote_id", "error",
}  # fmt: skip
AWA = ("--name", "Awa", "--email", "awa.canary@example.org")


def test_a_comment_is_kept_and_its_number_printed(program: Program) -> None:
    number = find(program, "Dori")
    ran = program.run("comment", number, "--text", "Merci.\n\nÀ bientôt.")
    assert ran.status == 0
    (shown,) = program.ask("outbox")
    assert set(shown) == DRAFT
    assert ran.out == shown["id"] + "\n"
    assert (shown["text"], shown["state"], shown["article"]) == (
        "Merci.\n\nÀ bientôt.",
        "draft",
        number,
    )
    assert shown["name"] is None
    assert "Merci." in program.run("outbox").out


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Bonjour à tous".encode(), "Bonjour à tous"),
        ("\ufeffBonjour".encode(), "Bonjour"),
        ("L’été à Ségou".encode("cp1252"), "L’été à Ségou"),
        (b"ligne 1\r\nligne 2\r\n", None),
    ],
)
def test_a_text_from_a_file_whatever_wrote_it(
    program: Program, tmp_path: Path, data: bytes, text: str | None
) -> None:
    file = tmp_path / "texte.txt"
    file.write_bytes(data)
    draft = program.ask("comment", 1, "--file", file)
    if text is None:
        assert [line.strip() for line in draft["text"].split("\n")][:2] == ["ligne 1", "ligne 2"]
    else:
        assert draft["text"] == text


@pytest.mark.parametrize(
    "arguments",
    [["-"], ["--file", "-"], ["-", "--queue", *AWA], ["--queue", *AWA, "-"], ["--json", "-"]],
)
def test_a_text_from_standard_input(program: Program, arguments: list[str]) -> None:
    ran = program.run("comment", 1, *arguments, stdin="Depuis l’entrée")
    assert ran.status == 0, ran.err
    assert program.ask("outbox")[0]["text"] == "Depuis l’entrée"


def test_a_dash_may_be_the_text(program: Program) -> None:
    assert program.ask("comment", 1, "--text", "-")["text"] == "-"


def test_two_comments_on_one_article_are_both_kept(program: Program) -> None:
    for text in ("Le premier.", "Le second.", "Le second."):
        program.ask("comment", 1, "--text", text)
    assert sorted(item["text"] for item in program.ask("outbox")) == ["Le premier.", "Le second."]


def test_the_editor_opens_the_draft_that_is_there(program: Program, tmp_path: Path) -> None:
    editor = tmp_path / "editor.sh"
    editor.write_text('#!/bin/sh\nls -l "$1" > "$0.seen"; printf " Et la suite." >> "$1"\n')
    editor.chmod(0o755)
    program.env["VISUAL"] = str(editor)
    first = program.ask("comment", 1, "--text", "Un début.")
    again = program.ask("comment", 1)
    assert (again["id"], again["text"]) == (first["id"], "Un début. Et la suite.")
    assert Path(f"{editor}.seen").read_text().startswith("-rw-------")


def test_an_editor_that_fails_changes_nothing(program: Program) -> None:
    program.env["VISUAL"] = "false"
    assert program.run("comment", 1).status == 1
    program.env["VISUAL"] = "no-such-editor --wait"
    ran = program.run("comment", 1)
    assert ran.status == 1
    assert "no-such-editor" in ran.err
    program.env.pop("VISUAL")
    assert "EDITOR" in program.run("comment", 1).err
    assert program.ask("outbox") == []


def test_what_cannot_be_written(program: Program) -> None:
    for arguments, status, word in (
        (["comment", 1, "--text", "   "], 1, "no text"),
        (["comment", 999, "--text", "x"], 1, "No article 999"),
        (["comment", 1, "--reply-to", 99999, "--text", "x"], 1, "99999"),
        (["comment", 1, "--file", "/no/such/file"], 1, "/no/such/file"),
        (["comment", 1, "--text", "x", "--file", "y"], 2, "--text"),
        (["comment"], 2, "ARTICLE"),
        (["discard", "nothing"], 1, "outbox"),
        (["send", "nothing"], 1, "outbox"),
        (["identity", "--email", "nobody"], 2, "nobody"),
        (["identity", "--site", "nowhere", "--name", "A"], 1, "nowhere"),
    ):
        ran = program.run(*arguments)
        assert ran.status == status, (arguments, ran)
        assert word in ran.err
        assert ran.out == ""
    assert program.ask("outbox") == []


def test_discarding_can_be_undone(program: Program) -> None:
    draft = program.ask("comment", 1, "--text", "À garder.")
    assert program.ask("discard", draft["id"])["text"] == "À garder."
    assert program.ask("outbox") == []
    assert program.ask("discard", draft["id"], "--undo")["text"] == "À garder."
    assert draft["id"] in {item["id"] for item in program.ask("outbox")}


def test_who_signs_is_kept_for_all_and_for_one_site(program: Program) -> None:
    assert program.ask("identity") == {"site": None, "name": None, "email": None, "url": None}
    program.ask("identity", *AWA)
    own = program.ask(
        "identity", "--site", "Le Fleuve", "--name", "A. S.", "--email", "as@example.org"
    )
    assert own["name"] == "A. S."
    assert program.ask("identity")["name"] == "Awa"
    assert program.ask("comment", find(program, "Dori"), "--text", "x")["name"] == "A. S."
    assert program.ask("comment", 1, "--text", "x")["name"] == "Awa"
    assert program.run("identity").out == "Awa <awa.canary@example.org>\n"
    for file in (program.home / "config").rglob("*"):
        assert not stat.S_IMODE(file.stat().st_mode) & 0o077, file


def test_the_whole_way_of_a_comment(program: Program, paper: SampleSite) -> None:
    number = find(program, "Le bac de Ségou")
    parent = program.ask("show", number)["comments"][0]["id"]
    text = f"Une réserve sur place, oui. {time.time_ns()}"
    draft = program.ask("comment", number, "--reply-to", parent, "--text", text, "--queue", *AWA)
    assert (draft["state"], draft["reply_to"]) == ("queued", parent)
    (sent,) = program.run("send", "--json").lines
    assert set(sent) == DRAFT
    assert sent["id"] == draft["id"]
    assert sent["state"] in ("held", "published")
    (remark,) = [item for item in paper.paper.remarks if item.text == text]
    assert (str(remark.id), remark.email) == (sent["remote_id"], "awa.canary@example.org")
    assert remark.parent == 1
    time.sleep(1.2)
    ran = program.run("sync", "--json")
    assert ran.status == 0
    (followed,) = [line for line in ran.lines if "state" in line]
    assert followed["state"] == "published"
    thread = program.ask("show", number)["comments"]
    (mine,) = [item for item in thread if item["text"] == text]
    assert (mine["mine"], mine["state"], mine["parent"]) == (True, "published", parent)
    assert any(item["parent"] == mine["id"] for item in thread), "the author's answer came along"
    assert program.run("send").err.strip() == "Nothing waits to be sent."
    # sent once, however often one syncs
    assert len([item for item in paper.paper.remarks if item.text == text]) == 1
    assert "canary" not in _log(program)


def test_closed_comments_are_refused_and_the_text_kept(program: Program) -> None:
    number = find(program, "Nouakchott")
    ran = program.run("comment", number, "--text", "Quand même.", "--queue", *AWA)
    assert ran.status == 0
    assert "closed" in ran.err
    sent = program.run("send", "--json")
    assert sent.status == 1
    assert sent.lines[-1]["state"] == "refused"
    assert program.ask("outbox")[0]["text"] == "Quand même."


def test_sending_with_no_network_keeps_what_waits(program: Program) -> None:
    number = find(program, "Dori")
    draft = program.ask("comment", number, "--text", "Plus tard.", "--queue", *AWA)
    # the same comment, for a port where nobody listens
    path = next(program.data.rglob(f"{draft['id']}.toml"))
    url = draft["url"].split("/")[2]
    path.write_text(path.read_text("utf-8").replace(url, "127.0.0.1:9"), "utf-8")
    ran = program.run("send", "--json")
    assert ran.status == 1
    kept = program.ask("outbox")[0]
    assert kept["state"] in ("retry", "queued")
    assert kept["text"] == "Plus tard."


def test_comments_on_the_welcome_edition_need_no_network(program: Program) -> None:
    number = find(program, "Writing a comment offline")
    program.ask("comment", number, "--text", "Ici, tout de suite.", "--queue", "--name", "Awa")
    (sent,) = program.run("send", "--json").lines
    assert sent["state"] == "published"
    thread = program.ask("show", number)["comments"]
    assert [item["mine"] for item in thread if item["text"] == "Ici, tout de suite."] == [True]


def _log(program: Program) -> str:
    return "".join(file.read_text("utf-8", "replace") for file in program.data.rglob("*.log"))


@pytest.mark.parametrize("damage", ["rubbish", "cut", "holes"])
def test_a_broken_library_takes_nothing_that_was_written(program: Program, damage: str) -> None:
    draft = program.ask("comment", 1, "--text", "Écrit avant la panne.")
    library = program.data / "library.db"
    for file in program.data.glob("library.db-*"):
        file.unlink()
    whole = library.read_bytes()
    if damage == "rubbish":
        library.write_bytes(b"not a database, not any more " * 4_000)
    elif damage == "cut":
        library.write_bytes(whole[: len(whole) // 3])
    else:
        library.write_bytes(whole[:8_192] + bytes(len(whole) - 8_192))
    assert program.ask("outbox")[0]["text"] == draft["text"], "without the library"
    said = []
    for _time in range(3):
        ran = program.run("list")
        assert "Traceback" not in ran.err
        assert "mistake" not in ran.err
        said.append((ran.status, bool(ran.out), ran.err))
        if ran.status == 0 and not ran.err:
            break
    assert said[-1][:2] == (0, True), "there is something to read again"
    told = "".join(err for _status, _out, err in said)
    assert "damaged" in told
    assert "sahelreader outbox" in told or "safe" in told
    assert program.ask("outbox")[0]["text"] == draft["text"]
    kept = [file for file in program.data.iterdir() if "library" in file.name and file != library]
    assert any(file.stat().st_size for file in kept), "the damaged file is kept"
    assert program.ask("comment", 1, "--text", "Après.")["text"] == "Après."
