"""One sentence for every reason why something did not come: what happened, what it means, what to do.

Knows the codes of `domain.outcome.Problem` and nothing of who met them. A code from a newer library
that this version does not know still gets a sentence.
"""

from __future__ import annotations

from sahelreader.domain.outcome import Problem
from sahelreader.domain.text import safe_line
from sahelreader.i18n import _

DETAIL_LIMIT = 120


def sentence(problem: str, detail: str = "") -> str:
    """PROBLEM (a `Problem` or its code, "" for none) as a sentence in the person's language.

    DETAIL is an HTTP status, a host or what the system said; it comes from outside, is made safe and
    stands in brackets after the fact, so that a person can pass it on. "" when PROBLEM is "".
    """
    if not problem:
        return ""
    try:
        fact, advice = _worded(Problem(problem))
    except ValueError:
        fact = _("Something did not work: %(code)s") % {"code": safe_line(str(problem), 40)}
        advice = _("Try again later.")
    told = safe_line(detail, DETAIL_LIMIT)
    bracket = f" ({told})" if told and told != str(problem) else ""
    return f"{fact}{bracket}. {advice}"


def _worded(problem: Problem) -> tuple[str, str]:
    """The fact, without its full stop, and the advice."""
    match problem:
        case Problem.NO_NETWORK:
            return (
                _("The site cannot be reached from here"),
                _(
                    "There may be no network. What is in the library stays readable; sync again when the network is back."
                ),
            )
        case Problem.TIMEOUT:
            return (
                _("The site was too slow to answer"),
                _("The line or the site is overloaded. What came is kept; try again later."),
            )
        case Problem.TLS:
            return (
                _("The secure connection could not be made"),
                _(
                    "Someone may be in between, or the date of this machine is wrong. Check the date, then try on another network."
                ),
            )
        case Problem.CUT:
            return (
                _("The connection broke before the end"),
                _("Nothing was half stored; try again."),
            )
        case Problem.TOO_BIG:
            return (
                _("The answer is larger than an article or a feed can be"),
                _("It was not taken. Check the address."),
            )
        case Problem.REDIRECTS:
            return (
                _("The address leads from one to another without arriving"),
                _("Open it in a browser, and give the address where you end up."),
            )
        case Problem.FORBIDDEN_ADDRESS:
            return (
                _("The address leads into this machine or a private network"),
                _("A site may not send the reader there, so it was not followed."),
            )
        case Problem.BAD_URL:
            return (
                _("This is not the address of a website"),
                _("Write it as a browser shows it, such as https://example.org."),
            )
        case Problem.BAD_CONTENT:
            return (
                _("What came is neither a news site nor a feed"),
                _(
                    "The network may first want you to log in: open any page in a browser. Otherwise try the site's home page or the address of its feed."
                ),
            )
        case Problem.UNAUTHORISED:
            return (
                _("The site asks for a password"),
                _("It can be read only by its subscribers, in a browser."),
            )
        case Problem.FORBIDDEN:
            return (
                _("The site refused to answer this program"),
                _(
                    "It may refuse every program that is not a browser. Try the address of its feed."
                ),
            )
        case Problem.NOT_FOUND:
            return (
                _("There is nothing at this address"),
                _("It may have moved. Check the address, or give the site's home page."),
            )
        case Problem.GONE:
            return (
                _("The site says that this was removed for good"),
                _("What is in the library stays; the site is not asked again."),
            )
        case Problem.TOO_MANY:
            return (
                _("The site asks to be left in peace for a while"),
                _("It is asked again later, by itself."),
            )
        case Problem.MAINTENANCE:
            return (
                _("The site is closed for maintenance"),
                _("It is asked again later, by itself."),
            )
        case Problem.SERVER:
            return (
                _("The site has broken down"),
                _("The fault is on its side; try again later."),
            )
        case Problem.REFUSED:
            return (
                _("The site refused the request"),
                _("Try the site's home page or the address of its feed."),
            )
        case Problem.OVER_BUDGET:
            return (
                _("The limit of bytes that you set is reached"),
                _(
                    "What came is kept. “sahelreader config sync_bytes 0” and “config month_bytes 0” lift the limits."
                ),
            )
        case Problem.BUG:
            return (
                _("A mistake in the program stopped this"),
                _("Nothing you wrote is lost. The details are in the log."),
            )
