"""Who signs: one name for everywhere, another for a site where one wants it. Kept on this machine only.

Reads and writes the identities' file; the e-mail leaves only with a comment, for that comment's site.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen

from sahelreader.domain.draft import Identity
from sahelreader.domain.site import Site, SourceKind
from sahelreader.domain.text import safe_line
from sahelreader.i18n import _
from sahelreader.paths import Paths, styles_dir
from sahelreader.screens import compose_words
from sahelreader.screens.keys import carry_out, dispatch, place_of
from sahelreader.screens.work import start
from sahelreader.widgets.choice_lines import Choice
from sahelreader.widgets.choices import ChoiceList
from sahelreader.widgets.hints import Hints
from sahelreader.widgets.signing import Signing
from sahelreader.widgets.told import Told

if TYPE_CHECKING:
    from sahelreader.screens.context import Context

#: value of the line that is not about one site
EVERYWHERE = ""


class IdentityScreen(Screen[None]):
    """A line for everywhere and one for each site; the fields below are those of the current line."""

    AUTO_FOCUS = "ChoiceList"
    ESCAPE_TO_MINIMIZE = False
    CSS_PATH: ClassVar[Any] = [styles_dir() / "lists.tcss", styles_dir() / "identity.tcss"]

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._sites: list[Site] = []
        #: what the fields had when one went into them
        self._before = Identity()

    def compose(self) -> ComposeResult:
        yield Told([(_("Who signs"), "name")], id="identity-title", most=1)
        yield Told(
            [
                (
                    _(
                        "Name and address stay on this machine. They leave it only with a comment, for that comment's site."
                    ),
                    "dim",
                )
            ],
            id="identity-notice",
        )
        yield ChoiceList(self.context.marks, "identity")
        yield Signing(place="form")
        yield Told(id="identity-said", most=3)
        yield Hints(self.context.keymap, "identity")

    def on_mount(self) -> None:
        self._reload()

    def _reload(self) -> None:
        start(self, self.context, self._load(), "identity")

    async def _load(self) -> None:
        from sahelreader.library import LibraryProblem, sites

        try:
            found = await self.context.library.read(sites.all)
        except LibraryProblem as problem:
            self.notify(str(problem), severity="warning", markup=False)
            found = []
        self._sites = [site for site in found if site.kind is not SourceKind.LOCAL]
        choices = await asyncio.to_thread(_choices, self.context.paths, self._sites)
        self.query_one(ChoiceList).set_choices(choices)
        self._show()

    @property
    def _site_url(self) -> str:
        return str(self.query_one(ChoiceList).value or EVERYWHERE)

    def on_choice_list_moved(self, event: ChoiceList.Moved) -> None:
        self._show()

    def _show(self) -> None:
        from sahelreader.identities import identity_for

        self._before = identity_for(self.context.paths, self._site_url)
        self.query_one(Signing).fill(self._before)

    def on_choice_list_opened(self, event: ChoiceList.Opened) -> None:
        self.query_one(Signing).focus_first()

    def on_signing_changed(self, event: Signing.Changed) -> None:
        self.query_one("#identity-said", Told).tell(
            *compose_words.over_limit(self.query_one(Signing).too_long)
        )

    # keys

    async def on_key(self, event: events.Key) -> None:
        await dispatch(self, event, self.context)

    async def on_hints_chosen(self, event: Hints.Chosen) -> None:
        await carry_out(self, event.command, self.context)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.query_one(Hints).show_place(place_of(self))

    def action_take(self) -> None:
        """Enter in a field: the next one; after the last it is kept."""
        if not self.query_one(Signing).focus_after():
            self.action_leave()

    def action_leave(self) -> None:
        """Out of the fields: what stands there is kept."""
        identity, site = self.query_one(Signing).identity, self._site_url
        self.set_focus(self.query_one(ChoiceList))
        if identity != self._before:
            self._write(lambda paths: _save(paths, site, identity), _("Kept."))

    def action_forget(self) -> None:
        site = self._site_url
        self._write(lambda paths: _forget(paths, site), _("Forgotten."))

    def _write(self, act: Callable[[Paths], None], said: str) -> None:
        start(self, self.context, self._carry_out(act, said), "keep", exclusive=False)

    async def _carry_out(self, act: Callable[[Paths], None], said: str) -> None:
        try:
            await asyncio.to_thread(act, self.context.paths)
        except OSError as reason:
            self.notify(compose_words.not_saved(reason), severity="error", markup=False)
            return
        self.notify(said, markup=False, timeout=2)
        self._reload()

    def action_close(self) -> None:
        self.dismiss(None)


def _save(paths: Paths, site_url: str, identity: Identity) -> None:
    from sahelreader.identities import save_identity

    save_identity(paths, site_url or None, identity)


def _forget(paths: Paths, site_url: str) -> None:
    """Nobody signs there any more; on one site, whoever signs everywhere does again."""
    from sahelreader.identities import forget_identity

    forget_identity(paths, site_url or None)


def _choices(paths: Paths, sites: list[Site]) -> list[Choice]:
    from sahelreader.identities import identity_for

    everywhere = identity_for(paths, EVERYWHERE)
    choices = [Choice(EVERYWHERE, _("Everywhere"), _worded(everywhere), aside=True)]
    for site in sites:
        identity = identity_for(paths, site.url)
        same = identity == everywhere
        detail = _("as everywhere") if same else _worded(identity)
        choices.append(Choice(site.url, safe_line(site.name, 60), detail, aside=True))
    return choices


def _worded(identity: Identity) -> Any:
    parts = [identity.name, f"<{identity.email}>" if identity.email else "", identity.url]
    return safe_line("  ".join(filter(None, parts))) or _("nobody yet; asked at the first comment")
