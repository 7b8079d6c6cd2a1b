"""Small pieces for the library's tests: a library in a folder, sites and articles by a word."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sahelreader.domain.article import Article, Comment, CommentBatch, Page
from sahelreader.domain.site import Found, Site, SourceKind
from sahelreader.library import Library, articles, sites
from sahelreader.library.exchange import Stored
from sahelreader.library.rows import StoredArticle
from sahelreader.library.views import View

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def found(name: str = "courrier", kind: SourceKind = SourceKind.WORDPRESS) -> Found:
    return Found(
        f"https://{name}.example/",
        name.capitalize(),
        kind,
        f"https://{name}.example/{'feed' if kind is SourceKind.FEED else 'wp-json/'}",
    )


def article(key: str = "1", **given: Any) -> Article:
    given.setdefault("url", f"https://courrier.example/{key}/")
    given.setdefault("title", f"Titre {key}")
    given.setdefault("html", f"<p>Texte de {key}.</p>")
    given.setdefault("published", ago(hours=1))
    return Article(remote_id=key, **given)


def comment(key: str, parent: str = "", **given: Any) -> Comment:
    given.setdefault("author", f"Lecteur {key}")
    given.setdefault("published", ago(minutes=30))
    given.setdefault("html", f"<p>Avis {key}</p>")
    return Comment(key, parent, **given)


class Shelf:
    """A library with one site, and the calls that tests make most."""

    def __init__(self, folder: Path, kind: SourceKind = SourceKind.WORDPRESS) -> None:
        self.path = folder / "data" / "library.db"
        self.library = Library.open(self.path, now=NOW)
        self.site: Site = self.library.write_now(sites.add, found(kind=kind), NOW)

    def write(self, function: Any, *given: Any, **named: Any) -> Any:
        return self.library.write_now(function, *given, **named)

    def read(self, function: Any, *given: Any, **named: Any) -> Any:
        return self.library.read_now(function, *given, **named)

    def store(
        self,
        *items: Article,
        now: datetime = NOW,
        site: int = 0,
        batches: tuple[CommentBatch, ...] = (),
        vanished: tuple[str, ...] = (),
        cursor: dict[str, object] | None = None,
    ) -> Stored:
        page = Page(items, batches, vanished, cursor)
        return self.library.write_now(articles.store_page, site or self.site.id, page, now)

    def comment(
        self, key: str, *said: Comment, complete: bool = False, now: datetime = NOW
    ) -> Stored:
        return self.store(batches=(CommentBatch(key, said, complete),), now=now)

    def ids(self, kind: str = "all", arg: str = "") -> list[int]:
        return list(self.library.read_now(articles.ids, View(kind, arg)))

    def get(self, number: int) -> StoredArticle:
        stored = self.library.read_now(articles.get, number)
        assert stored is not None
        return stored

    def again(self) -> Site:
        """The site as it is now."""
        site = self.library.read_now(sites.get, self.site.id, NOW)
        assert site is not None
        return site

    def reopen(self) -> None:
        self.library.close()
        self.library = Library.open(self.path, now=NOW)
