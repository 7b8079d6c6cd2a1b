"""The sample paper over HTTP, on loopback alone: which address leads to which page, and nothing of their content."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Callable
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlsplit

from sahelreader.demo import pages, rest
from sahelreader.demo.paper import Paper, Rejected
from sahelreader.demo.picture import dawn

FORM_LIMIT = 200_000  # bytes of a comment's form
_LOOPBACK = re.compile(r"(?:127\.0\.0\.1|localhost):\d{1,5}")
HTML = "text/html; charset=UTF-8"


def make_server(paper: Paper, now: Callable[[], datetime]) -> ThreadingHTTPServer:
    """A server of PAPER on a free port of 127.0.0.1; `serve_forever` runs it."""

    class Handler(_Handler):
        site = paper
        clock = staticmethod(now)

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

    return Server(("127.0.0.1", 0), Handler)


class _Handler(BaseHTTPRequestHandler):
    """One request. SITE and CLOCK are set by `make_server`."""

    site: Paper
    clock: Callable[[], datetime]
    protocol_version = "HTTP/1.1"
    server_version = "sample"
    sys_version = ""
    # small answers in two writes wait 40 ms for each other otherwise
    disable_nagle_algorithm = True

    @property
    def base(self) -> str:
        """The site's own address, as it was called: through a tunnel or a proxy on this machine it has another port."""
        asked = self.headers.get("Host", "")
        if _LOOPBACK.fullmatch(asked):
            return f"http://{asked}"
        assert isinstance(self.server, ThreadingHTTPServer)
        return f"http://127.0.0.1:{self.server.server_port}"

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        path, now = parts.path, self.clock()
        if path.startswith("/wp-json"):
            self._rest(path.removeprefix("/wp-json"), query, now)
        elif "rest_route" in query:
            self._rest(query.pop("rest_route"), query, now)
        elif path == "/feed/":
            self._feed(pages.feed(self.site, self.base, self.site.shown(now)))
        elif path == "/comments/feed/":
            self._feed(pages.comment_feed(self.site, self.base, self.site.shown(now)))
        elif path.startswith("/images/"):
            self._send(200, "image/png", dawn())
        elif path == "/":
            post = self.site.post(int(query["p"])) if query.get("p", "").isdigit() else None
            if post is not None:
                self._send(301, HTML, b"", {"Location": rest.link(post, self.base)})
            else:
                self._page(200, pages.home(self.site, self.base))
        else:
            self._article(path.strip("/"), now)

    def _article(self, slug: str, now: datetime) -> None:
        post = self.site.by_slug(slug)
        if post is None:
            self._page(404, pages.refusal(self.site, "404"))
            return
        remarks = [remark for remark in self.site.shown(now) if remark.post == post.id]
        self._page(200, pages.article(self.site, self.base, post, remarks))

    def _rest(self, route: str, query: dict[str, str], now: datetime) -> None:
        answer = rest.answer(self.site, self.base, route, query, now)
        headers = {}
        if answer.total is not None:
            headers = {"X-WP-Total": str(answer.total), "X-WP-TotalPages": str(answer.pages)}
        body = json.dumps(answer.body, ensure_ascii=False).encode()
        self._send(answer.status, "application/json; charset=UTF-8", body, headers)

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        size = int(length) if length.isdigit() else FORM_LIMIT + 1
        if size > FORM_LIMIT:
            # what is not read would be taken for the next request
            self.close_connection = True
            self._page(413, pages.refusal(self.site, "413"))
            return
        body = self.rfile.read(size).decode("utf-8", "replace")
        if urlsplit(self.path).path != "/wp-comments-post.php":
            self._page(404, pages.refusal(self.site, "404"))
            return
        form = {name: values[-1] for name, values in parse_qs(body, keep_blank_values=True).items()}
        try:
            remark = self.site.take(form, self.clock())
        except Rejected as rejected:
            self._page(rejected.status, pages.refusal(self.site, rejected.sentence))
            return
        post = self.site.post(remark.post)
        assert post is not None  # `take` refuses a comment on nothing
        proof = hashlib.md5(f"{remark.id}{remark.published}".encode()).hexdigest()
        self._send(
            302,
            HTML,
            b"",
            {
                "Location": f"{rest.link(post, self.base)}?unapproved={remark.id}"
                f"&moderation-hash={proof}#comment-{remark.id}"
            },
        )

    def _page(self, status: int, text: str) -> None:
        self._send(
            status,
            HTML,
            text.encode(),
            {"Link": f'<{self.base}/wp-json/>; rel="https://api.w.org/"'},
        )

    def _feed(self, text: str) -> None:
        """A feed with validators; an equal one is answered 304."""
        body = text.encode()
        tag = f'"{hashlib.md5(body).hexdigest()}"'
        if tag in self.headers.get("If-None-Match", ""):
            self._send(304, "application/rss+xml", b"", {"ETag": tag})
        else:
            self._send(200, "application/rss+xml; charset=UTF-8", body, {"ETag": tag})

    def _send(
        self, status: int, kind: str, body: bytes, more: dict[str, str] | None = None
    ) -> None:
        if "gzip" in self.headers.get("Accept-Encoding", "") and len(body) > 200:
            body = gzip.compress(body, 6, mtime=0)
            more = {**(more or {}), "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (more or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a line here would stand in the middle of the reader's screen."""
