"""How each role of painted text looks in the theme in force: the table of `roles` as styles.

A component class of Textual's for each role would be matched against the whole stylesheet at every start and
change of class: measured at 60 ms of the first paint for 70 roles (docs/decisions). Layout is the stylesheet's.
"""

from __future__ import annotations

from rich.color import Color as RichColor
from rich.style import Style
from textual.color import Color
from textual.widget import Widget

from sahelreader.widgets.roles import INKS

#: styles that are kept: roles are few, the colours of pictures are not
MOST = 5_000
_EMPHASIS = {
    "b": Style(bold=True),
    "i": Style(italic=True),
    "c": Style(bold=True),
    "s": Style(strike=True),
}


class Inks:
    """The styles of WIDGET's roles in the theme in force. Letters after a colon add emphasis: "text:bi".

    A role "#rrggbb/#rrggbb" is ink and ground of a picture's cell.
    """

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._styles: dict[tuple[str, str], Style] = {}

    def forget(self) -> None:
        """The theme, or the widget's own style, changed."""
        self._styles.clear()

    def style(self, role: str, row: str = "") -> Style:
        """The style of ROLE; ROW "selected" or "selected-blurred" lays it on a marked row."""
        found = self._styles.get((role, row))
        if found is None:
            if len(self._styles) > MOST:
                self._styles.clear()
            found = self._made(role, row)
            self._styles[role, row] = found
        return found

    def _made(self, role: str, row: str) -> Style:
        if role.startswith("#"):
            # a cell of a picture: its own two colours, whatever the theme
            upper, _slash, lower = role.partition("/")
            return Style(color=_rich(upper), bgcolor=_rich(lower))
        name, _colon, letters = role.partition(":")
        ink, emphasis, *ground = INKS[name]
        variables = self._widget.app.theme_variables
        ansi = self._widget.app.native_ansi_color
        made = self._widget.rich_style + Style(color=_rich(variables[ink]))
        if emphasis:
            made += Style.parse(emphasis)
        if ansi and ink == "dim":
            made += Style(dim=True)
        for letter in letters:
            made += _EMPHASIS[letter]
        if ground:
            made += Style(bgcolor=_rich(variables[ground[0]]))
        elif row and ansi:
            made += Style(reverse=row == "selected", bold=True)
        elif row:
            made += Style(bgcolor=_rich(variables["selected" if row == "selected" else "panel"]))
        return made


def _rich(colour: str) -> RichColor:
    return Color.parse(colour).rich_color
