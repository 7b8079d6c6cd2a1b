"""The command line's grammar at work. Names of commands and options are English and stable; help speaks the person's language."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, NoReturn

from sahelreader import __version__
from sahelreader.cli.grammar import COMMANDS, N_
from sahelreader.i18n import _, ngettext

#: what argparse itself says (Lib/argparse.py), so that it has its French
_SAID_BY_ARGPARSE = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("expected one argument"),
    N_("expected at most one argument"),
    N_("expected at least one argument"),
    N_("not allowed with argument %s"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("ignored explicit argument %r"),
)


#: options of `comment` whose value may be a lone "-"
_VALUED = ("--text", "--file", "--name", "--email", "--url")


class Parser(argparse.ArgumentParser):
    """argparse, in the person's language."""

    def __init__(self, **more: Any) -> None:
        # "--que" for "--queue" would become ambiguous with the next option: scripts write them whole
        super().__init__(allow_abbrev=False, **more)

    def error(self, message: str) -> NoReturn:
        from sahelreader.domain.text import safe_line

        self.print_usage()
        self.exit(2, f"{self.prog}: {safe_line(message, 1_000)}\n")

    def print_usage(self, file: Any = None) -> None:
        import sys

        super().print_usage(sys.stderr)


def build(arguments: Sequence[str]) -> Parser:
    """The grammar that ARGUMENTS need: the command they name, or all of them for the help."""
    # argparse asks gettext's own domain; ours has its sentences too
    for name, ours in (("_", _), ("ngettext", ngettext)):
        setattr(argparse, name, ours)
    parser = Parser(
        prog="sahelreader",
        description=_(
            "Reads the news of the Sahel with no network, and sends your comments when there is one."
        ),
        epilog=_("With no command, opens the reader."),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"sahelreader {__version__}",
        help=_("show program's version number and exit"),
    )
    parser.add_argument("--lang", choices=("fr", "en"), help=_("speak French or English"))
    named = _named(arguments)
    if named and named not in COMMANDS:
        parser.error(_unknown(named))
    chosen = {named: COMMANDS[named]} if named else COMMANDS
    commands = parser.add_subparsers(dest="command", metavar=_("COMMAND"), parser_class=Parser)
    for name, entry in chosen.items():
        told = _(entry.help)
        sub = commands.add_parser(name, help=told, description=told, prog=f"sahelreader {name}")
        sub.set_defaults(family=entry.family)
        sub.add_argument("--json", action="store_true", help=_("print JSON"))
        if named:
            entry.options(sub)
    return parser


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """ARGUMENTS understood. SystemExit with status 2 when they cannot be, 0 after the help."""
    return build(arguments).parse_args(arranged(arguments))


def arranged(arguments: Sequence[str]) -> list[str]:
    """ARGUMENTS in the order that argparse needs: it would take a query's "-word" for an option, and does not see a
    lone "-" after options."""
    named = _named(arguments)
    if not named or "--" in arguments:
        return list(arguments)
    at = list(arguments).index(named) + 1
    before, after = list(arguments[:at]), list(arguments[at:])
    if named in ("list", "search"):
        options: list[str] = []
        words: list[str] = []
        rest = iter(after)
        for word in rest:
            if word == "--limit":
                options += [word, *(value for value in [next(rest, None)] if value is not None)]
            elif word in ("-h", "--help", "--json") or word.startswith("--"):
                options.append(word)
            else:
                words.append(word)
        return [*before, *options, *(["--", *words] if words else [])]
    if named == "comment":
        return [
            *before,
            *(
                "--stdin"
                if word == "-" and (not index or after[index - 1] not in _VALUED)
                else word
                for index, word in enumerate(after)
            ),
        ]
    return list(arguments)


def _named(arguments: Sequence[str]) -> str:
    """The command that ARGUMENTS name: the first word that is neither an option nor --lang's value."""
    words = iter(arguments)
    for word in words:
        if word == "--lang":
            next(words, None)
        elif not word.startswith("-"):
            return word
    return ""


def _unknown(name: str) -> str:
    import difflib

    close = difflib.get_close_matches(name, COMMANDS, 1)
    if close:
        return _("there is no command “%(name)s”; did you mean “%(meant)s”?") % {
            "name": name,
            "meant": close[0],
        }
    return _("there is no command “%(name)s”; “sahelreader --help” lists them") % {"name": name}
