"""By application password: kept where nobody reads it, sent where it may be, and each answer of the REST interface."""

from __future__ import annotations

import base64
import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from sahelreader.config import Settings
from sahelreader.delivery import deliver
from sahelreader.delivery.reasons import Reason
from sahelreader.delivery.secrets import Account, Place, Secrets, told
from sahelreader.delivery.target import by_account
from sahelreader.delivery.verdict import Arrived, Doubt, Duplicate, Later, NotTaken
from sahelreader.delivery.wordpress_rest import judge_rest
from sahelreader.domain.draft import Draft, State, Target
from sahelreader.domain.outcome import Fetched, Outcome, Problem, Refused, Unreachable
from sahelreader.network import open_client
from sahelreader.paths import Paths
from tests.delivering import Desk, a_desk
from tests.posting_site import Fault

ACCOUNT = Account("moussa", "abcd EFGH 1234 ijkl")
JSON = {"Content-Type": "application/json"}


class Ring:
    """A keyring that works, as a desktop has one."""

    priority = 5

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, name: str) -> str | None:
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, value: str) -> None:
        self.kept[service, name] = value

    def delete_password(self, service: str, name: str) -> None:
        del self.kept[service, name]


class Locked(Ring):
    def set_password(self, service: str, name: str, value: str) -> None:
        raise RuntimeError("locked")

    def get_password(self, service: str, name: str) -> str | None:
        raise RuntimeError("locked")


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "data", tmp_path / "config")


def test_in_the_keyring_when_there_is_one(paths: Paths) -> None:
    secrets = Secrets(paths, keyring=Ring())
    assert secrets.keep("https://www.mali.example/", ACCOUNT) is Place.KEYRING
    assert secrets.find("https://mali.example/autre/") == ACCOUNT
    assert secrets.find("https://niger.example/") is None
    assert secrets.has("https://mali.example/")
    kept = b"".join(path.read_bytes() for path in paths.config.iterdir())
    assert b"abcd" not in kept
    assert b"moussa" not in kept
    secrets.forget("https://mali.example/")
    assert secrets.find("https://mali.example/") is None
    assert "keyring" in told(Place.KEYRING)


@pytest.mark.parametrize("ring", [False, Locked()])
def test_else_in_a_file_that_only_its_owner_reads_and_it_is_said(
    paths: Paths, ring: object
) -> None:
    secrets = Secrets(paths, keyring=ring)
    assert secrets.keep("https://mali.example/", ACCOUNT) is Place.FILE
    assert "no keyring" in told(Place.FILE)
    [file] = paths.config.glob("*.toml")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert Secrets(paths, keyring=ring).find("https://mali.example/") == ACCOUNT
    secrets.forget("https://mali.example/")
    assert "abcd" not in file.read_text()


def test_a_headless_machine_has_no_keyring(paths: Paths) -> None:
    assert Secrets(paths).keep("https://mali.example/", ACCOUNT) in (Place.FILE, Place.KEYRING)
    Secrets(paths).forget("https://mali.example/")


def test_it_is_not_shown_by_accident() -> None:
    assert "abcd" not in repr(ACCOUNT)
    assert base64.b64decode(ACCOUNT.header.split()[1]) == b"moussa:abcdEFGH1234ijkl"


def test_a_target_by_account() -> None:
    target = Target("https://m.example/", "https://m.example/a/", "T", "7", required=("author",),
                    endpoint="https://m.example/wp-comments-post.php",
                    api_root="https://m.example/wp-json/")  # fmt: skip
    made = by_account(target)
    assert (made.system, made.endpoint, made.required) == (
        "wordpress-rest", "https://m.example/wp-json/", (),
    )  # fmt: skip
    assert by_account(replace(target, api_root="")) == replace(target, api_root="")


async def sent(desk: Desk, paths: Paths, *, secrets: Secrets | None = None, **target: str) -> Draft:
    secrets = secrets or Secrets(paths, keyring=False)
    made = replace(by_account(desk.target()), **target)  # type: ignore[arg-type]
    name = desk.write("Bonjour à tous.", target=made)
    async with open_client(Settings()) as client:
        async for _event in deliver(
            desk.drafts, client, now=desk.now, sleep=desk.sleep, secrets=secrets
        ):
            pass
    return desk.read(name)


async def test_the_password_goes_with_the_comment_and_nowhere_else(
    tmp_path: Path, paths: Paths
) -> None:
    async with a_desk(tmp_path / "desk") as desk:
        secrets = Secrets(paths, keyring=False)
        secrets.keep(desk.site.url, ACCOUNT)
        desk.site.faults.append(
            Fault(answer=(201, JSON, b'{"id": 55, "status": "approved"}'), where="wp/v2/comments")
        )
        draft = await sent(desk, paths, secrets=secrets)
        assert (draft.state, draft.remote_id) == (State.PUBLISHED, "55")
        [post] = desk.site.posted
        assert post.headers["authorization"] == ACCOUNT.header
        assert json.loads(post.body) == {"post": 7, "parent": 0, "content": "Bonjour à tous."}
        kept = b"".join(
            path.read_bytes() for path in (tmp_path / "desk").rglob("*") if path.is_file()
        )
        for secret in (b"abcd", ACCOUNT.header.encode()):
            assert secret not in kept


async def test_no_password_no_request(tmp_path: Path, paths: Paths) -> None:
    async with a_desk(tmp_path / "desk") as desk:
        draft = await sent(desk, paths)
        assert (draft.state, draft.error) == (State.REFUSED, "password_missing")
        assert desk.site.seen == []


async def test_never_unencrypted(tmp_path: Path, paths: Paths) -> None:
    async with a_desk(tmp_path / "desk") as desk:
        secrets = Secrets(paths, keyring=False)
        secrets.keep("http://mali.example/", ACCOUNT)
        draft = await sent(desk, paths, secrets=secrets, site_url="http://mali.example/",
                           article_url="http://mali.example/a/",
                           api_root="http://mali.example/wp-json/")  # fmt: skip
        assert (draft.state, draft.error) == (State.REFUSED, "unsafe")


def refusal(status: int, code: str, **more: object) -> Refused:
    body = json.dumps({"code": code, "message": "Le site dit <b>non</b>."}).encode()
    return Refused(Problem.REFUSED, status, {}, body, "", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (Fetched("", 201, {}, b'{"id": 4, "status": "hold"}', 0), Arrived("4")),
        (Fetched("", 201, {}, b'{"id": 4, "status": "approved"}', 0), Arrived("4", shown=True)),
        (Fetched("", 201, {}, b"<html>", 0), Doubt(Reason("strange_answer"), ask=True)),
        (Fetched("", 201, {}, b'{"id": true}', 0), Doubt(Reason("strange_answer"), ask=True)),
        (Fetched("", 200, {}, b'{"id": 4}', 0), Doubt(Reason("strange_answer"), ask=True)),
        (Fetched("", 307, {"location": "https://x.example/"}, b"", 0),
         NotTaken(Reason("redirected"), "x.example")),
        (refusal(409, "comment_duplicate"), Duplicate()),
        (refusal(400, "comment_flood"), Later(Reason("flood"), "Le site dit non.")),
        (refusal(429, "x"), Later(Reason("flood"))),
        (refusal(401, "rest_comment_login_required"), NotTaken(Reason("password_wrong"), "Le site dit non.")),
        (refusal(401, "other"), NotTaken(Reason("password_wrong"), "Le site dit non.")),
        (refusal(403, "rest_comment_closed"), NotTaken(Reason("closed"), "Le site dit non.")),
        (refusal(403, "rest_cannot_read_post"), NotTaken(Reason("article_protected"), "Le site dit non.")),
        (refusal(403, "waf"), NotTaken(Reason("forbidden"), "Le site dit non.")),
        (refusal(400, "whatever"), NotTaken(Reason("not_taken"), "Le site dit non.")),
        (refusal(500, "x"), Doubt(Reason("server_error"), "500")),
        (refusal(503, "x", retry_after=9.0), Later(Reason("maintenance"), wait=9.0)),
        (Unreachable(Problem.CUT, "", True), Doubt(Reason("cut"))),
        (Unreachable(Problem.TIMEOUT, "", True), Doubt(Reason("no_answer"))),
        (Unreachable(Problem.NO_NETWORK), Later(Reason("no_network"))),
    ],
)  # fmt: skip
def test_each_answer(answer: Outcome, verdict: object) -> None:
    assert judge_rest(answer) == verdict
