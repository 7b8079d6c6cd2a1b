"""Articles as JSON: a list, one object an article, times in ISO 8601. The site's own words, nothing of the reader's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sahelreader.domain.text import safe_text
from sahelreader.parse.clean import plain_text
from sahelreader.parse.export.values import Exported


def data(articles: Sequence[Exported]) -> bytes:
    listed = _safe([_article(exported) for exported in articles])
    return (json.dumps(listed, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def _safe(value: Any) -> Any:
    """VALUE with every text in it safe: an escape written as \\u001b would be one again for who reads the file."""
    if isinstance(value, str):
        return safe_text(value)
    if isinstance(value, list):
        return [_safe(one) for one in value]
    if isinstance(value, dict):
        return {key: _safe(one) for key, one in value.items()}
    return value


def _article(exported: Exported) -> dict[str, Any]:
    article = exported.article
    return {
        "title": article.title,
        "url": article.url or None,
        "site": exported.site_name,
        "authors": list(article.authors),
        "published": article.published.isoformat() if article.published else None,
        "modified": article.modified.isoformat() if article.modified else None,
        "language": article.language or None,
        "tags": list(article.tags),
        "categories": list(article.categories),
        "lead": {
            "url": article.lead.url or None,
            "caption": article.lead.caption,
            "credit": article.lead.credit,
        }
        if article.lead
        else None,
        "summary": article.summary or None,
        "html": article.html,
        "text": plain_text(article.html),
        "related": [{"title": link.title, "url": link.url or None} for link in article.related],
        "comments": [
            {
                "author": comment.author,
                "published": comment.published.isoformat() if comment.published else None,
                "html": comment.html,
                "text": plain_text(comment.html),
                "depth": comment.depth,
            }
            for comment in exported.comments
        ],
    }
