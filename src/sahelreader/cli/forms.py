"""Library values as the JSON objects of INTERFACE.md: stable keys, ISO 8601 in UTC with Z, null for unknown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sahelreader.domain.draft import Draft
from sahelreader.domain.site import Site
from sahelreader.library.rows import StoredArticle, StoredComment


def moment(when: datetime | None) -> str | None:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if when else None


def article_form(stored: StoredArticle, minutes: int, snippet: str | None = None) -> dict[str, Any]:
    """An article as `list` and `search` print it. MINUTES is its reading time."""
    article = stored.article
    return {
        "id": stored.id,
        "site": stored.site_name,
        "url": article.url,
        "title": article.title,
        "authors": list(article.authors),
        "published": moment(article.published),
        "modified": moment(article.modified),
        "reading_minutes": minutes,
        "tags": list(article.tags),
        "comment_count": article.comment_count,
        "comments_open": article.comments_open,
        "read": stored.read,
        "saved": stored.saved,
        "snippet": snippet if snippet is not None else (article.summary or None),
    }


def comment_form(comment: StoredComment, depth: int) -> dict[str, Any]:
    from sahelreader.parse.clean import plain_text

    return {
        "id": comment.id,
        "remote_id": comment.remote_id or None,
        "parent": comment.parent_id,
        "author": comment.author,
        "published": moment(comment.published),
        "text": plain_text(comment.html),
        "depth": depth,
        "mine": comment.mine,
        "state": comment.state or None,
        "gone": comment.gone,
        "by_article_author": comment.by_article_author,
    }


def whole_form(
    stored: StoredArticle,
    minutes: int,
    related: Iterable[tuple[str, str, int | None]],
    comments: Iterable[tuple[StoredComment, int]],
) -> dict[str, Any]:
    """An article as `show` prints it. RELATED: (title, url, library id or None); COMMENTS with their depth."""
    # lxml is not loaded for a mere list
    from sahelreader.parse.clean import plain_text

    article = stored.article
    form = article.form
    return article_form(stored, minutes) | {
        "site_url": stored.site_url,
        "lead_image": (
            {
                "url": article.lead.url,
                "caption": article.lead.caption or None,
                "credit": article.lead.credit or None,
            }
            if article.lead
            else None
        ),
        "text": plain_text(article.html),
        "html": article.html,
        "related": [
            {"title": title, "url": url, "article": number} for title, url, number in related
        ],
        "comment_form": (
            {
                "required": list(form.required),
                "email_published": form.email_published,
                "account_required": form.account_required,
            }
            if form
            else None
        ),
        "comments": [comment_form(comment, depth) for comment, depth in comments],
    }


def draft_form(draft: Draft) -> dict[str, Any]:
    return {
        "id": draft.id,
        "article": draft.article,
        "url": draft.target.article_url,
        "reply_to": draft.reply_to,
        "name": draft.identity.name or None,
        "email": draft.identity.email or None,
        "text": draft.text,
        "created": moment(draft.created),
        "updated": moment(draft.updated),
        "state": str(draft.state),
        "attempts": draft.attempts,
        "next_attempt": moment(draft.next_attempt),
        "remote_id": draft.remote_id or None,
        "error": draft.error or None,
    }


def site_form(site: Site) -> dict[str, Any]:
    return {
        "id": site.id,
        "url": site.url,
        "name": site.name,
        "kind": str(site.kind),
        "last_sync": moment(site.last_sync),
        "last_error": site.last_error or None,
        "article_count": site.article_count,
        "unread_count": site.unread_count,
        "comment_count": site.comment_count,
        "bytes_month": site.bytes_month,
    }
