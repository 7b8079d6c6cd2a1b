"""When the file is not as it should be: checks, a consistent copy, and setting a broken library aside.

A broken file is never deleted: it is renamed, and what can be read out of it goes into the new one.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from sahelreader.i18n import _, ngettext
from sahelreader.library.library import Library
from sahelreader.library.problem import damaged, problem_of
from sahelreader.paths import private_folder


def check(db: sqlite3.Connection) -> list[str]:
    """What is wrong with the library, a sentence each; [] when all is well. Reads the whole file."""
    try:
        wrong = [row[0] for row in db.execute("PRAGMA integrity_check(5)") if row[0] != "ok"]
        if wrong:
            return [_("The file is damaged: %(reason)s") % {"reason": "; ".join(wrong)[:300]}]
        found = []
        orphans = len(db.execute("PRAGMA foreign_key_check").fetchall())
        if orphans:
            text = ngettext("%(count)d entry belongs to nothing.", "%(count)d entries belong to nothing.", orphans)  # fmt: skip
            found.append(text % {"count": orphans})
        textless = db.execute(
            "SELECT count(*) FROM article WHERE id NOT IN (SELECT article_id FROM body)"
        ).fetchone()[0]
        if textless:
            text = ngettext("%(count)d article has lost its text.", "%(count)d articles have lost their text.", textless)  # fmt: skip
            found.append(text % {"count": textless})
        if _index_differs(db):
            found.append(_("The search index does not agree with the articles."))
        said = _("The counts of %(site)s are wrong.")
        found += [said % {"site": name} for name in _wrong_counts(db)]
    except sqlite3.DatabaseError as error:
        if problem_of(error, "") is None:
            raise
        return [_("The file is damaged: %(reason)s") % {"reason": error}]
    return found


def _index_differs(db: sqlite3.Connection) -> bool:
    indexed = db.execute("SELECT count(*) FROM article_words_docsize").fetchone()[0]
    articles = db.execute("SELECT count(*) FROM article").fetchone()[0]
    return bool(indexed != articles)


def _wrong_counts(db: sqlite3.Connection) -> list[str]:
    return [
        name
        for (name,) in db.execute(
            "SELECT name FROM site WHERE removed_at IS NULL AND (article_count, unread_count, comment_count) <> "
            "(SELECT count(*), coalesce(sum(unread), 0), coalesce(sum(comments), 0) FROM article "
            "WHERE site_id = site.id AND hidden = 0)"
        )
    ]


def mend(db: sqlite3.Connection) -> None:
    """Count anew and index anew: what `check` finds and the articles themselves can put right."""
    from sahelreader.library import indexing, sites

    for (number,) in db.execute("SELECT id FROM site WHERE removed_at IS NULL").fetchall():
        sites.recount(db, number)
    indexing.rebuild(db)


def backup(library: Library, path: Path) -> None:
    """A consistent, checked copy of LIBRARY in a new file at PATH (0600). Raises LibraryProblem or OSError."""
    private_folder(path.parent)
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    os.close(os.open(fresh, os.O_CREAT | os.O_RDWR | os.O_EXCL, 0o600))
    try:
        library.bare_now(_copy, fresh)
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def _copy(db: sqlite3.Connection, target: Path) -> None:
    copy = sqlite3.connect(target)
    try:
        db.backup(copy, pages=2_000)
        copy.execute("PRAGMA journal_mode = DELETE")
        if copy.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise damaged(str(target))
    finally:
        copy.close()
    descriptor = os.open(target, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
