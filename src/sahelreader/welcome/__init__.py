"""The welcome edition: short articles shipped with the program, so that a first start is never empty.

Our own words, in TOML beside this file; already clean HTML. Knows nothing of the library: it gives the
same `Page` value that a sync would, and the same `Found` that `add` would.
"""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sahelreader.domain.article import Article, Comment, CommentBatch, CommentForm, Page, Picture
from sahelreader.domain.site import Found, SourceKind

ADDRESS = "https://bienvenue.sahelreader.example/"
#: stands for the site in `Target.endpoint`: comments on it are delivered into the library, with no network
ENDPOINT = "local:welcome"


def edition(language: str, now: datetime) -> tuple[Found, Page]:
    """The edition in LANGUAGE ("fr" or "en"), dated back from NOW so that it reads like today's paper."""
    return read_edition(Path(__file__).with_name(f"{language}.toml"), ADDRESS, ENDPOINT, now)


def read_edition(path: Path, address: str, endpoint: str, now: datetime) -> tuple[Found, Page]:
    """Articles and comments out of the TOML file at PATH, as a site at ADDRESS would have given them."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    # whole minutes: the same edition read twice within a minute is the same edition
    now = now.replace(second=0, microsecond=0)
    found = Found(
        url=address,
        name=str(raw["name"]),
        kind=SourceKind.LOCAL,
        endpoint=endpoint,
        language=path.stem[:2],
        facts={"comments_open": True, "required": ["author", "comment"], "local": True},
    )
    articles, batches = [], []
    for item in raw["article"]:
        comments = tuple(
            _comment(item["slug"], index, comment, now)
            for index, comment in enumerate(item.get("comment", ()))
        )
        articles.append(_article(item, address, endpoint, path.stem[:2], len(comments), now))
        batches.append(CommentBatch(item["slug"], comments))
    return found, Page(articles=tuple(articles), batches=tuple(batches))


def _article(
    item: dict[str, Any], address: str, endpoint: str, language: str, count: int, now: datetime
) -> Article:
    published = now - timedelta(hours=float(item["hours"]))
    caption = str(item.get("lead_caption", ""))
    return Article(
        remote_id=item["slug"],
        url=f"{address}{item['slug']}/",
        title=item["title"],
        authors=(item["author"],),
        published=published,
        modified=published,
        language=language,
        html=item["html"].strip(),
        summary=item.get("summary", ""),
        tags=tuple(item.get("tags", ())),
        lead=Picture(
            f"{address}images/{item['slug']}.jpg", caption, str(item.get("lead_credit", ""))
        )
        if caption
        else None,
        comment_count=count,
        comments_open=True,
        form=CommentForm(action=endpoint, required=("author", "comment"), system="local"),
    )


def _comment(slug: str, index: int, item: dict[str, Any], now: datetime) -> Comment:
    return Comment(
        remote_id=f"{slug}-{index}",
        parent_remote_id=f"{slug}-{item['reply']}" if "reply" in item else "",
        author=item["author"],
        published=now - timedelta(hours=float(item["hours"])),
        html=item["html"],
        by_article_author=bool(item.get("by_author", False)),
    )
