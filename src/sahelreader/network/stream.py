"""The client's connections: guarded, counted, and TLS on top, as httpcore's network backend.

Owns: the check of the address that is really connected to, bytes on the wire (TLS included), the mapping of
operating-system errors to `Problem`. Must not know: HTTP, sites, settings. The timeouts of httpcore's signatures are not used: the client sets one
deadline around the whole request.
"""

# ruff: noqa: ASYNC109

from __future__ import annotations

import asyncio
import select
import socket
import ssl
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar

import httpcore

from sahelreader.domain.outcome import Problem
from sahelreader.network import meter
from sahelreader.network.address import is_private_ip, literal_ip
from sahelreader.network.dial import Dial
from sahelreader.network.failure import Failure

T = TypeVar("T")
_CHUNK = 65536
#: seconds for one of several addresses of a host, so that a dead IPv6 does not use up the deadline
_PER_ADDRESS = 6.0


class Backend(httpcore.AsyncNetworkBackend):
    """Opens connections. ALLOW_PRIVATE: for hosts that the person typed, and for a proxy."""

    def __init__(self, dial: Dial, *, allow_private: bool) -> None:
        self._dial = dial
        self._allow_private = allow_private

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        literal = literal_ip(host)
        try:
            addresses = [literal] if literal else await self._dial.resolve(host, port)
            allowed = [item for item in addresses if self._allow_private or not is_private_ip(item)]
            if addresses and not allowed:
                raise Failure(Problem.FORBIDDEN_ADDRESS, host)
            return await self._first(allowed, port)
        except OSError as error:
            raise Failure(Problem.NO_NETWORK, error.strerror or str(error)) from error

    async def _first(self, addresses: list[str], port: int) -> Stream:
        trouble: OSError = OSError("no address")
        for number, address in enumerate(addresses):
            last = number == len(addresses) - 1
            try:
                async with asyncio.timeout(None if last else _PER_ADDRESS):
                    made = await self._dial.connect(address, port)
            except OSError as error:  # a timeout of ours is one, too
                if last or not isinstance(error, TimeoutError):
                    trouble = error
                continue
            counting = meter.current.get()
            if counting is not None:
                counting.connected = True
            return Stream(made, private=is_private_ip(address))
        raise trouble

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class Stream(httpcore.AsyncNetworkStream):
    """One connection, perhaps with TLS on it (several layers of it through an HTTPS proxy)."""

    def __init__(self, raw: socket.socket, *, private: bool) -> None:
        self._raw = raw
        self._private = private

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            piece = await asyncio.get_running_loop().sock_recv(self._raw, max_bytes)
        except OSError as error:
            raise Failure(Problem.CUT, error.strerror or "") from error
        counting = meter.current.get()
        if counting is not None:
            counting.received += len(piece)
            counting.private = self._private
        return piece

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if not buffer:
            return
        counting = meter.current.get()
        if counting is not None:
            counting.sent += len(buffer)
        try:
            await asyncio.get_running_loop().sock_sendall(self._raw, buffer)
        except OSError as error:
            # httpcore then still looks for an answer: a server may refuse a body before it has come whole
            raise httpcore.WriteError(str(error)) from error

    async def aclose(self) -> None:
        self._raw.close()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.AsyncNetworkStream:
        return await start_tls(self, ssl_context, server_hostname)

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":
            return _readable(self._raw)
        if info == "socket":
            return self._raw
        return None


class TlsStream(httpcore.AsyncNetworkStream):
    """TLS over another stream, through memory, so that what the stream below counts is what the wire carries."""

    def __init__(
        self, below: httpcore.AsyncNetworkStream, context: ssl.SSLContext, name: str | None
    ) -> None:
        self._below = below
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._in, self._out, server_hostname=name)

    async def handshake(self) -> None:
        await self._run(self._tls.do_handshake)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            return await self._run(partial(self._tls.read, max_bytes))
        except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
            return b""
        except ssl.SSLError as error:
            raise Failure(Problem.CUT, error.reason or "TLS") from error

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        view = memoryview(buffer)
        while view:
            done = await self._run(partial(self._tls.write, view))
            view = view[done:]

    async def _run(self, act: Callable[[], T]) -> T:
        while True:
            try:
                result = act()
            except ssl.SSLWantReadError:
                await self._flush()
                piece = await self._below.read(_CHUNK)
                if piece:
                    self._in.write(piece)
                else:
                    self._in.write_eof()
            except ssl.SSLError:
                await self._flush()  # the alert, so that the other side knows
                raise
            else:
                await self._flush()
                return result

    async def _flush(self) -> None:
        if self._out.pending:
            await self._below.write(self._out.read())

    async def aclose(self) -> None:
        await self._below.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.AsyncNetworkStream:
        return await start_tls(self, ssl_context, server_hostname)

    def get_extra_info(self, info: str) -> Any:
        if info == "ssl_object":
            return self._tls
        return self._below.get_extra_info(info)


async def start_tls(
    below: httpcore.AsyncNetworkStream,
    context: ssl.SSLContext,
    name: str | None,
) -> httpcore.AsyncNetworkStream:
    """BELOW with TLS on it. Fails closed: a certificate that does not hold ends the connection."""
    made = TlsStream(below, context, name)
    try:
        await made.handshake()
    except ssl.SSLCertVerificationError as error:
        await below.aclose()
        raise Failure(Problem.TLS, error.verify_message) from error
    except ssl.SSLError as error:
        await below.aclose()
        raise Failure(Problem.TLS, error.reason or "handshake") from error
    except BaseException:
        await below.aclose()
        raise
    return made


def _readable(raw: socket.socket) -> bool:
    """True when RAW has something to read: on an idle connection that is its end."""
    if raw.fileno() < 0:
        return True
    ready = select.poll()
    ready.register(raw, select.POLLIN)
    return bool(ready.poll(0))
