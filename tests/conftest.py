"""For every test: one time zone, and the French catalogue as it is in the source, compiled."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def pytest_configure() -> None:
    # times are said in the reader's own zone; the tests' reader lives in Bamako
    os.environ["TZ"] = "Africa/Bamako"
    time.tzset()
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
