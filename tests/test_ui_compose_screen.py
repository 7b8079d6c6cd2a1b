"""Writing a comment in the reader, keys alone: nothing typed is lost, and what will happen is said before it does."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.widgets import Input

from sahelreader.config import Settings
from sahelreader.domain.draft import Draft, State
from sahelreader.drafts import Drafts
from sahelreader.identities import identity_for
from sahelreader.library import Library, articles
from sahelreader.screens.compose import ComposeScreen
from sahelreader.screens.library import LibraryScreen
from sahelreader.screens.outbox import OutboxScreen
from sahelreader.screens.review import ReviewScreen
from sahelreader.widgets.passages import Passages
from sahelreader.widgets.told import Told
from sahelreader.widgets.writing import LIMIT, Writing
from tests.driven import SIZES, Driven, open_reader, same_as_before
from tests.ui_content import FLEUVE, MIL, add_site, hostile, newspapers, store

QUIET = Settings(send="never")


@pytest.fixture
async def reader(tmp_path: Path) -> AsyncIterator[Driven]:
    async with open_reader(tmp_path, fill=newspapers, settings=QUIET) as driven:
        yield driven


def drafts_of(driven: Driven) -> tuple[Draft, ...]:
    return Drafts(driven.app.context.paths.data).all().drafts


async def write_on(
    driven: Driven, url: str = MIL, reply_to: int | None = None, quote: str = ""
) -> ComposeScreen:
    """The composer on the article at URL."""
    context = driven.app.context
    number = context.library.read_now(articles.by_url, url)
    assert number is not None
    screen = ComposeScreen(context, number, reply_to, quote)
    driven.app.push_screen(screen, driven.app.came_back)
    await driven.settle()
    return screen


async def typed(driven: Driven, text: str) -> None:
    """Type TEXT, one key after the other as fast as a program can, and wait for what it began."""
    await driven.pilot.press(*("space" if letter == " " else letter for letter in text))
    await driven.settle()


async def until(driven: Driven, met: Callable[[], bool], seconds: float = 10) -> None:
    """Let the program run until MET."""
    deadline = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < deadline, driven.text
        await driven.pilot.pause(0.02)


def comment_ids(driven: Driven) -> dict[str, int]:
    from sahelreader.library import comments

    number = driven.app.context.library.read_now(articles.by_url, MIL)
    assert number is not None
    thread = driven.app.context.library.read_now(comments.thread, number)
    return {item.remote_id: item.id for item in thread}


# opening


@pytest.mark.parametrize("size", SIZES)
async def test_the_passage_stays_and_the_cursor_is_in_the_text(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with open_reader(tmp_path, fill=newspapers, settings=QUIET, size=size) as driven:
        screen = await write_on(driven, reply_to=comment_ids(driven)["2"])
        assert isinstance(screen.focused, Writing)
        await typed(driven, "Compte-t-il le transport ?")
        await until(driven, lambda: "enregistré 20:00 · 26 signes" in driven.text)
        assert "Aminata Sow" in driven.text
        assert "chambre de commerce" in driven.text.replace("\n", " ")
        assert "Nom\u00a0*" in driven.text
        same_as_before(f"compose-{size[0]}", driven.lines())


async def test_c_writes_on_the_current_article_and_r_answers_a_comment(reader: Driven) -> None:
    await reader.press("enter", "c")
    assert isinstance(reader.app.screen, ComposeScreen)
    assert "Sur l’article" in reader.text
    await reader.press("escape")
    assert isinstance(reader.app.screen, LibraryScreen)
    assert drafts_of(reader) == ()
    await reader.press("enter", "r")
    assert "En réponse à" in reader.text


async def test_letters_typed_while_it_opens_are_kept(reader: Driven) -> None:
    await reader.press("enter", "c")
    await typed(reader, "un début")
    await reader.press("escape", "c")
    # no waiting between these keys: the second comes before the draft is read
    await reader.pilot.press("escape")
    await reader.settle()
    screen = ComposeScreen(reader.app.context, drafts_of(reader)[0].article or 0)
    reader.app.push_screen(screen)
    await reader.pilot.press("X", "Y")
    await reader.settle()
    assert screen.query_one(Writing).text == "un débutXY"


async def test_a_selected_passage_is_what_is_answered(reader: Driven) -> None:
    screen = await write_on(reader, quote="« On respire », dit une vendeuse")
    assert screen.query_one(Passages).marked == "« On respire », dit une vendeuse"
    await reader.press("ctrl+r")
    await typed(reader, "Vraiment ?")
    assert screen.query_one(Writing).text == ("> « On respire », dit une vendeuse\n\nVraiment ?")
    await reader.press("ctrl+s")
    assert "▎ « On respire », dit une vendeuse" in reader.text


async def test_the_arrows_choose_the_passage_to_quote(reader: Driven) -> None:
    screen = await write_on(reader)
    first = screen.query_one(Passages).marked
    await reader.press("shift+tab", "down")
    assert isinstance(screen.focused, Passages)
    assert screen.query_one(Passages).marked != first
    marked = screen.query_one(Passages).marked
    await reader.press("ctrl+r")
    assert isinstance(screen.focused, Writing)
    assert marked.replace("\n", " ")[:20] in screen.query_one(Writing).text.replace("\n", " ")


# on disk


async def test_on_disk_within_a_second_of_a_key(reader: Driven) -> None:
    await write_on(reader)
    text, took = "", []
    for letter in "bonjour":
        began = time.monotonic()
        await reader.pilot.press(letter)
        text += letter
        await until(reader, lambda: [draft.text for draft in drafts_of(reader)] == [text])  # noqa: B023
        took.append(time.monotonic() - began)
    # a machine busy with other tests may be late now and then
    assert sorted(took)[len(took) // 2] < 1.0


async def test_escape_keeps_and_reopening_finds_text_cursor_and_name(reader: Driven) -> None:
    screen = await write_on(reader)
    await typed(reader, "Bonjour à tous")
    await reader.press("left", "left", "tab")
    await typed(reader, "Awa")
    await reader.press("escape")
    assert isinstance(reader.app.screen, LibraryScreen)
    assert [(draft.text, draft.identity.name) for draft in drafts_of(reader)] == [
        ("Bonjour à tous", "Awa")
    ]
    screen = await write_on(reader)
    assert screen.query_one(Writing).text == "Bonjour à tous"
    assert screen.query_one("#sign-author", Input).value == "Awa"
    await reader.press("shift+tab", "tab")
    field = screen.query_one(Writing)
    assert field.cursor_at == len("Bonjour à tous") - 2


async def test_one_draft_for_each_parent(reader: Driven) -> None:
    ids = comment_ids(reader)
    for key, text in ((None, "sur le fond"), (ids["2"], "à Aminata"), (ids["3"], "à Moussa")):
        await write_on(reader, reply_to=key)
        await typed(reader, text)
        await reader.press("escape")
    assert sorted(draft.text for draft in drafts_of(reader)) == [
        "sur le fond", "à Aminata", "à Moussa",
    ]  # fmt: skip
    screen = await write_on(reader, reply_to=ids["2"])
    assert screen.query_one(Writing).text == "à Aminata"


async def test_opened_and_left_leaves_nothing(reader: Driven) -> None:
    await write_on(reader)
    await typed(reader, "x")
    await until(reader, lambda: len(drafts_of(reader)) == 1)
    await reader.press("backspace", "escape")
    assert drafts_of(reader) == ()


async def test_a_disk_that_takes_nothing_keeps_the_text_on_screen(reader: Driven) -> None:
    data = reader.app.context.paths.data
    screen = await write_on(reader)
    # a file where the folder was: not even root can write there
    blocked = data / "drafts"
    if blocked.is_dir():
        blocked.rmdir()
    blocked.write_text("")
    await typed(reader, "un texte précieux")
    await until(reader, lambda: "Pas enregistré" in reader.text)
    await reader.press("escape")
    assert reader.app.screen is screen
    assert "un texte précieux" in reader.text
    blocked.unlink()
    await until(reader, lambda: "un texte précieux" in [draft.text for draft in drafts_of(reader)])
    await until(reader, lambda: "enregistré" in screen.query_one("#compose-said", Told).text)
    await reader.press("escape")
    assert isinstance(reader.app.screen, LibraryScreen)


async def test_a_signal_saves_what_was_typed_last(tmp_path: Path) -> None:
    async with open_reader(tmp_path, fill=newspapers, settings=QUIET) as driven:
        await write_on(driven)
        await driven.pilot.press("a", "b", "c")
        driven.app.end(15)
        assert [draft.text for draft in drafts_of(driven)] == ["abc"]


async def test_a_signal_with_a_full_disk_puts_the_text_elsewhere(tmp_path: Path) -> None:
    async with open_reader(tmp_path, fill=newspapers, settings=QUIET) as driven:
        await write_on(driven)
        (tmp_path / "data" / "drafts").write_text("")
        await driven.pilot.press("a", "b", "c")
        driven.app.end(15)
        (rescued,) = (tmp_path / "data").glob("sahelreader-*.txt")
        assert rescued.read_text(encoding="utf-8") == "abc"


async def test_a_broken_library_does_not_keep_one_from_writing_on(reader: Driven) -> None:
    await write_on(reader)
    await typed(reader, "avant")
    await reader.press("escape")
    draft_id = drafts_of(reader)[0].id
    reader.app.context.library.close()
    screen = ComposeScreen(reader.app.context, draft_id=draft_id)
    reader.app.push_screen(screen)
    await reader.settle()
    await typed(reader, " et après")
    await reader.press("escape")
    assert [draft.text for draft in drafts_of(reader)] == ["avant et après"]


# the last look, and after


async def test_from_the_text_to_the_outbox_by_keys_alone(reader: Driven) -> None:
    await write_on(reader, reply_to=comment_ids(reader)["2"])
    await typed(reader, "Le transport est cher.")
    await reader.press("ctrl+s")
    assert isinstance(reader.app.screen, ReviewScreen)
    assert "lefleuve.example" in reader.text
    # who signs is not known: it is asked
    await typed(reader, "Awa K.")
    await reader.press("enter")
    await typed(reader, "awa@courriel.example")
    await reader.press("enter", "enter")
    assert "Signé Awa K." in reader.text
    await reader.press("y")
    assert isinstance(reader.app.screen, LibraryScreen)
    (draft,) = drafts_of(reader)
    assert draft.state is State.QUEUED
    assert (draft.identity.name, draft.identity.email) == ("Awa K.", "awa@courriel.example")
    assert draft.target.parent_remote_id == "2"
    assert identity_for(reader.app.context.paths, FLEUVE).name == "Awa K."
    await reader.press("B")
    assert isinstance(reader.app.screen, OutboxScreen)
    assert "En attente d’envoi" in reader.text
    assert "Le transport est cher." in reader.text


async def test_it_is_not_queued_while_a_required_field_is_empty(reader: Driven) -> None:
    await write_on(reader)
    await typed(reader, "Bonjour")
    await reader.press("ctrl+s", "escape", "y")
    assert isinstance(reader.app.screen, ReviewScreen)
    assert isinstance(reader.app.screen.focused, Input)
    assert drafts_of(reader)[0].state is State.DRAFT


async def test_back_to_the_text_from_the_last_look(reader: Driven) -> None:
    screen = await write_on(reader)
    await typed(reader, "Bonjour")
    await reader.press("ctrl+s")
    await typed(reader, "Awa")
    await reader.press("escape", "e")
    assert reader.app.screen is screen
    await typed(reader, " !")
    await reader.press("escape")
    (draft,) = drafts_of(reader)
    assert (draft.text, draft.identity.name) == ("Bonjour !", "Awa")


async def test_kept_discarded_and_brought_back(reader: Driven) -> None:
    await write_on(reader)
    await typed(reader, "Bonjour")
    await reader.press("ctrl+s", "escape", "p")
    assert isinstance(reader.app.screen, LibraryScreen)
    assert [draft.state for draft in drafts_of(reader)] == [State.DRAFT]
    await write_on(reader)
    await reader.press("ctrl+s", "escape", "d")
    assert isinstance(reader.app.screen, LibraryScreen)
    assert drafts_of(reader) == ()
    await reader.press("u")
    assert [draft.text for draft in drafts_of(reader)] == ["Bonjour"]
    await write_on(reader)
    await reader.press("ctrl+s", "escape", "d")
    # another act, and undo is for that one; the outbox still brings the comment back
    await reader.press("s", "u")
    assert drafts_of(reader) == ()
    await reader.press("B", "u")
    assert [draft.text for draft in drafts_of(reader)] == ["Bonjour"]
    assert "Bonjour" in reader.text


async def test_an_empty_comment_is_not_looked_at(reader: Driven) -> None:
    screen = await write_on(reader)
    await reader.press("ctrl+s")
    assert reader.app.screen is screen


async def test_what_the_site_will_do_is_said_before(tmp_path: Path) -> None:
    async with open_reader(tmp_path, fill=newspapers, settings=QUIET, language="en") as driven:
        await _what_the_site_will_do(driven)


async def _what_the_site_will_do(reader: Driven) -> None:
    screen = await write_on(reader)
    await typed(reader, "https://a.example https://b.example")
    await until(reader, lambda: "2 links" in screen.query_one("#compose-said", Told).text)
    await reader.press("escape")
    closed = await write_on(reader, "https://wakat.example/eau/")
    await typed(reader, "Trop tard")
    await until(reader, lambda: "closed" in closed.query_one("#compose-said", Told).text)
    await reader.press("ctrl+s")
    assert isinstance(reader.app.screen, ReviewScreen)
    assert "closed" in reader.text


async def test_the_preview_is_what_the_site_shows(reader: Driven) -> None:
    await write_on(reader)
    await typed(reader, "<b>gras</b> <script>x</script>")
    await reader.press("ctrl+s")
    assert "gras x" in reader.text
    assert "<b>" not in reader.text


# the help of the field


async def test_accents_by_sequence_are_off_until_asked_for_and_can_be_undone(
    reader: Driven,
) -> None:
    screen = await write_on(reader)
    field = screen.query_one(Writing)
    await reader.press("e", "apostrophe")
    assert field.text == "e'"
    await reader.press("ctrl+g", "backspace", "apostrophe")
    assert field.text == "é"
    await reader.press("ctrl+z")
    assert field.text == "e'"
    await reader.press("space", "grave_accent", "e", "apostrophe")
    assert field.text == "e' `e'"


async def test_typography_on_request_is_one_edit(reader: Driven) -> None:
    screen = await write_on(reader)
    field = screen.query_one(Writing)
    await typed(reader, "L'eau ?")
    await reader.press("ctrl+t")
    assert field.text == "L’eau\u202f?"
    await reader.press("ctrl+z")
    assert field.text == "L'eau ?"


async def test_a_name_longer_than_the_site_takes_is_said(reader: Driven) -> None:
    screen = await write_on(reader)
    await typed(reader, "x")
    screen.query_one("#sign-author", Input).value = "é" * 123
    await until(reader, lambda: "245" in screen.query_one("#compose-said", Told).text)


@pytest.mark.parametrize(
    "text", ["\x1b[31m[/b]", "[@click=app.leave]x[/]", "\u202egauche", "a" * 3000]
)
async def test_hostile_words_are_shown_and_never_obeyed(tmp_path: Path, text: str) -> None:
    def fill(library: Library) -> None:
        made, thread = hostile(text)
        store(library, add_site(library, text, FLEUVE), (made,), thread)

    async with open_reader(tmp_path, fill=fill, settings=QUIET) as driven:
        await driven.press("enter", "enter", "r")
        assert isinstance(driven.app.screen, ComposeScreen)
        await driven.press("ctrl+r")
        await typed(driven, "réponse")
        await driven.press("ctrl+s")
        assert isinstance(driven.app.screen, ReviewScreen)
        assert "\x1b" not in driven.text
        assert "\u202e" not in driven.text
        await driven.press("escape", "p", "B")
        assert isinstance(driven.app.screen, OutboxScreen)
        assert "\x1b" not in driven.text


async def test_keys_that_come_in_one_burst_go_where_they_should(reader: Driven) -> None:
    # a slow line delivers many keys at once: none may land in the field before
    await write_on(reader)
    keys = [*"Bonjour", "ctrl+s", *"Awa", "enter", *"awa@courriel.example", "enter", "enter", "y"]
    for key in keys[:8]:
        reader.app.post_message(_key(key))
    await reader.settle()
    for key in keys[8:]:
        reader.app.post_message(_key(key))
    await reader.settle()
    (draft,) = drafts_of(reader)
    assert draft.state is State.QUEUED
    assert (draft.identity.name, draft.identity.email) == ("Awa", "awa@courriel.example")


def _key(key: str) -> events.Key:
    return events.Key(
        key if len(key) > 1 else _character_to_key(key), key if len(key) == 1 else None
    )


@pytest.mark.parametrize("size", [(40, 12), (80, 12), (20, 10)])
async def test_on_a_small_screen_the_text_and_then_the_fields_show(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with open_reader(tmp_path, fill=newspapers, settings=QUIET, size=size) as driven:
        await write_on(driven)
        await typed(driven, "Bonjour")
        assert "Bonjour" in driven.text
        await driven.press("ctrl+s")
        screen = driven.app.screen
        assert isinstance(screen, ReviewScreen)
        field = screen.focused
        assert isinstance(field, Input)
        assert screen.region.contains_region(field.region)
        await typed(driven, "Awa")
        assert "Awa" in driven.text


async def test_what_is_pasted_is_made_safe_and_never_too_long(reader: Driven) -> None:
    screen = await write_on(reader)
    field = screen.query_one(Writing)
    for text in ("un\x1b[2J\u202edeux\tx", "a" * (LIMIT + 1), " trois"):
        reader.app.post_message(events.Paste(text))
        await reader.settle()
    assert field.text == "un[2Jdeux    x trois"
    assert "trop long" in reader.text
    await reader.press("ctrl+z")
    assert field.text == "un[2Jdeux    x"
