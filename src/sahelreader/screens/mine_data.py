"""My threads as lines: from what the library knows of my comments, and from my drafts that no site shows yet. Pure but for one read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sahelreader.domain.draft import Draft, State
from sahelreader.domain.text import safe_line
from sahelreader.i18n import _, dates, ngettext
from sahelreader.screens.answers import GoTo
from sahelreader.widgets.choice_lines import Choice
from sahelreader.widgets.theme import Marks

if TYPE_CHECKING:
    from sahelreader.library.comments import MyThread


@dataclass(slots=True)
class _Line:
    article: int
    title: str
    site: str
    last: datetime | None = None
    replies: int = 0
    new: int = 0
    comment: int = 0
    drafts: list[Draft] = field(default_factory=list)


def read_threads(db: Any) -> Sequence[MyThread]:
    from sahelreader.library import comments

    threads: Sequence[MyThread] = comments.my_threads(db)
    return threads


def gathered(
    threads: Sequence[MyThread], drafts: Sequence[Draft], marks: Marks, now: datetime
) -> list[Choice]:
    """Every discussion in which I wrote: those with new replies to me, then the others, the latest first."""
    lines: dict[int, _Line] = {}
    for thread in threads:
        lines[thread.article_id] = _Line(
            thread.article_id,
            thread.title,
            thread.site_name,
            thread.last,
            thread.replies,
            thread.new_replies,
            thread.first_new_reply,
        )
    for draft in drafts:
        if draft.article is None or draft.state is State.PUBLISHED:
            continue
        line = lines.setdefault(
            draft.article, _Line(draft.article, draft.target.article_title, "", draft.updated)
        )
        line.drafts.append(draft)
        line.last = max(filter(None, (line.last, draft.updated)), default=None)
    order = sorted(lines.values(), key=lambda item: item.last or now, reverse=True)
    answered = [item for item in order if item.new]
    others = [item for item in order if not item.new]
    made: list[Choice] = []
    if answered:
        made.append(Choice(None, _("Replies to you")))
        made += [_choice(item, marks, now) for item in answered]
        if others:
            made.append(Choice(None, _("The others")))
    return made + [_choice(item, marks, now) for item in others]


def _choice(line: _Line, marks: Marks, now: datetime) -> Choice:
    facts = [safe_line(line.site, 60)] if line.site else []
    if line.replies:
        text = ngettext("%(count)d reply to you", "%(count)d replies to you", line.replies)
        facts.append(text % {"count": line.replies})
    if line.last is not None:
        facts.append(dates.ago(line.last, now))
    mark, tone = " ", "mark"
    if line.drafts:
        from sahelreader.delivery import sentence

        facts.append(sentence(line.drafts[-1], now))
        mark, tone = _mark(line.drafts[-1], marks)
    if line.new:
        mark, tone = marks.new, "new"
    return Choice(
        GoTo(line.article, line.comment),
        safe_line(line.title) or _("(untitled)"),
        detail=f" {marks.dot} ".join(facts),
        mark=mark,
        tone=tone,
        right=f"+{line.new}" if line.new else "",
        role="unread-title" if line.new else "title",
    )


def _mark(draft: Draft, marks: Marks) -> tuple[str, str]:
    return {
        State.IN_DOUBT: (marks.doubt, "caution"),
        State.REFUSED: (marks.refused, "bad"),
    }.get(draft.state, (marks.held, "caution"))
