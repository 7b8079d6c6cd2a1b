"""A note of one's own on an article. What is typed is kept within a second, and again when the screen closes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from sahelreader.domain.text import safe_line, safe_text
from sahelreader.i18n import _
from sahelreader.paths import styles_dir
from sahelreader.screens.keys import carry_out, dispatch
from sahelreader.screens.work import start
from sahelreader.widgets.hints import Hints
from sahelreader.widgets.writing import Writing

if TYPE_CHECKING:
    from sahelreader.screens.context import Context

#: seconds between two savings while one types
SETTLE = 1.0


class NoteScreen(ModalScreen[None]):
    CSS_PATH: ClassVar[Any] = [styles_dir() / "lists.tcss", styles_dir() / "sheet.tcss"]
    AUTO_FOCUS = "Writing"
    place = "note"

    def __init__(self, context: Context, article_id: int) -> None:
        super().__init__()
        self.context = context
        self._article = article_id
        #: as the library has it; None until it was read
        self._kept: str | None = None
        #: undo goes back to before this screen, not to a half-typed word
        self._logged = False
        self._timer: Any = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(Content(_("Your note")), classes="title", markup=False)
            yield Static("", id="about", classes="below", markup=False)
            yield Writing(placeholder=_("Only for you; it stays on this machine."))
            yield Hints(self.context.keymap, "note")

    def on_mount(self) -> None:
        self.context.leaving.add(self._leaving)
        start(self, self.context, self._load(), "note")

    async def _load(self) -> None:
        from sahelreader.library import articles

        stored = await self.context.library.read(articles.get, self._article)
        if stored is None:
            self.dismiss()
            return
        about = safe_line(stored.article.title, 120)
        self.query_one("#about", Static).update(Content(about))
        field = self.query_one(Writing)
        # what was typed meanwhile comes after what was there
        field.load_text(stored.note + field.text)
        field.move_cursor(field.document.end)
        self._kept = stored.note

    async def on_key(self, event: events.Key) -> None:
        await dispatch(self, event, self.context)

    async def on_hints_chosen(self, event: Hints.Chosen) -> None:
        await carry_out(self, event.command, self.context)

    def on_text_area_changed(self, event: Writing.Changed) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(SETTLE, self._save_soon)

    def _save_soon(self) -> None:
        start(self, self.context, self._save(), "keep", exclusive=False)

    @property
    def _text(self) -> str:
        return safe_text(self.query_one(Writing).text).strip()

    async def _save(self) -> None:
        text = self._text
        if self._kept in (None, text) or self.context.library.read_only:
            return
        now, again = self.context.now(), self._logged
        await self.context.library.write(write_note, self._article, text, now, again)
        # only now: what could not be written is tried again, and the screen stays
        self._kept, self._logged = text, True

    def _leaving(self) -> None:
        """The program ends while the note is open."""
        text = self._text
        if self._kept not in (None, text) and not self.context.library.read_only:
            self.context.library.write_now(
                write_note, self._article, text, self.context.now(), self._logged
            )

    def action_close(self) -> None:
        start(self, self.context, self._close(), "close")

    async def _close(self) -> None:
        await self._save()
        if self.context.library.read_only and self._text != (self._kept or ""):
            self.notify(
                _("This library can only be read here; nothing was changed."),
                severity="warning",
                markup=False,
            )
        self.context.leaving.remove(self._leaving)
        self.dismiss()


def write_note(db: Any, article_id: int, text: str, now: Any, again: bool) -> None:
    """Keep the note; AGAIN: undo goes back to what it was before the first time."""
    from sahelreader.library import marks

    if again:
        marks.put_note(db, article_id, text, int(now.timestamp()))
    else:
        marks.set_note(db, article_id, text, now)
