"""The commands of the other screens: composing, outbox, sites to add, help …"""

from __future__ import annotations

from sahelreader.commands.command import N_, command

OTHER_COMMANDS = (
    command(
        "compose.send",
        "ctrl+s",
        N_("send"),
        N_("Read it over, then queue it for sending."),
        "compose",
        "send",
        footer=1,
    ),
    command(
        "compose.editor",
        "ctrl+e",
        N_("editor"),
        N_("Write in your own editor ($VISUAL, $EDITOR)."),
        "compose",
        "editor",
        footer=2,
    ),
    command(
        "compose.quote",
        "ctrl+r",
        N_("quote"),
        N_("Quote the passage you answer."),
        "compose",
        "quote",
        footer=3,
    ),
    command(
        "compose.close",
        "escape",
        N_("close (kept)"),
        N_("Close; the text is kept."),
        "compose",
        "close",
        footer=9,
    ),
    command(
        "review.queue", "y", N_("queue"), N_("Queue it for sending."), "review", "queue", footer=1
    ),
    command(
        "review.edit", "e escape", N_("edit"), N_("Back to the text."), "review", "edit", footer=2
    ),
    command(
        "review.keep",
        "p",
        N_("keep as draft"),
        N_("Close and keep it as a draft."),
        "review",
        "keep",
        footer=3,
    ),
    command(
        "review.discard",
        "d",
        N_("discard"),
        N_("Throw it away (u undoes it)."),
        "review",
        "discard",
        footer=4,
    ),
)
