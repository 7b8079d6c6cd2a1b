"""What passes between a sync and the library: what is known of articles, what came of storing a page.

Apart from `rows`, which every list needs at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """What a sync needs to know of a stored article before it asks for more."""

    id: int
    modified: datetime | None
    content_hash: bytes
    #: as the site last stated
    comment_count: int | None
    #: comments stored that the site still shows, pingbacks included
    comments_total: int
    whole: bool
    gone: bool
    #: pruned: not to be brought in again
    pruned: bool = False


@dataclass(frozen=True, slots=True)
class RemoteArticle:
    """What a sync needs to ask for the discussion of a stored article. CARED_FOR: it was read, or is kept."""

    remote_id: str
    comments_feed: str
    protected: bool
    cared_for: bool
    url: str = ""
    #: (server, thread) when its page said that an Isso keeps the discussion
    isso: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """What came of storing a page; ids are the library's."""

    new_ids: tuple[int, ...] = ()
    changed_ids: tuple[int, ...] = ()
    #: number of comments that were not there before
    new_comments: int = 0
    #: ids of new comments that answer one of mine
    replies_to_me: tuple[int, ...] = ()
    #: ids of articles that the site said are gone
    vanished: tuple[int, ...] = ()
