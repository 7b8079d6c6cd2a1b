"""Language, reading time and lead picture of a page, as it states them."""

from __future__ import annotations

import re

from sahelreader.parse.page.structured import Facts, say
from sahelreader.parse.page.tree import Element, absolute, text_of

_MINUTES = re.compile(
    r"(?:(?:lecture|temps de lecture|reading time|read(?:ing)?|durée)\s*(?:estimée?)?\s*(?::|–|-)?\s*(?:environ |about |~)?(\d{1,3})\s*(?:mins?\b|minutes?\b|mn\b)"
    r"|(\d{1,3})\s*(?:-\s*)?(?:mins?|minutes?|mn)\s*(?:de lecture|read(?:ing)?\b|to read|lecture))",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"^[a-z]{2,3}(?=$|[-_])", re.IGNORECASE)


def language_of(facts: Facts) -> str:
    value = facts.article.get("inLanguage")
    for text in (facts.language, say(value), facts.first("og:locale", "content-language", "language", "dc.language", "dcterms.language")):  # fmt: skip
        found = _LANGUAGE.match(text.strip())
        if found:
            return found.group().lower()
    return ""


def minutes_of(root: Element, facts: Facts) -> int | None:
    """Reading time as the page states it."""
    duration = say(facts.article.get("timeRequired"))
    found = re.fullmatch(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:\d+S)?", duration)
    if found and any(found.groups()):
        return int(found[1] or 0) * 60 + int(found[2] or 0) or None
    labels = facts.all("twitter:label1", "twitter:label2")
    values = facts.all("twitter:data1", "twitter:data2")
    for label, value in zip(labels, values, strict=False):
        number = re.search(r"\d{1,3}", value)
        if number and re.search(r"read|lecture", label, re.IGNORECASE):
            return int(number.group())
    for node in root.iter("span", "div", "p", "time", "li", "small"):
        if len(node) > 4:
            continue
        text = node.text or ""
        name = (node.get("class") or "").lower()
        if "read" in name or "lecture" in name or "min" in text or "ecture" in text:
            stated = _MINUTES.search(text_of(node, 80))
            if stated:
                return int(stated[1] or stated[2]) or None
    return None


def lead_url(facts: Facts, base: str) -> str:
    """The address of the lead picture as the page tells it to others; "" when it does not or gives a logo."""
    told = facts.all("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src", "parsely-image-url", "sailthru.image.full", "thumbnail", "thumbnailurl", "image")  # fmt: skip
    value = facts.article.get("image") or facts.article.get("thumbnailUrl")
    for item in value if isinstance(value, list) else [value]:
        item = facts.resolve(item)
        if isinstance(item, dict):
            item = item.get("url") or item.get("contentUrl") or item.get("@id")
        if isinstance(item, str):
            told.append(item)
            break
    for candidate in told:
        url = absolute(base, candidate)
        if url and not _LOGO.search(url):
            return url
    return ""


_LOGO = re.compile(
    r"logo|favicon|placeholder|default[-_]?(?:image|share|og|thumb)|/icons?/", re.IGNORECASE
)
