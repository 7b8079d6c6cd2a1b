"""Things to choose from, laid out in a width: hint, mark, label, what stands at the right, a detail below. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len

from sahelreader.domain.text import safe_line
from sahelreader.widgets.wrap import wrap

#: (text, role), as `widgets.inks` knows roles
Run = tuple[str, str]
#: lines that a label, and a detail, may take
MOST = 3
#: from this width a detail may stand beside its label
ROOMY = 64
#: a label so short that there is always room beside it
NARROW = 8
#: cells that a detail beside its label has at least
LEAST = 16


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose. VALUE None makes it a heading, which one passes over.

    HINT is a key shown before the label, MARK a sign of one cell in the ink TONE, DETAIL what is said below,
    ASIDE that the detail stands beside the label where there is room.
    """

    value: Any
    label: str
    detail: str = ""
    hint: str = ""
    mark: str = ""
    right: str = ""
    right_role: str = "dim"
    role: str = "title"
    tone: str = "mark"
    aside: bool = False
    #: lines that the label, and the detail, may take
    most: int = MOST


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """A painted line of the choice at INDEX; -1 is a blank one."""

    index: int
    runs: tuple[Run, ...] = ()


def lay_out(choices: Sequence[Choice], width: int, more: str) -> list[ChoiceLine]:
    """The lines of CHOICES in WIDTH cells, of which the first is left for the sign of where one is."""
    hints = max((cell_len(choice.hint) for choice in choices), default=0)
    marked = any(choice.mark for choice in choices)
    beside = 0
    widest = max((cell_len(c.label) for c in choices if c.aside and c.value is not None), default=0)
    if width >= ROOMY or widest <= NARROW:
        beside = widest
    lines: list[ChoiceLine] = []
    for index, choice in enumerate(choices):
        if choice.value is None:
            if lines:
                lines.append(ChoiceLine(-1))
            lines += _heading(index, choice, width, more)
            continue
        before: list[Run] = []
        if marked:
            before.append((f"{choice.mark or ' '} ", choice.tone))
        if hints:
            before.append((choice.hint + " " * (hints - cell_len(choice.hint) + 2), "key"))
        lines += _choice(index, choice, before, min(beside, width // 3), width, more)
    return lines


def _heading(index: int, choice: Choice, width: int, more: str) -> list[ChoiceLine]:
    room = max(4, width - 3)
    lines = [ChoiceLine(index, ((part, "heading"),)) for part in _lines(choice.label, room, more)]
    said = _lines(choice.detail, room, more) if choice.detail else []
    return [*lines, *(ChoiceLine(index, ((part, "dim"),)) for part in said)]


def _choice(
    index: int, choice: Choice, before: list[Run], beside: int, width: int, more: str
) -> list[ChoiceLine]:
    start = sum(cell_len(text) for text, _role in before)
    room = max(8, width - 1 - start - 1)
    right = choice.right if cell_len(choice.right) + 12 < room else ""
    label_room = room - (cell_len(right) + 2 if right else 0)
    gap: Run = (" " * start, "dim")
    detail_room = room - beside - 2 - (cell_len(right) + 2 if right else 0)
    if beside and choice.aside and choice.detail and detail_room >= LEAST:
        label = _lines(choice.label, beside, more)[0]
        head = label + " " * (beside + 2 - cell_len(label))
        said = _lines(choice.detail, detail_room, more)
        gap_right = " " * (room - beside - 2 - cell_len(said[0]) - cell_len(right))
        lines = [
            ChoiceLine(
                index,
                (
                    *before,
                    (head, choice.role),
                    (said[0], "dim"),
                    (gap_right, "dim"),
                    (right, choice.right_role),
                ),
            )
        ]
        indent: Run = (" " * (start + beside + 2), "dim")
        return [*lines, *(ChoiceLine(index, (indent, (part, "dim"))) for part in said[1:])]
    parts = _lines(choice.label, label_room, more, choice.most)
    first: tuple[Run, ...] = (*before, (parts[0], choice.role))
    if right:
        space = room - cell_len(parts[0]) - cell_len(right)
        first = (*first, (" " * space, "dim"), (right, choice.right_role))
    lines = [ChoiceLine(index, first)]
    lines += [ChoiceLine(index, (gap, (part, choice.role))) for part in parts[1:]]
    if choice.detail:
        lines += [
            ChoiceLine(index, (gap, (part, "dim")))
            for part in _lines(choice.detail, room, more, choice.most)
        ]
    return lines


def _lines(text: str, room: int, more: str, most: int = MOST) -> list[str]:
    """TEXT in lines of ROOM cells, at most MOST of them."""
    text = safe_line(text, 600)
    bounds = wrap(text, max(1, room))
    kept = [text[start:end] for start, end in bounds[:most]]
    if len(bounds) > most:
        last = kept[-1]
        while cell_len(last) + cell_len(more) > room and last:
            last = last[:-1]
        kept[-1] = last.rstrip() + more
    return kept or [""]
