"""A copied page line by line: heads without a byline, wrapped lines, other articles, threads of other shapes."""

from __future__ import annotations

import textwrap
from datetime import UTC, datetime

import pytest

from sahelreader.domain.article import RelatedLink
from sahelreader.domain.document import Paragraph, plain
from sahelreader.parse.copied_text import language_of, read
from sahelreader.parse.copied_thread import read_thread
from sahelreader.parse.copied_words import byline, count_of, field_of
from sahelreader.parse.document import document
from sahelreader.parse.extract import ExtractedPage

NOW = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)
TITLE = "Le bac du fleuve repart après trois semaines"
A = (
    "Le bac a repris ses traversées ce matin, et les marchands attendaient déjà sur la rive avec "
    "leurs sacs de mil, leurs chèvres et leurs vélos, dans le froid d’avant le lever du soleil."
)
B = (
    "Le moteur avait été envoyé dans la capitale pour y être réparé, et il a fallu attendre la pièce "
    "venue de loin, que personne ne voulait payer avant de l’avoir vue de ses propres yeux."
)


def taken(*lines: str) -> ExtractedPage:
    found = read("\n".join(lines), NOW)
    assert found is not None
    return found


def texts(found: ExtractedPage) -> list[str]:
    return [
        plain(block.spans)
        for block in document(found.article.html).blocks
        if isinstance(block, Paragraph)
    ]


# --- the head -------------------------------------------------------------------------------------


def test_a_standfirst_between_headline_and_byline_is_text() -> None:
    standfirst = "Trois semaines durant, on a traversé en pirogue, au prix fort et au péril des marchandises de chacun."
    found = taken(TITLE, "", standfirst, "", "Par Awa Sow", "3 novembre 2026", "", A, "", B)
    assert found.article.title == TITLE
    assert found.article.authors == ("Awa Sow",)
    assert texts(found) == [standfirst, A, B]


def test_a_name_alone_beside_the_day_is_the_author() -> None:
    found = taken(TITLE, "", "Awa Sow", "3 novembre 2026", "", A, "", B)
    assert found.article.authors == ("Awa Sow",)
    assert found.article.published == datetime(2026, 11, 3, tzinfo=UTC)


def test_a_caption_first_in_the_body_is_the_lead() -> None:
    found = taken(TITLE, "", A, "Le bac au départ © Oumar Ba", B)
    assert texts(found) == [A, B]
    assert found.article.lead is not None
    assert (found.article.lead.caption, found.article.lead.credit) == ("Le bac au départ", "© Oumar Ba")  # fmt: skip


def test_a_long_sentence_is_no_headline() -> None:
    long = A + " " + B
    found = taken(TITLE, "", long, "", "Par Awa Sow", "", A, "", B)
    assert found.article.title == TITLE


# --- the body -------------------------------------------------------------------------------------


def wrapped(text: str, width: int = 76) -> list[str]:
    return textwrap.wrap(text, width)


def test_lines_of_a_mail_are_put_together_again() -> None:
    found = taken(TITLE, "Par Awa Sow", "", *wrapped(A), "", *wrapped(B), "• le mil", "• le sorgho", "", *wrapped(A))  # fmt: skip
    assert texts(found) == [A, B, A]
    assert "<li>" in found.article.html


def test_other_articles_within_the_text_are_apart_from_it() -> None:
    found = taken(TITLE, "Par Awa Sow", "", A, "Articles similaires", "Le prix du mil", "", B, "Articles similaires", "Le puits", "Le marché")  # fmt: skip
    assert texts(found) == [A, B]
    assert RelatedLink("Le prix du mil", "") in found.article.related


def test_other_articles_before_the_tags_end_the_text() -> None:
    found = taken(TITLE, "Par Awa Sow", "", A, B, "Articles similaires", "Le prix du mil", "Tags : fleuve, bac, , Fleuve", "1 commentaire")  # fmt: skip
    assert texts(found) == [A, B]
    assert found.article.tags == ("fleuve", "bac")
    assert found.article.comment_count == 1


def test_the_box_about_the_author_says_who_wrote_it() -> None:
    found = taken(TITLE, "3 novembre 2026", "", A, B, "Partager", "Par Awa Sow", "Commentaires", "• Oumar Ba dit :", "Enfin !")  # fmt: skip
    assert found.article.authors == ("Awa Sow",)
    assert [comment.author for comment in found.comments] == ["Oumar Ba"]


def test_related_lines_and_one_with_nothing_behind_it() -> None:
    found = taken(TITLE, "Par Awa Sow", "", A, "Lire aussi : Le prix du mil", "Lire aussi : « »", B)
    assert [link.title for link in found.article.related] == ["Le prix du mil"]
    assert texts(found) == [A, B]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("le bac et la rive", ""), (A, "fr"), ("the boat and the bank of the river", "en"), ("", "")],
)
def test_the_language_of_a_text(text: str, expected: str) -> None:
    assert language_of(text) == expected


# --- threads --------------------------------------------------------------------------------------


def thread(*lines: str) -> list[tuple[str, str, str]]:
    comments = read_thread(list(lines), NOW)
    names = {comment.remote_id: comment.author for comment in comments}
    return [
        (one.author, names.get(one.parent_remote_id, ""), plain_text(one.html)) for one in comments
    ]


def plain_text(html: str) -> str:
    return " ".join(
        plain(block.spans) for block in document(html).blocks if isinstance(block, Paragraph)
    )


def test_threads_without_bullets() -> None:
    assert thread(
        "3 commentaires sur l’article", "", "Awa Sow dit : Enfin !", "", "3 novembre 2026 à 10h12", "Répondre", "    Oumar Ba dit :", "    4 novembre 2026", "    Oui, enfin."
    ) == [("Awa Sow", "", "Enfin ! 3 novembre 2026 à 10h12"), ("Oumar Ba", "Awa Sow", "Oui, enfin.")]  # fmt: skip


def test_threads_of_names_above_their_day() -> None:
    assert thread(
        "• Awa Sow", "3 novembre 2026", "Enfin !", "• un bac neuf", "• Oumar Ba", "", "4 novembre 2026", "Oui.", "◦ Bira", "4 novembre 2026", "Non."
    ) == [("Awa Sow", "", "Enfin ! • un bac neuf"), ("Oumar Ba", "", "Oui."), ("Bira", "Oumar Ba", "Non.")]  # fmt: skip


# --- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Par Awa Sow", "Awa Sow"),
        ("Par Awa Sow | Le Fleuve", "Awa Sow"),
        ("Par exemple", ""),
        ("Par Awa Sow.", ""),
        ("Par un deux trois quatre cinq six sept huit neuf", ""),
    ],
)
def test_bylines(line: str, expected: str) -> None:
    assert byline(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("3 commentaires", 3),
        ("Un commentaire", 1),
        ("Aucun commentaire", 0),
        ("Commentaires (4)", 4),
        ("Commentaires", None),
        ("Rien de cela", None),
    ],
)
def test_counts(line: str, expected: int | None) -> None:
    assert count_of(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Nom *", ("author", True)),
        ("Site web", ("url", False)),
        ("Adresse de messagerie (obligatoire)", ("email", True)),
        ("Couleur", ("", False)),
    ],
)
def test_fields(line: str, expected: tuple[str, bool]) -> None:
    assert field_of(line) == expected
