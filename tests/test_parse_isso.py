"""Isso on a page, and its threads: found where they are, and nothing hostile comes through."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from sahelreader.parse.form import comment_form
from sahelreader.parse.isso import IssoThread, isso_comments, isso_thread

PAGE = (
    '<script data-isso="//discussion.example/isso/" src="//discussion.example/isso/js/embed.min.js">'
    "</script><article>…</article><section id='isso-thread'{}></section>"
)
URL = "https://journal.example/2026/crue/"


def test_where_it_is() -> None:
    api = "https://discussion.example/isso/"
    assert isso_thread(PAGE.format(""), URL) == IssoThread(api, "/2026/crue/")
    named = PAGE.format(' data-isso-id="/?p=7&amp;a=1"')
    assert isso_thread(named, URL) == IssoThread(api, "/?p=7&a=1")
    assert isso_thread("<p>data-isso</p>", URL) is None
    assert isso_thread(PAGE.replace("//discussion", "javascript://"), URL) is None


def test_the_page_s_comment_form_is_isso_s() -> None:
    form = comment_form(PAGE.format(""), URL)
    assert form is not None
    assert (form.system, form.action) == ("isso", "https://discussion.example/isso/")
    assert form.hidden == (("uri", "/2026/crue/"),)


def test_a_thread_of_two_levels() -> None:
    body = json.dumps(
        {
            "id": None, "total_replies": 2, "hidden_replies": 0,
            "replies": [
                {
                    "id": 1, "parent": None, "author": "Fatou &amp; Ali\u202e", "website": "javascript:x",
                    "created": 1764000000.5, "mode": 1,
                    "text": "<p>Oui <script>x</script><b>fort</b>\x1b[2J</p>",
                    "replies": [{"id": 2, "parent": 1, "author": None, "created": "?", "text": "<p>Non</p>"}],
                },
                {"id": "x", "text": 4}, None,
            ],
        }
    ).encode()  # fmt: skip
    batch = isso_comments(body, "7", URL)
    assert batch is not None
    first, second = batch.comments
    assert (first.author, first.author_url, first.html) == (
        "Fatou & Ali", "", "<p>Oui <strong>fort</strong>[2J</p>",
    )  # fmt: skip
    assert first.published == datetime.fromtimestamp(1764000000.5, UTC)
    assert (second.parent_remote_id, second.author, second.published) == ("1", "", None)
    assert batch.complete


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
                    lambda inner: st.lists(inner, max_size=3)
                    | st.dictionaries(st.sampled_from(["id", "parent", "text", "author", "replies", "created"]),
                                      inner, max_size=6)))  # fmt: skip
def test_any_json_is_survived(value: object) -> None:
    isso_comments(json.dumps(value).encode(), "7", URL)
    isso_comments(json.dumps({"replies": [value]}).encode(), "7", URL)


@given(st.binary(max_size=60))
def test_any_bytes_are_survived(body: bytes) -> None:
    isso_comments(body, "7", URL)
