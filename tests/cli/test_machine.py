"""What a machine does to a program: no terminal, other languages, Ctrl+C, a read-only home, a full disk, a second copy."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.cli.test_reading import find
from tests.program import Program
from tests.terminal import Terminal

PYTHON = [sys.executable, "-m", "sahelreader"]


@pytest.mark.parametrize("environment", [{}, {"TERM": "dumb"}, {"TERM": ""}])
def test_without_a_terminal_the_reader_says_what_to_do(
    fresh: Program, environment: dict[str, str]
) -> None:
    fresh.env.update(environment)
    for arguments in ([], ["--lang", "fr"], ["demo"]):
        ran = fresh.run(*arguments, timeout=30)
        assert (ran.status, ran.out) == (2, "")
        assert "sahelreader show" in ran.err
    assert not fresh.home.exists()


def test_a_dumb_terminal_is_told_the_same(fresh: Program) -> None:
    with Terminal(PYTHON, environ=fresh.environment | {"TERM": "dumb"}) as terminal:
        assert terminal.leave() == 2
    assert b"sahelreader list" in terminal.raw
    assert b"\x1b" not in terminal.raw


@pytest.mark.parametrize(
    ("environment", "arguments", "word"),
    [
        ({"LANG": "fr_ML.UTF-8"}, [], "rouvre"),
        ({"LANG": "fr_ML.UTF-8"}, ["--lang", "en"], "outbox"),
        ({"LANG": "C"}, ["--lang=fr"], "envois"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "fr_FR.UTF-8"}, [], "envois"),
        ({"LANG": "bm_ML.UTF-8"}, [], "deliveries"),
        ({"LANG": ""}, [], "envois"),
    ],
)
def test_help_in_the_persons_language(
    fresh: Program, environment: dict[str, str], arguments: list[str], word: str
) -> None:
    fresh.env.update(environment)
    ran = fresh.run(*arguments, "--help")
    assert ran.status == 0
    assert (word in ran.out) or word == "rouvre"
    french = "arguments\u00a0:" in ran.out
    assert french is (word in ("envois", "rouvre"))
    assert ran.out.startswith("usage\u00a0: " if french else "usage: ")


def test_every_command_has_help_in_both_languages(fresh: Program) -> None:
    from sahelreader.cli.grammar import COMMANDS

    for name in COMMANDS:
        english, french = (fresh.run("--lang", code, name, "--help") for code in ("en", "fr"))
        assert (english.status, french.status) == (0, 0)
        assert english.out != french.out
        for said in (english.out, french.out):
            assert "--json" in said


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["lsit"], "list"),
        (["list", "--limit", "many"], "many"),
        (["--no-such-option"], "--no-such-option"),
        (["show"], "ARTICLE"),
        (["sites", "extra"], "extra"),
        (["sync", "--no-such"], "--no-such"),
    ],
)
def test_usage_is_status_two_on_standard_error(
    fresh: Program, arguments: list[str], word: str
) -> None:
    ran = fresh.run(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert word in ran.err


def test_the_version_is_printed(fresh: Program) -> None:
    from sahelreader import __version__

    assert fresh.run("--version").out == f"sahelreader {__version__}\n"


def test_latin_1_and_plain_c_locales_do_not_break_the_output(reader: Program) -> None:
    number = find(reader, "Le bac de Ségou")
    for extra in (
        {"PYTHONIOENCODING": "latin-1"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ):
        for arguments in (["show", str(number)], ["list"], ["show", str(number), "--json"]):
            ran = subprocess.run(
                [*PYTHON, *arguments], env=reader.environment | extra, capture_output=True
            )
            assert ran.returncode == 0
            assert b"bac" in ran.stdout
            assert b"Traceback" not in ran.stderr


def test_ctrl_c_is_130_and_leaves_nothing_half_stored(program: Program) -> None:
    # a site that takes the call and never answers
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        for command in (
            ["add", f"http://127.0.0.1:{port}/"],
            ["add", f"http://127.0.0.1:{port}/", "--json"],
        ):
            running = subprocess.Popen(
                [*PYTHON, *command], env=program.environment,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            )  # fmt: skip
            silent.settimeout(30)
            call, _address = silent.accept()
            call.recv(100)
            running.send_signal(signal.SIGINT)
            _out, err = running.communicate(timeout=30)
            call.close()
            assert running.returncode == 130
            assert b"Traceback" not in err
    assert len(program.ask("sites")) == 2
    assert program.run("doctor", "--offline").status == 0


def test_two_copies_at_once(program: Program) -> None:
    """Ten syncs, comments and lists at once: nothing fails, nothing is lost."""
    statuses: list[int] = []

    def run(*arguments: object) -> None:
        statuses.append(program.run(*arguments, timeout=120).status)

    work = [
        threading.Thread(target=run, args=arguments)
        for arguments in (
            *(("comment", 1, "--text", f"Au même instant, {n}.") for n in range(4)),
            ("sync",), ("sync",), ("list",), ("outbox", "--json"), ("sites",),
        )
    ]  # fmt: skip
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    assert statuses == [0] * len(work)
    assert len({item["text"] for item in program.ask("outbox")}) == 4
    assert program.run("doctor", "--offline").status == 0


def test_first_runs_at_once_furnish_one_library(fresh: Program) -> None:
    running = [
        subprocess.Popen([*PYTHON, "list", "--json"], env=fresh.environment, stdout=subprocess.PIPE)
        for _copy in range(4)
    ]
    assert [process.wait(60) for process in running] == [0] * 4
    for process in running:
        assert process.stdout is not None
        process.stdout.close()
    assert len(fresh.ask("list")) == 7
    assert len(fresh.ask("sites")) == 1


def test_a_library_that_another_program_holds_is_said(program: Program) -> None:
    with sqlite3.connect(program.data / "library.db", isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        began = time.monotonic()
        ran = program.run("rename", "Le Fleuve", "Autre", timeout=60)
        assert ran.status == 1
        assert "copy of sahelreader" in ran.err
        assert time.monotonic() - began < 30
        assert len(program.ask("list")) == 15, "reading goes on"
        other.execute("ROLLBACK")


def as_anyone() -> None:
    """What this process runs next obeys the modes of files even when it is root (capabilities(7))."""
    import ctypes

    drop, override, search = 24, 1, 2  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    libc = ctypes.CDLL(None)
    for capability in (override, search):
        libc.prctl(drop, capability, 0, 0, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="drops a capability of Linux when run as root")
def test_a_read_only_home_can_be_read(program: Program) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*PYTHON, *arguments], env=program.environment, preexec_fn=as_anyone,
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    everything = (program.home, *program.home.rglob("*"))
    for path in everything:
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        ran = run("list", "--json")
        assert ran.returncode == 0, ran.stderr
        assert run("show", "1").returncode == 0
        for arguments in (
            ["comment", "1", "--text", "x"], ["rename", "Le Fleuve", "x"],
            ["config", "column", "60"], ["identity", "--name", "x"], ["sync"], ["doctor"],
        ):  # fmt: skip
            ran = run(*arguments)
            assert ran.returncode in (1, 3), (arguments, ran)
            assert "Traceback" not in ran.stderr
            assert "mistake" not in ran.stderr, (arguments, ran.stderr)
            assert ran.stderr.strip() or arguments == ["doctor"], arguments
    finally:
        for path in everything:
            path.chmod(0o700 if path.is_dir() else 0o600)


@pytest.mark.parametrize(
    "environment",
    [
        {"HOME": "/nonexistent", "SAHELREADER_DATA_DIR": "", "SAHELREADER_CONFIG_DIR": ""},
        {"HOME": "/proc", "XDG_DATA_HOME": "relative", "SAHELREADER_DATA_DIR": ""},
    ],
)
def test_a_home_that_is_none(fresh: Program, environment: dict[str, str]) -> None:
    fresh.env.update(environment)
    if os.geteuid() == 0 and environment["HOME"] == "/nonexistent":
        fresh.env["HOME"] = "/proc/nonexistent"
    ran = fresh.run("list")
    assert ran.status == 1
    assert ran.out == ""
    assert "mistake" not in ran.err
    assert len(ran.err.strip().splitlines()) == 1


def test_a_full_disk_is_said_and_nothing_is_lost(program: Program, tmp_path: Path) -> None:
    """A limit on the size of files stands for the full disk: writing fails in the middle."""
    draft = program.ask("comment", 1, "--text", "Le texte d’avant.")

    def run(*arguments: object, limit: int) -> subprocess.CompletedProcess[str]:
        def full() -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        return subprocess.run(
            [*PYTHON, *map(str, arguments)], env=program.environment, preexec_fn=full,
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    target = tmp_path / "x.md"
    for arguments in (
        ["comment", 1, "--text", "y" * 50_000],
        ["export", 1, 2, 3, 4, 5, "--to", target],
        ["backup", tmp_path / "b.zip"],
    ):
        ran = run(*arguments, limit=2_000)
        assert ran.returncode == 1, (arguments, ran)
        assert "Traceback" not in ran.stderr
        assert "mistake" not in ran.stderr, ran.stderr
    assert list(tmp_path.iterdir()) == [program.home]
    assert [item["text"] for item in program.ask("outbox")] == [draft["text"]]
    assert program.run("doctor", "--offline").status == 0


def test_a_text_from_the_editor_outlives_a_full_disk(program: Program, tmp_path: Path) -> None:
    editor = tmp_path / "editor.sh"
    editor.write_text('#!/bin/sh\nprintf "Une heure de travail." > "$1"\n')
    editor.chmod(0o755)
    shutil.rmtree(program.data / "drafts", ignore_errors=True)
    (program.data / "drafts").write_text("in the way")
    program.env["VISUAL"] = str(editor)
    program.env["TMPDIR"] = str(tmp_path)
    ran = program.run("comment", 1)
    assert ran.status == 1
    (kept,) = tmp_path.glob("sahelreader-*/comment.txt")
    assert kept.read_text() == "Une heure de travail."
    assert str(kept) in ran.err


def test_a_mistake_of_ours_is_one_sentence_and_a_log_without_secrets(
    program: Program, tmp_path: Path
) -> None:
    """The library's reading is broken from outside; the e-mail typed on the command line is not in the log."""
    broken = tmp_path / "site"
    broken.mkdir()
    (broken / "sitecustomize.py").write_text(
        "import sahelreader.identities as i\n"
        "def fail(paths, site):\n"
        "    email = 'canary-4f@example.org'\n"
        "    raise RuntimeError(f'no identity for {email} name=Awa https://x.example/?token=canary-4f')\n"
        "i.identity_for = fail\n"
    )
    program.env["PYTHONPATH"] = str(broken)
    ran = program.run("identity", "--email", "canary-4f@example.org")
    assert ran.status == 1
    assert ran.out == ""
    (line,) = ran.err.strip().splitlines()
    assert "Nothing you wrote is lost" in line
    (log,) = program.data.rglob("*.log")
    told = log.read_text("utf-8")
    assert "RuntimeError" in told
    assert "identity" in told
    assert "canary" not in told
    assert "Awa" not in told
