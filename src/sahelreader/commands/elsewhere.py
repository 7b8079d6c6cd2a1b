"""The commands of the screens in which one writes: composer, review, outbox, who signs."""

from __future__ import annotations

from sahelreader.commands.command import N_, command

#: lists where letters are keys
LISTS = "outbox identity"

OTHER_COMMANDS = (
    command(
        "compose.send",
        "ctrl+s",
        N_("read over"),
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
        footer=3,
    ),
    command(
        "compose.quote",
        "ctrl+r",
        N_("quote"),
        N_("Quote the marked passage of what you answer."),
        "compose",
        "quote",
        footer=4,
    ),
    command(
        "compose.typography",
        "ctrl+t",
        N_("typography"),
        N_("French typography in the text: « », narrow spaces, ’. Ctrl+Z takes it back."),
        "compose",
        "typography",
    ),
    command(
        "compose.accents",
        "ctrl+g",
        N_("accent keys"),
        N_("Accents by sequence, on or off: e' gives é, e` è, e^ ê, c~ ç."),
        "compose",
        "accents",
    ),
    command(
        "compose.spelling",
        "f7",
        N_("spelling"),
        N_("Underline words that the dictionary does not know, or stop it."),
        "compose",
        "spelling",
    ),
    command(
        "compose.help",
        "f1",
        N_("help"),
        N_("The keys of this screen."),
        "compose review form",
        "help",
        footer=6,
    ),
    command(
        "compose.close",
        "escape",
        N_("close (kept)"),
        N_("Close; the text is kept."),
        "compose",
        "close",
        footer=2,
    ),
    # the last look before it is queued
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
    command(
        "review.sign", "s", N_("who signs"), N_("Name, e-mail, site."), "review", "sign", footer=5
    ),
    command("review.down", "j down", N_("down"), N_("One line down."), "review", "scroll_down"),
    command("review.up", "k up", N_("up"), N_("One line up."), "review", "scroll_up"),
    command(
        "review.page_down",
        "space pagedown",
        N_("page down"),
        N_("One page down."),
        "review",
        "page_down",
    ),
    command("review.page_up", "pageup", N_("page up"), N_("One page up."), "review", "page_up"),
    # name, e-mail and site, in the review
    command(
        "form.take",
        "enter ctrl+s",
        N_("next"),
        N_("To the next field; after the last, back to the keys."),
        "form",
        "take",
        footer=1,
    ),
    command(
        "form.leave", "escape", N_("back"), N_("Back to the comment."), "form", "leave", footer=2
    ),
    # outbox
    command(
        "outbox.open",
        "enter l right",
        N_("open"),
        N_("A draft opens for writing; a comment that was sent, in its discussion."),
        "outbox",
        "open",
        footer=1,
    ),
    command(
        "outbox.send", "s", N_("send now"), N_("Send this comment now."), "outbox", "send", footer=2
    ),
    command(
        "outbox.edit",
        "e",
        N_("edit"),
        N_("Write on it; it is not sent while you do."),
        "outbox",
        "edit",
        footer=3,
    ),
    command("outbox.copy", "y", N_("copy"), N_("Copy the text."), "outbox", "copy", footer=6),
    command(
        "outbox.discard",
        "d",
        N_("discard"),
        N_("Throw it away (u undoes it)."),
        "outbox",
        "discard",
        footer=4,
    ),
    command(
        "outbox.undo",
        "u",
        N_("undo"),
        N_("Bring back what was thrown away last."),
        "outbox",
        "undo",
    ),
    command(
        "outbox.top_level",
        "t",
        N_("as a new comment"),
        N_("The comment it answers is gone: queue it as a comment of its own, with a quotation."),
        "outbox",
        "top_level",
    ),
    command(
        "outbox.again",
        "r",
        N_("send again"),
        N_("It may have arrived and the site cannot tell: send it once more all the same."),
        "outbox",
        "again",
    ),
    command(
        "outbox.arrived",
        "p",
        N_("it arrived"),
        N_("You have seen it on the site: keep it as sent, send nothing."),
        "outbox",
        "arrived",
    ),
    command("outbox.down", "j down", N_("down"), N_("Next line."), LISTS, "down"),
    command("outbox.up", "k up", N_("up"), N_("Previous line."), LISTS, "up"),
    command(
        "outbox.page_down",
        "space pagedown ctrl+d",
        N_("page down"),
        N_("One page down."),
        LISTS,
        "page_down",
    ),
    command("outbox.page_up", "pageup ctrl+u", N_("page up"), N_("One page up."), LISTS, "page_up"),
    command("outbox.start", "g home", N_("start"), N_("To the first line."), LISTS, "to_start"),
    command("outbox.end", "G end", N_("end"), N_("To the last line."), LISTS, "to_end"),
    command(
        "identity.open",
        "enter l right",
        N_("change"),
        N_("Change who signs there."),
        "identity",
        "open",
        footer=1,
    ),
    command(
        "identity.forget",
        "d",
        N_("forget"),
        N_("Forget who signs there."),
        "identity",
        "forget",
        footer=2,
    ),
    command(
        "outbox.close",
        "escape q h left",
        N_("close"),
        N_("Back to where you were."),
        LISTS,
        "close",
        footer=9,
    ),
)
