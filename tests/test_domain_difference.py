"""What a site changed: nothing is lost of either text, typography is no change, and no text takes long."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sahelreader.domain.difference import Change, Kind, Passage, difference, passages, words
from sahelreader.domain.document import (
    Block,
    Code,
    Document,
    Embed,
    Figure,
    Heading,
    ListBlock,
    Paragraph,
    Quotation,
    Related,
    Rule,
    Span,
    Table,
)

texts = st.text(st.sampled_from("ab é’'-,;«»\u202f\u00a00123"), max_size=40)


def said(before: str, after: str) -> str:
    marks = {Kind.SAME: "{}", Kind.ADDED: "[+{}]", Kind.REMOVED: "[-{}]"}
    return "".join(
        marks[piece.kind].format(piece.text.strip()) + " " for piece in words(before, after)
    )


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(texts, texts)
def test_both_texts_are_in_the_difference(before: str, after: str) -> None:
    pieces = words(before, after)
    new = "".join(piece.text for piece in pieces if piece.kind is not Kind.REMOVED)
    assert squeezed(new) == squeezed(after)
    old = "".join(piece.text for piece in pieces if piece.kind is not Kind.ADDED)
    # what is the same is shown as it is now
    plain = str.maketrans({"’": "'", "«": '"', "»": '"'})
    assert squeezed(old).translate(plain) == squeezed(before).translate(plain)


@given(st.lists(st.builds(Passage, st.sampled_from(("text", "item", "title")), texts), max_size=6),
       st.lists(st.builds(Passage, st.sampled_from(("text", "item", "title")), texts), max_size=6))  # fmt: skip
def test_every_passage_is_in_one_change(before: list[Passage], after: list[Passage]) -> None:
    changes = difference(before, after)
    new = [item for item in changes if item.kind is not Kind.REMOVED]
    assert len(new) == len(after)
    assert len(changes) - sum(item.kind is Kind.ADDED for item in changes) == len(before)
    assert [item.role for item in new] == [item.role for item in after]


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("Le sac a perdu deux mille francs.", "Le sac a perdu trois mille francs.",
         "Le sac a perdu [-deux] [+trois] mille francs. "),
        ("Le maire l'a dit.", "Le maire l’a dit.", "Le maire l’a dit. "),
        ("Qui le lit ?", "Qui le lit\u202f?", "Qui le lit\u202f? "),
        ("Il vaut 21 000 F.", "Il vaut 22\u202f000 F.", "Il vaut [-21 000] [+22\u202f000] F. "),
        ("Il vaut 21 000 F.", "Il vaut 21\u202f000 F.", "Il vaut 21\u202f000 F. "),
        ("l’aube", "l’aurore", "l’ [-aube] [+aurore] "),
        # the word that stayed between two that did not is drawn in
        ("Issa et Awa parlent", "Moussa et Fanta parlent", "[-Issa et Awa] [+Moussa et Fanta] parlent "),
        ("", "Une phrase.", "[+Une phrase.] "),
    ],
)  # fmt: skip
def test_a_change_as_one_reads_it(before: str, after: str, shown: str) -> None:
    assert said(before, after) == shown


def test_a_passage_that_moved_down_is_not_a_rewritten_article() -> None:
    old = [Passage("text", text) for text in ("Un début.", "Le milieu du texte.", "La fin.")]
    new = [old[0], Passage("text", "Correction de la rédaction."), *old[1:]]
    kinds = [change.kind for change in difference(old, new)]
    assert kinds == [Kind.SAME, Kind.ADDED, Kind.SAME, Kind.SAME]


def test_a_rewritten_passage_stays_one_and_another_is_told_apart() -> None:
    old = [
        Passage("text", "Le bac de Ségou est à quai depuis lundi."),
        Passage("text", "Rien à dire ici."),
    ]
    new = [
        Passage("text", "Le bac de Ségou est reparti mardi."),
        Passage("text", "Tout autre chose, vraiment."),
    ]
    found = difference(old, new)
    assert [change.kind for change in found] == [None, Kind.REMOVED, Kind.ADDED]


def test_an_article_as_passages() -> None:
    body = Document((
        Paragraph((Span("Un "), Span("mot"))),
        Quotation((Paragraph((Span("On respire."),)),), (Span("une vendeuse"),)),
        ListBlock(((Paragraph((Span("Mopti"),)),), (Paragraph((Span("Gao"),)),))),
        Figure("https://j.example/p.jpg", caption="Le bac", credit="A. Sow"),
    ))  # fmt: skip
    found = passages("Titre", ("Awa",), body, ("mil",))
    assert [(item.role, item.text) for item in found] == [
        ("title", "Titre"), ("byline", "Awa"), ("text", "Un mot"), ("quote", "On respire."),
        ("source", "une vendeuse"), ("item", "Mopti"), ("item", "Gao"), ("figure", "Le bac © A. Sow"),
        ("tags", "mil"),
    ]  # fmt: skip


def test_every_kind_of_block_has_its_passages() -> None:
    cell = (Span("250 francs"),)
    body = Document((
        Heading(2, (Span("Les prix"),)),
        Table(((cell, cell),), ((Span("mil"),), (Span("riz"),)), "Au marché"),
        Code("x = 1\ny = 2"),
        Embed("Le film", "https://j.example/film"),
        Related("Le puits", "https://j.example/puits"),
        Rule(),
        Figure("https://j.example/p.jpg", alt="Le bac"),
    ))  # fmt: skip
    assert [(item.role, item.text) for item in passages("", (), body)] == [
        ("heading", "Les prix"), ("figure", "Au marché"), ("row", "mil | riz"), ("row", "250 francs | 250 francs"),
        ("code", "x = 1"), ("code", "y = 2"), ("figure", "Le film https://j.example/film"),
        ("related", "Le puits"), ("figure", "Le bac"),
    ]  # fmt: skip


def test_quotations_in_quotations_end_somewhere() -> None:
    block: Block = Paragraph((Span("Oui."),))
    for _level in range(200):
        block = Quotation((block,))
    assert passages("", (), Document((block,))) == ()


def test_no_two_texts_take_long() -> None:
    """A site chooses both texts: repeated words, and nothing in common."""
    began = time.process_time()
    for before, after in (
        ("a b " * 20_000, "b a " * 20_000),
        (" ".join(map(str, range(20_000))), " ".join(map(str, range(50_000, 70_000)))),
        ("mil " * 40_000, "mil " * 20_000),
    ):
        assert words(before, after)
    many = [Passage("text", f"Le numéro {number} de la liste.") for number in range(3_000)]
    other = [Passage("text", f"Un numéro {number + 9_000} de la liste.") for number in range(3_000)]
    changes: tuple[Change, ...] = difference(many, other)
    assert len(changes) >= 3_000
    strange = [
        Passage("text", f"Zebu{number} kora{number} tama{number}") for number in range(3_000)
    ]
    assert len(difference(many, strange)) == 6_000
    assert time.process_time() - began < 6
