"""The client against servers that fail in every way: an outcome, in time, within bounds, and nothing leaks."""

import asyncio
import gzip
import resource
import time
import zlib
from collections.abc import AsyncIterator, Iterator

import pytest

from sahelreader.config import Settings
from sahelreader.domain.outcome import Fetched, NotModified, Problem, Refused, Unreachable
from sahelreader.network import client as module
from sahelreader.network import open_client
from sahelreader.network.client import USER_AGENT, Client
from tests.serving import Fault, Reply, Request, Serving

TEXT = b"<p>Le fleuve monte.</p>" * 50


def redirect(where: str, status: int = 302) -> Reply:
    return Reply(b"", status, {"Location": where})


def answer(request: Request) -> Reply:
    if request.path == "/packed":
        return Reply(gzip.compress(TEXT), 200, {"Content-Encoding": "gzip"})
    if request.path.startswith("/hop"):
        left = int(request.path.removeprefix("/hop"))
        return redirect(
            f"/hop{left - 1}" if left > 1 else "/end", int(request.query.get("s", "302"))
        )
    if request.path == "/to":
        return redirect(request.query["where"], int(request.query.get("status", "302")))
    if request.path.startswith("/status"):
        return Reply(b"non", int(request.path.removeprefix("/status")), {"Retry-After": "7"})
    if request.path == "/tagged":
        if request.headers.get("if-none-match") == '"abc"':
            return Reply(b"", 304)
        return Reply(
            TEXT, 200, {"ETag": 'W/"abc"', "Last-Modified": "Mon, 02 Mar 2026 06:00:00 GMT"}
        )
    return Reply(TEXT, 200, {"Set-Cookie": "id=1; Path=/"})


@pytest.fixture
def server() -> Iterator[Serving]:
    with Serving(answer) as made:
        yield made


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with open_client(Settings()) as made:
        yield made


async def get(client: Client, url: str, **more: object) -> object:
    return await client.get(url, allow_private=True, **more)  # type: ignore[arg-type]


# ---- what comes


async def test_a_body_is_undone_and_every_byte_counted(client: Client, server: Serving) -> None:
    answer = await client.get(f"{server.url}/packed", allow_private=True, kind="articles")
    assert isinstance(answer, Fetched)
    assert answer.body == TEXT
    [asked] = server.log
    assert answer.wire_bytes == asked.sent + _request_size(asked.request)
    assert client.wire_bytes == answer.wire_bytes
    assert client.by_kind == {"articles": answer.wire_bytes}


def _request_size(request: Request) -> int:
    lines = [
        f"{request.method} {request.target} HTTP/1.1",
        *(f"{k}: {v}" for k, v in request.headers.items()),
    ]
    return sum(len(line) + 2 for line in lines) + 2 + len(request.body)


async def test_one_connection_serves_many_requests(client: Client, server: Serving) -> None:
    for _ in range(5):
        await get(client, f"{server.url}/")
    assert server.connections == 1


async def test_one_request_at_a_time_for_each_host(client: Client) -> None:
    busy, most = 0, 0

    def slow(_request: Request) -> Reply:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        time.sleep(0.05)
        busy -= 1
        return Reply(b"x")

    with Serving(slow) as server:
        await asyncio.gather(*(get(client, f"{server.url}/{n}") for n in range(5)))
    assert most == 1


async def test_a_kept_connection_that_the_server_closed_is_replaced(
    client: Client, server: Serving
) -> None:
    await get(client, f"{server.url}/")
    server.fault(Fault(drop_at=0, times=1))
    assert isinstance(await get(client, f"{server.url}/again"), Fetched)


async def test_a_conditional_request_gets_its_304_from_behind_nginx(
    client: Client, server: Serving
) -> None:
    first = await get(client, f"{server.url}/tagged")
    assert isinstance(first, Fetched)
    again = await get(client, f"{server.url}/tagged", validators=first.headers)
    assert isinstance(again, NotModified)


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (401, Problem.UNAUTHORISED), (403, Problem.FORBIDDEN), (404, Problem.NOT_FOUND),
        (410, Problem.GONE), (418, Problem.REFUSED), (429, Problem.TOO_MANY),
        (500, Problem.SERVER), (503, Problem.MAINTENANCE), (304, None), (300, Problem.REDIRECTS),
    ],
)  # fmt: skip
async def test_each_status_is_its_outcome(
    client: Client, server: Serving, status: int, problem: Problem | None
) -> None:
    answer = await get(client, f"{server.url}/status{status}")
    if problem is None:
        assert isinstance(answer, NotModified)
    else:
        assert isinstance(answer, Refused)
        assert (answer.problem, answer.status, answer.retry_after) == (problem, status, 7.0)
        assert answer.body == b"non"


# ---- N3, N4: bombs and endless bodies


def _bomb(kind: str) -> tuple[bytes, str]:
    zeros = bytes(200_000_000)
    once = gzip.compress(zeros, 9)
    match kind:
        case "gzip":
            return once, "gzip"
        case "double":
            return gzip.compress(once, 9), "gzip, gzip"
        case "members":
            return gzip.compress(bytes(10_000_000), 9) * 20, "gzip"
        case "deflate":
            return zlib.compress(zeros, 9), "deflate"
    return b"\x1b\xff\xff\xff" * 10, kind


@pytest.mark.parametrize("kind", ["gzip", "double", "members", "deflate", "br", "zstd"])
async def test_no_bomb_is_ever_held(client: Client, kind: str) -> None:
    body, encoding = _bomb(kind)
    with Serving(lambda _request: Reply(body, 200, {"Content-Encoding": encoding})) as server:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        answer = await get(client, server.url)
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert isinstance(answer, Unreachable)
    expected = Problem.TOO_BIG if kind in ("gzip", "members") else Problem.BAD_CONTENT
    assert answer.problem is expected
    assert grown < 50_000  # kB


async def test_gzip_inside_gzip_is_undone_once(client: Client) -> None:
    inner = gzip.compress(TEXT)
    reply = Reply(gzip.compress(inner), 200, {"Content-Encoding": "gzip"})
    with Serving(lambda _request: reply) as server:
        answer = await get(client, server.url)
    assert isinstance(answer, Fetched)
    assert answer.body == inner


async def test_an_endless_body_ends_at_the_limit(client: Client) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    with Serving(answer) as server:
        server.fault(Fault(raw=head + chunk * 100))
        got = await get(client, server.url, limit=1_000_000)
    assert isinstance(got, Unreachable)
    assert got.problem is Problem.TOO_BIG
    assert got.wire_bytes < 1_400_000


async def test_endless_headers_end(client: Client, server: Serving) -> None:
    server.fault(Fault(raw=b"HTTP/1.1 200 OK\r\n" + b"X-Fill: abcdefgh\r\n" * 100_000))
    got = await get(client, server.url)
    assert isinstance(got, Unreachable)
    assert got.problem is Problem.TOO_BIG
    assert got.wire_bytes < 300_000


# ---- N5: slow and silent


@pytest.mark.parametrize("at", [0, 20, 300])
async def test_a_silent_server_is_left(
    client: Client, server: Serving, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 0 before the status line, at 20 within the headers, at 300 within the body."""
    monkeypatch.setattr(module, "PATIENCE", 0.3)
    server.fault(Fault(stall_at=at))
    started = time.monotonic()
    got = await get(client, server.url, deadline=0.6)
    assert isinstance(got, Unreachable)
    assert got.problem is Problem.TIMEOUT
    assert time.monotonic() - started < 1.5


async def test_a_drip_is_given_up_for_its_rate(
    client: Client, server: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WINDOW", 0.5)
    monkeypatch.setattr(module, "MINIMUM_RATE", 5_000)
    server.fault(Fault(drip=0.002))
    got = await get(client, server.url, deadline=30)
    assert isinstance(got, Unreachable)
    assert (got.problem, got.detail.endswith("B/s")) == (Problem.TIMEOUT, True)


async def test_others_go_on_while_one_is_silent(client: Client, server: Serving) -> None:
    with Serving(answer) as other:
        server.fault(Fault(stall_at=0))
        stuck = asyncio.create_task(get(client, f"http://localhost:{server.port}/", deadline=20))
        await asyncio.sleep(0.05)
        assert isinstance(await get(client, other.url), Fetched)
        stuck.cancel()
        await asyncio.gather(stuck, return_exceptions=True)


# ---- N6, N7: redirects


async def test_five_redirects_and_no_more(client: Client, server: Serving) -> None:
    fine = await get(client, f"{server.url}/hop5")
    assert isinstance(fine, Fetched)
    assert (fine.url, fine.moved_to) == (f"{server.url}/end", "")
    over = await get(client, f"{server.url}/hop6")
    assert isinstance(over, Unreachable)
    assert over.problem is Problem.REDIRECTS


@pytest.mark.parametrize(
    ("status", "moved"), [(301, True), (308, True), (302, False), (307, False)]
)
async def test_only_a_permanent_redirect_moves_a_site(
    client: Client, server: Serving, status: int, moved: bool
) -> None:
    got = await get(client, f"{server.url}/hop2?s={status}")
    assert isinstance(got, Fetched)
    assert bool(got.moved_to) is False  # the second hop is a 302
    got = await get(client, f"{server.url}/to?status={status}&where=/end")
    assert isinstance(got, Fetched)
    assert got.moved_to == (f"{server.url}/end" if moved else "")


@pytest.mark.parametrize(
    "where",
    ["file:///etc/passwd", "ftp://a.example/", "gopher://a/", "javascript:alert(1)", "data:text/html,x"],
)  # fmt: skip
async def test_no_other_scheme_is_followed(client: Client, server: Serving, where: str) -> None:
    got = await get(client, f"{server.url}/to?where={where}")
    assert isinstance(got, Unreachable)
    assert got.problem is Problem.BAD_URL


async def test_what_was_meant_for_one_address_is_not_told_to_another(
    client: Client, server: Serving
) -> None:
    await client.get(
        f"{server.url}/to?where=/end",
        validators={"etag": '"x"'},
        headers={"Authorization": "Basic c2VjcmV0"},
        allow_private=True,
    )
    first, second = (asked.request.headers for asked in server.log)
    assert first["authorization"]
    assert first["if-none-match"]
    assert "authorization" not in second
    assert "if-none-match" not in second


@pytest.mark.parametrize(
    "url", ["", "x", "ftp://a.example/", "http://", "http://[::1", "http://a:99999/", "http://a b/", "//host/x"]
)  # fmt: skip
async def test_what_is_no_address_is_said_to_be_none(client: Client, url: str) -> None:
    got = await client.get(url)
    assert isinstance(got, Unreachable)
    assert got.problem is Problem.BAD_URL
    assert got.wire_bytes == 0


# ---- N9, P4, P5: what leaves


async def test_nothing_leaves_but_what_must(client: Client, server: Serving) -> None:
    for path in ("/first", "/second"):
        await get(client, server.url + path)
    for asked in server.log:
        assert asked.request.headers == {
            "host": f"127.0.0.1:{server.port}",
            "user-agent": USER_AGENT,
            "accept-encoding": "gzip",
        }


async def test_a_name_in_an_address_is_not_sent(client: Client, server: Serving) -> None:
    await get(client, server.url.replace("//", "//user:secret@") + "/x#part")
    [asked] = server.log
    assert "authorization" not in asked.request.headers
    assert asked.request.target == "/x"


# ---- N12: cut anywhere


@pytest.mark.parametrize("reset", [False, True])
async def test_a_cut_at_any_byte_is_a_cut(client: Client, server: Serving, reset: bool) -> None:
    whole = await get(client, f"{server.url}/packed")
    assert isinstance(whole, Fetched)
    size = server.log[0].sent
    for at in range(0, size, 7):
        server.fault(Fault(drop_at=at, reset=reset))
        got = await get(client, f"{server.url}/packed")
        assert isinstance(got, Unreachable), at
        assert got.problem is Problem.CUT, (at, got)


async def test_a_gzip_that_ends_early_is_a_cut(client: Client) -> None:
    """Neither a length nor chunks say so; the compression does."""
    body = gzip.compress(TEXT)
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n"
    with Serving(answer) as server:
        for at in range(1, len(body)):
            server.fault(Fault(raw=head + body[:at]))
            got = await get(client, server.url)
            assert isinstance(got, Unreachable), at
            assert got.problem is Problem.CUT


@pytest.mark.parametrize(
    "raw", [b"SSH-2.0-OpenSSH\r\n", b"\x15\x03\x01\x00\x02\x02\x28", b"HTTP/1.1 twohundred OK\r\n\r\n", b"\x00" * 500]
)  # fmt: skip
async def test_what_is_no_http_is_bad_content(client: Client, server: Serving, raw: bytes) -> None:
    server.fault(Fault(raw=raw))
    got = await get(client, server.url)
    assert isinstance(got, Unreachable)
    assert got.problem in (Problem.BAD_CONTENT, Problem.CUT)


# ---- sending


async def test_a_post_follows_nothing(client: Client, server: Serving) -> None:
    with Serving(answer) as elsewhere:
        for status in (301, 302, 303, 307, 308):
            url = f"{server.url}/to?status={status}&where={elsewhere.url}/x"
            got = await client.post(url, b"author=A", "text/plain", allow_private=True)
            assert isinstance(got, Fetched)
            assert (got.status, got.headers["location"]) == (status, f"{elsewhere.url}/x")
        assert not elsewhere.log
    assert server.log[0].request.body == b"author=A"


async def test_a_post_never_uses_a_kept_connection(client: Client, server: Serving) -> None:
    await get(client, f"{server.url}/")
    await client.post(f"{server.url}/", b"x", "text/plain", allow_private=True)
    assert server.connections == 2


async def test_a_post_says_whether_its_body_may_have_left(client: Client, server: Serving) -> None:
    refused = await client.post("http://127.0.0.1:1/", b"x", "text/plain", allow_private=True)
    assert isinstance(refused, Unreachable)
    assert (refused.problem, refused.body_sent) == (Problem.NO_NETWORK, False)
    server.fault(Fault(drop_at=0))
    cut = await client.post(server.url, b"x", "text/plain", allow_private=True)
    assert isinstance(cut, Unreachable)
    assert (cut.problem, cut.body_sent) == (Problem.CUT, True)
    assert len([asked for asked in server.log if asked.request.method == "POST"]) == 1


async def test_a_line_break_in_a_header_is_never_sent(client: Client, server: Serving) -> None:
    got = await client.get(server.url, headers={"X": "a\r\nY: b"}, allow_private=True)
    assert isinstance(got, Unreachable)
    assert not server.log
