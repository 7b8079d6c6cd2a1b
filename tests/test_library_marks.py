"""The reader's marks, undo over restarts, own tags and notes, mute rules, retention, sites."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from sahelreader.domain.outcome import Problem
from sahelreader.domain.site import SourceKind
from sahelreader.library import (
    articles,
    comments,
    damage,
    labels,
    marks,
    muting,
    queries,
    retention,
    search,
    sites,
)
from sahelreader.library.views import View
from tests.shelf import NOW, Shelf, ago, article, comment, found


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path)
    made.store(*(article(str(number), published=ago(days=number)) for number in range(1, 7)))
    yield made
    assert made.library.read_now(damage.check) == []
    made.library.close()


def numbers(shelf: Shelf) -> dict[str, int]:
    return {shelf.get(key).article.remote_id: key for key in shelf.ids()}


# read, saved, place


def test_read_and_unread(shelf: Shelf) -> None:
    first, second = shelf.ids()[:2]
    shelf.write(marks.set_read, [first, second, 999], True, NOW)
    assert shelf.get(first).read
    assert len(shelf.ids("unread")) == 4
    shelf.write(marks.set_read, [first], False, NOW)
    assert not shelf.get(first).read
    assert first in shelf.ids("unread")
    assert shelf.again().unread_count == 5


def test_saved(shelf: Shelf) -> None:
    first, second = shelf.ids()[:2]
    shelf.write(marks.set_saved, [second, first], True, NOW)
    assert shelf.ids("saved") == [first, second]
    assert shelf.get(first).saved
    shelf.write(marks.set_saved, [first], False, NOW)
    assert shelf.ids("saved") == [second]
    # nothing to do is nothing to undo
    shelf.write(marks.set_saved, [first], False, NOW)
    assert shelf.write(marks.undo) == "1 article no longer kept"


def test_place(shelf: Shelf) -> None:
    first = shelf.ids()[0]
    shelf.write(marks.set_place, first, 42)
    shelf.write(marks.set_read, [first], True, NOW, undoable=False)
    assert (shelf.get(first).place, shelf.get(first).read) == (42, True)
    assert shelf.write(marks.undo) is None


@pytest.mark.parametrize("view", [View("all"), View("unread"), View("site", "1"), View("query", "titre")])  # fmt: skip
def test_all_read_of_a_view_and_back(shelf: Shelf, view: View) -> None:
    before = shelf.ids()[0]
    shelf.write(marks.set_read, [before], True, NOW)
    assert shelf.write(marks.all_read, view, NOW) == 5
    assert shelf.ids("unread") == []
    assert shelf.write(marks.all_read, view, NOW) == 0
    shelf.reopen()
    assert shelf.write(marks.undo) == "5 articles marked read"
    # what was read before stays read
    assert before not in shelf.ids("unread")
    assert len(shelf.ids("unread")) == 5
    assert shelf.again().unread_count == 5


def test_undo_goes_back_step_by_step_over_restarts(shelf: Shelf) -> None:
    first = shelf.ids()[0]
    shelf.write(marks.set_read, [first], True, NOW)
    shelf.write(marks.set_read, [first], False, NOW)
    shelf.write(marks.set_saved, [first], True, NOW)
    shelf.write(marks.set_tags, first, ["Eau", "À lire"], NOW)
    shelf.write(marks.set_note, first, "Rappeler Awa", NOW)
    shelf.write(sites.rename, shelf.site.id, "Autre nom", NOW)
    shelf.write(sites.move, shelf.site.id, "Mali", NOW)
    shelf.write(sites.remove, shelf.site.id, NOW)
    shelf.reopen()
    assert shelf.ids() == []
    assert shelf.write(marks.undo) == "Autre nom removed"
    assert len(shelf.ids()) == 6
    assert shelf.ids("folder", "Mali")
    assert shelf.write(marks.undo) == "Autre nom moved to another folder"
    assert shelf.again().folder == ""
    assert shelf.write(marks.undo) == "Courrier renamed"
    assert shelf.again().name == "Courrier"
    assert shelf.get(first).note == "Rappeler Awa"
    assert shelf.write(marks.undo) == "note changed"
    assert shelf.get(first).note == ""
    assert shelf.get(first).tags_own == ("À lire", "Eau") or shelf.get(first).tags_own == ("Eau", "À lire")  # fmt: skip
    assert shelf.write(marks.undo) == "tags changed"
    assert shelf.get(first).tags_own == ()
    assert shelf.write(marks.undo) == "1 article kept"
    assert not shelf.get(first).saved
    assert shelf.write(marks.undo) == "1 article marked unread"
    assert shelf.get(first).read
    assert shelf.write(marks.undo) == "1 article marked read"
    assert not shelf.get(first).read
    assert shelf.write(marks.undo) is None


def test_undo_passes_over_what_can_no_longer_be_done(shelf: Shelf) -> None:
    first = shelf.ids()[0]
    shelf.write(marks.set_saved, [first], True, NOW)
    shelf.write(sites.remove, shelf.site.id, NOW)
    # subscribed again by hand: the removal is undone already
    shelf.write(sites.add, found(), NOW)
    shelf.library.write_now(
        lambda db: db.execute(
            "INSERT INTO undo_log (at, kind, data) VALUES (1, 'of tomorrow', x'007b7d')"
        )
    )
    assert shelf.write(marks.undo) == "1 article kept"


def test_the_undo_log_does_not_grow_without_end(shelf: Shelf) -> None:
    first = shelf.ids()[0]
    for number in range(320):
        shelf.write(marks.set_saved, [first], number % 2 == 0, NOW)
    count = shelf.read(lambda db: db.execute("SELECT count(*) FROM undo_log").fetchone()[0])
    assert count == 300


# tags and notes


def test_own_tags(shelf: Shelf) -> None:
    first, second = shelf.ids()[:2]
    shelf.write(marks.set_tags, first, ["#Eau", "eau ", "  ", "À lire"], NOW)
    shelf.write(marks.set_tags, second, ["Eau"], NOW)
    assert shelf.read(marks.tags)[0] == "Eau"
    assert sorted(shelf.get(first).tags_own) == ["Eau", "À lire"]
    assert shelf.ids("own", "EAU") == [first, second]
    assert list(shelf.read(search.search, "tag:eau")) == [first, second]
    shelf.write(marks.set_tags, first, ["À lire"], NOW)
    assert shelf.ids("own", "eau") == [second]
    shelf.write(marks.set_tags, first, ["À lire"], NOW)
    # an article that is not here may be tagged before it comes
    shelf.write(marks.set_tags, 999, ["Loin"], NOW)


def test_notes(shelf: Shelf) -> None:
    first = shelf.ids()[0]
    shelf.write(marks.set_note, first, "Un", NOW)
    shelf.write(marks.set_note, first, "Deux", NOW)
    assert list(shelf.read(search.search, "is:noted")) == [first]
    assert shelf.write(marks.undo) == "note changed"
    assert shelf.get(first).note == "Un"
    shelf.write(marks.set_note, first, "", NOW)
    assert shelf.get(first).note == ""


def test_views_of_labels(shelf: Shelf) -> None:
    shelf.store(article("t1", tags=("Sécurité", "securite"), authors=("Awa Sy",), categories=("Monde",)))  # fmt: skip
    shelf.store(article("t2", tags=("SÉCURITÉ",), published=ago(days=1)))
    number = numbers(shelf)
    assert shelf.ids("tag", "Securite") == [number["t1"], number["t2"]]
    assert shelf.ids("author", "awa  sy") == [number["t1"]]
    assert shelf.ids("tag", "monde") == [number["t1"]]
    assert shelf.ids("site", "x") == shelf.ids("group", "x") == shelf.ids("nonsense") == []
    assert shelf.ids("group", "0") == []
    label = shelf.read(labels.all, "tag")[0]
    assert (label.name, label.articles) == ("Sécurité", 2)


# mute rules


def test_mute_rules_hide_and_say_what_they_hid(shelf: Shelf) -> None:
    shelf.store(
        article("foot", title="Le football", tags=("Sport",), authors=("Awa Sy",)),
        article("prix", title="Les prix du football", published=ago(hours=5)),
    )
    number = numbers(shelf)
    assert shelf.write(muting.add, "word", "Footballs", NOW) == 2
    assert number["foot"] not in shelf.ids()
    assert list(shelf.read(search.search, "football")) == []
    assert shelf.again().article_count == 6
    (rule,) = shelf.read(muting.all)
    assert (rule.kind, rule.text, rule.site_id, rule.hidden) == ("word", "Footballs", None, 2)
    assert shelf.read(muting.hides, rule.id) == [number["foot"], number["prix"]]
    # what comes later is judged as well, and a change of words lifts it
    shelf.store(article("later", title="Football encore"))
    assert shelf.read(muting.all)[0].hidden == 3
    shelf.store(article("later", title="Autre chose"))
    assert len(shelf.ids()) == 7
    assert shelf.write(muting.add, "tag", "sport", NOW) == 1
    shelf.write(muting.remove, rule.id, NOW)
    # one of the two is still hidden by the other rule
    assert number["foot"] not in shelf.ids()
    assert number["prix"] in shelf.ids()
    assert shelf.write(marks.undo) == "“Footballs” no longer muted"
    assert number["prix"] not in shelf.ids()
    assert shelf.write(marks.undo) == "“sport” muted"
    assert len(shelf.read(muting.all)) == 1
    shelf.write(muting.remove, 999, NOW)


def test_mute_rules_of_one_site_and_of_authors(shelf: Shelf) -> None:
    other = shelf.write(sites.add, found("autre"), NOW)
    shelf.store(article("a", title="Or", authors=("Jean Spam",)))
    shelf.store(article("b", title="Or"), site=other.id)
    assert shelf.write(muting.add, "word", "or", NOW, other.id) == 1
    assert shelf.write(muting.add, "author", "jean spam", NOW) == 1
    assert shelf.write(muting.add, "author", "jean spam", NOW) == 0
    assert shelf.write(muting.add, "word", "!!!", NOW) == 0
    assert shelf.write(muting.add, "colour", "red", NOW) == 0
    assert len(shelf.ids()) == 6


# retention


def test_retention_by_age_and_count_spares_what_one_keeps(shelf: Shelf) -> None:
    number = numbers(shelf)
    shelf.write(marks.set_saved, [number["6"]], True, NOW)
    shelf.write(marks.set_note, number["5"], "Important", NOW)
    shelf.write(marks.set_tags, number["4"], ["Garder"], NOW)
    shelf.comment("3", comment("mine"))
    shelf.write(comments.mark_mine, shelf.site.id, "mine", NOW)
    shelf.write(marks.set_read, [number["1"]], True, NOW)
    assert shelf.read(retention.due, NOW) == []
    shelf.write(retention.set_limits, shelf.site.id, count=0)
    assert shelf.read(retention.limits, shelf.site.id) == (None, 0)
    assert shelf.read(retention.limits, 99) == (None, None)
    assert sorted(shelf.read(retention.due, NOW)) == sorted([number["1"], number["2"]])
    assert shelf.write(retention.tidy, NOW) == 2
    assert shelf.write(retention.tidy, NOW) == 0
    left = {shelf.get(key).article.remote_id for key in shelf.ids()}
    assert left == {"3", "4", "5", "6"}
    assert list(shelf.read(search.search, "titre")) == shelf.ids()
    # it does not come in again by itself, but its mark is still there
    assert shelf.store(article("1"), article("2")).new_ids == ()
    assert shelf.read(articles.known, shelf.site.id, ["1"])["1"].pruned
    kept = shelf.read(lambda db: db.execute("SELECT article_id FROM marks WHERE read_at IS NOT NULL").fetchall())  # fmt: skip
    assert (number["1"],) in kept
    shelf.library.bare_now(retention.give_back)


def test_retention_by_age_counts_from_when_it_came_too(shelf: Shelf) -> None:
    shelf.write(retention.set_limits, shelf.site.id, days=3)
    # old articles that came today are not thrown away at once
    assert shelf.read(retention.due, NOW) == []
    soon = NOW + timedelta(days=3, hours=1)
    assert len(shelf.read(retention.due, soon)) == 6
    assert shelf.write(retention.prune, [*shelf.ids(), 999]) == 6
    assert shelf.again().article_count == 0


def test_comments_and_their_index_go_with_a_pruned_article(shelf: Shelf) -> None:
    number = numbers(shelf)["1"]
    shelf.comment("1", comment("a", html="<p>hippopotame</p>"))
    shelf.write(retention.prune, [number])
    assert list(shelf.read(search.search, "in:comments hippopotame")) == []
    left = shelf.read(lambda db: db.execute("SELECT count(*) FROM comment_words_docsize").fetchone()[0])  # fmt: skip
    assert left == 0


def test_a_removed_site_is_purged_after_a_while(shelf: Shelf) -> None:
    kept = shelf.ids()[0]
    shelf.write(marks.set_saved, [kept], True, NOW)
    shelf.write(sites.remove, shelf.site.id, NOW)
    assert shelf.write(retention.tidy, NOW + timedelta(days=29)) == 0
    later = NOW + timedelta(days=31)
    assert shelf.write(retention.tidy, later) == 5
    # what was saved is not thrown away, and the site can still come back
    assert shelf.write(retention.tidy, later) == 0
    shelf.write(sites.add, found(), later)
    assert shelf.ids() == [kept]
    other = shelf.write(sites.add, found("autre"), NOW)
    shelf.write(sites.remove, other.id, NOW)
    assert shelf.write(retention.tidy, later) == 1
    assert shelf.read(lambda db: db.execute("SELECT count(*) FROM site").fetchone()[0]) == 1


# sites


def test_the_same_site_again_is_the_site_there_is(shelf: Shelf) -> None:
    again = shelf.write(sites.add, found(), NOW)
    assert again.id == shelf.site.id
    moved = found()
    other_endpoint = type(moved)("http://www.courrier.example", "X", moved.kind, "https://courrier.example/?rest_route=/")  # fmt: skip
    assert shelf.write(sites.add, other_endpoint, NOW).id == shelf.site.id
    # a feed of the same newspaper is another subscription
    assert shelf.write(sites.add, found(kind=SourceKind.FEED), NOW).id != shelf.site.id
    assert len(shelf.read(sites.all)) == 2


def test_a_removed_site_comes_back_with_its_articles(shelf: Shelf) -> None:
    shelf.write(sites.remove, shelf.site.id, NOW)
    assert shelf.read(sites.all) == []
    assert shelf.read(sites.get, shelf.site.id) is None
    assert shelf.store(article("while-away")).new_ids
    assert shelf.ids() == []
    back = shelf.write(sites.add, found(), NOW)
    assert (back.id, back.article_count, back.unread_count) == (shelf.site.id, 7, 7)
    shelf.write(sites.remove, 404)


def test_find_a_site_by_whatever_names_it(shelf: Shelf) -> None:
    other = shelf.write(sites.add, found("echo-du-sahel"), NOW)
    shelf.write(sites.rename, other.id, "L’Écho du Sahel", NOW)
    for text in (
        str(other.id), "https://echo-du-sahel.example", "echo-du-sahel.example", "lecho du sahel", "L'Echo du Sahel",
        "L’Écho", "https://echo-du-sahel.example/wp-json/", "https://echo-du-sahel.example/2026/article",
    ):  # fmt: skip
        assert (shelf.read(sites.find, text) or shelf.site).id == other.id, text
    for text in ("99", "", "absent", "https://nowhere.example/"):
        assert shelf.read(sites.find, text) is None, text


def test_what_came_of_a_sync(shelf: Shelf) -> None:
    later = NOW + timedelta(hours=1)
    shelf.write(sites.record_failure, shelf.site.id, Problem.SERVER, "502", NOW, later)
    site = shelf.again()
    assert (site.last_error, site.error_detail, site.failures, site.not_before) == ("server", "502", 1, later)  # fmt: skip
    assert not site.gone
    shelf.write(sites.record_failure, shelf.site.id, Problem.GONE, "", NOW, gone=True)
    assert shelf.again().gone
    shelf.write(sites.record_success, shelf.site.id, NOW, later)
    site = shelf.again()
    assert (site.last_error, site.failures, site.gone, site.last_sync) == ("", 0, False, NOW)


def test_bytes_are_counted_by_day_and_month(shelf: Shelf) -> None:
    for day, kind, count in (("2026-10-31", "api", 5), ("2026-11-01", "api", 7), ("2026-11-01", "api", 1), ("2026-11-02", "page", 10)):  # fmt: skip
        shelf.write(sites.add_bytes, shelf.site.id, day, kind, count)
    assert shelf.again().bytes_month == 18
    assert shelf.read(sites.bytes_since, "2026-10-01") == 23
    assert shelf.read(sites.bytes_since, "2026-11-02", shelf.site.id) == 10
    assert shelf.read(sites.bytes_since, "2026-11-01", 99) == 0


def test_settings_of_a_site(shelf: Shelf) -> None:
    shelf.write(sites.set_full_text, shelf.site.id, False)
    shelf.write(sites.set_facts, shelf.site.id, {"comments_open": True})
    shelf.write(sites.set_cursor, shelf.site.id, {"etag": "x"})
    assert shelf.write(sites.set_endpoint, shelf.site.id, "https://new.example/")
    other = shelf.write(sites.add, found("autre"), NOW)
    assert not shelf.write(sites.set_endpoint, other.id, "https://new.example/")
    site = shelf.again()
    assert (site.full_text, site.facts, site.cursor, site.endpoint) == (False, {"comments_open": True}, {"etag": "x"}, "https://new.example/")  # fmt: skip
    shelf.write(sites.rename, site.id, "  ", NOW)
    assert shelf.again().name == "Courrier"


def test_pruning_gives_the_disk_back(shelf: Shelf) -> None:
    import random

    dice = random.Random(3)
    shelf.store(*(
        article(f"big{number}", html=f"<p>{dice.randbytes(4_000).hex()}</p>", published=ago(days=90), title="Gros")
        for number in range(60)
    ))  # fmt: skip
    shelf.library.bare_now(retention.give_back)
    before = shelf.path.stat().st_size
    shelf.write(retention.set_limits, shelf.site.id, count=6)
    while shelf.write(retention.tidy, NOW, 25):
        pass
    shelf.library.bare_now(retention.give_back)
    assert shelf.path.stat().st_size < before * 0.75
    assert len(shelf.ids()) == 6


def test_a_search_that_is_kept_and_let_go_and_undone(shelf: Shelf) -> None:
    assert shelf.write(queries.keep, "Mil", "mil is:unread", NOW)
    assert not shelf.write(queries.keep, "Mil", "mil is:unread", NOW)
    assert not shelf.write(queries.keep, "Rien", "  ", NOW)
    assert shelf.write(queries.keep, "Mil", "mil", NOW)
    shelf.write(queries.forget, "Mil", NOW)
    shelf.write(queries.forget, "Mil", NOW)
    assert shelf.read(queries.all) == []
    assert shelf.write(marks.undo) == "search “Mil” let go"
    assert shelf.read(queries.all) == [queries.SavedQuery("Mil", "mil")]
    assert shelf.write(marks.undo) == "search “Mil” kept"
    assert shelf.read(queries.all) == [queries.SavedQuery("Mil", "mil is:unread")]
    shelf.write(marks.undo)
    assert shelf.read(queries.all) == []


def test_limits_are_undone(shelf: Shelf) -> None:
    shelf.write(retention.set_limits, shelf.site.id, days=30, count=200, now=NOW)
    shelf.write(retention.set_limits, shelf.site.id, days=30, count=200, now=NOW)
    shelf.write(retention.set_limits, shelf.site.id, days=7, now=NOW)
    assert shelf.write(marks.undo) == "limits of Courrier changed"
    assert shelf.read(retention.limits, shelf.site.id) == (30, 200)
    shelf.write(marks.undo)
    assert shelf.read(retention.limits, shelf.site.id) == (None, None)
    assert shelf.write(marks.undo) is None


def test_a_tag_on_many_is_one_step_to_undo(shelf: Shelf) -> None:
    first, second, third = shelf.store(
        *(article(f"many{number}", title=f"Titre {number}") for number in range(3))
    ).new_ids
    shelf.write(marks.set_tags, first, ["Mopti", "eau"], NOW)
    shelf.write(marks.change_tag, [first, second, third], "#mopti", True, NOW)
    assert [len(shelf.read(articles.get, number).tags_own) for number in (first, second, third)] == [2, 1, 1]  # fmt: skip
    shelf.write(marks.change_tag, [first, second], "MOPTI", False, NOW)
    shelf.write(marks.change_tag, [first, second], " # ", True, NOW)
    assert shelf.read(articles.get, first).tags_own == ("eau",)
    assert shelf.read(articles.get, second).tags_own == ()
    assert shelf.write(marks.undo) == "tags changed"
    assert shelf.read(articles.get, first).tags_own == ("eau", "Mopti")
    assert shelf.read(articles.get, second).tags_own == ("mopti",)
    shelf.write(marks.undo)
    assert shelf.read(articles.get, second).tags_own == ()
    assert shelf.read(articles.get, first).tags_own == ("eau", "Mopti")
