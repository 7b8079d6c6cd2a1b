"""A URL as a request needs it, or the reason why it is none. Also small arithmetic on URLs for the sources."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

from sahelreader.domain.outcome import Problem
from sahelreader.network.failure import Failure

_PATH = "/%:@!$&'()*+,;=-._~"
_QUERY = _PATH + "?[]"


@dataclass(frozen=True, slots=True)
class Address:
    """URL without user name, password and fragment, in ASCII; the parts that HTTP puts in different places."""

    url: str
    scheme: str
    host: str
    port: int | None
    target: str

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port is None else f"{host}:{self.port}"


def read_address(url: str) -> Address:
    """URL taken apart; raises Failure(BAD_URL) unless it is http(s) with a host."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = _ascii_host((parts.hostname or "").rstrip("."))
    except (ValueError, UnicodeError) as error:
        raise Failure(Problem.BAD_URL, url[:80]) from error
    if parts.scheme not in ("http", "https") or not host or port == 0:
        raise Failure(Problem.BAD_URL, url[:80])
    if port == (443 if parts.scheme == "https" else 80):
        port = None
    path = quote(parts.path or "/", safe=_PATH)
    query = quote(parts.query, safe=_QUERY)
    shown = f"[{host}]" if ":" in host else host
    authority = shown if port is None else f"{shown}:{port}"
    clean = urlunsplit((parts.scheme, authority, path, query, ""))
    return Address(clean, parts.scheme, host, port, f"{path}?{query}" if query else path)


def complete(text: str) -> tuple[str, ...]:
    """What a person may mean by TEXT, best first: with no scheme, https and then http."""
    text = text.strip()
    if "://" in text:
        return (text,)
    return (f"https://{text}", f"http://{text}")


def _ascii_host(host: str) -> str:
    if host.isascii():
        if not host or any(letter in host for letter in " \t\r\n%/\\"):
            raise ValueError(host)
        return host.lower()
    import idna

    return idna.encode(host, uts46=True).decode("ascii")
