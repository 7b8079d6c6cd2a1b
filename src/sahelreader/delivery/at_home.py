"""What delivery tells the library: which comments are mine. And the one site that is the library: the welcome edition."""

from __future__ import annotations

import html
from datetime import datetime
from typing import TYPE_CHECKING

from sahelreader.delivery.reasons import Reason
from sahelreader.delivery.verdict import (
    Arrived,
    NotTaken,
    NotThere,
    Readiness,
    Ready,
    Shown,
    Sighting,
    Standing,
    Verdict,
)
from sahelreader.domain.article import Comment, CommentBatch, Page
from sahelreader.domain.draft import Draft

if TYPE_CHECKING:
    import sqlite3

    from sahelreader.library import Library


async def mark_mine(library: Library | None, draft: Draft, now: datetime) -> None:
    """Have the library know that `draft.remote_id` is mine, for "my threads" and replies to me. Never in delivery's way."""
    if library is None or library.read_only or not draft.remote_id:
        return
    from sahelreader.library.problem import LibraryProblem

    try:
        await library.write(_mark, draft, now)
    except LibraryProblem:
        return  # the draft's own file says it too; the reader merges both


def _mark(db: sqlite3.Connection, draft: Draft, now: datetime) -> None:
    from sahelreader.library import comments

    place = _place(db, draft)
    if place is not None:
        comments.mark_mine(db, place[0], draft.remote_id, now, place[1])


def _place(db: sqlite3.Connection, draft: Draft) -> tuple[int, int] | None:
    """The library's numbers of DRAFT's site and article: the draft's own note of them may be of a library made anew."""
    from sahelreader.library import articles, sites

    target = draft.target
    site = sites.find(db, target.site_url)
    article = articles.by_remote(db, site.id, target.article_remote_id) if site else None
    if article is None:
        article = articles.by_url(db, target.article_url)
    stored = articles.get(db, article) if article is not None else None
    return (stored.site_id, stored.id) if stored is not None else None


class Local:
    """Comments on the welcome edition: into the library, with no network. Behind the same seam as a real site."""

    refuses_duplicates = True
    spacing = 0.0

    def __init__(self, library: Library | None, now: datetime) -> None:
        self._library = library
        self._now = now

    def place(self, draft: Draft) -> str:
        return draft.target.endpoint

    async def prepare(self, draft: Draft) -> Readiness:
        if self._library is None or self._library.read_only:
            return NotTaken(Reason.NO_LIBRARY)
        return Ready(draft.target)

    def payload(self, draft: Draft) -> str:
        return ""

    async def send(self, draft: Draft) -> Verdict:
        assert self._library is not None
        stored = await self._library.write(_store, draft, self._now)
        return Arrived(draft.id, shown=True) if stored else NotTaken(Reason.ARTICLE_GONE)

    async def look(self, draft: Draft) -> Sighting:
        """The id is the draft's own: storing it again changes nothing, so that nobody need look."""
        return NotThere()

    async def standing(self, draft: Draft) -> Standing:
        return Shown(draft.remote_id or draft.id)


def _store(db: sqlite3.Connection, draft: Draft, now: datetime) -> bool:
    from sahelreader.library import articles, comments
    from sahelreader.parse.clean import clean_comment

    target = draft.target
    place = _place(db, draft)
    if place is None:
        return False
    comment = Comment(
        remote_id=draft.id,
        parent_remote_id=target.parent_remote_id,
        author=draft.identity.name,
        published=now,
        html=clean_comment(html.escape(draft.text, quote=False), target.article_url),
    )
    batch = CommentBatch(target.article_remote_id, (comment,))
    articles.store_page(db, place[0], Page(batches=(batch,)), now)
    comments.mark_mine(db, place[0], draft.id, now, place[1])
    return True
