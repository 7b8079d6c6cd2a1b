"""The articles that a front page links to: for sites with neither feed nor API. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urldefrag, urlsplit

from sahelreader.domain.text import safe_line
from sahelreader.parse.page.decode import decode
from sahelreader.parse.tokens import attributes, tokens
from sahelreader.parse.urls import absolute_url

#: bytes of a front page that are looked at, and links that are taken
_LIMIT, _LINKS = 2_000_000, 60
#: a headline has at least so many words and letters
_WORDS, _LETTERS = 4, 22
_NO_ARTICLE = re.compile(
    r"(?:^|/)(?:tags?|category|categorie|rubrique|author|auteur|page|search|wp-admin|wp-login[^/]*|feed|rss|contact|"
    r"about|a-propos|mentions-legales|privacy|login|register|abonnement)(?:/|$|\?)"
    r"|\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|zip|css|js|xml)$",
    re.IGNORECASE,
)
#: an article's address says so: several words, a date, a number
_ARTICLE = re.compile(r"(?:[a-z0-9]+-){3,}|/\d{4}/\d{2}/|\d{4,}|article|spip\.php|\.html?$", re.I)


def article_links(
    html: bytes, url: str, headers: Mapping[str, str] | None = None
) -> list[tuple[str, str]] | None:
    """(address, headline) of what looks like articles of the same site, in the page's order; None when HTML is none.

    URL is where the page was got. A headline linked several times (picture, title, "read more") is one article, under
    its longest text.
    """
    kind = (headers or {}).get("content-type", "").lower()
    if kind and "html" not in kind and not kind.startswith("text/plain"):
        return None
    host = _host(url)
    found: dict[str, str] = {}
    target, text = "", ""
    for before, closing, name, source in tokens(decode(html[:_LIMIT], headers)):
        text += before
        if name != "a" and name:
            continue
        if target and (closing or not name or name == "a"):
            headline = safe_line(re.sub(r"\s+", " ", text).strip())
            if len(headline) > len(found.get(target, "")):
                found[target] = headline
            target = ""
        text = ""
        if name == "a" and not closing:
            target = _article(attributes(source).get("href", ""), url, host)
    taken = [(link, title) for link, title in found.items() if _is_headline(title)]
    return taken[:_LINKS]


def _article(href: str, base: str, host: str) -> str:
    """HREF made absolute when it may be an article of HOST, else ""."""
    link = urldefrag(absolute_url(href.strip(), base)).url
    if not link or _host(link) != host:
        return ""
    parts = urlsplit(link)
    place = parts.path + (f"?{parts.query}" if parts.query else "")
    if place.strip("/") == "" or _NO_ARTICLE.search(place):
        return ""
    return link if _ARTICLE.search(place) else ""


def _is_headline(text: str) -> bool:
    return len(text) >= _LETTERS and text.count(" ") + 1 >= _WORDS


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
