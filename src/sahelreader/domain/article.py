"""Articles and comments as a source gives them, before the library has numbered them.

Every text in these values has already been made safe (`domain.text`), every HTML is clean
(`parse.document`), every URL is absolute http(s), every time is aware UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from operator import attrgetter


@dataclass(frozen=True, slots=True)
class Picture:
    url: str
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class RelatedLink:
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class CommentForm:
    """What a site's comment form asks for.

    REQUIRED holds names out of "author", "email", "url", "comment". HIDDEN are the hidden inputs that the
    site expects back, honeypots with their empty value. ACTION is the absolute URL that takes the POST.
    """

    action: str
    required: tuple[str, ...] = ("author", "email", "comment")
    hidden: tuple[tuple[str, str], ...] = ()
    email_published: bool = False
    account_required: bool = False
    #: which comment system: "wordpress" or "isso"
    system: str = "wordpress"


@dataclass(frozen=True, slots=True)
class Comment:
    """A reader's comment as the site gives it. IDs are the site's, as text ("" when it has none)."""

    remote_id: str
    parent_remote_id: str
    author: str
    published: datetime | None
    #: clean HTML (paragraphs, emphasis, quotations, links)
    html: str
    author_url: str = ""
    is_pingback: bool = False
    by_article_author: bool = False
    #: the account on the site that wrote it, as the site numbers accounts; "" for a visitor. Compared, never stored
    author_id: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One article. `remote_id` is unique within its site: WordPress' post id, a feed's guid, or a page's URL."""

    remote_id: str
    url: str
    title: str
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    #: BCP 47 primary tag such as "fr" or "ar"; empty when not known
    language: str = ""
    #: clean HTML of the body; empty when only the summary is known
    html: str = ""
    summary: str = ""
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    lead: Picture | None = None
    #: as the site states it; None: reckon it from the words
    reading_minutes: int | None = None
    related: tuple[RelatedLink, ...] = ()
    #: number of comments as the site states it; None when it does not
    comment_count: int | None = None
    comments_open: bool | None = None
    form: CommentForm | None = None
    #: False when this is an excerpt and the page should be fetched for the whole
    whole: bool = True
    protected: bool = False
    #: per-article feed of comments (wfw:commentRss), if any
    comments_feed: str = ""
    #: the account on the site that wrote it (see `Comment.author_id`)
    author_id: str = ""

    @property
    def content_hash(self) -> bytes:
        """16 bytes over everything that the reader would see; the same article gives the same hash."""
        # not above: OpenSSL's part of it is slow to load, and a list of articles has no need of it
        import hashlib

        digest = hashlib.blake2b(repr(_seen(self)).encode(), digest_size=16)
        # by itself: `repr` of a long text takes ten times as long
        digest.update(b"\0")
        digest.update(self.html.encode("utf-8", "surrogatepass"))
        return digest.digest()


#: the fields that a reader would see, but for the body
_seen = attrgetter(
    *(
        field.name
        for field in fields(Article)
        if field.name not in ("comment_count", "form", "comments_feed", "author_id", "html")
    )
)


@dataclass(frozen=True, slots=True)
class CommentBatch:
    """Comments of one article. COMPLETE: all that the site shows now, so what is missing was removed there."""

    article_remote_id: str
    comments: tuple[Comment, ...]
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What is stored in one transaction: articles, comments, what vanished, and where to go on.

    CURSOR replaces the site's stored cursor (validators and watermarks, a small JSON-able mapping that only
    the source understands) in the same transaction; None leaves it.
    """

    articles: tuple[Article, ...] = ()
    batches: tuple[CommentBatch, ...] = ()
    #: remote ids that the site said are gone (never deduced from a feed that merely dropped them)
    vanished: tuple[str, ...] = ()
    cursor: dict[str, object] | None = None
    #: items that could not be taken, each a short reason for the log
    skipped: tuple[str, ...] = ()


def words_to_minutes(words: int) -> int:
    """Reading time at 200 words a minute, at least one minute (measured against sites: CONTENT notes)."""
    return max(1, round(words / 200))
