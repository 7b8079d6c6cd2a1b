"""What was found at an address, in sentences for a person. Loads nothing of the network."""

from __future__ import annotations

from collections.abc import Mapping

from sahelreader.domain.site import Found, SourceKind
from sahelreader.i18n import _


def what_was_found(found: Found) -> list[str]:
    """Short lines without full stops: how the site is read, and what of its discussions comes along."""
    facts = found.facts
    match found.kind:
        case SourceKind.WORDPRESS:
            lines = [_("WordPress site: whole articles with their discussions")]
            if facts.get("comments_open") is False:
                lines.append(_("comments are closed on its newest articles"))
            elif facts.get("comments_open"):
                lines.append(_("comments are open on its newest articles"))
            lines += _asked(facts)
            if facts.get("application_passwords"):
                lines.append(_("accounts can sign comments with an application password"))
        case SourceKind.FEED:
            lines = [_("feed: %(address)s") % {"address": found.endpoint}]
            if facts.get("full_text") is False:
                lines.append(_("it gives excerpts; the whole text is fetched from each page"))
            if found.comments_feed:
                lines.append(_("its comments come along"))
            lines += _isso(facts)
        case SourceKind.PAGE:
            lines = [_("a page without a feed: its articles are looked for on it")]
            lines += _isso(facts)
        case _:
            lines = []
    return lines


def _isso(facts: Mapping[str, object]) -> list[str]:
    if not facts.get("isso"):
        return []
    return [
        _("an Isso keeps its discussions: they come along, and one can write there"),
        *_asked(facts),
    ]


def _asked(facts: Mapping[str, object]) -> list[str]:
    """What the site asks of those who comment, as far as its form says it."""
    if facts.get("account_required"):
        return [_("only those who have an account there may comment")]
    required = facts.get("required")
    if not isinstance(required, list):
        return []
    match ("author" in required, "email" in required):
        case (True, True):
            lines = [_("those who comment give a name and an e-mail address")]
        case (True, False):
            lines = [_("those who comment give a name")]
        case (False, True):
            lines = [_("those who comment give an e-mail address")]
        case _:
            lines = [_("one may comment without a name")]
    if facts.get("email_published"):
        lines.append(_("the e-mail address is published"))
    return lines
