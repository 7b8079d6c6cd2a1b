"""The reading pane's side of the library screen: opening an article, its place, its thread, what was read of it.

Reads and writes the library and tells the widgets; the screen owns the keys.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sahelreader.i18n import _, ngettext, numbers
from sahelreader.screens.work import start
from sahelreader.widgets.article_list import ArticleList
from sahelreader.widgets.hints import Hints
from sahelreader.widgets.reader import Reader

if TYPE_CHECKING:
    from sahelreader.domain.draft import Draft
    from sahelreader.screens.article_data import Stored
    from sahelreader.screens.context import Context
    from sahelreader.screens.lead_pictures import LeadPictures
    from sahelreader.screens.library import LibraryScreen


class ReadControl:
    def __init__(self, screen: LibraryScreen, context: Context) -> None:
        self._screen = screen
        self._context = context
        #: the article asked for last; it shows as soon as it is read
        self._wanted = 0
        self._stored: Stored | None = None
        self._seen = False
        self._pictures: LeadPictures | None = None

    @property
    def reader(self) -> Reader:
        return self._screen.query_one(Reader)

    @property
    def article_id(self) -> int:
        """The article shown, or about to be; 0 when there is none."""
        return self._wanted

    # opening

    def open(
        self, article_id: int, comment: int = 0, words: Sequence[str] = (), *, read: bool = True
    ) -> None:
        """Show an article where it was left, or at a COMMENT; READ marks it as read."""
        self.leave()
        if article_id != self._wanted and not self._screen.panes.wide and not self.reader.has_focus:
            # the pane comes up before the article: it must not show the one before
            self.reader.clear()
        self._wanted = article_id
        start(self._screen, self._context, self._open(article_id, comment, words, read), "open")

    async def _open(self, article_id: int, comment: int, words: Sequence[str], read: bool) -> None:
        stored = await self._context.library.read(_read_stored, article_id)
        if stored is None:
            self._wanted = 0
            self.reader.clear((_("This article is no longer in the library."),))
            return
        shown = await self._shown(stored)
        self._stored = stored
        self._seen = False
        place = 0 if comment else stored.article.place
        self.reader.show(shown, place, comment)
        self.reader.mark_words(words)
        self.tell_progress()
        self.maybe_seen()
        if read and not stored.article.read:
            await self._mark_read(article_id)

    async def _shown(self, stored: Stored) -> Any:
        from sahelreader.screens import article_data

        context = self._context
        shelf = await asyncio.to_thread(context.drafts.all)
        drafts: tuple[Draft, ...] = shelf.drafts
        made = await asyncio.to_thread(
            article_data.shown, stored, drafts, context.keymap, context.marks, context.now()
        )
        if stored.article.article.lead is None or not self._paints_pictures():
            return made
        if self._pictures is None:
            # with the first one: the list shows sooner without it
            from sahelreader.screens.lead_pictures import LeadPictures

            self._pictures = LeadPictures(context.paths.pictures)
        return replace(made, picture=await self._pictures.soon(stored, self.reload))

    def _paints_pictures(self) -> bool:
        """Whether kept pictures stand in the text: where there are blocks and colours, and they are wanted."""
        context, console = self._context, self._screen.app.console
        blocks = not context.marks.bar.isascii() and not console.no_color
        return (
            blocks
            and console.color_system in ("truecolor", "256")
            and context.settings.pictures != "never"
        )

    async def _mark_read(self, article_id: int) -> None:
        from sahelreader.library import marks

        await self._context.library.write(
            marks.set_read, [article_id], True, self._context.now(), undoable=False
        )
        row = self._screen.query_one(ArticleList).row(article_id)
        if row is not None:
            self._screen.query_one(ArticleList).set_rows([replace(row, read=True)])
        self._screen.lists.load_sites()

    def reload(self, article_id: int | None = None) -> None:
        """The article shown (if it is ARTICLE_ID) changed: comments came, a draft moved, a mark was set."""
        if self._wanted and article_id in (None, self._wanted):
            start(self._screen, self._context, self._reload(self._wanted), "reload-article")

    async def _reload(self, article_id: int) -> None:
        stored = await self._context.library.read(_read_stored, article_id)
        if stored is None or article_id != self._wanted or self.reader.shown is None:
            return
        # what was new when the article was opened stays marked until it is opened again
        new = {entry.key for entry in self.reader.shown.discussion.entries if entry.is_new}
        stored = replace(
            stored,
            comments=tuple(
                replace(comment, is_new=True) if comment.id in new else comment
                for comment in stored.comments
            ),
        )
        shown = await self._shown(stored)
        if article_id == self._wanted:
            self._stored = stored
            self.reader.change(shown)
            self._seen = False
            self.maybe_seen()

    def follow(self, url: str) -> None:
        """A link that the pane does not know: the article when it is in the library, else the question."""
        start(self._screen, self._context, self._follow(url), "follow")

    async def _follow(self, url: str) -> None:
        from sahelreader.library import articles
        from sahelreader.screens.opening import open_link

        found = await self._context.library.read(articles.by_url, url)
        if found is not None and found != self._wanted:
            self._screen.open_article(found)
        else:
            open_link(self._screen, self._context, url)

    # leaving

    def leave(self) -> None:
        """Remember the place in the article shown."""
        shown = self.reader.shown
        if shown is None or self._stored is None:
            return
        place = self.reader.remembered
        if place != self._stored.article.place:
            article = replace(self._stored.article, place=place)
            self._stored = replace(self._stored, article=article)
            start(
                self._screen,
                self._context,
                self._remember(article.id, place),
                "place",
                exclusive=False,
            )

    async def _remember(self, article_id: int, place: int) -> None:
        from sahelreader.library import marks

        if not self._context.library.read_only:
            await self._context.library.write(marks.set_place, article_id, place)

    def remember_now(self) -> None:
        """The same at once, when the program ends."""
        from sahelreader.library import marks

        if self.reader.shown is not None and self._stored is not None:
            place = self.reader.remembered
            if place != self._stored.article.place and not self._context.library.read_only:
                self._context.library.write_now(marks.set_place, self._stored.article.id, place)

    # while reading

    def maybe_seen(self) -> None:
        """New comments count as seen once the thread is on the screen."""
        reader = self.reader
        if self._seen or reader.shown is None or not reader.shown.discussion.new:
            return
        bottom = round(reader.scroll_y) + reader.size.height
        if bottom > reader.laid.thread_top + 2 and reader.display:
            self._seen = True
            start(
                self._screen,
                self._context,
                self._mark_seen(reader.shown.stored.id),
                "seen",
                exclusive=False,
            )

    async def _mark_seen(self, article_id: int) -> None:
        from sahelreader.library import comments

        if self._context.library.read_only:
            return
        await self._context.library.write(comments.mark_seen, article_id)
        row = self._screen.query_one(ArticleList).row(article_id)
        if row is not None:
            self._screen.query_one(ArticleList).set_rows([replace(row, new_comments=0)])

    def tell_progress(self) -> None:
        """How far one has read, at the right of the foot."""
        reader, hints = self.reader, self._screen.query_one(Hints)
        progress = reader.progress if reader.has_focus else None
        if progress is None:
            hints.show_right("")
            return
        part, minutes = progress
        said = numbers.percent(part)
        if minutes:
            left = ngettext("%(count)d min left", "%(count)d min left", minutes)
            said += f" {self._context.marks.dot} " + left % {"count": minutes}
        hints.show_right(said)

    def fetch(self) -> None:
        """Ask the site for this article's thread, and its whole text when only an excerpt is here."""
        if self._wanted:
            self._screen.notify(_("Asking the site…"), markup=False, timeout=3)
            start(self._screen, self._context, self._fetch(self._wanted), "fetch")

    async def _fetch(self, article_id: int) -> None:
        from sahelreader import sync

        context = self._context
        async with context.client() as client:
            answer = await sync.fetch_article(context.library, client, article_id, context.now)
        problem = getattr(answer, "problem", "")
        if problem:
            from sahelreader.i18n.problems import sentence

            text = sentence(problem, getattr(answer, "detail", ""))
            self._screen.notify(text, severity="warning", markup=False)
        else:
            self._screen.notify(
                _("The article and its discussion are as the site has them now."), markup=False
            )
        self.reload(article_id)
        self._screen.lists.reload_rows([article_id])


def _read_stored(db: Any, article_id: int) -> Stored | None:
    # imported with the first article, and on the library's thread
    from sahelreader.screens.article_data import read_stored

    return read_stored(db, article_id)
