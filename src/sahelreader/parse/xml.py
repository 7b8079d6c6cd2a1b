"""XML that comes from anywhere, parsed so that it can do nothing: no entity of its own, no file, no network, no DOCTYPE,
a size and a depth that libxml2 refuses by itself. lxml is loaded on first use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sahelreader.parse import ParseProblem

if TYPE_CHECKING:
    from lxml.etree import _Element

#: bytes; longer is refused before any parser sees it
XML_LIMIT = 64_000_000
#: what may stand before the first "<": blanks, marks, notices of PHP that somebody forgot to turn off
_BEFORE = 20_000
_START = re.compile(
    rb"<\?xml|<!--|<(?:!DOCTYPE|rss|feed|rdf:RDF|opml|channel|[a-zA-Z]+:?(?:rss|feed|RDF))\b",
    re.IGNORECASE,
)
_PROLOGUE = re.compile(rb"(?:\s++|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
# a DOCTYPE up to its end, the internal subset and the quotes in it taken into account
_DOCTYPE = re.compile(
    rb"<!DOCTYPE(?:[^\[>\"']++|\"[^\"]*+\"|'[^']*+')*+(?:\[(?:[^\]\"'<]++|\"[^\"]*+\"|'[^']*+'|<!--(?:(?!-->).)*+-->|<)*+\]\s*+)?>",
    re.IGNORECASE | re.DOTALL,
)
# an entity that stands for a short text without any other in it
_OWN_ENTITY = re.compile(
    rb"<!ENTITY\s+([\w.-]{1,40})\s+(?:\"([^\"&%<>]{0,300})\"|'([^'&%<>]{0,300})')\s*>"
)
_OWN_ENTITIES = 50
_USES = 2_000  # of one such entity
_ISO = re.compile(
    rb"^(<\?xml[^>]{0,80}?encoding\s*=\s*[\"'])(?:iso-?8859-1|us-ascii|ascii|latin-?1)([\"'])",
    re.IGNORECASE,
)
_C1_REFERENCE = re.compile(rb"&#(?:0*(1[2-5]\d)|x0*([89][0-9a-f]));", re.IGNORECASE)
_C1 = re.compile(rb"\xc2([\x80-\x9f])")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,120}?\?>")


class TooDeep(ParseProblem):
    """Deeper than any honest document; no other parser should be tried on it."""


class NotWellFormed(ParseProblem):
    """XML in intention; a lenient parser may read it."""


def parse_xml(body: bytes, content_type: str = "") -> _Element:
    """The root of BODY. Raises NotWellFormed, TooDeep, or ParseProblem for what is too large or no XML at all.

    The charset of CONTENT_TYPE, the HTTP header, overrules what the document says of itself, unless it is UTF-8 in fact.
    """
    from lxml import etree

    if len(body) > XML_LIMIT:
        raise ParseProblem("too large")
    body = _as_windows(stripped(_by_header(body, content_type)))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, dtd_validation=False,
        remove_comments=True, remove_pis=True, strip_cdata=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        if "xcessive depth" in str(error):
            raise TooDeep("nested too deep") from error
        raise NotWellFormed(str(error)[:200]) from error
    except (ValueError, LookupError) as error:
        raise NotWellFormed(str(error)[:200]) from error
    return root


def _by_header(body: bytes, content_type: str) -> bytes:
    """BODY in UTF-8 when HTTP names an encoding other than that and the bytes do not prove it wrong."""
    found = _CHARSET.search(content_type)
    name = found[1].lower() if found else "utf-8"
    if name in ("utf-8", "utf8", "us-ascii") or body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return body
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        try:
            text = body.decode("cp1252" if name in ("iso-8859-1", "latin1") else name, "replace")
        except (LookupError, ValueError):
            return body
        return _DECLARED.sub(b"", text.encode("utf-8", "replace"))
    return body


def _as_windows(body: bytes) -> bytes:
    """BODY with the controls of 0x80 to 0x9F read as windows-1252, which is what their author had: quotes and dashes."""
    body = _ISO.sub(rb"\1windows-1252\2", body, count=1)
    if b"&#" in body:
        body = _C1_REFERENCE.sub(_windows_reference, body)
    declared = body[:120].lower()
    if b"\xc2" in body and (b"encoding" not in declared or b"utf-8" in declared):
        body = _C1.sub(_windows_bytes, body)
    return body


def _windows_reference(found: re.Match[bytes]) -> bytes:
    number = int(found[1]) if found[1] else int(found[2], 16)
    if not 0x80 <= number <= 0x9F:
        return found[0]
    return b"&#%d;" % ord(bytes([number]).decode("cp1252", "replace"))


def _windows_bytes(found: re.Match[bytes]) -> bytes:
    return found[1].decode("cp1252", "ignore").encode()


def stripped(body: bytes) -> bytes:
    """BODY without what stands before the document, and without its DOCTYPE. Short entities that the DOCTYPE defines
    are put in place; all others stay undefined."""
    if body[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in body[:4]:
        return _stripped_wide(body)
    found = _START.search(body, 0, _BEFORE)
    if found is not None and found.start():
        body = body[found.start() :]
    start = _PROLOGUE.match(body)
    doctype = _DOCTYPE.match(body, start.end() if start else 0)
    if doctype is None:
        return body
    own = {match[1]: match[2] or match[3] or b"" for match in _OWN_ENTITY.finditer(doctype[0])}
    body = body[: doctype.start()] + body[doctype.end() :]
    for name, value in list(own.items())[:_OWN_ENTITIES]:
        body = body.replace(b"&" + name + b";", value, _USES)
    return body


def _stripped_wide(body: bytes) -> bytes:
    """The same for UTF-16 and UTF-32, where a DOCTYPE is looked for in the decoded text."""
    for mark, codec in (
        (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
        (b"\0\0\0<", "utf-32-be"), (b"<\0\0\0", "utf-32-le"), (b"\0<", "utf-16-be"), (b"<\0", "utf-16-le"),
    ):  # fmt: skip
        if body.startswith(mark):
            text = body.decode(codec, "replace").encode("utf-8", "replace")
            # it is UTF-8 now, whatever it says
            text = re.sub(rb"^(<\?xml[^>]*?)\sencoding\s*=\s*[\"'][^\"']*[\"']", rb"\1", text)
            return stripped(text)
    return body
