"""The fixtures that give tests a WordPress.

Tests elsewhere import them in their own conftest.py:

    from tests.wordpress.conftest import fresh_wordpress, wordpress

Whatever the number of such imports, one process starts one WordPress. Under pytest-xdist, mark
the tests xdist_group("wordpress") to keep them in one worker, or let each worker start its own.
"""

import os
from collections.abc import Iterator

import pytest

from tests.wordpress.server import WordPress, why_unavailable

_running: list[WordPress] = []
"""The process's WordPress: pytest makes a fixture imported twice twice."""


@pytest.fixture(scope="session")
def wordpress() -> Iterator[WordPress]:
    """A real WordPress, the same for the whole session; a test leaves it as it likes.

    Where it cannot run the test is skipped; under CI that is a failure, since a skipped test
    nobody reads is a test nobody has.
    """
    if _running:
        yield _running[0]
        return
    if (why := why_unavailable()) is not None:
        if os.environ.get("CI"):
            pytest.fail(why, pytrace=False)
        pytest.skip(why)
    with WordPress() as site:
        _running.append(site)
        yield site
        _running.clear()


@pytest.fixture
def fresh_wordpress(wordpress: WordPress) -> WordPress:
    """The session's WordPress, back in its first state (some hundredths of a second)."""
    wordpress.reset()
    return wordpress
