"""Where things are: data, settings, log, stylesheets. Nothing is created by asking."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Paths:
    """DATA holds library.db, drafts/, outbox/, sent/; CONFIG holds settings.toml; both 0700 when made."""

    data: Path
    config: Path

    @property
    def library(self) -> Path:
        return self.data / "library.db"

    @property
    def settings(self) -> Path:
        return self.config / "settings.toml"

    @property
    def identities(self) -> Path:
        return self.config / "identities.toml"

    @property
    def log(self) -> Path:
        return self.data / "log" / "sahelreader.log"

    @property
    def pictures(self) -> Path:
        return self.data / "pictures"


def find_paths(environ: Mapping[str, str] | None = None) -> Paths:
    """The person's folders; SAHELREADER_DATA_DIR and SAHELREADER_CONFIG_DIR override."""
    env = os.environ if environ is None else environ
    data, config = env.get("SAHELREADER_DATA_DIR"), env.get("SAHELREADER_CONFIG_DIR")
    if data and config:
        return Paths(Path(data), Path(config))
    if sys.platform == "linux" and os.path.isabs(env.get("HOME", "")):
        # the XDG base directory specification, by which a relative path is ignored; platformdirs
        # would say the same and take longer to import than most commands take in all
        home = Path(env["HOME"])
        return Paths(
            Path(data) if data else _xdg(env, "XDG_DATA_HOME", home / ".local" / "share"),
            Path(config) if config else _xdg(env, "XDG_CONFIG_HOME", home / ".config"),
        )
    import platformdirs

    return Paths(
        Path(data) if data else platformdirs.user_data_path("sahelreader", appauthor=False),
        Path(config) if config else platformdirs.user_config_path("sahelreader", appauthor=False),
    )


def _xdg(env: Mapping[str, str], name: str, default: Path) -> Path:
    given = env.get(name, "")
    return (Path(given) if os.path.isabs(given) else default) / "sahelreader"


def private_folder(path: Path) -> Path:
    """Make PATH (and what is missing above it) readable by its owner alone; return it."""
    if not path.is_dir():
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.chmod(0o700)
    return path


def styles_dir() -> Path:
    """The folder of stylesheets: inside an installed package, or the checkout's top level."""
    here = Path(__file__).resolve().parent
    for folder in (here / "styles", here.parents[1] / "styles"):
        if (folder / "base.tcss").is_file():
            return folder
    raise FileNotFoundError("styles/base.tcss")
