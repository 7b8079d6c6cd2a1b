"""The open elements of HTML as it is read: what an end tag closes, where text goes, which block it becomes.

The mechanics under `blocks`; what the single elements mean is there, in `table_elements` and in `picture_elements`.
"""

from __future__ import annotations

import re
from html import unescape

from sahelreader.domain.document import (
    Block,
    Embed,
    Heading,
    Paragraph,
    Related,
    Spans,
    Style,
    plain,
)
from sahelreader.domain.text import safe_text
from sahelreader.parse import asides
from sahelreader.parse.embeds import embed_of_url
from sahelreader.parse.spans import Inline, paragraphs
from sahelreader.parse.tables import Grid

#: elements open at once; deeper ones are transparent
DEPTH_LIMIT = 120
#: quotations and lists within each other; deeper ones are flattened, since no reader shows them
NESTING_LIMIT = 6

HEADINGS = {f"h{level}": level for level in range(1, 7)}
#: elements that end a paragraph before them and begin nothing else
BREAKERS = frozenset(
    ("p", "div", "section", "article", "main", "header", "footer", "aside", "address", "center", "fieldset", "details",
     "summary", "dl", "dt", "dd", "body", "html", "hgroup", "search", "noscript", "legend")
)  # fmt: skip
BLANKS = re.compile(r"[ \t\n\r\f]+")
_NEWLINE = "\n"
_CAPTIVE = frozenset(("caption", "credit", "source", "heading"))
#: an end tag does not close what lies beyond these, unless it names one itself
SCOPES = frozenset(("quote", "list", "item", "figure", "table", "cell"))
#: where an embed's paragraph keeps the safe address of its link; with a blank, so that no attribute of a page is called so
LINK = " link"


class Frame:
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


class Elements:
    """What is open and what was made of it so far. LIMIT: characters of text that are taken."""

    def __init__(self, base: str, trusted: bool, limit: int) -> None:
        self._base = base
        self._trusted = trusted
        self._left = limit
        self._made = 0
        self._cut = False
        self._style = Style.PLAIN
        self._href = ""
        self._inline: list[Inline] = []
        root = Frame("", "root", Style.PLAIN, "")
        self._stack = [root]
        #: frames that gather blocks; the last one takes the next block
        self._holders = [root]
        self._pre: list[str] | None = None
        self._pictures: set[str] = set()
        #: open elements that take the text for something other than a block
        self._captive = 0

    def _text(self, text: str) -> None:
        if "&" in text:
            text = safe_text(unescape(text))
        if self._pre is not None:
            self._pre.append(text)
            self._left -= len(text)
            return
        if "\n" in text or "  " in text or "\t" in text or "\r" in text or "\f" in text:
            text = BLANKS.sub(" ", text)
        if text == " " and not self._inline:
            return
        self._left -= len(text)
        if self._left < 0:
            text = text[: self._left].rstrip() + "…"
        self._inline.append((text, self._style, self._href))

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
                    self._add(Heading(HEADINGS[frame.tag], spans))
                return
            if kind in SCOPES or kind == "root":
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
            if (
                len(spans) == 1
                and spans[0].style is Style.PLAIN
                and (embed := embed_of_url(spans[0].text.strip()))
            ):
                self._add(embed)
                return
        self._add(Paragraph(spans))

    def _add(self, block: Block) -> None:
        self._made += 1
        self._holders[-1].blocks.append(block)

    def _push(self, tag: str, kind: str) -> Frame | None:
        if len(self._stack) >= DEPTH_LIMIT:
            return None
        frame = Frame(tag, kind, self._style, self._href)
        self._captive += kind in _CAPTIVE
        self._stack.append(frame)
        return frame

    def _hold(self, tag: str, kind: str) -> Frame | None:
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
            if frame.kind or frame.tag == "a" or frame.tag in BREAKERS:
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
            if frame.kind in SCOPES and not own_scope:
                break
            if name == "li" and frame.kind == "list":
                break
        if name in BREAKERS:
            self._flush()

    def _pop(self) -> None:
        frame = self._stack[-1]
        kind = frame.kind
        if kind not in ("", "small", "short") or frame.tag in BREAKERS:
            if not self._inline and LINK in frame.attrs:
                # an embed without a label
                self._add(Embed("", frame.attrs[LINK]))
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


def joined(inline: list[Inline]) -> Spans:
    """INLINE on one line, as one run of spans."""
    found = paragraphs(
        [
            (" ", style, href) if text == _NEWLINE else (text, style, href)
            for text, style, href in inline
        ]
    )
    return found[0] if found else ()
