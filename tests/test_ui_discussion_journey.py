"""A long discussion, with the keyboard alone: its new comments found, one answered with no network, the answer mended the
next day, sent when the network is back, and seen published."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from sahelreader import demo
from sahelreader.demo.paper import Manners, Paper, Remark, paragraphs, read_paper
from sahelreader.demo.server import make_server
from sahelreader.domain.draft import State
from sahelreader.drafts import Drafts
from sahelreader.widgets.reader import Reader
from tests.driven import Driven, open_reader

MANNERS = Manners(approve=1.0, answer=86_400.0, flood=0.1)


@dataclass(slots=True)
class Newspaper:
    """The sample newspaper, with a line that can be cut, and days that pass."""

    paper: Paper
    ahead: timedelta = timedelta(0)
    port: int = 0
    _server: ThreadingHTTPServer | None = field(default=None)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def connect(self) -> None:
        server = make_server(self.paper, self.now)
        if self.port:
            handler = server.RequestHandlerClass
            server.server_close()
            server = type(server)(("127.0.0.1", self.port), handler)
        self.port, self._server = server.server_port, server
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()

    def cut(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def say(self, author: str, text: str, parent: int = 0, minutes: float = 0) -> int:
        remarks = self.paper.remarks
        number = max(remark.id for remark in remarks) + 1
        when = self.now().replace(microsecond=0) - timedelta(minutes=minutes)
        remarks.append(Remark(number, 1, parent, author, 0, "", "", when, paragraphs(text)))
        return number


@pytest.fixture
def site() -> Iterator[Newspaper]:
    """Its first article has 150 comments, in threads several levels deep."""
    text = Path(demo.__file__).with_name("fr.toml").read_text(encoding="utf-8")
    made = Newspaper(read_paper(text, "fr", datetime.now(UTC), MANNERS))
    made.paper.remarks[:] = [remark for remark in made.paper.remarks if remark.post != 1] or [
        replace(made.paper.remarks[0], post=2)
    ]
    numbers: list[int] = []
    for number in range(150):
        parent = numbers[-1] if number % 5 else 0
        numbers.append(
            made.say(f"Lecteur {number % 7}", f"Avis n° {number}.", parent, 900 - number)
        )
    made.connect()
    yield made
    made.cut()


@contextmanager
def no_network(site: Newspaper) -> Iterator[None]:
    site.cut()
    try:
        yield
    finally:
        site.connect()


def entry(reader: Driven) -> str:
    """Who wrote the comment that the reader stands on."""
    found = reader.app.screen.query_one(Reader).entry
    return found.author if found is not None else ""


async def until(reader: Driven, met: Callable[[], bool]) -> None:
    for _try in range(200):
        await reader.settle()
        if met():
            return
        await asyncio.sleep(0.05)
    raise AssertionError(reader.text + repr(Drafts(reader.app.context.paths.data).all().drafts))


async def to_the_discussion(reader: Driven, site: Newspaper) -> None:
    """By a search for the words of its title."""
    words = [word for word in site.paper.posts[0].title.split() if len(word) > 4 and word.isalpha()]
    await reader.press("slash")
    await reader.type(" ".join(words))
    await reader.press("enter")


@pytest.mark.slow
@pytest.mark.parametrize("size", [(80, 24), (40, 24)], ids=["80x24", "40x24"])
async def test_from_three_new_comments_to_my_answer_among_them(
    tmp_path: Path, site: Newspaper, size: tuple[int, int]
) -> None:
    shelf = Drafts(tmp_path / "data")
    async with open_reader(tmp_path, size=size, clock=site.now) as reader:
        await reader.press("a")
        await reader.type(site.url)
        await reader.press("enter", "escape")
        await to_the_discussion(reader, site)
        assert "150" in reader.text, reader.text
        await reader.press("enter", "escape")
        # what comes now is new
        first = site.say("Nana", "Le bac passe de nouveau.", site.paper.remarks[40].id)
        site.say("Seydou", "Et le prix du passage ?", site.paper.remarks[100].id)
        site.say("Fati", "Merci à la rédaction.")
        await reader.press("R")
        await until(reader, lambda: "+3" in reader.text)
        assert "153" in reader.text

        # one key from the article to the first of them, and n goes on
        await reader.press("enter", "enter")
        found = [entry(reader)]
        for _more in range(2):
            await reader.press("n")
            found.append(entry(reader))
        assert found == ["Nana", "Seydou", "Fati"]
        await reader.press("n")
        assert entry(reader) == "Fati"
        await reader.press("p")
        assert entry(reader) == "Seydou"

        with no_network(site):
            await reader.press("r")
            assert "Et le prix du passage" in reader.text
            await reader.type("500 francs.")
            await reader.press("escape")
            assert "Brouillon" in reader.text
    [draft] = shelf.all().drafts
    assert (draft.state, draft.text) == (State.DRAFT, "500 francs.")

    # the next day, still without a network
    site.ahead += timedelta(days=1)
    async with open_reader(tmp_path, size=size, clock=site.now) as reader:
        with no_network(site):
            await reader.press("B", "enter")
            assert "Et le prix du passage" in reader.text
            await reader.type(" Le retour est gratuit.")
            await reader.press("ctrl+s")
            await reader.type("Zénabou")
            await reader.press("enter")
            await reader.type("zenabou@example.org")
            await reader.press("enter", "enter")
            await reader.press("y")
            await until(reader, lambda: shelf.all().drafts[0].state in (State.QUEUED, State.RETRY))
        [draft] = shelf.all().drafts
        assert draft.text == "500 francs. Le retour est gratuit."
        assert not any("gratuit" in remark.text for remark in site.paper.remarks)

    # the network is back: the next sync takes it along
    site.ahead += timedelta(hours=1)
    async with open_reader(tmp_path, size=size, clock=site.now) as reader:
        await reader.press("R")
        await until(reader, lambda: shelf.all().drafts[0].state is State.HELD)
    [mine] = [remark for remark in site.paper.remarks if "gratuit" in remark.text]
    assert mine.parent == first + 1

    # and after the moderator has seen it, it stands among the others
    site.ahead += timedelta(hours=1)
    async with open_reader(tmp_path, size=size, clock=site.now) as reader:
        await reader.press("R")
        await until(reader, lambda: shelf.all().drafts[0].state is State.PUBLISHED)
        await reader.press("B")
        assert "Publié" in reader.text
        await reader.press("enter")
        await until(reader, lambda: "Moi" in reader.text)
        assert "Le retour est gratuit" in " ".join(
            reader.text.replace("│", " ").replace("▌", " ").split()
        )
    assert len([remark for remark in site.paper.remarks if "gratuit" in remark.text]) == 1


@pytest.mark.slow
async def test_what_waits_goes_by_itself_when_its_time_comes(
    tmp_path: Path, site: Newspaper
) -> None:
    """The reader stays open and nobody presses a key: the next attempt and the moderator's answer are not forgotten."""
    shelf = Drafts(tmp_path / "data")
    async with open_reader(tmp_path, clock=site.now) as reader:
        traffic = reader.app.context.traffic

        def state() -> State:
            return shelf.all().drafts[0].state

        await reader.press("a")
        await reader.type(site.url)
        await reader.press("enter", "escape")
        await to_the_discussion(reader, site)
        with no_network(site):
            await reader.press("enter", "c")
            await reader.type("Quand repart-il ?")
            await reader.press("ctrl+s")
            await reader.type("Zénabou")
            await reader.press("enter")
            await reader.type("zenabou@example.org")
            await reader.press("enter", "enter")
            await reader.press("y")
            await until(reader, lambda: state() is State.RETRY)
        attempts = shelf.all().drafts[0].attempts
        # its time has not come
        await traffic.attend()
        await reader.settle()
        assert (state(), shelf.all().drafts[0].attempts) == (State.RETRY, attempts)
        site.ahead += timedelta(hours=1)
        await traffic.attend()
        await until(reader, lambda: state() is State.HELD)
        site.ahead += timedelta(hours=1)
        await traffic.attend()
        await until(reader, lambda: state() is State.PUBLISHED)
    assert len([remark for remark in site.paper.remarks if "repart-il" in remark.text]) == 1
