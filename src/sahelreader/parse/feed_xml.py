"""RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0 out of a strictly parsed tree, in one pass over the elements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelreader.parse import ParseProblem
from sahelreader.parse.feed_entry import EntryReader
from sahelreader.parse.feed_parts import (
    author_of,
    has_bases,
    name_of,
    own_attribute,
    resolved,
    string_of,
    tags_of,
)
from sahelreader.parse.feed_raw import RawFeed
from sahelreader.parse.urls import absolute_url

if TYPE_CHECKING:
    from lxml.etree import _Element

_ENTRY_LIMIT = 20_000


def read_xml(root: _Element, url: str) -> RawFeed:
    """What the feed whose root element is ROOT, got from URL, says. Raises ParseProblem when it is no feed."""
    if name_of(str(root.tag)) in ("?:feed", "?:rss"):
        # a namespace of the feed's own invention: its names mean what they always mean
        space = str(root.tag).partition("}")[0] + "}"
        for node in root.iter():
            if isinstance(node.tag, str) and node.tag.startswith(space):
                node.tag = "{http://purl.org/atom/ns#}" + node.tag[len(space) :]
    return _Reader(root, url).feed


class _Reader(EntryReader):
    def __init__(self, root: _Element, url: str) -> None:
        kind = name_of(str(root.tag)).removeprefix("atom:")
        if kind not in ("rss", "feed", "rdf:rdf", "rdf", "channel"):
            raise ParseProblem(f"no feed but <{kind[:40]}>")
        self.feed = RawFeed({"feed": "atom", "rdf:rdf": "rdf", "rdf": "rdf"}.get(kind, "rss"), url)
        # most feeds set no base and no language inside; then nothing need be carried along
        super().__init__(has_bases(root))
        base, language = self._context(root, url, "")
        self.feed.base, self.feed.language = base, language
        if kind in ("feed", "channel"):
            self._channel(root, base, language)
            return
        for child in root:
            name = name_of(child.tag) if isinstance(child.tag, str) else ""
            if name == "channel":
                self._channel(child, *self._context(child, base, language))
            elif name in ("item", "entry"):
                self.feed.entries.append(self.entry(child, base, language))

    def _channel(self, node: _Element, base: str, language: str) -> None:
        feed = self.feed
        feed.base = base
        # Channel Definition Format says these in attributes
        feed.link = absolute_url(own_attribute(node, "href"), base)
        feed.updated = own_attribute(node, "lastmod")
        for child in node:
            if not isinstance(child.tag, str):
                continue
            name = name_of(child.tag)
            if name in ("item", "atom:entry", "entry"):
                if len(feed.entries) < _ENTRY_LIMIT:
                    self.feed.entries.append(self.entry(child, base, language))
                continue
            name = name.removeprefix("atom:")
            if name in ("title", "dc:title") and feed.title is None:
                feed.title = self._text(child, base)
            elif name in (
                "description",
                "subtitle",
                "tagline",
                "info",
                "abstract",
                "itunes:summary",
                "itunes:subtitle",
                "feedburner:browserfriendly",
            ):
                if feed.subtitle is None or name in ("subtitle", "tagline", "description"):
                    feed.subtitle = self._text(child, base)
            elif name == "link":
                self._feed_link(child, *self._context(child, base, language))
            elif name in ("language", "dc:language"):
                feed.language = feed.language or string_of(child)
            elif name in (
                "author",
                "dc:creator",
                "managingeditor",
                "itunes:author",
                "dc:author",
                "webmaster",
                "dc:publisher",
            ):
                if name not in ("webmaster", "dc:publisher") and (author := author_of(child)):
                    feed.authors.append(author)
            elif name in ("pubdate", "dc:date", "published", "issued", "dcterms:issued"):
                feed.published = feed.published or string_of(child)
            elif name in ("dcterms:created", "created"):
                feed.created = feed.created or string_of(child)
            elif name in ("lastbuilddate", "updated", "modified", "dcterms:modified"):
                feed.updated = feed.updated or string_of(child)
            elif name in (
                "category",
                "dc:subject",
                "keywords",
                "itunes:keywords",
                "itunes:category",
            ):
                feed.tags += tags_of(child, name)
            elif name in ("id", "guid"):
                feed.id = resolved(string_of(child), base)
            elif name == "ttl":
                feed.ttl = string_of(child)
            elif name == "sy:updateperiod":
                feed.update_period = string_of(child)
            elif name == "sy:updatefrequency":
                feed.update_frequency = string_of(child)
            elif name in ("wfw:commentrss", "wfw:comment"):
                feed.comments_feed = absolute_url(string_of(child), base)

    def _feed_link(self, node: _Element, base: str, _language: str) -> None:
        feed = self.feed
        href = node.get("href")
        rel = (node.get("rel") or "alternate").lower()
        kind = (node.get("type") or "").lower()
        if href is None:
            feed.link = feed.link or absolute_url(string_of(node), base)
        elif rel == "self":
            feed.self_link = absolute_url(href, base)
        elif rel == "next":
            feed.next_link = absolute_url(href, base)
        elif rel == "alternate" and ("html" in kind or not kind or not feed.link):
            feed.link = absolute_url(href, base) or feed.link
