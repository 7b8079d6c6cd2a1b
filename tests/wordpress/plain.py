"""Requests by the standard library alone, one connection each, no redirect followed.

The kits of tests/wordpress and tests/isso are proved with these and not with the reader's own
client, so that a mistake in one cannot hide a mistake in the other.
"""

import gzip
import http.client
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; BODY is unpacked when it was gzip."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def json(self) -> Any:
        """The body, read as JSON."""
        return json.loads(self.body)

    @property
    def text(self) -> str:
        """The body, read as UTF-8."""
        return self.body.decode()

    @property
    def location(self) -> str:
        """Where a redirect points to; "" when it is none."""
        return self.headers.get("Location", "")


def ask(
    url: str,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    source: str = "127.0.0.1",
) -> Answer:
    """One request; http.client.RemoteDisconnected when the server hangs up without a word."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=60, source_address=(source, 0))
    try:
        target = parts.path or "/"
        connection.request(
            method, f"{target}?{parts.query}" if parts.query else target, body, dict(headers or {})
        )
        answer = connection.getresponse()
        content = answer.read()
        if answer.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        return Answer(answer.status, answer.headers, content)
    finally:
        connection.close()


def send_form(url: str, fields: Mapping[str, object], **headers: str) -> Answer:
    """POST FIELDS as a browser's form; a header's name is given with _ for -."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named["Content-Type"] = "application/x-www-form-urlencoded"
    return ask(url, "POST", urlencode(fields).encode(), named)


def send_json(url: str, value: object, method: str = "POST", **headers: str) -> Answer:
    """POST (or PUT) VALUE as JSON; a header's name is given with _ for -."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named["Content-Type"] = "application/json"
    return ask(url, method, json.dumps(value).encode(), named)


def comment_id(answer: Answer) -> int:
    """The comment a WordPress redirects to after storing it."""
    found = re.search(r"#comment-(\d+)$", answer.location)
    assert found, (answer.status, answer.location)
    return int(found[1])
