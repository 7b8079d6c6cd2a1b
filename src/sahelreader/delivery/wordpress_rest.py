"""WordPress' REST interface with an application password: for sites that take comments from accounts only.

Facts from requests to WordPress 6.1: 201 with the comment and its status; 409 for a duplicate; a flood is 400
`comment_flood` here; a wrong password makes one a stranger, 401. The password goes to https only (or to this machine).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sahelreader.delivery.asking import error_code, get, number, read_json, route
from sahelreader.delivery.hosts import host, is_encrypted, may_be_private, same_host
from sahelreader.delivery.judging import refused, unreachable
from sahelreader.delivery.plan import SPACING
from sahelreader.delivery.reasons import Reason
from sahelreader.delivery.verdict import (
    Arrived,
    CannotLook,
    Doubt,
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
from sahelreader.delivery.wordpress_asking import (
    OutOfSight,
    search,
    standing_by_id,
    wrong_with_parent,
)
from sahelreader.domain.draft import Draft
from sahelreader.domain.outcome import Fetched, Outcome, Refused, Unreachable
from sahelreader.domain.text import safe_line

if TYPE_CHECKING:
    from sahelreader.delivery.secrets import Secrets
    from sahelreader.network.client import Client

#: WordPress' codes of a refusal; what is not here is said in the site's words
_CODES = {
    "comment_closed": Reason.CLOSED,
    "rest_comment_closed": Reason.CLOSED,
    "rest_comment_draft_post": Reason.ARTICLE_GONE,
    "rest_comment_trash_post": Reason.ARTICLE_GONE,
    "rest_comment_invalid_post_id": Reason.ARTICLE_GONE,
    "rest_cannot_read_post": Reason.ARTICLE_PROTECTED,
    "rest_comment_login_required": Reason.PASSWORD_WRONG,
    "rest_not_logged_in": Reason.PASSWORD_WRONG,
    "incorrect_password": Reason.PASSWORD_WRONG,
    "invalid_username": Reason.PASSWORD_WRONG,
    "comment_content_column_length": Reason.TOO_LONG,
    "rest_comment_content_invalid": Reason.EMPTY,
}


class WordPressAccount:
    """Comments by the account that the person has on the site."""

    refuses_duplicates = True
    spacing = SPACING

    def __init__(self, client: Client, secrets: Secrets) -> None:
        self._client = client
        self._secrets = secrets

    def place(self, draft: Draft) -> str:
        return host(draft.target.api_root)

    async def prepare(self, draft: Draft) -> Readiness:
        target = draft.target
        if not draft.text.strip():
            return NotTaken(Reason.EMPTY)
        if not (target.api_root and target.article_remote_id.isdigit()):
            return NotTaken(Reason.NO_FORM)
        if not (
            same_host(target.api_root, target.site_url)
            and same_host(target.article_url, target.site_url)
        ):
            return NotTaken(Reason.OTHER_HOST, host(target.api_root))
        if not is_encrypted(target.api_root):
            return NotTaken(Reason.UNSAFE)
        if self._secrets.find(target.site_url) is None:
            return NotTaken(Reason.PASSWORD_MISSING)
        wrong = await wrong_with_parent(self._client, draft)
        # REST keeps the parent as it was given, whatever became of it
        return Ready(target) if wrong is None or isinstance(wrong, OutOfSight) else wrong

    def payload(self, draft: Draft) -> str:
        """The body as JSON; ASCII."""
        body = {
            "post": int(draft.target.article_remote_id),
            "parent": int(draft.target.parent_remote_id or 0),
            "content": draft.text.strip(),
        }
        return json.dumps(body, ensure_ascii=True)

    async def send(self, draft: Draft) -> Verdict:
        target = draft.target
        answer = await self._client.post(
            route(target.api_root, "wp/v2/comments"),
            draft.payload.encode("ascii"),
            "application/json",
            headers=self._signed(draft),
            allow_private=may_be_private(target.api_root, target),
        )
        return judge_rest(answer)

    async def look(self, draft: Draft) -> Sighting:
        """Among the comments that everybody sees; WordPress lists the held ones to nobody but its moderators."""
        answer = await get(
            self._client,
            route(draft.target.api_root, "wp/v2/users/me", _fields="id"),
            draft,
            headers=self._signed(draft),
        )
        value = read_json(answer.body) if isinstance(answer, Fetched) else None
        account = number(value.get("id")) if isinstance(value, dict) else ""
        if not account:
            return CannotLook(network=isinstance(answer, Unreachable))
        return await search(self._client, draft, account)

    async def standing(self, draft: Draft) -> Standing:
        if draft.remote_id:
            return await standing_by_id(self._client, draft, self._signed(draft))
        seen = await self.look(draft)
        if isinstance(seen, Arrived):
            return Shown(seen.remote_id)
        return Hidden("") if isinstance(seen, NotThere) else seen

    def _signed(self, draft: Draft) -> dict[str, str]:
        """The Authorization header, where it may go; nothing where the password would travel readable."""
        account = self._secrets.find(draft.target.site_url)
        if account is None or not is_encrypted(draft.target.api_root):
            return {}
        return {"Authorization": account.header}


def judge_rest(answer: Outcome) -> Verdict:
    """What ANSWER to a POST of a comment proves. 201 with an id is the only proof."""
    if isinstance(answer, Unreachable):
        return unreachable(answer)
    if isinstance(answer, Refused):
        code = error_code(answer)
        if code == "comment_flood":
            return Later(Reason.FLOOD, _message(answer), wait=answer.retry_after)
        if code in _CODES:
            return NotTaken(_CODES[code], _message(answer))
        verdict = refused(answer)
        if isinstance(verdict, NotTaken):
            detail = _message(answer) or verdict.detail
            if answer.status == 401:
                return NotTaken(Reason.PASSWORD_WRONG, detail)
            return NotTaken(verdict.reason, detail)
        return verdict
    if not isinstance(answer, Fetched):
        return Doubt(Reason.STRANGE_ANSWER, ask=True)
    if 300 <= answer.status < 400:
        # the password and the text went to this address alone
        return NotTaken(Reason.REDIRECTED, host(answer.headers.get("location", "")))
    value = read_json(answer.body)
    name = number(value.get("id")) if isinstance(value, dict) else ""
    if answer.status == 201 and name:
        return Arrived(name, shown=value.get("status") == "approved")
    return Doubt(Reason.STRANGE_ANSWER, ask=True)


def _message(answer: Refused) -> str:
    """WordPress' own sentence, made safe."""
    from sahelreader.parse.clean import plain_text

    value = read_json(answer.body)
    said = value.get("message") if isinstance(value, dict) else None
    return safe_line(plain_text(said), 240) if isinstance(said, str) else ""
