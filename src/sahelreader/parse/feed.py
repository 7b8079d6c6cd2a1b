"""Feeds of every kind to articles: RSS, RDF, Atom, JSON Feed, well-formed or not.

    parse_feed(body, url, content_type) -> Feed          or raises ParseProblem
    comment_batches(body, url, article)  -> [CommentBatch] (`parse.comment_feed`)

Strict parser first, since it is fast and loses nothing; only what it refuses goes to `feed_lenient`. What is hostile
(too deep, too large) is refused outright. Pure; a feed's own idea of its address is never followed here.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sahelreader.domain.article import Article, Picture
from sahelreader.domain.document import Embed
from sahelreader.domain.text import AUTHOR_LIMIT, TITLE_LIMIT, safe_line
from sahelreader.parse import ParseProblem
from sahelreader.parse.asides import caption_and_credit
from sahelreader.parse.clean import clean_html, one_line, plain_text
from sahelreader.parse.comment_feed import comment_batches, parse_comment_feed
from sahelreader.parse.dates import parse_date
from sahelreader.parse.discover import language_tag
from sahelreader.parse.document import to_html
from sahelreader.parse.excerpt import is_excerpt, summary_of
from sahelreader.parse.feed_raw import RawEntry, RawFeed, RawMedia, RawText
from sahelreader.parse.read_feed import read_feed

__all__ = ["Feed", "ParseProblem", "comment_batches", "parse_comment_feed", "parse_feed"]

#: characters: a summary as long as this, in a feed that gives no content, is the article
_WHOLE_SUMMARY = 1_500
_TAGS = 50
_ID_LIMIT = 1_000
_PERIODS = {"hourly": 60, "daily": 1_440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed. Texts are plain and safe, addresses absolute, "" or None for what it does not say."""

    #: "rss", "rdf", "atom" or "json"
    kind: str
    title: str = ""
    description: str = ""
    #: the page that the feed belongs to
    link: str = ""
    language: str = ""
    articles: tuple[Article, ...] = ()
    #: a feed of the site's comments, when the feed names one
    comments_feed: str = ""
    #: minutes between two looks, as the feed asks
    ttl_minutes: int | None = None
    #: older articles (RFC 5005, JSON Feed)
    next_url: str = ""
    updated: datetime | None = None
    #: items that could not be taken, each a reason in English for the log
    skipped: tuple[str, ...] = ()


def parse_feed(body: bytes, url: str, content_type: str = "", content_language: str = "") -> Feed:
    """The feed in BODY, got from URL with the headers CONTENT_TYPE and CONTENT_LANGUAGE. Articles are in its order,
    each once.

    Raises ParseProblem when it is no feed or not worth reading (too large, too deep).
    """
    raw = read_feed(body, url, content_type)
    language = language_tag(raw.language or content_language)
    ids = _ids(raw.entries)
    articles: dict[str, Article] = {}
    skipped: list[str] = []
    for number, (entry, remote_id) in enumerate(zip(raw.entries, ids, strict=True)):
        if not remote_id:
            skipped.append(f"item {number}: empty")
        elif remote_id in articles:
            skipped.append(f"item {number}: twice in the feed")
        else:
            articles[remote_id] = _article(entry, remote_id, raw, language)
    return Feed(
        kind=raw.kind,
        title=_line(raw.title, 200),
        description=_line(raw.subtitle, 500),
        link=raw.link,
        language=language,
        articles=tuple(articles.values()),
        comments_feed=raw.comments_feed,
        ttl_minutes=_ttl(raw),
        next_url=raw.next_link,
        updated=parse_date(raw.updated or raw.published),
        skipped=tuple(skipped),
    )


def _ids(entries: list[RawEntry]) -> list[str]:
    """An id for each entry that is the same at the next look: its own; its link when it has none, or when entries with
    different links say the same; else what it says. "" for an entry that says nothing."""
    links: dict[str, set[str]] = {}
    for entry in entries:
        if entry.id:
            links.setdefault(entry.id, set()).add(entry.link)
    made = []
    for entry in entries:
        own = entry.id[:_ID_LIMIT]
        if own and len(links[entry.id]) > 1:
            own = entry.link or own
        made.append(safe_line(own or entry.link or _fingerprint(entry), _ID_LIMIT))
    return made


def _fingerprint(entry: RawEntry) -> str:
    said = "\0".join(
        (entry.title.value if entry.title else "", entry.published, entry.summary.value if entry.summary else "",
         *(text.value for text in entry.contents), *(media.url for media in entry.enclosures))
    )  # fmt: skip
    if not said.strip("\0 \n\t"):
        return ""
    return "said:" + hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=12).hexdigest()


def _article(entry: RawEntry, remote_id: str, raw: RawFeed, language: str) -> Article:
    url = (
        entry.link
        or (remote_id if entry.id_is_link else "")
        or next((one.url for one in entry.enclosures), "")
        or raw.link
    )
    content = max(entry.contents, key=lambda text: len(text.value), default=None)
    html = _html(content, url or raw.base)
    summary_html = _html(entry.summary, url or raw.base) if entry.summary is not None else ""
    summary = plain_text(summary_html)
    whole = bool(html) and not is_excerpt(html)
    if (
        not html
        and (len(summary) > _WHOLE_SUMMARY or "<img" in summary_html)
        and len(summary) > 400
    ):
        html, whole = summary_html, len(summary) > _WHOLE_SUMMARY and not is_excerpt(summary_html)
    elif html and len(summary) > _WHOLE_SUMMARY and len(summary) > 2 * len(plain_text(html)):
        # the two were mixed up
        html, whole = summary_html, not is_excerpt(summary_html)
    html = _with_enclosures(entry, html, summary)
    published = (
        parse_date(entry.published) or parse_date(entry.created) or parse_date(entry.updated)
    )
    updated = parse_date(entry.updated)
    authors = tuple(dict.fromkeys(name for one in entry.authors or (raw.authors if raw.kind in ("atom", "json") else ()) if (name := one_line(one, AUTHOR_LIMIT))))  # fmt: skip
    tags = tuple(
        dict.fromkeys(
            name
            for tag in entry.tags[:_TAGS]
            if (name := one_line(tag.label or tag.term, AUTHOR_LIMIT))
        )
    )
    return Article(
        remote_id=remote_id,
        url=url,
        title=_line(entry.title, TITLE_LIMIT),
        authors=authors,
        published=published,
        modified=updated if updated != published else published,
        language=language_tag(entry.language) or language,
        html=html,
        summary=summary_of(summary),
        tags=tags,
        lead=_lead(entry),
        comment_count=int(entry.comment_count)
        if entry.comment_count.isascii()
        and entry.comment_count.isdigit()
        and len(entry.comment_count) < 8
        else None,
        whole=whole,
        comments_feed=entry.comments_feed,
    )


def _html(text: RawText | None, base: str) -> str:
    if text is None:
        return ""
    value = text.value
    if text.kind == "text":
        value = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        value = "".join(f"<p>{part}</p>" for part in value.split("\n\n"))
    return clean_html(value, text.base or base)


def _line(text: RawText | None, limit: int) -> str:
    if text is None:
        return ""
    if text.kind == "text":
        return safe_line(text.value, limit)
    return one_line(text.value, limit)


def _with_enclosures(entry: RawEntry, html: str, summary: str) -> str:
    """HTML, and after it the sounds and films that come with the article, as links."""
    media = [one for one in entry.enclosures if not _is_picture(one)]
    links = [
        Embed(safe_line(one.title, 200) or one.url.rpartition("/")[2][:100], one.url)
        for one in media[:10]
        if one.url not in html
    ]
    if not links:
        return html
    text = html or "".join(
        f"<p>{part}</p>" for part in [summary.replace("&", "&amp;").replace("<", "&lt;")] if part
    )
    return f"{text}\n{to_html(links)}" if text else to_html(links)


def _is_picture(media: RawMedia) -> bool:
    return media.type.startswith("image") or (
        not media.type and media.url.lower().endswith((".jpg", ".jpeg", ".png", ".webp", ".gif"))
    )


def _lead(entry: RawEntry) -> Picture | None:
    pictures = [one for one in entry.pictures if one.url] + [
        one for one in entry.enclosures if _is_picture(one)
    ]
    if not pictures:
        return None
    best = max(pictures[:20], key=lambda one: one.width)
    told = one_line(best.title or entry.caption, 1_000)
    credit = one_line(best.credit or entry.credit, 200)
    if told and not credit:
        told, credit = caption_and_credit(told)
    return Picture(best.url, told, credit)


def _ttl(raw: RawFeed) -> int | None:
    if raw.ttl.isascii() and raw.ttl.isdigit() and len(raw.ttl) < 8:
        return int(raw.ttl)
    period = _PERIODS.get(raw.update_period.lower())
    if period is None or raw.update_period == "hourly":
        # WordPress writes "hourly, 1" into every feed; it means nothing
        return None
    often = (
        int(raw.update_frequency)
        if raw.update_frequency.isascii()
        and raw.update_frequency.isdigit()
        and len(raw.update_frequency) < 6
        else 1
    )
    return max(1, period // max(often, 1))
