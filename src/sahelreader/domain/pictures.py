"""The pictures that belong to an article: its lead picture, then the figures of its text. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sahelreader.domain.article import Picture
from sahelreader.domain.document import Block, Document, Figure, ListBlock, Quotation

#: pictures of one article that are offered; a gallery may hold hundreds
MOST = 100
#: pixels across from which a picture is good enough for a terminal, and what one of unknown width counts
GOOD, WHOLE = 600, 100_000
#: how WordPress names another size of a picture
_SIZE = re.compile(r"-(?:(\d{2,5})x\d{2,5}|scaled)(?=\.\w{3,4}$)")
#: blocks within blocks are followed no deeper than this
DEPTH = 8


def pictures(lead: Picture | None, document: Document) -> tuple[Picture, ...]:
    """Each picture once, in the order in which the page shows them, the lead picture first.

    WordPress keeps one picture in several sizes and puts them here and there; of those the smallest that is still
    good is taken, since bytes are money. A caption beats an empty one.
    """
    found: dict[str, Picture] = {}
    told = [lead] if lead is not None else []
    for picture in (*told, *_figures(document.blocks, 0)):
        if picture.url:
            key = _SIZE.sub("", picture.url)
            there = found.get(key)
            found[key] = picture if there is None else _better(there, picture)
    return tuple(list(found.values())[:MOST])


def _better(one: Picture, other: Picture) -> Picture:
    told = one if one.caption or one.credit else other
    url = min((one.url, other.url), key=_cost)
    return Picture(url, told.caption, told.credit)


def _cost(url: str) -> tuple[bool, int]:
    """What a picture costs by the width that its address tells; one too small to see is worse than a dear one."""
    match = _SIZE.search(url)
    width = int(match[1]) if match is not None and match[1] else WHOLE
    return width < GOOD, width


def _figures(blocks: Sequence[Block], depth: int) -> Iterator[Picture]:
    if depth > DEPTH:
        return
    for block in blocks:
        if isinstance(block, Figure):
            yield Picture(block.url, block.caption or block.alt, block.credit)
        elif isinstance(block, Quotation):
            yield from _figures(block.blocks, depth + 1)
        elif isinstance(block, ListBlock):
            for item in block.items:
                yield from _figures(item, depth + 1)
