"""Tags of one's own on an article: those there are, each put on or taken off with one key, and new ones typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from sahelreader.domain.text import safe_line
from sahelreader.i18n import _
from sahelreader.paths import styles_dir
from sahelreader.screens.keys import carry_out, dispatch
from sahelreader.screens.work import start
from sahelreader.widgets.choice_lines import Choice
from sahelreader.widgets.choices import ChoiceList
from sahelreader.widgets.finding import fold
from sahelreader.widgets.hints import Hints
from sahelreader.widgets.picker import Picker
from sahelreader.widgets.theme import Marks

if TYPE_CHECKING:
    from sahelreader.screens.context import Context

#: characters of a tag
LONGEST = 40


class TagsScreen(ModalScreen[None]):
    CSS_PATH: ClassVar[Any] = [styles_dir() / "lists.tcss", styles_dir() / "sheet.tcss"]
    AUTO_FOCUS = None

    def __init__(self, context: Context, *ids: int) -> None:
        """IDS: the articles that are tagged, all alike."""
        super().__init__()
        self.context = context
        self._ids = ids
        self._on: tuple[str, ...] = ()
        self._all: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(Content(_("Your tags")), classes="title", markup=False)
            yield Picker(self.context.marks, "tags", "#", _("a tag, new or not"))
            yield Hints(self.context.keymap, "tags")

    def on_mount(self) -> None:
        start(self, self.context, self._load(), "tags")

    async def _load(self) -> None:
        self._on, self._all = await self.context.library.read(read_tags, self._ids)
        self._choices()

    async def on_key(self, event: events.Key) -> None:
        await dispatch(self, event, self.context)

    async def on_hints_chosen(self, event: Hints.Chosen) -> None:
        await carry_out(self, event.command, self.context)

    def on_picker_typed(self, event: Picker.Typed) -> None:
        self._choices()

    def _choices(self, at: str | None = None) -> None:
        listed = self.query_one(ChoiceList)
        listed.nothing = (_("No tag yet. Type one, then Enter."),)
        found = choices(self._on, self._all, self.query_one(Picker).text, self.context.marks)
        listed.set_choices(found, at=at)

    def on_choice_list_opened(self, event: ChoiceList.Opened) -> None:
        if self.context.library.read_only:
            self.notify(
                _("This library can only be read here; nothing was changed."),
                severity="warning",
                markup=False,
            )
            return
        tag = str(event.value)
        on = tag not in self._on
        if not on:
            self._on = tuple(other for other in self._on if other != tag)
        else:
            self._on = (*self._on, tag)
        if tag not in self._all:
            self._all = (*self._all, tag)
        self.query_one(Picker).text = ""
        self._choices(at=tag)
        start(self, self.context, self._write(tag, on), "write", exclusive=False)

    async def _write(self, tag: str, on: bool) -> None:
        from sahelreader.library import marks

        await self.context.library.write(marks.change_tag, self._ids, tag, on, self.context.now())

    def action_close(self) -> None:
        self.dismiss()


def read_tags(db: Any, ids: Sequence[int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(tags that all the articles IDS have, every tag there is)."""
    from sahelreader.library import articles, marks

    found = [stored.tags_own for number in ids if (stored := articles.get(db, number)) is not None]
    on = [tag for tag in found[0] if all(tag in tags for tags in found)] if found else []
    return tuple(on), tuple(marks.tags(db))


def choices(on: Sequence[str], everything: Sequence[str], text: str, marks: Marks) -> list[Choice]:
    """The tags that fit TEXT, those on the article first; a new one when TEXT is none of them."""
    wanted = safe_line(text.strip().lstrip("#"), LONGEST)
    folded = fold(wanted)[0]
    order = [*on, *sorted((tag for tag in everything if tag not in on), key=str.casefold)]
    made = [
        Choice(tag, tag, mark=marks.published if tag in on else " ", tone="good")
        for tag in order
        if folded in fold(tag)[0]
    ]
    if wanted and all(fold(tag)[0] != folded for tag in order):
        made.append(Choice(wanted, _("New tag: %(tag)s") % {"tag": wanted}, mark=marks.new))
    return made
