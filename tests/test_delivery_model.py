"""Random faults, random moments, random ends of the process: a comment that was queued is on the site once, or waits in sight.

A machine that writes, queues, sends, breaks the line at any byte of a request or an answer, ends the program before or
after any change on disk, moderates, lets time pass. After every step nothing is lost and nothing is there twice; at the
end, with the network back, everything that was queued has arrived.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from sahelreader.config import Settings
from sahelreader.delivery import deliver
from sahelreader.delivery.seam import System
from sahelreader.delivery.verdict import Sighting
from sahelreader.delivery.wordpress import WordPress
from sahelreader.delivery.wordpress_asking import search
from sahelreader.domain.draft import Draft, Move, State
from sahelreader.drafts import Drafts
from sahelreader.network import open_client
from tests.delivering import Desk
from tests.posting_site import Fault, PostingSite

#: on the two kinds of site together; SAHEL_SEQUENCES=1000 is the figure that the documents tell
SEQUENCES, STEPS = int(os.environ.get("SAHEL_SEQUENCES", "160")), 20


UNSETTLED = (State.QUEUED, State.RETRY, State.IN_DOUBT, State.SENDING, State.REFUSED)


pytestmark = pytest.mark.slow


class Killed(Exception):
    """The process ends here."""


class Fragile(Drafts):
    """Drafts of a process that ends at the change number LEFT from now, before or after it is on disk."""

    left: int | None = None
    after = False

    def change(self, draft_id: str, move_: Move, **changes: Any) -> Draft:
        if self.left is not None:
            self.left -= 1
            if self.left < 0 and not self.after:
                raise Killed
        draft = super().change(draft_id, move_, **changes)
        if self.left is not None and self.left < 0:
            raise Killed
        return draft


class Forgetful(WordPress):
    """The same site without a duplicate check: as Isso, and as WordPress with some plugins."""

    refuses_duplicates = False

    async def look(self, draft: Draft) -> Sighting:
        """Only among what everybody sees: nobody is shown a held comment."""
        return await search(self._client, draft)


HTML = {"Content-Type": "text/html"}
ANSWERS = st.sampled_from(
    [
        (500, HTML, b"<h1>Error</h1>"), (502, HTML, b""), (503, {"Retry-After": "600"}, b""),
        (503, HTML, b"Backend fetch failed"), (504, HTML, b""), (429, HTML, b"<p>slow</p>"),
        (200, HTML, b"<html>captcha</html>"), (302, {"Location": "/merci/"}, b""),
        (302, {"Location": "/article-7/#comment-"}, b""), (403, HTML, b"<p>no</p>"),
    ]
)  # fmt: skip


def may_have_stored(answer: tuple[int, dict[str, str], bytes]) -> bool:
    """A refusal, and maintenance that says for how long, come before the comment is looked at."""
    return answer[0] not in (429, 403) and "Retry-After" not in answer[1]


#: what a wall, a portal or a broken cache may say instead of the site's own answer before the comment got there
REFUSING = st.sampled_from([(429, HTML, b""), (403, HTML, b""), (503, {"Retry-After": "60"}, b"")])
FAULTS = st.one_of(
    st.builds(Fault, before=st.integers(0, 900)),
    st.builds(Fault, after=st.integers(0, 260)),
    st.builds(Fault, answer=ANSWERS.filter(may_have_stored), stores=st.booleans()),
    st.builds(Fault, answer=REFUSING),
    st.builds(Fault, before=st.just(0), where=st.sampled_from(["wp-json", "article-"])),
    st.builds(Fault, after=st.integers(0, 400), where=st.sampled_from(["wp-json", "article-"])),
    st.builds(Fault, answer=ANSWERS, where=st.sampled_from(["wp-json", "article-"])),
    st.builds(Fault, before=st.just(0), times=st.integers(2, 4), where=st.just("")),
)  # fmt: skip
TEXTS = st.sampled_from(["Merci {}", "Numéro {} : l’eau monte, « dit-on »…", "{} 💧", "{} <b>gras</b> & 5 < 6\n\nfin"])  # fmt: skip


class Delivery(RuleBasedStateMachine):
    system: ClassVar[type[WordPress]] = WordPress

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        # what a disk costs is measured elsewhere: a thousand sequences need no disk
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.folder = Path(tempfile.mkdtemp(prefix="delivery-", dir=memory))
        self.site = PostingSite(refuses_duplicates=self.system.refuses_duplicates)
        self.desk = Desk(self.site, Fragile(self.folder))
        self.site.clock = lambda: self.desk.time.timestamp()
        self.loop.run_until_complete(self.site.__aenter__())
        self.texts: dict[str, str] = {}
        # in the order of writing: ids are random, and a sequence must be the same when it is run again
        self.queued: list[str] = []
        self.count = 0

    def teardown(self) -> None:
        try:
            self._with_the_network_back()
        finally:
            self.loop.run_until_complete(self.site.__aexit__(None, None, None))
            self.loop.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    # -- what may happen -------------------------------------------------------------------------------------------

    @rule(text=TEXTS, post=st.sampled_from([7, 7, 8]), queue=st.booleans() | st.just(True))
    def write(self, text: str, post: int, queue: bool) -> None:
        self.count += 1
        text = text.format(f"n{self.count}x")
        name = self.desk.write(text, post=post, queue=queue)
        self.texts[name] = text
        if queue:
            self.queued.append(name)

    @precondition(lambda self: self.queued)
    @rule(text=TEXTS, data=st.data())
    def reply_to_myself(self, text: str, data: st.DataObject) -> None:
        self.count += 1
        text = text.format(f"n{self.count}x")
        parent = data.draw(st.sampled_from(self.queued))
        post = int(self.desk.read(parent).target.article_remote_id)
        name = self.desk.write(text, post=post, answers=parent)
        self.texts[name] = text
        self.queued.append(name)

    @rule(faults=st.lists(FAULTS, max_size=3))
    def send(self, faults: list[Fault]) -> None:
        self.site.faults[:] = faults
        self._send()
        self.site.faults.clear()

    @rule(faults=st.lists(FAULTS, max_size=2), left=st.integers(0, 6), after=st.booleans())
    def send_and_die(self, faults: list[Fault], left: int, after: bool) -> None:
        drafts = self.desk.drafts
        assert isinstance(drafts, Fragile)
        drafts.left, drafts.after = left, after
        self.site.faults[:] = faults
        with suppress(Killed):
            self._send()
        self.site.faults.clear()
        # another process
        self.desk.drafts = Fragile(self.folder)

    @rule(seconds=st.sampled_from([1, 20, 130, 700, 90_000, -4000]))
    def time_passes(self, seconds: int) -> None:
        self.desk.later(seconds)

    @rule(status=st.sampled_from(["approved", "spam", None]), data=st.data())
    def moderate(self, status: str | None, data: st.DataObject) -> None:
        known = [d.remote_id for d in self._all() if d.state is State.HELD and d.remote_id]
        if known:
            self.site.moderate(int(data.draw(st.sampled_from(known))), status)

    @rule(data=st.data())
    def ask_again(self, data: st.DataObject) -> None:
        """The person sends again what was refused (and on a site with a duplicate check, what is in doubt)."""
        states = [State.REFUSED, *([State.IN_DOUBT] if self.system.refuses_duplicates else [])]
        again = [d.id for d in self._all() if d.state in states and d.error != "removed"]
        if not self.system.refuses_duplicates:
            again = [name for name in again if not self.desk.read(name).doubted]
        if again:
            self.desk.drafts.queue(data.draw(st.sampled_from(again)), self.desk.time)

    # -- what must hold --------------------------------------------------------------------------------------------

    @invariant()
    def nothing_is_lost_and_nothing_is_there_twice(self) -> None:
        shelf = Drafts(self.folder).all()
        assert shelf.damaged == ()
        kept = {draft.id: draft for draft in shelf.drafts}
        assert {name: draft.text for name, draft in kept.items()} == self.texts
        for name, text in self.texts.items():
            draft, there = kept[name], self.site.stored.count(text)
            assert there <= 1, (text, draft)
            if draft.state in (State.HELD, State.PUBLISHED):
                assert there == 1, draft
            elif draft.state is State.DRAFT or _surely_not_there(draft):
                assert there == 0, draft
            if draft.state in (State.RETRY, State.IN_DOUBT, State.REFUSED):
                assert draft.error, "a reason is always told"

    # -- inside ----------------------------------------------------------------------------------------------------

    def _send(self) -> None:
        async def run() -> None:
            async with open_client(Settings()) as client:
                system: System = self.system(client)
                async for _event in deliver(
                    self.desk.drafts,
                    client,
                    now=self.desk.now,
                    sleep=self.desk.sleep,
                    systems=lambda name: system,
                ):
                    pass  # fmt: skip

        self.loop.run_until_complete(run())

    def _all(self) -> tuple[Draft, ...]:
        return Drafts(self.folder).all().drafts

    def _with_the_network_back(self) -> None:
        self.desk.drafts = Drafts(self.folder)
        for day in range(12):
            self.desk.later(100_000)
            self._send()
            if not any(draft.state in UNSETTLED for draft in self._all()):
                break
            for draft in self._all() if day < 10 else ():
                lost = not self.system.refuses_duplicates and draft.doubted
                if draft.state is State.REFUSED and draft.error != "removed" and not lost:
                    self.desk.drafts.queue(draft.id, self.desk.time)
        self.nothing_is_lost_and_nothing_is_there_twice()
        nameless = {
            draft.id for draft in self._all() if draft.state is State.HELD and not draft.remote_id
        }
        for draft in self._all():
            if draft.state is State.QUEUED and draft.target.parent_draft in nameless:
                # the site has the parent, but as a comment of its own since what it answers became spam: no place
                # tells its number before it is shown, so that the reply waits, and says so
                assert draft.error == "parent_waits", draft
                continue
            if draft.id not in self.queued or draft.error in ("removed", "parent_refused"):
                continue
            if draft.target.parent_draft and draft.error == "parent_gone":
                continue
            if self.system.refuses_duplicates:
                there = self.site.stored.count(draft.text)
                assert draft.state in (State.HELD, State.PUBLISHED), draft
                assert there == 1, draft
            else:
                asks = draft.state in (State.IN_DOUBT, State.REFUSED) and draft.doubted
                waits = draft.state is State.QUEUED and draft.error == "parent_waits"
                assert asks or waits or draft.state in (State.HELD, State.PUBLISHED), draft


def _surely_not_there(draft: Draft) -> bool:
    return not draft.doubted and draft.state is not State.SENDING and draft.error != "removed"


class DeliveryWithoutDuplicateCheck(Delivery):
    system = Forgetful


CONFIGURED = settings(
    max_examples=SEQUENCES // 2, stateful_step_count=STEPS, deadline=None,
    suppress_health_check=list(HealthCheck), derandomize=False, print_blob=True,
)  # fmt: skip
TestDelivery = Delivery.TestCase
TestDelivery.settings = CONFIGURED
TestDeliveryWithoutDuplicateCheck = DeliveryWithoutDuplicateCheck.TestCase
TestDeliveryWithoutDuplicateCheck.settings = CONFIGURED
