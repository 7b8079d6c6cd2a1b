"""The last look at a comment before it waits for sending: as the site will show it, who signs, what the site may do.

Asks who signs when that is not known. Queues, keeps or throws away, each on disk before it says so.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen

from sahelreader.domain.draft import Draft, Identity
from sahelreader.domain.text import safe_line
from sahelreader.i18n import _
from sahelreader.paths import styles_dir
from sahelreader.screens import compose_words
from sahelreader.screens.compose_preview import rendered, to_site
from sahelreader.screens.keys import carry_out, dispatch, place_of
from sahelreader.screens.work import start
from sahelreader.widgets.hints import Hints
from sahelreader.widgets.lines import Page
from sahelreader.widgets.passages import PageView
from sahelreader.widgets.signing import Signing
from sahelreader.widgets.told import Piece, Told

if TYPE_CHECKING:
    from sahelreader.screens.compose_data import Subject
    from sahelreader.screens.context import Context

#: (what was decided: "edit" "queued" "kept" "discarded", who signs)
Answer = tuple[str, Identity]


class ReviewScreen(Screen[Answer]):
    """Shows DRAFT, which is on disk as given."""

    AUTO_FOCUS = "#preview"
    ESCAPE_TO_MINIMIZE = False
    CSS_PATH = styles_dir() / "compose.tcss"
    place = "review"

    def __init__(self, context: Context, draft: Draft, subject: Subject | None) -> None:
        super().__init__()
        self.context = context
        self._draft = draft
        self._subject = subject
        self._busy = False

    def compose(self) -> ComposeResult:
        marks, draft = self.context.marks, self._draft
        title: list[Piece] = [(_("Read it over"), "name"), (f" {marks.dot} ", "dim")]
        title.append((safe_line(draft.target.article_title), "view"))
        yield Told(title, id="review-title", most=1)
        yield Told(self._as_shown(), id="review-how")
        yield PageView(marks, id="preview")
        yield Told(id="review-who")
        yield Signing(draft.identity, compose_words.required(draft.target), place="form")
        yield Told(id="review-notice")
        yield Told(id="review-said")
        yield Hints(self.context.keymap, "review")

    def on_mount(self) -> None:
        self._show_preview()
        self._say()
        if self.query_one(Signing).missing or self._nobody:
            self.action_sign()

    @property
    def _nobody(self) -> bool:
        return self._draft.identity == Identity() and bool(
            compose_words.required(self._draft.target)
        )

    def _as_shown(self) -> list[Piece]:
        target = self._draft.target
        if target.system == "local":
            where = _("As it will stand in the discussion, on this machine only:")
        else:
            stored = self._subject.stored if self._subject is not None else None
            site = safe_line(stored.site_name, 60) if stored is not None else ""
            where = _("As %(site)s will show it:") % {"site": site or compose_words.host(target)}
        return [(where, "dim")]

    def _show_preview(self) -> None:
        from sahelreader.parse.clean import clean_comment
        from sahelreader.parse.document import document

        draft, context = self._draft, self.context
        system = draft.target.system
        html = rendered(to_site(draft.text, system), system)
        body = document(clean_comment(html, draft.target.article_url)).blocks
        self.query_one(PageView).show(_laid_out(body, context, lambda: self._signer))

    @property
    def _signer(self) -> str:
        if compose_words.by_account(self._draft.target):
            return _("Me")
        return safe_line(self._draft.identity.name) or _("Anonymous")

    # who signs, and what is said

    def on_signing_changed(self, event: Signing.Changed) -> None:
        self._draft = replace(self._draft, identity=event.identity)
        self._show_preview()
        self._say()

    def _say(self) -> None:
        draft, dot = self._draft, f" {self.context.marks.dot} "
        signing = self.query_one(Signing)
        who: list[Piece] = []
        if signing.has_class("-asked"):
            who = [(_("Who signs? The site asks for what has a *."), "text")]
        elif not compose_words.by_account(draft.target):
            parts = (self._signer, draft.identity.email, draft.identity.url)
            who = [(_("Signed "), "dim"), (safe_line(dot.join(filter(None, parts))), "text")]
        stored = self._subject.stored if self._subject is not None else None
        form = stored.article.form if stored is not None else None
        notice = compose_words.notice(draft.target, bool(form and form.email_published))
        self.query_one("#review-who", Told).tell(who)
        self.query_one("#review-notice", Told).tell(notice)
        self.query_one("#review-said", Told).tell(*self._foreseen())

    def _foreseen(self) -> list[list[Piece]]:
        from sahelreader.delivery.foresight import foresee

        stored = self._subject.stored if self._subject is not None else None
        # while the fields are open one sees what is missing
        silent = ("no_name", "no_email") if self.query_one(Signing).has_class("-asked") else ()
        return compose_words.warned(
            foresee(self._as_sent(), stored), self.context.marks, silent=silent
        )

    def action_sign(self) -> None:
        if compose_words.by_account(self._draft.target):
            return
        signing = self.query_one(Signing)
        signing.add_class("-asked")
        signing.focus_first(signing.missing)
        self._say()

    def action_take(self) -> None:
        """Enter in a field: the next one, and after the last the keys again."""
        signing = self.query_one(Signing)
        if not signing.focus_after():
            self.action_leave()

    def action_leave(self) -> None:
        self.set_focus(self.query_one(PageView))
        self.query_one(Signing).remove_class("-asked")
        self._say()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.query_one(Hints).show_place(place_of(self))

    # keys

    async def on_key(self, event: events.Key) -> None:
        await dispatch(self, event, self.context)

    async def on_hints_chosen(self, event: Hints.Chosen) -> None:
        await carry_out(self, event.command, self.context)

    def action_edit(self) -> None:
        self.dismiss(("edit", self._draft.identity))

    def action_queue(self) -> None:
        missing = self.query_one(Signing).missing
        if missing:
            self.notify(_("This site asks who signs."), markup=False, timeout=4)
            self.action_sign()
        else:
            self._decide(self._queue, "queued")

    def action_keep(self) -> None:
        self._decide(self._keep, "kept")

    def action_discard(self) -> None:
        self._decide(self._discard, "discarded")

    def _decide(self, act: Callable[[], str], what: str) -> None:
        if not self._busy:
            self._busy = True
            start(self, self.context, self._carry_out(act, what), "decide", exclusive=False)

    async def _carry_out(self, act: Callable[[], str], what: str) -> None:
        """Do ACT on a thread; close only when it is on disk."""
        from sahelreader.domain.draft import NotAllowed

        try:
            said = await asyncio.to_thread(act)
        except OSError as reason:
            self.notify(compose_words.not_saved(reason), severity="error", markup=False)
        except (KeyError, NotAllowed):
            self.notify(
                _("This comment was changed meanwhile; the outbox shows where it is."),
                severity="warning",
                markup=False,
            )
        else:
            if self._send_soon(what):
                said = _("On its way.")
            self.app.notify(said, markup=False, timeout=5)
            self.dismiss((what, self._draft.identity))
        finally:
            self._busy = False

    def _as_sent(self) -> Draft:
        """The draft with its text as the site takes it."""
        draft = self._draft
        return replace(draft, text=to_site(draft.text, draft.target.system))

    # on a thread

    def _saved(self, draft: Draft) -> Draft:
        context = self.context
        before = context.drafts.get(draft.id)
        if before is not None and (before.identity, before.text) == (draft.identity, draft.text):
            return before
        return context.drafts.save(replace(draft, updated=context.now()))

    def _queue(self) -> str:
        from sahelreader.delivery import sentence
        from sahelreader.identities import identity_for, save_identity

        context, identity = self.context, self._draft.identity
        draft = self._saved(self._as_sent())
        site = draft.target.site_url
        if identity.name and identity_for(context.paths, site) != identity:
            # the first name given signs everywhere until another is given somewhere
            first = identity_for(context.paths, "") == Identity()
            save_identity(context.paths, None if first else site, identity)
        draft = context.drafts.queue(draft.id, context.now(), context.settings.cooling)
        said: str = sentence(draft, context.now())
        return said

    def _keep(self) -> str:
        self._saved(self._draft)
        key = self.context.keymap.shown("outbox")
        return _("Kept as a draft. %(key)s shows your drafts.") % {"key": key}

    def _discard(self) -> str:
        self.context.drafts.discard(self._draft.id)
        self.context.discarded.append(self._draft.id)
        return _("Thrown away. %(key)s brings it back.") % {
            "key": self.context.keymap.shown("undo")
        }

    def _send_soon(self, what: str) -> bool:
        """Have what waits sent now, where the person wants that and there is a way; whether that was begun."""
        context = self.context
        local = self._draft.target.system == "local"
        wanted = local or (context.settings.send == "auto" and not context.settings.cooling)
        sending = (
            what == "queued" and wanted and (local or context.traffic.status.online is not False)
        )
        if sending:
            context.traffic.send()
        context.traffic.count_drafts()
        return sending


def _laid_out(body: Any, context: Context, name: Callable[[], str]) -> Callable[[Page], None]:
    from sahelreader.widgets.reader_lines import Surroundings, blocks

    around = Surroundings(marks=context.marks, now=context.now(), known={}, keys={})

    def put(page: Page) -> None:
        page.furniture((name(), "me"), (f" {context.marks.dot} " + _("now"), "byline"))
        blocks(page, body, (), 0, around)

    return put
