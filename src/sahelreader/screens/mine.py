"""My threads: every discussion in which I wrote, those with a reply to me first. Out of the library and my drafts alone."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from sahelreader.i18n import _
from sahelreader.paths import styles_dir
from sahelreader.screens.keys import carry_out, dispatch
from sahelreader.screens.mine_data import gathered, read_threads
from sahelreader.screens.traffic import Traffic
from sahelreader.screens.work import start
from sahelreader.widgets.choices import ChoiceList
from sahelreader.widgets.hints import Hints

if TYPE_CHECKING:
    from sahelreader.screens.context import Context


class MyThreadsScreen(Screen[Any]):
    """Answers with `GoTo` (the article, at the reply that is new), or None."""

    CSS_PATH: ClassVar[Any] = [styles_dir() / "lists.tcss"]
    AUTO_FOCUS = "ChoiceList"

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context

    def compose(self) -> ComposeResult:
        yield Static(Content(_("My threads")), classes="title", markup=False)
        yield ChoiceList(self.context.marks, "mine")
        yield Hints(self.context.keymap, "mine")

    def on_mount(self) -> None:
        self._reload()

    def on_traffic_arrived(self, event: Traffic.Arrived) -> None:
        self._reload()

    def on_traffic_draft_moved(self, event: Traffic.DraftMoved) -> None:
        self._reload()

    def _reload(self) -> None:
        start(self, self.context, self._load(), "threads")

    async def _load(self) -> None:
        context = self.context
        threads = await context.library.read(read_threads)
        shelf = await asyncio.to_thread(context.drafts.all)
        made = gathered(threads, shelf.drafts, context.marks, context.now())
        listed = self.query_one(ChoiceList)
        listed.nothing = (
            _("The discussions in which you write are here, replies to you first."),
            _("%(key)s on an article writes a comment.") % {"key": context.keymap.shown("comment")},
        )
        listed.set_choices(made)

    async def on_key(self, event: events.Key) -> None:
        await dispatch(self, event, self.context)

    async def on_hints_chosen(self, event: Hints.Chosen) -> None:
        await carry_out(self, event.command, self.context)

    def on_choice_list_opened(self, event: ChoiceList.Opened) -> None:
        self.dismiss(event.value)

    def action_sync(self) -> None:
        traffic = self.context.traffic
        traffic.stop() if traffic.syncing else traffic.sync()

    def action_close(self) -> None:
        self.dismiss(None)
