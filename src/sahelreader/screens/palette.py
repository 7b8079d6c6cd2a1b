"""Every command by its name, and the way to a site or an article by a few words, in one box."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from sahelreader.commands import Command, Keymap
from sahelreader.commands.moving import MOVING_COMMANDS
from sahelreader.domain.site import Site
from sahelreader.i18n import _
from sahelreader.paths import styles_dir
from sahelreader.screens.answers import Do, GoTo, Show
from sahelreader.screens.keys import carry_out, dispatch
from sahelreader.screens.work import start
from sahelreader.widgets.choice_lines import Choice
from sahelreader.widgets.choices import ChoiceList
from sahelreader.widgets.finding import fold
from sahelreader.widgets.hints import Hints
from sahelreader.widgets.picker import Picker

if TYPE_CHECKING:
    from sahelreader.library.rows import ArticleRow
    from sahelreader.screens.context import Context

#: articles and sites offered
ARTICLES, SITES = 8, 5
#: letters from which the library is searched
LEAST = 2


class PaletteScreen(ModalScreen[Any]):
    """Answers with what was taken (`Do`, `Show`, `GoTo`), or None."""

    CSS_PATH: ClassVar[Any] = [styles_dir() / "lists.tcss", styles_dir() / "sheet.tcss"]
    AUTO_FOCUS = None

    def __init__(self, context: Context, place: str) -> None:
        super().__init__()
        self.context = context
        self._about = place
        self._sites: Sequence[Site] = ()
        self._articles: Sequence[ArticleRow] = ()

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Picker(
                self.context.marks, "palette", ":", _("a command, a site, words of an article")
            )
            yield Hints(self.context.keymap, "palette")

    def on_mount(self) -> None:
        self._choices("")
        start(self, self.context, self._load_sites(), "sites")

    async def _load_sites(self) -> None:
        from sahelreader.library import sites

        self._sites = tuple(await self.context.library.read(sites.all))

    async def on_key(self, event: events.Key) -> None:
        await dispatch(self, event, self.context)

    async def on_hints_chosen(self, event: Hints.Chosen) -> None:
        await carry_out(self, event.command, self.context)

    def on_picker_typed(self, event: Picker.Typed) -> None:
        self._articles = ()
        self._choices(event.text)
        start(self, self.context, self._search(event.text), "search")

    async def _search(self, text: str) -> None:
        if len(text.strip()) >= LEAST:
            self._articles = await self.context.library.read(read_found, text)
            if self._articles and text == self.query_one(Picker).text:
                self._choices(text)

    def _choices(self, text: str) -> None:
        listed = self.query_one(ChoiceList)
        listed.nothing = (_("Nothing is called that."),)
        found = choices(self.context.keymap, self._about, text, self._sites, self._articles)
        # what stands first is what Enter takes, unless one went down to another line
        listed.set_choices(found)

    def on_choice_list_opened(self, event: ChoiceList.Opened) -> None:
        self.dismiss(event.value)

    def action_close(self) -> None:
        self.dismiss(None)


def read_found(db: Any, text: str) -> Sequence[ArticleRow]:
    from sahelreader.library import articles, search

    rows: Sequence[ArticleRow] = articles.rows(db, search.search(db, text, ARTICLES))
    return rows


def choices(
    keymap: Keymap,
    place: str,
    text: str,
    sites: Sequence[Site] = (),
    articles: Sequence[ArticleRow] = (),
) -> list[Choice]:
    """The commands that can be given at PLACE, sites and articles that fit TEXT, the likeliest first."""
    words = fold(text)[0].split()
    ranked = sorted(
        (
            (rank, *_order(item, words), number, item)
            for number, item in enumerate(keymap.at(place))
            if item.id != "palette" and (rank := _rank(item, words)) is not None
        ),
        key=lambda found: found[:-1],
    )
    made = [
        Choice(
            Do(item),
            item.name,
            detail=item.help,
            right=keymap.shown(item.id),
            right_role="key",
            aside=True,
        )
        for *_order, item in ranked
    ]
    if words:
        named = [site for site in sites if all(word in fold(site.name)[0] for word in words)]
        made += _headed(_("Sites"), [Choice(Show(s.id, s.name), s.name) for s in named[:SITES]])
        found = [
            Choice(GoTo(row.id), row.title, detail=row.site_name) for row in articles[:ARTICLES]
        ]
        made += _headed(_("Articles"), found)
    return made


def _headed(heading: str, found: list[Choice]) -> list[Choice]:
    return [Choice(None, heading), *found] if found else []


def _order(item: Command, words: Sequence[str]) -> tuple[int, int]:
    """With words typed the shortest name comes first; with none the most useful, and moving about last."""
    if words:
        return (len(item.name), 0)
    return (int(item in MOVING_COMMANDS), item.footer or 99)


def _rank(item: Command, words: Sequence[str]) -> int | None:
    """How well ITEM fits WORDS, 0 the best; None when it does not."""
    name = fold(item.name)[0]
    if not words or name.startswith(" ".join(words)):
        return 0
    if all(any(part.startswith(word) for part in name.split()) for word in words):
        return 1
    if all(word in name for word in words):
        return 2
    everything = f"{name} {fold(item.help)[0]} {item.id}"
    return 3 if all(word in everything for word in words) else None
