"""An article page that somebody selected whole and copied: plain text back to article, comments and form.

The words are all there is: the lines that themes put around an article, in French and English (`copied_words`).
What stands between them is the text, and none of it is dropped. `read` gives None for a text that is no article.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from sahelreader.domain.article import Article, Comment, CommentForm, Picture, RelatedLink
from sahelreader.domain.document import Block, Heading, ListBlock, Paragraph, Span
from sahelreader.domain.text import ARTICLE_LIMIT, AUTHOR_LIMIT, safe_block, safe_line, safe_url
from sahelreader.parse.copied_thread import read_thread
from sahelreader.parse.copied_words import (
    BULLET,
    READING,
    TAGS,
    Line,
    byline,
    count_of,
    field_of,
    is_name,
    is_rule,
    kind_of,
)
from sahelreader.parse.dates import parse_date
from sahelreader.parse.document import to_html
from sahelreader.parse.extract import ExtractedPage
from sahelreader.parse.page.names import clean_names
from sahelreader.parse.page.phrases import folded, related_lead
from sahelreader.parse.page.pictures import split_credit

#: characters of running text below which nothing is taken for an article
LEAST = 160
#: characters from which a line is a paragraph and not a label
PARAGRAPH = 60
_FRENCH = re.compile(r"\b(?:le|la|les|des|une?|est|dans|pour|qui|sur|avec|que|du|au|par)\b", re.I)
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|is|for|that|with|was|on|by|from|has|are)\b", re.I)
_URL_LINE = re.compile(r"^https?://\S+$")


@dataclass(slots=True)
class _Found:
    title: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    minutes: int | None = None
    lead: Picture | None = None
    url: str = ""
    blocks: list[Block] = field(default_factory=list)
    related: list[RelatedLink] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    count: int | None = None
    comments: tuple[Comment, ...] = ()
    #: field name -> has the asterisk
    fields: dict[str, bool] = field(default_factory=dict)
    form: bool = False
    rule: bool = False
    closed: bool = False
    login: bool = False
    marks: int = 0


def read(text: str, now: datetime) -> ExtractedPage | None:
    """The article page that TEXT was copied from; None when it does not read like one. NOW grounds "il y a 2 heures"."""
    lines = [line.rstrip() for line in safe_block(text, ARTICLE_LIMIT * 2).split("\n")]
    kinds = [kind_of(line) for line in lines]
    found = _Found()
    start = _read_head(lines, kinds, found, now)
    end = _body_end(lines, kinds, start)
    _read_body(lines[start:end], kinds[start:end], found)
    _read_rest(lines, kinds, end, found, now)
    length = sum(len(_plain(block)) for block in found.blocks)
    paragraphs = sum(1 for block in found.blocks if isinstance(block, Paragraph))
    if not found.title or length < LEAST or (found.marks == 0 and paragraphs < 2):
        return None
    return ExtractedPage(_article(found), found.comments)


# --- the head -------------------------------------------------------------------------------------


def _read_head(lines: list[str], kinds: list[Line], found: _Found, now: datetime) -> int:
    """Title, byline, day, reading time and lead caption; the index where the body begins."""
    first = _first_paragraph(lines, kinds)
    head = range(first)
    metas = [i for i in head if kinds[i] in (Line.BYLINE, Line.READING, Line.DAY)]
    labels = [i for i in head if kinds[i] is Line.TEXT and not _URL_LINE.match(lines[i].strip())]
    before = [i for i in labels if not metas or i < metas[0]]
    chosen = _headline(lines, before or labels)
    if chosen is None:
        return first
    found.title = safe_line(lines[chosen])
    begin = first
    for index in head:
        line, kind = lines[index].strip(), kinds[index]
        if _URL_LINE.match(line):
            found.url = found.url or safe_url(line)
        if kind is Line.BYLINE and not found.authors:
            found.authors = clean_names([byline(line)])
        if kind in (Line.READING, Line.BYLINE, Line.DAY):
            found.marks += 1
            _facts_of(line, found, now)
        if kind is Line.CAPTION and index > chosen and found.lead is None:
            found.marks += 1
            found.lead = Picture("", *split_credit(re.sub(r"\s@(?=\S)", " @ ", line)))
        if kind is Line.TEXT and index > chosen and len(line) >= PARAGRAPH and index < begin:
            begin = index  # a standfirst between headline and byline is text too
    if not found.authors:
        # some themes print the name alone, beside the day or the reading time
        named = next((i for i in labels if i > chosen and is_name(lines[i]) and len(lines[i]) < 50), None)  # fmt: skip
        if named is not None and any(abs(named - meta) <= 2 for meta in metas):
            found.authors = clean_names([lines[named].strip()])
    return begin


def _first_paragraph(lines: list[str], kinds: list[Line]) -> int:
    """Where the running text begins: a long line that ends like a sentence, after the last line about the article."""
    metas = [
        index
        for index, kind in enumerate(kinds[:60])
        if kind in (Line.BYLINE, Line.READING, Line.CAPTION)
    ]
    for index, line in enumerate(lines):
        if kinds[index] is not Line.TEXT or len(line) < PARAGRAPH:
            continue
        later = [meta for meta in metas if index < meta <= index + 8]
        if later and not _text_between(lines, kinds, index, later[0]):
            continue  # the headline, or a standfirst above the byline
        if index == 0 or not any(
            kinds[before] is Line.TEXT and lines[before].strip() for before in range(index)
        ):
            continue  # the first line of all is the headline, however long
        return index
    return len(lines)


def _text_between(lines: list[str], kinds: list[Line], start: int, end: int) -> bool:
    return any(
        kinds[i] is Line.TEXT and len(lines[i]) >= 2 * PARAGRAPH for i in range(start + 1, end)
    )


def _headline(lines: list[str], labels: list[int]) -> int | None:
    """Among short lines above the text, the one that reads like a headline: the longest, the last when equal."""
    best: int | None = None
    for index in labels:
        line = lines[index].strip()
        if len(line) < 8 or len(line) > 300 or len(line.split()) < 2:
            continue
        if line.endswith(".") and len(line) > PARAGRAPH:
            continue  # a sentence: the standfirst
        if best is None or len(line) > len(lines[best].strip()) * 1.3:
            best = index
    return best if best is not None else (labels[0] if labels else None)


def _facts_of(line: str, found: _Found, now: datetime) -> None:
    reading = READING.search(line)
    if reading and found.minutes is None:
        found.minutes = int(reading[1] or reading[2]) or None
    low = folded(line)
    for piece in re.split(r"\s+[-–—|·•]\s+|\s{2,}|\t", line):
        stamp = re.sub(
            r"^(?:publié|posté|published|posted|last updated|updated|mis à jour|dernière mise à jour|modifié)?(?:\s*(?:le|on))?\s*:?\s*",
            "",
            piece.strip(),
            flags=re.IGNORECASE,
        )
        day = parse_date(stamp, now) if any(letter.isdigit() for letter in stamp) or folded(stamp) in ("hier", "yesterday", "today", "aujourd'hui") else None  # fmt: skip
        if day is None or READING.search(piece):
            continue
        if re.match(r"(?:last updated|updated|mis à jour|dernière mise|modifié)", low):
            found.modified = found.modified or day
        else:
            found.published = found.published or day


# --- the body -------------------------------------------------------------------------------------


def _body_end(lines: list[str], kinds: list[Line], start: int) -> int:
    for index in range(start, len(lines)):
        kind = kinds[index]
        if kind in (Line.TAGS, Line.SHARE, Line.COMMENTS, Line.FORM, Line.CLOSED, Line.LOGIN):
            return index
        if kind is Line.OTHERS and not _more_text(lines, kinds, index):
            return index
    return len(lines)


def _more_text(lines: list[str], kinds: list[Line], index: int) -> bool:
    """Whether running text goes on after a heading over other articles."""
    for later in range(index + 1, min(index + 8, len(lines))):
        if kinds[later] is Line.TEXT and len(lines[later]) > 2 * PARAGRAPH:
            return True
        if kinds[later] in (Line.TAGS, Line.SHARE, Line.COMMENTS, Line.FORM):
            return False
    return False


def _read_body(lines: list[str], kinds: list[Line], found: _Found) -> None:
    items: list[tuple[Block, ...]] = []
    wrapped = _is_wrapped(lines, kinds)
    pending: list[str] = []
    after_others = False

    def close() -> None:
        nonlocal items, pending
        if pending:
            found.blocks.append(_as_block(" ".join(pending)))
            pending = []
        if items:
            found.blocks.append(ListBlock(tuple(items)))
            items = []

    for line, kind in zip(lines, kinds, strict=True):
        text = line.strip()
        bullet = BULLET.match(line)
        if kind is Line.BLANK:
            if pending or not items:
                close()
            continue
        if kind is Line.RELATED:
            close()
            _related(text, found)
            continue
        if kind is Line.OTHERS:
            close()
            after_others = True
            continue
        if kind in (Line.FURNITURE, Line.READING, Line.BYLINE, Line.DAY):
            if kind is Line.FURNITURE:
                found.marks += 1
            continue
        if after_others and len(text) < 2 * PARAGRAPH and not text.endswith("."):
            found.related.append(RelatedLink(safe_line(text), ""))
            continue
        after_others = False
        if bullet and kind is Line.TEXT:
            if pending:
                close()
            items.append((Paragraph((Span(bullet["text"].strip()),)),))
            continue
        if items:
            close()
        if wrapped:
            pending.append(text)
        else:
            found.blocks.append(_as_block(text))
    close()


def _is_wrapped(lines: list[str], kinds: list[Line]) -> bool:
    """Whether paragraphs are broken into lines of one width (a mail, a terminal) and parted by blank lines."""
    long = [line for line, kind in zip(lines, kinds, strict=True) if kind is Line.TEXT and len(line) > 40]  # fmt: skip
    if len(long) < 6 or max(map(len, long)) > 100:
        return False
    return sum(1 for line in long if not line.endswith((".", "!", "?", "»", "”", ":"))) > len(long) / 2  # fmt: skip


def _as_block(text: str) -> Block:
    line = text.strip()
    spans = (Span(line),)
    if len(line) < 100 and not line.endswith((".", "!", "…", ":", ";", ",", "»", "”", '"')) and len(line.split()) < 16:  # fmt: skip
        return Heading(2, spans)
    return Paragraph(spans)


def _related(line: str, found: _Found) -> None:
    lead = related_lead(line)
    title = line
    for _step in range(len(line)):
        if folded(line[:_step]).strip() == lead.strip():
            title = line[_step:]
            break
    title = safe_line(title).strip(" :–—-|>»«“”\u00a0\u202f")
    if title:
        found.related.append(RelatedLink(title, ""))
        found.marks += 1


# --- after the body -------------------------------------------------------------------------------


def _read_rest(lines: list[str], kinds: list[Line], end: int, found: _Found, now: datetime) -> None:
    index = end
    while index < len(lines):
        kind, line = kinds[index], lines[index]
        if kind is Line.TAGS:
            index = _read_tags(lines, kinds, index, found)
            continue
        if kind is Line.COMMENTS and not found.form:
            found.marks += 1
            count = count_of(line)
            found.count = count if count is not None else found.count
            stop = _thread_end(kinds, index + 1)
            found.comments = (*found.comments, *read_thread(lines[index + 1 : stop], now))
            index = stop
            continue
        if kind is Line.FORM:
            found.form, found.marks = True, found.marks + 1
            found.rule = found.rule or is_rule(line)
        elif kind is Line.FIELD and found.form:
            name, star = field_of(line)
            found.fields[name] = found.fields.get(name, False) or star
        elif kind is Line.CLOSED:
            found.closed, found.marks = True, found.marks + 1
        elif kind is Line.LOGIN:
            found.form = found.login = True
            found.marks += 1
        elif kind is Line.SHARE:
            found.marks += 1
        elif kind is Line.BYLINE and not found.authors:
            found.authors = clean_names([byline(line)])  # of the box about the author
        index += 1


def _read_tags(lines: list[str], kinds: list[Line], index: int, found: _Found) -> int:
    """Tags on the line itself or, when it has none, on the lines below; the index after them."""
    found.marks += 1
    matched = TAGS.match(lines[index].strip().replace("\u00a0", " ").replace("\u202f", " "))
    text = matched["tags"] if matched else ""
    index += 1
    if not text.strip():
        rows: list[str] = []
        while index < len(lines) and len(rows) < 20 and kinds[index] is Line.TEXT and len(lines[index]) < 50:  # fmt: skip
            rows.append(lines[index].strip())
            index += 1
        text = ",".join(rows)
    for tag in re.split(r"\s*[,;•·|]\s*|\t+|\s*#", text):
        tag = safe_line(tag, 80).strip(" #.")
        if tag and folded(tag) not in map(folded, found.tags):
            found.tags.append(tag)
    return index


def _thread_end(kinds: list[Line], start: int) -> int:
    for index in range(start, len(kinds)):
        if kinds[index] in (Line.FORM, Line.CLOSED, Line.LOGIN):
            return index
    return len(kinds)


# --- putting together -----------------------------------------------------------------------------


def _article(found: _Found) -> Article:
    html = to_html(found.blocks)
    said = " ".join(_plain(block) for block in found.blocks)
    is_open = False if found.closed else True if found.form else None
    count = found.count if found.count is not None else len(found.comments) or None
    if count is None and is_open:
        count = 0
    digest = hashlib.blake2b(
        f"{folded(found.title)}\0{folded(said)[:400]}".encode(), digest_size=10
    )
    return Article(
        remote_id=found.url or f"copied:{digest.hexdigest()}",
        url=found.url,
        title=found.title,
        authors=found.authors,
        published=found.published,
        modified=found.modified,
        language=language_of(said),
        html=html,
        tags=tuple(found.tags),
        lead=found.lead,
        reading_minutes=found.minutes,
        related=tuple(dict.fromkeys(found.related)),
        comment_count=count,
        comments_open=is_open,
        form=_form(found) if is_open else None,
    )


def _form(found: _Found) -> CommentForm:
    """The form as WordPress has it: what bears an asterisk is required, all three when only the rule was copied."""
    starred = tuple(name for name in ("author", "email", "comment") if found.fields.get(name))
    parts = urlsplit(found.url)
    return CommentForm(
        action=f"{parts.scheme}://{parts.netloc}/wp-comments-post.php" if found.url else "",
        required=starred or ("author", "email", "comment"),
        account_required=found.login,
    )


def language_of(text: str) -> str:
    """ "fr" or "en", by the small words of TEXT; "" when neither stands out."""
    french, english = len(_FRENCH.findall(text)), len(_ENGLISH.findall(text))
    if max(french, english) < 3 or french == english:
        return ""
    return "fr" if french > english else "en"


def _plain(block: Block) -> str:
    if isinstance(block, Paragraph | Heading):
        return "".join(span.text for span in block.spans)
    if isinstance(block, ListBlock):
        return " ".join(_plain(part) for item in block.items for part in item)
    return ""


__all__ = ["AUTHOR_LIMIT", "read"]
