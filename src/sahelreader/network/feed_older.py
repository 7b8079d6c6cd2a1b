"""Older articles of a feed that has pages: the page that each names as the next, or WordPress' `?paged=`.

Goes on where it was cut off; ends at a time, at the feed's end, or where the same comes again. New articles push
older ones down, so what was seen may come once more, and nothing is stepped over.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from sahelreader.domain.article import Article, Page
from sahelreader.domain.outcome import Fetched, Problem, Refused
from sahelreader.network.address import host_of
from sahelreader.network.aside import aside
from sahelreader.network.source import ARTICLES, Asker, Event, Trouble, Wish, trouble_of
from sahelreader.parse import ParseProblem

#: pages in one run at most, and pages in a row that may bring nothing new
MOST, IDLE = 500, 3
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Place:
    """How far down one has been. NEXT: the page to ask for, "" when it is not known yet. FLOOR: everything published
    since then was fetched."""

    next: str = ""
    floor: datetime | None = None

    def cursor(self) -> dict[str, object]:
        return {"next": self.next, "floor": self.floor.isoformat() if self.floor else ""}


def read_place(kept: object) -> Place:
    """A place as it was stored; anything odd in it is left out."""
    raw: Mapping[str, Any] = kept if isinstance(kept, dict) else {}
    place = Place()
    if isinstance(raw.get("next"), str):
        place.next = raw["next"]
    try:
        found = datetime.fromisoformat(raw["floor"]) if raw.get("floor") else None
    except (TypeError, ValueError):
        found = None
    if found is not None and found.tzinfo is not None:
        place.floor = found
    return place


def first_older(endpoint: str, next_url: str) -> str:
    """The page after the feed's first: the one it NEXT_URL names, WordPress' second; "" when there is no telling."""
    if next_url and host_of(next_url) == host_of(endpoint):
        return next_url
    return following(endpoint) if _is_wordpress(endpoint) else ""


def following(url: str) -> str:
    """WordPress' page after the one at URL."""
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    number = next((value for name, value in query if name == "paged"), "1")
    kept = [pair for pair in query if pair[0] != "paged"]
    page = int(number) + 1 if number.isascii() and number.isdigit() and len(number) < 6 else 2
    return urlunsplit(parts._replace(query=urlencode([*kept, ("paged", str(page))])))


def _is_wordpress(url: str) -> bool:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    path = parts.path.rstrip("/")
    return "feed" in query or path.endswith(("/feed", "/feed/rss2", "/feed/rss", "/feed/atom"))


async def older(
    asker: Asker, wish: Wish, since: datetime, place: Place, accept: str, cursor: Any
) -> AsyncIterator[Event]:
    """Articles published since SINCE that lie below the feed's first page. CURSOR() is the source's, PLACE within it."""
    if not place.next or (place.floor is not None and place.floor <= since):
        return
    before, idle = "", 0
    for _number in range(MOST):
        answer = await asker.get(place.next, ARTICLES, accept=accept)
        if isinstance(answer, Refused) and answer.problem in (Problem.NOT_FOUND, Problem.GONE):
            break  # WordPress' answer beyond the last page
        if not isinstance(answer, Fetched):
            yield trouble_of(answer)
            return
        digest = hashlib.blake2b(answer.body, digest_size=16).hexdigest()
        from sahelreader.parse.feed import parse_feed

        try:
            kind = answer.headers.get("content-type", "")
            read = await aside(answer.body, parse_feed, answer.url, kind)
        except ParseProblem as problem:
            yield Trouble(Problem.BAD_CONTENT, str(problem))
            return
        known = await wish.known([item.remote_id for item in read.articles])
        fresh = [item for item in read.articles if item.remote_id not in known]
        idle = 0 if fresh else idle + 1
        # a site that knows no pages answers with the first one whatever it is asked
        if not read.articles or digest == before or idle >= IDLE:
            break
        before = digest
        deep = _reaches(read.articles, since)
        if deep:
            # this page once more when one wants to go further down
            place.floor = since
        else:
            place.next = _next_page(place.next, read.next_url)
        wanted = tuple(item for item in fresh if item.published is None or item.published >= since)
        yield Page(wanted, cursor=cursor(), skipped=read.skipped)
        if deep:
            return
        if not place.next:
            break
    place.floor = BEGINNING
    yield Page(cursor=cursor())


def _next_page(url: str, told: str) -> str:
    """The page after the one at URL, which TOLD its next; "" when it was the last."""
    if "paged" in dict(parse_qsl(urlsplit(url).query)):
        return following(url)
    return told if told and told != url and host_of(told) == host_of(url) else ""


def _reaches(found: tuple[Article, ...], since: datetime) -> bool:
    """Whether a page goes down to SINCE: all of its dated articles but the odd one pinned or misdated are newer."""
    dates = sorted(item.published for item in found if item.published is not None)
    return bool(dates) and dates[len(dates) // 4] < since
