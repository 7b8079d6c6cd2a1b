"""HTML from outside made into the small clean HTML that the library keeps; and clean HTML made into plain text.

Pure and linear: what it costs depends on the size of the input only, which `blocks.HTML_LIMIT` caps.
"""

from __future__ import annotations

import re
from html import unescape

from sahelreader.domain.document import (
    Block,
    Embed,
    Figure,
    Heading,
    Paragraph,
    Related,
    Rule,
    Span,
    Style,
    Table,
)
from sahelreader.domain.text import ARTICLE_LIMIT, COMMENT_LIMIT, TITLE_LIMIT, safe_line, safe_text
from sahelreader.parse.blocks import read_blocks
from sahelreader.parse.document import CUT, to_html

# already as `to_html` would write it: paragraphs of plain text, one a line
_SIMPLE = re.compile(r"(?:<p>[^\s<>&](?:[^\s<>&]| (?![ <])|[\u00a0\u202f])*+</p>(?:\n(?=<)|$))+")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^<>]*>")
_BLOCK_ENDS = frozenset(
    "p h1 h2 h3 h4 h5 h6 li pre figcaption caption tr cite blockquote figure".split()
)
_LINES = re.compile(r"[ \t]*\n\s*")
_FOREIGN = re.compile(r"<(?:script|style|!|\?|textarea|form)", re.IGNORECASE)


def clean_html(html: str, base_url: str = "") -> str:
    """The clean HTML (`parse.document`) of an article's HTML. Addresses are made absolute against BASE_URL.

    Idempotent. A text beyond 500,000 characters or 5,000 blocks is cut and ends with the mark that `document` reads.
    """
    blocks, cut = read_blocks(html, base_url, limit=ARTICLE_LIMIT)
    made = to_html(blocks)
    return f"{made}\n{CUT}" if cut else made


def clean_comment(html: str, base_url: str = "") -> str:
    """The clean HTML of a reader's comment: paragraphs, emphasis, quotations, lists, code, links; a picture becomes a
    link, a heading a paragraph. Blank lines of a text without tags part its paragraphs."""
    if "<" not in html:
        html = "<p>" + html.replace("\r\n", "\n").strip("\n").replace("\n", "<br>") + "</p>"
    blocks, cut = read_blocks(html, base_url, limit=COMMENT_LIMIT)
    made: list[Block] = []
    for block in blocks:
        made += _in_comment(block)
    text = to_html(made)
    return f"{text}\n{CUT}" if cut else text


def _in_comment(block: Block) -> list[Block]:
    if isinstance(block, Figure):
        return [Embed(block.caption or block.alt, block.url)]
    if isinstance(block, Heading):
        return [
            Paragraph(
                tuple(Span(span.text, span.style | Style.BOLD, span.href) for span in block.spans)
            )
        ]
    if isinstance(block, Related):
        return [Paragraph((Span(block.title, Style.PLAIN, block.url),))]
    if isinstance(block, Rule):
        return []
    if isinstance(block, Table):
        rows = (block.header, *block.rows) if block.header else block.rows
        return [Paragraph(_row(row)) for row in rows if any(row)]
    return [block]


def _row(cells: tuple[tuple[Span, ...], ...]) -> tuple[Span, ...]:
    text = " | ".join("".join(span.text for span in cell).replace("\n", " ") for cell in cells)
    return (Span(text.strip()),)


def plain_text(html: str) -> str:
    """The text of clean HTML, a line for each paragraph, heading, item, row, caption; for search, words and pipes.

    HTML that is not ours is cleaned first.
    """
    if "<" not in html and "&" not in html:
        return safe_text(html).strip()
    if _FOREIGN.search(html):
        html = clean_html(html)
    text = _TAG.sub(_gap, html)
    if "&" in text:
        text = safe_text(unescape(text))
    return _LINES.sub("\n", text).strip()


def _gap(tag: re.Match[str]) -> str:
    if tag[2] in _BLOCK_ENDS:
        return "\n" if tag[1] else ""
    return "\n" if tag[2] in ("br", "hr") else " " if tag[2] in ("td", "th") and tag[1] else ""


def one_line(html: str, limit: int = TITLE_LIMIT) -> str:
    """A title or name given as HTML, as one safe line: tags gone, entities decoded once."""
    if "<" in html:
        html = _ANY_TAG.sub("", html[: limit * 16])
    if "&" in html:
        html = unescape(html[: limit * 16])
    return safe_line(html, limit)


_ANY_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", re.DOTALL)
