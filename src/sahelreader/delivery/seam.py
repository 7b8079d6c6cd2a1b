"""The one thing that delivery needs of a comment system. WordPress, its REST interface, Isso and the welcome edition stand behind it."""

from __future__ import annotations

from typing import Protocol

from sahelreader.delivery.verdict import Readiness, Sighting, Standing, Verdict
from sahelreader.domain.draft import Draft


class System(Protocol):
    """A way to get comments onto a site. Nothing here raises for what a site or a network does."""

    #: a second POST of the same bytes is refused as a duplicate: sending again after a doubt is safe
    refuses_duplicates: bool
    #: seconds between two comments to one site
    spacing: float

    def place(self, draft: Draft) -> str:
        """What must not be asked twice at once: the host that takes the comment."""

    async def prepare(self, draft: Draft) -> Readiness:
        """Before an attempt: is what it answers still there, where does it go."""

    def payload(self, draft: Draft) -> str:
        """The body of the POST, ASCII. Made once; an attempt after a doubt sends the same bytes."""

    async def send(self, draft: Draft) -> Verdict:
        """POST `draft.payload`, once."""

    async def look(self, draft: Draft) -> Sighting:
        """Is this very comment (text, who signs, what it answers) on the site?"""

    async def standing(self, draft: Draft) -> Standing:
        """How the comment `draft.remote_id` stands now."""
