"""What a page or a HEAD of it says of how a site can be read: its REST root, its feeds, its own address.

Pure: bytes and headers to `Clues`. Whether any of it is true, the network finds out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qsl, urlsplit

from sahelreader.domain.text import safe_line
from sahelreader.parse.page.decode import decode
from sahelreader.parse.tokens import attributes, tokens
from sahelreader.parse.urls import absolute_url

#: bytes of a page that are looked at; a head is far shorter, but feeds are named in bodies as well
_LIMIT = 1_000_000
_TOKENS = 20_000
_FEED_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "text/xml",
    "application/xml",
)
_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[\w*-]+(?:\s*=\s*(?:\"[^\"]*\"|[^\s\",;]+))?)*)")
_PARAMETER = re.compile(r";\s*([\w*-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s\",;]+))")
_POST = re.compile(r"/wp/v2/(?:posts|pages)/(\d{1,18})(?:[/?&]|$)")
_BODY_POST = re.compile(r"\b(?:postid|page-id)-(\d{1,18})\b")
_COMMENT_FEED = re.compile(r"comment|commentaire|réaction|تعليق", re.IGNORECASE)
_FEED_ADDRESS = re.compile(
    r"(?:/(?:feed|rss|atom|rdf)(?:/|\.xml|\.php)?$|[?&](?:feed|format)=(?:rss|atom|feed)|page=backend|\.(?:rss|atom)$|/(?:index|rss|feed|atom)\.xml$)",
    re.I,
)
_IS_HTML = re.compile(
    rb"\s*(?:<!--.{0,4000}?-->\s*)*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html|head|body|title|meta|div|p)\b",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page names. IS_COMMENTS: it holds comments, of the site or of one article."""

    url: str
    title: str = ""
    is_comments: bool = False


@dataclass(frozen=True, slots=True)
class Clues:
    """All addresses absolute http(s); "" or () for what the page does not say."""

    #: WordPress' REST root, as given (may hold "?rest_route=")
    api_root: str = ""
    #: WordPress' id of the article that the page shows
    post_id: str = ""
    #: feeds of articles, the site's main one first
    feeds: tuple[FeedLink, ...] = ()
    #: of this article on an article's page, else of the site
    comments_feed: str = ""
    canonical: str = ""
    title: str = ""
    #: the site's own name, where the page tells it apart from its title
    site_name: str = ""
    language: str = ""
    #: such as "WordPress 6.8" or "SPIP 4.3"
    generator: str = ""
    is_html: bool = False


def clues(html: bytes, url: str, headers: Mapping[str, str] | None = None) -> Clues:
    """The clues in a page at URL and in its HEADERS (lower-case names). HTML may be empty, as after a HEAD."""
    headers = headers or {}
    found = _Found(url)
    for target, rel, attrs in link_header(headers.get("link", "")):
        found.link(target, rel, attrs)
    kind = headers.get("content-type", "").lower()
    is_html = "html" in kind or (
        (not kind or kind.startswith(("text/plain", "application/octet")))
        and bool(_IS_HTML.match(html[:8_000]))
    )
    if html and is_html:
        found.page(decode(html[:_LIMIT], headers))
    return found.clues(is_html)


def link_header(text: str) -> list[tuple[str, str, dict[str, str]]]:
    """(address, rel, all parameters) of each link in a Link header, several headers joined by commas included."""
    made = []
    for match in _LINK.finditer(text[:20_000]):
        parameters = {
            found[1].lower(): found[2] or found[3] or "" for found in _PARAMETER.finditer(match[2])
        }
        made.append((match[1].strip(), parameters.get("rel", ""), parameters))
    return made


class _Found:
    def __init__(self, url: str) -> None:
        self._url = self._from = url
        self._root = self._post = self._canonical = self._title = self._og_title = ""
        self._site = self._language = self._generator = ""
        self._feeds: dict[str, FeedLink] = {}
        self._anchors: dict[str, FeedLink] = {}

    def link(self, target: str, rel: str, attrs: Mapping[str, str]) -> None:
        rels = rel.lower().split()
        url = absolute_url(target, self._from)
        if not url:
            return
        if "https://api.w.org/" in rels:
            self._root = self._root or url
        elif "shortlink" in rels:
            self._post = self._post or dict(parse_qsl(urlsplit(url).query)).get("p", "")
        elif "canonical" in rels:
            self._canonical = self._canonical or url
        elif "alternate" in rels or "feed" in rels:
            kind = attrs.get("type", "").lower().partition(";")[0].strip()
            if kind == "application/json" and (found := _POST.search(url)):
                self._post = found[1]
            elif kind in _FEED_TYPES or ("feed" in rels and not kind):
                title = safe_line(attrs.get("title", ""), 200)
                if "oembed" not in url:
                    self._feeds.setdefault(url, FeedLink(url, title, _is_comments(url, title)))

    def page(self, html: str) -> None:
        in_title = False
        for number, (text, end, name, source) in enumerate(tokens(html, whole=True)):
            if in_title and text.strip():
                self._title = self._title or safe_line(unescape(text), 300)
                in_title = False
            if number > _TOKENS:
                return
            if end or not name:
                continue
            if name == "title":
                # an SVG has titles too
                in_title = not self._title
            elif name in ("link", "meta", "base", "html", "body", "a"):
                getattr(self, f"_{name}")(attributes(source))

    def _link(self, attrs: dict[str, str]) -> None:
        self.link(attrs.get("href", ""), attrs.get("rel", ""), attrs)

    def _meta(self, attrs: dict[str, str]) -> None:
        name = (attrs.get("property") or attrs.get("name") or attrs.get("http-equiv") or "").lower()
        content = safe_line(attrs.get("content", ""), 300)
        if name == "generator" and ("WordPress" in content or not self._generator):
            self._generator = content
        elif name == "og:site_name":
            self._site = self._site or content
        elif name == "og:title":
            self._og_title = self._og_title or content
        elif name == "og:url":
            self._canonical = self._canonical or absolute_url(attrs.get("content", ""), self._from)
        elif name in ("og:locale", "content-language") and not self._language:
            self._language = content

    def _base(self, attrs: dict[str, str]) -> None:
        self._from = absolute_url(attrs.get("href", ""), self._from) or self._from

    def _html(self, attrs: dict[str, str]) -> None:
        self._language = attrs.get("lang") or attrs.get("xml:lang") or self._language

    def _body(self, attrs: dict[str, str]) -> None:
        if not self._post and (found := _BODY_POST.search(attrs.get("class", ""))):
            self._post = found[1]

    def _a(self, attrs: dict[str, str]) -> None:
        url = absolute_url(attrs.get("href", ""), self._from)
        if (
            url
            and _FEED_ADDRESS.search(url)
            and urlsplit(url).hostname == urlsplit(self._url).hostname
        ):
            title = safe_line(attrs.get("title", ""), 200)
            self._anchors.setdefault(url, FeedLink(url, title, _is_comments(url, title)))

    def clues(self, is_html: bool) -> Clues:
        found = list(self._feeds.values()) or list(self._anchors.values())
        articles = [feed for feed in found if not feed.is_comments]
        comments = [feed.url for feed in found if feed.is_comments]
        # the article's own feed of comments is named after the site's
        here = [
            url
            for url in comments
            if len(urlsplit(url).path) > 1
            and urlsplit(url).path.startswith(urlsplit(self._url).path.rstrip("/") + "/")
        ]
        return Clues(
            api_root=self._root,
            post_id=self._post if self._post.isascii() and self._post.isdigit() else "",
            feeds=tuple(articles),
            comments_feed=((here if len(urlsplit(self._url).path) > 1 else []) and here[-1])
            or (comments[0] if comments else ""),
            canonical=self._canonical,
            title=self._title or self._og_title,
            site_name=self._site,
            language=language_tag(self._language),
            generator=self._generator,
            is_html=is_html,
        )


def _is_comments(url: str, title: str) -> bool:
    return bool(_COMMENT_FEED.search(title)) or bool(
        re.search(r"/comments?/|comments-", urlsplit(url).path + "/")
    )


def language_tag(text: str) -> str:
    """The primary tag of a language as documents write it: "fr" for "fr-FR", "fr_FR", "FR"; "" for what is none."""
    primary = re.split(r"[-_;, ]", text.strip().lower(), maxsplit=1)[0]
    return primary if re.fullmatch(r"[a-z]{2,3}", primary) else ""
