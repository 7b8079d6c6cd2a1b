"""Which addresses belong together, and which may be asked at all. Pure."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from sahelreader.domain.draft import Target

_PORTS = {"http": 80, "https": 443}


def host(url: str) -> str:
    """The host of URL, with a port that is not the usual one; "" when there is none. "www." does not count."""
    try:
        parts = urlsplit(url)
        name, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return ""
    if not name:
        return ""
    return name if port in (None, _PORTS.get(parts.scheme)) else f"{name}:{port}"


def _name(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def same_host(one: str, other: str) -> bool:
    return host(one) == host(other) != ""


def is_loopback(url: str) -> bool:
    """True for this very machine, where nothing travels: tests, the demo, a site one develops."""
    try:
        name = urlsplit(url).hostname or ""
    except ValueError:
        return False
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def is_encrypted(url: str) -> bool:
    return urlsplit(url).scheme == "https" or is_loopback(url)


def may_be_private(url: str, target: Target) -> bool:
    """True when URL is on the machine that the person typed, at whatever port: a private network was meant then."""
    return _name(url) == _name(target.site_url) != ""


def secure_twin(url: str, location: str) -> str:
    """LOCATION when it is URL over https and nothing else changed, else ""."""
    try:
        old, new = urlsplit(url), urlsplit(location)
        same = (
            old.scheme == "http"
            and new.scheme == "https"
            and old.hostname == new.hostname
            and old.port in (None, 80)
            and new.port in (None, 443)
            and (old.path, old.query) == (new.path, new.query)
        )
    except ValueError:
        return ""
    return location if same else ""
