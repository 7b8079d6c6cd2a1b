"""Nothing that a site, a file or an argument holds reaches the terminal as more than text (FAULTS T15)."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sahelreader.demo import sample_site
from sahelreader.demo.paper import Manners
from tests.program import Program

#: clears the screen, sets the title, writes the clipboard, C1's CSI, bidi override and mark, backspaces, NUL
EVIL = "\x1b[2J\x1b]0;pwned\x07\x1b]52;c;cHduZWQ=\x1b\\\x9b31m\u202egnp\u200f\x08\x08\x00\x7f"
#: what an argument or a file's name can hold of it
ARGUMENT = EVIL.replace("\0", "").replace("/", "_")
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
#: the same, as JSON would spell it
SPELT = re.compile(
    r"\\u00(?:[01][0-9a-f]|7f|[89][0-9a-f])|\\u202[a-e]|\\u200[ef]|\\u206[6-9]", re.I
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A library synced from a site all of whose words are hostile, then made worse from outside."""
    program = Program(tmp_path_factory.mktemp("hostile"))
    with sample_site("fr", Manners(approve=0.2, answer=0.2, flood=0)) as site:
        paper = site.paper
        paper.name = f"Le Fleuve {EVIL}"
        paper.users = tuple(f"{user}{EVIL}" for user in paper.users)
        paper.tags = tuple(f"{tag}{EVIL}" for tag in paper.tags)
        paper.sentences = {name: f"{text}{EVIL}" for name, text in paper.sentences.items()}
        paper.posts = tuple(
            replace(
                post,
                title=f"{EVIL}{post.title}",
                html=post.html.replace("</p>", f"{EVIL}&#27;[2J&#x9b;31m&#x202e;</p>"),
                summary=f"{post.summary}{EVIL}",
                picture=(f"x{EVIL}", f"y{EVIL}") if post.picture else None,
            )
            for post in paper.posts
        )
        paper.remarks = [
            replace(
                remark, author=f"{remark.author}{EVIL}", html=remark.html + f"<p>{EVIL}&#27;c</p>"
            )
            for remark in paper.remarks
        ]
        assert program.run("add", site.url).status == 0
        assert program.run("sync").status == 0
        program.run(
            "comment",
            8,
            "--text",
            f"texte {ARGUMENT}",
            "--queue",
            "--name",
            "A",
            "--email",
            "a@b.org",
        )
        program.run(
            "comment", 15, "--text", "fermé", "--queue", "--name", "A", "--email", "a@b.org"
        )
        program.run("send")
        program.run("comment", 9, "--text", f"brouillon {ARGUMENT}", "--name", f"A{ARGUMENT}")
        with sqlite3.connect(program.data / "library.db") as db:
            db.execute("UPDATE article SET title = title || ? WHERE id % 2", (EVIL,))
            db.execute("UPDATE site SET name = ? || name", (EVIL,))
        db.close()
        torn = program.data / "drafts" / f"x{ARGUMENT}.toml"
        torn.write_text("not TOML \x1b[2J")
        yield program


COMMANDS: list[list[str]] = [
    ["list"], ["list", ARGUMENT], ["search", "bac"], ["show", "8"], ["show", "9"], ["show", "15"],
    ["show", ARGUMENT], ["sites"], ["outbox"], ["send"], ["sync"], ["identity"], ["config"],
    ["add", "http://127.0.0.1:9/" + ARGUMENT], ["rename", "2", ARGUMENT + "x"],
    ["import", "/nowhere/" + ARGUMENT], ["discard", ARGUMENT],
    ["comment", "9", "--file", ARGUMENT], ["config", ARGUMENT, "1"],
    [ARGUMENT], ["list", "--limit", ARGUMENT], ["doctor", "--offline"], ["--help"],
]  # fmt: skip


@pytest.mark.parametrize("arguments", COMMANDS, ids=map(str, range(len(COMMANDS))))
def test_no_control_reaches_either_stream(hostile: Program, arguments: list[str]) -> None:
    for extra in ([], ["--json"] if len(arguments) != 1 or arguments[0].isalpha() else []):
        ran = hostile.run(*arguments, *extra)
        assert ran.status in (0, 1, 2, 3)
        for stream in (ran.out, ran.err):
            assert not FORBIDDEN.search(stream), (arguments, FORBIDDEN.search(stream), stream[:300])
            assert not SPELT.search(stream)
        assert "mistake in the program" not in ran.err, ran.err


@pytest.mark.parametrize("suffix", [".md", ".html", ".txt", ".json", ".opml"])
def test_no_control_in_what_is_exported(hostile: Program, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"x{suffix}"
    articles = [] if suffix == ".opml" else ["8", "9", "15"]
    assert hostile.run("export", *articles, "--to", target).status == 0
    text = target.read_text("utf-8")
    assert not FORBIDDEN.search(text), FORBIDDEN.search(text)
    assert not SPELT.search(text)
    assert "a@b.org" not in text


def test_no_control_on_a_terminal(hostile: Program) -> None:
    from tests.terminal import Terminal

    for arguments in (["list"], ["show", "8"], ["outbox"], ["sites"]):
        command = [sys.executable, "-m", "sahelreader", *arguments]
        with Terminal(command, environ=hostile.environment, rows=60) as terminal:
            assert terminal.leave() == 0
        shown = re.sub(rb"\x1b\[[0-9;]*m", b"", terminal.raw).decode("utf-8").replace("\r\n", "\n")
        assert not FORBIDDEN.search(shown), FORBIDDEN.search(shown)


def test_the_words_themselves_are_all_there(hostile: Program) -> None:
    """Safe is not empty: what is text around the controls stays."""
    shown = hostile.ask("show", 8)
    assert "Le bac de Ségou repart" in shown["title"]
    assert "Onze jours pour une pièce." in shown["comments"][0]["text"]
    assert any(item["text"].startswith("brouillon") for item in hostile.ask("outbox"))


def test_a_hostile_argument_is_no_shell(hostile: Program, tmp_path: Path) -> None:
    """$EDITOR is split as a shell would split it and never given to one."""
    hostile.env["EDITOR"] = f"true; echo x > {tmp_path}/owned"
    try:
        subprocess.run(
            [sys.executable, "-m", "sahelreader", "comment", "10"],
            env=hostile.environment, capture_output=True, check=False,
        )  # fmt: skip
    finally:
        del hostile.env["EDITOR"]
    assert not (tmp_path / "owned").exists()
