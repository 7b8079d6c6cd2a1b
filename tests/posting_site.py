"""A small site on loopback that takes comments by WordPress' rules, and breaks on request at any byte.

Rules as in WordPress 6.1: which answer for what, the duplicate check (same post, parent, author, e-mail and text; not
the bin), then the flood rule (15 s from the same e-mail). Its clock is given, so that hours pass in no time.
"""

from __future__ import annotations

import asyncio
import hashlib
import html
import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, parse_qsl, quote, unquote, urlsplit

FLOOD = 15.0


@dataclass(slots=True)
class Kept:
    """A comment in the site's database. STATUS: approved, hold, spam or trash."""

    id: int
    post: int
    parent: int
    author: str
    email: str
    text: str
    status: str
    time: float


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with one request to the form (or, with WHERE, to a path that holds it).

    BEFORE: bytes of the request that are read before the line is cut; nothing is stored. AFTER: bytes of the answer
    that are sent before it is cut; the comment is stored. ANSWER: (status, headers, body) instead of the site's own,
    the comment stored first when STORES.
    """

    before: int | None = None
    after: int | None = None
    answer: tuple[int, dict[str, str], bytes] | None = None
    stores: bool = False
    #: no answer, and the line stays open for a second
    silent: bool = False
    where: str = "wp-comments-post"
    times: int = 1


@dataclass(slots=True)
class PostingSite:
    """`async with PostingSite() as site:`; `site.url` ends with a slash. Article 7 is open unless a test says otherwise."""

    clock: Callable[[], float] = lambda: 0.0
    refuses_duplicates: bool = True
    flood: bool = True
    rest: bool = True
    #: who was published before: their comments are shown at once
    known: set[str] = field(default_factory=set)
    comments: list[Kept] = field(default_factory=list)
    #: the text of every comment ever stored, also of those deleted since
    stored: list[str] = field(default_factory=list)
    #: post id -> "open", "closed", "account" or "gone"
    posts: dict[int, str] = field(default_factory=lambda: {7: "open", 8: "open", 9: "open"})
    disallowed: str = ""
    #: a hidden field (name, value) that an antispam plugin wants back
    demanded: tuple[str, str] | None = None
    seen: list[Seen] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    #: requests under way at once, at most
    together: int = 0
    _now_open: int = 0
    _next: int = 100
    _server: asyncio.Server | None = None
    url: str = ""

    async def __aenter__(self) -> PostingSite:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    # -- for tests -------------------------------------------------------------------------------------------------

    @property
    def form(self) -> str:
        return f"{self.url}wp-comments-post.php"

    @property
    def api_root(self) -> str:
        return f"{self.url}wp-json/" if self.rest else ""

    def article(self, post: int = 7) -> str:
        return f"{self.url}article-{post}/"

    def add(self, text: str, *, author: str = "Amadou", email: str = "amadou@example.org",
            post: int = 7, parent: int = 0, status: str = "approved") -> Kept:  # fmt: skip
        kept = Kept(self._id(), post, parent, author, email, text, status, self.clock() - 3600)
        self.comments.append(kept)
        return kept

    def moderate(self, comment: int, status: str | None) -> None:
        """Give the comment another STATUS, or (None) delete it for good."""
        if status is None:
            self.comments = [kept for kept in self.comments if kept.id != comment]
        for kept in self.comments:
            if kept.id == comment and status is not None:
                kept.status = status

    @property
    def posted(self) -> list[Seen]:
        return [seen for seen in self.seen if seen.method == "POST"]

    # -- serving ---------------------------------------------------------------------------------------------------

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._now_open += 1
        self.together = max(self.together, self._now_open)
        try:
            await self._exchange(reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            self._now_open -= 1
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = await reader.readexactly(1)
        if first == b"\x16":
            return  # a TLS greeting, which is not spoken here
        head = first + await reader.readuntil(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        method, path, _version = lines[0].split(" ", 2)
        headers = {
            name.lower(): value.strip()
            for name, _colon, value in (line.partition(":") for line in lines[1:] if line)
        }
        fault = self._fault(path)
        length = int(headers.get("content-length", "0"))
        if fault is not None and fault.before is not None:
            await reader.readexactly(min(max(fault.before - len(head), 0), length))
            writer.transport.abort()
            return
        body = await reader.readexactly(length)
        self.seen.append(Seen(method, path, headers, body))
        if fault is not None and fault.silent:
            if fault.stores:
                self._answer(method, path, headers, body)
            await asyncio.sleep(1)
            return
        if fault is not None and fault.answer is not None:
            if fault.stores:
                self._answer(method, path, headers, body)
            answer = fault.answer
        else:
            answer = self._answer(method, path, headers, body)
        content = _wire(*answer, with_body=method != "HEAD")
        if fault is not None and fault.after is not None:
            writer.write(content[: fault.after])
            await writer.drain()
            return
        writer.write(content)
        await writer.drain()

    def _fault(self, path: str) -> Fault | None:
        for index, fault in enumerate(self.faults):
            if fault.where in path:
                if fault.times <= 1:
                    del self.faults[index]
                else:
                    self.faults[index] = replace(fault, times=fault.times - 1)
                return fault
        return None

    def _answer(
        self, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        parts = urlsplit(path)
        if parts.path == "/wp-comments-post.php":
            if method != "POST":
                return 405, {"Allow": "POST"}, b""
            return self._take(dict(parse_qsl(body.decode(), keep_blank_values=True)))
        if parts.path.startswith("/wp-json/") and self.rest:
            query = {name: value[0] for name, value in parse_qs(parts.query).items()}
            return self._api(parts.path.removeprefix("/wp-json/wp/v2/"), query)
        found = re.fullmatch(r"/article-(\d+)/", parts.path)
        if found and self.posts.get(int(found[1]), "gone") != "gone":
            return self._page(int(found[1]), headers.get("cookie", ""))
        return 404, {"Content-Type": "text/html"}, b"<p>Not found</p>"

    def _take(self, form: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        """`wp-comments-post.php`."""
        post = int(form.get("comment_post_ID") or 0)
        state = self.posts.get(post, "gone")
        author, email = form.get("author", "").strip(), form.get("email", "").strip()
        text = form.get("comment", "").strip()
        if state == "gone":
            return 200, {}, b""
        if self.demanded is not None and form.get(self.demanded[0]) != self.demanded[1]:
            return _die(403, "Contrôle antispam.")
        if state == "closed":
            return _die(403, "Les commentaires sont fermés.")
        if state == "account":
            return _die(403, "Vous devez être connecté.")
        if not author or "@" not in email:
            return _die(200, "<strong>Erreur :</strong> remplissez les champs obligatoires.")
        if not text:
            return _die(200, "<strong>Erreur :</strong> saisissez un commentaire.")
        parent = int(form.get("comment_parent") or 0)
        answered = next((kept for kept in self.comments if kept.id == parent), None)
        if answered is None or answered.status in ("spam", "trash"):
            parent = 0
        same = (post, parent, author, email, _folded(text))
        if self.refuses_duplicates and any(
            kept.status != "trash"
            and (kept.post, kept.parent, kept.author, kept.email, _folded(kept.text)) == same
            for kept in self.comments
        ):
            return _die(409, "Doublon détecté.")
        now = self.clock()
        if self.flood and any(
            kept.email == email and 0 <= now - kept.time < FLOOD for kept in self.comments
        ):
            return _die(429, "Vous publiez trop vite.")
        status = "approved" if email in self.known and text.count("http") < 2 else "hold"
        if self.disallowed and self.disallowed in text:
            status = "trash"
        kept = Kept(self._id(), post, parent, author, email, text, status, now)
        self.comments.append(kept)
        self.stored.append(text)
        where = f"{self.article(post)}#comment-{kept.id}"
        if status == "hold":
            where = (
                f"{self.article(post)}?unapproved={kept.id}&moderation-hash=d0#comment-{kept.id}"
            )
        return 302, {"Location": where}, b""

    def _api(self, route: str, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        one = re.fullmatch(r"comments/(\d+)", route)
        if one:
            kept = next((kept for kept in self.comments if kept.id == int(one[1])), None)
            if kept is None:
                return _error(404, "rest_comment_invalid_id")
            if kept.status != "approved":
                return _error(401, "rest_cannot_read")
            return _json({"id": kept.id, "post": kept.post, "status": "approved"})
        if route == "comments":
            wanted = query.get("search", "")
            return _json(
                [
                    {
                        "id": kept.id, "parent": kept.parent, "author_name": kept.author,
                        "content": {"rendered": _rendered(kept.text)},
                    }
                    for kept in self.comments
                    if kept.status == "approved"
                    and str(kept.post) == query.get("post")
                    and _folded(wanted) in _folded(kept.text)
                ]
            )  # fmt: skip
        return _error(404, "rest_no_route")

    def _page(self, post: int, cookie: str) -> tuple[int, dict[str, str], bytes]:
        name = hashlib.md5(self.url.rstrip("/").encode()).hexdigest()
        found = re.search(rf"comment_author_email_{name}=([^;]+)", cookie)
        mine = unquote(found[1]) if found else None
        shown = [
            kept
            for kept in self.comments
            if kept.post == post
            and (kept.status == "approved" or (kept.status == "hold" and kept.email == mine))
        ]
        there = {kept.id for kept in shown}
        # a reply whose parent is not shown stands by itself at the end
        roots = [kept for kept in shown if kept.parent not in there]
        items = "".join(
            _item(kept, shown) for kept in sorted(roots, key=lambda kept: kept.parent > 0)
        )
        state = self.posts[post]
        form = (
            f'<form action="{self.form}" method="post" id="commentform">'
            '<textarea name="comment" required></textarea><input name="author" required>'
            '<input name="email" type="email" required>'
            f'<input type="hidden" name="comment_post_ID" value="{post}">'
            '<input type="hidden" name="comment_parent" value="0">'
            + (
                f'<input type="hidden" name="{self.demanded[0]}" value="{self.demanded[1]}">'
                if self.demanded
                else ""
            )
            + "</form>"
            if state == "open"
            else '<p class="must-log-in">Connectez-vous.</p>'
            if state == "account"
            else ""
        )
        page = (
            f"<!doctype html><html lang=fr><head><title>Article {post}</title></head><body><article>"
            f"<h1>Article {post}</h1><p>{'Les eaux du fleuve montent. ' * 30}</p></article>"
            f'<div id="comments"><ol class="comment-list">{items}</ol><div id="respond">{form}</div>'
            "</div></body></html>"
        )
        return 200, {"Content-Type": "text/html; charset=utf-8"}, page.encode()

    def _id(self) -> int:
        self._next += 1
        return self._next


def _item(kept: Kept, shown: list[Kept]) -> str:
    """As WordPress' own list of comments nests them."""
    below = "".join(_item(other, shown) for other in shown if other.parent == kept.id)
    return (
        f'<li id="comment-{kept.id}" class="comment"><article class="comment-body">'
        f'<footer class="comment-meta"><div class="comment-author vcard"><b class="fn">'
        f"{html.escape(kept.author)}</b></div></footer>"
        + (
            '<p class="comment-awaiting-moderation">En attente.</p>'
            if kept.status == "hold"
            else ""
        )
        + f'<div class="comment-content">{_rendered(kept.text)}</div></article>'
        + (f'<ol class="children">{below}</ol>' if below else "")
        + "</li>"
    )


def _folded(text: str) -> str:
    """As MySQL's utf8mb4_unicode_520_ci compares: no case, no accents."""
    split = unicodedata.normalize("NFKD", text.strip()).casefold().replace("œ", "oe")
    return "".join(char for char in split if not unicodedata.combining(char))


def _rendered(text: str) -> str:
    """As wpautop and wptexturize print it."""
    text = html.escape(text, quote=False).replace("'", "&rsquo;").replace("...", "&#8230;")
    return "".join(
        f"<p>{part.strip().replace(chr(10), '<br />' + chr(10))}</p>\n"
        for part in text.split("\n\n")
    )


def _json(value: Any, status: int = 200) -> tuple[int, dict[str, str], bytes]:
    return status, {"Content-Type": "application/json"}, json.dumps(value).encode()


def _error(status: int, code: str) -> tuple[int, dict[str, str], bytes]:
    return _json({"code": code, "message": "…", "data": {"status": status}}, status)


def _die(status: int, words: str) -> tuple[int, dict[str, str], bytes]:
    page = f'<html><body><div class="wp-die-message"><p>{words}</p></div></body></html>'
    return status, {"Content-Type": "text/html; charset=UTF-8"}, page.encode()


def _wire(status: int, headers: dict[str, str], body: bytes, *, with_body: bool) -> bytes:
    lines = [f"HTTP/1.1 {status} X"]
    lines += [f"{name}: {quote(value, safe=chr(32) + '/:?&=#;,._-%+()<>@!*')}" for name, value in headers.items()]  # fmt: skip
    lines += [f"Content-Length: {len(body)}", "Connection: close", "", ""]
    return "\r\n".join(lines).encode() + (body if with_body else b"")
