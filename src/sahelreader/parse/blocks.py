"""HTML of any kind into the blocks of `domain.document`: the one road for feeds, REST answers, comments and what the
library kept. Unknown tags are transparent: whatever a person wrote stays, as text. Knows no network and no tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

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
    Rule,
    Span,
    Spans,
    Style,
    Table,
    plain,
)
from sahelreader.domain.text import ARTICLE_LIMIT, safe_line, safe_text
from sahelreader.parse import asides
from sahelreader.parse.embeds import embed_of, embed_of_url, picture_url
from sahelreader.parse.spans import Inline, paragraphs, small_figures
from sahelreader.parse.tables import Grid
from sahelreader.parse.tokens import attributes, tokens
from sahelreader.parse.urls import absolute_url

#: characters of HTML that are looked at, tokens, blocks made: what is beyond is cut, and said to be
HTML_LIMIT = 8_000_000
TOKEN_LIMIT = 400_000
BLOCK_LIMIT = 5_000
#: elements open at once; deeper ones are transparent
DEPTH_LIMIT = 120
#: quotations and lists within each other; deeper ones are flattened, since no reader shows them
NESTING_LIMIT = 6

_STYLES = {
    "b": Style.BOLD, "strong": Style.BOLD, "i": Style.ITALIC, "em": Style.ITALIC, "cite": Style.ITALIC,
    "dfn": Style.ITALIC, "var": Style.ITALIC, "code": Style.CODE, "tt": Style.CODE, "kbd": Style.CODE,
    "samp": Style.CODE, "s": Style.STRUCK, "strike": Style.STRUCK, "del": Style.STRUCK,
}  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BREAKERS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "address",
        "center",
        "fieldset",
        "details",
        "summary",
        "dl",
        "dt",
        "dd",
        "body",
        "html",
        "hgroup",
        "search",
        "noscript",
        "legend",
    ]
)
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_CAPTION_CLASS = re.compile(r"\b(?:wp-caption|thumbcaption|caption|image-caption)\b")
_CREDIT_CLASS = re.compile(r"credit|attribution|copyright|source", re.IGNORECASE)
_NEWLINE = "\n"


class _Frame:
    """An open element. STYLE and HREF are what held before it."""

    __slots__ = ("attrs", "blocks", "grid", "href", "inline", "items", "kind", "style", "tag")

    def __init__(self, tag: str, kind: str, style: Style, href: str) -> None:
        self.tag = tag
        #: "" inline or a mere block; else "heading", "quote", "list", "item", "figure", "caption", "credit", "pre",
        #: "table", "cell", "source"
        self.kind = kind
        self.style = style
        self.href = href
        self.attrs: dict[str, str] = {}
        self.blocks: list[Block] = []
        self.items: list[tuple[Block, ...]] = []
        self.inline: list[Inline] = []
        self.grid: Grid | None = None


_CAPTIVE = frozenset(("caption", "credit", "source", "heading"))
#: an end tag does not close what lies beyond these, unless it names one itself
_SCOPES = frozenset(("quote", "list", "item", "figure", "table", "cell"))


def read_blocks(
    html: str, base: str = "", *, trusted: bool = False, limit: int = ARTICLE_LIMIT
) -> tuple[tuple[Block, ...], bool]:
    """(blocks of HTML, True when it was cut). TRUSTED: it is our own clean HTML, in which nothing is guessed at.

    LIMIT is the text's size in characters. Addresses are made absolute against BASE.
    """
    reader = _Reader(base, trusted, limit)
    return reader.read(html)


class _Reader:
    def __init__(self, base: str, trusted: bool, limit: int) -> None:
        self._base = base
        self._trusted = trusted
        self._left = limit
        self._made = 0
        self._cut = False
        self._style = Style.PLAIN
        self._href = ""
        self._inline: list[Inline] = []
        root = _Frame("", "root", Style.PLAIN, "")
        self._stack = [root]
        #: frames that gather blocks; the last one takes the next block
        self._holders = [root]
        self._pre: list[str] | None = None
        self._pictures: set[str] = set()
        #: open elements that take the text for something other than a block
        self._captive = 0
        self._starts: dict[str, Callable[[str, str], None]] = {
            "a": self._link, "br": self._line_break, "hr": self._rule, "img": self._image, "pre": self._preformatted,
            "blockquote": self._quote, "ul": self._list, "ol": self._list, "menu": self._list, "li": self._item,
            "figure": self._figure, "figcaption": self._caption, "table": self._table, "tr": self._row,
            "td": self._cell, "th": self._cell, "thead": self._part, "tbody": self._part, "tfoot": self._part,
            "caption": self._caption, "iframe": self._embed, "embed": self._embed, "object": self._embed,
            "video": self._embed, "audio": self._embed, "source": self._embed, "q": self._short_quote,
            "base": self._new_base, "amp-img": self._image, "amp-youtube": self._embed, "sup": self._small, "sub": self._small,
            "wbr": self._nothing, "cite": self._cite,
        }  # fmt: skip

    def read(self, html: str) -> tuple[tuple[Block, ...], bool]:
        if len(html) > HTML_LIMIT:
            html, self._cut = html[:HTML_LIMIT], True
        styles, starts = _STYLES, self._starts
        count = 0
        for text, end, name, source in tokens(safe_text(html)):
            if text:
                self._text(text)
            count += 1
            if self._left < 0 or self._made > BLOCK_LIMIT or count > TOKEN_LIMIT:
                self._cut = True
                break
            if end == "=":
                self._whole_paragraph(name, source)
            elif end:
                self._end(name)
            elif (start := starts.get(name)) is not None:
                start(name, source)
            elif name in styles:
                self._push(name, "")
                self._style |= styles[name]
            elif name in _BREAKERS:
                self._breaker(name, source)
            elif name in _HEADINGS:
                self._close_paragraph()
                self._flush()
                self._push(name, "heading")
        while len(self._stack) > 1:
            self._pop()
        self._flush()
        blocks = self._holders[0].blocks
        return (tuple(blocks) if self._trusted else _settled(blocks)), self._cut

    # --- text ---------------------------------------------------------------------------------------------

    def _text(self, text: str) -> None:
        if "&" in text:
            text = safe_text(unescape(text))
        if self._pre is not None:
            self._pre.append(text)
            self._left -= len(text)
            return
        if "\n" in text or "  " in text or "\t" in text or "\r" in text or "\f" in text:
            text = _BLANKS.sub(" ", text)
        if text == " " and not self._inline:
            return
        self._left -= len(text)
        if self._left < 0:
            text = text[: self._left].rstrip() + "…"
        self._inline.append((text, self._style, self._href))

    def _whole_paragraph(self, text: str, source: str) -> None:
        """A paragraph with no tag in it, read at once where nothing around it gives it another meaning."""
        self._close_paragraph()
        if self._inline:
            self._flush()
        if (
            self._captive
            or self._style is not Style.PLAIN
            or self._href
            or "class" in source
            or self._pre is not None
        ):
            self._breaker("p", source)
            self._text(text)
            self._end("p")
            return
        if "&" in text:
            text = safe_text(unescape(text))
        if "\n" in text or "  " in text or "\t" in text or "\r" in text or "\f" in text:
            text = _BLANKS.sub(" ", text)
        text = text.strip(" ")
        self._left -= len(text)
        if self._left < 0:
            text = text[: self._left].rstrip() + "…"
        if not text.strip():
            return
        embed = embed_of_url(text.strip()) if "http" in text[:8] and not self._trusted else None
        self._add(embed or Paragraph((Span(text),)))

    def _line_break(self, _name: str, _source: str) -> None:
        if self._pre is not None:
            self._pre.append(_NEWLINE)
        elif self._inline:
            self._inline.append((_NEWLINE, Style.PLAIN, ""))

    def _flush(self) -> None:
        """What was gathered inline becomes the block that the open elements say."""
        inline = self._inline
        if not inline:
            return
        self._inline = []
        for frame in reversed(self._stack):
            kind = frame.kind
            if kind in ("caption", "credit", "source"):
                if frame.inline:
                    frame.inline.append((" ", Style.PLAIN, ""))
                frame.inline += inline
                return
            if kind == "heading":
                for spans in paragraphs(inline):
                    self._add(Heading(_HEADINGS[frame.tag], spans))
                return
            if kind in _SCOPES or kind == "root":
                break
        for spans in paragraphs(inline):
            self._paragraph(spans)

    def _paragraph(self, spans: Spans) -> None:
        special = next((frame.attrs for frame in reversed(self._stack) if frame.tag == "p"), None)
        kind = special.get("class", "") if special else ""
        if kind in ("related", "embed") and spans[0].href:
            link = spans[0]
            made = (
                Related(plain(spans), link.href)
                if kind == "related"
                else Embed(plain(spans), link.href)
            )
            self._add(made)
            return
        if not self._trusted:
            related = asides.related_of(spans)
            if related:
                for link_ in related:
                    self._add(link_)
                return
            if len(spans) == 1 and (embed := embed_of_url(spans[0].text.strip())):
                self._add(embed)
                return
        self._add(Paragraph(spans))

    def _add(self, block: Block) -> None:
        self._made += 1
        self._holders[-1].blocks.append(block)

    # --- elements -----------------------------------------------------------------------------------------

    def _push(self, tag: str, kind: str) -> _Frame | None:
        if len(self._stack) >= DEPTH_LIMIT:
            return None
        frame = _Frame(tag, kind, self._style, self._href)
        self._captive += kind in _CAPTIVE
        self._stack.append(frame)
        return frame

    def _hold(self, tag: str, kind: str) -> _Frame | None:
        """Open an element that gathers blocks of its own."""
        self._close_paragraph()
        self._flush()
        nested = sum(frame.kind in ("quote", "item") for frame in self._holders)
        if kind in ("quote", "list", "item") and nested >= NESTING_LIMIT:
            return None
        frame = self._push(tag, kind)
        if frame is not None:
            self._holders.append(frame)
        return frame

    def _close_paragraph(self) -> None:
        """A block that begins ends the paragraph or heading in which it stands."""
        stack = self._stack
        for index in range(len(stack) - 1, 0, -1):
            frame = stack[index]
            if frame.tag == "p" or frame.kind == "heading":
                while len(stack) > index:
                    self._pop()
                return
            # a link may hold blocks; what it is in stays open with it
            if frame.kind or frame.tag == "a" or frame.tag in _BREAKERS:
                return

    def _end(self, name: str) -> None:
        if name == "br":
            self._line_break("", "")
            return
        stack = self._stack
        crossing = name in ("table", "tr", "td", "th", "thead", "tbody", "tfoot")
        own_scope = crossing or name in ("blockquote", "figure", "ul", "ol", "menu", "li")
        for index in range(len(stack) - 1, 0, -1):
            frame = stack[index]
            if frame.tag == name:
                while len(stack) > index:
                    self._pop()
                return
            if frame.kind in ("table", "cell") and not crossing:
                break
            if frame.kind in _SCOPES and not own_scope:
                break
            if name == "li" and frame.kind == "list":
                break
        if name in _BREAKERS:
            self._flush()

    def _pop(self) -> None:
        frame = self._stack[-1]
        kind = frame.kind
        if kind not in ("", "small", "short") or frame.tag in _BREAKERS:
            if not self._inline and "href" in frame.attrs:
                # an embed without a label
                self._add(Embed("", frame.attrs["href"]))
            self._flush()
        self._stack.pop()
        self._captive -= kind in _CAPTIVE
        self._style, self._href = frame.style, frame.href
        if self._holders[-1] is frame:
            self._holders.pop()
        if kind:
            getattr(self, f"_end_{kind}", self._nothing)(frame, "")

    def _nothing(self, _frame: object, _source: str) -> None:
        return

    def _breaker(self, name: str, source: str) -> None:
        if name == "noscript" or name in ("body", "html"):
            return
        self._close_paragraph()
        self._flush()
        attrs = attributes(source) if source else {}
        words = attrs.get("class", "")
        kind = ""
        if words and not self._trusted:
            if "wp-caption-text" in words or "thumbcaption" in words:
                kind = "caption"
            elif "wp-caption" in words:
                self._hold(name, "figure")
                return
        frame = self._push(name, kind)
        if frame is not None:
            frame.attrs = attrs
            if name in ("dt", "summary"):
                self._style |= Style.BOLD

    def _link(self, _name: str, source: str) -> None:
        for frame in reversed(self._stack):
            if frame.tag == "a":
                self._end("a")
                break
            if frame.kind in _SCOPES:
                break
        if self._push("a", "") is not None:
            self._href = absolute_url(attributes(source).get("href", ""), self._base)
            around = self._stack[-2].attrs
            if self._href and around.get("class") == "embed":
                around["href"] = self._href

    def _new_base(self, _name: str, source: str) -> None:
        self._base = absolute_url(attributes(source).get("href", ""), self._base) or self._base

    def _rule(self, _name: str, source: str) -> None:
        self._close_paragraph()
        self._flush()
        if source == ' class="cut"':
            self._cut = True
        else:
            self._add(Rule())

    def _preformatted(self, name: str, _source: str) -> None:
        self._close_paragraph()
        self._flush()
        if self._pre is None and self._push(name, "pre") is not None:
            self._pre = []

    def _end_pre(self, _frame: _Frame, _source: str) -> None:
        text = "".join(self._pre or ()).replace("\r\n", "\n").replace("\r", "\n")
        self._pre = None
        text = text.removeprefix("\n").rstrip()
        if text.strip():
            self._add(Code(text))

    def _cite(self, name: str, _source: str) -> None:
        """The source of a quotation, the credit of a caption, or a title within the text."""
        for frame in reversed(self._stack):
            if frame.kind == "caption":
                self._flush()
                self._push(name, "credit")
                return
            if frame.kind == "quote":
                # "<p>said</p><cite>who</cite>", but a title within a sentence stays where it is
                if not self._inline and (frame.blocks or self._trusted):
                    self._push(name, "source")
                    return
                break
            if frame.kind in _SCOPES:
                break
        self._push(name, "")
        self._style |= Style.ITALIC

    def _end_source(self, frame: _Frame, _source: str) -> None:
        for holder in reversed(self._holders):
            if holder.kind == "quote":
                holder.inline += frame.inline
                return

    def _end_credit(self, frame: _Frame, _source: str) -> None:
        for holder in reversed(self._holders):
            if holder.kind == "figure":
                holder.attrs["credit"] = plain(_joined(frame.inline))
                return

    def _quote(self, name: str, _source: str) -> None:
        self._hold(name, "quote")

    def _end_quote(self, frame: _Frame, _source: str) -> None:
        blocks, source = frame.blocks, _joined(frame.inline)
        last = blocks[-1] if blocks else None
        if not self._trusted and not source and len(blocks) > 1 and isinstance(last, Paragraph):
            source = asides.source_of(last.spans)
            if source:
                blocks = blocks[:-1]
        if blocks:
            self._add(Quotation(tuple(blocks), source))
        elif source:
            self._add(Paragraph(source))

    def _list(self, name: str, source: str) -> None:
        frame = self._hold(name, "list")
        if frame is not None and source:
            frame.attrs = attributes(source)

    def _item(self, name: str, _source: str) -> None:
        for frame in reversed(self._stack):
            if frame.kind == "item":
                self._end("li")
                break
            if frame.kind in ("list", "cell", "quote"):
                break
        if self._holders[-1].kind == "list":
            self._hold(name, "item")
        else:
            # an item outside any list, or too deep in lists
            self._close_paragraph()
            self._flush()

    def _end_item(self, frame: _Frame, _source: str) -> None:
        holder = self._holders[-1]
        if frame.blocks:
            # what stood between two items belongs to none; it goes before this one
            if holder.blocks:
                holder.items.append(tuple(holder.blocks))
                holder.blocks = []
            holder.items.append(tuple(frame.blocks))

    def _end_list(self, frame: _Frame, _source: str) -> None:
        if frame.blocks:
            frame.items.append(tuple(frame.blocks))
        if not frame.items:
            return
        start = frame.attrs.get("start", "1")
        number = int(start) if re.fullmatch(r"[0-9]{1,6}", start, re.ASCII) else 1
        ordered = frame.tag == "ol"
        self._add(ListBlock(tuple(frame.items), ordered, number if ordered else 1))

    # --- tables -------------------------------------------------------------------------------------------

    def _table(self, name: str, _source: str) -> None:
        if any(frame.kind == "table" for frame in self._stack):
            # a table in a table is page layout: its rows are text
            self._close_paragraph()
            self._flush()
            return
        frame = self._hold(name, "table")
        if frame is not None:
            frame.grid = Grid()

    def _part(self, name: str, _source: str) -> None:
        grid = self._grid()
        if grid is not None:
            self._end_cell_of(grid)
            grid.part = name
        self._flush()

    def _row(self, _name: str, _source: str) -> None:
        grid = self._grid()
        self._flush()
        if grid is not None:
            self._end("th")
            self._end("td")
            grid.row()

    def _end_cell_of(self, _grid: Grid) -> None:
        self._end("th")
        self._end("td")

    def _cell(self, name: str, source: str) -> None:
        grid = self._grid()
        self._flush()
        if grid is None:
            return
        self._end_cell_of(grid)
        frame = self._hold(name, "cell")
        if frame is not None and source:
            frame.attrs = attributes(source)

    def _end_cell(self, frame: _Frame, _source: str) -> None:
        grid = self._grid()
        if grid is not None:
            grid.cell(frame.tag == "th", frame.attrs, frame.blocks)

    def _grid(self) -> Grid | None:
        for frame in reversed(self._stack):
            if frame.grid is not None:
                return frame.grid
        return None

    def _end_table(self, frame: _Frame, _source: str) -> None:
        assert frame.grid is not None
        table = frame.grid.table(plain(_joined(frame.inline)), keep=self._trusted)
        for block in (*frame.blocks, *((table,) if isinstance(table, Table) else table)):
            self._add(block)

    # --- pictures -----------------------------------------------------------------------------------------

    def _figure(self, name: str, source: str) -> None:
        frame = self._hold(name, "figure")
        if frame is not None and source:
            frame.attrs = {"class": attributes(source).get("class", "")}

    def _caption(self, name: str, _source: str) -> None:
        self._close_paragraph()
        self._flush()
        self._push(name, "caption")

    def _end_caption(self, frame: _Frame, _source: str) -> None:
        for holder in reversed(self._holders):
            if holder.kind in ("figure", "table"):
                holder.inline += frame.inline
                return
        for spans in paragraphs(frame.inline):
            self._paragraph(spans)

    def _end_figure(self, frame: _Frame, _source: str) -> None:
        caption = safe_line(plain(_joined(frame.inline)), 1_000)
        credit = frame.attrs.get("credit", "")
        blocks = frame.blocks
        own = [
            index
            for index, block in enumerate(blocks)
            if isinstance(block, Figure) and not block.caption
        ]
        if not self._trusted and not credit:
            caption, credit = asides.caption_and_credit(caption)
        credit = safe_line(credit, 200)
        if own and (caption or credit):
            figure = blocks[own[0]]
            assert isinstance(figure, Figure)
            blocks[own[0]] = Figure(figure.url, figure.alt, caption, credit)
        elif caption:
            text = Paragraph((Span(caption),))
            first = blocks[-1] if blocks else None
            if isinstance(first, Quotation) and not first.source:
                blocks[-1] = Quotation(first.blocks, text.spans)
            elif isinstance(first, Table) and not first.caption:
                blocks[-1] = Table(first.rows, first.header, caption)
            else:
                blocks.append(text)
        for block in blocks:
            self._add(block)

    def _image(self, _name: str, source: str) -> None:
        if source in self._pictures and not self._trusted:
            return
        self._pictures.add(source)
        attrs = attributes(source)
        words = attrs.get("class", "")
        if "smiley" in words or "emoji" in words:
            self._inline.append((safe_line(attrs.get("alt", ""), 20), self._style, self._href))
            return
        url = picture_url(attrs, self._base)
        alt = safe_line(attrs.get("alt", ""), 1_000)
        if not url or (url in self._pictures and not self._trusted):
            return
        self._pictures.add(url)
        self._flush()
        self._add(Figure(url, alt))

    def _embed(self, name: str, source: str) -> None:
        embed = embed_of(name, attributes(source), self._base)
        if embed is not None:
            self._flush()
            last = self._holders[-1].blocks[-1:]
            if last != [embed] or self._trusted:
                self._add(embed)

    # --- small things -------------------------------------------------------------------------------------

    def _short_quote(self, name: str, _source: str) -> None:
        self._inline.append(("“", self._style, self._href))
        self._push(name, "short")

    def _end_short(self, _frame: _Frame, _source: str) -> None:
        self._inline.append(("”", self._style, self._href))

    def _small(self, name: str, _source: str) -> None:
        frame = self._push(name, "small")
        if frame is not None:
            frame.items = []
            frame.attrs["from"] = str(len(self._inline))

    def _end_small(self, frame: _Frame, _source: str) -> None:
        start = int(frame.attrs["from"])
        self._inline[start:] = small_figures(self._inline[start:], frame.tag == "sup")


def _joined(inline: list[Inline]) -> Spans:
    """INLINE on one line, as one run of spans."""
    found = paragraphs(
        [
            (" ", style, href) if text == _NEWLINE else (text, style, href)
            for text, style, href in inline
        ]
    )
    return found[0] if found else ()


def _settled(blocks: list[Block]) -> tuple[Block, ...]:
    """BLOCKS with what only shows when they stand together put right: a label and the list of what to read next, the
    line that a feed adds at the end, a rule at either end."""
    made: list[Block] = []
    for block in blocks:
        before = made[-1] if made else None
        if (
            isinstance(block, ListBlock)
            and isinstance(before, Paragraph | Heading)
            and asides.is_label(before.spans)
        ):
            links = [asides.only_link(item) for item in block.items]
            if all(links):
                made[-1:] = [link for link in links if link is not None]
                continue
        if isinstance(block, Rule) and (before is None or isinstance(before, Rule)):
            continue
        made.append(block)
    while made and (
        isinstance(made[-1], Rule)
        or (isinstance(made[-1], Paragraph) and asides.is_feed_tail(made[-1].spans))
    ):
        made.pop()
    return tuple(made)
