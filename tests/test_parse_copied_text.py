"""The text of a page that somebody selected and copied gives back the article, its discussion and its form."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from sahelreader.parse.clean import plain_text
from sahelreader.parse.copied_text import read
from sahelreader.parse.document import document
from sahelreader.parse.extract import ExtractedPage
from tests.pages.copied import FOLDER, texts
from tests.test_parse_pages import shape

NOW = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))


def taken(name: str) -> tuple[ExtractedPage, dict[str, Any]]:
    wanted = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    page = read((FOLDER / f"{name}.txt").read_text(encoding="utf-8"), NOW)
    assert page is not None
    return page, wanted


def test_there_are_texts_enough() -> None:
    assert len(NAMES) >= 30
    assert set(NAMES) == set(texts())


@pytest.mark.parametrize("name", NAMES)
def test_article(name: str) -> None:
    page, wanted = taken(name)
    article = page.article
    assert [shape(block) for block in document(article.html).blocks] == wanted["blocks"]
    assert article.title == wanted["title"]
    assert list(article.authors) == wanted["authors"]
    day = article.published or article.modified
    assert (day.date().isoformat() if day else None) == wanted["day"]
    assert article.reading_minutes == wanted["reading_minutes"]
    assert ([article.lead.caption, article.lead.credit] if article.lead else None) == wanted["lead"]
    assert [link.title for link in article.related] == wanted["related"]
    assert list(article.tags) == wanted["tags"]
    assert article.language == wanted["language"]
    assert article.url == wanted["url"]


@pytest.mark.parametrize("name", NAMES)
def test_discussion(name: str) -> None:
    page, wanted = taken(name)
    lines = {
        comment.remote_id: [line for line in plain_text(comment.html).split("\n") if line]
        for comment in page.comments
    }
    found = [
        {
            "author": comment.author,
            "published": comment.published.isoformat() if comment.published else None,
            "text": lines[comment.remote_id],
            "parent": lines[comment.parent_remote_id][0] if comment.parent_remote_id else "",
        }
        for comment in page.comments
    ]
    parents = {said["text"][0]: said for said in wanted["comments"]}
    for said in wanted[
        "comments"
    ]:  # a bare comment is one line, so its answer names the whole of it
        said["parent"] = next((text for text in parents if said["parent"] and text.startswith(said["parent"])), "")  # fmt: skip
    assert found == wanted["comments"]
    assert page.article.comment_count == wanted["comment_count"]


@pytest.mark.parametrize("name", NAMES)
def test_form(name: str) -> None:
    page, wanted = taken(name)
    assert page.article.comments_open is wanted["comments_open"]
    form = page.article.form
    if not wanted["comments_open"]:
        assert form is None
        return
    assert form is not None
    assert form.account_required is wanted["account"]
    if wanted["required"]:
        assert list(form.required) == wanted["required"]


def test_twice_is_the_same_article() -> None:
    for name in NAMES:
        text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
        assert read(text, NOW) == read(text, NOW)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n",
        "un mot",
        "Liste de courses\nriz\nhuile\nsavon\nthé",
        "def f(x):\n    return x + 1\n",
        "From: a@example.org\nTo: b@example.org\nSubject: hello\n\nShort.",
        "a;b;c\n1;2;3\n4;5;6\n",
        "x" * 10_000,
        "•" * 2_000,
        "\n".join("• " + "mot" for _ in range(500)),
    ],
)
def test_what_is_no_article(text: str) -> None:
    assert read(text, NOW) is None
