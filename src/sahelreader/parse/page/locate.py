"""Where the article's text stands: the names that themes and systems give it, checked against where the text is.

`locate` gives the index of one element of a measured page. Names are tried in order of how seldom they lie; a
name is believed when what it holds weighs enough beside what the weighing alone would choose.
"""

from __future__ import annotations

from sahelreader.parse.page.measure import Measured
from sahelreader.parse.page.phrases import word_letters
from sahelreader.parse.page.tree import INLINE, text_of
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
#: share of the best element's weight that a named element must hold to be believed
BELIEVED = 0.55
#: share of the page's text that a landmark must hold for the search to stay within it
FAIR = 0.3
#: share of a node's value that one child must hold for the search to go down into it
DOWN = 0.8
#: share of a node's text in its own paragraphs at which the search stops there
DIRECT = 0.35
#: share that the child with the headline must hold to be preferred to its siblings
HEADED = 0.25
_PARAGRAPHS = frozenset(
    ("p", "blockquote", "pre", "li", "tr", "td", "ul", "ol", "dl", "table", "tbody")
)


def locate(m: Measured, title: str = "", *, named: bool = True) -> int:
    """The index of the element that holds the text of the article called TITLE; 0 (the whole) when nothing stands out."""
    _without_weeds(m)
    best = _heaviest(m, _headline(m, title))
    chosen = _named(m, best) if named else -1
    return chosen if chosen >= 0 else best


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
        if kind is Kind.HIDDEN and m.mass[number] < limit * total:
            # hidden and not the text itself (which some sites hide until a script has run)
            for inside in range(number, m.end[number]):
                m.dead[inside] = True
        if (
            kind in (Kind.WEED, Kind.COMMENTS, Kind.HIDDEN)
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


def _heaviest(m: Measured, headline: int) -> int:
    """Down from the top while one child holds nearly all the text, or holds the headline and a fair part of it."""
    children: dict[int, list[int]] = {}
    for number in range(1, len(m.nodes)):
        if not m.dead[number] and m.mass[number] > 0 and m.tags[number] not in _PARAGRAPHS:
            children.setdefault(m.parent[number], []).append(number)
    here = _landmark(m, headline)
    while True:
        below = children.get(here)
        if not below:
            return here
        whole = m.mass[here]
        if whole - sum(m.mass[child] for child in below) > DIRECT * whole:
            return here
        child = max(below, key=lambda number: m.mass[number])
        if m.mass[child] >= DOWN * whole:
            here = child
            continue
        heavy = [number for number in below if m.mass[number] >= 0.12 * whole]
        if len(heavy) > 1 and len({_signature(m, number) for number in heavy}) == 1:
            return here
        headed = next((one for one in below if one <= headline < m.end[one]), -1)
        if headed >= 0 and m.mass[headed] >= max(300.0, HEADED * whole):
            if m.tags[here] in ("main", "article") and m.value(here) > m.value(headed):
                return here  # sections of one text
            here = headed
            continue
        best = max(heavy or below, key=m.value)
        if m.value(best) > m.value(here):
            here = best
            continue
        return here


def _signature(m: Measured, number: int) -> str:
    return f"{m.tags[number]} {m.nodes[number].get('class') or ''}"


def _headline(m: Measured, title: str) -> int:
    """The index of the heading that says TITLE, else of the first h1, else -1."""
    wanted = word_letters(title)
    first = -1
    for number, tag in enumerate(m.tags):
        if tag in ("h1", "h2") and not m.dead[number]:
            said = word_letters(text_of(m.nodes[number], 400))
            if len(said) > 8 and wanted and (said in wanted or wanted in said):
                return number
            if tag == "h1" and first < 0 and said:
                first = number
    return first


def _landmark(m: Measured, headline: int) -> int:
    """The one <main> or the one <article> with the headline in it, when it holds a fair part of the text; else 0."""
    for tag, role in (("main", "main"), ("article", "article")):
        found = [
            number
            for number, node in enumerate(m.nodes)
            if not m.dead[number] and (m.tags[number] == tag or node.get("role") == role)
        ]
        if tag == "article":
            found = [number for number in found if number < headline < m.end[number]]
        if found and m.mass[found[0]] > max(400.0, FAIR * m.mass[0]):
            outer = found[0]
            if all(outer < number < m.end[outer] for number in found[1:]) or tag == "article":
                return outer
    return 0


def _named(m: Measured, best: int) -> int:
    """The element that a name points to and the weighing confirms, or -1."""
    floor = BELIEVED * m.mass[best]
    found: list[tuple[int, float, int]] = []
    for number, node in enumerate(m.nodes):
        if (
            m.dead[number]
            or m.mass[number] <= 0
            or m.tags[number] in _PARAGRAPHS
            or m.tags[number] in INLINE
        ):
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
    return _together(m, chosen, found)


def _together(m: Measured, chosen: int, found: list[tuple[int, float, int]]) -> int:
    """CHOSEN, or what holds it and the other pieces of the same name when a text is cut into several."""
    # the same name again inside: the inner one, when it holds the same text
    for other_rank, _mass, number in found:
        if (
            chosen < number < m.end[chosen]
            and other_rank < 500
            and m.mass[number] >= 0.95 * m.mass[chosen]
        ):
            chosen = number
    signature = _signature(m, chosen)
    same = [
        number
        for number in range(len(m.nodes))
        if m.mass[number] > 0.1 * m.mass[chosen]
        and not m.dead[number]
        and _signature(m, number) == signature
        and not chosen <= number < m.end[chosen]
    ]
    if len(signature.split()) < 2 or not same:
        return chosen
    up = m.parent[chosen]
    for _step in range(3):
        if up <= 0:
            break
        inside = sum(m.mass[number] for number in same if up < number < m.end[up])
        if inside and inside >= 0.8 * (m.mass[up] - m.mass[chosen]):
            return up
        up = m.parent[up]
    return chosen
