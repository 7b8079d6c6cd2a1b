"""Why a comment waits or was refused: codes that stand in the draft's file and in JSON. `words` has the sentences."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    # surely not there; tried again by itself
    NO_NETWORK = "no_network"
    TIMEOUT = "timeout"  # no connection in time
    TLS = "tls"
    FLOOD = "flood"  # the site takes one comment in a while from one address
    MAINTENANCE = "maintenance"
    MOVED = "moved"  # the same site over https; sent there next
    FORM_READ = "form_read"  # the form has more fields than were known; sent with them next
    NOT_NOW = "not_now"  # the network gave up before anything left
    PARENT_WAITS = "parent_waits"  # what it answers is not on the site yet
    CANNOT_CHECK = "cannot_check"  # whether what it answers is still there could not be asked
    # may be there
    INTERRUPTED = "interrupted"  # the program ended during an attempt
    CUT = "cut"  # the line broke after the comment had left
    NO_ANSWER = "no_answer"
    SERVER_ERROR = "server_error"
    ASK_AGAIN = "ask_again"  # nobody but the person can decide whether to send again
    # not there; the person chooses
    EMPTY = "empty"
    CLOSED = "closed"
    ACCOUNT_REQUIRED = "account_required"
    FORBIDDEN = "forbidden"
    NOT_TAKEN = "not_taken"  # the site says why, in its own words
    ALREADY_SAID = "already_said"
    ARTICLE_GONE = "article_gone"
    ARTICLE_PROTECTED = "article_protected"
    PARENT_GONE = "parent_gone"
    PARENT_MOVED = "parent_moved"
    PARENT_REFUSED = "parent_refused"
    STRANGE_ANSWER = (
        "strange_answer"  # a page that is no answer: a captcha, a log-in, a network's own page
    )
    REDIRECTED = "redirected"
    OTHER_HOST = "other_host"  # the form belongs to another site than the article
    NO_FORM = "no_form"
    BAD_ADDRESS = "bad_address"
    TOO_LONG = "too_long"
    CHANGED = "changed"  # the file was changed by hand after an attempt
    PASSWORD_WRONG = "password_wrong"
    PASSWORD_MISSING = "password_missing"
    UNSAFE = "unsafe"  # a password would travel unencrypted
    REMOVED = "removed"  # it was there and the site took it away
    NO_LIBRARY = "no_library"


#: the site's own words stand in `error_detail`
QUOTING = frozenset((Reason.NOT_TAKEN, Reason.FORBIDDEN, Reason.FLOOD))
