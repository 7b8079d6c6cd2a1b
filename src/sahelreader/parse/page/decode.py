"""The bytes of a page as text: which encoding they are in.

Order of belief: byte order mark, valid UTF-8 (bytes that are valid UTF-8 and hold a multi-byte character are
hardly ever anything else, whatever a header says), HTTP header, the page's own declaration, Windows-1252.
Never raises; a wrong byte becomes U+FFFD. Knows nothing of HTML beyond `<meta charset>`.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping

#: bytes looked at for a declaration; WHATWG says 1024, real pages put it after their scripts
DECLARED_WITHIN = 8_192
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{2,40})""", re.I)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_:.\-]{2,40})""", re.I)
_HTTP = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{2,40})""", re.I)
# what browsers do with labels that promise less than the page holds
_WIDER = {
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "ks_c-5601": "cp949",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(body: bytes, headers: Mapping[str, str] | None = None) -> str:
    """BODY as text. HEADERS: lower-case names, only content-type is looked at."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    declared = _http(headers) or _own(body)
    if declared not in ("utf-16-le", "utf-16-be", "utf-7", "iso2022_jp"):
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError as error:
            # one broken byte in a long UTF-8 page (cut in the middle of a letter): still UTF-8
            if declared == "utf-8" or _mostly_utf8(body, error.start):
                return body.decode("utf-8", "replace")
    for encoding in (_http(headers), _own(body)):
        if encoding and encoding != "utf-8":
            try:
                return body.decode(encoding)
            except (UnicodeDecodeError, LookupError):
                continue
    return body.decode(declared if declared in _WIDER.values() else "cp1252", "replace")


def _http(headers: Mapping[str, str] | None) -> str:
    found = _HTTP.search((headers or {}).get("content-type", ""))
    return _known(found.group(1)) if found else ""


def _own(body: bytes) -> str:
    head = body[:DECLARED_WITHIN]
    found = _META.search(head) or _XML.search(head)
    label = _known(found.group(1).decode("ascii")) if found else ""
    # a page that could be read as ASCII up to its declaration is not UTF-16
    return "utf-8" if label.startswith("utf-16") else label


def _known(label: str) -> str:
    """The codec's own name for LABEL, widened as browsers do; "" when there is no such text encoding."""
    try:
        info = codecs.lookup(label.replace("x-sjis", "cp932"))
    except LookupError:
        return ""
    if not getattr(info, "_is_text_encoding", True):
        return ""
    return _WIDER.get(info.name, info.name)


def _mostly_utf8(body: bytes, first_wrong: int) -> bool:
    """Whether multi-byte letters that are valid UTF-8 far outnumber the wrong bytes (sampled)."""
    sample = body[max(0, first_wrong - 20_000) : first_wrong + 20_000]
    text = sample.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = sum(1 for letter in text if "\x80" <= letter != "\ufffd")
    return right > wrong * 10
