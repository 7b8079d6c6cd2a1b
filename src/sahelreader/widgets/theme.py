"""The three themes as Textual knows them, made from `colours`. Knows no screen."""

from __future__ import annotations

from textual.theme import Theme

from sahelreader.widgets.colours import (
    AGADEZ,
    ANSI,
    COLOURS,
    HARMATTAN,
    ORDER,
    Colours,
    Marks,
    colours_for,
    contrast,
    marks_for,
    theme_for,
)

__all__ = [
    "AGADEZ",
    "ANSI",
    "COLOURS",
    "HARMATTAN",
    "ORDER",
    "Colours",
    "Marks",
    "contrast",
    "marks_for",
    "theme_for",
    "themes",
]


def themes(depth: int = 24) -> tuple[Theme, ...]:
    """The themes to register on a terminal whose colours have DEPTH bits; the third uses the terminal's own and no other."""
    colours = colours_for(depth)
    return (*(_theme(name, colours[name]) for name in (AGADEZ, HARMATTAN)), _ansi())


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
            # to the letter: Textual would make them anew, and a shade off what is painted before it is there
            "accent": colours.accent,
            "success": colours.good,
            "warning": colours.caution,
            "error": colours.bad,
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
