"""Writes the fixtures of copied text: the words of a page as one gets them by selecting it whole and copying.

Run from the project's root: python -m tests.pages.copied. Every part is there in some and missing in others.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.pages.dress import clock, count_words, long_date
from tests.pages.stories import STORIES, Story

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "copied"


@dataclass(frozen=True)
class Parts:
    menu: bool = True
    byline: bool = True
    day: bool = True
    reading: bool = True
    caption: bool = True
    ads: bool = True
    related: bool = True
    tags: str = "line"  # "line", "below" or ""
    share: bool = True
    comments: str = "names"  # "names", "bare" or ""
    form: str = "open"  # "open", "rule", "account", "closed" or ""
    address: bool = False
    blank: bool = True  # blank lines between paragraphs


def render(story: Story, parts: Parts) -> str:
    fr = story.french
    gap = [""] if parts.blank else []
    lines: list[str] = []
    if parts.address:
        lines += [f"https://journal.example/{story.slug}/", ""]
    if parts.menu:
        lines += ["Accueil" if fr else "Home", story.section, ""]
    lines += [story.title]
    if parts.byline:
        lines += [f"Par {story.author}" if fr else f"By {story.author}"]
    if parts.day:
        lines += [f"Publié le {long_date(story.published, True)}" if fr else f"Last updated: {long_date(story.published, False)}"]  # fmt: skip
    if parts.reading:
        lines += [f"Lecture : {story.minutes} min" if fr else f"{story.minutes} Min Read"]
    if parts.share and parts.menu:
        lines += ["Partager" if fr else "Share"]
    if parts.caption:
        lines += [f"{story.caption} @ {story.credit}"]
    lines += gap
    for index, (kind, *rest) in enumerate(story.body):
        if kind in ("p", "h2") or kind == "quote":
            lines += [rest[0], *gap]
        elif kind == "list":
            lines += [f"    • {item}" for item in rest] + gap
        elif kind == "related" and parts.related:
            lines += [f"Lire aussi :\u00a0{rest[0]}" if fr else f"Also read: {rest[0]}", *gap]
        if index == 1 and parts.ads:
            lines += [
                "Ad imageAd image",
                *(["- Publicité -"] if fr else ["- Advertisement -"]),
                *gap,
            ]
    if parts.tags == "line":
        lines += [f"Tags :{', '.join(story.tags)}" if fr else f"TAGGED: {', '.join(story.tags)}"]
    elif parts.tags == "below":
        lines += ["Mots-clés :" if fr else "Tags:", *story.tags]
    if parts.share:
        lines += [
            "Partager cet article" if fr else "Share This Article",
            "Facebook",
            "Whatsapp",
            "Copy Link",
        ]
    if parts.comments:
        lines += [count_words(len(story.said), fr)]
        lines += _thread(story, parts.comments == "bare", None, 0)
    lines += _form(parts.form, fr)
    return "\n".join(lines) + "\n"


def _thread(story: Story, bare: bool, parent: int | None, depth: int) -> list[str]:
    lines = []
    for index, said in enumerate(story.said):
        if said.parent != parent:
            continue
        pad = "    " * (depth + 1)
        when = story.when(index)
        if bare:
            lines += [f"{pad}• {' '.join(said.paragraphs)}"]
        else:
            says = "dit :" if story.french else "says:"
            at = f"{long_date(when, story.french)} {'à' if story.french else 'at'} {clock(when, story.french)}"
            lines += [f"{pad}• {said.author} {says}", f"{pad}  {at}"]
            lines += [f"{pad}  {text}" for text in said.paragraphs]
            lines += [f"{pad}  {'Répondre' if story.french else 'Reply'}"]
        lines += _thread(story, bare, index, depth + 1)
    return lines


def _form(kind: str, fr: bool) -> list[str]:
    title = "Laisser un commentaire" if fr else "Leave a Reply"
    rule = (
        "Votre adresse e-mail ne sera pas publiée. Les champs obligatoires sont indiqués avec *"
        if fr
        else "Your email address will not be published. Required fields are marked *"
    )
    if kind == "open":
        fields = (
            ["Commentaire *", "Nom *", "E-mail *", "Site web"]
            if fr
            else ["Comment *", "Name *", "Email *", "Website"]
        )
        return [
            title,
            rule,
            *fields,
            "Enregistrer mon nom, mon e-mail et mon site dans le navigateur pour mon prochain commentaire."
            if fr
            else "Save my name, email, and website in this browser for the next time I comment.",
        ]
    if kind == "rule":
        return [title, rule]
    if kind == "account":
        return [
            title,
            "Vous devez vous connecter pour publier un commentaire."
            if fr
            else "You must be logged in to post a comment.",
        ]
    if kind == "closed":
        return ["Les commentaires sont fermés." if fr else "Comments are closed."]
    return []


def expected(story: Story, parts: Parts) -> dict[str, Any]:
    blocks: list[list[str]] = []
    related = []
    for kind, *rest in story.body:
        if kind == "quote":
            blocks.append(["p", rest[0]])
        elif kind == "related":
            if parts.related:
                related.append(rest[0])
        elif kind != "figure":
            blocks.append([kind, *rest])
    shown = story.said if parts.comments else ()
    is_open = {"open": True, "rule": True, "account": True, "closed": False, "": None}[parts.form]
    return {
        "url": f"https://journal.example/{story.slug}/" if parts.address else "",
        "title": story.title,
        "authors": [story.author] if parts.byline else [],
        "day": story.published.date().isoformat() if parts.day else None,
        "reading_minutes": story.minutes if parts.reading else None,
        "lead": [story.caption, story.credit] if parts.caption else None,
        "blocks": blocks,
        "related": related,
        "tags": list(story.tags) if parts.tags else [],
        "language": story.language,
        "comment_count": len(shown) if parts.comments else (0 if is_open else None),
        "comments_open": is_open,
        "required": ["author", "email", "comment"] if parts.form in ("open", "rule") else None,
        "account": parts.form == "account",
        "comments": [
            {
                "author": "" if parts.comments == "bare" else story.said[index].author,
                "published": None if parts.comments == "bare" else story.when(index).isoformat(),
                "text": [" ".join(story.said[index].paragraphs)] if parts.comments == "bare" else list(story.said[index].paragraphs),
                "parent": parent,
            }
            for index, parent in _order(story, None)
        ]
        if parts.comments
        else [],
    }  # fmt: skip


def _order(story: Story, parent: int | None) -> list[tuple[int, str]]:
    """Every comment in the order of the page with the text of the one it answers."""
    found = []
    for index, said in enumerate(story.said):
        if said.parent == parent:
            answered = story.said[parent].paragraphs[0] if parent is not None else ""
            found.append((index, answered))
            found.extend(_order(story, index))
    return found


VARIANTS = {
    "whole": Parts(),
    "bare-article": Parts(
        menu=False, ads=False, related=False, tags="", share=False, comments="", form=""
    ),
    "title-and-text": Parts(
        False, False, False, False, False, False, False, "", False, "", "", False
    ),
    "no-byline": Parts(byline=False, day=False, tags="below", form="closed"),
    "no-caption": Parts(caption=False, ads=False, comments="", form="rule"),
    "bullets-only": Parts(comments="bare", form="account", menu=False),
    "tight": Parts(blank=False, tags="below", day=False),
    "with-address": Parts(address=True, menu=False, share=False, comments="", form="open"),
}


def texts() -> dict[str, tuple[str, dict[str, Any]]]:
    return {
        f"{story.language}-{story.slug.split('-')[0]}-{name}": (
            render(story, parts),
            expected(story, parts),
        )
        for story in STORIES
        for name, parts in VARIANTS.items()
    }


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.*"):
        old.unlink()
    for name, (text, wanted) in texts().items():
        (FOLDER / f"{name}.txt").write_text(text, encoding="utf-8")
        (FOLDER / f"{name}.json").write_text(
            json.dumps(wanted, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
