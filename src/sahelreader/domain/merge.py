"""What to store of a page, given what is stored: new, changed, the same, back again; and where it stands in time. Pure.

Nothing is ever deleted here: an article that a feed no longer lists stays, and one that the site says is gone is
only marked (FAULTS N19). Two different articles under one guid are both kept (N16).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum

from sahelreader.domain.article import Article

#: before the web had news; a date older than this is a mistake of the site's
OLDEST = datetime(1993, 1, 1, tzinfo=UTC)
#: clocks differ, and sites write local time as UTC
AHEAD = timedelta(hours=26)
#: a machine that says it is earlier than this has lost its clock; then dates are believed up to LATEST
CLOCK_LOST = datetime(2026, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)


class Change(Enum):
    NEW = "new"
    #: other words than before: the old ones become a version
    CHANGED = "changed"
    #: the words are the same, what surrounds them (comment count, form) may differ
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Held:
    """What is stored of an article, as far as merging asks. KEY: any value by which the caller knows it again."""

    key: int
    remote_id: str
    url: str
    title: str
    content_hash: bytes
    whole: bool
    gone: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """ARTICLE is to be stored; its remote id may have been made unique. HELD is what it replaces; None when NEW."""

    change: Change
    article: Article
    content_hash: bytes
    held: Held | None = None
    #: the site had said it was gone
    reappeared: bool = False


def sane(when: datetime | None, now: datetime) -> datetime | None:
    """WHEN if a newspaper can have been published then, else None."""
    if when is None or when < OLDEST:
        return None
    return when if when <= (LATEST if now < CLOCK_LOST else now + AHEAD) else None


def apart(articles: Sequence[Article], *, ids_are_reliable: bool) -> list[Article]:
    """ARTICLES of one page, one for each that differs: the last of several with one id wins, unless ids cannot be
    relied on (feeds) and they are plainly different articles; then the later ones get an id of their own."""
    kept: dict[str, Article] = {}
    for article in articles:
        identity = article.remote_id or article.url or article.title
        if article.remote_id != identity:
            article = replace(article, remote_id=identity)
        other = kept.get(identity)
        if (
            other is not None
            and not ids_are_reliable
            and _different(other.url, other.title, article)
        ):
            identity = own_id(article)
            article = replace(article, remote_id=identity)
        kept[identity] = article
    return list(kept.values())


def own_id(article: Article) -> str:
    """An id for an article whose guid belongs to another one."""
    return f"{article.remote_id} {article.url or article.title}"


def decide(
    article: Article,
    by_id: Mapping[str, Held],
    by_url: Mapping[str, Held],
    *,
    ids_are_reliable: bool,
) -> Decision:
    """What to do with ARTICLE. BY_ID and BY_URL hold the same site's stored articles that it may be.

    IDS_ARE_RELIABLE: WordPress' post ids; a feed's guid may be reused for another article, or change from one day to
    the next for the same one, so there the address decides as well.
    """
    held = by_id.get(article.remote_id)
    if not ids_are_reliable:
        if held is not None and _different(held.url, held.title, article):
            article = replace(article, remote_id=own_id(article))
            held = by_id.get(article.remote_id)
        if held is None and article.url:
            same_page = by_url.get(article.url)
            if same_page is not None and same_page.title == article.title:
                # the guid changed, the article did not
                held = same_page
                article = replace(article, remote_id=held.remote_id)
    content_hash = article.content_hash
    if held is None:
        return Decision(Change.NEW, article, content_hash)
    if held.whole and not article.whole:
        # the whole text is here; what came is an excerpt of it, which may only bring news of its surroundings
        return Decision(Change.SAME, article, content_hash, held, held.gone)
    change = Change.SAME if held.content_hash == content_hash else Change.CHANGED
    return Decision(change, article, content_hash, held, held.gone)


def _different(url: str, title: str, article: Article) -> bool:
    """Neither address nor headline agree: a site may correct one of them, hardly both at once."""
    return url != article.url and title != article.title
