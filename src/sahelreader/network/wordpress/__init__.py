"""A WordPress site read through its REST API: new and changed articles first, then discussions, then older ones.

Costs, when nothing is new: two requests and no text. `modified_after` asks for new and edited articles; a list
of comments that begins where it ended last time (`offset`) asks for new ones, and its total gives away one that was
approved late or removed. Facts: WORDPRESS notes 1 to 4, 7.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

from sahelreader.domain.article import Article, Page
from sahelreader.domain.site import Site
from sahelreader.network.source import Asker, Event, Trouble, Wish
from sahelreader.network.wordpress import posts, threads
from sahelreader.network.wordpress.run import Run
from sahelreader.network.wordpress.state import read_state

#: a site that refuses to give comments is asked again after
MUTE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WordPress:
    """`network.source.Source` for sites of kind WORDPRESS."""

    async def read(self, asker: Asker, site: Site, wish: Wish) -> AsyncIterator[Event]:
        run = Run(asker, site, wish, read_state(site.cursor))
        state = run.state
        fresh = state.modified is None
        async for event in self._steps(run, fresh):
            yield event
            if isinstance(event, Trouble):
                return

    async def one(
        self, asker: Asker, site: Site, wish: Wish, article: Article
    ) -> AsyncIterator[Event]:
        run = Run(asker, site, wish, read_state(site.cursor))
        async for event in posts.by_id(run, [article.remote_id]):
            yield event
            if isinstance(event, Trouble):
                return
        async for event in threads.whole(run, [article.remote_id]):
            yield event

    async def _steps(self, run: Run, fresh: bool) -> AsyncIterator[Event]:
        state, now = run.state, run.wish.now
        if fresh:
            async for event in posts.newest(run):
                yield event
        else:
            due = state.sweep_due(now)
            if due or not state.blind:
                async for event in posts.changed(run):
                    yield event
            if due or state.blind:
                async for event in posts.sweep(run, due=due):
                    yield event
        heard = state.mute is None or now - state.mute >= MUTE
        if heard and state.mute is not None:
            # it may have changed its mind: then the discussions are read as if for the first time
            state.mute, state.total, state.todo = None, None, state.watched(now)
        if heard:
            async for event in threads.watch(run):
                yield event
        if run.wish.since is not None:
            async for event in posts.older(run, run.wish.since):
                yield event
                if heard and isinstance(event, Page):
                    async for answer in threads.unread(run):
                        yield answer
