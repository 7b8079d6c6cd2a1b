"""Articles as an EPUB 3 book, a chapter each, written by hand: the container is a zip whose first entry is `mimetype`.

EPUB 3.3 (W3C), with the table of contents of EPUB 2 beside the new one for old readers. Dates inside the zip are
fixed, identifiers come from the content: the same articles give the same file.
"""

from __future__ import annotations

import hashlib
import io
import uuid
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape

from sahelreader.domain.text import safe_text
from sahelreader.parse.export.page import article_html
from sahelreader.parse.export.values import Exported, title, word

_CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="book/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
_CSS = "body{line-height:1.5}blockquote{border-left:3px solid #999;margin-left:0;padding-left:1em}figcaption,.who,.tags{font-size:.9em}\n"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


def epub(articles: Sequence[Exported]) -> bytes:
    language = next((one.article.language for one in articles if one.article.language), "fr")
    name = title(articles[0]) if len(articles) == 1 else " · ".join(dict.fromkeys(one.site_name for one in articles if one.site_name)) or "sahelreader"  # fmt: skip
    chapters = [(f"a{number:04}.xhtml", title(one), _chapter(one)) for number, one in enumerate(articles, 1)]  # fmt: skip
    digest = hashlib.sha256("\0".join(text for _file, _title, text in chapters).encode("utf-8", "replace"))  # fmt: skip
    identifier = f"urn:uuid:{uuid.UUID(bytes=digest.digest()[:16], version=5)}"
    newest = max((one.article.modified or one.article.published or _NO_DATE for one in articles), default=_NO_DATE)  # fmt: skip
    contents = word(articles[0], "contents") if articles else "Contents"
    files = {
        "META-INF/container.xml": _CONTAINER,
        "book/content.opf": _package(articles, chapters, name, language, identifier, newest),
        "book/nav.xhtml": _navigation(chapters, contents, language),
        "book/toc.ncx": _ncx(chapters, name, identifier),
        "book/style.css": _CSS,
        **{f"book/{file}": text for file, _title, text in chapters},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(_entry("mimetype", zipfile.ZIP_STORED), b"application/epub+zip")
        for path, text in files.items():
            archive.writestr(_entry(path, zipfile.ZIP_DEFLATED), safe_text(text).encode("utf-8", "replace"))  # fmt: skip
    return out.getvalue()


def _entry(path: str, method: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _EPOCH)
    entry.compress_type = method
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    return entry


def _xhtml(head: str, body: str, language: str, more: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="{escape(language)}" lang="{escape(language)}"{more}>\n'
        f'<head><meta charset="utf-8"/><title>{escape(head)}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _chapter(exported: Exported) -> str:
    language = exported.article.language or "fr"
    right_to_left = ' dir="rtl"' if language[:2] in ("ar", "fa", "he", "ur") else ""
    return _xhtml(title(exported), article_html(exported, xhtml=True), language, right_to_left)


def _package(
    articles: Sequence[Exported],
    chapters: Sequence[tuple[str, str, str]],
    name: str,
    language: str,
    identifier: str,
    newest: datetime,
) -> str:
    authors = dict.fromkeys(author for one in articles for author in one.article.authors)
    creators = "".join(f"<dc:creator>{escape(author)}</dc:creator>" for author in authors)
    sources = "".join(f"<dc:source>{escape(one.article.url)}</dc:source>" for one in articles if one.article.url)  # fmt: skip
    items = "".join(
        f'<item id="{file.removesuffix(".xhtml")}" href="{file}" media-type="application/xhtml+xml"/>'
        for file, _title, _text in chapters
    )
    spine = "".join(f'<itemref idref="{file.removesuffix(".xhtml")}"/>' for file, _title, _text in chapters)  # fmt: skip
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{escape(language)}">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">{identifier}</dc:identifier><dc:title>{escape(name)}</dc:title>'
        f"<dc:language>{escape(language)}</dc:language>{creators}{sources}"
        f'<meta property="dcterms:modified">{newest.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}</meta></metadata>\n'
        '<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
        f'<item id="css" href="style.css" media-type="text/css"/>{items}</manifest>\n'
        f'<spine toc="ncx">{spine}</spine>\n</package>\n'
    )


def _navigation(chapters: Sequence[tuple[str, str, str]], contents: str, language: str) -> str:
    items = "".join(f'<li><a href="{file}">{escape(name)}</a></li>' for file, name, _text in chapters)  # fmt: skip
    return _xhtml(contents, f'<nav epub:type="toc" id="toc"><h1>{escape(contents)}</h1><ol>{items}</ol></nav>', language)  # fmt: skip


def _ncx(chapters: Sequence[tuple[str, str, str]], name: str, identifier: str) -> str:
    points = "".join(
        f'<navPoint id="p{number}" playOrder="{number}"><navLabel><text>{escape(label)}</text></navLabel><content src="{file}"/></navPoint>'
        for number, (file, label, _text) in enumerate(chapters, 1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1">'
        f'<head><meta name="dtb:uid" content="{identifier}"/></head><docTitle><text>{escape(name)}</text></docTitle><navMap>{points}</navMap></ncx>\n'
    )
