"""What pages write around a discussion: how many comments, closed, awaiting moderation; French and English."""

from __future__ import annotations

import re

from sahelreader.parse.page.phrases import folded
from sahelreader.parse.page.tree import Element, class_test, text_of

_COUNT = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:[ .,]\d{3})*|\d{1,6}|un|une|one|no|aucun|aucune|zero|zéro)\s*"
    r"(?:comments?|commentaires?|thoughts?|réflexions?|responses?|réponses?|replies|reply|réactions?|messages?|avis|discussions?)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:laisse[rz]|ajoute[rz]|poste[rz]|écri(?:re|vez)|publie[rz]|dépose[rz]|leave|post|add|write|make|be the first to)\s+(?:un|une|one|your|votre)\s*(?:nouveau |nouvelle )?\w*",
    re.IGNORECASE,
)
_NUMBERS = {"un": 1, "une": 1, "one": 1, "no": 0, "aucun": 0, "aucune": 0, "zero": 0, "zéro": 0}
_is_title = class_test(
    r"(?:^|[\s_-])(?:comments-title|comments?-box-header|comment-box-header|comments-heading|comments-header|comments-count|comment-count|comments-number|comments_title|comment-title|td-comments-title-wrap|wpd-thread-info|wpdtc|comments-head|kmt-title|block-title|the-global-title|comment-list-title|penci-comments-title|comments-area-title)(?=$|[\s_-])"
)
_CLOSED = re.compile(
    r"(?:comments are (?:now )?closed|comments? (?:is|are) (?:currently )?(?:disabled|closed)|commenting is closed|discussion (?:is )?closed"
    r"|(?:les )?commentaires sont (?:désormais |maintenant |actuellement )?(?:fermés|clos|désactivés|clôturés)|forum (?:est )?(?:clos|fermé)|les commentaires ne sont plus (?:ouverts|acceptés))",
    re.IGNORECASE,
)
_WAITING = re.compile(
    r"^(?:your comment is awaiting moderation|votre commentaire est en attente de (?:modération|validation))",
    re.IGNORECASE,
)


def count_of(text: str) -> int | None:
    """The number of comments that TEXT states, None when it states none."""
    found = _COUNT.search(_ASKED.sub(" ", folded(text)))
    if found is None:
        return None
    word = found.group(1)
    return _NUMBERS[word] if word in _NUMBERS else int(re.sub(r"\D", "", word))


def count_said(root: Element) -> int | None:
    """What the page states above the discussion, else in a link to it."""
    for node in root.iter("h1", "h2", "h3", "h4", "h5", "div", "span", "p"):
        name = node.get("class") or ""
        if (
            name
            and _is_title(name)
            and not ("block-title" in name and "omment" not in text_of(node, 80))
        ):
            number = count_of(text_of(node, 200))
            if number is not None:
                return number
    for box in root.iter("div", "section", "aside"):
        if (box.get("id") or "").lower() in ("comments", "comment", "commentaires", "forum", "jc"):
            for head in box.iter("h2", "h3", "h4"):
                number = count_of(text_of(head, 200))
                if number is not None:
                    return number
    for link in root.iter("a"):
        href = link.get("href") or ""
        if href.endswith(("#comments", "#respond", "#disqus_thread")):
            number = count_of(text_of(link, 60))
            if number is None and re.fullmatch(r"\d{1,5}", text_of(link, 10)):
                number = int(text_of(link, 10))
            if number is not None:
                return number
    return None


def is_closed(root: Element) -> bool:
    for node in root.iter("p", "div", "span", "h3", "h4", "em", "strong"):
        name = (node.get("class") or "").lower()
        text = node.text or ""
        if ("no-comments" in name or "nocomments" in name or "omment" in text or "forum" in text.lower()) and _CLOSED.search(folded(text_of(node, 160))) and len(text_of(node, 400)) < 160:  # fmt: skip
            return True
    return False


def is_waiting(text: str) -> bool:
    """Whether TEXT is the notice that a comment is held for moderation."""
    return bool(_WAITING.match(folded(text)))
