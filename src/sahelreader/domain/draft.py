"""A comment that a person writes: its states, and the only moves between them.

`drafts.py` carries the moves out on disk; `delivery` decides which to make. Times are aware UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"  # being written
    QUEUED = "queued"  # the person said: send
    SENDING = "sending"  # payload frozen and on disk; bytes may leave
    IN_DOUBT = "in_doubt"  # bytes left, no proof came back
    RETRY = "retry"  # surely did not arrive; again at next_attempt
    HELD = "held"  # on the site, waits for its moderator
    PUBLISHED = "published"
    REFUSED = "refused"  # the site or the person's choice is needed; the text is kept


class Folder(StrEnum):
    DRAFTS = "drafts"
    OUTBOX = "outbox"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signs. Kept on this machine only; leaves it only in the POST to the site."""

    name: str = ""
    email: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a comment goes, copied from the library when the draft is begun, so that a broken library loses nothing."""

    site_url: str
    article_url: str
    article_title: str
    #: WordPress' post id; for Isso the thread's URI
    article_remote_id: str
    #: "wordpress", "wordpress-rest" (application password) or "isso"
    system: str = "wordpress"
    #: where the POST goes (…/wp-comments-post.php, the REST root, Isso's API root)
    endpoint: str = ""
    #: the site's REST root, to ask for a comment's state; "" when the site has none
    api_root: str = ""
    parent_remote_id: str = ""
    #: draft id of the parent when it is a comment of ours that is not on the site yet
    parent_draft: str = ""
    parent_author: str = ""
    parent_excerpt: str = ""
    #: hidden inputs of the form as read with the article
    hidden: tuple[tuple[str, str], ...] = ()
    required: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """One comment, from its first keystroke to its publication; one TOML file."""

    id: str
    target: Target
    text: str
    identity: Identity
    created: datetime
    updated: datetime
    state: State = State.DRAFT
    #: library's article and comment ids, when known; never needed for delivery
    article: int | None = None
    reply_to: int | None = None
    attempts: int = 0
    #: an attempt whose answer was lost has been made with these very bytes
    doubted: bool = False
    next_attempt: datetime | None = None
    sent_at: datetime | None = None
    #: the exact form body of the attempt, frozen when SENDING begins (ASCII, form-urlencoded or JSON)
    payload: str = ""
    payload_sha256: str = ""
    #: the comment's id on the site, once known
    remote_id: str = ""
    #: a code of `delivery`'s reasons, and what the site said, made safe
    error: str = ""
    error_detail: str = ""
    #: follow-up of a held comment: when it was last looked for
    checked: datetime | None = None
    #: Isso's edit cookie and the like, kept with the state change
    receipt: str = ""
    #: Not to be sent before (cooling delay)
    not_before: datetime | None = None
