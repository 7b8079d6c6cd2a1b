"""What stands in the sample newspaper and how it takes comments. Pure but for its own state; `now` is passed in.

The rules are WordPress' own (wp-comments-post.php, wp_allow_comment): required fields, an equal comment is a
duplicate, a second one within a moment is a flood, a new author is held. Only the waiting times are shorter.
"""

from __future__ import annotations

import html
import threading
import tomllib
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

HELD, APPROVED = "hold", "approved"


@dataclass(frozen=True, slots=True)
class Manners:
    """How the moderator behaves, in seconds: after how long a comment is approved, then answered; pause between two."""

    approve: float = 8
    answer: float = 6
    flood: float = 3


@dataclass(frozen=True, slots=True)
class Post:
    """An article of the paper. HTML has "/slug/" for the address of another article."""

    id: int
    slug: str
    title: str
    author: int
    published: datetime
    html: str
    summary: str
    tags: tuple[int, ...]
    picture: tuple[str, str] | None  # caption, credit
    open: bool


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment on the site. AUTHOR_ID is the user's number, 0 for a reader. APPROVED_AT None: it always stood there."""

    id: int
    post: int
    parent: int
    author: str
    author_id: int
    url: str
    email: str
    published: datetime
    html: str
    text: str = ""
    approved_at: datetime | None = None

    def status(self, now: datetime) -> str:
        return APPROVED if self.approved_at is None or self.approved_at <= now else HELD


class Rejected(Exception):
    """A comment that the paper does not take: HTTP STATUS and the SENTENCE on the page."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


@dataclass(slots=True)
class Paper:
    """The site's whole state; safe to use from several threads."""

    name: str
    tagline: str
    language: str
    posts: tuple[Post, ...]
    users: tuple[str, ...]
    tags: tuple[str, ...]
    answer: str
    sentences: dict[str, str]
    manners: Manners
    remarks: list[Remark] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def post(self, number: int) -> Post | None:
        return next((post for post in self.posts if post.id == number), None)

    def by_slug(self, slug: str) -> Post | None:
        return next((post for post in self.posts if post.slug == slug), None)

    def shown(self, now: datetime) -> list[Remark]:
        """Approved comments, answers that have come due included, from the oldest to the newest."""
        with self._lock:
            self._answer_due(now)
            shown = [remark for remark in self.remarks if remark.status(now) == APPROVED]
        return sorted(shown, key=lambda remark: (remark.published, remark.id))

    def state(self, number: int, now: datetime) -> str:
        """ "approved", "hold", or "" when there is no such comment."""
        with self._lock:
            found = next((remark for remark in self.remarks if remark.id == number), None)
        return found.status(now) if found else ""

    def take(self, form: dict[str, str], now: datetime) -> Remark:
        """Store the comment of FORM (the names of WordPress' form), held; raises Rejected."""
        text = form.get("comment", "").replace("\r\n", "\n").strip()
        author, email = form.get("author", "").strip(), form.get("email", "").strip()
        post = self.post(_number(form.get("comment_post_ID", "")))
        if post is None or not post.open:
            raise Rejected(403, self.sentences["closed"])
        if not author or not email:
            raise Rejected(200, self.sentences["required"])
        if "@" not in email or not email.isascii():
            raise Rejected(200, self.sentences["email"])
        if not text:
            raise Rejected(200, self.sentences["empty"])
        if len(text.encode()) > 65_525:
            raise Rejected(200, self.sentences["long"])
        with self._lock:
            parent = _number(form.get("comment_parent", ""))
            mine = [remark for remark in self.remarks if remark.email == email]
            # in WordPress' order: an equal comment is told before too quick a one
            if any(
                remark.post == post.id
                and remark.parent == parent
                and remark.author == author
                and remark.text == text
                for remark in mine
            ):
                raise Rejected(409, self.sentences["duplicate"])
            if any(
                (now - remark.published).total_seconds() < self.manners.flood for remark in mine
            ):
                raise Rejected(429, self.sentences["flood"])
            remark = Remark(
                id=self._next(),
                post=post.id,
                parent=parent,
                author=author,
                author_id=0,
                url=form.get("url", "").strip(),
                email=email,
                published=now.replace(microsecond=0),
                html=paragraphs(text),
                text=text,
                approved_at=now + timedelta(seconds=self.manners.approve),
            )
            self.remarks.append(remark)
        return remark

    def approve(self, number: int, now: datetime) -> None:
        """Approve comment NUMBER at once, as a moderator at his desk would."""
        with self._lock:
            self.remarks = [
                replace(remark, approved_at=now) if remark.id == number else remark
                for remark in self.remarks
            ]

    def _answer_due(self, now: datetime) -> None:
        """Let the article's author answer each comment of a reader, once, some seconds after it was approved."""
        answered = {remark.parent for remark in self.remarks if remark.author_id}
        for remark in list(self.remarks):
            if not remark.text or remark.id in answered or remark.approved_at is None:
                continue
            due = remark.approved_at + timedelta(seconds=self.manners.answer)
            post = self.post(remark.post)
            if due <= now and post is not None:
                self.remarks.append(
                    Remark(
                        id=self._next(),
                        post=post.id,
                        parent=remark.id,
                        author=self.users[post.author - 1],
                        author_id=post.author,
                        url="",
                        email="",
                        published=due.replace(microsecond=0),
                        html=paragraphs(self.answer.replace("{name}", remark.author)),
                    )
                )

    def _next(self) -> int:
        return max((remark.id for remark in self.remarks), default=0) + 1


def paragraphs(text: str) -> str:
    """TEXT as WordPress stores and shows it: escaped, blank lines make paragraphs, others line breaks."""
    parts = [html.escape(part.strip(), quote=False) for part in text.split("\n\n") if part.strip()]
    return "".join(f"<p>{part.replace(chr(10), '<br />')}</p>\n" for part in parts)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def read_paper(text: str, language: str, now: datetime, manners: Manners) -> Paper:
    """The newspaper written in the TOML TEXT, dated back from NOW so that it reads like today's."""
    raw = tomllib.loads(text)
    now = now.replace(second=0, microsecond=0)
    users: dict[str, int] = {}
    tags: dict[str, int] = {}
    posts: list[Post] = []
    remarks: list[Remark] = []
    for item in raw["article"]:
        author = users.setdefault(item["author"], len(users) + 1)
        post = _post(len(posts) + 1, item, author, tags, now)
        posts.append(post)
        first = len(remarks) + 1
        for comment in item.get("comment", ()):
            remarks.append(
                Remark(
                    id=len(remarks) + 1,
                    post=post.id,
                    parent=first + comment["reply"] if "reply" in comment else 0,
                    author=comment["author"],
                    author_id=author if comment.get("by_author") else 0,
                    url="",
                    email="",
                    published=now - timedelta(hours=comment["hours"]),
                    html=comment["html"],
                )
            )
    return Paper(
        name=raw["name"],
        tagline=raw["tagline"],
        language=language,
        posts=tuple(posts),
        users=tuple(users),
        tags=tuple(tags),
        answer=raw["answer"],
        sentences=dict(raw["sentences"]),
        manners=manners,
        remarks=remarks,
    )


def _post(
    number: int, item: dict[str, Any], author: int, tags: dict[str, int], now: datetime
) -> Post:
    caption = item.get("lead_caption", "")
    return Post(
        id=number,
        slug=item["slug"],
        title=item["title"],
        author=author,
        published=now - timedelta(hours=item["hours"]),
        html=item["html"].strip(),
        summary=item.get("summary", ""),
        tags=tuple(tags.setdefault(tag, len(tags) + 1) for tag in item.get("tags", ())),
        picture=(caption, item.get("lead_credit", "")) if caption else None,
        open=not item.get("closed", False),
    )
