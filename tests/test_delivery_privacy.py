"""A name and an e-mail address go into the comment for that site, and nowhere else: all traffic, all files, the log."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from sahelreader.delivery import sentence
from sahelreader.domain.draft import Identity, State
from tests.delivering import Desk, a_desk
from tests.posting_site import Fault, Seen

CANARY = Identity("Canari Discret", "canari.discret@example.org", "https://canari.example/")
WORDS = ("canari", "Canari", quote("canari.discret@example.org", safe=""))


def tells(seen: Seen) -> list[str]:
    """Where in a request the canary is: path, header names, body."""
    found = [f"path {seen.path}"] if any(word in seen.path for word in WORDS) else []
    found += [name for name, value in seen.headers.items() if any(word in value for word in WORDS)]
    return found + (["body"] if any(word.encode() in seen.body for word in WORDS) else [])


async def run_through(desk: Desk) -> list[str]:
    """Held, in doubt, refused, found, followed up: every kind of request that delivery makes."""
    parent = desk.site.add("Qu’en dites-vous ?")
    names = [
        desk.write("Première réponse, assez longue pour être cherchée.", parent=parent.id, who=CANARY),
        desk.write("Seconde, dont la réponse du site se perd en route.", post=8, who=CANARY),
        desk.write("Troisième, que le site refuse.", post=9, who=CANARY),
    ]  # fmt: skip
    desk.site.posts[9] = "closed"
    await desk.send([names[0]])
    desk.later(20)
    desk.site.faults += [Fault(after=12), Fault(before=0, where="article-8")]
    await desk.send([names[1]])
    desk.later(20)
    await desk.send([names[2]])
    for _day in range(2):
        desk.later(90_000)
        await desk.send()
    return names


async def test_in_the_comment_and_nowhere_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with a_desk(tmp_path / "data") as desk, a_desk(tmp_path / "other") as other:
        names = await run_through(desk)
        for seen in desk.site.seen:
            where = tells(seen)
            if seen.method == "POST":
                assert where == ["body"], where
            else:
                # the cookie by which a WordPress shows a held comment to the one who wrote it, to that site alone
                assert where in ([], ["cookie"]), where
                assert where == [] or seen.path.startswith("/article-")
        assert {desk.read(name).state for name in names} == {State.HELD, State.REFUSED}
        assert other.site.seen == []
        for seen in desk.site.seen:
            assert "referer" not in seen.headers
            assert seen.method == "POST" or not seen.body
        said = " ".join(sentence(desk.read(name), desk.time) for name in names)
        assert "canari" not in said.lower()
    for path in (tmp_path / "data").rglob("*"):
        if path.is_file() and path.parent.name not in ("drafts", "outbox", "sent", "discarded"):
            assert b"canari" not in path.read_bytes().lower(), path
    assert "canari" not in caplog.text.lower()


async def test_the_cookie_goes_only_where_the_form_is(tmp_path: Path) -> None:
    async with a_desk(tmp_path / "data") as desk:
        target = replace(desk.target(), article_url="http://127.0.0.1:9/article-7/")
        desk.site.faults.append(Fault(after=0))
        name = desk.write("Une phrase assez longue pour être cherchée.", who=CANARY, target=target)
        await desk.send()
        assert desk.read(name).error == "other_host"
        assert desk.site.seen == []


async def test_a_draft_does_not_show_its_writer_by_accident(tmp_path: Path) -> None:
    async with a_desk(tmp_path / "data") as desk:
        draft = desk.read(desk.write("Bonjour.", who=CANARY))
        assert "canari" not in repr(draft).lower(), (
            "a traceback with a draft in it goes into the log"
        )
