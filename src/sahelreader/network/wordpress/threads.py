"""Discussions of a WordPress site: of several articles in one request.

REST has no count of comments and no date of approval. So the comments of the watched articles are asked for in
the order of their ids from the number on that we have; nothing new is an empty list, and the total in its
headers tells when something changed among those that we have (approved late, removed). Only then are the ids
listed, and only what differs is fetched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence

from sahelreader.domain.article import Comment, CommentBatch
from sahelreader.domain.outcome import Fetched, Outcome, Refused
from sahelreader.network.source import THREADS, Event, Trouble
from sahelreader.network.wordpress.api import COMMENT_FIELDS, count_of, identity, items
from sahelreader.network.wordpress.posts import absent, listed
from sahelreader.network.wordpress.run import Run
from sahelreader.parse import wordpress as parsing

PER_REQUEST = 100
#: articles whose discussions are asked for in one request: the address must stay short
TOGETHER = 60
#: requests for one step; a site with more is read on in the next run
MOST = 60
_FORBIDDEN = (401, 403, 404)


async def watch(run: Run) -> AsyncIterator[Event]:
    """Discussions never fetched, then what is new in those of the watched articles."""
    if not run.state.threads and run.state.todo:
        # never read before: nothing to compare with
        async for event in unread(run):
            yield event
        return
    async for event in _fresh(run):
        yield event
        if isinstance(event, Trouble):
            return
    async for event in unread(run):
        yield event


async def unread(run: Run) -> AsyncIterator[Event]:
    """The discussions of the articles still to do, whole, page by page."""
    state = run.state
    for _round in range(MOST):
        if not state.todo:
            return
        group = state.todo[:TOGETHER]
        async for event in whole(run, group, state.todo_page):
            yield event
            if isinstance(event, Trouble):
                return
        if state.mute is not None and state.mute == run.wish.now:
            return


async def whole(run: Run, group: Sequence[str], first: int = 1) -> AsyncIterator[Event]:
    """All comments of GROUP from page FIRST on. The cursor knows how far it came."""
    state = run.state
    for number in range(first, first + MOST):
        answer = await _ask(run, group, {"page": number} if number > 1 else {})
        trouble = await _refused(run, answer, group)
        if trouble is not None:
            if isinstance(trouble, Trouble):
                yield trouble
            else:
                yield run.page(vanished=trouble)
            return
        assert isinstance(answer, Fetched)
        comments = parsing.comments(answer.body)
        pages = count_of(answer.headers, "x-wp-totalpages") or 1
        last = number >= pages
        if first == 1 and number == 1:
            for key in group:
                state.count(key, 0, 0)
        _count(run, comments)
        if last:
            state.todo = [item for item in state.todo if item not in group]
        state.todo_page = 1 if last else number + 1
        # one page held it all, so what we have besides was removed there
        complete = (
            last
            and number == 1
            and len(comments) == (count_of(answer.headers, "x-wp-total") or len(comments))
        )
        yield run.page(batches=_batches(comments, group if complete else (), complete=complete))
        if last:
            return


async def _fresh(run: Run) -> AsyncIterator[Event]:
    """What is new in the watched discussions; one request when nothing is."""
    state = run.state
    chosen = [key for key in run.wish.threads if key not in state.todo]
    asked = list(dict.fromkeys([*chosen[:TOGETHER], *state.watched(run.wish.now)]))
    asked = [key for key in asked if key.isdigit() and key not in state.todo][:TOGETHER]
    strange = [key for key in asked if key not in state.threads and key not in state.recent]
    # an old article that became interesting: its discussion was forgotten or never known
    state.todo = list(dict.fromkeys([*strange, *state.todo]))
    asked = [key for key in asked if key not in strange]
    if not asked:
        return
    if state.sweeping:
        # once a day all ids: one removed and one approved leave the total as it was
        async for event in _compare(run, asked):
            yield event
        return
    have = sum(state.threads.get(key, (0, 0))[0] for key in asked)
    begun, newest = have, state.newest_comment
    for _round in range(MOST):
        answer = await _ask(run, asked, {"offset": have} if have else {})
        trouble = await _refused(run, answer, asked)
        if isinstance(trouble, Trouble):
            yield trouble
            return
        if trouble is not None:
            yield run.page(vanished=trouble)
            if not trouble:
                return
            asked = [key for key in asked if key not in trouble]
            have = begun = sum(state.threads.get(key, (0, 0))[0] for key in asked)
            continue
        assert isinstance(answer, Fetched)
        comments = parsing.comments(answer.body)
        total = count_of(answer.headers, "x-wp-total")
        if total is None:
            total = have + len(comments)
        if total < begun or any(_number(comment) <= newest for _key, comment in comments):
            # the list is not ours with something after it
            async for event in _compare(run, asked):
                yield event
            return
        if comments:
            _count(run, comments)
            for key in asked:
                state.count(key, *state.threads.get(key, (0, 0)))
            yield run.page(batches=_batches(comments))
        have += len(comments)
        if have >= total or not comments:
            return


async def _compare(run: Run, asked: Sequence[str]) -> AsyncIterator[Event]:
    """List the ids of the comments of ASKED, and fetch what differs from what we have."""
    state = run.state
    ids: dict[str, set[int]] = {key: set() for key in asked}
    for number in range(1, MOST):
        answer = await _ask(run, asked, {"page": number} if number > 1 else {}, fields="id,post")
        trouble = await _refused(run, answer, asked)
        if trouble is not None:
            # what stands in the way is gone now; the next run compares
            yield trouble if isinstance(trouble, Trouble) else run.page(vanished=trouble)
            return
        assert isinstance(answer, Fetched)
        for item in items(answer.body) or ():
            comment, post = identity(item), identity(item, "post")
            if comment and post in ids:
                ids[post].add(int(comment))
        if number >= (count_of(answer.headers, "x-wp-totalpages") or 1):
            break
    differ = [key for key in asked if state.threads.get(key) != (len(ids[key]), sum(ids[key]))]
    gone = await absent(run, [key for key in differ if not ids[key]])
    state.forget(gone)
    differ = [key for key in differ if key not in gone]
    missing: set[int] = set()
    removed: list[str] = []
    for key in differ:
        have = {int(item) for item in await run.wish.comment_ids(key) if item.isdigit()}
        missing |= ids[key] - have
        if have - ids[key]:
            removed.append(key)
        state.count(key, len(ids[key]), sum(ids[key]))
    batches: list[CommentBatch] = []
    wanted = sorted(missing - {number for key in removed for number in ids[key]})
    for start in range(0, len(wanted), PER_REQUEST):
        some = wanted[start : start + PER_REQUEST]
        answer = await run.ask(
            "comments",
            {
                "include": ",".join(map(str, some)),
                "per_page": len(some),
                "_fields": COMMENT_FIELDS,
            },
            THREADS,
        )
        refusal = listed(answer)
        if isinstance(refusal, Trouble):
            yield refusal
            return
        assert isinstance(answer, Fetched)
        batches += _batches(parsing.comments(answer.body))
    every = [number for numbers in ids.values() for number in numbers]
    state.newest_comment = max([state.newest_comment, *every])
    # those with something removed are fetched whole: only so does the library learn what is gone
    state.todo = list(dict.fromkeys([*removed, *state.todo]))
    state.todo_page = 1
    yield run.page(batches=batches, vanished=gone)


async def _ask(
    run: Run, posts: Sequence[str], more: Mapping[str, object], fields: str = COMMENT_FIELDS
) -> Outcome:
    question: dict[str, object] = {"post": ",".join(posts), "per_page": PER_REQUEST}
    question |= {"orderby": "id", "order": "asc", "_fields": fields, **more}
    return await run.ask("comments", question, THREADS)


async def _refused(run: Run, answer: Outcome, asked: Sequence[str]) -> Trouble | list[str] | None:
    """None when ANSWER is a list. Else: what vanished when that was the reason, or the trouble.

    One article that may not be read (withdrawn, private by now) makes WordPress refuse the whole question.
    """
    raw = listed(answer)
    if not isinstance(raw, Trouble):
        return None
    if not isinstance(answer, Refused) or answer.status not in _FORBIDDEN:
        return raw
    gone = await absent(run, asked)
    if not gone:
        # comments are not for everybody here; articles are, so this is no failure
        run.state.mute = run.wish.now
        run.state.todo.clear()
        return []
    run.state.forget(gone)
    return gone


def _count(run: Run, comments: Iterable[tuple[str, Comment]]) -> None:
    state = run.state
    for key, comment in comments:
        number = _number(comment)
        count, total = state.threads.get(key, (0, 0))
        state.count(key, count + 1, total + number)
        state.newest_comment = max(state.newest_comment, number)


def _batches(
    comments: Iterable[tuple[str, Comment]], empty: Sequence[str] = (), *, complete: bool = False
) -> list[CommentBatch]:
    by_article: dict[str, list[Comment]] = defaultdict(list)
    for key in empty:
        by_article[key] = []
    for key, comment in comments:
        by_article[key].append(comment)
    return [CommentBatch(key, tuple(found), complete) for key, found in by_article.items()]


def _number(comment: Comment) -> int:
    return int(comment.remote_id) if comment.remote_id.isdigit() else 0
