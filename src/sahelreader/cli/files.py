"""`import`, `export`, `backup`, `wipe`: the library's doors to files."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from sahelreader.cli.output import DONE, FAILED, PARTLY, USAGE, Failure, Output
from sahelreader.cli.session import Session, article_number, session, utc_now
from sahelreader.i18n import _, ngettext
from sahelreader.paths import find_paths

IMPORT_LIMIT = (
    64_000_000  # bytes of one file; a library's worth of OPML or a long page fits many times
)


def import_(given: argparse.Namespace, out: Output) -> int:
    from sahelreader.cli.taking_in import take_in

    with session(out) as opened:
        records: list[dict[str, Any]] = []
        for name in given.files:
            record: dict[str, Any] = {"file": name, "kind": None, "articles": [], "error": None}
            try:
                path = Path(name)
                if path.stat().st_size > IMPORT_LIMIT:
                    raise Failure(
                        _("%(file)s is too large to be an article or a list of sites.")
                        % {"file": name}
                    )
                body = path.read_bytes()
                record |= take_in(opened, body, path)
            except (OSError, Failure) as error:
                record["error"] = str(error)
            records.append(record)
            if not out.as_json:
                _told(record, out)
        if out.as_json:
            out.document(
                [
                    {key: record[key] for key in ("file", "kind", "articles", "error")}
                    for record in records
                ]
            )
    failed = sum(1 for record in records if record["error"])
    return DONE if not failed else FAILED if failed == len(records) else PARTLY


def _told(record: dict[str, Any], out: Output) -> None:
    if record["error"]:
        out.say(f"{record['file']}: {record['error']}")
        return
    articles, sites = len(record["articles"]), record.get("sites", 0)
    parts = []
    if articles or not sites:
        parts.append(ngettext("%(n)d article", "%(n)d articles", articles) % {"n": articles})
    if sites:
        parts.append(ngettext("%(n)d site", "%(n)d sites", sites) % {"n": sites})
    out.line(f"{record['file']}: {', '.join(parts)}")


def export(given: argparse.Namespace, out: Output) -> int:
    from sahelreader.cli.giving_out import FORMATS, articles_as, sites_as_opml

    target = Path(given.to)
    suffix = target.suffix.lower()
    if suffix not in (*FORMATS, ".opml"):
        raise Failure(
            _("“%(file)s”: its suffix says the kind; one of %(kinds)s.")
            % {"file": given.to, "kinds": " ".join((*FORMATS, ".opml"))},
            USAGE,
        )
    with session(out) as opened:
        if suffix == ".opml":
            data, count = sites_as_opml(opened)
        else:
            if not given.articles:
                raise Failure(_("Which articles? “sahelreader list” shows their numbers."), USAGE)
            numbers = [article_number(opened, text) for text in given.articles]
            data, count = articles_as(opened, numbers, suffix), len(numbers)
    write_private(target, data)
    if out.as_json:
        out.document({"file": str(target), "count": count, "bytes": len(data)})
    else:
        out.line(str(target))
    return DONE


def write_private(target: Path, data: bytes) -> None:
    """DATA into a new file at TARGET, 0600, whole or not at all."""
    fresh = target.with_name(target.name + ".new")
    try:
        descriptor = os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(target)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise Failure(
            _("%(file)s cannot be written: %(reason)s") % {"file": target, "reason": error.strerror}
        ) from error


def backup(given: argparse.Namespace, out: Output) -> int:
    """Library (a consistent copy, checked), drafts, settings and identities in one zip."""
    target = Path(given.file)
    with session(out) as opened:
        size = write_backup(opened, target, utc_now())
    if out.as_json:
        out.document({"file": str(target), "bytes": size})
    else:
        out.line(str(target))
    return DONE


def write_backup(opened: Session, target: Path, now: datetime) -> int:
    """A backup of everything at TARGET; its size in bytes."""
    import tempfile

    from sahelreader.library.damage import backup as copy_library

    fresh = target.with_name(target.name + ".new")
    try:
        descriptor = os.open(fresh, os.O_CREAT | os.O_RDWR | os.O_TRUNC, 0o600)
        with (
            tempfile.TemporaryDirectory(dir=opened.paths.data, prefix=".backup-") as folder,
            os.fdopen(descriptor, "wb") as file,
        ):
            copied = Path(folder) / "library.db"
            copy_library(opened.library, copied)
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.write(copied, "data/library.db")
                for name in ("drafts", "outbox", "sent", "discarded"):
                    for path in sorted((opened.paths.data / name).rglob("*.toml")):
                        archive.write(path, f"data/{path.relative_to(opened.paths.data)}")
                for path in (opened.paths.settings, opened.paths.identities):
                    if path.is_file():
                        archive.write(path, f"config/{path.name}")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(target)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise Failure(
            _("%(file)s cannot be written: %(reason)s") % {"file": target, "reason": error.strerror}
        ) from error
    return target.stat().st_size


def wipe(given: argparse.Namespace, out: Output) -> int:
    """Erase data and settings, library locked or broken or not; say what cannot be reached."""
    paths = find_paths()
    if not given.yes:
        if not sys.stdin.isatty():
            raise Failure(_("Nothing was erased: say --yes."), USAGE)
        out.say(_("This erases every article, draft, comment and setting on this machine."))
        out.err.write(_("Type “yes” to erase: "))
        out.err.flush()
        if sys.stdin.readline().strip().lower() not in ("yes", "oui"):
            raise Failure(_("Nothing was erased."))
    left = [str(folder) for folder in (paths.data, paths.config) if not _erase(folder)]
    if left:
        raise Failure(_("These could not be erased: %(files)s") % {"files": ", ".join(left)})
    told = _(
        "Erased. Not reached: backups and exports you made elsewhere, passwords in the system's keyring, "
        "and what a flash disk keeps of deleted files."
    )
    if out.as_json:
        out.document({"erased": [str(paths.data), str(paths.config)], "note": told})
    else:
        out.line(told)
    return DONE


def _erase(folder: Path) -> bool:
    """Overwrite and remove every file under FOLDER; True when nothing is left."""
    for path in sorted(folder.rglob("*"), reverse=True):
        try:
            if path.is_file() and not path.is_symlink():
                # once over with zeros: enough on a magnetic disk, and all one can do on a flash one
                size = path.stat().st_size
                with path.open("r+b") as file:
                    for _offset in range(0, size, 1 << 20):
                        file.write(bytes(min(1 << 20, size - _offset)))
                    file.flush()
                    os.fsync(file.fileno())
                path.unlink()
        except OSError:
            continue
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()
