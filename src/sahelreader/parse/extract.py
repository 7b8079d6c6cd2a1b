"""A web page, as bytes, to the article it holds: body, facts, comments, form. Pure; nothing is fetched.

    extract(html, url, headers) -> ExtractedPage, or raises TooComplex

What each part may take from the page is in `sahelreader.parse.page`; this module only puts them in order. The
comments are read and set aside before the body is looked for, the facts before anything is taken out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sahelreader.domain.article import Article, Comment, Picture
from sahelreader.domain.document import Block, Figure
from sahelreader.domain.text import ARTICLE_LIMIT, TITLE_LIMIT, safe_line
from sahelreader.parse.clean import clean_html
from sahelreader.parse.document import CUT, to_html
from sahelreader.parse.page.authors import authors_of
from sahelreader.parse.page.blocks import Reader
from sahelreader.parse.page.comments import Discussion, take_comments
from sahelreader.parse.page.days import days_of
from sahelreader.parse.page.decode import decode
from sahelreader.parse.page.headline import title_of
from sahelreader.parse.page.locate import locate
from sahelreader.parse.page.measure import measure
from sahelreader.parse.page.metadata import language_of, lead_url, minutes_of
from sahelreader.parse.page.pictures import caption_and_credit, same_picture, show_unscripted
from sahelreader.parse.page.prune import prune
from sahelreader.parse.page.sections import sections_of
from sahelreader.parse.page.stated import body_as_stated, keep_stated
from sahelreader.parse.page.structured import Facts, read_facts, say
from sahelreader.parse.page.tree import Element, TooComplex, absolute, parse, text_of
from sahelreader.parse.page.trim import Trimmed, text_length, trim

__all__ = ["ExtractedPage", "TooComplex", "extract"]


#: characters of text below which the page is looked at once more
LITTLE = 250


@dataclass(frozen=True, slots=True)
class ExtractedPage:
    """ARTICLE has an empty html when no text was found. COMMENTS in the page's order, parents before replies."""

    article: Article
    comments: tuple[Comment, ...] = ()


def extract(
    html: bytes,
    url: str,
    headers: Mapping[str, str] | None = None,
    *,
    now: datetime | None = None,
) -> ExtractedPage:
    """The article of a page.

    URL is where the page was got ("" when not known: the page's own canonical address is taken). HEADERS have
    lower-case names; only content-type counts. NOW grounds dates such as "il y a 3 heures", which are left out
    without it. Raises TooComplex for what is not worth parsing.
    """
    text = decode(html, headers)
    root = parse(text)
    facts = read_facts(root, url)
    canonical = absolute(url, facts.canonical or facts.first("og:url"))
    address = url or canonical
    base = _base(root, address)
    title = safe_line(title_of(root, facts), TITLE_LIMIT)
    authors = authors_of(root, facts)
    published, modified = days_of(root, facts, address, now)
    sections = sections_of(root, facts)
    minutes = minutes_of(root, facts)
    lead = lead_url(facts, base)
    discussion = take_comments(root, base, now)
    captions = _captions(root) if lead else ()
    trimmed = _body(root, facts, base, title, authors)
    if text_length(trimmed.blocks) < LITTLE:
        trimmed = _second_look(text, base, title, authors, trimmed)
    picture = _lead(lead, trimmed.blocks, captions, base)
    if picture is not None and not lead:
        lead = picture.url
    article = Article(
        remote_id=canonical or address,
        url=address,
        title=title,
        authors=authors,
        published=published,
        modified=modified,
        language=language_of(facts),
        html=_clean(trimmed.blocks),
        summary=safe_line(
            say(facts.first("og:description", "description", "twitter:description")), 1_000
        ),
        tags=sections.tags,
        categories=sections.categories,
        lead=picture,
        reading_minutes=minutes,
        related=trimmed.related,
        comment_count=_count(discussion, facts),
        comments_open=discussion.open,
        form=discussion.form,
        whole=True,
    )
    return ExtractedPage(article, _with_author(discussion.comments, authors))


def _clean(blocks: tuple[Block, ...]) -> str:
    """The clean HTML of BLOCKS, cut after the block that goes past the size of an article."""
    made: list[str] = []
    size = 0
    for block in blocks:
        html = to_html((block,))
        size += len(html)
        if size > ARTICLE_LIMIT:
            # what is cut is said to be (`parse.document` reads the mark)
            return clean_html("\n".join((*made, html[: ARTICLE_LIMIT - size]))) + "\n" + CUT
        made.append(html)
    return "\n".join(made)


def _base(root: Element, address: str) -> str:
    node = root.find(".//base")
    return (absolute(address, node.get("href")) if node is not None else "") or address


def _body(root: Element, facts: Facts, base: str, title: str, authors: tuple[str, ...]) -> Trimmed:
    show_unscripted(root)
    body = root.find("body")
    measured = measure(body if body is not None else root)
    stated = say(facts.article.get("articleBody"), 500_000)
    chosen = locate(measured, title)
    blocks = Reader(base).read(prune(measured, chosen))
    trimmed = trim(keep_stated(blocks, stated), title, authors)
    if stated and text_length(trimmed.blocks) < 0.3 * len(stated):
        # the text is not in the markup (built by a script): what the page tells machines is all there is
        return Trimmed(body_as_stated(facts.article), trimmed.related)
    return trimmed


def _second_look(
    text: str, base: str, title: str, authors: tuple[str, ...], first: Trimmed
) -> Trimmed:
    """The body when names led to next to nothing: by weight alone, furniture only where it is links."""
    root = parse(text)
    take_comments(root, base, None)
    show_unscripted(root)
    body = root.find("body")
    measured = measure(body if body is not None else root)
    blocks = Reader(base).read(prune(measured, locate(measured, title, named=False), bold=False))
    second = trim(blocks, title, authors)
    return second if text_length(second.blocks) > 2 * text_length(first.blocks) else first


def _captions(root: Element) -> tuple[tuple[str, Element], ...]:
    """Every figure with a caption, by the address of its picture, before the tree is cut."""
    from sahelreader.parse.page.pictures import caption_of

    found = []
    for image in root.iter("img", "amp-img"):
        for steps, up in enumerate(image.iterancestors()):
            if steps > 5 or up.tag in ("body", "article", "main"):
                break
            name = up.get("class") or ""
            if (
                up.tag == "figure"
                or "caption" in name
                or "s-feat" in name
                or "feat" in name
                or "thumb" in name
            ):
                caption = caption_of(up)
                if caption is not None and text_of(caption, 20):
                    found.append((image.get("src") or image.get("data-src") or "", caption))
                    break
    return tuple(found[:40])


def _lead(
    url: str, blocks: tuple[Block, ...], captions: tuple[tuple[str, Element], ...], base: str
) -> Picture | None:
    """The lead picture with the caption that stands under it, in the body or above it."""
    first = next((block for block in blocks[:3] if isinstance(block, Figure)), None)
    if not url:
        return Picture(first.url, first.caption, first.credit) if first is not None else None
    for block in blocks:
        if isinstance(block, Figure) and same_picture(block.url, url):
            return Picture(url, block.caption, block.credit)
    for source, node in captions:
        if same_picture(absolute(base, source), url):
            return Picture(url, *caption_and_credit(node))
    return Picture(url)


def _count(discussion: Discussion, facts: Facts) -> int | None:
    if discussion.count is not None:
        return max(discussion.count, len(discussion.comments))
    if discussion.comments:
        return len(discussion.comments)
    stated = say(facts.article.get("commentCount"))
    if stated.isdigit():
        return int(stated[:7])
    return 0 if discussion.open else None


def _with_author(comments: tuple[Comment, ...], authors: tuple[str, ...]) -> tuple[Comment, ...]:
    names = {name.casefold() for name in authors}
    return tuple(
        replace(one, by_article_author=True)
        if one.author.casefold() in names and not one.by_article_author
        else one
        for one in comments
    )
