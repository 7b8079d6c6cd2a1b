"""Feeds of comments as threads: whose article, which comment, what it answers. WordPress' first of all.

WordPress gives the ten newest: a batch is never the whole discussion.
"""

from __future__ import annotations

import re
from html import unescape

from sahelreader.domain.article import Comment, CommentBatch
from sahelreader.domain.text import AUTHOR_LIMIT, safe_line
from sahelreader.parse.clean import clean_comment, one_line
from sahelreader.parse.dates import parse_date
from sahelreader.parse.feed_raw import RawEntry
from sahelreader.parse.read_feed import read_feed
from sahelreader.parse.urls import absolute_url

_NUMBER = re.compile(r"#(?:comment|c|comments?/)-?(\d{1,18})$")
# the first paragraph says what is answered, in the site's language, with a link to it
_IN_REPLY = re.compile(
    r"^\s*(?:<p>)?\s*[^<]{2,60}<a\b[^>]*?\bhref=[\"']([^\"'<>]*#comment-(\d{1,18}))[\"'][^>]*>[^<]*</a>\s*[.。]?\s*(?:</p>|<br\s*/?>|\n|$)",
    re.IGNORECASE,
)
_BY = re.compile(
    r"^(?:par|by|من|por|von)\s?[:：]\s*(.+)$|^(?:comment(?:aire)? (?:on|sur)) .{1,300} (?:by|par) (.{1,80})$",
    re.IGNORECASE | re.DOTALL,
)


def comment_batches(
    body: bytes, url: str, article_remote_id: str = "", content_type: str = ""
) -> list[CommentBatch]:
    """The comments in a feed, by article. With ARTICLE_REMOTE_ID all are of that article; else each batch carries what
    the feed says of its article: the guid ("https://x.example/?p=12") where a comment's guid holds it, else its address.

    Raises ParseProblem when it is no feed. Order is the feed's.
    """
    groups: dict[str, dict[str, Comment]] = {}
    for entry in read_feed(body, url, content_type).entries:
        article = article_remote_id or _article_of(entry)
        comment = _comment(entry)
        if article and comment is not None:
            groups.setdefault(article, {}).setdefault(comment.remote_id, comment)
    return [CommentBatch(article, tuple(found.values())) for article, found in groups.items()]


def parse_comment_feed(body: bytes, url: str, article_remote_id: str = "") -> CommentBatch:
    """The comments of one article's feed. Raises ParseProblem when it is no feed."""
    batches = comment_batches(body, url, article_remote_id or url)
    return batches[0] if batches else CommentBatch(article_remote_id or url, ())


def _article_of(entry: RawEntry) -> str:
    for text in (entry.id, entry.link):
        if _NUMBER.search(text):
            return safe_line(text.partition("#")[0], 1_000)
    return safe_line(entry.reply_to, 1_000) or entry.link.partition("#")[0]


def _comment(entry: RawEntry) -> Comment | None:
    number = _NUMBER.search(entry.id) or _NUMBER.search(entry.link)
    remote_id = number[1] if number else safe_line(entry.id or entry.link, 1_000)
    text = next((one for one in entry.contents if one.value.strip()), None) or entry.summary
    html = text.value if text is not None else ""
    if text is not None and text.kind == "text":
        html = html.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    parent = ""
    if found := _IN_REPLY.match(html):
        parent, html = found[2], html[found.end() :]
    elif entry.reply_to and (answered := _NUMBER.search(entry.reply_to)):
        parent = answered[1]
    clean = clean_comment(html, entry.link)
    if not remote_id or not clean:
        return None
    return Comment(
        remote_id=remote_id,
        parent_remote_id=parent if parent != remote_id else "",
        author=_author(entry),
        published=parse_date(entry.published or entry.updated),
        html=clean,
        author_url=absolute_url(entry.author_url, ""),
    )


def _author(entry: RawEntry) -> str:
    if entry.authors:
        return one_line(entry.authors[0], AUTHOR_LIMIT)
    title = unescape(entry.title.value).strip() if entry.title is not None else ""
    found = _BY.match(title)
    return one_line(found[1] or found[2], AUTHOR_LIMIT) if found else ""
