"""Articles as Markdown (CommonMark with GitHub's tables); whatever a site wrote is escaped, so that it stays text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sahelreader.domain.document import (
    Block,
    Code,
    Embed,
    Figure,
    Heading,
    ListBlock,
    Paragraph,
    Quotation,
    Related,
    Spans,
    Style,
    Table,
    plain,
)
from sahelreader.domain.text import safe_text
from sahelreader.parse.document import document
from sahelreader.parse.export.values import Exported, byline, count, day, title, word

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~$#&])")
# at the start of a line these would open a list, a heading, a quotation, a rule or an underline
_OPENING = re.compile(r"^(\s*)([-+=:@])", re.MULTILINE)
_NUMBERED = re.compile(r"^(\s*\d{1,9})([.)])", re.MULTILINE)


def markdown(articles: Sequence[Exported]) -> str:
    return safe_text("\n\n---\n\n".join(_article(exported) for exported in articles).strip() + "\n")


def _article(exported: Exported) -> str:
    article = exported.article
    parts = [f"# {_escaped(title(exported))}"]
    facts = " · ".join(_escaped(part) for part in byline(exported))
    if facts:
        parts.append(f"*{facts}*")
    if article.url:
        parts.append(f"<{article.url}>")
    if article.lead is not None and (article.lead.caption or article.lead.credit):
        parts.append(_picture(exported, Figure(article.lead.url, "", article.lead.caption, article.lead.credit)))  # fmt: skip
    parts += [_block(exported, block, lowest=2) for block in document(article.html or _paragraph(article.summary)).blocks]  # fmt: skip
    if article.related:
        lines = [f"- {_link(link.title, link.url)}" for link in article.related]
        parts.append(f"**{word(exported, 'related')}**\n\n" + "\n".join(lines))
    if article.tags:
        parts.append(f"{word(exported, 'tags')}{word(exported, 'said')}{_escaped(', '.join(article.tags))}")  # fmt: skip
    if exported.comments:
        parts.append(f"## {count(exported)}")
        for comment in exported.comments:
            head = f"**{_escaped(comment.author or word(exported, 'anonymous'))}**"
            if comment.published is not None:
                head += f" · {day(comment.published)}"
            text = "\n\n".join([head, *(_block(exported, block, 3) for block in document(comment.html).blocks)])  # fmt: skip
            parts.append(_quoted(text, min(comment.depth, 8) + 1))
    return "\n\n".join(part for part in parts if part)


def _paragraph(text: str) -> str:
    from html import escape

    return f"<p>{escape(text)}</p>" if text else ""


def _block(exported: Exported, block: Block, lowest: int) -> str:
    if isinstance(block, Paragraph):
        return _spans(block.spans)
    if isinstance(block, Heading):
        return f"{'#' * min(6, max(lowest, block.level))} {_spans(block.spans).replace(chr(10), ' ')}"  # fmt: skip
    if isinstance(block, Quotation):
        inner = _blocks(exported, block.blocks, lowest)
        if plain(block.source):
            inner += f"\n\n— {_spans(block.source)}"
        return _quoted(inner, 1)
    if isinstance(block, ListBlock):
        return _list(exported, block, lowest)
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Code):
        fence = "`" * max(3, _longest_ticks(block.text) + 1)
        return f"{fence}\n{block.text}\n{fence}"
    if isinstance(block, Figure):
        return _picture(exported, block)
    if isinstance(block, Embed):
        return _link(block.label or block.url, block.url)
    if isinstance(block, Related):
        return f"{word(exported, 'related')}{word(exported, 'said')}{_link(block.title, block.url)}"
    return "---"


def _blocks(exported: Exported, blocks: Iterable[Block], lowest: int) -> str:
    return "\n\n".join(_block(exported, block, lowest) for block in blocks)


def _list(exported: Exported, block: ListBlock, lowest: int) -> str:
    lines = []
    for index, item in enumerate(block.items):
        mark = f"{block.start + index}. " if block.ordered else "- "
        inner = _blocks(exported, item, lowest).replace("\n", "\n" + " " * len(mark))
        lines.append(mark + inner)
    return "\n".join(lines)


def _table(block: Table) -> str:
    width = max(len(row) for row in (block.header, *block.rows))
    header = block.header or ((),) * width

    def line(row: Sequence[Spans]) -> str:
        cells = [_spans(cell).replace("\n", " ").replace("\\\n", " ") for cell in row]
        return "| " + " | ".join([*cells, *[""] * (width - len(cells))]) + " |"

    rows = [line(header), "|" + " --- |" * width, *(line(row) for row in block.rows)]
    caption = f"*{_escaped(block.caption)}*\n\n" if block.caption else ""
    return caption + "\n".join(rows)


def _picture(exported: Exported, figure: Figure) -> str:
    said = figure.caption or figure.alt
    # a link and not an image: opening the file asks no site for anything
    shown = _link(said or word(exported, "picture"), figure.url) if figure.url else _escaped(said)
    return f"{shown} ({_escaped(figure.credit)})" if figure.credit else shown


def _spans(spans: Spans) -> str:
    made = []
    for span in spans:
        text = _escaped(span.text)
        core = text.strip(" \n")
        if core:
            before, after = text[: len(text) - len(text.lstrip(" \n"))], text[len(text.rstrip(" \n")) :]  # fmt: skip
            if Style.CODE in span.style:
                ticks = "`" * (_longest_ticks(span.text) + 1)
                core = f"{ticks}{span.text.strip()}{ticks}"
            if Style.STRUCK in span.style:
                core = f"~~{core}~~"
            if Style.ITALIC in span.style:
                core = f"*{core}*"
            if Style.BOLD in span.style:
                core = f"**{core}**"
            if span.href:
                core = f"[{core}]({_address(span.href)})"
            text = before + core + after
        made.append(text)
    return "".join(made).replace("\n", "\\\n")


def _link(text: str, url: str) -> str:
    return f"[{_escaped(text)}]({_address(url)})" if url else _escaped(text)


def _address(url: str) -> str:
    return url.replace("(", "%28").replace(")", "%29").replace(" ", "%20")


def _escaped(text: str) -> str:
    return _NUMBERED.sub(r"\1\\\2", _OPENING.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text)))


def _quoted(text: str, depth: int) -> str:
    mark = "> " * depth
    return "\n".join((mark + line).rstrip() for line in text.split("\n"))


def _longest_ticks(text: str) -> int:
    return max((len(run) for run in re.findall(r"`+", text)), default=0)
