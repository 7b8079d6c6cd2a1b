"""Whole pages of the region's themes: everything a page says comes out exactly, and nothing of its furniture."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sahelreader.domain.document import (
    Block,
    Figure,
    Heading,
    ListBlock,
    Paragraph,
    Quotation,
    Related,
    plain,
)
from sahelreader.parse.clean import plain_text
from sahelreader.parse.document import document
from sahelreader.parse.extract import ExtractedPage, extract
from tests.pages.make import FOLDER, pages

NOW = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)
NAMES = sorted(path.stem for path in FOLDER.glob("*.html"))


def read(name: str) -> tuple[ExtractedPage, dict[str, Any]]:
    wanted = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    page = (FOLDER / f"{name}.html").read_bytes()
    return extract(
        page, wanted["url"], {"content-type": "text/html; charset=UTF-8"}, now=NOW
    ), wanted


def shape(block: Block) -> list[str]:
    """BLOCK in the words of the expected JSON."""
    if isinstance(block, Paragraph):
        return ["p", plain(block.spans)]
    if isinstance(block, Heading):
        return [f"h{block.level}", plain(block.spans)]
    if isinstance(block, Quotation):
        return ["quote", " ".join(shape(part)[1] for part in block.blocks), plain(block.source)]
    if isinstance(block, ListBlock):
        return ["list", *(" ".join(shape(part)[1] for part in item) for item in block.items)]
    if isinstance(block, Figure):
        return ["figure", block.caption, block.credit.removeprefix("©").strip()]
    if isinstance(block, Related):
        return ["related", block.title, block.url]
    return [type(block).__name__]


def test_there_are_pages_enough() -> None:
    assert len(NAMES) >= 60


def test_fixtures_are_what_the_themes_make() -> None:
    """The files on disk are those of the generator, so that a change of one shows in the other."""
    made = pages()
    assert set(NAMES) == set(made)
    for name, (html, wanted) in made.items():
        assert (FOLDER / f"{name}.html").read_text(encoding="utf-8") == html
        assert json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")) == json.loads(
            json.dumps(wanted)
        )


@pytest.mark.parametrize("name", NAMES)
def test_body(name: str) -> None:
    page, wanted = read(name)
    assert [shape(block) for block in document(page.article.html).blocks] == wanted["blocks"]


@pytest.mark.parametrize("name", NAMES)
def test_facts(name: str) -> None:
    page, wanted = read(name)
    article = page.article
    assert article.title == wanted["title"]
    assert list(article.authors) == wanted["authors"]
    assert article.published is not None
    assert article.published.isoformat() == wanted["published"]
    assert article.modified is not None
    assert article.modified.isoformat() == wanted["modified"]
    assert article.language == wanted["language"]
    assert article.reading_minutes == wanted["reading_minutes"]
    assert article.lead is not None
    assert {
        "url": article.lead.url,
        "caption": article.lead.caption,
        "credit": article.lead.credit.removeprefix("©").strip(),
    } == wanted["lead"]
    assert set(wanted["tags"]) <= set(article.tags)
    assert [{"title": link.title, "url": link.url} for link in article.related] == wanted["related"]


@pytest.mark.parametrize("name", NAMES)
def test_comments(name: str) -> None:
    page, wanted = read(name)
    found = [
        {
            "id": comment.remote_id,
            "parent": comment.parent_remote_id,
            "author": comment.author,
            "published": comment.published.isoformat() if comment.published else None,
            "text": [line for line in plain_text(comment.html).split("\n") if line],
            "url": comment.author_url,
            "by_author": comment.by_article_author,
        }
        for comment in page.comments
    ]
    said = wanted["comments"]
    assert found == said
    assert page.article.comment_count == wanted["comment_count"]


@pytest.mark.parametrize("name", NAMES)
def test_form(name: str) -> None:
    page, wanted = read(name)
    form = page.article.form
    assert page.article.comments_open is wanted["comments_open"]
    if wanted["form"] is None:
        assert form is None
    elif wanted["form"] == "own":
        # its fields are not WordPress' own: the page is open, but nothing may be posted to WordPress' endpoint
        assert form is None or "wp-comments-post.php" not in form.action
    elif wanted["form"]["account_required"]:
        assert form is not None
        assert form.account_required
    else:
        assert form is not None
        assert form.action == wanted["form"]["action"]
        assert set(form.required) == set(wanted["form"]["required"])
        hidden = dict(form.hidden)
        for field, value in wanted["form"]["hidden"]:
            if field in ("comment_post_ID", "comment_parent") and field not in hidden:
                continue  # known by name to delivery
            assert hidden.get(field) == value


def test_pages_are_read_without_network_or_clock() -> None:
    """The same bytes give the same article, with or without the answer's headers."""
    name = NAMES[0]
    wanted = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    body = (Path(FOLDER) / f"{name}.html").read_bytes()
    assert extract(body, wanted["url"]) == extract(body, wanted["url"], {}, now=NOW)
