"""What came of a request, as values. The network makes them; sync and delivery decide by them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Problem(StrEnum):
    """Why something did not come; each has one sentence in the person's language (`i18n.problems`)."""

    NO_NETWORK = "no_network"  # name not resolved, no route, connection refused
    TIMEOUT = "timeout"  # silent, or slower than the minimum rate, or past the deadline
    TLS = "tls"  # certificate or handshake
    CUT = "cut"  # closed before the answer was whole
    TOO_BIG = "too_big"  # past the cap on the wire or decoded
    REDIRECTS = "redirects"  # loop, too many hops, downgrade to http
    FORBIDDEN_ADDRESS = "forbidden_address"  # leads to this machine or a private network
    BAD_URL = "bad_url"  # not http(s), no host
    BAD_CONTENT = "bad_content"  # not what was asked (login page, captive portal, broken)
    UNAUTHORISED = "unauthorised"  # 401
    FORBIDDEN = "forbidden"  # 403
    NOT_FOUND = "not_found"  # 404
    GONE = "gone"  # 410
    TOO_MANY = "too_many"  # 429
    MAINTENANCE = "maintenance"  # 503
    SERVER = "server"  # other 5xx
    REFUSED = "refused"  # other 4xx
    OVER_BUDGET = "over_budget"  # the person's byte limit is reached
    BUG = "bug"  # our own mistake; logged in full


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole answer. HEADERS have lower-case names; BODY is decoded (gzip undone), capped."""

    url: str  # after redirects
    status: int
    headers: dict[str, str]
    body: bytes
    #: bytes read from the socket for it, headers included, as they came (compressed)
    wire_bytes: int
    #: the new address when every hop was a 301 or 308, else ""
    moved_to: str = ""
    #: it came from this machine or a private network
    private: bool = False


@dataclass(frozen=True, slots=True)
class NotModified:
    url: str
    wire_bytes: int
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Nothing was heard, or not all of it. BODY_SENT: a request body may have reached the server."""

    problem: Problem
    detail: str = ""
    body_sent: bool = False
    wire_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """The server answered with something other than success. BODY is capped; RETRY_AFTER in seconds."""

    problem: Problem
    status: int
    headers: dict[str, str]
    body: bytes
    url: str
    retry_after: float | None = None
    wire_bytes: int = 0


Outcome = Fetched | NotModified | Unreachable | Refused


_BY_STATUS = {
    401: Problem.UNAUTHORISED,
    403: Problem.FORBIDDEN,
    404: Problem.NOT_FOUND,
    410: Problem.GONE,
    429: Problem.TOO_MANY,
    503: Problem.MAINTENANCE,
}


def problem_of(status: int) -> Problem:
    """What an HTTP STATUS that is no success means; a redirect that leads nowhere is one of these."""
    if 300 <= status < 400:
        return Problem.REDIRECTS
    return _BY_STATUS.get(status, Problem.SERVER if status >= 500 else Problem.REFUSED)
