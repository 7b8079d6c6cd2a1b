"""Title, authors, days, sections, language and lead picture of a page: all that it says, weighed together.

Machine-readable statements are believed first where they are of the article and not of the site; the markup
confirms or fills in. Reads the tree before anything is taken out of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sahelreader.domain.article import Picture
from sahelreader.domain.text import safe_line
from sahelreader.parse.page.names import clean_names
from sahelreader.parse.page.phrases import folded, word_letters
from sahelreader.parse.page.structured import Facts, say
from sahelreader.parse.page.tree import Element, absolute, text_of

_SEPARATOR = re.compile(r"\s+(?:[|•·»›:~]|[-–—])\s+|\s*\|\s*|\s+::\s+")
_MINUTES = re.compile(
    r"(?:(?:lecture|temps de lecture|reading time|read(?:ing)?|durée)\s*(?:estimée?)?\s*(?::|–|-)?\s*(?:environ |about |~)?(\d{1,3})\s*(?:mins?\b|minutes?\b|mn\b)"
    r"|(\d{1,3})\s*(?:-\s*)?(?:mins?|minutes?|mn)\s*(?:de lecture|read(?:ing)?\b|to read|lecture))",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_LANGUAGE = re.compile(r"^[a-z]{2,3}(?=$|[-_])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sections:
    tags: tuple[str, ...]
    categories: tuple[str, ...]


# --- title ----------------------------------------------------------------------------------------


def title_of(root: Element, facts: Facts) -> str:
    site = facts.first("og:site_name", "application-name") or facts.publisher
    told = [
        say(facts.article.get("headline")) or say(facts.article.get("name")),
        facts.first("og:title"),
        facts.first(
            "twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title"
        ),
    ]
    told = [_without_site(say(text), site) for text in told if text]
    tag = _without_site(facts.title_tag, site)
    heads = _headlines(root)
    for head in heads:
        # the headline on the page that agrees with what the page tells machines is the title as printed
        if any(_agree(head, text) for text in (*told, tag) if text):
            return head
    for text in told:
        if text and folded(text) != folded(site):
            return text
    if tag and folded(tag) != folded(site):
        shorter = _before_separator(facts.title_tag)
        return shorter if len(_WORD.findall(shorter)) >= 4 else tag
    return heads[0] if heads else tag


def _headlines(root: Element) -> list[str]:
    marked: list[str] = []
    plain: list[str] = []
    for head in root.iter("h1", "h2"):
        name = f"{head.get('class') or ''} {head.get('itemprop') or ''}".lower()
        is_title = "headline" in name or "title" in name or "titre" in name
        if head.tag == "h2" and not is_title:
            continue
        text = text_of(head, 400)
        if text and len(text) > 3:
            (marked if is_title and head.tag == "h1" else plain).append(text)
        if len(marked) + len(plain) > 30:
            break
    return marked + plain


def _agree(head: str, text: str) -> bool:
    one, other = word_letters(head), word_letters(text)
    if not one or not other:
        return False
    if one == other:
        return True
    if len(one) > 15 and (one in other or other in one):
        return min(len(one), len(other)) / max(len(one), len(other)) > 0.5
    a, b = set(one.split()), set(other.split())
    return len(a) > 3 and len(a & b) / len(a | b) >= 0.7


def _without_site(title: str, site: str) -> str:
    """TITLE without the site's name after or before a separator."""
    title = title.strip()
    if not title:
        return ""
    pieces = _SEPARATOR.split(title)
    if len(pieces) < 2:
        return title
    name = word_letters(site)
    for place in (-1, 0):
        piece = word_letters(pieces[place])
        if name and piece and (piece == name or name in piece or piece in name):
            cut = title.rfind(pieces[-1]) if place == -1 else len(pieces[0])
            rest = title[:cut] if place == -1 else title[cut:]
            rest = rest.strip(" \u00a0|•·»›:~-–—")
            if len(rest) > 3:
                return _without_site(rest, site) if rest != title else rest
    return title


def _before_separator(title: str) -> str:
    pieces = _SEPARATOR.split(title)
    return max(pieces, key=len).strip() if pieces else title


# --- authors --------------------------------------------------------------------------------------

_META_AUTHORS = ("author", "article:author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "dc.creator.name", "cxenseparse:author", "byl", "citation_author", "og:article:author", "article.author", "authors", "twitter:data1-author")  # fmt: skip
_AUTHOR_CLASS = re.compile(
    r"(?:^|[\s_-])(?:author|auteur|byline|writer|post-author|entry-author|article-author|c-byline|author-name|authors|posted-by|meta-author|td-post-author-name|jeg_meta_author|vcard|signature|creator|reporter|contributor)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NOT_AUTHOR = re.compile(
    r"comment|bio\b|avatar|related|sidebar|footer|widget|recent|share|social|quote", re.IGNORECASE
)


def authors_of(root: Element, facts: Facts) -> tuple[str, ...]:
    publisher = facts.publisher or facts.first("og:site_name")
    sources = (
        _ld_authors(facts),
        [text for text in facts.all(*_META_AUTHORS) if not text.startswith("http")],
        _marked_authors(root),
    )
    house: tuple[str, ...] = ()
    for source in sources:
        names = clean_names(source, publisher)
        if names and not (len(names) == 1 and folded(names[0]) == folded(publisher)):
            return names
        house = house or names
    return _spoken_author(root) or house


def _ld_authors(facts: Facts) -> list[str]:
    value = (
        facts.article.get("author") or facts.article.get("creator") or facts.webpage.get("author")
    )
    found = []
    for item in value if isinstance(value, list) else [value]:
        item = facts.resolve(item)
        name = say(item, 400)
        if name:
            found.append(name)
    return found


def _marked_authors(root: Element) -> list[str]:
    found: list[str] = []
    for node in root.iter("a", "span", "p", "div", "address", "li", "strong", "cite", "td"):
        rel, prop = node.get("rel"), node.get("itemprop")
        if (rel and "author" in rel.split()) or (prop and prop.lower() in ("author", "creator")):
            rank = 0
        else:
            name = node.get("class")
            if not name or not _AUTHOR_CLASS.search(name) or _NOT_AUTHOR.search(name):
                continue
            rank = 1
        inner = next((one for one in node.iter("*") if one is not node and (one.get("itemprop") == "name" or "fn" in (one.get("class") or "").split())), None)  # fmt: skip
        text = text_of(inner if inner is not None else node, 160)
        if not text or len(text) > 120 or _within(node, _NOT_AUTHOR):
            continue
        if rank == 0:
            found.insert(sum(1 for one in found if one.startswith("\0")), text)
        else:
            found.append(text)
        if len(found) >= 4:
            break
    return found[:1] if found else []


def _within(node: Element, pattern: re.Pattern[str]) -> bool:
    for steps, up in enumerate(node.iterancestors()):
        if steps > 6 or up.tag == "body":
            return False
        if pattern.search(f"{up.get('class') or ''} {up.get('id') or ''}"):
            return True
        if up.tag in ("aside", "footer"):
            return True
    return False


_BY = re.compile(r"^(?:by|par)\s+(?=[A-ZÀ-ÝŒ])", re.IGNORECASE)


def _spoken_author(root: Element) -> tuple[str, ...]:
    """A short line "By Name" or "Par Nom" near the headline."""
    seen = 0
    for node in root.iter("p", "span", "div", "strong", "em", "b", "h3", "h4", "h5", "a"):
        text = (node.text or "").strip()
        if text and _BY.match(text) and len(text) < 60:
            line = text_of(node, 120)
            names = clean_names([line])
            words = names[0].split() if names else []
            if 2 <= len(words) <= 4 and all(word[:1].isupper() for word in words):
                return names
            seen += 1
            if seen > 5:
                break
    return ()


# --- sections, language, reading time ------------------------------------------------------------


def sections_of(root: Element, facts: Facts, base: str) -> Sections:
    tags: list[str] = []
    for text in facts.all(
        "article:tag", "parsely-tags", "sailthru.tags", "og:article:tag", "video:tag"
    ):
        tags.extend(_listed(text))
    if not tags:
        value = facts.article.get("keywords")
        for item in value if isinstance(value, list) else [value]:
            tags.extend(_listed(say(item, 2_000)))
    marked = _linked(root, ("tag",), _TAG_BOXES)
    seen = {folded(tag) for tag in tags}
    tags.extend(tag for tag in marked if folded(tag) not in seen)
    if not tags:
        for text in facts.all("news_keywords", "keywords"):
            tags.extend(_listed(text))
    categories: list[str] = []
    section = facts.article.get("articleSection")
    for item in section if isinstance(section, list) else [section]:
        categories.extend(_listed(say(item, 600)))
    categories.extend(facts.all("article:section"))
    categories.extend(_linked(root, ("category",), _CATEGORY_BOXES))
    return Sections(_unique(tags, 30), _unique(categories, 10))


_TAG_BOXES = re.compile(
    r"(?:^|[\s_-])(?:tags-?links|tagcloud|post-tags|entry-tags|td-tags|tags-list|tag-list|tags|jeg_post_tags|article-tags|post_tags|tagged|mots-cles|motscles|tag-bar|keywords)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CATEGORY_BOXES = re.compile(
    r"(?:^|[\s_-])(?:cat-links|s-cats|entry-category|post-category|td-category|jeg_meta_category|post-cat|post-categories|entry-categories|penci-cat-links)(?:$|[\s_-])",
    re.IGNORECASE,
)


def _linked(root: Element, rels: tuple[str, ...], boxes: re.Pattern[str]) -> list[str]:
    found: list[str] = []
    for link in root.iter("a"):
        rel = link.get("rel")
        if rel and any(one in rel.split() for one in rels) and not ("tag" in rel.split() and "category" in rel.split() and "tag" in rels):  # fmt: skip
            if not _within(link, _ELSEWHERE):
                found.append(text_of(link, 80))
            continue
        steps = 0
        for up in link.iterancestors():
            name = up.get("class")
            if name and boxes.search(name):
                if not _within(link, _ELSEWHERE):
                    found.append(text_of(link, 80))
                break
            steps += 1
            if steps >= 3:
                break
    return [text.lstrip("#").strip(" ,;") for text in found if text and len(text) < 60][:30]


_ELSEWHERE = re.compile(
    r"sidebar|footer|related|widget_|menu|nav(?:bar|igation)?\b|recent|popular|trending|tagcloud|tag-cloud|most|card|teaser|loop|grid|block-inner|jeg_postblock|td_module",
    re.IGNORECASE,
)


def _listed(text: str) -> list[str]:
    parts = re.split(r"[,;|]", text) if text else []
    return [safe_line(part, 80).strip(" #\"'") for part in parts if part.strip()]


def _unique(values: list[str], limit: int) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for value in values:
        value = safe_line(say(value), 80)
        if value and not value.startswith("http"):
            found.setdefault(folded(value), value)
    return tuple(found.values())[:limit]


def language_of(facts: Facts) -> str:
    value = facts.article.get("inLanguage")
    for text in (facts.language, say(value), facts.first("og:locale", "content-language", "language", "dc.language", "dcterms.language")):  # fmt: skip
        found = _LANGUAGE.match(text.strip())
        if found:
            return found.group().lower()
    return ""


def minutes_of(root: Element, facts: Facts) -> int | None:
    """Reading time as the page states it."""
    duration = say(facts.article.get("timeRequired"))
    found = re.fullmatch(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:\d+S)?", duration)
    if found and any(found.groups()):
        return int(found[1] or 0) * 60 + int(found[2] or 0) or None
    labels = facts.all("twitter:label1", "twitter:label2")
    values = facts.all("twitter:data1", "twitter:data2")
    for label, value in zip(labels, values, strict=False):
        number = re.search(r"\d{1,3}", value)
        if number and re.search(r"read|lecture", label, re.IGNORECASE):
            return int(number.group())
    for node in root.iter("span", "div", "p", "time", "li", "small"):
        if len(node) > 4:
            continue
        text = node.text or ""
        name = (node.get("class") or "").lower()
        if "read" in name or "lecture" in name or "min" in text or "ecture" in text:
            stated = _MINUTES.search(text_of(node, 80))
            if stated:
                return int(stated[1] or stated[2]) or None
    return None


# --- lead picture ---------------------------------------------------------------------------------


def lead_url(facts: Facts, base: str) -> str:
    """The address of the lead picture as the page tells it to others; "" when it does not or gives a logo."""
    told = facts.all("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src", "parsely-image-url", "sailthru.image.full", "thumbnail", "thumbnailurl", "image")  # fmt: skip
    value = facts.article.get("image") or facts.article.get("thumbnailUrl")
    for item in value if isinstance(value, list) else [value]:
        item = facts.resolve(item)
        if isinstance(item, dict):
            item = item.get("url") or item.get("contentUrl") or item.get("@id")
        if isinstance(item, str):
            told.append(item)
            break
    for candidate in told:
        url = absolute(base, candidate)
        if url and not _LOGO.search(url):
            return url
    return ""


_LOGO = re.compile(
    r"logo|favicon|placeholder|default[-_]?(?:image|share|og|thumb)|/icons?/", re.IGNORECASE
)


def lead_picture(url: str, caption: str, credit: str) -> Picture | None:
    return Picture(url, caption, credit) if url else None
