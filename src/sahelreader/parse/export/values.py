"""What is exported, and the few words around it in the article's own language (a file goes to other readers)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sahelreader.domain.article import Article


@dataclass(frozen=True, slots=True)
class ExportedComment:
    """DEPTH 0 answers the article itself."""

    author: str
    published: datetime | None
    html: str
    depth: int


@dataclass(frozen=True, slots=True)
class Exported:
    article: Article
    site_name: str
    comments: tuple[ExportedComment, ...] = ()


_WORDS = {
    "fr": {
        "by": "Par", "source": "Source", "tags": "Mots-clés", "related": "Lire aussi", "comment": "commentaire",
        "comments": "commentaires", "contents": "Sommaire", "picture": "Image", "credit": "Crédit", "code": "Code",
        "anonymous": "Anonyme", "untitled": "(sans titre)", "said": " : ",
    },
    "en": {
        "by": "By", "source": "Source", "tags": "Tags", "related": "Also read", "comment": "comment",
        "comments": "comments", "contents": "Contents", "picture": "Picture", "credit": "Credit", "code": "Code",
        "anonymous": "Anonymous", "untitled": "(untitled)", "said": ": ",
    },
}  # fmt: skip


def word(exported: Exported, key: str) -> str:
    """KEY in the language of the article, English when it is neither French nor English."""
    return _WORDS.get(exported.article.language[:2], _WORDS["en"])[key]


def title(exported: Exported) -> str:
    return exported.article.title or word(exported, "untitled")


def day(when: datetime | None) -> str:
    """The day and minute in a form that every language reads and that sorts."""
    return when.strftime("%Y-%m-%d %H:%M UTC") if when is not None else ""


def byline(exported: Exported) -> list[str]:
    """Authors, site and day, those that are known."""
    article = exported.article
    authors = ", ".join(article.authors)
    parts = (f"{word(exported, 'by')} {authors}" if authors else "", exported.site_name)
    return [part for part in (*parts, day(article.published)) if part]


def count(exported: Exported) -> str:
    number = len(exported.comments)
    return f"{number} {word(exported, 'comment' if number < 2 else 'comments')}"
