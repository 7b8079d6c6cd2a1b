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
from sahelreader.cli.output import DONE, FAILED, Failure, Output
from sahelreader.cli.session import open_library, utc_now, worded
from sahelreader.cli.terminal import why_no_reader
from sahelreader.domain.site import Site, SourceKind
from sahelreader.drafts import Drafts
from sahelreader.i18n import _, ngettext
from sahelreader.i18n.numbers import size
from sahelreader.i18n.problems import sentence
from sahelreader.library import sites as subscriptions
from sahelreader.library.damage import check
from sahelreader.paths import Paths, find_paths


@dataclass(frozen=True, slots=True)
class Finding:
    """WHAT was looked at, whether it is OK, and what was seen (with what to do when it is not)."""

    what: str
    ok: bool
    seen: str


def doctor(given: argparse.Namespace, out: Output) -> int:
    paths = find_paths()
    findings = [
        Finding(
            _("program"), True, f"sahelreader {__version__}, Python {platform.python_version()}"
        )
    ]
    findings += _folders(paths)
    findings += _settings(paths)
    findings += _terminal()
    findings.append(_clock(utc_now()))
    findings += _library(paths, online=not given.offline)
    if out.as_json:
        out.document([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            out.line(f"{'✓' if finding.ok else '✗'} {finding.what} : {finding.seen}")
    return DONE if all(finding.ok for finding in findings) else FAILED


def _folders(paths: Paths) -> list[Finding]:
    findings = []
    for what, folder in ((_("data folder"), paths.data), (_("settings folder"), paths.config)):
        findings.append(_folder(what, folder))
    if paths.data.is_dir():
        free = shutil.disk_usage(paths.data).free
        findings.append(
            Finding(
                _("free disk"),
                free > 50_000_000,
                size(free)
                if free > 50_000_000
                else _("%(size)s: make room, or drafts may not be saved") % {"size": size(free)},
            )
        )
    return findings


def _folder(what: str, folder: Path) -> Finding:
    if not folder.exists():
        return Finding(what, True, _("%(folder)s (not made yet)") % {"folder": folder})
    if not os.access(folder, os.W_OK):
        return Finding(what, False, _("%(folder)s cannot be written to") % {"folder": folder})
    loose = [
        path
        for path in (folder, *folder.rglob("*"))
        if not path.is_symlink() and path.stat().st_mode & 0o077
    ]
    if loose and os.name == "posix":
        return Finding(
            what,
            False,
            _("%(file)s can be read by others: chmod go= “%(file)s”") % {"file": loose[0]},
        )
    return Finding(what, True, str(folder))


def _settings(paths: Paths) -> list[Finding]:
    _settings_value, complaints = config.load(paths.settings)
    if not complaints:
        return [Finding(_("settings"), True, str(paths.settings))]
    return [Finding(_("settings"), False, worded(complaint)) for complaint in complaints]


def _terminal() -> list[Finding]:
    reason = why_no_reader(sys.stdin, sys.stdout, os.environ)
    window = shutil.get_terminal_size()
    encoding = (sys.stdout.encoding or locale.getpreferredencoding(False)).lower()
    return [
        Finding(
            _("terminal"),
            True,
            reason.split("\n")[0]
            or f"{os.environ.get('TERM', '?')}, {window.columns}×{window.lines}, {os.environ.get('COLORTERM', '-')}",
        ),
        Finding(
            _("characters"),
            encoding.replace("-", "") == "utf8",
            encoding
            if encoding.replace("-", "") == "utf8"
            else _("%(encoding)s: set LANG to a UTF-8 locale") % {"encoding": encoding},
        ),
    ]


def _clock(now: datetime) -> Finding:
    right = now.year >= 2026
    return Finding(
        _("clock"),
        right,
        now.isoformat(timespec="minutes")
        if right
        else _("%(now)s: the date is wrong; secure sites will refuse to answer")
        % {"now": now.date()},
    )


def _library(paths: Paths, *, online: bool) -> list[Finding]:
    if not paths.library.exists():
        return [Finding(_("library"), True, _("not made yet; “sahelreader” makes it"))]
    try:
        library = open_library(paths)
    except Failure as failure:
        return [Finding(_("library"), False, str(failure))]
    try:
        complaints = library.read_now(check)
        everything = library.read_now(subscriptions.all)
    finally:
        library.close()
    count = sum(site.article_count for site in everything)
    findings = [
        Finding(
            _("library"),
            not complaints,
            "; ".join(complaints)
            if complaints
            else ngettext("%(n)d article", "%(n)d articles", count) % {"n": count},
        )
    ]
    shelf = Drafts(paths.data).all()
    findings.append(
        Finding(
            _("drafts and outbox"),
            not shelf.damaged,
            "; ".join(f"{item.path}: {item.reason}" for item in shelf.damaged)
            or ngettext("%(n)d comment", "%(n)d comments", len(shelf.drafts))
            % {"n": len(shelf.drafts)},
        )
    )
    if online:
        findings += asyncio.run(
            _reach([site for site in everything if site.kind is not SourceKind.LOCAL])
        )
    return findings


async def _reach(everything: list[Site]) -> list[Finding]:
    from sahelreader.domain.outcome import Refused, Unreachable
    from sahelreader.network import is_private_address, open_client

    findings = []
    async with open_client(config.Settings()) as client:
        for site in everything:
            answer = await client.head(site.url, allow_private=is_private_address(site.url))
            if isinstance(answer, (Refused, Unreachable)):
                detail = answer.detail if isinstance(answer, Unreachable) else str(answer.status)
                findings.append(Finding(site.name, False, sentence(answer.problem, detail)))
            else:
                allowed = site.facts.get("comments_open")
                findings.append(
                    Finding(
                        site.name,
                        True,
                        _("answers; comments open")
                        if allowed
                        else _("answers; comments closed")
                        if allowed is False
                        else _("answers"),
                    )
                )
    return findings
