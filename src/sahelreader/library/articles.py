"""Articles out of the library: ids of a view, rows of a window, one article whole; and what a sync asks first."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sahelreader.domain.article import Article, Page
from sahelreader.library import codec, gather
from sahelreader.library.codec import moment
from sahelreader.library.keys import plain_url, remote_key, url_key
from sahelreader.library.rows import ArticleRow, StoredArticle
from sahelreader.library.views import View, selection

if TYPE_CHECKING:
    from sahelreader.library.exchange import KnownArticle, RemoteArticle, Stored

#: numbers in one question; SQLite takes far more, but a plan is kept for each length
_AT_ONCE = 500


def ids(
    db: sqlite3.Connection, view: View, limit: int | None = None, *, grouped: bool = False
) -> array[int]:
    """Ids of the articles that VIEW shows, newest first; at most LIMIT. GROUPED: of an event only its newest article."""
    if view.kind == "query":
        from sahelreader.library.search import search

        return search(db, view.arg, limit)
    select, given = selection(view, grouped)
    return gather.numbers(db, select, given, limit)


def rows(db: sqlite3.Connection, ids: Sequence[int]) -> list[ArticleRow]:
    """The lines of IDS in their order; those that are not there are left out."""
    found: dict[int, ArticleRow] = {}
    for start in range(0, len(ids), _AT_ONCE):
        part = list(ids[start : start + _AT_ONCE])
        for row in gather.rows(db, _COLUMNS, _ROWS % ",".join("?" * len(part)), part):
            found[row[0]] = _row(*row)
    return [found[number] for number in ids if number in found]


def _row(
    number: int,
    site_id: int,
    site_name: str,
    title: str,
    published: int | None,
    edited: int | None,
    minutes: int,
    stated: int | None,
    stored: int,
    new: int,
    unread: int,
    saved: int | None,
    gone: int | None,
    group: int,
    others: int,
) -> ArticleRow:
    return ArticleRow(
        number,
        site_id,
        site_name,
        title,
        moment(published),
        moment(edited),
        minutes,
        _comments(stated, stored),
        new,
        not unread,
        saved is not None,
        gone is not None,
        group,
        others,
    )


def _comments(stated: int | None, stored: int) -> int | None:
    return max(stated or 0, stored) if stated is not None or stored else None


_COLUMNS = (
    "article.id, site_id, site.name, title, published, edited_at, minutes, stated_comments, comments, new_comments, "
    "unread, saved_at, gone_at, group_id, "
    "CASE group_id WHEN 0 THEN 0 ELSE (SELECT count(DISTINCT other.site_id) FROM article AS other "
    "WHERE other.group_id = article.group_id AND other.group_id <> 0 AND other.hidden = 0 "
    "AND other.site_id <> article.site_id) END"
)
_ROWS = """
article JOIN site ON site.id = site_id LEFT JOIN marks ON marks.article_id = article.id WHERE article.id IN (%s)
"""


def get(db: sqlite3.Connection, id: int) -> StoredArticle | None:
    """The article ID whole; None when it is not there."""
    row = db.execute(_WHOLE, (id,)).fetchone()
    if row is None:
        return None
    (
        number, site_id, site_url, site_name, remote_id, url, title, stated, stored, whole, unread, edited, gone,
        count, first_seen, group, minutes, data, saved, place, note, kind, endpoint,
    ) = row  # fmt: skip
    article = codec.article_in(
        data,
        remote_id=remote_id,
        url=url,
        title=title,
        comment_count=_comments(stated, stored),
        whole=bool(whole),
    )
    own = tuple(
        name
        for (name,) in db.execute(
            "SELECT name FROM own_tag WHERE article_id = ? ORDER BY name COLLATE NOCASE", (id,)
        )
    )
    return StoredArticle(
        id=number,
        site_id=site_id,
        site_url=site_url,
        site_name=site_name,
        article=article,
        read=not unread,
        saved=saved is not None,
        place=place or 0,
        note=note or "",
        tags_own=own,
        gone_at=moment(gone),
        edited_at=moment(edited),
        versions=count,
        first_seen=moment(first_seen),
        group=group,
        minutes=minutes,
        site_kind=kind,
        site_endpoint=endpoint,
    )


_WHOLE = """
SELECT article.id, site_id, site.url, site.name, remote_id, article.url, title, stated_comments, comments, whole,
    unread, edited_at, gone_at, versions, first_seen, group_id, minutes, body.data, saved_at, place, note.text,
    site.kind, site.endpoint
FROM article JOIN site ON site.id = site_id JOIN body ON body.article_id = article.id
    LEFT JOIN marks ON marks.article_id = article.id LEFT JOIN note ON note.article_id = article.id
WHERE article.id = ?
"""


def store_page(db: sqlite3.Connection, site_id: int, page: Page, now: datetime) -> Stored:
    """Store a page of the site SITE_ID: all of it, in the caller's transaction (`storing`)."""
    # imported with the first page: a list is shown without it
    from sahelreader.library import storing

    return storing.store_page(db, site_id, page, now)


def by_url(db: sqlite3.Connection, url: str) -> int | None:
    """The article at URL, whatever its scheme, www., tracking or closing slash; one of the site whose host it is first,
    so that another feed that claims the address does not stand in for it (FAULTS N17)."""
    wanted = plain_url(url)
    host = wanted.partition("/")[0].partition("?")[0]
    found = [
        (number, site_url)
        for number, address, site_url in db.execute(
            "SELECT article.id, article.url, site.url FROM article JOIN site ON site.id = site_id "
            "WHERE url_key = ? AND hidden & 1 = 0 ORDER BY article.id",
            (url_key(url),),
        )
        if plain_url(address) == wanted
    ]
    for number, site_url in found:
        if (urlsplit(site_url).hostname or "").removeprefix("www.") == host.partition(":")[0]:
            return int(number)
    return int(found[0][0]) if found else None


def by_remote(db: sqlite3.Connection, site_id: int, remote_id: str) -> int | None:
    """The article that the site SITE_ID knows as REMOTE_ID."""
    row = db.execute(
        "SELECT id FROM article WHERE remote_key = ?", (remote_key(site_id, remote_id),)
    ).fetchone()
    return int(row[0]) if row else None


def remote(db: sqlite3.Connection, ids: Sequence[int]) -> list[RemoteArticle]:
    """How their sites know IDS, in their order; those that are not there are left out."""
    from sahelreader.library.exchange import RemoteArticle

    found = [
        db.execute(
            "SELECT remote_id, data, unread, saved_at, url FROM article JOIN body ON body.article_id = article.id "
            "LEFT JOIN marks ON marks.article_id = article.id WHERE article.id = ?",
            (number,),
        ).fetchone()
        for number in ids
    ]
    return [
        RemoteArticle(
            row[0],
            comments_feed=cold.get("comments_feed", ""),
            protected=bool(cold.get("protected")),
            cared_for=not row[2] or row[3] is not None,
            url=row[4],
            isso=_isso(cold.get("form")),
        )
        for row in found
        if row is not None
        for cold in (codec.cold(row[1]),)
    ]


def _isso(form: object) -> tuple[str, str] | None:
    """(server, thread) of a packed comment form that is an Isso's."""
    if not isinstance(form, dict) or form.get("system") != "isso":
        return None
    uri = next((str(value) for name, value in form.get("hidden", ()) if name == "uri"), "")
    return (str(form.get("action", "")), uri) if uri else None


def known(
    db: sqlite3.Connection, site_id: int, remote_ids: Iterable[str]
) -> dict[str, KnownArticle]:
    """What is stored of REMOTE_IDS; those that are not are left out."""
    from sahelreader.library.exchange import KnownArticle

    wanted = {remote_key(site_id, remote_id): remote_id for remote_id in remote_ids}
    keys = list(wanted)
    found: dict[str, KnownArticle] = {}
    for start in range(0, len(keys), _AT_ONCE):
        part = keys[start : start + _AT_ONCE]
        marks = ",".join("?" * len(part))
        for row in db.execute(_KNOWN % marks, part):
            key, number, modified, content_hash, stated, total, whole, gone = row
            found[wanted[key]] = KnownArticle(
                number, moment(modified), content_hash, stated, total, bool(whole), gone is not None
            )
        for key, number in db.execute(
            f"SELECT remote_key, article_id FROM pruned WHERE remote_key IN ({marks})", part
        ):
            found.setdefault(
                wanted[key], KnownArticle(number, None, b"", None, 0, True, False, pruned=True)
            )
    return found


_KNOWN = """
SELECT remote_key, article.id, modified, hash, stated_comments,
    (SELECT count(*) FROM comment WHERE article_id = article.id AND comment.gone_at IS NULL), whole, gone_at
FROM article WHERE remote_key IN (%s)
"""


@dataclass(frozen=True, slots=True)
class Version:
    """A text that the site has replaced since; NUMBER 1 is the first that was stored."""

    number: int
    replaced_at: datetime | None
    article: Article


def versions(db: sqlite3.Connection, id: int) -> list[Version]:
    """Older texts of the article ID, the oldest first; what is there now is not among them."""
    now = codec.stored_article(db, id)
    if now is None:
        return []
    found = []
    for number, replaced_at, title, data in db.execute(
        "SELECT number, replaced_at, title, data FROM version WHERE article_id = ? ORDER BY number",
        (id,),
    ):
        old = codec.article_in(
            data, remote_id=now.remote_id, url=now.url, title=title, comment_count=None, whole=True
        )
        found.append(Version(number, moment(replaced_at), replace(old, title=title)))
    return found
