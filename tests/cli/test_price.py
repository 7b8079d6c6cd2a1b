"""`sync --price`: an estimate of bytes, articles and comments, with no byte spent."""

from __future__ import annotations

from sahelreader.demo import SampleSite
from tests.program import Program


def test_a_site_just_subscribed_to(fresh: Program, paper: SampleSite) -> None:
    fresh.ask("add", paper.url)
    before = fresh.ask("sites")
    ran = fresh.run("sync", "--price", "--json")
    assert ran.status == 0
    (line,) = ran.lines
    assert set(line) == {"site", "url", "bytes", "articles", "comments"}
    assert line["articles"] == 50
    assert line["bytes"] > 50_000
    # nothing was asked for or brought in
    assert fresh.ask("sites") == before


def test_in_words_and_for_older_articles(program: Program) -> None:
    ran = program.run("sync", "--price")
    assert ran.status == 0
    assert "Le Fleuve (journal d’essai): ≈" in ran.out
    assert "This month:" in ran.out
    assert " so far." in ran.out
    assert program.run("config", "month_bytes", "5000000").status == 0
    assert " of 5.0\u00a0MB." in program.run("sync", "--price").out
    (now,) = program.run("sync", "--price", "--json").lines
    (long_ago,) = program.run("sync", "--price", "--since", "2020-01-01", "--json").lines
    assert long_ago["bytes"] >= now["bytes"]
    assert program.run("sync", "nowhere", "--price").status == 1
