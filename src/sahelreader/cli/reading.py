"""`list`, `search`, `show`: the library in plain text or JSON. The way to read without the reader (screen readers, pipes)."""

from __future__ import annotations

import argparse
import shutil

from sahelreader.cli.forms import article_form, whole_form
from sahelreader.cli.output import DONE, Failure, Output
from sahelreader.cli.session import Session, article_number, session
from sahelreader.domain.article import Article
from sahelreader.domain.document import Related
from sahelreader.i18n import _, ngettext
from sahelreader.i18n.dates import ago, full
from sahelreader.library import articles
from sahelreader.library.rows import ArticleRow, StoredArticle, StoredComment
from sahelreader.library.views import View

WIDEST = 80  # characters of a line of prose; longer ones are hard to read
DEEPEST = 5  # levels of a thread that are indented; deeper ones stand at the last


def list_(given: argparse.Namespace, out: Output) -> int:
    return _found(" ".join(given.query), given.limit, out)


def search(given: argparse.Namespace, out: Output) -> int:
    return _found(" ".join(given.query), given.limit, out)


def _found(query: str, limit: int, out: Output) -> int:
    with session(out) as opened:
        read = opened.library.read_now
        snippets: dict[int, str] = {}
        if query.strip():
            from sahelreader.library import search as finding
            from sahelreader.library.query import parse

            wrong = parse(query).wrong
            if wrong:
                out.say(wrong)
            ids = read(finding.search, query, limit)
            snippets = {
                number: snippet.text
                for number, snippet in read(finding.snippets, ids, query).items()
            }
        else:
            ids = read(articles.ids, View("all"), limit)
        rows = read(articles.rows, ids)
        if out.as_json:
            forms = []
            for row in rows:
                stored = read(articles.get, row.id)
                # gone between the two questions: another process removed its site
                if stored is not None:
                    forms.append(article_form(stored, row.minutes, snippets.get(row.id)))
            out.document(forms)
            return DONE
        for row in rows:
            _line(row, snippets.get(row.id, ""), opened, out)
        if not rows:
            out.say(
                _("Nothing found. Fewer words find more.")
                if query.strip()
                else _("The library is empty. “sahelreader add URL” subscribes to a site.")
            )
    return DONE


def _line(row: ArticleRow, snippet: str, opened: Session, out: Output) -> None:
    mark = " " if row.read else "●"
    facts = [
        row.site_name,
        ago(row.published, opened.now()) if row.published else "",
        _("%(minutes)d min") % {"minutes": row.minutes},
    ]
    if row.comment_count:
        facts.append(
            ngettext("%(n)d comment", "%(n)d comments", row.comment_count)
            % {"n": row.comment_count}
        )
    title = out.styled(row.title, "0" if row.read else "1")
    out.raw(f"{row.id:>6} {mark} {title}{' ★' if row.saved else ''}")
    out.raw(" " * 9 + out.styled(" · ".join(fact for fact in facts if fact), "2"))
    if snippet:
        out.raw(" " * 9 + out.styled(snippet, "2"))


def show(given: argparse.Namespace, out: Output) -> int:
    from sahelreader.domain.thread import arrange
    from sahelreader.library import comments

    with session(out) as opened:
        read = opened.library.read_now
        number = article_number(opened, given.article)
        stored = read(articles.get, number)
        if stored is None:
            raise Failure(_("This article has just been removed from the library."))
        found = {comment.id: comment for comment in read(comments.thread, number)}
        thread = arrange((item.id, item.parent_id, item.published) for item in found.values())
        talk = [(found[key], thread.places[key].depth) for key in thread.order]
        if out.as_json:
            related = [
                (title, url, read(articles.by_url, url))
                for url, title in _related(stored.article).items()
            ]
            (row,) = read(articles.rows, [number]) or (None,)
            out.document(whole_form(stored, row.minutes if row else 1, related, talk))
            return DONE
        _article(stored, out)
        _thread(talk, opened, out)
    return DONE


def _related(article: Article) -> dict[str, str]:
    """URL -> title of what ARTICLE leads to, in its text or beside it, in order."""
    from sahelreader.parse.document import document

    found = {
        block.url: block.title
        for block in document(article.html).blocks
        if isinstance(block, Related)
    }
    return found | {link.url: link.title for link in article.related if link.url not in found}


def _article(stored: StoredArticle, out: Output) -> None:
    from sahelreader.cli.prose import lines, prose
    from sahelreader.parse.document import document

    article = stored.article
    for line in lines(article.title, _width()):
        out.raw(out.styled(line, "1"))
    when = full(article.published) if article.published else ""
    byline = [", ".join(article.authors), stored.site_name, when]
    for line in lines(" · ".join(part for part in byline if part), _width()):
        out.raw(out.styled(line, "2"))
    out.raw(out.styled(article.url, "2"))
    out.line()
    body = document(article.html or article.summary)
    in_text = {block.url for block in body.blocks if isinstance(block, Related)}
    for line in prose(body, _width()):
        out.line(line)
    for link in article.related:
        if link.url not in in_text:
            out.line()
            for line in lines(_("See also: %(title)s") % {"title": link.title}, _width()):
                out.line(line)
    if article.tags:
        out.line()
        out.raw(out.styled(_("Tags: %(tags)s") % {"tags": ", ".join(article.tags)}, "2"))


def _thread(talk: list[tuple[StoredComment, int]], opened: Session, out: Output) -> None:
    from sahelreader.cli.prose import prose
    from sahelreader.parse.document import document

    if talk:
        out.line()
        count = len(talk)
        out.raw(out.styled(ngettext("%(n)d comment", "%(n)d comments", count) % {"n": count}, "1"))
    for comment, depth in talk:
        pad = "  " * min(depth, DEEPEST)
        when = ago(comment.published, opened.now()) if comment.published else ""
        facts = " · ".join(part for part in (comment.author, when) if part)
        out.line()
        out.raw(pad + out.styled(f"{facts}  [{comment.id}]", "2"))
        for line in prose(document(comment.html), _width() - len(pad)):
            out.line(pad + line if line else "")


def _width() -> int:
    return max(20, min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns))
