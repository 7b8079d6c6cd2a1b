"""Articles of a WordPress site: the newest, the changed, the older ones, and what vanished."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sahelreader.domain.article import Page
from sahelreader.domain.outcome import Fetched, Outcome, Problem, Refused
from sahelreader.network.aside import aside
from sahelreader.network.source import Event, Trouble, trouble_of
from sahelreader.network.wordpress.api import (
    POST_FIELDS,
    count_of,
    error_code,
    identity,
    items,
    latest,
    moment,
    read_moment,
)
from sahelreader.network.wordpress.names import named
from sahelreader.network.wordpress.run import Run, server_time
from sahelreader.network.wordpress.state import LONGEST_SWEEP, PAGE, SMALLEST

#: more pages than this in one run are a site that does not know what it says
MAX_PAGES = 2000
_SECOND = timedelta(seconds=1)
#: lengths of the list that is compared with ours
_SWEPT, _GLANCED = 100, 25


async def newest(run: Run) -> AsyncIterator[Event]:
    """The first page of a site that was never read."""
    state = run.state
    answer = await run.ask("posts", {"per_page": run.page_size(), "_fields": POST_FIELDS})
    raw = listed(answer)
    if isinstance(raw, Trouble):
        for event in _setback(run, raw):
            yield event
        return
    assert isinstance(answer, Fetched)
    date = server_time(answer)
    times = [read_moment(item.get("modified_gmt")) for item in raw]
    state.modified = latest(times, date) or date or run.wish.now
    if date is not None:
        # what the pages further down hold was edited before now, and need not come twice
        state.modified = max(state.modified, date - timedelta(minutes=2))
    state.swept = run.wish.now
    _went_down(run, raw)
    if len(raw) == (count_of(answer.headers, "x-wp-total") or -1):
        state.floor = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    yield await _page(run, answer.body, raw)


async def changed(run: Run) -> AsyncIterator[Event]:
    """New and edited articles since the last run, oldest edit first, so that a cut loses nothing."""
    state = run.state
    since, size = state.modified or run.wish.now, run.page_size()
    question: dict[str, object] = {"modified_after": moment(since)}
    if state.oldest is not None:
        # an edit of an article older than any that we have does not make it news
        question["after"] = moment(state.oldest - _SECOND)
    question |= {"orderby": "modified", "order": "asc", "per_page": size, "_fields": POST_FIELDS}
    for number in range(1, MAX_PAGES):
        answer = await run.ask("posts", question | ({"page": number} if number > 1 else {}))
        raw = listed(answer)
        if isinstance(raw, Trouble):
            for event in _setback(run, raw):
                yield event
            return
        assert isinstance(answer, Fetched)
        if not raw:
            return
        last = number >= (count_of(answer.headers, "x-wp-totalpages") or 1)
        seen = latest([read_moment(item.get("modified_gmt")) for item in raw], server_time(answer))
        if seen is not None:
            # until the last page another article of the same second may still come
            state.modified = max(since, seen if last else seen - _SECOND)
        _grow(run)
        _note(run, raw)
        yield await _page(run, answer.body, raw)
        if last:
            return


async def older(run: Run, since: datetime) -> AsyncIterator[Event]:
    """Articles published since SINCE that lie below what we have; goes on where it was cut off."""
    state = run.state
    if state.floor is not None and state.floor <= since:
        return
    size = run.page_size()
    question: dict[str, object] = {"per_page": size, "_fields": POST_FIELDS}
    question["after"] = moment(since - _SECOND)
    if state.oldest is not None:
        # itself once more: others may be of the same second
        question["before"] = moment(state.oldest + _SECOND)
    for number in range(1, MAX_PAGES):
        answer = await run.ask("posts", question | ({"page": number} if number > 1 else {}))
        if isinstance(answer, Refused) and error_code(answer.body).endswith("invalid_page_number"):
            break
        raw = listed(answer)
        if isinstance(raw, Trouble):
            for event in _setback(run, raw):
                yield event
            return
        assert isinstance(answer, Fetched)
        last = number >= (count_of(answer.headers, "x-wp-totalpages") or 1) or not raw
        known = await run.wish.known([identity(item) for item in raw])
        fresh = [item for item in raw if identity(item) not in known]
        _went_down(run, raw, fresh)
        _grow(run)
        if last:
            state.floor = since
        yield await _page(run, answer.body, fresh)
        if last:
            return
    state.floor = since
    yield run.page()


async def sweep(run: Run, *, due: bool) -> AsyncIterator[Event]:
    """Compare the list of the newest articles with ours: some vanished, some have an old date of modification.

    WordPress does not touch `modified` when a scheduled article is published, nor sets it when a plugin brings in an
    article with its date; `changed` cannot see those. Where that is usual this list is asked for in every run, a
    short one unless the comparison is DUE.
    """
    state = run.state
    size = _SWEPT if due else _GLANCED
    answer = await run.ask("posts", {"per_page": size, "_fields": "id,date_gmt,modified_gmt"})
    raw = listed(answer)
    if isinstance(raw, Trouble):
        yield raw
        return
    known = await run.wish.known([identity(item) for item in raw])
    floor = moment(state.oldest) if state.oldest is not None else ""
    wanted = [
        item
        for item in raw
        if _differs(item, known) and str(item.get("date_gmt", "")) + "Z" >= floor
    ]
    unseen = [item for item in wanted if identity(item) not in known]
    state.blind = state.blind or bool(unseen)
    if due:
        state.swept, state.sweeping = run.wish.now, True
        state.sweep_hours = 1 if unseen else min(state.sweep_hours * 2, LONGEST_SWEEP)
    vanished = await absent(run, _missing(state.recent, raw, whole=len(raw) < size))
    state.forget(vanished)
    if not wanted:
        if due or vanished:
            yield run.page(vanished=vanished)
        return
    async for event in by_id(run, [identity(item) for item in wanted[:PAGE]], vanished):
        yield event


async def by_id(
    run: Run, remote_ids: Sequence[str], vanished: Sequence[str] = ()
) -> AsyncIterator[Event]:
    """The articles with REMOTE_IDS as they are now."""
    question = {"include": ",".join(remote_ids), "per_page": len(remote_ids)}
    answer = await run.ask("posts", question | {"_fields": POST_FIELDS})
    raw = listed(answer)
    if isinstance(raw, Trouble):
        for event in _setback(run, raw):
            yield event
        return
    assert isinstance(answer, Fetched)
    _note(run, raw)
    yield await _page(run, answer.body, raw, vanished)


async def absent(run: Run, remote_ids: Sequence[str]) -> list[str]:
    """Which of REMOTE_IDS the site no longer shows; none when it does not say."""
    if not remote_ids:
        return []
    asked = list(remote_ids)[:100]
    answer = await run.ask(
        "posts", {"include": ",".join(asked), "per_page": len(asked), "_fields": "id"}
    )
    raw = listed(answer)
    if isinstance(raw, Trouble):
        return []
    there = {identity(item) for item in raw}
    return [item for item in asked if item not in there]


def listed(answer: Outcome) -> list[dict[str, Any]] | Trouble:
    """The objects in ANSWER, or why there are none."""
    if not isinstance(answer, Fetched):
        return trouble_of(answer)
    raw = items(answer.body)
    # HTML where JSON was due: a captive portal, a login page, a plugin
    return raw if raw is not None else Trouble(Problem.BAD_CONTENT, "JSON")


def _setback(run: Run, trouble: Trouble) -> tuple[Event, ...]:
    """TROUBLE as events; after a cut or a time-out smaller pages are asked for, and that is remembered."""
    state = run.state
    if trouble.problem not in (Problem.CUT, Problem.TIMEOUT, Problem.TOO_BIG):
        return (trouble,)
    state.size = max(state.size // 2, SMALLEST)
    return (run.page(), trouble)


async def _page(
    run: Run, body: bytes, raw: Sequence[Mapping[str, Any]], vanished: Sequence[str] = ()
) -> Page:
    """The articles of BODY that are among RAW, with names in place of numbers; and what was left out."""
    # not before there is something to read: a sync with nothing new should cost nothing
    from sahelreader.parse import wordpress as parsing

    parsed = await aside(body, parsing.posts, run.site.url)
    chosen = {identity(item) for item in raw}
    articles = [article for article in parsed.articles if article.remote_id in chosen]
    return run.page(await named(run, articles, raw), (), vanished, tuple(parsed.skipped))


def _note(run: Run, raw: Sequence[Mapping[str, Any]]) -> None:
    """Watch the articles of RAW that can have a discussion which may be read."""
    state = run.state
    locked = [identity(item) for item in raw if _is_locked(item)]
    seen = [(identity(item), read_moment(item.get("date_gmt"))) for item in raw]
    state.note_articles([pair for pair in seen if pair[0] not in locked], run.wish.now)
    state.forget(locked)


def _went_down(
    run: Run, raw: Sequence[Mapping[str, Any]], fresh: Sequence[Mapping[str, Any]] | None = None
) -> None:
    state = run.state
    _note(run, raw)
    times = [time for item in raw if (time := read_moment(item.get("date_gmt"))) is not None]
    if times:
        state.oldest = min([*times, state.oldest] if state.oldest else times)
    new = [identity(item) for item in (raw if fresh is None else fresh) if not _is_locked(item)]
    state.todo += [item for item in new if item not in state.todo]


def _grow(run: Run) -> None:
    """A page came whole: ask for more at once next time."""
    run.state.size = min(run.state.size * 2, PAGE)


def _differs(item: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    mine = known.get(identity(item))
    if mine is None:
        return True
    theirs = read_moment(item.get("modified_gmt"))
    return theirs is not None and mine.modified is not None and theirs != mine.modified


def _missing(
    recent: Mapping[str, str], raw: Sequence[Mapping[str, Any]], *, whole: bool
) -> list[str]:
    """Articles of ours that should stand in RAW by their date and do not. RAW holds the newest of the site, or all."""
    ids = {identity(item) for item in raw}
    if not raw:
        return []  # an empty list is a broken site sooner than an empty one
    bottom = min(str(item.get("date_gmt", "")) for item in raw) + "Z"
    return [key for key, when in recent.items() if key not in ids and (whole or when > bottom)]


def _is_locked(item: Mapping[str, Any]) -> bool:
    content = item.get("content")
    return isinstance(content, dict) and content.get("protected") is True
