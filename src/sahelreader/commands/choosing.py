"""The commands of the screens in which one chooses from a list: help, palette, my threads, sites to add, links, tags."""

from __future__ import annotations

from sahelreader.commands.command import N_, command

#: letters are keys there
LISTS = "help mine links"
#: letters are text there
PICKERS = "palette add tags export mute"

CHOOSING_COMMANDS = (
    command("choices.down", "j down", N_("down"), N_("Next line."), LISTS, "down"),
    command("choices.up", "k up", N_("up"), N_("Previous line."), LISTS, "up"),
    command(
        "choices.page_down",
        "space pagedown ctrl+d",
        N_("page down"),
        N_("One page down."),
        LISTS,
        "page_down",
    ),
    command(
        "choices.page_up", "pageup ctrl+u", N_("page up"), N_("One page up."), LISTS, "page_up"
    ),
    command("choices.start", "g home", N_("start"), N_("To the first line."), LISTS, "to_start"),
    command("choices.end", "G end", N_("end"), N_("To the last line."), LISTS, "to_end"),
    command(
        "choices.open",
        "enter right",
        N_("open"),
        N_("Open this line."),
        "mine links",
        "open",
        footer=1,
    ),
    command(
        "help.do", "enter", N_("do it"), N_("Carry out this command."), "help", "open", footer=1
    ),
    command(
        "choices.close",
        "escape q left",
        N_("close"),
        N_("Back to where you were."),
        "mine links",
        "close",
        footer=9,
    ),
    command(
        "help.close",
        "escape q left question_mark f1",
        N_("close"),
        N_("Back to where you were."),
        "help",
        "close",
        footer=9,
    ),
    command(
        "links.copy",
        "y",
        N_("copy"),
        N_("Copy the address of this link."),
        "links",
        "copy",
        footer=3,
    ),
    command(
        "links.browser",
        "o",
        N_("browser"),
        N_("Open this link in the web browser; the true host is shown first."),
        "links",
        "browser",
        footer=2,
    ),
    command("pick.down", "down", N_("down"), N_("Next line."), PICKERS, "down"),
    command("pick.up", "up", N_("up"), N_("Previous line."), PICKERS, "up"),
    command(
        "pick.page_down", "pagedown", N_("page down"), N_("One page down."), PICKERS, "page_down"
    ),
    command("pick.page_up", "pageup", N_("page up"), N_("One page up."), PICKERS, "page_up"),
    command(
        "palette.take",
        "enter",
        N_("do it"),
        N_("Carry out this line."),
        "palette",
        "take",
        footer=1,
    ),
    command(
        "palette.close",
        "escape",
        N_("close"),
        N_("Back to where you were."),
        "palette",
        "close",
        footer=9,
    ),
    command(
        "add.take", "enter", N_("subscribe"), N_("Subscribe to this site."), "add", "take", footer=1
    ),
    command(
        "add.close",
        "escape",
        N_("close"),
        N_("Stop looking; else close, and bring in the articles of the sites added."),
        "add",
        "close",
        footer=9,
    ),
    command(
        "tags.take",
        "enter",
        N_("put or take off"),
        N_("Put this tag on the article, or take it off."),
        "tags",
        "take",
        footer=1,
    ),
    command(
        "tags.close",
        "escape",
        N_("close"),
        N_("Close; the tags are kept."),
        "tags",
        "close",
        footer=9,
    ),
    command(
        "mute.take",
        "enter",
        N_("mute, or no longer"),
        N_("Mute what is typed, or lift this rule."),
        "mute",
        "take",
        footer=1,
    ),
    command(
        "mute.close",
        "escape",
        N_("close"),
        N_("Close; the rules are kept."),
        "mute",
        "close",
        footer=9,
    ),
    command(
        "note.close",
        "escape ctrl+s",
        N_("close (kept)"),
        N_("Close; the note is kept."),
        "note",
        "close",
        footer=1,
    ),
    command("export.take", "enter", N_("write"), N_("Write the file."), "export", "take", footer=1),
    command(
        "export.close", "escape", N_("close"), N_("Write nothing."), "export", "close", footer=9
    ),
    # name and folder of a site
    command(
        "site.next",
        "tab down",
        N_("next field"),
        N_("To the next field."),
        "site",
        "next_field",
        footer=2,
    ),
    command(
        "site.previous",
        "shift+tab up",
        N_("previous field"),
        N_("To the previous field."),
        "site",
        "previous_field",
    ),
    command(
        "site.take",
        "enter ctrl+s",
        N_("keep"),
        N_("Keep what is written here."),
        "site",
        "take",
        footer=1,
    ),
    command("site.close", "escape", N_("close"), N_("Change nothing."), "site", "close", footer=9),
)
