"""Body text, structure and speed of our extractor, and of trafilatura where it is installed, on the same pages in one run.

Reads the two corpora beside the project (`../shared/corpora`, or --corpora); says so and stops when they are
not there. Scores: mean of 4-gram precision and recall, then F1, as the article extraction benchmark reckons it;
mean word F1; recall and precision of the texts of elements against the expected HTML.

    PYTHONPATH=src python tests/benchmarks/extraction.py [--only ours|all] [--show 10] [--worst]
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import html as lxml_html

HERE = Path(__file__).resolve()
CORPORA = HERE.parents[3] / "shared" / "corpora"
_TOKEN = re.compile(r"\w+")
_BLOCK_END = re.compile(
    r"</?(?:p|div|li|ul|ol|blockquote|cite|footer|h[1-6]|table|tr|td|th|figure|figcaption|pre|section)\b[^<>]*>|<br\s*/?>"
)
ELEMENTS = {
    "heading": "//h1|//h2|//h3|//h4|//h5|//h6",
    "li": "//li",
    "quote": "//blockquote",
    "cell": "//td|//th",
    "figcaption": "//figcaption",
    "pre": "//pre",
    "p": "//p",
}


@dataclass(frozen=True, slots=True)
class Truth:
    id: str
    url: str
    page: bytes
    text: str
    html: str
    title: str
    author: str
    date: str


@dataclass(slots=True)
class Result:
    """What one extractor made of one page."""

    text: str = ""
    html: str = ""
    title: str = ""
    author: str = ""
    date: str = ""
    seconds: float = 0.0
    error: str = ""


@dataclass(slots=True)
class Column:
    name: str
    results: list[Result] = field(default_factory=list)


def truths(folder: Path) -> list[Truth]:
    found = []
    for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        page = gzip.decompress((folder / "pages" / f"{row['id']}.html.gz").read_bytes())
        found.append(
            Truth(
                id=row["id"],
                url=row.get("url") or "",
                page=page,
                text=row.get("text") or "",
                html=row.get("expected_html") or "",
                title=row.get("title") or "",
                author=str(row.get("author") or ""),
                date=str(row.get("date") or ""),
            )
        )
    return found


# --- scores ---------------------------------------------------------------------------------------


def tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def shingles(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    words = tokens(text)
    if len(words) < size:
        return Counter({tuple(words): 1}) if words else Counter()
    return Counter(tuple(words[i : i + size]) for i in range(len(words) - size + 1))


def shingle_parts(true: str, found: str) -> tuple[float, float]:
    """Precision and recall of 4-grams of one page."""
    t, f = shingles(true), shingles(found)
    hit = sum((t & f).values())
    wrong, missed = sum(f.values()) - hit, sum(t.values()) - hit

    def share(off: float) -> float:
        return 1.0 if wrong == missed == 0 else hit / (hit + off) if hit + off else 0.0

    return share(wrong), share(missed)


def shingle_f1(pairs: Iterable[tuple[str, str]]) -> float:
    parts = [shingle_parts(true, found) for true, found in pairs]
    p = statistics.mean(part[0] for part in parts)
    r = statistics.mean(part[1] for part in parts)
    return 2 * p * r / (p + r) if p + r else 0.0


def word_f1(true: str, found: str) -> float:
    t, f = Counter(tokens(true.lower())), Counter(tokens(found.lower()))
    if not t and not f:
        return 1.0
    hit = sum((t & f).values())
    return 2 * hit / (sum(t.values()) + sum(f.values())) if hit else 0.0


def _norm(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _basename(url: str) -> str:
    return unquote(urlsplit(url.strip()).path).rsplit("/", 1)[-1]


def elements(html: str) -> dict[str, Counter[str]]:
    if not html.strip():
        return {name: Counter() for name in (*ELEMENTS, "img")}
    # a block ends a word on either side, whether or not the HTML has a line break there
    tree: Any = lxml_html.fromstring(
        f"<div>{_BLOCK_END.sub(lambda end: end.group() + ' ', html)}</div>"
    )
    found = {
        name: Counter(
            text for node in tree.xpath(path) if (text := _norm(str(node.text_content())))
        )
        for name, path in ELEMENTS.items()
    }
    found["img"] = Counter(
        name for node in tree.iter("img", "graphic") if (name := _basename(node.get("src") or ""))
    )
    return found


# --- extractors -----------------------------------------------------------------------------------


_ASIDE = re.compile(r'<figure>.*?</figure>|<p class="(?:related|embed)">.*?</p>', re.DOTALL)


def ours(page: bytes, url: str) -> Result:
    """The running text: captions, embeds and related links are told apart in the HTML, so they can be left out here."""
    from sahelreader.parse.clean import plain_text
    from sahelreader.parse.extract import extract

    article = extract(page, url).article
    return Result(
        text=plain_text(_ASIDE.sub("", article.html)),
        html=article.html,
        title=article.title,
        author=", ".join(article.authors),
        date=article.published.date().isoformat() if article.published else "",
    )


def with_asides(page: bytes, url: str) -> Result:
    """The same with captions, embeds and related links in the text, as the expected text of `structure` has them."""
    from sahelreader.parse.clean import plain_text

    result = ours(page, url)
    result.text = plain_text(result.html)
    return result


def peer(**settings: Any) -> Callable[[bytes, str], Result]:
    """trafilatura with SETTINGS, on the text that we decode (its own guess at encodings is slower, not better)."""
    trafilatura: Any = import_module("trafilatura")

    from sahelreader.parse.page.decode import decode

    def run(page: bytes, url: str) -> Result:
        found = trafilatura.bare_extraction(
            decode(page), url=url or None, include_comments=False, with_metadata=True, **settings
        )
        if found is None:
            return Result()
        return Result(
            text=found.text or "",
            title=found.title or "",
            author=found.author or "",
            date=found.date or "",
        )

    return run


def peer_html(page: bytes, url: str) -> str:
    trafilatura: Any = import_module("trafilatura")

    from sahelreader.parse.page.decode import decode

    return (
        trafilatura.extract(
            decode(page), url=url or None, include_comments=False, include_formatting=True,
            include_images=True, include_links=True, output_format="html",
        )
        or ""
    )  # fmt: skip


def run(name: str, extractor: Callable[[bytes, str], Result], pages: list[Truth]) -> Column:
    column = Column(name)
    for truth in pages:
        begun = time.process_time()
        try:
            result = extractor(truth.page, truth.url)
        except Exception as error:
            result = Result(error=repr(error))
        result.seconds = time.process_time() - begun
        column.results.append(result)
    return column


# --- report ---------------------------------------------------------------------------------------


def report(pages: list[Truth], column: Column) -> str:
    pairs = [(t.text, r.text) for t, r in zip(pages, column.results, strict=True)]
    seconds = [r.seconds for r in column.results]
    failed = sum(1 for r in column.results if r.error)
    line = (
        f"{column.name:<22} 4-gram F1 {shingle_f1(pairs):.4f}   word F1 "
        f"{statistics.mean(word_f1(t, r) for t, r in pairs):.4f}   "
        f"{len(seconds) / sum(seconds):6.1f} pages/s of processor   p95 {sorted(seconds)[int(len(seconds) * 0.95)] * 1000:.0f} ms"
    )
    return line + (f"   {failed} failed" if failed else "")


def structure(pages: list[Truth], htmls: list[str]) -> str:
    hit: Counter[str] = Counter()
    want: Counter[str] = Counter()
    have: Counter[str] = Counter()
    for truth, html in zip(pages, htmls, strict=True):
        true, found = elements(truth.html), elements(html)
        for name in true:
            hit[name] += sum((true[name] & found[name]).values())
            want[name] += sum(true[name].values())
            have[name] += sum(found[name].values())
    return "  ".join(
        f"{name} {hit[name] / max(1, want[name]):.2f}/{hit[name] / max(1, have[name]):.2f}"
        for name in want
    )


def metadata(pages: list[Truth], column: Column) -> str:
    def titles(t: Truth, r: Result) -> bool:
        a, b = _norm(t.title).casefold(), _norm(r.title).casefold()
        return a == b

    def surnames(t: Truth, r: Result) -> bool:
        return set(tokens(t.author.casefold())[-1:]) <= set(tokens(r.author.casefold()))

    def days(t: Truth, r: Result) -> bool:
        return t.date[:10] == r.date[:10]

    parts = []
    kinds: tuple[tuple[str, Callable[[Truth, Result], bool]], ...] = (
        ("title", titles),
        ("author", surnames),
        ("date", days),
    )
    for name, test in kinds:
        asked = [(t, r) for t, r in zip(pages, column.results, strict=True) if getattr(t, name)]
        if asked:
            parts.append(f"{name} {sum(test(t, r) for t, r in asked) / len(asked):.2f}")
    return "  ".join(parts)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--corpora", type=Path, default=CORPORA)
    options.add_argument("--only", choices=("ours", "all"), default="all")
    options.add_argument("--show", type=int, default=0, help="the N worst pages of ours")
    options.add_argument("--corpus", choices=("articles", "structure", "both"), default="both")
    given = options.parse_args()
    if not (given.corpora / "articles" / "truth.jsonl").exists():
        print(f"no corpora at {given.corpora}")
        return 0
    extractors: dict[str, Callable[[bytes, str], Result]] = {
        "ours": ours,
        "ours, with captions": with_asides,
    }
    if given.only == "all":
        try:
            extractors |= {
                "trafilatura": peer(),
                "trafilatura fast": peer(fast=True),
                "trafilatura recall": peer(favor_recall=True),
            }
        except ImportError:
            print("trafilatura is not installed here: ours alone")
    for corpus in ("articles", "structure"):
        if given.corpus not in (corpus, "both"):
            continue
        pages = truths(given.corpora / corpus)
        print(f"\n{corpus}: {len(pages)} pages")
        columns = [run(name, extractor, pages) for name, extractor in extractors.items()]
        for column in columns:
            print(report(pages, column))
            errors = [
                (t.id, r.error) for t, r in zip(pages, column.results, strict=True) if r.error
            ]
            for page_id, error in errors[:5]:
                print("   ", page_id, error[:200])
        if corpus == "structure":
            for column in columns:
                htmls = (
                    [r.html for r in column.results]
                    if column.name == "ours"
                    else [peer_html(t.page, t.url) for t in pages]
                    if column.name == "trafilatura"
                    else []
                )
                if htmls:
                    print(f"{column.name:<22} {structure(pages, htmls)}")
                print(f"{column.name:<22} {metadata(pages, column)}")
        if given.show:
            scored = sorted(
                (sum(shingle_parts(t.text, r.text)) / 2, t.id, t.url)
                for t, r in zip(pages, columns[0].results, strict=True)
            )
            for score, page_id, url in scored[: given.show]:
                print(f"   {score:.3f} {page_id} {url}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
