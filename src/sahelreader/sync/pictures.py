"""Pictures brought in: those of an article that the person wants to see, made small and kept for reading offline.

Only addresses that the article itself names are fetched, through the same guarded client as everything else;
their bytes count for the site and for the month's limit.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sahelreader.domain.outcome import Fetched, Problem

if TYPE_CHECKING:
    from sahelreader.library import Library
    from sahelreader.library.album import Album
    from sahelreader.network.client import Client
    from sahelreader.network.source import Asker

ACCEPT = "image/webp, image/jpeg, image/png;q=0.9, image/gif;q=0.8, image/*;q=0.5"
#: bytes of one picture on the wire
LIMIT = 4 * 2**20


@dataclass(frozen=True, slots=True)
class PictureFetched:
    """One picture was asked for. PROBLEM "" when it is in the album now."""

    url: str
    problem: str = ""
    detail: str = ""
    wire_bytes: int = 0


async def fetch_picture(
    library: Library,
    client: Client,
    album: Album,
    article_id: int,
    url: str,
    now: Callable[[], datetime],
    month_bytes: int = 0,
) -> PictureFetched:
    """Bring in the picture at URL, which the article with library id ARTICLE_ID shows. MONTH_BYTES as in `Options`."""
    from sahelreader.library import sites
    from sahelreader.network.source import Asker, Budget
    from sahelreader.sync.budget import left_this_month
    from sahelreader.sync.events import Options
    from sahelreader.sync.stored import count_bytes

    owned = await library.read(pictures_of, article_id)
    if owned is None or url not in owned.urls:
        return PictureFetched(url, Problem.NOT_FOUND)
    left = await left_this_month(library, now(), Options(month_bytes=month_bytes))
    if left == 0:
        return PictureFetched(url, Problem.OVER_BUDGET)
    site = await library.read(sites.get, owned.site_id)
    budget = Budget(left or 0)
    asker = Asker.of(site, client, budget) if site is not None else Asker(client, budget)
    try:
        return await bring_in(asker, album, url)
    finally:
        if asker.spent and site is not None:
            await library.write(count_bytes, site.id, now(), asker.spent)


async def bring_in(asker: Asker, album: Album, url: str) -> PictureFetched:
    """The picture at URL into ALBUM."""
    from sahelreader.network.source import PICTURES, trouble_of
    from sahelreader.parse.picture import NotShown, shrink

    before = asker.total
    answer = await asker.get(url, PICTURES, accept=ACCEPT, limit=LIMIT)
    spent = asker.total - before
    if not isinstance(answer, Fetched):
        trouble = trouble_of(answer)
        return PictureFetched(url, trouble.problem, trouble.detail, spent)
    try:
        small = await asyncio.to_thread(shrink, answer.body)
        await asyncio.to_thread(album.keep, url, small)
    except NotShown as reason:
        problem = Problem.TOO_BIG if reason.too_big else Problem.BAD_CONTENT
        return PictureFetched(url, problem, str(reason), spent)
    except OSError as error:
        return PictureFetched(url, Problem.BUG, str(error), spent)
    return PictureFetched(url, wire_bytes=spent)


async def fetch_leads(
    library: Library, asker: Asker, album: Album, article_ids: Sequence[int]
) -> AsyncIterator[PictureFetched]:
    """The lead pictures of new articles, one after the other, as far as the asker's budget goes."""
    for article_id in article_ids:
        owned = await library.read(pictures_of, article_id)
        if owned is None or not owned.lead or album.has(owned.lead):
            continue
        came = await bring_in(asker, album, owned.lead)
        yield came
        if came.problem in (Problem.OVER_BUDGET, Problem.NO_NETWORK, Problem.TOO_MANY):
            return


@dataclass(frozen=True, slots=True)
class Owned:
    """The addresses of an article's pictures, and the one for its lead picture, "" when it has none."""

    site_id: int
    urls: frozenset[str]
    lead: str = ""


def pictures_of(db: Any, article_id: int) -> Owned | None:
    """What pictures the article has; None when it is not there."""
    from sahelreader.domain.pictures import pictures
    from sahelreader.library import articles
    from sahelreader.parse.document import document

    stored = articles.get(db, article_id)
    if stored is None:
        return None
    lead = stored.article.lead
    found = pictures(lead, document(stored.article.html))
    first = found[0].url if found and lead is not None else ""
    return Owned(stored.site_id, frozenset(item.url for item in found), first)
