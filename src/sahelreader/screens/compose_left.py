"""What an earlier run of the program left unfinished, told once when the next one starts.

Looks at files only; opens nothing and changes nothing but its own note that it was told.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from sahelreader.domain.draft import Draft, State
from sahelreader.domain.text import safe_line
from sahelreader.i18n import _, ngettext
from sahelreader.screens.compose_draft import Trace, Traces

if TYPE_CHECKING:
    from sahelreader.screens.context import Context

#: first words of a text, in characters
FIRST_WORDS = 48


async def tell_what_was_left(screen: Screen[Any], context: Context) -> None:
    """Say on SCREEN which texts were being written when the program was interrupted, and where they are."""
    interrupted, damaged, rescued = await asyncio.to_thread(_look, context)
    key = context.keymap.shown("outbox")
    if interrupted:
        first = safe_line(interrupted[0].text, FIRST_WORDS)
        words = {"text": first, "key": key, "count": len(interrupted)}
        told = ngettext(
            "The program was interrupted while you wrote. Your text is kept: “%(text)s”. %(key)s opens it.",
            "The program was interrupted while you wrote. Your %(count)d texts are kept. %(key)s shows them.",
            len(interrupted),
        )
        screen.notify(told % words, markup=False, timeout=12)
    if damaged:
        told = ngettext(
            "A file of a draft cannot be read; it is left as it is: %(file)s",
            "%(count)d files of drafts cannot be read; they are left as they are: %(file)s …",
            len(damaged),
        )
        screen.notify(
            told % {"count": len(damaged), "file": safe_line(str(damaged[0]), 200)},
            severity="warning",
            markup=False,
            timeout=12,
        )
    if rescued:
        screen.notify(
            _("A text that could not be saved as a draft is in %(file)s")
            % {"file": safe_line(str(rescued[0]), 200)},
            severity="warning",
            markup=False,
            timeout=12,
        )


def _look(context: Context) -> tuple[list[Draft], Sequence[Path], Sequence[Path]]:
    traces = Traces(context.paths.data)
    found: list[Draft] = []
    for trace in traces.interrupted():
        draft = context.drafts.get(trace.draft_id)
        if draft is None or draft.state is not State.DRAFT:
            traces.forget(trace.draft_id)
            continue
        # told once
        traces.note(Trace(trace.draft_id, 0, trace.cursor))
        if draft.text.strip():
            found.append(draft)
    found.sort(key=lambda draft: draft.updated, reverse=True)
    shelf = context.drafts.all()
    folders = (context.paths.data, context.paths.config)
    rescued = sorted(path for folder in folders for path in folder.glob("sahelreader-*.txt"))
    return found, [item.path for item in shelf.damaged], rescued
