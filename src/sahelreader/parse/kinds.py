"""What a file is that somebody gives us: a list of sites, a feed, a page, a copied text, a parcel. By its bytes first."""

from __future__ import annotations

import re
from enum import StrEnum

from sahelreader.parse.page.decode import decode

_LOOKED_AT = 16_000
_TAG = re.compile(r"<\s*([A-Za-z][\w:.-]*)")
_PAGE_TAGS = frozenset(("html", "head", "body", "meta", "title", "div", "article", "p", "script", "link", "section", "main"))  # fmt: skip


class Kind(StrEnum):
    OPML = "opml"
    FEED = "feed"
    PAGE = "page"
    TEXT = "text"
    PARCEL = "parcel"


def recognise(data: bytes, name: str) -> Kind | None:
    """The kind of a file called NAME that holds DATA; None when it is nothing we read (a picture, a program)."""
    if data.startswith(b"PK\x03\x04"):
        return Kind.PARCEL
    head = decode(data[:_LOOKED_AT]).lstrip("\ufeff \t\r\n")
    if _is_binary(data[:_LOOKED_AT]):
        return None
    if head.startswith("{"):
        return Kind.FEED if '"https://jsonfeed.org/' in head or '"items"' in head else Kind.TEXT
    tags = [tag.lower() for tag in _TAG.findall(head)[:40]]
    if head.startswith(("<", "\ufeff<")) or "<?xml" in head[:400]:
        first = next((tag for tag in tags if not tag.startswith("?")), "")
        if first == "opml":
            return Kind.OPML
        if first in ("rss", "feed", "rdf:rdf", "channel"):
            return Kind.FEED
        if first in _PAGE_TAGS or "<!doctype html" in head[:200].lower():
            return Kind.PAGE
        for wanted, kind in (("opml", Kind.OPML), ("rss", Kind.FEED), ("feed", Kind.FEED), ("html", Kind.PAGE)):  # fmt: skip
            if wanted in tags:
                return kind
    if name.lower().endswith((".html", ".htm", ".xhtml")) or ("html" in tags and "body" in tags):
        return Kind.PAGE
    if name.lower().endswith(".opml"):
        return Kind.OPML
    return Kind.TEXT


def _is_binary(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    controls = sum(1 for byte in head if byte < 9 or 13 < byte < 27)
    return controls > len(head) / 100 or b"\x00" in head[:1_000]
