"""The element that holds the text, read into blocks in the order of the page.

Reads the original tree: what is a quotation, a caption or a cell there stays one. Knows nothing of what belongs
to the article and what does not: weeds are gone before, and lines are judged after (`prune`, `trim`).
"""

from __future__ import annotations

import re
from dataclasses import replace

from sahelreader.domain.document import (
    Block,
    Code,
    Embed,
    Figure,
    Heading,
    ListBlock,
    Paragraph,
    Quotation,
    Rule,
    Span,
    Spans,
    Style,
    Table,
    plain,
)
from sahelreader.domain.text import safe_line, safe_text
from sahelreader.parse.page.embeds import embed_of
from sahelreader.parse.page.pictures import caption_and_credit, caption_of, picture_url
from sahelreader.parse.page.shapes import (
    credit_beside,
    follows_text,
    inside,
    laid_out,
    only_quotes,
    table_of,
)
from sahelreader.parse.page.spans import joined, spans_of, tidy, without_dash
from sahelreader.parse.page.tree import INLINE, Element, absolute, remove, text_of

#: blocks of one article; a page with more is cut there
BLOCK_LIMIT = 6_000
DEPTH_LIMIT = 60
_STYLES = {
    "b": Style.BOLD, "strong": Style.BOLD, "i": Style.ITALIC, "em": Style.ITALIC, "cite": Style.ITALIC,
    "dfn": Style.ITALIC, "var": Style.ITALIC, "code": Style.CODE, "kbd": Style.CODE, "samp": Style.CODE,
    "tt": Style.CODE, "s": Style.STRUCK, "strike": Style.STRUCK, "del": Style.STRUCK,
}  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "button",
        "input",
        "select",
        "textarea",
        "label",
        "nav",
        "link",
        "meta",
        "head",
        "title",
        "math",
        "canvas",
        "map",
        "source",
        "track",
        "param",
        "object",
        "option",
    ]
)
_EMBEDS = frozenset(
    (
        "iframe",
        "embed",
        "video",
        "audio",
        "amp-youtube",
        "amp-twitter",
        "amp-iframe",
        "amp-facebook",
        "amp-video",
    )
)
_IMAGES = frozenset(("img", "amp-img", "image"))
_SPACES = re.compile(r"[ \t\r\n\f]+")


class Reader:
    """Reads one element. BASE: the address that relative links start from."""

    __slots__ = ("_blocks", "_depth", "_spans", "base", "count")

    def __init__(self, base: str) -> None:
        self.base = base
        self.count = 0
        self._blocks: list[Block] = []
        self._spans: list[Span] = []
        self._depth = 0

    def read(self, node: Element) -> tuple[Block, ...]:
        """The blocks of NODE's content."""
        before, spans = self._blocks, self._spans
        self._blocks, self._spans = [], []
        self._content(node, Style.PLAIN, "")
        self._flush()
        found = tuple(self._blocks)
        self._blocks, self._spans = before, spans
        return found

    # --- walking

    def _content(self, node: Element, style: Style, href: str) -> None:
        if self._depth > DEPTH_LIMIT or self.count > BLOCK_LIMIT:
            return
        self._depth += 1
        if node.text:
            self._spans.append(Span(node.text, style, href))
        for child in node:
            if isinstance(child.tag, str):
                self._element(child, child.tag.lower(), style, href)
            if child.tail:
                self._spans.append(Span(child.tail, style, href))
        self._depth -= 1

    def _element(self, node: Element, tag: str, style: Style, href: str) -> None:
        if tag in _SKIPPED:
            return
        if tag == "br":
            self._line_break(style, href)
        elif tag in _IMAGES:
            self._picture(node)
        elif tag == "a":
            self._content(node, style, absolute(self.base, node.get("href")) or href)
        elif tag in INLINE:
            self._content(node, style | _STYLES.get(tag, Style.PLAIN), href)
        else:
            self._flush()
            self._block(node, tag, style, href)
            self._flush()

    def _block(self, node: Element, tag: str, style: Style, href: str) -> None:
        if tag in _HEADINGS:
            self._heading(node, _HEADINGS[tag])
        elif tag == "blockquote" or (tag == "figure" and only_quotes(node)):
            self._quotation(node)
        elif tag in ("ul", "ol", "menu", "dir"):
            self._list(node, tag == "ol")
        elif tag == "table":
            self._table(node)
        elif tag in ("pre", "listing", "xmp"):
            self._code(node)
        elif tag in _EMBEDS:
            embed = embed_of(node, self.base)
            if embed is not None:
                self._add(embed)
        elif tag == "hr":
            self._add(Rule())
        elif tag == "figure" or "wp-caption" in (node.get("class") or ""):
            self._figure(node, style, href)
        elif tag == "figcaption":
            self._stray_caption(node)
        else:
            self._content(node, style, href)

    def _line_break(self, style: Style, href: str) -> None:
        """One break is a break; a second one, with nothing between, ends the paragraph."""
        for span in reversed(self._spans):
            if span.text == "\n\n":
                self._flush()
                return
            if span.text.strip():
                break
        if any(span.text.strip() for span in self._spans):
            self._spans.append(Span("\n\n", style, href))

    # --- blocks

    def _add(self, block: Block) -> None:
        if self.count <= BLOCK_LIMIT:
            self.count += 1
            self._blocks.append(block)

    def _flush(self) -> None:
        if self._spans:
            spans, self._spans = tidy(self._spans), []
            if spans:
                self._add(Paragraph(spans))

    def _inline(self, node: Element) -> Spans:
        """NODE's text as one run of spans, with blocks inside it as line breaks."""
        found: list[Span] = []
        for block in self.read(node):
            if found:
                found.append(Span("\n"))
            found.extend(spans_of(block))
        return tuple(found)

    def _heading(self, node: Element, level: int) -> None:
        blocks = self.read(node)
        pictures = [block for block in blocks if isinstance(block, Figure | Embed)]
        spans: list[Span] = []
        for block in blocks:
            if not isinstance(block, Figure | Embed):
                if spans:
                    spans.append(Span(" "))
                spans.extend(
                    replace(span, text=span.text.replace("\n", " ")) for span in spans_of(block)
                )
        if tidied := tidy(spans):
            self._add(Heading(level, tidied))
        for picture in pictures:
            self._add(picture)

    def _quotation(self, node: Element) -> None:
        source: Spans = ()
        for cited in list(node.iter("cite", "footer", "figcaption")):
            text = text_of(cited)
            parent = cited.getparent()
            # a <cite> within a sentence is a title of a work, not the one who speaks
            if text and parent is not None and not follows_text(cited):
                source = self._inline(cited)
                remove(cited)
                break
        blocks = self.read(node)
        while blocks and isinstance(blocks[-1], Paragraph) and not plain(blocks[-1].spans).strip():
            blocks = blocks[:-1]
        if blocks and all(isinstance(block, Figure | Embed | Table) for block in blocks):
            for block in blocks:
                self._add(block)
        elif blocks:
            self._add(Quotation(blocks, without_dash(source)))

    def _list(self, node: Element, ordered: bool) -> None:
        items: list[tuple[Block, ...]] = []

        def stray(text: str | None) -> None:
            """Text that stands in the list and in none of its items."""
            spans = tidy([Span(text)]) if text and not text.isspace() else ()
            if spans:
                items.append((Paragraph(spans),))

        stray(node.text)
        for child in node:
            if isinstance(child.tag, str) and child.tag not in _SKIPPED:
                blocks = self.read(child) if child.tag == "li" else self._loose(child)
                if blocks:
                    items.append(blocks)
            stray(child.tail)
        if not items:
            return
        if all(len(item) == 1 and isinstance(item[0], Figure) for item in items):
            for item in items:  # a gallery
                self._add(item[0])
            return
        start = re.match(r"\d{1,6}", node.get("start") or "")
        self._add(ListBlock(tuple(items), ordered, int(start.group()) if start else 1))

    def _loose(self, node: Element) -> tuple[Block, ...]:
        """What stands in a list without being an item: a nested list, a stray div."""
        holder = self._blocks
        self._blocks = []
        self._element(node, node.tag.lower(), Style.PLAIN, "")
        self._flush()
        found, self._blocks = tuple(self._blocks), holder
        return found

    def _code(self, node: Element) -> None:
        for line_break in node.iter("br"):
            line_break.text = "\n"
        text = safe_text("".join(str(text) for text in node.itertext())).strip("\n").rstrip()
        if text.strip():
            self._add(Code(text))

    def _table(self, node: Element) -> None:
        rows = [row for row in node.iter("tr") if table_of(row) is node]
        cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
        widest = max((len(row) for row in cells), default=0)
        nested = next(
            (
                one
                for one in node.iter("table", "ul", "ol", "blockquote", "figure", "pre", "h2", "h3")
                if one is not node
            ),
            None,
        )
        if (
            widest < 2
            or (nested is not None and nested.tag in ("table", "figure", "h2", "h3", "blockquote"))
            or laid_out(node, cells)
        ):
            self._layout(cells, rows)
            return
        header: tuple[Spans, ...] = ()
        body: list[tuple[Spans, ...]] = []
        pictures: list[Block] = []
        for row, its_cells in zip(rows, cells, strict=True):
            texts: list[Spans] = []
            for cell in its_cells:
                blocks = self.read(cell)
                pictures.extend(block for block in blocks if isinstance(block, Figure | Embed))
                texts.append(
                    joined([block for block in blocks if not isinstance(block, Figure | Embed)])
                )
            if not any(plain(text).strip() for text in texts):
                continue
            parent = row.getparent()
            heads = all(cell.tag == "th" for cell in its_cells) or (
                parent is not None and parent.tag == "thead"
            )
            if heads and not header and not body:
                header = tuple(texts)
            else:
                body.append(tuple(texts))
        caption = node.find("caption")
        if body or header:
            self._add(
                Table(tuple(body), header, text_of(caption, 500) if caption is not None else "")
            )
        for picture in pictures:
            self._add(picture)

    def _layout(self, cells: list[list[Element]], rows: list[Element]) -> None:
        """A table that only lays out: its cells one after the other."""
        for row in cells:
            for cell in row:
                for block in self.read(cell):
                    self._add(block)

    # --- pictures

    def _picture(self, image: Element) -> None:
        url = picture_url(image, self.base)
        if url:
            held = self._spans
            # a picture in the middle of a paragraph stands before it, or after what was said
            if any(span.text.strip() for span in held):
                self._pending(url, image)
            else:
                self._add(Figure(url, alt=safe_line(image.get("alt") or "", 500)))

    def _pending(self, url: str, image: Element) -> None:
        self._add(Figure(url, alt=safe_line(image.get("alt") or "", 500)))

    def _figure(self, node: Element, style: Style, href: str) -> None:
        caption = caption_of(node)
        images = [
            image for image in node.iter("img", "amp-img") if not inside(image, caption, node)
        ]
        urls = [(url, image) for image in images if (url := picture_url(image, self.base))]
        embeds = [one for part in node.iter(*_EMBEDS) if (one := embed_of(part, self.base))]
        if next(node.iter("table", "pre", "blockquote"), None) is not None and not urls:
            self._content(node, style, href)
            return
        inner = [figure for figure in node.iter("figure") if figure is not node]
        if inner:
            self._content(node, style, href)  # a gallery
            return
        said, credit = caption_and_credit(caption) if caption is not None else ("", "")
        beside = None
        if not credit:
            beside = credit_beside(node, caption)
            credit = text_of(beside, 200) if beside is not None else ""
        for place, (url, image) in enumerate(urls):
            last = place == len(urls) - 1
            self._add(
                Figure(
                    url,
                    safe_line(image.get("alt") or "", 500),
                    said if last else "",
                    credit if last else "",
                )
            )
        for embed in embeds:
            label = said if said and not urls else embed.label
            self._add(replace(embed, label=label))
        beyond = caption is None or len(text_of(node, 5_000)) > len(text_of(caption, 5_000)) + 80
        if not urls and not embeds and beyond:
            self._content(node, style, href)

    def _stray_caption(self, node: Element) -> None:
        """A caption beside its figure instead of in it: the figure before it takes it."""
        caption, credit = caption_and_credit(node)
        last = self._blocks[-1] if self._blocks else None
        if isinstance(last, Figure) and not last.caption:
            self._blocks[-1] = replace(last, caption=caption, credit=credit or last.credit)
