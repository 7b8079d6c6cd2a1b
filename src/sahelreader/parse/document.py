"""The clean HTML in which the library keeps every article and comment, fixed here both ways.

    paragraph    <p>…</p>, <br> for a line break; <strong> <em> <code> <s> and <a href> within
    heading      <h1> … <h6>
    quotation    <blockquote>blocks<cite>who said it</cite></blockquote>
    list         <ul><li>blocks</li></ul>, <ol start="3">
    table        <table><caption>…</caption><thead><tr><th>…</th></tr></thead><tbody><tr><td>…</td></tr></tbody></table>
    code         <pre>…</pre>
    picture      <figure><img src alt><figcaption>caption <cite>credit</cite></figcaption></figure>
    embed        <p class="embed"><a href>label</a></p>
    to read next <p class="related"><a href>title</a></p>
    break        <hr>; <hr class="cut"> where the text was cut for its size

No other tag or attribute stands in it. `document` reads it (and, being the same reader, any HTML that is given to it);
`to_html` writes it: document(to_html(blocks)).blocks == blocks for all blocks that reading can give.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from sahelreader.domain.document import (
    Block,
    Code,
    Document,
    Embed,
    Figure,
    Heading,
    ListBlock,
    Paragraph,
    Quotation,
    Related,
    Rule,
    Span,
    Style,
    Table,
)
from sahelreader.parse.blocks import read_blocks

CUT = '<hr class="cut">'
_CONTROLS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_NEWLINE = "\n"
_IN_QUOTES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def document(clean_html: str) -> Document:
    """CLEAN_HTML as blocks."""
    blocks, cut = read_blocks(clean_html, trusted=True)
    return Document(blocks, cut)


def to_html(blocks: Sequence[Block]) -> str:
    """The clean HTML of BLOCKS, one block a line."""
    return "\n".join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return f"<p>{_spans(block.spans)}</p>"
    if isinstance(block, Heading):
        level = min(max(block.level, 1), 6)
        return f"<h{level}>{_spans(block.spans)}</h{level}>"
    if isinstance(block, Quotation):
        # a line for each, so that the text of two blocks never runs together for who reads the HTML
        parts = [*map(_block, block.blocks)]
        if block.source:
            parts.append(f"<cite>{_spans(block.source)}</cite>")
        return f"<blockquote>{_NEWLINE.join(parts)}</blockquote>"
    if isinstance(block, ListBlock):
        return _list(block)
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Code):
        # the first line break after <pre> is not content
        gap = "\n" if block.text.startswith("\n") else ""
        return f"<pre>{gap}{_text(block.text)}</pre>"
    if isinstance(block, Figure):
        return _figure(block)
    if isinstance(block, Embed):
        return f'<p class="embed"><a href="{_quoted(block.url)}">{_text(block.label)}</a></p>'
    if isinstance(block, Related):
        return f'<p class="related"><a href="{_quoted(block.url)}">{_text(block.title)}</a></p>'
    assert isinstance(block, Rule)
    return "<hr>"


def _text(text: str) -> str:
    return text.translate(_CONTROLS) if "&" in text or "<" in text or ">" in text else text


def _quoted(text: str) -> str:
    return text.translate(_IN_QUOTES)


@lru_cache(maxsize=16)
def _tags(style: Style) -> tuple[str, str]:
    names = [
        name
        for flag, name in (
            (Style.BOLD, "strong"),
            (Style.ITALIC, "em"),
            (Style.STRUCK, "s"),
            (Style.CODE, "code"),
        )
        if flag in style
    ]
    return "".join(f"<{name}>" for name in names), "".join(f"</{name}>" for name in reversed(names))


def _spans(spans: Sequence[Span]) -> str:
    if len(spans) == 1 and spans[0].style is Style.PLAIN and not spans[0].href:
        return _text(spans[0].text).replace("\n", "<br>")
    made = []
    for href, group in groupby(spans, key=lambda span: span.href):
        inner = []
        for span in group:
            before, after = _tags(span.style)
            inner.append(f"{before}{_text(span.text)}{after}")
        text = "".join(inner).replace("\n", "<br>")
        made.append(f'<a href="{_quoted(href)}">{text}</a>' if href else text)
    return "".join(made)


def _list(block: ListBlock) -> str:
    name = "ol" if block.ordered else "ul"
    start = f' start="{block.start}"' if block.ordered and block.start != 1 else ""
    items = _NEWLINE.join(f"<li>{_NEWLINE.join(map(_block, item))}</li>" for item in block.items)
    return f"<{name}{start}>{items}</{name}>"


def _table(block: Table) -> str:
    made = ["<table>"]
    if block.caption:
        made.append(f"<caption>{_text(block.caption)}</caption>")
    if block.header:
        cells = "".join(f"<th>{_spans(cell)}</th>" for cell in block.header)
        made.append(f"<thead><tr>{cells}</tr></thead>")
    if block.rows:
        rows = ("".join(f"<td>{_spans(cell)}</td>" for cell in row) for row in block.rows)
        made.append(f"<tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody>")
    made.append("</table>")
    return "".join(made)


def _figure(block: Figure) -> str:
    alt = f' alt="{_quoted(block.alt)}"' if block.alt else ""
    caption = _text(block.caption)
    if block.credit:
        caption += f"{' ' if caption else ''}<cite>{_text(block.credit)}</cite>"
    if caption:
        caption = f"<figcaption>{caption}</figcaption>"
    return f'<figure><img src="{_quoted(block.url)}"{alt}>{caption}</figure>'
