"""Every state and every reason has its sentence, in both languages; foresight says what a site will say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sahelreader import i18n
from sahelreader.delivery import sentence
from sahelreader.delivery.foresight import foresee
from sahelreader.delivery.judging import judge
from sahelreader.delivery.likeness import holds, same_words, search_words
from sahelreader.delivery.plan import check_due, order, retry_pause, spacing_left
from sahelreader.delivery.reasons import Reason
from sahelreader.domain.article import Article, CommentForm
from sahelreader.domain.draft import Draft, Identity, State, Target
from sahelreader.domain.outcome import Fetched, Problem, Refused
from sahelreader.library.rows import StoredArticle
from tests.delivering import SIGNED, START

TARGET = Target("https://m.example/", "https://m.example/a/", "La crue", "7",
                endpoint="https://m.example/wp-comments-post.php")  # fmt: skip
DRAFT = Draft("20261124-080000-aaaa", TARGET, "Bonjour.", SIGNED, START, START)
STORED = StoredArticle(
    1, 1, "https://m.example/", "M", Article("7", "https://m.example/a/", "La crue")
)


@pytest.fixture(params=["fr", "en"])
def language(request: pytest.FixtureRequest) -> object:
    i18n.use(request.param)
    yield request.param
    i18n.use("en")


def test_every_state_and_reason_has_a_sentence_of_its_own(language: str) -> None:
    said: dict[str, str] = {}
    for reason in Reason:
        draft = replace(DRAFT, state=State.REFUSED, error=reason, error_detail="mali.example")
        text = sentence(draft, START)
        assert "_" not in text, "a code is no sentence"
        first = text.split(". ")[0]
        assert first not in said.values() or reason is Reason.CANNOT_CHECK, (reason, first)
        said[reason] = first
    for state in State:
        text = sentence(replace(DRAFT, state=state, error="cut" if state in (State.RETRY, State.IN_DOUBT, State.REFUSED) else ""), START)  # fmt: skip
        assert text.endswith((".", ")")), text
        assert "%" not in text
    unknown = sentence(replace(DRAFT, state=State.REFUSED, error="of_a_later_version"), START)
    assert "of_a_later_version" in unknown


def test_times_to_come_are_said(language: str) -> None:
    later = replace(
        DRAFT, state=State.RETRY, error="flood", next_attempt=START + timedelta(minutes=7)
    )
    assert "7" in sentence(later, START)
    much = replace(later, next_attempt=START + timedelta(hours=5))
    assert "13:00" in sentence(much, START)


def test_what_a_site_says_is_quoted_and_harmless(language: str) -> None:
    draft = replace(
        DRAFT, state=State.REFUSED, error="not_taken", error_detail="Non\x1b]52;c;x\x07\n[b]"
    )
    text = sentence(draft, START)
    assert "Non" in text
    assert not any(ord(char) < 32 for char in text)


def codes(draft: Draft, stored: StoredArticle | None = STORED) -> list[str]:
    return [warning.code for warning in foresee(draft, stored)]


def test_foresight(language: str) -> None:
    assert codes(DRAFT) == []
    assert codes(replace(DRAFT, text=" \n")) == ["empty"]
    assert codes(replace(DRAFT, text="é" * 32_763)) == ["text_long"]
    assert codes(replace(DRAFT, text="é" * 32_762)) == []
    assert codes(replace(DRAFT, text="http://a http://b")) == ["links"]
    assert codes(replace(DRAFT, identity=Identity())) == ["no_name", "no_email"]
    assert codes(replace(DRAFT, identity=Identity("é" * 123, "a@b.ml"))) == ["name_long"]
    for wrong in ("a", "a@b", "é@b.ml", "a b@c.ml", "a@b.ml, c@d.ml"):
        assert codes(replace(DRAFT, identity=Identity("Z", wrong))) == ["bad_email"], wrong
    closed = replace(STORED, article=replace(STORED.article, comments_open=False))
    assert codes(DRAFT, closed) == ["closed"]
    gone = replace(closed, gone_at=START)
    assert codes(DRAFT, gone) == ["article_gone"]
    for minutes, expected in ((-1, []), (1, ["article_changed"])):
        changed = replace(STORED, edited_at=DRAFT.created + timedelta(minutes=minutes))
        assert codes(DRAFT, changed) == expected
    form = CommentForm("https://m.example/x", account_required=True)
    assert codes(DRAFT, replace(STORED, article=replace(STORED.article, form=form))) == ["account"]
    public = CommentForm("https://m.example/x", email_published=True)
    assert codes(DRAFT, replace(STORED, article=replace(STORED.article, form=public))) == [
        "email_published"
    ]
    for warning in foresee(replace(DRAFT, text="", identity=Identity()), gone):
        assert "%" not in warning.sentence()
        assert warning.sentence() != warning.code


def test_an_unencrypted_site_is_said_before_sending() -> None:
    plain = replace(TARGET, endpoint="http://m.example/wp-comments-post.php")
    assert codes(replace(DRAFT, target=plain)) == ["unencrypted"]
    home = replace(TARGET, endpoint="http://127.0.0.1:8080/wp-comments-post.php")
    assert codes(replace(DRAFT, target=home)) == []


# -- pure parts --------------------------------------------------------------------------------------------------------


@given(
    st.integers(100, 599),
    st.dictionaries(
        st.sampled_from(["location", "retry-after", "content-type"]), st.text(max_size=40)
    ),
    st.binary(max_size=200),
)
def test_no_answer_is_too_strange_to_judge(
    status: int, headers: dict[str, str], body: bytes
) -> None:
    if status >= 400:
        judge(Refused(Problem.REFUSED, status, headers, body, ""), TARGET)
    else:
        judge(Fetched("", status, headers, body, 0), TARGET)


@pytest.mark.parametrize(
    ("written", "shown", "same"),
    [
        ('Il a dit "non"...', "Il a dit « non »…", True),
        ("l'eau -- ici", "l’eau — ici", True),
        ("5 < 6 && A&B", "5 < 6 && A&B", True),
        ("un <b>mot</b> gras", "un mot gras", True),
        ("💧💧", "💧💧", True),
        ("💧💧", "💧", False),
        ("Merci", "Merci beaucoup", False),
        ("Merci", "", False),
        ("Nous sommes d’accord avec tout ce qui est écrit plus haut :)",
         "Nous sommes d’accord avec tout ce qui est écrit plus haut 🙂", True),
        ("Nous ne sommes pas d’accord avec tout ce qui est écrit",
         "Nous ne sommes pas en accord avec rien de ce qui est dit", False),
    ],
)  # fmt: skip
def test_likeness(written: str, shown: str, same: bool) -> None:
    assert same_words(written, shown) is same


def test_a_short_comment_is_never_taken_for_part_of_another() -> None:
    assert not holds("Merci", "Ali", "Ali — Merci beaucoup")
    assert holds("Une phrase assez longue pour être reconnue.", "Ali", "Par Ali, à 8 h. Une phrase assez longue pour être reconnue. Répondre")  # fmt: skip


@given(st.text(max_size=120))
def test_words_to_search_for_stand_in_the_text(text: str) -> None:
    words = search_words(text)
    assert len(words) <= 50
    assert words in text


@given(st.integers(1, 40), st.none() | st.floats(0, 1e9))
def test_pauses_grow_within_bounds(attempts: int, asked: float | None) -> None:
    pause = retry_pause(replace(DRAFT, attempts=attempts), asked).total_seconds()
    assert 16 <= pause <= 86_400
    assert asked is None or pause >= min(asked, 86_400)
    assert asked is not None or pause >= min(60 * 2 ** (attempts - 1), 6 * 3600)


def test_spacing_is_never_longer_than_itself_even_when_the_clock_went_back() -> None:
    assert spacing_left([START], START + timedelta(seconds=5), 16) == 11
    assert spacing_left([START + timedelta(seconds=5)], START, 16) == 16
    assert spacing_left([START + timedelta(days=9)], START, 16) == 0
    assert spacing_left([], START, 16) == 0


def test_a_held_comment_is_looked_for_ever_more_rarely() -> None:
    held = replace(DRAFT, state=State.HELD, sent_at=START)
    looks, moment = 0, START
    while moment < START + timedelta(days=60):
        if check_due(held, moment):
            held = replace(held, checked=moment)
            looks += 1
        moment += timedelta(minutes=10)
    assert 40 < looks < 120


@given(st.permutations(range(6)), st.lists(st.integers(0, 5), min_size=6, max_size=6))
def test_a_reply_never_leaves_before_what_it_answers(turns: list[int], parents: list[int]) -> None:
    drafts = [
        replace(
            DRAFT, id=f"d{n}", queued=START + timedelta(seconds=turns[n]),
            target=replace(TARGET, parent_draft=f"d{parents[n]}" if parents[n] < n else ""),
        )
        for n in range(6)
    ]  # fmt: skip
    names = [draft.id for draft in order(drafts)]
    assert sorted(names) == sorted(draft.id for draft in drafts)
    for draft in drafts:
        if draft.target.parent_draft:
            assert names.index(draft.target.parent_draft) < names.index(draft.id)
