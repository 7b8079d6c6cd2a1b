"""A full outbox against a real WordPress, and comments signed by an account there: the database equals what the outbox says."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sahelreader.config import Settings
from sahelreader.delivery import DeliveryDone, Event, deliver
from sahelreader.delivery.secrets import Account, Secrets
from sahelreader.delivery.target import by_account
from sahelreader.domain.draft import Draft, Identity, State, Target
from sahelreader.drafts import Drafts
from sahelreader.network import open_client
from sahelreader.paths import Paths
from tests.syncing import person
from tests.wordpress.seed import APPROVED_READER
from tests.wordpress.server import WordPress

pytestmark = [pytest.mark.wordpress, pytest.mark.xdist_group("wordpress")]

KNOWN = Identity(*APPROVED_READER, "")
STRANGER = Identity("Zénabou Ayorou", "zenabou@example.org", "")


@dataclass(slots=True)
class Desk:
    """An outbox for one WordPress. The clock goes on by what is slept, in no time."""

    site: WordPress
    folder: Path
    slept: list[float] = field(default_factory=list)
    ahead: timedelta = timedelta(0)

    @property
    def drafts(self) -> Drafts:
        return Drafts(self.folder)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def later(self, **span: float) -> None:
        self.ahead += timedelta(**span)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.later(seconds=seconds)

    def target(self, post: int, parent: int | str = "", answers: str = "") -> Target:
        return Target(
            site_url=f"{self.site.url}/", article_url=self.site.permalink(post), article_title="",
            article_remote_id=str(post), endpoint=f"{self.site.url}/wp-comments-post.php",
            api_root=f"{self.site.url}/wp-json/", parent_remote_id=str(parent), parent_draft=answers,
        )  # fmt: skip

    def write(self, text: str, target: Target, who: Identity = KNOWN) -> str:
        self.later(milliseconds=1)
        drafts, now = self.drafts, self.now()
        draft = drafts.begin(target, who, now)
        drafts.save(Draft(draft.id, target, text, who, created=now, updated=now))
        drafts.queue(draft.id, now)
        return draft.id

    async def send(
        self, secrets: Secrets | None = None, ids: list[str] | None = None
    ) -> list[Event]:
        async with open_client(Settings()) as client:
            events = deliver(
                self.drafts, client, now=self.now, sleep=self.sleep, secrets=secrets, ids=ids
            )
            return [event async for event in events]

    def read(self, draft: str) -> Draft:
        found = self.drafts.get(draft)
        assert found is not None
        return found

    def stored(self, post: int) -> list[Any]:
        return [item for item in self.site.comments(post) if item["content"].startswith("N° ")]


@pytest.fixture
def desk(tmp_path: Path, fresh_wordpress: WordPress) -> Desk:
    fresh_wordpress.flood_seconds(0)
    return Desk(fresh_wordpress, tmp_path / "data")


async def test_twenty_comments_on_three_articles(desk: Desk) -> None:
    """Some to be held, some cut off after they were stored, replies to my own comments among them."""
    site = desk.site
    posts = (site.seeded.open, site.seeded.discussed, site.add_post("Neuf", "<p>Le bac.</p>"))
    names: dict[str, list[str]] = {}
    for number in range(20):
        post = posts[number % 3]
        mine = names.setdefault(str(post), [])
        # each second one on an article answers the one before it
        answers = mine[-1] if len(mine) % 2 else ""
        who = STRANGER if number in (4, 11) else KNOWN
        mine.append(
            desk.write(f"N° {number} : l’eau monte.", desk.target(post, answers=answers), who)
        )
    site.fault("drop-after-comment", path="wp-comments-post", times=3)
    for _run in range(4):
        await desk.send()
        desk.later(minutes=30)
    done = (await desk.send())[-1]
    assert isinstance(done, DeliveryDone)
    assert (done.sent, done.waiting, done.refused) == (0, 0, 0)

    for post in posts:
        drafts = [desk.read(name) for name in names[str(post)]]
        stored = desk.stored(post)
        # once each, in the order of writing, with the state that the outbox tells
        assert [item["content"] for item in stored] == [draft.text for draft in drafts]
        assert [str(item["id"]) for item in stored] == [draft.remote_id for draft in drafts]
        said = {"1": State.PUBLISHED, "0": State.HELD}
        assert [said[item["approved"]] for item in stored] == [draft.state for draft in drafts]
        numbers = {draft.id: draft.remote_id for draft in drafts}
        wanted = [numbers.get(draft.target.parent_draft, "0") for draft in drafts]
        assert [str(item["parent"]) for item in stored] == wanted
    held = [item for post in posts for item in desk.stored(post) if item["approved"] == "0"]
    assert len(held) == 2
    # never two comments within the site's own pause
    assert sum(desk.slept) >= 16 * 15


async def test_held_then_spam(desk: Desk) -> None:
    """A stranger is not told that a comment became spam: it stays "held", is asked for ever more rarely, and kept."""
    name = desk.write("N° 1 : gratuit !", desk.target(desk.site.seeded.open), STRANGER)
    await desk.send()
    held = desk.read(name)
    assert held.state is State.HELD
    desk.site.spam_comment(int(held.remote_id))
    for _day in range(3):
        desk.later(days=1)
        await desk.send()
    draft = desk.read(name)
    assert (draft.state, draft.text) == (State.HELD, "N° 1 : gratuit !")
    assert [item["approved"] for item in desk.stored(desk.site.seeded.open)] == ["spam"]
    # taken out of it again, it is seen
    desk.site.approve_comment(int(held.remote_id))
    desk.later(days=1)
    await desk.send()
    assert desk.read(name).state is State.PUBLISHED


async def test_a_protected_article_refuses_and_the_text_stays(desk: Desk) -> None:
    name = desk.write("N° 1 : sans la clé.", desk.target(desk.site.seeded.protected))
    await desk.send()
    draft = desk.read(name)
    assert (draft.state, draft.text) == (State.REFUSED, "N° 1 : sans la clé.")
    assert draft.error
    assert desk.stored(desk.site.seeded.protected) == []


def account(desk: Desk, password: str) -> Secrets:
    secrets = Secrets(Paths(desk.folder, desk.folder / "config"), keyring=False)
    secrets.keep(f"{desk.site.url}/", Account("abonnee", password))
    return secrets


async def test_signed_by_an_account(desk: Desk) -> None:
    secrets = account(desk, desk.site.application_password("abonnee"))
    post = desk.site.seeded.open
    name = desk.write("N° 1 : par mon compte.", by_account(desk.target(post)), Identity())
    second = desk.write(
        "N° 2 : en réponse.", by_account(desk.target(post, answers=name)), Identity()
    )
    await desk.send(secrets)
    stored = desk.stored(post)
    draft, reply = desk.read(name), desk.read(second)
    assert [str(item["id"]) for item in stored] == [draft.remote_id, reply.remote_id]
    assert stored[1]["parent"] == stored[0]["id"]
    assert stored[0]["author"], "the account's name"
    said = {"1": State.PUBLISHED, "0": State.HELD}
    assert [said[item["approved"]] for item in stored] == [draft.state, reply.state]
    desk.later(hours=1)
    await desk.send(secrets)
    assert len(desk.stored(post)) == 2
    desk.site.approve_comment(stored[0]["id"])
    desk.later(hours=1)
    await desk.send(secrets)
    assert desk.read(name).state is State.PUBLISHED


async def test_the_answer_to_an_account_was_cut(desk: Desk) -> None:
    secrets = account(desk, desk.site.application_password("abonnee"))
    post = desk.site.seeded.open
    name = desk.write("N° 1 : coupé après.", by_account(desk.target(post)), Identity())
    desk.site.fault("drop-after-comment", path="wp/v2/comments", times=1)
    for _run in range(3):
        await desk.send(secrets)
        desk.later(minutes=30)
    [stored] = desk.stored(post)
    draft = desk.read(name)
    assert draft.state in (State.HELD, State.PUBLISHED)
    assert draft.remote_id in ("", str(stored["id"]))


async def test_the_author_of_an_article_is_known_by_the_account(desk: Desk, tmp_path: Path) -> None:
    """Not by a name, which anybody can write."""
    site = desk.site
    post = site.add_post("Neuf", "<p>Le bac.</p>", author="h.tondibi")
    secrets = Secrets(Paths(desk.folder, desk.folder / "config"), keyring=False)
    secrets.keep(f"{site.url}/", Account("h.tondibi", site.application_password("h.tondibi")))
    desk.write("N° 1 : merci de vos messages.", by_account(desk.target(post)), Identity())
    await desk.send(secrets)
    site.add_comment(post, "Hadiza Tondibi", "faux@example.org", "Je suis l’auteure, dit-elle.")
    async with person(tmp_path / "reader") as reader:
        await reader.add(site.url)
        await reader.sync_one()
        found = reader.thread(site.permalink(post))
    assert [(item.author, item.by_article_author) for item in found] == [
        ("Hadiza Tondibi", True),
        ("Hadiza Tondibi", False),
    ]


async def test_a_wrong_password_is_told_and_nothing_is_sent_under_another_name(desk: Desk) -> None:
    secrets = account(desk, "abcd EFGH ijkl MNOP qrst UVWX")
    post = desk.site.seeded.open
    name = desk.write("N° 1 : mot de passe.", by_account(desk.target(post)), Identity())
    await desk.send(secrets)
    draft = desk.read(name)
    assert (draft.state, draft.text) == (State.REFUSED, "N° 1 : mot de passe.")
    assert draft.error
    assert desk.stored(post) == []
    # the right one is kept, and the person sends it again
    secrets.keep(f"{desk.site.url}/", Account("abonnee", desk.site.application_password("abonnee")))
    desk.drafts.queue(name, desk.now())
    desk.later(minutes=1)
    await desk.send(secrets)
    assert len(desk.stored(post)) == 1
    assert desk.read(name).state in (State.HELD, State.PUBLISHED)
