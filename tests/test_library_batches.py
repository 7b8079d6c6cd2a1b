"""Pages written table by table: whatever comes together in one page, the library holds what one by one would give."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from sahelreader.domain.article import Article, Page
from sahelreader.domain.site import SourceKind
from sahelreader.library import articles, damage, indexing, labels, search
from sahelreader.library.order import SLOTS
from tests.shelf import NOW, Shelf, ago, article

WORDS = ["mil", "sorgho", "fonio", "arachide", "sésame", "niébé"]


@pytest.fixture
def feed(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path, SourceKind.FEED)
    yield made
    made.library.close()


def store(shelf: Shelf, *items: Article) -> None:
    shelf.write(articles.store_page, shelf.site.id, Page(tuple(items)), NOW)


def sound(shelf: Shelf) -> None:
    """Index, labels and order say what the stored articles say."""
    assert shelf.read(damage.check) == []
    held = {number: shelf.get(number).article for number in shelf.ids()}
    for word in WORDS:
        wanted = {
            number
            for number, item in held.items()
            if indexing.folder()(word) in indexing.text_of(item).body.split()
        }
        assert set(shelf.read(search.search, word)) == wanted, word
    counted = {label.name: label.articles for label in shelf.read(labels.all, "tag")}
    assert counted == {name: sum(name in item.tags for item in held.values()) for name in counted}
    assert set(counted) == {name for item in held.values() for name in item.tags}
    dates = [item.published or NOW for item in held.values()]
    assert dates == sorted(dates, reverse=True)


def test_one_page_may_hold_an_article_and_its_correction(feed: Shelf) -> None:
    same = {"url": "https://courrier.example/a/", "title": "Le même"}
    store(
        feed,
        article("guid-1", html="<p>Le mil.</p>", tags=("Champs",), **same),
        article("guid-2", html="<p>Le sorgho.</p>", tags=("Marché",), **same),
    )
    [number] = feed.ids()
    assert feed.get(number).article.html == "<p>Le sorgho.</p>"
    assert list(feed.read(search.search, "mil")) == []
    sound(feed)
    # taking out what is indexed leaves nothing behind
    store(feed, article("guid-3", html="<p>Le fonio.</p>", **same))
    assert list(feed.read(search.search, "sorgho")) == []
    sound(feed)


def test_a_crowd_of_one_second_beside_an_article_that_moves_there(feed: Shelf) -> None:
    when = ago(days=1)
    store(feed, article("moving", published=ago(days=3)))
    crowd = [article(f"c{number}", published=when) for number in range(2 * SLOTS + 20)]
    after = [
        article(f"d{number}", published=when + timedelta(seconds=2)) for number in range(SLOTS)
    ]
    store(feed, *crowd[:SLOTS], article("moving", published=when), *crowd[SLOTS:], *after)
    assert len(feed.ids()) == len(crowd) + len(after) + 1
    assert feed.read(damage.check) == []


@pytest.mark.parametrize("seed", range(8))
def test_any_pages_in_any_order(feed: Shelf, seed: int) -> None:
    dice = random.Random(seed)
    for _page in range(12):
        store(feed, *(_any(dice) for _ in range(dice.randrange(1, 12))))
    sound(feed)


def _any(dice: random.Random) -> Article:
    key = dice.randrange(12)
    return article(
        f"guid-{key}" if dice.random() < 0.8 else f"other-{dice.randrange(50)}",
        url=f"https://courrier.example/{key}/",
        title=f"Titre {key}" if dice.random() < 0.9 else "Autre titre",
        html=f"<p>{' '.join(dice.sample(WORDS, 2))}</p>",
        published=ago(hours=dice.randrange(3)),
        tags=tuple(dice.sample(["Un", "Deux", "Trois"], dice.randrange(3))),
    )
