"""Our own mistakes, written to the log in full but for what is private."""

from __future__ import annotations

import os
import re
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from sahelreader.domain.text import safe_text
from sahelreader.paths import private_folder

LIMIT = 512_000  # bytes of log kept; the older half goes when it is passed
_EMAIL = re.compile(r"[^\s@<>\"'=&]+(?:@|%40)[^\s@<>\"'&]+")
_FIELDS = re.compile(
    r"(?i)\b(name|author|email|e-mail|password|token|text|comment|identity|payload|hash)(['\"]?\s*[=:]\s*)"
    r"('[^']*'|\"[^\"]*\"|[^\s,)&]+)"
)
_QUERY = re.compile(r"(https?://[^\s?'\"]+)\?[^\s'\"]*")


def redact(text: str) -> str:
    """TEXT without e-mail addresses, values of private fields, and query strings; safe for a terminal."""
    text = _QUERY.sub(r"\1?…", text)
    text = _FIELDS.sub(r"\1\2…", text)
    return safe_text(_EMAIL.sub("…@…", text))


def record(log: Path) -> Path:
    """Append the exception being handled to LOG, redacted; return LOG."""
    kind, value, trace = sys.exc_info()
    # frames alone, not the message's values: those may hold what a person wrote
    lines = traceback.format_tb(trace)
    lines.append(f"{kind.__name__ if kind else 'error'}: {redact(str(value))[:500]}\n")
    note(log, "".join(lines))
    return log


def note(log: Path, text: str) -> None:
    """Append TEXT to LOG with the time, in a 0600 file that does not grow past LIMIT."""
    try:
        private_folder(log.parent)
        if log.exists() and log.stat().st_size > LIMIT:
            kept = log.read_bytes()[-LIMIT // 2 :]
            log.write_bytes(kept[kept.find(b"\n") + 1 :])
        descriptor = os.open(log, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
            file.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} {redact(text)}\n")
    except OSError:
        # a log that cannot be written must not hide the failure it was to record
        return
