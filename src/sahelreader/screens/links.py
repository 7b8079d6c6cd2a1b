"""The links of an article and its discussion, each with a letter. One that leads to the library opens there."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from sahelreader.domain.text import safe_line
from sahelreader.i18n import _
from sahelreader.paths import styles_dir
from sahelreader.screens.answers import GoTo
from sahelreader.screens.keys import carry_out, dispatch
from sahelreader.screens.opening import copy_text, open_link
from sahelreader.screens.work import start
from sahelreader.widgets.choice_lines import Choice
from sahelreader.widgets.choices import ChoiceList
from sahelreader.widgets.hints import Hints

if TYPE_CHECKING:
    from sahelreader.screens.context import Context

#: on every keyboard without AltGr, the home row first; none that is a key of this screen
LETTERS = "sdfhalerutinmpwvbczx"
#: links looked up in the library
MOST = 200


class LinksScreen(ModalScreen[Any]):
    """Answers with `GoTo`, an address to follow, or None."""

    CSS_PATH: ClassVar[Any] = [styles_dir() / "lists.tcss", styles_dir() / "sheet.tcss"]
    AUTO_FOCUS = "ChoiceList"

    def __init__(self, context: Context, article_id: int) -> None:
        super().__init__()
        self.context = context
        self._article = article_id
        self._by_hint: dict[str, str] = {}
        self._known: dict[str, int] = {}
        self._typed = ""

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(Content(_("Links of this article")), classes="title", markup=False)
            yield ChoiceList(self.context.marks, "links")
            yield Hints(self.context.keymap, "links")

    def on_mount(self) -> None:
        start(self, self.context, self._load(), "links")

    async def _load(self) -> None:
        links, self._known = await self.context.library.read(
            read_links, self._article, self.context
        )
        hints = hints_for(len(links))
        self._by_hint = {hint: url for hint, (_text, url) in zip(hints, links, strict=False)}
        listed = self.query_one(ChoiceList)
        listed.nothing = (_("No link in this article."),)
        marks = self.context.marks
        listed.set_choices(
            [
                Choice(
                    url,
                    f"{marks.arrow} {text}" if url in self._known else text,
                    detail=_("in the library") if url in self._known else _said_address(url),
                    hint=hint,
                )
                for hint, (text, url) in zip(hints, links, strict=False)
            ]
        )

    async def on_key(self, event: events.Key) -> None:
        if len(event.key) == 1 and event.key in LETTERS and self._by_hint:
            event.stop()
            self._letter(event.key)
            return
        self._typed = ""
        await dispatch(self, event, self.context)

    async def on_hints_chosen(self, event: Hints.Chosen) -> None:
        await carry_out(self, event.command, self.context)

    def _letter(self, letter: str) -> None:
        typed = self._typed + letter
        if typed in self._by_hint:
            self._take(self._by_hint[typed])
        elif any(hint.startswith(typed) for hint in self._by_hint):
            self._typed = typed
        else:
            self._typed = ""

    def on_choice_list_opened(self, event: ChoiceList.Opened) -> None:
        self._take(str(event.value))

    def _take(self, url: str) -> None:
        known = self._known.get(url)
        self.dismiss(GoTo(known) if known is not None else url)

    def action_copy(self) -> None:
        url = self.query_one(ChoiceList).value
        if url:
            copy_text(self, str(url))
            self.notify(_("Copied."), markup=False, timeout=2)

    def action_browser(self) -> None:
        url = self.query_one(ChoiceList).value
        if url:
            open_link(self, self.context, str(url))

    def action_close(self) -> None:
        self.dismiss(None)


def read_links(
    db: Any, article_id: int, context: Context
) -> tuple[list[tuple[str, str]], dict[str, int]]:
    """((text, address) of every link of an article and its thread, address -> article it leads to)."""
    from sahelreader.library import articles
    from sahelreader.screens.article_data import read_stored, shown
    from sahelreader.widgets.laid_out import LaidOut

    stored = read_stored(db, article_id)
    if stored is None:
        return [], {}
    page = LaidOut(shown(stored, (), context.keymap, context.marks, context.now()), 10_000)
    links = page.links()[:MOST]
    known: dict[str, int] = {}
    for _text, url in links:
        found = stored.known.get(url) or articles.by_url(db, url)
        if found is not None and found != article_id:
            known[url] = found
    return links, known


def hints_for(count: int) -> list[str]:
    """COUNT hints of one letter, or of two when there are more than letters; no hint begins another."""
    if count <= len(LETTERS):
        return list(LETTERS[:count])
    return ["".join(pair) for pair in product(LETTERS, repeat=2)][:count]


def _said_address(url: str) -> str:
    parts = urlsplit(url)
    return safe_line((parts.hostname or "") + parts.path.rstrip("/"), 120)
