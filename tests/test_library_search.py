"""Finding: a judged set of queries over a small library, snippets, and what makes no sense."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

import pytest

from sahelreader.domain.article import Article, Comment, CommentBatch, Page
from sahelreader.domain.site import Found, SourceKind
from sahelreader.library import Library, articles, indexing, marks, search, sites

HERE = Path(__file__).parent / "fixtures" / "search"
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


class Judged:
    """The fixture library, and its articles by slug."""

    def __init__(self, path: Path) -> None:
        raw: dict[str, Any] = tomllib.loads((HERE / "articles.toml").read_text("utf-8"))
        self.library = Library.open(path, now=NOW)
        write = self.library.write_now
        numbers = []
        for item in raw["site"]:
            found = Found(item["url"], item["name"], SourceKind.WORDPRESS, item["url"] + "wp-json/")
            numbers.append(write(sites.add, found, NOW).id)
            write(sites.move, numbers[-1], item["folder"])
        self.slugs: dict[int, str] = {}
        for item in raw["article"]:
            site = numbers[item["site"]]
            (number,) = write(articles.store_page, site, _page(item), NOW).new_ids
            self.slugs[number] = item["slug"]
        by_slug = {slug: number for number, slug in self.slugs.items()}
        write(marks.set_read, [by_slug["ecoles"]], True, NOW)
        write(marks.set_saved, [by_slug["mil"]], True, NOW)

    def find(self, query: str, **named: Any) -> list[str]:
        found = self.library.read_now(search.search, query, None, NOW, **named)
        return [self.slugs[number] for number in found]


def _page(item: dict[str, Any]) -> Page:
    when = NOW - timedelta(days=item["days"], hours=-1)
    said = tuple(
        Comment(f"{item['slug']}{index}", "", author, when, f"<p>{escape(text)}</p>")
        for index, (author, text) in enumerate(item.get("comments", ()))
    )
    article = Article(
        remote_id=item["slug"],
        url=f"https://example.example/{item['slug']}/",
        title=item["title"],
        authors=tuple(item["authors"]),
        published=when,
        html=f"<p>{escape(item['text'], quote=False)}</p>",
        tags=tuple(item["tags"]),
        comment_count=len(said),
    )
    return Page((article,), (CommentBatch(item["slug"], said),))


def judgements() -> list[tuple[str, set[str]]]:
    found = []
    for line in (HERE / "queries.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            query, _arrow, slugs = line.partition("=>")
            found.append((query.strip(), set(slugs.split())))
    return found


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judged]:
    made = Judged(tmp_path_factory.mktemp("judged") / "library.db")
    yield made
    made.library.close()


def test_the_judged_set_is_large_enough() -> None:
    assert len(judgements()) >= 120


@pytest.mark.parametrize(("query", "wanted"), judgements())
def test_query_finds_what_a_person_means(judged: Judged, query: str, wanted: set[str]) -> None:
    assert set(judged.find(query)) == wanted


def test_newest_come_first_and_the_likeliest_when_asked(judged: Judged) -> None:
    assert judged.find("tag:sport") == ["foot", "basket"]
    # "eau" is in the headline of one, further down in the others
    assert judged.find("eau")[-1] == "riz"
    assert judged.find("eau tri:pertinence")[0] == "eau"
    assert judged.find("eau sort:date") == judged.find("eau")


def test_limit_and_everything(judged: Judged) -> None:
    assert len(judged.find("")) == len(judged.slugs)
    found = judged.library.read_now(search.search, "", 3, NOW)
    assert [judged.slugs[number] for number in found] == ["ecoles", "armee", "oeuvre"]
    assert not judged.library.read_now(search.search, "eau", 0, NOW)


def test_a_word_being_typed_finds_what_it_may_become(judged: Judged) -> None:
    for beginning in ("orpai", "orp", "orpaill", "orpaillage"):
        assert judged.find(beginning, typing=True) == ["or"], beginning
    assert judged.find("orp") == []
    # a finished word keeps finding its kin
    assert judged.find("élèves", typing=True)[0] == "ecoles"
    assert set(judged.find("eleve", typing=True)) == {"ecoles", "presidente"}


@pytest.mark.parametrize(
    "query",
    [
        "!!!", "\"", "«", "-", "- -", ":", "::::", "site:", "is:", "auteur:", "est:perdu", "in:nowhere",
        "since:yesterday", "newer:x", "newer:99999y", "sort:colour", "AND OR NOT", "NEAR(a b)", "a* b* c*", "*",
        "title:*", "' OR 1=1 --", "\x00\x1b[2J", "\ud800", "𝕏𝕐", "‮abc", "(((", "{title} : x", "^mali", "mali^2", "+",
        "before:0000-00-00", "before:9999-12-31", "since:2026-13-45", "older:0d", "-is:unread -is:read", "tag:!!!",
        "site:%", "dossier:*", "x" * 10_000, "mot " * 3_000, "\"" * 500, "é" * 3_000, "-mali", "-\"de la\"", "--mali",
    ],
)  # fmt: skip
def test_nonsense_never_raises(judged: Judged, query: str) -> None:
    for typing in (False, True):
        found = judged.library.read_now(search.search, query, 50, NOW, typing=typing)
        judged.library.read_now(search.snippets, found, query)
        comments = judged.library.read_now(search.search, f"in:comments {query}", 50, NOW)
        judged.library.read_now(search.snippets, comments, f"in:comments {query}")
    assert isinstance(search.wrong(query), str)


@pytest.mark.parametrize(
    "query",
    ["!!!", "is:lost", "in:nowhere", "since:yesterday", "sort:colour", "mot " * 100, "x" * 5_000],
)
def test_what_makes_no_sense_is_said(query: str) -> None:
    assert search.wrong(query)
    assert search.wrong("mali is:unread since:2026-11-01 newer:3d in:comments") == ""


def test_exclusion_alone(judged: Judged) -> None:
    everything = set(judged.slugs.values())
    assert set(judged.find("-eau")) == everything - {"ndjamena", "eau", "riz"}
    with_comments = set(judged.find("in:comments -illégale est:commenté"))
    assert with_comments == {"ecoles", "mil", "hopital"}
    assert set(judged.find("-is:unread")) == {"ecoles"}


def test_snippet_shows_the_hit_as_it_is_written(judged: Judged) -> None:
    for query, hits in (
        ("oeuvre", ["œuvres", "œuvre"]),
        ("Ndjamena", ["N'Djamena"]),
        ("eleve", ["élève"]),
        ('"francs CFA"', ["francs CFA"]),
        ("orpai*", ["orpailleurs"]),
        ("in:comments illegale", ["illégale"]),
    ):
        ids = judged.library.read_now(search.search, query, 1, NOW)
        snippet = judged.library.read_now(search.snippets, ids, query)[ids[0]]
        assert [text for text, hit in snippet.parts if hit] == hits, query
        assert snippet.text == "".join(text for text, _hit in snippet.parts)
    assert judged.library.read_now(search.snippets, [1], "is:unread") == {}
    assert judged.library.read_now(search.snippets, [99_999], "eau") == {}


def test_snippet_of_a_long_text_is_cut_around_the_hits() -> None:
    from sahelreader.library.query import parse
    from sahelreader.library.snippet import LENGTH, cut

    text = "Rien ici. " * 200 + "Le fleuve Niger monte à Gao. " + "Encore rien. " * 200
    snippet = cut(text, parse("fleuve gao").terms)
    assert snippet is not None
    assert [part for part, hit in snippet.parts if hit] == ["fleuve", "Gao"]
    assert len(snippet.text) <= LENGTH + 2
    assert snippet.text.startswith("…")
    assert snippet.text.endswith("…")
    assert cut("   ", parse("x").terms) is None
    beginning = cut(text, parse("absent").terms)
    assert beginning is not None
    assert not any(hit for _part, hit in beginning.parts)


def test_drafts_are_matched_by_the_same_words() -> None:
    texts = [("a", "Les élèves de l’école"), ("b", "N’Djaména sous l’eau"), ("c", "")]
    assert search.matches("in:drafts eleve", texts) == ["a"]
    assert search.matches("ndjamena -fleuve", texts) == ["b"]
    assert search.matches('"sous l\'eau"', texts) == ["b"]
    assert search.matches("-ecole", texts) == ["b", "c"]


def test_index_follows_a_change_and_a_removal(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library.db", now=NOW)
    found = Found("https://a.example/", "A", SourceKind.WORDPRESS, "https://a.example/wp-json/")
    site = library.write_now(sites.add, found, NOW)
    article = Article("1", "https://a.example/1", "Le barrage", html="<p>Eau du fleuve</p>")
    library.write_now(articles.store_page, site.id, Page((article,)), NOW)
    changed = Article("1", "https://a.example/1", "La digue", html="<p>Sable du désert</p>")
    library.write_now(articles.store_page, site.id, Page((changed,)), NOW)

    def count(query: str) -> int:
        return len(library.read_now(search.search, query, None, NOW))

    assert (count("barrage"), count("fleuve"), count("digue"), count("désert")) == (0, 0, 1, 1)
    library.write_now(sites.remove, site.id)
    assert count("digue") == 0
    assert library.write_now(marks.undo) is not None
    assert count("digue") == 1
    library.close()


def test_inline_tags_do_not_part_a_word(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library.db", now=NOW)
    found = Found("https://a.example/", "A", SourceKind.WORDPRESS, "https://a.example/wp-json/")
    site = library.write_now(sites.add, found, NOW)
    html = '<p><strong>L</strong>’armée &amp; le <a href="https://x.example/a">pont</a></p><p>de Gao</p>'
    article = Article("1", "https://a.example/1", "Titre", html=html)
    library.write_now(articles.store_page, site.id, Page((article,)), NOW)
    for query in ("armée", "pont", '"pont de Gao"'):
        assert len(library.read_now(search.search, query, None, NOW)) == 1, query
    for query in ("strong", "href", "amp", "example"):
        assert not library.read_now(search.search, query, None, NOW), query
    library.close()


@pytest.mark.parametrize("seed", range(6))
def test_hits_are_those_that_every_word_looked_at_would_give(seed: int) -> None:
    from sahelreader.library import snippet
    from sahelreader.library.query import Term

    dice, fold = random.Random(seed), indexing.folder()
    vocabulary = [
        "mil",
        "l’armée",
        "porte-parole",
        "—",
        "(eau)",
        "eau/mil",
        "prix:",
        "N’Djamena,",
        "«",
        "armées",
    ]
    for _text in range(80):
        text = " ".join(dice.choices(vocabulary, k=dice.randrange(1, 60)))
        terms = []
        for _term in range(dice.randrange(1, 4)):
            tokens = fold(" ".join(dice.choices(vocabulary, k=dice.randrange(1, 4)))).split()
            prefix = bool(tokens) and dice.random() < 0.4
            if prefix:
                tokens[-1] = tokens[-1][:2]
            terms.append(Term(tuple(tokens), "", False, prefix))
        words = fold.spans(text)
        wanted, at = [], 0
        while at < len(words):
            length = max(_stands(words, at, term.tokens, term.prefix) for term in terms)
            if length:
                wanted.append((words[at][1], words[at + length - 1][2]))
            at += max(1, length)
        assert snippet.find(text, terms) == wanted, (text, terms)


def _stands(
    words: list[tuple[str, int, int]], at: int, tokens: tuple[str, ...], prefix: bool
) -> int:
    there = [word for word, _, _ in words[at : at + len(tokens)]]
    if prefix and len(there) == len(tokens):
        there[-1] = there[-1][: len(tokens[-1])]
    return len(tokens) if tokens and there == list(tokens) else 0
