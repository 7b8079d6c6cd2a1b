"""How much text stands where: one pass over a tree into flat lists, so that judging needs no tree any more.

Lists run in document order; a subtree is a slice. "Inline" text belongs to the nearest block around it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sahelreader.parse.page.tree import INLINE, Element
from sahelreader.parse.page.weed import Kind, kind_of

#: never text of an article, whatever they hold
DEAD = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "canvas",
        "link",
        "meta",
        "head",
        "title",
        "button",
        "input",
        "select",
        "textarea",
        "option",
        "optgroup",
        "datalist",
        "object",
        "embed",
        "applet",
        "map",
        "area",
        "audio",
        "video",
        "iframe",
        "frame",
        "frameset",
        "dialog",
        "param",
        "source",
        "track",
        "math",
        "nav",
        "amp-ad",
        "amp-analytics",
        "ins-ad",
        "gpt-ad",
    ]
)
_DEAD_ROLES = frozenset(("navigation", "search", "alert", "alertdialog", "dialog", "menu", "menubar", "tooltip", "banner", "contentinfo"))  # fmt: skip
SUSPECT_TAGS = frozenset(("aside", "footer", "form", "menu", "address"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(slots=True)
class Measured:
    nodes: list[Element] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    parent: list[int] = field(default_factory=list)
    #: one past the last index of the subtree
    end: list[int] = field(default_factory=list)
    kind: list[Kind] = field(default_factory=list)
    dead: list[bool] = field(default_factory=list)
    #: inline characters that belong to this block, and those of them within links
    own: list[int] = field(default_factory=list)
    own_link: list[int] = field(default_factory=list)
    #: all characters and link characters of the subtree
    chars: list[int] = field(default_factory=list)
    link: list[int] = field(default_factory=list)
    #: weight of running text in the subtree, and of what is not text
    mass: list[float] = field(default_factory=list)
    noise: list[float] = field(default_factory=list)

    def value(self, index: int) -> float:
        return self.mass[index] - 0.6 * self.noise[index]


def measure(body: Element) -> Measured:
    """BODY's subtree measured; what is hidden or never text is `dead`, weighs nothing and is not looked into."""
    m = Measured()
    after: list[int] = []  # characters of the tail, which belong to the parent
    waiting: list[tuple[Element, int]] = [(body, -1)]
    while waiting:
        node, up = waiting.pop()
        tag = node.tag
        number = len(m.nodes)
        m.nodes.append(node)
        m.tags.append(tag)
        m.parent.append(up)
        tail = node.tail
        after.append(len(tail.strip()) if tail and number else 0)
        names, verdict, dead = "", Kind.TEXT, tag in DEAD
        if not dead:
            for key, value in _attributes(node):
                if key == "class" or key == "id":
                    names = f"{names} {value}"
                elif key == "role":
                    dead = value in _DEAD_ROLES
                elif key == "hidden" or (key == "style" and _hides(value)):
                    verdict = Kind.HIDDEN
        m.dead.append(dead)
        letters = 0
        if not dead:
            if names and verdict is Kind.TEXT:
                verdict = kind_of(names)
            if tag in SUSPECT_TAGS and verdict < Kind.WEED:
                verdict = Kind.WEED if tag != "address" else Kind.SUSPECT
            text = node.text
            letters = len(text.strip()) if text else 0
            if len(node):
                below = [(child, number) for child in node if isinstance(child.tag, str)]
                below.reverse()
                waiting += below
        m.kind.append(verdict)
        m.own.append(letters)
        m.own_link.append(letters if tag == "a" else 0)
    _sum(m, after)
    return m


def _attributes(node: Element) -> list[tuple[str, str]]:
    return node.items()  # type: ignore[return-value]  # of a tree made from text they are text


def _hides(style: str) -> bool:
    if "none" not in style and "hidden" not in style:
        return False
    compact = style.replace(" ", "").lower()
    return "display:none" in compact or "visibility:hidden" in compact


def _sum(m: Measured, after: list[int]) -> None:
    count = len(m.nodes)
    tags, parent, dead, own, own_link = m.tags, m.parent, m.dead, m.own, m.own_link
    m.end = [0] * count
    m.chars, m.link = [0] * count, [0] * count
    m.mass, m.noise = [0.0] * count, [0.0] * count
    chars, link, mass, noise, end = m.chars, m.link, m.mass, m.noise, m.end
    for number in range(count - 1, -1, -1):
        if not end[number]:
            end[number] = number + 1
        up = parent[number]
        if number and end[up] < end[number]:
            end[up] = end[number]
        if not dead[number]:
            tag = tags[number]
            letters, linked = own[number], own_link[number]
            if tag in INLINE:
                if tag == "a":
                    linked = letters
                    if chars[number]:  # blocks within a link: a card, not text
                        link[number] = chars[number]
                        noise[number] += mass[number]
                        mass[number] = 0.0
                if number:
                    own[up] += letters
                    own_link[up] += linked
            else:
                chars[number] += letters
                link[number] += linked
                good, bad = _weight(tag, letters, linked)
                mass[number] += good
                noise[number] += bad
            if number:
                chars[up] += chars[number]
                link[up] += link[number]
                mass[up] += mass[number]
                noise[up] += noise[number]
        if number and after[number]:
            own[up] += after[number]


def _weight(tag: str, letters: int, linked: int) -> tuple[float, float]:
    """What LETTERS of inline text in one block, LINKED of them in links, weigh as text and as noise."""
    if not letters or tag in HEADINGS or tag in ("figcaption", "time", "summary"):
        return 0.0, 0.0
    if linked * 2 > letters:
        return 0.0, float(linked)
    if letters >= 80:
        return float(letters - linked), 0.0
    if letters >= 25:
        return (letters - linked) * (1.0 if tag in ("p", "pre", "blockquote") else 0.3), 0.0
    return (letters * 0.5 if tag == "p" and not linked else 0.0), 0.0
