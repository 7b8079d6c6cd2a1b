"""Finding articles by what they say: a query carried out on the index, newest first, and snippets that show why.

Ranks are the index's rowids, so the newest hits come first without reading the others.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sahelreader.library import gather, indexing
from sahelreader.library.folding import fold_label, plain
from sahelreader.library.order import SLOTS
from sahelreader.library.query import Query, Term, parse
from sahelreader.library.snippet import Snippet, article_snippet, comment_snippet

__all__ = ["Snippet", "matches", "search", "snippets", "wrong"]


def search(
    db: sqlite3.Connection,
    query: str,
    limit: int | None = None,
    now: datetime | None = None,
    *,
    typing: bool = False,
) -> array[int]:
    """Ids of the articles that QUERY finds, newest first unless it asks for relevance; at most LIMIT.

    An empty query finds everything. NOW is what "newer:3d" counts from. TYPING: the last word is still being typed.
    """
    asked = parse(query, typing=typing)
    if (asked.wrong and asked.empty) or asked.place == "drafts":
        return array("q")
    select, given = _statement(db, asked, now or datetime.now(UTC))
    return gather.numbers(db, select, given, limit)


def wrong(query: str) -> str:
    """What of QUERY was not understood, as a sentence; "" when all was."""
    return parse(query).wrong


def matches(query: str, texts: Iterable[tuple[Any, str]]) -> list[Any]:
    """The keys of those TEXTS (drafts, which are no part of the library) that have the words of QUERY."""
    asked = parse(query)
    fold = indexing.folder()
    found = []
    for key, text in texts:
        tokens = f" {fold(text)} "
        if all(_stands_in(term, tokens) != term.not_ for term in asked.terms):
            found.append(key)
    return found


def _stands_in(term: Term, tokens: str) -> bool:
    return f" {' '.join(term.tokens)}{'' if term.prefix else ' '}" in tokens


@dataclass(slots=True)
class _Conditions:
    parts: list[str]
    given: dict[str, Any]

    def add(self, sql: str, **given: Any) -> None:
        names = {name: f"{name}{len(self.given)}" for name in given}
        for name, value in given.items():
            sql = sql.replace(f":{name}", f":{names[name]}")
            self.given[names[name]] = value
        self.parts.append(sql)


def _statement(db: sqlite3.Connection, asked: Query, now: datetime) -> tuple[str, dict[str, Any]]:
    """The question to SQLite, without LIMIT."""
    conditions = _Conditions(["hidden = 0"], {})
    comments = asked.place == "comments"
    match = "" if comments else expression(asked.terms)
    order = "article.rank DESC"
    source = "article"
    if match:
        source = "article_words JOIN article ON article.rank = article_words.rowid"
        conditions.add("article_words MATCH :match", match=match)
        order = "article_words.rowid DESC"
    elif comments and asked.terms:
        _in_comments(conditions, asked.terms)
    elif asked.terms:
        # nothing but exclusions
        shut_out = expression([Term(term.tokens, term.where, False, term.prefix) for term in asked.terms], " OR ")  # fmt: skip
        conditions.add(
            "article.rank NOT IN (SELECT rowid FROM article_words WHERE article_words MATCH :shut)",
            shut=shut_out,
        )
    _when(conditions, asked, now, "article_words.rowid" if match else "article.rank")
    _places(db, conditions, asked)
    for state, not_ in asked.states:
        conditions.parts.append(f"{'NOT ' if not_ else ''}({_STATES[state]})")
    chosen = f"SELECT article.id FROM {source} WHERE {' AND '.join(conditions.parts)}"
    if match and asked.by_relevance:
        chosen = (
            f"SELECT id FROM ({chosen.replace('article.id', f'article.id, {_SCORE} AS score', 1)} "
            f"ORDER BY article_words.rowid DESC LIMIT {WEIGHED})"
        )
        order = "score"
    return f"{chosen} ORDER BY {order}", conditions.given


def expression(terms: Sequence[Term], between: str = " AND ") -> str:
    """TERMS in FTS5's language; "" when nothing is asked for. Tokens hold letters and digits alone, so none can end
    its quotation."""
    wanted = [_phrase(term) for term in terms if not term.not_]
    if not wanted:
        return ""
    unwanted = [_phrase(term) for term in terms if term.not_]
    match = between.join(wanted)
    return f"({match}) NOT ({' OR '.join(unwanted)})" if unwanted else match


def _phrase(term: Term) -> str:
    quoted = '"' + " ".join(term.tokens).replace('"', "") + '"' + (" *" if term.prefix else "")
    return f"{{{term.where}}} : {quoted}" if term.where else quoted


def _in_comments(conditions: _Conditions, terms: Sequence[Term]) -> None:
    there = [
        Term(term.tokens, {"people": "author"}.get(term.where, ""), term.not_, term.prefix)
        for term in terms
    ]
    match = expression(there)
    word = "IN"
    if not match:
        match = expression([Term(t.tokens, t.where, False, t.prefix) for t in there], " OR ")
        word = "NOT IN"
    conditions.add(
        f"article.id {word} (SELECT article_id FROM comment_words JOIN comment ON comment.id = comment_words.rowid "
        "WHERE comment_words MATCH :match)",
        match=match,
    )


def _when(conditions: _Conditions, asked: Query, now: datetime, column: str) -> None:
    since, before = asked.since, asked.before
    if asked.newer is not None:
        since = _earlier(now, asked.newer)
    if asked.older is not None:
        before = _earlier(now, asked.older)
    if since is not None:
        conditions.add(f"{column} >= :since", since=int(since.timestamp()) * SLOTS)
    if before is not None:
        conditions.add(f"{column} < :before", before=int(before.timestamp()) * SLOTS)


def _earlier(now: datetime, span: timedelta) -> datetime:
    try:
        return max(now - span, datetime(1970, 1, 1, tzinfo=UTC))
    except OverflowError:
        return datetime(1970, 1, 1, tzinfo=UTC)


def _places(db: sqlite3.Connection, conditions: _Conditions, asked: Query) -> None:
    """Sites, folders and tags: any of those wanted, none of those excluded."""
    for not_ in (False, True):
        names = [name for name, excluded in asked.sites if excluded is not_]
        if names:
            found = _sites(db, names)
            conditions.parts.append(
                f"site_id {'NOT ' if not_ else ''}IN ({','.join(map(str, found))})"
            )
        folders = [plain(name) for name, excluded in asked.folders if excluded is not_]
        if folders:
            found = [number for number, folder in db.execute("SELECT id, folder FROM site") if plain(folder) in folders]  # fmt: skip
            conditions.parts.append(
                f"site_id {'NOT ' if not_ else ''}IN ({','.join(map(str, found))})"
            )
    fold = indexing.folder()
    for name, not_ in asked.tags:
        tokens = tuple(fold(name).split())
        match = expression([Term(tokens, "labels")]) if tokens else '""'
        conditions.add(
            f"article.rank {'NOT ' if not_ else ''}IN (SELECT rowid FROM article_words WHERE article_words MATCH :match "
            "UNION ALL SELECT article_label.rank FROM label JOIN article_label ON label_id = label.id "
            "WHERE kind = 'own' AND folded = :own)",
            match=match,
            own=fold_label(name),
        )


def _sites(db: sqlite3.Connection, names: Sequence[str]) -> list[int]:
    """Ids of the sites whose name or address has one of NAMES in it."""
    wanted = [(fold_label(name).replace(" ", ""), plain(name)) for name in names]
    return [
        number
        for number, name, url in db.execute("SELECT id, name, url FROM site")
        if any(
            (label and label in fold_label(name).replace(" ", "")) or address in plain(url)
            for label, address in wanted
        )
    ]


#: a word of the headline weighs eight of the text, an author three, a label four
_SCORE = "bm25(article_words, 8.0, 1.0, 3.0, 4.0)"
#: the newest hits that are put in order of relevance: weighing takes some 5 µs each, and a common word is in nearly all
WEIGHED = 20_000

_STATES = {
    "unread": "unread = 1",
    "read": "unread = 0",
    "saved": "article.id IN (SELECT article_id FROM marks WHERE saved_at IS NOT NULL)",
    "commented": "comments > 0 OR coalesce(stated_comments, 0) > 0",
    "mine": "article.id IN (SELECT article_id FROM my_comment WHERE article_id IS NOT NULL)",
    "new": "new_comments > 0",
    "noted": "article.id IN (SELECT article_id FROM note)",
    "changed": "edited_at IS NOT NULL",
    "gone": "gone_at IS NOT NULL",
}


def snippets(db: sqlite3.Connection, ids: Sequence[int], query: str) -> dict[int, Snippet]:
    """Of each of IDS, a passage that shows why QUERY found it; those without one are left out."""
    asked = parse(query)
    terms = [term for term in asked.terms if not term.not_]
    if not terms:
        return {}
    make = comment_snippet if asked.place == "comments" else article_snippet
    found = {}
    for number in ids:
        snippet = make(db, number, terms)
        if snippet is not None:
            found[number] = snippet
    return found
