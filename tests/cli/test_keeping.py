"""`add`, `sync`, `remove`, `rename`, `export`, `backup`, `wipe`, `config`, `doctor`."""

from __future__ import annotations

import json
import stat
import time
import tomllib
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest

from sahelreader.demo import SampleSite
from tests.cli.test_reading import MOMENT, find
from tests.program import Program

LINE = {"site", "url", "new", "changed", "comments", "vanished", "bytes", "error"}


def test_add_says_what_it_found(fresh: Program, paper: SampleSite) -> None:
    (found,) = fresh.ask("add", paper.url)
    assert set(found) == {"url", "site", "kind", "found", "error"}
    assert (found["kind"], found["error"]) == ("wordpress", None)
    assert any("WordPress" in line for line in found["found"])
    assert "comments are open on its newest articles" in found["found"]
    assert "those who comment give a name and an e-mail address" in found["found"]
    again = fresh.run("add", paper.url + "eau-d-aout/")
    assert again.status == 0
    assert len(fresh.ask("sites")) == 2, "an article's address leads to the same site"


def test_add_of_several_is_partly_done(fresh: Program, paper: SampleSite) -> None:
    ran = fresh.run("add", "http://127.0.0.1:9/", paper.url, "mailto:x", "--json")
    assert ran.status == 3
    assert [item["error"] is None for item in ran.json] == [False, True, False]
    assert "http://127.0.0.1:9/: " in ran.err
    assert fresh.run("add", "http://127.0.0.1:9/").status == 1
    assert fresh.run("add").status == 2


def test_sync_prints_a_line_a_site(program: Program, paper: SampleSite) -> None:
    ran = program.run("sync", "--json")
    assert ran.status == 0
    (line,) = ran.lines
    assert set(line) == LINE
    assert (line["new"], line["error"]) == (0, None)
    assert line["bytes"] < 2_500
    assert (
        program.run("sync", "Le Fleuve", "--max-bytes", "2M", "--since", "2026-01-01").status == 0
    )
    assert program.run("sync", "nowhere").status == 1
    for wrong in (["--since", "hier"], ["--max-bytes", "beaucoup"], ["--max-bytes", "-1"]):
        ran = program.run("sync", *wrong)
        assert (ran.status, ran.out) == (2, "")


def test_sync_with_nothing_to_sync_says_what_to_do(fresh: Program) -> None:
    ran = fresh.run("sync")
    assert ran.status == 1
    assert "sahelreader add" in ran.err


def test_one_sites_failure_is_partly_done(program: Program, paper: SampleSite) -> None:
    # a second subscription, to a port where nobody listens any more
    from sahelreader.demo import sample_site

    with sample_site("en") as other:
        program.ask("add", other.url)
    ran = program.run("sync", "--json")
    assert ran.status == 3
    assert sorted(line["error"] is None for line in ran.lines) == [False, True]
    assert "cannot be reached" in program.run("sites").out
    assert program.run("sync", "The River").status == 1


def test_remove_and_rename(program: Program, paper: SampleSite) -> None:
    assert program.ask("rename", "Le Fleuve", "Fleuve \x1b[31m\n bis")["name"] == "Fleuve [31m bis"
    assert program.run("rename", "Fleuve", " ").status == 2
    assert program.ask("remove", paper.url)["kind"] == "wordpress"
    assert [site["kind"] for site in program.ask("sites")] == ["local"]
    assert len(program.ask("list")) == 7


@pytest.mark.parametrize("suffix", [".md", ".html", ".epub", ".txt", ".json"])
def test_export_by_suffix(reader: Program, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"article{suffix}"
    number = find(reader, "Le bac de Ségou")
    ran = reader.run("export", number, find(reader, "Dori"), "--to", target)
    assert (ran.status, ran.out) == (0, f"{target}\n")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    if suffix == ".epub":
        with zipfile.ZipFile(target) as book:
            assert book.namelist()[0] == "mimetype"
            text = "".join(
                book.read(name).decode() for name in book.namelist() if name.endswith("html")
            )
    else:
        text = target.read_text("utf-8")
    assert "Un seul moteur pour deux rives" in text
    assert "Merci de suivre l’affaire." in text
    assert "sous les manguiers" in text
    assert list(tmp_path.iterdir()) == [target]


def test_the_sites_as_opml(reader: Program, tmp_path: Path, paper: SampleSite) -> None:
    target = tmp_path / "sites.opml"
    assert reader.ask("export", "--to", target)["count"] == 1
    (outline,) = ET.parse(target).findall(".//outline[@xmlUrl]")
    assert outline.get("xmlUrl") == paper.url + "feed/"


def test_what_cannot_be_exported(reader: Program, tmp_path: Path) -> None:
    for arguments, status in (
        (["1", "--to", "x.pdf"], 2),
        (["1", "--to", "x"], 2),
        (["--to", "x.md"], 2),
        (["1"], 2),
        (["999", "--to", tmp_path / "x.md"], 1),
        (["1", "--to", tmp_path / "no" / "such" / "x.md"], 1),
    ):
        ran = reader.run("export", *arguments)
        assert (ran.status, ran.out) == (status, ""), arguments
        assert ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_backup_can_be_put_back(program: Program, tmp_path: Path) -> None:
    program.ask("identity", "--name", "Awa", "--email", "awa@example.org")
    program.ask("config", "column", "70")
    draft = program.ask("comment", 1, "--text", "À ne pas perdre.")
    gone = program.ask("comment", 2, "--text", "Jeté.")
    program.ask("discard", gone["id"])
    target = tmp_path / "all.zip"
    ran = program.run("backup", target)
    assert (ran.status, ran.out) == (0, f"{target}\n")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    second = Program(tmp_path / "second")
    with zipfile.ZipFile(target) as archive:
        archive.extractall(second.home)
    assert second.ask("list") == program.ask("list")
    assert [item["id"] for item in second.ask("outbox")] == [draft["id"]]
    assert second.ask("discard", gone["id"], "--undo")["text"] == "Jeté."
    assert second.ask("identity")["name"] == "Awa"
    assert second.ask("config", "column") == {"column": 70}
    assert second.run("doctor", "--offline", "--json").json[-1]["ok"]


def test_a_backup_never_writes_over_something_else(program: Program, tmp_path: Path) -> None:
    target = tmp_path / "all.zip"
    assert program.run("backup", target).status == 0
    assert program.run("backup", target).status == 0, "over an older backup"
    for taken in (program.data / "library.db", tmp_path):
        ran = program.run("backup", taken)
        assert ran.status == 2
        assert str(taken) in ran.err
    assert len(program.ask("list")) == 15


def test_wipe_leaves_no_trace_and_no_strangers_file_is_touched(program: Program) -> None:
    canary = "canari-7d1f"
    program.ask("identity", "--name", canary, "--email", f"{canary}@example.org")
    program.ask("comment", 1, "--text", canary)
    program.ask("discard", program.ask("comment", 2, "--text", canary)["id"])
    stranger = program.data / "photo.jpg"
    stranger.write_bytes(b"somebody's")
    assert program.run("wipe").status == 2
    assert len(program.ask("outbox")) == 1
    began = time.monotonic()
    ran = program.run("wipe", "--yes")
    assert ran.status == 0
    assert time.monotonic() - began < 5
    assert str(program.data) in ran.err
    left = [path for path in program.home.rglob("*") if path.is_file()]
    assert left == [stranger]
    stranger.unlink()
    assert program.run("wipe", "--yes").status == 0
    assert not program.data.exists()


def test_wipe_works_on_a_broken_library(program: Program) -> None:
    (program.data / "library.db").write_bytes(b"rubbish")
    assert program.run("wipe", "--yes", "--json").status == 0
    assert not program.data.exists()


def test_settings(fresh: Program) -> None:
    everything = fresh.ask("config")
    assert everything["theme"] == "agadez"
    for key, text, value in (
        ("theme", "harmattan", "harmattan"),
        ("column", "72", 72),
        ("compact", "oui", True),
        ("keys.comment", "w", "w"),
    ):
        assert fresh.ask("config", key, text) == {key: value}
        assert fresh.ask("config", key) == {key: value}
    written = tomllib.loads((fresh.home / "config" / "settings.toml").read_text("utf-8"))
    assert written == {
        "theme": "harmattan",
        "column": 72,
        "compact": True,
        "keys": {"comment": "w"},
    }
    for arguments, word in (
        (["them", "x"], "theme"),
        (["theme", "pink"], "harmattan"),
        (["column", "wide"], "int"),
        (["keys.coment", "w"], "keys.comment"),
        (["keys.comment", "no-such-key"], "no-such-key"),
        (["nothing"], "config"),
    ):
        ran = fresh.run("config", *arguments)
        assert (ran.status, ran.out) == (2, ""), arguments
        assert word in ran.err


def test_a_key_taken_from_another_command_is_told(fresh: Program) -> None:
    ran = fresh.run("config", "keys.comment", "Q")
    assert ran.status == 0
    assert "“quit” had Q; it keeps Ctrl+Q." in ran.err
    assert fresh.run("config", "keys.comment", "ctrl+y").err == ""


def test_a_settings_file_that_cannot_be_read_is_not_written_over(fresh: Program) -> None:
    file = fresh.home / "config" / "settings.toml"
    file.parent.mkdir(parents=True)
    file.write_text("theme = [unfinished", "utf-8")
    assert fresh.run("config", "theme", "ansi").status == 1
    assert file.read_text("utf-8") == "theme = [unfinished"
    ran = fresh.run("list")
    assert ran.status == 0
    assert "settings" in ran.err


def test_doctor_finds_nothing_wrong_and_says_what_sites_allow(reader: Program) -> None:
    ran = reader.run("doctor", "--json")
    assert ran.status == 0, ran.out
    found = {item["what"]: item for item in ran.json}
    assert all(set(item) == {"what", "ok", "seen"} for item in ran.json)
    assert "comments open" in found["Le Fleuve (journal d’essai)"]["seen"]


def test_doctor_looks_and_makes_nothing(fresh: Program) -> None:
    assert fresh.run("doctor").status == 0
    assert not fresh.home.exists()


def test_doctor_sees_a_file_that_others_may_read(program: Program) -> None:
    (program.data / "drafts").mkdir(exist_ok=True)
    loose = program.data / "drafts" / "x.txt"
    loose.write_text("x")
    loose.chmod(0o644)
    ran = program.run("doctor", "--offline", "--json")
    assert ran.status == 1
    assert "chmod" in next(item["seen"] for item in json.loads(ran.out) if not item["ok"])


def test_everything_is_private_whatever_the_umask(fresh: Program, paper: SampleSite) -> None:
    import subprocess
    import sys

    for arguments in (
        ["add", paper.url], ["sync"], ["comment", "1", "--text", "x", "--queue", "--name", "A"],
        ["identity", "--name", "A"], ["config", "column", "60"],
        ["backup", str(fresh.home / "b.zip")], ["export", "1", "--to", str(fresh.home / "a.md")],
    ):  # fmt: skip
        subprocess.run(
            [sys.executable, "-m", "sahelreader", *arguments],
            env=fresh.environment, check=True, capture_output=True, umask=0,
        )  # fmt: skip
    for path in (
        *fresh.data.rglob("*"),
        *(fresh.home / "config").rglob("*"),
        *fresh.home.glob("*.*"),
    ):
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path


def test_times_are_utc_whatever_the_zone(program: Program) -> None:
    program.env["TZ"] = "Asia/Tokyo"
    assert all(MOMENT.fullmatch(item["published"]) for item in program.ask("list"))
