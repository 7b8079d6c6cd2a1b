"""The order of a discussion: who answers whom, how deep, and where one goes from a comment. Pure.

Takes (id, parent's id or None, time or None) of each comment in the order they came; knows nothing of their text.
A comment whose parent is not here stands as a root; a loop of parents (a broken or hostile site) is cut open.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

Item = tuple[int, int | None, datetime | None]


@dataclass(frozen=True, slots=True)
class Place:
    """Where one comment stands. DEPTH 0 is a root; REPLIES counts everything below it."""

    id: int
    depth: int
    parent: int | None
    root: int
    replies: int
    #: it answers a comment that is not in this thread
    orphan: bool


@dataclass(frozen=True, slots=True)
class Thread:
    """Comments in reading order: each before its replies, siblings from the oldest to the newest."""

    order: tuple[int, ...]
    places: dict[int, Place]

    def visible(self, folded: Collection[int] = ()) -> list[int]:
        """The ids in order without what is below a folded one."""
        shown: list[int] = []
        hidden_below = -1
        for key in self.order:
            depth = self.places[key].depth
            if hidden_below >= 0 and depth > hidden_below:
                continue
            shown.append(key)
            hidden_below = depth if key in folded else -1
        return shown

    def sibling(self, key: int, step: int = 1) -> int | None:
        """The next (STEP 1) or previous (-1) comment that answers the same one; None at the end."""
        place = self.places[key]
        index = self.order.index(key) + step
        while 0 <= index < len(self.order):
            other = self.places[self.order[index]]
            if other.depth < place.depth:
                return None
            if other.depth == place.depth:
                return other.id
            index += step
        return None

    def parent(self, key: int) -> int | None:
        return self.places[key].parent

    def root(self, key: int) -> int:
        return self.places[key].root

    def folders(self) -> list[int]:
        """The roots that have replies: what "fold all" folds."""
        return [
            key for key in self.order if not self.places[key].depth and self.places[key].replies
        ]


def arrange(items: Iterable[Item]) -> Thread:
    """The thread of ITEMS."""
    given = list(items)
    known = {key for key, _, _ in given}
    wanted = {key: parent for key, parent, _ in given}
    children: dict[int | None, list[Item]] = {}
    for item in given:
        key, parent, _ = item
        children.setdefault(parent if parent in known and parent != key else None, []).append(item)
    for found in children.values():
        if all(time is not None for _, _, time in found):
            # stable: of one instant, the order in which they came
            found.sort(key=lambda item: item[2].timestamp() if item[2] else 0.0)
    order: list[int] = []
    depths: dict[int, int] = {}
    parents: dict[int, int | None] = {}
    roots: dict[int, int] = {}

    def walk(start: int) -> None:
        # by hand: a thread may be deeper than Python's stack
        waiting = [(start, 0, None, start)]
        pending: list[tuple[int, int, int | None, int]] = [*waiting]
        while pending:
            key, depth, parent, root = pending.pop()
            if key in depths:
                continue
            order.append(key)
            depths[key], parents[key], roots[key] = depth, parent, root
            for child, _, _ in reversed(children.get(key, ())):
                pending.append((child, depth + 1, key, root))

    for key, _, _ in children.get(None, ()):
        walk(key)
    # what no root leads to hangs in a loop: its first member becomes a root
    for key, _, _ in given:
        if key not in depths:
            walk(key)
    replies = _replies(order, depths)
    places = {
        key: Place(
            id=key,
            depth=depths[key],
            parent=parents[key],
            root=roots[key],
            replies=replies[key],
            orphan=parents[key] is None and wanted[key] is not None,
        )
        for key in order
    }
    return Thread(tuple(order), places)


def _replies(order: list[int], depths: dict[int, int]) -> dict[int, int]:
    """How many stand below each, from the last to the first."""
    counts: dict[int, int] = dict.fromkeys(order, 0)
    above: list[int] = []
    for key in order:
        while above and depths[above[-1]] >= depths[key]:
            done = above.pop()
            if above:
                counts[above[-1]] += counts[done] + 1
        above.append(key)
    while len(above) > 1:
        done = above.pop()
        counts[above[-1]] += counts[done] + 1
    return counts
