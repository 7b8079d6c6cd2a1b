"""The reader: puts library, drafts, network and settings together, and opens the first screen.

Owns how the program starts and ends (signals, a crash, a closed terminal); every command lives in its screen.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import App
from textual.filter import LineFilter
from textual.screen import Screen

from sahelreader import config
from sahelreader.commands import COMMANDS, resolve
from sahelreader.domain.text import safe_block
from sahelreader.i18n import _
from sahelreader.paths import Paths, styles_dir
from sahelreader.screens import left_off
from sahelreader.screens.answers import Do, GoTo, Show
from sahelreader.screens.context import Context
from sahelreader.screens.failures import Failures
from sahelreader.screens.keys import carry_out, place_of, push
from sahelreader.screens.leaving import Leaving
from sahelreader.screens.traffic import Traffic
from sahelreader.widgets.colours import depth_of
from sahelreader.widgets.guard import OutputGuard
from sahelreader.widgets.takeover import keeping_the_screen
from sahelreader.widgets.theme import AGADEZ, ORDER, marks_for, theme_for, themes
from sahelreader.widgets.wrap import wrap

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from sahelreader.drafts import Drafts
    from sahelreader.library import Library
    from sahelreader.screens.library import LibraryScreen

#: cells of a message in the corner
TOLD_WIDTH = 60
SIGNALS = ("SIGTERM", "SIGHUP", "SIGINT")


class SahelReader(App[int], inherit_bindings=False):
    """The Textual app. `context` is what its screens share."""

    # the first screen's own sheet too: Textual reads a screen's when it is pushed, and this one never is
    CSS_PATH: ClassVar[Any] = [styles_dir() / "base.tcss", styles_dir() / "library.tcss"]
    TITLE = "Sahel Reader"
    HORIZONTAL_BREAKPOINTS = ((0, "-phone"), (60, "-normal"), (120, "-wide"))  # type: ignore[assignment]
    VERTICAL_BREAKPOINTS = ((0, "-short"), (20, "-tall"))  # type: ignore[assignment]
    ENABLE_COMMAND_PALETTE = False
    NOTIFICATION_TIMEOUT = 6

    def __init__(
        self,
        context: Context,
        *,
        taken_over: bool = False,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        super().__init__()
        if taken_over:
            self.driver_class = keeping_the_screen(self.driver_class)
        self.context = context
        self.animation_level = "none"
        self._guard = OutputGuard()
        for theme in themes(depth_of(environ)):
            self.register_theme(theme)
        left = left_off.load(context.paths.data)
        self._begin_with(theme_for(left.theme_under(context.settings.theme), environ))
        context.traffic.attach(self)
        context.failed.attach(self)

    def _begin_with(self, name: str) -> None:
        """The first theme, set before anything is styled: set as usual, every style would be made twice."""
        self.set_reactive(App.theme, name)
        self.stylesheet.set_variables(self.get_css_variables())
        dark = self.current_theme.dark
        classes = {f"-theme-{name}": True, "-dark-mode": dark, "-light-mode": not dark}
        self.update_classes(classes, update=False)
        self._refresh_truecolor_filter(self.ansi_theme)

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), self._guard]

    def get_default_screen(self) -> Screen[Any]:
        from sahelreader.screens.library import LibraryScreen

        return LibraryScreen(self.context)

    def on_mount(self) -> None:
        loop = asyncio.get_running_loop()
        for name in SIGNALS:
            # not on Windows, and not off the main thread (tests)
            with suppress(NotImplementedError, RuntimeError, AttributeError, ValueError):
                loop.add_signal_handler(getattr(signal, name), self.end, getattr(signal, name))

    def end(self, signal_number: int) -> None:
        """A signal: save what is being written, give the terminal back, leave with 128 + its number."""
        self.context.leaving.save_all()
        self.exit(128 + signal_number, return_code=128 + signal_number)

    def action_leave(self) -> None:
        self.context.leaving.save_all()
        self.exit(0)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Tell MESSAGE in a corner for a while, wrapped the French way; markup is never read in it."""
        room = max(8, min(TOLD_WIDTH, self.size.width - 4))
        text = safe_block(message, 2_000)
        # Textual breaks lines at no-break spaces: it is given lines that need no breaking
        lines = "\n".join(text[start:end] for start, end in wrap(text, room))
        super().notify(lines, title=title, severity=severity, timeout=timeout, markup=False)

    def action_help(self) -> None:
        """The keys of the screen one is in."""
        here = place_of(self.screen)
        push(self.screen, "screens.help:HelpScreen", self.context, here)

    def action_palette(self) -> None:
        push(self.screen, "screens.palette:PaletteScreen", self.context, place_of(self.screen))

    def action_next_theme(self) -> None:
        names = list(ORDER)
        self.theme = (
            names[(names.index(self.theme) + 1) % len(names)] if self.theme in names else AGADEZ
        )

    async def came_back(self, answer: Any) -> None:
        """A screen closed. A command is for the screen below; what is asked of the library has all others closed."""
        if isinstance(answer, Do):
            await carry_out(self.screen, answer.command, self.context)
            return
        if answer and isinstance(answer, GoTo | Show | str):
            while len(self.screen_stack) > 1:
                # not waited for: the one that asked may be among them
                self.pop_screen()
        await cast("LibraryScreen", self.screen_stack[0]).came_back(answer)

    def action_help_quit(self) -> None:
        self.notify(
            _("%(key)s leaves the reader.") % {"key": self.context.keymap.shown("quit")},
            markup=False,
        )

    def _fatal_error(self) -> None:
        # Textual would print a traceback with the values of variables: what a person wrote, an e-mail
        self._save_and_explain()
        self._close_messages_no_wait()

    def _save_and_explain(self) -> None:
        from rich.text import Text

        from sahelreader.cli.crash import record

        self.context.leaving.save_all()
        where = record(self.context.paths.log)
        sentence = _(
            "A mistake in the program stopped it. Nothing you wrote is lost. Details for its makers: %(file)s"
        )
        self._exit_renderables.append(Text(sentence % {"file": where}))


def make_context(
    paths: Paths,
    settings: config.Settings,
    library: Library,
    drafts: Drafts | None,
    complaints: Sequence[str] = (),
    now: Callable[[], datetime] | None = None,
) -> Context:
    """What the screens share, from its parts. NOW: the clock, this machine's unless given. DRAFTS: None for those of PATHS, opened when first asked for. COMPLAINTS about the settings are told once the list shows."""

    def client() -> AbstractAsyncContextManager[Any]:
        # not before something is asked of the network: it takes longer to import than the list to show
        from sahelreader.network import open_client

        return open_client(settings)

    def log() -> Path:
        from sahelreader.cli.crash import record

        return record(paths.log)

    @cache
    def shelf() -> Drafts:
        if drafts is not None:
            return drafts
        # the list shows without a look at what one wrote
        from sahelreader.drafts import Drafts as Shelves

        return Shelves(paths.data)

    now = now or utc_now
    keys, wrong = resolve(COMMANDS, settings.keys_preset, settings.keys)
    return Context(
        paths=paths,
        settings=settings,
        library=library,
        shelf=shelf,
        now=now,
        keymap=keys,
        marks=marks_for(settings.ascii, sys.stdout.encoding or "utf-8"),
        leaving=Leaving(),
        traffic=Traffic(library, shelf, settings, now, client, paths.pictures),
        client=client,
        failed=Failures(log),
        complaints=(*complaints, *(item.sentence for item in wrong)),
    )


def utc_now() -> datetime:
    return datetime.now(UTC)


def run(
    paths: Paths,
    settings: config.Settings,
    complaints: Sequence[config.Complaint],
    library: Library,
    *,
    taken_over: bool = False,
) -> int:
    """Open the reader on LIBRARY; return its exit status. TAKEN_OVER: the first rows are on the screen already."""
    from sahelreader.cli.session import what_is_safe, worded

    drafts = None
    told = [worded(item) for item in complaints]
    if library.notice:
        from sahelreader.drafts import Drafts

        drafts = Drafts(paths.data)
        told.insert(0, f"{library.notice} {what_is_safe(drafts)}".strip())
    context = make_context(paths, settings, library, drafts, told)
    app = SahelReader(context, taken_over=taken_over)
    app.run()
    return app.return_code or 0
