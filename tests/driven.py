"""The reader driven without a terminal: keys in, what shows out as plain text; it waits for work, never for time.

`open_reader` opens it on a library in a folder; `Driven.lines` is what a person would see, every cell of it.
"""

from __future__ import annotations

import io
import os
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from textual.pilot import Pilot
from textual.widget import Widget

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
            await self.pilot.press(key)
            await self.settle()
        return self.lines()

    async def type(self, text: str) -> list[str]:
        return await self.press(*("space" if letter == " " else letter for letter in text))

    async def settle(self) -> None:
        """Wait for every worker and every message that is on its way."""
        for _turn in range(50):
            await self.pilot.pause()
            if not len(self.app.workers) and not any(
                node.message_queue_size for node in self.app.screen.walk_children(Widget)
            ):
                break
            await self.app.workers.wait_for_complete()
        await self.pilot.pause()

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
    **more: Any,
) -> AsyncIterator[Driven]:
    """The reader on a library in FOLDER, which FILL furnishes when it is new; MORE replaces parts of the context."""
    paths = Paths(folder / "data", folder / "config")
    with speaking(language):
        fresh = not paths.library.exists()
        library = Library.open(paths.library, now=now)
        try:
            if fresh and fill is not None:
                fill(library)
            context = make_context(paths, settings or Settings(), library, Drafts(paths.data))
            app = SahelReader(
                replace(context, now=lambda: now, **more), environ={"COLORTERM": "truecolor"}
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
