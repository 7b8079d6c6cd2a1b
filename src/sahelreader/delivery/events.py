"""What a delivery says as it goes. DRAFT is always as it is on disk."""

from __future__ import annotations

from dataclasses import dataclass

from sahelreader.domain.draft import Draft


@dataclass(frozen=True, slots=True)
class Delivered:
    """It is on its site: held or published."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Waiting:
    """It still waits; its state and reason say what for."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Refused:
    """It is not on its site and will not go by itself; the text is kept."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """A held comment was published, or was taken away (then it is refused)."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class DeliveryDone:
    """The end. BUSY: another running copy of the program is sending; this one did nothing."""

    sent: int = 0
    waiting: int = 0
    refused: int = 0
    busy: bool = False


Event = Delivered | Waiting | Refused | FollowedUp | DeliveryDone
