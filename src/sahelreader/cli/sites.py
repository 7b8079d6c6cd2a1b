"""`add`, `sites`, `remove`, `rename`."""

from __future__ import annotations

import argparse

from sahelreader.cli.forms import site_form
from sahelreader.cli.output import DONE, FAILED, PARTLY, USAGE, Failure, Output, labelled
from sahelreader.cli.session import Session, session
from sahelreader.domain.site import Site
from sahelreader.domain.text import safe_line
from sahelreader.i18n import _, ngettext
from sahelreader.i18n.dates import ago
from sahelreader.i18n.numbers import size
from sahelreader.i18n.problems import sentence
from sahelreader.library import sites as subscriptions


def add(given: argparse.Namespace, out: Output) -> int:
    import asyncio

    with session(out) as opened:
        results = asyncio.run(_subscribe(opened, given.urls, out))
        if out.as_json:
            out.document(results)
        failed = sum(1 for result in results if result["error"])
    return DONE if not failed else FAILED if failed == len(results) else PARTLY


async def _subscribe(opened: Session, urls: list[str], out: Output) -> list[dict[str, object]]:
    from sahelreader.network import open_client
    from sahelreader.sync import Subscribed, subscribe
    from sahelreader.sync.words import what_was_found

    results: list[dict[str, object]] = []
    async with open_client(opened.settings) as client:
        for url in urls:
            answer = await subscribe(opened.library, client, url, now=opened.now)
            if isinstance(answer, Subscribed):
                found = what_was_found(answer.found)
                results.append(
                    {
                        "url": url,
                        "site": answer.site.name,
                        "kind": str(answer.site.kind),
                        "found": found,
                        "error": None,
                    }
                )
                if not out.as_json:
                    out.line(f"{answer.site.name} — {answer.site.url}")
                    for line in found:
                        out.line(f"  {line}")
            else:
                reason = sentence(answer.problem, answer.detail)
                results.append(
                    {
                        "url": url,
                        "site": None,
                        "kind": None,
                        "found": None,
                        "error": str(answer.problem),
                    }
                )
                out.say(labelled(url, reason))
    return results


def sites(given: argparse.Namespace, out: Output) -> int:
    with session(out) as opened:
        everything = opened.library.read_now(subscriptions.all, opened.now())
        if out.as_json:
            out.document([site_form(site) for site in everything])
            return DONE
        for site in everything:
            out.raw(f"{site.id:>4}  {out.styled(site.name, '1')}  {out.styled(site.url, '2')}")
            out.raw("      " + out.styled(" · ".join(_facts(site, opened)), "2"))
            if site.last_error:
                out.line("      " + sentence(site.last_error, site.error_detail))
    return DONE


def _facts(site: Site, opened: Session) -> list[str]:
    count = site.article_count
    facts = [
        ngettext("%(n)d article", "%(n)d articles", count) % {"n": count},
        ngettext("%(n)d unread", "%(n)d unread", site.unread_count) % {"n": site.unread_count},
    ]
    if site.last_sync:
        facts.append(_("synced %(when)s") % {"when": ago(site.last_sync, opened.now())})
    if site.bytes_month:
        facts.append(_("%(size)s this month") % {"size": size(site.bytes_month)})
    return facts


def find_site(opened: Session, text: str) -> Site:
    site = opened.library.read_now(subscriptions.find, text)
    if site is None:
        raise Failure(_("No site “%(site)s”. “sahelreader sites” lists them.") % {"site": text})
    return site


def remove(given: argparse.Namespace, out: Output) -> int:
    with session(out) as opened:
        site = find_site(opened, given.site)
        opened.library.write_now(subscriptions.remove, site.id, opened.now())
        if out.as_json:
            out.document(site_form(site))
        else:
            out.line(
                _("Unsubscribed from %(site)s. In the reader, u brings it back.")
                % {"site": site.name}
            )
    return DONE


def rename(given: argparse.Namespace, out: Output) -> int:
    with session(out) as opened:
        site = find_site(opened, given.site)
        name = safe_line(given.name)
        if not name:
            raise Failure(_("A site needs a name."), USAGE)
        opened.library.write_now(subscriptions.rename, site.id, name, opened.now())
        renamed = opened.library.read_now(subscriptions.get, site.id) or site
        if out.as_json:
            out.document(site_form(renamed))
        else:
            out.line(renamed.name)
    return DONE
