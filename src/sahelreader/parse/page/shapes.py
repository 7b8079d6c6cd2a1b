"""Questions about elements that decide what block they become. Each looks at markup alone."""

from __future__ import annotations

from sahelreader.parse.page.tree import Element, text_of


def only_quotes(node: Element) -> bool:
    return "pullquote" in (node.get("class") or "") and node.find(".//blockquote") is None


def follows_text(cited: Element) -> bool:
    """Whether text goes on after CITED in its own block: then it is part of the sentence."""
    if cited.tag != "cite":
        return False
    if cited.tail and cited.tail.strip(" .\n\t\r"):
        return True
    before = cited.getprevious()
    said = (before.tail if before is not None else None) or (
        "" if before is not None else (cited.getparent().text or "")  # type: ignore[union-attr]
    )
    return bool(said.strip(" \n\t\r-–—―~\u00a0")) and cited.tail is not None


def table_of(row: Element) -> Element | None:
    for up in row.iterancestors("table"):
        return up
    return None


def laid_out(table: Element, cells: list[list[Element]]) -> bool:
    """Whether TABLE only places things: few cells with paragraphs of text in them."""
    if table.get("role") == "presentation":
        return True
    if next(table.iter("th", "caption", "thead"), None) is not None:
        return False
    long = sum(1 for row in cells for cell in row if len(cell) and _letters(cell) > 400)
    count = sum(len(row) for row in cells)
    return long > 0 and count <= 12


def inside(image: Element, caption: Element | None, figure: Element) -> bool:
    if caption is None:
        return False
    for up in image.iterancestors():
        if up is caption:
            return True
        if up is figure:
            break
    return False


def credit_beside(figure: Element, caption: Element | None) -> Element | None:
    for part in figure.iter("span", "div", "p", "cite", "small", "em"):
        name = (part.get("class") or "").lower()
        if part is caption or (caption is not None and inside(part, caption, figure)):
            continue
        if (
            part.tag == "cite" or "credit" in name or "attribution" in name or "copyright" in name
        ) and 1 < len(text_of(part, 300)) < 150:
            return part
    return None


def _letters(node: Element) -> int:
    return sum(len(text) for text in node.itertext())
