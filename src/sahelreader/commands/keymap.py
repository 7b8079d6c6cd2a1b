"""Which key means which command where: defaults, a preset over them, the person's own over both.

Pure. Textual's own key map silently lets a key be stolen and forgets unknown names, so keys are resolved and
judged here, and looked up by `screens.keys`.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sahelreader.commands.command import ANYWHERE, Command
from sahelreader.i18n import _, pgettext

#: places that hold no keys but their own: letters are text there, or a question waits for its answer
TYPING = frozenset(
    (
        "search", "find", "compose", "form", "review", "link", "help", "palette", "add", "links",
        "tags", "export", "site", "older", "note", "mute",
    )
)  # fmt: skip

#: preset -> command id -> keys; a command that is not named keeps its defaults
PRESETS: dict[str, dict[str, str]] = {
    "vim": {},
    "newsboat": {
        "all_read": "A",
        "toggle_read": "N",
        "next_site": "J",
        "previous_site": "K",
        "sync": "R",
        "sync_site": "r",
        "browser": "o",
        "save": "s",
        "search": "slash",
        "filter": "F",
        "export": "E",
        "list.back": "q escape left",
        "reader.back": "q escape left",
        "thread.back": "q escape left",
        "tags": "ctrl+t",
        "links": "U",
        "undo": "u",
        "comment": "C",
        "outbox": "B",
    },
    "simple": {
        "list.down": "down",
        "list.up": "up",
        "list.open": "enter right",
        "list.back": "escape left",
        "sites.down": "down",
        "sites.up": "up",
        "sites.open": "enter right space",
        "sites.back": "escape left",
        "reader.down": "down",
        "reader.up": "up",
        "reader.thread": "enter",
        "reader.back": "escape left",
        "thread.next": "down",
        "thread.previous": "up",
        "thread.fold": "enter",
        "thread.back": "escape left",
        "top": "home",
        "bottom": "end",
        "page_up": "pageup",
        "search": "ctrl+f slash",
        "find": "ctrl+f slash",
        "filter": "ctrl+l",
        "quit": "ctrl+q",
        "help": "f1 question_mark",
    },
}


@dataclass(frozen=True, slots=True)
class KeyComplaint:
    """Something wrong in a person's key map. OTHER is the command that has the key, or the likeliest name meant."""

    kind: str  # "unknown" command, "clash" of two commands, "nokey"
    id: str
    key: str = ""
    other: str = ""

    @property
    def sentence(self) -> str:
        words = {"id": self.id, "key": shown_key(self.key), "other": self.other}
        if self.kind == "clash":
            return (
                _("Key %(key)s: wanted by “%(id)s” and by “%(other)s”; the first has it.") % words
            )
        if self.kind == "nokey":
            return _("“%(id)s”: there is no key called “%(key)s”.") % words
        if self.other:
            return _("There is no command “%(id)s”; did you mean “%(other)s”?") % words
        return _("There is no command “%(id)s”.") % words


@dataclass(frozen=True, slots=True)
class Keymap:
    """COMMANDS_AT: place -> key -> command. KEYS_OF: command id -> its keys, the one to show first."""

    commands_at: Mapping[str, Mapping[str, Command]]
    keys_of: Mapping[str, tuple[str, ...]]

    def command(self, place: str, key: str) -> Command | None:
        found = self.commands_at.get(place)
        return self._anywhere(place).get(key) if found is None else found.get(key)

    def _anywhere(self, place: str) -> Mapping[str, Command]:
        return {} if place in TYPING else self.commands_at[ANYWHERE]

    def at(self, place: str) -> list[Command]:
        """The commands that can be given at PLACE, keyless ones included, in the order of the tables."""
        seen: dict[str, Command] = {}
        for found in (self.commands_at.get(place, {}), self._anywhere(place)):
            for item in found.values():
                seen.setdefault(item.id, item)
        return list(seen.values())

    def hints(self, place: str) -> list[tuple[str, Command]]:
        """(key as shown, command) for the foot of PLACE, most useful first."""
        found = [item for item in self.at(place) if item.footer and self.keys_of[item.id]]
        found.sort(key=lambda item: item.footer)
        return [(shown_key(self.keys_of[item.id][0]), item) for item in found]

    def shown(self, command_id: str) -> str:
        """The key of a command, as a hint in a sentence; "" when it has none."""
        keys = self.keys_of.get(command_id, ())
        return shown_key(keys[0]) if keys else ""


def resolve(
    commands: Sequence[Command], preset: str = "vim", own: Mapping[str, str] | None = None
) -> tuple[Keymap, tuple[KeyComplaint, ...]]:
    """The keys in force, and what is wrong with OWN (command id -> keys separated by commas or spaces).

    A person's key beats a default; two of the person's own on one key in one place is a clash, which the first wins.
    """
    by_id = {item.id: item for item in commands}
    complaints: list[KeyComplaint] = []
    wanted: dict[str, tuple[str, ...]] = {}
    for layer, given in enumerate((PRESETS.get(preset, {}), own or {})):
        for command_id, text in given.items():
            if command_id not in by_id:
                meant = difflib.get_close_matches(command_id, by_id, 1)
                if layer:
                    complaints.append(
                        KeyComplaint("unknown", command_id, other=meant[0] if meant else "")
                    )
                continue
            keys, bad = _named(text)
            complaints.extend(KeyComplaint("nokey", command_id, key) for key in bad)
            if keys or not bad:
                wanted[command_id] = keys
    # one whose keys could not be read keeps its defaults, and ranks with them
    own_ids = [item for item in (own or {}) if item in by_id and item in wanted]
    # the person's first, then the preset's, then defaults: whoever comes first has the key
    preset_ids = [item for item in PRESETS.get(preset, {}) if item in by_id and item not in own_ids]
    order = dict.fromkeys((*own_ids, *preset_ids, *by_id))
    holder: dict[tuple[str, str], str] = {}
    keys_of: dict[str, tuple[str, ...]] = {}
    for command_id in order:
        item = by_id[command_id]
        kept = []
        for key in wanted.get(command_id, item.keys):
            rivals = {holder[place, key] for place in item.where if (place, key) in holder}
            if rivals:
                if command_id in own_ids:
                    complaints.append(KeyComplaint("clash", command_id, key, sorted(rivals)[0]))
                continue
            kept.append(key)
            for place in item.where:
                holder[place, key] = command_id
        keys_of[command_id] = tuple(kept)
    return Keymap(_by_place(commands, keys_of, own_ids), keys_of), tuple(complaints)


def _by_place(
    commands: Sequence[Command], keys_of: Mapping[str, tuple[str, ...]], own: Sequence[str]
) -> dict[str, dict[str, Command]]:
    """place -> key -> command. A keyless command stands under its id, which is no key's name."""
    tables: dict[str, dict[str, Command]] = {ANYWHERE: {}}
    for item in commands:
        for place in item.where:
            table = tables.setdefault(place, {})
            for key in keys_of[item.id] or (f":{item.id}",):
                table[key] = item
    for place, table in tables.items():
        if place == ANYWHERE or place in TYPING:
            continue
        for key, item in tables[ANYWHERE].items():
            # a place's own key is nearer than one that holds anywhere, unless the person gave the latter
            if key not in table or (item.id in own and table[key].id not in own):
                table[key] = item
    return tables


def _named(text: str) -> tuple[tuple[str, ...], list[str]]:
    """Keys of TEXT in Textual's names, and those that cannot be keys. "?" and "question_mark" are the same."""
    keys: list[str] = []
    bad: list[str] = []
    for word in text.replace(",", " ").split() or ([","] if text.strip() == "," else []):
        key = _key_name(word)
        (keys if key else bad).append(key or word)
    return tuple(dict.fromkeys(keys)), bad


def _key_name(word: str) -> str:
    *modifiers, last = word.split("+") if len(word) > 1 and word != "++" else [word]
    if any(item not in ("ctrl", "shift", "alt") for item in modifiers):
        return ""
    if len(last) == 1:
        last = _PUNCTUATION.get(last, last)
        if modifiers == ["shift"] and last.isalpha():
            return last.upper()
    elif last not in _NAMED and not (last[0] == "f" and last[1:].isdigit()):
        return ""
    return "+".join((*modifiers, last))


_PUNCTUATION = {
    "?": "question_mark", "/": "slash", ":": "colon", "<": "less_than_sign", ">": "greater_than_sign",
    ";": "semicolon", ",": "comma", ".": "full_stop", "!": "exclamation_mark", "*": "asterisk",
    "+": "plus", "-": "minus", "=": "equals_sign", "_": "underscore", "#": "number_sign", "&": "ampersand",
    "'": "apostrophe", '"': "quotation_mark", "(": "left_parenthesis", ")": "right_parenthesis",
    "$": "dollar_sign", "%": "percent_sign", "@": "at", "[": "left_square_bracket",
    "]": "right_square_bracket", "{": "left_curly_bracket", "}": "right_curly_bracket", "\\": "backslash",
    "|": "vertical_line", "~": "tilde", "`": "grave_accent", "^": "circumflex_accent",
}  # fmt: skip
_CHARACTERS = {name: character for character, name in _PUNCTUATION.items()}
_NAMED = frozenset(
    [
        "enter",
        "escape",
        "space",
        "tab",
        "up",
        "down",
        "left",
        "right",
        "home",
        "end",
        "pageup",
        "pagedown",
        "backspace",
        "delete",
        "insert",
    ]
) | frozenset(_CHARACTERS)


def shown_key(key: str) -> str:
    """KEY as one would say it, in the person's language: "Entrée", "Ctrl+S", "?"."""
    words = {
        "enter": pgettext("key", "Enter"),
        "escape": pgettext("key", "Esc"),
        "space": pgettext("key", "Space"),
        "tab": pgettext("key", "Tab"),
        "up": "↑",
        "down": "↓",
        "left": "←",
        "right": "→",
        "home": pgettext("key", "Home"),
        "end": pgettext("key", "End"),
        "pageup": pgettext("key", "PgUp"),
        "pagedown": pgettext("key", "PgDn"),
        "backspace": pgettext("key", "Backspace"),
        "delete": pgettext("key", "Del"),
        "insert": pgettext("key", "Ins"),
    }
    *modifiers, last = key.split("+")
    names = {"ctrl": "Ctrl", "shift": pgettext("key", "Shift"), "alt": "Alt"}
    shown = words.get(last) or _CHARACTERS.get(last) or (last.upper() if modifiers else last)
    if last[:1] == "f" and last[1:].isdigit():
        shown = last.upper()
    return "+".join([*(names.get(item, item) for item in modifiers), shown])
