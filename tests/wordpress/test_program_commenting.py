"""The program's comments against a real WordPress: what the outbox says equals what its database holds."""

import time
from pathlib import Path
from typing import Any

import pytest

from tests.program import Program, Ran
from tests.wordpress.seed import APPROVED_READER, PASSWORD
from tests.wordpress.server import WordPress

pytestmark = [pytest.mark.wordpress, pytest.mark.xdist_group("wordpress")]

STRANGER = ("Zénabou Ayorou", "zenabou@example.org")


@pytest.fixture
def site(fresh_wordpress: WordPress) -> WordPress:
    fresh_wordpress.flood_seconds(0)
    return fresh_wordpress


@pytest.fixture
def program(tmp_path: Path, site: WordPress) -> Program:
    """Subscribed to the site and synced."""
    made = Program(tmp_path)
    made.ask("add", site.url)
    assert made.run("sync", "--json").status == 0
    return made


def write(
    program: Program,
    site: WordPress,
    text: str,
    reader: tuple[str, str] = STRANGER,
    *,
    post: int | None = None,
    reply_to: int | None = None,
) -> str:
    """Queue a comment; its draft's id."""
    more = ["--reply-to", reply_to] if reply_to is not None else []
    draft = program.ask(
        "comment", site.permalink(post or site.seeded.open), "--text", text,
        "--name", reader[0], "--email", reader[1], "--queue", *more,
    )  # fmt: skip
    assert draft["state"] == "queued"
    return str(draft["id"])


def outbox(program: Program, draft: str) -> Any:
    [found] = [item for item in program.ask("outbox") if item["id"] == draft]
    return found


def a_moment_passes() -> None:
    """What is held is not asked after twice within a second."""
    time.sleep(1.1)


def send(program: Program) -> Ran:
    return program.run("send", "--json")


def ours(site: WordPress, text: str) -> list[str]:
    """The states in the database of the comments that hold TEXT."""
    return [item["approved"] for item in site.comments() if text in item["content"]]


def test_a_known_reader_is_published_at_once(program: Program, site: WordPress) -> None:
    draft = write(program, site, "D’accord avec vous.", APPROVED_READER)
    ran = send(program)
    assert ran.status == 0
    said = outbox(program, draft)
    assert (said["state"], ours(site, "D’accord avec vous.")) == ("published", ["1"])
    [stored] = [item for item in site.comments() if "D’accord avec vous" in item["content"]]
    assert (said["remote_id"], stored["author"], stored["email"]) == (
        str(stored["id"]),
        *APPROVED_READER,
    )
    assert send(program).lines == []
    assert ours(site, "D’accord avec vous.") == ["1"]


def test_held_then_approved(program: Program, site: WordPress) -> None:
    draft = write(program, site, "Chez nous aussi l’eau monte.")
    assert send(program).status == 0
    said = outbox(program, draft)
    assert (said["state"], ours(site, "l’eau monte")) == ("held", ["0"])
    site.approve_comment(int(said["remote_id"]))
    a_moment_passes()
    assert program.run("sync", "--json").status == 0
    assert outbox(program, draft)["state"] == "published"
    shown = program.ask("show", site.permalink(site.seeded.open))
    [mine] = [item for item in shown["comments"] if item["remote_id"] == said["remote_id"]]
    assert mine["mine"]


def test_held_then_thrown_away_for_good(program: Program, site: WordPress) -> None:
    draft = write(program, site, "Sans suite, dit le modérateur.")
    send(program)
    site.delete_comment(int(outbox(program, draft)["remote_id"]))
    a_moment_passes()
    program.run("sync", "--json")
    said = outbox(program, draft)
    assert (said["state"], said["text"]) == ("refused", "Sans suite, dit le modérateur.")


def test_a_reply_stands_below_what_it_answers(program: Program, site: WordPress) -> None:
    shown = program.ask("show", site.permalink(site.seeded.open))
    first = shown["comments"][0]
    write(program, site, "Je réponds.", APPROVED_READER, reply_to=first["id"])
    assert send(program).status == 0
    [stored] = [item for item in site.comments() if item["content"] == "Je réponds."]
    assert str(stored["parent"]) == first["remote_id"]


def test_stored_but_the_answer_lost_is_found_again_and_not_sent_twice(
    program: Program, site: WordPress
) -> None:
    draft = write(program, site, "La ligne a coupé juste après.", APPROVED_READER)
    site.fault("drop-after-comment", path="wp-comments-post", times=1)
    send(program)
    assert outbox(program, draft)["state"] in ("in_doubt", "published")
    site.fault(None)
    program.run("send", draft, "--json")
    said = outbox(program, draft)
    assert ours(site, "juste après") == ["1"]
    assert said["state"] == "published"


def test_held_but_the_answer_lost_is_found_again(program: Program, site: WordPress) -> None:
    draft = write(program, site, "Coupé, et retenu là-bas.")
    site.fault("drop-after-comment", path="wp-comments-post", times=1)
    send(program)
    site.fault(None)
    program.run("send", draft, "--json")
    assert (outbox(program, draft)["state"], ours(site, "retenu là-bas")) == ("held", ["0"])


def test_cut_before_anything_arrived_waits_and_loses_nothing(
    program: Program, site: WordPress
) -> None:
    draft = write(program, site, "Rien n’est parti.", APPROVED_READER)
    site.fault("drop-before", path="wp-comments-post", times=1)
    assert send(program).status != 0
    said = outbox(program, draft)
    assert said["state"] in ("in_doubt", "retry")
    assert ours(site, "Rien n’est parti.") == []


def test_503_waits_as_long_as_the_site_asks(program: Program, site: WordPress) -> None:
    draft = write(program, site, "Le site se met à jour.", APPROVED_READER)
    site.fault("status=503", path="wp-comments-post")
    send(program)
    said = outbox(program, draft)
    assert (said["state"], said["attempts"]) == ("retry", 1)
    assert said["next_attempt"] is not None
    assert ours(site, "met à jour") == []


@pytest.mark.slow
def test_the_real_flood_rule_of_fifteen_seconds(program: Program, site: WordPress) -> None:
    site.flood_seconds(None)
    site.add_comment(site.seeded.closed, *APPROVED_READER, text="Un autre, à l’instant.")
    draft = write(program, site, "Trop vite ?", APPROVED_READER)
    send(program)
    said = outbox(program, draft)
    assert (said["state"], ours(site, "Trop vite ?")) == ("retry", [])
    time.sleep(16)
    program.run("send", draft, "--json")
    assert (outbox(program, draft)["state"], ours(site, "Trop vite ?")) == ("published", ["1"])


def test_said_before_by_the_same_person_is_refused_at_the_first_attempt(
    program: Program, site: WordPress
) -> None:
    site.add_comment(site.seeded.open, *APPROVED_READER, text="Déjà dit.")
    draft = write(program, site, "Déjà dit.", APPROVED_READER)
    send(program)
    said = outbox(program, draft)
    assert said["state"] in ("refused", "published")
    assert ours(site, "Déjà dit.") == ["1"]


def test_a_disallowed_word_is_never_called_published(program: Program, site: WordPress) -> None:
    site.option("disallowed_keys", "hippopotame")
    draft = write(program, site, "Un hippopotame au marché.", APPROVED_READER)
    send(program)
    assert outbox(program, draft)["state"] == "held"
    assert ours(site, "hippopotame") == ["trash"]


def test_closed_after_queuing_keeps_the_text_with_the_reason(
    program: Program, site: WordPress
) -> None:
    draft = write(program, site, "Trop tard ?", APPROVED_READER)
    site.close_comments(site.seeded.open)
    assert send(program).status != 0
    said = outbox(program, draft)
    assert (said["state"], said["text"]) == ("refused", "Trop tard ?")
    assert said["error"]
    assert ours(site, "Trop tard ?") == []


def test_a_parent_thrown_away_after_queuing_is_never_lost_silently(
    program: Program, site: WordPress
) -> None:
    shown = program.ask("show", site.permalink(site.seeded.open))
    first = shown["comments"][0]
    draft = write(program, site, "Je vous réponds.", APPROVED_READER, reply_to=first["id"])
    site.trash_comment(int(first["remote_id"]))
    send(program)
    said = outbox(program, draft)
    assert (said["state"], said["text"]) == ("refused", "Je vous réponds.")
    assert "parent" in said["error"]
    assert ours(site, "Je vous réponds.") == []


def test_a_protected_article_refuses_and_the_text_is_kept(
    program: Program, site: WordPress
) -> None:
    assert PASSWORD
    draft = write(program, site, "Sans la clé.", APPROVED_READER, post=site.seeded.protected)
    send(program)
    said = outbox(program, draft)
    assert (said["state"], said["text"]) == ("refused", "Sans la clé.")
    assert ours(site, "Sans la clé.") == []


def test_an_account_is_required_and_it_is_said(program: Program, site: WordPress) -> None:
    site.option("comment_registration", 1)
    draft = write(program, site, "Il faut un compte.", APPROVED_READER)
    send(program)
    said = outbox(program, draft)
    assert said["state"] == "refused"
    assert said["error"]


def test_name_and_address_are_seen_by_the_form_alone(program: Program, site: WordPress) -> None:
    site.forget_requests()
    write(program, site, "Qui voit mon adresse ?", ("Canari Discret", "canari@example.org"))
    send(program)
    program.run("sync", "--json")
    for item in site.requests():
        assert "canari" not in item.path.lower(), item
    for file in program.data.rglob("*"):
        if file.is_file() and file.parent.name not in ("drafts", "outbox", "sent"):
            assert b"canari@example.org" not in file.read_bytes(), file
