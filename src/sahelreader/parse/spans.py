"""Runs of styled text, tidied: blanks run together, a line break once, two of them a new paragraph.

The form that comes out is the only one that the clean HTML holds, so that reading it back gives the same spans.
"""

from __future__ import annotations

from typing import TypeAlias

from sahelreader.domain.document import Span, Spans, Style

#: (text, style, address); the text "\n" alone is a line break
Inline: TypeAlias = tuple[str, Style, str]

_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")


def paragraphs(inline: list[Inline]) -> list[Spans]:
    """The paragraphs that INLINE makes; none of them blank."""
    if len(inline) == 1:
        text, style, href = inline[0]
        text = text.strip(" \n")
        return [(Span(text, style, href),)] if text.strip() else []
    found: list[Spans] = []
    current: list[Inline] = []
    for text, style, href in inline:
        if not text:
            continue
        if text == "\n":
            if current:
                before, style, href = current[-1]
                if before.endswith("\n"):
                    _finish(current, found)
                    current = []
                else:
                    current[-1] = (before.rstrip(" ") + "\n", style, href)
            continue
        if not current or current[-1][0].endswith((" ", "\n")):
            text = text.lstrip(" ")
            if not text:
                continue
        if current:
            before, old_style, old_href = current[-1]
            # a blank belongs to what it follows, whatever it was wrapped in
            if text == " " or ((style is old_style or style == old_style) and href == old_href):
                current[-1] = (before + text, old_style, old_href)
                continue
        current.append((text, style, href))
    _finish(current, found)
    return found


def _finish(current: list[Inline], found: list[Spans]) -> None:
    while current:
        text, style, href = current[-1]
        text = text.rstrip(" \n")
        if text:
            current[-1] = (text, style, href)
            break
        current.pop()
    if any(text.strip() for text, _, _ in current):
        found.append(tuple(Span(text, style, href) for text, style, href in current))


def small_figures(inline: list[Inline], raised: bool) -> list[Inline]:
    """INLINE, the content of a <sup> or <sub>, with figures as the small ones of Unicode: "km²", not "km2"."""
    if all(not text.strip("0123456789+- ") for text, _, _ in inline):
        table = _RAISED if raised else _LOWERED
        return [(text.translate(table), style, href) for text, style, href in inline]
    return inline
