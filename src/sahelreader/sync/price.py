"""What a sync will cost, said before it is begun, from what earlier ones cost. Pure; every figure is an estimate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sahelreader.domain.site import Site, SourceKind
from sahelreader.i18n import ngettext
from sahelreader.i18n.numbers import number, size

#: bytes of one article and one comment where nothing was measured yet (WORDPRESS notes, 7: gzip, distinct prose)
ARTICLE, COMMENT = 2_500, 180
#: the two requests of a site that has nothing new, headers included
ASKING = 2_000
#: articles that a first sync brings (the first page of REST, what most feeds hold, what is taken off a front page)
FIRST = {SourceKind.WORDPRESS: 50, SourceKind.FEED: 10, SourceKind.PAGE: 20}
#: days after which no more new articles are expected than then: a sync asks for so many at most
LONGEST = 60.0


@dataclass(frozen=True, slots=True)
class Price:
    """An estimate: bytes on the wire, with articles and comments that they would bring."""

    wire_bytes: int
    articles: int
    comments: int


def each(site: Site, spent: Mapping[str, int]) -> tuple[float, float]:
    """Bytes for one article and one comment of SITE. SPENT: its bytes so far by kind, as the library counts them."""
    articles = spent.get("articles", 0) + spent.get("pages", 0)
    of_article = articles / site.article_count if site.article_count >= 5 and articles else ARTICLE
    threads = spent.get("threads", 0)
    of_comment = threads / site.comment_count if site.comment_count >= 10 and threads else COMMENT
    # syncs that brought nothing are in these sums, so they come out high; not beyond reason
    return min(of_article, 20 * ARTICLE), min(of_comment, 20 * COMMENT)


def price(site: Site, spent: Mapping[str, int], articles: int) -> Price:
    """What ARTICLES more of SITE would cost, with as many comments as its articles have on average."""
    of_article, of_comment = each(site, spent)
    per_article = site.comment_count / site.article_count if site.article_count else 0.0
    comments = round(articles * per_article)
    total = ASKING + articles * of_article + comments * of_comment
    return Price(round(total), articles, comments)


def expected(site: Site, recent: int, days: float, now: datetime) -> int:
    """How many articles a sync of SITE would bring NOW. RECENT were published in the last DAYS of those it has."""
    if site.last_sync is None:
        return FIRST.get(site.kind, 0)
    away = min((now - site.last_sync).total_seconds() / 86_400, LONGEST)
    return round(recent / days * max(away, 0.0))


def first(site: Site) -> Price:
    """What the first sync of SITE would cost, before anything of it is known."""
    return price(site, {}, FIRST.get(site.kind, 0))


def reaching(site: Site, recent: int, days: float, since: datetime, now: datetime) -> int:
    """How many articles SITE has published since SINCE, at its pace of RECENT ones in DAYS, beyond those that are here."""
    span = (now - since).total_seconds() / 86_400
    return max(0, round(recent / days * span) - site.article_count)


def within(site: Site, spent: Mapping[str, int], wire_bytes: int) -> Price:
    """What WIRE_BYTES would bring of SITE, with the comments that its articles have on average."""
    of_article, of_comment = each(site, spent)
    per_article = site.comment_count / site.article_count if site.article_count else 0.0
    articles = int(max(0, wire_bytes - ASKING) / (of_article + per_article * of_comment))
    return Price(wire_bytes, articles, round(articles * per_article))


def together(prices: Iterable[Price]) -> Price:
    found = list(prices)
    return Price(
        sum(item.wire_bytes for item in found),
        sum(item.articles for item in found),
        sum(item.comments for item in found),
    )


def said(price: Price) -> str:
    """ "≈ 420 kB, 14 articles, 96 comments" """
    parts = [f"≈\u00a0{size(price.wire_bytes)}"]
    count = price.articles
    parts.append(
        ngettext("%(count)s article", "%(count)s articles", count) % {"count": number(count)}
    )
    if price.comments:
        parts.append(
            ngettext("%(count)s comment", "%(count)s comments", price.comments)
            % {"count": number(price.comments)}
        )
    return ", ".join(parts)
