"""The pictures of an article, one at a time: what is kept shows at once, what is not is fetched when one looks at it.

Owns which picture one looks at. Fetching and keeping is `sync.pictures`', drawing `widgets.picture`'s.
"""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult, SuspendNotSupported
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from sahelreader.domain.article import Picture
from sahelreader.domain.pictures import pictures
from sahelreader.domain.text import safe_line
from sahelreader.i18n import _, numbers
from sahelreader.library.album import Album
from sahelreader.paths import styles_dir
from sahelreader.screens.keys import carry_out, dispatch
from sahelreader.screens.work import start
from sahelreader.widgets.hints import Hints
from sahelreader.widgets.picture import PictureView
from sahelreader.widgets.told import Piece, Told

if TYPE_CHECKING:
    from sahelreader.screens.context import Context


class PicturesScreen(Screen[None]):
    CSS_PATH: ClassVar[Any] = [styles_dir() / "lists.tcss"]
    AUTO_FOCUS = None
    place = "pictures"

    def __init__(self, context: Context, article_id: int) -> None:
        super().__init__()
        self.context = context
        self._article = article_id
        self._album = Album(context.paths.pictures)
        self._pictures: tuple[Picture, ...] = ()
        self._at = 0
        self._data: bytes | None = None

    def compose(self) -> ComposeResult:
        console = self.app.console
        few = console.no_color or console.color_system in (None, "standard")
        yield Static(Content(_("Pictures")), classes="title", markup=False)
        yield PictureView(letters=few or self.context.marks.bar.isascii())
        yield Told(id="told", most=5)
        yield Hints(self.context.keymap, "pictures")

    def on_mount(self) -> None:
        start(self, self.context, self._load(), "pictures")

    async def on_key(self, event: events.Key) -> None:
        await dispatch(self, event, self.context)

    async def on_hints_chosen(self, event: Hints.Chosen) -> None:
        await carry_out(self, event.command, self.context)

    async def _load(self) -> None:
        self._pictures = await self.context.library.read(read_pictures, self._article)
        if self._pictures:
            await self._look()
        else:
            self.query_one(Told).tell([(_("No picture in this article."), "dim")])

    async def _look(self) -> None:
        """At the current picture, fetching it if need be."""
        picture, view = self._pictures[self._at], self.query_one(PictureView)
        self._data = None
        view.show(None)
        self._tell(picture)
        from sahelreader.parse.picture import available

        if not available():
            how = _("To see pictures, install the program with them: sahelreader[images].")
            self._tell(picture, how, "caution")
            return
        data = await asyncio.to_thread(self._album.get, picture.url)
        if data is None:
            data = await self._fetch(picture)
        if data is not None and picture is self._pictures[self._at]:
            self._data = data
            view.show(data)

    async def _fetch(self, picture: Picture) -> bytes | None:
        from sahelreader.sync.pictures import fetch_picture

        context = self.context
        if context.settings.pictures == "never":
            off = _("Pictures are not fetched; “sahelreader config pictures ask” allows it.")
            self._tell(picture, off)
            return None
        self._tell(picture, _("Fetching the picture…"))
        async with context.client() as client:
            came = await fetch_picture(
                context.library, client, self._album, self._article, picture.url, context.now,
                context.settings.month_bytes,
            )  # fmt: skip
        if came.problem:
            self._tell(picture, trouble(came.problem, came.detail), "caution")
            return None
        size = numbers.size(came.wire_bytes)
        self._tell(picture, _("%(size)s, kept for reading offline") % {"size": size})
        return await asyncio.to_thread(self._album.get, picture.url)

    def _tell(self, picture: Picture, state: str = "", role: str = "dim") -> None:
        """The caption, whose it is, which one of how many, and STATE."""
        dot = self.context.marks.dot
        caption = [safe_line(picture.caption, 400)] if picture.caption else []
        if picture.credit:
            caption.append(f"©\u00a0{safe_line(picture.credit, 120).lstrip('© ')}")
        count = f"{self._at + 1}\u00a0/\u00a0{len(self._pictures)}"
        first: list[Piece] = [("  ".join(caption), "figure")]
        second: list[Piece] = [(count, "dim")]
        if state:
            second += [(f" {dot} ", "dim"), (state, role)]
        self.query_one(Told).tell(first, second)

    def on_picture_view_broken(self, event: PictureView.Broken) -> None:
        if self._pictures:
            self._tell(self._pictures[self._at], trouble("bad_content", ""), "caution")

    def action_next(self) -> None:
        self._go(1)

    def action_previous(self) -> None:
        self._go(-1)

    action_down = action_page_down = action_next
    action_up = action_page_up = action_previous

    def action_to_start(self) -> None:
        self._go(-self._at)

    def action_to_end(self) -> None:
        self._go(len(self._pictures) - 1 - self._at)

    def _go(self, step: int) -> None:
        at = self._at + step
        if step and 0 <= at < len(self._pictures):
            self._at = at
            start(self, self.context, self._look(), "pictures")

    def action_full(self) -> None:
        """In the terminal's own pixels."""
        from sahelreader.screens import pixels

        if self._data is None:
            return
        if not pixels.protocol(os.environ):
            text = _("This terminal shows no pixels; kitty, iTerm2 and those with sixel do.")
            self.notify(text, markup=False)
            return
        caption = safe_line(self._pictures[self._at].caption, 400)
        try:
            with self.app.suspend():
                pixels.show(self._data, caption, _("Enter: back"), os.environ)
        except SuspendNotSupported:
            text = _("This terminal cannot be given to another program.")
            self.notify(text, markup=False)
        self.app.refresh(repaint=True, layout=True)

    def action_close(self) -> None:
        self.dismiss(None)


def trouble(problem: str, detail: str) -> str:
    """Why a picture is not there, as a sentence."""
    from sahelreader.i18n.problems import sentence

    if problem == "bad_content":
        return _("What came is not a picture that can be shown.")
    if problem == "too_big":
        return _("This picture is too large; it was not taken.")
    return sentence(problem, detail)


def read_pictures(db: Any, article_id: int) -> tuple[Picture, ...]:
    """The pictures of an article, in the order in which it shows them."""
    from sahelreader.library import articles
    from sahelreader.parse.document import document

    stored = articles.get(db, article_id)
    if stored is None:
        return ()
    return pictures(stored.article.lead, document(stored.article.html))
