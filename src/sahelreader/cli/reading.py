"""`list`, `search`, `show`: the library in plain text or JSON. The way to read without the reader (screen readers, pipes)."""

from __future__ import annotations

import argparse
import shutil
import textwrap

from sahelreader.cli.forms import article_form, minutes, whole_form
from sahelreader.cli.output import DONE, Output
from sahelreader.cli.session import Session, article_number, session
from sahelreader.domain.thread import arrange
from sahelreader.i18n import _, ngettext
from sahelreader.i18n.dates import say_date
from sahelreader.library import articles, comments
from sahelreader.library import search as finding
from sahelreader.library.rows import StoredArticle
from sahelreader.parse.clean import plain_text


def list(given: argparse.Namespace, out: Output) -> int:
    return _found(" ".join(given.query), given.limit, out)


def search(given: argparse.Namespace, out: Output) -> int:
    return _found(" ".join(given.query), given.limit, out)


def _found(query: str, limit: int, out: Output) -> int:
    with session(out) as opened:
        read = opened.library.read_now
        ids = read(finding.search, query, max(0, limit))
        snippets = read(finding.snippets, ids, query) if query else {}
        stored = [article for number in ids if (article := read(articles.get, number)) is not None]
        if out.as_json:
            out.document(
                [
                    article_form(item, snippets[item.id].text if item.id in snippets else None)
                    for item in stored
                ]
            )
            return DONE
        for item in stored:
            _line(item, opened, out)
        if not stored:
            out.say(
                _("Nothing found. Fewer words find more.")
                if query
                else _("The library is empty. “sahelreader add URL” subscribes to a site.")
            )
    return DONE


def _line(item: StoredArticle, opened: Session, out: Output) -> None:
    article = item.article
    mark = " " if item.read else "●"
    when = say_date(article.published, opened.now()) if article.published else ""
    facts = [
        item.site_name,
        when,
        _("%(minutes)d min") % {"minutes": minutes(item)},
    ]
    if article.comment_count:
        facts.append(
            ngettext("%(n)d comment", "%(n)d comments", article.comment_count)
            % {"n": article.comment_count}
        )
    title = out.styled(article.title, "1" if not item.read else "0")
    saved = " ★" if item.saved else ""
    out.raw(f"{item.id:>6} {mark} {title}{saved}")
    out.raw(" " * 9 + out.styled(" · ".join(fact for fact in facts if fact), "2"))


def show(given: argparse.Namespace, out: Output) -> int:
    with session(out) as opened:
        read = opened.library.read_now
        number = article_number(opened, given.article)
        stored = read(articles.get, number)
        assert stored is not None  # article_number found it a moment ago
        thread = arrange(read(comments.thread, number))
        if out.as_json:
            related = [
                (link.title, link.url, read(articles.by_url, link.url))
                for link in stored.article.related
            ]
            out.document(
                whole_form(stored, related, [(node.comment, node.depth) for node in thread])
            )
            return DONE
        _article(stored, opened, out)
        width = _width()
        if thread:
            out.line()
            count = len(thread)
            out.raw(
                out.styled(ngettext("%(n)d comment", "%(n)d comments", count) % {"n": count}, "1")
            )
        for node in thread:
            comment = node.comment
            pad = "  " * min(node.depth, 5)
            when = say_date(comment.published, opened.now()) if comment.published else ""
            out.line()
            out.raw(pad + out.styled(f"{comment.author} · {when}  [{comment.id}]", "2"))
            for paragraph in plain_text(comment.html).split("\n"):
                out.line(textwrap.fill(paragraph, width, initial_indent=pad, subsequent_indent=pad))
    return DONE


def _article(stored: StoredArticle, opened: Session, out: Output) -> None:
    article = stored.article
    width = _width()
    out.raw(out.styled(textwrap.fill(article.title, width), "1"))
    when = say_date(article.published, opened.now(), absolute=True) if article.published else ""
    byline = [", ".join(article.authors), stored.site_name, when]
    out.raw(out.styled(" · ".join(part for part in byline if part), "2"))
    out.raw(out.styled(article.url, "2"))
    out.line()
    for paragraph in plain_text(article.html).split("\n"):
        out.line(textwrap.fill(paragraph, width) if paragraph else "")
    if article.tags:
        out.line()
        out.raw(out.styled(_("Tags: %(tags)s") % {"tags": ", ".join(article.tags)}, "2"))


def _width() -> int:
    return max(20, min(80, shutil.get_terminal_size((80, 24)).columns))
