"""Whether a text is the whole article or the beginning of one, and the summary made of a text."""

from __future__ import annotations

import re

from sahelreader.domain.text import safe_line
from sahelreader.parse.clean import plain_text

SUMMARY_LIMIT = 500  # characters

_MORE = re.compile(
    r"(?:\[…\]|\[\.\.\.\]|\[&hellip;\]|(?:…|\.\.\.)\s*(?:[»>→\])]+)?)\s*"
    r"(?:(?:lire|voir)\s+(?:la suite|plus|l[’']article)\b.{0,200}|(?:continue|keep) reading\b.{0,200}|read (?:more|the rest)\b.{0,200}|suite\b.{0,60}|plus\b.{0,60})?$"
    r"|(?:lire (?:la suite|plus|l[’']article(?: complet| en entier)?)|continue reading|read more|read the rest of)\b.{0,200}$",
    re.IGNORECASE | re.DOTALL,
)
# most texts end with none of these, and looking for them is far cheaper than the pattern
_HINTS = ("…", "...", "lire", "read")
_LONG = 3_000  # characters: a text as long as this, of several paragraphs, is an article though it ends with "…"
_TAIL = 320


def is_excerpt(html: str) -> bool:
    """True when clean HTML ends as an excerpt does ("[…]", "Lire la suite")."""
    last = html[max(html.rfind("\n"), len(html) - 1_500, 0) :].lower()
    if not any(hint in last for hint in _HINTS):
        return False
    last = plain_text(last)[-_TAIL:].rpartition("\n")[2]
    found = _MORE.search(last)
    if found is None:
        return False
    explicit = "[" in found[0] or any(letter.isalpha() for letter in found[0])
    return explicit or len(html) < _LONG


def summary_of(text: str) -> str:
    """TEXT as a summary: one line, without what only leads to the rest."""
    line = safe_line(text.replace("\n", " "), SUMMARY_LIMIT)
    end = line[-250:].lower()
    found = _MORE.search(line) if any(hint in end for hint in _HINTS) else None
    if found is not None and found.start() > 3:
        line = line[: found.start()].rstrip()
        if line[-1:].isalnum():
            line += "…"
    return line
