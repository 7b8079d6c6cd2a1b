"""The article's text as the page states it to machines (`articleBody`), used to judge what was read from the markup."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from sahelreader.domain.document import (
    Block,
    Code,
    Heading,
    ListBlock,
    Paragraph,
    Quotation,
    Span,
    Table,
    plain,
)
from sahelreader.domain.text import safe_line, safe_text
from sahelreader.parse.page.phrases import word_letters
from sahelreader.parse.page.spans import spans_of

_WORD = re.compile(r"\w+")
#: share of the stated text that the blocks must cover before it is trusted to judge them
COVERED = 0.85
#: the stated text must be at least this share of what was read: shorter, it was cut short
WHOLE = 0.6


def keep_stated(blocks: tuple[Block, ...], stated: str) -> tuple[Block, ...]:
    """BLOCKS without what stands before the first or after the last block of the text that STATED confirms.

    A stated text that covers the blocks badly (cut short, another article's) judges nothing.
    """
    if len(stated) < 300:
        return blocks
    whole = word_letters(stated)
    marks = [_is_in(block, whole) for block in blocks]
    covered = sum(
        len(word_letters(_text(block))) for block, mark in zip(blocks, marks, strict=True) if mark
    )
    everything = sum(len(word_letters(_text(block))) for block in blocks)
    if covered < COVERED * len(whole) or len(whole) < WHOLE * everything:
        return blocks
    known = [index for index, mark in enumerate(marks) if mark]
    first, last = known[0], known[-1]
    if not stated.rstrip().endswith(
        (".", "!", "?", "»", "”", '"', ")")
    ) or stated.rstrip().endswith(("...", "[…]")):
        last = len(blocks)  # it was cut short; what follows may be the rest
    return tuple(
        block
        for index, block in enumerate(blocks)
        if (first <= index <= last) or marks[index] is None
    )


def _text(block: Block) -> str:
    if isinstance(block, Table):
        return " ".join(plain(cell) for row in (block.header, *block.rows) for cell in row)
    return plain(spans_of(block))


def _is_in(block: Block, whole: str) -> bool | None:
    """Whether WHOLE has BLOCK's text; None for what is not text."""
    if not isinstance(block, Paragraph | Heading | Quotation | ListBlock | Code | Table):
        return None
    letters = word_letters(_text(block))
    if not letters:
        return None
    head = letters[:60].rsplit(" ", 1)[0] if len(letters) > 60 else letters
    return head in whole


def body_as_stated(article: Mapping[str, Any]) -> tuple[Block, ...]:
    """Paragraphs of `articleBody`, by its line breaks."""
    value = article.get("articleBody")
    text = safe_text(unescape(value)) if isinstance(value, str) else ""
    text = re.sub(r"</?(?:p|div|br)[^<>]{0,200}>", "\n", text)
    text = re.sub(r"<[^<>]{0,300}>", "", text)
    return tuple(
        Paragraph((Span(line),))
        for part in re.split(r"\n+", text)
        if (line := safe_line(part, 20_000))
    )
