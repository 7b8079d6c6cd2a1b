"""From the library's values to what the reading pane shows: the document, the thread with my own comments in it,
which links open offline. Plain functions; the reading of the library and the building happen off the screen's thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sahelreader.commands import Keymap
from sahelreader.domain.document import Block, Document, ListBlock, Quotation, Related
from sahelreader.domain.draft import Draft, State
from sahelreader.domain.thread import arrange
from sahelreader.i18n import _
from sahelreader.widgets.laid_out import Shown
from sahelreader.widgets.reader_lines import Surroundings
from sahelreader.widgets.theme import Marks
from sahelreader.widgets.thread_lines import Discussion, Entry

if TYPE_CHECKING:
    from sahelreader.library.events import Telling
    from sahelreader.library.rows import StoredArticle, StoredComment

#: hints that stand within the text
KEYS = ("comment", "thread.next_new", "thread.mine", "fetch_thread", "changes", "pictures")


@dataclass(frozen=True, slots=True)
class Stored:
    """What the library has of one article. KNOWN: URL -> article id of what it leads to."""

    article: StoredArticle
    comments: tuple[StoredComment, ...]
    document: Document
    known: Mapping[str, int]
    #: other papers' articles on the same event
    others: tuple[Telling, ...] = ()


def read_stored(db: Any, article_id: int) -> Stored | None:
    """Read an article with all that is shown with it; on the library's reader thread."""
    from sahelreader.library import articles, comments
    from sahelreader.parse.document import document

    stored = articles.get(db, article_id)
    if stored is None:
        return None
    body = document(stored.article.html or stored.article.summary)
    known: dict[str, int] = {}
    for url in (*_related(body.blocks), *(link.url for link in stored.article.related)):
        found = articles.by_url(db, url)
        if found is not None and found != article_id:
            known[url] = found
    others: tuple[Telling, ...] = ()
    if stored.group:
        from sahelreader.library import events

        others = tuple(events.others(db, article_id))
        for other in others:
            if other.url != stored.article.url:
                known[other.url] = other.row.id
    return Stored(stored, tuple(comments.thread(db, article_id)), body, known, others)


def shown(
    stored: Stored, drafts: Sequence[Draft], keymap: Keymap, marks: Marks, now: datetime
) -> Shown:
    """What the pane shows of STORED; DRAFTS are mine, of any article."""
    from sahelreader.parse.document import document

    own = [draft for draft in drafts if _belongs(draft, stored.article)]
    on_site = {draft.remote_id: draft for draft in own if draft.remote_id}
    entries: list[Entry] = []
    for comment in stored.comments:
        draft = on_site.pop(comment.remote_id, None) if comment.remote_id else None
        body = document(comment.html).blocks
        entries.append(_entry(comment, body, draft, marks, now))
    arrived = {entry.draft_id for entry in entries if entry.draft_id}
    waiting = [
        draft for draft in own if draft.id not in arrived and draft.state is not State.PUBLISHED
    ]
    keys = {draft.id: -number for number, draft in enumerate(waiting, 1)}
    entries.extend(_mine(draft, keys, marks, now) for draft in waiting)
    thread = arrange((entry.key, entry.parent, entry.published) for entry in entries)
    new = sum(entry.is_new for entry in entries)
    around = Surroundings(
        marks=marks,
        now=now,
        known=stored.known,
        keys={name: keymap.shown(name) for name in KEYS},
        comments=sum(not entry.is_pingback for entry in entries if entry.key > 0),
        new_comments=new,
        others=stored.others,
    )
    article = stored.article.article
    talk = Discussion(tuple(entries), thread, article.comments_open, _why_not(stored.article))
    return Shown(stored.article, stored.document, talk, around)


def _why_not(stored: StoredArticle) -> str:
    article = stored.article
    if article.comments_open is False:
        return _("Comments are closed on this article.")
    if article.form is not None and article.form.account_required:
        return _("This site takes comments only from those who have an account there.")
    return ""


def _belongs(draft: Draft, stored: StoredArticle) -> bool:
    if draft.article is not None:
        return draft.article == stored.id
    target = draft.target
    return target.article_url == stored.article.url or (
        target.site_url == stored.site_url
        and target.article_remote_id == stored.article.remote_id != ""
    )


def _entry(
    comment: StoredComment,
    body: tuple[Block, ...],
    draft: Draft | None,
    marks: Marks,
    now: datetime,
) -> Entry:
    mine = comment.mine or draft is not None
    state, mark, tone = "", "", "good"
    # what the site shows is published, whether or not its state has been asked for since
    shown_there = draft is None or draft.state is State.PUBLISHED or not comment.gone
    if draft is not None and not shown_there:
        state, mark, tone = _said(draft, marks, now)
    elif mine:
        mark = marks.published
    return Entry(
        key=comment.id,
        parent=comment.parent_id,
        author=comment.author,
        published=comment.published,
        body=body,
        author_url=comment.author_url,
        mine=mine,
        state=state,
        mark=mark,
        tone=tone,
        draft_id=draft.id if draft is not None else "",
        is_new=comment.is_new and not mine,
        gone=comment.gone,
        is_pingback=comment.is_pingback,
        by_article_author=comment.by_article_author,
    )


def _mine(draft: Draft, keys: Mapping[str, int], marks: Marks, now: datetime) -> Entry:
    """A comment of mine that the site does not show yet."""
    state, mark, tone = _said(draft, marks, now)
    parent = draft.reply_to
    if parent is None and draft.target.parent_draft:
        parent = keys.get(draft.target.parent_draft)
    return Entry(
        key=keys[draft.id],
        parent=parent,
        author=draft.identity.name,
        published=draft.sent_at or draft.updated,
        body=_body(draft),
        mine=True,
        state=state,
        mark=mark,
        tone=tone,
        draft_id=draft.id,
    )


def _said(draft: Draft, marks: Marks, now: datetime) -> tuple[str, str, str]:
    """(state in words, its mark, its role)."""
    from sahelreader.delivery import sentence

    mark, tone = {
        State.DRAFT: (marks.held, "byline"),
        State.HELD: (marks.held, "caution"),
        State.IN_DOUBT: (marks.doubt, "caution"),
        State.REFUSED: (marks.refused, "bad"),
        State.PUBLISHED: (marks.published, "good"),
    }.get(draft.state, (marks.held, "caution"))
    return sentence(draft, now), mark, tone


def _body(draft: Draft) -> tuple[Block, ...]:
    """A comment of mine as its site will show it."""
    from sahelreader.parse.clean import clean_comment
    from sahelreader.parse.document import document
    from sahelreader.screens.compose_preview import rendered, to_site

    system = draft.target.system
    html = rendered(to_site(draft.text, system), system)
    return document(clean_comment(html, draft.target.article_url)).blocks


def _related(blocks: Sequence[Block], depth: int = 0) -> list[str]:
    """Addresses of the "Lire aussi" lines and of plain links, which may be in the library."""
    found: list[str] = []
    for block in blocks:
        if isinstance(block, Related):
            found.append(block.url)
        elif isinstance(block, Quotation) and depth < 8:
            found += _related(block.blocks, depth + 1)
        elif isinstance(block, ListBlock) and depth < 8:
            for item in block.items:
                found += _related(item, depth + 1)
    return found[:200]
