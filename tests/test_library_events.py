"""Events in the library: grouping after a sync, one line for a group, its versions; and what grouping never does."""

import asyncio
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sahelreader.domain.article import Article, Page
from sahelreader.domain.site import Found, SourceKind
from sahelreader.library import Library, articles, events, marks, muting, retention, sites
from sahelreader.library.views import View, selection
from sahelreader.sync.grouping import group_events
from tests.driven import NOW

BRIDGE = (
    "Le pont de Diondiori s’est effondré mardi soir sous un camion de coton. Le chauffeur, Salif Kanté, est sauf. Le gouverneur "
    "Bakary Sogoba promet un bac avant vendredi ; huit villages de la rive gauche sont coupés du marché de Ténenkou."
)
OTHERS = (
    "Un camion de coton a fait céder le pont de Diondiori mardi. Huit villages de la rive gauche ne peuvent plus rejoindre Ténenkou. "
    "Salif Kanté, le chauffeur, raconte sa chute ; le gouverneur Bakary Sogoba annonce un bac."
)
ELSEWHERE = (
    "La récolte d’oignons de Galmi dépasse celle de l’an dernier. Les grossistes de Tahoua attendent les camions de Cotonou, "
    "retardés par la pluie. Le kilo se vend cent vingt francs, dit Rabi Issoufou, présidente de la coopérative."
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "library.db", now=NOW)
    for name in ("Le Fleuve", "La Dune", "Wakat"):
        url = f"https://{name.split()[-1].lower()}.example/"
        found = Found(url=url, name=name, kind=SourceKind.WORDPRESS, endpoint=f"{url}wp-json/")
        opened.write_now(sites.add, found, NOW)
    yield opened
    opened.close()


def put(
    library: Library, site: int, slug: str, title: str, text: str, hours: float, now: datetime = NOW
) -> int:
    article = Article(
        remote_id=slug,
        url=f"https://site{site}.example/{slug}/",
        title=title,
        published=now - timedelta(hours=hours),
        html=f"<p>{text}</p>",
    )
    library.write_now(articles.store_page, site, Page((article,)), now)
    number = library.read_now(articles.by_remote, site, slug)
    assert number is not None
    return number


def bridge(library: Library) -> tuple[int, int, int, int]:
    """Le Fleuve and La Dune print the agency's text, Wakat has its own; Wakat also tells of onions."""
    first = put(library, 1, "pont", "Diondiori : le pont s’effondre", BRIDGE, 10)
    second = put(library, 2, "pont", "Effondrement du pont de Diondiori", BRIDGE, 8)
    third = put(library, 3, "pont", "Le pont de Diondiori cède sous un camion", OTHERS, 6)
    onions = put(library, 3, "oignons", "Galmi : une belle récolte d’oignons", ELSEWHERE, 7)
    return first, second, third, onions


def grouped(library: Library, view: View) -> list[int]:
    return list(library.read_now(articles.ids, view, None, grouped=True))


def run(library: Library, now: datetime = NOW) -> int:
    return asyncio.run(group_events(library, now))


def test_an_event_is_one_line_and_its_newest_article(library: Library) -> None:
    first, second, third, onions = bridge(library)
    assert run(library) == 3
    assert grouped(library, View("all")) == [third, onions]
    assert list(library.read_now(articles.ids, View("all"))) == [third, onions, second, first]
    assert [row.others for row in library.read_now(articles.rows, [third, onions])] == [2, 0]
    group = library.read_now(articles.rows, [third])[0].group
    assert list(library.read_now(articles.ids, View("group", str(group)))) == [third, second, first]


def test_reading_one_version_marks_only_that_one(library: Library) -> None:
    first, second, third, onions = bridge(library)
    run(library)
    library.write_now(marks.set_read, [third], True, NOW)
    assert grouped(library, View("unread")) == [onions, second]
    assert grouped(library, View("all")) == [third, onions]
    assert {row.id: row.read for row in library.read_now(articles.rows, [first, second, third])} == {
        first: False, second: False, third: True,
    }  # fmt: skip


def test_a_folder_shows_the_newest_of_its_own(library: Library) -> None:
    _first, second, third, onions = bridge(library)
    for site in (1, 2):
        library.write_now(sites.move, site, "Mali")
    run(library)
    assert grouped(library, View("folder", "Mali")) == [second]
    assert grouped(library, View("site", "3")) == [third, onions]


def test_the_same_text_is_named_as_such(library: Library) -> None:
    first, second, third, _ = bridge(library)
    run(library)
    found = library.read_now(events.others, first)
    assert [(item.row.id, item.row.site_name, item.same_text) for item in found] == [
        (second, "La Dune", True),
        (third, "Wakat", False),
    ]
    assert found[0].url == "https://site2.example/pont/"


def test_nothing_is_done_twice_and_nothing_for_old_articles(library: Library) -> None:
    put(library, 1, "vieux", "Diondiori : le pont s’effondre", BRIDGE, 24 * 9)
    put(library, 2, "vieux", "Diondiori : le pont s’effondre", BRIDGE, 24 * 9)
    assert library.read_now(events.missing, NOW) == []
    bridge(library)
    assert len(library.read_now(events.missing, NOW)) == 4
    assert run(library) == 3
    assert library.read_now(events.missing, NOW) == []
    assert run(library) == 0
    later = NOW + timedelta(days=8)
    put(library, 1, "neuf", "Galmi", ELSEWHERE, 0, later)
    run(library, later)
    assert library.read_now(_count, "event_print") == 1


def test_grouping_that_was_cut_is_made_up_for(library: Library) -> None:
    bridge(library)
    # stopped after the prints, before the groups
    library.write_now(events.take_prints, library.read_now(events.missing, NOW))
    assert run(library) == 3


def test_an_event_keeps_its_number_while_it_grows_and_when_its_beginning_is_old(
    library: Library,
) -> None:
    first, second, third, _ = bridge(library)
    run(library)
    number = library.read_now(articles.rows, [first])[0].group
    later = NOW + timedelta(days=1)
    fourth = put(library, 2, "suite", "Pont de Diondiori : le bac promis", OTHERS, 0, later)
    run(library, later)
    much_later = NOW + timedelta(days=5, hours=16)
    fifth = put(library, 1, "tard", "Galmi", ELSEWHERE, 0, much_later)
    run(library, much_later)
    rows = library.read_now(articles.rows, [first, second, third, fourth, fifth])
    assert [row.group for row in rows] == [number] * 4 + [0]


def test_a_text_that_changed_leaves_the_event(library: Library) -> None:
    first, second, third, _ = bridge(library)
    run(library)
    put(library, 3, "pont", "Galmi : les oignons sont rentrés", ELSEWHERE, 6)
    assert library.read_now(events.missing, NOW) == [third]
    run(library)
    assert library.read_now(articles.rows, [third])[0].others == 0
    assert [row.others for row in library.read_now(articles.rows, [first, second])] == [1, 1]


def test_what_is_hidden_or_gone_is_neither_counted_nor_in_the_way(library: Library) -> None:
    first, second, _third, onions = bridge(library)
    run(library)
    library.write_now(muting.add, "word", "cède", NOW)
    assert grouped(library, View("all")) == [onions, second]
    assert library.read_now(articles.rows, [second])[0].others == 1
    library.write_now(retention.prune, [second])
    assert grouped(library, View("all")) == [onions, first]
    assert library.read_now(articles.rows, [first])[0].others == 0
    assert library.read_now(events.others, first) == []


def test_a_link_to_another_article_does_not_count_as_its_words(library: Library) -> None:
    body = f'<p>{ELSEWHERE}</p><p class="related"><a href="https://x.example/">{BRIDGE}</a></p>'
    plain = Article(remote_id="1", url="", title="Galmi", html=f"<p>{ELSEWHERE}</p>")
    linked = Article(remote_id="1", url="", title="Galmi", html=body)
    assert events.print_of(linked) == events.print_of(plain)


def test_a_grouped_list_is_read_in_the_order_of_its_index(library: Library) -> None:
    for kind, index in (("all", "article_newest"), ("unread", "article_unread")):
        select, given = selection(View(kind), grouped=True)
        steps = library.read_now(_plan, select, given)
        assert steps[0] == f"SCAN article USING INDEX {index}"
        assert steps[-1].startswith("SEARCH newer USING INDEX article_group (group_id=? AND rank>?")
        assert len(steps) == 3, steps


def _plan(db: sqlite3.Connection, select: str, given: dict[str, object]) -> list[str]:
    return [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {select}", given)]


def _count(db: sqlite3.Connection, table: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
