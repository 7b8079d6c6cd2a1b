"""Runs of text within one block: tidied, joined, and taken out of blocks."""

from __future__ import annotations

import re
from dataclasses import replace

from sahelreader.domain.document import (
    Block,
    Code,
    Embed,
    Heading,
    ListBlock,
    Paragraph,
    Quotation,
    Span,
    Spans,
    Style,
)
from sahelreader.domain.text import safe_text

_SPACES = re.compile(r"[ \t\r\n\f]+")


def tidy(spans: list[Span] | Spans) -> Spans:
    """SPANS with safe text, spaces run together, nothing at the ends, equal neighbours joined; () when blank."""
    out: list[Span] = []
    text: list[str] = []
    style, href = Style.PLAIN, ""
    ends_in_space = True
    for span in spans:
        if span.text == "\n\n":
            piece = "\n"
            if text and text[-1].endswith(" "):
                text[-1] = text[-1][:-1]
            ends_in_space = True
        else:
            piece = _SPACES.sub(" ", safe_text(span.text))
            if ends_in_space and piece.startswith(" "):
                piece = piece[1:]
            if not piece:
                continue
            ends_in_space = piece.endswith(" ")
        if span.style == style and span.href == href:
            text.append(piece)
        else:
            if text:
                out.append(Span("".join(text), style, href))
            text, style, href = [piece], span.style, span.href
    if text:
        out.append(Span("".join(text), style, href))
    while out and not out[-1].text.strip():
        out.pop()
    while out and not out[0].text.strip():
        out.pop(0)
    if out:
        out[0] = replace(out[0], text=out[0].text.lstrip(" \n"))
        out[-1] = replace(out[-1], text=out[-1].text.rstrip(" \n"))
    if not any(span.text.strip("\u00a0\u202f \n") for span in out):
        return ()
    return tuple(out)


def spans_of(block: Block) -> Spans:
    """The text of BLOCK, whatever it is, as spans."""
    if isinstance(block, Paragraph | Heading):
        return block.spans
    if isinstance(block, Quotation):
        return joined(block.blocks)
    if isinstance(block, ListBlock):
        return joined(tuple(part for item in block.items for part in item))
    if isinstance(block, Code):
        return (Span(block.text, Style.CODE),)
    if isinstance(block, Embed):
        return (Span(block.label, Style.PLAIN, block.url),)
    return ()


def joined(blocks: tuple[Block, ...] | list[Block]) -> Spans:
    found: list[Span] = []
    for block in blocks:
        spans = spans_of(block)
        if spans and found:
            found.append(Span("\n"))
        found.extend(spans)
    return tuple(found)


def without_dash(spans: Spans) -> Spans:
    if not spans:
        return ()
    first = spans[0].text.lstrip(" -–—―~\u00a0")
    return tuple(span for span in (replace(spans[0], text=first), *spans[1:]) if span.text)
