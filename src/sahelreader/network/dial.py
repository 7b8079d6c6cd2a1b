"""Names to addresses, addresses to sockets. The one place where packets begin; tests put another in its stead."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol


class Dial(Protocol):
    async def resolve(self, host: str, port: int) -> Sequence[str]:
        """The IP addresses of HOST, best first; raises OSError."""

    async def connect(self, address: str, port: int) -> socket.socket:
        """A connected, non-blocking TCP socket; raises OSError."""


class SystemDial:
    """The operating system's resolver and sockets."""

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        # A thread of its own, not the loop's pool: leaving the program would wait for that one, and a
        # resolver without a network takes up to half a minute.
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Sequence[str]] = loop.create_future()

        def tell(result: Sequence[str] | OSError) -> None:
            if answer.done():
                return
            if isinstance(result, OSError):
                answer.set_exception(result)
            else:
                answer.set_result(result)

        def ask() -> None:
            try:
                infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
                result: Sequence[str] | OSError = list(
                    dict.fromkeys(str(info[4][0]) for info in infos)
                )
            except UnicodeError:
                result = OSError(f"no such name: {host}")
            except OSError as error:
                result = error
            with suppress(RuntimeError):  # the loop was closed meanwhile
                loop.call_soon_threadsafe(tell, result)

        threading.Thread(target=ask, daemon=True, name="resolve").start()
        return await answer

    async def connect(self, address: str, port: int) -> socket.socket:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        made = socket.socket(family, socket.SOCK_STREAM)
        try:
            made.setblocking(False)
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            await asyncio.get_running_loop().sock_connect(made, (address, port))
        except BaseException:
            made.close()
            raise
        return made
