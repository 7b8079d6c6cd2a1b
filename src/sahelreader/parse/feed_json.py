"""JSON Feed 1.0 and 1.1. Every field may be missing or of a wrong type."""

from __future__ import annotations

import json
from typing import Any

from sahelreader.parse import ParseProblem
from sahelreader.parse.feed_raw import RawEntry, RawFeed, RawMedia, RawTag, RawText
from sahelreader.parse.urls import absolute_url

_LIMIT = 64_000_000
_ENTRIES = 20_000


def read_json(body: bytes, url: str) -> RawFeed:
    """What the JSON Feed BODY says. Raises ParseProblem when it is none."""
    if len(body) > _LIMIT:
        raise ParseProblem("too large")
    try:
        raw = json.loads(
            body.lstrip(b"\xef\xbb\xbf"), parse_int=_int, parse_constant=lambda _: None
        )
    except (ValueError, RecursionError) as error:
        raise ParseProblem(f"no JSON: {str(error)[:100]}") from error
    if not isinstance(raw, dict) or not (
        "jsonfeed.org" in _text(raw.get("version")) or isinstance(raw.get("items"), list)
    ):
        raise ParseProblem("JSON, but no JSON Feed")
    feed = RawFeed("json", url)
    feed.title = RawText(_text(raw.get("title")), "text")
    feed.subtitle = RawText(_text(raw.get("description")), "text")
    feed.link = absolute_url(_text(raw.get("home_page_url")), url)
    feed.self_link = absolute_url(_text(raw.get("feed_url")), url)
    feed.next_link = absolute_url(_text(raw.get("next_url")), url)
    feed.language = _text(raw.get("language"))
    feed.authors = _authors(raw)
    base = feed.link or url
    for item in raw.get("items", ()) if isinstance(raw.get("items"), list) else ():
        if isinstance(item, dict) and len(feed.entries) < _ENTRIES:
            feed.entries.append(_entry(item, base))
    return feed


def _entry(item: dict[str, Any], base: str) -> RawEntry:
    entry = RawEntry()
    number = item.get("id")
    entry.id = (
        str(number)
        if isinstance(number, (int, float)) and not isinstance(number, bool)
        else _text(number)
    )
    entry.link = absolute_url(_text(item.get("url")), base) or absolute_url(
        _text(item.get("external_url")), base
    )
    entry.title = RawText(_text(item.get("title")), "text")
    if summary := _text(item.get("summary")):
        entry.summary = RawText(summary, "text")
    html, text = _text(item.get("content_html")), _text(item.get("content_text"))
    if html:
        entry.contents.append(RawText(html, "html", entry.link or base))
    elif text:
        entry.contents.append(RawText(text, "text"))
    entry.published, entry.updated = (
        _text(item.get("date_published")),
        _text(item.get("date_modified")),
    )
    entry.authors = _authors(item)
    entry.language = _text(item.get("language"))
    tags = item.get("tags")
    entry.tags = (
        [RawTag(tag) for tag in tags[:200] if isinstance(tag, str)]
        if isinstance(tags, list)
        else []
    )
    for key in ("image", "banner_image"):
        if url := absolute_url(_text(item.get(key)), base):
            entry.pictures.append(RawMedia(url, "image"))
    attachments = item.get("attachments")
    for one in attachments[:200] if isinstance(attachments, list) else ():
        if isinstance(one, dict) and (url := absolute_url(_text(one.get("url")), base)):
            size = one.get("size_in_bytes")
            entry.enclosures.append(
                RawMedia(
                    url,
                    _text(one.get("mime_type")).lower(),
                    size if isinstance(size, int) else 0,
                    title=_text(one.get("title")),
                )
            )
    return entry


def _authors(raw: dict[str, Any]) -> list[str]:
    listed = raw.get("authors")
    people = listed if isinstance(listed, list) else [raw.get("author")]
    return [
        name
        for person in people[:50]
        if isinstance(person, dict) and (name := _text(person.get("name")))
    ]


def _int(text: str) -> int:
    return int(text) if len(text) < 20 else -1


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
