"""Where a site may lead: never into this machine or a private network, unless the person gave that very host.

A fake resolver and a fake dialler stand in for the system's; no packet leaves but to our own loopback server.
"""

import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field

import pytest

from sahelreader.config import Settings
from sahelreader.domain.outcome import Fetched, Problem, Unreachable
from sahelreader.network import is_private_address, open_client
from sahelreader.network.address import is_private_ip, literal_ip
from sahelreader.network.client import Client
from sahelreader.network.dial import SystemDial
from tests.serving import Reply, Request, Serving

PUBLIC = "8.8.4.4"
PRIVATE = [
    "127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "0.0.0.0", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::1", "::", "fe80::1", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
]  # fmt: skip
#: the same address as resolvers read it: decimal, hexadecimal, octal, shortened, with a dot at the end
DISGUISED = [
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "127.1",
    "127.0.1",
    "127.0.0.1.",
    "017700000001",
]


@dataclass(slots=True)
class FakeDial:
    """NAMES as a resolver has them. Every connection that would be made is noted and goes to PORT on loopback."""

    names: dict[str, list[str]]
    port: int
    connected: list[str] = field(default_factory=list)

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        if host not in self.names:
            raise OSError("Name or service not known")
        return self.names[host]

    async def connect(self, address: str, port: int) -> socket.socket:
        self.connected.append(address)
        return await SystemDial().connect("127.0.0.1", self.port)


def answer(request: Request) -> Reply:
    if request.path == "/to":
        return Reply(b"", 302, {"Location": request.query["where"]})
    return Reply(b"<p>Bonjour</p>")


@pytest.fixture
def server() -> Iterator[Serving]:
    with Serving(answer) as made:
        yield made


@pytest.fixture
def dial(server: Serving) -> FakeDial:
    return FakeDial({"journal.example": [PUBLIC]}, server.port)


@pytest.fixture
async def client(dial: FakeDial) -> AsyncIterator[Client]:
    async with open_client(Settings(), dial=dial) as made:
        yield made


async def test_a_public_site_is_read(client: Client, dial: FakeDial) -> None:
    got = await client.get("http://journal.example/")
    assert isinstance(got, Fetched)
    assert not got.private
    assert dial.connected == [PUBLIC]


@pytest.mark.parametrize("address", PRIVATE)
async def test_a_name_that_means_a_private_address_is_refused(
    client: Client, dial: FakeDial, address: str
) -> None:
    """Also a name that was public when it was looked at before (rebinding): each connection is checked."""
    assert is_private_ip(address)
    dial.names["journal.example"] = [address]
    got = await client.get("http://journal.example/")
    assert isinstance(got, Unreachable)
    assert got.problem is Problem.FORBIDDEN_ADDRESS
    assert dial.connected == []


async def test_the_public_one_of_several_addresses_is_taken(client: Client, dial: FakeDial) -> None:
    dial.names["journal.example"] = ["127.0.0.1", PUBLIC]
    assert isinstance(await client.get("http://journal.example/"), Fetched)
    assert dial.connected == [PUBLIC]


@pytest.mark.parametrize(
    "host", [*PRIVATE, *DISGUISED, "localhost", "x.localhost", "nas.local", "router"]
)
async def test_a_redirect_into_this_machine_is_refused(
    client: Client, dial: FakeDial, server: Serving, host: str
) -> None:
    shown = f"[{host}]" if ":" in host else host
    dial.names |= {
        name: ["127.0.0.1"] for name in ("localhost", "x.localhost", "nas.local", "router")
    }
    got = await client.get(f"http://journal.example/to?where=http://{shown}/secret")
    assert isinstance(got, Unreachable)
    assert got.problem is Problem.FORBIDDEN_ADDRESS
    assert [asked.request.path for asked in server.log] == ["/to"]
    assert dial.connected == [PUBLIC]


async def test_the_host_that_was_typed_is_allowed_and_no_other(
    client: Client, dial: FakeDial, server: Serving
) -> None:
    dial.names["redaction.lan"] = ["192.168.1.20"]
    got = await client.get("http://redaction.lan/", allow_private=True)
    assert isinstance(got, Fetched)
    assert got.private
    got = await client.get("http://redaction.lan/to?where=http://192.168.1.1/", allow_private=True)
    assert isinstance(got, Unreachable)
    assert got.problem is Problem.FORBIDDEN_ADDRESS
    assert dial.connected == ["192.168.1.20"]


async def test_a_kept_connection_is_not_lent_to_who_may_not_have_it(
    client: Client, dial: FakeDial, server: Serving
) -> None:
    dial.names["redaction.example"] = ["192.168.1.20"]
    assert isinstance(await client.get("http://redaction.example/", allow_private=True), Fetched)
    got = await client.get("http://journal.example/to?where=http://redaction.example/secret")
    assert isinstance(got, Unreachable)
    assert got.problem is Problem.FORBIDDEN_ADDRESS
    assert "/secret" not in [asked.request.path for asked in server.log]


@pytest.mark.parametrize("text", DISGUISED)
def test_an_address_is_known_in_every_form(text: str) -> None:
    assert literal_ip(text) == "127.0.0.1"
    assert is_private_address(f"http://{text}:80/x")


@pytest.mark.parametrize(
    "text", ["example.org", "1.2.3.4.5", "256.1.1.1", "1.2.3.x", "", "0x", "1..2", "4294967296", "9.9.9.9.example"]
)  # fmt: skip
def test_what_is_no_address_is_none(text: str) -> None:
    assert literal_ip(text) in ("", "0.0.0.0")


@pytest.mark.parametrize(
    ("url", "private"),
    [
        ("http://localhost/", True), ("http://nas.local/", True), ("http://intranet/", True),
        ("http://[::1]:8080/", True), ("http://192.168.0.4/x", True), ("http://8.8.8.8/", False),
        ("https://journal.example/", False), ("", False), ("not a url", False),
    ],
)  # fmt: skip
def test_which_addresses_look_private(url: str, private: bool) -> None:
    assert is_private_address(url) is private


async def test_a_dead_address_does_not_hide_a_living_one(dial: FakeDial) -> None:
    dial.names["journal.example"] = ["8.8.8.8", PUBLIC]
    async with open_client(Settings(), dial=_Failing(dial)) as client:
        assert isinstance(await client.get("http://journal.example/"), Fetched)


@dataclass(slots=True)
class _Failing:
    inner: FakeDial

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        return await self.inner.resolve(host, port)

    async def connect(self, address: str, port: int) -> socket.socket:
        if address == "8.8.8.8":
            raise OSError(101, "Network is unreachable")
        return await self.inner.connect(address, port)
