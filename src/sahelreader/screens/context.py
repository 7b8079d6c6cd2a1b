"""What every screen is given: the library, the drafts, the settings, the clock, and who talks to the network.

A value with next to no behaviour. Screens take it as their first argument and pass it on.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sahelreader.commands import Keymap
from sahelreader.config import Settings
from sahelreader.paths import Paths
from sahelreader.screens.failures import Failures
from sahelreader.screens.leaving import Leaving
from sahelreader.widgets.theme import Marks

if TYPE_CHECKING:
    from sahelreader.drafts import Drafts
    from sahelreader.library import Library
    from sahelreader.screens.traffic import Traffic


@dataclass(frozen=True, slots=True)
class Context:
    paths: Paths
    settings: Settings
    library: Library
    #: the person's drafts; asked for by `drafts`
    shelf: Callable[[], Drafts]
    #: aware UTC
    now: Callable[[], datetime]
    keymap: Keymap
    marks: Marks
    #: register here what must be saved before the program ends
    leaving: Leaving
    #: sync and delivery as workers, and their state for the status line
    traffic: Traffic
    #: a client for the network, for what no worker of `traffic` does (add a site …); imported when called
    client: Callable[[], AbstractAsyncContextManager[Any]]
    #: a mistake of ours, while it is being handled: logged, told once
    failed: Failures
    #: what is wrong in the settings, worded; told once the list shows
    complaints: tuple[str, ...] = ()
    #: ids of drafts thrown away since the last other act that can be undone, the latest last
    discarded: list[str] = field(default_factory=list)

    @property
    def drafts(self) -> Drafts:
        return self.shelf()
