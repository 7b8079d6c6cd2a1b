"""Each thing that a WordPress, or what stands in front of it, may answer: its outcome, and the text that is never lost."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from sahelreader.config import Settings
from sahelreader.delivery import (
    Delivered,
    DeliveryDone,
    FollowedUp,
    Refused,
    Waiting,
    deliver,
    sentence,
)
from sahelreader.domain.draft import Draft, Identity, State
from sahelreader.drafts import Drafts
from sahelreader.network import open_client
from tests.delivering import SIGNED, Desk, a_desk
from tests.posting_site import Fault

LONG = "Chez nous aussi, à Ayorou, l’eau monte depuis dimanche et le marché a été déplacé."


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with a_desk(tmp_path) as made:
        yield made


async def sent(desk: Desk, text: str = LONG, **how: object) -> Draft:
    draft = desk.write(text, **how)  # type: ignore[arg-type]
    await desk.send()
    return desk.read(draft)


async def test_shown_at_once(desk: Desk) -> None:
    desk.site.known.add(SIGNED.email)
    name = desk.write(LONG)
    events = await desk.send()
    draft = desk.read(name)
    assert events == [Delivered(draft), DeliveryDone(1, 0, 0)]
    [kept] = desk.site.comments
    assert (draft.state, draft.remote_id, draft.attempts) == (State.PUBLISHED, str(kept.id), 1)
    assert kept.text == LONG
    assert (desk.drafts._data / "sent" / f"{name}.toml").is_file()
    assert await desk.send() == [DeliveryDone()]
    assert len(desk.site.posted) == 1


async def test_held_then_shown(desk: Desk) -> None:
    draft = await sent(desk)
    assert draft.state is State.HELD
    desk.site.moderate(int(draft.remote_id), "approved")
    desk.later(60)
    events = await desk.send()
    assert events == [FollowedUp(desk.read(draft.id)), DeliveryDone()]
    assert desk.read(draft.id).state is State.PUBLISHED


async def test_held_then_deleted_keeps_the_text(desk: Desk) -> None:
    draft = await sent(desk)
    desk.site.moderate(int(draft.remote_id), None)
    desk.later(60)
    await desk.send()
    draft = desk.read(draft.id)
    assert (draft.state, draft.error, draft.text) == (State.REFUSED, "removed", LONG)


async def test_a_word_that_is_not_allowed_is_never_called_published(desk: Desk) -> None:
    desk.site.known.add(SIGNED.email)
    desk.site.disallowed = "marché"
    draft = await sent(desk)
    assert draft.state is State.HELD


async def test_held_without_a_rest_interface_stays_held_until_the_page_shows_it(desk: Desk) -> None:
    desk.site.rest = False
    draft = await sent(desk)
    assert draft.state is State.HELD
    desk.site.moderate(int(draft.remote_id), "approved")
    desk.later(60)
    await desk.send()
    assert desk.read(draft.id).state is State.PUBLISHED


REFUSALS = {
    "closed": ("closed", "closed"),
    "account": ("account", "account_required"),
    "gone": ("gone", "article_gone"),
}


@pytest.mark.parametrize("case", REFUSALS)
async def test_what_the_article_became(desk: Desk, case: str) -> None:
    state, reason = REFUSALS[case]
    desk.site.posts[7] = state
    draft = await sent(desk)
    assert (draft.state, draft.error, draft.text) == (State.REFUSED, reason, LONG)
    assert desk.site.comments == []
    desk.later(3600)
    await desk.send()
    assert len(desk.site.posted) == 1, "a refusal is never tried again by itself"


async def test_what_the_form_lacks_is_said_in_the_site_s_words(desk: Desk) -> None:
    draft = await sent(desk, who=Identity())
    assert (draft.state, draft.error) == (State.REFUSED, "not_taken")
    assert "champs obligatoires" in draft.error_detail
    assert "champs obligatoires" in sentence(draft, desk.time)


async def test_a_duplicate_at_the_first_attempt_that_is_not_ours_is_refused(desk: Desk) -> None:
    desk.site.faults.append(Fault(answer=(409, {}, b"<p>Bloqu\xc3\xa9</p>")))
    draft = await sent(desk)
    assert (draft.state, draft.error, draft.doubted) == (State.REFUSED, "already_said", False)
    await desk.send()
    assert len(desk.site.posted) == 1


async def test_a_duplicate_at_the_first_attempt_that_is_ours_is_found(desk: Desk) -> None:
    """As after an old copy of the outbox was put back."""
    kept = desk.site.add(LONG, author=SIGNED.name, email=SIGNED.email)
    draft = await sent(desk)
    assert (draft.state, draft.remote_id) == (State.PUBLISHED, str(kept.id))


async def test_too_fast_waits_and_arrives(desk: Desk) -> None:
    desk.site.add("Autre chose.", author=SIGNED.name, email=SIGNED.email)
    desk.site.comments[0].time = desk.time.timestamp() - 5
    draft = await sent(desk)
    assert (draft.state, draft.error) == (State.RETRY, "flood")
    assert draft.next_attempt is not None
    assert 15 < (draft.next_attempt - desk.time).total_seconds() < 600
    desk.time = draft.next_attempt
    await desk.send()
    assert desk.read(draft.id).state is State.HELD
    assert len(desk.site.comments) == 2


@pytest.mark.parametrize("asked", [7, 600, 10**9])
async def test_maintenance_waits_as_long_as_the_site_asks(desk: Desk, asked: int) -> None:
    desk.site.faults.append(Fault(answer=(503, {"Retry-After": str(asked)}, b"")))
    draft = await sent(desk)
    assert (draft.state, draft.error, draft.doubted) == (State.RETRY, "maintenance", False)
    assert draft.next_attempt is not None
    pause = (draft.next_attempt - desk.time).total_seconds()
    assert min(asked, 86400) <= pause <= 86400
    other = desk.write("Un autre.", post=8)
    await desk.send()
    assert desk.read(other).attempts == 0, "a site that asked for a pause is asked nothing"


@pytest.mark.parametrize("status", [500, 502, 503, 504, 408])
@pytest.mark.parametrize("stored", [False, True])
async def test_a_server_that_fails_may_have_stored_it(
    desk: Desk, status: int, stored: bool
) -> None:
    desk.site.faults.append(Fault(answer=(status, {}, b"<h1>Error</h1>"), stores=stored))
    draft = await sent(desk)
    assert draft.state is (State.HELD if stored else State.IN_DOUBT)
    desk.later(30)
    await desk.send([draft.id])
    assert len(desk.site.posted) == 1, "PHP may still be at work"
    desk.later(300)
    await desk.send()
    assert desk.read(draft.id).state is State.HELD
    assert len(desk.site.comments) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 410, 413, 418, 451])
async def test_other_refusals_are_final_and_keep_the_text(desk: Desk, status: int) -> None:
    desk.site.faults.append(Fault(answer=(status, {}, b"<p>Non.</p>")))
    draft = await sent(desk)
    assert (draft.state, draft.text) == (State.REFUSED, LONG)
    assert draft.error in ("not_taken", "forbidden", "no_form", "too_long")
    desk.later(10**6)
    await desk.send()
    assert len(desk.site.posted) == 1


STRANGE = {
    "captcha": (200, {}, b"<html><form>Prouvez que vous \xc3\xaates humain</form></html>"),
    "log in": (302, {"Location": "/wp-login.php?reauth=1"}, b""),
    "elsewhere": (302, {"Location": "http://portal.example/welcome"}, b""),
    "proof of another": (302, {"Location": "http://portal.example/a/#comment-12"}, b""),
    "not quite proof": (302, {"Location": "/article-7/#comment-12x"}, b""),
}


@pytest.mark.parametrize("case", STRANGE)
@pytest.mark.parametrize("stored", [False, True])
async def test_a_strange_answer_is_looked_into_then_asks(
    desk: Desk, case: str, stored: bool
) -> None:
    desk.site.faults.append(Fault(answer=STRANGE[case], stores=stored))
    draft = await sent(desk)
    if stored:
        assert (draft.state, draft.remote_id) == (State.HELD, str(desk.site.comments[0].id))
    else:
        assert (draft.state, draft.text) == (State.REFUSED, LONG)
        assert draft.error in ("strange_answer", "redirected")
        # the person says: again
        desk.drafts.queue(draft.id, desk.time)
        desk.later(200)
        await desk.send()
        assert desk.read(draft.id).state is State.HELD
    assert len(desk.site.comments) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_to_another_site_gets_not_one_byte(
    desk: Desk, tmp_path: Path, status: int
) -> None:
    async with a_desk(tmp_path / "other") as other:
        desk.site.faults.append(Fault(answer=(status, {"Location": other.site.form}, b"")))
        draft = await sent(desk)
        assert (draft.state, draft.error) == (State.REFUSED, "redirected")
        assert other.site.seen == []
        assert other.site.url.split("/")[2] in sentence(draft, desk.time)


async def test_the_same_form_over_https_is_used_from_then_on(desk: Desk) -> None:
    secure = desk.site.form.replace("http://", "https://")
    target = replace(desk.target(), endpoint="http://127.0.0.1/wp-comments-post.php")
    from sahelreader.delivery.judging import judge
    from sahelreader.delivery.verdict import Later
    from sahelreader.domain.outcome import Fetched

    moved = "https://127.0.0.1/wp-comments-post.php"
    for status in (301, 302, 307, 308):
        verdict = judge(Fetched("", status, {"location": moved}, b"", 0), target)
        assert isinstance(verdict, Later)
        assert verdict.target is not None
        assert verdict.target.endpoint == moved
    other_port = judge(Fetched("", 308, {"location": secure}, b"", 0), desk.target())
    assert not isinstance(other_port, Later)


async def test_no_network_waits_with_nothing_sent(desk: Desk) -> None:
    target = replace(desk.target(), endpoint="http://127.0.0.1:9/wp-comments-post.php",
                     site_url="http://127.0.0.1:9/", article_url="http://127.0.0.1:9/a/",
                     api_root="")  # fmt: skip
    first, second = desk.write(LONG, target=target), desk.write("Deux.", target=target)
    events = await desk.send()
    assert [type(event) for event in events] == [Waiting, Waiting, DeliveryDone]
    draft = desk.read(first)
    assert (draft.state, draft.error, draft.doubted) == (State.RETRY, "no_network", False)
    assert desk.read(second).attempts == 0, "one attempt tells that the site is away"


async def test_no_secure_connection_waits_with_nothing_sent(desk: Desk) -> None:
    secure = desk.site.url.replace("http://", "https://")
    target = replace(desk.target(), endpoint=f"{secure}wp-comments-post.php", site_url=secure,
                     article_url=f"{secure}a/", api_root="")  # fmt: skip
    name = desk.write(LONG, target=target)
    await desk.send()
    draft = desk.read(name)
    assert (draft.state, draft.error, draft.doubted) == (State.RETRY, "tls", False)


async def test_a_parent_that_is_gone_is_never_lost_silently(desk: Desk) -> None:
    for status in ("trash", "spam", "hold", None):
        parent = desk.site.add("Qu’en dites-vous ?")
        desk.site.moderate(parent.id, status)
        draft = await sent(desk, parent=parent.id)
        assert (draft.state, draft.error, draft.text) == (State.REFUSED, "parent_gone", LONG)
    assert desk.site.posted == []


async def in_doubt_below_what_became_spam(desk: Desk) -> str:
    """A reply of mine whose answer was lost, to a comment of mine that the moderator then takes for spam; its draft's id."""
    mine = desk.write(LONG)
    await desk.send()
    reply = desk.write("Je précise : depuis dimanche, à Ayorou.", answers=mine)
    desk.site.faults += [
        Fault(after=0), Fault(before=0, where="wp-json", times=9), Fault(before=0, where="article-", times=9),
    ]  # fmt: skip
    # the parent is followed up, and looked at, before
    desk.site.faults.insert(0, Fault(where="wp-json", times=2))
    desk.later(60)
    await desk.send()
    desk.site.faults.clear()
    assert desk.read(reply).state is State.IN_DOUBT
    assert len(desk.site.stored) == 2
    desk.site.moderate(int(desk.read(mine).remote_id), "spam")
    return reply


async def test_a_reply_whose_parent_became_spam_is_found_where_the_page_puts_it(desk: Desk) -> None:
    reply = await in_doubt_below_what_became_spam(desk)
    desk.later(4000)
    await desk.send()
    draft = desk.read(reply)
    assert (draft.state, draft.remote_id) == (State.HELD, str(desk.site.comments[-1].id))
    assert len(desk.site.stored) == 2


async def test_a_reply_in_doubt_does_not_go_again_below_what_became_spam(desk: Desk) -> None:
    """WordPress would take it as a comment of its own, which is no duplicate of the reply that is there."""
    reply = await in_doubt_below_what_became_spam(desk)
    desk.site.moderate(desk.site.comments[-1].id, "spam")
    desk.later(4000)
    await desk.send()
    draft = desk.read(reply)
    assert (draft.state, draft.error) == (State.REFUSED, "parent_gone")
    assert len(desk.site.stored) == 2


async def test_the_same_words_twice_are_two_comments(desk: Desk) -> None:
    """One that is known on the site is never taken for another that waits."""
    first = desk.write("Merci.")
    await desk.send()
    second = desk.write("Merci.")
    desk.site.faults.append(Fault(before=0))
    desk.later(60)
    desk.site.refuses_duplicates = False
    await desk.send()
    desk.later(4000)
    await desk.send()
    desk.later(4000)
    await desk.send()
    one, other = desk.read(first), desk.read(second)
    assert {one.state, other.state} == {State.HELD}
    assert one.remote_id != other.remote_id
    assert len(desk.site.stored) == 2


async def test_a_parent_on_another_article_is_not_answered(desk: Desk) -> None:
    parent = desk.site.add("Ailleurs.", post=8)
    draft = await sent(desk, parent=parent.id)
    assert (draft.state, draft.error) == (State.REFUSED, "parent_moved")


async def test_one_s_own_held_comment_can_be_answered(desk: Desk) -> None:
    first = desk.write("Une question.")
    second = desk.write("J’ajoute ceci.", answers=first)
    await desk.send()
    kept = {item.text: item for item in desk.site.comments}
    assert kept["J’ajoute ceci."].parent == kept["Une question."].id
    assert desk.read(second).state is State.HELD


async def test_a_reply_waits_for_one_s_own_comment_and_not_for_a_refused_one(desk: Desk) -> None:
    first = desk.write("Une question.", queue=False)
    second = desk.write("J’ajoute ceci.", answers=first)
    events = await desk.send()
    assert events == [Waiting(desk.read(second)), DeliveryDone(0, 1, 0)]
    desk.drafts.discard(first)
    events = await desk.send()
    assert events == [Refused(desk.read(second)), DeliveryDone(0, 0, 1)]
    assert desk.read(second).error == "parent_refused"
    assert desk.site.posted == []


async def test_ten_queued_go_one_at_a_time_spaced_and_in_order(desk: Desk) -> None:
    names = [desk.write(f"Numéro {number} de dix.", post=7 + number % 3) for number in range(10)]
    await desk.send()
    assert [item.text for item in desk.site.comments] == [f"Numéro {n} de dix." for n in range(10)]
    moments = [item.time for item in desk.site.comments]
    assert all(b - a >= 16 for a, b in pairwise(moments))
    assert all(desk.read(name).state is State.HELD for name in names)
    assert desk.site.together == 1


async def test_spacing_holds_between_two_runs(desk: Desk) -> None:
    await sent(desk)
    desk.later(3)
    await sent(desk, "Un second.")
    assert [round(pause) for pause in desk.slept] == [13]


async def test_one_that_waits_keeps_those_after_it_in_its_thread(desk: Desk) -> None:
    desk.site.faults.append(Fault(before=0))
    first, second = desk.write("Premier."), desk.write("Second.")
    elsewhere = desk.write("Ailleurs.", post=8)
    await desk.send()
    assert desk.read(first).state is State.IN_DOUBT
    assert desk.read(second).attempts == 0
    assert desk.read(elsewhere).state is State.HELD
    desk.later(400)
    await desk.send()
    texts = [item.text for item in desk.site.comments]
    assert texts == ["Ailleurs.", "Premier.", "Second."]


async def test_a_cooling_draft_stays_and_one_chosen_by_name_goes(desk: Desk) -> None:
    name = desk.write(LONG, queue=False)
    desk.drafts.queue(name, desk.time, cooling=300)
    assert await desk.send() == [DeliveryDone()]
    assert "5" in sentence(desk.read(name), desk.time)
    await desk.send([name])
    assert desk.read(name).state is State.HELD


async def test_the_form_is_found_when_the_library_did_not_know_it(desk: Desk) -> None:
    pytest.importorskip("sahelreader.parse.form")
    target = replace(desk.target(), endpoint="", article_remote_id="http://guid/9")
    draft = await sent(desk, target=target)
    assert draft.state is State.HELD
    assert draft.target.endpoint == desk.site.form
    assert draft.target.article_remote_id == "7"


async def test_an_article_of_another_site_gets_nothing(desk: Desk, tmp_path: Path) -> None:
    """A feed that was poisoned points at somebody else's article."""
    async with a_desk(tmp_path / "other") as other:
        target = replace(other.target(), site_url=desk.site.url)
        draft = await sent(desk, target=target)
        assert (draft.state, draft.error) == (State.REFUSED, "other_host")
        assert other.site.seen == []


async def test_hidden_fields_go_along_and_ours_are_not_doubled(desk: Desk) -> None:
    hidden = (("ak_hp_textarea", ""), ("ak_js", "123"), ("comment_post_ID", "1"),
              ("redirect_to", "http://x/"))  # fmt: skip
    await sent(desk, "A & B = 100 % — « oui »\n\nfin", target=replace(desk.target(), hidden=hidden))
    body = desk.site.posted[0].body.decode("ascii")
    assert body.startswith("ak_hp_textarea=&ak_js=123&comment_post_ID=7&")
    assert "redirect_to" not in body
    assert desk.site.comments[0].text == "A & B = 100 % — « oui »\n\nfin"


async def test_an_antispam_field_is_read_from_the_page_and_sent_at_the_second_attempt(
    desk: Desk,
) -> None:
    """The article came by the REST interface, so its page was never read."""
    desk.site.demanded = ("plugin_field", "x1")
    draft = await sent(desk)
    assert (draft.state, draft.attempts) == (State.HELD, 2)
    assert b"plugin_field=x1" in desk.site.posted[1].body
    assert len(desk.site.comments) == 1


async def test_following_up_alone_sends_nothing(desk: Desk) -> None:
    held = await sent(desk)
    other = desk.write("Pas encore.")
    desk.site.moderate(int(held.remote_id), "approved")
    desk.later(60)
    async with open_client(Settings()) as client:
        events = [event async for event in deliver(desk.drafts, client, now=desk.now, send=False)]
    assert [type(event) for event in events] == [FollowedUp, DeliveryDone]
    assert (desk.read(held.id).state, desk.read(other).attempts) == (State.PUBLISHED, 0)


async def test_no_answer_at_all_may_have_arrived(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sahelreader.network.client.PATIENCE", 0.3)
    desk.site.faults.append(Fault(silent=True, stores=True))
    desk.site.faults.append(Fault(before=0, where="wp-json"))
    draft = await sent(desk)
    assert (draft.state, draft.error) == (State.IN_DOUBT, "no_answer")
    desk.later(600)
    await desk.send()
    assert desk.read(draft.id).state is State.HELD
    assert len(desk.site.stored) == 1


@pytest.mark.slow
async def test_cut_at_every_byte_of_the_answer(desk: Desk) -> None:
    """C2: the comment is stored, the answer ends after K bytes; it is on the site once, and known to be."""
    desk.site.flood = False
    length = 400
    for cut in range(length):
        desk.site.faults[:] = [Fault(after=cut), Fault(before=0, where="wp-json"),
                               Fault(before=0, where="wp-json")]  # fmt: skip
        name = desk.write(f"Coupé après {cut} octets.")
        await desk.send([name])
        state = desk.read(name).state
        assert state in (State.IN_DOUBT, State.HELD), cut
        desk.site.faults.clear()
        if state is State.HELD:
            break
        desk.later(600)
        await desk.send([name])
        draft = desk.read(name)
        kept = desk.site.comments[-1]
        assert (draft.state, draft.remote_id) == (State.HELD, str(kept.id)), cut
        assert desk.site.stored.count(draft.text) == 1, cut
    assert 60 < cut < length, "the whole head of the answer was cut through"


@pytest.mark.slow
async def test_cut_at_every_part_of_the_request(desk: Desk) -> None:
    """Nothing is stored; it is sent again and stands there once, whether or not a byte of it had left."""
    desk.site.flood = False
    for cut in range(0, 700, 9):
        desk.site.faults[:] = [Fault(before=cut)]
        name = desk.write(f"Coupé après {cut} octets.")
        await desk.send([name])
        assert desk.read(name).state in (State.IN_DOUBT, State.RETRY), cut
        desk.site.faults.clear()
        desk.later(600)
        await desk.send([name])
        assert desk.read(name).state is State.HELD, cut
        assert desk.site.stored.count(desk.read(name).text) == 1, cut


async def test_the_same_bytes_are_sent_again_after_a_doubt(desk: Desk) -> None:
    desk.site.faults.append(Fault(before=500))
    draft = await sent(desk)
    assert draft.doubted
    desk.later(600)
    await desk.send()
    draft = desk.read(draft.id)
    [post] = desk.site.posted
    assert post.body.decode() == draft.payload
    assert hashlib.sha256(post.body).hexdigest() == draft.payload_sha256


async def test_a_file_changed_by_hand_after_a_doubt_asks(desk: Desk) -> None:
    desk.site.faults.append(Fault(before=500))
    draft = await sent(desk)
    path = desk.drafts._data / "outbox" / f"{draft.id}.toml"
    path.write_text(path.read_text().replace("comment_parent=0", "comment_parent=5"))
    desk.later(600)
    await desk.send()
    assert desk.read(draft.id).error == "changed"
    assert desk.site.posted == []


async def test_an_edit_while_it_is_sent_is_a_new_draft(desk: Desk) -> None:
    name = desk.write("Comme je l’ai envoyé.")
    before = desk.read(name)
    desk.site.faults.append(Fault(after=0))
    await desk.send()
    edited = desk.drafts.save(replace(before, text="Comme je le voudrais."))
    desk.later(600)
    await desk.send()
    assert desk.site.stored == ["Comme je l’ai envoyé."]
    assert (edited.state, desk.read(edited.id).text) == (State.DRAFT, "Comme je le voudrais.")


async def test_two_running_copies_send_once(desk: Desk) -> None:
    desk.write("Une seule fois.")
    other = Drafts(desk.drafts._data)
    with other.sender() as claimed:
        assert claimed
        [done] = await desk.send()
        assert isinstance(done, DeliveryDone)
        assert (done.busy, done.waiting) == (True, 1)
        assert desk.site.seen == []
    await desk.send()
    assert desk.site.stored == ["Une seule fois."]


async def test_a_clock_that_jumps_neither_storms_nor_waits_for_ever(desk: Desk) -> None:
    desk.site.faults.append(Fault(answer=(503, {"Retry-After": "60"}, b"")))
    draft = await sent(desk)
    desk.later(-10 * 365 * 86400)
    await desk.send()
    draft = desk.read(draft.id)
    assert draft.state is State.HELD
    assert all(pause <= 16 for pause in desk.slept)
