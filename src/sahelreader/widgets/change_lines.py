"""What a site changed in an article, as lines: signs and colours both say what went and what came. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from sahelreader.domain.difference import Change, Kind, Piece
from sahelreader.domain.text import safe_block
from sahelreader.i18n import _, ngettext
from sahelreader.widgets.lines import Line, Page, Run
from sahelreader.widgets.wrap import wrap

#: unchanged passages that are shown in one run; longer runs are counted
SHOWN = 2
_SIGNS = {Kind.REMOVED: ("[-", "]", "bad:s"), Kind.ADDED: ("[+", "]", "good:b")}
_PLAIN = {"title": "headline", "heading": "heading", "quote": "quote"}


def change_lines(changes: Sequence[Change], width: int) -> list[Line]:
    """CHANGES in WIDTH cells, the passages that stayed drawn together."""
    page = Page(width)
    if all(change.kind is Kind.SAME for change in changes):
        page.flow(
            _("No word of the text changed: a date, a link or the typography did."), "caution"
        )
        page.blank()
    for same, run in groupby(changes, key=lambda change: change.kind is Kind.SAME):
        found = list(run)
        if not same:
            for change in found:
                _change(page, change)
        elif len(found) <= SHOWN:
            for change in found:
                _flow(page, [(_said(change), "dim")])
        else:
            _flow(page, [(_said(found[0]), "dim")] if page.lines else [])
            left = len(found) - 2
            told = ngettext("(%(count)d passage unchanged)", "(%(count)d passages unchanged)", left)
            _flow(page, [(told % {"count": left}, "figure")])
            _flow(page, [(_said(found[-1]), "dim")])
    return page.lines


def _said(change: Change) -> str:
    return "".join(piece.text for piece in change.pieces)


def _change(page: Page, change: Change) -> None:
    plain = _PLAIN.get(change.role, "text")
    parts: list[tuple[str, str]] = []
    for piece in change.pieces:
        text = safe_block(piece.text, 20_000)
        if piece.kind is Kind.SAME:
            parts.append((text, plain))
            continue
        before, after, role = _SIGNS[piece.kind]
        core = text.strip()
        rest = text[len(text.rstrip()) :]
        parts += [(f"{before}{core}{after}", role), (rest or _gap(change, piece), plain)]
    _flow(page, parts)


def _gap(change: Change, piece: Piece) -> str:
    """A space after a change that ends without one, when another change follows."""
    at = change.pieces.index(piece)
    following = change.pieces[at + 1 :]
    return " " if following and following[0].kind is not Kind.SAME else ""


def _flow(page: Page, parts: Sequence[tuple[str, str]]) -> None:
    """PARTS (text, role) as one paragraph, and a blank line."""
    text = "".join(part for part, _role in parts)
    if not text.strip():
        return
    for start, end in wrap(text, page.width):
        runs: list[Run] = []
        at = 0
        for part, role in parts:
            left, right = max(start, at), min(end, at + len(part))
            if left < right:
                runs.append((left - start, right - start, role, ""))
            at += len(part)
        page.lines.append(Line(text[start:end], tuple(runs)))
    page.blank()
