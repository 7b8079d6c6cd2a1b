"""Comments to a real Isso: shown, held, refused, cut; and never a second time by itself."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sahelreader.delivery import sentence
from sahelreader.domain.draft import Draft, Identity, State, Target
from sahelreader.drafts import Drafts
from tests.delivering import SIGNED, Desk
from tests.isso.server import Door, IssoServer, running
from tests.posting_site import PostingSite

pytestmark = [pytest.mark.isso, pytest.mark.xdist_group("isso")]
TEXT = "Chez nous aussi, à Ayorou, l’eau monte « depuis dimanche ».\n\nLe marché a été déplacé."


@dataclass(frozen=True, slots=True)
class Place:
    desk: Desk
    server: IssoServer
    door: Door

    def target(self, parent: str = "") -> Target:
        return Target(
            site_url="http://127.0.0.1/", article_url="http://127.0.0.1/journal/3/",
            article_title="La crue", article_remote_id="3", system="isso", endpoint=self.door.url,
            parent_remote_id=parent, hidden=(("uri", "/journal/3/"),),
        )  # fmt: skip

    async def sent(self, text: str = TEXT, parent: str = "", who: Identity = SIGNED) -> Draft:
        name = self.desk.write(text, target=self.target(parent), who=who)
        await self.desk.send()
        return self.desk.read(name)


async def place(folder: Path, server: IssoServer) -> AsyncIterator[Place]:
    async with Door(server.port) as door:
        desk = Desk(PostingSite(url="http://127.0.0.1/"), Drafts(folder / "data"))
        yield Place(desk, server, door)


@pytest.fixture
def isso_open(tmp_path: Path) -> Iterator[IssoServer]:
    with running(tmp_path / "isso") as server:
        yield server


@pytest.fixture
def isso_moderated(tmp_path: Path) -> Iterator[IssoServer]:
    with running(tmp_path / "isso", moderated=True) as server:
        yield server


@pytest.fixture
async def at_open(tmp_path: Path, isso_open: IssoServer) -> AsyncIterator[Place]:
    async for made in place(tmp_path, isso_open):
        yield made


@pytest.fixture
async def at_moderated(tmp_path: Path, isso_moderated: IssoServer) -> AsyncIterator[Place]:
    async for made in place(tmp_path, isso_moderated):
        yield made


async def test_shown_at_once_and_answered(at_open: Place) -> None:
    first = await at_open.sent()
    assert first.state is State.PUBLISHED, first
    reply = await at_open.sent("Merci pour la précision.", parent=first.remote_id)
    assert reply.state is State.PUBLISHED, reply
    rows = at_open.server.rows()
    assert [(row[1], row[2], row[3]) for row in rows] == [
        (SIGNED.name, SIGNED.email, TEXT),
        (SIGNED.name, SIGNED.email, "Merci pour la précision."),
    ]
    assert first.receipt, "the right to edit is kept with the state"


async def test_held_then_activated(at_moderated: Place) -> None:
    draft = await at_moderated.sent()
    assert draft.state is State.HELD, draft
    at_moderated.desk.later(60)
    await at_moderated.desk.send()
    assert at_moderated.desk.read(draft.id).state is State.HELD
    at_moderated.server.moderate(int(draft.remote_id), "activate")
    at_moderated.desk.later(60)
    await at_moderated.desk.send()
    assert at_moderated.desk.read(draft.id).state is State.PUBLISHED


async def test_held_then_deleted_is_seen_while_the_cookie_lasts(at_moderated: Place) -> None:
    draft = await at_moderated.sent()
    at_moderated.server.moderate(int(draft.remote_id), "delete")
    at_moderated.desk.later(60)
    await at_moderated.desk.send()
    draft = at_moderated.desk.read(draft.id)
    assert (draft.state, draft.error, draft.text) == (State.REFUSED, "removed", TEXT)


async def test_what_it_refuses_is_said_in_its_words(at_open: Place) -> None:
    nobody = await at_open.sent(who=Identity())
    assert (nobody.state, nobody.error) == (State.REFUSED, "not_taken")
    assert "required" in sentence(nobody, at_open.desk.time)
    short = await at_open.sent("Oh")
    assert (short.state, short.error) == (State.REFUSED, "not_taken")
    assert at_open.server.rows() == []


async def test_its_rate_limit_is_a_403_and_waits(tmp_path: Path) -> None:
    with running(tmp_path / "isso", rate=1) as server:
        async for here in place(tmp_path, server):
            await here.sent()
            here.desk.later(40)
            draft = await here.sent("Un second, trop tôt.")
            assert (draft.state, draft.error) == (State.RETRY, "flood")
            assert len(server.rows()) == 1


async def test_a_parent_that_is_gone(at_open: Place) -> None:
    draft = await at_open.sent(parent="77")
    assert (draft.state, draft.error) == (State.REFUSED, "parent_gone")
    assert at_open.door.posts == 0


async def test_a_shown_comment_whose_answer_was_cut_is_found(at_open: Place) -> None:
    at_open.door.cut_after = 20
    draft = await at_open.sent()
    assert draft.state is State.PUBLISHED, draft
    assert (at_open.door.posts, len(at_open.server.rows())) == (1, 1)


@pytest.mark.parametrize("cut", [0, 1, 40, 300])
async def test_a_held_comment_whose_answer_was_cut_asks_the_person(
    at_moderated: Place, cut: int
) -> None:
    at_moderated.door.cut_after = cut
    draft = await at_moderated.sent()
    if draft.state is State.HELD:
        assert cut == 300, "the answer was whole enough"
        return
    assert (draft.state, draft.error) == (State.IN_DOUBT, "ask_again")
    for _day in range(4):
        at_moderated.desk.later(90_000)
        await at_moderated.desk.send()
    assert at_moderated.door.posts == 1, "never sent again by itself"
    assert len(at_moderated.server.rows()) == 1
    assert "browser" in sentence(at_moderated.desk.read(draft.id), at_moderated.desk.time)
    # the moderator lets it through: it is found
    at_moderated.server.moderate(1, "activate")
    await at_moderated.desk.send([draft.id])
    draft = at_moderated.desk.read(draft.id)
    assert (draft.state, draft.remote_id) == (State.PUBLISHED, "1")


async def test_the_person_sends_it_again(at_moderated: Place) -> None:
    at_moderated.door.cut_after = 0
    draft = await at_moderated.sent()
    at_moderated.desk.drafts.queue(draft.id, at_moderated.desk.time)
    at_moderated.desk.later(200)
    await at_moderated.desk.send()
    assert at_moderated.desk.read(draft.id).state is State.HELD
    assert at_moderated.door.posts == 2


async def test_an_old_outbox_put_back_does_not_send_again(at_open: Place) -> None:
    draft = await at_open.sent()
    old = at_open.desk.write(TEXT, target=at_open.target())
    at_open.desk.later(100)
    await at_open.desk.send()
    again = at_open.desk.read(old)
    assert (again.state, again.remote_id) == (State.PUBLISHED, draft.remote_id)
    assert len(at_open.server.rows()) == 1
