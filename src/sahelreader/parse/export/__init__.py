"""Articles with their threads as a file: Markdown, HTML, EPUB, plain text, JSON. Pure and repeatable.

The same articles give the same bytes. Nothing private goes out (no form, no identity, no draft, no mark of the reader),
nothing is fetched when the file is opened (a picture is a link with its caption), and nothing that a site wrote can
act on the program that opens it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sahelreader.parse.export.values import Exported, ExportedComment

__all__ = ["SUFFIXES", "Exported", "ExportedComment", "render"]

SUFFIXES = (".md", ".html", ".epub", ".txt", ".json")


def render(articles: Sequence[Exported], suffix: str) -> bytes:
    """ARTICLES as the bytes of a file with SUFFIX, one of SUFFIXES. Raises ValueError for another."""
    return _renderer(suffix.lower())(articles)


def _renderer(suffix: str) -> Callable[[Sequence[Exported]], bytes]:
    if suffix == ".md":
        from sahelreader.parse.export.markdown import markdown

        return lambda articles: markdown(articles).encode("utf-8", "replace")
    if suffix == ".txt":
        from sahelreader.parse.export.text import text

        return lambda articles: text(articles).encode("utf-8", "replace")
    if suffix == ".html":
        from sahelreader.parse.export.page import page

        return lambda articles: page(articles).encode("utf-8", "replace")
    if suffix == ".epub":
        from sahelreader.parse.export.epub import epub

        return epub
    if suffix == ".json":
        from sahelreader.parse.export.data import data

        return data
    raise ValueError(f"no such format: {suffix}")
