"""How one article stands in the list, as plain runs of text by role. Pure: shared by the list and the first paint.

Imports nothing of Textual, so that the first screen can be painted before it is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from rich.cells import cell_len

from sahelreader.domain.text import safe_line
from sahelreader.i18n import _, dates, ngettext
from sahelreader.widgets.wrap import wrap

if TYPE_CHECKING:
    from sahelreader.library.rows import ArticleRow

#: under this width the marks at the right go down to the last line, and the title has the whole width
PHONE = 48
#: cells at the left: where one is, unread, a space
LEFT = 3
#: cells that a site's name keeps, however much there is to say
SITE = 8

#: (text, role); roles are component classes of the list
Run = tuple[str, str]


class MarkSet(Protocol):
    """The marks a row needs (`widgets.theme.Marks`, which is out of reach before Textual is imported)."""

    @property
    def unread(self) -> str: ...
    @property
    def saved(self) -> str: ...
    @property
    def here(self) -> str: ...
    @property
    def more(self) -> str: ...
    @property
    def dot(self) -> str: ...
    @property
    def published(self) -> str: ...
    @property
    def gone(self) -> str: ...


@dataclass(frozen=True, slots=True)
class RowShape:
    """How rows are laid out: WIDTH in cells, COMPACT one line each, else three."""

    width: int
    compact: bool = False

    @property
    def height(self) -> int:
        return 1 if self.compact else 3


def paint_row(
    row: ArticleRow,
    shape: RowShape,
    marks: MarkSet,
    now: datetime,
    *,
    here: bool = False,
    snippet: Sequence[Run] = (),
    picked: bool = False,
) -> list[list[Run]]:
    """The lines of ROW, exactly `shape.height` of them; none is wider than `shape.width`."""
    if shape.compact:
        return [_one_line(row, shape.width, marks, now, here, picked)]
    count = _comments(row)
    star = marks.saved if row.saved else ""
    title_role = "title" if row.read else "unread-title"
    room = shape.width - LEFT - 1
    beside = _width(count)
    phone = shape.width < PHONE
    first_room = room if phone else room - (beside + 2 if beside else 0)
    parts = _title(row.title, first_room, room, marks.more)
    edge = (marks.here if here else " ", "here")
    lines: list[list[Run]] = []
    for number, part in enumerate(parts):
        mark = marks.unread if number == 0 and not row.read else " "
        right = count if number == 0 and not phone else []
        pick = (marks.published if picked and number == 0 else " ", "star")
        lines.append(_between([edge, (mark, "mark"), pick, (part, title_role)], right, shape.width))
    right = (
        [*count, (" " if count and star else "", "meta"), (star, "star")]
        if phone
        else [(star, "star")]
    )
    facts = _facts(row, now, marks, room - _width(right) - (1 if _width(right) else 0))
    lines.append(_between([edge, ("  ", "meta"), (facts, "meta")], right, shape.width))
    if len(lines) < 3:
        below: list[Run] = [(text, role) for text, role in snippet]
        lines.append(_clip([edge, ("  ", "meta"), *below], shape.width) if below else [edge])
    return lines


def _one_line(
    row: ArticleRow, width: int, marks: MarkSet, now: datetime, here: bool, picked: bool
) -> list[Run]:
    count = _comments(row)
    star = marks.saved if row.saved else " "
    left: list[Run] = [
        (marks.here if here else " ", "here"),
        (" " if row.read else marks.unread, "mark"),
        (marks.published if picked else " ", "star"),
    ]
    right: list[Run] = [*count, (" ", "meta"), (star, "star")]
    if width >= 60:
        more = f" +{row.others}" if row.others else ""
        site = _fit(row.site_name, 16 - len(more), marks.more) + more
        when = dates.ago(row.published, now) if row.published else ""
        right = [*right, ("  ", "meta"), (site + " " * (16 - cell_len(site)), "meta"),
                 (f"{_fit(when, 12, marks.more):>13}", "meta")]  # fmt: skip
    room = width - LEFT - 1 - _width(right) - 1
    title = _fit(row.title, room, marks.more)
    return _between([*left, (title, "title" if row.read else "unread-title")], right, width)


def _facts(row: ArticleRow, now: datetime, marks: MarkSet, room: int) -> str:
    """Site, when, how long, and what is out of the ordinary, in ROOM cells: the site's name gives way first."""
    facts = []
    if row.published is not None:
        facts.append(dates.ago(row.published, now))
    minutes = _("%(minutes)d min") % {"minutes": row.minutes} if row.minutes else ""
    if minutes:
        facts.append(minutes)
    if row.others:
        said = ngettext("+%(count)d paper", "+%(count)d papers", row.others)
        facts.append(said % {"count": row.others})
    if row.gone:
        facts.append(f"{marks.gone} " + _("removed by the site"))
    elif row.modified:
        facts.append(_("changed since"))
    rest = "".join(f" {marks.dot} {fact}" for fact in facts)
    if minutes and row.others and cell_len(row.site_name) + cell_len(rest) > room:
        # who tells it matters more than how long it is
        facts.remove(minutes)
        rest = "".join(f" {marks.dot} {fact}" for fact in facts)
    site = _fit(row.site_name, max(SITE, room - cell_len(rest)), marks.more)
    return _fit(site + rest, room, marks.more)


def _comments(row: ArticleRow) -> list[Run]:
    """ "12 +3": comments, and how many of them are new."""
    runs: list[Run] = []
    if row.comment_count:
        runs.append((str(row.comment_count), "count"))
    if row.new_comments:
        runs += [(" " if runs else "", "meta"), (f"+{row.new_comments}", "new")]
    return runs


def _title(title: str, first: int, room: int, more: str) -> list[str]:
    """TITLE on one line of FIRST cells, or two of which the second has ROOM; a word is cut only when it must be."""
    title = safe_line(title) or _("(untitled)")
    if cell_len(title) <= first:
        return [title]
    lines = wrap(title, max(1, first))
    start, end = lines[0]
    rest = title[lines[1][0] :] if len(lines) > 1 else ""
    return [title[start:end], _fit(rest, room, more)] if rest else [title[start:end]]


def _fit(text: str, room: int, more: str) -> str:
    """TEXT in ROOM cells, cut between words with MORE at the end when it is longer."""
    text = safe_line(text)
    if cell_len(text) <= room:
        return text
    if room <= cell_len(more):
        return more[: max(0, room)]
    start, end = wrap(text, room - cell_len(more))[0]
    return text[start:end].rstrip(" ,;:·-") + more


def _between(left: Sequence[Run], right: Sequence[Run], width: int) -> list[Run]:
    """LEFT, then RIGHT against the right edge with one cell left free."""
    gap = width - 1 - _width(left) - _width(right)
    if not _width(right) or gap < 1:
        return _clip(left, width)
    return [*left, (" " * gap, "meta"), *right]


def _clip(runs: Sequence[Run], width: int) -> list[Run]:
    kept: list[Run] = []
    for text, role in runs:
        if cell_len(text) > width:
            start, end = wrap(text, width)[0] if width > 0 else (0, 0)
            kept.append((text[start:end], role))
            break
        kept.append((text, role))
        width -= cell_len(text)
    return kept


def _width(runs: Sequence[Run]) -> int:
    return sum(cell_len(text) for text, _role in runs)


def said(row: ArticleRow) -> str:
    """ROW in one sentence, for tests and for those who hear the screen."""
    comments = ngettext("%(count)d comment", "%(count)d comments", row.comment_count or 0)
    return f"{row.title}. {row.site_name}. " + comments % {"count": row.comment_count or 0}
