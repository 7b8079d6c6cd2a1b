"""The names of a feed's elements, and the small readings that its head and its entries share."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING

from sahelreader.parse.feed_raw import RawTag
from sahelreader.parse.urls import absolute_url

if TYPE_CHECKING:
    from lxml.etree import _Element

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}"

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


def own_attribute(node: _Element, name: str) -> str:
    return node.get(name) or node.get(name.upper()) or ""


def string_of(node: _Element) -> str:
    return all_text(node).strip()


def all_text(node: _Element) -> str:
    """The text in NODE, in the elements within it too. An entity of HTML that nobody defined is what it is in HTML."""
    if not len(node):
        return node.text or ""
    parts = [node.text or ""]
    for child in node:
        if isinstance(child.tag, str):
            parts.append(all_text(child))
        elif child.text and child.text.startswith("&"):
            parts.append(unescape(child.text))
        parts.append(child.tail or "")
    return "".join(parts)


def integer(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else 0


_MAIL = re.compile(r"[^\s()<>,;:\"]+@[^\s()<>,;:\"]+\.[^\s()<>,;:\"]+")


def author_of(node: _Element) -> str:
    """A name; an e-mail address is nobody's name and goes."""
    name = ""
    for child in node:
        if isinstance(child.tag, str) and name_of(child.tag).rpartition(":")[2] in (
            "name",
            "title",
            "fn",
        ):
            name = name or string_of(child)
    if not name and not len(node):
        name = string_of(node)
    return person(name)


def person(text: str) -> str:
    """TEXT without an e-mail address in it: "me@x.example (A. Sow)" is "A. Sow"."""
    if "@" in text:
        text = _MAIL.sub("", text.replace("mailto:", "")).strip(" <>,;:-")
        if text.startswith("(") and text.endswith(")"):
            text = text[1:-1]
        text = text.replace("()", "").replace("<>", "").strip()
    return text


def tags_of(node: _Element, name: str) -> list[RawTag]:
    text = string_of(node)
    if name in ("keywords", "itunes:keywords", "tags"):
        return [RawTag(part.strip()) for part in text.split(",") if part.strip()]
    term = node.get("term") or node.get("text") or text
    found = [RawTag(term, node.get("label") or "")] if term else []
    if name == "itunes:category":
        for child in node:
            found += tags_of(child, name) if isinstance(child.tag, str) else []
    return found


def resolved(text: str, base: str) -> str:
    """An id, which is a name and is kept as it is; but one that is a path means the address that it leads to."""
    return absolute_url(text, base) or text if text.startswith("/") else text


def inner(node: _Element) -> str:
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


def unpacked(text: str) -> str:
    import base64
    import binascii

    try:
        return base64.b64decode(text, validate=False).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return text


def has_bases(root: _Element) -> bool:
    """True when an element says a base or a language of its own."""
    return bool(root.xpath("boolean(//@xml:base | //@xml:lang)"))
