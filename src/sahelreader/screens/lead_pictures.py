"""Lead pictures that are kept, as cells for the reading pane: at once when that is quick, else a moment after the text.

No article waits for its picture: reading and decoding happen on another thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sahelreader.domain.pictures import pictures
from sahelreader.widgets.picture_lines import HIGH, WIDE, Cells

if TYPE_CHECKING:
    from sahelreader.screens.article_data import Stored

#: seconds that an article waits for its picture at most: what one does not notice
PATIENCE = 0.05
#: pictures that stay decoded
KEPT = 8


class LeadPictures:
    """The pictures in FOLDER. PATIENCE in seconds."""

    def __init__(self, folder: Path, patience: float = PATIENCE) -> None:
        self._folder = folder
        self._patience = patience
        #: address -> (when the file was written, its cells; None: no picture)
        self._cells: dict[str, tuple[float, Cells | None]] = {}
        self._late: set[asyncio.Future[None]] = set()

    async def soon(self, stored: Stored, came: Callable[[int], None]) -> Cells | None:
        """The cells of the article's lead picture; None when there is none, or when CAME(article id) tells later."""
        found = pictures(stored.article.article.lead, stored.document)
        if stored.article.article.lead is None or not found:
            return None
        lead = found[0]
        before = self._cells.get(lead.url)
        work = asyncio.ensure_future(self._look(lead.url))
        self._late.add(work)
        work.add_done_callback(self._late.discard)
        done, _waiting = await asyncio.wait({work}, timeout=self._patience)
        if not done:
            number = stored.article.id
            work.add_done_callback(lambda _work: self._tell(lead.url, before, number, came))
            return before[1] if before is not None else None
        return self._cells[lead.url][1]

    async def _look(self, url: str) -> None:
        known = self._cells.get(url)
        self._cells[url] = await asyncio.to_thread(read_cells, self._folder, url, known)
        for old in list(self._cells)[:-KEPT]:
            del self._cells[old]

    def _tell(
        self,
        url: str,
        before: tuple[float, Cells | None] | None,
        number: int,
        came: Callable[[int], None],
    ) -> None:
        now = self._cells.get(url)
        if now is not None and now != before and now[1] is not None:
            came(number)


def read_cells(
    folder: Path, url: str, known: tuple[float, Cells | None] | None
) -> tuple[float, Cells | None]:
    """The picture kept for URL as (when it was written, its cells); KNOWN again while that is the same file."""
    from sahelreader.library.album import Album

    album = Album(folder)
    when = album.written(url)
    if known is not None and known[0] == when:
        return known
    data = album.get(url)
    if data is None:
        return when, None
    from sahelreader.parse.picture import NotShown, available, half_cells

    try:
        return when, half_cells(data, WIDE, HIGH) if available() else None
    except NotShown:
        return when, None
