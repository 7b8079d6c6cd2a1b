"""Draws the README's pictures: `python -m tools.screenshots`. Opens the reader on the sample newspaper, in French.

The pictures name no font by address, so that looking at them asks nothing of anybody.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from contextlib import aclosing
from datetime import UTC, datetime
from pathlib import Path

from sahelreader.config import Settings
from sahelreader.demo import sample_site
from sahelreader.demo.paper import Manners
from sahelreader.library import Library
from sahelreader.network import open_client
from sahelreader.paths import Paths
from sahelreader.sync import Options, Subscribed, subscribe, sync
from tests.driven import Driven, open_reader

DOCS = Path(__file__).resolve().parent.parent / "docs"
_FONTS = re.compile(r"@font-face\s*\{[^}]*\}\s*")


async def fill(folder: Path, url: str) -> None:
    """A library under FOLDER with the articles and threads of the site at URL."""
    paths = Paths(folder / "data", folder / "config")
    library = Library.open(paths.library, now=_now())
    try:
        async with open_client(Settings()) as client:
            answer = await subscribe(library, client, url, now=_now)
            assert isinstance(answer, Subscribed)
            async with aclosing(
                sync(library, client, [answer.site], now=_now, options=Options())
            ) as events:
                async for _event in events:
                    pass
    finally:
        library.close()


def _now() -> datetime:
    return datetime.now(UTC)


async def draw(folder: Path) -> None:
    async with open_reader(folder, size=(40, 24), now=_now()) as reader:
        keep(reader, "telephone")
    async with open_reader(folder, size=(124, 34), now=_now()) as reader:
        await reader.press("j", "enter")
        keep(reader, "bibliotheque")
    async with open_reader(folder, size=(80, 24), now=_now()) as reader:
        await reader.press("enter", "enter", "j")
        keep(reader, "discussion")
        await reader.press("r")
        await reader.type("Une réserve sur place, oui : qui la paierait ?")
        keep(reader, "composer")


def keep(reader: Driven, name: str) -> None:
    picture = _FONTS.sub("", reader.app.export_screenshot(title="sahelreader"))
    (DOCS / f"{name}.svg").write_text(picture.replace("Fira Code", "monospace"), encoding="utf-8")


async def main() -> None:
    DOCS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sample_site("fr", Manners()) as site:
        folder = Path(temporary)
        await fill(folder, site.url)
        await draw(folder)


if __name__ == "__main__":
    asyncio.run(main())
