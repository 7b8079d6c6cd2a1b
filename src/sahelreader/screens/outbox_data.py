"""The outbox as a list to choose from and a card for the chosen one. Pure: drafts and `now` in, words out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sahelreader.domain.draft import Draft, State
from sahelreader.domain.text import AUTHOR_LIMIT, safe_block, safe_line
from sahelreader.i18n import _, dates
from sahelreader.screens.compose_data import quotation
from sahelreader.screens.compose_preview import from_site, to_site
from sahelreader.widgets.choice_lines import Choice
from sahelreader.widgets.colours import Marks
from sahelreader.widgets.lines import Page

if TYPE_CHECKING:
    from sahelreader.drafts import Damaged

#: comments that are on their sites are listed up to this many, the newest first
SENT = 200
#: first words of a comment, in characters
FIRST_WORDS = 120
#: reasons after which a reply can go out as a comment of its own
PARENT_LOST = ("parent_gone", "parent_moved", "parent_refused")


def needs_me(draft: Draft) -> bool:
    """True when nothing happens to DRAFT until the person decides."""
    return draft.state is State.REFUSED or asks(draft)


def asks(draft: Draft) -> bool:
    """True when it may have arrived and the site cannot tell: only the person can say whether to send again."""
    return draft.state is State.IN_DOUBT and draft.error == "ask_again"


def lost_its_parent(draft: Draft) -> bool:
    return draft.state is State.REFUSED and draft.error in PARENT_LOST


def on_its_own(draft: Draft) -> Draft:
    """DRAFT as a comment on the article itself, with what it answered quoted first."""
    target = draft.target
    quoted = ""
    if target.parent_excerpt:
        name = safe_line(target.parent_author, AUTHOR_LIMIT)
        who = f"{name}\u00a0: " if name else ""
        quoted = to_site(quotation(who + target.parent_excerpt), target.system)
    alone = replace(
        target, parent_remote_id="", parent_draft="", parent_author="", parent_excerpt=""
    )
    text = draft.text if draft.text.startswith(quoted.strip()) and quoted else quoted + draft.text
    return replace(draft, target=alone, reply_to=None, text=text)


def state_word(state: State) -> str:
    return {
        State.DRAFT: _("draft"),
        State.QUEUED: _("waiting"),
        State.SENDING: _("being sent"),
        State.IN_DOUBT: _("in doubt"),
        State.RETRY: _("to be tried again"),
        State.HELD: _("held"),
        State.PUBLISHED: _("published"),
        State.REFUSED: _("refused"),
    }[state]


def state_phrase(draft: Draft, now: datetime) -> str:
    """The state in a word or two, with what happens next where something does."""
    due = draft.next_attempt if draft.state is State.RETRY else None
    if draft.state is State.QUEUED and draft.not_before is not None:
        due = draft.not_before
    if due is None or due <= now:
        return state_word(draft.state)
    zone = due.astimezone()
    if zone.date() != now.astimezone().date():
        return f"{state_word(draft.state)}, {dates.day_and_time(due, now)}"
    at = {"time": dates.clock(zone)}
    return (
        _("leaves at %(time)s") % at if draft.state is State.QUEUED else _("again at %(time)s") % at
    )


def mark_of(state: State, marks: Marks) -> tuple[str, str]:
    """(sign, its ink) of a state."""
    return {
        State.DRAFT: (marks.bullet, "dim"),
        State.QUEUED: (marks.offline, "accent"),
        State.SENDING: (marks.arrow, "accent"),
        State.IN_DOUBT: (marks.doubt, "caution"),
        State.RETRY: (marks.offline, "caution"),
        State.HELD: (marks.held, "caution"),
        State.PUBLISHED: (marks.published, "good"),
        State.REFUSED: (marks.refused, "bad"),
    }[state]


def sections(
    drafts: Sequence[Draft], damaged: Sequence[Damaged], marks: Marks, now: datetime
) -> list[Choice]:
    """Every comment as a choice whose value is the draft's id, under headings; what needs the person comes first."""
    latest = sorted(drafts, key=lambda draft: (draft.updated, draft.id), reverse=True)
    parts: list[tuple[str, list[Draft]]] = [
        (_("For you to decide"), [d for d in latest if needs_me(d)]),
        (_("Drafts"), [d for d in latest if d.state is State.DRAFT]),
        (_("Waiting to be sent"), [d for d in _queue_order(drafts) if not asks(d)]),
        (_("Held by the site"), [d for d in latest if d.state is State.HELD]),
        (_("Published"), [d for d in latest if d.state is State.PUBLISHED][:SENT]),
    ]
    choices: list[Choice] = []
    for title, members in parts:
        if members:
            choices.append(Choice(None, f"{title} {marks.dot} {len(members)}"))
            choices += [_choice(draft, marks, now) for draft in members]
    if damaged:
        choices.append(Choice(None, _("Files that cannot be read, left as they are")))
        choices += [
            Choice(
                f"file:{item.path}",
                safe_line(_short(item.path), 200),
                safe_line(item.reason, 120),
                mark=marks.doubt,
                tone="caution",
            )
            for item in damaged
        ]
    return choices


def _queue_order(drafts: Sequence[Draft]) -> list[Draft]:
    waiting = (State.QUEUED, State.SENDING, State.RETRY, State.IN_DOUBT)
    found = [draft for draft in drafts if draft.state in waiting]
    return sorted(found, key=lambda draft: (draft.queued or draft.created, draft.id))


def _short(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _choice(draft: Draft, marks: Marks, now: datetime) -> Choice:
    mark, tone = mark_of(draft.state, marks)
    dot = f" {marks.dot} "
    where = [safe_line(draft.target.article_title, 80), site_of(draft)]
    return Choice(
        draft.id,
        first_words(draft) or _("(nothing written yet)"),
        dot.join([state_phrase(draft, now), *filter(None, where)]),
        mark=mark,
        right=dates.ago(since(draft), now),
        role="unread-title" if needs_me(draft) else "title",
        tone=tone,
        # one could read it below; a list is for finding
        most=1,
    )


def first_words(draft: Draft) -> str:
    """The beginning of what I say myself; of the quotation when there is nothing else."""
    text = from_site(draft.text, draft.target.system)
    mine = "\n".join(line for line in text.split("\n") if not line.startswith(">"))
    return safe_line(mine.strip() or text, FIRST_WORDS)


def since(draft: Draft) -> datetime:
    """When DRAFT came to be what it is, as far as is known."""
    if draft.state in (State.HELD, State.PUBLISHED):
        return draft.sent_at or draft.updated
    if draft.state is State.DRAFT:
        return draft.updated
    return draft.attempted or draft.queued or draft.updated


def site_of(draft: Draft) -> str:
    if draft.target.system == "local":
        return ""
    host = urlsplit(draft.target.site_url).hostname or draft.target.site_url
    return safe_line(host.removeprefix("www."), 60)


def card(
    draft: Draft, sentence: str, keys: Sequence[tuple[str, str]], marks: Marks, now: datetime
) -> Callable[[Page], None]:
    """The chosen comment in full. KEYS: (key, what it does) of what can be done with it."""

    def put(page: Page) -> None:
        mark, tone = mark_of(draft.state, marks)
        page.flow(sentence, tone, ((f"{mark} ", tone),), (("  ", tone),))
        page.blank()
        for line in _facts(draft, marks, now):
            page.flow(line, "byline")
        page.blank()
        for part in safe_block(from_site(draft.text, draft.target.system)).split("\n\n"):
            page.flow(part, "quote" if part.startswith(">") else "text")
            page.blank()
        for key, what in keys:
            page.furniture((f"{key:<3}", "key"), (f" {what}", "byline"))

    return put


def _facts(draft: Draft, marks: Marks, now: datetime) -> list[str]:
    target = draft.target
    dot = f"\u00a0{marks.dot} "
    facts = [dot.join(filter(None, (safe_line(target.article_title), site_of(draft))))]
    if target.parent_author or target.parent_excerpt:
        name = safe_line(target.parent_author, AUTHOR_LIMIT) or _("Anonymous")
        words = {"name": name, "words": safe_line(target.parent_excerpt, 100)}
        facts.append(
            _("In reply to %(name)s: %(words)s") % words
            if words["words"]
            else _("In reply to %(name)s") % {"name": name}
        )
    signed = dot.join(filter(None, (draft.identity.name, draft.identity.email)))
    if signed:
        facts.append(_("Signed %(who)s") % {"who": safe_line(signed)})
    times = [_("written %(when)s") % {"when": dates.ago(draft.updated, now)}]
    if draft.attempts:
        times.append(_("attempts: %(count)d") % {"count": draft.attempts})
    facts.append(dot.join(times))
    return [fact for fact in facts if fact]
