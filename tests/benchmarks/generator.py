"""A large library, the same on every machine: `python -m tests.benchmarks.generator FILE ARTICLES`.

French-like prose out of the same words as the shared feed generator, so that figures can be set beside newsboat's;
stored through the real `store_page`, index and counts included. 50 sites, pages of 100 articles, comments on some.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sahelreader.domain.article import Article, Comment, CommentBatch, Page
from sahelreader.domain.site import Found, SourceKind
from sahelreader.library import Library, articles, sites

WORDS = [
    "le",
    "la",
    "les",
    "un",
    "une",
    "des",
    "de",
    "du",
    "et",
    "à",
    "en",
    "pour",
    "dans",
    "sur",
    "avec",
    "par",
    "plus",
    "que",
    "qui",
    "ne",
    "pas",
    "est",
    "sont",
    "été",
    "avoir",
    "être",
    "pays",
    "gouvernement",
    "président",
    "ministre",
    "sécurité",
    "population",
    "région",
    "armée",
    "coopération",
    "village",
    "marché",
    "récolte",
    "pluie",
    "fleuve",
    "école",
    "santé",
    "route",
    "frontière",
    "commerce",
    "prix",
    "céréales",
    "éleveurs",
    "agriculteurs",
    "marchés",
    "eau",
    "électricité",
    "projet",
    "programme",
    "conférence",
    "accord",
    "partenariat",
    "développement",
    "jeunesse",
    "femmes",
    "élection",
    "transition",
    "journal",
    "radio",
    "média",
    "capitale",
    "Bamako",
    "Niamey",
    "Ouagadougou",
    "N'Djaména",
    "Sahel",
    "Mopti",
    "Gao",
    "Tombouctou",
    "Zinder",
    "Agadez",
    "Dori",
    "Kidal",
    "Ségou",
]
SITES = 50
PAGE = 100
NEWEST = datetime(2026, 11, 1, tzinfo=UTC)


def prose(dice: random.Random, words: int) -> str:
    chosen = [dice.choice(WORDS) for _ in range(words)]
    chosen[0] = chosen[0].capitalize()
    return " ".join(chosen) + "."


def article(dice: random.Random, site: int, number: int, words: int = 400) -> Article:
    published = NEWEST - timedelta(minutes=number * 37 + site)
    return Article(
        remote_id=str(number),
        url=f"https://journal{site}.example/2026/{number}/",
        title=prose(dice, 9)[:-1],
        authors=(f"Auteur {number % 23}",),
        published=published,
        modified=published,
        language="fr",
        html="".join(f"<p>{prose(dice, 50)}</p>" for _ in range(words // 50)),
        tags=(f"Tag{number % 17}",),
        comment_count=3 if number % 10 == 0 else 0,
        comments_open=True,
    )


def comments(dice: random.Random, number: int) -> CommentBatch:
    when = NEWEST - timedelta(minutes=number * 37 - 60)
    return CommentBatch(
        str(number),
        tuple(
            Comment(
                f"{number}-{index}",
                f"{number}-{index - 1}" if index else "",
                f"Lecteur {index}",
                when + timedelta(minutes=index),
                f"<p>{prose(dice, 25)}</p>",
            )
            for index in range(3)
        ),
        complete=True,
    )


def found(site: int) -> Found:
    return Found(
        f"https://journal{site}.example/",
        f"Journal {site}",
        SourceKind.WORDPRESS,
        f"https://journal{site}.example/wp-json/",
    )


def pages(count: int, words: int = 400) -> Iterator[tuple[int, Page]]:
    """(site's place in the list, page) of COUNT articles in all, a page of every site in turn, newest first."""
    dice = random.Random(7)
    each = -(-count // SITES)
    for start in range(0, each, PAGE):
        for site in range(SITES):
            numbers = range(start, min(start + PAGE, each))
            yield (
                site,
                Page(
                    tuple(article(dice, site, number, words) for number in numbers),
                    tuple(comments(dice, number) for number in numbers if number % 10 == 0),
                ),
            )


def fill(library: Library, count: int, now: datetime = NEWEST) -> float:
    """Store COUNT articles; the seconds that storing took, without making them up."""
    ids = [library.write_now(sites.add, found(site), now).id for site in range(SITES)]
    spent = 0.0
    for site, page in pages(count):
        begun = time.perf_counter()
        library.write_now(articles.store_page, ids[site], page, now)
        spent += time.perf_counter() - begun
    return spent


def main() -> int:
    path, count = Path(sys.argv[1]), int(sys.argv[2])
    library = Library.open(path, now=NEWEST)
    spent = fill(library, count)
    library.close()
    size = path.stat().st_size
    print(
        f"{count} articles in {spent:.1f} s: {count / spent:.0f} a second, {size / count:.0f} bytes each"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
