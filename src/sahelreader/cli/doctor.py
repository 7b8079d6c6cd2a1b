"""`doctor`: one line a thing that can be wrong, and how to put it right."""

from __future__ import annotations

import argparse
import asyncio
import locale
import os
import platform
import shutil
import sys
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sahelreader import __version__, config
from sahelreader.cli.output import DONE, FAILED, Output, labelled
from sahelreader.cli.session import utc_now, worded
from sahelreader.cli.terminal import why_no_reader
from sahelreader.cli.trouble import told
from sahelreader.domain.site import Site, SourceKind
from sahelreader.drafts import Drafts
from sahelreader.i18n import _, ngettext
from sahelreader.i18n.numbers import size
from sahelreader.i18n.problems import sentence
from sahelreader.library import Library, LibraryProblem
from sahelreader.library import sites as subscriptions
from sahelreader.library.damage import check
from sahelreader.paths import Paths, find_paths

ROOM = 50_000_000  # bytes of free disk below which a sync or a draft may fail


@dataclass(frozen=True, slots=True)
class Finding:
    """WHAT was looked at, whether it is OK, and what was seen (with what to do when it is not)."""

    what: str
    ok: bool
    seen: str


def doctor(given: argparse.Namespace, out: Output) -> int:
    paths = find_paths()
    version = f"sahelreader {__version__}, Python {platform.python_version()}"
    findings = [
        Finding(_("program"), True, version),
        *_folders(paths),
        *_settings(paths),
        *_terminal(),
        _clock(utc_now()),
        _written(paths),
        _pictures(paths),
    ]
    library, sites = _library(paths)
    findings.append(library)
    if not given.offline:
        findings += asyncio.run(_reach(sites, config.load(paths.settings)[0]))
    if out.as_json:
        out.document([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            out.line(f"{'✓' if finding.ok else '✗'} {labelled(finding.what, finding.seen)}")
    return DONE if all(finding.ok for finding in findings) else FAILED


def _folders(paths: Paths) -> list[Finding]:
    findings = [
        _folder(_("data folder"), paths.data),
        _folder(_("settings folder"), paths.config),
    ]
    if paths.data.is_dir():
        free = shutil.disk_usage(paths.data).free
        little = _("%(size)s: make room, or drafts may not be saved") % {"size": size(free)}
        findings.append(Finding(_("free disk"), free > ROOM, size(free) if free > ROOM else little))
    return findings


def _folder(what: str, folder: Path) -> Finding:
    try:
        if not folder.exists():
            return Finding(what, True, _("%(folder)s (not made yet)") % {"folder": folder})
        if not os.access(folder, os.W_OK):
            return Finding(what, False, _("%(folder)s cannot be written to") % {"folder": folder})
        loose = [
            path
            for path in (folder, *folder.rglob("*"))
            if not path.is_symlink() and path.stat().st_mode & 0o077
        ]
    except OSError as error:
        return Finding(what, False, told(error, folder))
    if loose and os.name == "posix":
        mend = _("%(file)s can be read by others: chmod go= “%(file)s”") % {"file": loose[0]}
        return Finding(what, False, mend)
    copies = [path.name for path in folder.rglob("*sync-conflict*")]
    if copies:
        return Finding(
            what,
            False,
            _(
                "%(file)s was left by a program that copies folders between machines: it may copy drafts, never library.db"
            )
            % {"file": copies[0]},
        )
    return Finding(what, True, str(folder))


def _pictures(paths: Paths) -> Finding:
    from sahelreader.library.album import Album
    from sahelreader.parse.picture import available

    count, total = Album(paths.pictures).size()
    seen = ngettext("%(n)d kept", "%(n)d kept", count) % {"n": count} + f", {size(total)}"
    if not available():
        seen += " · " + _("to see any, install sahelreader[images]")
    return Finding(_("pictures"), True, seen)


def _settings(paths: Paths) -> list[Finding]:
    from sahelreader.commands import COMMANDS, resolve

    settings, complaints = config.load(paths.settings)
    _keys, clashes = resolve(COMMANDS, settings.keys_preset, settings.keys)
    wrong = [*(worded(item) for item in complaints), *(item.sentence for item in clashes)]
    if not wrong:
        return [Finding(_("settings"), True, str(paths.settings))]
    return [Finding(_("settings"), False, line) for line in wrong]


def _terminal() -> list[Finding]:
    reason = why_no_reader(sys.stdin, sys.stdout, os.environ).split("\n")[0]
    window = shutil.get_terminal_size()
    shape = f"{os.environ.get('TERM', '?')}, {window.columns}×{window.lines}, {os.environ.get('COLORTERM', '-')}"
    encoding = (sys.stdout.encoding or locale.getpreferredencoding(False)).lower()
    complete = encoding.replace("-", "") == "utf8"
    poor = _("%(encoding)s: set LANG to a UTF-8 locale") % {"encoding": encoding}
    return [
        Finding(_("terminal"), True, reason or shape),
        Finding(_("characters"), complete, encoding if complete else poor),
    ]


def _clock(now: datetime) -> Finding:
    right = now.year >= 2026
    wrong = _("%(now)s: the date is wrong; secure sites will refuse to answer")
    seen = now.isoformat(timespec="minutes") if right else wrong % {"now": now.date()}
    return Finding(_("clock"), right, seen)


def _written(paths: Paths) -> Finding:
    """Drafts and outbox: looked at whatever state the library is in."""
    shelf = Drafts(paths.data).all()
    count = len(shelf.drafts)
    damaged = "; ".join(f"{item.path}: {item.reason}" for item in shelf.damaged)
    seen = ngettext("%(n)d comment", "%(n)d comments", count) % {"n": count}
    return Finding(_("drafts and outbox"), not damaged, damaged or seen)


def _library(paths: Paths) -> tuple[Finding, list[Site]]:
    """How the library is, and its sites. Makes none; opening a damaged one sets it aside, and that is told."""
    what = _("library")
    if not paths.library.exists():
        return Finding(what, True, _("not made yet; “sahelreader” makes it")), []
    try:
        library = Library.open(paths.library, now=utc_now())
    except LibraryProblem as problem:
        return Finding(what, False, str(problem)), []
    try:
        complaints = library.read_now(check)
        sites = library.read_now(subscriptions.all, utc_now())
    except LibraryProblem as problem:
        return Finding(what, False, str(problem)), []
    finally:
        library.close()
    if library.read_only:
        complaints = [library.why_read_only, *complaints]
    if library.notice:
        complaints = [library.notice, *complaints]
    count = sum(site.article_count for site in sites)
    whole = ngettext("%(n)d article", "%(n)d articles", count) % {"n": count}
    return Finding(what, not complaints, " ".join(complaints) or whole), sites


async def _reach(everything: list[Site], settings: config.Settings) -> list[Finding]:
    """Whether each site answers, and what it allows."""
    asked = [site for site in everything if site.kind is not SourceKind.LOCAL]
    if not asked:
        return []
    from sahelreader.domain.outcome import Refused, Unreachable
    from sahelreader.network import is_private_address, open_client

    findings = []
    async with open_client(settings) as client:
        for site in asked:
            answer = await client.head(site.url, allow_private=is_private_address(site.url))
            if isinstance(answer, Refused | Unreachable):
                detail = answer.detail if isinstance(answer, Unreachable) else str(answer.status)
                findings.append(Finding(site.name, False, sentence(answer.problem, detail)))
                continue
            allowed = site.facts.get("comments_open")
            seen = _("answers")
            if allowed is not None:
                seen = _("answers; comments open") if allowed else _("answers; comments closed")
            findings.append(Finding(site.name, True, seen))
    return findings
