"""What the list and the sites pane show, out of the library: plain functions, run on the library's own thread."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sahelreader.domain.site import Site
from sahelreader.i18n import _, pgettext
from sahelreader.library.views import View
from sahelreader.widgets.sites_pane import PaneRow

if TYPE_CHECKING:
    from sahelreader.library.queries import SavedQuery
    from sahelreader.screens.context import Context


def read_ids(db: Any, view: View, grouped: bool) -> array[int]:
    from sahelreader.library import articles

    return articles.ids(db, view, grouped=grouped)


def read_sites(db: Any) -> tuple[tuple[Site, ...], int, int, tuple[SavedQuery, ...]]:
    """(sites, number of saved articles, number of my threads, searches that are kept)."""
    from sahelreader.library import articles, comments, queries, sites

    return (
        tuple(sites.all(db)),
        len(articles.ids(db, View("saved"))),
        len(comments.my_threads(db)),
        tuple(queries.all(db)),
    )


def pane_rows(
    sites: Sequence[Site], saved: int, mine: int, kept: Sequence[SavedQuery] = ()
) -> list[PaneRow]:
    """The lines of the sites pane: views, searches that are KEPT, then folders with their sites, then sites in no folder."""
    unread = sum(site.unread_count for site in sites)
    rows = [
        PaneRow(label_of(View("all")), View("all"), sum(site.article_count for site in sites)),
        PaneRow(label_of(View("unread")), View("unread"), unread),
        PaneRow(label_of(View("saved")), View("saved"), saved),
        PaneRow(label_of(View("mine")), View("mine"), mine),
    ]
    if kept:
        rows.append(PaneRow(""))
        rows += [PaneRow(search.name, View("query", search.query)) for search in kept]
    folders: dict[str, list[Site]] = {}
    for site in sites:
        folders.setdefault(site.folder, []).append(site)
    if sites:
        rows.append(PaneRow(""))
    for folder in sorted(folders, key=lambda name: (name == "", name.casefold())):
        inside = sorted(folders[folder], key=lambda site: site.name.casefold())
        if folder:
            count = sum(site.unread_count for site in inside)
            rows.append(PaneRow(folder, View("folder", folder), count, heading=True))
        rows += [
            PaneRow(
                site.name,
                View("site", str(site.id)),
                site.unread_count,
                indent=1 if folder else 0,
                troubled=bool(site.last_error) or site.gone,
            )
            for site in inside
        ]
    return rows


def label_of(view: View) -> str:
    return {
        "all": pgettext("view", "All"),
        "unread": pgettext("view", "Unread"),
        "saved": pgettext("view", "Kept"),
        "mine": pgettext("view", "My threads"),
        "group": pgettext("view", "One event"),
    }.get(view.kind, str(view.arg))


def nothing_in(view: View, context: Context) -> tuple[str, ...]:
    """What an empty list says: what would be here, and the key that fills it."""
    shown = context.keymap.shown
    if view.kind == "unread":
        return (
            _("Everything is read."),
            _("%(key)s brings in what is new.") % {"key": shown("sync")},
        )
    if view.kind == "query":
        return (_("Nothing found for these words."),)
    if view.kind == "saved":
        return (
            _("The articles you keep are here."),
            _("%(key)s on an article keeps it.") % {"key": shown("save")},
        )
    if view.kind == "mine":
        return (
            _("The articles you commented on are here."),
            _("%(key)s on an article writes a comment.") % {"key": shown("comment")},
        )
    return (
        _("No article yet."),
        _("%(add)s adds a site, %(sync)s brings in its articles.")
        % {"add": shown("add_site"), "sync": shown("sync")},
    )
