"""`config`: show or change a setting."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from sahelreader import config as settings_file
from sahelreader.cli.output import DONE, USAGE, Failure, Output
from sahelreader.cli.session import worded
from sahelreader.paths import find_paths

_KEYS = "keys."  # "keys.comment" is the key of the command "comment"


def config(given: argparse.Namespace, out: Output) -> int:
    path = find_paths().settings
    settings, complaints = settings_file.load(path)
    for complaint in complaints:
        out.say(worded(complaint))
    key = given.key
    if key is None:
        values = asdict(settings)
        if out.as_json:
            out.document(values)
        else:
            for name, value in values.items():
                out.line(f"{name} = {_shown(value)}")
            out.say(str(path))
        return DONE
    if given.value is None:
        shown = _look(settings, key)
    else:
        change = _change(settings, key, given.value)
        try:
            settings_file.save(path, change)
        except ValueError as error:
            # not TOML: somebody's work in progress, so it is not written over
            raise Failure(worded(settings_file.Complaint("", str(error)))) from error
        if key.startswith(_KEYS):
            for sentence in _taken(settings, change["keys"]):
                out.say(sentence)
        shown = _look(settings_file.load(path)[0], key)
    if out.as_json:
        out.document({key: shown})
    else:
        out.line(f"{key} = {_shown(shown)}")
    return DONE


def _look(settings: settings_file.Settings, key: str) -> object:
    """The value of KEY; Failure with status 2 when there is no such setting."""
    if key.startswith(_KEYS):
        from sahelreader.commands import COMMANDS, resolve

        command = key.removeprefix(_KEYS)
        keymap, _wrong = resolve(COMMANDS, settings.keys_preset, settings.keys)
        _known(command)
        return settings.keys.get(command) or ",".join(keymap.keys_of.get(command, ()))
    values = asdict(settings)
    if key not in values:
        raise Failure(worded(settings_file.check({key: ""})[1][0]), USAGE)
    return values[key]


def _change(settings: settings_file.Settings, key: str, text: str) -> dict[str, Any]:
    """What is written into the file for KEY = TEXT; Failure with status 2 when that cannot be."""
    if key.startswith(_KEYS):
        from sahelreader.commands import COMMANDS, resolve

        command = key.removeprefix(_KEYS)
        _known(command)
        keys = {**settings.keys, command: text}
        before = {
            item.sentence for item in resolve(COMMANDS, settings.keys_preset, settings.keys)[1]
        }
        for item in resolve(COMMANDS, settings.keys_preset, keys)[1]:
            if item.sentence not in before:
                raise Failure(item.sentence, USAGE)
        return {"keys": keys}
    value, complaint = settings_file.parse_value(key, text)
    if complaint is not None:
        raise Failure(worded(complaint), USAGE)
    return {key: value}


def _taken(settings: settings_file.Settings, keys: dict[str, str]) -> list[str]:
    """What other commands lost because KEYS are the person's now: a key is never taken silently."""
    from sahelreader.commands import COMMANDS, resolve, shown_key
    from sahelreader.i18n import _

    before = resolve(COMMANDS, settings.keys_preset, settings.keys)[0].commands_at
    after = resolve(COMMANDS, settings.keys_preset, keys)[0].commands_at
    lost: dict[str, set[str]] = {}
    for place, table in before.items():
        for key, item in table.items():
            now = after.get(place, {}).get(key)
            if item.id not in keys and now is not None and now.id != item.id:
                lost.setdefault(item.id, set()).add(key)
    told = []
    for item in COMMANDS:
        gone = lost.get(item.id, set())
        if not gone:
            continue
        kept = " ".join(shown_key(key) for key in item.keys if key not in gone)
        words = {
            "command": item.name, "lost": " ".join(map(shown_key, sorted(gone))), "kept": kept,
        }  # fmt: skip
        told.append(
            _("“%(command)s” had %(lost)s; it keeps %(kept)s.") % words
            if kept
            else _("“%(command)s” had %(lost)s; it has no key now, but is found under “:”.") % words
        )
    return told


def _known(command: str) -> None:
    from difflib import get_close_matches

    from sahelreader.commands import COMMANDS

    names = [item.id for item in COMMANDS]
    if command not in names:
        close = get_close_matches(command, names, 1)
        meant = _KEYS + close[0] if close else ""
        raise Failure(worded(settings_file.Complaint(_KEYS + command, meant=meant)), USAGE)


def _shown(value: object) -> str:
    """VALUE as TOML writes it."""
    import tomli_w

    written: str = tomli_w.dumps({"x": value} if not isinstance(value, dict) else {"x": [value]})
    return written.removeprefix("x = ").strip().removeprefix("[").removesuffix("]").strip(" ,\n")
