"""`sync --price`: what a sync would cost, by what earlier ones cost. Asks no site."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sahelreader.cli.output import DONE, Output, labelled
from sahelreader.cli.session import Session
from sahelreader.domain.site import Site
from sahelreader.i18n import _
from sahelreader.i18n.numbers import size
from sahelreader.library import sites as subscriptions
from sahelreader.library import traffic
from sahelreader.sync.price import Price, expected, price, reaching, said, together


def tell(given: argparse.Namespace, opened: Session, chosen: Sequence[Site], out: Output) -> int:
    """A line a site, then all of them together, and the month."""
    now = opened.now()
    prices = []
    for site in chosen:
        cost = opened.library.read_now(priced, site, given.since, now)
        prices.append(cost)
        if out.as_json:
            out.record(
                {
                    "site": site.name,
                    "url": site.url,
                    "bytes": cost.wire_bytes,
                    "articles": cost.articles,
                    "comments": cost.comments,
                }
            )
        else:
            out.line(labelled(site.name, said(cost)))
    if out.as_json:
        return DONE
    if len(prices) > 1:
        out.line(labelled(_("together"), said(together(prices))))
    used = opened.library.read_now(subscriptions.bytes_since, f"{now.astimezone(UTC):%Y-%m}-01")
    limit = opened.settings.month_bytes
    told = _("This month: %(used)s of %(limit)s.") if limit else _("This month: %(used)s so far.")
    out.line(told % {"used": size(used), "limit": size(limit)})
    return DONE


def priced(db: Any, site: Site, since: datetime | None, now: datetime) -> Price:
    """What a sync of SITE would cost now, with older articles back to SINCE."""
    recent = traffic.recent(db, site.id, now)
    articles = expected(site, recent, traffic.DAYS, now)
    if since is not None:
        articles += reaching(site, recent, traffic.DAYS, since, now)
    return price(site, traffic.by_kind(db, site.id), articles)
