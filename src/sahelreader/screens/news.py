"""What comes and goes while one reads: a sync asked for or by itself, what it brought, comments sent, the network's return.

Tells the status line and the person; a list is read again at most once a second, and the place in it stays.
"""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import TYPE_CHECKING

from sahelreader.domain.site import Site, SourceKind
from sahelreader.i18n import _, ngettext, numbers
from sahelreader.library.views import View
from sahelreader.screens.route import has_route
from sahelreader.screens.traffic import Status, Summary
from sahelreader.screens.work import start
from sahelreader.widgets.article_list import ArticleList
from sahelreader.widgets.status import StatusLine

if TYPE_CHECKING:
    from sahelreader.screens.context import Context
    from sahelreader.screens.library import LibraryScreen

#: seconds between two looks at whether there is a network (no packet is sent)
LOOK = 20
#: seconds between two readings of the list while a sync brings articles in
SETTLE = 1.0


class News:
    def __init__(self, screen: LibraryScreen, context: Context) -> None:
        self._screen = screen
        self._context = context
        self._settling = False

    def begin(self) -> None:
        """Told once the list shows."""
        for complaint in self._context.complaints:
            self._screen.notify(complaint, severity="warning", markup=False, timeout=10)
        from sahelreader.screens.compose_left import tell_what_was_left

        start(self._screen, self._context, tell_what_was_left(self._screen, self._context), "left")
        self._screen.set_interval(LOOK, self._look)
        self._look()
        minutes = self._context.settings.sync_minutes
        if minutes:
            self._screen.set_interval(minutes * 60, self._sync_by_itself)

    def _look(self) -> None:
        start(self._screen, self._context, self._look_at_network(), "look")

    async def _look_at_network(self) -> None:
        traffic = self._context.traffic
        before = traffic.status.online
        there = await asyncio.to_thread(has_route)
        if not there:
            traffic.heard(False)
        elif before is False:
            # a route is not yet the internet, but worth a try
            traffic.heard(True)
            if traffic.status.waiting and self._context.settings.send == "auto":
                traffic.send()
        else:
            await traffic.attend()

    def _sync_by_itself(self) -> None:
        if self._context.traffic.status.online is not False:
            self._context.traffic.sync(send=self._context.settings.send == "auto")

    # asked for

    def sync(self) -> None:
        traffic = self._context.traffic
        if traffic.syncing:
            traffic.stop()
            return
        start(self._screen, self._context, self._sync(None), "ask-sync")

    def sync_site(self, view: View, articles: ArticleList) -> None:
        """Sync the site of the view, or of the current article."""
        if self._context.traffic.syncing:
            self._context.traffic.stop()
            return
        site_id = int(view.arg) if view.kind == "site" else 0
        row = articles.row(articles.current) if articles.current is not None else None
        if not site_id and row is not None:
            site_id = row.site_id
        start(self._screen, self._context, self._sync(site_id), "ask-sync")

    async def _sync(self, site_id: int | None) -> None:
        from sahelreader.library import sites

        found: list[Site] = list(await self._context.library.read(sites.all))
        asked = [site for site in found if site_id is None or site.id == site_id]
        if not any(site.kind is not SourceKind.LOCAL for site in asked):
            key = self._context.keymap.shown("add_site")
            if site_id:
                text = _(
                    "These articles came with the program or a file; there is nothing to sync."
                )
            else:
                text = _("There is no site to sync yet. %(key)s adds one.") % {"key": key}
            self._screen.notify(text, markup=False)
            return
        self._context.traffic.sync(asked if site_id is not None else None)

    # what happens

    def changed(self, status: Status) -> None:
        facts = asdict(status)
        last = facts.pop("last_sync")
        line = self._screen.query_one(StatusLine)
        line.tell(**facts, last_sync=last or line.facts.last_sync)

    def arrived(self) -> None:
        """Articles came: the list is read again, once for all that comes within a second."""
        if not self._settling:
            self._settling = True
            self._screen.set_timer(SETTLE, self._settle)

    def _settle(self) -> None:
        self._settling = False
        self._screen.lists.reload()
        self._screen.reads.reload()

    def ended(self, summary: Summary) -> None:
        self._settle()
        if summary.stopped:
            text = _("Sync stopped. What had arrived is kept.")
        elif summary.older and all(
            problem == "over_budget" for _n, problem, _d in summary.problems
        ):
            self._screen.notify(self._said_older(summary), markup=False)
            return
        else:
            text = self._said(summary)
        severe = bool(summary.problems) and len(summary.problems) == summary.sites
        self._screen.notify(text, markup=False, severity="warning" if severe else "information")

    def _said_older(self, summary: Summary) -> str:
        """How many older articles came, and whether there are more."""
        if not summary.new:
            nothing = _("Nothing older is to be had of this site.")
            return self._said(summary) if summary.problems else nothing
        text = ngettext("%(count)s older article", "%(count)s older articles", summary.new)
        text = text % {"count": numbers.number(summary.new)}
        text += f" {self._context.marks.dot} {numbers.size(summary.wire_bytes)}. "
        if summary.problems:
            key = self._context.keymap.shown("older_articles")
            return text + _("%(key)s brings more.") % {"key": key}
        return text + _("That is all there is.")

    def _said(self, summary: Summary) -> str:
        from sahelreader.i18n.problems import sentence

        problems = summary.problems
        if problems and len(problems) == summary.sites:
            _name, problem, detail = problems[0]
            text = sentence(problem, detail)
            waiting = self._context.traffic.status.waiting
            if problem == "no_network" and waiting:
                text += " " + ngettext(
                    "Your comment will leave at the next connection.",
                    "Your %(count)d comments will leave at the next connection.",
                    waiting,
                ) % {"count": waiting}
            return text
        parts = []
        if summary.new:
            parts.append(
                ngettext("%(count)s new article", "%(count)s new articles", summary.new)
                % {"count": numbers.number(summary.new)}
            )
        if summary.comments:
            parts.append(
                ngettext("%(count)s comment", "%(count)s comments", summary.comments)
                % {"count": numbers.number(summary.comments)}
            )
        text = ", ".join(parts) or _("Nothing new")
        text += f" {self._context.marks.dot} {numbers.size(summary.wire_bytes)}."
        if summary.replies_to_me:
            text += " " + ngettext(
                "%(count)d reply to you (%(key)s).", "%(count)d replies to you (%(key)s).",
                summary.replies_to_me,
            ) % {"count": summary.replies_to_me, "key": self._context.keymap.shown("mine")}  # fmt: skip
        for name, problem, detail in problems[:2]:
            text += f"\n{name}: {sentence(problem, detail)}"
        if len(problems) > 2:
            more = len(problems) - 2
            text += "\n" + ngettext(
                "and %(count)d other site failed", "and %(count)d other sites failed", more
            ) % {"count": more}
        return text

    def delivered(self, sent: int, waiting: int, refused: int) -> None:
        parts = []
        if sent:
            parts.append(
                ngettext("%(count)d comment sent", "%(count)d comments sent", sent)
                % {"count": sent}
            )
        if waiting:
            parts.append(
                ngettext("%(count)d still waits", "%(count)d still wait", waiting)
                % {"count": waiting}
            )
        if refused:
            key = self._context.keymap.shown("outbox")
            parts.append(
                ngettext(
                    "%(count)d refused: see the outbox (%(key)s)",
                    "%(count)d refused: see the outbox (%(key)s)",
                    refused,
                )
                % {"count": refused, "key": key}
            )
        if parts:
            self._screen.notify(
                ", ".join(parts) + ".",
                markup=False,
                severity="warning" if refused else "information",
            )
        self._screen.reads.reload()
