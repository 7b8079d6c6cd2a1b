"""Values of the command line: dates, sizes, counts. Each says in the person's language how it is written."""

from __future__ import annotations

import argparse
from datetime import UTC, date, datetime

from sahelreader.i18n import _

_UNITS = {"": 1, "k": 1_000, "m": 1_000_000, "g": 1_000_000_000}
#: SQLite's largest integer; no number of the library is larger
LARGEST = 2**63 - 1


def day(text: str) -> datetime:
    """A date of the command line, 2026-11-01, as the start of that day in UTC."""
    try:
        return datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC)
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("%(text)s is not a date: write it as 2026-11-01") % {"text": text}
        ) from None


def size(text: str) -> int:
    """A number of bytes: 500000, 500k, 2M (also ko, Mo, kB, MB, and a comma as decimal sign)."""
    plain = text.strip().lower().rstrip("bo").strip()
    unit = plain[-1:] if plain[-1:] in ("k", "m", "g") else ""
    try:
        value = float(plain.removesuffix(unit).replace(",", ".")) * _UNITS[unit]
        return _positive(int(value))
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError(
            _("%(text)s is not a number of bytes: write 500000, 500k or 2M") % {"text": text}
        ) from None


def count(text: str) -> int:
    """A whole number from nought."""
    try:
        return _positive(int(text) if text.isascii() else -1)
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("%(text)s is not a whole number") % {"text": text}
        ) from None


def _positive(value: int) -> int:
    if not 0 <= value <= LARGEST:
        raise ValueError
    return value


def number_of(text: str) -> int | None:
    """TEXT as a library number, None when it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def decoded(data: bytes) -> str:
    """DATA as text, whatever editor wrote it; nothing is refused, because somebody wrote it."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
