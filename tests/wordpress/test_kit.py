"""The kit itself: controls that change what they say, faults, and the way back."""

import http.client
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.wordpress.console import Refused
from tests.wordpress.plain import ask, send_form
from tests.wordpress.seed import APPROVED_READER
from tests.wordpress.server import WordPress

pytestmark = [pytest.mark.wordpress, pytest.mark.xdist_group("wordpress")]


def titles(site: WordPress) -> dict[int, str]:
    """What the site shows a reader: id and title of the twenty newest articles."""
    answer = ask(f"{site.url}/wp-json/wp/v2/posts?per_page=20&_fields=id,title")
    return {post["id"]: post["title"]["rendered"] for post in answer.json()}


def comment_by_boube(site: WordPress, text: str, **headers: str) -> int:
    """Send a comment by a reader who needs no moderation; return the status."""
    author, email = APPROVED_READER
    fields = {
        "comment_post_ID": site.seeded.open,
        "author": author,
        "email": email,
        "comment": text,
    }
    return send_form(f"{site.url}/wp-comments-post.php", fields, **headers).status


def test_articles_come_change_and_go(fresh_wordpress: WordPress) -> None:
    site = fresh_wordpress
    yesterday = datetime.now(UTC) - timedelta(days=1)
    new = site.add_post("Les pluies d’abord", "<p>Il pleut.</p>", tags=["pluie"])
    old = site.add_post("Hier", "<p>Il pleuvait.</p>", yesterday, author="m.koirategui")
    assert titles(site)[new] == "Les pluies d’abord"
    url = f"{site.url}/wp-json/wp/v2/posts/{old}?_fields=date_gmt"
    assert ask(url).json()["date_gmt"] == f"{yesterday:%Y-%m-%dT%H:%M:%S}"

    site.edit_post(new, title="Les pluies ensuite", content="<p>Il ne pleut plus.</p>")
    assert titles(site)[new] == "Les pluies ensuite"
    assert b"Il ne pleut plus." in ask(site.permalink(new)).body

    site.trash_post(new)
    site.delete_post(old)
    assert not titles(site).keys() & {new, old}
    with pytest.raises(Refused):
        site.delete_post(old)


def test_moderation_is_seen_by_readers(fresh_wordpress: WordPress) -> None:
    site, post = fresh_wordpress, fresh_wordpress.seeded.open
    held = site.add_comment(post, "Mintou", "m@example.org", "Bonjour", approved=False)

    def shown() -> bool:
        answer = ask(f"{site.url}/wp-json/wp/v2/comments?post={post}&include={held}&_fields=id")
        return bool(answer.json())

    assert not shown()
    for change, expected in (
        (site.approve_comment, True),
        (site.hold_comment, False),
        (site.spam_comment, False),
        (site.approve_comment, True),
        (site.trash_comment, False),
    ):
        change(held)
        assert shown() is expected
    assert {c["id"]: c["approved"] for c in site.comments(post)}[held] == "trash"
    site.delete_comment(held)
    assert held not in {c["id"] for c in site.comments()}


def test_comments_close_and_open(fresh_wordpress: WordPress) -> None:
    site = fresh_wordpress
    site.close_comments(site.seeded.open)
    assert comment_by_boube(site, "Trop tard") == 403
    site.open_comments(site.seeded.open)
    assert comment_by_boube(site, "À temps") == 302


def test_three_hundred_articles_at_once(fresh_wordpress: WordPress) -> None:
    began = time.monotonic()
    ids = fresh_wordpress.add_posts(300, comments_each=5)
    assert time.monotonic() - began < 10
    answer = ask(f"{fresh_wordpress.url}/wp-json/wp/v2/posts?per_page=1", "HEAD")
    assert int(answer.headers["X-WP-Total"]) == 300 + 20
    assert len(fresh_wordpress.comments(ids[-1])) == 5


def test_reset_brings_back_contents_ids_and_settings(fresh_wordpress: WordPress) -> None:
    site = fresh_wordpress
    before, comments = titles(site), site.comments()
    first = site.add_post("Un", "<p>1</p>")
    site.option("comment_registration", 1)
    site.permalinks(False)
    site.flood_seconds(0)
    site.fault("drop-before")
    site.maintenance(True)
    site.reset()
    assert titles(site) == before
    assert site.comments() == comments
    assert site.add_post("Un encore", "<p>1</p>") == first
    assert comment_by_boube(site, "Premier") == 302
    assert comment_by_boube(site, "Second") == 429


def test_drop_before_stores_nothing(fresh_wordpress: WordPress) -> None:
    site = fresh_wordpress
    with pytest.raises(http.client.RemoteDisconnected):
        comment_by_boube(site, "Perdu", X_Fault="drop-before")
    assert "Perdu" not in [c["content"] for c in site.comments()]


def test_drop_after_comment_stores_it_once(fresh_wordpress: WordPress) -> None:
    site = fresh_wordpress
    site.fault("drop-after-comment")
    with pytest.raises(http.client.RemoteDisconnected):
        comment_by_boube(site, "Arrivé quand même")
    site.fault(None)
    assert [c["content"] for c in site.comments()].count("Arrivé quand même") == 1
    assert comment_by_boube(site, "Arrivé quand même") == 409


def test_fault_on_some_requests_only(fresh_wordpress: WordPress) -> None:
    site = fresh_wordpress
    site.fault("status=503", path="/wp-json/", times=2)
    api, page = f"{site.url}/wp-json/wp/v2/posts?_fields=id", f"{site.url}/feed/"
    assert [ask(page).status] + [ask(api).status for _ in range(3)] == [200, 503, 503, 200]
    site.fault("status=429")
    answer = ask(page)
    assert (answer.status, answer.headers["Retry-After"]) == (429, "7")


def test_delay(fresh_wordpress: WordPress) -> None:
    began = time.monotonic()
    url = f"{fresh_wordpress.url}/wp-json/wp/v2/posts?_fields=id"
    assert ask(url, headers={"X-Fault": "delay=0.5"}).status == 200
    assert time.monotonic() - began >= 0.5


def test_maintenance(fresh_wordpress: WordPress) -> None:
    site = fresh_wordpress
    site.maintenance(True)
    answer = ask(f"{site.url}/wp-json/wp/v2/posts")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "600")
    assert answer.headers["Content-Type"].startswith("text/html")
    site.maintenance(False)
    assert ask(f"{site.url}/wp-json/wp/v2/posts").status == 200


def test_the_log_of_requests(fresh_wordpress: WordPress) -> None:
    site = fresh_wordpress
    for number in range(3):
        ask(
            f"{site.url}/wp-json/wp/v2/posts?_fields=id&page={number}",
            headers={"User-Agent": "moi"},
        )
    assert [(r.path[-6:], r.status, r.agent) for r in site.requests()] == [
        ("page=0", 400, "moi"), ("page=1", 200, "moi"), ("page=2", 200, "moi"),
    ]  # fmt: skip
    site.forget_requests()
    assert site.requests() == []


def test_two_at_once_share_nothing(wordpress: WordPress) -> None:
    with WordPress() as other:
        assert other.url != wordpress.url
        new = other.add_post("Ailleurs", "<p>Ailleurs.</p>")
        assert titles(other)[new] == "Ailleurs"
        assert "Ailleurs" not in titles(wordpress).values()
        url = other.url
    with pytest.raises(ConnectionRefusedError):
        ask(url)


@pytest.mark.usefixtures("wordpress")
def test_servers_end_with_a_killed_python() -> None:
    script = (
        "import os; from tests.wordpress.server import WordPress; w = WordPress(); w.start();"
        "print(*(d.process.pid for d in w._daemons), w._base, flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    *pids, base = done.stdout.split()
    assert len(pids) == 3
    deadline = time.monotonic() + 30
    while left := [pid for pid in pids if Path("/proc", pid).exists()]:
        assert time.monotonic() < deadline, left
        time.sleep(0.1)
    shutil.rmtree(base)
