"""After a sync: which of the last days' articles tell one event. In steps, so that no mark waits for it."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sahelreader.domain.events import Event
    from sahelreader.library import Library

#: prints made in one transaction: some 50 ms of writing
AT_ONCE = 100


async def group_events(library: Library, now: datetime) -> int:
    """Group the articles of the days before NOW, if any came since the last time; how many changed their event."""
    from sahelreader.library import events

    missing = await library.read(events.missing, now)
    if not missing and not await library.read(events.is_due):
        return 0
    for start in range(0, len(missing), AT_ONCE):
        await library.write(events.take_prints, missing[start : start + AT_ONCE])
    rows = await library.read(events.recent, now)
    # on a thread of its own: neither the screen nor the library's doors stand still meanwhile
    found = await asyncio.to_thread(_group, rows)
    return await library.write(events.assign, found, now)


def _group(rows: list[tuple[int, int, int, bytes]]) -> list[Event]:
    from sahelreader.domain.events import group
    from sahelreader.library import events

    return group(events.told(rows))
