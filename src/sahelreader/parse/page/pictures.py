"""Pictures of a page: their real address, their caption, and whose they are.

A caption and its credit are told apart by markup first, then by the words that announce a credit. Nothing is
thrown away: caption and credit together hold what the page wrote.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from sahelreader.domain.text import safe_line
from sahelreader.parse.page.tree import Element, absolute, text_of

CAPTION_LIMIT = 2_000
_CREDIT_CLASS = re.compile(
    r"credit|attribution|copyright|photographer|agency|source(?![a-z])|byline|rights", re.IGNORECASE
)
_CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:wp-caption-text|caption|captions|caption-text|figcaption|legende|legend|image-description|spip_doc_(?:titre|descriptif|legende)|td-featured-image-caption|img_caption|image-caption|photo-caption|media-caption|feat-caption|wp-element-caption)(?=$|[\s_-])",
    re.IGNORECASE,
)
_CREDIT_TAIL = re.compile(
    r"""(?:^|(?<=[\s.,;:!?»”"')\]]))[|\-–—/(\[]*\s*
    (?P<credit>
      (?:photos?|image|images|crédits?|credit|credits|source|copyright|illustration|picture|photograph|ph|copyright|dr|photo\ credit|crédits?\ photos?|image\ credit)
        (?:\s+(?:by|par|de|courtesy\ of|via|d'illustration))?\s*[:/©]\s*\S.{0,100}
      |(?:photo|image|picture|illustration|photograph)\s+(?:by|par|courtesy\ of)\s+\S.{0,100}
      |©\s*\S.{0,100}
      |\(c\)\s*\S.{0,100}
      |©
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
_AT = re.compile(r"^(?P<caption>.{2,}?)\s+@\s*(?P<credit>[^@]{2,100})$")
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-orig-file", "data-lazy", "data-img-url", "data-hi-res-src", "data-full-src", "data-image", "data-url", "data-srcset", "data-lazy-srcset", "srcset")  # fmt: skip
_PLACEHOLDER = re.compile(
    r"^data:|(?:^|[/_.-])(?:placeholder|blank|spacer|pixel|transparent|lazy(?:load)?|loading|1x1|grey|fallback)[^/]*\.(?:gif|png|svg|jpg)",
    re.I,
)
_NOT_PICTURES = re.compile(
    r"(?:avatar|gravatar|emoji|smiley|/icons?/|icon[-_.]|sprite|badge|doubleclick|scorecardresearch|/pixel|tracking|facebook\.com/tr|feedburner|stats\.wordpress|button)",
    re.IGNORECASE,
)


def picture_url(image: Element, base: str) -> str:
    """The address of what IMAGE shows, past placeholders of lazy loading; "" when there is none or it is no picture."""
    width, height = _size(image.get("width")), _size(image.get("height"))
    if (width and width <= 16) or (height and height <= 16):
        return ""
    candidates = [image.get("src") or ""]
    for name in _LAZY:
        value = image.get(name)
        if value:
            candidates.append(_largest(value) if "srcset" in name else value)
    real = [one for one in candidates if one and not _PLACEHOLDER.search(one[:300])]
    url = absolute(base, real[0] if real else "")
    if not url or _NOT_PICTURES.search(url) or _NOT_PICTURES.search(image.get("class") or ""):
        return ""
    return url


def show_unscripted(root: Element) -> None:
    """Pictures that stand only in <noscript>, for readers without scripts as we are, are put in its place."""
    for node in list(root.iter("noscript")):
        image = node.find(".//img")
        parent = node.getparent()
        if image is None or parent is None or text_of(node, 40):
            continue
        beside = [one for one in parent.iter("img") if one is not image]
        if any(picture_url(one, "http://a.invalid/") for one in beside):
            continue
        node.tag = "span"


def _size(value: str | None) -> int:
    digits = re.match(r"\d+", value or "")
    return int(digits.group()) if digits and not (value or "").endswith("%") else 0


def _largest(srcset: str) -> str:
    best, width = "", -1.0
    for part in re.split(r",\s+|,(?=https?:|/)", srcset[:6_000]):
        pieces = part.split()
        if not pieces:
            continue
        number = re.match(r"[\d.]+", pieces[1]) if len(pieces) > 1 else None
        size = float(number.group().rstrip(".") or 0) if number else 0.0
        if size > width:
            best, width = pieces[0], size
    return best


def caption_of(node: Element) -> Element | None:
    """The element that holds the caption within a figure or a captioned block."""
    found: Element | None = next(node.iter("figcaption", "amp-figcaption"), None)
    if found is not None:
        return found
    for child in node.iter("p", "div", "span", "dd", "figurecaption", "em", "small"):
        if child is not node and _CAPTION_CLASS.search(child.get("class") or ""):
            return child
    return None


def caption_and_credit(node: Element) -> tuple[str, str]:
    """Caption and credit within NODE (a figcaption or the like): by markup, else by the words."""
    credits: list[str] = []
    for part in node.iter("cite", "em", "span", "small", "p", "div", "i", "a", "li", "strong"):
        if part is node:
            continue
        marked = part.tag == "cite" or _CREDIT_CLASS.search(
            f"{part.get('class') or ''} {part.get('itemprop') or ''}"
        )
        if marked and not any(up is other for up in part.iterancestors() for other in _seen(node)):
            text = text_of(part, CAPTION_LIMIT)
            if text:
                credits.append(text)
                part.set("data-credit-of-picture", "1")
    whole = text_of(node, CAPTION_LIMIT)
    if credits:
        caption = _without(node)
        credit = safe_line(" ".join(dict.fromkeys(credits)), CAPTION_LIMIT)
        if len(credit) <= 200:
            return caption.rstrip(" |–—-/(["), credit
    return split_credit(whole)


def _seen(node: Element) -> list[Element]:
    return [part for part in node.iter("*") if part.get("data-credit-of-picture")]


def _without(node: Element) -> str:
    """The text of NODE without the parts marked as credit."""
    parts: list[str] = []

    def walk(element: Element) -> None:
        if element.text:
            parts.append(element.text)
        for child in element:
            if isinstance(child.tag, str):
                if not child.get("data-credit-of-picture"):
                    walk(child)
                parts.append(" ")
            if child.tail:
                parts.append(child.tail)

    walk(node)
    return safe_line(re.sub(r"\s+([.,;])", r"\1", "".join(parts)), CAPTION_LIMIT).strip()


def split_credit(text: str) -> tuple[str, str]:
    """TEXT of a caption as caption and credit by its words ("… @ Source", "… Photo: Name", "… © Name")."""
    text = safe_line(text, CAPTION_LIMIT)
    at = _AT.match(text)
    if at and "." not in at["credit"].rstrip("."):
        return at["caption"].strip(), at["credit"].strip()
    if text.startswith("@ "):
        return "", text[2:].strip()
    found = _CREDIT_TAIL.search(text)
    if found:
        caption = text[: found.start()].rstrip(" |–—-/([")
        credit = found["credit"].strip()
        if text.endswith(")") and credit.count("(") < credit.count(")"):
            credit = credit[:-1]
        return caption, credit
    return text, ""


def same_picture(one: str, other: str) -> bool:
    """Whether two addresses show one picture at different sizes: names compared without size and scaling suffixes."""
    return bool(one) and bool(other) and _stem(one) == _stem(other)


def _stem(url: str) -> str:
    name = unquote(urlsplit(url).path).rsplit("/", 1)[-1].lower()
    name = re.sub(r"\.(?:jpe?g|png|webp|gif|avif)(?:\.webp)?$", "", name)
    return re.sub(r"(?:[-_]\d{2,4}x\d{2,4}|-scaled|@2x|[-_]\d{3,4}w)+$", "", name)
