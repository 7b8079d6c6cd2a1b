"""Articles as plain text: no mark-up, one paragraph a line, replies indented."""

from __future__ import annotations

from collections.abc import Sequence

from sahelreader.domain.text import safe_text
from sahelreader.parse.clean import plain_text
from sahelreader.parse.export.values import Exported, byline, count, day, title, word


def text(articles: Sequence[Exported]) -> str:
    return safe_text(("\n\n" + "=" * 40 + "\n\n").join(map(_article, articles)).strip() + "\n")


def _article(exported: Exported) -> str:
    article = exported.article
    parts = [title(exported), " · ".join(byline(exported)), article.url]
    made = ["\n".join(part for part in parts if part)]
    if article.lead is not None and (article.lead.caption or article.lead.credit):
        credit = f" ({article.lead.credit})" if article.lead.credit else ""
        made.append(f"[{article.lead.caption}{credit}]")
    made.append(plain_text(article.html) if article.html else article.summary)
    if article.related:
        lines = [f"- {link.title}{f' {link.url}' if link.url else ''}" for link in article.related]
        made.append("\n".join([word(exported, "related"), *lines]))
    if article.tags:
        made.append(word(exported, "tags") + word(exported, "said") + ", ".join(article.tags))
    if exported.comments:
        made.append(count(exported))
        for comment in exported.comments:
            pad = "    " * min(comment.depth, 8)
            head = " · ".join(part for part in (comment.author or word(exported, "anonymous"), day(comment.published)) if part)  # fmt: skip
            lines = [head, *plain_text(comment.html).split("\n")]
            made.append("\n".join((pad + line).rstrip() for line in lines))
    return "\n\n".join(part for part in made if part)
