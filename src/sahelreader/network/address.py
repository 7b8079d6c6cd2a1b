"""Which addresses a site may lead to. Plain judgement; resolves nothing and connects nowhere.

Everything that is not a public unicast address counts as private: loopback, RFC 1918, link-local (cloud
metadata among it), carrier-grade NAT, documentation, multicast, unspecified, and IPv6 forms that carry such
an IPv4 address inside (mapped, 6to4, NAT64, Teredo).
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

#: names that never mean a machine on the public internet (RFC 6761, 6762, 8375, and ICANN's .internal)
_INSIDE = (".localhost", ".local", ".lan", ".home.arpa", ".internal", ".intranet", ".home", ".corp")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_PART = re.compile(r"(?:0[xX][0-9a-fA-F]*|[0-9]+)")


def host_of(url: str) -> str:
    """The host of URL in lower case, without brackets or the root's dot; "" when there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def is_private_ip(text: str) -> bool:
    """True unless TEXT is the address of a machine on the public internet."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return True
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address.teredo is not None:
            inner = address.teredo[1]
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            address = inner
    return not address.is_global or address.is_multicast


def literal_ip(host: str) -> str:
    """HOST as an IP address when it is one in any form that a resolver would take, else "".

    Besides the usual forms: decimal ("2130706433"), hexadecimal, octal and shortened ones ("127.1"), as
    inet_aton(3) reads them.
    """
    bare = host.strip("[]").rstrip(".")
    try:
        return str(ipaddress.ip_address(bare.partition("%")[0]))
    except ValueError:
        pass
    parts = bare.split(".")
    if not 1 <= len(parts) <= 4 or not all(_PART.fullmatch(part) for part in parts):
        return ""
    try:
        numbers = [_number(part) for part in parts]
    except ValueError:
        return ""
    *leading, last = numbers
    if any(number > 255 for number in leading) or last >= 256 ** (4 - len(leading)):
        return ""
    value = last
    for place, number in enumerate(leading):
        value += number << (8 * (3 - place))
    return str(ipaddress.IPv4Address(value))


def is_private_address(url: str) -> bool:
    """True when URL's host, as it is written, means this machine or a private network.

    A public name that merely resolves to such an address is not seen here; the connection is refused.
    """
    host = host_of(url)
    literal = literal_ip(host)
    if literal:
        return is_private_ip(literal)
    return bool(host) and ("." not in host or host.endswith(_INSIDE))


def _number(part: str) -> int:
    if part[:2] in ("0x", "0X"):
        return int(part[2:] or "0", 16)
    return int(part, 8) if len(part) > 1 and part[0] == "0" else int(part)
