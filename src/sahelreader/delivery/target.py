"""Where a comment goes, taken from the library's values when its writing begins. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from sahelreader.domain.draft import Draft, Target
from sahelreader.domain.text import safe_line

if TYPE_CHECKING:
    from sahelreader.domain.article import CommentForm
    from sahelreader.library.rows import StoredArticle, StoredComment

_EXCERPT = 280


def target_for(
    stored: StoredArticle, parent: StoredComment | None, *, account: bool = False
) -> Target:
    """The target of a comment on STORED, or of a reply to PARENT. ACCOUNT: the person has one on the site, and it signs.

    What the library does not know yet (the form of an article that came through a feed) stays empty; delivery
    asks the site.
    """
    from sahelreader.parse.clean import plain_text

    article, form = stored.article, stored.article.form
    api_root = _api_root(stored)
    system = form.system if form is not None else "wordpress"
    target = Target(
        site_url=stored.site_url,
        article_url=article.url,
        article_title=safe_line(article.title),
        article_remote_id=_post(form) or article.remote_id,
        system=system,
        endpoint=form.action if form is not None else form_of(api_root),
        api_root=api_root,
        parent_remote_id=parent.remote_id if parent is not None else "",
        parent_author=safe_line(parent.author, 80) if parent is not None else "",
        parent_excerpt=safe_line(plain_text(parent.html), _EXCERPT) if parent is not None else "",
        hidden=form.hidden if form is not None else (),
        required=form.required if form is not None else (),
    )
    return by_account(target) if account else target


def by_account(target: Target) -> Target:
    """TARGET through the account that one has on its site; as it is when the site has no REST interface."""
    if not target.api_root or target.system != "wordpress":
        return target
    return replace(
        target, system="wordpress-rest", endpoint=target.api_root, hidden=(), required=()
    )


def answering(target: Target, mine: Draft) -> Target:
    """TARGET as a reply to MINE, a comment of one's own that may not be on the site yet."""
    return replace(
        target,
        parent_remote_id=mine.remote_id,
        parent_draft=mine.id,
        parent_author=mine.identity.name,
        parent_excerpt=safe_line(mine.text, _EXCERPT),
    )


def form_of(api_root: str) -> str:
    """The address that takes the comments of a WordPress whose REST root is API_ROOT; "" when that is not known.

    The root is `…/wp-json/` or `…/index.php?rest_route=/`; the form's file stands beside them in every WordPress.
    """
    if not api_root:
        return ""
    parts = urlsplit(api_root)
    path = parts.path
    for ending in ("/wp-json/", "/wp-json", "/index.php/wp-json/", "/index.php"):
        if path.endswith(ending):
            path = path[: -len(ending)] + "/"
            break
    return urljoin(f"{parts.scheme}://{parts.netloc}{path}", "wp-comments-post.php")


def _post(form: CommentForm | None) -> str:
    """The post's number as the form has it: an article that came through a feed is known by its guid."""
    number = dict(form.hidden).get("comment_post_ID", "") if form is not None else ""
    return number if number.isascii() and number.isdigit() else ""


def _api_root(stored: StoredArticle) -> str:
    return stored.site_endpoint if stored.site_kind == "wordpress" else ""
