"""Storing pages: what is new, changed, the same, gone and back; dates that no newspaper has; threads; N15 to N19."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sahelreader.domain.article import CommentBatch, CommentForm, Picture, RelatedLink
from sahelreader.domain.merge import sane
from sahelreader.domain.site import SourceKind
from sahelreader.library import articles, comments, damage, labels, marks, search, sites
from sahelreader.library.views import View
from tests.shelf import NOW, Shelf, ago, article, comment, found


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path)
    yield made
    assert made.library.read_now(damage.check) == []
    made.library.close()


@pytest.fixture
def feed(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path, SourceKind.FEED)
    yield made
    assert made.library.read_now(damage.check) == []
    made.library.close()


FULL = article(
    "77",
    authors=("Awa Sy", "Ali Bâ"),
    modified=ago(minutes=10),
    language="fr",
    html="<p>Long <strong>texte</strong> « cité ».</p>" * 20,
    summary="Résumé",
    tags=("Mali", "Eau"),
    categories=("Société",),
    lead=Picture("https://courrier.example/a.jpg", "La légende", "AFP"),
    reading_minutes=4,
    related=(RelatedLink("Lire aussi", "https://courrier.example/2/"),),
    comment_count=3,
    comments_open=True,
    form=CommentForm("https://courrier.example/wp-comments-post.php", hidden=(("a", "b"),)),
    protected=True,
    comments_feed="https://courrier.example/77/feed",
)


def test_an_article_comes_back_as_it_was_stored(shelf: Shelf) -> None:
    (number,) = shelf.store(FULL).new_ids
    stored = shelf.get(number)
    assert stored.article == FULL
    assert (stored.site_id, stored.site_name, stored.site_url) == (
        shelf.site.id,
        "Courrier",
        "https://courrier.example/",
    )
    assert (stored.read, stored.saved, stored.place, stored.note, stored.tags_own) == (
        False,
        False,
        0,
        "",
        (),
    )
    assert (stored.versions, stored.gone_at, stored.edited_at, stored.minutes) == (1, None, None, 4)
    assert stored.first_seen == NOW
    (row,) = shelf.read(articles.rows, [number, 999])
    assert (row.id, row.title, row.published, row.minutes) == (
        number,
        FULL.title,
        FULL.published,
        4,
    )
    assert (row.comment_count, row.new_comments, row.read, row.saved, row.gone) == (
        3,
        0,
        False,
        False,
        False,
    )


def test_the_same_again_changes_nothing(shelf: Shelf) -> None:
    shelf.store(FULL)
    before = shelf.get(1)
    again = shelf.store(FULL, now=ago(hours=-1))
    assert (again.new_ids, again.changed_ids) == ((), ())
    assert shelf.get(1) == before


def test_a_change_keeps_the_older_text(shelf: Shelf) -> None:
    shelf.store(article("1", title="Avant", html="<p>Premier texte</p>", tags=("Un",)))
    later = ago(hours=-1)
    changed = article("1", title="Après", html="<p>Second texte</p>", tags=("Deux",))
    assert shelf.store(changed, now=later).changed_ids == (1,)
    stored = shelf.get(1)
    assert (stored.article.title, stored.versions, stored.edited_at) == ("Après", 2, later)
    (old,) = shelf.read(articles.versions, 1)
    assert (old.number, old.replaced_at, old.article.title) == (1, later, "Avant")
    assert old.article.html == "<p>Premier texte</p>"
    assert shelf.read(articles.versions, 9) == []
    assert [item.name for item in shelf.read(labels.all, "tag")] == ["Deux"]
    assert shelf.ids("tag", "un") == []
    assert shelf.ids("tag", "deux") == [1]


def test_what_no_reader_notices_is_no_edit(shelf: Shelf) -> None:
    shelf.store(article("1", comments_open=True))
    shut = article("1", comments_open=False, tags=("Mali",), modified=NOW)
    assert shelf.store(shut).changed_ids == (1,)
    stored = shelf.get(1)
    assert (stored.versions, stored.edited_at) == (1, None)
    assert stored.article.comments_open is False
    assert stored.article.tags == ("Mali",)


def test_an_excerpt_that_grows_is_no_edit_and_never_shrinks_again(shelf: Shelf) -> None:
    shelf.store(article("1", html="", summary="Début", whole=False))
    whole = article("1", html="<p>Début et fin</p>")
    assert shelf.store(whole).changed_ids == (1,)
    assert (shelf.get(1).versions, shelf.get(1).edited_at) == (1, None)
    # the next sync brings the excerpt again
    shelf.store(article("1", html="", summary="Début", whole=False, comment_count=8))
    assert shelf.get(1).article.html == "<p>Début et fin</p>"
    assert shelf.get(1).article.comment_count == 8


def test_surroundings_follow_without_an_edit(shelf: Shelf) -> None:
    shelf.store(article("1", comment_count=1))
    form = CommentForm("https://courrier.example/c")
    again = shelf.store(
        article("1", comment_count=5, form=form, comments_feed="https://c.example/f")
    )
    assert again.changed_ids == ()
    stored = shelf.get(1).article
    assert (stored.comment_count, stored.form) == (5, form)
    assert stored.comments_feed == "https://c.example/f"


def test_only_the_last_versions_are_kept(shelf: Shelf) -> None:
    for number in range(25):
        shelf.store(article("1", html=f"<p>Texte {number}</p>"))
    kept = shelf.read(articles.versions, 1)
    assert len(kept) == 20
    assert kept[-1].article.html == "<p>Texte 23</p>"
    assert shelf.get(1).versions == 25


def test_gone_and_back(shelf: Shelf) -> None:
    shelf.store(article("1"), article("2"))
    later = ago(hours=-2)
    assert shelf.store(vanished=("1", "unknown"), now=later).vanished == (1,)
    assert shelf.get(1).gone_at == later
    assert shelf.read(articles.rows, [1])[0].gone
    assert shelf.ids() == [1, 2] or shelf.ids() == [2, 1]
    # said again, it is no news
    assert shelf.store(vanished=("1",)).vanished == ()
    shelf.store(article("1"))
    assert shelf.get(1).gone_at is None


def test_an_empty_page_deletes_nothing(feed: Shelf) -> None:
    feed.store(article("1"), article("2"))
    assert feed.store() == feed.store(article("2"))
    assert len(feed.ids()) == 2


def test_newest_first_and_ids_of_a_window(shelf: Shelf) -> None:
    items = [article(str(number), published=ago(days=number)) for number in (3, 1, 2)]
    shelf.store(*items)
    order = [shelf.get(number).article.remote_id for number in shelf.ids()]
    assert order == ["1", "2", "3"]
    assert shelf.read(articles.ids, View("all"), 2).tolist() == shelf.ids()[:2]
    assert shelf.read(articles.ids, View("all"), 0).tolist() == []
    backwards = shelf.ids()[::-1]
    assert [row.id for row in shelf.read(articles.rows, backwards)] == backwards


def test_absurd_dates_stand_where_they_were_first_seen(shelf: Shelf) -> None:
    shelf.store(article("old", published=ago(days=2)), now=ago(days=2))
    shelf.store(
        article("1970", published=datetime(1970, 1, 1, tzinfo=UTC)),
        article("2099", published=datetime(2099, 1, 1, tzinfo=UTC)),
        article("none", published=None),
        now=ago(days=1),
    )
    shelf.store(article("new"), now=NOW)
    order = [shelf.get(number).article.remote_id for number in shelf.ids()]
    assert order[0] == "new"
    assert order[-1] == "old"
    rows = {row.title: row.published for row in shelf.read(articles.rows, shelf.ids())}
    assert rows["Titre 1970"] is None
    assert rows["Titre 2099"] is None
    # what the site said is kept all the same
    assert shelf.get(shelf.read(articles.by_remote, shelf.site.id, "2099")).article.published == datetime(
        2099, 1, 1, tzinfo=UTC
    )  # fmt: skip


def test_a_machine_that_lost_its_clock_believes_the_sites() -> None:
    lost = datetime(1970, 1, 2, tzinfo=UTC)
    assert sane(NOW, lost) == NOW
    assert sane(NOW, NOW) == NOW
    assert sane(datetime(2099, 1, 1, tzinfo=UTC), NOW) is None
    assert sane(None, NOW) is None


def test_a_date_that_comes_later_puts_the_article_where_it_belongs(shelf: Shelf) -> None:
    shelf.store(article("1", published=None, tags=("Eau",)), article("2", published=ago(days=1)))
    marked = shelf.read(articles.by_remote, shelf.site.id, "1")
    shelf.write(marks.set_tags, marked, ["à lire"], NOW)
    assert shelf.ids()[0] == marked
    shelf.store(article("1", published=ago(days=9), tags=("Eau",)))
    assert shelf.ids()[-1] == marked
    assert shelf.ids("tag", "eau") == [marked]
    assert shelf.ids("own", "a lire") == [marked]
    assert list(shelf.read(search.search, "tag:eau")) == [marked]


def test_many_articles_of_one_second(shelf: Shelf) -> None:
    same = ago(days=3)
    shelf.store(*(article(f"x{number}", published=same) for number in range(700)))
    shelf.store(article("before", published=ago(days=4)), article("after", published=ago(days=2)))
    order = [row.title for row in shelf.read(articles.rows, shelf.ids())]
    assert order[0] == "Titre after"
    assert order[-1] == "Titre before"
    assert len(order) == 702


def test_two_articles_with_one_guid_are_both_kept(feed: Shelf) -> None:
    one = article("guid", url="https://courrier.example/a", title="Un")
    two = article("guid", url="https://courrier.example/b", title="Deux")
    assert len(feed.store(one, two).new_ids) == 2
    # the next day the feed holds the same
    again = feed.store(two, one)
    assert (again.new_ids, again.changed_ids) == ((), ())
    assert {feed.get(number).article.title for number in feed.ids()} == {"Un", "Deux"}
    # and on another day under the guid of the first there is a third
    three = article("guid", url="https://courrier.example/c", title="Trois")
    assert len(feed.store(three).new_ids) == 1
    assert feed.get(1).article.title == "Un"


def test_a_corrected_headline_or_a_moved_page_is_the_same_article(feed: Shelf) -> None:
    feed.store(article("guid", url="https://courrier.example/a", title="Un"))
    feed.store(article("guid", url="https://courrier.example/a", title="Un, corrigé"))
    feed.store(article("guid", url="https://courrier.example/b", title="Un, corrigé"))
    assert feed.ids() == [1]
    assert feed.get(1).versions == 2


def test_a_guid_that_changes_every_time_makes_no_flood(feed: Shelf) -> None:
    for day in range(5):
        feed.store(article(f"guid-{day}", url="https://courrier.example/a", title="Un"))
    assert feed.ids() == [1]


def test_an_article_without_any_id_is_known_by_its_address(feed: Shelf) -> None:
    feed.store(article("", url="https://courrier.example/a", title="Un"))
    feed.store(article("", url="https://courrier.example/b", title="Deux"))
    feed.store(article("", url="https://courrier.example/a", title="Un"))
    assert len(feed.ids()) == 2


def test_wordpress_ids_are_believed(shelf: Shelf) -> None:
    shelf.store(article("5", url="https://courrier.example/a", title="Un"))
    shelf.store(article("5", url="https://courrier.example/b", title="Deux"))
    assert shelf.ids() == [1]
    # twice in one page: the later one counts
    shelf.store(article("6", title="Tôt"), article("6", title="Tard"))
    assert shelf.get(2).article.title == "Tard"


def test_another_site_claims_guid_and_address(shelf: Shelf) -> None:
    shelf.store(article("1", title="Le vrai"))
    shelf.write(marks.set_read, [1], True, NOW)
    other = shelf.write(sites.add, found("pirate", SourceKind.FEED), NOW)
    fake = article("1", title="Le faux")
    (claimed,) = shelf.store(fake, site=other.id).new_ids
    assert shelf.get(1).article.title == "Le vrai"
    assert shelf.get(1).read
    assert not shelf.get(claimed).read
    assert shelf.read(articles.by_url, "https://courrier.example/1/") == 1


def test_addresses_are_known_in_all_their_guises(shelf: Shelf) -> None:
    shelf.store(article("1", url="https://www.courrier.example/2026/11/eau/"))
    for url in (
        "http://courrier.example/2026/11/eau",
        "https://www.courrier.example/2026/11/eau/?utm_source=x&fbclid=1#suite",
        "https://courrier.example:443/2026/11/eau/amp/",
        "https://COURRIER.example/2026/11/eau/",
    ):
        assert shelf.read(articles.by_url, url) == 1, url
    for url in (
        "https://courrier.example/2026/11/",
        "https://other.example/2026/11/eau/",
        "",
        "http://[",
    ):
        assert shelf.read(articles.by_url, url) is None, url
    shelf.store(article("2", url="https://courrier.example/?p=12"))
    assert shelf.read(articles.by_url, "https://courrier.example/?p=12&utm_medium=rss") == 2
    assert shelf.read(articles.by_url, "https://courrier.example/?p=13") is None


def test_known_tells_what_is_stored(shelf: Shelf) -> None:
    shelf.store(FULL, article("1", whole=False))
    shelf.comment("77", comment("a"), comment("b"))
    known = shelf.read(articles.known, shelf.site.id, ["77", "1", "404"])
    assert set(known) == {"77", "1"}
    seen = known["77"]
    assert (seen.modified, seen.content_hash) == (FULL.modified, FULL.content_hash)
    assert (seen.comment_count, seen.comments_total, seen.whole, seen.gone) == (3, 2, True, False)
    assert not known["1"].whole
    assert shelf.read(articles.known, shelf.site.id, []) == {}
    assert shelf.read(articles.by_remote, shelf.site.id, "404") is None


def test_a_page_for_no_site_stores_nothing(shelf: Shelf) -> None:
    assert shelf.store(article("1"), site=404).new_ids == ()


def test_cursor_goes_with_the_page(shelf: Shelf) -> None:
    shelf.store(article("1"), cursor={"etag": "é", "seen": 3})
    assert shelf.again().cursor == {"etag": "é", "seen": 3}
    shelf.store(article("2"))
    assert shelf.again().cursor == {"etag": "é", "seen": 3}


def test_a_failure_in_the_middle_stores_nothing(shelf: Shelf) -> None:
    broken = replace(article("2"), title=None)  # type: ignore[arg-type]
    with pytest.raises((TypeError, AttributeError)):
        shelf.store(article("1"), broken, cursor={"x": 1})
    assert shelf.ids() == []
    assert shelf.again().cursor == {}
    assert list(shelf.read(search.search, "titre")) == []


def test_counts_are_kept(shelf: Shelf) -> None:
    shelf.store(*(article(str(number)) for number in range(5)))
    shelf.comment("0", comment("a"), comment("b"), comment("ping", is_pingback=True))
    site = shelf.again()
    assert (site.article_count, site.unread_count, site.comment_count) == (5, 5, 2)
    shelf.write(marks.set_read, [1, 2], True, NOW)
    assert shelf.again().unread_count == 3


# threads


def test_the_author_of_the_article_is_an_account_not_a_name(shelf: Shelf) -> None:
    shelf.store(article("1", authors=("Aïssata Maïga",), author_id="3"))
    shelf.store(article("2", authors=("Aïssata Maïga",)))
    for number in ("1", "2"):
        shelf.comment(
            number,
            comment(f"{number}a", author="Aïssata Maïga", author_id="3"),
            comment(f"{number}b", author="Aïssata Maïga"),
            comment(f"{number}c", author="Moussa", author_id="4"),
        )
    for key in (1, 2):
        found = {item.remote_id[1]: item for item in shelf.read(comments.thread, key)}
        marked = {name for name, item in found.items() if item.by_article_author}
        assert marked == {"a"}, key


def test_a_thread_with_everything(shelf: Shelf) -> None:
    shelf.store(article("1"))
    came = shelf.comment(
        "1",
        comment("b", "a", published=ago(minutes=20), by_article_author=True),
        comment("a", author_url="https://x.example/"),
        comment("c", "not-here", published=None),
        comment("p", is_pingback=True),
    )
    assert came.new_comments == 4
    thread = {item.remote_id: item for item in shelf.read(comments.thread, 1)}
    assert thread["b"].parent_id == thread["a"].id
    assert thread["b"].by_article_author
    assert thread["a"].parent_id is None
    assert thread["a"].author_url == "https://x.example/"
    assert (thread["c"].parent_id, thread["c"].parent_remote_id) == (None, "not-here")
    assert thread["c"].published is None
    assert thread["p"].is_pingback
    assert thread["a"].html == "<p>Avis a</p>"
    (row,) = shelf.read(articles.rows, [1])
    assert row.comment_count == 3
    # again: nothing new; and one's own parent is no parent
    assert shelf.comment("1", comment("a"), comment("d", "d")).new_comments == 1
    assert next(c for c in shelf.read(comments.thread, 1) if c.remote_id == "d").parent_id is None


def test_comments_are_edited_vanish_and_come_back(shelf: Shelf) -> None:
    shelf.store(article("1"))
    shelf.comment("1", comment("a"), comment("b"))
    shelf.comment("1", comment("a", html="<p>Corrigé zébu</p>"), complete=True)
    thread = {item.remote_id: item for item in shelf.read(comments.thread, 1)}
    assert thread["a"].html == "<p>Corrigé zébu</p>"
    assert thread["b"].gone
    assert list(shelf.read(search.search, "in:comments zebu")) == [1]
    assert shelf.read(articles.rows, [1])[0].comment_count == 1
    assert shelf.again().comment_count == 1
    shelf.comment("1", comment("b"))
    assert not any(item.gone for item in shelf.read(comments.thread, 1))
    assert shelf.again().comment_count == 2


def test_comments_without_ids_are_told_apart(shelf: Shelf) -> None:
    shelf.store(article("1"))
    said = (comment("", html="<p>un</p>"), comment("", html="<p>deux</p>"))
    assert shelf.comment("1", *said).new_comments == 2
    assert shelf.comment("1", *said, complete=True).new_comments == 0
    thread = shelf.read(comments.thread, 1)
    assert [item.remote_id for item in thread] == ["", ""]
    # they cannot be missed, for nobody knows whether they changed
    shelf.comment("1", complete=True)
    assert not any(item.gone for item in shelf.read(comments.thread, 1))


def test_comments_of_an_unknown_article_are_left(shelf: Shelf) -> None:
    assert shelf.comment("404", comment("a")).new_comments == 0


def test_new_comments_are_those_that_came_after_one_was_there(shelf: Shelf) -> None:
    shelf.store(article("1"), batches=(CommentBatch("1", (comment("a"),)),))
    assert shelf.read(articles.rows, [1])[0].new_comments == 0
    shelf.write(marks.set_read, [1], True, NOW)
    shelf.comment("1", comment("b"), comment("p", is_pingback=True))
    assert shelf.read(articles.rows, [1])[0].new_comments == 1
    assert [item.remote_id for item in shelf.read(comments.thread, 1) if item.is_new] == ["b"]
    assert list(shelf.read(search.search, "is:new")) == [1]
    shelf.write(comments.mark_seen, 1)
    assert shelf.read(articles.rows, [1])[0].new_comments == 0
    assert not any(item.is_new for item in shelf.read(comments.thread, 1))


def test_my_comments_and_replies_to_them(shelf: Shelf) -> None:
    shelf.store(article("1"), article("2"))
    # known to be mine before the site shows it
    shelf.write(comments.mark_mine, shelf.site.id, "m1", NOW)
    shelf.write(comments.mark_mine, shelf.site.id, "", NOW)
    assert shelf.ids("mine") == []
    shelf.comment("1", comment("m1"))
    assert shelf.ids("mine") == [1]
    assert shelf.ids("mine") == list(shelf.read(search.search, "is:mine"))
    came = shelf.comment("1", comment("r1", "m1", published=ago(minutes=5)), comment("x"))
    assert len(came.replies_to_me) == 1
    thread = {item.remote_id: item for item in shelf.read(comments.thread, 1)}
    assert (thread["m1"].mine, thread["m1"].state, thread["m1"].is_new) == (
        True,
        "published",
        False,
    )
    assert thread["r1"].is_new
    (mine,) = shelf.read(comments.my_threads)
    assert (mine.article_id, mine.title, mine.site_name) == (1, "Titre 1", "Courrier")
    assert (mine.replies, mine.new_replies, mine.first_new_reply) == (1, 1, thread["r1"].id)
    assert mine.last == ago(minutes=5)
    shelf.write(comments.mark_seen, 1)
    (mine,) = shelf.read(comments.my_threads)
    assert (mine.replies, mine.new_replies, mine.first_new_reply) == (1, 0, 0)
    # one that is here already is no longer new, and is found with its article
    shelf.write(comments.mark_mine, shelf.site.id, "x", NOW)
    assert shelf.read(articles.rows, [1])[0].new_comments == 0
    # told with the article, before the site shows it
    shelf.write(comments.mark_mine, shelf.site.id, "m2", NOW, 2)
    last = {item.article_id: item.last for item in shelf.read(comments.my_threads)}
    assert last[2] == NOW


def test_threads_worth_asking_for_come_in_order(shelf: Shelf) -> None:
    shelf.store(*(article(str(number), published=ago(days=number)) for number in range(1, 6)))
    shelf.store(article("40", published=ago(days=40)), article("50", published=ago(days=50)))
    number = {shelf.get(key).article.remote_id: key for key in shelf.ids()}
    shelf.write(marks.set_saved, [number["40"]], True, NOW)
    shelf.write(marks.set_read, [number["4"]], True, NOW)
    shelf.write(comments.mark_mine, shelf.site.id, "m", NOW, number["5"])
    shelf.store(vanished=("1",))
    asked = shelf.read(comments.interesting, shelf.site.id, NOW)
    assert asked == [number[key] for key in ("5", "40", "4", "2", "3")]
    assert shelf.read(comments.interesting, shelf.site.id, NOW, limit=2) == asked[:2]
