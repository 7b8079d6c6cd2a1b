"""Who signs: nobody until it is said, site by site, in a file that nobody else can read."""

from __future__ import annotations

import stat
from pathlib import Path

from sahelreader.domain.draft import Identity
from sahelreader.identities import forget_identity, identity_for, save_identity
from sahelreader.paths import Paths

MALI, NIGER = "https://www.mali.example/", "http://niger.example/journal/"
ME, OTHER = Identity("Zénabou", "z@example.org", "https://z.example/"), Identity("Z.", "")


def test_nobody_signs_at_first_and_looking_makes_nothing(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "data", tmp_path / "config")
    assert identity_for(paths, MALI) == Identity()
    assert not paths.config.exists()


def test_site_by_site(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "data", tmp_path / "config")
    save_identity(paths, MALI, ME)
    assert identity_for(paths, MALI) == ME
    assert identity_for(paths, "http://mali.example/autre/") == ME, "the same site"
    assert identity_for(paths, NIGER) == Identity(), "P3: another site learns nothing"
    save_identity(paths, None, OTHER)
    assert identity_for(paths, NIGER) == OTHER
    assert identity_for(paths, MALI) == ME
    forget_identity(paths, MALI)
    assert identity_for(paths, MALI) == OTHER
    assert stat.S_IMODE(paths.identities.stat().st_mode) == 0o600
    assert stat.S_IMODE(paths.config.stat().st_mode) == 0o700


def test_a_damaged_file_is_set_aside(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "data", tmp_path / "config")
    save_identity(paths, MALI, ME)
    paths.identities.write_text("[mali.example\nname=")
    assert identity_for(paths, MALI) == Identity()
    save_identity(paths, NIGER, OTHER)
    assert identity_for(paths, NIGER) == OTHER
    assert (paths.config / "identities.damaged.toml").read_text().startswith("[mali.example\n")
