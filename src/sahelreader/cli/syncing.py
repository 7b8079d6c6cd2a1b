"""`sync` and `send`: bring in, send out. Progress on standard error, one line a site on standard output."""

from __future__ import annotations

import argparse
import asyncio
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

from sahelreader.cli.forms import draft_form
from sahelreader.cli.output import DONE, FAILED, PARTLY, Failure, Output, labelled
from sahelreader.cli.progress import Progress
from sahelreader.cli.session import Session, no_draft, session
from sahelreader.cli.sites import find_site
from sahelreader.domain.draft import State
from sahelreader.domain.site import SourceKind
from sahelreader.i18n import _, ngettext
from sahelreader.i18n.numbers import size
from sahelreader.i18n.problems import sentence as problem_sentence
from sahelreader.library import sites as subscriptions

#: nothing is sent or looked for
_SETTLED = (State.DRAFT, State.PUBLISHED, State.REFUSED)


@dataclass(slots=True)
class _Tally:
    done: int = 0
    failed: int = 0
    busy: bool = False
    records: list[dict[str, Any]] = field(default_factory=list)

    def status(self) -> int:
        if not self.failed:
            return DONE
        return PARTLY if self.done else FAILED


def sync(given: argparse.Namespace, out: Output) -> int:
    with session(out) as opened:
        if given.sites:
            chosen = [find_site(opened, text) for text in given.sites]
        else:
            chosen = [
                site
                for site in opened.library.read_now(subscriptions.all)
                if site.kind is not SourceKind.LOCAL
            ]
        if not chosen and not opened.drafts.all().drafts:
            raise Failure(_("There is no site to sync. “sahelreader add URL” subscribes to one."))
        if given.price:
            from sahelreader.cli.pricing import tell

            return tell(given, opened, chosen, out)
        return asyncio.run(_sync(given, opened, chosen, out))


async def _sync(given: argparse.Namespace, opened: Session, chosen: list[Any], out: Output) -> int:
    from sahelreader.network import open_client
    from sahelreader.sync import Options, SiteDone, SiteProgress, SyncDone
    from sahelreader.sync import sync as bring_in

    tally = _Tally()
    options = Options(
        full_text=opened.settings.full_text if given.full_text is None else given.full_text,
        max_bytes=given.max_bytes or opened.settings.sync_bytes,
        since=given.since,
        month_bytes=opened.settings.month_bytes,
        pictures=opened.paths.pictures if opened.settings.pictures == "always" else None,
    )
    async with open_client(opened.settings) as client:
        # one's own comments first: they are the fewest bytes and matter most; what is held is asked after anyway
        auto = opened.settings.send == "auto" and not given.no_send
        await _deliver(opened, client, None, out, tally, send=auto)
        with Progress(out, len(chosen)) as progress:
            events = bring_in(opened.library, client, chosen, now=opened.now, options=options)
            async with aclosing(events):
                async for event in events:
                    if isinstance(event, SiteProgress):
                        progress.show(event.site.name, event.articles, event.wire_bytes)
                    elif isinstance(event, SiteDone):
                        tally.failed += 1 if event.problem else 0
                        tally.done += 0 if event.problem else 1
                        progress.site_done()
                        _site_line(event, out)
                    elif isinstance(event, SyncDone) and not out.as_json:
                        progress.close()
                        _sum(event, out)
    return tally.status()


def _site_line(event: Any, out: Output) -> None:
    if out.as_json:
        out.record(
            {
                "site": event.site.name,
                "url": event.site.url,
                "new": event.new,
                "changed": event.changed,
                "comments": event.comments,
                "vanished": event.vanished,
                "bytes": event.wire_bytes,
                "error": event.problem or None,
            }
        )
        return
    if event.problem:
        told = problem_sentence(event.problem, event.detail)
        out.line(labelled(event.site.name, told))
        return
    parts = [ngettext("%(n)d new article", "%(n)d new articles", event.new) % {"n": event.new}]
    if event.changed:
        parts.append(
            ngettext("%(n)d changed", "%(n)d changed", event.changed) % {"n": event.changed}
        )
    if event.comments:
        parts.append(
            ngettext("%(n)d new comment", "%(n)d new comments", event.comments)
            % {"n": event.comments}
        )
    parts.append(size(event.wire_bytes))
    out.line(labelled(event.site.name, " · ".join(parts)))


def _sum(event: Any, out: Output) -> None:
    replies = event.replies_to_me
    if replies:
        out.line(ngettext("%(n)d reply to you.", "%(n)d replies to you.", replies) % {"n": replies})


def send(given: argparse.Namespace, out: Output) -> int:
    with session(out) as opened:
        for name in given.drafts:
            if opened.drafts.get(name) is None:
                raise Failure(no_draft(name))
        for name in given.drafts:
            draft = opened.drafts.get(name)
            if draft is not None and draft.state is State.DRAFT:
                opened.drafts.queue(name, opened.now(), 0)
        return asyncio.run(_send(given, opened, out))


async def _send(given: argparse.Namespace, opened: Session, out: Output) -> int:
    from sahelreader.network import open_client

    tally = _Tally()
    async with open_client(opened.settings) as client:
        await _deliver(opened, client, given.drafts or None, out, tally)
    if not tally.records and not tally.busy:
        out.say(_("Nothing waits to be sent."))
    return tally.status()


async def _deliver(
    opened: Session,
    client: Any,
    ids: list[str] | None,
    out: Output,
    tally: _Tally,
    *,
    send: bool = True,
) -> None:
    waiting = [draft for draft in opened.drafts.all().drafts if draft.state not in _SETTLED]
    if not waiting:
        return
    from sahelreader.delivery import (
        Delivered,
        DeliveryDone,
        FollowedUp,
        Refused,
        Waiting,
        deliver,
        sentence,
    )

    events = deliver(
        opened.drafts, client, now=opened.now, ids=ids, library=opened.library, send=send
    )
    async with aclosing(events):  # type: ignore[type-var]
        async for event in events:
            if isinstance(event, DeliveryDone) and event.busy:
                tally.busy = True
                out.say(_("Another copy of sahelreader is sending; this one leaves it to that."))
            if not isinstance(event, (Delivered, Waiting, Refused, FollowedUp)):
                continue
            if isinstance(event, (Waiting, Refused)):
                tally.failed += 1
            else:
                tally.done += 1
            tally.records.append(draft_form(event.draft))
            if out.as_json:
                out.record(draft_form(event.draft))
            else:
                first = " ".join(event.draft.text.split())[:50]
                out.line(
                    labelled(_("“%(text)s”") % {"text": first}, sentence(event.draft, opened.now()))
                )
