"""WordPress' anonymous comment form: `wp-comments-post.php`.

Facts from requests to WordPress 6.1 and its `wp-comments-post.php`, `wp-includes/comment.php`: a 302 with
`#comment-N` is the only proof, 200 is always a failure, a duplicate is same post, parent, author, e-mail and text,
and comes before the flood rule. No outcome is ever recognised by its words: sites speak many languages.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from sahelreader.delivery.asking import get, is_network, number, site_base
from sahelreader.delivery.hosts import host, is_encrypted, may_be_private, same_host
from sahelreader.delivery.judging import judge, not_reached
from sahelreader.delivery.on_page import comments_at, found_on_page
from sahelreader.delivery.plan import SPACING
from sahelreader.delivery.reasons import Reason
from sahelreader.delivery.verdict import (
    Arrived,
    CannotLook,
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
from sahelreader.delivery.wordpress_asking import (
    OutOfSight,
    search,
    standing_by_id,
    wrong_with_parent,
)
from sahelreader.domain.draft import Draft
from sahelreader.domain.outcome import Fetched, Outcome, Problem, Refused

if TYPE_CHECKING:
    from sahelreader.network.client import Client

FORM = "application/x-www-form-urlencoded"
#: our own fields; a hidden input of that name is not sent a second time. redirect_to would cost the proof.
_OURS = frozenset(
    ("author", "email", "url", "comment", "comment_post_ID", "comment_parent", "redirect_to", "submit")
)  # fmt: skip


class WordPress:
    """Comments by the form that every visitor sees. Holds the client and nothing of any draft."""

    refuses_duplicates = True
    spacing = SPACING

    def __init__(self, client: Client) -> None:
        self._client = client

    def place(self, draft: Draft) -> str:
        return host(draft.target.endpoint or draft.target.site_url)

    async def prepare(self, draft: Draft) -> Readiness:
        """The form's address, when the library did not know it; and is the parent still there, and on this article?"""
        target = draft.target
        if not draft.text.strip():
            return NotTaken(Reason.EMPTY)
        if not same_host(target.article_url, target.site_url):
            return NotTaken(Reason.OTHER_HOST, host(target.article_url))
        if not target.endpoint or not target.article_remote_id.isdigit():
            found = await self._find_form(draft)
            if not isinstance(found, Ready):
                return found
            target = found.target
        if not same_host(target.endpoint, target.article_url):
            return NotTaken(Reason.OTHER_HOST, host(target.endpoint))
        draft = replace(draft, target=target)
        wrong = await wrong_with_parent(self._client, draft)
        if isinstance(wrong, OutOfSight):
            wrong = await self._parent_is_held(draft) if draft.doubted else None
        return wrong or Ready(target)

    def payload(self, draft: Draft) -> str:
        """The form's body, as a browser sends it; ASCII."""
        target, who = draft.target, draft.identity
        fields = [(name, value) for name, value in target.hidden if name not in _OURS]
        fields += [
            ("comment_post_ID", target.article_remote_id),
            ("comment_parent", target.parent_remote_id or "0"),
            ("author", who.name),
            ("email", who.email),
            ("url", who.url),
            ("comment", draft.text.strip()),
        ]
        return urlencode(fields, quote_via=quote, safe="")

    async def send(self, draft: Draft) -> Verdict:
        target = draft.target
        answer = await self._client.post(
            target.endpoint,
            draft.payload.encode("ascii"),
            FORM,
            allow_private=may_be_private(target.endpoint, target),
        )
        verdict = judge(answer, target)
        if isinstance(verdict, NotTaken) and verdict.reason in (Reason.FORBIDDEN, Reason.NOT_TAKEN):
            return await self._why(draft, verdict)
        return verdict

    async def look(self, draft: Draft) -> Sighting:
        """Among the comments that everybody sees, then among those that the site shows to their author alone."""
        public = await search(self._client, draft)
        if isinstance(public, Arrived) or (isinstance(public, CannotLook) and public.network):
            return public
        own = await self._own_page(draft)
        if isinstance(own, CannotLook) and not own.network:
            return public
        return own

    async def standing(self, draft: Draft) -> Standing:
        """By its id where the site has a REST interface, else on the page that every visitor gets."""
        if not draft.remote_id:
            seen = await self.look(draft)
            if isinstance(seen, Arrived):
                return Shown(seen.remote_id) if seen.shown else Hidden(seen.remote_id)
            # held and out of sight is what most held comments are
            return Hidden("") if isinstance(seen, NotThere) else seen
        said = await standing_by_id(self._client, draft)
        if isinstance(said, Shown | Hidden | Gone) or said.network:
            return said
        return await self._on_page(draft)

    # -- inside ----------------------------------------------------------------------------------------------------

    async def _find_form(self, draft: Draft) -> Ready | Later | NotTaken:
        from sahelreader.parse.discover import clues
        from sahelreader.parse.form import comment_form

        target = draft.target
        answer = await get(self._client, target.article_url, draft, accept="text/html")
        if not isinstance(answer, Fetched):
            if isinstance(answer, Refused) and answer.problem in (Problem.NOT_FOUND, Problem.GONE):
                return NotTaken(Reason.ARTICLE_GONE)
            return not_reached(answer)
        form = comment_form(answer.body, answer.url)
        found = clues(answer.body, answer.url, answer.headers)
        if form is None:
            return NotTaken(Reason.CLOSED if found.post_id else Reason.NO_FORM)
        if form.account_required:
            return NotTaken(Reason.ACCOUNT_REQUIRED)
        if form.system == "isso":
            # a feed does not say who keeps its discussions; the page does
            isso = replace(
                target, system="isso", endpoint=form.action, hidden=form.hidden,
                required=form.required,
            )  # fmt: skip
            return Later(Reason.FORM_READ, wait=0, target=isso)
        post = number(dict(form.hidden).get("comment_post_ID")) or number(found.post_id)
        if not post:
            return NotTaken(Reason.NO_FORM)
        api_root = found.api_root if same_host(found.api_root, target.site_url) else ""
        return Ready(
            replace(
                target, endpoint=form.action, article_remote_id=post, hidden=form.hidden,
                required=form.required, api_root=target.api_root or api_root,
            )
        )  # fmt: skip

    async def _why(self, draft: Draft, verdict: NotTaken) -> NotTaken | Later:
        """403 is closed, an account required, a wall in front of the site, or a field of an antispam plugin that was
        missing: the article's page tells. An article that came by the REST interface was never read as a page."""
        from sahelreader.parse.form import comment_form

        target = draft.target
        answer = await get(self._client, target.article_url, draft, accept="text/html")
        if not isinstance(answer, Fetched):
            return verdict
        form = comment_form(answer.body, answer.url)
        if form is None or form.system != "wordpress":
            closed = verdict.reason is Reason.FORBIDDEN
            return NotTaken(Reason.CLOSED, verdict.detail) if closed else verdict
        if form.account_required:
            return NotTaken(Reason.ACCOUNT_REQUIRED, verdict.detail)
        known = {name for name, _value in target.hidden}
        more = [name for name, _value in form.hidden if name not in _OURS | known]
        if more and same_host(form.action, target.article_url):
            # once: the second time its fields are known
            form_target = replace(target, endpoint=form.action, hidden=form.hidden)
            return Later(Reason.FORM_READ, wait=0, target=form_target)
        return verdict

    async def _own_page(self, draft: Draft) -> Sighting:
        """DRAFT among the comments of the article's page, those included that the site shows to me alone."""
        answer = await self._page_for_me(draft)
        if answer is None:
            return CannotLook(network=False)
        if not isinstance(answer, Fetched):
            return CannotLook(network=is_network(answer))
        return found_on_page(draft, answer)

    async def _page_for_me(self, draft: Draft) -> Outcome | None:
        """The article's page as the site shows it to the one who signs with this e-mail: with the held comments.
        None when it must not be asked for.

        The e-mail goes only where the form is, and unencrypted only where the form is unencrypted too.
        """
        target = draft.target
        if (
            not draft.identity.email
            or not same_host(target.article_url, target.endpoint)
            or (is_encrypted(target.endpoint) and not is_encrypted(target.article_url))
        ):
            return None
        name = hashlib.md5(site_base(target.endpoint).encode(), usedforsecurity=False).hexdigest()
        cookie = f"comment_author_email_{name}={quote(draft.identity.email, safe='')}"
        return await get(
            self._client, target.article_url, draft, accept="text/html", headers={"Cookie": cookie}
        )

    async def _parent_is_held(self, draft: Draft) -> NotTaken | Later | None:
        """None when the parent of DRAFT, a comment of mine that strangers do not see, is shown to me as held.

        A reply that may have arrived must not go again below one that became spam meanwhile: the form would take it as
        a comment of its own, which is no duplicate of the reply.
        """
        page = await self._page_for_me(draft)
        if page is None:
            return NotTaken(Reason.PARENT_GONE)
        if not isinstance(page, Fetched):
            return not_reached(page)
        there = draft.target.parent_remote_id in comments_at(page.body)
        return None if there else NotTaken(Reason.PARENT_GONE)

    async def _on_page(self, draft: Draft) -> Standing:
        answer = await get(self._client, draft.target.article_url, draft, accept="text/html")
        if not isinstance(answer, Fetched):
            return CannotLook(network=is_network(answer))
        if draft.remote_id in comments_at(answer.body):
            return Shown(draft.remote_id)
        # on another page of comments, held, or gone: not said
        return CannotLook(network=False)
