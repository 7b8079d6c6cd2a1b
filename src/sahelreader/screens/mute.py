"""Mute rules: words, authors and tags one does not want to see; what each rule hides; new ones typed.

Every change can be undone, and a rule that is lifted shows all it hid again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from sahelreader.domain.text import safe_line
from sahelreader.i18n import _, ngettext, numbers
from sahelreader.paths import styles_dir
from sahelreader.screens.answers import Changed
from sahelreader.screens.keys import carry_out, dispatch
from sahelreader.screens.work import start
from sahelreader.widgets.choice_lines import Choice
from sahelreader.widgets.choices import ChoiceList
from sahelreader.widgets.finding import fold
from sahelreader.widgets.hints import Hints
from sahelreader.widgets.picker import Picker
from sahelreader.widgets.theme import Marks

if TYPE_CHECKING:
    from sahelreader.library.muting import Rule
    from sahelreader.screens.context import Context

#: characters of what is muted
LONGEST = 60
#: titles named of what a rule hides
NAMED = 2


@dataclass(frozen=True, slots=True)
class Muted:
    """A rule, with the newest TITLES that it hides and the name of the SITE it is for ("": everywhere)."""

    rule: Rule
    titles: tuple[str, ...]
    site: str


class MuteScreen(ModalScreen[Changed | None]):
    CSS_PATH: ClassVar[Any] = [styles_dir() / "lists.tcss", styles_dir() / "sheet.tcss"]
    AUTO_FOCUS = None

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._rules: tuple[Muted, ...] = ()
        self._changed = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(Content(_("What you do not want to see")), classes="title", markup=False)
            yield Picker(self.context.marks, "mute", _("Mute:"), _("a word, an author or a tag"))
            yield Hints(self.context.keymap, "mute")

    def on_mount(self) -> None:
        self.query_one(ChoiceList).nothing = (
            _("Nothing is muted."),
            _("Type what to mute."),
        )
        start(self, self.context, self._load(), "mute")

    async def _load(self) -> None:
        self._rules = await self.context.library.read(read_rules)
        self._choices()

    async def on_key(self, event: events.Key) -> None:
        await dispatch(self, event, self.context)

    async def on_hints_chosen(self, event: Hints.Chosen) -> None:
        await carry_out(self, event.command, self.context)

    def on_picker_typed(self, event: Picker.Typed) -> None:
        self._choices()

    def _choices(self) -> None:
        listed = self.query_one(ChoiceList)
        listed.set_choices(choices(self._rules, self.query_one(Picker).text, self.context.marks))

    def on_choice_list_opened(self, event: ChoiceList.Opened) -> None:
        if self.context.library.read_only:
            self.notify(
                _("This library can only be read here; nothing was changed."),
                severity="warning",
                markup=False,
            )
            return
        self.context.discarded.clear()
        start(self, self.context, self._change(event.value), "write", exclusive=False)

    async def _change(self, value: int | tuple[str, str]) -> None:
        from sahelreader.library import muting

        library, now = self.context.library, self.context.now()
        if isinstance(value, int):
            await library.write(muting.remove, value, now)
            said = _("No longer muted; what it hid is back.")
        else:
            kind, text = value
            count = await library.write(muting.add, kind, text, now)
            said = ngettext(
                "Muted: %(count)s article is hidden.",
                "Muted: %(count)s articles are hidden.",
                count,
            ) % {"count": numbers.number(count)}
            self.query_one(Picker).text = ""
        self._changed = True
        self.notify(said, markup=False, timeout=4)
        await self._load()

    def action_close(self) -> None:
        self.dismiss(Changed() if self._changed else None)


def read_rules(db: Any) -> tuple[Muted, ...]:
    """The rules, the newest first, each with what it hides."""
    from sahelreader.library import articles, muting, sites

    names = {site.id: site.name for site in sites.all(db)}
    found = []
    for rule in reversed(muting.all(db)):
        rows = articles.rows(db, muting.hides(db, rule.id, NAMED))
        site = names.get(rule.site_id, "?") if rule.site_id is not None else ""
        found.append(Muted(rule, tuple(row.title for row in rows), site))
    return tuple(found)


def choices(rules: Sequence[Muted], text: str, marks: Marks) -> list[Choice]:
    """What could be muted of TEXT, then the rules that have it in them."""
    wanted = safe_line(text.strip(), LONGEST)
    folded = fold(wanted)[0]
    there = {(item.rule.kind, fold(item.rule.text)[0]) for item in rules if not item.site}
    made = [
        Choice((kind, wanted), label % {"text": wanted}, mark=marks.new)
        for kind, label in (
            ("word", _("Mute articles with “%(text)s”")),
            ("author", _("Mute the author %(text)s")),
            ("tag", _("Mute the tag #%(text)s")),
        )
        if wanted and (kind, folded) not in there
    ]
    return made + [_line(item, marks) for item in rules if folded in fold(item.rule.text)[0]]


def _line(item: Muted, marks: Marks) -> Choice:
    rule = item.rule
    text = safe_line(rule.text, LONGEST)
    label = {"author": _("author %(text)s"), "tag": "#%(text)s"}.get(rule.kind, _("“%(text)s”"))
    said = ngettext("hides %(count)s article", "hides %(count)s articles", rule.hidden)
    detail = said % {"count": numbers.number(rule.hidden)}
    if item.site:
        detail += " " + _("on %(site)s") % {"site": safe_line(item.site, 40)}
    detail = f" {marks.dot} ".join([detail, *(safe_line(title, 60) for title in item.titles)])
    return Choice(rule.id, label % {"text": text}, detail=detail, mark=marks.published, tone="good")
