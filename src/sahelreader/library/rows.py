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
