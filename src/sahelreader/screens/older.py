"""Older articles of a site, for as many bytes as one says: each sum with what it would bring, by what the site cost so far."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from sahelreader.domain.site import Site
from sahelreader.domain.text import safe_line
from sahelreader.i18n import _, numbers
from sahelreader.paths import styles_dir
from sahelreader.screens.keys import carry_out, dispatch
from sahelreader.screens.work import start
from sahelreader.sync.price import said, within
from sahelreader.widgets.choice_lines import Choice
from sahelreader.widgets.choices import ChoiceList
from sahelreader.widgets.hints import Hints
from sahelreader.widgets.told import Told

if TYPE_CHECKING:
    from sahelreader.screens.context import Context

#: bytes that are offered, and the one that is current at first
BUDGETS, USUAL = (200_000, 500_000, 2_000_000, 5_000_000), 500_000
#: before anything was published on the web
BEGINNING = datetime(1990, 1, 1, tzinfo=UTC)


class OlderScreen(ModalScreen[None]):
    CSS_PATH: ClassVar[Any] = [styles_dir() / "lists.tcss", styles_dir() / "sheet.tcss"]
    AUTO_FOCUS = "ChoiceList"

    def __init__(self, context: Context, site: Site) -> None:
        super().__init__()
        self.context = context
        self._site = site

    def compose(self) -> ComposeResult:
        title = _("Older articles of %(site)s") % {"site": safe_line(self._site.name, 60)}
        with Vertical(classes="sheet"):
            yield Static(Content(title), classes="title", markup=False)
            yield ChoiceList(self.context.marks, "older")
            yield Told(id="told")
            yield Hints(self.context.keymap, "older")

    def on_mount(self) -> None:
        start(self, self.context, self._load(), "older")

    async def _load(self) -> None:
        from sahelreader.library import sites, traffic

        library = self.context.library
        spent = await library.read(traffic.by_kind, self._site.id)
        month = f"{self.context.now().astimezone(UTC):%Y-%m}-01"
        used = await library.read(sites.bytes_since, month)
        self.query_one(ChoiceList).set_choices(choices(self._site, spent), at=USUAL)
        limit = self.context.settings.month_bytes
        words = {"used": numbers.size(used), "limit": numbers.size(limit)}
        told = (
            _("This month: %(used)s of %(limit)s.") if limit else _("This month: %(used)s so far.")
        )
        self.query_one(Told).tell([(told % words, "dim")])

    async def on_key(self, event: events.Key) -> None:
        await dispatch(self, event, self.context)

    async def on_hints_chosen(self, event: Hints.Chosen) -> None:
        await carry_out(self, event.command, self.context)

    def on_choice_list_opened(self, event: ChoiceList.Opened) -> None:
        self.context.traffic.sync(
            (self._site,), send=False, since=BEGINNING, max_bytes=int(event.value)
        )
        self.dismiss(None)

    def action_close(self) -> None:
        self.dismiss(None)


def choices(site: Site, spent: Mapping[str, int]) -> list[Choice]:
    """Each budget with what it would bring."""
    return [
        Choice(budget, numbers.size(budget), detail=said(within(site, spent, budget)), aside=True)
        for budget in BUDGETS
    ]
