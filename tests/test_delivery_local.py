"""Comments on the welcome edition go into the library, with no network; and the library learns what is mine."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sahelreader.config import Settings
from sahelreader.delivery import Delivered, DeliveryDone, deliver
from sahelreader.delivery.foresight import foresee
from sahelreader.delivery.target import answering, target_for
from sahelreader.domain.article import Article, CommentForm, Page
from sahelreader.domain.draft import Identity, State
from sahelreader.domain.site import Found, SourceKind
from sahelreader.drafts import Drafts
from sahelreader.library import Library, articles, comments, sites
from sahelreader.library.views import View
from sahelreader.network import open_client
from sahelreader.welcome import edition
from tests.delivering import SIGNED, a_desk

NOW = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)


async def test_the_welcome_edition_takes_a_comment_and_a_reply_to_it(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library.db", now=NOW)
    found, page = edition("fr", NOW)
    site = library.write_now(sites.add, found, NOW)
    library.write_now(articles.store_page, site.id, page, NOW)
    number = library.read_now(articles.ids, View("all"))[0]
    stored = library.read_now(articles.get, number)
    assert stored is not None
    drafts = Drafts(tmp_path)
    draft = drafts.begin(target_for(stored, None), Identity("Moussa"), NOW, article=number)
    draft = drafts.save(replace(draft, text="Bonjour <b>à tous</b> & merci !"))
    assert foresee(draft, stored) == []
    drafts.queue(draft.id, NOW)
    reply = drafts.begin(answering(draft.target, draft), Identity("Moussa"), NOW)
    reply = drafts.save(replace(reply, text="J’ajoute ceci."))
    drafts.queue(reply.id, NOW)
    async with open_client(Settings()) as client:
        events = [
            event async for event in deliver(drafts, client, now=lambda: NOW, library=library)
        ]
        assert client.wire_bytes == 0
    assert [type(event) for event in events] == [Delivered, Delivered, DeliveryDone]
    mine = [item for item in library.read_now(comments.thread, number) if item.mine]
    assert [(item.author, item.html) for item in mine] == [
        ("Moussa", "<p>Bonjour &lt;b&gt;à tous&lt;/b&gt; &amp; merci !</p>"),
        ("Moussa", "<p>J’ajoute ceci.</p>"),
    ]
    assert mine[1].parent_id == mine[0].id
    assert {item.state for item in drafts.all().drafts} == {State.PUBLISHED}
    library.close()


async def test_the_library_learns_what_is_mine(tmp_path: Path) -> None:
    async with a_desk(tmp_path) as desk:
        desk.site.known.add(SIGNED.email)
        library = Library.open(tmp_path / "library.db", now=desk.time)
        found = Found(desk.site.url, "Le site", SourceKind.WORDPRESS, desk.site.api_root)
        site = library.write_now(sites.add, found, desk.time)
        article = Article("7", desk.site.article(7), "La crue")
        library.write_now(articles.store_page, site.id, Page(articles=(article,)), desk.time)
        number = library.read_now(articles.by_url, article.url)
        assert number is not None
        stored = library.read_now(articles.get, number)
        assert stored is not None
        target = target_for(stored, None)
        assert (target.endpoint, target.api_root) == (desk.site.form, desk.site.api_root)
        desk.write("Bonjour.", target=target)
        async with open_client(Settings()) as client:
            async for _event in deliver(desk.drafts, client, now=desk.now, library=library):
                pass
        [kept] = desk.site.comments
        [thread] = library.read_now(comments.my_threads)
        assert thread.article_id == number
        library.close()
        assert kept.status == "approved"


def test_a_form_read_on_the_page_names_the_post(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library.db", now=NOW)
    found = Found("https://fil.example/", "Fil", SourceKind.FEED, "https://fil.example/feed/")
    site = library.write_now(sites.add, found, NOW)
    form = CommentForm(
        "https://fil.example/wp-comments-post.php", hidden=(("comment_post_ID", "77"), ("ak", ""))
    )
    article = Article("https://fil.example/?p=77", "https://fil.example/a/", "Titre", form=form)
    library.write_now(articles.store_page, site.id, Page(articles=(article,)), NOW)
    number = library.read_now(articles.by_url, article.url)
    assert number is not None
    stored = library.read_now(articles.get, number)
    assert stored is not None
    target = target_for(stored, None)
    assert (target.article_remote_id, target.api_root) == ("77", "")
    library.close()
