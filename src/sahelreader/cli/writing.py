"""`comment`, `outbox`, `discard`, `identity`: writing from the command line."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sahelreader.cli.editor import edit_text
from sahelreader.cli.forms import draft_form
from sahelreader.cli.output import DONE, FAILED, USAGE, Failure, Output
from sahelreader.cli.session import Session, article_number, session
from sahelreader.cli.sites import find_site
from sahelreader.delivery.foresight import foresee
from sahelreader.delivery.target import target_for
from sahelreader.delivery.words import sentence
from sahelreader.domain.draft import Draft, Identity
from sahelreader.i18n import _
from sahelreader.identities import identity_for, save_identity
from sahelreader.library import articles, comments


def comment(given: argparse.Namespace, out: Output) -> int:
    with session(out) as opened:
        number = article_number(opened, given.article)
        stored = opened.library.read_now(articles.get, number)
        assert stored is not None
        parent = None
        if given.reply_to is not None:
            thread = opened.library.read_now(comments.thread, number)
            parent = next((item for item in thread if item.id == given.reply_to), None)
            if parent is None:
                raise Failure(
                    _("Article %(article)d has no comment %(comment)d.")
                    % {"article": number, "comment": given.reply_to}
                )
        known = identity_for(opened.paths, stored.site_url)
        identity = Identity(
            given.name if given.name is not None else known.name,
            given.email if given.email is not None else known.email,
            given.url if given.url is not None else known.url,
        )
        now = opened.now()
        draft = opened.drafts.begin(
            target_for(stored, parent), identity, now, article=number, reply_to=given.reply_to
        )
        text = _text(given, draft, out)
        if not text.strip():
            raise Failure(_("There is no text, so nothing was written."), FAILED)
        from dataclasses import replace

        draft = opened.drafts.save(replace(draft, text=text, identity=identity, updated=now))
        if given.queue:
            for warning in foresee(draft, stored):
                out.say(warning.sentence())
            draft = opened.drafts.queue(draft.id, now, opened.settings.cooling)
        if out.as_json:
            out.document(draft_form(draft))
        else:
            out.line(draft.id)
            out.say(sentence(draft, now))
    return DONE


def _text(given: argparse.Namespace, draft: Draft, out: Output) -> str:
    if given.text is not None:
        return str(given.text)
    if given.stdin == "-" or given.file == "-":
        return sys.stdin.read()
    if given.file is not None:
        try:
            return Path(given.file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise Failure(
                _("%(file)s cannot be read: %(reason)s") % {"file": given.file, "reason": error}
            ) from error
    return edit_text(draft.text, out)


def outbox(given: argparse.Namespace, out: Output) -> int:
    with session(out) as opened:
        shelf = opened.drafts.all()
        if out.as_json:
            out.document([draft_form(draft) for draft in shelf.drafts])
        else:
            for draft in shelf.drafts:
                first = " ".join(draft.text.split())[:60]
                out.raw(f"{draft.id}  {out.styled(first, '1')}")
                where = draft.target.article_title or draft.target.article_url
                out.raw("    " + out.styled(f"{where} · {sentence(draft, opened.now())}", "2"))
            if not shelf.drafts:
                out.say(
                    _(
                        "No comment is being written or waiting. “sahelreader comment ARTICLE” begins one."
                    )
                )
        for damaged in shelf.damaged:
            out.say(
                _("%(file)s cannot be read and was left as it is: %(reason)s")
                % {"file": damaged.path, "reason": damaged.reason}
            )
    return DONE


def discard(given: argparse.Namespace, out: Output) -> int:
    with session(out) as opened:
        if given.undo:
            draft = opened.drafts.restore(given.draft)
        else:
            draft = opened.drafts.get(given.draft)
            if draft is not None:
                opened.drafts.discard(draft.id)
        if draft is None:
            raise Failure(
                _("No draft %(draft)s. “sahelreader outbox” lists them.") % {"draft": given.draft}
            )
        if out.as_json:
            out.document(draft_form(draft))
        elif given.undo:
            out.line(_("The draft is back."))
        else:
            out.line(
                _("Thrown away. “sahelreader discard --undo %(draft)s” brings it back.")
                % {"draft": draft.id}
            )
    return DONE


def identity(given: argparse.Namespace, out: Output) -> int:
    with session(out) as opened:
        site_url = _site_url(opened, given.site) if given.site else ""
        known = identity_for(opened.paths, site_url)
        if any(value is not None for value in (given.name, given.email, given.url)):
            known = Identity(
                given.name if given.name is not None else known.name,
                given.email if given.email is not None else known.email,
                given.url if given.url is not None else known.url,
            )
            if known.email and ("@" not in known.email or " " in known.email):
                raise Failure(
                    _("“%(email)s” is not an e-mail address.") % {"email": known.email}, USAGE
                )
            save_identity(opened.paths, site_url or None, known)
        if out.as_json:
            out.document(
                {
                    "site": site_url or None,
                    "name": known.name or None,
                    "email": known.email or None,
                    "url": known.url or None,
                }
            )
        elif not (known.name or known.email):
            out.line(_("Nobody signs yet: you are asked when your first comment is sent."))
        else:
            out.line(f"{known.name} <{known.email}> {known.url}".rstrip())
    return DONE


def _site_url(opened: Session, text: str) -> str:
    return find_site(opened, text).url
