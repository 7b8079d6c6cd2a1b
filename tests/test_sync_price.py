"""A price before fetching, and what importing costs."""

import subprocess
import sys

from sahelreader.domain.site import Site, SourceKind
from sahelreader.sync.price import ARTICLE, ASKING, price


def site(articles: int = 0, comments: int = 0) -> Site:
    return Site(
        1, "https://j.example/", "J", SourceKind.WORDPRESS, "https://j.example/wp-json/",
        article_count=articles, comment_count=comments,
    )  # fmt: skip


def test_a_site_never_synced_is_priced_by_what_is_usual() -> None:
    assert price(site(), {}, 10).wire_bytes == ASKING + 10 * ARTICLE


def test_a_price_is_learned_from_what_was_measured() -> None:
    guess = price(site(100, 500), {"articles": 400_000, "threads": 50_000, "finding": 9_999}, 14)
    assert (guess.articles, guess.comments) == (14, 70)
    assert guess.wire_bytes == ASKING + 14 * 4_000 + 70 * 100


def test_absurd_measurements_do_not_make_absurd_prices() -> None:
    assert price(site(5, 10), {"articles": 10**12, "threads": 10**12}, 1).wire_bytes < 100_000


def test_importing_sync_loads_neither_screens_nor_http_nor_parsers() -> None:
    """It is what a sync from cron begins with, and what the reader imports before its first frame."""
    code = "import sys, sahelreader.sync, sahelreader.sync.words, sahelreader.network; print(*sys.modules)"
    loaded = set(
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.split()
    )
    heavy = {"textual", "rich", "httpx", "httpcore", "anyio", "lxml", "feedparser", "sqlite3"}
    assert not heavy & loaded


def test_a_whole_sync_loads_no_screens() -> None:
    code = (
        "import sys, sahelreader.sync.site_run, sahelreader.network.client, sahelreader.network.discover, "
        "sahelreader.network.wordpress, sahelreader.network.feed; print(*sys.modules)"
    )
    loaded = set(
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.split()
    )
    assert not {"textual", "rich", "httpx", "feedparser"} & loaded
