"""The HTTP client: one request in, one `Outcome` out; it raises for nothing that a network can do.

Owns: limits (bytes on the wire and decoded, a deadline, a minimum rate), redirects, one request at a time for
each host, the headers that leave. No cookies, no Referer, one User-Agent for everybody.
Must not know: what is fetched, or why.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import nullcontext
from urllib.parse import urljoin

import httpcore

from sahelreader.domain.outcome import (
    Fetched,
    NotModified,
    Outcome,
    Problem,
    Refused,
    Unreachable,
    problem_of,
)
from sahelreader.domain.retry import retry_after
from sahelreader.network import meter
from sahelreader.network.address import host_of, is_private_address
from sahelreader.network.failure import Failure
from sahelreader.network.inflate import ACCEPTED, Body
from sahelreader.network.meter import Meter
from sahelreader.network.routes import Routes
from sahelreader.network.urls import Address, read_address

USER_AGENT = "Mozilla/5.0 (compatible; sahelreader)"
#: bytes of a body, on the wire and decoded
LIMIT = 10 * 2**20
ERROR_LIMIT = 64 * 1024
#: seconds for a request with all its redirects
DEADLINE = 120.0
#: seconds until the headers of an answer are there
PATIENCE = 45.0
#: a body that brings fewer bytes a second than this over WINDOW seconds is given up
MINIMUM_RATE, WINDOW = 50, 20.0
MAX_REDIRECTS = 5
_PERMANENT = (301, 308)
_FOLLOWED = (301, 302, 303, 307, 308)


class Client:
    """Made by `network.open_client`."""

    def __init__(self, routes: Routes) -> None:
        self._routes = routes
        self._locks: dict[str, asyncio.Lock] = {}
        #: bytes of all requests so far, both ways, and the same by KIND
        self.wire_bytes = 0
        self.by_kind: dict[str, int] = {}

    async def get(
        self,
        url: str,
        *,
        validators: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        accept: str = "",
        limit: int = LIMIT,
        deadline: float = DEADLINE,
        allow_private: bool = False,
        kind: str = "",
    ) -> Outcome:
        """GET URL, following up to five redirects.

        VALIDATORS ("etag", "last-modified" as they were received) make the request conditional; they and
        HEADERS go to URL alone, never to where a redirect leads. ALLOW_PRIVATE lets URL's own host be this
        machine or a private network. LIMIT in bytes, DEADLINE in seconds.
        """
        sent = {**_conditions(validators or {}), **(headers or {})}
        if accept:
            sent["Accept"] = accept
        return await self._follow("GET", url, sent, limit, deadline, allow_private, kind)

    async def head(
        self,
        url: str,
        *,
        deadline: float = DEADLINE,
        allow_private: bool = False,
        kind: str = "",
    ) -> Outcome:
        """HEAD URL, following redirects as `get` does; the body is empty."""
        return await self._follow("HEAD", url, {}, ERROR_LIMIT, deadline, allow_private, kind)

    async def post(
        self,
        url: str,
        body: bytes,
        content_type: str,
        *,
        headers: Mapping[str, str] | None = None,
        allow_private: bool = False,
        deadline: float = DEADLINE,
        kind: str = "comment",
    ) -> Outcome:
        """POST BODY to URL and nowhere else: a redirect comes back as `Fetched` with its status and headers.

        `Unreachable.body_sent` False says for certain that no byte of BODY left this machine.
        """
        sent = {**(headers or {}), "Content-Type": content_type, "Content-Length": str(len(body))}
        counting = Meter()
        try:
            address = read_address(url)
            async with asyncio.timeout(deadline):
                answer = await self._ask(
                    "POST", address, sent, body, 2**20, allow_private, counting
                )
            result: Outcome = _judge(answer, follow=False, moved_to="", wire=counting.total)
        except Failure as failure:
            result = Unreachable(
                failure.problem, failure.detail, counting.body_sent, counting.total
            )
        except TimeoutError:
            result = Unreachable(Problem.TIMEOUT, "", counting.body_sent, counting.total)
        finally:
            self._count(counting.total, kind)
        return result

    async def _follow(
        self,
        method: str,
        url: str,
        headers: dict[str, str],
        limit: int,
        deadline: float,
        allow_private: bool,
        kind: str,
    ) -> Outcome:
        counting = Meter()
        moved, permanent = "", True
        typed = host_of(url) if allow_private else ""
        try:
            async with asyncio.timeout(deadline):
                for _hop in range(MAX_REDIRECTS + 1):
                    address = read_address(url)
                    private = bool(typed) and address.host == typed
                    answer = await self._ask_again(
                        method, address, headers, limit, private, counting
                    )
                    where = answer.headers.get("location", "")
                    if answer.status not in _FOLLOWED or not where:
                        return _judge(answer, follow=True, moved_to=moved, wire=counting.total)
                    url = _next(address, where)
                    permanent = permanent and answer.status in _PERMANENT
                    moved = url if permanent else ""
                    # what was meant for one address is not told to another
                    headers = {k: v for k, v in headers.items() if k == "Accept"}
                raise Failure(Problem.REDIRECTS, str(MAX_REDIRECTS))
        except Failure as failure:
            return Unreachable(failure.problem, failure.detail, wire_bytes=counting.total)
        except TimeoutError:
            return Unreachable(Problem.TIMEOUT, f"{deadline:.0f} s", wire_bytes=counting.total)
        finally:
            self._count(counting.total, kind)

    async def _ask_again(
        self,
        method: str,
        address: Address,
        headers: dict[str, str],
        limit: int,
        allow_private: bool,
        counting: Meter,
    ) -> _Answer:
        """Ask; once more when a connection that was kept turned out to be closed on the other side."""
        for attempt in (1, 2):
            counting.connected = False
            before = counting.received
            try:
                return await self._ask(
                    method, address, headers, None, limit, allow_private, counting
                )
            except Failure as failure:
                stale = not counting.connected and counting.received == before
                if attempt == 2 or failure.problem is not Problem.CUT or not stale:
                    raise
        raise AssertionError("unreachable")

    async def _ask(
        self,
        method: str,
        address: Address,
        headers: Mapping[str, str],
        body: bytes | None,
        limit: int,
        allow_private: bool,
        counting: Meter,
    ) -> _Answer:
        if not allow_private and is_private_address(address.url):
            raise Failure(Problem.FORBIDDEN_ADDRESS, address.host)
        sent = {
            "Host": address.authority,
            "User-Agent": USER_AGENT,
            "Accept-Encoding": ACCEPTED,
            **headers,
        }

        async def content() -> AsyncIterator[bytes]:
            counting.body_sent = True
            yield body or b""

        request = httpcore.Request(
            method,
            httpcore.URL(
                scheme=address.scheme, host=address.host, port=address.port, target=address.target
            ),
            headers=[(name.encode("ascii"), _ascii(value)) for name, value in sent.items()],
            content=content() if body is not None else None,
        )
        token = meter.current.set(counting)
        try:
            async with self._locks.setdefault(address.host, asyncio.Lock()):
                opened = (
                    nullcontext(self._routes.pool(address.scheme, address.host, allow_private))
                    if body is None
                    else self._routes.fresh(address.scheme, address.host, allow_private)
                )
                async with opened as pool:
                    return await _exchange(pool, request, address, limit, counting)
        except httpcore.TimeoutException as error:
            raise Failure(Problem.TIMEOUT, str(error)) from error
        except httpcore.RemoteProtocolError as error:
            raise Failure(_garbled(str(error)), str(error)[:120]) from error
        except (httpcore.ProxyError, httpcore.ConnectError) as error:
            raise Failure(Problem.NO_NETWORK, f"proxy: {error}"[:120]) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise Failure(Problem.CUT, str(error)[:120]) from error
        finally:
            meter.current.reset(token)

    def _count(self, count: int, kind: str) -> None:
        self.wire_bytes += count
        self.by_kind[kind] = self.by_kind.get(kind, 0) + count


class _Answer:
    __slots__ = ("body", "headers", "private", "status", "url")

    def __init__(
        self, url: str, status: int, headers: dict[str, str], body: bytes, private: bool
    ) -> None:
        self.url, self.status, self.headers, self.body = url, status, headers, body
        self.private = private


async def _exchange(
    pool: httpcore.AsyncConnectionPool,
    request: httpcore.Request,
    address: Address,
    limit: int,
    counting: Meter,
) -> _Answer:
    async with asyncio.timeout(PATIENCE) as waiting:
        response = await pool.handle_async_request(request)
        waiting.reschedule(None)
        try:
            headers = _headers(response.headers)
            fine = 200 <= response.status < 300
            if request.method == b"HEAD" or response.status in (204, 304):
                body = b""
            else:
                # the text of an error or a redirect is worth little: a part of it will do
                most = limit if fine else min(limit, ERROR_LIMIT)
                body = await _read(response, headers, most, strict=fine)
        finally:
            await response.aclose()
    return _Answer(address.url, response.status, headers, body, counting.private)


async def _read(
    response: httpcore.Response, headers: Mapping[str, str], limit: int, *, strict: bool
) -> bytes:
    """The body, decoded. With STRICT off what cannot be had is left out instead of failing."""
    try:
        body = Body(headers.get("content-encoding", ""), limit)
    except Failure:
        if strict:
            raise
        return b""
    started, came = time.monotonic(), 0
    try:
        async for piece in response.aiter_stream():
            body.feed(piece)
            came += len(piece)
            now = time.monotonic()
            if now - started > WINDOW:
                if came < MINIMUM_RATE * (now - started):
                    raise Failure(Problem.TIMEOUT, f"{came / (now - started):.0f} B/s")
                started, came = now, 0
        return body.finish()
    except Failure:
        if strict:
            raise
        return body.so_far()


def _judge(answer: _Answer, *, follow: bool, moved_to: str, wire: int) -> Outcome:
    status = answer.status
    if status == 304 and follow:
        return NotModified(answer.url, wire, moved_to)
    if 200 <= status < 300 or (300 <= status < 400 and not follow):
        return Fetched(
            answer.url, status, answer.headers, answer.body, wire, moved_to, answer.private
        )
    return Refused(
        problem_of(status),
        status,
        answer.headers,
        answer.body,
        answer.url,
        retry_after(answer.headers.get("retry-after", ""), answer.headers.get("date", "")),
        wire,
    )


def _conditions(validators: Mapping[str, str]) -> dict[str, str]:
    """Conditional headers that really give a 304.

    nginx makes a strong ETag weak when it compresses, and WordPress compares it literally: the W/ goes
    (WORDPRESS notes 3; RFC 9110, 13.1.2 compares weakly anyway).
    """
    made: dict[str, str] = {}
    etag = validators.get("etag", "").removeprefix("W/")
    if etag:
        made["If-None-Match"] = etag
    if validators.get("last-modified"):
        made["If-Modified-Since"] = validators["last-modified"]
    return made


def _next(address: Address, where: str) -> str:
    url = urljoin(address.url, where)
    target = read_address(url)
    if address.scheme == "https" and target.scheme == "http":
        raise Failure(Problem.REDIRECTS, "https → http")
    return target.url


def _headers(raw: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """Lower-case names; a name that comes several times is joined by ", " (RFC 9110, 5.3)."""
    made: dict[str, str] = {}
    for name, value in raw:
        key, text = name.decode("ascii", "replace").lower(), value.decode("utf-8", "replace")
        made[key] = f"{made[key]}, {text}" if key in made else text
    return made


def _ascii(value: str) -> bytes:
    if "\r" in value or "\n" in value:
        raise Failure(Problem.BUG, "line break in a header")
    return value.encode("utf-8")


def _garbled(said: str) -> Problem:
    """What h11 complains of, as a problem of ours."""
    said = said.lower()
    if "disconnected" in said or "closed" in said or "incomplete" in said:
        return Problem.CUT
    return Problem.TOO_BIG if "too long" in said else Problem.BAD_CONTENT
