"""The text of a page as an lxml tree, within limits.

Owns the size, tag and depth caps of a page and the small helpers that read a tree. The caps refuse what would
cost the parser seconds (FAULTS section 2, N21); what they let through still runs in a worker that can be killed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urljoin

from lxml import etree

from sahelreader.domain.text import safe_line, safe_url

#: bytes of one page; the largest honest pages seen are under 6 MB
PAGE_LIMIT = 8_000_000
#: tags of one page; honest pages have under 30,000
TAG_LIMIT = 120_000
#: attributes within one tag
ATTRIBUTE_LIMIT = 1_000
#: characters of one tag before its attributes are counted
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{6000,}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")

Element = etree._Element


class TooComplex(Exception):
    """A page that is not worth the risk of parsing. str() is a short reason for the log, in English."""


def parse(text: str) -> Element:
    """The root <html> of TEXT; comments and processing instructions left out. Raises TooComplex."""
    if len(text) > PAGE_LIMIT:
        raise TooComplex("larger than the limit of a page")
    if text.count("<") > TAG_LIMIT:
        raise TooComplex("too many tags")
    for tag in _LONG_TAG.finditer(text):
        # values may be long and full of words (data-*): only what stands outside quotes counts
        if len(_QUOTED.sub("", tag.group()).split()) > ATTRIBUTE_LIMIT:
            raise TooComplex("too many attributes")
    parser = etree.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        no_network=True,
        huge_tree=False,
    )
    data = text.replace("\x00", "").encode("utf-8", "replace")
    try:
        root = etree.fromstring(data or b"<html></html>", parser)
    except (etree.XMLSyntaxError, etree.ParserError) as error:
        raise TooComplex("not HTML that can be read") from error
    if root is None:
        root = etree.fromstring(b"<html><body></body></html>", parser)
    return root


def text_of(node: Element, limit: int = 300) -> str:
    """All text under NODE on one safe line, a space between blocks."""
    parts: list[str] = []
    _gather(node, parts, 0)
    return safe_line("".join(parts), limit)


def _gather(node: Element, parts: list[str], depth: int) -> None:
    if depth > 200:
        return
    if node.text:
        parts.append(node.text)
    for child in node:
        tag = child.tag
        if isinstance(tag, str) and tag not in _SILENT:
            block = tag not in INLINE or tag == "br"
            if block:
                parts.append(" ")
            _gather(child, parts, depth + 1)
            if block:
                parts.append(" ")
        if child.tail:
            parts.append(child.tail)


_SILENT = frozenset(("script", "style", "noscript", "template", "svg", "select", "button"))
INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "br",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)


def class_test(pattern: str) -> Callable[[str], bool]:
    """A test of class attributes by PATTERN, case left aside, that remembers: pages repeat their classes."""
    search = re.compile(pattern, re.IGNORECASE).search

    @lru_cache(maxsize=4_096)
    def test(text: str) -> bool:
        return search(text) is not None

    return test


def within(node: Element, test: Callable[[str], bool], steps: int = 7) -> bool:
    """Whether NODE stands in something whose class or id passes TEST, or in an aside or the site's footer."""
    up = node.getparent()
    for _step in range(steps):
        if up is None or up.tag == "body":
            return False
        # what holds the headline is the article itself, whatever its theme calls it ("sticky-sidebar")
        if up.tag in ("article", "main") and up.find(".//h1") is not None:
            return False
        name, own = up.get("class"), up.get("id")
        if (name and test(name)) or (own and test(own)) or up.tag == "aside":
            return True
        # the footer of an article bears its tags and its author; the site's does not
        if up.tag == "footer" and next(up.iterancestors("article", "main"), None) is None:
            return True
        up = up.getparent()
    return False


def has_class(node: Element, *names: str) -> bool:
    found = (node.get("class") or "").split()
    return any(name in found for name in names)


def absolute(base: str, url: str | None) -> str:
    """URL against BASE, when that gives a safe http(s) address, else ""."""
    if not url:
        return ""
    url = url.strip()
    if not url or url.startswith(("#", "data:", "javascript:", "mailto:", "about:")):
        return ""
    try:
        return safe_url(urljoin(base, url.replace(" ", "%20")))
    except ValueError:
        return ""


def remove(node: Element) -> None:
    """Take NODE out of its tree, leaving the text that follows it."""
    parent = node.getparent()
    if parent is None:
        return
    if node.tail:
        before = node.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + node.tail
        else:
            parent.text = (parent.text or "") + node.tail
    parent.remove(node)
