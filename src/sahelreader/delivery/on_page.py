"""My comment on an article's page, in whatever theme: what the site shows me alone stands nowhere else. Pure but for the log."""

from __future__ import annotations

import logging
import re

from sahelreader.delivery.likeness import holds, same_name, same_words
from sahelreader.delivery.verdict import Arrived, NotThere
from sahelreader.domain.article import Comment
from sahelreader.domain.draft import Draft
from sahelreader.domain.outcome import Fetched
from sahelreader.parse.clean import plain_text

_COMMENT_AT = re.compile(r"""\bid=["']?(?:li-|div-)?comment-(\d+)["'\s>]""")
#: WordPress' own mark on a comment that only its author sees
_AWAITING = "comment-awaiting-moderation"


def comments_at(page: bytes) -> set[str]:
    """The ids of the comments that PAGE shows."""
    return set(_COMMENT_AT.findall(page.decode("utf-8", "replace")))


def found_on_page(draft: Draft, answer: Fetched) -> Arrived | NotThere:
    """DRAFT among the comments of an article's page: first as comments, then by what stands at each comment's id."""
    pieces = _pieces(answer.body.decode("utf-8", "replace"))
    held = {name for name, piece in pieces.items() if _AWAITING in piece}
    parents = {draft.target.parent_remote_id or "0"}
    if draft.target.parent_remote_id not in pieces:
        # what it answers is not shown any more: WordPress then shows the reply at the top
        parents.add("0")
    for comment in _comments(answer):
        if (
            comment.remote_id
            and same_name(comment.author, draft.identity.name)
            and (comment.parent_remote_id or "0") in parents
            and same_words(draft.text, plain_text(comment.html))
        ):
            return Arrived(comment.remote_id, shown=comment.remote_id not in held)
    for name, piece in pieces.items():
        if holds(draft.text, draft.identity.name, plain_text(piece)):
            return Arrived(name, shown=name not in held)
    return NotThere()


def _pieces(page: str) -> dict[str, str]:
    """Comment id -> the part of PAGE from there to the next comment."""
    starts = list(_COMMENT_AT.finditer(page))
    ends = [*(start.start() for start in starts[1:]), len(page)]
    pieces: dict[str, str] = {}
    for start, end in zip(starts, ends, strict=False):
        pieces[start[1]] = pieces.get(start[1], "") + page[start.end() : end]
    return pieces


def _comments(answer: Fetched) -> tuple[Comment, ...]:
    from sahelreader.parse.extract import extract

    try:
        return extract(answer.body, answer.url).comments
    except Exception:
        # a page that our own reader trips over must not keep an outbox from ever leaving; the ids are still there
        logging.getLogger("sahelreader").exception("comments of a page")
        return ()
