"""Handing an address or a text to another program: the web browser, the clipboard. Argument lists, never a shell.

Only http and https addresses that `safe_url` lets through get here; Python's webbrowser module is not used
(CVE-2026-4519: a leading dash becomes an option).
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from sahelreader.domain.text import safe_url

#: browsers that need the terminal for themselves
IN_TERMINAL = frozenset(("lynx", "w3m", "links", "links2", "elinks", "browsh", "carbonyl"))
OPENERS = ("termux-open-url", "xdg-open", "open", "wslview")
CLIPBOARDS: tuple[tuple[str, ...], ...] = (
    ("termux-clipboard-set",),
    ("pbcopy",),
    ("wl-copy",),
    ("xclip", "-selection", "clipboard"),
    ("xsel", "-b", "-i"),
)


def browser_command(url: str, environ: Mapping[str, str]) -> list[str]:
    """The argument list that opens URL; empty when it is not a web address or no browser is known."""
    url = safe_url(url)
    if not url:
        return []
    for wanted in environ.get("BROWSER", "").split(":"):
        try:
            words = shlex.split(wanted)
        except ValueError:
            continue
        if words and shutil.which(words[0]):
            if any("%s" in word for word in words):
                # the address stays one argument, whatever is in it
                return [word.replace("%s", url) for word in words]
            return [*words, url]
    return next(([name, url] for name in OPENERS if shutil.which(name)), [])


def wants_terminal(command: Sequence[str]) -> bool:
    return command[0].rsplit("/", 1)[-1] in IN_TERMINAL


def run_apart(command: Sequence[str]) -> bool:
    """Start COMMAND on its own, without the terminal; False when it cannot be started."""
    try:
        subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    return True


def copy(text: str, environ: Mapping[str, str]) -> None:
    """Put TEXT on the desktop's clipboard where there is a program for it (a terminal's own way is the app's)."""
    if not any(
        environ.get(name)
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "TERMUX_VERSION", "__CFBundleIdentifier")
    ):
        return
    for command in CLIPBOARDS:
        if shutil.which(command[0]):
            try:
                subprocess.run(command, input=text.encode(), timeout=2, check=False,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
            except (OSError, subprocess.TimeoutExpired):
                continue
            return


def true_host(url: str) -> str:
    """The host URL leads to, as a person can read it; a name in other scripts is shown with its ASCII form."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        plain = host.encode("idna").decode("ascii")
    except UnicodeError:
        plain = host
    return host if plain == host else f"{plain} ({host})"
