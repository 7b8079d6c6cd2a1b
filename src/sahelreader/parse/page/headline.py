"""The title of an article: what the page tells machines, confirmed by the heading that a reader sees."""

from __future__ import annotations

import re

from sahelreader.parse.page.phrases import folded, word_letters
from sahelreader.parse.page.structured import Facts, say
from sahelreader.parse.page.tree import Element, text_of

_SEPARATOR = re.compile(r"\s+(?:[|•·»›:~]|[-–—])\s+|\s*\|\s*|\s+::\s+")
_WORD = re.compile(r"\w+")


def title_of(root: Element, facts: Facts) -> str:
    site = facts.first("og:site_name", "application-name") or facts.publisher
    told = [
        say(facts.article.get("headline")) or say(facts.article.get("name")),
        facts.first("og:title"),
        facts.first(
            "twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title"
        ),
    ]
    told = [_without_site(say(text), site) for text in told if text]
    tag = _without_site(facts.title_tag, site)
    heads = _headlines(root)
    for head in heads:
        # the headline on the page that agrees with what the page tells machines is the title as printed
        if any(_agree(head, text) for text in (*told, tag) if text):
            return head
    if len(heads) == 1 and _opens(heads[0], facts.title_tag):
        return heads[0]  # a short one ("New Zealand"), which the page's own title begins with
    for text in told:
        if len(text) > 3 and folded(text) != folded(site):
            return text
    if tag and folded(tag) != folded(site):
        shorter = _before_separator(facts.title_tag)
        return shorter if len(_WORD.findall(shorter)) >= 4 else tag
    return heads[0] if heads else tag


def _opens(head: str, tag: str) -> bool:
    """Whether the page's title is HEAD, then a separator."""
    rest = folded(tag)[len(folded(head)) :]
    return len(head) > 3 and folded(tag).startswith(folded(head)) and bool(_SEPARATOR.match(rest))


def _headlines(root: Element) -> list[str]:
    marked: list[str] = []
    plain: list[str] = []
    for head in root.iter("h1", "h2"):
        name = f"{head.get('class') or ''} {head.get('itemprop') or ''}".lower()
        is_title = "headline" in name or "title" in name or "titre" in name
        if head.tag == "h2" and not is_title:
            continue
        text = text_of(head, 400)
        if text and len(text) > 3:
            (marked if is_title and head.tag == "h1" else plain).append(text)
        if len(marked) + len(plain) > 30:
            break
    return marked + plain


def _agree(head: str, text: str) -> bool:
    one, other = word_letters(head), word_letters(text)
    if not one or not other:
        return False
    if one == other:
        return True
    if len(one) > 15 and (one in other or other in one):
        return min(len(one), len(other)) / max(len(one), len(other)) > 0.5
    a, b = set(one.split()), set(other.split())
    return len(a) > 3 and len(a & b) / len(a | b) >= 0.7


def _without_site(title: str, site: str) -> str:
    """TITLE without the site's name after or before a separator."""
    title = title.strip()
    if not title:
        return ""
    pieces = _SEPARATOR.split(title)
    if len(pieces) < 2:
        return title
    name = word_letters(site)
    for place in (-1, 0):
        piece = word_letters(pieces[place])
        if name and piece and (piece == name or name in piece or piece in name):
            cut = title.rfind(pieces[-1]) if place == -1 else len(pieces[0])
            rest = title[:cut] if place == -1 else title[cut:]
            rest = rest.strip(" \u00a0|•·»›:~-–—")
            if len(rest) > 3:
                return _without_site(rest, site) if rest != title else rest
    return title


def _before_separator(title: str) -> str:
    pieces = _SEPARATOR.split(title)
    return max(pieces, key=len).strip() if pieces else title
