"""Marks from the library screen: read, saved, all read, undo; and the way to the next unread article.

A mark is written, then one line of the list is painted again; no list is read anew for it.
"""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sahelreader.i18n import _
from sahelreader.library.views import View
from sahelreader.screens.work import start
from sahelreader.widgets.article_list import ArticleList

if TYPE_CHECKING:
    from sahelreader.screens.context import Context
    from sahelreader.screens.library import LibraryScreen

#: rows looked through at a time for the next unread one
STRETCH = 500


class MarkControl:
    def __init__(self, screen: LibraryScreen, context: Context) -> None:
        self._screen = screen
        self._context = context

    def _start(self, work: Any, group: str, *, exclusive: bool = False) -> None:
        start(self._screen, self._context, work, group, exclusive=exclusive)

    def _may_write(self) -> bool:
        if self._context.library.read_only:
            self._screen.notify(
                _("This library can only be read here; nothing was changed."),
                severity="warning",
                markup=False,
            )
            return False
        return True

    def toggle_read(self, ids: Sequence[int]) -> None:
        """Read, or unread again when all of IDS are read."""
        if ids and self._may_write():
            self._forget_discarded()
            self._start(self._toggle(ids, "read"), "mark")

    def toggle_saved(self, ids: Sequence[int]) -> None:
        if ids and self._may_write():
            self._forget_discarded()
            self._start(self._toggle(ids, "saved"), "mark")

    def _forget_discarded(self) -> None:
        """Undo is for the latest act: from here on not the comment that was thrown away before."""
        self._context.discarded.clear()

    async def _toggle(self, ids: Sequence[int], mark: str) -> None:
        from sahelreader.library import articles, marks

        library, listed = self._context.library, self._screen.query_one(ArticleList)
        known = [listed.row(number) for number in ids]
        rows = [row for row in known if row is not None]
        if len(rows) < len(ids):
            rows = await library.read(articles.rows, ids)
        value = not all(getattr(row, mark) for row in rows)
        # painted before it is written: the key answers at once
        listed.set_rows(
            replace(row, read=value) if mark == "read" else replace(row, saved=value)
            for row in rows
        )
        listed.unpick()
        write = marks.set_read if mark == "read" else marks.set_saved
        await library.write(write, ids, value, self._context.now())
        self._screen.lists.load_sites()
        if mark == "saved" and self._screen.reads.article_id in ids:
            self._screen.reads.reload()

    def all_read(self, view: View) -> None:
        if self._may_write():
            self._forget_discarded()
            self._start(self._all_read(view), "mark")

    async def _all_read(self, view: View) -> None:
        from sahelreader.library import marks

        await self._context.library.write(marks.all_read, view, self._context.now())
        self._screen.query_one(ArticleList).forget()
        self._screen.lists.load_sites()
        key = self._context.keymap.shown("undo")
        self._screen.notify(
            _("All of “%(view)s” is read. %(key)s undoes it.")
            % {"view": self._screen.lists.label, "key": key},
            markup=False,
        )

    def undo(self) -> None:
        if self._context.discarded:
            self._start(self._restore(), "mark")
        elif self._may_write():
            self._start(self._undo(), "mark")

    async def _restore(self) -> None:
        """Bring back the comment that was thrown away last."""
        context = self._context
        draft = await asyncio.to_thread(context.drafts.restore, context.discarded.pop())
        text = _("Your comment is back.") if draft is not None else _("Nothing to undo.")
        self._screen.notify(text, markup=False, timeout=4)
        context.traffic.count_drafts()
        self._screen.reads.reload()

    async def _undo(self) -> None:
        from sahelreader.library import marks

        said = await self._context.library.write(marks.undo)
        if said is None:
            self._screen.notify(_("Nothing to undo."), markup=False, timeout=3)
            return
        self._screen.notify(_("Undone: %(what)s") % {"what": said}, markup=False, timeout=4)
        self._screen.lists.reload()
        self._screen.reads.reload()

    # the next unread article

    def seek_unread(self, step: int) -> None:
        """To the next (STEP 1) or previous unread article; in the reading pane it opens."""
        listed = self._screen.query_one(ArticleList)
        reading = self._screen.panes.reading
        self._start(self._seek(listed, listed.index, step, reading), "seek", exclusive=True)

    async def _seek(self, listed: ArticleList, index: int, step: int, reading: bool) -> None:
        ids = listed.ids
        start_at = index + step
        while 0 <= start_at < len(ids):
            end = max(-1, min(len(ids), start_at + step * STRETCH))
            stretch = ids[start_at:end] if step > 0 else ids[end + 1 : start_at + 1][::-1]
            found = await self._first_unread(listed, stretch)
            if found is not None:
                listed.go_to(start_at + step * found)
                if reading:
                    self._screen.open_article(ids[start_at + step * found])
                return
            start_at += step * STRETCH
        self._screen.notify(
            _("No unread article further on.")
            if step > 0
            else _("No unread article before this one."),
            markup=False,
            timeout=3,
        )

    async def _first_unread(self, listed: ArticleList, stretch: array[int]) -> int | None:
        """Position in STRETCH of the first unread article; rows that the list has are believed."""
        from sahelreader.library import articles

        missing: list[int] = []
        for position, key in enumerate(stretch):
            row = listed.row(key)
            if row is None:
                missing.append(key)
            elif not row.read and not missing:
                return position
        rows = {row.id: row for row in await self._context.library.read(articles.rows, missing)}
        for position, key in enumerate(stretch):
            row = listed.row(key) or rows.get(key)
            if row is not None and not row.read:
                return position
        return None

    # addresses

    def with_address(self, article_id: int, then: Callable[[str, str], None]) -> None:
        """Call THEN with an article's title and address."""
        if article_id:
            self._start(self._address(article_id, then), "address")

    async def _address(self, article_id: int, then: Callable[[str, str], None]) -> None:
        from sahelreader.library import articles

        stored = await self._context.library.read(articles.get, article_id)
        if stored is not None:
            then(stored.article.title, stored.article.url)
