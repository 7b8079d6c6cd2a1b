"""The day an article was published and the day it was changed, from all the places where pages say so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from sahelreader.parse.dates import parse_date
from sahelreader.parse.page.structured import Facts, say
from sahelreader.parse.page.tree import Element, class_test, text_of, within

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished", "date.published", "parsely-pub-date",
    "sailthru.date", "og:published_time", "og:pubdate", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date",
    "ptime", "article.published", "article.created", "date.available", "dc.date.issued", "dcterms.created", "dcterms.issued",
    "dc.date", "dcterms.date", "dc.date.created", "citation_publication_date", "citation_date", "originalpublicationdate", "cxenseparse:recs:publishtime",
    "article_date_original", "datecreated", "dc.created", "bt:pubdate", "rnews:datepublished", "displaydate", "date", "created", "revision_date",
    "lastmod",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:updated_time", "og:article:modified_time", "article:modified", "datemodified", "dcterms.modified", "dc.date.modified",
    "article.updated", "last-modified", "lastmodified", "modified", "updated_time",
)  # fmt: skip
_URL = re.compile(r"/((?:19|20)\d\d)[/_-](0?[1-9]|1[0-2])[/_-](0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)")
_URL_TIGHT = re.compile(r"[/_-]((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[/_.-]|\D|$)")
_is_date = class_test(
    r"(?:^|[\s_-])(?:date|published|pubdate|time|timestamp|posted-on|entry-date|post-date|meta-date|dateline|datetime|article-date|publish(?:ed)?-?date|publication|created|jeg_meta_date|td-post-date|fecha|datum|data|submitted|info|posted|post-meta|meta|byline)(?:$|[\s_-])|date"
)
_UPDATED = re.compile(
    r"updat|modif|mis[e]? à jour|mise-a-jour|maj\b|last-?edit|revised", re.IGNORECASE
)
_is_elsewhere = class_test(
    r"comment|sidebar|related|footer|widget|recent|popular|trending|most|copyright|ticker|menu|latest|teaser|card|current-?date|today"
)
_SPOKEN = re.compile(
    r"""(?:\b(?:\d{1,2}(?:st|nd|rd|th|er)?\.?(?:\s+(?:of\s+)?|[-/ ])(?:jan|feb|fév|fev|mar|apr|avr|may|mai|jun|juin|jul|juil|aug|aoû|aou|sep|oct|okt|nov|dec|déc|dez)[a-zéû]*\.?,?[-/ ]\s*(?:19|20)\d\d)
      |\b(?:jan|feb|fév|mar|apr|avr|may|mai|jun|juin|jul|juil|aug|aoû|sep|oct|nov|dec|déc)[a-zéû]*\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d
      |\b(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:[012]?\d|3[01])\b
      |\b(?:[012]?\d|3[01])[-/.](?:0?[1-9]|1[0-2])[-/.](?:19|20)\d\d\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_FIRST = datetime(1995, 1, 1, tzinfo=UTC)


def days_of(
    root: Element, facts: Facts, url: str, now: datetime | None
) -> tuple[datetime | None, datetime | None]:
    """Published and modified, aware UTC. NOW bounds what is believed (a day's grace) and grounds "hier"."""
    limit = (now or datetime.now(UTC)) + timedelta(days=2)
    ground = now or datetime(1970, 1, 1, tzinfo=UTC)

    def first(texts: Iterator[str], relative: bool = False) -> datetime | None:
        for text in texts:
            if not text or len(text) > 120:
                continue
            found = parse_date(text, ground)
            if found is not None and _FIRST <= found <= limit:
                return found
        return None

    published = (
        first(_ld(facts, "datePublished", "dateCreated", "uploadDate"))
        or first(iter(facts.all(*_PUBLISHED)))
        or first(_marked(root, updated=False))
    )
    modified = (
        first(_ld(facts, "dateModified"))
        or first(iter(facts.all(*_MODIFIED)))
        or first(_marked(root, updated=True))
    )
    if published is None:
        published = first(_in_url(url or facts.canonical))
    if published is None:
        published = first(_spoken(root)) or modified
    if modified is not None and published is not None and modified < published:
        modified = None if modified.date() != published.date() else published
    return published, modified


def _ld(facts: Facts, *names: str) -> Iterator[str]:
    for node in (facts.article, facts.webpage):
        for name in names:
            yield say(node.get(name))


def _marked(root: Element, *, updated: bool) -> Iterator[str]:
    """Dates in markup: <time>, itemprop, abbr, classes that say date; those elsewhere on the page last."""
    later: list[str] = []
    for node in root.iter(
        "time", "abbr", "span", "div", "p", "meta", "li", "small", "td", "em", "i", "a"
    ):
        prop = (node.get("itemprop") or "").lower()
        name = node.get("class") or ""
        stated = node.get("datetime") or (node.get("content") if prop else None) or ""
        is_time = node.tag == "time" or prop in ("datepublished", "datemodified", "datecreated")
        if (node.tag == "abbr" and "published" in name) or (
            "updated" in name and node.tag == "abbr"
        ):
            stated, is_time = stated or node.get("title") or "", True
        if not is_time and not (name and _is_date(name)):
            continue
        about_update = prop == "datemodified" or bool(
            _UPDATED.search(name) and "published" not in name
        )
        text = text_of(node, 200) if not stated else ""
        if not about_update and (said := _UPDATED.search(text)):
            # "Publié le 3, mis à jour le 5" begins with the day it was published
            about_update = not _SPOKEN.search(text, 0, said.start())
        if about_update != updated:
            continue
        spoken = ""
        if not stated:
            if node.tag != "time" and len(text) > 160:
                continue
            match = _SPOKEN.search(text)
            spoken = (
                match.group() if match else (text if node.tag == "time" and len(text) < 40 else "")
            )
        value = stated or spoken
        if not value:
            continue
        if within(node, _is_elsewhere) or _in_nav(node):
            if is_time:
                later.append(value)
            continue
        yield value
    if not updated:
        yield from later[:3]


def _in_nav(node: Element) -> bool:
    return next(node.iterancestors("nav"), None) is not None


def _in_url(url: str) -> Iterator[str]:
    for pattern in (_URL, _URL_TIGHT):
        found = pattern.search(url)
        if found:
            yield f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"


def _spoken(root: Element) -> Iterator[str]:
    """Dates written in short lines, in order."""
    given = 0
    for node in root.iter("p", "span", "div", "td", "h2", "h3", "h4", "h5", "h6", "li", "strong", "b", "em", "i", "font", "a", "center"):  # fmt: skip
        text = node.text
        for piece in (text, *(child.tail for child in islice(node, 6))):
            if (
                piece
                and 6 <= len(piece.strip()) < 120
                and any(letter.isdigit() for letter in piece)
            ):
                found = _SPOKEN.search(piece)
                if found:
                    given += 1
                    yield found.group()
        if given > 6:
            return
