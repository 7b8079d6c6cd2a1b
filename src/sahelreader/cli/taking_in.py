"""What `import` does with one file: sites of an OPML, articles of a saved page, a copied text or a feed file.

The kind is recognised by the bytes. What is already in the library stays as it is, so importing twice changes
nothing; an article that belongs to no subscribed site goes to a site of its own that is never synced.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sahelreader.cli.output import Failure
from sahelreader.cli.session import Session
from sahelreader.domain.article import Article, Comment, CommentBatch, Page
from sahelreader.domain.site import Found, SourceKind
from sahelreader.i18n import _
from sahelreader.library import articles, sites
from sahelreader.parse import ParseProblem
from sahelreader.parse.kinds import Kind, recognise

#: where texts stand that say nowhere where they come from; an address that no machine has
NOWHERE = "https://import.sahelreader.example/"


def take_in(opened: Session, body: bytes, path: Path) -> dict[str, Any]:
    """Take BODY, read from PATH, into the library: {"kind", "articles": ids, "sites": how many are new}. Raises Failure."""
    kind = recognise(body, path.name)
    if kind is Kind.OPML:
        return _sites(opened, body, path)
    if kind is Kind.FEED:
        return _feed(opened, body, path)
    if kind is Kind.PAGE:
        return _page(opened, body, path)
    if kind is Kind.TEXT:
        return _text(opened, body, path)
    if kind is Kind.PARCEL:
        raise Failure(
            _("%(file)s is an archive; unpack it and import what is in it.") % {"file": path}
        )
    raise Failure(
        _("%(file)s is neither a page, a text, a feed nor a list of sites.") % {"file": path}
    )


def _sites(opened: Session, body: bytes, path: Path) -> dict[str, Any]:
    from sahelreader.parse.opml import read_opml

    try:
        outlines = read_opml(body)
    except ParseProblem as problem:
        raise Failure(
            _("%(file)s is not a list of sites that can be read.") % {"file": path}
        ) from problem
    known = {site.id for site in opened.library.read_now(sites.all)}
    fresh = 0
    for outline in outlines:
        address = outline.site_url or outline.feed_url
        found = Found(
            url=address,
            name=outline.title or urlsplit(address).hostname or address,
            kind=SourceKind.FEED,
            endpoint=outline.feed_url,
        )
        site = opened.library.write_now(sites.add, found, opened.now())
        if site.id in known:
            continue
        known.add(site.id)
        fresh += 1
        if outline.folder:
            opened.library.write_now(sites.move, site.id, outline.folder)
    return {"kind": str(Kind.OPML), "articles": [], "sites": fresh}


def _feed(opened: Session, body: bytes, path: Path) -> dict[str, Any]:
    from sahelreader.parse.feed import parse_feed

    try:
        feed = parse_feed(body, "")
    except ParseProblem as problem:
        raise Failure(_("%(file)s is not a feed that can be read.") % {"file": path}) from problem
    if not feed.articles:
        raise Failure(_("No article was found in %(file)s.") % {"file": path})
    home = feed.link or feed.articles[0].url
    numbers = [_stored(opened, article, (), home, feed.title) for article in feed.articles]
    return {"kind": str(Kind.FEED), "articles": numbers, "sites": 0}


def _page(opened: Session, body: bytes, path: Path) -> dict[str, Any]:
    from sahelreader.parse import saved_page
    from sahelreader.parse.page.tree import TooComplex
    from sahelreader.sync.reading_pages import read_page

    try:
        address = saved_page.address_of(body)
    except TooComplex as reason:
        raise _too_complex(path, reason) from reason
    page = read_page(body, address, {}, opened.now())
    if isinstance(page, TooComplex):
        raise _too_complex(path, page)
    if not page.article.html or not page.article.title:
        raise Failure(_("No article was found in %(file)s.") % {"file": path})
    return {
        "kind": str(Kind.PAGE),
        "articles": [_stored(opened, page.article, page.comments, page.article.url, "")],
        "sites": 0,
    }


def _too_complex(path: Path, reason: Exception) -> Failure:
    return Failure(
        _("%(file)s is too complex to be read as an article (%(reason)s).")
        % {"file": path, "reason": reason}
    )


def _text(opened: Session, body: bytes, path: Path) -> dict[str, Any]:
    from sahelreader.parse.copied_text import read
    from sahelreader.parse.page.decode import decode

    page = read(decode(body), opened.now())
    if page is None:
        raise Failure(_("No article was found in %(file)s.") % {"file": path})
    return {
        "kind": str(Kind.TEXT),
        "articles": [_stored(opened, page.article, page.comments, page.article.url, "")],
        "sites": 0,
    }


def _stored(
    opened: Session, article: Article, comments: tuple[Comment, ...], home: str, name: str
) -> int:
    """ARTICLE's number in the library, put there unless it is there already (then only an excerpt is completed)."""
    read = opened.library.read_now
    there = read(articles.by_url, article.url) if article.url else None
    if there is not None:
        held = read(articles.get, there)
        if held is not None and (held.article.whole or not article.html):
            return there
        if held is not None:
            from sahelreader.sync.whole_text import together

            merged = together(held.article, article)
            _store(opened, held.site_id, merged, comments)
            return there
    site = opened.library.write_now(sites.add, _shelf(home, name, article.language), opened.now())
    if not article.remote_id:
        article = replace(article, remote_id=article.url or article.title)
    _store(opened, site.id, article, comments)
    number = read(articles.by_remote, site.id, article.remote_id)
    if number is None:
        raise Failure(_("The article could not be stored."))
    return number


def _store(opened: Session, site_id: int, article: Article, comments: tuple[Comment, ...]) -> None:
    batch = (CommentBatch(article.remote_id, comments),) if comments else ()
    page = Page(articles=(article,), batches=batch)
    opened.library.write_now(articles.store_page, site_id, page, opened.now())


def _shelf(home: str, name: str, language: str) -> Found:
    """The site that imported articles of HOME stand under; never synced."""
    parts = urlsplit(home)
    if not parts.hostname:
        return Found(NOWHERE, _("Imported texts"), SourceKind.LOCAL, "import:texts")
    return Found(
        url=f"{parts.scheme}://{parts.netloc}/",
        name=name or parts.hostname.removeprefix("www."),
        kind=SourceKind.LOCAL,
        endpoint=f"import:{parts.hostname}",
        language=language,
    )
