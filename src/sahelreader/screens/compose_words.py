"""What the composer says below the text: saved or not, how long, who sees the address, what the site will do with it. Pure."""

from __future__ import annotations

import errno
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sahelreader.domain.draft import Target
from sahelreader.domain.text import safe_line
from sahelreader.i18n import _, dates, ngettext, numbers
from sahelreader.widgets.colours import Marks
from sahelreader.widgets.told import Piece

if TYPE_CHECKING:
    from sahelreader.delivery.foresight import Warning

#: what WordPress' comment_content column holds, in bytes
TEXT_LIMIT = 65_525
#: said from here on, so that the end does not come as a surprise
NEAR = 0.8


def state_line(
    text: str, saved_at: datetime | None, trouble: OSError | None, dot: str
) -> list[Piece]:
    """Whether TEXT is on disk (SAVED_AT, None: not yet) and how long it is; TROUBLE keeps it from being saved."""
    count = len(text)
    size = len(text.encode("utf-8", "replace"))
    pieces: list[Piece] = []
    if trouble is not None:
        pieces.append((not_saved(trouble), "bad"))
    elif saved_at is not None and text:
        when = dates.clock(saved_at.astimezone())
        pieces.append((_("saved %(time)s") % {"time": when}, "good"))
    counted = ngettext("%(count)s character", "%(count)s characters", count) % {
        "count": numbers.number(count)
    }
    pieces.append(((f" {dot} " if pieces else "") + counted, "dim"))
    if size > TEXT_LIMIT:
        pieces += [(f" {dot} ", "dim"), *too_long(size)]
    elif size > TEXT_LIMIT * NEAR:
        left = numbers.number(TEXT_LIMIT - size)
        pieces.append((f" {dot} " + _("%(count)s bytes left") % {"count": left}, "caution"))
    return pieces


def too_long(size: int) -> list[Piece]:
    """A text of SIZE bytes is more than the site takes."""
    over = numbers.number(size - TEXT_LIMIT)
    return [(_("too long for this site by %(count)s bytes") % {"count": over}, "bad")]


def not_saved(reason: OSError) -> str:
    """Why the text is not on disk, and what to do."""
    if reason.errno in (errno.ENOSPC, errno.EDQUOT):
        return _(
            "Not saved: the disk is full. Your text stays here; it is saved as soon as there is room."
        )
    if reason.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return _("Not saved: the drafts' folder cannot be written. Your text stays here.")
    why = safe_line(reason.strerror or str(reason), 80)
    return _("Not saved (%(reason)s). Your text stays here; it is tried again.") % {"reason": why}


def notice(target: Target, email_published: bool) -> list[Piece]:
    """Where the name and the address go."""
    if target.system == "local":
        return [(_("A page to practise on: nothing leaves this machine."), "dim")]
    site = host(target)
    if by_account(target):
        return [(_("Your account on %(site)s signs.") % {"site": site}, "dim")]
    if email_published:
        return [(_("%(site)s shows the e-mail address to everyone.") % {"site": site}, "caution")]
    words = _("Your address will not be published; it leaves this machine only for %(site)s.")
    return [(words % {"site": site}, "dim")]


def by_account(target: Target) -> bool:
    """True when the person's account on the site signs, and no name is asked for."""
    return target.system == "wordpress-rest"


def required(target: Target) -> tuple[str, ...]:
    """Fields that the site insists on; WordPress' own default where its form was not seen."""
    if by_account(target):
        return ()
    if target.required or target.system != "wordpress":
        return target.required
    return ("author", "email")


def warned(
    warnings: Sequence[Warning], marks: Marks, *, silent: Collection[str] = ()
) -> list[list[Piece]]:
    """A line for each of WARNINGS but those whose code is in SILENT."""
    lines: list[list[Piece]] = []
    for warning in warnings:
        if warning.code not in silent:
            mark, ink = (marks.refused, "bad") if warning.refused else (marks.held, "caution")
            lines.append([(f"{mark} ", ink), (warning.sentence(), ink)])
    return lines


def host(target: Target) -> str:
    """The site's name as one would say it."""
    return safe_line(urlsplit(target.site_url).hostname or target.site_url, 60)


def over_limit(too_long: Sequence[tuple[str, int]]) -> list[list[Piece]]:
    """A line for each field that is longer than the site takes."""
    names = {"author": _("Name"), "email": _("E-mail"), "url": _("Website")}
    return [
        [
            (
                _("%(field)s: too long by %(count)d bytes.")
                % {"field": names[name], "count": over},
                "bad",
            )
        ]
        for name, over in too_long
    ]
