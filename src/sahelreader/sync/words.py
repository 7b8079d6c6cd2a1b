"""What was found at an address, in sentences for a person. Loads nothing of the network."""

from __future__ import annotations

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
            if facts.get("application_passwords"):
                lines.append(_("accounts can sign comments with an application password"))
        case SourceKind.FEED:
            lines = [_("feed: %(address)s") % {"address": found.endpoint}]
            if facts.get("full_text") is False:
                lines.append(_("it gives excerpts; the whole text is fetched from each page"))
            if found.comments_feed:
                lines.append(_("its comments come along"))
        case SourceKind.PAGE:
            lines = [_("a page without a feed: its articles are looked for on it")]
        case _:
            lines = []
    return lines
