"""The commands that move within the panes of the library screen."""

from __future__ import annotations

from sahelreader.commands.command import N_, READING, command

MOVING_COMMANDS = (
    # moving
    command("list.down", "j down", N_("down"), N_("Next article."), "list", "down"),
    command("list.up", "k up", N_("up"), N_("Previous article."), "list", "up"),
    command(
        "list.open", "enter l right", N_("read"), N_("Open the article."), "list", "open", footer=1
    ),
    command(
        "list.back",
        "escape h q left",
        N_("back"),
        N_("One step back: out of a search, of a view, to the sites."),
        "list",
        "back",
    ),
    command("list.page", "space", N_("page down"), N_("One page down."), "list", "page_down"),
    command("sites.down", "j down", N_("down"), N_("Next site or view."), "sites", "down"),
    command("sites.up", "k up", N_("up"), N_("Previous site or view."), "sites", "up"),
    command(
        "sites.open",
        "enter l right space",
        N_("show"),
        N_("Show its articles."),
        "sites",
        "open",
        footer=1,
    ),
    command(
        "sites.back",
        "escape h q left",
        N_("back"),
        N_("Back to the articles."),
        "sites",
        "back",
        footer=9,
    ),
    command("reader.down", "j down", N_("down"), N_("One line down."), "reader", "down"),
    command("reader.up", "k up", N_("up"), N_("One line up."), "reader", "up"),
    command(
        "reader.thread",
        "enter l",
        N_("comments"),
        N_("To the discussion below the article."),
        "reader",
        "to_thread",
        footer=1,
    ),
    command(
        "reader.back",
        "escape h q left",
        N_("back"),
        N_("Back to the articles."),
        "reader",
        "back",
        footer=9,
    ),
    command(
        "reader.page",
        "space",
        N_("page"),
        N_("One page down; at the end, the next unread article."),
        "reader",
        "page_on",
    ),
    command("thread.next", "j down", N_("next comment"), N_("Next comment."), "thread", "down"),
    command(
        "thread.previous",
        "k up",
        N_("previous comment"),
        N_("Previous comment; above the first, back to the article."),
        "thread",
        "up",
    ),
    command(
        "thread.fold",
        "enter l",
        N_("fold"),
        N_("Fold or unfold the replies to this comment."),
        "thread",
        "fold",
    ),
    command(
        "thread.back",
        "escape h q left",
        N_("back"),
        N_("Back to the article."),
        "thread",
        "back",
        footer=9,
    ),
    command("thread.page", "space", N_("page"), N_("One page down."), "thread", "page_on"),
    command("top", "g home", N_("start"), N_("To the first line."), READING, "to_start"),
    command("bottom", "G end", N_("end"), N_("To the last line."), READING, "to_end"),
    command(
        "half_down", "ctrl+d", N_("half page down"), N_("Half a page down."), READING, "half_down"
    ),
    command("half_up", "ctrl+u", N_("half page up"), N_("Half a page up."), READING, "half_up"),
    command("page_down", "pagedown", N_("page down"), N_("One page down."), READING, "page_down"),
    command("page_up", "pageup b", N_("page up"), N_("One page up."), READING, "page_up"),
)
