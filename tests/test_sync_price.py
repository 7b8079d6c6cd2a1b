"""A price before fetching, and what importing costs."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sahelreader.domain.site import Site, SourceKind
from sahelreader.sync.price import (
    ARTICLE,
    ASKING,
    Price,
    expected,
    price,
    reaching,
    said,
    together,
    within,
)


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


NOW = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)


def test_what_a_sync_would_bring_is_told_by_the_sites_pace() -> None:
    assert expected(site(), 0, 28, NOW) == 50
    away = replace(site(100), last_sync=NOW - timedelta(days=7))
    assert expected(away, 56, 28, NOW) == 14
    assert expected(away, 0, 28, NOW) == 0
    assert expected(replace(away, last_sync=NOW + timedelta(days=1)), 56, 28, NOW) == 0
    # nobody knows what happened over years
    assert expected(replace(away, last_sync=NOW - timedelta(days=2_000)), 28, 28, NOW) == 60


def test_older_articles_down_to_a_day_less_what_is_here() -> None:
    assert reaching(site(20), 28, 28, NOW - timedelta(days=100), NOW) == 80
    assert reaching(site(200), 28, 28, NOW - timedelta(days=100), NOW) == 0


def test_a_sum_brings_as_much_as_it_pays() -> None:
    spent = {"articles": 400_000, "threads": 50_000}
    told = within(site(100, 500), spent, 500_000)
    assert price(site(100, 500), spent, told.articles).wire_bytes <= 500_000
    assert price(site(100, 500), spent, told.articles + 1).wire_bytes > 500_000
    assert within(site(), {}, 0).articles == 0


def test_a_price_in_words() -> None:
    whole = together((Price(300_000, 10, 60), Price(120_000, 4, 36)))
    assert said(whole) == "≈\u00a0420\u00a0kB, 14 articles, 96 comments"
    assert said(Price(2_000, 1, 0)) == "≈\u00a02\u00a0kB, 1 article"


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
