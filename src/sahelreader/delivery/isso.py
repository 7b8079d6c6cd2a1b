"""Isso: comments as JSON to a server of their own, with no account and no check for duplicates.

Facts from Isso 0.14: 201 shown, 202 held, 400 too short; 403 for a missing field and for its rate limit alike, in
fixed English; a cookie in the answer gives the right to edit, and to see the comment while it is held, for 15 minutes.
The same body twice is two comments: what is in doubt is looked for, and then only the person may send it again.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from sahelreader.delivery.asking import get, is_network, number, read_json
from sahelreader.delivery.hosts import host, may_be_private, same_host
from sahelreader.delivery.judging import not_reached, refused, unreachable
from sahelreader.delivery.likeness import same_name, same_words
from sahelreader.delivery.reasons import Reason
from sahelreader.delivery.verdict import (
    Arrived,
    CannotLook,
    Doubt,
    Gone,
    Hidden,
    Later,
    NotTaken,
    NotThere,
    Readiness,
    Ready,
    Shown,
    Sighting,
    Standing,
    Verdict,
)
from sahelreader.domain.article import CommentBatch
from sahelreader.domain.draft import Draft, Target
from sahelreader.domain.outcome import Fetched, Outcome, Refused, Unreachable
from sahelreader.parse.clean import plain_text
from sahelreader.parse.isso import isso_comments

if TYPE_CHECKING:
    from sahelreader.network.client import Client

#: two comments a minute is what an Isso takes from one address (guard.ratelimit)
_SPACING = 31.0
#: the one refusal that time heals; Isso does not translate its answers (isso/db/spam.py)
_RATE_LIMIT = "ratelimit exceeded"
_EDITABLE = "edit time frame is still open"


class Isso:
    """Comments to the Isso that an article's page names."""

    refuses_duplicates = False
    spacing = _SPACING

    def __init__(self, client: Client) -> None:
        self._client = client

    def place(self, draft: Draft) -> str:
        return host(draft.target.endpoint)

    async def prepare(self, draft: Draft) -> Readiness:
        """Is it there already (as after an old outbox was put back)? Is the parent still there?"""
        target = draft.target
        if not draft.text.strip():
            return NotTaken(Reason.EMPTY)
        if not same_host(target.article_url, target.site_url):
            return NotTaken(Reason.OTHER_HOST, host(target.article_url))
        thread = await self._thread(draft)
        if isinstance(thread, CommentBatch):
            mine = _find(draft, thread)
            if mine is not None:
                return mine
            parent = target.parent_remote_id
            there = any(comment.remote_id == parent for comment in thread.comments)
            if parent and not there and not target.parent_draft:
                return NotTaken(Reason.PARENT_GONE)
        elif is_network(thread):
            return not_reached(thread)
        return Ready(target)

    def payload(self, draft: Draft) -> str:
        """The body as JSON; ASCII. The title keeps the server from fetching the article by itself."""
        target, who = draft.target, draft.identity
        body = {
            "author": who.name or None,
            "email": who.email or None,
            "website": who.url or None,
            "text": draft.text.strip(),
            "parent": int(target.parent_remote_id) if target.parent_remote_id else None,
            "title": target.article_title or target.article_url,
            "notification": 0,
        }
        return json.dumps(body, ensure_ascii=True)

    async def send(self, draft: Draft) -> Verdict:
        target = draft.target
        answer = await self._client.post(
            f"{target.endpoint}new?{_query(target)}",
            draft.payload.encode("ascii"),
            "application/json",
            allow_private=_private(target),
        )
        return judge_isso(answer)

    async def look(self, draft: Draft) -> Sighting:
        """Among the comments that everybody sees: nobody can look for a held one without its cookie."""
        thread = await self._thread(draft)
        if isinstance(thread, CommentBatch):
            return _find(draft, thread) or NotThere()
        return CannotLook(network=is_network(thread))

    async def standing(self, draft: Draft) -> Standing:
        """In the thread: shown. Else, while the cookie lasts: held, or gone; afterwards nobody says which."""
        if not draft.remote_id:
            seen = await self.look(draft)
            return Shown(seen.remote_id) if isinstance(seen, Arrived) else Hidden("")
        thread = await self._thread(draft)
        if not isinstance(thread, CommentBatch):
            return CannotLook(network=is_network(thread))
        if any(comment.remote_id == draft.remote_id for comment in thread.comments):
            return Shown(draft.remote_id)
        if draft.receipt:
            answer = await get(
                self._client,
                f"{draft.target.endpoint}id/{draft.remote_id}?plain=1",
                draft,
                headers={"Cookie": f"{draft.remote_id}={draft.receipt}"},
            )
            if isinstance(answer, Refused) and answer.status == 404:
                return Gone()
            if is_network(answer):
                return CannotLook(network=True)
        return Hidden(draft.remote_id)

    async def _thread(self, draft: Draft) -> CommentBatch | Outcome:
        target = draft.target
        answer = await get(self._client, f"{target.endpoint}?{_query(target)}", draft)
        if isinstance(answer, Fetched):
            found = isso_comments(answer.body, target.article_remote_id, target.article_url)
            return found if found is not None else answer
        return answer


def judge_isso(answer: Outcome) -> Verdict:
    """What ANSWER to `POST /new` proves: 201 or 202 with an id is the only proof."""
    if isinstance(answer, Unreachable):
        return unreachable(answer)
    if isinstance(answer, Refused):
        verdict = refused(answer)
        if answer.status == 403 and isinstance(verdict, NotTaken):
            if _RATE_LIMIT in verdict.detail or _EDITABLE in verdict.detail:
                # it names the address that it saw: not repeated
                return Later(Reason.FLOOD, wait=60.0 if _RATE_LIMIT in verdict.detail else 900.0)
            return NotTaken(Reason.NOT_TAKEN, verdict.detail)
        return verdict
    if not isinstance(answer, Fetched):
        return Doubt(Reason.STRANGE_ANSWER)
    if 300 <= answer.status < 400:
        return NotTaken(Reason.REDIRECTED, host(answer.headers.get("location", "")))
    value = read_json(answer.body)
    name = number(value.get("id")) if isinstance(value, dict) else ""
    if answer.status in (201, 202) and name:
        shown = answer.status == 201 and value.get("mode", 1) == 1
        return Arrived(name, shown=shown, receipt=_cookie(answer, name))
    return Doubt(Reason.STRANGE_ANSWER)


def _cookie(answer: Fetched, name: str) -> str:
    """The value of the edit cookie, which is named after the comment."""
    found = re.search(rf"(?:^|,\s*){name}=([^;,\s]+)", answer.headers.get("set-cookie", ""))
    return found[1] if found and len(found[1]) < 1000 else ""


def _find(draft: Draft, thread: CommentBatch) -> Arrived | None:
    """DRAFT in THREAD. Isso hangs a reply to a reply below their common root, so that the parent is not compared."""
    for comment in thread.comments:
        if same_name(comment.author, draft.identity.name) and same_words(
            draft.text, plain_text(comment.html)
        ):
            return Arrived(comment.remote_id, shown=True)
    return None


def _query(target: Target) -> str:
    return urlencode({"uri": dict(target.hidden).get("uri", "")}, quote_via=quote, safe="")


def _private(target: Target) -> bool:
    return may_be_private(target.endpoint, target)
