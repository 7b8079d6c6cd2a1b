"""What the composer needs to know of the article and of the comment that is answered. Plain functions on values.

Reading the library happens on its own thread; nothing here knows a widget's state or the network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sahelreader.domain.document import (
    Block,
    Code,
    Heading,
    ListBlock,
    Paragraph,
    Quotation,
    plain,
)
from sahelreader.domain.draft import Draft, Target
from sahelreader.domain.text import AUTHOR_LIMIT, safe_block, safe_line
from sahelreader.i18n import _, dates
from sahelreader.widgets.colours import Marks
from sahelreader.widgets.passages import Answered

if TYPE_CHECKING:
    from sahelreader.library.rows import StoredArticle, StoredComment

#: a passage is shown, and quoted, no longer than this
PASSAGE = 1_200
#: blocks within blocks are followed no deeper than this
DEPTH = 6


@dataclass(frozen=True, slots=True)
class Subject:
    """The article commented and the comment answered; None when they are not in the library."""

    stored: StoredArticle | None = None
    parent: StoredComment | None = None
    #: passages of what is answered, and the one where the reading was
    passages: tuple[str, ...] = ()
    mark: int = 0


def read_subject(db: Any, article_id: int, reply_to: int | None) -> Subject:
    """Read what is answered; on the library's reader thread."""
    from sahelreader.library import articles, comments
    from sahelreader.parse.document import document

    stored = articles.get(db, article_id)
    if stored is None:
        return Subject()
    parent = None
    if reply_to is not None:
        thread = comments.thread(db, article_id)
        parent = next((comment for comment in thread if comment.id == reply_to), None)
    if parent is not None:
        found = _texts(document(parent.html).blocks)
        return Subject(stored, parent, tuple(text for _index, text in found))
    found = _texts(document(stored.article.html or stored.article.summary).blocks)
    read_to = stored.place // 1000
    mark = next((n for n, (index, _text) in enumerate(found) if index >= read_to), 0)
    return Subject(stored, None, tuple(text for _index, text in found), mark)


def _texts(blocks: Sequence[Block]) -> list[tuple[int, str]]:
    """(index of its block, words) of every passage."""
    found = []
    for index, block in enumerate(blocks):
        text = safe_block(_words(block, 0), PASSAGE).strip()
        if text:
            found.append((index, text))
    return found


def _words(block: Block, depth: int) -> str:
    if isinstance(block, Paragraph | Heading):
        return plain(block.spans)
    if isinstance(block, Code):
        return block.text
    if depth > DEPTH:
        return ""
    if isinstance(block, Quotation):
        return "\n".join(_words(inner, depth + 1) for inner in block.blocks)
    if isinstance(block, ListBlock):
        return "\n".join(
            " ".join(_words(inner, depth + 1) for inner in item) for item in block.items
        )
    return ""


def answered(
    subject: Subject, target: Target | None, quote: str, marks: Marks, now: datetime
) -> Answered:
    """What stands in sight while one writes. QUOTE is a passage chosen before; TARGET serves when the library does not."""
    dot = f"\u00a0{marks.dot} "
    if subject.parent is not None:
        parent = subject.parent
        name = safe_line(parent.author, AUTHOR_LIMIT) or _("Anonymous")
        heading = _("In reply to %(name)s") % {"name": name}
        if parent.published is not None:
            heading += dot + dates.ago(parent.published, now)
    elif target is not None and (target.parent_remote_id or target.parent_author):
        name = safe_line(target.parent_author, AUTHOR_LIMIT) or _("Anonymous")
        heading = _("In reply to %(name)s") % {"name": name}
    else:
        authors = safe_line(", ".join(subject.stored.article.authors), 60) if subject.stored else ""
        heading = _("On the article") + (dot + authors if authors else "")
    chosen = tuple(part for part in safe_block(quote, PASSAGE).split("\n") if part.strip())
    if chosen:
        # what was selected is one passage, even over several paragraphs
        return Answered(heading, ("\n".join(chosen),))
    if subject.passages:
        return Answered(heading, subject.passages, subject.mark)
    excerpt = safe_block(target.parent_excerpt, PASSAGE).strip() if target is not None else ""
    return Answered(heading, (excerpt,) if excerpt else ())


def title_of(subject: Subject, draft: Draft | None) -> str:
    """The article's headline, wherever it is known from."""
    if subject.stored is not None:
        return safe_line(subject.stored.article.title) or _("(untitled)")
    return safe_line(draft.target.article_title) if draft is not None else ""


def quotation(passage: str) -> str:
    """PASSAGE as lines that begin with ">", as in a letter; `compose_preview.to_site` makes of them what the site takes."""
    lines = passage.strip().split("\n")
    return "".join(f"> {line}".rstrip() + "\n" for line in lines) + "\n"


def gap_after(before: str) -> str:
    """What parts a new paragraph from the text BEFORE it."""
    if not before or before.endswith("\n\n"):
        return ""
    return "\n" if before.endswith("\n") else "\n\n"
