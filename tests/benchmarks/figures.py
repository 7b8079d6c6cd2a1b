"""One figure of `make bench`: what was measured, against what, and the bar. Every figure is a ratio taken in one run."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """VALUE in UNIT for WHAT, beside PEER's value of the same work in the same run.

    BAR is the ratio value / peer that is aimed at: at most it when LESS is better, at least it otherwise; 0: no bar.
    PEER_VALUE 0: nothing to compare with here (a peer that is not installed, a plain count).
    """

    what: str
    value: float
    unit: str
    peer: str = ""
    peer_value: float = 0
    bar: float = 0
    less: bool = True

    @property
    def ratio(self) -> float:
        return self.value / self.peer_value if self.peer_value else 0

    @property
    def met(self) -> bool | None:
        """Whether the bar is met; None without one."""
        if not self.bar or not self.peer_value:
            return None
        return self.ratio <= self.bar if self.less else self.ratio >= self.bar


def table(figures: Iterable[Figure]) -> str:
    """FIGURES as lines of one table."""
    rows = [("figure", "ours", "floor or peer", "", "ratio", "bar", "")]
    for figure in figures:
        sign = "≤" if figure.less else "≥"
        rows.append(
            (
                figure.what,
                f"{_short(figure.value)} {figure.unit}",
                figure.peer,
                f"{_short(figure.peer_value)} {figure.unit}" if figure.peer_value else "",
                f"{figure.ratio:.2f}" if figure.ratio else "",
                f"{sign} {figure.bar:g}" if figure.bar else "",
                {True: "✓", False: "✗", None: ""}[figure.met],
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def _short(value: float) -> str:
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def in_turn(
    ours: Callable[[], float], theirs: Callable[[], float], times: int
) -> tuple[float, float]:
    """Medians of OURS and THEIRS, measured alternately so that a busy machine troubles both alike."""
    mine, other = [], []
    for _time in range(times):
        mine.append(ours())
        other.append(theirs())
    return statistics.median(mine), statistics.median(other)
