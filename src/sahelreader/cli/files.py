"""`import`, `export`: the library's doors to files."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from sahelreader.cli.output import DONE, FAILED, PARTLY, USAGE, Failure, Output, labelled
from sahelreader.cli.session import article_number, session
from sahelreader.cli.trouble import told
from sahelreader.i18n import _, ngettext

#: bytes of one file; a library's worth of OPML or a long page fits many times
IMPORT_LIMIT = 64_000_000


def import_(given: argparse.Namespace, out: Output) -> int:
    from sahelreader.cli.taking_in import take_in

    with session(out) as opened:
        records: list[dict[str, Any]] = []
        for name in given.files:
            record: dict[str, Any] = {"file": name, "kind": None, "articles": [], "error": None}
            try:
                path = Path(name)
                record |= take_in(opened, _read(path), path)
            except (OSError, Failure) as error:
                record["error"] = told(error, name) if isinstance(error, OSError) else str(error)
            records.append(record)
            _tell(record, out)
        if out.as_json:
            keys = ("file", "kind", "articles", "error")
            out.document([{key: record[key] for key in keys} for record in records])
    failed = sum(1 for record in records if record["error"])
    return DONE if not failed else FAILED if failed == len(records) else PARTLY


def _read(path: Path) -> bytes:
    """The bytes of the file at PATH; a device that never ends is not read for ever."""
    with path.open("rb") as file:
        body = file.read(IMPORT_LIMIT + 1)
    if len(body) > IMPORT_LIMIT:
        raise Failure(
            _("%(file)s is too large to be an article or a list of sites.") % {"file": path}
        )
    return body


def _tell(record: dict[str, Any], out: Output) -> None:
    if record["error"]:
        out.say(labelled(record["file"], record["error"]))
        return
    if out.as_json:
        return
    articles, sites = len(record["articles"]), record.get("sites", 0)
    parts = []
    if articles or not sites:
        parts.append(ngettext("%(n)d article", "%(n)d articles", articles) % {"n": articles})
    if sites:
        parts.append(ngettext("%(n)d site", "%(n)d sites", sites) % {"n": sites})
    out.line(labelled(record["file"], ", ".join(parts)))


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
    with private_file(target) as file:
        file.write(data)
    if out.as_json:
        out.document({"file": str(target), "count": count, "bytes": len(data)})
    else:
        out.line(str(target))
    return DONE


@contextmanager
def private_file(target: Path) -> Iterator[IO[bytes]]:
    """A new file, 0600, that stands at TARGET when the block ends well: whole or not at all. Raises Failure."""
    fresh: Path | None = None
    try:
        descriptor, name = tempfile.mkstemp(prefix=".sahelreader-", dir=target.parent)
        fresh = Path(name)
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(target)
    except OSError as error:
        raise Failure(told(error, target)) from error
    finally:
        if fresh is not None:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)
