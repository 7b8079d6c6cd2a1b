"""From arguments to an exit status: language, grammar, the command's module, and what to say when it fails."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sahelreader import config, i18n
from sahelreader.paths import find_paths

if TYPE_CHECKING:
    import argparse

    from sahelreader.cli.output import Output

#: commands whose name is Python's own
_RENAMED = {"list": "list_", "import": "import_"}


def speak(arguments: Sequence[str] = ()) -> None:
    """Set the language: --lang, then the setting, then the environment."""
    asked = ""
    for index, word in enumerate(arguments):
        if word.startswith("--lang="):
            asked = word.partition("=")[2]
        elif word == "--lang" and index + 1 < len(arguments):
            asked = arguments[index + 1]
    setting = asked or config.load(find_paths().settings)[0].language
    i18n.use(i18n.choose(setting, os.environ))


def open_reader(arguments: Sequence[str] = ()) -> int:
    """The reader itself, or, where there is no terminal for it, what to do instead (status 2)."""
    # nearly all that is made until the first list shows stays for good, and looking through it again and again
    # for what has gone takes a sixth of the start; the library screen turns it on again once it has been painted
    gc.disable()
    try:
        return _open_reader(arguments)
    finally:
        gc.enable()


def _open_reader(arguments: Sequence[str]) -> int:
    speak(arguments)
    from sahelreader.cli.terminal import why_no_reader

    reason = why_no_reader(sys.stdin, sys.stdout, os.environ)
    if reason:
        sys.stderr.write(reason + "\n")
        return 2
    from sahelreader.cli.output import standard

    try:
        from sahelreader.cli.reader import start

        return start(find_paths())
    except (KeyboardInterrupt, BrokenPipeError):
        raise
    except Exception as error:
        return _failed(error, standard(as_json=False))


def run_command(arguments: Sequence[str]) -> int:
    """Carry out one command line; the reason of a failure goes to standard error, a traceback only to the log."""
    speak(arguments)
    from sahelreader.cli.output import standard
    from sahelreader.cli.parser import parse

    out = standard(as_json=False)  # before the grammar speaks: a hostile argument is quoted by it
    try:
        given = parse(arguments)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 2
    if given.command is None:
        return open_reader(arguments)
    out = standard(given.json)
    try:
        status = _carry_out(given, out)
        sys.stdout.flush()
    except (KeyboardInterrupt, BrokenPipeError):
        raise
    except Exception as error:
        return _failed(error, out)
    return status


def _carry_out(given: argparse.Namespace, out: Output) -> int:
    module = importlib.import_module(f"sahelreader.cli.{given.family}")
    status: int = getattr(module, _RENAMED.get(given.command, given.command))(given, out)
    return status


def _failed(error: Exception, out: Output) -> int:
    """Say what went wrong, in one sentence, and give the status."""
    from sahelreader.cli.output import FAILED, Failure
    from sahelreader.i18n import _

    if isinstance(error, Failure):
        out.say(str(error))
        return error.status
    from sahelreader.library.problem import LibraryProblem

    if isinstance(error, LibraryProblem):
        out.say(str(error))
        return FAILED
    if isinstance(error, OSError) and error.errno is not None:
        from sahelreader.cli.trouble import told

        out.say(told(error))
        return FAILED
    from sahelreader.cli.crash import record

    out.say(
        _(
            "A mistake in the program stopped this. Nothing you wrote is lost. Details for its makers: %(file)s"
        )
        % {"file": record(find_paths().log)}
    )
    return FAILED
