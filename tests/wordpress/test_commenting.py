"""What a WordPress does with a comment sent to it, as far as sahelreader leans on it."""

import base64
import hashlib
from urllib.parse import quote

import pytest

from tests.wordpress.plain import Answer, ask, comment_id, send_form, send_json
from tests.wordpress.seed import APPROVED_READER
from tests.wordpress.server import WordPress

pytestmark = [pytest.mark.wordpress, pytest.mark.xdist_group("wordpress")]

NEW_READER = ("Talba Ouallam", "talba@example.org")


@pytest.fixture
def site(fresh_wordpress: WordPress) -> WordPress:
    """In its first state, but one may send comment after comment."""
    fresh_wordpress.flood_seconds(0)
    return fresh_wordpress


def send(
    site: WordPress,
    text: str,
    reader: tuple[str, str] = APPROVED_READER,
    *,
    post: int | None = None,
    parent: int = 0,
    **headers: str,
) -> Answer:
    """Fill in the comment form of an article, the open one if none is named."""
    fields = {
        "comment_post_ID": site.seeded.open if post is None else post,
        "comment_parent": parent,
        "author": reader[0],
        "email": reader[1],
        "comment": text,
    }
    return send_form(f"{site.url}/wp-comments-post.php", fields, **headers)


def state(site: WordPress, comment: int) -> int:
    """The status of the comment's own address in REST: 200, 401 or 404."""
    return ask(f"{site.url}/wp-json/wp/v2/comments/{comment}?_fields=id,status").status


def test_a_known_reader_is_published_at_once(site: WordPress) -> None:
    answer = send(site, "D’accord.")
    number = comment_id(answer)
    assert (answer.status, answer.body) == (302, b"")
    assert answer.location == f"{site.permalink(site.seeded.open)}#comment-{number}"
    assert state(site, number) == 200


def test_a_new_reader_waits_and_the_id_tells_how_it_ends(site: WordPress) -> None:
    answer = send(site, "Première fois ici.", NEW_READER)
    number = comment_id(answer)
    assert answer.status == 302
    assert "unapproved=" in answer.location
    assert state(site, number) == 401
    site.approve_comment(number)
    assert state(site, number) == 200
    site.spam_comment(number)
    assert state(site, number) == 401
    site.delete_comment(number)
    assert state(site, number) == 404


def test_a_forbidden_word_looks_accepted_and_is_in_the_bin(site: WordPress) -> None:
    site.option("disallowed_keys", "sorcier")
    number = comment_id(send(site, "Ce sorcier ment."))
    assert [c["approved"] for c in site.comments() if c["id"] == number] == ["trash"]
    assert state(site, number) == 401


def test_the_same_comment_twice_is_refused(site: WordPress) -> None:
    first = comment_id(send(site, "L'œuvre du fleuve", NEW_READER))
    for text in ("L'œuvre du fleuve", "l'OEUVRE du\u00a0FLEUVÉ"):
        assert send(site, text, NEW_READER).status == 409
    assert send(site, "L'œuvre du fleuve !", NEW_READER).status == 302
    assert send(site, "L'œuvre du fleuve").status == 302
    site.delete_comment(first)
    assert send(site, "L'œuvre du fleuve", NEW_READER).status == 302


def test_two_comments_within_fifteen_seconds(site: WordPress) -> None:
    site.flood_seconds(None)
    assert send(site, "Un", NEW_READER, X_Forwarded_For="192.0.2.10").status == 302
    same_mail = send(site, "Deux", NEW_READER, X_Forwarded_For="192.0.2.11")
    same_address = send(site, "Deux", X_Forwarded_For="192.0.2.10")
    neither = send(site, "Deux", X_Forwarded_For="192.0.2.12")
    assert (same_mail.status, same_address.status, neither.status) == (429, 429, 302)
    assert "Retry-After" not in same_mail.headers
    # The duplicate is looked for first: a repeated comment is recognised even now.
    assert send(site, "Un", NEW_READER, X_Forwarded_For="192.0.2.10").status == 409


def test_200_is_always_a_failure(site: WordPress) -> None:
    before = len(site.comments())
    for refused in (
        send(site, "Sans nom", ("", "x@example.org")),
        send(site, "Adresse fausse", ("X", "x@é")),
        send(site, "   "),
        send(site, "é" * 40_000),
    ):
        assert refused.status == 200
        assert b"wp-die-message" in refused.body
    for post in (site.seeded.protected, 99_999):
        answer = send(site, "Où donc ?", post=post)
        assert (answer.status, answer.body) == (200, b"")
    assert len(site.comments()) == before


def test_closed_or_for_members_only(site: WordPress) -> None:
    assert send(site, "Trop tard", post=site.seeded.closed).status == 403
    site.option("comment_registration", 1)
    assert send(site, "Sans compte").status == 403
    page = ask(site.permalink(site.seeded.open)).text
    assert "must-log-in" in page
    assert 'id="commentform"' not in page


def test_a_closed_article_says_so_unless_it_is_only_old(site: WordPress) -> None:
    def status(post: int) -> str:
        answer = ask(f"{site.url}/wp-json/wp/v2/posts/{post}?_fields=comment_status")
        return str(answer.json()["comment_status"])

    assert status(site.seeded.closed) == "closed"
    site.option("close_comments_days_old", 1)
    site.option("close_comments_for_old_posts", 1)
    old = site.seeded.tagged
    assert status(old) == "open"
    assert send(site, "Encore", post=old).status == 403


def test_a_reply_to_a_vanished_comment_becomes_a_root(site: WordPress) -> None:
    parent = comment_id(send(site, "Je pars."))
    reply = comment_id(send(site, "Reste !", parent=parent))
    site.trash_comment(parent)
    late = comment_id(send(site, "Reviens !", parent=parent))
    parents = {c["id"]: c["parent"] for c in site.comments()}
    assert (parents[reply], parents[late]) == (parent, 0)


def test_a_held_comment_is_found_with_the_readers_cookie(site: WordPress) -> None:
    number = comment_id(send(site, "On m’entend ?", NEW_READER))
    page = site.permalink(site.seeded.open)
    assert f'id="comment-{number}"' not in ask(page).text
    name = "comment_author_email_" + hashlib.md5(site.url.encode()).hexdigest()
    mine = ask(page, headers={"Cookie": f"{name}={quote(NEW_READER[1])}"}).text
    assert f'id="comment-{number}"' in mine
    assert "comment-awaiting-moderation" in mine


def test_only_post_is_taken(site: WordPress) -> None:
    answer = ask(f"{site.url}/wp-comments-post.php")
    assert (answer.status, answer.headers["Allow"]) == (405, "POST")


def test_rest_refuses_the_anonymous_by_default(site: WordPress) -> None:
    url = f"{site.url}/wp-json/wp/v2/comments"
    comment = {"post": site.seeded.open, "content": "Par REST"}
    comment |= {"author_name": NEW_READER[0], "author_email": NEW_READER[1]}
    answer = send_json(url, comment)
    assert (answer.status, answer.json()["code"]) == (401, "rest_comment_login_required")
    site.rest_anonymous_comments(True)
    answer = send_json(url, comment)
    assert (answer.status, answer.json()["status"]) == (201, "hold")
    assert send_json(url, comment).json()["code"] == "comment_duplicate"


def test_rest_with_an_application_password(site: WordPress) -> None:
    site.flood_seconds(None)
    password = site.application_password("abonnee")
    basic = "Basic " + base64.b64encode(f"abonnee:{password}".encode()).decode()
    url = f"{site.url}/wp-json/wp/v2/comments"
    answer = send_json(url, {"post": site.seeded.open, "content": "Un"}, Authorization=basic)
    assert (answer.status, answer.json()["status"]) == (201, "hold")
    assert [c["author"] for c in site.comments()][-1] == "Ramatou Sabongari"
    flood = send_json(url, {"post": site.seeded.open, "content": "Deux"}, Authorization=basic)
    assert (flood.status, flood.json()["code"]) == (400, "comment_flood")
    me = f"{site.url}/wp-json/wp/v2/users/me"
    assert ask(me, headers={"Authorization": basic}).status == 200
    assert ask(me, headers={"Authorization": basic[:-4] + "AAA="}).status == 401
