"""The sample paper's REST answers, in WordPress' shapes (WP_REST_Posts_Controller and its kin). Pure: query in, JSON out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sahelreader.demo.paper import APPROVED, Paper, Post, Remark

Query = Mapping[str, str]
Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """BODY is JSON-able; TOTAL is the number of items in all pages, None for a single object."""

    body: Any
    status: int = 200
    total: int | None = None
    pages: int = 0


def error(status: int, code: str) -> Answer:
    return Answer({"code": code, "message": code, "data": {"status": status}}, status)


def answer(paper: Paper, base: str, route: str, query: Query, now: datetime) -> Answer:
    """What the site at BASE ("http://host:port", no slash at the end) says to GET ROUTE ("/wp/v2/posts/3")."""
    name, _, number = route.removeprefix("/wp/v2/").strip("/").partition("/")
    if route.strip("/") == "":
        return Answer(_fields(_root(paper, base), query))
    if name not in ("posts", "comments", "users", "tags", "media", "categories"):
        return error(404, "rest_no_route")
    if number:
        if name == "comments" and number.isdigit():
            state = paper.state(int(number), now)
            if state and state != APPROVED:
                return error(401, "rest_forbidden")
        found = next(
            (item for item in _items(paper, base, name, now) if str(item["id"]) == number), None
        )
        missing = {"posts": "rest_post_invalid_id", "comments": "rest_comment_invalid_id"}
        if found is None:
            return error(404, missing.get(name, "rest_term_invalid"))
        return Answer(_fields(found, query))
    return _collection(list(_items(paper, base, name, now)), query, name)


def _collection(items: list[Item], query: Query, name: str) -> Answer:
    """One page of ITEMS, chosen and ordered as QUERY asks."""
    items = [item for item in items if _chosen(item, query)]
    by = query.get("orderby", "date" if name in ("posts", "comments") else "id")
    keys = {"modified": "modified_gmt", "date": "date_gmt", "id": "id"}
    items.sort(
        key=lambda item: (item.get(keys.get(by, "id"), 0), item["id"]),
        reverse=query.get("order", "desc") == "desc",
    )
    try:
        size, page = int(query.get("per_page", "10")), int(query.get("page", "1"))
        start = int(query.get("offset", str((page - 1) * size)))
    except ValueError:
        return error(400, "rest_invalid_param")
    if not 1 <= size <= 100 or page < 1 or start < 0:
        return error(400, "rest_invalid_param")
    pages = -(-len(items) // size)
    if name == "posts" and page > max(1, pages):
        return error(400, "rest_post_invalid_page_number")
    shown = [_fields(item, query) for item in items[start : start + size]]
    return Answer(shown, total=len(items), pages=pages)


def _chosen(item: Item, query: Query) -> bool:
    for key, field in (("include", "id"), ("post", "post"), ("parent", "parent"), ("slug", "slug")):
        wanted = query.get(key) or query.get(f"{key}[]")
        if wanted is not None and str(item.get(field)) not in wanted.split(","):
            return False
    if str(item["id"]) in query.get("exclude", "").split(","):
        return False
    for key, field in (("", "date_gmt"), ("modified_", "modified_gmt")):
        when = str(item.get(field, ""))
        after, before = query.get(f"{key}after", ""), query.get(f"{key}before", "")
        # both exclusive, and compared as text: every time here is UTC with whole seconds
        if (after and when <= _plain(after)) or (before and when >= _plain(before)):
            return False
    words = query.get("search", "").lower()
    return words in str(item.get("content", {}).get("rendered", "")).lower() if words else True


def _plain(text: str) -> str:
    """A time of a query as REST writes it: UTC, no zone, whole seconds."""
    try:
        when = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        return text
    return _time(when if when.tzinfo else when.replace(tzinfo=UTC))


def _time(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _fields(item: Item, query: Query) -> Item:
    """ITEM with the fields that `_fields` names ("title.rendered" reaches inside)."""
    asked = query.get("_fields") or query.get("_fields[]")
    if "_embed" not in query:
        item = {name: value for name, value in item.items() if name != "_embedded"}
    elif asked:
        asked += ",_embedded"
    if not asked:
        return item
    kept: Item = {}
    for path in asked.split(","):
        name, _, inner = path.strip().partition(".")
        if name not in item:
            continue
        value = item[name]
        if inner and isinstance(value, dict):
            kept.setdefault(name, {})
            if isinstance(kept[name], dict) and inner in value:
                kept[name][inner] = value[inner]
        else:
            kept[name] = value
    return kept


def _items(paper: Paper, base: str, name: str, now: datetime) -> Iterable[Item]:
    if name == "posts":
        return [_post(post, paper, base) for post in paper.posts]
    if name == "comments":
        return [_comment(remark, paper, base) for remark in paper.shown(now)]
    if name == "users":
        return [
            {
                "id": index,
                "name": user,
                "slug": f"redaction-{index}",
                "link": f"{base}/author/{index}/",
            }
            for index, user in enumerate(paper.users, 1)
        ]
    if name == "tags":
        return [
            {"id": index, "name": tag, "link": f"{base}/tag/{index}/", "taxonomy": "post_tag"}
            for index, tag in enumerate(paper.tags, 1)
        ]
    if name == "media":
        return [_media(post, base) for post in paper.posts if post.picture]
    return []


def _root(paper: Paper, base: str) -> Item:
    return {
        "name": paper.name,
        "description": paper.tagline,
        "url": base,
        "home": base,
        "gmt_offset": 0,
        "timezone_string": "UTC",
        "namespaces": ["oembed/1.0", "wp/v2"],
        "authentication": [],
        "routes": {"/wp/v2/posts": {}, "/wp/v2/comments": {}},
    }


def _post(post: Post, paper: Paper, base: str) -> Item:
    when = _time(post.published)
    return {
        "id": post.id,
        "date": when,
        "date_gmt": when,
        "modified": when,
        "modified_gmt": when,
        "slug": post.slug,
        "status": "publish",
        "type": "post",
        "link": link(post, base),
        "title": {"rendered": post.title},
        "content": {"rendered": content(post, base), "protected": False},
        "excerpt": {"rendered": f"<p>{post.summary}</p>", "protected": False},
        "author": post.author,
        "featured_media": post.id + 1_000 if post.picture else 0,
        "comment_status": "open" if post.open else "closed",
        "ping_status": "closed",
        "sticky": False,
        "categories": [],
        "tags": list(post.tags),
        "_links": {"author": [{"embeddable": True, "href": f"{base}/wp-json/wp/v2/users/{post.author}"}]},
        "_embedded": {
            "author": [{"id": post.author, "name": paper.users[post.author - 1]}],
            "wp:featuredmedia": [_media(post, base)] if post.picture else [],
            "wp:term": [
                [],
                [
                    {"id": tag, "name": paper.tags[tag - 1], "taxonomy": "post_tag"}
                    for tag in post.tags
                ],
            ],
        },
    }  # fmt: skip


def _media(post: Post, base: str) -> Item:
    caption, credit = post.picture or ("", "")
    told = f"<p>{caption} © {credit}</p>" if credit else f"<p>{caption}</p>"
    return {
        "id": post.id + 1_000,
        "post": post.id,
        "source_url": f"{base}/images/{post.slug}.png",
        "media_type": "image",
        "mime_type": "image/png",
        "alt_text": caption,
        "caption": {"rendered": told},
        "title": {"rendered": post.slug},
    }


def _comment(remark: Remark, paper: Paper, base: str) -> Item:
    post = paper.post(remark.post)
    when = _time(remark.published)
    return {
        "id": remark.id,
        "post": remark.post,
        "parent": remark.parent,
        "author": remark.author_id,
        "author_name": remark.author,
        "author_url": remark.url,
        "date": when,
        "date_gmt": when,
        "content": {"rendered": remark.html},
        "link": f"{link(post, base)}#comment-{remark.id}" if post else base,
        "status": "approved",
        "type": "comment",
    }


def link(post: Post, base: str) -> str:
    return f"{base}/{post.slug}/"


def content(post: Post, base: str) -> str:
    """The body with absolute addresses."""
    return post.html.replace('href="/', f'href="{base}/')
