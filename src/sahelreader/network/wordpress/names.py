"""Names in place of the numbers that REST gives for authors, categories, tags and pictures.

Names are kept in the cursor, so that a site's authors and sections are asked for once. What a site does not
give (many close their list of users) is not asked for again.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sahelreader.domain.article import Article, Picture
from sahelreader.domain.outcome import Fetched, Refused
from sahelreader.domain.text import AUTHOR_LIMIT, safe_line, safe_url
from sahelreader.network.wordpress.api import identity, items

if TYPE_CHECKING:
    from sahelreader.network.wordpress.run import Run

#: what REST calls them -> the letter under which their names are kept
_KINDS = {"users": "u", "categories": "c", "tags": "t"}
_FIELD = {"users": "author", "categories": "categories", "tags": "tags"}


async def named(
    run: Run, articles: Sequence[Article], raw: Sequence[Mapping[str, Any]]
) -> list[Article]:
    """ARTICLES with authors, categories, tags and lead picture, as far as RAW's numbers and the site tell."""
    by_id = {identity(item): item for item in raw}
    bare = [by_id.get(article.remote_id, {}) for article in articles if not article.authors]
    for kind, letter in _KINDS.items():
        field = _FIELD[kind]
        rows = bare if kind == "users" else raw
        numbers = {number for item in rows for number in _numbers(item.get(field))}
        await _learn(
            run, kind, [n for n in sorted(numbers) if f"{letter}{n}" not in run.state.names]
        )
    pictures = await _pictures(
        run, [by_id.get(article.remote_id, {}) for article in articles if article.lead is None]
    )
    return [
        _dressed(run, article, by_id.get(article.remote_id, {}), pictures) for article in articles
    ]


async def _learn(run: Run, kind: str, numbers: Sequence[int]) -> None:
    state = run.state
    if not numbers or kind in state.lacks:
        return
    asked = list(numbers)[:100]
    answer = await run.ask(
        kind,
        {"include": ",".join(map(str, asked)), "per_page": len(asked), "_fields": "id,name"},
    )
    if isinstance(answer, Refused) and answer.status in (401, 403, 404):
        state.lacks.append(kind)
    listed = items(answer.body) if isinstance(answer, Fetched) else None
    if listed is None:
        return
    letter = _KINDS[kind]
    for number in asked:
        state.names[f"{letter}{number}"] = ""  # not shown to us; not asked for again
    for item in listed:
        if isinstance(item.get("name"), str):
            name = safe_line(html.unescape(item["name"]), AUTHOR_LIMIT)
            state.names[f"{letter}{item.get('id')}"] = name


async def _pictures(run: Run, raw: Sequence[Mapping[str, Any]]) -> dict[int, Picture]:
    """Lead pictures by their number: the address, the caption and whose it is."""
    numbers = {n for item in raw for n in _numbers(item.get("featured_media")) if not _told(item)}
    if not numbers or "media" in run.state.lacks:
        return {}
    asked = sorted(numbers)[:100]
    answer = await run.ask(
        "media",
        {
            "include": ",".join(map(str, asked)),
            "per_page": len(asked),
            "_fields": "id,source_url,caption,alt_text",
        },
    )
    if isinstance(answer, Refused) and answer.status in (401, 403, 404):
        run.state.lacks.append("media")
    listed = items(answer.body) if isinstance(answer, Fetched) else None
    made: dict[int, Picture] = {}
    for item in listed or ():
        number, url = item.get("id"), item.get("source_url")
        clean = safe_url(url) if isinstance(url, str) else ""
        if isinstance(number, int) and clean:
            made[number] = _picture(clean, item)
    return made


def _picture(url: str, item: Mapping[str, Any]) -> Picture:
    from sahelreader.parse.asides import caption_and_credit
    from sahelreader.parse.clean import plain_text

    caption = item.get("caption")
    rendered = caption.get("rendered") if isinstance(caption, dict) else None
    text = safe_line(plain_text(rendered)) if isinstance(rendered, str) else ""
    if not text and isinstance(item.get("alt_text"), str):
        text = safe_line(item["alt_text"])
    return Picture(url, *caption_and_credit(text))


def _dressed(
    run: Run, article: Article, item: Mapping[str, Any], pictures: Mapping[int, Picture]
) -> Article:
    names = run.state.names

    def look(letter: str, field: str) -> tuple[str, ...]:
        found = [names.get(f"{letter}{number}", "") for number in _numbers(item.get(field))]
        return tuple(name for name in found if name)

    lead = article.lead
    if lead is None:
        lead = next(
            (pictures[n] for n in _numbers(item.get("featured_media")) if n in pictures), None
        )
    if lead is None and _told(item):
        lead = Picture(_told(item))
    return replace(
        article,
        authors=article.authors or _yoast_author(item) or look("u", "author"),
        categories=article.categories or look("c", "categories"),
        tags=article.tags or look("t", "tags"),
        lead=lead,
    )


def _told(item: Mapping[str, Any]) -> str:
    """The lead picture's address as a plugin (Jetpack, Yoast) puts it into the article's own JSON."""
    url = item.get("jetpack_featured_media_url")
    yoast = item.get("yoast_head_json")
    if not url and isinstance(yoast, dict):
        images = yoast.get("og_image")
        first = images[0] if isinstance(images, list) and images else None
        url = first.get("url") if isinstance(first, dict) else None
    return safe_url(url) if isinstance(url, str) else ""


def _yoast_author(item: Mapping[str, Any]) -> tuple[str, ...]:
    yoast = item.get("yoast_head_json")
    name = yoast.get("author") if isinstance(yoast, dict) else None
    return (safe_line(html.unescape(name), AUTHOR_LIMIT),) if isinstance(name, str) and name else ()


def _numbers(value: object) -> list[int]:
    """A number, or a list of numbers, as REST gives them; 0 is "none"."""
    listed = value if isinstance(value, list) else [value]
    return [n for n in listed if isinstance(n, int) and not isinstance(n, bool) and n > 0]
