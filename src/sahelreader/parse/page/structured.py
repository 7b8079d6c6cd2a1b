"""What a page says of itself for machines: JSON-LD, `<meta>`, microdata; read without belief, weighed elsewhere.

Nothing here raises on what a page holds: wrong types, broken JSON, cycles and depth all give less, never an error.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from sahelreader.domain.text import safe_line
from sahelreader.parse.page.tree import Element, text_of

JSON_LIMIT = 1_500_000
_NODES = 400

ARTICLE_TYPES = frozenset(
    [
        "newsarticle",
        "article",
        "blogposting",
        "reportagenewsarticle",
        "analysisnewsarticle",
        "opinionnewsarticle",
        "backgroundnewsarticle",
        "reviewnewsarticle",
        "askpublicnewsarticle",
        "advertisercontentarticle",
        "report",
        "techarticle",
        "scholarlyarticle",
        "socialmediaposting",
        "liveblogposting",
        "satiricalarticle",
        "medicalscholarlyarticle",
        "discussionforumposting",
        "review",
        "recipe",
    ]
)
_WRAPPED = re.compile(r"^\s*(?:<!\[CDATA\[|//\s*<!\[CDATA\[|<!--)|(?://\s*)?(?:\]\]>|-->)\s*;?\s*$")
_TRAILING_COMMA = re.compile(r",\s*([}\]])")


@dataclass(slots=True)
class Facts:
    """META: lower-case name, property, itemprop -> contents in order. ARTICLE: the JSON-LD node of the article ({} when none)."""

    meta: dict[str, list[str]] = field(default_factory=dict)
    article: Mapping[str, Any] = field(default_factory=dict)
    webpage: Mapping[str, Any] = field(default_factory=dict)
    #: every JSON-LD node by its @id, for references
    nodes: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    publisher: str = ""
    canonical: str = ""
    title_tag: str = ""
    language: str = ""
    breadcrumbs: tuple[str, ...] = ()

    def first(self, *names: str) -> str:
        for name in names:
            for value in self.meta.get(name, ()):
                if value:
                    return value
        return ""

    def all(self, *names: str) -> list[str]:
        return [value for name in names for value in self.meta.get(name, ()) if value]

    def resolve(self, value: Any) -> Any:
        """A JSON-LD reference followed once; anything else as it is."""
        if isinstance(value, Mapping) and "@id" in value and len(value) <= 2:
            return self.nodes.get(str(value["@id"]), value)
        return value


def read_facts(root: Element, url: str) -> Facts:
    facts = Facts()
    for meta in root.iter("meta"):
        content = meta.get("content")
        if not content:
            continue
        content = content.strip()
        for attribute in ("property", "name", "itemprop"):
            names = meta.get(attribute)
            if names:
                for name in names.lower().split()[:4]:
                    facts.meta.setdefault(name, []).append(content)
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and link.get("href"):
            facts.canonical = (link.get("href") or "").strip()
            break
    title = root.find(".//title")
    if title is not None:
        facts.title_tag = text_of(title, 600)
    facts.language = (
        root.get("lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or root.get("xml:lang")
        or ""
    )
    _json_ld(root, facts, url)
    return facts


def _json_ld(root: Element, facts: Facts, url: str) -> None:
    nodes: list[Mapping[str, Any]] = []
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            nodes.extend(_nodes(_load(script.text)))
    if not nodes:
        return
    best, best_rank = None, -1
    for node in nodes:
        key = node.get("@id")
        if isinstance(key, str) and len(node) > 2:
            facts.nodes.setdefault(key, node)
        kinds = types(node)
        if kinds & ARTICLE_TYPES and ("headline" in node or "datePublished" in node):
            rank = _rank(node, url, facts)
            if rank > best_rank:
                best, best_rank = node, rank
        elif kinds & {"webpage", "itempage", "collectionpage", "videoobject"} and not facts.webpage:
            facts.webpage = node
        elif "breadcrumblist" in kinds and not facts.breadcrumbs:
            facts.breadcrumbs = _crumbs(node)
        elif kinds & {"organization", "newsmediaorganization", "website"} and not facts.publisher:
            facts.publisher = say(node.get("name"))
    if best is not None:
        facts.article = best
        publisher = facts.resolve(best.get("publisher"))
        if isinstance(publisher, list) and publisher:
            publisher = facts.resolve(publisher[0])
        if isinstance(publisher, Mapping):
            facts.publisher = say(publisher.get("name")) or facts.publisher


def _rank(node: Mapping[str, Any], url: str, facts: Facts) -> int:
    """How likely NODE is this page's own article and not a teaser of another: its address, then how much it says."""
    rank = 0
    own = str(node.get("url") or "") + str(node.get("@id") or "")
    main = node.get("mainEntityOfPage")
    own += str(main.get("@id") or "") if isinstance(main, Mapping) else str(main or "")
    for known in (url, facts.canonical, facts.first("og:url")):
        path = known.split("://", 1)[-1].split("?")[0].rstrip("/")
        if path and "/" in path and path in own:
            rank += 100
            break
    rank += 10 * ("articleBody" in node) + 5 * ("author" in node) + 5 * ("datePublished" in node)
    headline = say(node.get("headline")).casefold()
    if headline and headline[:40] in facts.title_tag.casefold():
        rank += 50
    return rank


def types(node: Mapping[str, Any]) -> frozenset[str]:
    kind = node.get("@type")
    found = kind if isinstance(kind, list) else [kind]
    return frozenset(str(item).rsplit("/", 1)[-1].lower() for item in found if item)


def say(value: Any, limit: int = 600) -> str:
    """A JSON-LD value as one safe line of text, "" when it is none."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("@value") or ""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    text = str(value)
    if "&" in text:
        text = unescape(unescape(text))
    if "<" in text:
        text = re.sub(r"<[^<>]{0,300}>", "", text)
    return safe_line(text, limit)


def _load(text: str) -> Any:
    text = text[:JSON_LIMIT].strip()
    text = _WRAPPED.sub("", _WRAPPED.sub("", text)).strip().rstrip(";")
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    # some sites escape the quotes of the whole script
    try:
        return json.loads(unescape(text), strict=False) if "&quot;" in text else None
    except (ValueError, RecursionError):
        return None


def _nodes(loaded: Any) -> Iterator[Mapping[str, Any]]:
    """Every object that has a type, outermost first, at most _NODES."""
    waiting, given = [loaded], 0
    while waiting and given < _NODES:
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting[:0] = value[:_NODES]
        elif isinstance(value, Mapping):
            if "@type" in value:
                given += 1
                yield value
            for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "author"):
                inner = value.get(key)
                if isinstance(inner, (list, dict)):
                    waiting.append(inner)


def _crumbs(node: Mapping[str, Any]) -> tuple[str, ...]:
    items = node.get("itemListElement")
    names = []
    for item in items if isinstance(items, list) else ():
        if isinstance(item, Mapping):
            name = say(item.get("name")) or say(item.get("item"))
            if name and not name.startswith("http"):
                names.append(name)
    return tuple(names)
