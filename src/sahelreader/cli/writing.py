"""`comment`, `outbox`, `discard`, `identity`: writing from the command line. Only `comment` needs the library."""

from __future__ import annotations

import argparse
import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

from sahelreader.cli.forms import draft_form
from sahelreader.cli.output import DONE, USAGE, Failure, Output
from sahelreader.cli.session import Desk, article_number, desk, no_draft, session
from sahelreader.cli.sites import find_site
from sahelreader.cli.trouble import told
from sahelreader.cli.values import decoded
from sahelreader.delivery.words import sentence
from sahelreader.domain.draft import Draft, Identity, NotAllowed, State
from sahelreader.drafts import Drafts
from sahelreader.i18n import _
from sahelreader.identities import identity_for, save_identity

#: bytes; a site takes 65 525, and what is longer is kept as a draft all the same
TEXT_LIMIT = 4_000_000


def comment(given: argparse.Namespace, out: Output) -> int:
    from sahelreader.delivery.foresight import foresee
    from sahelreader.delivery.secrets import has_account
    from sahelreader.delivery.target import target_for
    from sahelreader.library import articles, comments

    with session(out) as opened:
        number = article_number(opened, given.article)
        stored = opened.library.read_now(articles.get, number)
        if stored is None:
            raise Failure(_("This article has just been removed from the library."))
        parent = None
        if given.reply_to is not None:
            thread = opened.library.read_now(comments.thread, number)
            parent = next((item for item in thread if item.id == given.reply_to), None)
            if parent is None:
                raise Failure(
                    _("Article %(article)d has no comment %(comment)d.")
                    % {"article": number, "comment": given.reply_to}
                )
        signed = signer(given, identity_for(opened.paths, stored.site_url))
        now = opened.now()
        draft = opened.drafts.begin(
            target_for(stored, parent, account=has_account(opened.paths, stored.site_url)),
            signed,
            now,
            article=number,
            reply_to=given.reply_to,
        )
        with _text(given, draft, out) as text:
            if not text.strip():
                raise Failure(_("There is no text, so nothing was written."))
            if draft.text.strip() and draft.text != text and _from_arguments(given):
                # a draft of other words stands here: both are kept, and the same words are kept once
                draft = _same(opened.drafts, draft, text) or opened.drafts.another(draft, now)
            draft = opened.drafts.save(replace(draft, text=text, identity=signed, updated=now))
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


def _same(drafts: Drafts, near: Draft, text: str) -> Draft | None:
    """The unsent draft of TEXT on the place of NEAR, if there is one."""
    place = (near.target.article_url, near.reply_to)
    return next(
        (
            draft
            for draft in drafts.all().drafts
            if draft.state is State.DRAFT
            and draft.text == text
            and (draft.target.article_url, draft.reply_to) == place
        ),
        None,
    )


def _from_arguments(given: argparse.Namespace) -> bool:
    return given.text is not None or given.stdin or given.file is not None


def signer(given: argparse.Namespace, known: Identity) -> Identity:
    """KNOWN with what the command line says instead."""
    return Identity(
        whole(given.name) if given.name is not None else known.name,
        whole(given.email) if given.email is not None else known.email,
        whole(given.url) if given.url is not None else known.url,
    )


def _text(given: argparse.Namespace, draft: Draft, out: Output) -> AbstractContextManager[str]:
    """The comment's text, for a block that stores it."""
    if given.text is not None:
        return nullcontext(whole(given.text))
    if given.stdin or given.file == "-":
        return nullcontext(decoded(sys.stdin.buffer.read(TEXT_LIMIT)))
    if given.file is not None:
        try:
            with Path(given.file).open("rb") as file:
                return nullcontext(decoded(file.read(TEXT_LIMIT)))
        except OSError as error:
            raise Failure(told(error, given.file)) from error
    from sahelreader.cli.editor import edited

    return edited(draft.text, out)


def whole(text: str) -> str:
    """An argument of the command line as text: bytes of it that are not UTF-8 are read as Windows' Latin 1."""
    return decoded(text.encode("utf-8", "surrogateescape"))


def outbox(given: argparse.Namespace, out: Output) -> int:
    opened = desk(out)
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
    opened = desk(out)
    if given.undo:
        draft = opened.drafts.restore(given.draft)
    else:
        draft = opened.drafts.get(given.draft)
        if draft is not None:
            try:
                opened.drafts.discard(draft.id)
            except NotAllowed:
                raise Failure(
                    _("This comment is on its way or already on the site; it is kept.")
                ) from None
    if draft is None:
        raise Failure(no_draft(given.draft))
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
    if given.site:
        with session(out) as opened:
            site_url = find_site(opened, given.site).url
            if given.account is not None:
                _account(given.account, opened, site_url, out)
            return _sign(given, opened, site_url, out)
    if given.account is not None:
        raise Failure(_("An account is on one site: say --site SITE."), USAGE)
    return _sign(given, desk(out), "", out)


def _account(user: str, at: Desk, site_url: str, out: Output) -> None:
    """Keep the application password of USER, read from standard input: an argument would stand in the shell's history."""
    import getpass

    from sahelreader.delivery.secrets import Account, Secrets, told

    secrets = Secrets(at.paths)
    if not user:
        secrets.forget(site_url)
        return
    if sys.stdin.isatty():
        password = getpass.getpass(_("Application password: "))
    else:
        password = sys.stdin.readline()
    if not password.strip():
        raise Failure(_("There was no password, so nothing was kept."), USAGE)
    out.say(told(secrets.keep(site_url, Account(user, password.strip()))))


def _sign(given: argparse.Namespace, at: Desk, site_url: str, out: Output) -> int:
    known = identity_for(at.paths, site_url)
    if any(value is not None for value in (given.name, given.email, given.url)):
        known = signer(given, known)
        if known.email and ("@" not in known.email or " " in known.email):
            raise Failure(
                _("“%(email)s” is not an e-mail address.") % {"email": known.email}, USAGE
            )
        save_identity(at.paths, site_url or None, known)
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
