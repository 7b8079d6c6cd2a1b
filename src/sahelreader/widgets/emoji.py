"""Emoji that are made of several: one that every terminal gives the same room takes their place.

A family is two or three persons joined by a character of no width, a skin tone is a second emoji after the first.
Terminals agree neither on drawing such a sequence as one sign nor on its cells, and what follows it on the line is
shifted where they reckon otherwise than we do. Imports nothing of Textual: the first rows need it too.
"""

from __future__ import annotations

import re

from rich.cells import cell_len

_TONE = "\U0001f3fb-\U0001f3ff"
_SIGN = "\u2190-\u2bff\U0001f000-\U0001faff"
_JOINED = re.compile(f"(?![{_TONE}])([{_SIGN}])(?:\ufe0f|[{_TONE}]|\u200d[{_SIGN}])+")


def plain_emoji(text: str) -> str:
    """TEXT with the first emoji of each sequence alone, in as many cells (as `rich` counts) as the sequence took."""
    return _JOINED.sub(_first, text)


def _first(found: re.Match[str]) -> str:
    first = found[1]
    return first + " " * (cell_len(found[0]) - cell_len(first))
