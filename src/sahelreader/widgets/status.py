"""The top line: where one is, whether the network is there, what waits, what a sync is doing or did last.

Given values; knows neither the library nor the network.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from sahelreader.domain.text import safe_line
from sahelreader.i18n import _, dates, ngettext, numbers
from sahelreader.widgets.inks import Inks
from sahelreader.widgets.theme import Marks
from sahelreader.widgets.wrap import wrap


@dataclass(frozen=True, slots=True)
class Facts:
    """What the line is made from. VIEW and COUNT: the list shown and how many articles it has."""

    view: str = ""
    count: int = 0
    unread: int = 0
    online: bool | None = None
    waiting: int = 0
    held: int = 0
    drafts: int = 0
    syncing: bool = False
    sending: bool = False
    sites_done: int = 0
    sites_total: int = 0
    articles: int = 0
    comments: int = 0
    wire_bytes: int = 0
    failed: int = 0
    last_sync: datetime | None = None
    last_bytes: int = 0


class StatusLine(Widget):
    """One line; what matters least goes first when it is narrow."""

    def __init__(self, marks: Marks, now: Callable[[], datetime], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._marks = marks
        self._now = now
        self.facts = Facts()
        self._inks = Inks(self)

    def tell(self, **changes: Any) -> None:
        """Change some of the facts; the line is painted again only when one is different."""
        facts = replace(self.facts, **changes)
        if facts != self.facts:
            self.facts = facts
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self.rich_style
        if y or width < 4:
            return Strip.blank(width, base)
        left, right = compose(self.facts, self._marks, self._now(), width)
        segments = [Segment(text, self._inks.style(role)) for text, role in left]
        used = sum(cell_len(text) for text, _role in left)
        end = sum(cell_len(text) for text, _role in right)
        if right and used + end + 1 <= width:
            segments.append(Segment(" " * (width - used - end), base))
            segments += [Segment(text, self._inks.style(role)) for text, role in right]
        return Strip(segments).adjust_cell_length(width, base)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._inks.forget()


Runs = list[tuple[str, str]]


def compose(facts: Facts, marks: Marks, now: datetime, width: int) -> tuple[Runs, Runs]:
    """(left, right) of the line in WIDTH cells."""
    phone = width < 60
    left: Runs = [] if phone else [("Sahel Reader", "name"), ("  ", "dim")]
    left += _network(facts, marks, phone)
    right = _sync(facts, marks, now, phone) if not phone or facts.syncing or facts.sending else []
    view = _view(facts, width)
    if phone:
        right = right or view
    elif view:
        left = [*left, (f"  {marks.dot}  " if len(left) > 2 else "", "dim"), *view]
    room = width - sum(cell_len(text) for text, _role in right) - 1
    return _clip(left, room if room >= 12 else width, marks.more), right


def _network(facts: Facts, marks: Marks, phone: bool) -> Runs:
    runs: Runs = []
    if facts.online is not None:
        mark, role = (marks.online, "good") if facts.online else (marks.offline, "caution")
        word = _("online") if facts.online else _("offline")
        runs.append((mark if phone else f"{mark} {word}", role))
    if facts.waiting:
        text = ngettext("%(count)d waiting", "%(count)d waiting", facts.waiting)
        sign = " " if phone else f" {marks.dot} "
        runs.append(((sign if runs else "") + text % {"count": facts.waiting}, "accent"))
    if facts.drafts and not phone:
        text = ngettext("%(count)d draft", "%(count)d drafts", facts.drafts)
        runs.append(((f" {marks.dot} " if runs else "") + text % {"count": facts.drafts}, "dim"))
    return runs


def _view(facts: Facts, width: int) -> Runs:
    if not facts.view:
        return []
    count = numbers.number(facts.unread or facts.count) if facts.count else ""
    return [
        (safe_line(facts.view, max(8, width // 3)), "view"),
        (f" {count}" if count else "", "dim"),
    ]


def _sync(facts: Facts, marks: Marks, now: datetime, phone: bool) -> Runs:
    if facts.syncing:
        parts = [f"{facts.sites_done}/{facts.sites_total}"]
        if facts.articles:
            text = ngettext("%(count)s article", "%(count)s articles", facts.articles)
            parts.append(text % {"count": numbers.number(facts.articles)})
        parts.append(numbers.size(facts.wire_bytes))
        bar = _bar(facts.sites_done, facts.sites_total, 6 if phone else 10, marks)
        said = f" {marks.dot} ".join(parts[-1:] if phone else parts)
        return [*bar, (f" {said}", "dim")]
    if facts.sending:
        return [(_("sending…"), "accent")]
    if facts.last_sync is None:
        return []
    said = _("sync %(when)s") % {"when": dates.ago(facts.last_sync, now)}
    runs: Runs = [(said, "dim")]
    if facts.last_bytes:
        runs.append((f" {marks.dot} {numbers.size(facts.last_bytes)}", "dim"))
    if facts.failed:
        text = ngettext("%(count)d site failed", "%(count)d sites failed", facts.failed)
        runs.append((f" {marks.dot} " + text % {"count": facts.failed}, "caution"))
    return runs


def _bar(done: int, total: int, cells: int, marks: Marks) -> Runs:
    full = cells * done // total if total else 0
    ascii_only = marks.rule == "-"
    return [(("=" if ascii_only else "━") * full, "accent"), (marks.rule * (cells - full), "dim")]


def _clip(runs: Sequence[tuple[str, str]], room: int, more: str) -> Runs:
    kept: Runs = []
    for text, role in runs:
        if cell_len(text) <= room:
            kept.append((text, role))
            room -= cell_len(text)
            continue
        if room > 4:
            start, end = wrap(text, room - 1)[0]
            kept.append((text[start:end] + more, role))
        break
    return kept
