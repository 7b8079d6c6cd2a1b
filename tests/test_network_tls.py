"""TLS fails closed, whatever is wrong with the certificate; what holds is counted to the last byte."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from sahelreader.config import Settings
from sahelreader.domain.outcome import Fetched, Outcome, Problem, Unreachable
from sahelreader.network import open_client
from tests.certificates import OPENSSL, Authority, Pair
from tests.serving import Reply, Request, Serving

pytestmark = pytest.mark.skipif(OPENSSL is None, reason="no openssl program here")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ca"))


def answer(request: Request) -> Reply:
    if request.path == "/down":
        return Reply(b"", 302, {"Location": f"http://{request.headers['host']}/plain"})
    return Reply(b"<p>Bonjour</p>" * 3000)


def serving(pair: Pair) -> Serving:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pair.certificate, pair.key)
    return Serving(answer, tls=context)


async def ask(server: Serving, authority: Path | str, path: str = "/") -> Outcome:
    async with open_client(Settings(), authorities=str(authority)) as client:
        return await client.get(f"https://127.0.0.1:{server.port}{path}", allow_private=True)


async def test_a_certificate_that_holds(authority: Authority) -> None:
    with serving(authority.issue("127.0.0.1")) as server:
        got = await ask(server, authority.file)
    assert isinstance(got, Fetched)
    assert got.body == b"<p>Bonjour</p>" * 3000
    # the handshake and TLS' own framing are on the wire, and in the count
    assert got.wire_bytes > server.log[0].sent + 1_000


BAD = {
    "expired": ("127.0.0.1", "20200101000000Z", "20210101000000Z", "expired"),
    "not yet valid": ("127.0.0.1", "20980101000000Z", "20991231235959Z", "not yet valid"),
    "other host": ("journal.example", "20200101000000Z", "20991231235959Z", "mismatch"),
}


@pytest.mark.parametrize("wrong", BAD)
async def test_a_certificate_that_does_not_hold(authority: Authority, wrong: str) -> None:
    host, start, end, said = BAD[wrong]
    with serving(authority.issue(host, start, end)) as server:
        got = await ask(server, authority.file)
        assert not server.log
    assert isinstance(got, Unreachable)
    assert got.problem is Problem.TLS
    assert said in got.detail


async def test_an_authority_that_nobody_knows(authority: Authority, tmp_path: Path) -> None:
    other = Authority(tmp_path / "other")
    with serving(other.issue("127.0.0.1")) as server:
        for trusted in (str(authority.file), ""):
            got = await ask(server, trusted)
            assert isinstance(got, Unreachable)
            assert got.problem is Problem.TLS
        assert not server.log


async def test_a_comment_never_leaves_over_a_broken_certificate(authority: Authority) -> None:
    with serving(authority.issue("journal.example")) as server:
        async with open_client(Settings(), authorities=str(authority.file)) as client:
            url = f"https://127.0.0.1:{server.port}/"
            got = await client.post(url, b"email=a@b", "text/plain", allow_private=True)
        assert not server.log
    assert isinstance(got, Unreachable)
    assert (got.problem, got.body_sent) == (Problem.TLS, False)


async def test_no_step_down_to_plain_http(authority: Authority) -> None:
    with serving(authority.issue("127.0.0.1")) as server:
        got = await ask(server, authority.file, "/down")
        assert [asked.request.path for asked in server.log] == ["/down"]
    assert isinstance(got, Unreachable)
    assert got.problem is Problem.REDIRECTS


@pytest.fixture
def plain() -> Iterator[Serving]:
    with Serving(answer) as made:
        yield made


async def test_a_server_that_speaks_no_tls(plain: Serving) -> None:
    got = await ask(plain, "")
    assert isinstance(got, Unreachable)
    assert got.problem is Problem.TLS
