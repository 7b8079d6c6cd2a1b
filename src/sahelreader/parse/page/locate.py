"""Where the article's text stands: the names that themes and systems give it, checked against where the text is.

`locate` gives the index of one element of a measured page. Names are tried in order of how seldom they lie; a
name is believed when what it holds weighs enough beside what the weighing alone would choose.
"""

from __future__ import annotations

import re

from sahelreader.parse.page.measure import Measured
from sahelreader.parse.page.weed import Kind

#: class and id tokens that hold the text itself, most exact first (themes and systems in comments)
_EXACT = (
    "wp-block-post-content",  # block themes, Twenty Twenty-Two and later
    "td-post-content", "tdb-block-inner-content",  # Newspaper, Newsmag
    "rbct",  # Foxiz
    "penci-entry-content",  # Soledad
    "content-inner",  # JNews
    "entry-content", "entry-body",  # WordPress: Twenty-*, Astra, Kadence, GeneratePress, Jannah
    "post-content", "post-body", "post_content", "post__content", "single-content", "post-entry", "postcontent",
    "texte-article", "texte", "article-texte", "crayon",  # SPIP
    "com-content-article__body", "itemfulltext", "item-page", "field-name-body", "field--name-body",  # Joomla, K2, Drupal
    "articlebody", "article-body", "article__body", "article-content", "article__content", "article_content", "article-text",
    "article_body", "articletext", "article_text", "articlecontent", "article-body__content", "body-content", "body-copy",
    "story-body", "storybody", "story-content", "story__body", "story-text", "story_body", "storytext", "story",
    "blog-content", "blog-post-content", "news-content", "news-body", "newstext", "content-body", "content__body",
    "main-text", "rich-text", "richtext", "text-content", "caas-body", "mw-parser-output", "mw-content-text",
    "markup", "body-text", "bodytext", "available-content", "content-article", "single-post-content", "post-text", "posttext",
)  # fmt: skip
_RANK = {token: rank for rank, token in enumerate(_EXACT)}
_ARTICLE_BODY = re.compile(r"\barticlebody\b|\btext\b(?=.*article)", re.IGNORECASE)
#: share of the best element's weight that a named element must hold to be believed
BELIEVED = 0.55
#: share of a node's value that one child must hold for the search to go down into it
DOWN = 0.8


def locate(m: Measured) -> int:
    """The index of the element that holds the article's text; 0 (the whole) when nothing stands out."""
    _without_weeds(m)
    best = _heaviest(m)
    named = _named(m, best)
    return named if named >= 0 else best


def _without_weeds(m: Measured) -> None:
    """Weeds and comments weigh nothing, unless they hold most of the text: then their name lies."""
    total = m.mass[0]
    minus_mass = [0.0] * len(m.nodes)
    number, count = 1, len(m.nodes)
    while number < count:
        kind = m.kind[number]
        if m.dead[number]:
            number = m.end[number]
            continue
        # a comments section with more text than the article is common; its name is hardly ever wrong
        limit = 0.9 if kind is Kind.COMMENTS else 0.45
        if (
            kind in (Kind.WEED, Kind.COMMENTS)
            and m.mass[number] < limit * total
            and not _holds_name(m, number)
        ):
            lost, noise = m.mass[number], m.noise[number] + m.link[number] * 0.2
            up = number
            while up >= 0:
                minus_mass[up] += lost
                up = m.parent[up]
            m.noise[number] = noise
            number = m.end[number]
            continue
        number += 1
    for index, lost in enumerate(minus_mass):
        if lost:
            m.mass[index] -= lost


def _holds_name(m: Measured, number: int) -> bool:
    """Whether NUMBER itself bears an exact name, so that a weed's word beside it is an accident."""
    return (
        any(token in _RANK for token in (m.nodes[number].get("class") or "").lower().split())
        or m.tags[number] == "article"
    )


def _heaviest(m: Measured) -> int:
    """Down from the top while one child holds nearly all that its parent is worth."""
    children: dict[int, list[int]] = {}
    for number in range(1, len(m.nodes)):
        if not m.dead[number]:
            children.setdefault(m.parent[number], []).append(number)
    here = 0
    while True:
        below = children.get(here)
        if not below:
            return here
        child = max(below, key=m.value)
        worth, whole = m.value(child), m.value(here)
        if worth <= 0 or m.tags[child] in ("p", "blockquote", "pre", "li", "tr", "ul", "ol"):
            return here
        if worth >= DOWN * whole:
            here = child
        else:
            return here


def _named(m: Measured, best: int) -> int:
    """The element that a name points to and the weighing confirms, or -1."""
    floor = BELIEVED * m.mass[best]
    found: list[tuple[int, float, int]] = []
    for number, node in enumerate(m.nodes):
        if m.dead[number] or m.mass[number] <= 0:
            continue
        rank = 1_000
        itemprop = node.get("itemprop")
        if itemprop and "articlebody" in itemprop.lower():
            rank = -1
        else:
            name, other = node.get("class"), node.get("id")
            if name:
                for token in name.lower().split():
                    rank = min(rank, _RANK.get(token, 1_000))
            if other:
                rank = min(rank, _RANK.get(other.lower(), 1_000))
            if rank == 1_000 and (m.tags[number] == "article" or node.get("role") == "article"):
                rank = 500
            elif rank == 1_000 and (m.tags[number] == "main" or node.get("role") == "main"):
                rank = 600
        if rank < 1_000 and m.mass[number] >= floor:
            found.append((rank, -m.mass[number], number))
    if not found:
        return -1
    rank, _mass, chosen = min(found)
    if rank >= 500:
        # <article> and <main> hold titles, shares and teasers too: they only bound what the weighing chose
        inside = chosen <= best < m.end[chosen]
        return -1 if inside else chosen
    # the same name again inside: the inner one, when it holds the same text
    for other_rank, _m, number in found:
        if (
            chosen < number < m.end[chosen]
            and other_rank < 500
            and m.mass[number] >= 0.95 * m.mass[chosen]
        ):
            chosen = number
    return chosen
