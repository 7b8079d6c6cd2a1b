"""The command line's grammar. Names of commands and options are English and stable; help speaks the person's language."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, NoReturn

from sahelreader import __version__
from sahelreader.i18n import _

Add = Callable[..., argparse.ArgumentParser]


class Parser(argparse.ArgumentParser):
    """argparse, in the person's language, with a guess at a mistyped command."""

    def error(self, message: str) -> NoReturn:
        self.print_usage()
        self.exit(2, f"{self.prog}: {message}\n")

    def print_usage(self, file: Any = None) -> None:
        import sys

        super().print_usage(sys.stderr)


def day(text: str) -> datetime:
    """A date of the command line, 2026-11-01, as the start of that day in UTC."""
    try:
        return datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC)
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("%(text)s is not a date: write it as 2026-11-01") % {"text": text}
        ) from None


def size(text: str) -> int:
    """A number of bytes: 500000, 500k, 2M (also ko, Mo)."""
    units = {"k": 1_000, "ko": 1_000, "kb": 1_000, "m": 1_000_000, "mo": 1_000_000, "mb": 1_000_000}
    number = text.lower().rstrip("bkmo")
    try:
        value = int(float(number) * units.get(text.lower()[len(number) :], 1))
    except ValueError:
        value = -1
    if value < 0:
        raise argparse.ArgumentTypeError(
            _("%(text)s is not a number of bytes: write 500000, 500k or 2M") % {"text": text}
        )
    return value


def build() -> Parser:
    """The whole grammar. Each command's `family` names the module of `cli` that carries it out."""
    parser = Parser(
        prog="sahelreader",
        description=_(
            "Reads the news of the Sahel with no network, and sends your comments when there is one."
        ),
        epilog=_("With no command, opens the reader."),
    )
    parser.add_argument("--version", action="version", version=f"sahelreader {__version__}")
    parser.add_argument("--lang", choices=("fr", "en"), help=_("speak French or English"))
    commands = parser.add_subparsers(dest="command", metavar=_("COMMAND"), parser_class=Parser)

    def add(name: str, family: str, help_text: str, **more: Any) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help_text, description=help_text, **more)
        sub.set_defaults(family=family)
        sub.add_argument("--json", action="store_true", help=_("print JSON"))
        return sub

    _reading(add)
    _sites(add)
    _writing(add)
    _keeping(add)
    return parser


def _reading(add: Add) -> None:
    sub = add("list", "reading", _("list articles, newest first"))
    sub.add_argument(
        "query", nargs="*", metavar=_("QUERY"), help=_("as in the reader's search box")
    )
    sub.add_argument("--limit", type=int, default=50, help=_("at most this many (50)"))
    sub = add("search", "reading", _("search articles and comments"))
    sub.add_argument(
        "query", nargs="+", metavar=_("QUERY"), help=_("as in the reader's search box")
    )
    sub.add_argument("--limit", type=int, default=50, help=_("at most this many (50)"))
    sub = add("show", "reading", _("print an article and its thread"))
    sub.add_argument("article", metavar=_("ARTICLE"), help=_("its number or its address"))
    sub = add("demo", "demo", _("open the reader on a throw-away library and a sample site"))
    sub.add_argument(
        "--serve-only", action="store_true", help=_("only serve the sample site, until interrupted")
    )


def _sites(add: Add) -> None:
    sub = add("add", "sites", _("subscribe to a site by its address, a feed or an article"))
    sub.add_argument("urls", nargs="+", metavar="URL")
    add("sites", "sites", _("the sites, with their last sync"))
    sub = add("remove", "sites", _("unsubscribe from a site (can be undone in the reader)"))
    sub.add_argument("site", metavar=_("SITE"), help=_("its number, name or address"))
    sub = add("rename", "sites", _("give a site another name"))
    sub.add_argument("site", metavar=_("SITE"), help=_("its number, name or address"))
    sub.add_argument("name", metavar=_("NAME"))
    sub = add("sync", "syncing", _("bring in articles and threads, send what waits"))
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


def _writing(add: Add) -> None:
    sub = add("comment", "writing", _("write a comment; prints its number"))
    sub.add_argument("article", metavar=_("ARTICLE"), help=_("its number or its address"))
    sub.add_argument(
        "stdin", nargs="?", choices=("-",), help=_("take the text from standard input")
    )
    sub.add_argument("--reply-to", type=int, metavar=_("COMMENT"), help=_("answer this comment"))
    sub.add_argument("--text", metavar="T", help=_("the text"))
    sub.add_argument(
        "--file", metavar="F", help=_("take the text from a file; - is standard input")
    )
    _signature(sub)
    sub.add_argument("--queue", action="store_true", help=_("send it at the next opportunity"))
    add("outbox", "writing", _("drafts and deliveries with their state"))
    sub = add("send", "syncing", _("deliver now what waits"))
    sub.add_argument("drafts", nargs="*", metavar=_("DRAFT"), help=_("only these (all that wait)"))
    sub = add("discard", "writing", _("throw a draft away (can be undone)"))
    sub.add_argument("draft", metavar=_("DRAFT"))
    sub.add_argument("--undo", action="store_true", help=_("bring a discarded draft back"))
    sub = add("identity", "writing", _("who signs; kept on this machine only"))
    sub.add_argument("--site", metavar=_("SITE"), help=_("for this site only"))
    _signature(sub)


def _signature(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--name", metavar="N", help=_("name to sign with"))
    sub.add_argument(
        "--email", metavar="E", help=_("e-mail address, given to the site and not published")
    )
    sub.add_argument("--url", metavar="U", help=_("web page to sign with"))


def _keeping(add: Add) -> None:
    sub = add("import", "files", _("take in OPML, a saved page, copied text or a feed file"))
    sub.add_argument("files", nargs="+", metavar=_("FILE"))
    sub = add("export", "files", _("write articles, or the list of sites (.opml), to a file"))
    sub.add_argument(
        "articles", nargs="*", metavar=_("ARTICLE"), help=_("their numbers or addresses")
    )
    sub.add_argument(
        "--to",
        required=True,
        metavar=_("FILE"),
        help=_("by suffix: .md .html .epub .txt .json .opml"),
    )
    add(
        "doctor", "doctor", _("check the library, the folders, the terminal, the sites")
    ).add_argument("--offline", action="store_true", help=_("ask no site"))
    sub = add("config", "settings", _("show or change a setting"))
    sub.add_argument("key", nargs="?", metavar=_("KEY"))
    sub.add_argument("value", nargs="?", metavar=_("VALUE"))
    sub = add(
        "backup", "files", _("write a consistent copy of library and drafts to a file (.zip)")
    )
    sub.add_argument("file", metavar=_("FILE"))
    sub = add("wipe", "files", _("erase everything that was read and written here"))
    sub.add_argument("--yes", action="store_true", help=_("do not ask"))
