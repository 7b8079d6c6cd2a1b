"""What helps while one writes: what the site will do with it, typography, accents by sequence, spelling.

Each may be missing or switched off; none may hold a key up. Owns the switches; the text is the screen's.
"""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import SuspendNotSupported
from textual.screen import Screen
from textual.timer import Timer

from sahelreader import config
from sahelreader.domain.draft import Draft
from sahelreader.domain.text import safe_line
from sahelreader.i18n import _
from sahelreader.screens import compose_words, editor
from sahelreader.screens.work import start
from sahelreader.widgets.passages import Passages
from sahelreader.widgets.shaping import Shaping, typeset
from sahelreader.widgets.told import Piece
from sahelreader.widgets.writing import LIMIT, Writing

if TYPE_CHECKING:
    from sahelreader.screens.compose_data import Subject
    from sahelreader.screens.context import Context
    from sahelreader.screens.spelling import Speller

#: seconds without a key before the spelling is looked at
STILL = 0.8
#: said by the counter, or asked in the review
ASKED_LATER = ("empty", "text_long", "no_name", "no_email")


class Helpers:
    def __init__(self, screen: Screen[Any], context: Context) -> None:
        self._screen = screen
        self._context = context
        settings = context.settings
        self.shaping = Shaping(accents=settings.accents, typography=settings.typography)
        self._speller: Speller | None = None
        self._spelling = True
        self._still: Timer | None = None
        #: of what is answered; "" when not known
        self.language = ""

    @property
    def _field(self) -> Writing:
        return self._screen.query_one(Writing)

    def begin(self) -> None:
        self._field.shaping = self.shaping.after_key

    # the site

    def foreseen(self, draft: Draft, subject: Subject | None) -> list[list[Piece]]:
        """A line for each thing that the site will hold the comment for, or refuse it for."""
        from sahelreader.delivery.foresight import foresee

        stored = subject.stored if subject is not None else None
        return compose_words.warned(foresee(draft, stored), self._context.marks, silent=ASKED_LATER)

    # one's own editor

    def edit_elsewhere(self, draft_id: str, root: Path) -> bool:
        """Lend the terminal and the text of DRAFT_ID to one's own editor; True when it changed something."""
        field, app = self._field, self._screen.app
        try:
            outcome = editor.edit(field.text, draft_id, root, os.environ, app.suspend())
        except SuspendNotSupported:
            text = _("This terminal cannot be given to another program.")
            self._screen.notify(text, markup=False)
            return False
        app.refresh(repaint=True, layout=True)
        if isinstance(outcome, editor.NotEdited):
            self._screen.notify(outcome.sentence, severity="warning", markup=False)
            return False
        if len(outcome.text) > LIMIT:
            where = safe_line(str(root), 200)
            text = _("What the editor wrote is too long for a comment; it stays in %(folder)s.")
            self._screen.notify(text % {"folder": where}, severity="warning", markup=False)
            return False
        if outcome.text == field.text:
            editor.finished(draft_id, root)
            return False
        field.replace_all(outcome.text)
        return True

    # letters and signs

    def typeset(self) -> None:
        """French typography over the whole text, as one edit."""
        field = self._field
        shaped = typeset(field.text)
        if shaped == field.text:
            self._screen.notify(_("The typography is in order."), markup=False, timeout=2)
            return
        before = typeset(field.text[: field.cursor_at])
        field.replace_all(shaped)
        field.cursor_at = len(before)
        self._screen.notify(_("French typography. Ctrl+Z takes it back."), markup=False, timeout=3)

    def switch_accents(self) -> None:
        """Accents by sequence on or off, here and from now on."""
        on = not self.shaping.accents
        self.shaping = replace(self.shaping, accents=on)
        self._field.shaping = self.shaping.after_key
        start(self._screen, self._context, self._keep(accents=on), "keep-setting")
        text = (
            _("Accents by sequence: e' gives é, e` è, e^ ê, c~ ç. Ctrl+Z takes one back.")
            if on
            else _("Accents by sequence are off.")
        )
        self._screen.notify(text, markup=False, timeout=4)

    async def _keep(self, **changes: Any) -> None:
        try:
            await asyncio.to_thread(config.save, self._context.paths.settings, changes)
        except OSError:
            return  # it holds for this comment all the same

    def switches(self) -> str:
        """What is on, for the foot of the screen."""
        return "é" if self.shaping.accents else ""

    # spelling

    def text_changed(self) -> None:
        if not self._spelling:
            return
        if self._still is not None:
            self._still.stop()
        self._still = self._screen.set_timer(STILL, self._look)

    def switch_spelling(self) -> None:
        self._spelling = not self._spelling
        if self._spelling:
            self._look(True)
        else:
            self._field.show_unknown(frozenset())
            self._screen.notify(_("Spelling is off."), markup=False, timeout=2)

    def _look(self, asked: bool = False) -> None:
        self._still = None
        start(self._screen, self._context, self._check(asked), "spelling")

    async def _check(self, asked: bool) -> None:
        from sahelreader.screens.spelling import Speller

        if self._speller is None:
            self._speller = await asyncio.to_thread(Speller.find)
        if not self._speller.command:
            self._spelling = False
            if asked:
                self._screen.notify(
                    _("No dictionary was found. Install hunspell or aspell with a French one."),
                    markup=False,
                )
            return
        text = self._field.text
        if self.language not in ("", "fr"):
            return
        answered = self._screen.query_one(Passages).answered
        near = "\n".join((answered.heading, *answered.passages))
        unknown = await asyncio.to_thread(self._speller.unknown, text, near)
        self._field.show_unknown(unknown)
        if asked:
            self._screen.notify(
                _("Words that the dictionary does not know are underlined."),
                markup=False,
                timeout=3,
            )
