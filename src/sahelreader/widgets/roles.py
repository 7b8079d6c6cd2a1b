"""Each role of painted text: a colour of the theme, emphasis, a ground. The one table for all line-painted widgets.

Imports nothing of Textual, so that the first rows can be painted before it is there.
"""

from __future__ import annotations

#: role -> (colour, emphasis[, ground]); colours are the theme's variables
INKS: dict[str, tuple[str, ...]] = {
    # anywhere
    "text": ("foreground", ""),
    "dim": ("dim", ""),
    "accent": ("accent", ""),
    "key": ("accent", "bold"),
    "here": ("accent", ""),
    "good": ("success", ""),
    "caution": ("warning", ""),
    "bad": ("error", ""),
    "found": ("found-ink", "", "found"),
    "found-here": ("found-ink", "bold", "found-here"),
    # the top line and the foot
    "name": ("accent", "bold"),
    "view": ("foreground", ""),
    # the sites
    "count": ("dim", ""),
    "chosen": ("accent", "bold"),
    # the list
    "title": ("foreground", ""),
    "unread-title": ("foreground", "bold"),
    "mark": ("accent", ""),
    "meta": ("dim", ""),
    "new": ("accent", "bold"),
    "star": ("accent", ""),
    "snippet-found": ("warning", "bold"),
    # the reading pane
    "headline": ("foreground", "bold"),
    "byline": ("dim", ""),
    "heading": ("foreground", "bold"),
    "subheading": ("dim", "bold"),
    "quote": ("second", ""),
    "quote-bar": ("second", ""),
    "source": ("dim", ""),
    "figure": ("dim", "italic"),
    "code": ("second", ""),
    "bullet": ("accent", ""),
    "rule": ("dim", ""),
    "link": ("accent", "underline"),
    "related": ("accent", ""),
    "online": ("dim", ""),
    "tags": ("dim", ""),
    "note": ("second", "italic"),
    "author": ("second", "bold"),
    "me": ("accent", "bold"),
    "badge": ("second", ""),
    "bar": ("dim", ""),
    "faded": ("dim", ""),
    "table-head": ("foreground", "bold"),
    "current": ("accent", ""),
}
