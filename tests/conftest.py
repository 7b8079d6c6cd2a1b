"""For every test: the French catalogue as it is in the source, compiled, so that a stale one is never tested."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def pytest_configure() -> None:
    for source in (ROOT / "src" / "sahelreader" / "locales").glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        import polib

        fresh = target.with_suffix(f".mo.new-{os.getpid()}")
        try:
            polib.pofile(str(source)).save_as_mofile(str(fresh))
            # several workers may do this at once: each puts a whole file in place
            fresh.replace(target)
        except (OSError, SyntaxError) as error:
            sys.stderr.write(f"the French catalogue was not compiled: {error}\n")
