"""Writes the fixture pages and what is expected of each. Run from the project's root: python -m tests.pages.make"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.pages import dress, other_systems, wordpress_themes
from tests.pages.dress import Variant
from tests.pages.stories import STORIES, Story

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "pages"
Theme = Callable[[Story, Variant], str]
THEMES: dict[str, Theme] = {
    "twenty-twenty-five": wordpress_themes.twenty_twenty_five,
    "twenty-twenty-one": wordpress_themes.twenty_twenty_one,
    "old-xhtml": wordpress_themes.old_xhtml,
    "astra": wordpress_themes.astra,
    "kadence": wordpress_themes.kadence,
    "generatepress": wordpress_themes.generatepress,
    "foxiz": wordpress_themes.foxiz,
    "newspaper": wordpress_themes.newspaper,
    "newsmag": wordpress_themes.newsmag,
    "jannah": wordpress_themes.jannah,
    "jnews": wordpress_themes.jnews,
    "soledad": wordpress_themes.soledad,
    "wpdiscuz": wordpress_themes.wpdiscuz,
    "jetpack": wordpress_themes.jetpack,
    "spip": other_systems.spip,
    "komento": other_systems.komento,
    "jcomments": other_systems.jcomments,
}
#: one variant for each of the four stories, turned by the theme so that every combination comes up
VARIANTS = (
    Variant("open"),
    Variant("closed", open=False),
    Variant("account", account=True, json_ld=False),
    Variant("honeypot", honeypot=True, email_required=False),
    Variant("silent", comments=0, json_ld=False),
)
#: themes that state the reading time
WITH_MINUTES = ("foxiz", "jannah", "jnews")
#: themes that print no tags
WITHOUT_TAGS = ("astra", "old-xhtml")
#: systems whose form WordPress' endpoint does not take
OWN_FORM = ("wpdiscuz", "jetpack", "spip", "komento", "jcomments")


def expected(theme: str, story: Story, variant: Variant) -> dict[str, Any]:
    shown = story.said[: variant.comments]
    blocks: list[list[str]] = []
    related = []
    for kind, *rest in story.body:
        blocks.append([kind, *rest])
        if kind == "related":
            related.append({"title": rest[0], "url": f"{dress.SITE}/{rest[1]}/"})
            blocks[-1] = [kind, rest[0], f"{dress.SITE}/{rest[1]}/"]
    if theme in ("old-xhtml", "newspaper", "newsmag"):  # the lead picture stands within the text
        blocks.insert(0, ["figure", story.caption, story.credit])
    return {
        "url": dress.url_of(story),
        "title": story.title,
        "authors": [story.author],
        "published": story.published.isoformat(),
        "modified": story.modified.isoformat(),
        "language": story.language,
        "reading_minutes": story.minutes if theme in WITH_MINUTES else None,
        "lead": {"url": dress.picture(story), "caption": story.caption, "credit": story.credit},
        "tags": list(story.tags) if variant.json_ld or theme not in WITHOUT_TAGS else [],
        "related": related,
        "blocks": blocks,
        "comment_count": len(shown),
        "comments_open": variant.open,
        "form": _form(theme, variant),
        "comments": [
            {
                "id": str(story.number(index)),
                "parent": str(story.number(said.parent)) if said.parent is not None else "",
                "author": said.author,
                "published": story.when(index).isoformat(),
                "text": list(said.paragraphs),
                "url": said.url,
                "by_author": said.by_author,
            }
            for index, said in _in_page_order(story, variant, None)
        ],
    }


def _in_page_order(story: Story, variant: Variant, parent: int | None) -> list[tuple[int, Any]]:
    found = []
    for index, said in enumerate(story.said[: variant.comments]):
        if said.parent == parent:
            found.append((index, said))
            found.extend(_in_page_order(story, variant, index))
    return found


def _form(theme: str, variant: Variant) -> dict[str, Any] | str | None:
    if not variant.open:
        return None
    if theme in OWN_FORM:
        return "own"
    if variant.account:
        return {"account_required": True}
    hidden = [["comment_post_ID", "812"], ["comment_parent", "0"]]
    if variant.honeypot:
        hidden += [["ak_hp_textarea", ""], ["ak_js", "0"]]
    return {
        "action": f"{dress.SITE}/wp-comments-post.php",
        "required": ["comment", "author", *(["email"] if variant.email_required else [])],
        "hidden": hidden,
        "account_required": False,
    }


def pages() -> dict[str, tuple[str, dict[str, Any]]]:
    """Name -> the page's HTML and what is expected of it."""
    made = {}
    for turn, (theme, render) in enumerate(THEMES.items()):
        for place, story in enumerate(STORIES):
            variant = VARIANTS[(turn + place) % len(VARIANTS)]
            if theme in ("spip", "komento", "jcomments") and variant.account:
                variant = VARIANTS[0]
            name = f"{theme}-{story.language}-{story.slug.split('-')[0]}-{variant.name}"
            made[name] = (render(story, variant), expected(theme, story, variant))
    return made


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.*"):
        old.unlink()
    for name, (html, wanted) in pages().items():
        (FOLDER / f"{name}.html").write_text(html, encoding="utf-8")
        (FOLDER / f"{name}.json").write_text(
            json.dumps(wanted, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
