"""The blocks of an article without the lines that are the site's own: judged by their words and their place.

Also tells related links ("Lire aussi : …") apart from the text, and gives them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sahelreader.domain.article import RelatedLink
from sahelreader.domain.document import (
    Block,
    Embed,
    Figure,
    Heading,
    ListBlock,
    Paragraph,
    Quotation,
    Related,
    Rule,
    Spans,
    Table,
    plain,
)
from sahelreader.domain.text import safe_line
from sahelreader.parse.page.phrases import folded, is_furniture, related_lead, word_letters
from sahelreader.parse.page.spans import spans_of

_WORD = re.compile(r"\w+")
_BYLINE = re.compile(
    r"(?:by|par|von|por|propos recueillis par|text by|written by|posted by|publié par|écrit par|updated|last updated|mis à jour|modifié|publié|published|posted|first published)\b.{0,140}",
    re.IGNORECASE,
)
_DATE_ONLY = re.compile(
    r"(?:[\W\d_]|\b(?:jan(?:vier|uary)?|fév(?:rier)?|feb(?:ruary)?|mars|mar(?:ch)?|avr(?:il)?|apr(?:il)?|mai|may|juin|june?|juil(?:let)?|july?|août|aug(?:ust)?|sep(?:t(?:embre|ember)?)?|oct(?:obre|ober)?|nov(?:embre|ember)?|d[ée]c(?:embre|ember)?"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|at|à|le|the|on|et|of|am|pm|p\.m|a\.m|gmt|utc|est|edt|pst|pdt|et|ist|h|min|th|st|nd|rd|ago|il y a|heures?|hours?|minutes?|jours?|days?|read|lecture|updated|published|publié|mis à jour|modifié)\b)+",
    re.IGNORECASE,
)


#: characters from which a repeated paragraph is taken for the same one
REPEATED = 40


@dataclass(frozen=True, slots=True)
class Trimmed:
    blocks: tuple[Block, ...]
    related: tuple[RelatedLink, ...]


def trim(blocks: tuple[Block, ...], title: str, authors: tuple[str, ...] = ()) -> Trimmed:
    """BLOCKS without furniture; TITLE and AUTHORS as found elsewhere, so that their repetition goes."""
    related: list[RelatedLink] = []
    kept = _told_apart(_once(blocks), related)
    kept = _head(kept, title, authors)
    kept = _tail(kept, related)
    kept = _rules(_headings(kept))
    unique = tuple({link.url: link for link in related}.values())
    return Trimmed(tuple(kept), unique)


def _once(blocks: tuple[Block, ...]) -> list[Block]:
    """BLOCKS without paragraphs that repeat one another or a caption word for word (galleries, pulled quotations)."""
    seen: set[str] = set()
    kept: list[Block] = []
    repeated = total = 0
    for block in blocks:
        if isinstance(block, Figure):
            seen.add(folded(block.caption))
        elif isinstance(block, Paragraph):
            line = folded(plain(block.spans))
            total += len(line)
            if len(line) >= REPEATED:
                if line in seen:
                    repeated += len(line)
                    continue
                seen.add(line)
        kept.append(block)
    # a text that mostly repeats itself means to
    return kept if repeated < 0.25 * total else list(blocks)


def _leads_elsewhere(block: Block, line: str) -> RelatedLink | None:
    """The link that a paragraph is all of, when it reads like a headline: another article set between two paragraphs."""
    if (
        not isinstance(block, Paragraph)
        or not 25 <= len(line) <= 160
        or line.endswith((".", ":", ",", "»", "”"))
    ):
        return None
    links = _links(block, "")
    if len(links) != 1 or _linked_share(block) < 0.97 or len(line.split()) < 4 or "://" in line:
        return None
    return links[0]


def _told_apart(blocks: list[Block], related: list[RelatedLink]) -> list[Block]:
    """Related links as such, furniture gone."""
    kept: list[Block] = []
    taking = False  # after a heading such as "Lire aussi"
    for block in blocks:
        line = _line(block)
        if isinstance(block, Heading | Paragraph):
            lead = related_lead(line) if line else ""
            if lead:
                links = _links(block, lead)
                if links:
                    related.extend(links)
                    kept.extend(Related(link.title, link.url) for link in links)
                    continue
                if len(folded(line)) <= len(lead) + 3:
                    taking = True
                    continue
            if line and is_furniture(line):
                taking = False
                continue
        if taking and isinstance(block, ListBlock | Paragraph):
            links = _links(block, "")
            if links and _linked_share(block) > 0.7:
                related.extend(links)
                kept.extend(Related(link.title, link.url) for link in links)
                taking = isinstance(block, Paragraph)
                continue
        taking = False
        link = _leads_elsewhere(block, line)
        if link is not None:
            # no word announces it, so it stands with the links after the text and not in its midst
            related.append(link)
            continue
        kept.append(block)
    return kept


def _links(block: Block, lead: str) -> list[RelatedLink]:
    found: list[RelatedLink] = []
    for spans in _runs(block):
        title, url = "", ""
        for span in spans:
            if span.href and span.href == url:
                title += span.text
            elif span.href:
                if url:
                    _keep(found, title, url, lead)
                title, url = span.text, span.href
        if url:
            _keep(found, title, url, lead)
    return found


def _keep(found: list[RelatedLink], title: str, url: str, lead: str) -> None:
    title = safe_line(title)
    if lead and folded(title).startswith(lead):
        title = title[len(lead) :].lstrip(" :|–—-→>»\u00a0\u202f")
    title = title.strip(" «»“”\u00a0\u202f")
    if len(title) > 3:
        found.append(RelatedLink(title, url))


def _runs(block: Block) -> list[Spans]:
    if isinstance(block, ListBlock):
        return [spans_of(part) for item in block.items for part in item]
    return [spans_of(block)]


def _linked_share(block: Block) -> float:
    spans = [span for run in _runs(block) for span in run]
    whole = sum(len(span.text.strip()) for span in spans)
    return sum(len(span.text.strip()) for span in spans if span.href) / whole if whole else 0.0


def _line(block: Block) -> str:
    if isinstance(block, Paragraph | Heading):
        return plain(block.spans).strip()
    return ""


def _head(blocks: list[Block], title: str, authors: tuple[str, ...]) -> list[Block]:
    """Without the title, the byline and the date where the text begins."""
    wanted = word_letters(title)
    names = [folded(name) for name in authors]
    kept: list[Block] = []
    for index, block in enumerate(blocks):
        line = _line(block)
        if index < 12 and line and len(line) < 300:
            letters = word_letters(line)
            if (
                wanted
                and letters
                and (letters == wanted or (len(letters) > 20 and wanted.startswith(letters)))
            ):
                continue
            if len(line) < 160 and index < 8 and (_is_byline(line, names)):
                continue
        kept.append(block)
    return kept


def _is_byline(line: str, names: list[str]) -> bool:
    low = folded(line)
    if _DATE_ONLY.fullmatch(low) and any(letter.isdigit() for letter in low):
        return True
    if any(low == name or low in (f"by {name}", f"par {name}") for name in names if name):
        return True
    return bool(_BYLINE.fullmatch(low)) and not low.endswith((".", "?", "!")) and len(low) < 100


def _tail(blocks: list[Block], related: list[RelatedLink]) -> list[Block]:
    """Without what is only links, or a heading over nothing, at the end; what reads like headlines goes to RELATED."""
    kept = list(blocks)
    while kept:
        last = kept[-1]
        if (
            isinstance(last, Heading | Rule | Related)
            or (isinstance(last, ListBlock) and _linked_share(last) > 0.8 and len(last.items) > 1)
            or (
                isinstance(last, Paragraph) and _linked_share(last) > 0.9 and len(_line(last)) < 200
            )
        ):
            kept.pop()
            if not isinstance(last, Related):
                related.extend(
                    link
                    for link in _links(last, "")
                    if len(link.title.split()) >= 4 and len(link.title) >= 25
                )
        else:
            break
    return kept


def _headings(blocks: list[Block]) -> list[Block]:
    """Without headings that announce furniture that is gone."""
    return [
        block
        for block in blocks
        if not (isinstance(block, Heading) and is_furniture(plain(block.spans)))
    ]


def _rules(blocks: list[Block]) -> list[Block]:
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Rule) and (not kept or isinstance(kept[-1], Rule)):
            continue
        kept.append(block)
    return kept


def text_length(blocks: tuple[Block, ...]) -> int:
    """Characters of running text in BLOCKS."""
    total = 0
    for block in blocks:
        if isinstance(block, Paragraph | Quotation | ListBlock):
            total += len(plain(spans_of(block)))
        elif isinstance(block, Table):
            total += sum(len(plain(cell)) for row in block.rows for cell in row)
    return total


__all__ = ["Embed", "Figure", "Trimmed", "text_length", "trim"]
