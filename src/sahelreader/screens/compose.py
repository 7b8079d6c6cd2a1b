"""The composer: what is answered stays in sight, the cursor is in the text at once, every pause is on disk.

Owns the layout, the keys and the moment of saving. What is saved and how is `compose_draft`'s, what is said
`compose_words`', what happens to a finished comment `review`'s. Escape closes and keeps, always.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import TextArea

from sahelreader.domain.draft import Draft, Identity
from sahelreader.i18n import _, dates
from sahelreader.paths import styles_dir
from sahelreader.screens import compose_data, compose_words, editor
from sahelreader.screens.compose_draft import Composition, Trace, Traces, rescue
from sahelreader.screens.compose_help import Helpers
from sahelreader.screens.compose_opening import Opening
from sahelreader.screens.compose_preview import from_site
from sahelreader.screens.keys import carry_out, dispatch
from sahelreader.screens.saver import NotSaved, Saved
from sahelreader.screens.work import start
from sahelreader.widgets.hints import Hints
from sahelreader.widgets.passages import Passages
from sahelreader.widgets.signing import Signing
from sahelreader.widgets.told import Told
from sahelreader.widgets.writing import Writing

if TYPE_CHECKING:
    from sahelreader.screens.context import Context

#: seconds after a change until it is saved, however long one goes on typing
PAUSE = 0.4
#: seconds after which a text that could not be saved is tried again
AGAIN = 2.0


class ComposeScreen(Screen[Any]):
    """Writes on ARTICLE_ID, in reply to the comment REPLY_TO; with DRAFT_ID on that draft.

    QUOTE is a passage selected before. Closes with None; what became of the text is on disk.
    """

    AUTO_FOCUS = "Writing"
    ESCAPE_TO_MINIMIZE = False
    CSS_PATH = styles_dir() / "compose.tcss"
    place = "compose"

    class Kept(Message):
        """A save ended, well or not."""

        def __init__(self, outcome: Saved | NotSaved) -> None:
            super().__init__()
            self.outcome = outcome

    def __init__(
        self,
        context: Context,
        article_id: int = 0,
        reply_to: int | None = None,
        quote: str = "",
        draft_id: str = "",
    ) -> None:
        super().__init__()
        self.context = context
        self._opening = Opening(context, article_id, reply_to, draft_id)
        self._quote = quote
        self._writing: Composition | None = None
        self._trouble: OSError | None = None
        self._pause: Timer | None = None
        self._traces = Traces(context.paths.data)
        self._helpers = Helpers(self, context)
        self._leaving = False
        #: the draft is there, or there will be none
        self._opened = asyncio.Event()

    def compose(self) -> ComposeResult:
        context = self.context
        yield Told(id="compose-title", most=1)
        with Container(id="compose-body"):
            yield Passages(context.marks, id="answered")
            with Vertical(id="compose-sheet"):
                yield Writing(placeholder=_("Write here. Every pause is saved on this machine."))
                yield Signing()
                yield Told(id="compose-notice", most=3)
                yield Told(id="compose-said", most=4)
        yield Hints(context.keymap, "compose")

    def on_mount(self) -> None:
        self.context.leaving.add(self._save_before_the_end)
        self._helpers.begin()
        self._say()
        start(self, self.context, self._load(), "load")

    def on_unmount(self) -> None:
        self.context.leaving.remove(self._save_before_the_end)
        if self._writing is not None:
            self._writing.close()

    # opening

    async def _load(self) -> None:
        draft = await self._opening.look()
        if self._opening.trouble:
            # a library that cannot be read keeps nobody from writing on
            self.notify(self._opening.trouble, severity="warning", markup=False)
        self._show_subject(draft)
        await self._begin(draft)

    def _show_subject(self, draft: Draft | None) -> None:
        context, subject = self.context, self._opening.subject
        answered = compose_data.answered(
            subject,
            draft.target if draft is not None else None,
            self._quote,
            context.marks,
            context.now(),
        )
        self.query_one(Passages).answer(answered)
        if subject.stored is not None:
            self._helpers.language = subject.stored.article.language
        title = compose_data.title_of(subject, draft)
        reply = subject.parent is not None or bool(draft and draft.target.parent_author)
        kind = _("Reply") if reply else _("Comment")
        self.query_one("#compose-title", Told).tell(
            [(kind, "name"), (f" {context.marks.dot} ", "dim"), (title, "view")]
        )

    async def _begin(self, found: Draft | None) -> None:
        """Have a draft to write on; as long as that fails it is tried again, and one writes on meanwhile."""
        try:
            draft = await self._opening.begin(found)
        except OSError as reason:
            self._trouble = reason
            self._say()
            self.set_timer(AGAIN, lambda: start(self, self.context, self._begin(found), "load"))
            return
        if draft is None:
            self.app.notify(_("This article is no longer in the library."), markup=False)
            self._opened.set()
            self.dismiss(None)
        else:
            self._trouble = None
            if found is not None and draft.id != found.id:
                self.notify(
                    _("What may be on the site stays as it is; this is a copy of its text."),
                    markup=False,
                )
            self._fill(draft)

    def _fill(self, draft: Draft) -> None:
        """Put DRAFT under the cursor; what was typed before it came goes where the cursor was left."""
        context, field = self.context, self.query_one(Writing)
        self._writing = Composition(
            draft,
            context.drafts,
            self._traces,
            context.now,
            self._heard,
        )
        left = self._opening.left_by_editor(draft)
        text = from_site(draft.text, draft.target.system) if left is None else left
        typed = field.text
        trace = self._traces.get(draft.id)
        with self.prevent(TextArea.Changed):
            field.load_text(text)
            at = trace.cursor if trace is not None and left is None else len(text)
            field.cursor_at = at
            if typed:
                field.put(typed)
        field.scroll_cursor_visible()
        signing = self.query_one(Signing)
        signing.display = not compose_words.by_account(draft.target)
        signing.fill(draft.identity)
        signing.require(compose_words.required(draft.target))
        stored = self._opening.subject.stored
        form = stored.article.form if stored is not None else None
        self.query_one("#compose-notice", Told).tell(
            compose_words.notice(draft.target, bool(form and form.email_published))
        )
        if left is not None:
            self.notify(_("Your editor was interrupted; what it had is here again."), markup=False)
        elif draft.text:
            when = dates.ago(draft.updated, context.now())
            self.notify(_("Your draft of %(when)s.") % {"when": when}, markup=False, timeout=3)
        self._changed()
        self._say()
        self._opened.set()

    # saving

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._changed()
        self._helpers.text_changed()

    def on_writing_too_much(self) -> None:
        self.notify(_("That is too long for a comment; nothing of it was put in."), markup=False)

    def on_signing_changed(self, event: Signing.Changed) -> None:
        self._changed()

    def _changed(self) -> None:
        """Something was typed: save it within `PAUSE`, whatever comes meanwhile."""
        if self._writing is not None and self._take() and self._pause is None:
            self._pause = self.set_timer(PAUSE, self._save)
        if (
            self._trouble is not None
            or len(self.query_one(Writing).text) > compose_words.TEXT_LIMIT // 4
        ):
            self._say()

    def _take(self) -> bool:
        """The newest text and names into the draft; True when they are not on disk."""
        assert self._writing is not None
        field = self.query_one(Writing)
        self._writing.cursor = field.cursor_at
        self._writing.edit(field.text, self.query_one(Signing).identity)
        return self._writing.dirty

    def _save(self) -> None:
        self._pause = None
        if self._writing is not None and not self._leaving:
            self._take()
            self._writing.save_later()

    def _heard(self, outcome: Saved | NotSaved) -> None:
        """On the saving thread."""
        self.post_message(self.Kept(outcome))

    def on_compose_screen_kept(self, event: Kept) -> None:
        self._trouble = event.outcome.reason if isinstance(event.outcome, NotSaved) else None
        if self._trouble is not None:
            if self._pause is None:
                self._pause = self.set_timer(AGAIN, self._save)
        elif self._writing is not None and not self._writing.dirty:
            editor.finished(self._writing.draft.id, self._editing)
        self._say()

    def _save_before_the_end(self) -> None:
        """The program ends, now: have the text on disk, somewhere."""
        text = self.query_one(Writing).text
        if self._writing is None:
            failed = bool(text.strip())
        else:
            self._take()
            failed = isinstance(self._writing.save_now(), NotSaved)
        if failed and text.strip():
            name = self._writing.draft.id if self._writing is not None else ""
            rescue(text, name, (self.context.paths.data, self.context.paths.config))

    @property
    def _editing(self) -> Any:
        return self.context.paths.data / "editing"

    # what is said

    def _say(self) -> None:
        text, writing = self.query_one(Writing).text, self._writing
        saved = None
        if writing is not None and not writing.dirty:
            saved = writing.saved_at
        dot = self.context.marks.dot
        lines = [compose_words.state_line(text, saved, self._trouble, dot)]
        if writing is not None and text.strip():
            lines += self._helpers.foreseen(writing.draft, self._opening.subject)
        self.query_one("#compose-said", Told).tell(*lines)
        self.query_one(Hints).show_right(self._helpers.switches())

    # keys

    async def on_key(self, event: events.Key) -> None:
        await dispatch(self, event, self.context)

    async def on_hints_chosen(self, event: Hints.Chosen) -> None:
        await carry_out(self, event.command, self.context)

    async def action_close(self) -> None:
        if await self._kept():
            self._close()

    async def _kept(self) -> bool:
        """Have everything on disk; False, and told, when that cannot be."""
        if self._writing is None and self._trouble is None:
            # a key that came while the draft was still being opened: what was typed before it is kept too
            await self._opened.wait()
        writing = self._writing
        if writing is None:
            if self._trouble is not None and self.query_one(Writing).text.strip():
                self.notify(compose_words.not_saved(self._trouble), severity="error", markup=False)
                return False
            return True
        self._take()
        outcome = await asyncio.to_thread(writing.save_now)
        if isinstance(outcome, NotSaved):
            self._trouble = outcome.reason
            self._say()
            self.notify(compose_words.not_saved(outcome.reason), severity="error", markup=False)
            return False
        self._trouble = None
        editor.finished(writing.draft.id, self._editing)
        return True

    def _close(self) -> None:
        self._leaving = True
        writing = self._writing
        self._remember()
        if writing is not None and writing.is_nothing:
            self._traces.forget(writing.draft.id)
            start(self.app, self.context, self._drop(writing.draft.id), "drop", exclusive=False)
        elif writing is not None and writing.draft.text != writing.found.text:
            key = self.context.keymap.shown("outbox")
            self.app.notify(
                _("Kept as a draft. %(key)s shows your drafts.") % {"key": key},
                markup=False,
                timeout=4,
            )
        self.dismiss(None)

    def _remember(self) -> None:
        """The composer closes: where the cursor is, for the next time. Nothing is being saved any more."""
        if self._writing is not None:
            self._writing.close()
            cursor = self.query_one(Writing).cursor_at
            self._traces.note(Trace(self._writing.draft.id, 0, cursor))

    async def _drop(self, draft_id: str) -> None:
        with suppress(KeyError):  # it was never saved
            await asyncio.to_thread(self.context.drafts.discard, draft_id)
        self.context.traffic.count_drafts()

    async def action_send(self) -> None:
        if not self.query_one(Writing).text.strip():
            self.notify(_("Nothing is written yet."), markup=False, timeout=3)
        elif await self._kept() and self._writing is not None:
            from sahelreader.screens.review import ReviewScreen

            self._say()
            review = ReviewScreen(self.context, self._writing.draft, self._opening.subject)
            await self.app.push_screen(review, self._reviewed)

    def _reviewed(self, answer: Any) -> None:
        """ANSWER: "edit", or "queued", "kept", "discarded" (all on disk already); with who signs, as changed there."""
        what, identity = answer if answer is not None else ("edit", Identity())
        if what == "edit":
            self.query_one(Signing).fill(identity)
            self._changed()
            self.set_focus(self.query_one(Writing))
            return
        self._leaving = True
        assert self._writing is not None
        if what == "kept":
            self._remember()
        else:
            self._traces.forget(self._writing.draft.id)
        self.dismiss(None)

    def action_editor(self) -> None:
        if self._writing is None:
            return
        self._take()
        self._writing.save_now()
        if self._helpers.edit_elsewhere(self._writing.draft.id, self._editing):
            self._changed()

    def action_quote(self) -> None:
        passage = self.query_one(Passages).marked
        if not passage:
            self.notify(_("There is nothing to quote here."), markup=False, timeout=3)
            return
        field = self.query_one(Writing)
        gap = compose_data.gap_after(field.before_selection)
        field.put(gap + compose_data.quotation(passage))
        self.set_focus(field)

    def action_typography(self) -> None:
        self._helpers.typeset()

    def action_accents(self) -> None:
        self._helpers.switch_accents()
        self._say()

    def action_spelling(self) -> None:
        self._helpers.switch_spelling()
        self._say()
