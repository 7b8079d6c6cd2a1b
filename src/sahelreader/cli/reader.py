"""Opening the reader: the library first, its first rows on the terminal, Textual last, because it takes longest to import.

Owns the terminal until Textual has it: what is typed meanwhile is not echoed, and waits for Textual to read it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from datetime import datetime

from sahelreader import config
from sahelreader.cli.output import Failure
from sahelreader.cli.session import open_library, utc_now
from sahelreader.library import Library
from sahelreader.paths import Paths

ENTER, LEAVE = "\x1b[?1049h\x1b[?25l", "\x1b[m\x1b[?25h\x1b[?1049l"


def start(paths: Paths) -> int:
    """Open the reader on PATHS; return its exit status."""
    settings, complaints = config.load(paths.settings)
    trust_the_terminal(os.environ)
    paint_where_it_is_seen()
    try:
        library = open_library(paths)
    except Failure as failure:
        sys.stderr.write(f"{failure}\n")
        return failure.status
    try:
        with quiet_terminal():
            shown = True
            try:
                shown = show_first_rows(library, paths, settings, os.environ, utc_now())
                from sahelreader.app import run

                return run(paths, settings, complaints, library, taken_over=shown)
            except BaseException:
                if shown:
                    _write(LEAVE)
                raise
    finally:
        library.close()


def show_first_rows(
    library: Library,
    paths: Paths,
    settings: config.Settings,
    environ: Mapping[str, str],
    now: datetime,
) -> bool:
    """Paint the rows where the person left off; False when nothing was painted."""
    from sahelreader.library.views import View
    from sahelreader.screens import left_off
    from sahelreader.screens.first_rows import painted, read_first
    from sahelreader.widgets.colours import depth_of, marks_for, theme_for

    try:
        size = os.get_terminal_size(sys.stdout.fileno())
    except OSError:
        return False
    left = left_off.load(paths.data)
    theme = theme_for(left.theme_under(settings.theme), environ)
    view = View(left.kind, left.arg)
    grouped = left.grouped(left.kind, left.arg)
    ids, rows = library.read_now(read_first, view, left.article, left.near, grouped)
    text = painted(
        ids,
        {row.id: row for row in rows},
        left,
        (size.columns, size.lines),
        theme,
        marks_for(settings.ascii, sys.stdout.encoding or "utf-8"),
        now,
        compact=left.compact or settings.compact,
        depth=depth_of(environ),
    )
    if text:
        _write(ENTER + text)
    return bool(text)


def trust_the_terminal(environ: MutableMapping[str, str]) -> None:
    """Forget COLUMNS and LINES where the terminal itself knows its size: they would outlive a change of it."""
    with contextlib.suppress(OSError, ValueError):
        if os.get_terminal_size(sys.stdout.fileno()).columns:
            environ.pop("COLUMNS", None)
            environ.pop("LINES", None)


def paint_where_it_is_seen() -> None:
    """Have Textual, which paints on standard error, paint on standard output when the former goes into a file."""
    if sys.__stderr__ is None or not sys.__stderr__.isatty():
        sys.__stderr__ = sys.__stdout__  # type: ignore[misc]


@contextlib.contextmanager
def quiet_terminal() -> Iterator[None]:
    """No echo, and signals end the program in good order, until Textual sees to both; afterwards as it was."""
    restore = _hush()
    before = {number: signal.signal(number, _end) for number in _signals()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        restore()


def _signals() -> list[signal.Signals]:
    return [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


def _end(number: int, _frame: object) -> None:
    """Told to go before Textual listens: out, by way of whatever gives the terminal back."""
    raise SystemExit(128 + number)


def _hush() -> Callable[[], None]:
    try:
        import termios
    except ImportError:  # Windows
        return lambda: None
    try:
        keyboard = sys.stdin.fileno()
        before = termios.tcgetattr(keyboard)
        quiet = termios.tcgetattr(keyboard)
        quiet[3] &= ~(termios.ECHO | termios.ICANON)
        termios.tcsetattr(keyboard, termios.TCSANOW, quiet)
    except (termios.error, ValueError, OSError):
        return lambda: None

    def restore() -> None:
        with contextlib.suppress(termios.error, OSError):
            termios.tcsetattr(keyboard, termios.TCSANOW, before)

    return restore


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
