"""What stands behind an address that a person gave: a WordPress, a feed, or a page. As few requests as will do.

Order: the Link header of a HEAD (no body), then the page itself and what its head names, then the usual places
of feeds. A main feed or an article of a WordPress site leads to the whole site with its discussions; a feed of
one section stays that feed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from sahelreader.domain.outcome import Fetched, Outcome, Problem, Unreachable
from sahelreader.domain.site import Found, SourceKind
from sahelreader.domain.text import safe_line, safe_url
from sahelreader.network import isso
from sahelreader.network.address import host_of
from sahelreader.network.feed import ACCEPT as FEEDS
from sahelreader.network.source import FINDING, Asker, Trouble, trouble_of
from sahelreader.network.urls import complete
from sahelreader.network.wordpress.api import items, route
from sahelreader.parse import ParseProblem
from sahelreader.parse.discover import Clues, clues
from sahelreader.parse.feed import Feed, parse_feed
from sahelreader.parse.isso import IssoThread, isso_thread
from sahelreader.parse.page.decode import decode

ACCEPT = f"text/html, application/xhtml+xml, {FEEDS}"
#: where feeds stand that no page names: WordPress and most others, SPIP, Joomla, Blogger
USUAL = ("feed/", "rss.xml", "spip.php?page=backend", "index.php?format=feed&type=rss", "atom.xml")
#: what a TLS handshake meets on a server that speaks plain HTTP
_NO_TLS = ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG", "HTTP_REQUEST")
#: a site that keeps its API to itself may still have a feed; one whose line broke is to be tried again
_NO_API = (
    Problem.UNAUTHORISED, Problem.FORBIDDEN, Problem.NOT_FOUND, Problem.GONE, Problem.REFUSED, Problem.SERVER,
    Problem.BAD_CONTENT, Problem.REDIRECTS, Problem.FORBIDDEN_ADDRESS, Problem.TOO_BIG, Problem.BAD_URL,
)  # fmt: skip
_MAIN_FEED = re.compile(
    r"^/(?:index\.php/)?(?:feed|rss|rss2|atom|rdf)?(?:/(?:rss|rss2|atom|rdf|feed))?/?$"
)


async def discover(asker: Asker, text: str) -> Found | Trouble:
    """Look behind TEXT, an address as a person writes it. ASKER may go inside to that host."""
    trouble = Trouble(Problem.BAD_URL, text[:80])
    for url in complete(text):
        asker.inside = host_of(url)
        answer = await asker.head(url, FINDING)
        if isinstance(answer, Unreachable):
            trouble = trouble_of(answer)
            if _may_be_plain(answer):
                continue
            return trouble
        return await _behind(asker, url, answer)
    return trouble


async def _behind(asker: Asker, url: str, head: Outcome) -> Found | Trouble:
    if isinstance(head, Fetched):
        if head.private and host_of(head.url) != asker.inside:
            return Trouble(Problem.FORBIDDEN_ADDRESS, host_of(head.url))
        seen = clues(b"", head.url, head.headers)
        if seen.api_root and not _is_section(head.url):
            found = await wordpress(asker, seen, head.url)
            if isinstance(found, Found):
                return _private(found, head)
            if found.problem not in _NO_API:
                return found
    # some servers do not know HEAD; what it said of the address counts only when the page says it too
    answer = await asker.get(url, FINDING, accept=ACCEPT)
    if not isinstance(answer, Fetched):
        return trouble_of(answer)
    found = await _what_it_is(asker, answer)
    return _private(found, answer) if isinstance(found, Found) else found


async def _what_it_is(asker: Asker, answer: Fetched) -> Found | Trouble:
    read = _as_feed(answer)
    if read is not None:
        home = safe_url(read.link) if read.link else ""
        if home and host_of(home) == host_of(answer.url) and not _is_section(answer.url):
            better = await _site_of_feed(asker, home, sure=_looks_like_wordpress(read))
            if better is not None:
                return better
        return await _with_discussions(asker, _feed_found(read, answer), read)
    seen = clues(answer.body, answer.url, answer.headers)
    if not seen.is_html:
        return Trouble(Problem.BAD_CONTENT, answer.headers.get("content-type", "")[:60])
    if seen.api_root:
        found = await wordpress(asker, seen, answer.url)
        if isinstance(found, Found) or found.problem not in _NO_API:
            return found
    for feed_url in _candidates(seen, answer.url):
        other = await asker.get(feed_url, FINDING, accept=FEEDS)
        if isinstance(other, Unreachable):
            return trouble_of(other)
        read = _as_feed(other) if isinstance(other, Fetched) else None
        if read is not None and isinstance(other, Fetched):
            found = _feed_found(read, other, page=answer.url)
            return await _with_discussions(asker, found, read, answer)
    return _page_found(seen, answer)


async def _site_of_feed(asker: Asker, home: str, *, sure: bool) -> Found | None:
    """The WordPress whose main feed was given, if it is one. SURE: worth its whole page when no header says so."""
    head = await asker.head(home, FINDING)
    seen = clues(b"", head.url, head.headers) if isinstance(head, Fetched) else Clues()
    if not seen.api_root and sure:
        page = await asker.get(home, FINDING, accept=ACCEPT)
        if isinstance(page, Fetched):
            seen = clues(page.body, page.url, page.headers)
    found = await wordpress(asker, seen, home) if seen.api_root else None
    return found if isinstance(found, Found) else None


def _looks_like_wordpress(read: Feed) -> bool:
    """WordPress' guids are short addresses, and it names the comments of each article."""
    return any(re.search(r"[?&]p=\d+$", item.remote_id) for item in read.articles)


async def wordpress(asker: Asker, seen: Clues, url: str) -> Found | Trouble:
    """The WordPress whose REST root a page named, when its articles may be read there."""
    root = seen.api_root
    fields = "name,url,home,gmt_offset,timezone_string,namespaces,authentication"
    answer = await asker.get(route(root, "", {"_fields": fields}), FINDING)
    if not isinstance(answer, Fetched):
        return trouble_of(answer)
    told = _object(answer.body)
    spaces = told.get("namespaces")
    if isinstance(spaces, list) and "wp/v2" not in spaces:
        return Trouble(Problem.NOT_FOUND, "wp/v2")
    probe = await asker.get(
        route(root, "wp/v2/posts", {"per_page": 5, "_fields": "id,link,comment_status"}), FINDING
    )
    listed = items(probe.body) if isinstance(probe, Fetched) else None
    if listed is None:
        return trouble_of(probe)
    home = _text(told.get("home")) or _text(told.get("url"))
    # a site behind a proxy often names itself wrongly: then what the person gave is its address
    if not home or host_of(home) != host_of(url):
        home = urljoin(url, "/")
    return Found(
        url=home,
        name=safe_line(_text(told.get("name")) or seen.title or host_of(home), 80),
        kind=SourceKind.WORDPRESS,
        endpoint=root,
        facts={
            "comments_open": any(item.get("comment_status") == "open" for item in listed),
            "application_passwords": "application-passwords" in _object(told.get("authentication")),
            "timezone": _text(told.get("timezone_string")),
            **await _asked_of_readers(asker, listed, root),
        },
    )


async def _asked_of_readers(
    asker: Asker, listed: Sequence[Mapping[str, Any]], root: str
) -> dict[str, object]:
    """What the comment form of the newest open article asks for. REST does not say it, so a page is read, once."""
    from sahelreader.parse.form import comment_form

    links = (_text(item.get("link")) for item in listed if item.get("comment_status") == "open")
    link = safe_url(next(links, ""))
    if not link or host_of(link) != host_of(root):
        return {}
    answer = await asker.get(link, FINDING)
    form = comment_form(answer.body, answer.url) if isinstance(answer, Fetched) else None
    if form is None:
        return {}
    return {
        "required": list(form.required),
        "email_published": form.email_published,
        "account_required": form.account_required,
    }


def _feed_found(read: Feed, answer: Fetched, page: str = "") -> Found:
    home = safe_url(read.link) if read.link else ""
    return Found(
        url=home or page or urljoin(answer.url, "/"),
        name=safe_line(read.title or host_of(answer.url), 80),
        kind=SourceKind.FEED,
        endpoint=answer.moved_to or answer.url,
        comments_feed=read.comments_feed or "",
        language=read.language or "",
        facts={"full_text": bool(read.articles) and all(item.whole for item in read.articles)},
    )


def _page_found(seen: Clues, answer: Fetched) -> Found:
    return Found(
        url=answer.url,
        name=safe_line(seen.title or host_of(answer.url), 80),
        kind=SourceKind.PAGE,
        endpoint=answer.url,
    )


async def _with_discussions(
    asker: Asker, found: Found, read: Feed, page: Fetched | None = None
) -> Found:
    """FOUND with the Isso that keeps its discussions. A feed does not say so: PAGE, else its newest article, is asked."""
    if read.comments_feed or any(item.comments_feed for item in read.articles):
        return found
    thread = _isso_on(page) if page is not None else None
    link = next((safe_url(item.url) for item in read.articles if item.url), "")
    if thread is None and link and host_of(link) == host_of(found.url):
        answer = await asker.get(link, FINDING)
        thread = _isso_on(answer) if isinstance(answer, Fetched) else None
    if thread is None:
        return found
    facts: dict[str, object] = {"isso": thread.api}
    asks = await isso.required(asker, thread.api)
    if asks is not None:
        facts["required"] = asks
    return replace(found, facts={**found.facts, **facts})


def _isso_on(page: Fetched) -> IssoThread | None:
    return isso_thread(decode(page.body, page.headers), page.url)


def _candidates(seen: Clues, url: str) -> Iterable[str]:
    """Feeds that a page names, then the usual places under its host."""
    named = [feed.url for feed in seen.feeds if not feed.is_comments]
    home = urljoin(url, "/")
    return list(dict.fromkeys([*named[:3], *(() if named else (home + path for path in USUAL))]))


def _as_feed(answer: Outcome) -> Feed | None:
    if not isinstance(answer, Fetched) or not answer.body.strip():
        return None
    kind = answer.headers.get("content-type", "")
    if "html" in kind and answer.body.lstrip()[:15].lower().startswith(
        (b"<!doctype html", b"<html")
    ):
        return None
    try:
        return parse_feed(answer.body, answer.url, kind)
    except ParseProblem:
        return None


def _is_section(url: str) -> bool:
    """True for the feed of a part of a site: a category, a tag, an author, one article's comments."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    is_feed = "feed" in query or re.search(r"/(?:feed|rss2?|atom)(?:/|$)", parts.path) is not None
    if not is_feed:
        return False
    return bool(set(query) & {"cat", "tag", "author", "p", "s", "category_name"}) or not (
        _MAIN_FEED.match(parts.path)
    )


def _may_be_plain(answer: Unreachable) -> bool:
    """True when a server may be there that speaks no TLS. A certificate that does not hold is no such case."""
    if answer.problem is Problem.NO_NETWORK:
        return True
    return answer.problem is Problem.TLS and any(word in answer.detail for word in _NO_TLS)


def _private(found: Found, answer: Fetched) -> Found:
    """Remember that the person's own address is on a private network: the sync may go there."""
    return replace(found, facts={**found.facts, "private": True}) if answer.private else found


def _object(value: object) -> dict[str, Any]:
    if isinstance(value, (bytes, str)):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return {}
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
