"""Laid-out text: lines made of runs, flowed from spans into a column. Pure; the reading pane paints them.

A line knows which paragraph it is part of and where in it, so that a place survives another width, a find can
cross line ends, and copied text is a paragraph again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.cells import cell_len

from sahelreader.domain.document import Span, Spans, Style
from sahelreader.widgets.wrap import wrap

#: (start, end, role, href): characters of a line's text; ROLE may carry ":b", ":i" … after its name
Run = tuple[int, int, str, str]
#: (text, role) before the text of a line: a quotation's rule, a thread's bars
Prefix = tuple[tuple[str, str], ...]

_LETTERS = ((Style.BOLD, "b"), (Style.ITALIC, "i"), (Style.CODE, "c"), (Style.STRUCK, "s"))


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    runs: tuple[Run, ...] = ()
    #: index in `Page.paragraphs`, -1 for furniture; AT is where in it this line begins, SKIP what stands before
    paragraph: int = -1
    at: int = 0
    skip: int = 0
    #: index of the article's block; -1 outside the body
    block: int = -1
    #: key of the comment it belongs to; 0 for none
    comment: int = 0


@dataclass(slots=True)
class Page:
    """Lines being laid out in WIDTH cells."""

    width: int
    lines: list[Line] = field(default_factory=list)
    #: the whole text of each flowed paragraph
    paragraphs: list[str] = field(default_factory=list)
    block: int = -1
    comment: int = 0

    def blank(self, prefix: Prefix = ()) -> None:
        """An empty line, unless the last one is empty already."""
        text, runs = _prefixed(prefix)
        text = text.rstrip()
        if self.lines and self.lines[-1].text == text:
            return
        self.lines.append(
            Line(text, tuple(runs), block=self.block, comment=self.comment, skip=len(text))
        )

    def flow(
        self, spans: Sequence[Span] | str, role: str, first: Prefix = (), rest: Prefix | None = None
    ) -> None:
        """SPANS as a paragraph, FIRST before its first line and REST (FIRST when None) before the others."""
        rest = first if rest is None else rest
        if isinstance(spans, str):
            spans = (Span(spans),)
        text = "".join(span.text for span in spans)
        bounds = _bounds(spans, role)
        number = len(self.paragraphs)
        self.paragraphs.append(text)
        head, head_runs = _prefixed(first)
        tail, tail_runs = _prefixed(rest)
        room = max(4, self.width - max(cell_len(head), cell_len(tail)))
        add = self.lines.append
        block, comment = self.block, self.comment
        for index, (start, end) in enumerate(wrap(text, room)):
            before, runs = (head, head_runs) if index == 0 else (tail, tail_runs)
            shift = len(before) - start
            cut = _cut(bounds, start, end, shift)
            add(
                Line(
                    before + text[start:end],
                    (*runs, *cut),
                    number,
                    start,
                    len(before),
                    block,
                    comment,
                )
            )

    def furniture(
        self,
        *runs: tuple[str, str],
        right: Sequence[tuple[str, str]] = (),
        findable: bool = False,
    ) -> None:
        """One line of (text, role) pieces as they are, RIGHT against the right edge when there is room for it.

        FINDABLE: a paragraph of its own, that a find looks into.
        """
        text, made = _prefixed(runs)
        if right:
            end, end_runs = _prefixed(tuple(right))
            gap = self.width - cell_len(text) - cell_len(end)
            if gap >= 2:
                shift = len(text) + gap
                text = text + " " * gap + end
                made = [
                    *made,
                    *((a + shift, b + shift, role, href) for a, b, role, href in end_runs),
                ]
        paragraph = -1
        if findable:
            paragraph = len(self.paragraphs)
            self.paragraphs.append(text)
        self.lines.append(Line(text, tuple(made), paragraph, 0, 0, self.block, self.comment))


def role_of(base: str, span: Span) -> str:
    """The role of SPAN's text: BASE, or "link", with the letters of its emphasis."""
    role = "link" if span.href else base
    letters = "".join(letter for flag, letter in _LETTERS if flag in span.style)
    return f"{role}:{letters}" if letters else role


def _bounds(spans: Spans | Sequence[Span], role: str) -> list[Run]:
    bounds: list[Run] = []
    at = 0
    for span in spans:
        end = at + len(span.text)
        if end > at:
            bounds.append((at, end, role_of(role, span), span.href))
        at = end
    return bounds


def _cut(bounds: list[Run], start: int, end: int, shift: int) -> list[Run]:
    if len(bounds) == 1:
        _a, _b, role, href = bounds[0]
        return [(start + shift, end + shift, role, href)] if end > start else []
    return [
        (max(a, start) + shift, min(b, end) + shift, role, href)
        for a, b, role, href in bounds
        if a < end and b > start
    ]


def _prefixed(prefix: Prefix) -> tuple[str, list[Run]]:
    text = ""
    runs: list[Run] = []
    for piece, role in prefix:
        if piece:
            runs.append((len(text), len(text) + len(piece), role, ""))
            text += piece
    return text, runs
