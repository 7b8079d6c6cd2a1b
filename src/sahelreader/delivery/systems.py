"""Which comment system a draft's target names. The one place that knows them all."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sahelreader.delivery.seam import System

if TYPE_CHECKING:
    from sahelreader.delivery.secrets import Secrets
    from sahelreader.library import Library
    from sahelreader.network.client import Client


def system(
    name: str, client: Client, library: Library | None, now: datetime, secrets: Secrets | None
) -> System:
    """The system called NAME in `Target.system`. SECRETS None: this person's own.

    A name out of a later version is sent like WordPress' form, the commonest.
    """
    if name == "local":
        from sahelreader.delivery.at_home import Local

        return Local(library, now)
    if name == "isso":
        from sahelreader.delivery.isso import Isso

        return Isso(client)
    if name == "wordpress-rest":
        from sahelreader.delivery.secrets import Secrets
        from sahelreader.delivery.wordpress_rest import WordPressAccount
        from sahelreader.paths import find_paths

        return WordPressAccount(client, secrets or Secrets(find_paths()))
    from sahelreader.delivery.wordpress import WordPress

    return WordPress(client)
