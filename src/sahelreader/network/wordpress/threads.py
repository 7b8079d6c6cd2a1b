"""Discussions of a WordPress site, of all its articles at once.

REST has no count of comments and no date of approval. So all comments of the site are asked for in the order of
their ids, from the number on that there were last time: nothing new is an empty list. A total that fell, or an
id lower than the newest known, gives away that something changed among the earlier ones (approved late,
removed); only then are the ids of the watched discussions listed, and only what differs is fetched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence

from sahelreader.domain.article import Comment, CommentBatch
from sahelreader.domain.outcome import Fetched, Outcome, Refused
from sahelreader.network.aside import aside
from sahelreader.network.source import THREADS, Event, Trouble
from sahelreader.network.wordpress.api import COMMENT_FIELDS, count_of, identity, items
from sahelreader.network.wordpress.posts import absent, listed
from sahelreader.network.wordpress.run import Run

PER_REQUEST = 100
#: articles whose discussions are asked for in one request: the address must stay short
TOGETHER = 50
#: requests for one step; a site with more is read on in the next run
MOST = 60
_FORBIDDEN = (401, 403, 404)


async def watch(run: Run) -> AsyncIterator[Event]:
    """What is new in any discussion, and those that have never been fetched."""
    state = run.state
    step = _begin(run) if state.total is None else _fresh(run)
    async for event in step:
        yield event
        if isinstance(event, Trouble):
            return
    async for event in unread(run):
        yield event


async def unread(run: Run) -> AsyncIterator[Event]:
    """The discussions of the articles still to do, whole, page by page."""
    state = run.state
    for _round in range(MOST):
        if not state.todo or state.mute == run.wish.now:
            return
        async for event in whole(run, state.todo[:TOGETHER], state.todo_page):
            yield event
            if isinstance(event, Trouble):
                return


async def whole(run: Run, group: Sequence[str], first: int = 1) -> AsyncIterator[Event]:
    """All comments of the articles GROUP, from page FIRST on. The cursor knows how far it came."""
    state = run.state
    for number in range(first, first + MOST):
        answer = await _of(run, group, number)
        trouble = await _refused(run, answer, group)
        if trouble is not None:
            yield trouble if isinstance(trouble, Trouble) else run.page(vanished=trouble)
            return
        assert isinstance(answer, Fetched)
        comments = await _comments(answer.body)
        last = number >= (count_of(answer.headers, "x-wp-totalpages") or 1)
        if last:
            state.todo = [item for item in state.todo if item not in group]
        state.todo_page = 1 if last else number + 1
        # one page held it all, so what we have besides was removed there
        total = count_of(answer.headers, "x-wp-total")
        complete = last and number == 1 and total in (None, len(comments))
        yield run.page(batches=_batches(comments, group if complete else (), complete=complete))
        if last:
            return


async def _begin(run: Run) -> AsyncIterator[Event]:
    """How many comments the site has, and its newest: from there on they are asked for later."""
    question = {"per_page": 1, "orderby": "id", "_fields": "id"}
    answer = await run.ask("comments", question, THREADS)
    trouble = await _refused(run, answer, ())
    if isinstance(trouble, Trouble):
        yield trouble
        return
    if isinstance(answer, Fetched):
        _remember(run, answer, [int(identity(item) or 0) for item in items(answer.body) or ()], 0)
    yield run.page()


async def _fresh(run: Run) -> AsyncIterator[Event]:
    """What is new in all discussions; one request when nothing is."""
    state = run.state
    begun, newest, disturbed = state.total or 0, state.newest_comment, state.sweeping
    offset, total = begun, begun
    for _round in range(MOST):
        answer = await run.ask("comments", _question({"offset": offset} if offset else {}), THREADS)
        trouble = await _refused(run, answer, ())
        if trouble is not None:
            yield trouble if isinstance(trouble, Trouble) else run.page()
            return
        assert isinstance(answer, Fetched)
        comments = await _comments(answer.body)
        numbers = [_number(comment) for _post, comment in comments]
        total = _remember(run, answer, numbers, offset + len(comments))
        disturbed = disturbed or total < begun or any(number <= newest for number in numbers)
        offset += PER_REQUEST
        if offset < total:
            state.total = offset  # so far, in case that it ends here
        fresh = [pair for pair in comments if _number(pair[1]) > newest]
        # the cursor must not say that all is well while the comparison is still to come
        if fresh and not disturbed:
            yield run.page(batches=_batches(fresh))
        elif fresh:
            yield run.page(batches=_batches(fresh), keep_cursor=True)
        if offset >= total:
            break
    if disturbed:
        async for event in _compare(run):
            yield event


async def _compare(run: Run, without: Sequence[str] = ()) -> AsyncIterator[Event]:
    """List the ids of the comments of the watched articles, and fetch what differs from what we have."""
    state = run.state
    asked = [item.remote_id for item in await run.wish.watched() if item.remote_id.isdigit()]
    asked = list(dict.fromkeys([*asked, *state.watched(run.wish.now)]))
    asked = [key for key in asked if key not in state.todo and key not in without][:TOGETHER]
    if not asked:
        yield run.page()
        return
    there: dict[str, set[int]] = {key: set() for key in asked}
    for number in range(1, MOST):
        answer = await _of(run, asked, number, fields="id,post")
        trouble = await _refused(run, answer, asked)
        if trouble is not None:
            if isinstance(trouble, Trouble) or not trouble:
                yield trouble if isinstance(trouble, Trouble) else run.page()
                return
            # what stood in the way is gone: once more without it
            yield run.page(vanished=trouble, keep_cursor=True)
            async for event in _compare(run, [*without, *trouble]):
                yield event
            return
        assert isinstance(answer, Fetched)
        for item in items(answer.body) or ():
            comment, post = identity(item), identity(item, "post")
            if comment and post in there:
                there[post].add(int(comment))
        if number >= (count_of(answer.headers, "x-wp-totalpages") or 1):
            break
    have = {key: await _ours(run, key) for key in asked}
    # a discussion that emptied at once: the article itself may be gone
    gone = await absent(run, [key for key in asked if have[key] and not there[key]])
    state.forget(gone)
    removed = [key for key in asked if key not in gone and have[key] - there[key]]
    missing = sorted(
        number
        for key in asked
        if key not in gone and key not in removed
        for number in there[key] - have[key]
    )
    batches: list[CommentBatch] = []
    for start in range(0, len(missing), PER_REQUEST):
        some = missing[start : start + PER_REQUEST]
        answer = await run.ask(
            "comments",
            {"include": ",".join(map(str, some)), "per_page": len(some), "_fields": COMMENT_FIELDS},
            THREADS,
        )
        raw = listed(answer)
        if isinstance(raw, Trouble):
            yield raw
            return
        assert isinstance(answer, Fetched)
        batches += _batches(await _comments(answer.body))
    # those with something removed are fetched whole: only so does the library learn what is gone
    state.todo = list(dict.fromkeys([*removed, *state.todo]))
    state.todo_page = 1
    yield run.page(batches=batches, vanished=gone)


async def _comments(body: bytes) -> Sequence[tuple[str, Comment]]:
    """(id of its article, comment) for each comment in BODY."""
    if body.strip() == b"[]":
        return ()
    # not before there is something to read: a sync with nothing new should cost nothing
    from sahelreader.parse import wordpress as parsing

    return await aside(body, parsing.comments)


async def _ours(run: Run, remote_id: str) -> set[int]:
    return {int(item) for item in await run.wish.comment_ids(remote_id) if item.isdigit()}


def _question(more: Mapping[str, object], fields: str = COMMENT_FIELDS) -> dict[str, object]:
    return {"per_page": PER_REQUEST, "orderby": "id", "order": "asc", "_fields": fields, **more}


async def _of(run: Run, posts: Sequence[str], number: int, fields: str = COMMENT_FIELDS) -> Outcome:
    """Page NUMBER of the comments of POSTS."""
    more: dict[str, object] = {"post": ",".join(posts)}
    if number > 1:
        more["page"] = number
    return await run.ask("comments", _question(more, fields), THREADS)


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


def _remember(run: Run, answer: Fetched, numbers: Iterable[int], count: int) -> int:
    """Put down how many comments the site has (COUNT when it does not say) and the newest id; the number."""
    total = count_of(answer.headers, "x-wp-total")
    run.state.total = count if total is None else total
    run.state.newest_comment = max([run.state.newest_comment, *numbers])
    return run.state.total


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
