"""What `export` writes: articles with their threads in a chosen format, the sites as OPML."""

from __future__ import annotations

from collections.abc import Sequence

from sahelreader.cli.output import Failure
from sahelreader.cli.session import Session
from sahelreader.domain.site import SourceKind
from sahelreader.domain.thread import arrange
from sahelreader.i18n import _
from sahelreader.library import articles, comments, sites
from sahelreader.parse.export import Exported, ExportedComment, render

FORMATS = (".md", ".html", ".epub", ".txt", ".json")


def articles_as(opened: Session, numbers: Sequence[int], suffix: str) -> bytes:
    """The articles NUMBERS, each with its thread, as the bytes of a file with SUFFIX."""
    return render([exported(opened, number) for number in numbers], suffix)


def exported(opened: Session, number: int) -> Exported:
    stored = opened.library.read_now(articles.get, number)
    if stored is None:
        raise Failure(_("This article has just been removed from the library."))
    found = {item.id: item for item in opened.library.read_now(comments.thread, number)}
    thread = arrange((item.id, item.parent_id, item.published) for item in found.values())
    return Exported(
        stored.article,
        stored.site_name,
        tuple(
            ExportedComment(
                found[key].author,
                found[key].published,
                found[key].html,
                thread.places[key].depth,
            )
            for key in thread.order
        ),
    )


def sites_as_opml(opened: Session) -> tuple[bytes, int]:
    """Every subscription as OPML 2.0, with folders; and how many."""
    from sahelreader.parse.opml import Outline, write_opml

    everything = [
        site for site in opened.library.read_now(sites.all) if site.kind is not SourceKind.LOCAL
    ]
    outlines = [
        Outline(
            title=site.name,
            feed_url=_feed(site.endpoint, site.kind, site.url),
            site_url=site.url,
            folder=site.folder,
        )
        for site in everything
    ]
    return write_opml(outlines, "sahelreader"), len(everything)


def _feed(endpoint: str, kind: SourceKind, url: str) -> str:
    """The feed's address for other readers; a WordPress site's is where WordPress puts it."""
    return endpoint if kind is SourceKind.FEED else url.rstrip("/") + "/feed/"
