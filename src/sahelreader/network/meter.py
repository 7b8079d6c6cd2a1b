"""Counts what one request costs on the wire. The streams of the task that makes the request add to it."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class Meter:
    """Bytes as the network sees them: TLS and proxy handshakes, headers, compressed bodies."""

    received: int = 0
    sent: int = 0
    #: a new connection was made for it (False: an open one was used again)
    connected: bool = False
    #: it goes to a private address
    private: bool = False
    #: some of the request's body may have left
    body_sent: bool = False

    @property
    def total(self) -> int:
        return self.received + self.sent


#: the request that the running task makes; a context variable, so that tasks do not see one another's
current: ContextVar[Meter | None] = ContextVar("current", default=None)
