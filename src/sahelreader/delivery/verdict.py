"""What an attempt, a look or a question about a comment came to, as values. Made by the systems, carried out by `stream`."""

from __future__ import annotations

from dataclasses import dataclass

from sahelreader.delivery.reasons import Reason
from sahelreader.domain.draft import Target


@dataclass(frozen=True, slots=True)
class Arrived:
    """The site proved that it has the comment. REMOTE_ID "" when it did not say which. SHOWN: to everybody."""

    remote_id: str
    shown: bool = False
    #: Isso's edit cookie
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """It surely did not arrive. WAIT in seconds, when the site said how long; TARGET when it is to go elsewhere."""

    reason: Reason
    detail: str = ""
    wait: float | None = None
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Nobody knows. ASK: when looking finds nothing, only the person may send it again."""

    reason: Reason
    detail: str = ""
    ask: bool = False


@dataclass(frozen=True, slots=True)
class NotTaken:
    """It is not there, and trying again by itself would not help."""

    reason: Reason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The site says that it has this very comment. Proof only when an attempt was in doubt."""

    detail: str = ""


Verdict = Arrived | Later | Doubt | NotTaken | Duplicate


@dataclass(frozen=True, slots=True)
class NotThere:
    """Looked for everywhere a reader can look; not seen."""


@dataclass(frozen=True, slots=True)
class CannotLook:
    """The site was not reached (NETWORK), or does not let anybody look."""

    network: bool
    detail: str = ""


Sighting = Arrived | NotThere | CannotLook


@dataclass(frozen=True, slots=True)
class Ready:
    """It may be sent, to TARGET as it is now known."""

    target: Target


#: Arrived: it is there already, as after a backup was put back
Readiness = Ready | Later | NotTaken | Arrived


@dataclass(frozen=True, slots=True)
class Gone:
    """It was on the site and is no more."""


@dataclass(frozen=True, slots=True)
class Shown:
    remote_id: str


@dataclass(frozen=True, slots=True)
class Hidden:
    """Held, spam or in the bin: the site does not say which to a stranger."""

    remote_id: str


Standing = Shown | Hidden | Gone | CannotLook
