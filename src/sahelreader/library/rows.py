"""What the library gives: a line of a list, a stored article, a stored comment. Plain values, no SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sahelreader.domain.article import Article


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One line of a list."""

    id: int
    site_id: int
    site_name: str
    title: str
    #: None when unknown or absurd (1970, 2099)
    published: datetime | None = None
    #: when a sync found that the site had changed it; None: as first stored
    modified: datetime | None = None
    minutes: int = 0
    #: as the site states or as stored, whichever is more; None: not known
    comment_count: int | None = None
    #: came after the person had been here
    new_comments: int = 0
    read: bool = False
    saved: bool = False
    #: removed by the site; the copy stays
    gone: bool = False
    #: number of the event that other sites tell as well; 0: none
    group: int = 0
    #: how many other sites tell it
    others: int = 0


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """One article with everything known of it. `article.comment_count` is as in `ArticleRow`."""

    id: int
    site_id: int
    site_url: str
    site_name: str
    article: Article
    read: bool = False
    saved: bool = False
    #: as `marks.set_place` was given it; 0: the beginning
    place: int = 0
    note: str = ""
    tags_own: tuple[str, ...] = ()
    gone_at: datetime | None = None
    #: when the last change by the site was found
    edited_at: datetime | None = None
    #: how many texts of it were seen; the older ones are `articles.versions`
    versions: int = 1
    first_seen: datetime | None = None
    group: int = 0
    minutes: int = 0
    #: of its site, for one who answers it: `SourceKind`, and the REST root when it is a WordPress
    site_kind: str = ""
    site_endpoint: str = ""


@dataclass(frozen=True, slots=True)
class StoredComment:
    id: int
    remote_id: str
    #: id of the comment it answers; None for a root, or when that one is not here
    parent_id: int | None
    author: str
    published: datetime | None
    #: clean HTML
    html: str
    author_url: str = ""
    mine: bool = False
    #: "published" for one of mine, else ""
    state: str = ""
    is_new: bool = False
    #: the site no longer shows it
    gone: bool = False
    is_pingback: bool = False
    by_article_author: bool = False
    #: the site's id of the comment it answers, also when that one is not here; "" for a root
    parent_remote_id: str = ""


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
