"""After a sync: what the reader's limits let go of is taken out, a little each time, and the disk gets its room back."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sahelreader.library import Library

#: seconds that one sync spends on it; what is left is done after the next
SECONDS = 1.0
#: articles of one transaction: a key that marks something waits for no more than these
AT_ONCE = 50


async def tidy(
    library: Library, now: datetime, *, clock: Callable[[], float] = time.monotonic
) -> int:
    """Prune what is due, for SECONDS at most; how many articles went. Nothing due: one question, nothing written."""
    from sahelreader.library import retention

    if library.read_only or not await library.read(retention.wanted, now):
        return 0
    import asyncio

    end, gone = clock() + SECONDS, 0
    while clock() < end:
        done = await library.write(retention.tidy, now, AT_ONCE)
        if not done:
            break
        gone += done
    if gone:
        await asyncio.to_thread(library.bare_now, retention.give_back)
    return gone
