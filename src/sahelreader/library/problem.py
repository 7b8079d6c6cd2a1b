"""What can be wrong with the library's file, as one sentence for a person. Knows SQLite's error codes and nothing else."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sahelreader.i18n import _

#: primary result codes, https://www.sqlite.org/rescode.html
_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26


class LibraryProblem(Exception):
    """The library cannot be opened, read or written; str() is the whole sentence for a person.

    CODE: busy, read_only, io, damaged, full, cannot_open, newer, not_ours, migration, closed.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def suspect(path: Path) -> Path:
    """The mark that a door leaves beside PATH when it met damage: the next opening looks at the whole file."""
    return path.with_name(path.name + ".suspect")


def problem_of(error: sqlite3.Error | OSError, place: str) -> LibraryProblem | None:
    """The problem that ERROR on the file at PLACE means; None when it is a mistake of ours (bad SQL and the like)."""
    if isinstance(error, OSError):
        said = _("The library %(file)s cannot be opened: %(reason)s.")
        return LibraryProblem(
            "cannot_open", said % {"file": place, "reason": error.strerror or str(error)}
        )
    primary = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    if primary in (_BUSY, _LOCKED):
        return LibraryProblem(
            "busy",
            _(
                "Another copy of sahelreader is writing to the library and does not finish. "
                "Close it, or wait, then try again; nothing is lost."
            ),
        )
    if primary == _FULL:
        return LibraryProblem(
            "full",
            _(
                "The disk is full: the library could not be written. Nothing is half stored; "
                "free some space, then try again."
            ),
        )
    if primary == _READONLY:
        return LibraryProblem(
            "read_only",
            _("The library %(file)s may only be read, not written.") % {"file": place},
        )
    if primary == _IOERR:
        return LibraryProblem(
            "io",
            _(
                "The disk did not take or give the library's data (%(reason)s). What was being written "
                "may or may not be there; it is looked at again before anything goes on."
            )
            % {"reason": _name(error)},
        )
    if is_damage(error):
        return damaged(place)
    if primary == _CANTOPEN:
        return LibraryProblem(
            "cannot_open",
            _("The library %(file)s cannot be opened: %(reason)s.")
            % {"file": place, "reason": _name(error)},
        )
    return None


def is_damage(error: sqlite3.Error) -> bool:
    """Whether ERROR says that the file is not as SQLite writes it."""
    return ((getattr(error, "sqlite_errorcode", None) or 0) & 0xFF) in (_CORRUPT, _NOTADB)


def damaged(place: str) -> LibraryProblem:
    return LibraryProblem(
        "damaged",
        _("The library %(file)s is damaged. Your drafts and outbox are not in it and are safe.")
        % {"file": place},
    )


def _name(error: sqlite3.Error) -> str:
    return str(getattr(error, "sqlite_errorname", "") or error)
