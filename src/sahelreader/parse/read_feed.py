"""Which reader a feed's bytes go to."""

from __future__ import annotations

from sahelreader.parse import ParseProblem
from sahelreader.parse.feed_json import read_json
from sahelreader.parse.feed_raw import RawFeed
from sahelreader.parse.xml import NotWellFormed, parse_xml


def read_feed(body: bytes, url: str, content_type: str = "") -> RawFeed:
    """What the feed in BODY says. Raises ParseProblem when it is none, or not worth reading."""
    start = body[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise ParseProblem("empty")
    if start.startswith(b"{") or "json" in content_type.lower():
        return read_json(body, url)
    from sahelreader.parse.feed_xml import read_xml

    try:
        root = parse_xml(body, content_type)
    except NotWellFormed:
        from sahelreader.parse.feed_lenient import read_lenient

        return read_lenient(body, url, content_type)
    return read_xml(root, url)
