"""An article's or a comment's body as plain lines: paragraphs apart, lists with their marks, quotations and tables as text.

For `show`: what a screen reader or a pager gets. Pure; knows neither the library nor the terminal.
"""

from __future__ import annotations

from collections.abc import Sequence

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
    Table,
    plain,
)
from sahelreader.i18n import _
from sahelreader.widgets.wrap import wrap

NARROWEST = 20  # cells left to the text, however deep lists and quotations nest


def lines(text: str, width: int, first: str = "", then: str = "") -> list[str]:
    """TEXT in lines of at most WIDTH cells, the first after FIRST, the others after THEN."""
    room = max(NARROWEST, width - len(then or first))
    found = [text[start:end] for start, end in wrap(text, room)]
    return [(then if index else first) + line for index, line in enumerate(found)]


def prose(document: Document, width: int) -> list[str]:
    """DOCUMENT in lines of at most WIDTH cells, with an empty line between two blocks."""
    told = _blocks(document.blocks, width)
    if document.cut:
        told += ["", _("(The text was too long and was cut here.)")]
    return told


def _blocks(blocks: Sequence[Block], width: int) -> list[str]:
    told: list[str] = []
    for block in blocks:
        body = _block(block, width)
        if body:
            told += [*([""] if told else []), *body]
    return told


def _block(block: Block, width: int) -> list[str]:
    match block:
        case Paragraph(spans):
            return lines(plain(spans), width)
        case Heading(_level, spans):
            return lines(plain(spans), width, "## ", "   ")
        case Quotation(inner, source):
            told = ["> " + line for line in _blocks(inner, width - 2)]
            return [*told, *(lines(plain(source), width, "> — ", ">   ") if source else [])]
        case ListBlock(items, ordered, start):
            told = []
            for number, item in enumerate(items, start):
                mark = f"{number}. " if ordered else "• "
                inside = _blocks(item, width - len(mark)) or [""]
                pad = " " * len(mark)
                told += [mark + inside[0], *(pad + line if line else "" for line in inside[1:])]
            return told
        case Table(rows, header, caption):
            cells = [header, *rows] if header else [*rows]
            told = [
                line
                for row in cells
                for line in lines(" | ".join(plain(cell) for cell in row), width, "", "  ")
            ]
            return [*(lines(caption, width) if caption else []), *told]
        case Code(text):
            return ["    " + line for line in text.split("\n")]
        case Figure(url, alt, caption, credit):
            said = " — ".join(part for part in (caption or alt, credit) if part)
            return lines(_("[Picture: %(said)s]") % {"said": said or url}, width)
        case Embed(label, url):
            return lines(f"[{label}: {url}]", width)
        case Related(title, _url):
            return lines(_("See also: %(title)s") % {"title": title}, width)
        case Rule():
            return ["* * *"]
