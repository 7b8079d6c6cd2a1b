"""The catalogue of news sites one can subscribe to with one key. Knows addresses, not whether they answer."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files

from sahelreader.i18n import _


@dataclass(frozen=True, slots=True)
class Entry:
    """A news site: COUNTRY is an ISO 3166 code in lower case, "" for the whole region."""

    name: str
    url: str
    country: str
    language: str


def load() -> tuple[Entry, ...]:
    """Every entry of catalogue.toml, in its order, countries together."""
    text = files("sahelreader").joinpath("catalogue.toml").read_text(encoding="utf-8")
    return tuple(Entry(**entry) for entry in tomllib.loads(text)["site"])


def country_name(code: str) -> str:
    """How the country CODE is called in the person's language."""
    names = {
        "ml": _("Mali"),
        "bf": _("Burkina Faso"),
        "ne": _("Niger"),
        "td": _("Chad"),
        "mr": _("Mauritania"),
        "sn": _("Senegal"),
        "": _("The whole region"),
    }
    return names.get(code, code.upper())
