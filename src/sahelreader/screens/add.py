"""Subscribing to a site: its address, or the catalogue by country; one key, and what was found is said.

Finding is `sync.subscribe`'s. The articles of the sites added are brought in when the screen closes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from sahelreader.catalogue import Entry, country_name, load
from sahelreader.domain.site import Site, SourceKind
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
from sahelreader.widgets.told import Piece, Told

if TYPE_CHECKING:
    from sahelreader.screens.context import Context


class AddSiteScreen(Screen[None]):
    CSS_PATH: ClassVar[Any] = [styles_dir() / "lists.tcss", styles_dir() / "add.tcss"]
    AUTO_FOCUS = None

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._catalogue = load()
        self._known: dict[str, Site] = {}
        self._added: list[Site] = []
        self._looking: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        yield Static(Content(_("Add a site")), classes="title", markup=False)
        yield Picker(
            self.context.marks,
            "add",
            _("Site:"),
            _("an address, or words to look for in the catalogue"),
        )
        yield Told(id="told")
        yield Hints(self.context.keymap, "add")

    def on_mount(self) -> None:
        self._choices("")
        start(self, self.context, self._load_known(), "known")

    async def _load_known(self) -> None:
        from sahelreader.library import sites

        found = await self.context.library.read(sites.all)
        self._known = {_host(site.url): site for site in found if site.kind is not SourceKind.LOCAL}
        self._choices(self.query_one(Picker).text)

    async def on_key(self, event: events.Key) -> None:
        await dispatch(self, event, self.context)

    async def on_hints_chosen(self, event: Hints.Chosen) -> None:
        await carry_out(self, event.command, self.context)

    def on_picker_typed(self, event: Picker.Typed) -> None:
        self._choices(event.text)

    def _choices(self, text: str) -> None:
        marks = self.context.marks
        found = choices(self._catalogue, text, set(self._known), marks)
        listed = self.query_one(ChoiceList)
        listed.nothing = (_("Nothing in the catalogue. Type the site’s whole address."),)
        listed.set_choices(found)

    def on_choice_list_opened(self, event: ChoiceList.Opened) -> None:
        if self._busy:
            self._tell(_("One site at a time: still looking."))
            return
        url = str(event.value)
        known = self._known.get(_host(url)) if _is_front_page(url) else None
        if known is not None:
            self._tell(_("You have %(site)s already.") % {"site": known.name})
            return
        shown = safe_line(urlsplit(url).hostname or url, 60)
        self._tell(_("Looking at %(host)s…") % {"host": shown})
        self._looking = start(self, self.context, self._subscribe(url), "subscribe")

    async def _subscribe(self, url: str) -> None:
        from sahelreader import sync
        from sahelreader.i18n.problems import sentence
        from sahelreader.sync.words import what_was_found

        context = self.context
        async with context.client() as client:
            answer = await sync.subscribe(context.library, client, url, now=context.now)
        if isinstance(answer, sync.NotSubscribed):
            self._tell(sentence(answer.problem, answer.detail), "caution")
            return
        site = answer.site
        if all(site.id != other.id for other in self._added):
            self._added.append(site)
        self._known[_host(site.url)] = site
        name = ((f"{context.marks.published} ", "good"), (safe_line(site.name, 80), "heading"))
        found = [[(safe_line(line, 200), "dim")] for line in what_was_found(answer.found)]
        if site.last_sync is None:
            from sahelreader.sync.price import first, said

            # what has been asked for so far is no measure of articles
            found.append([(said(first(site)), "dim")])
        closing = context.keymap.shown("add.close")
        next_step = _("%(key)s closes this and brings in its articles.") % {"key": closing}
        self.query_one(Told).tell(name, *found, [(next_step, "text")])
        self._choices(self.query_one(Picker).text)

    def _tell(self, text: str, role: str = "dim") -> None:
        said: list[Piece] = [(text, role)]
        self.query_one(Told).tell(said)

    @property
    def _busy(self) -> bool:
        worker = self._looking
        return worker is not None and worker.state in (WorkerState.PENDING, WorkerState.RUNNING)

    def action_close(self) -> None:
        if self._busy and self._looking is not None:
            self._looking.cancel()
            self._tell(_("Stopped; nothing was added."))
            return
        if self._added:
            self.context.traffic.sync(tuple(self._added), send=False)
        self.dismiss()


def choices(catalogue: Sequence[Entry], text: str, known: set[str], marks: Marks) -> list[Choice]:
    """The address typed, when TEXT is one, then what fits TEXT in the catalogue, country by country."""
    made: list[Choice] = []
    address = address_in(text)
    if address:
        host = urlsplit(address).hostname or address
        made.append(Choice(address, _("Subscribe to %(host)s") % {"host": host}, detail=address))
    words = [fold(word)[0] for word in text.split()] if not address else [fold(text.strip())[0]]
    country = None
    for entry in catalogue:
        name = country_name(entry.country)
        looked = fold(f"{entry.name} {name} {entry.url}")[0]
        if not all(word in looked for word in words):
            continue
        if entry.country != country:
            country = entry.country
            made.append(Choice(None, name))
        here = _host(entry.url) in known
        made.append(
            Choice(
                entry.url,
                entry.name,
                mark=marks.published if here else " ",
                tone="good",
                right=_host(entry.url),
            )
        )
    return made


def address_in(text: str) -> str:
    """TEXT as an address to look at; "" when it is none. A scheme is put before a bare host."""
    text = text.strip()
    if not text or any(letter.isspace() for letter in text):
        return ""
    if "://" in text:
        return text
    host = text.split("/")[0].split(":")[0]
    if "." in host.strip(".") or host == "localhost" or ":" in text.split("/")[0]:
        return f"https://{text}"
    return ""


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _is_front_page(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query
