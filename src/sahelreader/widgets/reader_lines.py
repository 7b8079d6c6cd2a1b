"""An article as lines: headline, byline, lead, the blocks of its body, what to read next, tags. Pure.

Everything is in the reading column; colours and margins are the pane's. The discussion is `thread_lines`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rich.cells import cell_len

from sahelreader.domain.article import Picture, words_to_minutes
from sahelreader.domain.document import (
    Block,
    Code,
    Document,
    Embed,
    Figure,
    Heading,
    ListBlock,
    Paragraph,
    Quotation,
    Related,
    Rule,
    Span,
    Table,
    plain,
)
from sahelreader.domain.pictures import pictures
from sahelreader.domain.text import safe_block, safe_line
from sahelreader.i18n import _, dates, ngettext
from sahelreader.widgets.lines import Page, Prefix
from sahelreader.widgets.picture_lines import Cells, picture_lines
from sahelreader.widgets.table_lines import table
from sahelreader.widgets.theme import Marks

if TYPE_CHECKING:
    from sahelreader.library.events import Telling
    from sahelreader.library.rows import StoredArticle

#: blocks within blocks are followed no deeper than this
DEPTH = 8


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the lines need besides the article. KNOWN: URL -> article id of links that open offline.

    KEYS: command id -> key as shown, for hints in the text.
    """

    marks: Marks
    now: datetime
    known: Mapping[str, int]
    keys: Mapping[str, str]
    comments: int = 0
    new_comments: int = 0
    #: other papers' articles on the same event
    others: Sequence[Telling] = ()


def article_lines(
    page: Page,
    stored: StoredArticle,
    document: Document,
    around: Surroundings,
    picture: Cells | None = None,
) -> None:
    """Lay the article out on PAGE, with its lead PICTURE above the text when that is there."""
    _head(page, stored, document, around)
    if picture:
        picture_lines(page, picture)
        page.blank()
    lead = stored.article.lead
    if lead is not None and (lead.caption or lead.credit) and not _stands_in_text(lead, document):
        _picture(page, lead.caption, lead.credit, around)
        page.blank()
    shown: set[str] = set()
    for index, block in enumerate(document.blocks):
        page.block = index
        _block(page, block, (), 0, around)
        page.blank()
        if isinstance(block, Related):
            shown.add(block.url)
    page.block = len(document.blocks)
    _after(page, stored, document, around, shown)


def _stands_in_text(lead: Picture, document: Document) -> bool:
    """Whether the body begins with the lead picture: many sites set it there too, and once is enough."""
    return any(
        isinstance(block, Figure) and (block.caption, block.credit) == (lead.caption, lead.credit)
        for block in document.blocks[:3]
    )


def _head(page: Page, stored: StoredArticle, document: Document, around: Surroundings) -> None:
    article = stored.article
    page.flow(safe_line(article.title) or _("(untitled)"), "headline")
    page.blank()
    facts = [safe_line(", ".join(article.authors), 160), safe_line(stored.site_name, 60)]
    if article.published is not None:
        facts.append(dates.day_and_time(article.published, around.now))
    page.flow(f"\u00a0{around.marks.dot} ".join(fact for fact in facts if fact), "byline")
    more = [_reading_time(article.reading_minutes, document)]
    more.append(comment_count(around.comments or article.comment_count or 0, around.new_comments))
    if stored.saved:
        more.append(f"{around.marks.saved} " + _("kept"))
    more.append(_picture_count(len(pictures(article.lead, document)), around))
    page.flow(f"\u00a0{around.marks.dot} ".join(part for part in more if part), "byline")
    if stored.gone_at is not None:
        when = dates.ago(stored.gone_at, around.now)
        page.flow(
            f"{around.marks.gone} "
            + _("Removed by the site (%(when)s). Your copy stays.") % {"when": when},
            "caution",
        )
    elif stored.edited_at is not None and stored.versions > 1:
        when = dates.ago(stored.edited_at, around.now)
        key = around.keys.get("changes", "")
        said = (
            _("Changed by the site (%(when)s). %(key)s shows what.")
            if key
            else _("Changed by the site (%(when)s).")
        )
        page.flow(said % {"when": when, "key": key}, "caution")
    if stored.tags_own:
        page.flow("# " + " # ".join(safe_line(tag, 40) for tag in stored.tags_own), "tags")
    if stored.note:
        page.flow(safe_block(stored.note, 2_000), "note", ((f"{around.marks.quote} ", "note"),))
    page.blank()


def _reading_time(stated: int | None, document: Document) -> str:
    minutes = stated or words_to_minutes(_words(document.blocks, 0))
    return ngettext("%(minutes)d min read", "%(minutes)d min read", minutes) % {"minutes": minutes}


def comment_count(count: int, new: int) -> str:
    """ "12 comments, 3 new"; "" when there is none."""
    if not count:
        return ""
    text = ngettext("%(count)d comment", "%(count)d comments", count) % {"count": count}
    if new:
        text += ", " + ngettext("%(count)d new", "%(count)d new", new) % {"count": new}
    return text


def _picture_count(count: int, around: Surroundings) -> str:
    """ "2 photos (i)": they are looked at with a key, and not all have a line of their own."""
    key = around.keys.get("pictures", "")
    if not count or not key:
        return ""
    told = ngettext("%(count)d photo (%(key)s)", "%(count)d photos (%(key)s)", count)
    return told % {"count": count, "key": key}


def _words(blocks: Sequence[Block], depth: int) -> int:
    if depth > DEPTH:
        return 0
    count = 0
    for block in blocks:
        if isinstance(block, Paragraph | Heading):
            count += plain(block.spans).count(" ") + 1
        elif isinstance(block, Quotation):
            count += _words(block.blocks, depth + 1)
        elif isinstance(block, ListBlock):
            count += sum(_words(item, depth + 1) for item in block.items)
    return count


def _block(
    page: Page, block: Block, prefix: Prefix, depth: int, around: Surroundings, role: str = "text"
) -> None:
    marks = around.marks
    if isinstance(block, Paragraph):
        page.flow(block.spans, role, prefix)
    elif isinstance(block, Heading):
        page.flow(block.spans, "heading" if block.level < 4 else "subheading", prefix)
    elif isinstance(block, Quotation):
        _quotation(page, block, prefix, depth, around)
    elif isinstance(block, ListBlock):
        _list(page, block, prefix, depth, around, role)
    elif isinstance(block, Table):
        table(page, block, prefix, marks)
    elif isinstance(block, Code):
        for line in block.text.split("\n"):
            page.flow(line.replace("\t", "    "), "code", (*prefix, ("  ", "code")))
    elif isinstance(block, Figure):
        _picture(page, block.caption or block.alt, block.credit, around, prefix, block.url)
    elif isinstance(block, Embed):
        host = urlsplit(block.url).hostname or ""
        label = safe_line(block.label) or host
        page.flow(
            (Span(f"{marks.folded} {label}", href=block.url), Span(f"  {host}")), "figure", prefix
        )
    elif isinstance(block, Related):
        related(page, block.title, block.url, prefix, around)
    elif isinstance(block, Rule):
        text = f"{marks.dot} {marks.dot} {marks.dot}"
        page.furniture(
            *prefix, (" " * ((page.width - cell_len(text)) // 2), "rule"), (text, "rule")
        )


def blocks(
    page: Page,
    found: Sequence[Block],
    prefix: Prefix,
    depth: int,
    around: Surroundings,
    role: str = "text",
) -> None:
    """FOUND one below the other with a blank between, all after PREFIX."""
    if depth > DEPTH:
        return
    for index, block in enumerate(found):
        if index:
            page.blank(prefix)
        _block(page, block, prefix, depth, around, role)


def _quotation(
    page: Page, block: Quotation, prefix: Prefix, depth: int, around: Surroundings
) -> None:
    inner = (*prefix, (f"{around.marks.quote} ", "quote-bar"))
    blocks(page, block.blocks, inner, depth + 1, around, "quote")
    if plain(block.source):
        page.flow((Span("— "), *block.source), "source", inner)


def _list(
    page: Page, block: ListBlock, prefix: Prefix, depth: int, around: Surroundings, role: str
) -> None:
    if depth > DEPTH:
        return
    last = block.start + len(block.items) - 1
    wide = len(str(last)) + 2 if block.ordered else 2
    for number, item in enumerate(block.items, block.start):
        bullet = f"{number}." if block.ordered else around.marks.bullet
        first: Prefix = (*prefix, (f"{bullet:<{wide}}", "bullet"))
        rest: Prefix = (*prefix, (" " * wide, "bullet"))
        for index, inner in enumerate(item):
            if index == 0 and isinstance(inner, Paragraph):
                page.flow(inner.spans, role, first, rest)
            else:
                _block(page, inner, rest, depth + 1, around, role)


def _picture(
    page: Page, what: str, credit: str, around: Surroundings, prefix: Prefix = (), url: str = ""
) -> None:
    shown = _("Photo: %(what)s") % {"what": safe_line(what)} if what else _("Photo")
    spans = [Span(shown)]
    if credit:
        spans.append(Span(f"  ©\u00a0{safe_line(credit, 120).lstrip('© ')}"))
    page.flow(spans, "figure", prefix)


def related(page: Page, title: str, url: str, prefix: Prefix, around: Surroundings) -> None:
    """A "Lire aussi" line: opens here when the article is in the library, else it says that it is online."""
    title = safe_line(title) or (urlsplit(url).hostname or "")
    arrow = (f"{around.marks.arrow} ", "related" if url in around.known else "online")
    room: Prefix = (("  ", "related"),)
    if url in around.known:
        page.flow((Span(title, href=url),), "related", (*prefix, arrow), (*prefix, *room))
    else:
        spans = (Span(title, href=url), Span(" "), Span(_("(online)")))
        page.flow(spans, "online", (*prefix, arrow), (*prefix, *room))


def _others(page: Page, around: Surroundings) -> None:
    """Who else tells this, the first to tell it first; each opens here."""
    if not around.others:
        return
    page.flow(_("Also in other papers"), "subheading")
    arrow: Prefix = ((f"{around.marks.arrow} ", "related"),)
    for other in around.others:
        row = other.row
        title = safe_line(row.title) or _("(untitled)")
        href = other.url if other.url in around.known else ""
        facts = [dates.ago(row.published, around.now)] if row.published is not None else []
        facts.append(comment_count(row.comment_count or 0, row.new_comments))
        if other.same_text:
            facts.append(_("the same agency text"))
        said = f"\u00a0{around.marks.dot} ".join(
            fact for fact in (safe_line(row.site_name, 60), *facts) if fact
        )
        page.flow((Span(title, href=href),), "related", arrow, (("  ", "related"),))
        page.flow(said, "byline", (("  ", "byline"),))
    page.blank()


def _after(
    page: Page, stored: StoredArticle, document: Document, around: Surroundings, shown: set[str]
) -> None:
    article = stored.article
    if document.cut:
        page.flow(_("(The text was too long and is cut here.)"), "caution")
        page.blank()
    if article.protected:
        page.flow(_("This article is behind a password on its site."), "caution")
        page.blank()
    elif not article.whole:
        page.flow(
            _("Only an excerpt is here. %(key)s brings in the whole article.")
            % {"key": around.keys.get("fetch_thread", "")},
            "caution",
        )
        page.blank()
    _others(page, around)
    further = [link for link in article.related if link.url not in shown]
    if further:
        page.flow(_("Read also"), "subheading")
        for link in further[:10]:
            related(page, link.title, link.url, (), around)
        page.blank()
    if article.tags:
        tags = f"\u00a0{around.marks.dot} ".join(safe_line(tag, 60) for tag in article.tags[:20])
        page.flow(tags, "tags")
    host = urlsplit(article.url).hostname or ""
    if host:
        page.flow((Span(host, href=article.url),), "byline")
    page.blank()
