"""Isso, a comment system of its own beside a site: where it is (from the article's page) and its threads. Pure.

Facts from Isso 0.14: `<script data-isso="//host/" src="…/embed.min.js">` names the server, `#isso-thread` may hold the
thread's `data-isso-id`, else the page's path is it; `GET /?uri=…` gives two levels of `replies`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from sahelreader.domain.article import Comment, CommentBatch, CommentForm
from sahelreader.domain.text import AUTHOR_LIMIT, safe_line, safe_url
from sahelreader.parse.clean import clean_comment

_SCRIPT = re.compile(
    r"<script\b[^<>]*\bdata-isso\s*=\s*[\"']([^\"'<>]+)[\"'][^<>]*>", re.IGNORECASE
)
_THREAD = re.compile(r"<[a-z]+\b(?=[^<>]*\bid\s*=\s*[\"']isso-thread[\"'])[^<>]*>", re.IGNORECASE)
_ID = re.compile(r"\bdata-isso-id\s*=\s*[\"']([^\"'<>]+)[\"']", re.IGNORECASE)
#: the mode of a comment that was taken away and has replies (isso/db/comments.py)
_DELETED = 4
#: more than this in one thread is not read
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class IssoThread:
    """API ends with a slash; URI names the thread there (usually the page's path)."""

    api: str
    uri: str


def isso_thread(page: str, url: str) -> IssoThread | None:
    """Where the discussion of PAGE (HTML, at URL) is kept; None when not in an Isso."""
    script = _SCRIPT.search(page)
    if script is None:
        return None
    api = safe_url(urljoin(url, unescape(script[1])).rstrip("/") + "/")
    if not api:
        return None
    section = _THREAD.search(page)
    named = _ID.search(section[0]) if section else None
    return IssoThread(api, safe_line(unescape(named[1]), 1000) if named else urlsplit(url).path)


def isso_form(thread: IssoThread) -> CommentForm:
    """The thread's form as every comment form is described; what the server requires it says only when asked."""
    return CommentForm(
        action=thread.api, required=("comment",), hidden=(("uri", thread.uri),), system="isso"
    )


def isso_comments(body: bytes, article_remote_id: str, url: str) -> CommentBatch | None:
    """The thread in the answer BODY to `GET /?uri=…`, roots and replies; None when it is no such answer."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict) or not isinstance(value.get("replies"), list):
        return None
    found = [
        made for item in _each(value["replies"], 0) if (made := _comment(item, url)) is not None
    ]
    whole = not value.get("hidden_replies") and len(found) < _MOST
    return CommentBatch(article_remote_id, tuple(found[:_MOST]), complete=bool(whole))


def _each(replies: list[Any], depth: int) -> Iterator[dict[str, Any]]:
    for item in replies:
        if isinstance(item, dict):
            yield item
            below = item.get("replies")
            if isinstance(below, list) and depth < 8:
                yield from _each(below, depth + 1)


def _comment(item: dict[str, Any], url: str) -> Comment | None:
    number, parent, text = item.get("id"), item.get("parent"), item.get("text")
    author, website, created = item.get("author"), item.get("website"), item.get("created")
    if type(number) is not int or number < 1 or not isinstance(text, str):
        return None
    if item.get("mode") == _DELETED:
        # it stands there only for the replies below it: to the library it is one that the site removed
        return None
    return Comment(
        remote_id=str(number),
        parent_remote_id=str(parent) if type(parent) is int and parent > 0 else "",
        author=safe_line(unescape(author), AUTHOR_LIMIT) if isinstance(author, str) else "",
        published=_moment(created),
        html=clean_comment(text, url),
        author_url=safe_url(website) if isinstance(website, str) else "",
    )


def _moment(value: Any) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, ValueError, OSError):
        return None
