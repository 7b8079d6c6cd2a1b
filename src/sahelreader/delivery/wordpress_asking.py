"""What a WordPress' REST interface says about comments, to a stranger or (with HEADERS) to an account. One request each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sahelreader.delivery.asking import error_code, get, is_network, number, read_json, route
from sahelreader.delivery.judging import not_reached
from sahelreader.delivery.likeness import same_name, same_words, search_words
from sahelreader.delivery.reasons import Reason
from sahelreader.delivery.verdict import (
    Arrived,
    CannotLook,
    Gone,
    Hidden,
    Later,
    NotTaken,
    NotThere,
    Shown,
    Sighting,
    Standing,
)
from sahelreader.domain.draft import Draft
from sahelreader.domain.outcome import Fetched, Refused
from sahelreader.parse.clean import plain_text

if TYPE_CHECKING:
    from sahelreader.network.client import Client

#: a plugin that shuts the whole interface to strangers answers 401 too, with a code of its own
_HIDDEN = frozenset(("rest_cannot_read", "rest_cannot_read_post"))
_NO_SUCH = "rest_comment_invalid_id"


@dataclass(frozen=True, slots=True)
class OutOfSight:
    """My own comment that is answered is not shown to strangers: held, or spam or in the bin by now."""


async def wrong_with_parent(client: Client, draft: Draft) -> Later | NotTaken | OutOfSight | None:
    """What is wrong with the comment that is answered; None when nothing is, or the site does not tell.

    WordPress takes a reply to a parent that is gone as a comment of its own, and a reply to a comment of another
    article as it is: neither is what the person wrote.
    """
    target = draft.target
    if not target.parent_remote_id or not target.api_root:
        return None
    url = route(
        target.api_root, f"wp/v2/comments/{target.parent_remote_id}", _fields="id,post,status"
    )
    answer = await get(client, url, draft)
    if isinstance(answer, Fetched):
        value = read_json(answer.body)
        post = number(value.get("post")) if isinstance(value, dict) else ""
        if post and post != target.article_remote_id:
            return NotTaken(Reason.PARENT_MOVED)
        return None
    if isinstance(answer, Refused):
        code = error_code(answer)
        if code == _NO_SUCH:
            return NotTaken(Reason.PARENT_GONE)
        # one's own held comment can be answered; another's was shown once and has been taken away
        if code == "rest_cannot_read":
            return OutOfSight() if target.parent_draft else NotTaken(Reason.PARENT_GONE)
    return not_reached(answer) if is_network(answer) else None


async def search(client: Client, draft: Draft, account: str = "") -> Sighting:
    """DRAFT among the comments that everybody sees. ACCOUNT: the number of who wrote it, instead of the name."""
    target = draft.target
    if not target.api_root:
        return CannotLook(network=False)
    asked: dict[str, object] = {
        "post": target.article_remote_id,
        "per_page": 100,
        "_fields": "id,parent,author,author_name,content",
    }
    words = search_words(draft.text)
    if words:
        asked["search"] = words
    answer = await get(client, route(target.api_root, "wp/v2/comments", **asked), draft)
    if not isinstance(answer, Fetched):
        return CannotLook(network=is_network(answer))
    listed = read_json(answer.body)
    if not isinstance(listed, list):
        return CannotLook(network=False)
    for item in listed:
        if isinstance(item, dict) and _is_mine(item, draft, account):
            return Arrived(number(item["id"]), shown=True)
    return NotThere()


def _is_mine(item: dict[str, Any], draft: Draft, account: str) -> bool:
    content, name = item.get("content"), item.get("author_name")
    rendered = content.get("rendered") if isinstance(content, dict) else None
    if not (isinstance(rendered, str) and isinstance(name, str) and number(item.get("id"))):
        return False
    signed = (
        number(item.get("author")) == account if account else same_name(name, draft.identity.name)
    )
    return (
        signed
        and (number(item.get("parent")) or "0") == (draft.target.parent_remote_id or "0")
        and same_words(draft.text, plain_text(rendered))
    )


async def standing_by_id(
    client: Client, draft: Draft, headers: Mapping[str, str] | None = None
) -> Standing:
    """How `draft.remote_id` stands: 200 shown (or held, to its own account), 401 hidden, 404 gone for good."""
    if not draft.target.api_root:
        return CannotLook(network=False)
    url = route(draft.target.api_root, f"wp/v2/comments/{draft.remote_id}", _fields="id,status")
    answer = await get(client, url, draft, headers=headers)
    if isinstance(answer, Fetched):
        value = read_json(answer.body)
        if isinstance(value, dict) and number(value.get("id")) == draft.remote_id:
            shown = value.get("status", "approved") == "approved"
            return Shown(draft.remote_id) if shown else Hidden(draft.remote_id)
    elif isinstance(answer, Refused):
        code = error_code(answer)
        if code in _HIDDEN:
            return Hidden(draft.remote_id)
        if code == _NO_SUCH:
            return Gone()
    return CannotLook(network=is_network(answer))
