"""The interface's two languages, through gettext. English is the source; locales/ holds the catalogues.

`use()` is called once at start-up, before any screen is imported. The translation in force is the one
piece of module state in the program: gettext's own model, and every sentence needs it.
"""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Mapping
from pathlib import Path

LANGUAGES = ("fr", "en")
_LOCALES = Path(__file__).resolve().parent.parent / "locales"
_state: dict[str, _gettext.NullTranslations] = {"in force": _gettext.NullTranslations()}
_name: dict[str, str] = {"in force": "en"}


def choose(setting: str, environ: Mapping[str, str]) -> str:
    """The language to speak: SETTING when it is one of ours, else by Python's LANG rules, else French."""
    if setting in LANGUAGES:
        return setting
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(variable, "")
        if not value:
            continue
        for part in value.split(":"):
            code = part.split(".")[0].split("_")[0].lower()
            if code in LANGUAGES:
                return code
        # a locale of another language, or C/POSIX: English is the wider guess
        return "en"
    return "fr"


def use(language: str) -> None:
    """Speak LANGUAGE ("fr" or "en") from now on."""
    _name["in force"] = language
    _state["in force"] = (
        _gettext.NullTranslations()
        if language == "en"
        else _gettext.translation("sahelreader", _LOCALES, languages=[language], fallback=True)
    )


def language() -> str:
    return _name["in force"]


def _(message: str) -> str:
    """MESSAGE in the person's language."""
    return _state["in force"].gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    return _state["in force"].ngettext(one, many, number)


def pgettext(context: str, message: str) -> str:
    """MESSAGE in the person's language, told apart from its homonyms by CONTEXT."""
    return _state["in force"].pgettext(context, message)
