"""The outbox as a list and a card: what stands where, under which word, and what can be decided. Plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sahelreader import i18n
from sahelreader.domain.draft import Draft, Identity, State, Target
from sahelreader.drafts import Damaged
from sahelreader.screens.outbox_data import card, on_its_own, sections, state_phrase
from sahelreader.widgets.colours import ASCII_MARKS, Marks
from sahelreader.widgets.lines import Page

NOW = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
TARGET = Target("https://a.example/", "https://a.example/1", "Un article", "1")


@pytest.fixture(autouse=True)
def _french() -> Iterator[None]:
    i18n.use("fr")
    yield
    i18n.use("en")


def draft(number: int, state: State, **more: object) -> Draft:
    when = NOW - timedelta(hours=number)
    made = Draft(f"d{number}", TARGET, f"texte {number}", Identity("Awa"), when, when, state)
    return replace(made, **more)  # type: ignore[arg-type]


def test_what_needs_the_person_comes_first() -> None:
    drafts = [
        draft(1, State.PUBLISHED, sent_at=NOW),
        draft(2, State.HELD),
        draft(3, State.RETRY),
        draft(4, State.DRAFT),
        draft(5, State.REFUSED, error="closed"),
        draft(6, State.IN_DOUBT, error="ask_again"),
        draft(7, State.IN_DOUBT, error="no_answer"),
    ]
    damaged = [Damaged(Path("/x/drafts/a.toml"), "not UTF-8")]
    choices = sections(drafts, damaged, Marks(), NOW)
    shown = [choice.label if choice.value is None else choice.value for choice in choices]
    assert shown == [
        "À vous de décider · 2", "d5", "d6",
        "Brouillons · 1", "d4",
        "En attente d’envoi · 2", "d7", "d3",
        "Retenus par le site · 1", "d2",
        "Publiés · 1", "d1",
        "Fichiers illisibles, laissés tels quels", "file:/x/drafts/a.toml",
    ]  # fmt: skip


def test_nothing_is_lost_from_sight() -> None:
    drafts = [draft(number, state) for number, state in enumerate(State)]
    values = [choice.value for choice in sections(drafts, (), Marks(), NOW) if choice.value]
    assert sorted(values) == sorted(item.id for item in drafts)


@pytest.mark.parametrize("marks", [Marks(), ASCII_MARKS])
def test_every_state_has_a_word_and_a_sign_of_its_own(marks: Marks) -> None:
    choices = [
        choice
        for choice in sections([draft(1, state) for state in State], (), marks, NOW)
        if choice.value
    ]
    pairs = {(choice.mark, choice.detail.split(" ·")[0].split(" -")[0]) for choice in choices}
    assert len(pairs) == len(State)


def test_when_it_goes_next() -> None:
    later = NOW + timedelta(minutes=40)
    assert state_phrase(draft(1, State.RETRY, next_attempt=later), NOW) == "nouvel essai à 20:40"
    assert state_phrase(draft(1, State.QUEUED, not_before=later), NOW) == "part à 20:40"
    assert state_phrase(draft(1, State.RETRY, next_attempt=NOW), NOW) == "à réessayer"
    tomorrow = NOW + timedelta(days=1)
    assert "25" in state_phrase(draft(1, State.RETRY, next_attempt=tomorrow), NOW)


def test_the_card_says_all_of_it() -> None:
    target = replace(TARGET, parent_author="Moussa", parent_excerpt="À Djenné, non.")
    one = draft(1, State.REFUSED, target=target, text="un\n\ndeux", attempts=2)
    page = Page(60)
    card(one, "Refusé : parce que.", [("e", "y retravailler")], Marks(), NOW)(page)
    text = "\n".join(line.text for line in page.lines)
    for words in ("Refusé : parce que.", "Un article", "En réponse à Moussa", "un", "deux", "Awa",
                  "essais\u00a0: 2", "y retravailler"):  # fmt: skip
        assert words in text


def test_a_reply_whose_parent_is_gone_becomes_a_comment_with_a_quotation() -> None:
    target = replace(
        TARGET, parent_remote_id="4", parent_author="Moussa <b>", parent_excerpt="À Djenné, non."
    )
    alone = on_its_own(draft(1, State.DRAFT, target=target, reply_to=9))
    assert (alone.reply_to, alone.target.parent_remote_id, alone.target.parent_author) == (
        None, "", "",
    )  # fmt: skip
    assert alone.text == (
        "<blockquote>Moussa &lt;b&gt;\u00a0: À Djenné, non.</blockquote>\n\ntexte 1"
    )
    assert on_its_own(alone).text == alone.text
