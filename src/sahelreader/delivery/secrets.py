"""Application passwords: in the system's keyring where there is one, else in a file that only its owner can read.

Never in the library, a log, a draft, the environment or a command's arguments. Leaves this machine only in the
Authorization header of requests to its own site, encrypted.
"""

from __future__ import annotations

import base64
import json
import tomllib
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import tomli_w

from sahelreader.delivery.hosts import host
from sahelreader.drafts.files import Unreadable, locked, read_private, write_atomic
from sahelreader.i18n import _
from sahelreader.paths import Paths

_SERVICE = "sahelreader"


class Place(StrEnum):
    KEYRING = "keyring"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Account:
    """Who one is on a site. Its `repr` does not tell the password."""

    user: str
    password: str = field(repr=False)

    @property
    def header(self) -> str:
        """The value of an Authorization header (RFC 7617)."""
        # WordPress shows the password in groups of four; the spaces are not part of it
        pair = f"{self.user}:{self.password.replace(' ', '')}"
        return "Basic " + base64.b64encode(pair.encode()).decode("ascii")


class Secrets:
    """The accounts of one person on this machine. Blocking; a keyring may ask its owner to unlock it."""

    def __init__(self, paths: Paths, *, keyring: Any = None) -> None:
        """KEYRING: a backend to use instead of the system's (False: none)."""
        #: for each site that there is an account, and the password itself where no keyring takes it
        self._file = paths.config / "passwords.toml"
        self._given = keyring

    def has(self, site_url: str) -> bool:
        """True when there is an account on that site; the keyring is not asked, so that it need not be unlocked."""
        return host(site_url) in self._read()

    def find(self, site_url: str) -> Account | None:
        """The account on the site at SITE_URL."""
        kept = self._read().get(host(site_url))
        if kept != Place.KEYRING:
            return _account(kept)
        keyring = self._keyring()
        try:
            return _account(keyring.get_password(_SERVICE, host(site_url))) if keyring else None
        except (
            Exception
        ):  # a keyring may fail in any way of its own; the site is then not written to
            return None

    def keep(self, site_url: str, account: Account) -> Place:
        """Keep ACCOUNT for the site at SITE_URL; where it is now. OSError when it could not be kept."""
        value = json.dumps([account.user, account.password])
        keyring = self._keyring()
        if keyring is not None:
            try:
                keyring.set_password(_SERVICE, host(site_url), value)
            except Exception:  # no keyring after all: the file
                pass
            else:
                self._change(host(site_url), Place.KEYRING.value)
                return Place.KEYRING
        self._change(host(site_url), value)
        return Place.FILE

    def forget(self, site_url: str) -> None:
        """No account on that site any more, wherever it was kept."""
        keyring = self._keyring()
        if keyring is not None:
            # it was not there, or the keyring is shut: the file is ours anyway
            with suppress(Exception):
                keyring.delete_password(_SERVICE, host(site_url))
        self._change(host(site_url), None)

    def _keyring(self) -> Any:
        """The system's keyring, when it has one that works without asking (priority of 1 and more)."""
        if self._given is not None:
            return self._given or None
        try:
            import keyring

            backend = keyring.get_keyring()
            return backend if backend.priority >= 1 else None
        except Exception:  # not installed, or no desktop: the file
            return None

    def _read(self) -> dict[str, Any]:
        try:
            return tomllib.loads(read_private(self._file).decode("utf-8"))
        except (OSError, Unreadable, UnicodeDecodeError, tomllib.TOMLDecodeError):
            return {}

    def _change(self, name: str, value: str | None) -> None:
        if value is None and not self._file.exists():
            return
        with locked(self._file.with_name(".passwords.lock")):
            raw = self._read()
            if value is None:
                raw.pop(name, None)
            else:
                raw[name] = value
            write_atomic(self._file, tomli_w.dumps(raw).encode())


def has_account(paths: Paths, site_url: str) -> bool:
    """True when the person comments on that site by an account."""
    return Secrets(paths).has(site_url)


def told(place: Place) -> str:
    """Where a password is kept, said to its owner."""
    if place is Place.KEYRING:
        return _("The password is kept in this system’s keyring.")
    return _(
        "This machine has no keyring, so the password is in a file that only you can read: passwords.toml beside the settings."
    )


def _account(kept: Any) -> Account | None:
    try:
        user, password = json.loads(kept)
    except (TypeError, ValueError):
        return None
    return Account(user, password) if isinstance(user, str) and isinstance(password, str) else None
