"""A progress bar on standard error while a sync runs, where there is a terminal for it."""

from __future__ import annotations

from types import TracebackType
from typing import Any

from sahelreader.cli.output import Output
from sahelreader.domain.text import safe_line
from sahelreader.i18n import _
from sahelreader.i18n.numbers import size as size_of


class Progress:
    """Shows how many of SITES are done, with articles and bytes so far; silent without a terminal."""

    def __init__(self, out: Output, sites: int) -> None:
        self._out = out
        self._sites = sites
        self._bar: Any = None
        self._task: Any = None
        # site name -> (articles, bytes), because several sites report at once
        self._seen: dict[str, tuple[int, int]] = {}

    def __enter__(self) -> Progress:
        if self._out.lively and not self._out.as_json and self._sites:
            # rich.progress costs a hundred milliseconds of import: only where it is seen
            from rich.console import Console
            from rich.progress import BarColumn, TextColumn
            from rich.progress import Progress as Bar

            self._bar = Bar(
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                TextColumn("{task.completed}/{task.total}", markup=False),
                TextColumn("{task.fields[facts]}", markup=False),
                console=Console(file=self._out.err),
                transient=True,
            )
            self._task = self._bar.add_task(_("Syncing"), total=self._sites, facts="")
            self._bar.start()
        return self

    def show(self, name: str, articles: int, wire_bytes: int) -> None:
        self._seen[name] = (articles, wire_bytes)
        if self._bar is not None:
            total = sum(count for count, _bytes in self._seen.values())
            size = sum(count for _articles, count in self._seen.values())
            self._bar.update(
                self._task,
                description=safe_line(name, 30),
                facts=_("%(articles)d articles · %(size)s")
                % {"articles": total, "size": size_of(size)},
            )

    def site_done(self) -> None:
        if self._bar is not None:
            self._bar.advance(self._task)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
