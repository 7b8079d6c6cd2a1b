"""The list's side of the library screen: which view it shows, its ids and rows, search and filter, the sites pane.

Reads the library and tells the widgets; the screen owns the keys.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from sahelreader.domain.site import Site
from sahelreader.domain.text import safe_line
from sahelreader.i18n import _, ngettext, numbers
from sahelreader.library.views import GROUPING, View
from sahelreader.screens.first_rows import FIRST, ROWS, read_first
from sahelreader.screens.left_off import LeftOff
from sahelreader.screens.list_data import (
    label_of,
    nothing_in,
    pane_rows,
    read_ids,
    read_sites,
)
from sahelreader.screens.seeking import found_in_drafts, of_drafts, read_found, read_quotes
from sahelreader.screens.work import start
from sahelreader.widgets.article_list import ArticleList
from sahelreader.widgets.sites_pane import SitesPane
from sahelreader.widgets.status import StatusLine

if TYPE_CHECKING:
    from sahelreader.screens.context import Context
    from sahelreader.screens.library import LibraryScreen


@dataclass(frozen=True, slots=True)
class Sought:
    """A search or filter in force, and what the list showed before it."""

    kind: str
    text: str
    before: tuple[View, str, int]


class ListControl:
    def __init__(self, screen: LibraryScreen, context: Context) -> None:
        self._screen = screen
        self._context = context
        self.view = View("all")
        self.label = ""
        self.sought: Sought | None = None
        #: views that show every paper's article of an event, as `LeftOff.apart`
        self.apart: tuple[str, ...] = ()
        self._before_event: tuple[View, str, int] | None = None
        self._wanted: str | None = None
        self._searching = False
        self._sites: tuple[Site, ...] = ()

    @property
    def articles(self) -> ArticleList:
        return self._screen.query_one(ArticleList)

    @property
    def pane(self) -> SitesPane:
        return self._screen.query_one(SitesPane)

    # views

    def begin(self, left: LeftOff) -> None:
        """Show what was left, at once: the first paint has true rows. The rest of the view follows."""
        self.view = View(left.kind, left.arg)
        self.label = left.label or label_of(self.view)
        self.apart = left.apart
        ids, rows = self._context.library.read_now(
            read_first, self.view, left.article, left.near, self.grouped(self.view)
        )
        self.articles.nothing = nothing_in(self.view, self._context)
        self.articles.take(ids, rows, at=left.article or None, top=left.top)
        self.tell_count()
        whole = not left.near and len(ids) < FIRST
        start(self._screen, self._context, self._complete(self.view, whole), "view")

    def show(self, view: View, label: str, at: int = 0) -> None:
        """Show VIEW with the article AT current; the newest come first, the rest follows."""
        self.view, self.label = view, label or label_of(view)
        self.sought = self._before_event = None
        start(self._screen, self._context, self._show(view, at), "view")

    async def _show(self, view: View, at: int) -> None:
        ids, rows = await self._context.library.read(read_first, view, at, (), self.grouped(view))
        self.articles.nothing = nothing_in(view, self._context)
        self.articles.take(ids, rows, at=at or None)
        self.tell_count()
        await self._complete(view, len(ids) < FIRST, at)

    async def _complete(self, view: View, whole: bool, at: int = 0) -> None:
        """All ids of VIEW, once its first show; the current article stays where it is."""
        if not whole:
            here = self.articles.current
            ids = await self._context.library.read(read_ids, view, self.grouped(view))
            jump = bool(at) and at != here and self.articles.current == here
            self.articles.set_ids(ids, keep=not jump, at=at or None)
            self.tell_count()
        await self._load_sites()

    def reload(self) -> None:
        """The library changed: read the view again; where one is stays, on the same line."""
        if self.sought is not None:
            self._wanted = self.sought.text
            start(self._screen, self._context, self._search(self.sought.kind), "view")
        else:
            start(self._screen, self._context, self._reload(self.view), "view")

    async def _reload(self, view: View) -> None:
        ids = await self._context.library.read(read_ids, view, self.grouped(view))
        if view == self.view:
            self.articles.forget()
            self.articles.set_ids(ids)
            self.tell_count()
        await self._load_sites()

    def leave_hidden(self) -> None:
        """The library hides other articles than before: one that was current does not stay for being so."""
        if self.sought is not None:
            self.reload()
        else:
            start(self._screen, self._context, self._leave_hidden(self.view), "view")

    async def _leave_hidden(self, view: View) -> None:
        ids = await self._context.library.read(read_ids, view, self.grouped(view))
        listed = self.articles
        here, shown = listed.index, set(ids)
        if view == self.view and 0 <= here < len(listed.ids) and listed.ids[here] not in shown:
            # to the next that is left, else the one before
            order = chain(listed.ids[here:], reversed(listed.ids[:here]))
            listed.set_ids(ids, keep=False, at=next((key for key in order if key in shown), None))
        await self._reload(view)

    def reload_rows(self, ids: Sequence[int]) -> None:
        """Rows of IDS changed (marks, counts)."""
        start(self._screen, self._context, self._rows(tuple(ids)), "changed-rows", exclusive=False)

    def want_rows(self, ids: Sequence[int]) -> None:
        start(self._screen, self._context, self._rows(tuple(ids)), "rows")

    async def _rows(self, ids: Sequence[int]) -> None:
        from sahelreader.library import articles

        self.articles.set_rows(await self._context.library.read(articles.rows, ids))

    # one event, several papers

    def grouped(self, view: View) -> bool:
        """Whether VIEW shows one line for an event."""
        return view.kind in GROUPING and f"{view.kind} {view.arg}" not in self.apart

    def toggle_grouping(self) -> None:
        """One line for an event or every paper's, in the view that shows; it is kept for that view."""
        view = self.view
        if view.kind not in GROUPING or self.sought is not None:
            self._screen.notify(_("This list always shows every article."), markup=False, timeout=3)
            return
        name = f"{view.kind} {view.arg}"
        if self.grouped(view):
            self.apart = (*self.apart, name)
            said = _("Every paper’s article has its line in “%(view)s”.")
        else:
            self.apart = tuple(other for other in self.apart if other != name)
            said = _("What several papers tell is one line in “%(view)s”.")
        self._screen.notify(said % {"view": self.label}, markup=False, timeout=4)
        self.reload()

    def show_event(self, article_id: int) -> None:
        """The articles of all papers on the event of ARTICLE_ID."""
        start(self._screen, self._context, self._show_event(article_id), "event")

    async def _show_event(self, article_id: int) -> None:
        from sahelreader.library import articles

        rows = await self._context.library.read(articles.rows, [article_id])
        if not rows or not rows[0].others:
            self._screen.notify(_("No other paper here tells this."), markup=False, timeout=3)
            return
        event = View("group", str(rows[0].group))
        if event == self.view:
            return
        before = self.sought.before if self.sought else None
        before = before or (self.view, self.label, self.articles.current or 0)
        self.show(event, "", article_id)
        self._before_event = before
        self._screen.panes.to_list()

    def leave_event(self) -> bool:
        """Back to what the list showed before `show_event`; False when it shows no event."""
        if self._before_event is None:
            return False
        self.show(*self._before_event)
        return True

    # the sites pane

    def load_sites(self) -> None:
        start(self._screen, self._context, self._load_sites(), "sites")

    async def _load_sites(self) -> None:
        found, saved, mine, kept = await self._context.library.read(read_sites)
        self._sites = found
        self.pane.set_rows(pane_rows(found, saved, mine, kept), self.view)
        times = [site.last_sync for site in found if site.last_sync is not None]
        status = self._screen.query_one(StatusLine)
        if times and status.facts.last_sync is None:
            status.tell(last_sync=max(times))
        self.tell_count()

    def site(self, site_id: int) -> Site | None:
        return next((site for site in self._sites if site.id == site_id), None)

    def tell_count(self) -> None:
        label, picked = self.label, len(self.articles.picked)
        if picked:
            said = ngettext("%(count)s picked", "%(count)s picked", picked)
            label = said % {"count": numbers.number(picked)}
        self._screen.query_one(StatusLine).tell(view=label, count=len(self.articles.ids))

    # search and filter

    def typed(self, kind: str, text: str) -> None:
        """The text of a search changed. One search runs at a time; the newest text is the next."""
        if self.sought is None:
            here = (self.view, self.label, self.articles.current or 0)
            self.sought = Sought(kind, text, here)
        else:
            self.sought = Sought(kind, text, self.sought.before)
        self._wanted = text
        if not self._searching:
            self._searching = True
            start(self._screen, self._context, self._search(kind), "search", exclusive=False)

    async def _search(self, kind: str) -> None:
        self._searching = True
        try:
            while self._wanted is not None:
                text, self._wanted = self._wanted, None
                await self._search_once(kind, text)
        finally:
            self._searching = False

    async def _search_once(self, kind: str, text: str) -> None:
        from sahelreader.library import articles

        library = self._context.library
        if not text.strip():
            self._restore()
            return
        base = self.sought.before[0] if kind == "filter" and self.sought is not None else None
        if of_drafts(text):
            quotes = await found_in_drafts(self._context, text)
            ids, wrong = array("q", quotes), ""
        else:
            quotes = {}
            ids, wrong = await library.read(read_found, text, base)
        if self._wanted is not None or self.sought is None:
            return
        rows = await library.read(articles.rows, ids[:ROWS])
        self.articles.nothing = (_("Nothing found for these words."),)
        self.articles.take(ids, rows, quoted=True)
        self.articles.add_snippets(quotes)
        self.label = text
        self.tell_count()
        box = self._screen.panes.box
        if box is not None:
            said = ngettext("%(count)s article", "%(count)s articles", len(ids))
            box.tell(wrong or said % {"count": numbers.number(len(ids))}, wrong=bool(wrong))

    def keep_search(self) -> None:
        """Give the search in force a line of its own in the sites pane."""
        sought = self.sought
        if sought is None or sought.kind != "search" or not sought.text.strip():
            self._screen.notify(_("Search for something first."), markup=False, timeout=3)
        elif self._context.library.read_only:
            self._screen.notify(
                _("This library can only be read here; nothing was changed."),
                severity="warning",
                markup=False,
            )
        else:
            self._context.discarded.clear()
            text = sought.text.strip()
            start(self._screen, self._context, self._keep_search(text), "keep", exclusive=False)

    async def _keep_search(self, text: str) -> None:
        from sahelreader.library import queries

        await self._context.library.write(queries.keep, text, text, self._context.now())
        await self._load_sites()
        key = self._context.keymap.shown("undo")
        self._screen.notify(
            _("“%(text)s” has its line above the sites. %(key)s undoes it.")
            % {"text": safe_line(text, 60), "key": key},
            markup=False,
            timeout=4,
        )

    def quote(self) -> None:
        """Under the rows in sight, what they say of the words sought."""
        if self.sought is not None:
            start(self._screen, self._context, self._quote(self.sought.text), "quote")

    async def _quote(self, text: str) -> None:
        ids = self.articles.unquoted()
        quotes = await self._context.library.read(read_quotes, ids, text)
        if self.sought is not None and self.sought.text == text:
            self.articles.add_snippets(quotes)

    def words(self) -> list[str]:
        """The words of the search in force, to be marked in the article."""
        if self.sought is None:
            return []
        words = self.sought.text.replace('"', " ").split()
        return [word for word in words if ":" not in word and not word.startswith("-")]

    def leave_search(self) -> bool:
        """Back to what the list showed; False when there was no search."""
        if self.sought is None:
            return False
        self._restore()
        self.sought = None
        return True

    def _restore(self) -> None:
        assert self.sought is not None
        view, label, at = self.sought.before
        sought = self.sought
        self.show(view, label, at)
        # still typing: an empty box shows what was there
        self.sought = sought if self._screen.panes.box is not None else None
