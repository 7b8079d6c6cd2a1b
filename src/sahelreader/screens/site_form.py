"""The name and the folder of a site, and how much of it is kept, as the person wants them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from sahelreader.domain.site import Site
from sahelreader.domain.text import safe_line
from sahelreader.i18n import _, numbers
from sahelreader.paths import styles_dir
from sahelreader.screens.keys import carry_out, dispatch
from sahelreader.screens.work import start
from sahelreader.widgets.hints import Hints
from sahelreader.widgets.told import Told

if TYPE_CHECKING:
    from sahelreader.screens.context import Context

LONGEST = 80
#: digits of a limit
DIGITS = 5


class SiteScreen(ModalScreen[None]):
    CSS_PATH: ClassVar[Any] = [styles_dir() / "lists.tcss", styles_dir() / "sheet.tcss"]
    AUTO_FOCUS = "#name"
    place = "site"

    def __init__(self, context: Context, site: Site) -> None:
        super().__init__()
        self.context = context
        self._site = site
        #: (days, articles) as the library has them; None until they were read
        self._limits: tuple[int | None, int | None] | None = None

    def compose(self) -> ComposeResult:
        site = self._site
        with Vertical(classes="sheet"):
            yield Static(Content(safe_line(site.name, 60)), classes="title", markup=False)
            spent = _("%(size)s this month") % {"size": numbers.size(site.bytes_month)}
            told = f"{safe_line(site.url, 200)}  {self.context.marks.dot} {spent}"
            yield Static(Content(told), classes="below", markup=False)
            for name, label, value in (
                ("name", _("Name"), site.name),
                ("folder", _("Folder"), site.folder),
            ):
                with Horizontal(classes="line"):
                    yield Static(Content(f"{label} "), classes="label", markup=False)
                    box = Input(
                        value, id=name, max_length=LONGEST, compact=True, select_on_focus=False
                    )
                    box.cursor_blink = False
                    yield box
            for name, label in (("days", _("Days kept")), ("count", _("Articles kept"))):
                with Horizontal(classes="line"):
                    yield Static(Content(f"{label} "), classes="label", markup=False)
                    box = Input(
                        id=name, max_length=DIGITS, compact=True, select_on_focus=False,
                        restrict="[0-9]*", placeholder=_("all"),
                    )  # fmt: skip
                    box.cursor_blink = False
                    yield box
            yield Told(
                [
                    (
                        _(
                            "What is older or more goes after a sync; what you kept, noted, tagged or commented on stays."
                        ),
                        "dim",
                    )
                ]
            )
            yield Hints(self.context.keymap, "site")

    def on_mount(self) -> None:
        start(self, self.context, self._load(), "limits")

    async def _load(self) -> None:
        from sahelreader.library import retention

        limits = await self.context.library.read(retention.limits, self._site.id)
        for name, value in zip(("days", "count"), limits, strict=True):
            box = self.query_one(f"#{name}", Input)
            if value is not None and not box.value:
                box.value = str(value)
        self._limits = limits

    async def on_key(self, event: events.Key) -> None:
        await dispatch(self, event, self.context)

    async def on_hints_chosen(self, event: Hints.Chosen) -> None:
        await carry_out(self, event.command, self.context)

    def action_next_field(self) -> None:
        self.focus_next("Input")

    def action_previous_field(self) -> None:
        self.focus_previous("Input")

    def action_take(self) -> None:
        name = safe_line(self.query_one("#name", Input).value, LONGEST)
        folder = safe_line(self.query_one("#folder", Input).value, LONGEST)
        start(self, self.context, self._keep(name, folder), "keep")

    @property
    def _limits_wanted(self) -> tuple[int | None, int | None]:
        """(days, articles); a field that is empty or 0 sets no limit."""
        days, count = (self.query_one(f"#{name}", Input).value for name in ("days", "count"))
        return (int(days or 0) or None, int(count or 0) or None)

    async def _keep(self, name: str, folder: str) -> None:
        from sahelreader.library import retention, sites

        library, site = self.context.library, self._site
        if name and name != site.name:
            await library.write(sites.rename, site.id, name, self.context.now())
        if folder != site.folder:
            await library.write(sites.move, site.id, folder, self.context.now())
        if self._limits is not None and self._limits_wanted != self._limits:
            days, count = self._limits_wanted
            await library.write(
                retention.set_limits, site.id, days=days, count=count, now=self.context.now()
            )
        self.dismiss()

    def action_close(self) -> None:
        self.dismiss()
