"""Who wrote an article: JSON-LD, meta, marked names, then a line "Par Nom" near the headline."""

from __future__ import annotations

import re

from sahelreader.parse.page.names import clean_names
from sahelreader.parse.page.phrases import folded
from sahelreader.parse.page.structured import Facts, say
from sahelreader.parse.page.tree import Element, class_test, text_of, within

_META_AUTHORS = ("author", "article:author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "dc.creator.name", "cxenseparse:author", "byl", "citation_author", "og:article:author", "article.author", "authors", "twitter:data1-author")  # fmt: skip
_is_author = class_test(
    r"byline|author-?name|(?:^|[\s_-])(?:author|auteur|writer|authors|posted-by|vcard|signature|creator|reporter|contributor)(?:$|[\s_-])"
)
#: where sites keep the page of each author
_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|writers?|people|by|auteurs?|profiles?|contributors?|staff|journalistes?|reporters?|columnists?|correspondents?)/[^/?#]{3,60}/?$",
    re.IGNORECASE,
)
_is_not_author = class_test(
    r"comment|bio\b|(?<!no-)avatars?\b|related|sidebar|widget|share|social|quote|about-author|author-?box|author-?info|label"
)
_is_elsewhere = class_test(
    r"comment|related|sidebar|widget|recent|share|social|quote|(?:^|(?<!hasnt)[\s_-])bio(?:$|[\s_-])|about-author|author-?(?:box|bio|info)|usr-holder|site-?footer|colophon|teaser|popular|most-read"
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


_TAGS = ("a", "span", "p", "div", "address", "li", "dd", "strong", "cite", "td", "b", "em", "h4", "h5", "h6")  # fmt: skip


def _marked_authors(root: Element) -> list[str]:
    """The first byline in the markup: rel and itemprop before classes."""
    by_class: list[str] = []
    for node in root.iter(*_TAGS):
        rel, prop, name = node.get("rel"), node.get("itemprop"), node.get("class")
        stated = (rel and "author" in rel.split()) or (prop and prop.lower() in ("author", "creator"))  # fmt: skip
        if not stated and not (name and not by_class and _is_author(name) and not _is_not_author(name)):  # fmt: skip
            continue
        if within(node, _is_elsewhere):
            continue
        names = _names_in(node)
        if names and stated:
            return names
        by_class = by_class or names
    return by_class or _linked_author(root)


def _linked_author(root: Element) -> list[str]:
    """The text of the first link to an author's page that reads like a name."""
    for link in root.iter("a"):
        if _AUTHOR_PAGE.search(link.get("href") or "") and not within(link, _is_elsewhere):
            text = text_of(link, 80)
            if 2 <= len(text.split()) <= 5 and all(word[:1].isupper() for word in text.split()):
                return [text]
    return []


def _names_in(node: Element) -> list[str]:
    """The names within a byline: marked parts, links, else the line itself."""
    for part in node.iter("*"):
        if part is not node and (part.get("itemprop") == "name" or "fn" in (part.get("class") or "").split()):  # fmt: skip
            text = text_of(part, 160)
            if text:
                return [text]
    linked = [text for link in node.iter("a") if link is not node and (text := text_of(link, 100))]
    if linked and all(len(text) < 60 for text in linked):
        return list(dict.fromkeys(linked))[:4]
    text = text_of(node, 160)
    return [text] if text and len(text) <= 120 else []


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
