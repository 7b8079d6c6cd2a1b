"""Which comment system a draft's target names. The one place that knows them all."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sahelreader.delivery.seam import System

if TYPE_CHECKING:
    from sahelreader.library import Library
    from sahelreader.network.client import Client


def system(name: str, client: Client, library: Library | None, now: datetime) -> System:
    """The system called NAME in `Target.system`; a name of a later version is sent like WordPress' form, the commonest."""
    if name == "local":
        from sahelreader.delivery.at_home import Local

        return Local(library, now)
    from sahelreader.delivery.wordpress import WordPress

    return WordPress(client)
