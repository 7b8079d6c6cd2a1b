"""Whether this terminal can show the reader. Without one Textual would wait for ever."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO

from sahelreader.i18n import _


def why_no_reader(stdin: IO[str], stdout: IO[str], environ: Mapping[str, str]) -> str:
    """Why the reader cannot open here, and what to do instead; "" when it can."""
    instead = _(
        "Without it, everything can be done from the command line:\n"
        "  sahelreader list            the articles\n"
        "  sahelreader show NUMBER     an article and its discussion\n"
        "  sahelreader comment NUMBER  write a comment\n"
        "  sahelreader --help          all the rest"
    )
    if not (stdin.isatty() and stdout.isatty()):
        return _("The reader needs a terminal, and there is none here.") + "\n" + instead
    if environ.get("TERM", "") in ("", "dumb"):
        return _("This terminal (TERM=dumb) cannot show the reader.") + "\n" + instead
    return ""
