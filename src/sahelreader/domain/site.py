"""A site one subscribes to, and when it is due."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class SourceKind(StrEnum):
    """How a site is read."""

    WORDPRESS = "wordpress"
    FEED = "feed"
    PAGE = "page"
    #: put in by `import` or shipped with the program; never synced
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Found:
    """What `add` found at an address. Everything a subscription needs; the library turns it into a Site."""

    url: str
    name: str
    kind: SourceKind
    #: WordPress: the REST root as given (may hold "?rest_route="); feed: the feed's URL
    endpoint: str
    comments_feed: str = ""
    language: str = ""
    #: comments_open, required[], account_required, email_published, application_passwords, timezone … for `add` to tell
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Site:
    """A subscription as the library has it; counts are kept by the library, never counted for this."""

    id: int
    url: str
    name: str
    kind: SourceKind
    endpoint: str
    comments_feed: str = ""
    language: str = ""
    folder: str = ""
    facts: dict[str, object] = field(default_factory=dict)
    #: opaque to all but the source: validators, watermarks
    cursor: dict[str, object] = field(default_factory=dict)
    full_text: bool = True
    added: datetime | None = None
    last_sync: datetime | None = None
    #: a code of `domain.outcome.Problem`, or empty; worded where it is shown
    last_error: str = ""
    #: a number of the error's detail (HTTP status, seconds …) as text, for the sentence
    error_detail: str = ""
    #: the site asked not to be asked before this time
    not_before: datetime | None = None
    failures: int = 0
    gone: bool = False
    article_count: int = 0
    unread_count: int = 0
    comment_count: int = 0
    bytes_month: int = 0


def is_due(site: Site, now: datetime) -> bool:
    """True when SITE may be asked now (an explicit sync by the person asks only this)."""
    if site.kind is SourceKind.LOCAL or site.gone:
        return False
    return site.not_before is None or site.not_before <= now
