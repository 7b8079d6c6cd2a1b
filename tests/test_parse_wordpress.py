"""WordPress' answers to articles and comments: as they should be, and of every wrong type."""

from __future__ import annotations

import copy
import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sahelreader.domain.article import Picture
from sahelreader.domain.text import safe_text
from sahelreader.parse import ParseProblem
from sahelreader.parse.wordpress import comments, posts, root

BASE = "https://fleuve.example/"
POST: dict[str, Any] = {
    "id": 12, "link": "https://fleuve.example/le-bac/", "date": "2026-11-23T10:12:00", "date_gmt": "2026-11-23T09:12:00", "modified_gmt": "2026-11-23T10:00:00",
    "title": {"rendered": "R&amp;D &#8211; le <em>bac</em>"}, "content": {"rendered": "<p>Un</p>\n<p>Lire aussi : <a href=\"/x/\">X</a></p>", "protected": False},
    "excerpt": {"rendered": "<p>Un début [&hellip;]</p>\n", "protected": False}, "comment_status": "open", "author": 3, "categories": [1], "tags": [2],
    "_embedded": {"author": [{"name": "Aminata Sow"}], "wp:term": [[{"name": "Ségou", "taxonomy": "category"}], [{"name": "eau &amp; riz", "taxonomy": "post_tag"}]],
                  "wp:featuredmedia": [{"source_url": "https://fleuve.example/bac.jpg", "caption": {"rendered": "<p>Le bac © A. Sow</p>"}, "alt_text": "bac"}]},
}  # fmt: skip
COMMENT: dict[str, Any] = {
    "id": 37, "post": 12, "parent": 36, "author_name": "Awa &amp; Ali", "author_url": "https://awa.example/", "date_gmt": "2026-11-23T11:00:00",
    "content": {"rendered": "<p>&laquo;&nbsp;Oui&nbsp;&raquo;<br />non</p>\n"}, "status": "approved", "type": "comment",
}  # fmt: skip


def test_a_post() -> None:
    parsed = posts(json.dumps([POST]).encode(), BASE)
    (article,) = parsed.articles
    assert parsed.skipped == ()
    assert (article.remote_id, article.url, article.title) == (
        "12",
        "https://fleuve.example/le-bac/",
        "R&D – le bac",
    )
    assert (
        article.html
        == '<p>Un</p>\n<p class="related"><a href="https://fleuve.example/x/">X</a></p>'
    )
    assert (article.published, article.modified) == (
        datetime(2026, 11, 23, 9, 12, tzinfo=UTC),
        datetime(2026, 11, 23, 10, tzinfo=UTC),
    )
    assert (article.authors, article.categories, article.tags) == (
        ("Aminata Sow",),
        ("Ségou",),
        ("eau & riz",),
    )
    assert article.summary == "Un début…"
    assert article.lead == Picture("https://fleuve.example/bac.jpg", "Le bac", "A. Sow")
    assert article.comments_open is True
    assert article.whole
    assert not article.protected


def test_a_title_is_decoded_once() -> None:
    raw = POST | {"title": {"rendered": "&amp;lt;b&amp;gt; [VIDEO] &#27;[31m"}}
    assert posts(json.dumps([raw]).encode()).articles[0].title == "&lt;b&gt; [VIDEO] [31m"


def test_protected_excerpted_and_numbered_answers() -> None:
    locked = POST | {"content": {"rendered": "", "protected": True}}
    (article,) = posts(json.dumps([locked]).encode()).articles
    assert article.protected
    assert not article.whole
    short = POST | {
        "content": {
            "rendered": '<p>Un début&#8230; <a class="more-link" href="/x">Lire la suite</a></p>'
        }
    }
    assert not posts(json.dumps([short]).encode()).articles[0].whole
    # PHP gives an array with gaps as an object
    assert len(posts(json.dumps({"0": POST, "2": POST | {"id": 13}}).encode()).articles) == 2
    assert len(posts(json.dumps(POST).encode()).articles) == 1
    assert (
        len(
            posts(
                b"\xef\xbb\xbf\n<br /><b>Notice</b>: x<br />" + json.dumps([POST]).encode()
            ).articles
        )
        == 1
    )


def test_comments() -> None:
    orphan = COMMENT | {"id": 38, "parent": 999, "post": 13}
    own_parent = COMMENT | {"id": 39, "parent": 39}
    ping = COMMENT | {"id": 40, "type": "pingback", "author_url": "javascript:alert(1)"}
    held = COMMENT | {"id": 41, "status": "hold"}
    found = comments(
        json.dumps([COMMENT, orphan, own_parent, ping, held, COMMENT, None, 5]).encode()
    )
    assert [(post, comment.remote_id, comment.parent_remote_id) for post, comment in found] == [
        ("12", "37", "36"), ("13", "38", "999"), ("12", "39", ""), ("12", "40", "36"),
    ]  # fmt: skip
    first = found[0][1]
    assert (first.author, first.author_url) == ("Awa & Ali", "https://awa.example/")
    assert first.html == "<p>«\u00a0Oui\u00a0»<br>non</p>"
    assert first.published == datetime(2026, 11, 23, 11, tzinfo=UTC)
    assert found[3][1].is_pingback
    assert found[3][1].author_url == ""


def test_ten_thousand_comments_are_quick() -> None:
    body = json.dumps([COMMENT | {"id": number} for number in range(1, 10_001)]).encode()
    start = time.process_time()
    assert len(comments(body)) == 10_000
    assert time.process_time() - start < 3


def test_root() -> None:
    raw = {
        "name": "Le Fleuve &amp; la rive", "home": "https://fleuve.example", "namespaces": ["wp/v2", 5], "timezone_string": "Africa/Bamako",
        "authentication": {"application-passwords": {"endpoints": {"authorization": "https://fleuve.example/wp-admin/authorize-application.php"}}},
    }  # fmt: skip
    found = root(json.dumps(raw).encode())
    assert (found.name, found.url, found.namespaces, found.timezone) == (
        "Le Fleuve & la rive",
        "https://fleuve.example",
        ("wp/v2",),
        "Africa/Bamako",
    )
    assert found.application_passwords.endswith("authorize-application.php")
    assert found.has_posts
    assert not root(b'{"namespaces": ["oembed/1.0"], "authentication": []}').has_posts
    with pytest.raises(ParseProblem):
        root(b"[]")


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>Connexion</html>", b"null", b"5", b'"x"', b'{"code":"rest_no_route","message":"x","data":{"status":404}}', b"[" * 200_000, b"[1,", b"{" * 50_000, b'[{"id": 1}', b"\xff\xfe"],
)  # fmt: skip
def test_no_answer_of_wordpress(body: bytes) -> None:
    with pytest.raises(ParseProblem):
        posts(body)
    with pytest.raises(ParseProblem):
        comments(body)


@pytest.mark.parametrize(
    "text",
    ['[{"id": NaN, "link": "https://x.example/"}]', '[{"id": 1e400, "link": "https://x.example/"}]', '[{"id": ' + "9" * 100_000 + ', "link": "https://x.example/"}]',
     '[{"id": -1, "link": "https://x.example/"}]', '[{"id": true, "link": "https://x.example/"}]', '[{"id": {}, "link": "https://x.example/"}]', '[{"id": 1.5, "link": "https://x.example/"}]',
     '[{"id": 1}]', '[{"id": 1, "link": "javascript:x"}]', "[null]", '["x"]', "[[]]"],
)  # fmt: skip
def test_an_item_that_cannot_be_read_is_left_out_with_a_reason(text: str) -> None:
    start = time.process_time()
    parsed = posts(text.encode())
    assert parsed.articles == ()
    assert len(parsed.skipped) == 1
    assert time.process_time() - start < 1


def test_ids_as_text_and_twice() -> None:
    raw = [POST | {"id": "12"}, POST | {"id": 12}, POST | {"id": 13.0}]
    parsed = posts(json.dumps(raw).encode())
    assert [article.remote_id for article in parsed.articles] == ["12", "13"]
    assert parsed.skipped == ("post 12: twice in one answer",)
    assert posts(b'[{"id": 1, "id": 2, "link": "https://x.example/"}]').articles[0].remote_id == "2"


WRONG: list[Any] = [
    None,
    True,
    0,
    -5,
    1.5,
    1e300,
    "",
    "x",
    "\x1b[2J",
    [],
    [None],
    [[]],
    {},
    {"rendered": None},
    {"rendered": 5},
    {"rendered": ["x"]},
    {"name": 5},
    "9" * 30,
]


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = (
        list(value.items())
        if isinstance(value, dict)
        else list(enumerate(value))
        if isinstance(value, list)
        else []
    )
    return [path] * bool(path) + [
        place for key, child in inner for place in _places(child, (*path, key))
    ]


@pytest.mark.parametrize("wrong", WRONG, ids=repr)
@pytest.mark.parametrize("kind", ["post", "comment"])
def test_every_field_of_every_wrong_type(kind: str, wrong: Any) -> None:
    """The item with the wrong field comes or is left out; its neighbour comes in any case."""
    sound = POST if kind == "post" else COMMENT
    for path in _places(sound):
        item = copy.deepcopy(sound) | {"id": 99}
        at: Any = item
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = wrong
        body = json.dumps([item, sound]).encode()
        if kind == "post":
            parsed = posts(body, BASE)
            found = [article.remote_id for article in parsed.articles]
            texts = [
                text
                for article in parsed.articles
                for text in (
                    article.title,
                    article.html,
                    article.summary,
                    *article.authors,
                    *article.tags,
                    *article.categories,
                )
            ]
            assert len(parsed.articles) + len(parsed.skipped) == 2
        else:
            read = [comment for _, comment in comments(body)]
            found = [comment.remote_id for comment in read]
            texts = [
                text
                for comment in read
                for text in (comment.author, comment.html, comment.author_url)
            ]
        assert str(sound["id"]) in found
        assert all(safe_text(text) == text for text in texts)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from([*POST, *COMMENT, "rendered", "code"]), inner, max_size=6)
    ),
    max_leaves=20,
)


@settings(max_examples=400, deadline=None)
@given(ANY_JSON)
def test_any_json_at_all(value: Any) -> None:
    body = json.dumps(value).encode()
    for read in (posts, comments, root):
        try:
            read(body)
        except ParseProblem:
            continue
