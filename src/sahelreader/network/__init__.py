"""The network: one client for everything that is fetched or sent, and the sources that read sites with it.

Importing this package loads no HTTP library; the client does, when it is opened.
Must not know: the library, screens, what a person reads.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from sahelreader.config import Settings
from sahelreader.network.address import is_private_address

if TYPE_CHECKING:
    from sahelreader.network.client import Client
    from sahelreader.network.dial import Dial

__all__ = ["is_private_address", "open_client"]


@asynccontextmanager
async def open_client(
    settings: Settings, *, dial: Dial | None = None, authorities: str = ""
) -> AsyncIterator[Client]:
    """A client that goes by SETTINGS (proxy, env_proxy); its connections are closed at the end.

    DIAL replaces the system's resolver and sockets. AUTHORITIES is a file of certificates (PEM) to trust
    instead of the usual ones.
    """
    from sahelreader.network.client import Client
    from sahelreader.network.routes import Routes

    routes = Routes(settings, dial=dial, authorities=authorities)
    try:
        yield Client(routes)
    finally:
        await routes.aclose()
