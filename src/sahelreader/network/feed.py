"""A feed (RSS, Atom, JSON Feed) read with conditional requests, and the comment feeds that it names.

Validators, then the hash of the body, then the parser: work that need not be done is not done. What is no feed
(a captive portal's page, an empty answer) changes nothing, validators included.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sahelreader.domain.article import Article, CommentBatch, Page
from sahelreader.domain.outcome import Fetched, NotModified, Problem, Refused
from sahelreader.domain.site import Site
from sahelreader.network.aside import aside
from sahelreader.network.feed_older import Place, first_older, older, read_place
from sahelreader.network.source import (
    ARTICLES,
    THREADS,
    Asker,
    Event,
    Moved,
    Pause,
    Trouble,
    Wish,
    trouble_of,
)
from sahelreader.parse import ParseProblem

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1"
)
#: comment feeds of single articles that one run asks for
DISCUSSIONS = 20
#: validators of comment feeds that are kept
KEPT = 200
#: a ttl longer than this is not believed
LONGEST_TTL = 24 * 60


@dataclass(slots=True)
class State:
    """What is remembered of the feed, and of its comment feeds by their address."""

    feed: dict[str, str] = field(default_factory=dict)
    comments: dict[str, dict[str, str]] = field(default_factory=dict)
    place: Place = field(default_factory=Place)

    def cursor(self) -> dict[str, object]:
        kept = dict(list(self.comments.items())[-KEPT:])
        place = self.place.cursor()
        return {"v": 1, "feed": dict(self.feed), "comments": kept, "older": place}


@dataclass(frozen=True, slots=True)
class FeedSource:
    """`network.source.Source` for sites of kind FEED."""

    async def read(self, asker: Asker, site: Site, wish: Wish) -> AsyncIterator[Event]:
        state = _state(site.cursor)
        downwards = wish.since is not None and not state.place.next
        # what a feed names as its next page is not in a 304
        validators = {} if downwards else state.feed
        answer = await asker.get(site.endpoint, ARTICLES, accept=ACCEPT, validators=validators)
        wanted: dict[str, str] = {}
        if isinstance(answer, Fetched):
            digest = _digest(answer.body)
            if digest != state.feed.get("hash") or downwards:
                # not before there is something to read: a 304 should cost nothing
                from sahelreader.parse.feed import parse_feed

                try:
                    read = await aside(
                        answer.body,
                        parse_feed,
                        answer.url,
                        answer.headers.get("content-type", ""),
                    )
                except ParseProblem as problem:
                    yield Trouble(Problem.BAD_CONTENT, str(problem))
                    return
                state.feed = _validators(answer.headers, digest)
                if not state.place.next:
                    state.place.next = first_older(answer.url, read.next_url)
                wanted = await _discussed(read.articles, wish)
                yield Page(tuple(read.articles), cursor=state.cursor(), skipped=read.skipped)
                ttl = read.ttl_minutes or 0
                if 0 < ttl <= LONGEST_TTL:
                    yield Pause(ttl * 60.0)
            if answer.moved_to:
                yield Moved(answer.moved_to)
        elif not isinstance(answer, NotModified):
            yield trouble_of(answer)
            return
        async for event in _discussions(asker, site, wish, state, wanted):
            yield event
            if isinstance(event, Trouble):
                return
        if wish.since is not None:
            async for event in older(asker, wish, wish.since, state.place, ACCEPT, state.cursor):
                yield event

    async def one(
        self, asker: Asker, site: Site, wish: Wish, article: Article
    ) -> AsyncIterator[Event]:
        """The discussion alone: a feed does not give one article."""
        if article.comments_feed:
            answer = await asker.get(article.comments_feed, THREADS, accept=ACCEPT)
            if isinstance(answer, Fetched):
                with suppress(ParseProblem):
                    yield Page(batches=_batches(answer, article.remote_id))


async def _discussed(articles: Any, wish: Wish) -> dict[str, str]:
    """Comment feeds of ARTICLES that have more comments than we do, by article."""
    counted = [item for item in articles if item.comments_feed and item.comment_count]
    known = await wish.known([item.remote_id for item in counted])
    return {
        item.remote_id: item.comments_feed
        for item in counted
        if item.remote_id not in known or known[item.remote_id].comments < item.comment_count
    }


async def _discussions(
    asker: Asker, site: Site, wish: Wish, state: State, wanted: Mapping[str, str]
) -> AsyncIterator[Event]:
    """The site's comment feed, then those of single articles: the person's first, then where there is more."""
    watched = await wish.watched()
    mine = {
        item.remote_id: item.comments_feed
        for item in watched
        if item.cared_for and item.comments_feed
    }
    feeds = dict(list({**mine, **wanted}.items())[:DISCUSSIONS])
    queue = [("", site.comments_feed)] if site.comments_feed else []
    for remote_id, url in [*queue, *feeds.items()]:
        before = state.comments.get(url, {})
        answer = await asker.get(url, THREADS, accept=ACCEPT, validators=before)
        if isinstance(answer, Fetched):
            digest = _digest(answer.body)
            if digest == before.get("hash"):
                continue
            try:
                batches = _batches(answer, remote_id)
            except ParseProblem:
                continue  # articles came; a broken comment feed is no reason to complain
            state.comments.pop(url, None)
            state.comments[url] = _validators(answer.headers, digest)
            yield Page(batches=batches, cursor=state.cursor())
        elif isinstance(answer, NotModified):
            continue
        elif not isinstance(answer, Refused) or answer.problem is Problem.TOO_MANY:
            yield trouble_of(answer)
            return


def _batches(answer: Fetched, remote_id: str) -> tuple[CommentBatch, ...]:
    from sahelreader.parse.feed import comment_batches

    return tuple(comment_batches(answer.body, answer.url, remote_id))


def _validators(headers: Mapping[str, str], digest: str) -> dict[str, str]:
    kept = {name: headers[name] for name in ("etag", "last-modified") if headers.get(name)}
    return {**kept, "hash": digest}


def _digest(body: bytes) -> str:
    return hashlib.blake2b(body, digest_size=16).hexdigest()


def _state(cursor: Mapping[str, Any]) -> State:
    """A cursor as it was stored; anything odd in it is left out."""
    feeds = cursor.get("comments")
    return State(
        _strings(cursor.get("feed")),
        {str(url): _strings(kept) for url, kept in feeds.items()}
        if isinstance(feeds, dict)
        else {},
        read_place(cursor.get("older")),
    )


def _strings(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    return {k: v for k, v in value.items() if isinstance(k, str) and isinstance(v, str)}
