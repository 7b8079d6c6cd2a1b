"""Tags and categories of an article: told to machines, or linked in the boxes that themes have for them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sahelreader.domain.text import safe_line
from sahelreader.parse.page.phrases import folded
from sahelreader.parse.page.structured import Facts, say
from sahelreader.parse.page.tree import Element, class_test, text_of, within


@dataclass(frozen=True, slots=True)
class Sections:
    tags: tuple[str, ...]
    categories: tuple[str, ...]


def sections_of(root: Element, facts: Facts) -> Sections:
    tags: list[str] = []
    for text in facts.all(
        "article:tag", "parsely-tags", "sailthru.tags", "og:article:tag", "video:tag"
    ):
        tags.extend(_listed(text))
    if not tags:
        value = facts.article.get("keywords")
        for item in value if isinstance(value, list) else [value]:
            tags.extend(_listed(say(item, 2_000)))
    marked, filed = _linked(root)
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
    categories.extend(filed)
    return Sections(_unique(tags, 30), _unique(categories, 10))


_is_tag_box = class_test(
    r"(?:^|[\s_-])(?:tags-?links|tagcloud|post-tags|post-bottom-tags|taxonomy-post_tag|entry-tags|td-tags|tags-list|tag-list|tags|jeg_post_tags|article-tags|post_tags|tagged|mots-cles|motscles|tag-bar|keywords)(?:$|[\s_-])"
)
_is_category_box = class_test(
    r"(?:^|[\s_-])(?:cat-links|category-links|taxonomy-category|post-cat-wrap|s-cats|p-categories|entry-category|post-category|td-category|jeg_meta_category|post-cat|post-categories|entry-categories|penci-cat-links)(?:$|[\s_-])"
)


def _linked(root: Element) -> tuple[list[str], list[str]]:
    """Tags and categories: texts of links marked so, or standing in a box for them, unless they are of another article."""
    tags: list[str] = []
    categories: list[str] = []
    for link in root.iter("a"):
        rel = link.get("rel")
        marked_tag = marked_category = False
        if rel:
            rels = rel.split()
            marked_category = "category" in rels
            marked_tag = "tag" in rels and not marked_category
        up = link.getparent()
        for _step in range(3):
            if up is None:
                break
            name = up.get("class")
            if name:
                if _is_category_box(name):
                    marked_category, marked_tag = True, False
                    break
                if _is_tag_box(name):
                    marked_tag = True
                    break
            up = up.getparent()
        if (marked_tag or marked_category) and not within(link, _is_elsewhere):
            text = text_of(link, 80).lstrip("#").strip(" ,;")
            if text and len(text) < 60:
                (categories if marked_category else tags).append(text)
    return tags[:30], categories[:30]


_is_elsewhere = class_test(
    r"sidebar|site-?footer|page-?footer|colophon|related|widget_|most-(?:read|popular)|jeg_postblock|td_module|block-inner|"
    r"(?:^|[\s_-])(?:menu|nav|navigation|navbar|recent|popular|trending|teaser|card|loop-item)(?:$|[\s_-])"
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
