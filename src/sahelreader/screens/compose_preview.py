"""A comment as its site will show it: paragraphs, the few tags that pass, links. Pure: text -> HTML.

WordPress: `wpautop` makes the paragraphs, `wp_filter_kses` with $allowedtags takes the other tags out and keeps
their words (wp-includes/formatting.php, kses.php). Isso renders Markdown; quotations and paragraphs are enough here.
What comes out goes through the same cleaning as a comment that came from the site.
"""

from __future__ import annotations

import re
from html import escape, unescape

#: wp-includes/kses.php, $allowedtags
ALLOWED = frozenset(
    (
        "a", "abbr", "acronym", "b", "blockquote", "cite", "code", "del", "em", "i", "q", "s",
        "strike", "strong",
    )
)  # fmt: skip
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*?(/?)>")
_URL = re.compile(r"(?<![\"'>=\w])(https?://[^\s<>\"]+?)(?=[.,;:!?»)]*(?:[\s<]|\Z))")
_QUOTED = re.compile(r"<blockquote[^<>]*>(.*?)</blockquote>", re.IGNORECASE | re.DOTALL)
_MARKED = re.compile(r"(?:^>.*(?:\n|\Z))+", re.MULTILINE)
_BLANK = re.compile(r"\n\s*\n")


def to_site(text: str, system: str) -> str:
    """TEXT with its quotations (lines that begin with ">") as SYSTEM takes them; `from_site` is the way back."""
    if system == "isso":
        return text  # Markdown has them so
    return _MARKED.sub(_as_quotation, text)


def _as_quotation(found: re.Match[str]) -> str:
    lines = (line[1:].strip() for line in found[0].rstrip("\n").split("\n"))
    end = "\n" if found[0].endswith("\n") else ""
    return f"<blockquote>{escape(chr(10).join(lines), quote=False)}</blockquote>{end}"


def from_site(text: str, system: str) -> str:
    """TEXT as one writes it: quotations as lines that begin with ">"."""
    if system == "isso":
        return text
    return _QUOTED.sub(_as_lines, text)


def _as_lines(found: re.Match[str]) -> str:
    return "\n".join(f"> {line}".rstrip() for line in unescape(found[1]).split("\n"))


def rendered(text: str, system: str) -> str:
    """TEXT, as `to_site` gives it, as HTML in the way of SYSTEM ("isso", else WordPress)."""
    return _markdown(text) if system == "isso" else _wordpress(text)


def _wordpress(text: str) -> str:
    parts: list[str] = []
    at = 0
    for quoted in _QUOTED.finditer(text):
        parts.append(_paragraphs(_filtered(text[at : quoted.start()])))
        parts.append(f"<blockquote>{_paragraphs(_filtered(quoted[1]))}</blockquote>")
        at = quoted.end()
    parts.append(_paragraphs(_filtered(text[at:])))
    return "".join(parts)


def _filtered(text: str) -> str:
    """TEXT with the tags that pass, everything else that looks like one gone or escaped."""
    made: list[str] = []
    at = 0
    for tag in _TAG.finditer(text):
        made.append(_linked(text[at : tag.start()]))
        if tag[2].lower() in ALLOWED:
            made.append(tag[0])
        at = tag.end()
    made.append(_linked(text[at:]))
    return "".join(made)


def _linked(text: str) -> str:
    """TEXT escaped (entities that stand in it stay), with its addresses as links."""
    parts = _URL.split(text)
    made = []
    for number, part in enumerate(parts):
        clean = re.sub(r"&amp;(#?\w{1,10};)", r"&\1", escape(part, quote=False))
        made.append(f'<a href="{escape(part)}">{clean}</a>' if number % 2 else clean)
    return "".join(made)


def _paragraphs(html: str) -> str:
    found = (part.strip() for part in _BLANK.split(html))
    return "".join("<p>" + part.replace("\n", "<br>") + "</p>" for part in found if part)


def _markdown(text: str) -> str:
    parts: list[str] = []
    for block in _BLANK.split(text.strip()):
        lines = block.split("\n")
        if lines and all(line.startswith(">") for line in lines):
            inner = "\n".join(line[1:].strip() for line in lines)
            parts.append(f"<blockquote>{_paragraphs(_linked(inner))}</blockquote>")
        else:
            parts.append(_paragraphs(_linked(block)))
    return "".join(parts)
