"""The command line on a library that was really subscribed and synced to the sample newspaper on loopback."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sahelreader.demo import SampleSite, sample_site
from sahelreader.demo.paper import Manners
from tests.program import Program


@pytest.fixture(scope="session")
def paper() -> Iterator[SampleSite]:
    """The sample newspaper, whose moderator is quick."""
    with sample_site("fr", Manners(approve=0.5, answer=0.5, flood=0)) as site:
        yield site


@pytest.fixture(scope="session")
def synced_home(paper: SampleSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose library has the welcome edition and the newspaper. Nobody writes to it: take `program`."""
    home = tmp_path_factory.mktemp("home")
    program = Program(home)
    program.ask("add", paper.url)
    assert program.run("sync").status == 0
    return home


@pytest.fixture(scope="session")
def reader(synced_home: Path) -> Program:
    """The program on the synced library, for commands that only read."""
    return Program(synced_home)


@pytest.fixture
def program(synced_home: Path, tmp_path: Path) -> Program:
    """The program on a copy of the synced library, of which a test may do as it likes."""
    shutil.copytree(synced_home, tmp_path / "copy")
    return Program(tmp_path / "copy")


@pytest.fixture
def fresh(tmp_path: Path) -> Program:
    """The program on a machine where it never ran."""
    return Program(tmp_path / "fresh")
