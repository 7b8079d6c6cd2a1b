"""With a proxy nothing goes direct, names included; when it is down nothing is fetched (P6)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from sahelreader.config import Settings
from sahelreader.domain.outcome import Fetched, Problem, Unreachable
from sahelreader.network import open_client
from tests.serving import Reply, Serving


@dataclass(slots=True)
class Socks:
    """A SOCKS5 proxy that writes down what it is asked for and connects to TARGET whatever that is."""

    target: int
    port: int = 0
    asked: list[tuple[int, str, int]] = field(default_factory=list)
    refuse: bool = False

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _version, count = await reader.readexactly(2)
        await reader.readexactly(count)
        writer.write(b"\x05\x00")
        _version, _command, _zero, kind = await reader.readexactly(4)
        if kind == 3:
            host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
        else:
            host = (await reader.readexactly(4 if kind == 1 else 16)).hex()
        port = int.from_bytes(await reader.readexactly(2), "big")
        self.asked.append((kind, host, port))
        if self.refuse:
            writer.write(b"\x05\x05\x00\x01" + bytes(6))
            writer.close()
            return
        writer.write(b"\x05\x00\x00\x01" + bytes(6))
        inner, outer = await asyncio.open_connection("127.0.0.1", self.target)
        await asyncio.gather(_pump(reader, outer), _pump(inner, writer))


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


@asynccontextmanager
async def socks(target: int) -> AsyncIterator[Socks]:
    proxy = Socks(target)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()


class NoDial:
    """Resolves nothing, and connects to PORT alone."""

    def __init__(self, port: int) -> None:
        from sahelreader.network.dial import SystemDial

        self._inner, self._port = SystemDial(), port
        self.resolved: list[str] = []

    async def resolve(self, host: str, port: int) -> list[str]:
        self.resolved.append(host)
        raise OSError("no resolving here")

    async def connect(self, address: str, port: int):  # type: ignore[no-untyped-def]
        assert port == self._port, "a connection that is not the proxy's"
        return await self._inner.connect(address, port)


@pytest.mark.parametrize("scheme", ["socks5", "socks5h"])
async def test_the_proxy_gets_the_name_and_nothing_goes_direct(scheme: str) -> None:
    with Serving(lambda _request: Reply(b"Bonjour")) as server:
        async with socks(server.port) as proxy:
            dial = NoDial(proxy.port)
            settings = Settings(proxy=f"{scheme}://127.0.0.1:{proxy.port}")
            async with open_client(settings, dial=dial) as client:
                got = await client.get("http://journal.example/une")
    assert isinstance(got, Fetched)
    assert got.body == b"Bonjour"
    assert proxy.asked == [(3, "journal.example", 80)]
    assert dial.resolved == []


async def test_a_proxy_that_is_down_lets_nothing_through() -> None:
    with Serving(lambda _request: Reply(b"Bonjour")) as server:
        async with open_client(Settings(proxy="socks5://127.0.0.1:1")) as client:
            got = await client.get(f"http://127.0.0.1:{server.port}/", allow_private=True)
            post = await client.post(
                f"http://127.0.0.1:{server.port}/", b"x", "text/plain", allow_private=True
            )
        assert not server.log
    for answer in (got, post):
        assert isinstance(answer, Unreachable)
        assert (answer.problem, answer.body_sent) == (Problem.NO_NETWORK, False)


async def test_a_proxy_that_refuses() -> None:
    async with socks(1) as proxy:
        proxy.refuse = True
        async with open_client(Settings(proxy=f"socks5://127.0.0.1:{proxy.port}")) as client:
            got = await client.get("http://journal.example/")
    assert isinstance(got, Unreachable)
    assert got.problem is Problem.NO_NETWORK


async def test_a_proxy_of_an_unknown_kind_lets_nothing_through() -> None:
    with Serving(lambda _request: Reply(b"Bonjour")) as server:
        async with open_client(Settings(proxy="quic://127.0.0.1:1")) as client:
            got = await client.get(f"http://127.0.0.1:{server.port}/", allow_private=True)
        assert isinstance(got, Unreachable)
        assert not server.log


async def test_private_addresses_are_refused_through_a_proxy_as_well() -> None:
    async with socks(1) as proxy:
        async with open_client(Settings(proxy=f"socks5://127.0.0.1:{proxy.port}")) as client:
            got = await client.get("http://192.168.1.1/")
        assert proxy.asked == []
    assert isinstance(got, Unreachable)
    assert got.problem is Problem.FORBIDDEN_ADDRESS


async def test_an_http_proxy_gets_the_whole_address() -> None:
    with Serving(lambda _request: Reply(b"Bonjour")) as proxy:
        async with open_client(Settings(proxy=proxy.url)) as client:
            got = await client.get("http://journal.example/une")
        assert isinstance(got, Fetched)
        assert proxy.targets == ["http://journal.example/une"]


@pytest.mark.parametrize("asked", [False, True])
async def test_the_environment_is_asked_only_when_the_settings_say_so(
    asked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        Serving(lambda _request: Reply(b"direct")) as server,
        Serving(lambda _request: Reply(b"proxy")) as proxy,
    ):
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", "localhost, .example.org")
        async with open_client(Settings(env_proxy=asked)) as client:
            got = await client.get(server.url, allow_private=True)
            local = await client.get(f"http://localhost:{server.port}/", allow_private=True)
    assert isinstance(got, Fetched)
    assert isinstance(local, Fetched)
    assert (got.body, local.body) == (b"proxy" if asked else b"direct", b"direct")
