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
# a DOCTYPE up to its end, the internal subset and the quotes in it taken into account
_DOCTYPE = re.compile(
    rb"<!DOCTYPE(?:[^\[>\"']++|\"[^\"]*+\"|'[^']*+')*+(?:\[(?:[^\]\"'<]++|\"[^\"]*+\"|'[^']*+'|<!--(?:(?!-->).)*+-->|<)*+\]\s*+)?>",
    re.IGNORECASE | re.DOTALL,
)
_HEADER = 100_000  # bytes in which the DOCTYPE is looked for


class TooDeep(ParseProblem):
    """Deeper than any honest document; no other parser should be tried on it."""


class NotWellFormed(ParseProblem):
    """XML in intention; a lenient parser may read it."""


def parse_xml(body: bytes, encoding: str | None = None) -> _Element:
    """The root of BODY. Raises NotWellFormed, TooDeep, or ParseProblem for what is too large or no XML at all.

    ENCODING overrules what the document says of itself.
    """
    from lxml import etree

    if len(body) > XML_LIMIT:
        raise ParseProblem("too large")
    body = stripped(body)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, dtd_validation=False,
        remove_comments=True, remove_pis=True, strip_cdata=True, encoding=encoding,
    )  # fmt: skip
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        # 114: libxml2's limit of depth; 1: of text, names, attributes
        if error.code == 114 or "xcessive depth" in str(error):
            raise TooDeep("nested too deep") from error
        raise NotWellFormed(str(error)[:200]) from error
    except (ValueError, LookupError) as error:
        raise NotWellFormed(str(error)[:200]) from error
    if root is None:
        raise ParseProblem("empty")
    return root


def stripped(body: bytes) -> bytes:
    """BODY without what stands before the document, and without its DOCTYPE."""
    if body[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in body[:4]:
        return _stripped_wide(body)
    found = _START.search(body, 0, _BEFORE)
    if found is not None and found.start():
        body = body[found.start() :]
    if b"<!doctype" in body[:_HEADER].lower():
        body = _DOCTYPE.sub(b"", body, count=1)
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
