"""From arguments to an exit status: language, grammar, the command's module, and what to say when it fails."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

from sahelreader import config, i18n
from sahelreader.paths import find_paths


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


def open_reader() -> int:
    """The reader itself, or, where there is no terminal for it, what to do instead (status 2)."""
    speak()
    from sahelreader.cli.terminal import why_no_reader

    reason = why_no_reader(sys.stdin, sys.stdout, os.environ)
    if reason:
        sys.stderr.write(reason + "\n")
        return 2
    from sahelreader.cli.reader import start

    return start(find_paths())


def run_command(arguments: Sequence[str]) -> int:
    """Carry out one command line; the reason of a failure goes to standard error, a traceback only to the log."""
    speak(arguments)
    from sahelreader.cli.output import FAILED, Failure, standard
    from sahelreader.cli.parser import build

    parser = build()
    try:
        given = parser.parse_args(list(arguments))
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 2
    if given.command is None:
        return open_reader()
    out = standard(given.json)
    module = importlib.import_module(f"sahelreader.cli.{given.family}")
    try:
        status: int = getattr(module, given.command.replace("import", "import_"))(given, out)
        sys.stdout.flush()
    except Failure as failure:
        out.say(str(failure))
        return failure.status
    except (KeyboardInterrupt, BrokenPipeError):
        raise
    except Exception:
        from sahelreader.cli.crash import record
        from sahelreader.i18n import _

        where = record(find_paths().log)
        out.say(
            _(
                "A mistake in the program stopped this. Nothing you wrote is lost. Details for its makers: %(file)s"
            )
            % {"file": where}
        )
        return FAILED
    return status
