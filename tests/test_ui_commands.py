"""Commands and keys: declared once, no clash, every one of them can be carried out and is said in both languages."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sahelreader import i18n
from sahelreader.commands import ANYWHERE, COMMANDS, PRESETS, TYPING, places, resolve, shown_key

SOURCE = Path(__file__).resolve().parent.parent / "src" / "sahelreader"

#: INTERFACE: key -> command, in the list, in an article, in a discussion
EXPECTED = {
    "list": {
        "j": "list.down", "down": "list.down", "k": "list.up", "up": "list.up",
        "enter": "list.open", "l": "list.open", "escape": "list.back", "h": "list.back",
        "q": "list.back", "space": "list.page", "g": "top", "G": "bottom", "ctrl+d": "half_down",
        "ctrl+u": "half_up", "pagedown": "page_down", "pageup": "page_up", "n": "next_unread",
        "p": "previous_unread", "J": "next_site", "K": "previous_site", "N": "toggle_read",
        "A": "all_read", "u": "undo", "c": "comment", "r": "sync_site", "R": "sync", "B": "outbox",
        "m": "mine", "s": "save", "t": "tags", "e": "export", "o": "browser", "y": "copy_link",
        "v": "links", "slash": "search", "f": "filter", "tab": "next_pane",
        "shift+tab": "previous_pane", "less_than_sign": "narrower", "greater_than_sign": "wider",
        "z": "zen", "question_mark": "help", "colon": "palette", "ctrl+p": "palette", "Q": "quit",
    },
    "reader": {
        "j": "reader.down", "k": "reader.up", "enter": "reader.thread", "l": "reader.thread",
        "escape": "reader.back", "h": "reader.back", "q": "reader.back", "space": "reader.page",
        "g": "top", "G": "bottom", "n": "next_unread", "p": "previous_unread", "J": "next_article",
        "K": "previous_article", "N": "toggle_read", "A": "all_read", "u": "undo", "c": "comment",
        "r": "fetch_thread", "R": "sync", "B": "outbox", "m": "mine", "s": "save", "t": "tags",
        "e": "export", "o": "browser", "y": "copy_link", "v": "links", "slash": "find", "f": "find",
        "tab": "next_pane", "less_than_sign": "narrower", "z": "zen", "question_mark": "help",
        "colon": "palette", "Q": "quit",
    },
    "thread": {
        "j": "thread.next", "k": "thread.previous", "enter": "thread.fold", "l": "thread.fold",
        "escape": "thread.back", "h": "thread.back", "q": "thread.back", "space": "thread.page",
        "g": "top", "G": "bottom", "n": "thread.next_new", "p": "thread.previous_new",
        "J": "thread.sibling", "K": "thread.parent", "N": "toggle_read", "A": "all_read",
        "u": "undo", "c": "comment", "r": "thread.reply", "R": "sync", "B": "outbox", "m": "mine",
        "o": "browser", "y": "copy_link", "v": "links", "slash": "find", "f": "find",
        "less_than_sign": "narrower", "greater_than_sign": "wider", "z": "thread.fold_all",
        "question_mark": "help", "colon": "palette", "Q": "quit",
    },
}  # fmt: skip
#: what needs AltGr on a French keyboard is never the key that is shown
ALTGR = {
    "at", "number_sign", "left_square_bracket", "right_square_bracket", "left_curly_bracket",
    "right_curly_bracket", "backslash", "vertical_line", "tilde", "grave_accent",
    "circumflex_accent",
}  # fmt: skip


@pytest.mark.parametrize("place", sorted(EXPECTED))
def test_the_keys_are_those_people_rely_on(place: str) -> None:
    keymap, complaints = resolve(COMMANDS)
    assert complaints == ()
    found = {
        key: command.id if (command := keymap.command(place, key)) else ""
        for key in EXPECTED[place]
    }
    assert found == EXPECTED[place]


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_no_two_commands_want_one_key_in_one_place(preset: str) -> None:
    wanted: dict[tuple[str, str], list[str]] = {}
    changed = PRESETS[preset]
    assert set(changed) <= {item.id for item in COMMANDS}
    for item in COMMANDS:
        keys = changed[item.id].split() if item.id in changed else item.keys
        for place in item.where:
            for key in keys:
                wanted.setdefault((place, key), []).append(item.id)
    # a preset may take a default's key: then that command has another, or is in the palette
    clashes = {
        where: [name for name in names if name in changed or preset == "vim"]
        for where, names in wanted.items()
    }
    assert {where: names for where, names in clashes.items() if len(names) > 1} == {}


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_in_every_preset_one_can_move_open_go_back_and_leave(preset: str) -> None:
    keymap, complaints = resolve(COMMANDS, preset)
    assert complaints == ()
    for name in ("list.down", "list.open", "list.back", "reader.back", "help", "quit", "comment"):
        assert keymap.keys_of[name], name


def test_ids_are_unique_and_names_are_short() -> None:
    assert len({item.id for item in COMMANDS}) == len(COMMANDS)
    for item in COMMANDS:
        assert bool(item.action) != bool(item.screen), item.id
        assert item.help.endswith((".", "ç")), item.id


def test_no_key_shown_needs_altgr_on_a_french_keyboard() -> None:
    assert not [item.id for item in COMMANDS if item.keys and item.keys[0] in ALTGR]


def test_every_command_has_something_that_carries_it_out() -> None:
    actions = {
        node.name.removeprefix("action_")
        for path in [SOURCE / "app.py", *SOURCE.glob("screens/*.py"), *SOURCE.glob("widgets/*.py")]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("action_")
    }
    missing = []
    for item in COMMANDS:
        if item.screen:
            module, _colon, name = item.screen.partition(":")
            path = SOURCE / (module.replace(".", "/") + ".py")
            if not path.exists() or f"class {name}(" not in path.read_text(encoding="utf-8"):
                missing.append(item.id)
        elif item.action not in actions:
            missing.append(item.id)
    assert missing == []


def test_every_command_is_said_in_french() -> None:
    i18n.use("fr")
    try:
        same = {"page", "zen", "parent"}
        english = [
            item.id
            for item in COMMANDS
            if item.help == item.help_source
            or (item.name == item.name_source and item.name not in same)
        ]
        assert english == []
    finally:
        i18n.use("en")


def test_a_persons_keys_win_and_what_is_wrong_with_them_is_said() -> None:
    keymap, complaints = resolve(
        COMMANDS, "vim", {"save": "ctrl+b", "outbox": "s", "nonsense": "x", "sync": "ctrl+bogus"}
    )
    assert keymap.command("list", "s") is not None
    assert keymap.commands_at["list"]["s"].id == "outbox"
    assert keymap.commands_at["list"]["ctrl+b"].id == "save"
    assert sorted(item.kind for item in complaints) == ["nokey", "unknown"]
    assert all(item.sentence for item in complaints)
    _keymap, clash = resolve(COMMANDS, "vim", {"save": "w", "undo": "w"})
    assert [(item.kind, item.id, item.other) for item in clash] == [("clash", "undo", "save")]


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=12), max_size=6))
def test_no_key_map_whatever_raises(own: dict[str, str]) -> None:
    keymap, complaints = resolve(COMMANDS, "vim", own)
    for place in (ANYWHERE, *places()):
        assert keymap.hints(place) is not None
    for item in complaints:
        assert item.sentence


def test_letters_are_text_where_one_types() -> None:
    keymap, _complaints = resolve(COMMANDS)
    for place in ("search", "find", "palette", "add", "tags", "export", "site"):
        assert place in TYPING
        letters = [key for key in keymap.commands_at[place] if len(key) == 1]
        assert letters == [], place


@pytest.mark.parametrize(
    ("key", "shown"),
    [("enter", "Enter"), ("ctrl+s", "Ctrl+S"), ("question_mark", "?"), ("G", "G"), ("f1", "F1")],
)
def test_a_key_is_shown_as_one_says_it(key: str, shown: str) -> None:
    assert shown_key(key) == shown


def test_the_readme_shows_the_keys_as_they_are() -> None:
    root = SOURCE.parent.parent
    done = subprocess.run(
        [sys.executable, str(root / "tools" / "keys.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
