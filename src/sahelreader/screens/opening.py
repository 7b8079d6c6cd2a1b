"""Opening a link: in the library when the article is there, else in the browser, after its true host was shown."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult, SuspendNotSupported
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from sahelreader.domain.text import safe_line, safe_url
from sahelreader.i18n import _
from sahelreader.paths import styles_dir
from sahelreader.screens.browser import browser_command, run_apart, true_host, wants_terminal
from sahelreader.widgets.hints import Hints

if TYPE_CHECKING:
    from sahelreader.screens.context import Context


class LinkPrompt(ModalScreen[str]):
    """Shows where an address really leads; answers "open", "copy" or ""."""

    CSS_PATH: ClassVar[Any] = [styles_dir() / "sheet.tcss"]
    place = "link"

    def __init__(self, context: Context, url: str) -> None:
        super().__init__()
        self.context = context
        self._url = url

    def compose(self) -> ComposeResult:
        host = true_host(self._url)
        words = Content.assemble(
            (_("Open in the browser?"), "bold"),
            "\n\n",
            (host, "bold"),
            "\n",
            safe_line(self._url, 400),
        )
        with Vertical(id="link-prompt"):
            yield Static(words, markup=False)
            yield Hints(self.context.keymap, "link")

    async def on_key(self, event: events.Key) -> None:
        from sahelreader.screens.keys import dispatch

        await dispatch(self, event, self.context)

    def action_open(self) -> None:
        self.dismiss("open")

    def action_copy(self) -> None:
        self.dismiss("copy")

    def action_close(self) -> None:
        self.dismiss("")


def open_link(screen: Screen[Any], context: Context, url: str) -> None:
    """Ask with the true host, then open URL; refuse what is not a web address."""
    clean = safe_url(url)
    if not clean:
        screen.notify(
            _("This is not a web address, so it is not opened: %(address)s")
            % {"address": safe_line(url, 80)},
            severity="warning",
            markup=False,
        )
        return

    def answered(answer: str | None) -> None:
        if answer == "copy":
            copy_text(screen, clean)
        elif answer == "open":
            launch(screen, clean)

    screen.app.push_screen(LinkPrompt(context, clean), answered)


def launch(screen: Screen[Any], url: str) -> None:
    """Start the browser on URL, which is a safe web address."""
    command = browser_command(url, os.environ)
    if not command:
        copy_text(screen, url)
        screen.notify(_("No browser was found (set BROWSER). The address is copied."), markup=False)
        return
    if wants_terminal(command):
        try:
            with screen.app.suspend():
                subprocess.run(command, check=False)
        except (SuspendNotSupported, OSError):
            screen.notify(_("The browser could not be started."), severity="warning", markup=False)
        screen.app.refresh(repaint=True, layout=True)
    elif run_apart(command):
        screen.notify(_("Opened in the browser."), markup=False)
    else:
        screen.notify(_("The browser could not be started."), severity="warning", markup=False)


def copy_text(screen: Screen[Any], text: str) -> None:
    """Copy TEXT through the terminal (OSC 52) and, where there is one, the desktop's clipboard."""
    from sahelreader.screens.browser import copy

    screen.app.copy_to_clipboard(text)
    copy(text, os.environ)
