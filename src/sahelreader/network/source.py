"""What every source is: a site read with a client, as a stream of pages to store.

A source decides what to ask and in which order; it stores nothing and keeps nothing between two runs but the
cursor that it puts into the pages. So an interruption at any moment leaves what was stored, and the place to go
on from, in agreement.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from sahelreader.domain.article import Article, Page
from sahelreader.domain.outcome import Fetched, NotModified, Outcome, Problem, Refused, Unreachable
from sahelreader.domain.site import Site
from sahelreader.network.address import host_of, is_private_address

if TYPE_CHECKING:
    from sahelreader.network.client import Client

#: kinds of bytes, as they are counted per site and day
ARTICLES, THREADS, PAGES, FINDING = "articles", "threads", "pages", "finding"
PICTURES = "pictures"


@dataclass(frozen=True, slots=True)
class Trouble:
    """The last event of a source that could not go on. RETRY_AFTER in seconds, when the site asked for it."""

    problem: Problem
    detail: str = ""
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """The site is to be asked at ENDPOINT from now on (301 or 308 all the way, and the right thing was there)."""

    endpoint: str


@dataclass(frozen=True, slots=True)
class Pause:
    """The site would rather not be asked again before SECONDS have passed (a feed's ttl)."""

    seconds: float


Event = Page | Moved | Pause | Trouble


@dataclass(frozen=True, slots=True)
class Known:
    """What the library has of an article."""

    modified: datetime | None = None
    #: the whole text, not an excerpt
    whole: bool = True
    #: comments that the site showed last
    comments: int = 0
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Watched:
    """An article whose discussion is worth asking for. CARED_FOR: the person read or saved it, or wrote there."""

    remote_id: str
    comments_feed: str
    cared_for: bool
    url: str = ""
    #: (server, thread) when its page said that an Isso keeps the discussion
    isso: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of a site this time.

    KNOWN tells what the library has of the articles with these remote ids; absent ones are new. COMMENT_IDS gives
    the remote ids of the comments it has of one article. WATCHED gives the articles whose discussions come first:
    those that the person commented, saved or read, then recent ones. All are asked only when they are needed.
    """

    now: datetime
    known: Callable[[Sequence[str]], Awaitable[Mapping[str, Known]]]
    comment_ids: Callable[[str], Awaitable[frozenset[str]]]
    watched: Callable[[], Awaitable[Sequence[Watched]]]
    since: datetime | None = None


class Source(Protocol):
    """How a kind of site is read."""

    def read(self, asker: Asker, site: Site, wish: Wish) -> AsyncIterator[Event]:
        """Pages to store, each in one transaction, in the order in which they are worth most."""

    def one(self, asker: Asker, site: Site, wish: Wish, article: Article) -> AsyncIterator[Event]:
        """ARTICLE and its discussion as the site has them now; a source that cannot tell yields nothing."""


class Budget:
    """The person's limit on bytes, shared by the sites of one sync. LIMIT 0 is no limit."""

    def __init__(self, limit: int = 0) -> None:
        self._limit = limit
        self.spent = 0

    @property
    def left(self) -> int | None:
        """Bytes that may still be spent, never below 0; None when there is no limit."""
        return max(self._limit - self.spent, 0) if self._limit > 0 else None


@dataclass(slots=True)
class Asker:
    """One site's requests: counted by kind, kept within the budget, allowed inside only where the person said so."""

    client: Client
    budget: Budget
    #: the host that may be on a private network, "" for none
    inside: str = ""
    spent: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, site: Site, client: Client, budget: Budget) -> Asker:
        private = bool(site.facts.get("private")) or is_private_address(site.url)
        return cls(client, budget, host_of(site.url) if private else "")

    @property
    def total(self) -> int:
        return sum(self.spent.values())

    async def get(
        self,
        url: str,
        kind: str,
        *,
        accept: str = "",
        validators: Mapping[str, str] | None = None,
        limit: int = 0,
    ) -> Outcome:
        """GET URL. LIMIT in bytes, on the wire and decoded; 0 is the client's own."""
        if self.budget.left == 0:
            return Unreachable(Problem.OVER_BUDGET)
        # there already: it is what made the client
        from sahelreader.network.client import LIMIT

        allowed = bool(self.inside) and host_of(url) == self.inside
        answer = await self.client.get(
            url,
            validators=validators,
            accept=accept,
            allow_private=allowed,
            kind=kind,
            limit=limit or LIMIT,
        )
        self._count(answer, kind)
        return answer

    async def head(self, url: str, kind: str) -> Outcome:
        allowed = bool(self.inside) and host_of(url) == self.inside
        answer = await self.client.head(url, allow_private=allowed, kind=kind)
        self._count(answer, kind)
        return answer

    async def post(self, url: str, body: bytes, content_type: str, kind: str) -> Outcome:
        """Ask a question that is too long for an address. A redirect is not followed."""
        if self.budget.left == 0:
            return Unreachable(Problem.OVER_BUDGET)
        allowed = bool(self.inside) and host_of(url) == self.inside
        answer = await self.client.post(url, body, content_type, allow_private=allowed, kind=kind)
        self._count(answer, kind)
        return answer

    def _count(self, answer: Outcome, kind: str) -> None:
        self.spent[kind] = self.spent.get(kind, 0) + answer.wire_bytes
        self.budget.spent += answer.wire_bytes


def trouble_of(answer: Outcome) -> Trouble:
    """ANSWER as the reason why a source cannot go on."""
    match answer:
        case Unreachable(problem, detail):
            return Trouble(problem, detail)
        case Refused(problem, status):
            return Trouble(problem, str(status), answer.retry_after)
        case Fetched() | NotModified():
            return Trouble(Problem.BAD_CONTENT)
