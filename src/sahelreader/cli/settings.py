"""`config`: show or change a setting."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from sahelreader import config as settings_file
from sahelreader.cli.output import DONE, USAGE, Failure, Output
from sahelreader.cli.session import worded
from sahelreader.paths import find_paths


def config(given: argparse.Namespace, out: Output) -> int:
    path = find_paths().settings
    settings, complaints = settings_file.load(path)
    for complaint in complaints:
        out.say(worded(complaint))
    values = asdict(settings)
    key = given.key
    if key is None:
        if out.as_json:
            out.document(values)
        else:
            for name, value in values.items():
                out.line(f"{name} = {_shown(value)}")
            out.say(str(path))
        return DONE
    command = key.removeprefix("keys.") if key.startswith("keys.") else ""
    if command and given.value is not None:
        change = {"keys": {**settings.keys, command: given.value}}
    else:
        value, complaint_or_none = settings_file.parse_value(key, given.value or "")
        if key not in values or (given.value is not None and complaint_or_none):
            complaint = complaint_or_none or settings_file.Complaint(key)
            raise Failure(worded(complaint), USAGE)
        change = {key: value}
    if given.value is not None:
        try:
            settings_file.save(path, change)
        except (OSError, ValueError) as error:
            raise Failure(str(error)) from error
        values |= change
    shown = (
        settings.keys.get(command, "")
        if command and given.value is None
        else values.get(key, given.value)
    )
    if out.as_json:
        out.document({key: shown})
    else:
        out.line(f"{key} = {_shown(shown)}")
    return DONE


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, dict):
        return "{" + ", ".join(f'{key} = "{item}"' for key, item in value.items()) + "}"
    return str(value)
