"""Settings: one frozen value, read from a TOML file that a person may edit by hand."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its default. Sizes in bytes, times in seconds unless the name says otherwise."""

    #: "" follows the environment; "fr" or "en"
    language: str = ""
    #: "agadez" (dark), "harmattan" (light), "ansi" (the terminal's own colours)
    theme: str = "agadez"
    #: "vim", "newsboat" or "simple"
    keys_preset: str = "vim"
    #: command id -> key(s), as Textual names them, comma-separated
    keys: dict[str, str] = field(default_factory=dict)
    #: one line a row in the list
    compact: bool = False
    #: reading column in characters
    column: int = 66
    #: ASCII marks for terminals without the others
    ascii: bool = False
    #: "auto" after each successful sync and when the network returns, "ask" on demand only, "never"
    send: str = "auto"
    #: wait this long between queuing and sending
    cooling: int = 0
    #: fetch the page when a feed gives an excerpt
    full_text: bool = True
    #: "never", "ask" or "always"
    pictures: str = "ask"
    #: bytes that one sync, and one month, may cost; 0 is no limit
    sync_bytes: int = 0
    month_bytes: int = 0
    #: sync by itself every so many minutes while the reader is open; 0 never
    sync_minutes: int = 0
    #: French typography in what I write: « », narrow spaces, ’
    typography: bool = False
    #: accents by sequence in the composer: e' gives é
    accents: bool = False
    #: "auto", "on", "off": fewer repaints for slow lines
    low_power: str = "auto"
    #: days after which read articles may go; 0 keeps all
    keep_days: int = 0
    #: socks5h:// or http:// proxy for everything; empty for none
    proxy: str = ""
    #: take the proxy from the environment
    env_proxy: bool = False


CHOICES: dict[str, tuple[str, ...]] = {
    "language": ("", "fr", "en"),
    "theme": ("agadez", "harmattan", "ansi"),
    "keys_preset": ("vim", "newsboat", "simple"),
    "send": ("auto", "ask", "never"),
    "pictures": ("never", "ask", "always"),
    "low_power": ("auto", "on", "off"),
}


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something wrong in the settings: KEY, and for an unknown key the likeliest one meant (or "")."""

    key: str
    value: str = ""
    meant: str = ""
    allowed: tuple[str, ...] = ()


def load(path: Path) -> tuple[Settings, list[Complaint]]:
    """Settings out of PATH; what cannot be used is left at its default and complained of."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings(), []
    except (OSError, UnicodeDecodeError) as error:
        return Settings(), [Complaint("", str(error))]
    # most people have no such file, and need not wait for what would read it
    import tomllib

    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Settings(), [Complaint("", str(error))]
    return check(raw)


def check(raw: dict[str, Any]) -> tuple[Settings, list[Complaint]]:
    settings, complaints = Settings(), []
    known = {item.name: getattr(settings, item.name) for item in fields(Settings)}
    for key, value in raw.items():
        if key not in known:
            import difflib

            meant = difflib.get_close_matches(key, known, 1)
            complaints.append(Complaint(key, str(value), meant[0] if meant else ""))
        elif type(value) is not type(known[key]) or (
            key == "keys" and not all(isinstance(item, str) for item in value.values())
        ):
            complaints.append(Complaint(key, str(value), allowed=(type(known[key]).__name__,)))
        elif key in CHOICES and value not in CHOICES[key]:
            complaints.append(Complaint(key, str(value), allowed=CHOICES[key]))
        elif isinstance(value, int) and not isinstance(value, bool) and value < 0:
            complaints.append(Complaint(key, str(value), allowed=("≥ 0",)))
        else:
            settings = replace(settings, **{key: value})
    return settings, complaints


def parse_value(key: str, text: str) -> tuple[Any, Complaint | None]:
    """TEXT of a command line as KEY's type, checked like the file's."""
    known = {item.name: getattr(Settings(), item.name) for item in fields(Settings)}
    value: Any = text
    if isinstance(known.get(key), bool):
        value = {
            "true": True,
            "yes": True,
            "on": True,
            "1": True,
            "false": False,
            "no": False,
            "off": False,
            "0": False,
            "oui": True,
            "non": False,
        }.get(text.lower(), text)
    elif isinstance(known.get(key), int) and text.lstrip("-").isdigit():
        value = int(text)
    _, complaints = check({key: value})
    return value, complaints[0] if complaints else None


def save(path: Path, changes: dict[str, Any]) -> None:
    """Write CHANGES into the file at PATH, atomically, keeping its other keys (comments are lost)."""
    import os
    import tomllib

    import tomli_w

    from sahelreader.paths import private_folder

    private_folder(path.parent)
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raw = {}
    raw.update(changes)
    fresh = path.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
        tomli_w.dump(raw, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
