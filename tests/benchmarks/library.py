"""The library's figures: `python -m tests.benchmarks.library [ARTICLES] [FILE]`; FILE is kept and used again.

Storing (articles a second, bytes each), ids of a view, a window of rows, searches; then the window of rows while
another 10,000 articles are written.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from sahelreader.domain.article import Page
from sahelreader.library import Library, articles, marks, search, sites
from sahelreader.library.views import View
from tests.benchmarks.figures import Figure
from tests.benchmarks.generator import NEWEST, PAGE, SITES, article, fill, found, pages

#: articles of the two libraries of `measure`
SMALL, LARGE = 1_000, 20_000


def milliseconds(work: Callable[[], object], times: int = 15) -> tuple[float, float]:
    """(median, worst) of WORK."""
    spent = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        spent.append((time.perf_counter() - begun) * 1_000)
    return statistics.median(spent), max(spent)


def windows_while_writing(library: Library, count: int) -> tuple[float, float, float]:
    """Store COUNT more articles; (median, 99th percentile of reading 50 rows meanwhile, articles a second)."""
    ids = library.read_now(articles.ids, View("all"))
    dice = random.Random(1)
    made = [
        Page(tuple(article(dice, 1, 10_000_000 + start + number) for number in range(PAGE)))
        for start in range(0, count, PAGE)
    ]
    rate: list[float] = []

    def write() -> None:
        begun = time.perf_counter()
        for page in made:
            library.write_now(articles.store_page, 1, page, NEWEST)
        rate.append(count / (time.perf_counter() - begun))

    thread = threading.Thread(target=write)
    thread.start()
    spent = []
    while thread.is_alive():
        at = dice.randrange(max(1, len(ids) - 50))
        begun = time.perf_counter()
        library.read_now(articles.rows, ids[at : at + 50])
        spent.append((time.perf_counter() - begun) * 1_000)
        time.sleep(0.005)
    thread.join()
    spent.sort()
    return spent[len(spent) // 2], spent[int(len(spent) * 0.99)], rate[0]


def _processor(work: Callable[[], object], times: int = 25) -> float:
    """Milliseconds of the processor that WORK takes, the median."""
    spent = []
    for _ in range(times):
        begun = time.process_time()
        work()
        spent.append((time.process_time() - begun) * 1_000)
    return statistics.median(spent)


def _costs(library: Library) -> dict[str, float]:
    """Milliseconds of what one does all the time in LIBRARY."""
    read, write = library.read_now, library.write_now
    ids = read(articles.ids, View("all"))
    middle = len(ids) // 2

    def mark() -> None:
        write(marks.set_read, [ids[middle]], True, NEWEST)
        write(marks.undo)

    return {
        "first 300 ids": _processor(lambda: read(articles.ids, View("all"), 300)),
        "50 rows": _processor(lambda: read(articles.rows, ids[middle : middle + 50])),
        "an article": _processor(lambda: read(articles.get, ids[middle])),
        "search, newest 50": _processor(lambda: read(search.search, "fleuve Agadez", 50)),
        "50 snippets": _processor(lambda: read(search.snippets, ids[:50], "fleuve Agadez")),
        "one marked read and back": _processor(mark),
    }


def _storing_rate(folder: Path) -> float:
    """Articles stored and indexed in a second of the processor."""
    made = list(pages(SMALL * 2))
    library = Library.open(folder / "storing.db", now=NEWEST)
    ids = [library.write_now(sites.add, found(site), NEWEST).id for site in range(SITES)]
    begun = time.process_time()
    for site, page in made:
        library.write_now(articles.store_page, ids[site], page, NEWEST)
    spent = time.process_time() - begun
    library.close()
    return SMALL * 2 / spent


def measure() -> list[Figure]:
    """What is to take no longer in a large library, at LARGE articles beside SMALL; storing; the disk."""
    costs: list[dict[str, float]] = []
    size = 0.0
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for count in (SMALL, LARGE):
            path = folder / f"{count}.db"
            library = Library.open(path, now=NEWEST)
            fill(library, count)
            costs.append(_costs(library))
            library.close()
            size = path.stat().st_size / count
        rate = _storing_rate(folder)
    few, many = costs
    peer = f"at {SMALL:,} articles"
    return [
        *(
            Figure(f"{name}, {LARGE:,} articles", many[name], "ms CPU", peer, few[name], 1.2)
            for name in many
        ),
        Figure("storing, index included", rate, "/CPU s"),
        # newsboat 2.21's cache of the same articles: no index (docs/decisions/library.md)
        Figure("an article on disk, with the index", size, "B", "newsboat's cache", 4_190, 0.6),
    ]


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder) / "library.db"
        fresh = not path.exists()
        library = Library.open(path, now=NEWEST)
        if fresh:
            spent = fill(library, count)
            print(f"stored {count} articles: {count / spent:.0f} a second")
        library.bare_now(lambda db: db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall())
        print(f"{path.stat().st_size / count:.0f} bytes an article, index included")
        read = library.read_now
        ids = read(articles.ids, View("all"))
        middle = len(ids) // 2
        for name, work in (
            ("first 300 ids", lambda: read(articles.ids, View("all"), 300)),
            ("all ids", lambda: read(articles.ids, View("all"))),
            ("unread ids", lambda: read(articles.ids, View("unread"))),
            ("ids of a site", lambda: read(articles.ids, View("site", "7"))),
            ("ids of a tag", lambda: read(articles.ids, View("tag", "Tag3"))),
            ("saved, mine", lambda: (read(articles.ids, View("saved")), read(articles.ids, View("mine")))),
            ("50 rows", lambda: read(articles.rows, ids[middle : middle + 50])),
            ("an article", lambda: read(articles.get, ids[middle])),
            ("search, newest 50: a common word", lambda: read(search.search, "fleuve", 50)),
            ("search, newest 50: two words", lambda: read(search.search, "fleuve Agadez", 50)),
            ("search, newest 50: phrase", lambda: read(search.search, '"sécurité population"', 50)),
            ("search, newest 50: unread, site, word", lambda: read(search.search, "is:unread site:journal7 mil école", 50)),
            ("search, nothing there", lambda: read(search.search, "hippopotame", 50)),
            ("search, 50 by relevance: two words", lambda: read(search.search, "fleuve Agadez tri:pertinence", 50)),
            ("search, 5,000 newest", lambda: read(search.search, "fleuve", 5_000)),
            ("50 snippets", lambda: read(search.snippets, ids[:50], "fleuve Agadez")),
        ):  # fmt: skip
            median, worst = milliseconds(work)
            print(f"{name:45} {median:8.2f} ms   worst {worst:8.2f}")
        median, late, rate = windows_while_writing(library, min(count, 10_000))
        print(f"50 rows while writing {rate:.0f} a second: {median:.2f} ms, p99 {late:.2f} ms")
        library.close()
    return 0


if __name__ == "__main__":
    assert SITES
    raise SystemExit(main())
