"""The last gate before the terminal: no control of a site's making passes, whatever widget forgot to look.

Texts are made safe when they come in (`domain.text`); this catches what a later mistake lets through.
Textual asks `App.get_line_filters` for every line of every widget (8.2; a test holds that to be so).
"""

from __future__ import annotations

import re

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from sahelreader.domain.text import safe_text
from sahelreader.widgets.emoji import plain_emoji

# nothing but these is looked at closely: printable Latin, punctuation, arrows, boxes, signs
_PLAIN = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u03ff\u2010-\u2027\u202f-\u205e\u20a0-\u20cf\u2190-\u2bff]*"
)


class OutputGuard(LineFilter):
    """Drops controls, bidi marks and hyperlinks from what widgets paint; emoji of several parts become one."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        if all(_is_clean(segment) for segment in segments):
            return segments
        return [_clean(segment) for segment in segments]


def _is_clean(segment: Segment) -> bool:
    text, style, control = segment
    if control:
        return True
    return _PLAIN.fullmatch(text) is not None and (style is None or style.link is None)


def _clean(segment: Segment) -> Segment:
    text, style, control = segment
    if control:
        return segment
    clean = plain_emoji(safe_text(text).replace("\n", " ").replace("\t", " "))
    if style is not None and style.link is not None:
        # an address may hold what its text does not show; ours are opened by a command, never by the terminal
        style = style.update_link(None) if isinstance(style, Style) else style
    return Segment(clean, style)
