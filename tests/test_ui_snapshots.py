"""What a person sees, as text, at the three widths that matter. Look at a changed file before it is committed:
SNAPSHOTS=write python -m pytest tests/test_ui_snapshots.py, then git diff tests/snapshots."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.driven import SIZES, open_reader, same_as_before
from tests.ui_content import welcome_and_newspapers

#: name -> (keys, text typed then, keys after it)
SCENES: dict[str, tuple[str, str, str]] = {
    "list": ("", "", ""),
    "list-end": ("G", "", ""),
    "sites": ("h", "", ""),
    "article": ("G k k k enter", "", ""),
    "article-end": ("G k k k enter G", "", ""),
    "thread": ("G k k k enter enter", "", ""),
    "thread-folded": ("G k k k enter enter z", "", ""),
    "find": ("G k k k enter slash", "mopti", ""),
    "search": ("slash", "mil", ""),
    "search-nothing": ("slash", "zzzz", ""),
    "filter": ("f", "eau", ""),
    "help-list": ("question_mark", "", ""),
    "help-thread": ("G k k k enter enter question_mark", "", ""),
    "palette": ("colon", "", ""),
    "palette-typed": ("colon", "mil", ""),
    "add": ("a", "", ""),
    "add-typed": ("a", "newspaper.example", ""),
    "links": ("G k k k enter v", "", ""),
    "tags": ("t", "eau", ""),
    "export": ("e", "", ""),
    "mine-empty": ("m", "", ""),
    "site-form": ("h j j j j j e", "", ""),
    "browser": ("G k k k enter o", "", ""),
    "zen": ("G k k k enter z", "", ""),
}


@pytest.mark.parametrize(("columns", "rows"), SIZES)
@pytest.mark.parametrize("scene", sorted(SCENES))
async def test_a_scene_looks_as_it_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scene: str, columns: int, rows: int
) -> None:
    monkeypatch.setenv("HOME", "/home/awa")
    keys, text, after = SCENES[scene]
    async with open_reader(tmp_path, size=(columns, rows), fill=welcome_and_newspapers) as reader:
        await reader.press(*keys.split())
        await reader.type(text)
        await reader.press(*after.split())
        same_as_before(f"{scene}-{columns}x{rows}", reader.lines())


@pytest.mark.parametrize("scene", ["list", "article", "thread", "help-list"])
async def test_in_english_too(tmp_path: Path, scene: str) -> None:
    keys, _text, _after = SCENES[scene]
    async with open_reader(
        tmp_path, size=(80, 24), fill=welcome_and_newspapers, language="en"
    ) as reader:
        await reader.press(*keys.split())
        same_as_before(f"{scene}-80x24-en", reader.lines())


@pytest.mark.parametrize(
    "scene", ["list", "article", "thread", "sites", "add", "palette", "help-list"]
)
async def test_twenty_columns_are_enough(tmp_path: Path, scene: str) -> None:
    keys, _text, _after = SCENES[scene]
    async with open_reader(tmp_path, size=(20, 12), fill=welcome_and_newspapers) as reader:
        await reader.press(*keys.split())
        same_as_before(f"{scene}-20x12", reader.lines())
