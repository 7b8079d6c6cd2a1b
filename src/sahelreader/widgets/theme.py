"""Colours and marks: the three themes, and the signs that say a state without colour.

The figures of contrast are tested (every text on every ground ≥ 4.5 : 1). Knows no screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from textual.theme import Theme

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


def themes() -> tuple[Theme, ...]:
    """The themes to register; the third uses the terminal's own colours and nothing else."""
    return (*(_theme(name, COLOURS[name]) for name in (AGADEZ, HARMATTAN)), _ansi())


def _theme(name: str, colours: Colours) -> Theme:
    return Theme(
        name=name,
        primary=colours.accent,
        secondary=colours.second,
        warning=colours.caution,
        error=colours.bad,
        success=colours.good,
        accent=colours.accent,
        foreground=colours.text,
        background=colours.ground,
        surface=colours.surface,
        panel=colours.panel,
        boost=colours.panel,
        dark=name == AGADEZ,
        text_alpha=1.0,
        variables={
            "ink": colours.text,
            "dim": colours.dim,
            "second": colours.second,
            "selected": colours.selected,
            "found-ink": colours.ground,
            "found": colours.caution,
            "found-here": colours.accent,
            "border": colours.dim,
            "border-blurred": colours.panel,
            "block-cursor-foreground": colours.text,
            "block-cursor-background": colours.selected,
            "block-cursor-text-style": "bold",
            "block-hover-background": colours.panel,
            "input-cursor-background": colours.accent,
            "input-cursor-foreground": colours.ground,
            "input-selection-background": colours.selected,
            "screen-selection-background": colours.second,
            "screen-selection-foreground": colours.ground,
            "scrollbar": colours.panel,
            "scrollbar-hover": colours.dim,
            "scrollbar-active": colours.accent,
            "scrollbar-background": colours.ground,
            "scrollbar-background-hover": colours.ground,
            "scrollbar-background-active": colours.ground,
            "scrollbar-corner-color": colours.ground,
            "footer-key-foreground": colours.accent,
            "link-color": colours.accent,
            "text-muted": colours.dim,
            "text-disabled": colours.dim,
        },
    )


def _ansi() -> Theme:
    plain = "ansi_default"
    return Theme(
        name=ANSI,
        ansi=True,
        primary="ansi_yellow",
        secondary="ansi_blue",
        warning="ansi_yellow",
        error="ansi_red",
        success="ansi_green",
        accent="ansi_yellow",
        foreground=plain,
        background=plain,
        surface=plain,
        panel=plain,
        boost=plain,
        dark=True,
        variables={
            "ink": plain,
            "dim": plain,
            "second": "ansi_blue",
            "selected": plain,
            "found-ink": "ansi_black",
            "found": "ansi_yellow",
            "found-here": "ansi_green",
            "ansi-background": "ansi_black",
            "ansi-foreground": "ansi_white",
            "border": plain,
            "border-blurred": plain,
            "block-cursor-foreground": "ansi_black",
            "block-cursor-background": "ansi_white",
            "input-cursor-background": "ansi_white",
            "input-cursor-foreground": "ansi_black",
            "input-cursor-text-style": "reverse",
            "input-selection-background": "ansi_blue",
            "input-selection-foreground": "ansi_white",
            "screen-selection-background": "ansi_blue",
            "screen-selection-foreground": "ansi_white",
        },
    )


def theme_for(setting: str, environ: Mapping[str, str]) -> str:
    """The theme to start with: NO_COLOR, and terminals of 16 colours, get the terminal's own."""
    if environ.get("NO_COLOR"):
        return ANSI
    if environ.get("TERM", "") in ("linux", "vt100", "vt220", "xterm-mono"):
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
