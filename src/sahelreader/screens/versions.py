"""What a site changed in an article since it was first brought in: each text beside the one before it.

Reads the library; the comparing is `domain.difference`'s and happens off the screen's thread.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from sahelreader.domain.article import Article
from sahelreader.domain.difference import Change, difference, passages
from sahelreader.domain.text import safe_line
from sahelreader.i18n import _, dates
from sahelreader.paths import styles_dir
from sahelreader.screens.keys import carry_out, dispatch
from sahelreader.screens.work import start
from sahelreader.widgets.change_lines import change_lines
from sahelreader.widgets.hints import Hints
from sahelreader.widgets.leaf import Leaf
from sahelreader.widgets.told import Piece, Told

if TYPE_CHECKING:
    from sahelreader.screens.context import Context


@dataclass(frozen=True, slots=True)
class Text:
    """One text of an article. SINCE: when it came, as far as that was seen. NUMBER counts from 1."""

    number: int
    since: datetime | None
    article: Article


@dataclass(frozen=True, slots=True)
class History:
    """Every text there is of an article, the oldest first. GONE_AT: when its site took it away."""

    texts: tuple[Text, ...]
    gone_at: datetime | None = None


class VersionsScreen(Screen[None]):
    CSS_PATH: ClassVar[Any] = [styles_dir() / "lists.tcss"]
    AUTO_FOCUS = "Leaf"
    place = "versions"

    def __init__(self, context: Context, article_id: int) -> None:
        super().__init__()
        self.context = context
        self._article = article_id
        self._history = History(())
        #: the later of the two texts that are compared
        self._at = 0

    def compose(self) -> ComposeResult:
        yield Static(Content(_("What the site changed")), classes="title", markup=False)
        yield Told(id="told")
        yield Leaf()
        yield Hints(self.context.keymap, "versions")

    def on_mount(self) -> None:
        start(self, self.context, self._load(), "versions")

    async def on_key(self, event: events.Key) -> None:
        await dispatch(self, event, self.context)

    async def on_hints_chosen(self, event: Hints.Chosen) -> None:
        await carry_out(self, event.command, self.context)

    async def _load(self) -> None:
        self._history = await self.context.library.read(history, self._article)
        self._at = len(self._history.texts) - 1
        await self._compare()

    async def _compare(self) -> None:
        texts, at = self._history.texts, self._at
        if at < 1:
            nothing: list[Piece] = [
                (_("There is one text of this article here: the site has not changed it."), "text")
            ]
            self.query_one(Told).tell(nothing, *self._gone())
            return
        old, new = texts[at - 1], texts[at]
        changes = await asyncio.to_thread(compared, old.article, new.article)
        self.query_one(Told).tell(*self._heading(old, new), *self._gone())
        self.query_one(Leaf).show(lambda width: change_lines(changes, width))

    def _heading(self, old: Text, new: Text) -> list[list[Piece]]:
        now, marks = self.context.now(), self.context.marks
        listed: list[Piece] = []
        for text in self._history.texts:
            when = dates.day_and_time(text.since, now) if text.since else _("date not known")
            role = "chosen" if text in (old, new) else "dim"
            sign = marks.here if text is new else " "
            listed += [(f"{sign}{text.number}\u00a0{when}", role), ("   ", "dim")]
        legend: list[Piece] = [
            (safe_line(new.article.title, 120), "heading"),
            (f"   {marks.dot} ", "dim"),
            (_("[-taken out]"), "bad:s"),
            (" ", "dim"),
            (_("[+put in]"), "good:b"),
        ]
        return [legend, listed[:-1]]

    def _gone(self) -> list[list[Piece]]:
        gone = self._history.gone_at
        if gone is None:
            return []
        told = _("Removed by the site (%(when)s). Your copy stays.")
        when = dates.ago(gone, self.context.now())
        return [[(f"{self.context.marks.gone} " + told % {"when": when}, "caution")]]

    def action_older(self) -> None:
        self._go(-1)

    def action_newer(self) -> None:
        self._go(1)

    def _go(self, step: int) -> None:
        at = self._at + step
        if 1 <= at < len(self._history.texts):
            self._at = at
            start(self, self.context, self._compare(), "versions")
        elif self._history.texts:
            text = _("No older change.") if step < 0 else _("This is the last change.")
            self.notify(text, markup=False, timeout=2)

    def action_close(self) -> None:
        self.dismiss(None)


def history(db: Any, article_id: int) -> History:
    """Every text of the article; a text came when the one before it was replaced."""
    from sahelreader.library import articles

    stored = articles.get(db, article_id)
    if stored is None:
        return History(())
    texts: list[Text] = []
    since = stored.first_seen
    older = articles.versions(db, article_id)
    for version in older:
        # the first texts may have been let go: then it is not known when the oldest one came
        known = since if texts or version.number == 1 else None
        texts.append(Text(version.number, known, version.article))
        since = version.replaced_at
    number = older[-1].number + 1 if older else 1
    texts.append(Text(number, since, stored.article))
    return History(tuple(texts), stored.gone_at)


def compared(old: Article, new: Article) -> tuple[Change, ...]:
    """OLD and NEW as one reads them, laid against one another."""
    from sahelreader.parse.document import document

    first, second = (
        passages(item.title, item.authors, document(item.html or item.summary), item.tags)
        for item in (old, new)
    )
    return difference(first, second)
