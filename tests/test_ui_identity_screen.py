"""Who signs: everywhere and site by site, kept on this machine, asked for once."""

from __future__ import annotations

import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from textual.widgets import Input

from sahelreader.config import Settings
from sahelreader.domain.draft import Identity
from sahelreader.identities import identity_for, save_identity
from sahelreader.screens.identity import IdentityScreen
from sahelreader.screens.library import LibraryScreen
from tests.driven import SIZES, Driven, open_reader, same_as_before
from tests.test_ui_compose_screen import typed
from tests.ui_content import FLEUVE, newspapers

QUIET = Settings(send="never")
AWA = Identity("Awa K.", "awa@courriel.example", "")


async def show(driven: Driven) -> IdentityScreen:
    screen = IdentityScreen(driven.app.context)
    driven.app.push_screen(screen)
    await driven.settle()
    return screen


@pytest.fixture
async def reader(tmp_path: Path) -> AsyncIterator[Driven]:
    async with open_reader(tmp_path, fill=newspapers, settings=QUIET) as driven:
        yield driven


@pytest.mark.parametrize("size", SIZES)
async def test_as_it_looks(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_reader(tmp_path, fill=newspapers, settings=QUIET, size=size) as driven:
        save_identity(driven.app.context.paths, None, AWA)
        save_identity(
            driven.app.context.paths, FLEUVE, Identity("A. Koné", "akone@courriel.example")
        )
        await show(driven)
        same_as_before(f"identity-{size[0]}", driven.lines())


async def test_given_once_it_signs_everywhere(reader: Driven) -> None:
    await show(reader)
    assert "personne encore" in reader.text
    await reader.press("enter")
    await typed(reader, "Awa K.")
    await reader.press("enter")
    await typed(reader, "awa@courriel.example")
    await reader.press("enter", "enter")
    paths = reader.app.context.paths
    assert identity_for(paths, FLEUVE) == AWA
    assert stat.S_IMODE(paths.identities.stat().st_mode) == 0o600
    assert "comme partout" in reader.text
    await reader.press("escape")
    assert isinstance(reader.app.screen, LibraryScreen)


async def test_another_name_for_one_site_and_forgotten_again(reader: Driven) -> None:
    paths = reader.app.context.paths
    save_identity(paths, None, AWA)
    screen = await show(reader)
    await reader.press("down", "enter")
    box = screen.query_one("#sign-author", Input)
    assert box.value == "Awa K."
    box.value = "A. Koné"
    await reader.press("escape")
    changed = {
        url: identity_for(paths, url).name for url in ("https://ladune.example/", FLEUVE, "")
    }
    assert sorted(changed.values()) == ["A. Koné", "Awa K.", "Awa K."]
    assert changed[""] == "Awa K."
    await reader.press("d")
    assert all(identity_for(paths, url).name == "Awa K." for url in changed)


async def test_looking_changes_nothing(reader: Driven) -> None:
    await show(reader)
    await reader.press("enter", "escape", "down", "enter", "escape", "escape")
    assert not reader.app.context.paths.identities.exists()
