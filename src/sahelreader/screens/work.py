"""Starting a worker the house way: named group, newest wins, a bug told once and logged, never swallowed."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from textual.dom import DOMNode
from textual.worker import Worker

if TYPE_CHECKING:
    from sahelreader.screens.context import Context


def start(
    node: DOMNode,
    context: Context,
    work: Coroutine[Any, Any, None],
    group: str,
    *,
    exclusive: bool = True,
) -> Worker[None]:
    """Run WORK; with EXCLUSIVE, what is still running of GROUP on NODE is cancelled first."""
    return node.run_worker(
        _told(work, context), group=group, exclusive=exclusive, exit_on_error=False
    )


async def _told(work: Coroutine[Any, Any, None], context: Context) -> None:
    try:
        await work
    except Exception as error:
        context.failed(error)
