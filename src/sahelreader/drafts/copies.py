"""Names of drafts, and a draft as a new one of its own. Pure but for the four random letters of an id."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime

from sahelreader.domain.draft import Draft, Target

#: no 0, 1, l or o: an id is read aloud and typed
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def fresh_id(now: datetime) -> str:
    """An id; they sort by the time of their making, and stay one word in a terminal."""
    tail = "".join(secrets.choice(_LETTERS) for _ in range(4))
    return f"{now.astimezone(UTC):%Y%m%d-%H%M%S}-{tail}"


def names_for(draft_id: str) -> Iterator[str]:
    """DRAFT_ID, then the names of what is written when that one may not be touched: the same each time."""
    yield draft_id
    number = 2
    while True:
        yield f"{draft_id}-{number}"
        number += 1


def kept_text(text: str) -> str:
    """TEXT as a file can hold it: line breaks as "\\n", half a character as U+FFFD."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def fresh_copy(draft: Draft, name: str) -> Draft:
    """DRAFT under NAME; under another name than its own it is a new comment, with no history of attempts."""
    if name == draft.id:
        return draft
    return Draft(
        id=name, target=draft.target, text=draft.text, identity=draft.identity,
        created=draft.created, updated=draft.updated, article=draft.article,
        reply_to=draft.reply_to,
    )  # fmt: skip


def same_place(one: Target, other: Target) -> bool:
    """True when both answer the same."""
    return (one.article_url, one.parent_remote_id, one.parent_draft) == (
        other.article_url,
        other.parent_remote_id,
        other.parent_draft,
    )
