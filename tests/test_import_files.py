"""`import` with real files, as a person runs it: each kind, several at once, and twice."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.program import Program

FIXTURES = Path(__file__).parent / "fixtures"
PAGE = FIXTURES / "pages" / "foxiz-fr-pont-closed.html"
PAGES = sorted((FIXTURES / "pages").glob("*-open.html"))[:3]
TEXT = FIXTURES / "copied" / "fr-radio-whole.txt"
OPML = """<?xml version="1.0"?><opml version="2.0"><body><outline text="Fleuve"><outline type="rss" text="Le Fleuve"
 xmlUrl="https://fleuve.example/feed/" htmlUrl="https://fleuve.example/"/></outline>
 <outline type="rss" text="Plateau" xmlUrl="https://plateau.example/feed.xml"/></body></opml>"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Le Fleuve</title><link>https://fleuve.example/</link>
<item><title>Un article</title><link>https://fleuve.example/un/</link><guid>1</guid><description>Une phrase.</description></item>
<item><title>Deux articles</title><link>https://fleuve.example/deux/</link><guid>2</guid><description>Deux phrases.</description></item>
</channel></rss>"""


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "home")


def library(program: Program) -> list[Any]:
    articles = program.ask("list", "--limit", "100")
    return [program.ask("show", str(one["id"])) for one in articles]


def test_a_page_comes_with_its_thread(program: Program) -> None:
    (record,) = program.ask("import", PAGE)
    assert record["kind"] == "page"
    (number,) = record["articles"]
    shown = program.ask("show", str(number))
    assert shown["title"].startswith("Le pont de Tarabo")
    assert len(shown["comments"]) == 4
    assert [one["depth"] for one in shown["comments"]] == [0, 1, 2, 0]


def test_a_text_comes_with_its_thread(program: Program) -> None:
    (record,) = program.ask("import", TEXT)
    assert record["kind"] == "text"
    shown = program.ask("show", str(record["articles"][0]))
    assert shown["title"].startswith("À Koundara-Nord")
    assert len(shown["comments"]) == 5


def test_twice_changes_nothing(program: Program) -> None:
    files = [PAGE, TEXT, *PAGES]
    first = program.ask("import", *files)
    before = library(program)
    second = program.ask("import", *files)
    assert [one["articles"] for one in second] == [one["articles"] for one in first]
    assert library(program) == before


def test_sites_and_feeds(program: Program, tmp_path: Path) -> None:
    opml, feed = tmp_path / "sites.opml", tmp_path / "feed.xml"
    opml.write_text(OPML, encoding="utf-8")
    feed.write_text(FEED, encoding="utf-8")
    records = program.ask("import", opml, feed)
    assert [one["kind"] for one in records] == ["opml", "feed"]
    assert len(records[1]["articles"]) == 2
    names = {site["name"] for site in program.ask("sites")}
    assert {"Le Fleuve", "Plateau"} <= names
    count = len(program.ask("sites"))
    assert "0" in program.run("import", opml).out
    assert len(program.ask("sites")) == count


def test_what_cannot_be_read_says_why_and_leaves_the_rest(program: Program, tmp_path: Path) -> None:
    picture, archive, note = tmp_path / "a.png", tmp_path / "b.zip", tmp_path / "c.txt"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200))
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("x", "y")
    note.write_text("riz\nhuile\n", encoding="utf-8")
    bomb = tmp_path / "d.html"
    bomb.write_bytes(b"<html><body>" + b"<div>" * 200_000)
    ran = program.run("import", picture, archive, note, bomb, PAGE)
    assert ran.status not in (0, 2)
    for name in ("a.png", "b.zip", "c.txt", "d.html"):
        assert name in ran.err
    assert "1 article" in ran.out
