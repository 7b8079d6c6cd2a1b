"""`list`, `search`, `show`, `sites`: what INTERFACE.md promises, as text and as JSON."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from sahelreader.demo import SampleSite
from tests.program import Program
from tests.terminal import Terminal

ARTICLE = {
    "id", "site", "url", "title", "authors", "published", "modified", "reading_minutes", "tags",
    "comment_count", "comments_open", "read", "saved", "snippet",
}  # fmt: skip
SHOWN = ARTICLE | {
    "site_url", "lead_image", "text", "html", "related", "comment_form", "comments",
}  # fmt: skip
COMMENT = {
    "id", "remote_id", "parent", "author", "published", "text", "depth", "mine", "state",
    "gone", "by_article_author",
}  # fmt: skip
SITE = {
    "id", "url", "name", "kind", "last_sync", "last_error", "article_count", "unread_count",
    "comment_count", "bytes_month",
}  # fmt: skip
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def find(program: Program, words: str) -> int:
    """The number of the one article whose title has WORDS."""
    (number,) = [item["id"] for item in program.ask("list") if words in item["title"]]
    assert isinstance(number, int)
    return number


def test_list_is_newest_first_with_the_promised_keys(reader: Program) -> None:
    found = reader.ask("list", "--limit", 100)
    assert len(found) == 15
    assert all(set(item) == ARTICLE for item in found)
    times = [item["published"] for item in found]
    assert all(MOMENT.fullmatch(time) for time in times)
    assert times == sorted(times, reverse=True)
    ferry = next(item for item in found if item["title"].startswith("Le bac"))
    assert ferry["authors"] == ["Aminata Sow"]
    assert ferry["tags"] == ["Ségou", "transport"]
    assert (ferry["comment_count"], ferry["comments_open"], ferry["read"]) == (3, True, False)
    closed = next(item for item in found if item["title"].startswith("Nouakchott"))
    assert closed["comments_open"] is False


def test_list_takes_a_limit_and_a_query(reader: Program) -> None:
    assert len(reader.ask("list", "--limit", 3)) == 3
    assert reader.ask("list", "--limit", 0) == []
    found = reader.ask("list", "tag:Ségou")
    assert [item["title"][:6] for item in found] == ["Le bac", "À Ségo"]


@pytest.mark.parametrize(
    "query",
    [
        ["eleve"],
        ["ÉLÈVES"],
        ["manguiers", "-bac"],
        ["auteur:tall", "école"],
        ['"sept heures"', "Dori"],
    ],
)
def test_search_finds_whatever_the_accents(reader: Program, query: list[str]) -> None:
    found = reader.ask("search", *query)
    assert any(item["title"].startswith("À Dori") for item in found), found
    assert all(item["snippet"] for item in found)


def test_search_that_makes_no_sense_is_no_crash(reader: Program) -> None:
    for query in ('"', "since:tomorrow", "((", "-", "a" * 3_000, "is:", "NEAR(x", "é" * 500):
        ran = reader.run("search", query, "--json")
        assert ran.status == 0, (query, ran.err)
        assert isinstance(ran.json, list)
    assert "tomorrow" in reader.run("search", "since:tomorrow").err


def test_nothing_found_is_said_on_standard_error(reader: Program) -> None:
    ran = reader.run("search", "hippopotame")
    assert (ran.status, ran.out) == (0, "")
    assert "Fewer words" in ran.err


def test_show_gives_the_article_and_its_thread(reader: Program, paper: SampleSite) -> None:
    number = find(reader, "Le bac de Ségou repart")
    shown = reader.ask("show", number)
    assert set(shown) == SHOWN
    assert shown["site_url"].rstrip("/") == paper.url.rstrip("/")
    assert "Un seul moteur pour deux rives" in shown["text"]
    assert "<h2>" in shown["html"]
    assert shown["lead_image"]["caption"] == "Le bac à quai, au lever du jour"
    assert [set(item) for item in shown["comments"]] == [COMMENT] * 3
    first, second, third = shown["comments"]
    assert [item["depth"] for item in shown["comments"]] == [0, 1, 2]
    assert (first["parent"], second["parent"], third["parent"]) == (None, first["id"], second["id"])
    assert second["author"] == "Aminata Sow"
    assert not any(item["mine"] for item in shown["comments"])


def test_related_articles_lead_into_the_library(reader: Program) -> None:
    shown = reader.ask("show", find(reader, "Dans le car de Gao"))
    wanted = find(reader, "Le bac de Ségou repart")
    assert [(item["title"], item["article"]) for item in shown["related"]] == [
        ("Le bac de Ségou repart après onze jours d’arrêt", wanted)
    ]


def test_show_takes_an_address_too(reader: Program, paper: SampleSite) -> None:
    address = paper.url + "eau-d-aout/"
    assert reader.ask("show", address)["title"].startswith("Quatre idées")
    assert reader.ask("show", address.rstrip("/") + "?utm_source=x")["url"] == address


def test_show_as_text_is_whole_and_within_eighty_columns(reader: Program) -> None:
    for number in (find(reader, "Dori"), find(reader, "oignon"), find(reader, "Quatre idées")):
        ran = reader.run("show", number)
        assert ran.status == 0
        assert ran.err == ""
        assert max(map(len, ran.out.splitlines())) <= 80
        assert not [
            line for line in ran.out.splitlines() if line.lstrip()[:1] in (":", ";", "!", "»")
        ]
    text = reader.run("show", find(reader, "Quatre idées")).out
    assert "\n1. La demi-lune" in text
    assert "\n4. La règle" in text


@pytest.mark.parametrize(
    "name", ["99999", "0", "9" * 30, "²", "-1", "no.such.example/x", "words", ""]
)
def test_an_article_that_is_not_there(reader: Program, name: str) -> None:
    ran = reader.run("show", "--", name)
    assert (ran.status, ran.out) == (1, "")
    assert "sahelreader list" in ran.err


def test_sites_with_what_they_have(reader: Program, paper: SampleSite) -> None:
    found = {item["kind"]: item for item in reader.ask("sites")}
    assert set(found) == {"wordpress", "local"}
    site = found["wordpress"]
    assert set(site) == SITE
    assert (site["article_count"], site["unread_count"], site["comment_count"]) == (8, 8, 11)
    assert MOMENT.fullmatch(site["last_sync"])
    assert site["last_error"] is None
    assert 500 < site["bytes_month"] < 30_000
    text = reader.run("sites").out
    assert "Le Fleuve" in text
    assert "8 articles" in text


def test_a_pipe_gets_no_escape_and_a_terminal_gets_few(reader: Program) -> None:
    for arguments in (["list"], ["show", "1"], ["sites"], ["--help"]):
        assert "\x1b" not in reader.run(*arguments).out
    command = [sys.executable, "-m", "sahelreader", "list"]
    for extra, coloured in (({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)):
        with Terminal(command, environ=reader.environment | extra, rows=40) as terminal:
            assert terminal.leave() == 0
        escapes = set(re.findall(rb"\x1b\[[0-9;]*m", terminal.raw))
        assert bool(escapes) is coloured, extra
        assert re.sub(rb"\x1b\[[0-9;]*m", b"", terminal.raw).count(b"\x1b") == 0


def test_a_reader_that_leaves_early_is_no_error(reader: Program) -> None:
    for _attempt in range(3):
        ran = subprocess.Popen(
            [sys.executable, "-m", "sahelreader", "list", "--limit", "100"],
            env=reader.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        assert ran.stdout is not None
        ran.stdout.close()
        _out, err = ran.communicate(timeout=60)
        assert (ran.returncode, err) == (0, b"")


def test_reading_loads_no_screen_and_no_network() -> None:
    for family in ("reading", "sites", "syncing", "writing", "settings", "files", "doctor"):
        code = (
            f"import sys, sahelreader.cli.{family}, sahelreader.cli.parser;"
            "print(*{'textual', 'httpx', 'lxml', 'rich', 'feedparser'} & set(sys.modules))"
        )
        said = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        assert said.stdout.split() == [], family
