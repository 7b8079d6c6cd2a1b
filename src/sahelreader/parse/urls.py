"""Addresses found in documents, made absolute and safe. Knows nothing of the network: no address is ever asked here."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from sahelreader.domain.text import safe_url

# what nearly every link looks like; anything else takes the careful road
_PLAIN = re.compile(
    r"https?://[a-zA-Z0-9][a-zA-Z0-9.-]*(?::[1-9][0-9]{0,4})?(?:/[a-zA-Z0-9_.~/?=#&;,:@!$()*+-]*)?"
)
_BLANKS = re.compile(r"[\t\n\r]+")
_OTHER_SCHEME = re.compile(r"(?!https?:)[a-zA-Z][a-zA-Z0-9+.-]*:", re.IGNORECASE)
_LIMIT = 2_000  # characters, as `safe_url`


def absolute_url(url: str, base: str) -> str:
    """URL as seen from BASE: absolute http(s), or "" when it is nothing one could open (a script, mail, data, a mere
    fragment). Blanks inside are escaped as browsers do."""
    if len(url) > _LIMIT:
        return ""
    if _PLAIN.fullmatch(url):
        return url
    url = _BLANKS.sub("", url.strip()).replace(" ", "%20")
    if not url or url[0] == "#" or _OTHER_SCHEME.match(url):
        return ""
    try:
        joined = urljoin(base, url) if base else url
    except ValueError:
        return ""
    return safe_url(joined)
