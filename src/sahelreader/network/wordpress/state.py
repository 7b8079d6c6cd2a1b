"""What the WordPress source remembers of a site between two runs: its cursor, as a value and as JSON. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sahelreader.network.wordpress.api import moment, read_moment

#: articles whose discussion is watched because they are new: so many, and so old at most
WATCHED, WATCHED_FOR = 40, timedelta(days=30)
#: names of authors, categories and tags that are kept
NAMES = 400
#: hours between two comparisons of the newest articles' list with ours, at most
LONGEST_SWEEP = 20
#: articles in one request at most, and at least when the line is bad
PAGE, SMALLEST = 50, 5


@dataclass(slots=True)
class State:
    """MODIFIED: edits up to here are known. OLDEST: the publication of the oldest article fetched without a gap.
    FLOOR: everything published since then was fetched.

    TOTAL: how many comments the site had, and NEWEST_COMMENT the highest id among them. TODO: articles whose
    discussion has never been fetched, and the page of it to go on with.
    """

    modified: datetime | None = None
    oldest: datetime | None = None
    floor: datetime | None = None
    recent: dict[str, str] = field(default_factory=dict)
    total: int | None = None
    newest_comment: int = 0
    todo: list[str] = field(default_factory=list)
    todo_page: int = 1
    #: the last comparison of the newest articles' list with ours, and hours to the next one
    swept: datetime | None = None
    sweep_hours: int = 1
    #: this run compares; not kept
    sweeping: bool = False
    #: articles appear here with an old date of modification: only the comparison finds them
    blind: bool = False
    #: since when the site refuses to give comments
    mute: datetime | None = None
    size: int = PAGE
    names: dict[str, str] = field(default_factory=dict)
    #: what the site does not give: "users", "modified_after"
    lacks: list[str] = field(default_factory=list)

    def cursor(self) -> dict[str, object]:
        return {
            "v": 1,
            "modified": _text(self.modified),
            "oldest": _text(self.oldest),
            "floor": _text(self.floor),
            "recent": dict(self.recent),
            "total": self.total,
            "newest_comment": self.newest_comment,
            "todo": list(self.todo),
            "todo_page": self.todo_page,
            "swept": _text(self.swept),
            "sweep_hours": self.sweep_hours,
            "blind": self.blind,
            "mute": _text(self.mute),
            "size": self.size,
            "names": dict(list(self.names.items())[-NAMES:]),
            "lacks": list(self.lacks),
        }

    def note_articles(self, seen: Iterable[tuple[str, datetime | None]], now: datetime) -> None:
        """Watch the newest of the articles SEEN (id, published)."""
        for remote_id, published in seen:
            if published is not None and published <= now + timedelta(days=1):
                self.recent[remote_id] = moment(published)
        newest = sorted(self.recent.items(), key=lambda pair: (pair[1], pair[0]), reverse=True)
        self.recent = dict(newest[: WATCHED * 2])

    def sweep_due(self, now: datetime) -> bool:
        """Compare now? Seldom where it finds nothing."""
        if self.swept is None:
            return True
        return now - self.swept >= timedelta(hours=self.sweep_hours)

    def watched(self, now: datetime) -> list[str]:
        """The newest articles, newest first, as far as their discussions are watched for being new."""
        since = moment(now - WATCHED_FOR)
        chosen = list(self.recent.items())[:WATCHED]
        return [key for number, (key, when) in enumerate(chosen) if when >= since or number < 10]

    def forget(self, remote_ids: Iterable[str]) -> None:
        for remote_id in remote_ids:
            self.recent.pop(remote_id, None)
            if remote_id in self.todo:
                self.todo.remove(remote_id)


def read_state(cursor: dict[str, object]) -> State:
    """A cursor as it was stored; anything odd in it is left at its default."""
    raw: dict[str, Any] = cursor
    state = State(
        modified=read_moment(raw.get("modified")),
        oldest=read_moment(raw.get("oldest")),
        floor=read_moment(raw.get("floor")),
        swept=read_moment(raw.get("swept")),
        mute=read_moment(raw.get("mute")),
    )
    state.recent = {key: value for key, value in _table(raw, "recent") if isinstance(value, str)}
    state.names = {key: value for key, value in _table(raw, "names") if isinstance(value, str)}
    state.todo = [item for item in _list(raw, "todo") if isinstance(item, str)]
    state.lacks = [item for item in _list(raw, "lacks") if isinstance(item, str)]
    total = _number(raw, "total", -1)
    state.total = total if total >= 0 else None
    state.newest_comment = _number(raw, "newest_comment", 0)
    state.todo_page = max(_number(raw, "todo_page", 1), 1)
    state.sweep_hours = min(max(_number(raw, "sweep_hours", 1), 1), LONGEST_SWEEP)
    state.blind = raw.get("blind") is True
    state.size = min(max(_number(raw, "size", PAGE), SMALLEST), PAGE)
    return state


def _text(when: datetime | None) -> str | None:
    return moment(when) if when is not None else None


def _table(raw: dict[str, Any], name: str) -> list[tuple[str, Any]]:
    value = raw.get(name)
    return list(value.items()) if isinstance(value, dict) else []


def _list(raw: dict[str, Any], name: str) -> list[Any]:
    value = raw.get(name)
    return value if isinstance(value, list) else []


def _number(raw: dict[str, Any], name: str, default: int) -> int:
    value = raw.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else default
