"""A date as feeds, pages and people write it, to an aware UTC time. Pure; what "now" is, the caller says.

Read are ISO 8601 in its forms, RFC 2822 with what is wrong with it in the wild, Unix seconds, and words in French,
English and Arabic (and the month names of four neighbours). A date of figures alone is day first, as our sites write.
Without a zone it is UTC; a day without an hour is its midnight.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

_LIMIT = 200  # characters; a date is never longer
_FIRST_YEAR, _LAST_YEAR = 1, 9_998

_RFC = re.compile(
    r"(?:[a-z]+\.?,?\s*)?(\d{1,2})\s*[\s-]\s*([a-z]{3,9})\.?,?\s*[\s-]\s*(\d{4}|\d\d)"
    r"(?:,?\s+(\d{1,2}):(\d\d)(?::(\d{1,2})(?:\.\d+)?)?\s*([+-]?\s?\d{1,2}:?\d\d|[a-z]{1,5})?(?:\s.{0,20})?)?",
    re.IGNORECASE | re.ASCII,
)
# as nearly every feed writes it, read without the detours
_RFC_EXACT = re.compile(
    r"[A-Z][a-z]{2}, (\d\d) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) ([+-][01]\d[0-5]\d|GMT)",
    re.ASCII,
)
_ISO = re.compile(
    r"([+-]?\d{4}|\d\d(?=-))-?(?:(\d\d)(?:-?(\d\d))?|-?(\d{3})|W(\d\d)(?:-?(\d))?)?(?!\d)"
    r"(?:[Tt ]+(\d\d?)(?::?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?)?\s*(z|[+-]\d\d?(?::?\d\d)?|[a-z]{1,4})?)?(?:\[[\w/]+\])?",
    re.IGNORECASE | re.ASCII,
)
_SLASHED = re.compile(r"(\d{1,4})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4}|\d{1,2})(?!\d)")
_CLOCK = re.compile(
    r"(?<![\d/.-])(\d{1,2})\s?(?::|[hH](?=\s?\d\d)|(?:h(?:eures?)?\b))\s?(\d\d)?(?::(\d\d))?\s*([ap])?\.?(?:m\b)?",
    re.IGNORECASE,
)
_CLOCK_12 = re.compile(r"(?<!\d)(\d{1,2})\s?([ap])\.?m\b", re.IGNORECASE)
_ZONE = re.compile(
    r"(?:(?:GMT|UTC|UT)\s?)?([+-]\d\d?:?\d\d)\b|\b(GMT|UTC|WAT|CET|CEST|EST|EDT|CST|CDT|MST|MDT|PST|PDT|BST|WAT|CAT|EAT)\b"
)
_WORDED = re.compile(
    r"(?<!\d)(\d{1,2})(?:er|st|nd|rd|th|e|º|\.)?\s*(?:of\s+|de\s+|-\s?)?([^\W\d_]{3,12})\.?,?\s*(?:de\s+|-\s?)?(\d{4})(?!\d)"
)
_MONTH_FIRST = re.compile(
    r"([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(?:\d{1,2}:\d\d:\d\d\s+(?:[a-z]{3,4}\s+)?)?(\d{4})(?!\d)",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"(?:il y a|depuis|منذ|قبل|about|environ|over)?\s*(?:environ|about|plus de|over)?\s*(\d{1,4}|une?|an?)\s*"
    r"(secondes?|seconds?|secs?|s|minutes?|mins?|mn|heures?|hours?|hrs?|h|jours?|days?|j|d|semaines?|weeks?|sem|w|mois|months?|mo|ans?|années?|years?|y)\b\.?\s*(ago)?",
    re.IGNORECASE,
)
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "j": 86_400, "d": 86_400, "w": 604_800}
_UNIX = re.compile(r"\d{9,10}(?:\d{3})?(?:\.\d+)?")
_KOREAN = re.compile(r"(\d{4})년\s*(\d\d)월\s*(\d\d)일\s*(오전|오후)?\s*(\d\d?):(\d\d):(\d\d)")
_PM = {"오후": 12, "오전": 0}

_NAMES = (
    "january janvier jan janv enero gennaio ene janeiro januar يناير جانفي كانونالثاني",
    "february février fevrier feb fév févr fev febrero fevereiro febbraio februar فبراير فيفري شباط",
    "march mars mar marzo março marz märz مارس آذار",
    "april avril apr avr abril aprile abr أبريل أفريل ابريل نيسان",
    "may mai mayo maio maggio مايو ماي أيار",
    "june juin jun junio junho giugno juni يونيو جوان حزيران",
    "july juillet jul juil julio julho luglio juli يوليو يوليوز جويلية تموز",
    "august août aout aug aoû agosto ago أغسطس غشت أوت آب",
    "september septembre sep sept septiembre setembro settembre سبتمبر شتنبر أيلول",
    "october octobre oct octubre outubro ottobre oktober okt أكتوبر اكتوبر",
    "november novembre nov noviembre novembro نوفمبر نونبر",
    "december décembre decembre dec déc diciembre dezembro dicembre dezember dez ديسمبر دجنبر",
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
_HOURS = {
    "UT": 0, "GMT": 0, "UTC": 0, "Z": 0, "WET": 0, "WAT": 1, "CET": 1, "BST": 1, "MET": 1, "WEST": 1, "CEST": 2, "CAT": 2, "EET": 2,
    "EAT": 3, "MSK": 3, "EEST": 3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
    "AST": -4, "ADT": -3, "A": -1, "N": 1, "M": -12, "Y": 12, "ET": -5, "CT": -6, "MT": -7, "PT": -8,
}  # fmt: skip


def parse_date(text: str, now: datetime | None = None) -> datetime | None:
    """The time that TEXT tells, aware UTC; None when it tells none. NOW grounds "hier" and "il y a 3 heures", which are
    not understood without it."""
    text = text.strip()
    if not text or len(text) > _LIMIT:
        return None
    return _absolute(text) or (_relative(text.lower(), now) if now is not None else None)


@lru_cache(maxsize=2_048)
def _absolute(text: str) -> datetime | None:
    try:
        plain = _RFC_EXACT.fullmatch(text)
        if plain is not None and (month := _MONTHS.get(plain[2].lower())):
            day, year, hour, minute, second = map(int, plain.group(1, 3, 4, 5, 6))
            if hour < 24 and minute < 60 and second < 60:
                made = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
                return made - _offset(plain[7]) if plain[7] not in ("+0000", "GMT") else made
        found = _RFC.fullmatch(text)
        if found is not None and (month := _month(found[2])):
            year = int(found[3])
            year += (2_000 if year < 70 else 1_900) if len(found[3]) == 2 else 0
            return _made(year, month, int(found[1]), found[4], found[5], found[6], found[7])
        if text[:2].isdigit() or text[:1] in "+-":
            found = _ISO.fullmatch(text)
            if found is not None and (len(text) > 5 or "1900" < text < "2100"):
                return _iso(found)
            if _UNIX.fullmatch(text):
                number = float(text)
                return datetime.fromtimestamp(number / 1_000 if number > 1e11 else number, UTC)
        return _worded(text)
    except (ValueError, OverflowError, OSError):
        return None


def _iso(found: re.Match[str]) -> datetime | None:
    year = int(found[1])
    if len(found[1]) == 2:
        year += 2_000 if year < 70 else 1_900
    hour = found[7]
    if found[4]:
        day = _made(year, 1, 1, hour, found[8], found[9], found[10])
        return day + timedelta(days=int(found[4]) - 1) if day else None
    if found[5]:
        first = datetime.fromisocalendar(year, int(found[5]), int(found[6] or 1))
        return _made(first.year, first.month, first.day, hour, found[8], found[9], found[10])
    return _made(year, int(found[2] or 1), int(found[3] or 1), hour, found[8], found[9], found[10])


def _made(
    year: int,
    month: int,
    day: int,
    hour: str | None,
    minute: str | None,
    second: str | None,
    zone: str | None,
) -> datetime | None:
    """The time with its parts; a leap second is the second before, 24:00 the next midnight, a month 0 the first."""
    if not _FIRST_YEAR < year < _LAST_YEAR:
        return None
    hours, minutes, seconds = int(hour or 0), int(minute or 0), min(int(second or 0), 59)
    offset = _offset(zone or "")
    made = datetime(year, month or 1, day or 1, tzinfo=timezone(offset) if offset else UTC)
    if hours > 24 or minutes > 59:
        return None
    made += timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return made.astimezone(UTC) if offset else made


def _offset(zone: str) -> timedelta:
    zone = zone.strip().replace(" ", "")
    if not zone:
        return timedelta()
    if zone[0] in "+-" or zone[0].isdigit():
        sign = -1 if zone[0] == "-" else 1
        figures = zone.lstrip("+-").replace(":", "")
        hours, minutes = (
            (int(figures), 0) if len(figures) < 3 else (int(figures[:-2]), int(figures[-2:]))
        )
        # an offset that no place has is a mistake, and the hour is then taken as it stands
        return (
            sign * timedelta(hours=hours, minutes=minutes)
            if hours < 24 and minutes < 60
            else timedelta()
        )
    return timedelta(hours=_HOURS.get(zone.upper(), 0))


def _month(word: str) -> int:
    word = word.lower()
    return _MONTHS.get(word, 0) or _MONTHS.get(word[:3], 0)


def _worded(text: str) -> datetime | None:
    """A date somewhere in TEXT: "Publié le lundi 23 novembre 2026 à 10h12"."""
    found = _KOREAN.search(text)
    if found is not None:
        hour = int(found[5]) % 12 + _PM[found[4]] if found[4] else int(found[5])
        return _made(
            int(found[1]), int(found[2]), int(found[3]), str(hour), found[6], found[7], "+0900"
        )
    year = month = day = 0
    for found in _WORDED.finditer(text):
        if month := _month(found[2]):
            day, year = int(found[1]), int(found[3])
            break
    else:
        for found in _MONTH_FIRST.finditer(text):
            if month := _month(found[1]):
                day, year = int(found[2]), int(found[3])
                break
    if found is None or not month:
        found = _SLASHED.search(text)
        if found is None:
            return None
        first, month, last = int(found[1]), int(found[2]), int(found[3])
        if len(found[1]) == 4:
            year, day = first, last
        elif len(found[3]) == 4 or len(found[3]) == 2:
            year, day = last + (0 if last > 99 else 2_000), first
            if month > 12 >= day:
                day, month = month, day
        else:
            return None
    rest = text[: found.start()] + " " + text[found.end() :] if year else ""
    clock = _CLOCK.search(rest) or _CLOCK.search(found[0])
    at: str | None = clock[1] if clock else None
    minute, second, half = (clock[2], clock[3], clock[4]) if clock else (None, None, None)
    if clock is None and (short := _CLOCK_12.search(rest)):
        at, half = short[1], short[2]
    if half and at is not None:
        at = str(int(at) % 12 + (12 if half.lower() == "p" else 0))
    zone = _ZONE.search(text[found.start() :])
    return _made(year, month, day, at, minute, second, (zone[1] or zone[2]) if zone else None)


def _relative(text: str, now: datetime) -> datetime | None:
    now = now.astimezone(UTC)
    for words, days in (
        (("avant-hier",), 2), (("hier", "yesterday", "أمس"), 1), (("aujourd", "today", "ce matin", "ce soir", "اليوم"), 0),
    ):  # fmt: skip
        if any(word in text for word in words):
            clock = _CLOCK.search(text)
            hour, minute = (int(clock[1]), int(clock[2] or 0)) if clock else (0, 0)
            if hour > 23 or minute > 59:
                return None
            return now.replace(hour=hour, minute=minute, second=0, microsecond=0) - timedelta(
                days=days
            )
    if text in ("à l’instant", "à l'instant", "just now", "now", "maintenant"):
        return now
    found = _AGO.search(text)
    if found is None or not (
        "il y a" in text or found[3] or "منذ" in text or found[0].strip() == text
    ):
        return None
    number, unit = int(found[1]) if found[1].isdigit() else 1, found[2]
    if unit.startswith(("mo", "month", "mois")):
        return now - timedelta(days=30 * number)
    if unit.startswith(("an", "y")):
        return now - timedelta(days=365 * number)
    return now - timedelta(seconds=number * _SECONDS["w" if unit.startswith("sem") else unit[0]])
