"""Which elements of a page are readers' comments, and who answers whom: by ids, classes and nesting of each system."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sahelreader.parse.page.tree import Element, has_class, text_of

#: comments read from one page
LIMIT = 5_000
_WORDPRESS = re.compile(r"^(?:li-|div-)?comment-(\d+)$", re.IGNORECASE)
_WPDISCUZ = re.compile(r"^wpd?-?(?:disc|wc)?-?comm-(\d+)_(\d+)$", re.IGNORECASE)
_JCOMMENTS = re.compile(r"^comment-item-(\d+)$")
_KOMENTO = re.compile(r"^kmt-(\d+)$|^komento-comment-(\d+)$")
_SPIP = re.compile(r"^(?:forum|comment)(\d+)$")
_DEPTH = re.compile(r"(?:^|\s)(?:depth-|wpd_comment_level-|kmt-child-|level-)(\d+)(?=\s|$)")
_WORDS = ("comm", "kmt", "komento", "forum", "pingback", "trackback", "Comm", "COMM")

AUTHORS = ("wp-block-comment-author-name", "author-homepage", "wpd-comment-author", "fn", "comment-author-name", "comment__author-name", "comment-author-link", "kmt-author", "comment-author", "comment_author", "author-name", "commenter", "comment-name", "author", "auteur", "username", "comment__author", "says-who")  # fmt: skip
DATES = ("wp-block-comment-date", "wpd-comment-date", "comment-metadata", "comment-date", "comment-time", "comment_date", "comment-meta", "commentmetadata", "comment__date", "kmt-time", "kmt-date", "published", "date", "time", "comment-meta-data", "comment-datetime")  # fmt: skip
TEXTS = ("wp-block-comment-content", "wpd-comment-text", "comment-content", "comment_content", "comment__content", "comment-text-inner", "kmt-text", "kmt-content", "comment-text", "comment_text", "comment-entry", "comment-body-text", "forum-texte", "forum_texte", "comment-texte", "comment-message", "commenttext", "comment-copy", "comment-box-content", "comment-body", "comment__text", "texte", "message", "comment-container")  # fmt: skip


@dataclass(slots=True)
class Item:
    node: Element
    id: str
    parent: str | None
    depth: int


def comment_items(root: Element) -> list[Item]:
    found: list[Item] = []
    by_node: dict[Element, Item] = {}
    stack: list[Item] = []
    for node in root.iter("li", "div", "article", "section"):
        item = _as_item(node)
        if item is None:
            continue
        around = _nearest(node, by_node)
        if around is not None and around.id == item.id:
            continue  # li#comment-5 > article#div-comment-5
        if item.parent is None:
            if around is not None:
                item.parent = around.id
            else:
                item.parent = _by_depth(stack, item)
        by_node[node] = item
        found.append(item)
        stack.append(item)
        if len(found) >= LIMIT:
            break
    return found


def _nearest(node: Element, items: dict[Element, Item]) -> Item | None:
    for up in node.iterancestors():
        if up in items:
            return items[up]
    return None


def _by_depth(stack: list[Item], item: Item) -> str:
    """The parent in a flat list that only says how deep each comment is."""
    if item.depth <= 1:
        return ""
    for before in reversed(stack):
        if before.depth == item.depth - 1:
            return before.id
        if before.depth < item.depth - 1:
            break
    return ""


def _as_item(node: Element) -> Item | None:
    name = node.get("class") or ""
    own = node.get("id") or ""
    # most elements are nobody's comment: the tests below cost, this one does not
    if (
        not any(word in own or word in name for word in _WORDS)
        and node.get("data-kt-comment-item") is None
    ):
        return None
    depth = _DEPTH.search(name)
    level = int(depth.group(1)) if depth else 0
    found = _WPDISCUZ.match(own)
    if found:
        parent = found.group(2)
        return Item(node, found.group(1), parent if parent != "0" else "", level)
    tokens = name.lower().split()
    if "wpd-comment-right" in tokens or "wpd-comment-wrap" in tokens:
        return None
    found = _WORDPRESS.match(own)
    if found and _looks_like_one(node):
        return Item(node, found.group(1), None, level)
    found = _JCOMMENTS.match(own)
    if found:
        return Item(node, found.group(1), _jcomments_parent(node), level)
    found = _KOMENTO.match(own)
    if found or "kmt-item" in tokens or node.get("data-kt-comment-item") is not None:
        identity = (found.group(1) or found.group(2)) if found else node.get("data-id") or ""
        parent = node.get("data-parentid") or node.get("data-parent-id")
        if parent is not None:
            parent = "" if parent == "0" else parent
        return Item(node, identity, parent, level) if identity else None
    if "forum-fil" in tokens or "comments-li" in tokens or "comment-fil" in tokens:
        identity = _spip_id(node)
        return Item(node, identity, None, level) if identity else None
    if node.tag == "li" and ("comment" in tokens or "pingback" in tokens) and not own:
        identity = _anchor_id(node)
        return Item(node, identity, None, level) if identity else None
    return None


def _looks_like_one(node: Element) -> bool:
    """Whether an element with a comment's id holds a comment and not only an anchor."""
    return any(
        has_class(part, *AUTHORS, *TEXTS) or part.tag == "time" for part in node.iter("*")
    ) or bool(text_of(node, 20))


def _jcomments_parent(node: Element) -> str | None:
    for up in node.iterancestors():
        found = re.match(r"^comments-list-(\d+)$", up.get("id") or "")
        if found:
            return "" if found.group(1) == "0" else found.group(1)
    return None


def _spip_id(node: Element) -> str:
    for part in node.iter("*"):
        if part is not node and ("forum-fil" in (part.get("class") or "").split()):
            break
        for value in (part.get("id"), part.get("name")):
            found = _SPIP.match(value or "")
            if found:
                return found.group(1)
    return ""


def _anchor_id(node: Element) -> str:
    for part in node.iter("*"):
        for value in (part.get("id") or "", (part.get("href") or "").rpartition("#")[2]):
            found = _WORDPRESS.match(value)
            if found:
                return found.group(1)
    return ""
