"""The README says what is: its keys are the commands' own, its commands exist, its pictures are there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from sahelreader.cli.grammar import COMMANDS
from sahelreader.cli.parser import build

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_the_table_of_keys_is_current() -> None:
    ran = subprocess.run(
        [sys.executable, "tools/keys.py", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_every_command_that_it_shows_is_understood() -> None:
    shown = re.findall(r"(?m)(?:^    |`)sahelreader ([a-z][^`#\n]*)", README)
    assert len(shown) >= 8
    for line in shown:
        words = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', line)]
        assert words[0] in COMMANDS, line
        build(words).parse_args(words)


def test_the_changelog_names_every_command() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert [name for name in COMMANDS if not re.search(rf"\b{name}\b", changelog)] == []


def test_its_pictures_are_there_and_call_nobody() -> None:
    pictures = re.findall(r"\]\((docs/[^)]+\.svg)\)", README)
    assert len(pictures) == 4
    for name in pictures:
        text = (ROOT / name).read_text("utf-8")
        assert text.startswith("<svg")
        assert "@font-face" not in text
        assert "url(http" not in text


def test_make_has_the_targets_that_it_names() -> None:
    targets = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text("utf-8")))
    assert set(re.findall(r"`?make ([a-z]+)", README)) <= targets
    assert "make check" in (ROOT / ".ci" / "run").read_text("utf-8")
