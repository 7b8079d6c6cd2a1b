"""Subscribing to what stands behind an address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from sahelreader.sync.events import NotSubscribed, Subscribed

if TYPE_CHECKING:
    from sahelreader.library import Library
    from sahelreader.network.client import Client


async def subscribe(
    library: Library, client: Client, url: str, *, now: Callable[[], datetime]
) -> Subscribed | NotSubscribed:
    """Look behind URL, as a person typed it (a home page, a feed, an article; a scheme may be missing), and subscribe.

    The same site again gives the subscription that is there. What was fetched is counted with the site.
    """
    from sahelreader.domain.outcome import Problem
    from sahelreader.library import sites
    from sahelreader.network.discover import discover
    from sahelreader.network.source import Asker, Budget, Trouble
    from sahelreader.sync.stored import count_bytes

    if not url.strip():
        return NotSubscribed(Problem.BAD_URL)
    asker = Asker(client, Budget())
    found = await discover(asker, url)
    if isinstance(found, Trouble):
        return NotSubscribed(found.problem, found.detail)
    site = await library.write(sites.add, found, now())
    await library.write(count_bytes, site.id, now(), asker.spent)
    return Subscribed(site, found)
