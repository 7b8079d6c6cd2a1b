"""What a feed says, before it is judged: the common form of RSS, Atom, JSON Feed and what feedparser makes of the rest."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class RawText:
    """A text as it stands. KIND "text" is taken literally, "html" holds tags and entities, "guess" is what RSS leaves
    open. BASE grounds its addresses."""

    value: str
    kind: str = "guess"
    base: str = ""


@dataclass(slots=True)
class RawMedia:
    """An enclosure or a media:content. SIZE in bytes as stated, WIDTH in pixels, 0 when not said."""

    url: str
    type: str = ""
    size: int = 0
    width: int = 0
    title: str = ""
    credit: str = ""


@dataclass(slots=True)
class RawTag:
    """TERM is the tag's own name, LABEL what a person is shown where the feed tells the two apart."""

    term: str
    label: str = ""


@dataclass(slots=True)
class RawEntry:
    id: str = ""
    id_is_link: bool = False
    link: str = ""
    title: RawText | None = None
    title_is_late: bool = False
    summary: RawText | None = None
    contents: list[RawText] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    published: str = ""
    updated: str = ""
    created: str = ""
    tags: list[RawTag] = field(default_factory=list)
    enclosures: list[RawMedia] = field(default_factory=list)
    pictures: list[RawMedia] = field(default_factory=list)
    credit: str = ""
    caption: str = ""
    language: str = ""
    comments_link: str = ""
    comments_feed: str = ""
    comment_count: str = ""
    #: the id of what this entry answers (Atom threading)
    reply_to: str = ""
    author_url: str = ""


@dataclass(slots=True)
class RawFeed:
    #: "rss", "rdf", "atom" or "json"
    kind: str
    base: str = ""
    id: str = ""
    title: RawText | None = None
    subtitle: RawText | None = None
    link: str = ""
    self_link: str = ""
    next_link: str = ""
    language: str = ""
    authors: list[str] = field(default_factory=list)
    updated: str = ""
    published: str = ""
    created: str = ""
    tags: list[RawTag] = field(default_factory=list)
    ttl: str = ""
    update_period: str = ""
    update_frequency: str = ""
    comments_feed: str = ""
    entries: list[RawEntry] = field(default_factory=list)
