"""Who signs, site by site: on this machine only, in a file nobody else can read.

One TOML file: `[default]` and a table for each site's address. Nobody signs until the person says who.
"""

from __future__ import annotations

import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import tomli_w

from sahelreader.domain.draft import Identity
from sahelreader.drafts.files import Unreadable, locked, read_private, write_atomic
from sahelreader.paths import Paths

_DEFAULT = "default"


def identity_for(paths: Paths, site_url: str) -> Identity:
    """Who signs on the site at SITE_URL: its own identity, else the one for all, else nobody."""
    raw = _read(paths)
    return _identity(raw.get(_key(site_url))) or _identity(raw.get(_DEFAULT)) or Identity()


def save_identity(paths: Paths, site_url: str | None, identity: Identity) -> None:
    """IDENTITY signs on the site at SITE_URL, or (None) wherever no other was given. OSError: not saved.

    A file that cannot be read is set aside beside its place, never written over.
    """
    with locked(_lock(paths)):
        raw = _read(paths)
        if not raw and paths.identities.exists() and _damaged(paths):
            paths.identities.replace(paths.identities.with_name("identities.damaged.toml"))
        raw[_key(site_url) if site_url else _DEFAULT] = asdict(identity)
        _write(paths, raw)


def forget_identity(paths: Paths, site_url: str | None) -> None:
    """Nobody signs on that site any more but whoever signs everywhere; None: nobody signs everywhere. OSError: not done."""
    with locked(_lock(paths)):
        raw = _read(paths)
        if raw.pop(_key(site_url) if site_url else _DEFAULT, None) is not None:
            _write(paths, raw)


def _lock(paths: Paths) -> Path:
    return paths.identities.with_name(".identities.lock")


def _write(paths: Paths, raw: dict[str, Any]) -> None:
    write_atomic(paths.identities, tomli_w.dumps(raw).encode("utf-8", "replace"))


def _key(site_url: str) -> str:
    """A site is its host: http or https, with or without "www.", the person is the same there."""
    try:
        parts = urlsplit(site_url)
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return site_url
    if not host:
        return site_url
    return f"{host}:{port}" if port not in (None, 80, 443) else host


def _read(paths: Paths) -> dict[str, Any]:
    try:
        return tomllib.loads(read_private(paths.identities).decode("utf-8"))
    except (OSError, Unreadable, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}


def _damaged(paths: Paths) -> bool:
    try:
        tomllib.loads(read_private(paths.identities).decode("utf-8"))
    except FileNotFoundError:
        return False
    except (OSError, Unreadable, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return True
    return False


def _identity(raw: Any) -> Identity | None:
    if not isinstance(raw, dict):
        return None
    parts = [raw.get(name, "") for name in ("name", "email", "url")]
    return Identity(*(part if isinstance(part, str) else "" for part in parts))
