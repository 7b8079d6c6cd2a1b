"""How well and how fast feeds are read: feedparser's own expectations, met by us and by feedparser, in one run.

    .venv/bin/python -m tests.benchmarks.feeds [--failures] [--speed FEED...]

Looked at are the expectations about title, link, id, author, dates, categories, summary, content, enclosures and
language, of feed and entries. What we keep is clean text, not the feed's own HTML: so both sides of a text are cleaned
by `clean_html` and compared then, which is the same for both programs. Pictures and addresses count in it.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sahelreader.parse import ParseProblem
from sahelreader.parse.clean import clean_html, plain_text
from sahelreader.parse.dates import parse_date
from sahelreader.parse.discover import language_tag
from sahelreader.parse.feed_parts import person
from sahelreader.parse.feed_raw import RawEntry, RawFeed, RawText
from sahelreader.parse.read_feed import read_feed

CORPUS = Path(__file__).parents[3] / "shared" / "corpora" / "feedparser" / "tests"
TEXTS = {
    "title": "title", "title_detail": "title", "summary": "summary", "description": "summary", "subtitle": "summary",
    "tagline": "summary", "info": "summary", "summary_detail": "summary", "subtitle_detail": "summary", "tagline_detail": "summary",
    "content": "content",
}  # fmt: skip
OTHERS = (
    "link", "id", "guid", "author", "authors", "author_detail", "published_parsed", "updated_parsed", "date_parsed", "modified_parsed", "issued_parsed",
    "created_parsed", "tags", "category", "categories", "enclosures", "language",
)  # fmt: skip


def cases(folder: Path) -> Iterator[tuple[Path, bytes, str, ast.Compare, dict[str, str]]]:
    """(file, its bytes, the expectation's text, one comparison of it, the response headers that the file states)."""
    for path in sorted(folder.rglob("*.xml")):
        body = path.read_bytes()
        head = body[:6_000].decode("latin-1")
        found = re.search(r"Expect:\s*(.*?)\s*(?:\n|-->)", head)
        if found is None:
            continue
        headers = {
            name.lower(): value.strip()
            for name, value in re.findall(r"Header:\s*([\w-]+):\s*(.*)", head)
        }
        text = found[1]
        try:
            tree = ast.parse(text.encode("latin-1").decode("utf-8", "replace"), mode="eval").body
        except SyntaxError:
            continue
        parts = (
            tree.values if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And) else [tree]
        )
        for part in parts:
            if (
                isinstance(part, ast.Compare)
                and len(part.ops) == 1
                and isinstance(part.ops[0], ast.Eq)
            ):
                yield path, body, text, part, headers


def subject(node: ast.expr) -> tuple[str, int, list[Any]] | None:
    """("feed" or "entry", number, the keys asked for) of `entries[0]['title_detail']['value']`."""
    keys: list[Any] = []
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        if isinstance(node, ast.Attribute):
            keys.append(node.attr)
        else:
            try:
                keys.append(ast.literal_eval(node.slice))
            except ValueError:
                return None
        node = node.value
    keys.reverse()
    if not isinstance(node, ast.Name) or not keys:
        return None
    if node.id == "feed":
        return "feed", 0, keys
    if node.id == "entries" and isinstance(keys[0], int) and len(keys) > 1:
        return "entry", keys[0], keys[1:]
    return None


def relevant(keys: list[Any]) -> bool:
    name = keys[0]
    if name in TEXTS:
        rest = [key for key in keys[1:] if not isinstance(key, int)]
        return rest in ([], ["value"])
    if name not in OTHERS:
        return False
    if name in ("author_detail", "authors"):
        return bool(keys[-1] == "name")
    if name == "tags":
        return keys[-1] in ("term", "label")
    if name == "enclosures":
        return keys[-1] in ("href", "url", "type", "length", 0, 1)
    return True


def wanted(keys: list[Any], value: Any) -> Any:
    """An expected value in the form in which we compare."""
    name = keys[0]
    if name in TEXTS:
        return cleaned(value)
    if name.startswith("author"):
        return person(value) if isinstance(value, str) else value
    if name == "language":
        return language_tag(value or "")
    if name.endswith("_parsed"):
        return tuple(value[:6]) if value else None
    return value


def cleaned(html: Any) -> tuple[str, tuple[str, ...]]:
    """The words of HTML, run together, and what it leads to. Frames and players, which we keep as links and feedparser
    drops, are left out on both sides."""
    made = (
        re.sub(r'<p class="embed">.*?</p>', "", clean_html(html, "http://127.0.0.1:8097/"))
        if isinstance(html, str)
        else ""
    )
    return " ".join(plain_text(made).split()), tuple(re.findall(r'(?:src|href)="([^"]*)"', made))


def ours(feed: RawFeed, kind: str, number: int, keys: list[Any]) -> Any:
    """What we read where feedparser would say KEYS."""
    item: RawFeed | RawEntry = feed if kind == "feed" else feed.entries[number]
    name = keys[0]
    if name in TEXTS:
        role = TEXTS[name]
        if isinstance(item, RawFeed):
            text = item.title if role == "title" else item.subtitle
        elif role == "content":
            text = item.contents[keys[1]] if len(item.contents) > keys[1] else None
        else:
            text = (
                item.title
                if role == "title"
                else item.summary or (item.contents[0] if item.contents else None)
            )
        return as_clean(text)
    if name in ("id", "guid"):
        return item.id
    if name == "link":
        return item.link or (item.id if isinstance(item, RawEntry) and item.id_is_link else "")
    if name in ("author", "author_detail"):
        return item.authors[0] if item.authors else ""
    if name == "authors":
        return item.authors[keys[1]] if len(item.authors) > keys[1] else None
    if name == "language":
        return language_tag(item.language)
    if name in ("tags", "category", "categories"):
        index = keys[1] if name == "tags" else 0
        tag = item.tags[index] if len(item.tags) > index else None
        return None if tag is None else tag.label if keys[-1] == "label" else tag.term
    if name.endswith("_parsed"):
        return moment(item, name)
    if name == "enclosures" and isinstance(item, RawEntry):
        media = item.enclosures[keys[1]]
        whole = {"href": media.url, "type": media.type, "length": str(media.size or "")}
        return (
            whole
            if isinstance(keys[-1], int)
            else media.url
            if keys[-1] == "url"
            else whole.get(keys[-1])
        )
    return None


def literal(feed: RawFeed, kind: str, number: int, keys: list[Any]) -> str | None:
    """A text that the feed says is not HTML: it is right when it is the same, letter by letter."""
    item: RawFeed | RawEntry = feed if kind == "feed" else feed.entries[number]
    text = item.title if TEXTS.get(keys[0]) == "title" else None
    if isinstance(item, RawEntry) and keys[0] == "content" and len(item.contents) > keys[1]:
        text = item.contents[keys[1]]
    return text.value.strip() if text is not None and text.kind == "text" else None


def as_clean(text: RawText | None) -> tuple[str, tuple[str, ...]]:
    if text is None:
        return "", ()
    value = text.value
    if text.kind == "text":
        value = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return cleaned(clean_html(value, text.base or "http://127.0.0.1:8097/"))


def moment(item: RawFeed | RawEntry, name: str) -> tuple[int, ...] | None:
    published, updated = item.published, item.updated
    created = item.created
    order = {
        "published_parsed": [published], "issued_parsed": [published], "created_parsed": [created],
        "updated_parsed": [updated, published], "modified_parsed": [updated, published], "date_parsed": [published, updated, created],
    }[name]  # fmt: skip
    found = next((time for text in order if (time := parse_date(text))), None)
    return None if found is None else tuple(found.timetuple()[:6])


def evaluate(folder: Path, failures: bool) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """(expectations, met by us, met by feedparser), counted by key."""
    import feedparser

    warnings.simplefilter("ignore")
    total: Counter[str] = Counter()
    met: Counter[str] = Counter()
    peer: Counter[str] = Counter()
    for path, body, _text, part, headers in cases(folder):
        asked = subject(part.left)
        if asked is None or not relevant(asked[2]):
            continue
        kind, number, keys = asked
        try:
            value = eval(
                compile(ast.Expression(part.comparators[0]), str(path), "eval"),
                {"__builtins__": {}},
            )
        except Exception:
            continue
        key = f"{kind} {TEXTS.get(keys[0], keys[0])}"
        want = wanted(keys, value)
        base = headers.get("content-location") or "http://127.0.0.1:8097/"
        total[key] += 1
        try:
            feed = read_feed(body, base, headers.get("content-type", ""))
            feed.language = feed.language or headers.get("content-language", "")
            got = ours(feed, kind, number, keys)
            if literal(feed, kind, number, keys) == value:
                got = want
        except (ParseProblem, IndexError) as problem:
            got = f"({problem})"
        met[key] += got == want
        theirs: Any = None
        try:
            read = feedparser.parse(body, response_headers={"content-location": base, **headers})
            theirs = read.feed if kind == "feed" else read.entries[number]
            for step in keys:
                theirs = theirs[step]
            peer[key] += wanted(keys, theirs) == want
            right = wanted(keys, theirs) == want
        except (LookupError, AttributeError, TypeError):
            right = want in (None, "")
            peer[key] += right
        if failures and got != want:
            print(
                f"{'THEY' if right else '    '} {path.relative_to(folder)} {keys}\n     want {want!r}\n     got  {got!r}"
            )
    return total, met, peer


def speed(paths: list[str]) -> None:
    from sahelreader.parse.feed import parse_feed

    for path in paths:
        body = Path(path).read_bytes()
        best, count = 0.0, 0
        for _ in range(5):
            start = time.process_time()
            count = len(parse_feed(body, "http://127.0.0.1/").articles)
            best = max(best, count / (time.process_time() - start))
        print(f"{path}: {count} items, {best:,.0f} items/s with clean bodies (best of 5, CPU time)")


def main() -> int:
    given = argparse.ArgumentParser()
    given.add_argument("--failures", action="store_true")
    given.add_argument("--speed", nargs="*")
    chosen = given.parse_args()
    if chosen.speed:
        speed(chosen.speed)
        return 0
    if not CORPUS.is_dir():
        print(f"no corpus at {CORPUS}")
        return 0
    for name in ("wellformed", "illformed", "encoding", "entities"):
        total, met, peer = evaluate(CORPUS / name, chosen.failures)
        print(
            f"{name}: {met.total()} of {total.total()} expectations met; feedparser {peer.total()}"
        )
        for key, count in total.most_common():
            print(f"    {key:24}{count:6} ours {met[key]:6} feedparser {peer[key]:6}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
