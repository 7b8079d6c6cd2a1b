"""Articles and comments as bytes, packed; and back.

An article's cold fields go into one JSON object without defaults, then zlib with a dictionary of what French
news texts have in common (measured: docs/decisions). The first byte says how it was packed, so that the way
may change while old rows stay readable. Unknown keys are passed over: a newer version may have written them.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from dataclasses import fields
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

from sahelreader.domain.article import Article, CommentForm, Picture, RelatedLink
from sahelreader.library.dictionary import DICTIONARY

_PLAIN, _ZLIB, _DICTIONARY = 0, 1, 2
#: a window of 8 kB holds the dictionary and most articles; a larger one, or more memory, only costs time to copy
_SQUEEZER = zlib.compressobj(3, zlib.DEFLATED, -13, 6, zlib.Z_DEFAULT_STRATEGY, DICTIONARY)
_write_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

#: fields that stand in the table `article`
_COLUMNS = frozenset({"remote_id", "url", "title", "comment_count", "whole"})
_FIELDS = tuple(
    (field.name, field.default) for field in fields(Article) if field.name not in _COLUMNS
)
_values = attrgetter(*(name for name, _default in _FIELDS))


def pack(text: str) -> bytes:
    data = text.encode()
    if len(data) < 32:
        return bytes((_PLAIN,)) + data
    # a copy has taken the dictionary in already, which takes longer than packing a short text
    squeezer = _SQUEEZER.copy()
    packed = squeezer.compress(data) + squeezer.flush()
    if len(packed) >= len(data):
        return bytes((_PLAIN,)) + data
    return bytes((_DICTIONARY,)) + packed


def unpack(data: bytes) -> str:
    """Raises ValueError when DATA is not whole."""
    kind, rest = data[0] if data else -1, data[1:]
    try:
        if kind == _PLAIN:
            return rest.decode()
        if kind == _ZLIB:
            return zlib.decompress(rest).decode()
        if kind == _DICTIONARY:
            unsqueezer = zlib.decompressobj(-15, DICTIONARY)
            return (unsqueezer.decompress(rest) + unsqueezer.flush()).decode()
    except zlib.error as error:
        raise ValueError(str(error)) from error
    raise ValueError(f"packed in an unknown way: {kind}")


def seconds(when: datetime | None) -> int | None:
    return None if when is None else int(when.timestamp())


def moment(value: int | float | None) -> datetime | None:
    """Aware UTC; None also for what no calendar holds."""
    if value is None:
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def article_out(article: Article) -> bytes:
    """The fields of ARTICLE that have no column, packed."""
    fields_of = {
        name: _plain(value)
        for (name, default), value in zip(_FIELDS, _values(article), strict=True)
        if value != default
    }
    return pack(_write_json(fields_of))


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.timestamp() if value.microsecond else int(value.timestamp())
    if isinstance(value, Picture):
        return [value.url, value.caption, value.credit]
    if isinstance(value, CommentForm):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, RelatedLink):
        return [value.title, value.url]
    return value


def cold(data: bytes) -> dict[str, Any]:
    """The fields that `article_out` packed, as plain values; those that have their default are not there."""
    found: dict[str, Any] = json.loads(unpack(data))
    return found


def article_in(
    data: bytes, *, remote_id: str, url: str, title: str, comment_count: int | None, whole: bool
) -> Article:
    """The article that `article_out` packed, with its columns."""
    fields_of = cold(data)
    given: dict[str, Any] = {}
    for name, _default in _FIELDS:
        if name in fields_of:
            given[name] = _rich(name, fields_of[name])
    return Article(
        remote_id=remote_id,
        url=url,
        title=title,
        comment_count=comment_count,
        whole=whole,
        **given,
    )


def _rich(name: str, value: Any) -> Any:
    if name in ("published", "modified"):
        return moment(value)
    if name == "lead":
        return Picture(*value)
    if name == "related":
        return tuple(RelatedLink(*item) for item in value)
    if name == "form":
        known = {field.name for field in fields(CommentForm)}
        given = {key: item for key, item in value.items() if key in known}
        given["required"] = tuple(given.get("required", ()))
        given["hidden"] = tuple(tuple(item) for item in given.get("hidden", ()))
        return CommentForm(**given)
    if isinstance(value, list):
        return tuple(tuple(item) if isinstance(item, list) else item for item in value)
    return value


def stored_article(db: sqlite3.Connection, number: int) -> Article | None:
    """The article with id NUMBER as it was stored; None when its row or its text is not there."""
    row = db.execute(
        "SELECT data, remote_id, url, title, stated_comments, whole FROM article "
        "JOIN body ON body.article_id = article.id WHERE id = ?",
        (number,),
    ).fetchone()
    if row is None:
        return None
    data, remote_id, url, title, count, whole = row
    return article_in(
        data, remote_id=remote_id, url=url, title=title, comment_count=count, whole=bool(whole)
    )
