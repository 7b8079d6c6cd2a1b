"""Bringing in: subscribe to sites, sync them, fetch one article again. Streams of events, no callbacks, no screens.

Importing this loads neither the HTTP client nor a parser; they come with the first request.
"""

from __future__ import annotations

from sahelreader.sync.events import (
    ArticleFetched,
    Event,
    NotSubscribed,
    Options,
    SiteDone,
    SiteProgress,
    Subscribed,
    SyncDone,
)
from sahelreader.sync.run import sync
from sahelreader.sync.single import fetch_article
from sahelreader.sync.subscribing import subscribe

__all__ = [
    "ArticleFetched",
    "Event",
    "NotSubscribed",
    "Options",
    "SiteDone",
    "SiteProgress",
    "Subscribed",
    "SyncDone",
    "fetch_article",
    "subscribe",
    "sync",
]
