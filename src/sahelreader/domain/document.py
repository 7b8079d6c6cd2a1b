"""An article's body as blocks: what the extractor makes, the library keeps as clean HTML, the reader paints.

The clean HTML that stands for each block is fixed in `sahelreader.parse.document`, which reads it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag, auto


class Style(Flag):
    """Inline emphasis; several may hold at once."""

    PLAIN = 0
    BOLD = auto()
    ITALIC = auto()
    CODE = auto()
    STRUCK = auto()


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style. HREF is an absolute http(s) URL or empty. A "\\n" in TEXT is a line break."""

    text: str
    style: Style = Style.PLAIN
    href: str = ""


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    spans: Spans


@dataclass(frozen=True, slots=True)
class Heading:
    """LEVEL is 1 to 6."""

    level: int
    spans: Spans


@dataclass(frozen=True, slots=True)
class Quotation:
    """SOURCE is who said it, as the page words it; empty when it does not say."""

    blocks: tuple[Block, ...]
    source: Spans = ()


@dataclass(frozen=True, slots=True)
class ListBlock:
    """Each item is a run of blocks, so that lists nest."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """HEADER is empty when the table has none; every row is a tuple of cells."""

    rows: tuple[tuple[Spans, ...], ...]
    header: tuple[Spans, ...] = ()
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture in the text: its URL, what it shows, and whose it is."""

    url: str
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Embed:
    """Something a terminal cannot show (video, post of a social network): a labelled link."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Related:
    """A "Lire aussi" line inside the text."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A break between two parts of the text."""


Block = Paragraph | Heading | Quotation | ListBlock | Table | Code | Figure | Embed | Related | Rule


@dataclass(frozen=True, slots=True)
class Document:
    blocks: tuple[Block, ...]
    #: True when the text was cut at the size limit; the reader says so
    cut: bool = False


def plain(spans: Spans) -> str:
    """The text of SPANS without its styles."""
    return "".join(span.text for span in spans)
