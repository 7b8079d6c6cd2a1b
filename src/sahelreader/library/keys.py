"""Numbers that stand for long texts in indexes: 64-bit hashes of remote ids and of addresses. Pure."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

#: parameters that say where a reader came from, not what is read
_TRACKING = re.compile(
    r"^(utm_|at_|mc_|pk_|fb|gclid|dclid|msclkid|yclid|igshid|ref$|ref_|share$|amp$|amp_|_ga|noamp|nocache|replytocom)",
    re.IGNORECASE,
)


def remote_key(site_id: int, remote_id: str) -> int:
    """The key of a site's article; signed 64 bits."""
    return _number(f"{site_id}\0{remote_id}")


def url_key(url: str) -> int:
    """The same for addresses that lead to the same article (`plain_url`)."""
    return _number(plain_url(url))


def plain_url(url: str) -> str:
    """URL without scheme, www., fragment, tracking, AMP and closing slash; what is left is compared, never fetched."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower().removeprefix("www.")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return url
    path = parts.path
    if "%" in path:
        path = unquote(path)
    for ending in ("/amp/", "/amp", "/index.php", "/index.html"):
        if path.endswith(ending):
            path = path[: -len(ending)]
            break
    query = ""
    if parts.query:
        kept = [pair for pair in parse_qsl(parts.query, True) if not _TRACKING.match(pair[0])]
        query = "?" + urlencode(sorted(kept)) if kept else ""
    return f"{host}{port}{path.rstrip('/')}{query}"


def _number(text: str) -> int:
    # not above: OpenSSL's part of it is slow to load, and the first list has no need of it
    from hashlib import blake2b

    digest = blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
