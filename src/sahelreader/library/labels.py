"""Tags, categories and authors of articles, each name once, with how many articles it has (kept, not counted)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sahelreader.domain.article import Article
from sahelreader.library.folding import fold_label

#: of one article and kind; what is beyond is spam
MOST = 40


@dataclass(frozen=True, slots=True)
class Label:
    """KIND: tag, category, author or own (the reader's)."""

    kind: str
    name: str
    articles: int


def put(db: sqlite3.Connection, rank: int, article: Article) -> None:
    """Note the labels of the article with RANK, which has none of the site's yet."""
    for kind, folded, name in _of(article):
        attach(db, rank, kind, folded, name)


def put_all(db: sqlite3.Connection, ranked: Iterable[tuple[int, Article]]) -> None:
    """`put` for many: each label is looked up once."""
    found: dict[tuple[str, str], tuple[str, list[int]]] = {}
    for rank, article in ranked:
        for kind, folded, name in _of(article):
            found.setdefault((kind, folded), (name, []))[1].append(rank)
    pairs: list[tuple[int, int]] = []
    for (kind, folded), (name, ranks) in found.items():
        (label,) = db.execute(_COUNT_IN, (kind, folded, name, len(ranks), len(ranks))).fetchone()
        pairs += [(label, rank) for rank in ranks]
    db.executemany("INSERT OR IGNORE INTO article_label VALUES (?, ?)", sorted(pairs))


def take_off(db: sqlite3.Connection, rank: int, article: Article) -> None:
    """Take off what `put` put on."""
    for kind, folded, _name in _of(article):
        detach(db, rank, kind, folded)


def attach(db: sqlite3.Connection, rank: int, kind: str, folded: str, name: str) -> None:
    (label,) = db.execute(_COUNT_IN, (kind, folded, name, 1, 1)).fetchone()
    db.execute("INSERT OR IGNORE INTO article_label VALUES (?, ?)", (label, rank))


_COUNT_IN = """
INSERT INTO label (kind, folded, name, articles) VALUES (?, ?, ?, ?)
ON CONFLICT (kind, folded) DO UPDATE SET articles = articles + ? RETURNING id
"""


def detach(db: sqlite3.Connection, rank: int, kind: str, folded: str) -> None:
    row = db.execute(
        "SELECT id FROM label WHERE kind = ? AND folded = ?", (kind, folded)
    ).fetchone()
    if (
        row is not None
        and db.execute(
            "DELETE FROM article_label WHERE label_id = ? AND rank = ?", (row[0], rank)
        ).rowcount
    ):
        db.execute("UPDATE label SET articles = articles - 1 WHERE id = ?", (row[0],))


def _of(article: Article) -> Iterator[tuple[str, str, str]]:
    """(kind, folded, name) of each label of ARTICLE, each once."""
    for kind, names in (
        ("tag", article.tags),
        ("category", article.categories),
        ("author", article.authors),
    ):
        found: dict[str, str] = {}
        for name in names:
            folded = fold_label(name)
            if folded and len(found) < MOST:
                found.setdefault(folded, name)
        for folded, name in found.items():
            yield kind, folded, name


def all(db: sqlite3.Connection, kind: str, limit: int = 1_000) -> list[Label]:
    """The labels of KIND, those of most articles first."""
    return [
        Label(*row)
        for row in db.execute(
            "SELECT kind, name, articles FROM label WHERE kind = ? AND articles > 0 "
            "ORDER BY articles DESC, folded LIMIT ?",
            (kind, limit),
        )
    ]
