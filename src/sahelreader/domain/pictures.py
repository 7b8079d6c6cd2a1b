"""The pictures that belong to an article: its lead picture, then the figures of its text. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sahelreader.domain.article import Picture
from sahelreader.domain.document import Block, Document, Figure, ListBlock, Quotation

#: pictures of one article that are offered; a gallery may hold hundreds
MOST = 100
#: blocks within blocks are followed no deeper than this
DEPTH = 8


def pictures(lead: Picture | None, document: Document) -> tuple[Picture, ...]:
    """Each picture once, by its address, in the order in which the page shows them. A caption beats an empty one."""
    found: dict[str, Picture] = {}
    told = [lead] if lead is not None else []
    for picture in (*told, *_figures(document.blocks, 0)):
        there = found.get(picture.url)
        if picture.url and (there is None or not (there.caption or there.credit)):
            found[picture.url] = picture
    return tuple(list(found.values())[:MOST])


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
