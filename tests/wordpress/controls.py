"""What a test may do to a running WordPress: as its editor, its moderator, or its bad luck."""

import json
import os
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypedDict

from tests.wordpress import seed
from tests.wordpress.console import Console


class StoredComment(TypedDict):
    """A comment as the database has it; "approved" is "1", "0" (held), "spam" or "trash"."""

    id: int
    post: int
    parent: int
    author: str
    email: str
    content: str
    approved: str
    date: str


@dataclass(frozen=True, slots=True)
class Served:
    """One request that nginx answered; BYTES counts headers and body, as sent (gzip)."""

    method: str
    path: str
    status: int
    bytes: int
    agent: str


class Controls:
    """The controls of one WordPress.

    The methods that change the site raise console.Refused when WordPress says no. Dates are
    aware datetimes, now when left out.
    """

    url: str
    """The site's address, with no slash at the end."""

    def __init__(self) -> None:
        self._base = Path()
        self._console: Console | None = None
        self._marks = 0
        self._log_start = 0

    def _call(self, command: str, **arguments: object) -> Any:
        if self._console is None:
            raise RuntimeError("this WordPress is not started")
        return self._console.call(command, **arguments)

    # ---- articles

    def add_post(
        self,
        title: str,
        content: str,
        date: datetime | None = None,
        *,
        tags: Sequence[str] = (),
        categories: Sequence[str] = (),
        author: str = "h.tondibi",
        comment_status: str = "open",
        password: str | None = None,
        slug: str | None = None,
        status: str = "publish",
    ) -> int:
        """Publish an article (CONTENT is HTML) by one of seed.AUTHORS; return its id."""
        return int(
            self._call(
                "add_post", title=title, content=content, date=date and seed.moment(date),
                tags=list(tags), categories=list(categories), author=author,
                comment_status=comment_status, password=password, slug=slug, status=status,
            )
        )  # fmt: skip

    def add_posts(
        self, n: int, newest: datetime | None = None, *, comments_each: int = 0
    ) -> list[int]:
        """Publish N everyday articles now, dated an hour apart; return their ids, newest first."""
        posts = seed.ordinary_posts(n, newest or datetime.now(UTC), comments_each)
        for post in posts:
            # as the editor does, which sets it to the second of publishing; not as an import, which does not
            post["modified"] = seed.moment(datetime.now(UTC))
        return [int(number) for number in self._call("import_posts", posts=posts)]

    def edit_post(self, id: int, *, content: str | None = None, title: str | None = None) -> None:
        """Change an article; WordPress sets its modification date to this second."""
        self._call("edit_post", id=id, content=content, title=title)

    def delete_post(self, id: int) -> None:
        """Delete an article for good, with its comments."""
        self._call("delete_post", id=id)

    def trash_post(self, id: int) -> None:
        """Put an article in the bin."""
        self._call("trash_post", id=id)

    def permalink(self, id: int) -> str:
        """The address of an article, as the site itself writes it."""
        return str(self._call("permalink", id=id))

    def open_comments(self, post: int) -> None:
        """Let readers comment on an article."""
        self._call("edit_post", id=post, comment_status="open")

    def close_comments(self, post: int) -> None:
        """Stop readers commenting on an article."""
        self._call("edit_post", id=post, comment_status="closed")

    # ---- comments

    def add_comment(
        self,
        post: int,
        author: str,
        email: str,
        text: str,
        parent: int = 0,
        approved: bool = True,
        date: datetime | None = None,
    ) -> int:
        """Store a comment, past every rule of the comment form; return its id."""
        return int(
            self._call(
                "add_comment", post=post, author=author, email=email, text=text, parent=parent,
                approved=approved, date=date and seed.moment(date),
            )
        )  # fmt: skip

    def approve_comment(self, id: int) -> None:
        """Show a comment."""
        self._call("set_comment_status", id=id, status="approve")

    def hold_comment(self, id: int) -> None:
        """Hide a comment until a moderator decides."""
        self._call("set_comment_status", id=id, status="hold")

    def spam_comment(self, id: int) -> None:
        """Mark a comment as spam."""
        self._call("set_comment_status", id=id, status="spam")

    def trash_comment(self, id: int) -> None:
        """Put a comment in the bin."""
        self._call("set_comment_status", id=id, status="trash")

    def delete_comment(self, id: int) -> None:
        """Delete a comment for good; WordPress gives its replies to its own parent."""
        self._call("delete_comment", id=id)

    def comments(self, post: int | None = None) -> list[StoredComment]:
        """Every comment in the database, in any state: what really arrived."""
        stored: list[StoredComment] = self._call("comments", post=post)
        return stored

    # ---- settings

    def option(self, name: str, value: object) -> None:
        """Set one of WordPress's options, such as "comment_moderation" to 1."""
        self._call("option", name=name, value=value)

    def permalinks(self, pretty: bool) -> None:
        """Readable addresses, or ?p=8 and /index.php?rest_route=/."""
        self._call("permalinks", pretty=pretty)

    def application_password(self, user: str) -> str:
        """A new application password for a user: "abonnee" or one of seed.AUTHORS."""
        return str(self._call("application_password", user=user))

    def rest_anonymous_comments(self, on: bool) -> None:
        """A site that takes anonymous comments through REST (few do)."""
        self._control(rest_anonymous_comments=on)

    def flood_seconds(self, n: int | None) -> None:
        """The pause between two comments of one reader; None for WordPress's own 15."""
        self._control(flood_seconds=n)

    # ---- misfortunes

    def maintenance(self, on: bool) -> None:
        """503 with Retry-After: 600 for every address, as while WordPress updates itself."""
        file = self._base / "root" / ".maintenance"
        if on:
            file.write_text("<?php $upgrading = time();")
        else:
            file.unlink(missing_ok=True)

    def fault(self, spec: str | None, *, path: str = "", times: int | None = None) -> None:
        """Make requests go wrong, those whose address contains PATH, TIMES times; None: no more.

        SPEC is "drop-before" (connection closed, nothing done), "drop-after-comment" (comment
        stored, connection closed with no answer), "delay=SECONDS", or "status=503" (any code,
        with Retry-After: 7). A request's own header X-Fault says the same for itself alone.
        """
        (self._base / "fault-turns").unlink(missing_ok=True)
        self._control(fault=spec, fault_path=path or None, fault_times=times)

    def _control(self, **changes: object) -> None:
        """Change what php/test-controls.php reads; None removes a control."""
        file = self._base / "controls.json"
        controls = json.loads(file.read_text()) if file.exists() else {}
        controls = {k: v for k, v in (controls | changes).items() if v is not None}
        # Replaced in one step: a PHP worker may be reading it.
        new = file.with_suffix(".new")
        new.write_text(json.dumps(controls))
        os.replace(new, file)

    # ---- the other side of the wire

    def requests(self) -> list[Served]:
        """What nginx answered since the start, the last reset or forget_requests, in order."""
        # nginx writes a request down after answering it, one after the other: when this last
        # one is in the log, so are all before it.
        self._marks += 1
        mark = f"/__mark?{self._marks}"
        urllib.request.urlopen(self.url + mark, timeout=30).close()
        lines: list[dict[str, Any]] = []
        while not lines or lines[-1]["path"] != mark:
            with (self._base / "log" / "requests.jsonl").open("rb") as log:
                log.seek(self._log_start)
                lines = [json.loads(line) for line in log if line.endswith(b"\n")]
        return [Served(**line) for line in lines if not line["path"].startswith("/__mark")]

    def forget_requests(self) -> None:
        """Let requests() begin from here."""
        self.requests()
        self._log_start = (self._base / "log" / "requests.jsonl").stat().st_size
