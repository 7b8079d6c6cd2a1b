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
from sahelreader.parse import asides
from sahelreader.parse.blocks import read_blocks
from sahelreader.parse.document import CUT, to_html

_BLANKS = re.compile(r"[ \t\n\r\f]+")
_LINE_ENDS = re.compile(
    r"</(?:p|h[1-6]|li|pre|figcaption|caption|tr|cite|blockquote|figure)>|<[bh]r[^<>]*>"
)
_CELL_ENDS = re.compile(r"</t[dh]>")
_TAG = re.compile(r"</?[a-z][^<>]*>")
_FOREIGN = re.compile(r"<(?:script|style|!|\?|textarea|form)", re.IGNORECASE)


def clean_html(html: str, base_url: str = "") -> str:
    """The clean HTML (`parse.document`) of an article's HTML. Addresses are made absolute against BASE_URL.

    Idempotent. A text beyond 500,000 characters or 5,000 blocks is cut and ends with the mark that `document` reads.
    """
    simple = _simple(html)
    if simple is not None:
        return simple
    blocks, cut = read_blocks(html, base_url, limit=ARTICLE_LIMIT)
    made = to_html(blocks)
    return f"{made}\n{CUT}" if cut else made


def _simple(html: str) -> str | None:
    """The clean HTML of HTML that is plain paragraphs and nothing else, as many articles are: what the long way would
    give, at a tenth of its cost. None when it is anything more."""
    if len(html) > 100_000 or "&" in html or safe_text(html) != html:
        return None
    if "<" not in html and ">" not in html:
        text = _BLANKS.sub(" ", html).strip(" ")
        if not text or not text.strip():
            return ""
        return None if text[0] in "hTLlC\u00a0\u202f" or len(text) > 300 else f"<p>{text}</p>"
    if "  " in html:
        return None
    parts = html.replace("\n<", "<").rstrip("\n").split("<")
    if parts[0] or len(parts) % 2 == 0:
        return None
    made = []
    for opening, closing in zip(parts[1::2], parts[2::2], strict=True):
        if closing != "/p>" or opening[:2] != "p>" or opening.count(">") > 1:
            return None
        text = opening[2:]
        # a lone address or the line that feeds end with is judged by the long way; so is what has edges to trim
        if (
            not text
            or text[0] in " \u00a0h"
            or text[-1] in " \u00a0"
            or "\n" in text
            or "\t" in text
        ):
            return None
        made.append(text)
    if made and asides.is_feed_tail((Span(made[-1]),)):
        return None
    return "<p>" + "</p>\n<p>".join(made) + "</p>" if made else ""


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
    text = _LINE_ENDS.sub("\n", html)
    if "</t" in text:
        text = _CELL_ENDS.sub(" ", text)
    text = _TAG.sub("", text)
    if "&" in text:
        text = safe_text(unescape(text))
    return "\n".join([line for line in map(str.strip, text.split("\n")) if line])


def one_line(html: str, limit: int = TITLE_LIMIT) -> str:
    """A title or name given as HTML, as one safe line: tags gone, entities decoded once."""
    if "<" in html:
        html = _ANY_TAG.sub("", html[: limit * 16])
    if "&" in html:
        html = unescape(html[: limit * 16])
    return safe_line(html, limit)


# tags that titles hold; "<Nom>" in a title is text
_ANY_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|del|div|em|font|h[1-6]|i|iframe|img|ins|kbd|li|mark|ol|p|q|s|small|span|strike|strong|sub|sup|svg|time"
    r"|tt|u|ul|wbr)(?:[\s/][^<>]*)?>|<!--.*?-->|<(script|style)\b.*?</\1\s*>|</?(?:script|style)\b[^<>]*>",
    re.DOTALL | re.IGNORECASE,
)
