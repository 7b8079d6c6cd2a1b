"""One reading of one WordPress site: what its steps share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sahelreader.domain.article import Article, CommentBatch, Page
from sahelreader.domain.outcome import Fetched, Outcome
from sahelreader.domain.retry import http_date
from sahelreader.domain.site import Site
from sahelreader.network.source import ARTICLES, Asker, Wish
from sahelreader.network.wordpress.api import route
from sahelreader.network.wordpress.state import State

_JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Run:
    """STATE is the only part that changes, and it is stored with every page."""

    asker: Asker
    site: Site
    wish: Wish
    state: State

    async def ask(
        self, path: str, parameters: Mapping[str, object], kind: str = ARTICLES
    ) -> Outcome:
        """GET wp/v2/PATH."""
        url = route(self.site.endpoint, f"wp/v2/{path}", parameters)
        return await self.asker.get(url, kind, accept=_JSON)

    def page(
        self,
        articles: Sequence[Article] = (),
        batches: Sequence[CommentBatch] = (),
        vanished: Sequence[str] = (),
        skipped: Sequence[str] = (),
        *,
        keep_cursor: bool = False,
    ) -> Page:
        """A page to store, with the cursor as it stands now; KEEP_CURSOR leaves the one that is stored."""
        cursor = None if keep_cursor else self.state.cursor()
        return Page(tuple(articles), tuple(batches), tuple(vanished), cursor, tuple(skipped))

    def page_size(self) -> int:
        """Articles to ask for at once: fewer on a line that cut us off, or when few bytes are left to spend."""
        left = self.asker.budget.left
        if left is None:
            return self.state.size
        # about 4 kB an article with its discussion, compressed (WORDPRESS notes, 7)
        return min(self.state.size, max(left // 4096, 2))


def server_time(answer: Fetched) -> datetime | None:
    """The server's clock when it answered, from its Date header."""
    return http_date(answer.headers.get("date", ""))
