"""Text from outside, made safe for a terminal.

Called on everything that comes in (after entities are decoded) and again on everything that goes to a
terminal. Removed: C0 and C1 controls, DEL, bidi overrides, isolates and marks (a terminal orders
Arabic by itself; the marks are what an attacker needs and a reader does not), zero-width and tag
characters, BOM, soft hyphen, variation selectors, noncharacters, more than four marks on one letter.
ZWJ and ZWNJ stay where a script or an emoji needs them. Lone surrogates become U+FFFD.
Sources: FAULTS rows T1 to T11; CVE-2021-42574 (bidi), CVE-2021-26937 (marks).
"""

from __future__ import annotations

import re

TITLE_LIMIT = 300
AUTHOR_LIMIT = 80
COMMENT_LIMIT = 65_536
ARTICLE_LIMIT = 500_000

_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07eb-\u07f3\u0e31\u0e34-\u0e3a"
    "\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0f18\u0f19\u0f35\u0f37\u0f39\u1ab0-\u1aff\u1cd0-\u1cff\u1dc0-\u1dff"
    "\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"
)
# \n and \t are judged by the two functions below, everything else in this class simply goes
_REMOVED = (
    "\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e0fff"
)
# one class without alternatives: four times as fast as any other form, and most texts hold none of it
_SUSPECT = re.compile(f"[{_REMOVED}\r\x85\u2028\u2029\u200c\u200d\ud800-\udfff{_MARKS}]")
_GONE = re.compile(f"[{_REMOVED}]")
_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_PILES = re.compile(f"([{_MARKS}]{{4}})[{_MARKS}]+")
# a joiner is kept between two characters of which neither is Latin, space or punctuation
_IDLE_JOINER = re.compile(
    "(?<![\u0590-\u1fff\u2190-\u2bff\ua840-\ufdff\U0001f000-\U0001faff])[\u200c\u200d]+"
    "|[\u200c\u200d]+(?![\u0590-\u1fff\u2190-\u2bff\ua840-\ufdff\U0001f000-\U0001faff])"
)
_SPACES = re.compile(r"[ \t\n\x0b\x0c\r]+")
_BLANK_LINES = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")


def safe_text(text: str) -> str:
    """TEXT with nothing in it that a terminal could obey; line breaks become "\\n", tabs stay."""
    if _SUSPECT.search(text) is None:
        return text
    text = _BREAKS.sub("\n", text)
    text = _SURROGATES.sub("\ufffd", text)
    text = _GONE.sub("", text)
    text = _IDLE_JOINER.sub("", text)
    return _PILES.sub(r"\1", text)


def safe_line(text: str, limit: int = TITLE_LIMIT) -> str:
    """TEXT on one line, spaces run together (no-break spaces kept), at most LIMIT characters with "…" when cut."""
    # a megabyte of title is cut before it is looked at, with room for what will be removed
    line = _SPACES.sub(" ", safe_text(text[: limit * 8])).strip(" ")
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def safe_block(text: str, limit: int = COMMENT_LIMIT) -> str:
    """TEXT over several lines: tabs as spaces, at most one blank line in a row, at most LIMIT characters."""
    block = safe_text(text[: limit * 2]).replace("\t", "    ")
    block = _BLANK_LINES.sub("\n\n", block).strip("\n")
    return block if len(block) <= limit else block[: limit - 1] + "…"


def safe_url(url: str) -> str:
    """URL when it is http or https with a host and no control, space or quote in it, else ""."""
    from urllib.parse import urlsplit

    url = url.strip(" \t\r\n")
    if len(url) > 2_000 or safe_text(url) != url or _UNSAFE_IN_URL.search(url):
        return ""
    try:
        parts = urlsplit(url)
        valid = (
            parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and parts.port != 0
        )
    except ValueError:
        return ""
    # percent-encoded controls would be decoded by a careless program further on
    if _ENCODED_CONTROL.search(url):
        return ""
    return url if valid and not (parts.hostname or "").startswith("-") else ""


_UNSAFE_IN_URL = re.compile(r"[\s\"'<>\\^`{|}]")
_ENCODED_CONTROL = re.compile(r"%(?:[01][0-9a-f]|7f)", re.IGNORECASE)
