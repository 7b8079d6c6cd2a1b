"""Readers' comments on a page, with author, day, text and parent, in the markup of the systems our sites run.

WordPress' own list in every theme's dress (Twenty-*, Foxiz, Newspaper, Jannah, JNews, Soledad, Astra, Kadence …),
wpDiscuz, Jetpack (WordPress' list with a framed form), SPIP's forum, Joomla's Komento and JComments. What is read
is taken out of the tree, so that it cannot be mistaken for the article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from lxml import etree

from sahelreader.domain.article import Comment, CommentForm
from sahelreader.domain.text import AUTHOR_LIMIT, safe_line
from sahelreader.parse.clean import clean_comment
from sahelreader.parse.dates import parse_date
from sahelreader.parse.form import comment_form
from sahelreader.parse.page.comment_items import AUTHORS, DATES, TEXTS, Item, comment_items
from sahelreader.parse.page.comment_words import count_said, is_closed, is_waiting
from sahelreader.parse.page.tree import Element, absolute, remove, text_of

#: parts of an item that are not its text
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:reply|comment-reply-link|comment-meta|commentmetadata|comment-author|comment-metadata|comment-edit-link|edit-link|says|avatar|vcard|comment-awaiting-moderation|"
    r"comment-footer|comment-tools|comment-actions|sharedaddy|jetpack-likes-widget|comment-likes|cld-like-dislike-wrap|comments-vote|comment-anchor|comment-date|comment-time|comment-author-name|author-img|forum-chapo|forum-repondre-message|forum-titre|published|wpd-comment-footer|comment-buttons|children|fn|rating)(?=$|[\s_-])",
    re.IGNORECASE,
)
#: one of these stands in the names on every page that has the thing
_FORM_WORDS = ("comment_post_ID", "commentform", "comment-form", "comments-post", "comment-post", "must-log-in", "login")  # fmt: skip
_ITEM_WORDS = ("comment-", "wpd-comm", "kmt", "komento", "forum", "pingback", "trackback")
_NAMES = etree.XPath("//@class | //@id | //form/@action | //input/@name", smart_strings=False)


@dataclass(frozen=True, slots=True)
class Discussion:
    """COUNT is what the page states; OPEN is None when it does not show either way."""

    comments: tuple[Comment, ...]
    count: int | None
    open: bool | None
    form: CommentForm | None


def take_comments(root: Element, base: str, now: datetime | None) -> Discussion:
    """The discussion on the page; its elements are taken out of the tree of ROOT."""
    # a word that no element is named by need not be looked for in each of two thousand
    found = _NAMES(root)
    names = " ".join({str(one) for one in found}) if isinstance(found, list) else ""
    form = comment_form(root, base) if _stands(_FORM_WORDS, names) else None
    count = count_said(root)
    closed = is_closed(root)
    items = comment_items(root) if _stands(_ITEM_WORDS, names) else []
    nodes = {item.node for item in items}
    comments = []
    seen: set[str] = set()
    for item in items:
        if item.id in seen and item.id:
            continue
        seen.add(item.id)
        comment = _comment(item, nodes, base, now)
        if comment is not None:
            comments.append(comment)
    for item in items:
        if not any(up in nodes for up in item.node.iterancestors()):
            remove(item.node)
    known = {comment.remote_id for comment in comments}
    threaded = tuple(
        comment
        if comment.parent_remote_id in known or not comment.parent_remote_id
        else _orphan(comment)
        for comment in comments
    )
    is_open: bool | None = None
    if closed:
        is_open = False
    elif form is not None or (_other_form(root)):
        is_open = True
    elif comments:
        is_open = False  # a discussion that one can read and not join
    return Discussion(threaded, count, is_open, None if closed else form)


def _stands(words: tuple[str, ...], names: str) -> bool:
    return any(word in names for word in words)


def _orphan(comment: Comment) -> Comment:
    from dataclasses import replace

    return replace(comment, parent_remote_id="")


def _comment(item: Item, items: set[Element], base: str, now: datetime | None) -> Comment | None:
    own = _own_parts(item.node, items)
    name = (item.node.get("class") or "").lower().split()
    pingback = "pingback" in name or "trackback" in name
    author_node = _first(own, AUTHORS, skip=("comment-author-img", "author-img"))
    author, author_url = _author(author_node, own, base)
    text = _text(item.node, own, items, base)
    if not text and not author:
        return None
    return Comment(
        remote_id=item.id,
        parent_remote_id=item.parent or "",
        author=author,
        published=_published(own, now),
        html=text,
        author_url=author_url,
        is_pingback=pingback,
        by_article_author="bypostauthor" in name or "by-post-author" in name or "wpd-blog-post_author" in " ".join((part.get("class") or "") for part in own[:12]),
    )  # fmt: skip


def _own_parts(node: Element, items: set[Element]) -> list[Element]:
    """Elements of this comment in order, without those of its replies."""
    found: list[Element] = []
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if part is not node:
            if part in items:
                continue
            found.append(part)
        waiting.extend(child for child in reversed(part) if isinstance(child.tag, str))
    return found


@lru_cache(maxsize=2_048)
def _split(names: str) -> frozenset[str]:
    return frozenset(names.lower().split())


def _tokens(part: Element) -> frozenset[str]:
    return _split(part.get("class") or "")


def _has(part: Element, names: tuple[str, ...]) -> bool:
    tokens = _tokens(part)
    return any(name in tokens for name in names)


def _first(
    parts: list[Element], names: tuple[str, ...], skip: tuple[str, ...] = ()
) -> Element | None:
    for name in names:
        for part in parts:
            tokens = _tokens(part)
            if (
                name in tokens
                and not any(one in tokens for one in skip)
                and (text_of(part, 10) or part.get("datetime") or part.get("title"))
            ):
                return part
    return None


_SAYS = re.compile(
    r"\s*(?:\b(?:says|said|dit|a dit|wrote|a écrit)\s*:?|\u00a0?:)\s*$|^(?:par|by)\s+",
    re.IGNORECASE,
)


def _author(node: Element | None, parts: list[Element], base: str) -> tuple[str, str]:
    if node is None:
        node = next((part for part in parts if part.tag == "cite"), None)
    if node is None:
        node = next((part for part in parts if (part.get("itemprop") or "") in ("author", "name", "creator")), None)  # fmt: skip
    if node is None:
        return "", ""
    inner = next((one for one in node.iter("*") if one is not node and _has(one, ("fn",)) and text_of(one, 5)), None)  # fmt: skip
    if inner is None:
        inner = next((one for one in node.iter("cite", "b", "strong") if one is not node and text_of(one, 5)), None)  # fmt: skip
    said = _SAYS.sub("", _SAYS.sub("", text_of(inner if inner is not None else node, 200))).strip()
    link = next(
        (one for one in (node, *node.iter("a")) if one.tag == "a" and one.get("href")), None
    )
    if link is None:
        parent = node.getparent()
        link = parent if parent is not None and parent.tag == "a" else None
    url = absolute(base, link.get("href")) if link is not None else ""
    if url and "#comment" in url:
        url = ""
    return safe_line(said, AUTHOR_LIMIT), url


def _published(parts: list[Element], now: datetime | None) -> datetime | None:
    ground = now or datetime(1970, 1, 1, tzinfo=UTC)
    stamps: list[str] = []
    for part in parts:
        if part.tag == "time" or part.tag == "abbr" or part.get("itemprop") in ("datePublished", "dateCreated", "commentTime"):  # fmt: skip
            stamps.extend(
                filter(None, (part.get("datetime"), part.get("content"), part.get("title")))
            )
            epoch = part.get("pubdate") or ""
            if re.fullmatch(r"\d{9,11}", epoch):
                return datetime.fromtimestamp(int(epoch), UTC)
            stamps.append(text_of(part, 100))
    for name in DATES:
        for part in parts:
            if name in _tokens(part):
                stamps.extend(
                    filter(None, (part.get("datetime"), part.get("title"), part.get("data-date")))
                )
                stamps.append(text_of(part, 120))
    for stamp in stamps:
        stamp = re.sub(r"^(?:le|on|posté le|posted on|publié le)\s+|\b(?:edit|modifier|reply|répondre|permalink|permalien)\b.*$|[()#]", "", stamp.strip(), flags=re.IGNORECASE).strip(" ,|·-–—/")  # fmt: skip
        if not stamp:
            continue
        found = parse_date(stamp, ground)
        if found is not None and (now is not None or found.year > 1971):
            return found
    return None


def _text(node: Element, parts: list[Element], items: set[Element], base: str) -> str:
    holder = _first_text(parts)
    if holder is None:
        holder = node
    if _is_notice(holder):
        return ""
    pieces: list[str] = []
    if holder.text:
        pieces.append(_escaped(holder.text))
    for child in holder:
        if isinstance(child.tag, str) and not _is_furniture(child, items):
            pieces.append(
                etree.tostring(
                    _copy(child, items), encoding="unicode", with_tail=False, method="html"
                )
            )
        if child.tail:
            pieces.append(_escaped(child.tail))
    return clean_comment("".join(pieces), base)


def _first_text(parts: list[Element]) -> Element | None:
    for name in TEXTS:
        for part in parts:
            if name in _tokens(part) and text_of(part, 10):
                return part
    for part in parts:
        if (part.get("itemprop") or "").lower() in ("text", "commenttext") and text_of(part, 10):
            return part
        if re.match(r"^comment-body-\d+$|^comment-content-\d+$", part.get("id") or ""):
            return part
    return None


def _is_furniture(node: Element, items: set[Element]) -> bool:
    if node in items or node.tag in (
        "script",
        "style",
        "form",
        "footer",
        "header",
        "time",
        "button",
        "nav",
        "svg",
        "h6",
    ):
        return True
    name = f"{node.get('class') or ''} {node.get('id') or ''}"
    if node.tag in ("ul", "ol") and ("children" in name or any(child in items for child in node)):
        return True
    if name.strip() and _FURNITURE.search(name):
        return True
    return node.tag in ("p", "em", "div", "span") and _is_notice(node)


def _is_notice(node: Element) -> bool:
    """NODE says that the comment waits, and nothing else: a theme may put the comment itself beside the notice."""
    return is_waiting(text_of(node, 200)) and not any(
        is_waiting(text_of(part, 200)) for part in node
    )


def _copy(node: Element, items: set[Element]) -> Element:
    """NODE without what in it belongs to replies or to the page's furniture."""
    from copy import deepcopy

    inner = [part for part in node.iter("*") if part is not node and _is_furniture(part, items)]
    if not inner:
        return node
    marks = {id(part) for part in inner}
    order = [id(part) in marks for part in node.iter("*")]
    twin = deepcopy(node)
    for part, marked in list(zip(list(twin.iter("*")), order, strict=True)):
        if marked and part.getparent() is not None:
            remove(part)
    return twin


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_FORMS = ("jetpack_remote_comment", "wpd-form", "wpd_comm_form", "formulaire_forum", "kmt-form", "comments-form", "isso-thread", "disqus_thread")  # fmt: skip


def _other_form(root: Element) -> bool:
    """Forms that are not WordPress' own (a frame, a script's, SPIP's, Joomla's): they are there, and open."""
    for node in root.iter("iframe", "div", "form", "section"):
        named = f"{node.get('id') or ''} {node.get('class') or ''}".split()
        if any(name in named for name in _FORMS):
            return True
    return False
