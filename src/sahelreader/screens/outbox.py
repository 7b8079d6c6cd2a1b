"""Drafts and outbox: what I write, what waits, what a site holds, what is published; and what can be done with each.

Reads the drafts' folder; every act is on disk before it is said. Deliveries going on while it is open show at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen

from sahelreader.domain.draft import Draft, Move, NotAllowed, State, may
from sahelreader.i18n import _
from sahelreader.paths import styles_dir
from sahelreader.screens import compose_words, outbox_data
from sahelreader.screens.answers import GoTo
from sahelreader.screens.keys import carry_out, dispatch, push
from sahelreader.screens.traffic import WAITING, Traffic
from sahelreader.screens.work import start
from sahelreader.widgets.choices import ChoiceList
from sahelreader.widgets.hints import Hints
from sahelreader.widgets.passages import PageView
from sahelreader.widgets.told import Told

if TYPE_CHECKING:
    from sahelreader.screens.context import Context


class OutboxScreen(Screen[Any]):
    """Answers with `GoTo` when a comment is to be seen in its discussion, else None. DRAFT_ID is shown first."""

    AUTO_FOCUS = "ChoiceList"
    ESCAPE_TO_MINIMIZE = False
    CSS_PATH: ClassVar[Any] = [styles_dir() / "lists.tcss", styles_dir() / "outbox.tcss"]

    def __init__(self, context: Context, draft_id: str = "") -> None:
        super().__init__()
        self.context = context
        self._wanted = draft_id
        self._drafts: Mapping[str, Draft] = {}

    def compose(self) -> ComposeResult:
        yield Told(id="outbox-title", most=1)
        with Container(id="outbox-body"):
            yield ChoiceList(self.context.marks, "outbox")
            yield PageView(self.context.marks, id="card")
        yield Hints(self.context.keymap, "outbox")

    def on_mount(self) -> None:
        # the list has the keys; the card is looked at
        self.query_one(PageView).can_focus = False
        self._reload()

    def on_screen_resume(self) -> None:
        self._reload()

    # what is shown

    def _reload(self) -> None:
        start(self, self.context, self._load(), "outbox")

    async def _load(self) -> None:
        context = self.context
        shelf = await asyncio.to_thread(context.drafts.all)
        self._drafts = {draft.id: draft for draft in shelf.drafts}
        listed = self.query_one(ChoiceList)
        listed.nothing = (
            _("Your comments are here: drafts, those that wait, those that are published."),
            _("%(key)s on an article writes one, with or without a network.")
            % {"key": context.keymap.shown("comment")},
        )
        choices = outbox_data.sections(shelf.drafts, shelf.damaged, context.marks, context.now())
        at, self._wanted = self._wanted or None, ""
        listed.set_choices(choices, at=at)
        self._tell()
        self._show_card()

    def _tell(self) -> None:
        traffic, dot = self.context.traffic, f" {self.context.marks.dot} "
        said = [(_("My comments"), "name")]
        if traffic.sending:
            said.append((dot + _("sending…"), "accent"))
        elif traffic.status.online is False:
            said.append((dot + _("offline"), "caution"))
        self.query_one("#outbox-title", Told).tell(said)

    @property
    def _draft(self) -> Draft | None:
        return self._drafts.get(str(self.query_one(ChoiceList).value))

    def on_choice_list_moved(self, event: ChoiceList.Moved) -> None:
        self._show_card()

    def _show_card(self) -> None:
        from sahelreader.delivery import sentence

        card, draft, context = self.query_one(PageView), self._draft, self.context
        card.display = draft is not None
        if draft is None:
            return
        now = context.now()
        card.show(
            outbox_data.card(draft, sentence(draft, now), self._choices(draft), context.marks, now)
        )
        card.scroll_to(y=0, animate=False, force=True)

    def _choices(self, draft: Draft) -> list[tuple[str, str]]:
        """What only the person can decide, with its keys."""
        keys = self.context.keymap.shown
        found: list[tuple[str, str]] = []
        if outbox_data.asks(draft):
            found += [
                (keys("outbox.arrived"), _("I have seen it on the site: keep it as sent")),
                (keys("outbox.again"), _("send it once more; it may then stand there twice")),
            ]
        elif outbox_data.lost_its_parent(draft):
            found.append(
                (keys("outbox.top_level"), _("queue it as a comment of its own, with a quotation"))
            )
        if draft.state is State.REFUSED:
            found += [
                (keys("outbox.edit"), _("write on it")),
                (keys("outbox.send"), _("try again as it is")),
                (keys("outbox.copy"), _("copy the text")),
                (keys("outbox.discard"), _("throw it away")),
            ]
        return found

    def on_traffic_draft_moved(self, event: Traffic.DraftMoved) -> None:
        self._reload()

    def on_traffic_delivery_ended(self, event: Traffic.DeliveryEnded) -> None:
        self._reload()

    def on_traffic_changed(self, event: Traffic.Changed) -> None:
        self._tell()

    # keys

    async def on_key(self, event: events.Key) -> None:
        await dispatch(self, event, self.context)

    async def on_hints_chosen(self, event: Hints.Chosen) -> None:
        await carry_out(self, event.command, self.context)

    def on_choice_list_opened(self, event: ChoiceList.Opened) -> None:
        draft = self._draft
        if draft is None:
            return
        if draft.state is State.DRAFT:
            self._write_on(draft)
        elif draft.article is not None:
            start(self, self.context, self._see(draft.article, draft.remote_id), "see")
        else:
            self.notify(_("Its article is not in the library."), markup=False, timeout=3)

    async def _see(self, article: int, remote_id: str) -> None:
        from sahelreader.library import comments

        thread = await self.context.library.read(comments.thread, article) if remote_id else []
        mine = next((item.id for item in thread if item.remote_id == remote_id), 0)
        self.dismiss(GoTo(article, mine))

    def action_edit(self) -> None:
        draft = self._draft
        if draft is None:
            return
        if draft.state is State.SENDING:
            self._say(_("It is being sent just now."))
            return
        if draft.state is not State.DRAFT and not may(draft, Move.EDIT):
            self._say(_("What may be on the site stays as it is; its text is in a new draft."))
        self._write_on(draft)

    def _write_on(self, draft: Draft) -> None:
        push(self, "screens.compose:ComposeScreen", self.context, draft_id=draft.id)

    def action_send(self) -> None:
        draft = self._draft
        if draft is None:
            return
        if draft.state is State.DRAFT:
            start(self, self.context, self._review(draft), "review")
        elif outbox_data.asks(draft):
            key = self.context.keymap.shown("outbox.again")
            self._say(_("It may be there already. %(key)s sends it once more.") % {"key": key})
        elif draft.state is State.REFUSED:
            self._act(lambda: self._queue(draft), then_send=draft.id)
        elif draft.state in WAITING:
            self._send(draft.id)
        else:
            self._say(_("It is on the site already."))

    async def _review(self, draft: Draft) -> None:
        from sahelreader.screens.compose_data import Subject, read_subject
        from sahelreader.screens.review import ReviewScreen

        if not draft.text.strip():
            self._say(_("Nothing is written yet."))
            return
        subject = Subject()
        if draft.article is not None:
            subject = await self.context.library.read(read_subject, draft.article, draft.reply_to)

        asked = self.context.settings.send == "ask"

        def reviewed(answer: Any) -> None:
            if answer is not None and answer[0] == "edit":
                self._write_on(draft)
            elif answer is not None and answer[0] == "queued" and asked:
                # "send now" is asked for here, whatever is done by itself
                self._send(draft.id)

        self.app.push_screen(ReviewScreen(self.context, draft, subject), reviewed)

    def _send(self, draft_id: str) -> None:
        if self.context.traffic.sending:
            self._say(_("Comments are being sent just now."))
        else:
            self.context.traffic.send([draft_id])

    def _queue(self, draft: Draft) -> str:
        self.context.drafts.queue(draft.id, self.context.now())
        return _("Queued again.")

    def action_again(self) -> None:
        draft = self._draft
        if draft is not None and outbox_data.asks(draft):
            self._act(lambda: self._queue(draft), then_send=draft.id)

    def action_arrived(self) -> None:
        draft = self._draft
        if draft is not None and outbox_data.asks(draft):
            self._act(lambda: self._arrived(draft))

    def _arrived(self, draft: Draft) -> str:
        self.context.drafts.change(draft.id, Move.PUBLISH, error="", next_attempt=None)
        return _("Kept as sent.")

    def action_top_level(self) -> None:
        draft = self._draft
        if draft is not None and outbox_data.lost_its_parent(draft):
            self._act(lambda: self._as_new(draft))

    def _as_new(self, draft: Draft) -> str:
        context = self.context
        alone = outbox_data.on_its_own(context.drafts.take_back(draft.id, context.now()))
        saved = context.drafts.save(replace(alone, updated=context.now()))
        context.drafts.queue(saved.id, context.now(), context.settings.cooling)
        self._wanted = saved.id
        return _("Queued as a comment of its own.")

    def action_copy(self) -> None:
        from sahelreader.screens.opening import copy_text

        if self._draft is not None:
            copy_text(self, self._draft.text)
            self._say(_("Copied."))

    def action_discard(self) -> None:
        draft = self._draft
        if draft is not None:
            self._act(lambda: self._discard(draft))

    def _discard(self, draft: Draft) -> str:
        self.context.drafts.discard(draft.id)
        self.context.discarded.append(draft.id)
        undo = {"key": self.context.keymap.shown("outbox.undo")}
        if draft.state in (State.HELD, State.PUBLISHED):
            return _("Gone from this list; the site keeps it. %(key)s brings it back.") % undo
        return _("Thrown away. %(key)s brings it back.") % undo

    def action_undo(self) -> None:
        self._act(self._restore)

    def _restore(self) -> str:
        context = self.context
        ids = context.discarded or [draft.id for draft in context.drafts.discarded()]
        restored = context.drafts.restore(ids.pop()) if ids else None
        if restored is None:
            return _("Nothing to bring back.")
        self._wanted = restored.id
        return _("It is back.")

    def _act(self, act: Callable[[], str], then_send: str = "") -> None:
        start(self, self.context, self._carry_out(act, then_send), "act", exclusive=False)

    async def _carry_out(self, act: Callable[[], str], then_send: str) -> None:
        try:
            said = await asyncio.to_thread(act)
        except OSError as reason:
            self.notify(compose_words.not_saved(reason), severity="error", markup=False)
        except (KeyError, NotAllowed):
            self._say(_("It has moved on meanwhile."))
        else:
            self._say(said)
            self.context.traffic.count_drafts()
            if then_send:
                self._send(then_send)
        self._reload()

    def _say(self, text: str) -> None:
        self.notify(text, markup=False, timeout=4)

    def action_sync(self) -> None:
        traffic = self.context.traffic
        traffic.stop() if traffic.syncing else traffic.sync()

    def action_close(self) -> None:
        self.dismiss(None)
