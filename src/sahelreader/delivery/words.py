"""How a comment stands, said to the person who wrote it: what happened, what it means, what to do.

Knows states and reason codes; asks nothing. A code from a newer version still gets a sentence.
"""

from __future__ import annotations

from datetime import datetime

from sahelreader.delivery.reasons import QUOTING, Reason
from sahelreader.domain.draft import Draft, State
from sahelreader.domain.text import safe_line
from sahelreader.i18n import _
from sahelreader.i18n.dates import ago, day_and_time

_QUOTED = 160


def sentence(draft: Draft, now: datetime) -> str:
    """The state of DRAFT at NOW, in one to three short sentences."""
    match draft.state:
        case State.DRAFT:
            return _("Draft, kept on this machine.")
        case State.QUEUED:
            return _queued(draft, now)
        case State.SENDING:
            return _("On its way.")
        case State.IN_DOUBT:
            return f"{_why(draft)} {_doubt(draft, now)}"
        case State.RETRY:
            return f"{_why(draft)} {_again(draft, now)}"
        case State.HELD:
            return _("On the site, waiting for its moderator%(since)s.") % {
                "since": _since(draft, now)
            }
        case State.PUBLISHED:
            return _("Published%(since)s.") % {"since": _since(draft, now)}
        case State.REFUSED:
            return f"{_why(draft)} {_choice(draft)}"


def reason(draft: Draft) -> str:
    """Why DRAFT waits or was refused, alone; "" when nothing is the matter."""
    return _why(draft) if draft.error else ""


def _queued(draft: Draft, now: datetime) -> str:
    if draft.error == Reason.PARENT_WAITS:
        return _("Waits in the outbox until your comment that it answers is on the site.")
    if draft.not_before is not None and draft.not_before > now:
        return _("In the outbox; leaves %(when)s. Until then you can take it back.") % {
            "when": _when(draft.not_before, now)
        }
    return _("In the outbox; leaves when the network is there.")


def _doubt(draft: Draft, now: datetime) -> str:
    if draft.error == Reason.ASK_AGAIN:
        return _(
            "Look at the article in a browser; then say whether it is there, or send it again."
        )
    return _("It will be looked for on the site first, and never stands there twice. %(again)s") % {
        "again": _again(draft, now)
    }


def _again(draft: Draft, now: datetime) -> str:
    if draft.next_attempt is None or draft.next_attempt <= now:
        return _("Next attempt with the next sync.")
    return _("Next attempt %(when)s.") % {"when": _when(draft.next_attempt, now)}


def _since(draft: Draft, now: datetime) -> str:
    return f" ({ago(draft.sent_at, now)})" if draft.sent_at is not None else ""


def _when(moment: datetime, now: datetime) -> str:
    """A time to come: in so many minutes, else on the clock."""
    minutes = max(1, round((moment - now).total_seconds() / 60))
    if minutes < 60:
        return _("in %(minutes)d min") % {"minutes": minutes}
    return _("from %(moment)s") % {"moment": day_and_time(moment, now)}


def _choice(draft: Draft) -> str:
    """What the person can do about a refusal."""
    match draft.error:
        case Reason.PARENT_GONE | Reason.PARENT_MOVED | Reason.PARENT_REFUSED:
            return _(
                "Your text is kept: send it as a comment of its own with a quotation, keep it, or copy it."
            )
        case Reason.STRANGE_ANSWER | Reason.REDIRECTED | Reason.FORBIDDEN:
            return _(
                "Your text is kept: send again, or copy it and comment with a browser this time."
            )
        case Reason.EMPTY | Reason.TOO_LONG | Reason.NOT_TAKEN:
            return _("Your text is kept: change it and send it again.")
        case Reason.PASSWORD_WRONG | Reason.PASSWORD_MISSING:
            return _("Your text is kept: give the application password again, then send.")
        case Reason.ALREADY_SAID:
            return _("Look at the thread; if it is not there, change a word and send it again.")
        case _:
            return _("Your text is kept: copy it, export it, or try again later.")


def _why(draft: Draft) -> str:
    """The reason in words, with what the site said where that helps."""
    detail = safe_line(draft.error_detail, _QUOTED)
    told = _fact(draft.error, detail)
    if detail and draft.error in QUOTING:
        return _("%(fact)s The site says: “%(words)s”") % {"fact": told, "words": detail}
    return told


def _fact(code: str, detail: str) -> str:
    match code:
        case Reason.NO_NETWORK:
            return _("The site could not be reached; nothing was sent.")
        case Reason.TIMEOUT:
            return _("The site did not answer in time; nothing was sent.")
        case Reason.TLS:
            return _(
                "No secure connection could be made, so nothing was sent. Check this machine’s date, or try another network."
            )
        case Reason.FLOOD:
            return _("The site takes only one comment at a time from one connection.")
        case Reason.MAINTENANCE:
            return _("The site is being maintained.")
        case Reason.MOVED:
            return _("The site now takes comments over a secure connection only.")
        case Reason.FORM_READ:
            return _("The site’s form asks for more than was known; it has been read again.")
        case Reason.NOT_NOW | Reason.CANNOT_CHECK:
            return _("The site could not be asked; nothing was sent.")
        case Reason.PARENT_WAITS:
            return _("Your comment that it answers is not on the site yet.")
        case Reason.INTERRUPTED:
            return _("The program ended while it was being sent; it may have arrived.")
        case Reason.CUT:
            return _("The line broke while it was being sent; it may have arrived.")
        case Reason.NO_ANSWER:
            return _("It was sent, and the site gave no answer; it may have arrived.")
        case Reason.SERVER_ERROR:
            return _("The site failed while it took the comment; it may have arrived.")
        case Reason.ASK_AGAIN:
            return _(
                "It may have arrived, and this site would take it a second time, so it is not sent again by itself."
            )
        case _:
            return _refusal(code, detail)


def _refusal(code: str, detail: str) -> str:
    match code:
        case Reason.EMPTY:
            return _("There is no text.")
        case Reason.CLOSED:
            return _("Comments on this article are closed.")
        case Reason.ACCOUNT_REQUIRED:
            return _("The site takes comments only from those who have an account there.")
        case Reason.FORBIDDEN:
            return _("The site, or a guard in front of it, does not let this comment in.")
        case Reason.NOT_TAKEN:
            return _("The site did not take the comment.")
        case Reason.ALREADY_SAID:
            return _("The site says that this very comment is there already.")
        case Reason.ARTICLE_GONE:
            return _("The article is no longer on the site, or is closed to the public.")
        case Reason.ARTICLE_PROTECTED:
            return _("The article is protected by a password; comments on it cannot be sent.")
        case Reason.PARENT_GONE:
            return _("The comment that you answer is no longer on the site.")
        case Reason.PARENT_MOVED:
            return _("The comment that you answer belongs to another article.")
        case Reason.PARENT_REFUSED:
            return _("Your own comment that you answer is not on the site and will not be.")
        case Reason.STRANGE_ANSWER:
            return _(
                "The answer was no answer to a comment: a check for humans perhaps, or the network’s own log-in page. The comment was looked for on the site and is not there."
            )
        case Reason.REDIRECTED:
            return _(
                "The site sent us elsewhere (%(place)s); the comment did not follow, and was not found on the site."
            ) % {"place": detail or "?"}
        case Reason.OTHER_HOST:
            return _(
                "The form of this article leads to another site (%(place)s), so nothing was sent."
            ) % {"place": detail or "?"}
        case Reason.NO_FORM:
            return _("No comment form was found on the article’s page.")
        case Reason.BAD_ADDRESS:
            return _("The address that takes the comments cannot be used.")
        case Reason.TOO_LONG:
            return _("The comment is too long for this site.")
        case Reason.CHANGED:
            return _("The file was changed by hand after an attempt that may have arrived.")
        case Reason.PASSWORD_WRONG:
            return _("The site does not accept the application password.")
        case Reason.PASSWORD_MISSING:
            return _("There is no application password for this site.")
        case Reason.UNSAFE:
            return _("The site is not encrypted, so the password was not sent.")
        case Reason.REMOVED:
            return _("It was on the site, and the site has removed it.")
        case Reason.NO_LIBRARY:
            return _("The library cannot be written to.")
        case _:
            return _("Something did not work: %(code)s") % {"code": safe_line(code, 40) or "?"}
