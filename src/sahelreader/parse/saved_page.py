"""A page saved from a browser: where it came from, then the article as from the network.

Browsers write the address into a comment ("saved from url=(0042)https://…"), the page itself states a canonical
one; links that a browser has rewritten to files beside the page are of no use and are left out.
"""

from __future__ import annotations

import re
from datetime import datetime

from sahelreader.domain.text import safe_url
from sahelreader.parse.extract import ExtractedPage, extract
from sahelreader.parse.page.decode import decode
from sahelreader.parse.page.structured import read_facts, say
from sahelreader.parse.page.tree import parse

_SAVED_FROM = re.compile(r"<!--[^<>]{0,80}?saved from url=\(\d{1,6}\)(https?://[^\s<>]{1,2000}?)\s*-->", re.I)  # fmt: skip
_SAVED_BY = re.compile(r"<!--[^<>]{0,400}?\burl:\s*(https?://[^\s<>]{1,2000})", re.I)
_LOOKED_AT = 20_000


def read(body: bytes, now: datetime) -> ExtractedPage:
    """The article in a saved page. Raises TooComplex as `extract` does."""
    return extract(body, address_of(body), now=now)


def address_of(body: bytes) -> str:
    """Where the page in BODY was saved from; "" when nothing in it says. Raises TooComplex."""
    text = decode(body)
    for pattern in (_SAVED_FROM, _SAVED_BY):
        found = pattern.search(text[:_LOOKED_AT])
        if found and safe_url(found[1]):
            return safe_url(found[1])
    facts = read_facts(parse(text), "")
    for candidate in (facts.canonical, facts.first("og:url"), say(facts.article.get("url")), say(facts.article.get("mainEntityOfPage"))):  # fmt: skip
        if safe_url(candidate):
            return safe_url(candidate)
    return ""
