"""How many bytes a sync may still cost, by the person's limits."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sahelreader.sync.events import Options

if TYPE_CHECKING:
    from sahelreader.library import Library


async def left_this_month(library: Library, now: datetime, options: Options) -> int | None:
    """The smaller of the two limits, less what this calendar month (UTC) has cost; None when there is none."""
    limits = [options.max_bytes] if options.max_bytes > 0 else []
    if options.month_bytes > 0:
        from sahelreader.library import sites

        used = await library.read(sites.bytes_since, f"{now.astimezone(UTC):%Y-%m}-01")
        limits.append(max(options.month_bytes - used, 0))
    return min(limits) if limits else None
