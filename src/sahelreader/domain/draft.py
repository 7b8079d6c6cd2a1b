"""A comment that a person writes: its states, and the only moves between them.

`drafts` carries the moves out on disk; `delivery` decides which to make. Times are aware UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any


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
    """Who signs. Kept on this machine only; leaves it only in the POST to the site. Its `repr` tells nothing."""

    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    url: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a comment goes, copied from the library when the draft is begun, so that a broken library loses nothing."""

    site_url: str
    article_url: str
    article_title: str
    #: WordPress' post id; for Isso the thread's URI
    article_remote_id: str
    #: "wordpress", "wordpress-rest" (application password), "isso" or "local" (the welcome edition)
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
    # what a person writes, and the bytes that carry it, are in no log
    text: str = field(repr=False)
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
    payload: str = field(default="", repr=False)
    payload_sha256: str = ""
    #: the comment's id on the site, once known
    remote_id: str = ""
    #: a code of `delivery`'s reasons, and what the site said, made safe
    error: str = ""
    error_detail: str = ""
    #: follow-up of a held comment: when it was last looked for
    checked: datetime | None = None
    #: Isso's edit cookie and the like, kept with the state change
    receipt: str = field(default="", repr=False)
    #: Not to be sent before (cooling delay)
    not_before: datetime | None = None
    #: when the person said: send; the order in which comments leave
    queued: datetime | None = None
    #: when the last attempt began; the next one on that site keeps its distance from it
    attempted: datetime | None = None


class Move(StrEnum):
    """What may happen to a comment. Each is on disk before the act that follows it."""

    QUEUE = "queue"  # the person says: send (or, after a doubt or a refusal: send again)
    EDIT = "edit"  # the person takes it back to write on
    START = "start"  # an attempt begins; bytes may leave from here on
    INTERRUPT = "interrupt"  # the program ended during an attempt
    LOSE = "lose"  # no proof came back
    DEFER = "defer"  # it surely did not arrive; again later
    HOLD = "hold"  # it is there, or was, and is not shown to everybody
    PUBLISH = "publish"  # it is there and shown
    REFUSE = "refuse"  # it is not there, and only the person can go on


_WAITING: dict[Move, State] = {
    Move.START: State.SENDING,
    Move.QUEUE: State.QUEUED,
    # found on the site by looking, before another attempt
    Move.HOLD: State.HELD,
    Move.PUBLISH: State.PUBLISHED,
    Move.REFUSE: State.REFUSED,
}

#: every move that exists; what is not here does not happen
MOVES: dict[State, dict[Move, State]] = {
    State.DRAFT: {Move.QUEUE: State.QUEUED},
    State.QUEUED: _WAITING | {Move.EDIT: State.DRAFT, Move.DEFER: State.RETRY},
    State.RETRY: _WAITING | {Move.EDIT: State.DRAFT, Move.DEFER: State.RETRY},
    # never to RETRY and never to DRAFT: what may have arrived is neither "surely not there" nor free to change
    State.IN_DOUBT: _WAITING | {Move.LOSE: State.IN_DOUBT},
    State.SENDING: {
        Move.INTERRUPT: State.IN_DOUBT,
        Move.LOSE: State.IN_DOUBT,
        Move.DEFER: State.RETRY,
        Move.HOLD: State.HELD,
        Move.PUBLISH: State.PUBLISHED,
        Move.REFUSE: State.REFUSED,
    },
    State.HELD: {
        Move.HOLD: State.HELD,
        Move.PUBLISH: State.PUBLISHED,
        Move.REFUSE: State.REFUSED,
    },
    State.PUBLISHED: {},
    State.REFUSED: {Move.QUEUE: State.QUEUED, Move.EDIT: State.DRAFT},
}

FOLDERS: dict[State, Folder] = {
    State.DRAFT: Folder.DRAFTS,
    State.QUEUED: Folder.OUTBOX,
    State.SENDING: Folder.OUTBOX,
    State.IN_DOUBT: Folder.OUTBOX,
    State.RETRY: Folder.OUTBOX,
    State.REFUSED: Folder.OUTBOX,
    State.HELD: Folder.SENT,
    State.PUBLISHED: Folder.SENT,
}


class NotAllowed(Exception):
    """A move that the table does not have; STATE is where the comment is."""

    def __init__(self, state: State, move: Move) -> None:
        super().__init__(f"{move} from {state}")
        self.state, self.move = state, move


def may(draft: Draft, move: Move) -> bool:
    """True when MOVE exists for DRAFT. What may be on the site is never edited: its text is copied instead."""
    return move in MOVES[draft.state] and not (move is Move.EDIT and draft.doubted)


def moved(draft: Draft, move: Move, **changes: Any) -> Draft:
    """DRAFT after MOVE, with CHANGES to its other fields. NotAllowed when there is no such move."""
    if not may(draft, move):
        raise NotAllowed(draft.state, move)
    if move in (Move.LOSE, Move.INTERRUPT):
        changes["doubted"] = True
    return replace(draft, state=MOVES[draft.state][move], **changes)
