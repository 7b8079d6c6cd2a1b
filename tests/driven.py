"""The reader driven without a terminal: keys in, what shows out as plain text; it waits for work, never for time.

`open_reader` opens it on a library in a folder; `Driven.lines` is what a person would see, every cell of it.
"""

from __future__ import annotations

import asyncio
import io
import os
import unicodedata
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from textual import events
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot
from textual.widget import Widget
from textual.worker import WorkerCancelled

from sahelreader import i18n
from sahelreader.app import SahelReader, make_context
from sahelreader.cli.session import furnish
from sahelreader.config import Settings
from sahelreader.drafts import Drafts
from sahelreader.library import Library
from sahelreader.paths import Paths

NOW = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)  # a Tuesday
SNAPSHOTS = Path(__file__).resolve().parent / "snapshots"
SIZES = ((80, 24), (40, 24), (140, 40))


@dataclass(slots=True)
class Driven:
    app: SahelReader
    pilot: Pilot[int]

    async def press(self, *keys: str) -> list[str]:
        """Press KEYS one after the other, each when what the one before began is done; what shows then."""
        for key in keys:
            # `Pilot.press` would watch the processor for 20 ms at a time until it seems to rest, several times a key
            self.app.post_message(_event(key).set_sender(self.app))
            await self.settle()
        return self.lines()

    async def type(self, text: str) -> list[str]:
        return await self.press(*("space" if letter == " " else letter for letter in text))

    async def settle(self) -> None:
        """Wait until there is no worker, no message on its way and nothing to paint, twice in a row."""
        quiet = 0
        for _turn in range(1_000):
            if self.app._exit or quiet == 2:
                break
            # every widget gets through what it had been sent
            await self.pilot._wait_for_screen()
            screen = self.app.screen
            if screen._layout_required or screen._repaint_required or screen._dirty_widgets:
                # now, rather than at the next sixtieth of a second
                screen._on_timer_update()
            elif len(self.app.workers):
                # a newer request of the same group took an older one's place
                with suppress(WorkerCancelled):
                    await self.app.workers.wait_for_complete()
            elif not any(node.message_queue_size for node in screen.walk_children(Widget)):
                quiet += 1
                continue
            quiet = 0
        await asyncio.sleep(0)

    def lines(self) -> list[str]:
        """What shows, line by line."""
        width, height = self.app.size
        console = Console(
            width=width, height=height, file=io.StringIO(), force_terminal=True, record=True,
            color_system="truecolor", legacy_windows=False, safe_box=False,
        )  # fmt: skip
        console.print(
            self.app.screen._compositor.render_update(
                full=True, screen_stack=self.app._background_screens
            )
        )
        return [line.rstrip() for line in console.export_text().split("\n")[:height]]

    @property
    def text(self) -> str:
        return "\n".join(self.lines())

    def picture(self, path: Path) -> None:
        """Write what shows as SVG, for people to look at."""
        path.write_text(self.app.export_screenshot(), encoding="utf-8")


def _event(key: str) -> events.Key:
    """KEY pressed, named as `Pilot.press` takes it."""
    if len(key) == 1 and not key.isalnum():
        key = _character_to_key(key)
    try:
        name = _get_unicode_name_from_key(REPLACED_KEYS.get(key, key))
        letter: str | None = unicodedata.lookup(name)
    except KeyError:
        letter = key if len(key) == 1 else None
    return events.Key(key, letter)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    before = i18n.language()
    i18n.use(language)
    try:
        yield
    finally:
        i18n.use(before)


@asynccontextmanager
async def open_reader(
    folder: Path,
    *,
    size: tuple[int, int] = (80, 24),
    language: str = "fr",
    fill: Callable[[Library], Any] | None = furnish,
    settings: Settings | None = None,
    now: datetime = NOW,
    clock: Callable[[], datetime] | None = None,
    **more: Any,
) -> AsyncIterator[Driven]:
    """The reader on a library in FOLDER, which FILL furnishes when it is new; CLOCK: a time that goes on, for
    what is brought in and sent too; else NOW stands still on the screens. MORE replaces parts of the context."""
    paths = Paths(folder / "data", folder / "config")
    with speaking(language):
        fresh = not paths.library.exists()
        library = Library.open(paths.library, now=now)
        try:
            if fresh and fill is not None:
                fill(library)
            shelf = Drafts(paths.data)
            context = make_context(paths, settings or Settings(), library, shelf, now=clock)
            app = SahelReader(
                replace(context, **{"now": clock or (lambda: now), **more}),
                environ={"COLORTERM": "truecolor"},
            )
            async with app.run_test(size=size, notifications=True) as pilot:
                driven = Driven(app, pilot)
                await driven.settle()
                yield driven
        finally:
            library.close()


def same_as_before(name: str, lines: Sequence[str]) -> None:
    """LINES are those of the snapshot NAME. SNAPSHOTS=write writes it anew, to be looked at before it is committed."""
    path = SNAPSHOTS / f"{name}.txt"
    text = "\n".join(lines).rstrip("\n") + "\n"
    if os.environ.get("SNAPSHOTS") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return
    assert path.exists(), f"no snapshot {name}: SNAPSHOTS=write makes it"
    assert text == path.read_text(encoding="utf-8")
