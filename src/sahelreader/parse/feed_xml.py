"""RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0 out of a strictly parsed tree, in one pass over the elements.

Names are told apart by their namespace whatever prefix a feed gave it; feeds that spell a namespace wrongly are met
halfway. Knows nothing of what the texts mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, Any, TypeAlias

from sahelreader.parse import ParseProblem
from sahelreader.parse.feed_raw import RawEntry, RawFeed, RawMedia, RawTag, RawText
from sahelreader.parse.urls import absolute_url

if TYPE_CHECKING:
    from lxml.etree import _Element

_XML = "{http://www.w3.org/XML/1998/namespace}"
_ENTRY_LIMIT = 20_000
_LIST_LIMIT = 200  # tags, enclosures, pictures of one entry

# part of a namespace's address, in lower case -> the prefix by which it is called here
_SPACES = (
    ("purl.org/dc/elements", "dc"), ("purl.org/dc/terms", "dcterms"), ("purl.org/rss/1.0/modules/content", "content"),
    ("purl.org/rss/1.0/modules/slash", "slash"), ("wellformedweb.org/commentapi", "wfw"), ("search.yahoo.com/mrss", "media"),
    ("syndication/thread", "thr"), ("purl.org/rss/1.0/modules/syndication", "sy"), ("itunes.com/dtds/podcast", "itunes"),
    ("w3.org/1999/xhtml", "xhtml"), ("w3.org/1999/02/22-rdf-syntax", "rdf"), ("w3.org/2005/atom", ""), ("purl.org/atom", ""),
    ("purl.org/rss/1.0/modules", "module"), ("purl.org/rss", ""), ("purl.org/net/rss", ""), ("my.netscape.com/rdf", ""), ("channel.netscape.com/rdf", ""),
    ("backend.userland.com", ""), ("blogs.law.harvard.edu/tech/rss", ""), ("my.netscape.com/publish/formats", ""), ("feedparser.org", ""),
    ("rssboard.org/media", "media"), ("cyber.law.harvard.edu", ""), ("hacks.benhammersley.com", ""), ("rssnamespace.org/feedburner", "feedburner"),
)  # fmt: skip
_ATOM = ("w3.org/2005/atom", "purl.org/atom")
#: elements that hold a language, an address or a text of their own
_Handler: TypeAlias = Callable[["_Element", RawEntry, str], None]


@lru_cache(maxsize=4_096)
def name_of(tag: str) -> str:
    """ "dc:creator" for the tag of lxml, whatever prefix and case the document has; Atom's and RSS' own have none."""
    if tag[0] != "{":
        return tag.lower()
    space, _, local = tag[1:].partition("}")
    space = space.lower()
    prefix = next((short for part, short in _SPACES if part in space), None)
    local = local.lower()
    if prefix is None:
        return f"?:{local}"
    if prefix == "" and any(part in space for part in _ATOM):
        return "atom:" + local
    return f"{prefix}:{local}" if prefix else local


def read_xml(root: _Element, url: str) -> RawFeed:
    """What the feed whose root element is ROOT, got from URL, says. Raises ParseProblem when it is no feed."""
    if name_of(str(root.tag)) in ("?:feed", "?:rss"):
        # a namespace of the feed's own invention: its names mean what they always mean
        space = str(root.tag).partition("}")[0] + "}"
        for node in root.iter():
            if isinstance(node.tag, str) and node.tag.startswith(space):
                node.tag = "{http://purl.org/atom/ns#}" + node.tag[len(space) :]
    return _Reader(root, url).feed


class _Reader:
    def __init__(self, root: _Element, url: str) -> None:
        kind = name_of(str(root.tag)).removeprefix("atom:")
        if kind not in ("rss", "feed", "rdf:rdf", "rdf", "channel"):
            raise ParseProblem(f"no feed but <{kind[:40]}>")
        self.feed = RawFeed({"feed": "atom", "rdf:rdf": "rdf", "rdf": "rdf"}.get(kind, "rss"), url)
        # most feeds set no base and no language inside; then nothing need be carried along
        self._based = _has_bases(root)
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
                self._entry(child, base, language)

    def _context(self, node: _Element, base: str, language: str) -> tuple[str, str]:
        if not self._based:
            return base, language
        own = node.get(_XML + "base")
        if own:
            base = absolute_url(own, base) or base
        given = node.get(_XML + "lang")
        return base, language if given is None else given

    def _channel(self, node: _Element, base: str, language: str) -> None:
        feed = self.feed
        feed.base = base
        # Channel Definition Format says these in attributes
        feed.link = absolute_url(_attribute(node, "href"), base)
        feed.updated = _attribute(node, "lastmod")
        for child in node:
            if not isinstance(child.tag, str):
                continue
            name = name_of(child.tag)
            if name in ("item", "atom:entry", "entry"):
                if len(feed.entries) < _ENTRY_LIMIT:
                    self._entry(child, base, language)
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
                feed.language = feed.language or _string(child)
            elif name in (
                "author",
                "dc:creator",
                "managingeditor",
                "itunes:author",
                "dc:author",
                "webmaster",
                "dc:publisher",
            ):
                if name not in ("webmaster", "dc:publisher") and (author := _author(child)):
                    feed.authors.append(author)
            elif name in ("pubdate", "dc:date", "published", "issued", "dcterms:issued"):
                feed.published = feed.published or _string(child)
            elif name in ("dcterms:created", "created"):
                feed.created = feed.created or _string(child)
            elif name in ("lastbuilddate", "updated", "modified", "dcterms:modified"):
                feed.updated = feed.updated or _string(child)
            elif name in (
                "category",
                "dc:subject",
                "keywords",
                "itunes:keywords",
                "itunes:category",
            ):
                feed.tags += _tags(child, name)
            elif name in ("id", "guid"):
                feed.id = _resolved(_string(child), base)
            elif name == "ttl":
                feed.ttl = _string(child)
            elif name == "sy:updateperiod":
                feed.update_period = _string(child)
            elif name == "sy:updatefrequency":
                feed.update_frequency = _string(child)
            elif name in ("wfw:commentrss", "wfw:comment"):
                feed.comments_feed = absolute_url(_string(child), base)

    def _feed_link(self, node: _Element, base: str, _language: str) -> None:
        feed = self.feed
        href = node.get("href")
        rel = (node.get("rel") or "alternate").lower()
        kind = (node.get("type") or "").lower()
        if href is None:
            feed.link = feed.link or absolute_url(_string(node), base)
        elif rel == "self":
            feed.self_link = absolute_url(href, base)
        elif rel == "next":
            feed.next_link = absolute_url(href, base)
        elif rel == "alternate" and ("html" in kind or not kind or not feed.link):
            feed.link = absolute_url(href, base) or feed.link

    # --- entries ------------------------------------------------------------------------------------------

    def _entry(self, node: _Element, base: str, language: str) -> None:
        entry = RawEntry()
        base, language = self._context(node, base, language)
        entry.language = language
        about = node.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about")
        if about:
            entry.id = about.strip()
        if node.attrib:
            entry.link = absolute_url(_attribute(node, "href"), base)
            entry.updated = _attribute(node, "lastmod")
        for child in node:
            tag = child.tag
            if isinstance(tag, str):
                handler = _HANDLERS.get(name_of(tag))
                if handler is not None:
                    handler(self, child, entry, base)
        self.feed.entries.append(entry)

    def _text(self, node: _Element, base: str) -> RawText:
        """The text construct NODE of RSS or Atom."""
        base, _ = self._context(node, base, "")
        attributes = node.attrib
        kind = str(attributes.get("type") or "").lower() if attributes else ""
        mode = str(attributes.get("mode") or "").lower() if attributes else ""
        if len(node) and (
            kind in ("xhtml", "application/xhtml+xml", "text/html", "application/xml")
            or mode == "xml"
            or not kind
        ):
            return RawText(_inner(node), "html", base)
        value = _all_text(node)
        if mode == "base64" or ("/" in kind and not kind.startswith("text/") and "xml" not in kind):
            return RawText(_unpacked(value), "guess", base)
        if kind in ("html", "text/html", "application/xhtml+xml"):
            return RawText(value, "html", base)
        if kind in ("text", "text/plain") and mode != "escaped":
            return RawText(value, "text", base)
        if kind == "" and str(node.tag).startswith("{http://www.w3.org/2005/Atom}"):
            return RawText(value, "text", base)
        return RawText(value, "guess", base)

    def _title(self, node: _Element, entry: RawEntry, base: str) -> None:
        if entry.title is None or entry.title_is_late or not entry.title.value.strip():
            entry.title, entry.title_is_late = self._text(node, base), False

    def _late_title(self, node: _Element, entry: RawEntry, base: str) -> None:
        """A title that counts only where there is no other."""
        if entry.title is None:
            entry.title = self._text(node, base)
            entry.title_is_late = True

    def _summary(self, node: _Element, entry: RawEntry, base: str) -> None:
        text = self._text(node, base)
        if entry.summary is None or not entry.summary.value.strip():
            entry.summary = text
        elif text.value.strip():
            entry.contents.append(text)

    def _late_summary(self, node: _Element, entry: RawEntry, base: str) -> None:
        if entry.summary is None:
            entry.summary = self._text(node, base)

    def _content(self, node: _Element, entry: RawEntry, base: str) -> None:
        source = node.get("src")
        if source and not node.text and not len(node):
            # the content is elsewhere: a picture or a sound
            entry.enclosures.append(
                RawMedia(
                    absolute_url(source, self._context(node, base, "")[0]), node.get("type") or ""
                )
            )
            return
        text = self._text(node, base)
        if text.kind == "guess":
            text.kind = "html"
        if text.value.strip() and len(entry.contents) < 20:
            entry.contents.append(text)

    def _link(self, node: _Element, entry: RawEntry, base: str) -> None:
        base, _ = self._context(node, base, "")
        href = node.get("href")
        if href is None:
            if not entry.link:
                entry.link = absolute_url(_string(node), base)
            return
        rel = (
            (node.get("rel") or "alternate")
            .lower()
            .removeprefix("http://www.iana.org/assignments/relation/")
        )
        kind = (node.get("type") or "").lower()
        url = absolute_url(href, base)
        if rel == "alternate":
            if not entry.link or ("html" in kind and not kind.startswith("application/atom")):
                entry.link = url
        elif rel == "enclosure" and url:
            entry.enclosures.append(
                RawMedia(url, kind, _integer(node.get("length")), title=node.get("title") or "")
            )
        elif rel == "replies" and url:
            if "html" in kind:
                entry.comments_link = url
            else:
                entry.comments_feed = url
            count = next(
                (str(value) for key, value in node.attrib.items() if str(key).endswith("count")), ""
            )
            entry.comment_count = entry.comment_count or count

    def _guid(self, node: _Element, entry: RawEntry, base: str) -> None:
        text = _string(node)
        if not text:
            return
        entry.id = _resolved(text, base)
        if name_of(str(node.tag)) == "guid":
            permanent = (node.get("isPermaLink") or node.get("ispermalink") or "true").lower()
            entry.id_is_link = permanent != "false" and bool(absolute_url(text, base))

    def _dc_id(self, node: _Element, entry: RawEntry, _base: str) -> None:
        entry.id = entry.id or _string(node)

    def _person(self, node: _Element, entry: RawEntry, base: str) -> None:
        name = _author(node)
        if name and len(entry.authors) < _LIST_LIMIT:
            # dc:creator says more than the RSS author, which is often an address
            if name_of(str(node.tag)) == "dc:creator":
                entry.authors = [one for one in entry.authors if "@" not in one]
            entry.authors.append(name)
        for child in node:
            if isinstance(child.tag, str) and name_of(child.tag).rpartition(":")[2] in (
                "uri",
                "url",
                "homepage",
            ):
                entry.author_url = absolute_url(_string(child), base)

    def _itunes_author(self, node: _Element, entry: RawEntry, base: str) -> None:
        if not entry.authors:
            self._person(node, entry, base)

    def _published(self, node: _Element, entry: RawEntry, _base: str) -> None:
        entry.published = _string(node) or entry.published

    def _updated(self, node: _Element, entry: RawEntry, _base: str) -> None:
        entry.updated = _string(node) or entry.updated

    def _created(self, node: _Element, entry: RawEntry, _base: str) -> None:
        entry.created = _string(node) or entry.created

    def _category(self, node: _Element, entry: RawEntry, _base: str) -> None:
        if len(entry.tags) < _LIST_LIMIT:
            entry.tags += _tags(node, name_of(str(node.tag)))

    def _enclosure(self, node: _Element, entry: RawEntry, base: str) -> None:
        url = absolute_url(node.get("url") or node.get("href") or "", base)
        if url and len(entry.enclosures) < _LIST_LIMIT:
            entry.enclosures.append(
                RawMedia(url, (node.get("type") or "").lower(), _integer(node.get("length")))
            )

    def _media(self, node: _Element, entry: RawEntry, base: str) -> None:
        url = absolute_url(node.get("url") or node.get("href") or "", base)
        kind = (node.get("type") or node.get("medium") or "").lower()
        found = RawMedia(url, kind, _integer(node.get("fileSize")), _integer(node.get("width")))
        for child in node:
            if not isinstance(child.tag, str):
                continue
            name = name_of(child.tag)
            if name == "media:credit":
                found.credit = found.credit or _string(child)
            elif name in ("media:description", "media:title", "media:text"):
                if name == "media:description" or not found.title:
                    found.title = _string(child)
            elif name in ("media:thumbnail", "media:content"):
                self._media(child, entry, base)
        if not url or len(entry.pictures) >= _LIST_LIMIT:
            return
        if kind.startswith(("audio", "video")):
            entry.enclosures.append(found)
        else:
            entry.pictures.append(found)

    def _media_group(self, node: _Element, entry: RawEntry, base: str) -> None:
        for child in node:
            if isinstance(child.tag, str):
                handler = _HANDLERS.get(name_of(child.tag))
                if handler is not None:
                    handler(self, child, entry, base)

    def _credit(self, node: _Element, entry: RawEntry, _base: str) -> None:
        entry.credit = entry.credit or _string(node)

    def _caption(self, node: _Element, entry: RawEntry, _base: str) -> None:
        entry.caption = entry.caption or _string(node)
        self._late_summary(node, entry, _base)

    def _image(self, node: _Element, entry: RawEntry, base: str) -> None:
        inner = next(
            (
                _string(child)
                for child in node
                if isinstance(child.tag, str) and name_of(child.tag).endswith("url")
            ),
            "",
        )
        url = absolute_url(node.get("href") or node.get("url") or inner or _string(node), base)
        if url:
            entry.pictures.append(RawMedia(url, "image"))

    def _language(self, node: _Element, entry: RawEntry, _base: str) -> None:
        entry.language = _string(node) or entry.language

    def _comments(self, node: _Element, entry: RawEntry, base: str) -> None:
        entry.comments_link = entry.comments_link or absolute_url(_string(node), base)

    def _comments_feed(self, node: _Element, entry: RawEntry, base: str) -> None:
        entry.comments_feed = entry.comments_feed or absolute_url(_string(node), base)

    def _comment_count(self, node: _Element, entry: RawEntry, _base: str) -> None:
        entry.comment_count = _string(node)

    def _reply(self, node: _Element, entry: RawEntry, _base: str) -> None:
        entry.reply_to = (node.get("ref") or node.get("href") or "").strip()


_HANDLERS: dict[str, Callable[[_Reader, Any, RawEntry, str], None]] = {
    "title": _Reader._title, "atom:title": _Reader._title, "dc:title": _Reader._title, "media:title": _Reader._late_title,
    "description": _Reader._summary, "atom:summary": _Reader._summary, "summary": _Reader._summary, "dc:description": _Reader._late_summary,
    "abstract": _Reader._late_summary, "itunes:summary": _Reader._late_summary, "media:description": _Reader._caption,
    "content:encoded": _Reader._content, "atom:content": _Reader._content, "content": _Reader._content, "xhtml:body": _Reader._content,
    "body": _Reader._content, "xhtml:div": _Reader._content, "fullitem": _Reader._content, "prodlink": _Reader._content,
    "link": _Reader._link, "atom:link": _Reader._link,
    "guid": _Reader._guid, "atom:id": _Reader._guid, "id": _Reader._guid, "dc:identifier": _Reader._dc_id,
    "author": _Reader._person, "atom:author": _Reader._person, "dc:creator": _Reader._person, "dc:author": _Reader._person, "itunes:author": _Reader._itunes_author,
    "pubdate": _Reader._published, "atom:published": _Reader._published, "atom:issued": _Reader._published, "published": _Reader._published,
    "issued": _Reader._published, "dcterms:issued": _Reader._published, "dc:date": _Reader._updated, "atom:updated": _Reader._updated,
    "atom:modified": _Reader._updated, "updated": _Reader._updated, "modified": _Reader._updated, "dcterms:modified": _Reader._updated,
    "dcterms:created": _Reader._created, "atom:created": _Reader._created, "created": _Reader._created,
    "category": _Reader._category, "atom:category": _Reader._category, "dc:subject": _Reader._category, "keywords": _Reader._category, "itunes:keywords": _Reader._category,
    "itunes:category": _Reader._category, "media:category": _Reader._category, "tags": _Reader._category, "itunes:subtitle": _Reader._late_summary,
    "enclosure": _Reader._enclosure, "media:content": _Reader._media, "media:thumbnail": _Reader._media, "media:group": _Reader._media_group,
    "media:credit": _Reader._credit, "itunes:image": _Reader._image, "image": _Reader._image,
    "dc:language": _Reader._language, "language": _Reader._language, "comments": _Reader._comments, "wfw:commentrss": _Reader._comments_feed,
    "slash:comments": _Reader._comment_count, "thr:total": _Reader._comment_count, "thr:in-reply-to": _Reader._reply,
}  # fmt: skip


def _has_bases(root: _Element) -> bool:
    """True when an element says a base or a language of its own."""
    return bool(root.xpath("boolean(//@xml:base | //@xml:lang)"))


def _attribute(node: _Element, name: str) -> str:
    return node.get(name) or node.get(name.upper()) or ""


def _string(node: _Element) -> str:
    return _all_text(node).strip()


def _all_text(node: _Element) -> str:
    """The text in NODE, in the elements within it too. An entity of HTML that nobody defined is what it is in HTML."""
    if not len(node):
        return node.text or ""
    parts = [node.text or ""]
    for child in node:
        if isinstance(child.tag, str):
            parts.append(_all_text(child))
        elif child.text and child.text.startswith("&"):
            parts.append(unescape(child.text))
        parts.append(child.tail or "")
    return "".join(parts)


def _integer(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else 0


_MAIL = re.compile(r"[^\s()<>,;:\"]+@[^\s()<>,;:\"]+\.[^\s()<>,;:\"]+")


def _author(node: _Element) -> str:
    """A name; an e-mail address is nobody's name and goes."""
    name = ""
    for child in node:
        if isinstance(child.tag, str) and name_of(child.tag).rpartition(":")[2] in (
            "name",
            "title",
            "fn",
        ):
            name = name or _string(child)
    if not name and not len(node):
        name = _string(node)
    return person(name)


def person(text: str) -> str:
    """TEXT without an e-mail address in it: "me@x.example (A. Sow)" is "A. Sow"."""
    if "@" in text:
        text = _MAIL.sub("", text.replace("mailto:", "")).strip(" <>,;:-")
        if text.startswith("(") and text.endswith(")"):
            text = text[1:-1]
        text = text.replace("()", "").replace("<>", "").strip()
    return text


def _tags(node: _Element, name: str) -> list[RawTag]:
    text = _string(node)
    if name in ("keywords", "itunes:keywords", "tags"):
        return [RawTag(part.strip()) for part in text.split(",") if part.strip()]
    term = node.get("term") or node.get("text") or text
    found = [RawTag(term, node.get("label") or "")] if term else []
    if name == "itunes:category":
        for child in node:
            found += _tags(child, name) if isinstance(child.tag, str) else []
    return found


def _resolved(text: str, base: str) -> str:
    """An id, which is a name and is kept as it is; but one that is a path means the address that it leads to."""
    return absolute_url(text, base) or text if text.startswith("/") else text


def _inner(node: _Element) -> str:
    """What is inside NODE, written as HTML."""
    from lxml import etree

    made = [_escaped(node.text or "")]
    for child in node:
        text = etree.tostring(child, encoding="unicode", method="xml")
        # prefixes and declarations of XML say nothing in HTML
        made.append(_PREFIX.sub(r"\1", _DECLARED.sub("", text)))
    return "".join(made)


_DECLARED = re.compile(r"\sxmlns(?::[\w.-]+)?=(?:\"[^\"]*\"|'[^']*')")
_PREFIX = re.compile(r"(</?)[\w.-]+:(?=[a-zA-Z])")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _unpacked(text: str) -> str:
    import base64
    import binascii

    try:
        return base64.b64decode(text, validate=False).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return text
