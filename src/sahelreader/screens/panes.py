"""Which panes of the library screen show, how wide they are, and where the focus goes. State is classes on the screen.

Classes: -reading (on a narrow terminal the reading pane takes the list's place), -sites (the same for the sites),
-zen (nothing but the focused pane). What they mean at each width is the stylesheet's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual.app import App
from textual.widget import Widget

from sahelreader.i18n import _
from sahelreader.screens.left_off import LeftOff
from sahelreader.widgets.article_list import ArticleList
from sahelreader.widgets.reader import Reader
from sahelreader.widgets.sites_pane import SitesPane

if TYPE_CHECKING:
    from textual.suggester import Suggester

    from sahelreader.screens.library import LibraryScreen
    from sahelreader.widgets.search_box import SearchBox

#: cells by which a pane is widened
STEP = 4


def reached(app: App[Any]) -> list[str]:
    """The classes of the widths and heights that the terminal has reached, as Textual sets them when it is resized."""
    size = app.size
    steps = (size.width, app.HORIZONTAL_BREAKPOINTS), (size.height, app.VERTICAL_BREAKPOINTS)
    return [max(step for step in every if step[0] <= have)[1] for have, every in steps if every]


class Panes:
    def __init__(self, screen: LibraryScreen) -> None:
        self._screen = screen

    @property
    def wide(self) -> bool:
        """True when list and reading pane stand side by side."""
        return self._screen.app.size.width >= 120

    @property
    def reading(self) -> bool:
        reader = self._screen.query_one(Reader)
        if reader.has_focus:
            return True
        # a box at the foot has the focus: it is about the pane it was called from
        return self._screen.has_class("-reading") and not self.wide

    def restore(self, left: LeftOff) -> None:
        for kind, width in ((SitesPane, left.sites_width), (ArticleList, left.list_width)):
            if width:
                self._screen.query_one(kind).styles.width = max(12, min(width, 100))

    def width_of(self, kind: type[Widget]) -> int:
        """The width the person gave a pane; 0 when it is the stylesheet's."""
        width = self._screen.query_one(kind).styles.inline.width
        return int(width.value) if width is not None and width.is_cells else 0

    def read(self) -> None:
        self._show("-reading", Reader)

    def to_list(self) -> None:
        self._show("", ArticleList)

    def to_sites(self) -> None:
        self._show("-sites", SitesPane)

    def _show(self, wanted: str, pane: type[Widget]) -> None:
        for name in ("-reading", "-sites"):
            self._screen.set_class(name == wanted, name)
        self._screen.query_one(pane).focus()

    def next(self, step: int) -> None:
        order: list[type[Widget]] = [SitesPane, ArticleList, Reader]
        focused = self._screen.focused
        index = next((i for i, kind in enumerate(order) if isinstance(focused, kind)), 1)
        self._screen.remove_class("-zen")
        (self.to_sites, self.to_list, self.read)[(index + step) % 3]()

    def resize(self, step: int) -> None:
        """Make the focused pane, or the reading column, wider or narrower."""
        focused = self._screen.focused
        if isinstance(focused, Reader):
            focused.change_width(step)
        elif isinstance(focused, SitesPane | ArticleList) and self.wide:
            least = 14 if isinstance(focused, SitesPane) else 30
            most = self._screen.app.size.width // (4 if isinstance(focused, SitesPane) else 2)
            focused.styles.width = max(least, min(most, focused.size.width + step * STEP))

    def zen(self) -> None:
        self._screen.toggle_class("-zen")

    def leave_zen(self) -> bool:
        had = self._screen.has_class("-zen")
        self._screen.remove_class("-zen")
        return had

    # the box at the foot

    @property
    def box(self) -> SearchBox | None:
        """The box at the foot, when there is one."""
        found = self._screen.query("#search-box")
        return cast("SearchBox", found.first()) if found else None

    async def ask(self, kind: str, label: str, placeholder: str = "") -> None:
        """Show the box of KIND and go to it."""
        # imported when first asked for: an input is a large part of Textual
        from sahelreader.widgets.search_box import SearchBox

        if self.box is not None:
            if self.box.kind == kind:
                self.box.focus_text()
                return
            await self.box.remove()
        box = SearchBox(kind, label, placeholder=placeholder, suggester=self._completion(kind))
        await self._screen.mount(box, before="Hints")
        box.focus_text()

    def _completion(self, kind: str) -> Suggester | None:
        if kind == "find":
            return None
        from sahelreader.screens.seeking import Completion

        context = self._screen.context
        return Completion(context.library.read, context.failed)

    async def close_box(self) -> None:
        if self.box is not None:
            await self.box.remove()

    def tell_found(self, number: int, count: int, text: str = "x") -> None:
        if self.box is not None:
            if count:
                self.box.tell(_("%(number)d of %(count)d") % {"number": number, "count": count})
            else:
                self.box.tell(_("not here") if text.strip() else "", wrong=True)
