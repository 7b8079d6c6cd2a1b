"""Which connections a request goes over: direct or by a proxy, guarded or not. Owns the connection pools.

With a proxy set nothing goes direct, names included: the proxy resolves them, and when it is down nothing is
fetched. A proxy is taken from the environment only when the settings say so.
"""

from __future__ import annotations

import os
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import unquote, urlsplit

import httpcore

from sahelreader.config import Settings
from sahelreader.domain.outcome import Problem
from sahelreader.network.dial import Dial, SystemDial
from sahelreader.network.failure import Failure
from sahelreader.network.stream import Backend

_KEPT = 16
#: seconds that an idle connection stays open
_IDLE = 30.0


class Routes:
    def __init__(
        self, settings: Settings, *, dial: Dial | None = None, authorities: str = ""
    ) -> None:
        self._settings = settings
        self._dial: Dial = dial or SystemDial()
        self._authorities = authorities
        self._pools: dict[tuple[str, bool], httpcore.AsyncConnectionPool] = {}
        self._tls: ssl.SSLContext | None = None

    def proxy_for(self, scheme: str, host: str) -> str:
        """The proxy's URL that a request to HOST goes through; "" for none."""
        if self._settings.proxy:
            return self._settings.proxy
        if not self._settings.env_proxy:
            return ""
        return _from_environment(scheme, host)

    def pool(self, scheme: str, host: str, allow_private: bool) -> httpcore.AsyncConnectionPool:
        """Connections that are kept. Those to private addresses are never lent to requests that may not have them."""
        key = (self.proxy_for(scheme, host), allow_private)
        if key not in self._pools:
            self._pools[key] = self._make(*key, kept=_KEPT)
        return self._pools[key]

    @asynccontextmanager
    async def fresh(
        self, scheme: str, host: str, allow_private: bool
    ) -> AsyncIterator[httpcore.AsyncConnectionPool]:
        """A connection for one request alone: an idle one may be dead, and a POST must not be in doubt for that."""
        pool = self._make(self.proxy_for(scheme, host), allow_private, kept=0)
        try:
            yield pool
        finally:
            await pool.aclose()

    async def aclose(self) -> None:
        pools, self._pools = self._pools, {}
        for pool in pools.values():
            await pool.aclose()

    def _make(self, proxy: str, allow_private: bool, *, kept: int) -> httpcore.AsyncConnectionPool:
        backend = Backend(self._dial, allow_private=allow_private or bool(proxy))
        if not proxy:
            return httpcore.AsyncConnectionPool(
                ssl_context=self._context(), network_backend=backend, retries=0,
                max_keepalive_connections=kept, keepalive_expiry=_IDLE,
            )  # fmt: skip
        parts = urlsplit(proxy)
        auth = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
        bare = f"{parts.hostname or ''}:{parts.port or 1080}"
        if parts.scheme in ("socks5", "socks5h"):
            return httpcore.AsyncSOCKSProxy(
                f"socks5://{bare}", proxy_auth=auth, ssl_context=self._context(),
                network_backend=backend, max_keepalive_connections=kept, keepalive_expiry=_IDLE,
            )  # fmt: skip
        if parts.scheme in ("http", "https"):
            return httpcore.AsyncHTTPProxy(
                proxy, proxy_auth=auth, ssl_context=self._context(),
                network_backend=backend, max_keepalive_connections=kept, keepalive_expiry=_IDLE,
            )  # fmt: skip
        raise Failure(Problem.NO_NETWORK, f"proxy {parts.scheme}")

    def _context(self) -> ssl.SSLContext | None:
        """None lets httpcore make one when the first secure connection needs it: it costs 20 ms."""
        if self._authorities and self._tls is None:
            self._tls = ssl.create_default_context(cafile=self._authorities)
        return self._tls


def _from_environment(scheme: str, host: str) -> str:
    def look(name: str) -> str:
        return os.environ.get(name.lower(), "") or os.environ.get(name.upper(), "")

    for exempt in look("no_proxy").replace(",", " ").split():
        bare = exempt.lstrip("*.").lower()
        if exempt == "*" or (bare and (host == bare or host.endswith("." + bare))):
            return ""
    return look(f"{scheme}_proxy") or look("all_proxy")
