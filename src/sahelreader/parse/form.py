"""The form under an article in which a reader comments: where it goes, what it asks for, what it hides.

Pure. WordPress' form in every theme, and what plugins add to it: hidden fields are given back as they came, honeypots
stay empty. Whether the comment is then taken, delivery finds out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sahelreader.domain.article import CommentForm
from sahelreader.parse.isso import isso_form, isso_thread
from sahelreader.parse.page.decode import decode
from sahelreader.parse.tokens import attributes, tokens
from sahelreader.parse.urls import absolute_url

if TYPE_CHECKING:
    from lxml.etree import _Element

_LIMIT = 8_000_000  # bytes of a page
_FIELDS = ("author", "email", "url", "comment")
_HIDDEN_LIMIT = 60
_VALUE_LIMIT = 4_000
_POST_TARGET = re.compile(r"wp-comments-post\.php|/comments?[/-]?post", re.IGNORECASE)
_FORM_NAME = re.compile(r"\bcomment-?form\b|\bcommentform\b", re.IGNORECASE)
_MUST_LOG_IN = re.compile(
    r"class=[\"'][^\"'<>]*\b(?:must-log-in|comments-login-required|wpd-login-to-comment)\b",
    re.IGNORECASE,
)
#: said in so many words, and neither denied ("n’est visible …", "ne sera pas publiée") nor limited to the editors
_PUBLIC_EMAIL = re.compile(
    r"(?:e-?mail|courriel|mél)\b(?:(?!\bn['’e])[^.!?;]){0,40}(?<!n['’])\b(?:sera|est) "
    r"(?:publi[ée]|affich[ée]|visible|rendue? publi)(?!\w*[^.!?;]{0,20}\b(?:que|seul|uniquement|modérat|rédaction|admin))"
    r"|e-?mail\b[^.!?;]{0,40}\b(?:will be|is) (?:published|shown|displayed|public|visible)\b"
    r"(?![^.!?;]{0,20}\b(?:only|moderat|admin|staff|editor))",
    re.IGNORECASE,
)
_REQUIRED = re.compile(r"\*|\brequis\b|\bobligatoire\b|\brequired\b|مطلوب|إلزامي", re.IGNORECASE)
#: hidden inputs that only a script fills or a browser keeps, and the one that would take away the proof of success
_NOT_SENT = frozenset(("redirect_to", "_wp_unfiltered_html_comment_disabled"))


def comment_form(page: bytes | str | _Element, url: str) -> CommentForm | None:
    """The comment form of PAGE (its bytes, its text, or its lxml tree) at URL; None when it has none (closed, or no
    comments at all). `account_required` when the page only asks to log in."""
    if isinstance(page, bytes):
        page = decode(page[:_LIMIT])
    if isinstance(page, str):
        return _from_text(page, url)
    return _from_tree(page, url)


def _from_tree(root: Any, url: str) -> CommentForm | None:
    from lxml import etree

    for form in root.iter("form"):
        # one by one: lxml refuses to give a name back that holds a control character
        own = {name: form.get(name) or "" for name in ("id", "class", "name", "action")}
        if _is_comment_form(own) or form.xpath(".//*[@name='comment_post_ID']"):
            found = _form(
                etree.tostring(form, encoding="unicode", method="html", with_tail=False), url
            )
            if found is not None:
                return found
    for node in root.iter():
        if isinstance(node.tag, str) and _MUST_LOG_IN.search(f'class="{node.get("class") or ""}"'):
            return _account(url)
    for script in root.iter("script"):
        if script.get("data-isso"):
            thread = isso_thread(etree.tostring(root, encoding="unicode", method="html"), url)
            return isso_form(thread) if thread is not None else None
    return None


def _from_text(html: str, url: str) -> CommentForm | None:
    for start in re.finditer(r"<form\b[^<>]*+>", html, re.IGNORECASE):
        end = html.find("</form", start.end())
        source = html[start.start() : end if end >= 0 else start.end() + 100_000]
        if _is_comment_form(attributes(start[0][5:-1])) or "comment_post_ID" in source:
            found = _form(source, url)
            if found is not None:
                return found
    if _MUST_LOG_IN.search(html):
        return _account(url)
    thread = isso_thread(html, url)
    return isso_form(thread) if thread is not None else None


def _account(url: str) -> CommentForm:
    return CommentForm(action=absolute_url("/wp-comments-post.php", url), account_required=True)


def _is_comment_form(attrs: dict[str, str]) -> bool:
    names = f"{attrs.get('id', '')} {attrs.get('class', '')} {attrs.get('name', '')}"
    return bool(_POST_TARGET.search(attrs.get("action", "")) or _FORM_NAME.search(names))


def _form(source: str, url: str) -> CommentForm | None:
    action, hidden = url, dict[str, str]()
    present: set[str] = set()
    required: set[str] = set()
    labels: dict[str, str] = {}
    words: list[str] = []
    owner = ""
    ids: dict[str, str] = {}
    for text, end, name, raw in tokens(source, whole=True):
        words.append(text)
        if owner:
            labels[owner] = labels.get(owner, "") + text
        if end:
            owner = "" if name == "label" else owner
            continue
        if name == "form":
            action = absolute_url(attributes(raw).get("action", "") or url, url)
        elif name == "label":
            owner = attributes(raw).get("for", "") or "?"
        elif name in ("input", "textarea"):
            attrs = attributes(raw)
            field, kind = attrs.get("name", ""), attrs.get("type", "text").lower()
            if name == "input" and kind == "hidden" and field not in _FIELDS:
                if field and field not in _NOT_SENT and len(hidden) < _HIDDEN_LIMIT:
                    hidden.setdefault(field[:200], attrs.get("value", "")[:_VALUE_LIMIT])
                continue
            field = _role(field, kind, name)
            if field in _FIELDS:
                present.add(field)
                ids[attrs.get("id", "")] = field
                said = attrs.get("placeholder", "") + attrs.get("title", "")
                if (
                    "required" in attrs
                    or attrs.get("aria-required") == "true"
                    or _REQUIRED.search(said)
                ):
                    required.add(field)
            elif field and (name == "textarea" or kind in ("text", "email", "url", "tel")):
                # a field that nobody is shown: a trap for robots, left empty
                hidden.setdefault(field[:200], "")
    if not action or ("comment" not in present and "comment_post_ID" not in hidden):
        return None
    required |= {ids[key] for key, text in labels.items() if key in ids and _REQUIRED.search(text)}
    required.add("comment")
    everything = " ".join(words)
    return CommentForm(
        action=action,
        required=tuple(field for field in _FIELDS if field in required),
        hidden=tuple(hidden.items()),
        email_published="email" in present and bool(_PUBLIC_EMAIL.search(everything)),
    )


def _role(field: str, kind: str, name: str) -> str:
    """Which of our four fields an input is; antispam plugins rename the text's."""
    if field in _FIELDS:
        return field
    if field in ("comment_author", "nom", "name") and kind == "text":
        return "author"
    if field in ("comment_author_email",) or (kind == "email" and field != "url"):
        return "email"
    return field
