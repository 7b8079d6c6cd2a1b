"""A draft as a TOML file: readable and mendable by hand, and what is not ours in it is kept.

Pure: bytes to values and back. Knows nothing of folders.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import tomli_w

from sahelreader.domain.draft import Draft, Identity, State, Target


class NotADraft(Exception):
    """The file says something else; str() is one short reason."""


#: in the file's order: what a person looks for first stands first
_ORDER = ("id", "state", "text", "created", "updated")
_TIMES = frozenset(
    (
        "created", "updated", "next_attempt", "sent_at", "checked", "not_before", "queued",
        "attempted",
    )
)  # fmt: skip
_NUMBERS = frozenset(("article", "reply_to", "attempts"))
_TABLES = {"target": Target, "identity": Identity}


def to_toml(draft: Draft, other: Mapping[str, Any] | None = None) -> bytes:
    """DRAFT as a file. OTHER: what the file said before; keys that are not ours stay."""
    raw: dict[str, Any] = dict.fromkeys(_ORDER)
    for item in fields(Draft):
        value = getattr(draft, item.name)
        if item.name in _TABLES:
            value = {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
        raw[item.name] = _plain(value)
    for key, value in (other or {}).items():
        if key not in raw:
            raw[key] = value
        elif key in _TABLES and isinstance(value, dict):
            raw[key] = {k: v for k, v in value.items() if k not in raw[key]} | raw[key]
    # tables last, as TOML wants; what is not known is left out
    flat = {k: v for k, v in raw.items() if v is not None and not isinstance(v, dict)}
    tables = {k: v for k, v in raw.items() if isinstance(v, dict)}
    # what the store has not cleaned (a title out of a library) must not make a save fail
    return tomli_w.dumps(flat | tables, multiline_strings=True).encode("utf-8", "replace")


def from_toml(content: bytes) -> tuple[Draft, dict[str, Any]]:
    """The draft in CONTENT and everything the file says. NotADraft for anything that is not one."""
    try:
        raw = tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise NotADraft("not UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise NotADraft(str(error)) from error
    except RecursionError as error:
        raise NotADraft("nested too deep") from error
    values: dict[str, Any] = {}
    for item in fields(Draft):
        if item.name not in raw:
            continue
        value = raw[item.name]
        if item.name in _TABLES:
            values[item.name] = _table(_TABLES[item.name], item.name, value)
        elif item.name in _TIMES:
            values[item.name] = _time(item.name, value)
        elif item.name in _NUMBERS:
            values[item.name] = _typed(item.name, value, int)
        elif item.name == "doubted":
            values[item.name] = _typed(item.name, value, bool)
        elif item.name == "state":
            values[item.name] = _state(value)
        else:
            values[item.name] = _typed(item.name, value, str)
    for name in ("id", "target", "text", "created"):
        if name not in values:
            raise NotADraft(f"no “{name}”")
    values.setdefault("identity", Identity())
    values.setdefault("updated", values["created"])
    return Draft(**values), raw


def _plain(value: Any) -> Any:
    if isinstance(value, State):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _table(kind: Any, name: str, raw: Any) -> Any:
    if not isinstance(raw, dict):
        raise NotADraft(f"“{name}” is not a table")
    values: dict[str, Any] = {}
    for item in fields(kind):
        if item.name not in raw:
            continue
        value = raw[item.name]
        if item.name == "required":
            _strings(item.name, value)
            values[item.name] = tuple(value)
        elif item.name == "hidden":
            values[item.name] = _pairs(value)
        else:
            values[item.name] = _typed(item.name, value, str)
    if kind is Target:
        for needed in ("site_url", "article_url"):
            values.setdefault(needed, "")
        values.setdefault("article_title", "")
        values.setdefault("article_remote_id", "")
    return kind(**values)


def _pairs(value: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, list):
        raise NotADraft("“hidden” is not a list")
    for pair in value:
        _strings("hidden", pair)
        if len(pair) != 2:
            raise NotADraft("“hidden” holds no pairs")
    return tuple((pair[0], pair[1]) for pair in value)


def _strings(name: str, value: Any) -> None:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise NotADraft(f"“{name}” is not a list of texts")


def _typed(name: str, value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise NotADraft(f"“{name}” is not of the right kind")
    return value


def _time(name: str, value: Any) -> datetime:
    if not isinstance(value, datetime):
        raise NotADraft(f"“{name}” is not a time")
    # a person who mends the file may leave the zone out
    try:
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    except OverflowError as error:
        raise NotADraft(f"“{name}” is no time of ours") from error


def _state(value: Any) -> State:
    try:
        return State(value)
    except ValueError as error:
        raise NotADraft(f"“{value}” is not a state") from error
