"""Feeds that are not well-formed: first the usual faults are mended and the strict parser tried again, then feedparser,
which is loaded only for this.

feedparser's time grows out of proportion with depth and with attributes, so what has more of them than any feed is
refused beforehand; then its cost is that of the size alone, which is capped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html.entities import html5
from typing import Any

from sahelreader.parse import ParseProblem
from sahelreader.parse.feed_parts import person
from sahelreader.parse.feed_raw import RawEntry, RawFeed, RawMedia, RawTag, RawText
from sahelreader.parse.feed_xml import read_xml
from sahelreader.parse.page.decode import decode
from sahelreader.parse.tokens import tokens
from sahelreader.parse.urls import absolute_url
from sahelreader.parse.xml import NotWellFormed, parse_xml, stripped

#: bytes that feedparser is given; a broken feed longer than this is refused
LENIENT_LIMIT = 4_000_000
_DEPTH_LIMIT = 200
_ATTRIBUTES_LIMIT = 200
_OPEN_LIMIT = 200
_ENTRIES = 5_000

_LITERAL = re.compile(r"<!\[CDATA\[|<!--")
_ENTITY = re.compile(r"&(?:([a-zA-Z][a-zA-Z0-9]{1,31});|(?!#\d{1,7};|#x[0-9a-fA-F]{1,6};))")
_XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_XML_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]));"
)
_SAYS_UTF8 = re.compile(rb"<\?xml[^>]{0,120}?utf-8[^>]{0,60}?\?>", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def read_lenient(body: bytes, url: str, content_type: str = "") -> RawFeed:
    """What can be had of BODY. Raises ParseProblem when that is nothing."""
    if len(body) > LENIENT_LIMIT:
        raise ParseProblem("not well-formed, and too large to be mended")
    body = stripped(body)
    if _SAYS_UTF8.match(body):
        # it was tried as that and refused; if most of it is UTF-8 all the same, `decode` sees it
        body = body.partition(b"?>")[2]
    text = decode(body, {} if "utf-8" in content_type.lower() else {"content-type": content_type})
    try:
        return read_xml(parse_xml(mended(text).encode("utf-8", "replace")), url)
    except NotWellFormed:
        pass
    _check_shape(text)
    return _with_feedparser(text, url)


def mended(text: str) -> str:
    """TEXT with the faults put right that most broken feeds have: entities of HTML, a bare "&", control characters, a
    declaration of an encoding that it no longer is in."""
    text = _NOT_XML.sub("", _DECLARATION.sub("", text, count=1).lstrip("\ufeff \t\r\n"))
    text = _NOT_XML_REFERENCE.sub("", text)
    return "".join(
        part if literal else _ENTITY.sub(_mended_entity, part) for part, literal in _parts(text)
    )


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """TEXT in pieces, those within CDATA and comments marked: an ampersand stands for itself there."""
    start = at = 0
    endless: set[str] = set()
    while found := _LITERAL.search(text, at):
        ending = "-->" if found[0] == "<!--" else "]]>"
        # an end that was not found once is not looked for again from every beginning
        end = -1 if ending in endless else text.find(ending, found.end())
        if end < 0:
            endless.add(ending)
            at = found.end()
            continue
        yield text[start : found.start()], False
        start = at = end + 3
        yield text[found.start() : start], True
    yield text[start:], False


def _mended_entity(found: re.Match[str]) -> str:
    name = found[1]
    if name is None:
        return "&amp;"
    if name in _XML_ENTITIES:
        return found[0]
    return html5.get(f"{name};", f"&amp;{name};")


def _check_shape(text: str) -> None:
    for opening, ending in (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<", ">")):
        if text.count(opening) - text.count(ending) > _OPEN_LIMIT:
            raise ParseProblem(f"not well-formed, with too many {opening} that never end")
    depth = 0
    for _, end, name, attributes in tokens(text, whole=True):
        if end:
            depth = max(depth - 1, 0)
        elif name.isalnum() and not attributes.endswith("/"):
            depth += 1
        if depth > _DEPTH_LIMIT:
            # unclosed <br> and <item> do not come to this
            raise ParseProblem("not well-formed, and nested too deep")
        if attributes.count("=") > _ATTRIBUTES_LIMIT:
            raise ParseProblem("not well-formed, with a tag of too many attributes")


def _with_feedparser(text: str, url: str) -> RawFeed:
    import feedparser

    try:
        found = feedparser.parse(
            text.encode("utf-8", "replace"),
            response_headers={"content-type": "text/xml; charset=utf-8", "content-location": url},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # a parser that promises never to raise, on input made to break it
        raise ParseProblem(f"not well-formed: {type(error).__name__}") from error
    version = str(found.get("version") or "")
    raw = found.feed
    if not found.entries and not raw.get("title") and not raw.get("link"):
        raise ParseProblem("no feed")
    feed = RawFeed("atom" if version.startswith("atom") else "rss", url)
    feed.title, feed.subtitle = _text(raw, "title"), _text(raw, "subtitle")
    feed.link = absolute_url(_string(raw, "link"), url)
    feed.language = _string(raw, "language")
    feed.id = _string(raw, "id")
    feed.ttl = _string(raw, "ttl")
    feed.authors = _people(raw)
    feed.entries = [_entry(item, url) for item in found.entries[:_ENTRIES]]
    return feed


def _entry(item: Mapping[str, Any], base: str) -> RawEntry:
    entry = RawEntry(id=_string(item, "id"), link=absolute_url(_string(item, "link"), base))
    entry.id_is_link = bool(item.get("guidislink"))
    entry.title, entry.summary = _text(item, "title"), _text(item, "summary")
    entry.contents = [
        text for one in item.get("content") or () if (text := _detail(one)) is not None
    ]
    entry.authors = _people(item)
    entry.published, entry.updated = _string(item, "published"), _string(item, "updated")
    entry.created = _string(item, "created")
    entry.tags = [
        RawTag(str(tag.get("term") or ""), str(tag.get("label") or ""))
        for tag in item.get("tags") or ()
    ]
    entry.enclosures = _media(item.get("enclosures"), base)
    entry.pictures = [
        *_media(item.get("media_content"), base),
        *_media(item.get("media_thumbnail"), base),
    ]
    entry.language = str((item.get("title_detail") or {}).get("language") or "")
    entry.comments_link = absolute_url(_string(item, "comments"), base)
    entry.comments_feed = absolute_url(_string(item, "wfw_commentrss"), base)
    entry.comment_count = _string(item, "slash_comments")
    return entry


def _string(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""


def _text(item: Mapping[str, Any], name: str) -> RawText | None:
    return _detail(item.get(f"{name}_detail")) or (
        RawText(_string(item, name)) if item.get(name) else None
    )


def _detail(detail: object) -> RawText | None:
    if not isinstance(detail, Mapping) or not isinstance(detail.get("value"), str):
        return None
    kind = "html" if "html" in str(detail.get("type") or "") else "guess"
    return RawText(detail["value"], kind, str(detail.get("base") or ""))


def _people(item: Mapping[str, Any]) -> list[str]:
    listed: Iterable[Any] = item.get("authors") or ()
    found = [person(str(one.get("name") or "")) for one in listed if isinstance(one, Mapping)]
    return [name for name in found if name] or [
        name for name in [person(_string(item, "author"))] if name
    ]


def _media(listed: object, base: str) -> list[RawMedia]:
    return [
        RawMedia(url, str(one.get("type") or one.get("medium") or "").lower())
        for one in (listed[:200] if isinstance(listed, list) else ())
        if isinstance(one, Mapping)
        and (url := absolute_url(str(one.get("href") or one.get("url") or ""), base))
    ]
