"""`make bench`: every figure in one table. `python -m tests.benchmarks [MODULE…]` measures only these."""

from __future__ import annotations

import importlib
import sys
import time

from tests.benchmarks.figures import Figure, table

#: each has `measure() -> list[Figure]`; what is not there (or has no `measure`) is left out, and said
MODULES = ("commands", "screen", "wire", "sync", "library", "extraction", "feeds")


def main(arguments: list[str]) -> int:
    figures: list[Figure] = []
    for name in arguments or MODULES:
        began = time.perf_counter()
        try:
            measure = importlib.import_module(f"tests.benchmarks.{name}").measure
        except (ImportError, AttributeError) as error:
            print(f"{name}: not measured ({error})", file=sys.stderr)
            continue
        try:
            figures += measure()
        except Exception as error:
            # one peer that fails must not hide the figures of the others
            print(f"{name}: failed: {type(error).__name__}: {error}", file=sys.stderr)
            continue
        print(f"{name}: {time.perf_counter() - began:.0f} s", file=sys.stderr)
    print(table(figures))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
