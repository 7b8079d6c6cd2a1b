"""The entries of RSS, RDF and Atom, element by element; and the small readings that a feed's head shares with them.

Names are told apart by their namespace whatever prefix a feed gave it; feeds that spell a namespace wrongly are met
halfway. Knows nothing of what the texts mean.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sahelreader.parse.feed_parts import (
    XML_SPACE,
    all_text,
    author_of,
    inner,
    integer,
    name_of,
    own_attribute,
    resolved,
    string_of,
    tags_of,
    unpacked,
)
from sahelreader.parse.feed_raw import RawEntry, RawMedia, RawText
from sahelreader.parse.urls import absolute_url

if TYPE_CHECKING:
    from lxml.etree import _Element

_LIST_LIMIT = 200  # tags, enclosures, pictures of one entry


class EntryReader:
    """Reads entries. BASED: elements of this document set a base or a language of their own."""

    def __init__(self, based: bool) -> None:
        self._based = based

    def _context(self, node: _Element, base: str, language: str) -> tuple[str, str]:
        if not self._based:
            return base, language
        own = node.get(XML_SPACE + "base")
        if own:
            base = absolute_url(own, base) or base
        given = node.get(XML_SPACE + "lang")
        return base, language if given is None else given

    def entry(self, node: _Element, base: str, language: str) -> RawEntry:
        """What the element NODE says, seen from BASE."""
        entry = RawEntry()
        base, language = self._context(node, base, language)
        entry.language = language
        about = node.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about")
        if about:
            entry.id = about.strip()
        if node.attrib:
            entry.link = absolute_url(own_attribute(node, "href"), base)
            entry.updated = own_attribute(node, "lastmod")
        for child in node:
            tag = child.tag
            if isinstance(tag, str):
                handler = _HANDLERS.get(name_of(tag))
                if handler is not None:
                    handler(self, child, entry, base)
        return entry

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
            return RawText(inner(node), "html", base)
        value = all_text(node)
        if mode == "base64" or ("/" in kind and not kind.startswith("text/") and "xml" not in kind):
            return RawText(unpacked(value), "guess", base)
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
                entry.link = absolute_url(string_of(node), base)
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
                RawMedia(url, kind, integer(node.get("length")), title=node.get("title") or "")
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
        text = string_of(node)
        if not text:
            return
        entry.id = resolved(text, base)
        if name_of(str(node.tag)) == "guid":
            permanent = (node.get("isPermaLink") or node.get("ispermalink") or "true").lower()
            entry.id_is_link = permanent != "false" and bool(absolute_url(text, base))

    def _dc_id(self, node: _Element, entry: RawEntry, _base: str) -> None:
        entry.id = entry.id or string_of(node)

    def _person(self, node: _Element, entry: RawEntry, base: str) -> None:
        name = author_of(node)
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
                entry.author_url = absolute_url(string_of(child), base)

    def _itunes_author(self, node: _Element, entry: RawEntry, base: str) -> None:
        if not entry.authors:
            self._person(node, entry, base)

    def _published(self, node: _Element, entry: RawEntry, _base: str) -> None:
        entry.published = string_of(node) or entry.published

    def _updated(self, node: _Element, entry: RawEntry, _base: str) -> None:
        entry.updated = string_of(node) or entry.updated

    def _created(self, node: _Element, entry: RawEntry, _base: str) -> None:
        entry.created = string_of(node) or entry.created

    def _category(self, node: _Element, entry: RawEntry, _base: str) -> None:
        if len(entry.tags) < _LIST_LIMIT:
            entry.tags += tags_of(node, name_of(str(node.tag)))

    def _enclosure(self, node: _Element, entry: RawEntry, base: str) -> None:
        url = absolute_url(node.get("url") or node.get("href") or "", base)
        if url and len(entry.enclosures) < _LIST_LIMIT:
            entry.enclosures.append(
                RawMedia(url, (node.get("type") or "").lower(), integer(node.get("length")))
            )

    def _media(self, node: _Element, entry: RawEntry, base: str) -> None:
        url = absolute_url(node.get("url") or node.get("href") or "", base)
        kind = (node.get("type") or node.get("medium") or "").lower()
        found = RawMedia(url, kind, integer(node.get("fileSize")), integer(node.get("width")))
        for child in node:
            if not isinstance(child.tag, str):
                continue
            name = name_of(child.tag)
            if name == "media:credit":
                found.credit = found.credit or string_of(child)
            elif name in ("media:description", "media:title", "media:text"):
                if name == "media:description" or not found.title:
                    found.title = string_of(child)
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
        entry.credit = entry.credit or string_of(node)

    def _caption(self, node: _Element, entry: RawEntry, _base: str) -> None:
        entry.caption = entry.caption or string_of(node)
        self._late_summary(node, entry, _base)

    def _image(self, node: _Element, entry: RawEntry, base: str) -> None:
        inner = next(
            (
                string_of(child)
                for child in node
                if isinstance(child.tag, str) and name_of(child.tag).endswith("url")
            ),
            "",
        )
        url = absolute_url(node.get("href") or node.get("url") or inner or string_of(node), base)
        if url:
            entry.pictures.append(RawMedia(url, "image"))

    def _language(self, node: _Element, entry: RawEntry, _base: str) -> None:
        entry.language = string_of(node) or entry.language

    def _comments(self, node: _Element, entry: RawEntry, base: str) -> None:
        entry.comments_link = entry.comments_link or absolute_url(string_of(node), base)

    def _comments_feed(self, node: _Element, entry: RawEntry, base: str) -> None:
        entry.comments_feed = entry.comments_feed or absolute_url(string_of(node), base)

    def _comment_count(self, node: _Element, entry: RawEntry, _base: str) -> None:
        entry.comment_count = string_of(node)

    def _reply(self, node: _Element, entry: RawEntry, _base: str) -> None:
        entry.reply_to = (node.get("ref") or node.get("href") or "").strip()


_HANDLERS: dict[str, Callable[[EntryReader, Any, RawEntry, str], None]] = {
    "title": EntryReader._title, "atom:title": EntryReader._title, "dc:title": EntryReader._title, "media:title": EntryReader._late_title,
    "description": EntryReader._summary, "atom:summary": EntryReader._summary, "summary": EntryReader._summary, "dc:description": EntryReader._late_summary,
    "abstract": EntryReader._late_summary, "itunes:summary": EntryReader._late_summary, "media:description": EntryReader._caption,
    "content:encoded": EntryReader._content, "atom:content": EntryReader._content, "content": EntryReader._content, "xhtml:body": EntryReader._content,
    "body": EntryReader._content, "xhtml:div": EntryReader._content, "fullitem": EntryReader._content, "prodlink": EntryReader._content,
    "link": EntryReader._link, "atom:link": EntryReader._link,
    "guid": EntryReader._guid, "atom:id": EntryReader._guid, "id": EntryReader._guid, "dc:identifier": EntryReader._dc_id,
    "author": EntryReader._person, "atom:author": EntryReader._person, "dc:creator": EntryReader._person, "dc:author": EntryReader._person, "itunes:author": EntryReader._itunes_author,
    "pubdate": EntryReader._published, "atom:published": EntryReader._published, "atom:issued": EntryReader._published, "published": EntryReader._published,
    "issued": EntryReader._published, "dcterms:issued": EntryReader._published, "dc:date": EntryReader._updated, "atom:updated": EntryReader._updated,
    "atom:modified": EntryReader._updated, "updated": EntryReader._updated, "modified": EntryReader._updated, "dcterms:modified": EntryReader._updated,
    "dcterms:created": EntryReader._created, "atom:created": EntryReader._created, "created": EntryReader._created,
    "category": EntryReader._category, "atom:category": EntryReader._category, "dc:subject": EntryReader._category, "keywords": EntryReader._category, "itunes:keywords": EntryReader._category,
    "itunes:category": EntryReader._category, "media:category": EntryReader._category, "tags": EntryReader._category, "itunes:subtitle": EntryReader._late_summary,
    "enclosure": EntryReader._enclosure, "media:content": EntryReader._media, "media:thumbnail": EntryReader._media, "media:group": EntryReader._media_group,
    "media:credit": EntryReader._credit, "itunes:image": EntryReader._image, "image": EntryReader._image,
    "dc:language": EntryReader._language, "language": EntryReader._language, "comments": EntryReader._comments, "wfw:commentrss": EntryReader._comments_feed,
    "slash:comments": EntryReader._comment_count, "thr:total": EntryReader._comment_count, "thr:in-reply-to": EntryReader._reply,
}  # fmt: skip
