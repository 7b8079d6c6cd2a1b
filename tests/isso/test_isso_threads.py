"""The program on a site whose discussions a real Isso keeps: found, read, answered, followed."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.isso.server import IssoServer, running
from tests.isso.site import Newspaper
from tests.program import Program

pytestmark = [pytest.mark.isso, pytest.mark.xdist_group("isso")]


def said(
    server: IssoServer, article: int, text: str, author: str = "Moussa", parent: int = 0
) -> int:
    """Another reader comments; the number of the comment."""
    body = {"author": author, "email": None, "website": None, "text": text, "title": "t",
            "parent": parent or None}  # fmt: skip
    request = urllib.request.Request(
        f"{server.url}new?uri={quote(f'/journal/{article}/', safe='')}",
        json.dumps(body).encode(), {"Content-Type": "application/json"},
    )  # fmt: skip
    with urllib.request.urlopen(request, timeout=10) as answer:
        return int(json.load(answer)["id"])


@contextmanager
def reading(
    folder: Path, *, moderated: bool = False, whole: bool = True
) -> Iterator[tuple[Program, Newspaper, IssoServer]]:
    with (
        running(folder / "isso", moderated=moderated) as server,
        Newspaper(server.url, whole) as paper,
    ):
        yield Program(folder / "home"), paper, server


def sync(program: Program) -> int:
    """New comments that it brought."""
    ran = program.run("sync", "--json")
    assert ran.status == 0, ran
    return int(ran.lines[-1]["comments"])


def thread(program: Program, paper: Newspaper, article: int) -> list[Any]:
    shown = program.ask("show", paper.permalink(article))
    return list(shown["comments"])


@pytest.mark.parametrize("whole", [True, False], ids=["whole articles", "excerpts"])
def test_threads_are_found_read_and_kept_up_to_date(tmp_path: Path, whole: bool) -> None:
    with reading(tmp_path, whole=whole) as (program, paper, server):
        first = said(server, 1, "Chez nous aussi.")
        said(server, 1, "À Ayorou également.", "Fati", first)
        added = program.run("add", paper.url)
        assert added.status == 0, added
        assert "Isso" in added.out + added.err
        assert sync(program) == 2
        found = thread(program, paper, 1)
        assert [(item["author"], item["remote_id"]) for item in found] == [
            ("Moussa", "1"),
            ("Fati", "2"),
        ]
        assert found[1]["parent"] == found[0]["id"]
        # nothing new: no thread is fetched again
        before = len(paper.serving.log)
        assert sync(program) == 0
        assert len(paper.serving.log) - before == 1, "the feed alone"
        third = said(server, 2, "Et le bac ?")
        assert sync(program) == 1
        assert [item["remote_id"] for item in thread(program, paper, 2)] == [str(third)]


def test_a_comment_with_replies_that_was_taken_away_stays_labelled(tmp_path: Path) -> None:
    with reading(tmp_path, moderated=True) as (program, paper, server):
        first = said(server, 1, "Je le retire.")
        server.moderate(first, "activate")
        second = said(server, 1, "Je vous réponds.", "Fati", first)
        server.moderate(second, "activate")
        program.ask("add", paper.url)
        assert sync(program) == 2
        server.moderate(first, "delete")
        assert sync(program) == 0
        gone, kept = thread(program, paper, 1)
        assert (gone["gone"], "retire" in gone["text"], kept["gone"]) == (True, True, False)


@pytest.mark.parametrize("whole", [True, False], ids=["whole articles", "excerpts"])
def test_a_reply_is_held_activated_and_seen_in_the_thread(tmp_path: Path, whole: bool) -> None:
    with reading(tmp_path, moderated=True, whole=whole) as (program, paper, server):
        first = said(server, 1, "Chez nous aussi.")
        server.moderate(first, "activate")
        program.ask("add", paper.url)
        sync(program)
        [parent] = thread(program, paper, 1)
        form = program.ask("show", paper.permalink(1))["comment_form"]
        assert form["required"] == ["author", "comment"], (
            "as the server said when the site was added"
        )
        draft = program.ask(
            "comment", paper.permalink(1), "--text", "Merci, Moussa.", "--name", "Zénabou",
            "--email", "zenabou@example.org", "--queue", "--reply-to", parent["id"],
        )  # fmt: skip
        assert program.run("send").status == 0
        [mine] = program.ask("outbox")
        assert (mine["id"], mine["state"]) == (draft["id"], "held")
        assert [row[1:4] for row in server.rows()][1:] == [
            ("Zénabou", "zenabou@example.org", "Merci, Moussa.")
        ]
        server.moderate(int(mine["remote_id"]), "activate")
        program.run("send", mine["id"])
        [mine] = program.ask("outbox")
        assert mine["state"] == "published"
        assert sync(program) == 1
        found = thread(program, paper, 1)
        assert [(item["author"], item["mine"]) for item in found] == [
            ("Moussa", False),
            ("Zénabou", True),
        ]
        assert found[1]["parent"] == found[0]["id"]
        assert "zenabou@example.org" not in json.dumps(found)


def test_the_first_comment_on_an_article_whose_page_was_never_read(tmp_path: Path) -> None:
    """Who keeps the discussion is found when the comment is sent; one run does it."""
    with reading(tmp_path) as (program, paper, server):
        program.ask("add", paper.url)
        sync(program)
        assert program.ask("show", paper.permalink(3))["comment_form"] is None
        program.ask(
            "comment", paper.permalink(3), "--text", "Je suis la première.", "--name", "Zénabou",
            "--email", "zenabou@example.org", "--queue",
        )  # fmt: skip
        assert program.run("send").status == 0
        [mine] = program.ask("outbox")
        assert mine["state"] == "published"
        assert [row[1] for row in server.rows()] == ["Zénabou"]
        assert sync(program) == 1
        [shown] = thread(program, paper, 3)
        assert shown["mine"]


def test_an_isso_that_is_away_is_no_failure_of_the_site(tmp_path: Path) -> None:
    with running(tmp_path / "isso") as server:
        said(server, 1, "Chez nous aussi.")
        with Newspaper(server.url) as paper:
            program = Program(tmp_path / "home")
            program.ask("add", paper.url)
            paper.isso = "http://127.0.0.1:9/"
            sync(program)
            assert len(thread(program, paper, 1)) == 1
    with Newspaper("http://127.0.0.1:9/") as paper:
        program = Program(tmp_path / "other")
        program.ask("add", paper.url)
        ran = program.run("sync", "--json")
        assert ran.status == 0, ran
