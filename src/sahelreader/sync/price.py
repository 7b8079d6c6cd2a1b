"""What a sync will cost, said before it is begun, from what earlier ones cost. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sahelreader.domain.site import Site

#: bytes of one article and one comment where nothing was measured yet (WORDPRESS notes, 7: gzip, distinct prose)
ARTICLE, COMMENT = 2_500, 180
#: the two requests of a site that has nothing new, headers included
ASKING = 2_000


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
