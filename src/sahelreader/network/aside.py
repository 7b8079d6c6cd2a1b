"""Parsing off the event loop, so that no key waits for a large answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
#: bytes up to which parsing takes a few ms, less than a thread is worth
SMALL = 30_000


async def aside(
    body: bytes, parse: Callable[Concatenate[bytes, P], T], *args: P.args, **named: P.kwargs
) -> T:
    """PARSE(BODY, …), on a thread of its own when BODY is large."""
    if len(body) <= SMALL:
        return parse(body, *args, **named)
    return await asyncio.to_thread(parse, body, *args, **named)
