"""The outbox in the reader: everything I wrote, what can be done with it, and what a delivery changes while one looks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from sahelreader.config import Settings
from sahelreader.domain.draft import Draft, Identity, Move, State, Target
from sahelreader.drafts import Drafts
from sahelreader.library import articles, comments
from sahelreader.screens.compose import ComposeScreen
from sahelreader.screens.library import LibraryScreen
from sahelreader.screens.outbox import OutboxScreen
from sahelreader.screens.review import ReviewScreen
from sahelreader.screens.traffic import Traffic
from sahelreader.welcome import ADDRESS
from sahelreader.widgets.choices import ChoiceList
from sahelreader.widgets.reader import Reader
from sahelreader.widgets.writing import Writing
from tests.driven import NOW, SIZES, Driven, open_reader, same_as_before
from tests.test_ui_compose_screen import typed, until
from tests.ui_content import FLEUVE, MIL, newspapers

AWA = Identity("Awa K.", "awa@courriel.example")
QUIET = Settings(send="never")
WELCOME = f"{ADDRESS}ecrire-hors-ligne/"


def add(folder: Path, text: str, state: State = State.DRAFT, **more: object) -> Draft:
    """A comment in STATE on the shelf under FOLDER; MORE changes target (as t_…) or draft."""
    drafts = Drafts(folder / "data")
    target = Target(
        FLEUVE, MIL, "Le mil recule à Mopti après trois mois", "mil-mopti",
        endpoint=f"{FLEUVE}wp-comments-post.php", required=("author", "email"),
    )  # fmt: skip
    named = {key[2:]: value for key, value in more.items() if key.startswith("t_")}
    rest = {key: value for key, value in more.items() if not key.startswith("t_")}
    number = len(drafts.all().drafts)
    # each answers another comment, so that none is taken for the other
    named.setdefault("parent_remote_id", str(100 + number))
    target = replace(target, **named)  # type: ignore[arg-type]
    when = NOW - timedelta(hours=number + 1)
    draft = drafts.save(replace(drafts.begin(target, AWA, when), text=text))
    steps: dict[State, tuple[Move, ...]] = {
        State.DRAFT: (),
        State.QUEUED: (Move.QUEUE,),
        State.RETRY: (Move.QUEUE, Move.DEFER),
        State.REFUSED: (Move.QUEUE, Move.REFUSE),
        State.IN_DOUBT: (Move.QUEUE, Move.START, Move.LOSE),
        State.SENDING: (Move.QUEUE, Move.START),
        State.HELD: (Move.QUEUE, Move.START, Move.HOLD),
        State.PUBLISHED: (Move.QUEUE, Move.START, Move.PUBLISH),
    }
    for step in steps[state]:
        draft = drafts.change(draft.id, step)
    return drafts.note(draft.id, **rest) if rest else draft


def states(folder: Path) -> dict[str, State]:
    return {draft.text: draft.state for draft in Drafts(folder / "data").all().drafts}


@pytest.fixture
async def reader(tmp_path: Path) -> AsyncIterator[Driven]:
    async with open_reader(tmp_path, fill=newspapers, settings=QUIET) as driven:
        yield driven


def listed(driven: Driven) -> ChoiceList:
    assert isinstance(driven.app.screen, OutboxScreen)
    return driven.app.screen.query_one(ChoiceList)


async def test_empty_it_says_what_would_be_here_and_how(reader: Driven) -> None:
    await reader.press("B")
    assert "brouillons" in reader.text
    assert "c sur un article" in reader.text


@pytest.mark.parametrize("size", SIZES)
async def test_as_it_looks(tmp_path: Path, size: tuple[int, int]) -> None:
    add(tmp_path, "Bonsoir, le relevé du lundi compte-t-il le transport ?")
    add(tmp_path, "Le bac a pris du retard.", State.RETRY, error="no_network",
        next_attempt=NOW + timedelta(minutes=40))  # fmt: skip
    add(tmp_path, "Je réponds à quelqu’un qui n’est plus là.", State.REFUSED, error="parent_gone",
        t_parent_author="Moussa", t_parent_excerpt="À Djenné on ne voit pas la différence.")  # fmt: skip
    add(tmp_path, "La radio en parle aussi.", State.HELD, sent_at=NOW - timedelta(hours=3))
    add(tmp_path, "Très bon article.", State.PUBLISHED, sent_at=NOW - timedelta(days=1))
    async with open_reader(tmp_path, fill=newspapers, settings=QUIET, size=size) as driven:
        await driven.press("B")
        same_as_before(f"outbox-{size[0]}", driven.lines())
        await driven.press("G")
        assert "publié" in driven.text


async def test_a_draft_opens_for_writing_and_comes_back_to_the_list(
    tmp_path: Path, reader: Driven
) -> None:
    add(tmp_path, "un début")
    await reader.press("B", "enter")
    assert isinstance(reader.app.screen, ComposeScreen)
    await typed(reader, " et la suite")
    await reader.press("escape")
    assert isinstance(reader.app.screen, OutboxScreen)
    assert "un début et la suite" in reader.text


async def test_a_comment_that_waits_can_be_written_on_and_does_not_leave_meanwhile(
    tmp_path: Path, reader: Driven
) -> None:
    add(tmp_path, "en route", State.QUEUED)
    await reader.press("B", "e")
    screen = reader.app.screen
    assert isinstance(screen, ComposeScreen)
    assert screen.query_one(Writing).text == "en route"
    assert states(tmp_path) == {"en route": State.DRAFT}


async def test_what_may_be_on_the_site_is_copied_and_stays(tmp_path: Path, reader: Driven) -> None:
    kept = add(tmp_path, "peut-être là", State.IN_DOUBT, error="no_answer", doubted=True)
    await reader.press("B", "e")
    await typed(reader, " ou pas")
    await reader.press("escape")
    assert states(tmp_path) == {
        "peut-être là": State.IN_DOUBT, "peut-être là ou pas": State.DRAFT,
    }  # fmt: skip
    assert Drafts(tmp_path / "data").get(kept.id) is not None


async def test_thrown_away_and_brought_back_even_after_a_new_start(
    tmp_path: Path, reader: Driven
) -> None:
    add(tmp_path, "premier")
    add(tmp_path, "second", State.QUEUED)
    await reader.press("B", "d", "d")
    assert states(tmp_path) == {}
    await reader.press("u", "u")
    # what was queued is a draft again: nothing leaves because something was undone
    assert states(tmp_path) == {"premier": State.DRAFT, "second": State.DRAFT}
    await reader.press("d", "escape", "B", "u")
    assert len(states(tmp_path)) == 2


async def test_sending_a_draft_goes_through_the_last_look(tmp_path: Path, reader: Driven) -> None:
    add(tmp_path, "à envoyer")
    await reader.press("B", "s")
    assert isinstance(reader.app.screen, ReviewScreen)
    await reader.press("y")
    assert isinstance(reader.app.screen, OutboxScreen)
    assert states(tmp_path) == {"à envoyer": State.QUEUED}
    assert "En attente" in reader.text


async def test_in_doubt_the_person_decides(tmp_path: Path, reader: Driven) -> None:
    add(tmp_path, "peut-être", State.IN_DOUBT, error="ask_again", doubted=True, t_system="isso")
    await reader.press("B", "s")
    # sending by habit does not send it twice
    assert states(tmp_path) == {"peut-être": State.IN_DOUBT}
    assert "À vous de décider" in reader.text
    await reader.press("p")
    assert states(tmp_path) == {"peut-être": State.PUBLISHED}


async def test_a_reply_without_its_parent_goes_out_on_its_own(
    tmp_path: Path, reader: Driven
) -> None:
    draft = add(tmp_path, "Merci.", State.REFUSED, error="parent_gone",
                t_parent_author="Moussa", t_parent_excerpt="À Djenné, non.")  # fmt: skip
    await reader.press("B", "t")
    kept = Drafts(tmp_path / "data").get(draft.id)
    assert kept is not None
    assert (kept.state, kept.target.parent_remote_id) == (State.QUEUED, "")
    assert kept.text.startswith("<blockquote>Moussa")
    assert kept.text.endswith("Merci.")


async def test_a_delivery_shows_while_one_looks(tmp_path: Path, reader: Driven) -> None:
    draft = add(tmp_path, "en route", State.QUEUED)
    await reader.press("B")
    assert "En attente d’envoi" in reader.text
    drafts = Drafts(tmp_path / "data")
    drafts.change(draft.id, Move.START)
    moved = drafts.change(draft.id, Move.HOLD, sent_at=NOW)
    reader.app.screen.post_message(Traffic.DraftMoved(moved, "delivered"))
    await reader.settle()
    assert "Retenus par le site" in reader.text
    assert listed(reader).value == draft.id


async def test_a_published_one_is_seen_in_its_discussion(tmp_path: Path, reader: Driven) -> None:
    library = reader.app.context.library
    number = library.read_now(articles.by_url, MIL)
    assert number is not None
    add(tmp_path, "là-bas", State.PUBLISHED, remote_id="3", article=number, sent_at=NOW)
    await reader.press("B", "enter")
    assert isinstance(reader.app.screen, LibraryScreen)
    thread = library.read_now(comments.thread, number)
    wanted = next(item.id for item in thread if item.remote_id == "3")
    assert reader.app.screen.query_one(Reader).comment == wanted


async def test_a_damaged_file_is_listed_and_left_alone(tmp_path: Path, reader: Driven) -> None:
    add(tmp_path, "en ordre")
    broken = tmp_path / "data" / "drafts" / "abc.toml"
    broken.write_bytes(b"\xff\xfe nonsense")
    await reader.press("B")
    assert "drafts/abc.toml" in reader.text
    await reader.press("G", "e", "d", "s", "enter")
    assert broken.read_bytes() == b"\xff\xfe nonsense"
    assert isinstance(reader.app.screen, OutboxScreen)


async def test_on_the_welcome_edition_the_whole_cycle_needs_no_network(tmp_path: Path) -> None:
    async with open_reader(tmp_path) as driven:
        await driven.press("c")
        await typed(driven, "Un essai.")
        await driven.press("ctrl+s")
        await typed(driven, "Awa")
        await driven.press("enter", "enter", "enter", "y")
        await until(driven, lambda: states(tmp_path) == {"Un essai.": State.PUBLISHED})
        await driven.settle()
        await driven.press("B", "G", "enter")
        assert isinstance(driven.app.screen, LibraryScreen)
        assert "Un essai." in driven.text


async def test_what_is_queued_while_another_is_sent_goes_too(tmp_path: Path) -> None:
    async with open_reader(tmp_path) as driven:
        traffic = driven.app.context.traffic
        number = driven.app.context.library.read_now(articles.by_url, WELCOME)
        assert number is not None
        plain = traffic._client
        texts = ["deux"]

        def queue(text: str) -> None:
            add(tmp_path, text, State.QUEUED, article=number, t_system="local",
                t_endpoint="local:welcome", t_required=(), t_site_url=ADDRESS,
                t_article_url=WELCOME, t_article_remote_id="ecrire-hors-ligne",
                t_parent_remote_id="")  # fmt: skip

        @asynccontextmanager
        async def client() -> AsyncIterator[object]:
            async with plain() as opened:
                yield opened
            # the delivery has seen all there was to send, and has not ended yet
            if texts:
                queue(texts.pop())
                traffic.send()

        traffic._client = client
        queue("un")
        traffic.send()
        await until(driven, lambda: len(states(tmp_path)) == 2)
        await until(driven, lambda: set(states(tmp_path).values()) == {State.PUBLISHED})


async def test_from_ones_own_comment_in_the_discussion_to_the_outbox(
    tmp_path: Path, reader: Driven
) -> None:
    number = reader.app.context.library.read_now(articles.by_url, MIL)
    add(tmp_path, "un autre", t_parent_remote_id="4", article=number)
    mine = add(tmp_path, "mon avis", t_parent_remote_id="", article=number)
    await reader.press("enter")
    pane = reader.app.screen.query_one(Reader)
    assert pane.shown is not None
    own = next(entry for entry in pane.shown.discussion.entries if entry.draft_id == mine.id)
    pane.go_to_comment(own.key)
    await reader.press("e")
    assert listed(reader).value == mine.id
    await reader.press("enter")
    assert isinstance(reader.app.screen, ComposeScreen)
    assert reader.app.screen.query_one(Writing).text == "mon avis"
    await reader.press("escape", "escape")
    assert isinstance(reader.app.screen, LibraryScreen)
