"""WordPress' REST answers (`wp/v2/posts`, `wp/v2/comments`, the root) to plain values.

A site is never trusted to keep its own schema: each field may be missing or of any type, and an item that cannot be
read is left out with a reason while the others come through. Knows no network: what was asked for, the caller knows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sahelreader.domain.article import Article, Comment, Picture
from sahelreader.domain.text import AUTHOR_LIMIT, TITLE_LIMIT, safe_url
from sahelreader.parse import ParseProblem
from sahelreader.parse.clean import clean_comment, clean_html, one_line, plain_text
from sahelreader.parse.dates import parse_date
from sahelreader.parse.excerpt import is_excerpt, summary_of
from sahelreader.parse.urls import absolute_url

#: bytes of one answer; what is larger is not looked at
JSON_LIMIT = 64_000_000
_ITEMS = 1_000  # of one page; WordPress gives a hundred at most, plugins more
_COMMENTS = 100_000
_NAMES = 100  # tags or categories of one article


@dataclass(frozen=True, slots=True)
class Parsed:
    """Articles in the answer's order; SKIPPED are reasons in English, for the log."""

    articles: tuple[Article, ...] = ()
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Root:
    """What a site's REST root tells. NAME "" and NAMESPACES () when it does not say."""

    name: str = ""
    description: str = ""
    url: str = ""
    namespaces: tuple[str, ...] = ()
    #: where a person authorises an application password; "" when the site offers none
    application_passwords: str = ""
    timezone: str = ""

    @property
    def has_posts(self) -> bool:
        return not self.namespaces or "wp/v2" in self.namespaces


def posts(body: bytes, base: str = "") -> Parsed:
    """The articles of an answer of `wp/v2/posts` (a list, or one post). Raises ParseProblem when it is no such answer.

    BASE grounds relative addresses. Authors, tags and categories are there only with `_embed`.
    """
    articles: dict[str, Article] = {}
    skipped: list[str] = []
    for number, item in enumerate(_items(body, _ITEMS)):
        if not isinstance(item, dict):
            skipped.append(f"item {number}: not an object")
            continue
        remote_id = _number(item.get("id"))
        url = _address(item, base)
        if not remote_id:
            skipped.append(f"item {number}: no id")
        elif not url:
            skipped.append(f"post {remote_id}: no address")
        elif remote_id in articles:
            skipped.append(f"post {remote_id}: twice in one answer")
        else:
            articles[remote_id] = _post(item, remote_id, url)
    return Parsed(tuple(articles.values()), tuple(skipped))


def comments(body: bytes, base: str = "") -> tuple[tuple[str, Comment], ...]:
    """(id of its post, comment) for each comment of an answer of `wp/v2/comments`, in its order.

    Raises ParseProblem when it is no such answer. A parent may be missing among them: its reply then starts a thread.
    """
    found: dict[str, tuple[str, Comment]] = {}
    for item in _items(body, _COMMENTS):
        if not isinstance(item, dict):
            continue
        remote_id, post = _number(item.get("id")), _number(item.get("post"))
        if (
            remote_id
            and remote_id not in found
            and item.get("status") in (None, "approved", "approve")
        ):
            found[remote_id] = (post, _comment(item, remote_id, base))
    return tuple(found.values())


def root(body: bytes) -> Root:
    """What the REST root says. Raises ParseProblem when it is no such answer."""
    raw = _json(body)
    if not isinstance(raw, dict):
        raise ParseProblem("the REST root is not an object")
    spaces = raw.get("namespaces")
    authentication = raw.get("authentication")
    passwords = (
        authentication.get("application-passwords") if isinstance(authentication, dict) else None
    )
    endpoints = passwords.get("endpoints") if isinstance(passwords, dict) else None
    authorise = endpoints.get("authorization") if isinstance(endpoints, dict) else None
    return Root(
        name=one_line(_text(raw.get("name")), AUTHOR_LIMIT),
        description=one_line(_text(raw.get("description"))),
        url=safe_url(_text(raw.get("home")) or _text(raw.get("url"))),
        namespaces=tuple(name for name in spaces[:500] if isinstance(name, str))
        if isinstance(spaces, list)
        else (),
        application_passwords=safe_url(_text(authorise)),
        timezone=one_line(_text(raw.get("timezone_string")), 60),
    )


def _post(item: Mapping[str, Any], remote_id: str, url: str) -> Article:
    content = item.get("content")
    protected = isinstance(content, dict) and content.get("protected") is True
    html = clean_html(_rendered(content), url)
    excerpt = clean_html(_rendered(item.get("excerpt")), url)
    published = _time(item, "date")
    modified = _time(item, "modified") or published
    embedded = item.get("_embedded")
    embedded = embedded if isinstance(embedded, dict) else {}
    tags, categories = _terms(embedded.get("wp:term"))
    status = item.get("comment_status")
    return Article(
        remote_id=remote_id,
        url=url,
        title=one_line(_rendered(item.get("title")), TITLE_LIMIT),
        authors=_authors(embedded.get("author"), item.get("yoast_head_json")),
        published=published,
        modified=modified,
        html=html,
        summary=summary_of(plain_text(excerpt)),
        tags=tags,
        categories=categories,
        lead=_lead(embedded.get("wp:featuredmedia"), item, url),
        comments_open=status == "open" if isinstance(status, str) else None,
        whole=bool(html) and not protected and not is_excerpt(html),
        protected=protected,
        author_id=_number(item.get("author")),
    )


def _comment(item: Mapping[str, Any], remote_id: str, base: str) -> Comment:
    parent = _number(item.get("parent"))
    link = _text(item.get("link")) or base
    return Comment(
        remote_id=remote_id,
        parent_remote_id=parent if parent != remote_id else "",
        author=one_line(_text(item.get("author_name")), AUTHOR_LIMIT),
        published=_time(item, "date"),
        html=clean_comment(_rendered(item.get("content")), link),
        author_url=absolute_url(_text(item.get("author_url")), ""),
        is_pingback=_text(item.get("type")) in ("pingback", "trackback"),
        author_id=_number(item.get("author")),
    )


def _json(body: bytes) -> Any:
    if len(body) > JSON_LIMIT:
        raise ParseProblem("the answer is too large")
    # a byte order mark, or the notices of a broken plugin, may stand before the answer
    start = min((at for at in (body.find(b"["), body.find(b"{")) if at >= 0), default=-1)
    if start < 0:
        raise ParseProblem("the answer is not JSON")
    for at in (0, start):
        try:
            return json.loads(
                body[at:].lstrip(b"\xef\xbb\xbf \t\r\n"), parse_int=_int, parse_constant=_nothing
            )
        except (ValueError, RecursionError) as error:
            problem = error
    raise ParseProblem("the answer is not JSON") from problem


def _int(text: str) -> int:
    # thousands of digits cost a minute to turn into a number; no id is longer than nineteen
    return int(text) if len(text) < 20 else -1


def _nothing(_text: str) -> None:
    return None


def _items(body: bytes, limit: int) -> Iterator[Any]:
    raw = _json(body)
    if isinstance(raw, dict):
        if "code" in raw and "message" in raw and "id" not in raw:
            raise ParseProblem(f"the site answered: {one_line(_text(raw.get('code')), 60)}")
        # one item, an envelope, or PHP's array with gaps, which comes out as an object
        inner = raw.get("body") if isinstance(raw.get("body"), list) else None
        raw = inner if inner is not None else [raw] if "id" in raw else list(raw.values())
    if not isinstance(raw, list):
        raise ParseProblem("the answer is not a list")
    yield from raw[:limit]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> str:
    """An id as text; "" for what is none. 0, WordPress' way to say "no parent", is none."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20:
        value = int(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        value = int(value)
    return str(value) if isinstance(value, int) and 0 < value < 2**63 else ""


def _rendered(value: object) -> str:
    """The HTML of a field that is {"rendered": …}, or, in some plugins' answers, the text itself."""
    if isinstance(value, dict):
        value = value.get("rendered")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    return _text(value)


def _address(item: Mapping[str, Any], base: str) -> str:
    url = absolute_url(_text(item.get("link")), base)
    return url or absolute_url(_rendered(item.get("guid")), base)


def _time(item: Mapping[str, Any], name: str) -> datetime | None:
    """The time of a post: `date_gmt`, or `date` (in the site's zone, better than nothing) when that says nothing."""
    for key in (f"{name}_gmt", name):
        text = _text(item.get(key))
        if text and not text.startswith("0000") and (found := parse_date(text)) is not None:
            return found
    return None


def _authors(embedded: object, yoast: object) -> tuple[str, ...]:
    names = [
        one_line(_text(person.get("name")), AUTHOR_LIMIT)
        for person in (embedded[:20] if isinstance(embedded, list) else ())
        if isinstance(person, dict)
    ]
    if not any(names) and isinstance(yoast, dict):
        names = [one_line(_text(yoast.get("author")), AUTHOR_LIMIT)]
    return tuple(dict.fromkeys(name for name in names if name))


def _terms(groups: object) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(tags, categories)"""
    tags: list[str] = []
    categories: list[str] = []
    for group in groups[:20] if isinstance(groups, list) else ():
        for term in group[:_NAMES] if isinstance(group, list) else ():
            if isinstance(term, dict) and (name := one_line(_text(term.get("name")), AUTHOR_LIMIT)):
                kind = term.get("taxonomy")
                (categories if kind == "category" else tags if kind == "post_tag" else []).append(
                    name
                )
    return tuple(dict.fromkeys(tags)), tuple(dict.fromkeys(categories))


def _lead(media: object, item: Mapping[str, Any], base: str) -> Picture | None:
    first = media[0] if isinstance(media, list) and media else None
    if isinstance(first, dict) and (url := absolute_url(_text(first.get("source_url")), base)):
        from sahelreader.parse.asides import caption_and_credit

        told = plain_text(clean_html(_rendered(first.get("caption")))) or one_line(
            _text(first.get("alt_text"))
        )
        caption, credit = caption_and_credit(one_line(told, 1_000))
        return Picture(url, caption, credit)
    url = absolute_url(_text(item.get("jetpack_featured_media_url")), base)
    return Picture(url) if url else None
