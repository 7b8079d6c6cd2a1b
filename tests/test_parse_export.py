"""Exports: whole, repeatable, harmless, valid."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import etree
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from sahelreader.domain.article import Article, CommentForm, Picture, RelatedLink
from sahelreader.parse.export import SUFFIXES, Exported, ExportedComment, render
from sahelreader.welcome import ADDRESS, ENDPOINT, edition

NOW = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "# not a heading",
    "- not a list",
    "1. not a list",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "![x](http://tracker.example/p.gif)",
    "a | b",
    "*bold* _under_ `code` ~~gone~~",
    "```",
    "---",
    "&lt;b&gt; &#27;[2J",
    "\x1b]52;c;aGVsbG8=\x07title\x1b[2J",
    "../../etc/passwd",
    "\u202egnp.exe",
    "]]>",
    "https://bare.example/",
)


def tree_of(html: str | bytes) -> Any:
    return lxml_html.fromstring(html)


def welcome(language: str) -> list[Exported]:
    _found, page = edition(language, NOW)
    threads = {batch.article_remote_id: batch.comments for batch in page.batches}
    made = []
    for article in page.articles:
        depth: dict[str, int] = {}
        comments = []
        for comment in threads.get(article.remote_id, ()):
            depth[comment.remote_id] = depth.get(comment.parent_remote_id, -1) + 1
            comments.append(ExportedComment(comment.author, comment.published, comment.html, depth[comment.remote_id]))  # fmt: skip
        made.append(Exported(article, "Bienvenue", tuple(comments)))
    return made


def hostile(text: str) -> Exported:
    from html import escape

    return Exported(
        Article(
            remote_id="1",
            url="https://paper.example/1/",
            title=text,
            authors=(text,),
            published=NOW,
            html=f"<p>{escape(text)}</p><ul><li><p>{escape(text)}</p></li></ul><table><tbody><tr><td>{escape(text)}</td><td>b</td></tr></tbody></table><pre>{escape(text)}</pre><blockquote><p>{escape(text)}</p><cite>{escape(text)}</cite></blockquote>",
            tags=(text,),
            lead=Picture("https://paper.example/p.jpg", text, text),
            related=(RelatedLink(text, "https://paper.example/2/"),),
            form=CommentForm("https://paper.example/wp-comments-post.php", hidden=(("nonce", "s3cr3t-token"),)),
        ),
        text,
        (ExportedComment(text, NOW, f"<p>{escape(text)}</p>", 0), ExportedComment(text, None, "<p>answer</p>", 3)),
    )  # fmt: skip


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_same_articles_same_bytes(suffix: str) -> None:
    assert render(welcome("fr"), suffix) == render(welcome("fr"), suffix)
    assert render(welcome("fr"), suffix) != render(welcome("en"), suffix)
    assert render(welcome("fr")[:1], suffix)


def test_unknown_suffix() -> None:
    with pytest.raises(ValueError, match="pdf"):
        render(welcome("fr"), ".pdf")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_nothing_articles_is_a_file_all_the_same(suffix: str) -> None:
    assert render([], suffix)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_site_wrote_stays_text(suffix: str, text: str) -> None:
    data = render([hostile(text)], suffix)
    if suffix == ".epub":
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            whole = b"".join(book.read(name) for name in book.namelist())
    else:
        whole = data
    shown = whole.decode("utf-8")
    for control in ("\x1b", "\x07", "\u202e"):
        assert control not in shown
    assert "s3cr3t-token" not in shown
    assert "wp-comments-post" not in shown
    if suffix in (".html", ".epub"):
        assert "<script" not in shown
        assert "<img" not in shown
        assert "javascript:alert(1)\"" not in shown  # fmt: skip
    if suffix == ".md":
        rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(shown)
        tree = tree_of(f"<div>{rendered}</div>")
        assert not tree.xpath("//script|//img|//h3")
        assert len(tree.xpath("//h1")) == 1
        assert all(link.get("href", "").startswith("https://paper.example/") or "bare" in link.get("href", "") for link in tree.iter("a"))  # fmt: skip
        visible = "".join(text.replace("\x1b", "").replace("\x07", "").replace("\u202e", "").split())  # fmt: skip
        if "&#27;" not in text:
            assert "".join(tree.xpath("//h1")[0].text_content().split()) == visible


def test_epub_is_a_book() -> None:
    data = render(welcome("fr"), ".epub")
    assert data[30:38] == b"mimetype"
    assert data[38:58] == b"application/epub+zip"
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert book.testzip() is None
        first = book.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert all(".." not in name and not name.startswith("/") for name in book.namelist())
        package = etree.fromstring(book.read("book/content.opf"))
        spaces = {"o": "http://www.idpf.org/2007/opf", "d": "http://purl.org/dc/elements/1.1/"}
        hrefs = [item.get("href") for item in package.iterfind(".//o:item", spaces)]
        assert all(f"book/{href}" in book.namelist() for href in hrefs)
        ids = {item.get("id") for item in package.iterfind(".//o:item", spaces)}
        assert {ref.get("idref") for ref in package.iterfind(".//o:itemref", spaces)} <= ids
        assert package.findtext(".//d:language", "", spaces) == "fr"
        for name in book.namelist():
            if name.endswith((".xhtml", ".ncx", ".opf", ".xml")):
                etree.fromstring(book.read(name), etree.XMLParser(resolve_entities=False))


def test_html_loads_nothing_and_nests_the_thread() -> None:
    tree = tree_of(render(welcome("fr"), ".html"))
    assert not tree.xpath("//img|//script|//link|//iframe|//@src")
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy[0].startswith("default-src 'none'")
    deepest = max(len(item.xpath("ancestor::ol")) for item in tree.xpath("//section//li"))
    assert deepest == 6
    shown = [one for one in welcome("fr") if one.comments]
    assert len(tree.xpath("//section[@class='thread']")) == len(shown)
    assert len(tree.xpath("//section//li")) == sum(len(one.comments) for one in shown)


def test_a_thread_that_skips_levels() -> None:
    base = welcome("en")[0].article
    comments = tuple(ExportedComment(f"c{i}", None, f"<p>{i}</p>", depth) for i, depth in enumerate((3, 0, 5, 1, 0)))  # fmt: skip
    tree = tree_of(render([Exported(base, "s", comments)], ".html"))
    depths = [len(item.xpath("ancestor::ol")) for item in tree.xpath("//section//li")]
    assert depths == [1, 1, 2, 2, 1]


def test_json_has_everything_that_is_public() -> None:
    listed = json.loads(render(welcome("fr"), ".json"))
    assert len(listed) == len(welcome("fr"))
    assert all(one["title"] and one["text"] for one in listed)
    assert set(listed[0]) == {"title", "url", "site", "authors", "published", "modified", "language", "tags", "categories", "lead", "summary", "html", "text", "related", "comments"}  # fmt: skip
    assert ENDPOINT not in json.dumps(listed)
    assert listed[0]["url"].startswith(ADDRESS)


def test_text_and_markdown_keep_every_word() -> None:
    for language in ("fr", "en"):
        for one in welcome(language):
            text = render([one], ".txt").decode()
            for word in json.loads(render([one], ".json"))[0]["text"].split():
                assert word in text
            rendered = MarkdownIt("commonmark").enable("table").render(render([one], ".md").decode())  # fmt: skip
            seen = tree_of(f"<div>{rendered}</div>").text_content()
            for comment in one.comments:
                assert comment.author in seen
