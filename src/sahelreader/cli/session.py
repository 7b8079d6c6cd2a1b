"""What nearly every command needs: folders, settings, the library and the drafts, opened with a plain reason when they cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sahelreader import config, i18n
from sahelreader.cli.output import Failure, Output
from sahelreader.i18n import _, ngettext
from sahelreader.library import Library, LibraryProblem, articles, sites
from sahelreader.paths import Paths, find_paths

if TYPE_CHECKING:
    from sahelreader.drafts import Drafts


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Desk:
    """What one writes with: no library is needed, so a broken one takes nothing away."""

    paths: Paths
    settings: config.Settings
    drafts: Drafts
    now: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Session(Desk):
    library: Library


def desk(out: Output) -> Desk:
    """Settings and drafts; complains of what is wrong in the settings."""
    # not above: the reader shows its list before it looks at drafts
    from sahelreader.drafts import Drafts

    paths = find_paths()
    settings, complaints = config.load(paths.settings)
    for complaint in complaints:
        out.say(worded(complaint))
    return Desk(paths, settings, Drafts(paths.data), utc_now)


@contextmanager
def session(out: Output) -> Iterator[Session]:
    """Open everything, with the welcome edition in a library that is new; close it at the end."""
    found = desk(out)
    library = open_library(found.paths)
    if library.notice:
        out.say(f"{library.notice} {what_is_safe(found.drafts)}".strip())
    try:
        yield Session(found.paths, found.settings, found.drafts, found.now, library)
    finally:
        library.close()


def open_library(paths: Paths, *, furnished: bool = True) -> Library:
    """The library at its place, made (and FURNISHED with the welcome edition) when it is not there yet."""
    fresh = not paths.library.exists()
    try:
        library = Library.open(paths.library, now=utc_now())
        # what was set aside as damaged may have left an empty one
        bare = fresh or (library.notice and not library.read_now(sites.all))
        if bare and furnished and not library.read_only:
            furnish(library)
    except LibraryProblem as problem:
        raise Failure(str(problem)) from problem
    return library


def what_is_safe(drafts: Drafts) -> str:
    """How much of what the person wrote is there, whatever became of the library; "" when nothing is."""
    count = len(drafts.all().drafts)
    if not count:
        return ""
    told = ngettext(
        "Your comment was not in it: “sahelreader outbox” shows it.",
        "Your %(n)d comments were not in it: “sahelreader outbox” shows them.",
        count,
    )
    return told % {"n": count}


def furnish(library: Library) -> None:
    """Put the welcome edition, in the language in force, into a new LIBRARY."""
    from sahelreader.welcome import edition

    now = utc_now()
    found, page = edition(i18n.language(), now)
    site = library.write_now(sites.add, found, now)
    library.write_now(articles.store_page, site.id, page, now)


def article_number(opened: Session, text: str) -> int:
    """The library's id of the article that TEXT names by number or address."""
    from sahelreader.cli.values import number_of

    number = number_of(text)
    if number is not None:
        known = bool(opened.library.read_now(articles.rows, [number]))
        number = number if known else None
    elif "." in text:
        address = text if "://" in text else f"https://{text}"
        number = opened.library.read_now(articles.by_url, address)
    if number is None:
        raise Failure(
            _("No article %(article)s in the library. “sahelreader list” shows their numbers.")
            % {"article": text}
        )
    return number


def no_draft(name: str) -> str:
    return _("No draft %(draft)s. “sahelreader outbox” lists them.") % {"draft": name}


def worded(complaint: config.Complaint) -> str:
    """What is wrong in the settings, and what to write instead."""
    if not complaint.key:
        return _("The settings file cannot be read (%(reason)s); the defaults are used.") % {
            "reason": complaint.value
        }
    if complaint.allowed:
        return _("Setting “%(key)s” cannot be “%(value)s”; it takes: %(allowed)s.") % {
            "key": complaint.key,
            "value": complaint.value,
            "allowed": ", ".join(complaint.allowed) or "-",
        }
    if complaint.meant:
        return _("There is no setting “%(key)s”; did you mean “%(meant)s”?") % {
            "key": complaint.key,
            "meant": complaint.meant,
        }
    return _("There is no setting “%(key)s”; “sahelreader config” lists them.") % {
        "key": complaint.key
    }
