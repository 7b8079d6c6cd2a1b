"""An article and its discussion laid out in one width: which line is what, and the way from a place to a line. Pure.

Built anew for every width; `Anchor` and `place` are what survives from one to the next.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sahelreader.domain.document import Document
from sahelreader.widgets.finding import Finder, Hit
from sahelreader.widgets.lines import Line, Page
from sahelreader.widgets.picture_lines import Cells, is_picture
from sahelreader.widgets.reader_lines import Surroundings, article_lines
from sahelreader.widgets.thread_lines import Discussion, thread_lines

if TYPE_CHECKING:
    from sahelreader.library.rows import StoredArticle

#: (comment, paragraph counted within it, characters into it)
Anchor = tuple[int, int, int]
WORDS_A_MINUTE = 200


class Spans(Protocol):
    """Textual's `Selection`, as far as it matters here."""

    def get_span(self, y: int) -> tuple[int, int] | None: ...


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything the reading pane shows."""

    stored: StoredArticle
    document: Document
    discussion: Discussion
    around: Surroundings
    #: the lead picture, when it is kept
    picture: Cells | None = None


class LaidOut:
    """The lines of SHOWN in WIDTH cells. Line numbers count from 0 at the headline's blank line."""

    def __init__(
        self, shown: Shown | None, width: int, folded: Collection[int] = (), step: int = 0
    ) -> None:
        page = Page(width)
        if shown is not None:
            page.lines.append(Line(""))
            article_lines(page, shown.stored, shown.document, shown.around, shown.picture)
        self.thread_top = len(page.lines)
        self._article_paragraphs = len(page.paragraphs)
        if shown is not None:
            page.block = -1
            thread_lines(page, shown.discussion, shown.around, folded, step)
        self._talk = shown.discussion if shown is not None else None
        self._folded = frozenset(folded)
        self.width = width
        self.lines: Sequence[Line] = page.lines
        self._paragraphs = page.paragraphs
        self._finder: Finder | None = None
        self._blocks: dict[int, tuple[int, int]] = {}
        self._comments: dict[int, tuple[int, int]] = {}
        self._first_paragraphs: dict[int, int] = {}
        for number, line in enumerate(page.lines):
            for key, where in ((line.block, self._blocks), (line.comment, self._comments)):
                first, _last = where.get(key, (number, number))
                where[key] = (first, number + 1)
            if line.paragraph >= 0:
                self._first_paragraphs.setdefault(line.comment, line.paragraph)

    # the article

    def place(self, top: int) -> int:
        """Line TOP as a place to remember: block × 1000 + per mille of it; 0 is the beginning."""
        if top <= 0 or not self.lines:
            return 0
        line = self.lines[min(top, len(self.lines) - 1)]
        if top >= self.thread_top:
            return max(self._blocks) * 1000
        if line.block < 0:
            return 0
        first, last = self._blocks[line.block]
        return line.block * 1000 + min(999, (top - first) * 1000 // max(1, last - first))

    def line_at(self, place: int) -> int:
        """The line of a remembered PLACE; the nearest there is when the article is shorter now."""
        block, mille = divmod(max(0, place), 1000)
        if not place or not self._blocks:
            return 0
        first, last = self._blocks.get(block, (self.thread_top, self.thread_top))
        # rounded up: the line that the place was taken from, or the one after it
        return first - (-(last - first) * mille // 1000)

    def minutes_left(self, part: float) -> int:
        """Minutes to read what comes after PART (0 to 1) of the article."""
        texts = self._paragraphs[: self._article_paragraphs]
        words = round(sum(text.count(" ") + 1 for text in texts) * (1 - part))
        return -(-words // WORDS_A_MINUTE)

    # any line

    def anchor(self, number: int) -> Anchor:
        """Where line NUMBER stands in the text, whatever the width."""
        for index in range(min(number, len(self.lines) - 1), -1, -1):
            line = self.lines[index]
            if line.paragraph >= 0:
                first = self._first_paragraphs[line.comment]
                return (line.comment, line.paragraph - first, line.at)
        return (0, 0, 0)

    def line_of(self, anchor: Anchor) -> int:
        comment, paragraph, at = anchor
        if anchor == (0, 0, 0) or comment not in self._first_paragraphs:
            return 0
        wanted = self._first_paragraphs[comment] + paragraph
        best, (start, end) = 0, self._comments.get(comment, (0, 0))
        for number in range(start, end):
            line = self.lines[number]
            if line.comment == comment and line.paragraph >= 0:
                if (line.paragraph, line.at) > (wanted, at):
                    break
                best = number
        return best

    # the thread

    @property
    def comments(self) -> list[int]:
        """Keys of the comments that show, in order."""
        return [key for key in self._comments if key]

    def comment_lines(self, key: int) -> tuple[int, int]:
        """First line of the comment KEY and the one after its last; the thread's top when it does not show."""
        return self._comments.get(key, (self.thread_top, self.thread_top)) if key else (0, 0)

    def next_new(self, current: int, step: int) -> int | None:
        """The next (STEP 1) or previous (-1) new comment from CURRENT (0: from above them all), folded or not."""
        if self._talk is None:
            return None
        new = {entry.key for entry in self._talk.entries if entry.is_new and not entry.is_pingback}
        order = [key for key in self._talk.thread.order if key in new or key == current]
        if current not in order:
            return order[0] if order and step > 0 else None
        index = order.index(current) + step
        return order[index] if 0 <= index < len(order) else None

    def hiding(self, key: int) -> set[int]:
        """The folded comments that hide the comment KEY."""
        places = self._talk.thread.places if self._talk is not None else {}
        found: set[int] = set()
        parent = places[key].parent if key in places else None
        while parent is not None:
            if parent in self._folded:
                found.add(parent)
            parent = places[parent].parent
        return found

    # words and links

    def find(self, text: str) -> list[Hit]:
        if self._finder is None:
            self._finder = Finder(self._paragraphs)
        return self._finder.find(text)

    def line_of_hit(self, hit: Hit) -> int:
        best = 0
        for number, line in enumerate(self.lines):
            if line.paragraph == hit.paragraph and line.at <= hit.start:
                best = number
        return best

    def links(self) -> list[tuple[str, str]]:
        """(text, address) of every link, in order, each address once."""
        found: dict[str, str] = {}
        for line in self.lines:
            for start, end, _role, href in line.runs:
                if href:
                    found.setdefault(href, line.text[start:end])
        return [(text, href) for href, text in found.items()]

    def selected(self, selection: Spans) -> str:
        """The selected text as paragraphs: lines run together again, bars and margins left out."""
        text, previous = "", -1
        for number, line in enumerate(self.lines):
            span = selection.get_span(number)
            if span is None or is_picture(line):
                continue
            start, end = span
            part = line.text[max(start, line.skip) : len(line.text) if end == -1 else end].rstrip()
            if text and line.paragraph >= 0 and line.paragraph == previous:
                text += "" if text.endswith("-") else " "
            elif text:
                text += "\n"
            text += part
            previous = line.paragraph
        return text.strip("\n")
