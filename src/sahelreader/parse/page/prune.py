"""Takes the furniture out of the element that holds the text, before it is read into blocks.

Judges an element by its name, its share of the text, and how much of it is links. Works on the tree itself.
"""

from __future__ import annotations

from sahelreader.parse.page.measure import HEADINGS, Measured
from sahelreader.parse.page.tree import INLINE, Element, remove
from sahelreader.parse.page.weed import Kind

#: share of the body's text above which a name alone does not condemn
MOST = 0.3
#: the same for names that only make one wonder
SOME = 0.12
_KEPT = frozenset(("iframe", "video", "audio", "source", "amp-video", "amp-youtube", "amp-iframe", "math"))  # fmt: skip
_CONTAINERS = frozenset(["div", "section", "ul", "ol", "dl", "table", "nav", "header", "center", "article", "fieldset", "details", "p"])  # fmt: skip
_FIGURES = frozenset(("figure", "picture", "img", "amp-img", "figcaption"))


def prune(m: Measured, body: int, *, bold: bool = True) -> Element:
    """The element at BODY with its weeds taken out; when not BOLD, a name alone condemns nothing."""
    gone: list[int] = []
    whole = max(1.0, m.mass[body])
    number = body + 1
    while number < m.end[body]:
        if _goes(m, number, whole, bold):
            gone.append(number)
            number = m.end[number]
        else:
            number += 1
    for index in gone:
        remove(m.nodes[index])
    return m.nodes[body]


def _goes(m: Measured, number: int, whole: float, bold: bool = True) -> bool:
    tag = m.tags[number]
    if m.dead[number]:
        return tag not in _KEPT
    kind = m.kind[number]
    chars, link, mass = m.chars[number], m.link[number], m.mass[number]
    if tag in INLINE:
        return kind is Kind.WEED and tag in ("span", "ins") and m.own[number] == 0
    if tag in _FIGURES or tag in HEADINGS or tag in ("body", "tbody", "tr", "td", "th", "thead"):
        return False
    if kind is Kind.COMMENTS:
        return mass < 0.9 * whole
    if kind is Kind.WEED:
        if tag == "footer" and m.tags[m.parent[number]] == "blockquote":
            return False
        return mass < MOST * whole and (bold or link > 0.4 * chars or chars < 40)
    if bold and kind is Kind.SUSPECT and mass < SOME * whole:
        if chars and link > 0.3 * chars:
            return True
        if chars and chars < 80 and mass == 0 and not _picture_in(m, number):
            return True
    if tag in _CONTAINERS and chars and link > 0.6 * chars and mass < 0.1 * whole:
        return _is_link_block(m, number, tag, chars)
    return False


def _is_link_block(m: Measured, number: int, tag: str, chars: int) -> bool:
    """Whether a container that is mostly links is a menu or a list of other articles."""
    if tag == "p":
        return False
    links = sum(1 for index in range(number, m.end[number]) if m.tags[index] == "a")
    if tag in ("ul", "ol", "dl", "table"):
        # a list of links among paragraphs may be the author's; what ends the text is judged later (`trim`)
        return (links >= 3 or chars > 60 * max(1, links)) and not _in_flow(m, number)
    return links >= 2 or chars > 40


def _in_flow(m: Measured, number: int) -> bool:
    """Whether paragraphs of text stand on both sides of NUMBER under the same parent."""
    up = m.parent[number]
    before = after = False
    for index in range(up + 1, m.end[up]):
        if (
            m.parent[index] == up
            and m.mass[index] > 40
            and m.tags[index] in ("p", "ul", "ol", "div", "blockquote", "section")
        ):
            before = before or index < number
            after = after or index >= m.end[number]
    return before and after


def _picture_in(m: Measured, number: int) -> bool:
    return any(m.tags[index] in ("img", "iframe", "amp-img") for index in range(number, m.end[number]))  # fmt: skip
