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
    Heading,
    ListBlock,
    Paragraph,
    Quotation,
    Rule,
    Span,
    Style,
    plain,
)
from sahelreader.domain.text import ARTICLE_LIMIT, safe_text
from sahelreader.parse import asides
from sahelreader.parse.elements import BLANKS, BREAKERS, HEADINGS, LINK, SCOPES, Frame, joined
from sahelreader.parse.embeds import embed_of_url
from sahelreader.parse.picture_elements import PictureElements
from sahelreader.parse.spans import small_figures
from sahelreader.parse.table_elements import TableElements
from sahelreader.parse.tokens import attributes, tokens
from sahelreader.parse.urls import absolute_url

#: characters of HTML that are looked at, tokens, blocks made: what is beyond is cut, and said to be
HTML_LIMIT = 8_000_000
TOKEN_LIMIT = 400_000
BLOCK_LIMIT = 5_000

_STYLES = {
    "b": Style.BOLD, "strong": Style.BOLD, "i": Style.ITALIC, "em": Style.ITALIC, "cite": Style.ITALIC,
    "dfn": Style.ITALIC, "var": Style.ITALIC, "code": Style.CODE, "tt": Style.CODE, "kbd": Style.CODE,
    "samp": Style.CODE, "s": Style.STRUCK, "strike": Style.STRUCK, "del": Style.STRUCK,
}  # fmt: skip


def read_blocks(
    html: str, base: str = "", *, trusted: bool = False, limit: int = ARTICLE_LIMIT
) -> tuple[tuple[Block, ...], bool]:
    """(blocks of HTML, True when it was cut). TRUSTED: it is our own clean HTML, in which nothing is guessed at.

    LIMIT is the text's size in characters. Addresses are made absolute against BASE.
    """
    reader = _Reader(base, trusted, limit)
    return reader.read(html)


class _Reader(TableElements, PictureElements):
    def read(self, html: str) -> tuple[tuple[Block, ...], bool]:
        if len(html) > HTML_LIMIT:
            html, self._cut = html[:HTML_LIMIT], True
        styles, starts = _STYLES, _STARTS
        for count, (text, end, name, source) in enumerate(tokens(safe_text(html))):
            if text:
                self._text(text)
            if self._left < 0 or self._made > BLOCK_LIMIT or count > TOKEN_LIMIT:
                self._cut = True
                break
            if end == "=":
                self._whole_paragraph(name, source)
            elif end:
                self._end(name)
            elif (start := starts.get(name)) is not None:
                start(self, name, source)
            elif name in styles:
                self._push(name, "")
                self._style |= styles[name]
            elif name in BREAKERS:
                self._breaker(name, source)
            elif name in HEADINGS:
                self._close_paragraph()
                self._flush()
                self._push(name, "heading")
        while len(self._stack) > 1:
            self._pop()
        self._flush()
        blocks = self._holders[0].blocks
        return (tuple(blocks) if self._trusted else _settled(blocks)), self._cut

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
            text = BLANKS.sub(" ", text)
        text = text.strip(" ")
        self._left -= len(text)
        if self._left < 0:
            text = text[: self._left].rstrip() + "…"
        if not text.strip():
            return
        embed = embed_of_url(text.strip()) if "http" in text[:8] and not self._trusted else None
        self._add(embed or Paragraph((Span(text),)))

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
            if frame.kind in SCOPES:
                break
        if self._push("a", "") is not None:
            self._href = absolute_url(attributes(source).get("href", ""), self._base)
            around = self._stack[-2].attrs
            if self._href and around.get("class") == "embed":
                around[LINK] = self._href

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

    def _end_pre(self, _frame: Frame, _source: str) -> None:
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
            if frame.kind in SCOPES:
                break
        self._push(name, "")
        self._style |= Style.ITALIC

    def _end_source(self, frame: Frame, _source: str) -> None:
        for holder in reversed(self._holders):
            if holder.kind == "quote":
                holder.inline += frame.inline
                return

    def _end_credit(self, frame: Frame, _source: str) -> None:
        for holder in reversed(self._holders):
            if holder.kind == "figure":
                holder.attrs["credit"] = plain(joined(frame.inline))
                return

    def _quote(self, name: str, _source: str) -> None:
        self._hold(name, "quote")

    def _end_quote(self, frame: Frame, _source: str) -> None:
        blocks, source = frame.blocks, joined(frame.inline)
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

    def _end_item(self, frame: Frame, _source: str) -> None:
        holder = self._holders[-1]
        if frame.blocks:
            # what stood between two items belongs to none; it goes before this one
            if holder.blocks:
                holder.items.append(tuple(holder.blocks))
                holder.blocks = []
            holder.items.append(tuple(frame.blocks))

    def _end_list(self, frame: Frame, _source: str) -> None:
        if frame.blocks:
            frame.items.append(tuple(frame.blocks))
        if not frame.items:
            return
        start = frame.attrs.get("start", "1")
        number = int(start) if re.fullmatch(r"[0-9]{1,6}", start, re.ASCII) else 1
        ordered = frame.tag == "ol"
        self._add(ListBlock(tuple(frame.items), ordered, number if ordered else 1))

    def _short_quote(self, name: str, _source: str) -> None:
        self._inline.append(("“", self._style, self._href))
        self._push(name, "short")

    def _end_short(self, _frame: Frame, _source: str) -> None:
        self._inline.append(("”", self._style, self._href))

    def _small(self, name: str, _source: str) -> None:
        frame = self._push(name, "small")
        if frame is not None:
            frame.items = []
            frame.attrs["from"] = str(len(self._inline))

    def _end_small(self, frame: Frame, _source: str) -> None:
        start = int(frame.attrs["from"])
        self._inline[start:] = small_figures(self._inline[start:], frame.tag == "sup")


_STARTS: dict[str, Callable[[_Reader, str, str], None]] = {
        "a": _Reader._link, "br": _Reader._line_break, "hr": _Reader._rule, "img": _Reader._image, "pre": _Reader._preformatted,
        "blockquote": _Reader._quote, "ul": _Reader._list, "ol": _Reader._list, "menu": _Reader._list, "li": _Reader._item,
        "figure": _Reader._figure, "figcaption": _Reader._caption, "table": _Reader._table, "tr": _Reader._row,
        "td": _Reader._cell, "th": _Reader._cell, "thead": _Reader._part, "tbody": _Reader._part, "tfoot": _Reader._part,
        "caption": _Reader._caption, "iframe": _Reader._embed, "embed": _Reader._embed, "object": _Reader._embed,
        "video": _Reader._embed, "audio": _Reader._embed, "source": _Reader._embed, "q": _Reader._short_quote,
        "base": _Reader._new_base, "amp-img": _Reader._image, "amp-youtube": _Reader._embed, "sup": _Reader._small, "sub": _Reader._small,
        "wbr": _Reader._nothing, "cite": _Reader._cite,
}  # fmt: skip


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
