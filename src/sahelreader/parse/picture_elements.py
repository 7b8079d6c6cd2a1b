"""Pictures with their captions and credits, and what is embedded."""

from __future__ import annotations

from sahelreader.domain.document import Figure, Paragraph, Quotation, Span, Table, plain
from sahelreader.domain.text import safe_line
from sahelreader.parse import asides
from sahelreader.parse.elements import Elements, Frame, joined
from sahelreader.parse.embeds import embed_of, picture_url
from sahelreader.parse.spans import paragraphs
from sahelreader.parse.tokens import attributes


class PictureElements(Elements):
    def _figure(self, name: str, source: str) -> None:
        frame = self._hold(name, "figure")
        if frame is not None and source:
            frame.attrs = {"class": attributes(source).get("class", "")}

    def _caption(self, name: str, _source: str) -> None:
        self._close_paragraph()
        self._flush()
        self._push(name, "caption")

    def _end_caption(self, frame: Frame, _source: str) -> None:
        for holder in reversed(self._holders):
            if holder.kind in ("figure", "table"):
                holder.inline += frame.inline
                return
        for spans in paragraphs(frame.inline):
            self._paragraph(spans)

    def _end_figure(self, frame: Frame, _source: str) -> None:
        caption = safe_line(plain(joined(frame.inline)), 1_000)
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
