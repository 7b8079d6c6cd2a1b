"""What goes into the search index of an article or a comment, and out again.

The index is contentless: to take a text out one must hand in exactly the text that went in, so what is indexed
depends on nothing but the stored article and `folding` (whose VERSION says when all must be indexed anew).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import itemgetter

from sahelreader.domain.article import Article
from sahelreader.library import codec
from sahelreader.library.folding import VERSION, Folder, bare_text


@dataclass(frozen=True, slots=True)
class Text:
    """The folded columns of article_words, and the number of words of the body."""

    title: str
    body: str
    people: str
    labels: str
    words: int


def folder() -> Folder:
    """The folder of this process; it only remembers, so sharing it changes no result."""
    return _FOLDER


_FOLDER = Folder()


def text_of(article: Article) -> Text:
    fold = folder()
    lead = article.lead
    html = article.html or article.summary
    body = fold(bare_text(html))
    words = body.count(" ") + 1 if body else 0
    # a summary that only repeats the beginning adds nothing but bytes
    if article.html and article.summary:
        summary = fold(bare_text(article.summary))
        if summary[:60] not in body:
            body = f"{body} {summary}"
    if lead is not None and (lead.caption or lead.credit):
        body = f"{body} {fold(f'{lead.caption} {lead.credit}')}"
    return Text(
        fold(article.title),
        body,
        fold(" ".join(article.authors)) if article.authors else "",
        fold(" ".join((*article.tags, *article.categories))),
        words,
    )


def add(db: sqlite3.Connection, rank: int, text: Text) -> None:
    add_all(db, [(rank, text)])


def add_all(db: sqlite3.Connection, texts: Iterable[tuple[int, Text]]) -> None:
    """Index TEXTS, each with its article's rank, in the order of ranks: a rowid lower than the one before makes FTS5
    write out all it has gathered, and a page comes newest first (measured: five times the writing)."""
    db.executemany(
        "INSERT INTO article_words (rowid, title, body, people, labels) VALUES (?, ?, ?, ?, ?)",
        [
            (rank, text.title, text.body, text.people, text.labels)
            for rank, text in sorted(texts, key=itemgetter(0))
        ],
    )


def remove(db: sqlite3.Connection, rank: int, text: Text) -> None:
    db.execute(
        "INSERT INTO article_words (article_words, rowid, title, body, people, labels) "
        "VALUES ('delete', ?, ?, ?, ?, ?)",
        (rank, text.title, text.body, text.people, text.labels),
    )


def add_comment(db: sqlite3.Connection, number: int, author: str, html: str) -> None:
    fold = folder()
    db.execute(
        "INSERT INTO comment_words (rowid, author, body) VALUES (?, ?, ?)",
        (number, fold(author), fold(bare_text(html))),
    )


def remove_comment(db: sqlite3.Connection, number: int, author: str, html: str) -> None:
    fold = folder()
    db.execute(
        "INSERT INTO comment_words (comment_words, rowid, author, body) VALUES ('delete', ?, ?, ?)",
        (number, fold(author), fold(bare_text(html))),
    )


def rebuild(db: sqlite3.Connection, tell: Callable[[int], None] | None = None) -> None:
    """Index everything anew, after the folding changed or the index was found wrong; TELL gets the count so far."""
    db.execute("INSERT INTO article_words (article_words) VALUES ('delete-all')")
    db.execute("INSERT INTO comment_words (comment_words) VALUES ('delete-all')")
    everything = db.execute("SELECT id, rank FROM article ORDER BY rank").fetchall()
    for done, (number, rank) in enumerate(everything, 1):
        article = codec.stored_article(db, number)
        if article is not None:
            add(db, rank, text_of(article))
        if tell is not None and done % 1_000 == 0:
            tell(done)
    for number, author, html in db.execute("SELECT id, author, html FROM comment ORDER BY id"):
        add_comment(db, number, author, codec.unpack(html))
    db.execute("INSERT OR REPLACE INTO meta VALUES ('folding', ?)", (str(VERSION),))
