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
_LONG = 3_000  # characters: a text as long as this, of several paragraphs, is an article though it ends with "…"
_TAIL = 320


def is_excerpt(html: str) -> bool:
    """True when clean HTML ends as an excerpt does ("[…]", "Lire la suite")."""
    text = plain_text(
        html[-2_000:]
        if html[-2_000:].startswith("<")
        else "<p>" + html[-2_000:].partition("<p>")[2]
        if len(html) > 2_000
        else html
    )
    last = text.rstrip()[-_TAIL:].rpartition("\n")[2] or text[-_TAIL:]
    found = _MORE.search(last)
    if found is None:
        return False
    explicit = "[" in found[0] or any(letter.isalpha() for letter in found[0])
    return explicit or len(html) < _LONG


def summary_of(text: str) -> str:
    """TEXT as a summary: one line, without what only leads to the rest."""
    line = safe_line(text.replace("\n", " "), SUMMARY_LIMIT)
    found = _MORE.search(line)
    if found is not None and found.start() > 20:
        line = line[: found.start()].rstrip()
        if line[-1:].isalnum():
            line += "…"
    return line
