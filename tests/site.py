"""A news site on loopback that speaks WordPress' REST, feeds and pages as a real one was seen to do.

Quirks kept (WORDPRESS notes): no validators on REST; `modified_after` exclusive and to the second; a page beyond
the end of posts is 400, of comments an empty list; a comment approved late keeps its date and id; one article
that may not be read refuses the whole question for comments; scheduled articles keep an old `modified`; nginx
makes the feed's ETag weak when it compresses, and the feed compares it literally.
"""

import gzip
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from typing import Any, Self

from tests.serving import Reply, Request, Serving

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
WORDS = (
    "Le fleuve est monté pendant la nuit et les maraîchers de la rive ont perdu une partie de leurs semis. "
    "La mairie a promis des sacs de mil et une réunion avec les coopératives avant la fin du mois. "
)


@dataclass(frozen=True, slots=True)
class Post:
    id: int
    title: str
    html: str
    date: datetime
    modified: datetime
    author: int = 1
    categories: tuple[int, ...] = (1,)
    tags: tuple[int, ...] = ()
    media: int = 0
    open: bool = True
    status: str = "publish"
    password: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    id: int
    post: int
    parent: int
    author: str
    text: str
    date: datetime
    approved: bool = True
    #: the account that wrote it
    user: int = 0


@dataclass(slots=True)
class Site:
    """A context manager. CLOCK is the site's own time; it goes on by five minutes with every change."""

    name: str = "Échos du Gourma"
    pretty: bool = True
    rest: bool = True
    link_header: bool = True
    packed: bool = True
    excerpts: bool = False
    #: the feed has older pages (`?paged=2`), as WordPress' has unless a cache forgets the question
    paged: bool = True
    clock: datetime = START
    #: what the Date header says, when it is not to follow the clock
    date: datetime | None = None
    posts: dict[int, Post] = field(default_factory=dict)
    remarks: dict[int, Remark] = field(default_factory=dict)
    names: dict[str, dict[int, str]] = field(
        default_factory=lambda: {
            "users": {1: "Aïssata Maïga"},
            "categories": {1: "Société", 2: "R&amp;D"},
            "tags": {7: "Gourma"},
        }
    )
    #: what REST says of a post instead of the truth, by its id
    mangled: dict[int, dict[str, Any]] = field(default_factory=dict)
    closed_routes: set[str] = field(default_factory=set)
    serving: Serving = field(init=False)
    _next: int = 10

    def __post_init__(self) -> None:
        self.serving = Serving(self.answer)

    def __enter__(self) -> Self:
        self.serving.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.serving.__exit__()

    # ---- what an editor and a moderator do

    def add_post(self, title: str = "", html: str = "", **more: Any) -> int:
        number = self._number()
        date = more.pop("date", self.clock)
        body = html or f"<p>{WORDS}</p>\n<p>Article {number}. {WORDS}</p>"
        post = Post(
            number,
            title or f"Nouvelles du marché n°{number}",
            body,
            date,
            more.pop("modified", date),
        )
        self.posts[number] = replace(post, **more)
        return number

    def add_posts(self, count: int, comments: int = 0) -> list[int]:
        made = [self.add_post() for _ in range(count)]
        for number in made:
            for _ in range(comments):
                self.add_remark(number)
        return made

    def edit(self, number: int, **changes: Any) -> None:
        self._tick()
        self.posts[number] = replace(self.posts[number], **{"modified": self.clock, **changes})

    def trash(self, number: int) -> None:
        self._tick()
        self.posts[number] = replace(self.posts[number], status="trash")

    def delete(self, number: int) -> None:
        self._tick()
        del self.posts[number]
        self.remarks = {k: v for k, v in self.remarks.items() if v.post != number}

    def add_remark(self, post: int, text: str = "Merci pour ces nouvelles.", **more: Any) -> int:
        number = self._number()
        remark = Remark(number, post, 0, "Boubacar", f"<p>{text}</p>\n", self.clock)
        self.remarks[number] = replace(remark, **more)
        return number

    def approve(self, number: int) -> None:
        self._tick()
        self.remarks[number] = replace(self.remarks[number], approved=True)

    def hide(self, number: int) -> None:
        self._tick()
        self.remarks[number] = replace(self.remarks[number], approved=False)

    @property
    def url(self) -> str:
        return self.serving.url

    def permalink(self, number: int) -> str:
        return f"{self.url}/article-{number}/" if self.pretty else f"{self.url}/?p={number}"

    def _number(self) -> int:
        self._tick()
        self._next += 1
        return self._next

    def _tick(self) -> None:
        self.clock += timedelta(minutes=5)

    # ---- what the server answers

    def answer(self, request: Request) -> Reply:
        reply = self._answer(request)
        # three minutes after the last change: what is asked for now does not happen in the second of a change
        date = format_datetime(self.date or self.clock + timedelta(minutes=3), usegmt=True)
        return replace(reply, headers={"Date": date, **reply.headers})

    def _answer(self, request: Request) -> Reply:
        path, query = request.path, request.query
        route = ""
        if self.rest and path.startswith("/wp-json/") and self.pretty:
            route = path.removeprefix("/wp-json")
        elif self.rest and "rest_route" in query:
            route = query["rest_route"]
        if route:
            return self._packed(request, self._rest(route, query))
        if path.startswith("/article-") and path.endswith("/feed/"):
            return self._comment_feed(request, int(path.split("-")[1].split("/")[0]))
        if path.endswith("/feed/") or query.get("feed") == "rss2":
            return self._feed(request, path)
        return self._packed(request, self._page(path, query))

    def _packed(self, request: Request, reply: Reply) -> Reply:
        if not self.packed or "gzip" not in request.headers.get("accept-encoding", ""):
            return reply
        if len(reply.body) < 20:
            return reply
        headers = reply.headers | {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        if "ETag" in headers:
            headers["ETag"] = f"W/{headers['ETag']}"
        return Reply(gzip.compress(reply.body, 6), reply.status, headers)

    @property
    def root(self) -> str:
        return f"{self.url}/wp-json/" if self.pretty else f"{self.url}/index.php?rest_route=/"

    def _page(self, path: str, query: dict[str, str]) -> Reply:
        number = query.get("p") or path.strip("/").removeprefix("article-")
        post = self.posts.get(int(number)) if number.isdigit() else None
        if path.strip("/") and post is None:
            return Reply(b"<html><title>404</title></html>", 404, {"Content-Type": "text/html"})
        api = f'<link rel="https://api.w.org/" href="{self.root}">' if self.rest else ""
        feed = f'<link rel="alternate" type="application/rss+xml" href="{self.url}/feed/">'
        shown = [post] if post else self.visible()[:10]
        body = "".join(
            f'<article><h1 class="entry-title"><a href="{self.permalink(item.id)}">{item.title}</a></h1>'
            f'<div class="entry-content">{item.html}</div></article>'
            for item in shown
        )
        html = (
            f"<!doctype html><html lang=fr><head><title>{self.name}</title>{api}{feed}</head>"
            f"<body>{body}</body></html>"
        )
        headers = {"Content-Type": "text/html; charset=UTF-8"}
        if self.rest and self.link_header:
            headers["Link"] = f'<{self.root}>; rel="https://api.w.org/"'
        return Reply(html.encode(), 200, headers)

    def visible(self) -> list[Post]:
        shown = [p for p in self.posts.values() if p.status == "publish" and p.date <= self.clock]
        return sorted(shown, key=lambda post: (post.date, post.id), reverse=True)

    def _feed(self, request: Request, path: str) -> Reply:
        page = int(request.query.get("paged", "1")) if self.paged else 1
        shown = self.visible()[(page - 1) * 10 : page * 10]
        if not shown and page > 1:
            return Reply(b"<html><title>404</title></html>", 404, {"Content-Type": "text/html"})
        newest = max((post.modified for post in shown), default=START)
        stamp = format_datetime(newest, usegmt=True)
        etag = f'"{hashlib.md5(f"{stamp}{page}".encode()).hexdigest()}"'
        match, since = (
            request.headers.get("if-none-match"),
            request.headers.get("if-modified-since"),
        )
        if (match or since) and match in (None, etag) and since in (None, stamp):
            return Reply(b"", 304, {"ETag": etag, "Last-Modified": stamp})
        items = "".join(self._item(post) for post in shown)
        body = (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">'
            f"<channel><title>{self.name}</title><link>{self.url}</link><language>fr-FR</language>{items}</channel></rss>"
        ).encode()
        headers = {
            "Content-Type": "application/rss+xml; charset=UTF-8",
            "ETag": etag,
            "Last-Modified": stamp,
        }
        return self._packed(request, Reply(body, 200, headers))

    def _comment_feed(self, request: Request, number: int) -> Reply:
        shown = sorted(self._approved({number}), key=lambda r: r.date, reverse=True)[:10]
        items = "".join(
            f"<item><title>Par : {remark.author}</title><link>{self.permalink(number)}#comment-{remark.id}</link>"
            f"<dc:creator>{remark.author}</dc:creator><pubDate>{format_datetime(remark.date)}</pubDate>"
            f'<guid isPermaLink="false">{self.url}/?p={number}#comment-{remark.id}</guid>'
            f"<description>{escape(remark.text)}</description></item>"
            for remark in shown
        )
        body = (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<channel><title>Commentaires</title><link>{self.permalink(number)}</link>{items}</channel></rss>"
        )
        return self._packed(
            request, Reply(body.encode(), 200, {"Content-Type": "application/rss+xml"})
        )

    def _item(self, post: Post) -> str:
        remarks = len(self._approved({post.id}))
        content = (
            "" if self.excerpts else f"<content:encoded><![CDATA[{post.html}]]></content:encoded>"
        )
        return (
            f"<item><title>{post.title}</title><link>{self.permalink(post.id)}</link>"
            f"<dc:creator>Aïssata Maïga</dc:creator><pubDate>{format_datetime(post.date)}</pubDate>"
            f'<guid isPermaLink="false">{self.url}/?p={post.id}</guid>'
            f"<description><![CDATA[{post.html[:60]} [&#8230;]]]></description>{content}"
            f"<wfw:commentRss>{self.permalink(post.id)}feed/</wfw:commentRss><slash:comments>{remarks}</slash:comments></item>"
        )

    # ---- REST

    def _rest(self, route: str, query: dict[str, str]) -> Reply:
        kind = route.removeprefix("/wp/v2").strip("/")
        if kind in self.closed_routes:
            return _error(401, "rest_forbidden")
        if kind == "":
            told = {
                "name": escape(self.name),
                "url": self.url,
                "home": self.url,
                "namespaces": ["wp/v2"],
            }
            return _json({**told, "authentication": [], "timezone_string": "Africa/Bamako"})
        if kind == "posts":
            return self._posts(query)
        if kind == "comments":
            return self._comments(query)
        if kind in self.names:
            wanted = _ints(query.get("include", ""))
            found = [{"id": k, "name": v} for k, v in self.names[kind].items() if k in wanted]
            return _listed(found, query)
        if kind == "media":
            wanted = _ints(query.get("include", ""))
            found = [
                {"id": n, "source_url": f"{self.url}/photo-{n}.jpg", "caption": {"rendered": "<p>Le bac</p>"}}
                for n in wanted
            ]  # fmt: skip
            return _listed(found, query)
        return _error(404, "rest_no_route")

    def _posts(self, query: dict[str, str]) -> Reply:
        shown = self.visible()
        if "include" in query:
            wanted = _ints(query["include"])
            shown = [post for post in shown if post.id in wanted]
        for name, test in _DATES.items():
            if name in query:
                limit = datetime.fromisoformat(query[name])
                shown = [post for post in shown if test(post, limit)]
        if query.get("orderby") == "modified":
            shown.sort(key=lambda post: post.modified, reverse=query.get("order") != "asc")
        told = [self._post(post) | self.mangled.get(post.id, {}) for post in shown]
        return _listed(told, query, beyond=400)

    def _post(self, post: Post) -> dict[str, Any]:
        locked = bool(post.password)
        return {
            "id": post.id,
            "date_gmt": f"{post.date:%Y-%m-%dT%H:%M:%S}",
            "modified_gmt": f"{post.modified:%Y-%m-%dT%H:%M:%S}",
            "link": self.permalink(post.id),
            "title": {"rendered": post.title},
            "content": {"rendered": "" if locked else post.html, "protected": locked},
            "excerpt": {"rendered": "" if locked else post.html[:60], "protected": locked},
            "author": post.author,
            "categories": list(post.categories),
            "tags": list(post.tags),
            "featured_media": post.media,
            "comment_status": "open" if post.open else "closed",
        }

    def _approved(self, posts: set[int] | None) -> list[Remark]:
        return [
            remark for remark in self.remarks.values()
            if remark.approved and (posts is None or remark.post in posts)
        ]  # fmt: skip

    def _comments(self, query: dict[str, str]) -> Reply:
        posts = _ints(query["post"]) if "post" in query else None
        for number in posts or ():
            post = self.posts.get(number)
            if post is not None and (post.status != "publish" or post.password):
                return _error(401, "rest_cannot_read_post")
        found = self._approved(posts)
        # comments of a withdrawn article are no longer approved; those of a locked one are, but not delivered
        found = [
            r for r in found if r.post not in self.posts or self.posts[r.post].status == "publish"
        ]
        if "include" in query:
            wanted = _ints(query["include"])
            found = [remark for remark in found if remark.id in wanted]
        by_id = query.get("orderby") == "id"
        found.sort(key=lambda r: r.id if by_id else r.date, reverse=query.get("order") != "asc")
        rendered = [
            {
                "id": remark.id,
                "post": remark.post,
                "parent": remark.parent,
                "author": remark.user,
                "author_name": remark.author,
                "author_url": "",
                "date_gmt": f"{remark.date:%Y-%m-%dT%H:%M:%S}",
                "content": {"rendered": remark.text},
                "type": "comment",
            }
            for remark in found
        ]
        locked = {post.id for post in self.posts.values() if post.password}
        return _listed(rendered, query, hidden=lambda item: item["post"] in locked)


_DATES: dict[str, Callable[[Post, datetime], bool]] = {
    "after": lambda post, limit: post.date > limit,
    "before": lambda post, limit: post.date < limit,
    "modified_after": lambda post, limit: post.modified > limit,
}


def _listed(
    found: list[dict[str, Any]],
    query: dict[str, str],
    beyond: int = 200,
    hidden: Callable[[dict[str, Any]], bool] = lambda _item: False,
) -> Reply:
    per_page = int(query.get("per_page", "10"))
    if not 1 <= per_page <= 100:
        return _error(400, "rest_invalid_param")
    page = int(query.get("page", "1"))
    start = int(query["offset"]) if "offset" in query else (page - 1) * per_page
    if page > 1 and start >= len(found) and beyond == 400:
        return _error(400, "rest_post_invalid_page_number")
    wanted = {name.split(".")[0] for name in query.get("_fields", "").split(",") if name}
    shown = [
        {key: value for key, value in item.items() if not wanted or key in wanted}
        for item in found[start : start + per_page]
        if not hidden(item)
    ]
    headers = {"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(-(-len(found) // per_page))}
    return Reply(_json(shown).body, 200, _REST | headers)


_REST = {
    "Content-Type": "application/json; charset=UTF-8",
    "X-Robots-Tag": "noindex",
    "Link": '<http://127.0.0.1/wp-json/>; rel="https://api.w.org/"',
    "X-Content-Type-Options": "nosniff",
    "Access-Control-Expose-Headers": "X-WP-Total, X-WP-TotalPages, Link",
    "Access-Control-Allow-Headers": "Authorization, X-WP-Nonce, Content-Disposition, Content-MD5, Content-Type",
    "Allow": "GET",
}


def _json(value: Any) -> Reply:
    return Reply(json.dumps(value).encode(), 200, dict(_REST))


def _error(status: int, code: str) -> Reply:
    body = json.dumps({"code": code, "message": "", "data": {"status": status}}).encode()
    return Reply(body, status, {"Content-Type": "application/json; charset=UTF-8"})


def _ints(text: str) -> set[int]:
    return {int(part) for part in text.split(",") if part.isdigit()}
