"""Lists of subscriptions in OPML 2.0, read and written. Pure; which of them are new is for the library to say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from sahelreader.domain.text import safe_line, safe_text, safe_url
from sahelreader.parse import ParseProblem
from sahelreader.parse.xml import parse_xml

_OUTLINES = 20_000
_DEPTH = 32
_NAME = 80


@dataclass(frozen=True, slots=True)
class Outline:
    """One subscription. FOLDER is "" at the top; folders within folders are joined by "/"."""

    title: str
    feed_url: str
    site_url: str = ""
    folder: str = ""


def read_opml(body: bytes) -> list[Outline]:
    """The subscriptions of an OPML file with an http(s) address, each feed once, in order. Raises ParseProblem."""
    root = parse_xml(body)
    if str(root.tag).lower() != "opml":
        raise ParseProblem("not an OPML file")
    found: dict[str, Outline] = {}
    # (element, folder, depth); a list, since a file may be as deep as the parser lets it
    waiting = [(child, "", 0) for part in root if _name(part) == "body" for child in part][::-1]
    while waiting and len(found) < _OUTLINES:
        node, folder, depth = waiting.pop()
        if _name(node) != "outline" or depth > _DEPTH:
            continue
        # names of attributes come in every case
        attrs = {str(name).lower(): str(value) for name, value in node.attrib.items()}
        title = safe_line(attrs.get("title") or attrs.get("text") or "", _NAME)
        feed = safe_url(
            attrs.get("xmlurl")
            or (attrs.get("url", "") if attrs.get("type", "").lower() in ("rss", "atom") else "")
        )
        if feed and feed not in found:
            categories = attrs.get("category", "").split(",")[0].strip("/ ") if not folder else ""
            found[feed] = Outline(
                title,
                feed,
                safe_url(attrs.get("htmlurl", "")),
                folder or safe_line(categories, _NAME),
            )
        inner = (
            folder if "xmlurl" in attrs or not title else f"{folder}/{title}" if folder else title
        )
        waiting += [(child, inner, depth + 1) for child in node][::-1]
    return list(found.values())


def _name(node: object) -> str:
    tag = getattr(node, "tag", "")
    return tag.lower() if isinstance(tag, str) else ""


def write_opml(outlines: Iterable[Outline], title: str) -> bytes:
    """OUTLINES as an OPML 2.0 file in UTF-8, by folder, in their order."""
    folders: dict[str, list[Outline]] = {}
    for outline in outlines:
        folders.setdefault(outline.folder, []).append(outline)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"<head><title>{_escaped(title)}</title></head>",
        "<body>",
    ]
    for folder, members in folders.items():
        parts = [part for part in folder.split("/") if part]
        lines += [f'<outline text="{_escaped(part)}" title="{_escaped(part)}">' for part in parts]
        for outline in members:
            site = f' htmlUrl="{_escaped(outline.site_url)}"' if outline.site_url else ""
            name = _escaped(outline.title or outline.feed_url)
            lines.append(
                f'<outline type="rss" text="{name}" title="{name}" xmlUrl="{_escaped(outline.feed_url)}"{site}/>'
            )
        lines += ["</outline>"] * len(parts)
    lines += ["</body>", "</opml>", ""]
    return "\n".join(lines).encode()


def _escaped(text: str) -> str:
    return escape(safe_text(text).replace("\n", " "), quote=True)
