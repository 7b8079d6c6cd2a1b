"""French as one types it, a comment as its site shows it, and what the composer says of it: plain values."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sahelreader import i18n
from sahelreader.domain.draft import Target
from sahelreader.screens.compose_data import quotation
from sahelreader.screens.compose_preview import from_site, rendered, to_site
from sahelreader.screens.compose_words import TEXT_LIMIT, not_saved, notice, required, state_line
from sahelreader.screens.spelling import Speller
from sahelreader.widgets.shaping import Shaping, typeset

NOW = datetime(2026, 11, 24, 20, 14, tzinfo=UTC)
BOTH = Shaping(accents=True, typography=True)


@pytest.fixture(autouse=True)
def _english_after() -> Iterator[None]:
    yield
    i18n.use("en")


def typed(keys: str, shaping: Shaping) -> str:
    """KEYS one after another, each followed by what the shaping makes of the line."""
    line = ""
    for key in keys:
        line += key
        change = shaping.after_key(line)
        if change is not None:
            length, text = change
            line = line[:-length] + text
    return line


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ("e'cole", "école"),
        ("E'cole", "École"),
        ("tre`s", "très"),
        ("fore^t", "forêt"),
        ('Noe"l', "Noël"),
        ("a` Gao", "à Gao"),
        ("franc~ais", "français"),
        ("co_ur", "cœur"),
        # elisions end in a consonant or u, so they stay as they are typed
        ("l'eau d'ici, qu'on", "l'eau d'ici, qu'on"),
        ("avec, donc", "avec, donc"),
        # code and addresses are left alone
        ("`e'` et e'", "`e'` et é"),
        ("<code>e'</code> e'", "<code>e'</code> é"),
        ("https://a.example/e'x e'", "https://a.example/e'x é"),
    ],
)
def test_accents_by_sequence(keys: str, line: str) -> None:
    assert typed(keys, Shaping(accents=True)) == line


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ("l'eau", "l’eau"),
        ('"oui"', "«\u202foui\u202f»"),
        ("Vraiment ?", "Vraiment\u202f?"),
        ("Vraiment!", "Vraiment\u202f!"),
        ("Oui?!", "Oui\u202f?!"),
        ("Trois : deux", "Trois\u00a0: deux"),
        ("10:30", "10:30"),
        ("Bon...", "Bon…"),
        ("`a ?`", "`a ?`"),
        ("voir https://a.example/?x=1", "voir https://a.example/?x=1"),
    ],
)
def test_typography_while_typing(keys: str, line: str) -> None:
    assert typed(keys, Shaping(typography=True)) == line


def test_nothing_is_shaped_when_off() -> None:
    assert typed('e\' ? "a"', Shaping()) == 'e\' ? "a"'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('L\'eau dit "non" !', "L’eau dit «\u202fnon\u202f»\u202f!"),
        ("Voici: rien", "Voici\u00a0: rien"),
        ("à 10:30, 25 000 F et 32 %", "à 10:30, 25\u202f000 F et 32\u202f%"),
        ("un coeur, une oeuvre, OEuvre", "un cœur, une œuvre, Œuvre"),
        ("coexister", "coexister"),
        ("Quoi ?!", "Quoi\u202f?!"),
        ('`x = "a" ;` mais "b"', '`x = "a" ;` mais «\u202fb\u202f»'),
        ("<blockquote>l'eau</blockquote> d'ici", "<blockquote>l’eau</blockquote> d’ici"),
        ("https://a.example/l'x?y=1; l'eau", "https://a.example/l'x?y=1; l’eau"),
        ('un écran de 12" et puis', 'un écran de 12" et puis'),
        ("fin...", "fin…"),
    ],
)
def test_typography_of_a_whole_text(before: str, after: str) -> None:
    assert typeset(before) == after
    assert typeset(after) == after


@given(st.text(alphabet="ab' \"?!:;.«»0 \n`<>\u202f\u00a0", max_size=40))
def test_typography_settles_and_loses_no_letter(text: str) -> None:
    once = typeset(text)
    letters = [letter for letter in text if letter in "ab0"]
    assert [letter for letter in once if letter in "ab0"] == letters
    assert typeset(once) == once


# as the site will show it


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("un\n\ndeux", "<p>un</p><p>deux</p>"),
        ("un\ndeux", "<p>un<br>deux</p>"),
        ("5 < 6 && A&B", "<p>5 &lt; 6 &amp;&amp; A&amp;B</p>"),
        ("<script>x</script> <b>y</b>", "<p>x <b>y</b></p>"),
        (
            "voir https://a.example/x.",
            '<p>voir <a href="https://a.example/x">https://a.example/x</a>.</p>',
        ),
        ("<blockquote>q</blockquote>\n\nr", "<blockquote><p>q</p></blockquote><p>r</p>"),
    ],
)
def test_preview_of_wordpress(text: str, html: str) -> None:
    assert rendered(text, "wordpress") == html


def test_a_quotation_is_one_in_either_system() -> None:
    written = quotation("l'eau <b>\nb") + "oui"
    assert written == "> l'eau <b>\n> b\n\noui"
    quoted = "<blockquote><p>l'eau &lt;b&gt;<br>b</p></blockquote><p>oui</p>"
    for system in ("wordpress", "isso"):
        sent = to_site(written, system)
        assert rendered(sent, system) == quoted
        assert from_site(sent, system) == written
    assert to_site(written, "wordpress").startswith("<blockquote>")


@given(st.lists(st.sampled_from(["> un", ">", "deux", "", "5 > 3", "<b>x</b>", "> a & b < c"])))
def test_quotations_go_to_the_site_and_come_back(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert from_site(to_site(text, "wordpress"), "wordpress") == text


# what is said


def said(text: str, trouble: OSError | None = None) -> str:
    return "".join(part for part, _role in state_line(text, NOW, trouble, "·"))


def test_state_line() -> None:
    i18n.use("fr")
    line = said("Bonsoir.")
    assert line.startswith("enregistré ")
    assert line.endswith(" · 8 signes")
    assert "octets" in said("é" * (TEXT_LIMIT // 2 - 100))
    assert "trop long" in said("é" * (TEXT_LIMIT // 2 + 1))


def test_a_full_disk_is_said_with_what_to_do() -> None:
    full = not_saved(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    assert "full" in full
    assert "stays here" in full
    assert not_saved(OSError(errno.EROFS, "x")) != full


def test_who_sees_the_address() -> None:
    target = Target("https://lefleuve.example/", "https://lefleuve.example/a", "A", "1")
    ((words, role),) = notice(target, False)
    assert "lefleuve.example" in words
    assert role == "dim"
    assert notice(target, True)[0][1] == "caution"
    account = replace(target, system="wordpress-rest", required=("author", "email"))
    assert "account" in notice(account, False)[0][0]
    assert required(account) == ()
    assert required(target) == ("author", "email")


# spelling, through a program that stands in for hunspell: it does not know words with a k


@pytest.fixture
def speller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Speller:
    program = tmp_path / "hunspell"
    program.write_text(
        '#!/bin/sh\nwhile read -r word; do case $word in *k*) echo "$word";; esac; done\n'
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return Speller.find()


def test_unknown_words_outside_code(speller: Speller) -> None:
    assert speller.command[0] == "hunspell"
    text = "une ekole et `kode`, https://ko.example, l’ekole, okay"
    assert speller.unknown(text) == {"ekole", "l’ekole", "okay"}
    assert speller.unknown("maison") == frozenset()
    # names that stand in what is answered are right
    assert speller.unknown("Bamako, ekole", near="le maire de Bamako") == {"ekole"}


def test_no_program_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    speller = Speller.find()
    assert not speller.command
    assert speller.unknown("ekole") == frozenset()
