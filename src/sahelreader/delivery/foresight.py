"""What a site will say to a comment, told before it is sent. Pure: the draft and the library's copy of the article.

Limits are WordPress' own (`wp-includes/comment.php`, column sizes), in bytes of UTF-8.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sahelreader.delivery.hosts import is_encrypted, same_host
from sahelreader.domain.draft import Draft
from sahelreader.i18n import _

if TYPE_CHECKING:
    from sahelreader.library.rows import StoredArticle

NAME_LIMIT, EMAIL_LIMIT, URL_LIMIT, TEXT_LIMIT = 245, 100, 200, 65_525
#: from so many links on WordPress holds a comment (comment_max_links)
HELD_FROM_LINKS = 2
_LINK = re.compile(r"https?://|<a\s", re.IGNORECASE)
_EMAIL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class Warning:
    """CODE says what; REFUSED: the site will not take it like this (else it may, or will hold it)."""

    code: str
    refused: bool = False
    values: dict[str, int | str] = field(default_factory=dict)

    def sentence(self) -> str:
        return _sentence(self.code) % self.values


def foresee(draft: Draft, stored: StoredArticle | None) -> list[Warning]:
    """What is to be said before DRAFT is queued, the gravest first. STORED None: the library does not know the article."""
    found = _of_text(draft) + _of_identity(draft)
    if stored is not None:
        found += _of_article(draft, stored)
    target = draft.target
    address = target.endpoint or target.article_url
    if target.system != "local":
        if not is_encrypted(address):
            found.append(Warning("unencrypted"))
        if target.system != "isso" and not same_host(target.article_url, target.site_url):
            found.append(Warning("other_host", refused=True))
    return sorted(found, key=lambda warning: not warning.refused)


def _of_text(draft: Draft) -> list[Warning]:
    found = []
    size = len(draft.text.encode("utf-8", "replace"))
    if not draft.text.strip():
        found.append(Warning("empty", refused=True))
    if size > TEXT_LIMIT:
        found.append(Warning("text_long", True, {"size": size, "limit": TEXT_LIMIT}))
    links = len(_LINK.findall(draft.text))
    if links >= HELD_FROM_LINKS:
        found.append(Warning("links", values={"count": links}))
    return found


def _of_identity(draft: Draft) -> list[Warning]:
    who, required = draft.identity, draft.target.required
    system = draft.target.system
    if system == "wordpress-rest":
        return []  # the account signs
    if not required and system == "wordpress":
        required = ("author", "email")  # WordPress' own default, when the form was not seen
    found = []
    if "author" in required and not who.name.strip():
        found.append(Warning("no_name", refused=True))
    if "email" in required and not who.email.strip():
        found.append(Warning("no_email", refused=True))
    elif who.email and not _EMAIL.fullmatch(who.email):
        found.append(Warning("bad_email", refused=True))
    for value, limit, code in (
        (who.name, NAME_LIMIT, "name_long"),
        (who.email, EMAIL_LIMIT, "email_long"),
        (who.url, URL_LIMIT, "url_long"),
    ):
        if len(value.encode("utf-8", "replace")) > limit:
            found.append(Warning(code, True, {"limit": limit}))
    return found


def _of_article(draft: Draft, stored: StoredArticle) -> list[Warning]:
    article = stored.article
    found = []
    if stored.gone_at is not None:
        found.append(Warning("article_gone", refused=True))
    elif article.comments_open is False:
        found.append(Warning("closed", refused=True))
    elif stored.edited_at is not None and stored.edited_at > draft.created:
        found.append(Warning("article_changed"))
    if article.protected:
        found.append(Warning("protected", refused=True))
    if article.form is not None and article.form.account_required:
        if draft.target.system != "wordpress-rest":
            found.append(Warning("account", refused=True))
    elif article.form is not None and article.form.email_published and draft.identity.email:
        found.append(Warning("email_published"))
    return found


def _sentence(code: str) -> str:
    match code:
        case "empty":
            return _("There is no text yet.")
        case "text_long":
            return _("The text has %(size)d bytes; sites take %(limit)d at most.")
        case "links":
            return _("With %(count)d links, most sites hold a comment for their moderator.")
        case "no_name":
            return _("This site asks for a name.")
        case "no_email":
            return _("This site asks for an e-mail address. It does not publish it.")
        case "bad_email":
            return _("The e-mail address does not look like one.")
        case "name_long":
            return _("The name is too long: %(limit)d bytes at most.")
        case "email_long":
            return _("The e-mail address is too long: %(limit)d bytes at most.")
        case "url_long":
            return _("The web address is too long: %(limit)d bytes at most.")
        case "article_gone":
            return _("The site has removed this article, so it will not take the comment.")
        case "closed":
            return _("Comments on this article are closed, so the site will not take it.")
        case "article_changed":
            return _(
                "The site has changed the article since you began to write. Read it once more."
            )
        case "protected":
            return _("The article is protected by a password; comments on it cannot be sent.")
        case "account":
            return _("The site takes comments only from those who have an account there.")
        case "email_published":
            return _("This site publishes the e-mail address of those who comment.")
        case "unencrypted":
            return _(
                "This site is not encrypted: your text and your e-mail address travel readable to everybody on the way."
            )
        case "other_host":
            return _(
                "The article is on another site than the one you follow; nothing is sent there."
            )
        case _:
            return code
