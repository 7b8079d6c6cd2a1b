"""Every command with its options, as data: name -> family (the module of `cli` that carries it out), help, options.

Only the command at hand is built: fifteen parsers cost more than most commands take.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from sahelreader.cli.values import count, day, size
from sahelreader.i18n import _

Sub = argparse.ArgumentParser


def N_(message: str) -> str:  # noqa: N802 - gettext's customary name: marked here, translated when shown
    return message


@dataclass(frozen=True, slots=True)
class Entry:
    family: str
    help: str
    options: Callable[[Sub], None]


def nothing(sub: Sub) -> None:
    """No option but --json."""


def finding(sub: Sub, least: str) -> None:
    sub.add_argument(
        "query", nargs=least, metavar=_("QUERY"), help=_("as in the reader's search box")
    )
    sub.add_argument(
        "--limit", type=count, default=50, metavar="N", help=_("at most this many (50)")
    )


def article(sub: Sub) -> None:
    sub.add_argument("article", metavar=_("ARTICLE"), help=_("its number or its address"))


def site(sub: Sub) -> None:
    sub.add_argument("site", metavar=_("SITE"), help=_("its number, name or address"))


def demo(sub: Sub) -> None:
    sub.add_argument(
        "--serve-only", action="store_true", help=_("only serve the sample site, until interrupted")
    )


def add(sub: Sub) -> None:
    sub.add_argument("urls", nargs="+", metavar="URL")


def rename(sub: Sub) -> None:
    site(sub)
    sub.add_argument("name", metavar=_("NAME"))


def sync(sub: Sub) -> None:
    sub.add_argument("sites", nargs="*", metavar=_("SITE"), help=_("only these (all)"))
    sub.add_argument(
        "--full-text",
        action=argparse.BooleanOptionalAction,
        default=None,
        help=_("fetch the page when a feed gives only an excerpt"),
    )
    sub.add_argument(
        "--max-bytes",
        type=size,
        default=0,
        metavar="N",
        help=_("stop before this many bytes: 500k, 2M"),
    )
    sub.add_argument(
        "--since", type=day, metavar="DATE", help=_("also older articles, back to 2026-11-01")
    )
    sub.add_argument("--no-send", action="store_true", help=_("do not send what waits"))
    sub.add_argument(
        "--price", action="store_true", help=_("only say what it would cost; ask no site")
    )


def signature(sub: Sub) -> None:
    sub.add_argument("--name", metavar="N", help=_("name to sign with"))
    sub.add_argument(
        "--email", metavar="E", help=_("e-mail address, given to the site and not published")
    )
    sub.add_argument("--url", metavar="U", help=_("web page to sign with"))


def comment(sub: Sub) -> None:
    article(sub)
    source = sub.add_mutually_exclusive_group()
    # "-" in what a person types (`parser.arranged`): argparse loses sight of it behind other options
    source.add_argument("--stdin", action="store_true", help=argparse.SUPPRESS)
    source.add_argument("--text", metavar="T", help=_("the text"))
    source.add_argument(
        "--file", metavar="F", help=_("take the text from a file; - alone is standard input")
    )
    sub.add_argument("--reply-to", type=count, metavar=_("COMMENT"), help=_("answer this comment"))
    signature(sub)
    sub.add_argument("--queue", action="store_true", help=_("send it at the next opportunity"))


def send(sub: Sub) -> None:
    sub.add_argument("drafts", nargs="*", metavar=_("DRAFT"), help=_("only these (all that wait)"))


def discard(sub: Sub) -> None:
    sub.add_argument("draft", metavar=_("DRAFT"))
    sub.add_argument("--undo", action="store_true", help=_("bring a discarded draft back"))


def identity(sub: Sub) -> None:
    sub.add_argument("--site", metavar=_("SITE"), help=_("for this site only"))
    sub.add_argument(
        "--account",
        metavar=_("USER"),
        help=_(
            "comment there by this account; its application password is asked for; an empty USER forgets it"
        ),
    )
    signature(sub)


def import_(sub: Sub) -> None:
    sub.add_argument("files", nargs="+", metavar=_("FILE"))


def export(sub: Sub) -> None:
    sub.add_argument(
        "articles", nargs="*", metavar=_("ARTICLE"), help=_("their numbers or addresses")
    )
    sub.add_argument(
        "--to",
        required=True,
        metavar=_("FILE"),
        help=_("by suffix: .md .html .epub .txt .json .opml"),
    )


def doctor(sub: Sub) -> None:
    sub.add_argument("--offline", action="store_true", help=_("ask no site"))


def config(sub: Sub) -> None:
    sub.add_argument("key", nargs="?", metavar=_("KEY"))
    sub.add_argument("value", nargs="?", metavar=_("VALUE"))


def backup(sub: Sub) -> None:
    sub.add_argument("file", metavar=_("FILE"))


def wipe(sub: Sub) -> None:
    sub.add_argument("--yes", action="store_true", help=_("do not ask"))


#: in the order of the help
COMMANDS: dict[str, Entry] = {
    "list": Entry("reading", N_("list articles, newest first"), lambda sub: finding(sub, "*")),
    "search": Entry("reading", N_("search articles and comments"), lambda sub: finding(sub, "+")),
    "show": Entry("reading", N_("print an article and its thread"), article),
    "demo": Entry(
        "demo", N_("open the reader on a throw-away library and a sample site"), demo
    ),
    "add": Entry("sites", N_("subscribe to a site by its address, a feed or an article"), add),
    "sites": Entry("sites", N_("the sites, with their last sync"), nothing),
    "remove": Entry("sites", N_("unsubscribe from a site (can be undone in the reader)"), site),
    "rename": Entry("sites", N_("give a site another name"), rename),
    "sync": Entry("syncing", N_("bring in articles and threads, send what waits"), sync),
    "comment": Entry("writing", N_("write a comment; prints its number"), comment),
    "outbox": Entry("writing", N_("drafts and deliveries with their state"), nothing),
    "send": Entry("syncing", N_("deliver now what waits"), send),
    "discard": Entry("writing", N_("throw a draft away (can be undone)"), discard),
    "identity": Entry("writing", N_("who signs; kept on this machine only"), identity),
    "import": Entry(
        "files", N_("take in OPML, a saved page, copied text or a feed file"), import_
    ),
    "export": Entry(
        "files", N_("write articles, or the list of sites (.opml), to a file"), export
    ),
    "doctor": Entry(
        "doctor", N_("check the library, the folders, the terminal, the sites"), doctor
    ),
    "config": Entry("settings", N_("show or change a setting"), config),
    "backup": Entry(
        "backing_up", N_("write a consistent copy of library and drafts to a file (.zip)"), backup
    ),
    "wipe": Entry("wiping", N_("erase everything that was read and written here"), wipe),
}  # fmt: skip
