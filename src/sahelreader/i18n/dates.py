"""Times as one says them, in French and in English. Pure: `now` and the zone are given (None is the machine's zone)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo

from sahelreader.i18n import _, language

_DAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_SHORT_DAYS = {
    "fr": ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = {
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
           "octobre", "novembre", "décembre"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December"),
}  # fmt: skip
_SHORT_MONTHS = {
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.",
           "nov.", "déc."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}  # fmt: skip
#: a group that no line break may part
_TIED = "\u00a0"


def ago(when: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """WHEN as said at NOW: "à l’instant", "il y a 5 min", "8:12", "hier 18:02", "lun. 7:15", "22 nov.", "22 nov. 2025"."""
    seconds = (now - when).total_seconds()
    local, today = when.astimezone(zone), now.astimezone(zone)
    if -120 <= seconds < 60:
        return _("just now")
    if 0 <= seconds < 3600:
        return _("%(minutes)d min ago") % {"minutes": int(seconds // 60)}
    days = (today.date() - local.date()).days
    if days == 0:
        return clock(local)
    if days == 1:
        return _("yesterday %(time)s") % {"time": clock(local)}
    if 1 < days < 7:
        return f"{_SHORT_DAYS[language()][local.weekday()]}{_TIED}{clock(local)}"
    if local.year == today.year or 0 <= days < 180:
        return _day(local, _SHORT_MONTHS)
    return f"{_day(local, _SHORT_MONTHS)}{_TIED}{local.year}"


def day_and_time(when: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """WHEN in absolute terms, short: "dim. 22 nov., 18:02", with the year when it is not this one."""
    local = when.astimezone(zone)
    year = f"{_TIED}{local.year}" if local.year != now.astimezone(zone).year else ""
    weekday = _SHORT_DAYS[language()][local.weekday()]
    return f"{weekday}{_TIED}{_day(local, _SHORT_MONTHS)}{year},{_TIED}{clock(local)}"


def full(when: datetime, zone: tzinfo | None = None) -> str:
    """WHEN as a journalist cites it: "dimanche 1er novembre 2026 à 18:02"."""
    local = when.astimezone(zone)
    weekday = _DAYS[language()][local.weekday()]
    return _("%(weekday)s %(day)s %(year)d at %(time)s") % {
        "weekday": weekday,
        "day": _day(local, _MONTHS),
        "year": local.year,
        "time": clock(local),
    }


def clock(local: datetime) -> str:
    """The time of day: "7:15"."""
    return f"{local.hour}:{local.minute:02d}"


def _day(local: datetime, months: Mapping[str, tuple[str, ...]]) -> str:
    month = months[language()][local.month - 1]
    if language() == "fr":
        return f"{'1er' if local.day == 1 else local.day}{_TIED}{month}"
    return f"{local.day}{_TIED}{month}"
