"""What a site's answer to a POST proves. Pure: an `Outcome` in, a `Verdict` out; one line of the table for each."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from sahelreader.delivery.hosts import host, same_host, secure_twin
from sahelreader.delivery.reasons import Reason
from sahelreader.delivery.verdict import Arrived, Doubt, Duplicate, Later, NotTaken, Verdict
from sahelreader.domain.draft import Target
from sahelreader.domain.outcome import Fetched, NotModified, Outcome, Problem, Refused, Unreachable
from sahelreader.domain.text import safe_line

_PROOF = re.compile(r"comment-(\d+)")
_SAID = re.compile(r"""<div class=["']?wp-die-message["']?>(.*?)</div>""", re.DOTALL)
_PARAGRAPH = re.compile(r"<p[^>]*>(.*?)</p>", re.DOTALL)
_QUOTED = 240

_NOT_REACHED = {
    Problem.NO_NETWORK: Reason.NO_NETWORK,
    Problem.TIMEOUT: Reason.TIMEOUT,
    Problem.TLS: Reason.TLS,
}


def judge(answer: Outcome, target: Target) -> Verdict:
    """What ANSWER to the anonymous form says of the comment."""
    if isinstance(answer, Unreachable):
        return unreachable(answer)
    if isinstance(answer, NotModified):
        return Doubt(Reason.STRANGE_ANSWER, "304", ask=True)
    if 300 <= answer.status < 400:
        return _redirect(answer, target)
    if isinstance(answer, Fetched):
        return _page(answer)
    return refused(answer)


def unreachable(answer: Unreachable) -> Verdict:
    """Before the first byte of the body nothing can have arrived; after it, anything can."""
    if answer.body_sent:
        reason = Reason.NO_ANSWER if answer.problem is Problem.TIMEOUT else Reason.CUT
        return Doubt(reason)
    return not_reached(answer)


def not_reached(answer: object) -> Later | NotTaken:
    """The site could not be asked at all: surely nothing arrived."""
    if isinstance(answer, Unreachable):
        if answer.problem in (Problem.BAD_URL, Problem.FORBIDDEN_ADDRESS):
            return NotTaken(Reason.BAD_ADDRESS)
        return Later(_NOT_REACHED.get(answer.problem, Reason.NOT_NOW))
    if isinstance(answer, Refused):
        if answer.problem is Problem.MAINTENANCE:
            return Later(Reason.MAINTENANCE, wait=answer.retry_after)
        return Later(Reason.CANNOT_CHECK, str(answer.status), wait=answer.retry_after)
    return Later(Reason.CANNOT_CHECK)


def _redirect(answer: Fetched | Refused, target: Target) -> Verdict:
    try:
        location = urljoin(target.endpoint, answer.headers.get("location", ""))
        fragment = urlsplit(location).fragment
    except ValueError:  # "http://[x"
        return Doubt(Reason.REDIRECTED, ask=True)
    if answer.status in (301, 302, 303):
        proof = _PROOF.fullmatch(fragment)
        ours = any(
            same_host(location, url)
            for url in (target.endpoint, target.article_url, target.site_url)
        )
        if proof is not None and ours:
            return Arrived(proof[1])
    twin = secure_twin(target.endpoint, location)
    if twin and answer.status != 303:
        # a server that only speaks https now; PHP has not seen the comment
        return Later(Reason.MOVED, wait=0, target=replace(target, endpoint=twin))
    if answer.status in (307, 308):
        return NotTaken(Reason.REDIRECTED, host(location))
    # a page of thanks, a log-in, a portal: it may have been stored before, and looking tells
    return Doubt(Reason.REDIRECTED, host(location), ask=True)


def _page(answer: Fetched) -> Verdict:
    """A success that is none: WordPress answers 200 when something is missing in the form or the article."""
    if not answer.body.strip():
        return NotTaken(Reason.ARTICLE_GONE)
    page = answer.body.decode("utf-8", "replace")
    if _SAID.search(page):
        return NotTaken(Reason.NOT_TAKEN, said(answer.body))
    return Doubt(Reason.STRANGE_ANSWER, ask=True)


def refused(answer: Refused) -> Verdict:
    """A status of 400 and more. What WordPress itself says in time (409, 429, 503) is sure; a broken gateway is not."""
    status = answer.status
    if status == 409:
        return Duplicate(said(answer.body))
    if status == 429:
        return Later(Reason.FLOOD, said(answer.body), wait=answer.retry_after)
    if status == 503 and answer.retry_after is not None:
        return Later(Reason.MAINTENANCE, wait=answer.retry_after)
    if status >= 500 or status == 408:
        return Doubt(Reason.SERVER_ERROR, str(status))
    if status in (404, 410):
        return NotTaken(Reason.NO_FORM, str(status))
    if status == 413:
        return NotTaken(Reason.TOO_LONG)
    if status in (401, 403, 405):
        return NotTaken(Reason.FORBIDDEN, said(answer.body))
    return NotTaken(Reason.NOT_TAKEN, said(answer.body) or str(status))


def said(body: bytes) -> str:
    """The site's own sentence in an error page, made safe and short; "" when there is none."""
    from sahelreader.parse.clean import plain_text

    page = body[:200_000].decode("utf-8", "replace")
    found = _SAID.search(page)
    part = found[1] if found else ""
    paragraph = _PARAGRAPH.search(part or page)
    if paragraph is not None:
        part = paragraph[1]
    return safe_line(plain_text(part), _QUOTED) if part else ""
