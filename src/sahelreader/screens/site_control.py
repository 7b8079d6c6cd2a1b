"""What one does to a site from the sites pane: another name, a folder, unsubscribing (which undo takes back)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sahelreader.domain.site import Site, SourceKind
from sahelreader.i18n import _
from sahelreader.library.views import View
from sahelreader.screens.keys import push
from sahelreader.screens.work import start
from sahelreader.widgets.article_list import ArticleList
from sahelreader.widgets.sites_pane import SitesPane

if TYPE_CHECKING:
    from sahelreader.screens.context import Context
    from sahelreader.screens.library import LibraryScreen


class SiteControl:
    def __init__(self, screen: LibraryScreen, context: Context) -> None:
        self._screen = screen
        self._context = context

    @property
    def _site(self) -> Site | None:
        """The site of the line one is on; None (and said so) when it is no site."""
        pane = self._screen.query_one(SitesPane)
        view = pane.rows[pane.index].view if pane.index < len(pane.rows) else None
        found = self._screen.lists.site(site_in(view))
        if found is None:
            self._screen.notify(_("Go to a site of this list first."), markup=False, timeout=3)
        elif self._context.library.read_only:
            self._screen.notify(
                _("This library can only be read here; nothing was changed."),
                severity="warning",
                markup=False,
            )
            return None
        return found

    def edit(self) -> None:
        site = self._site
        if site is not None:
            push(self._screen, "screens.site_form:SiteScreen", self._context, site)

    def older(self) -> None:
        """Older articles of the site of the line one is on, of the view, or of the current article."""
        if self._screen.query_one(SitesPane).has_focus:
            site = self._site
        else:
            listed = self._screen.query_one(ArticleList)
            row = listed.row(listed.current) if listed.current is not None else None
            number = site_in(self._screen.lists.view) or (row.site_id if row is not None else 0)
            site = self._screen.lists.site(number)
        if site is None:
            return
        if site.kind in (SourceKind.LOCAL, SourceKind.PAGE):
            told = _("Older articles can be asked of sites that have a feed or an API.")
            self._screen.notify(told, markup=False)
        elif self._context.traffic.syncing:
            key = self._context.keymap.shown("sync")
            told = _("A sync runs; %(key)s stops it.") % {"key": key}
            self._screen.notify(told, markup=False)
        else:
            push(self._screen, "screens.older:OlderScreen", self._context, site)

    def remove(self) -> None:
        pane = self._screen.query_one(SitesPane)
        row = pane.rows[pane.index] if pane.index < len(pane.rows) else None
        if row is not None and isinstance(row.view, View) and row.view.kind == "query":
            if not self._context.library.read_only:
                self._context.discarded.clear()
                start(self._screen, self._context, self._forget(row.label, row.view), "remove-site")
            return
        site = self._site
        if site is not None:
            start(self._screen, self._context, self._remove(site), "remove-site")

    async def _forget(self, name: str, view: View) -> None:
        """Let a kept search go."""
        from sahelreader.library import queries

        await self._context.library.write(queries.forget, name, self._context.now())
        lists = self._screen.lists
        if lists.view == view:
            lists.show(View("all"), "")
        else:
            lists.load_sites()
        key = self._context.keymap.shown("undo")
        self._screen.notify(
            _("The search is no longer kept. %(key)s undoes it.") % {"key": key}, markup=False
        )

    async def _remove(self, site: Site) -> None:
        from sahelreader.library import sites

        await self._context.library.write(sites.remove, site.id, self._context.now())
        lists = self._screen.lists
        if lists.view == View("site", str(site.id)):
            lists.show(View("all"), "")
        else:
            lists.reload()
        key = self._context.keymap.shown("undo")
        self._screen.notify(
            _("Unsubscribed from %(site)s, and its articles are gone. %(key)s brings them back.")
            % {"site": site.name, "key": key},
            markup=False,
        )


def site_in(view: object) -> int:
    """The site whose articles VIEW shows; 0 when it is not one site's."""
    if isinstance(view, View) and view.kind == "site" and str(view.arg).isdigit():
        return int(view.arg)
    return 0
