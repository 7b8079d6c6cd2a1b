"""A discussion as lines: who, when, what, how deep, what is new, what is mine and where it has got to. Pure.

At most five levels are drawn as bars; a deeper reply says whom it answers. Order and depth come from `domain.thread`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from rich.cells import cell_len

from sahelreader.domain.document import Block, Span
from sahelreader.domain.text import AUTHOR_LIMIT, safe_line
from sahelreader.domain.thread import Thread
from sahelreader.i18n import _, dates, ngettext
from sahelreader.widgets.lines import Page, Prefix
from sahelreader.widgets.reader_lines import Surroundings, blocks

#: levels drawn as bars
LEVELS = 5
#: columns narrower than this have the narrow indentation
ROOMY = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """One comment as the pane shows it. KEY: the library's id, or a negative number for a draft of mine.

    STATE is what is said of a comment of mine ("held for moderation since 8:30"), MARK its sign, TONE its role.
    """

    key: int
    parent: int | None
    author: str
    published: datetime | None
    body: tuple[Block, ...]
    author_url: str = ""
    mine: bool = False
    state: str = ""
    mark: str = ""
    tone: str = "caution"
    draft_id: str = ""
    is_new: bool = False
    gone: bool = False
    is_pingback: bool = False
    by_article_author: bool = False


@dataclass(frozen=True, slots=True)
class Discussion:
    """What stands below an article. OPEN None: not known. WHY_NOT: why nothing can be written, worded; "" when one can."""

    entries: tuple[Entry, ...]
    thread: Thread
    open: bool | None = None
    why_not: str = ""

    @property
    def new(self) -> int:
        return sum(entry.is_new for entry in self.entries)


def thread_lines(
    page: Page,
    discussion: Discussion,
    around: Surroundings,
    folded: Collection[int] = (),
    step: int = 0,
) -> None:
    """Lay DISCUSSION out on PAGE. STEP: cells for a level's bar, 0 to choose by the width."""
    entries = {entry.key: entry for entry in discussion.entries}
    shown = [key for key in discussion.thread.visible(folded) if not entries[key].is_pingback]
    _title(page, discussion, around)
    step = step or (4 if page.width >= ROOMY else 2)
    for number, key in enumerate(shown):
        place = discussion.thread.places[key]
        page.comment = key
        if number:
            page.comment = 0
            page.blank(_bars(min(place.depth, LEVELS), step, page.width, around))
            page.comment = key
        parent = entries.get(place.parent) if place.parent is not None else None
        hidden = place.replies if key in folded else 0
        _entry(page, entries[key], parent, place.depth, place.orphan, hidden, step, around)
    page.comment = 0
    pingbacks = [entry for entry in discussion.entries if entry.is_pingback]
    if pingbacks:
        _pingbacks(page, pingbacks, around)
    _where_to_write(page, discussion, around)


def _title(page: Page, discussion: Discussion, around: Surroundings) -> None:
    count = sum(not entry.is_pingback for entry in discussion.entries)
    marks = around.marks
    page.comment = 0
    left: list[tuple[str, str]] = []
    if count:
        left.append(
            (
                ngettext("%(count)d comment", "%(count)d comments", count) % {"count": count},
                "heading",
            )
        )
        if discussion.new:
            new = ngettext("%(count)d new", "%(count)d new", discussion.new) % {
                "count": discussion.new
            }
            left += [(f" {marks.dot} ", "byline"), (new, "new")]
    else:
        left.append((_("No comment yet"), "heading"))
    hints: list[tuple[str, str]] = []
    if not discussion.why_not:
        hints += [(around.keys.get("comment", ""), "key"), (" " + _("write"), "byline")]
    if discussion.new:
        hints += [("  " if hints else "", "byline"), (around.keys.get("thread.next_new", ""), "key"),
                  (" " + _("next new"), "byline")]  # fmt: skip
    page.furniture(*left, right=hints)
    page.furniture((marks.rule * page.width, "rule"))


def _entry(
    page: Page,
    entry: Entry,
    parent: Entry | None,
    depth: int,
    orphan: bool,
    hidden: int,
    step: int,
    around: Surroundings,
) -> None:
    bars = _bars(min(depth, LEVELS), step, page.width, around)
    _who(page, entry, parent, depth, orphan, hidden, bars, around)
    if hidden:
        return
    if entry.gone:
        page.flow(_("Removed by the site; kept here."), "caution", bars)
    blocks(page, entry.body, bars, 0, around, "faded" if entry.gone else "text")


def _who(
    page: Page,
    entry: Entry,
    parent: Entry | None,
    depth: int,
    orphan: bool,
    hidden: int,
    bars: Prefix,
    around: Surroundings,
) -> None:
    """The line with the author, the time and what is to be said of the comment."""
    marks = around.marks
    when = dates.ago(entry.published, around.now) if entry.published else ""
    name = _("Me") if entry.mine else safe_line(entry.author, AUTHOR_LIMIT) or _("Anonymous")
    line: list[tuple[str, str]] = list(bars)
    if entry.mine and entry.mark:
        line.append((f"{entry.mark} ", entry.tone))
    elif entry.is_new:
        line.append((f"{marks.new} ", "new"))
    facts: list[tuple[str, str]] = []
    if entry.by_article_author:
        facts.append(("\u00a0\u00a0" + _("author"), "badge"))
    if depth > LEVELS and parent is not None:
        whom = _("me") if parent.mine else safe_line(parent.author, 30)
        facts.append((f"\u00a0\u00a0{marks.reply} " + _("to %(name)s") % {"name": whom}, "byline"))
    elif orphan:
        facts.append((f"\u00a0\u00a0{marks.reply} " + _("to a comment that is not here"), "byline"))
    if entry.mine and entry.state:
        facts.append((f" {marks.dot} {entry.state}", entry.tone))
    elif when:
        facts.append((f" {marks.dot} {when}", "byline"))
    if hidden:
        text = ngettext("%(count)d reply", "%(count)d replies", hidden) % {"count": hidden}
        facts.append((f"  {marks.folded} {text}", "new"))
    right: list[tuple[str, str]] = []
    if entry.mine and entry.draft_id:
        right = [(around.keys.get("thread.mine", ""), "key"), (" " + _("see"), "byline")]
    elif entry.is_new:
        right = [(_("new"), "new")]
    author = (name, "me" if entry.mine else "author")
    used = sum(cell_len(text) for text, _role in (*line, author, *facts))
    if used <= page.width:
        page.furniture(*line, author, *facts, right=right, findable=True)
        return
    # too much for one line: it flows, with the bars kept
    before = tuple(line)
    room: Prefix = (*bars, (" " * (sum(len(text) for text, _role in line[len(bars) :])), "byline"))
    start = len(page.lines)
    page.flow((Span(name), *(Span(text) for text, _role in facts)), "byline", before, room)
    _recolour(page, start, name, author[1], facts)


def _recolour(
    page: Page, start: int, name: str, role: str, facts: Sequence[tuple[str, str]]
) -> None:
    """Give the flowed pieces of a heading their own roles."""
    from dataclasses import replace

    pieces = [(name, role), *facts]
    bounds: list[tuple[int, int, str]] = []
    at = 0
    for text, its_role in pieces:
        bounds.append((at, at + len(text), its_role))
        at += len(text)
    for index in range(start, len(page.lines)):
        line = page.lines[index]
        shift = line.skip - line.at
        stop = len(line.text)
        runs = [run for run in line.runs if run[1] <= line.skip]
        for a, b, its_role in bounds:
            left, right = max(a + shift, line.skip), min(b + shift, stop)
            if left < right:
                runs.append((left, right, its_role, ""))
        page.lines[index] = replace(line, runs=tuple(runs))


def _bars(depth: int, step: int, width: int, around: Surroundings) -> Prefix:
    """The bars before a reply at DEPTH; a narrow page keeps at least 16 cells for the text."""
    if not depth:
        return ()
    while step > 1 and depth * step > width - 16:
        step -= 1
    unit = f"{'  ' if step > 3 else ''}{around.marks.bar}{' ' * min(1, step - 1)}"
    return ((unit * depth, "bar"),)


def _pingbacks(page: Page, entries: Sequence[Entry], around: Surroundings) -> None:
    page.blank()
    page.flow(
        ngettext(
            "%(count)d site mentions this article",
            "%(count)d sites mention this article",
            len(entries),
        )
        % {"count": len(entries)},
        "subheading",
    )
    for entry in entries:
        host = urlsplit(entry.author_url).hostname or ""
        name = safe_line(entry.author, AUTHOR_LIMIT) or host
        before: Prefix = ((f"{around.marks.reply} ", "byline"),)
        page.flow(
            (Span(name, href=entry.author_url), Span(f"  {host}" if host != name else "")),
            "byline",
            before,
            (("  ", "byline"),),
        )


def _where_to_write(page: Page, discussion: Discussion, around: Surroundings) -> None:
    page.blank()
    key = around.keys.get("comment", "")
    if discussion.why_not:
        page.flow(discussion.why_not, "byline")
    else:
        page.furniture((key, "key"), (" " + _("write a comment"), "byline"))
    page.blank()
