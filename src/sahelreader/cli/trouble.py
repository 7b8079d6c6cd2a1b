"""What the machine refuses (disk full, no permission), as one sentence for a person and what to do."""

from __future__ import annotations

import errno

from sahelreader.i18n import _

_FULL = (errno.ENOSPC, errno.EDQUOT)
_REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS)


def told(error: OSError, place: object = None) -> str:
    """ERROR about PLACE (or the file that it names) in the person's language."""
    where = str(place if place is not None else error.filename or "")
    if error.errno in _FULL:
        return _("The disk is full: %(file)s could not be written. Make room and try again.") % {
            "file": where
        }
    if error.errno in _REFUSED:
        return _("%(file)s may not be written or read here. “sahelreader doctor” says why.") % {
            "file": where
        }
    if error.errno == errno.ENOENT:
        return _("There is no file %(file)s.") % {"file": where}
    if error.errno == errno.EISDIR:
        return _("%(file)s is a folder; a file was expected.") % {"file": where}
    reason = error.strerror or type(error).__name__
    return _("%(file)s: the system says “%(reason)s”.") % {"file": where or "-", "reason": reason}
