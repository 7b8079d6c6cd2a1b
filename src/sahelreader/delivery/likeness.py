"""Is a comment on a page the one that was written here? Sites change quotes, dashes, spaces and smileys; words stay. Pure."""

from __future__ import annotations

import html
import re
import unicodedata
from difflib import SequenceMatcher

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_RUN = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")
#: below this, part of another comment could pass for it
SURE_LENGTH = 30
_LONGEST_COMPARED = 4_000


def bones(text: str) -> str:
    """The letters and digits of TEXT, in one case; every other visible character when it has none."""
    text = unicodedata.normalize("NFKC", html.unescape(_TAG.sub("", text))).casefold()
    letters = "".join(char for char in text if char.isalnum())
    return letters or "".join(char for char in text if not char.isspace())


def same_words(written: str, shown: str) -> bool:
    """True when SHOWN (plain text, as the site renders it) is what WRITTEN became there."""
    one, other = bones(written), bones(shown)
    if one == other:
        return bool(one)
    # a smiley became a picture, a forbidden tag went: nearly all of a text that is long enough to tell
    if len(one) < SURE_LENGTH or not 0.9 < len(other) / len(one) < 1.1:
        return False
    one, other = one[:_LONGEST_COMPARED], other[:_LONGEST_COMPARED]
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() > 0.97 and matcher.quick_ratio() > 0.97 and _close(one, other)


def _close(one: str, other: str) -> bool:
    """At most three in a hundred characters differ, all at few places: same beginning and same end do most of it."""
    start = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    end = next(
        (i for i, (a, b) in enumerate(zip(reversed(one), reversed(other), strict=False)) if a != b),
        min(len(one), len(other)),
    )
    if start + end >= min(len(one), len(other)):
        return True
    middle = SequenceMatcher(
        None, one[start : len(one) - end], other[start : len(other) - end], autojunk=False
    )
    differing = sum(
        max(a2 - a1, b2 - b1) for tag, a1, a2, b1, b2 in middle.get_opcodes() if tag != "equal"
    )
    return differing <= len(one) * 0.03


def holds(written: str, author: str, shown: str) -> bool:
    """True when SHOWN, a comment with all that a theme puts around it, surely holds WRITTEN signed by AUTHOR."""
    wanted, found = bones(written), bones(shown)
    return len(wanted) >= SURE_LENGTH and wanted in found and bones(author) in found


def same_name(one: str, other: str) -> bool:
    return bones(one) == bones(other)


def search_words(text: str, limit: int = 50) -> str:
    """A run of plain words of TEXT that stands in the stored comment as it was typed; "" when there is none.

    WordPress searches for the whole string within the stored text, where quotes, ampersands and line breaks may differ.
    """
    runs = _RUN.findall(_TAG.sub("\n", text))
    best = max(runs, key=len, default="")
    if len(best) > limit:
        best = best[:limit].rsplit(" ", 1)[0] if " " in best[:limit] else best[:limit]
    return best
