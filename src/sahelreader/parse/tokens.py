"""HTML as a run of tokens: what `blocks` reads. No tree is made, so depth costs nothing and a bomb is only long.

Follows the HTML standard's tokenizer where it matters to a reader: attribute quotes, comments, the raw text of
scripts. Time is linear in the input whatever it holds: every road that finds no end is remembered as closed.
Knows tags and attributes as text; what they mean is for `blocks`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

#: one token: (text before the tag, "" or "/", tag name in lower case, the attributes' source); name "" ends the input.
#: "=" in place of the "/" is a whole paragraph, and its text stands in place of the name
Token = tuple[str, str, str, str]

# a quote counts only after "=", as in browsers: class=a"> ends at the ">"
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/><]*+)((?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+)>")
# once a quote was never closed, tags end at the next angle
# a paragraph of text alone, up to its own end: by far the most common run of tags
_PARAGRAPH = re.compile(r"([^<]+)</p>")
_DECLARATION = re.compile(r"<(?:![a-zA-Z]|\?|/[^a-zA-Z])")
_OPENING = re.compile(r"</?[a-zA-Z]")
_PLAIN_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/><]*+)([^<>]*+)>")
_ATTRIBUTE = re.compile(
    r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+)))?", re.ASCII
)
_ATTRIBUTES_LIMIT = (
    200_000  # characters of one tag's attributes that are looked at (a picture may be inlined)
)

#: their content is not markup, and nothing that a reader would read
_RAW = frozenset(
    ("script", "style", "textarea", "title", "xmp", "noembed", "noframes", "plaintext")
)
_UNREAD = _RAW - {"title", "textarea"}
#: dropped with all that they hold, when they are closed at all
_DROPPED = frozenset(
    ("head", "svg", "form", "nav", "select", "button", "template", "canvas", "map", "dialog",
     "datalist", "rp", "menuitem", "applet", "frameset")
)  # fmt: skip


def tokens(html: str, *, whole: bool = False) -> Iterator[Token]:
    """The tokens of HTML, scripts, styles, forms and the like already left out (their opening tag is given). WHOLE: only
    scripts and styles are left out, as one reads a page's head or forms.
    """
    # past the last ">" there is no tag, and looking for one from every "<" would be quadratic
    last = html.rfind(">")
    closed: set[str] = set()
    tag, position, start, size = _TAG, 0, 0, len(html)
    while True:
        at = html.find("<", position)
        if at < 0 or at > last:
            break
        found = tag.match(html, at)
        if found is None:
            after = _skipped(html, at, closed)
            if after > at:
                yield html[start:at], "", "!", ""
                position = start = after
            elif tag is _TAG and _OPENING.match(html, at):
                tag = _PLAIN_TAG
            else:
                position = at + 1
            continue
        name = found[2].lower()
        if name == "p" and not found[1] and not whole:
            paragraph = _PARAGRAPH.match(html, found.end())
            if paragraph is not None:
                yield html[start:at], "=", paragraph[1], found[3]
                position = start = paragraph.end()
                continue
        yield html[start:at], found[1], name, found[3]
        position = start = found.end()
        if not found[1]:
            if name in (_UNREAD if whole else _RAW):
                # <script … /> is closed in XHTML, which feeds hold
                if not found[3].endswith("/") or f"</{name}" in html[start : start + 40].lower():
                    position = start = _end_of_raw(html, name, start, size, closed)
            elif not whole and name in _DROPPED and not found[3].endswith("/"):
                position = start = _end_of_dropped(html, name, start, closed)
    yield html[start:].replace("<!--", ""), "", "", ""


def _skipped(html: str, at: int, closed: set[str]) -> int:
    """The position after the comment, declaration or bogus tag at AT, which is before the last ">"; AT when "<" is just
    a character."""
    for opening, ending in (("<!--", "-->"), ("<![CDATA[", "]]>")):
        if html.startswith(opening, at):
            if html.startswith(("<!-->", "<!--->"), at):
                return html.index(">", at) + 1
            end = -1 if opening in closed else html.find(ending, at + len(opening))
            if end >= 0:
                return end + len(ending)
            closed.add(opening)
            # never closed: a comment then ends at the first ">", as browsers used to do, and the text after it stays
            return html.index(">", at) + 1 if opening == "<!--" else at
    if _DECLARATION.match(html, at):
        return html.index(">", at) + 1
    return at


def _end_of_raw(html: str, name: str, start: int, size: int, closed: set[str]) -> int:
    if name in closed:
        return start
    found = re.compile(rf"</{name}(?=[\s/>])[^<>]*>", re.IGNORECASE).search(html, start)
    if found is None:
        closed.add(name)
        # a script to the end is code; anything else was a stray tag before text
        return size if name in ("script", "style") else start
    return found.end()


def _end_of_dropped(html: str, name: str, start: int, closed: set[str]) -> int:
    """The position after the matching end tag, those within counted; START when it never ends."""
    if name in closed:
        return start
    depth = 1
    for found in re.compile(rf"<(/?){name}(?=[\s/>])[^<>]*>", re.IGNORECASE).finditer(html, start):
        depth += -1 if found[1] else 1
        if depth == 0:
            return found.end()
    closed.add(name)
    return start


def attributes(source: str) -> dict[str, str]:
    """Attributes by lower-case name, entities decoded; of two with one name the first counts, as in browsers."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(source, 0, _ATTRIBUTES_LIMIT):
        name = match[1].lower()
        if name not in found:
            value = match[2] or match[3] or match[4] or ""
            found[name] = unescape(value) if "&" in value else value
    return found
