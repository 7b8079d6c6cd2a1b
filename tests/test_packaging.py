"""The wheel, built and installed in a clean environment, opens the reader with its styles, its French and its welcome edition."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.terminal import Terminal, surroundings

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    # built from a copy: the build writes catalogues, and a test must not write into the checkout
    source = folder / "source"
    shutil.copytree(
        ROOT,
        source,
        ignore=shutil.ignore_patterns(
            ".git", ".venv", "*.mo", "__pycache__", ".*_cache", ".hypothesis"
        ),
    )
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")],
        cwd=source,
        check=True,
        capture_output=True,
    )
    (built,) = (folder / "dist").glob("*.whl")
    return built


def test_wheel_carries_styles_catalogues_and_editions(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "sahelreader/styles/base.tcss",
        "sahelreader/locales/fr/LC_MESSAGES/sahelreader.mo",
        "sahelreader/welcome/fr.toml",
        "sahelreader/welcome/en.toml",
        "sahelreader/catalogue.toml",
        "sahelreader/demo/fr.toml",
        "sahelreader/py.typed",
    ):
        assert wanted in names
    assert not [name for name in names if name.startswith("tests/")]


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an environment that holds the wheel and, by path, the dependencies of this one."""
    home = tmp_path_factory.mktemp("clean") / "env"
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    if importlib.util.find_spec("pip"):
        command = [sys.executable, "-m", "pip", "--python", str(python), "install", "-q"]
    elif uv := shutil.which("uv"):
        command = [uv, "pip", "install", "-q", "--python", str(python)]
    else:
        pytest.skip("neither pip nor uv is here to install a wheel")
    subprocess.run(
        [*command, "--no-deps", "--no-index", str(wheel)], check=True, capture_output=True
    )
    # the dependencies come from the environment that runs the tests: no network is needed, and its own
    # editable sahelreader stays out, because a path named in a .pth file has no .pth files of its own read
    (site,) = home.glob("lib/python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    return home / "bin"


def test_installed_program_is_the_wheels(installed: Path, tmp_path: Path) -> None:
    where = subprocess.run(
        [installed / "python", "-c", "import sahelreader; print(sahelreader.__file__)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    ).stdout
    assert str(installed.parent) in where


def test_installed_program_opens_the_reader(installed: Path, tmp_path: Path) -> None:
    with Terminal(
        [str(installed / "sahelreader")], environ=surroundings(tmp_path), folder=tmp_path
    ) as terminal:
        terminal.wait_for("ici, on lit")
        terminal.press("Q")
        assert terminal.leave() == 0
    assert b"\x1b[?1049l" in terminal.raw


def test_installed_program_speaks_french(installed: Path, tmp_path: Path) -> None:
    answer = subprocess.run(
        [installed / "sahelreader", "sites", "--help"],
        capture_output=True,
        text=True,
        env=surroundings(tmp_path),
        cwd=tmp_path,
        check=True,
    )
    assert "les sites et leur dernière synchronisation" in answer.stdout
