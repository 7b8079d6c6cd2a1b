"""Sending out: the outbox to the sites, each comment once. No Textual in here, and no HTTP.

`deliver` is a stream of events; `sentence` says how a comment stands.
"""

from sahelreader.delivery.events import (
    Delivered,
    DeliveryDone,
    Event,
    FollowedUp,
    Refused,
    Waiting,
)
from sahelreader.delivery.stream import deliver
from sahelreader.delivery.words import sentence

__all__ = [
    "Delivered",
    "DeliveryDone",
    "Event",
    "FollowedUp",
    "Refused",
    "Waiting",
    "deliver",
    "sentence",
]
