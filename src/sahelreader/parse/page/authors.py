"""Who wrote an article: JSON-LD, meta, marked names, then a line "Par Nom" near the headline."""

from __future__ import annotations

import re

from sahelreader.parse.page.names import clean_names
from sahelreader.parse.page.phrases import folded
from sahelreader.parse.page.structured import Facts, say
from sahelreader.parse.page.tree import Element, class_test, text_of, within

_META_AUTHORS = ("author", "article:author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "dc.creator.name", "cxenseparse:author", "byl", "citation_author", "og:article:author", "article.author", "authors", "twitter:data1-author")  # fmt: skip
_is_author = class_test(
    r"(?:^|[\s_-])(?:author|auteur|byline|writer|post-author|entry-author|article-author|c-byline|author-name|authors|posted-by|meta-author|td-post-author-name|jeg_meta_author|vcard|signature|creator|reporter|contributor)(?:$|[\s_-])"
)
_is_not_author = class_test(
    r"comment|bio\b|avatar|related|sidebar|footer|widget|recent|share|social|quote"
)


def authors_of(root: Element, facts: Facts) -> tuple[str, ...]:
    publisher = facts.publisher or facts.first("og:site_name")
    sources = (
        _ld_authors(facts),
        [text for text in facts.all(*_META_AUTHORS) if not text.startswith("http")],
        _marked_authors(root),
    )
    house: tuple[str, ...] = ()
    for source in sources:
        names = clean_names(source, publisher)
        if names and not (len(names) == 1 and folded(names[0]) == folded(publisher)):
            return names
        house = house or names
    return _spoken_author(root) or house


def _ld_authors(facts: Facts) -> list[str]:
    value = (
        facts.article.get("author") or facts.article.get("creator") or facts.webpage.get("author")
    )
    found = []
    for item in value if isinstance(value, list) else [value]:
        item = facts.resolve(item)
        name = say(item, 400)
        if name:
            found.append(name)
    return found


def _marked_authors(root: Element) -> list[str]:
    found: list[str] = []
    for node in root.iter("a", "span", "p", "div", "address", "li", "strong", "cite", "td"):
        rel, prop = node.get("rel"), node.get("itemprop")
        if (rel and "author" in rel.split()) or (prop and prop.lower() in ("author", "creator")):
            rank = 0
        else:
            name = node.get("class")
            if not name or not _is_author(name) or _is_not_author(name):
                continue
            rank = 1
        inner = next((one for one in node.iter("*") if one is not node and (one.get("itemprop") == "name" or "fn" in (one.get("class") or "").split())), None)  # fmt: skip
        text = text_of(inner if inner is not None else node, 160)
        if not text or len(text) > 120 or within(node, _is_not_author):
            continue
        if rank == 0:
            found.insert(sum(1 for one in found if one.startswith("\0")), text)
        else:
            found.append(text)
        if len(found) >= 4:
            break
    return found[:1] if found else []


_BY = re.compile(r"^(?:by|par)\s+(?=[A-ZÀ-ÝŒ])", re.IGNORECASE)


def _spoken_author(root: Element) -> tuple[str, ...]:
    """A short line "By Name" or "Par Nom" near the headline."""
    seen = 0
    for node in root.iter("p", "span", "div", "strong", "em", "b", "h3", "h4", "h5", "a"):
        text = (node.text or "").strip()
        if text and _BY.match(text) and len(text) < 60:
            line = text_of(node, 120)
            names = clean_names([line])
            words = names[0].split() if names else []
            if 2 <= len(words) <= 4 and all(word[:1].isupper() for word in words):
                return names
            seen += 1
            if seen > 5:
                break
    return ()
