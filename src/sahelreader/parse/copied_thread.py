"""The discussion in a copied page: authors, days, texts and who answers whom, from bullets and "… dit :" lines."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime

from sahelreader.domain.article import Comment
from sahelreader.domain.document import Paragraph, Span
from sahelreader.domain.text import AUTHOR_LIMIT, safe_line
from sahelreader.parse.copied_words import BULLET, REPLY, SAYS, Line, kind_of
from sahelreader.parse.dates import parse_date
from sahelreader.parse.document import to_html
from sahelreader.parse.page.phrases import folded

#: how deep each bullet is drawn by browsers
_LEVELS = {"•": 0, "●": 0, "*": 0, "-": 0, "–": 0, "·": 0, "◦": 1, "○": 1, "▪": 2, "■": 2, "▫": 3, "‣": 0}  # fmt: skip


@dataclass(slots=True)
class _Said:
    indent: int
    level: int
    author: str = ""
    day: datetime | None = None
    lines: list[str] = field(default_factory=list)


def read_thread(lines: list[str], now: datetime) -> tuple[Comment, ...]:
    """The comments in LINES, in their order, parents by how deep their bullets are."""
    said: list[_Said] = []
    fresh = False  # the comment has only begun: its name and day come first
    for index, line in enumerate(lines):
        text = line.strip()
        if not text:
            continue
        bullet = BULLET.match(line)
        body = bullet["text"].strip() if bullet else text
        says = SAYS.match(body)
        low = folded(body)
        if REPLY.match(low):
            fresh = False
            continue
        if bullet and _begins(said, bullet, body, lines[index + 1 :], now):
            said.append(_Said(_width(bullet["indent"]), _LEVELS.get(bullet["mark"], 0)))
            fresh = True
        elif says and not bullet and len(says["author"].split()) <= 6:
            indent = len(line) - len(line.lstrip())
            said.append(_Said(indent, 0))
            fresh = True
        if not said:
            continue
        current = said[-1]
        if fresh and says:
            current.author = safe_line(says["author"], AUTHOR_LIMIT)
            if says["text"]:
                current.lines.append(says["text"])
        elif fresh and bullet and not current.author and _is_name(body, lines[index + 1 :], now):
            current.author = safe_line(body, AUTHOR_LIMIT)
        elif current.day is None and not current.lines and _day(body, now) is not None:
            current.day = _day(body, now)
        else:
            fresh = False
            current.lines.append(body if not bullet or len(current.lines) == 0 else text)
    return _threaded([one for one in said if one.lines or one.author])


def _begins(said: list[_Said], bullet: re.Match[str], body: str, after: list[str], now: datetime) -> bool:  # fmt: skip
    """Whether a bulleted line begins a comment and is not a list that somebody wrote in one."""
    if not said:
        return True
    if SAYS.match(body) or _is_name(body, after, now):
        return True
    # without names, every bullet is a comment
    return not said[0].author


def _is_name(text: str, after: list[str], now: datetime) -> bool:
    """Whether TEXT is a name: short, no sentence, and a day stands on the next line."""
    if len(text) > 60 or len(text.split()) > 6 or text.endswith(("!", "?", "…")):
        return False
    following = next((line.strip() for line in after if line.strip()), "")
    return _day(following, now) is not None


def _day(text: str, now: datetime) -> datetime | None:
    if kind_of(text) is not Line.DAY:
        return None
    return parse_date(
        re.sub(r"^(?:le|on|publié le|posted on)\s+", "", text, flags=re.IGNORECASE), now
    )


def _width(indent: str) -> int:
    return len(indent.replace("\t", "    "))


def _threaded(said: list[_Said]) -> tuple[Comment, ...]:
    made: list[Comment] = []
    above: list[tuple[int, int, str]] = []
    for one in said:
        while above and (one.indent, one.level) <= above[-1][:2]:
            above.pop()
        parent = above[-1][2] if above else ""
        key = f"{parent}\0{folded(one.author)}\0{folded(' '.join(one.lines))}"
        identity = "copied-" + hashlib.blake2b(key.encode(), digest_size=8).hexdigest()
        above.append((one.indent, one.level, identity))
        html = to_html([Paragraph((Span(line),)) for line in one.lines])
        made.append(Comment(identity, parent, one.author, one.day, html))
    return tuple(made)
