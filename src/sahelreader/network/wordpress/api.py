"""The addresses of WordPress' REST API and what its answers say beside their articles. Pure.

A root may be "https://example.org/wp-json/" or, on a site without readable addresses,
"https://example.org/index.php?rest_route=/"; then a route goes on inside that value and its parameters follow
with "&" (WORDPRESS notes, 1).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

POST_FIELDS = (
    "id,link,date_gmt,modified_gmt,title,content,excerpt,author,categories,tags,"
    "comment_status,featured_media,jetpack_featured_media_url,"
    "yoast_head_json.author,yoast_head_json.og_image"
)
COMMENT_FIELDS = "id,post,parent,author,author_name,author_url,date_gmt,content"


def route(root: str, path: str, parameters: Mapping[str, object] | None = None) -> str:
    """The URL of PATH ("wp/v2/posts") under ROOT with PARAMETERS."""
    pairs = [f"{name}={quote(str(value), safe=',:')}" for name, value in (parameters or {}).items()]
    if "?" in root:
        return "&".join([root.rstrip("/") + "/" + path, *pairs])
    base = f"{root.rstrip('/')}/{path}"
    return f"{base}?{'&'.join(pairs)}" if pairs else base


def moment(when: datetime) -> str:
    """WHEN as WordPress takes it; without the Z it would be read in the site's own zone."""
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def read_moment(text: object) -> datetime | None:
    """A "…_gmt" time, or one of ours out of a cursor."""
    if not isinstance(text, str):
        return None
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None
    when = when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    return when if when.year >= 1970 else None


def items(body: bytes) -> list[dict[str, Any]] | None:
    """The objects of a JSON list; None when BODY is no JSON list (a login page, a captive portal).

    As forgiving as `parse.wordpress`, which reads the articles in it: notices of a broken plugin may stand before the
    list, and PHP turns a list with gaps into an object.
    """
    start = min((at for at in (body.find(b"["), body.find(b"{")) if at >= 0), default=-1)
    if start < 0:
        return None
    try:
        read = json.loads(body[start:], parse_int=_int)
    except (ValueError, RecursionError):
        return None
    if isinstance(read, dict):
        if "code" in read:
            return None
        read = [read] if "id" in read else list(read.values())
    return [item for item in read if isinstance(item, dict)] if isinstance(read, list) else None


def identity(item: Mapping[str, Any], name: str = "id") -> str:
    """An id in ITEM as `parse.wordpress` writes it: "" when it is none."""
    value = item.get(name)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20:
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value) if isinstance(value, int) and value is not True and value > 0 else ""


def count_of(headers: Mapping[str, str], name: str) -> int | None:
    """The number in a header such as x-wp-total; None when it is not there."""
    text = headers.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


def error_code(body: bytes) -> str:
    """The code in {"code": "rest_cannot_read_post", …}; "" when the body is no such thing."""
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    code = read.get("code") if isinstance(read, dict) else None
    return code if isinstance(code, str) else ""


def latest(times: Sequence[datetime | None], date: datetime | None) -> datetime | None:
    """The watermark after a page: the newest of TIMES, a second less when DATE, the server's clock, is hardly later.

    `modified_after` is exclusive and knows whole seconds only: another article of the same second may come.
    """
    known = [time for time in times if time is not None]
    if not known:
        return None
    newest = max(known)
    if date is not None and date - newest <= timedelta(seconds=2):
        return newest - timedelta(seconds=1)
    return newest


def _int(text: str) -> int:
    # thousands of digits cost a minute to turn into a number; no id is longer than nineteen
    return int(text) if len(text) < 20 else -1
