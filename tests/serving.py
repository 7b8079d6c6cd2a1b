"""A loopback HTTP server for tests, in a thread, with faults on request. What it serves is a function.

    with Serving(answer) as server: …      # answer(request) -> Reply

Written on plain sockets, so that an answer can stop at any byte, drip, or never begin.
"""

import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True, slots=True)
class Request:
    """Header names in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes = b""

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        read = parse_qs(urlsplit(self.target).query, keep_blank_values=True)
        return {name: values[-1] for name, values in read.items()}


@dataclass(frozen=True, slots=True)
class Reply:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def with_headers(self, **more: str) -> "Reply":
        named = {name.replace("_", "-").title(): value for name, value in more.items()}
        return Reply(self.body, self.status, self.headers | named)


@dataclass(slots=True)
class Fault:
    """What goes wrong with requests whose target holds PATH, TIMES times.

    DROP_AT: the connection ends after that many bytes of the answer (0: before the first), with a reset when
    RESET. DRIP: seconds between single bytes. STALL_AT: nothing more after that many bytes, for as long as the
    server lives. REPLY: this is answered instead. RAW: these bytes, and the end.
    """

    path: str = ""
    times: int = 1_000_000
    drop_at: int | None = None
    reset: bool = False
    drip: float = 0.0
    stall_at: int | None = None
    reply: Reply | None = None
    raw: bytes | None = None
    delay: float = 0.0


@dataclass(slots=True)
class Asked:
    """One request as it came, and how many bytes of answer left."""

    request: Request
    connection: int
    sent: int = 0
    status: int = 0


class Serving:
    """The server. LOG holds every request in the order in which they came."""

    def __init__(
        self, answer: Callable[[Request], Reply], tls: ssl.SSLContext | None = None
    ) -> None:
        self._answer = answer
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._over = threading.Event()
        self.port: int = self._listener.getsockname()[1]
        self.log: list[Asked] = []
        self.faults: list[Fault] = []
        self.connections = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def fault(self, fault: Fault | None) -> None:
        """From now on this goes wrong; None: nothing any more."""
        self.faults = [fault] if fault is not None else []

    def forget(self) -> None:
        self.log.clear()

    @property
    def targets(self) -> list[str]:
        return [asked.request.target for asked in self.log]

    def _accept(self) -> None:
        while not self._over.is_set():
            try:
                connection, _address = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            with self._lock:
                self._open.add(connection)
            threading.Thread(
                target=self._serve, args=(connection, self.connections), daemon=True
            ).start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._tls is not None:
                connection.settimeout(5)
                connection = self._tls.wrap_socket(connection, server_side=True)
            elif connection.recv(1, socket.MSG_PEEK) == b"\x16":
                # a TLS handshake, answered as every server that speaks plain HTTP does
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
                return
            reader = connection.makefile("rb")
            while (request := _read(reader)) is not None:
                asked = Asked(request, number)
                self.log.append(asked)
                if not self._reply(connection, asked):
                    return
        except OSError:
            pass
        finally:
            with self._lock:
                self._open.discard(connection)
            connection.close()

    def _reply(self, connection: socket.socket, asked: Asked) -> bool:
        """Answer; False when the connection is to end."""
        fault = self._fault_for(asked.request)
        if fault.delay:
            self._over.wait(fault.delay)
        if fault.raw is not None:
            asked.sent = len(fault.raw)
            connection.sendall(fault.raw)
            return False
        reply = fault.reply or self._answer(asked.request)
        asked.status = reply.status
        whole = _wire(reply, bare=asked.request.method == "HEAD")
        stop = fault.drop_at if fault.drop_at is not None else fault.stall_at
        piece = whole if stop is None else whole[:stop]
        if fault.drip:
            for byte in piece:
                connection.sendall(bytes([byte]))
                asked.sent += 1
                if self._over.wait(fault.drip):
                    return False
        else:
            asked.sent = len(piece)  # before, so that whoever has the answer can count
            connection.sendall(piece)
        if fault.stall_at is not None:
            self._over.wait()
            return False
        if fault.drop_at is not None:
            if fault.reset:
                linger = (1).to_bytes(4, "little") + (0).to_bytes(4, "little")
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            return False
        return asked.request.headers.get("connection", "").lower() != "close"

    def _fault_for(self, request: Request) -> Fault:
        for fault in self.faults:
            if fault.path in request.target and fault.times > 0:
                fault.times -= 1
                return fault
        return Fault()


def _read(reader: object) -> Request | None:
    readline, read = reader.readline, reader.read  # type: ignore[attr-defined]
    first = readline(65536).decode("latin-1").split()
    if len(first) < 3:
        return None
    headers: dict[str, str] = {}
    while (line := readline(65536).decode("latin-1").strip()) != "":
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    body = read(int(headers.get("content-length", "0") or 0))
    return Request(first[0], first[1], headers, body)


def _wire(reply: Reply, *, bare: bool) -> bytes:
    headers = {
        "Server": "nginx",
        "Date": time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime()),
        "Content-Length": str(len(reply.body)),
        "Connection": "keep-alive",
        **reply.headers,
    }
    if reply.status == 304:
        headers.pop("Content-Length")
    lines = [f"HTTP/1.1 {reply.status} OK", *(f"{k}: {v}" for k, v in headers.items()), "", ""]
    head = "\r\n".join(lines).encode("utf-8")
    return head if bare or reply.status == 304 else head + reply.body
