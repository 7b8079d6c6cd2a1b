"""Discussions kept by an Isso beside a site that is read as a feed or as a page.

One small request tells how many comments each thread has (`POST /count`, Isso 0.14: `isso/views/comments.py`); only
threads whose number is another than last time are fetched, whole, so that what was removed is seen. A server of its
own may be away while the site is there: that is no failure of the site's.
"""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from sahelreader.domain.article import CommentBatch
from sahelreader.domain.outcome import Fetched, Outcome, Problem, Refused
from sahelreader.network.source import THREADS, Asker, Trouble, Watched, trouble_of
from sahelreader.parse.isso import IssoThread

log = logging.getLogger(__name__)
#: threads whose numbers are asked for in one request, and those fetched in one run
TOGETHER, MOST = 200, 60
#: without numbers, the threads that the person cares for are fetched as they are, so many at most
UNCOUNTED = 20


@dataclass(frozen=True, slots=True)
class Heard:
    """A thread as it is now. COUNT is the number to compare with next time; None when it was not told."""

    url: str
    count: int | None
    batch: CommentBatch


def thread_of(watched: Watched, api: str) -> IssoThread | None:
    """Where the discussion of WATCHED is: as its page said, else at API ("" for none) under the page's path."""
    if watched.isso is not None:
        return IssoThread(*watched.isso)
    path = urlsplit(watched.url).path
    return IssoThread(api, path) if api and path else None


async def discussions(
    asker: Asker, watched: Sequence[Watched], api: str, counts: Mapping[str, int]
) -> AsyncIterator[Heard | Trouble]:
    """The threads of WATCHED that changed, the person's first. COUNTS by the thread's address, as `Heard` told them."""
    found = [(item, thread_of(item, api)) for item in watched]
    threads = {_address(thread): (item, thread) for item, thread in found if thread is not None}
    fetched = 0
    for server in dict.fromkeys(thread.api for _item, thread in threads.values()):
        here = {url: pair for url, pair in threads.items() if pair[1].api == server}
        told = await _counted(asker, server, here)
        if isinstance(told, Trouble):
            yield told
            return
        wanted = (
            [url for url, (item, _thread) in here.items() if item.cared_for][:UNCOUNTED]
            if told is None
            else [url for url, count in told.items() if counts.get(url, 0) != count]
        )
        for url in wanted[: MOST - fetched]:
            item, thread = here[url]
            heard = await whole(asker, thread, item.remote_id, item.url)
            fetched += 1
            if isinstance(heard, Trouble):
                yield heard
                return
            if heard is None:
                break
            yield Heard(url, told[url] if told is not None else None, heard)


async def whole(
    asker: Asker, thread: IssoThread, remote_id: str, url: str
) -> CommentBatch | Trouble | None:
    """THREAD of the article REMOTE_ID at URL; None when its server does not give it."""
    from sahelreader.parse.isso import isso_comments

    answer = await asker.get(_address(thread), THREADS, accept="application/json")
    if isinstance(answer, Fetched):
        return isso_comments(answer.body, remote_id, url)
    if isinstance(answer, Refused) and answer.problem is Problem.NOT_FOUND:
        # what older ones say to a thread without comments
        return CommentBatch(remote_id, (), complete=True)
    return _over(thread.api, answer)


async def required(asker: Asker, api: str) -> list[str] | None:
    """What the Isso at API asks of those who comment, as names of a form's fields; None when it does not say."""
    from sahelreader.network.source import FINDING

    answer = await asker.get(f"{api}config", FINDING, accept="application/json")
    told = _json(answer.body) if isinstance(answer, Fetched) else None
    config = told.get("config", told) if isinstance(told, dict) else None
    if not isinstance(config, dict):
        return None
    names = (("author", "require-author"), ("email", "require-email"))
    return [field for field, name in names if config.get(name) is True] + ["comment"]


async def _counted(
    asker: Asker, api: str, threads: Mapping[str, tuple[Watched, IssoThread]]
) -> dict[str, int] | Trouble | None:
    """How many comments each of THREADS has, by its address; None when the server does not tell."""
    counts: dict[str, int] = {}
    addresses = list(threads)
    for start in range(0, len(addresses), TOGETHER):
        some = addresses[start : start + TOGETHER]
        body = json.dumps([threads[url][1].uri for url in some]).encode("ascii")
        answer = await asker.post(f"{api}count", body, "application/json", THREADS)
        told = _json(answer.body) if isinstance(answer, Fetched) else None
        if not isinstance(told, list) or len(told) != len(some):
            trouble = _over(api, answer)
            return trouble if isinstance(trouble, Trouble) else None
        counts |= {
            url: count
            for url, count in zip(some, told, strict=True)
            if type(count) is int and count >= 0
        }
    return counts


def _over(api: str, answer: Outcome) -> Trouble | None:
    """Only the person's own limit is told; a server of comments that is away is put down for who looks for a reason."""
    trouble = trouble_of(answer)
    if trouble.problem is Problem.OVER_BUDGET:
        return trouble
    log.info("no discussions from %s: %s %s", api, trouble.problem, trouble.detail)
    return None


def _address(thread: IssoThread) -> str:
    return f"{thread.api}?{urlencode({'uri': thread.uri}, quote_via=quote, safe='')}"


def _json(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
