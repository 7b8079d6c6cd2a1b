"""What a sync tells while it runs, and what it can be told before. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sahelreader.domain.site import Found, Site


@dataclass(frozen=True, slots=True)
class Options:
    """FULL_TEXT: fetch the page when a feed gives an excerpt; None leaves it to each site.

    MAX_BYTES and MONTH_BYTES are limits on what this sync, and this calendar month, may cost on the wire;
    0 is no limit. SINCE brings in older articles down to that time. AT_ONCE: sites read at the same time.
    PICTURES: the folder into which the lead pictures of new articles go, after all else; None leaves them.
    """

    full_text: bool | None = None
    max_bytes: int = 0
    since: datetime | None = None
    month_bytes: int = 0
    at_once: int = 6
    pictures: Path | None = None


@dataclass(frozen=True, slots=True)
class SiteProgress:
    """Something of SITE was stored. Counts of new articles and comments, and bytes, of this sync so far."""

    site: Site
    articles: int
    comments: int
    wire_bytes: int


@dataclass(frozen=True, slots=True)
class SiteDone:
    """SITE was read, or could not be: PROBLEM is a `Problem` code, "" when all went well. What came is stored."""

    site: Site
    new: int = 0
    changed: int = 0
    comments: int = 0
    vanished: int = 0
    wire_bytes: int = 0
    problem: str = ""
    detail: str = ""
    #: library ids of new articles, the first few
    first_new_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SyncDone:
    """The last event. REPLIES_TO_ME: new answers to the person's own comments."""

    new: int
    comments: int
    wire_bytes: int
    replies_to_me: int


Event = SiteProgress | SiteDone | SyncDone


@dataclass(frozen=True, slots=True)
class Subscribed:
    site: Site
    found: Found


@dataclass(frozen=True, slots=True)
class NotSubscribed:
    """PROBLEM is a code of `domain.outcome.Problem`."""

    problem: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ArticleFetched:
    """One article asked for again by hand. PROBLEM "" when all went well."""

    problem: str = ""
    detail: str = ""
    changed: bool = False
    new_comments: int = 0
    wire_bytes: int = 0
