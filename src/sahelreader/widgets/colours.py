"""Colours and marks: the colours of each theme, and the signs that say a state without colour.

The figures of contrast are tested (every text on every ground ≥ 4.5 : 1). Imports nothing of Textual, so that
the first rows can be painted before it is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

AGADEZ, HARMATTAN, ANSI = "agadez", "harmattan", "ansi"
ORDER = (AGADEZ, HARMATTAN, ANSI)


@dataclass(frozen=True, slots=True)
class Colours:
    """One theme's colours by role, as #rrggbb."""

    ground: str
    surface: str
    panel: str
    selected: str
    text: str
    dim: str
    accent: str
    second: str
    good: str
    caution: str
    bad: str

    @property
    def grounds(self) -> tuple[str, ...]:
        return (self.ground, self.surface, self.panel, self.selected)

    @property
    def inks(self) -> tuple[str, ...]:
        return (
            self.text, self.dim, self.accent, self.second, self.good, self.caution, self.bad,
        )  # fmt: skip


COLOURS: dict[str, Colours] = {
    AGADEZ: Colours(
        ground="#14110F",
        surface="#1C1815",
        panel="#2A231D",
        selected="#3A2F22",
        text="#EDE4D6",
        dim="#A89B8A",
        accent="#E0A458",
        second="#8FAADC",
        good="#9CC27A",
        caution="#E6C15A",
        bad="#E8866A",
    ),
    HARMATTAN: Colours(
        ground="#FBF6EC",
        surface="#F4ECDC",
        panel="#EADFC9",
        selected="#E3D2B0",
        text="#2B231B",
        dim="#65584A",
        accent="#80480B",
        second="#2F4B8A",
        good="#44611B",
        caution="#6E5200",
        bad="#9C341D",
    ),
}

#: the same out of the 256 colours that many terminals have; the nearest of the above would be pink and blood red
COLOURS_256: dict[str, Colours] = {
    AGADEZ: Colours(
        ground="#121212",
        surface="#1c1c1c",
        panel="#262626",
        selected="#3a3a3a",
        text="#e4e4e4",
        dim="#a8a8a8",
        accent="#d7af5f",
        second="#87afd7",
        good="#87d787",
        caution="#d7d75f",
        bad="#ff875f",
    ),
    HARMATTAN: Colours(
        ground="#ffffff",
        surface="#eeeeee",
        panel="#eeeeee",
        selected="#ffffaf",
        text="#262626",
        dim="#585858",
        accent="#875f00",
        second="#005f87",
        good="#005f00",
        caution="#5f5f00",
        bad="#870000",
    ),
}


def depth_of(environ: Mapping[str, str]) -> int:
    """How many bits a colour has on this terminal: 24, 8, or 4 when there are few or it is not known (Rich's rules)."""
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return 24
    kind = environ.get("TERM", "").strip().lower().rsplit("-", 1)[-1]
    return 8 if kind in ("256color", "kitty") else 4


def colours_for(depth: int) -> dict[str, Colours]:
    return COLOURS if depth == 24 else COLOURS_256


def theme_for(setting: str, environ: Mapping[str, str]) -> str:
    """The theme to start with: NO_COLOR, and terminals of 16 colours, get the terminal's own."""
    if environ.get("NO_COLOR") or depth_of(environ) == 4:
        return ANSI
    return setting if setting in ORDER else AGADEZ


@dataclass(frozen=True, slots=True)
class Marks:
    """One cell each, so that columns hold in every terminal; never colour alone."""

    unread: str = "●"
    saved: str = "★"
    held: str = "◔"
    doubt: str = "?"
    published: str = "✓"
    refused: str = "✗"
    offline: str = "○"
    online: str = "◉"
    here: str = "▌"
    quote: str = "▎"
    bar: str = "│"
    rule: str = "─"
    arrow: str = "→"
    reply: str = "↳"
    bullet: str = "•"
    folded: str = "▸"
    dot: str = "·"
    more: str = "…"
    new: str = "+"
    gone: str = "×"


ASCII_MARKS = Marks(
    unread="*", saved="#", held="~", doubt="?", published="v", refused="x", offline="o", online="@",
    here=">", quote="|", bar="|", rule="-", arrow=">", reply=">", bullet="-", folded=">", dot="-",
    more="~", new="+", gone="x",
)  # fmt: skip


def marks_for(ascii_wanted: bool, encoding: str) -> Marks:
    """The signs for this terminal: ASCII when asked for, or when it does not speak UTF-8."""
    return ASCII_MARKS if ascii_wanted or "utf" not in encoding.lower() else Marks()


def contrast(one: str, other: str) -> float:
    """Contrast of two #rrggbb colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
