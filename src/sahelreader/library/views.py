"""Views: which articles a list shows, newest first, as SQL over ids. A view is a value; it holds no rows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """KIND: all, unread, saved, mine, site, folder, tag, author, own (my tag), query, group. ARG: the site's id as
    text, the folder's, tag's or author's name, the query's text, the group's number."""

    kind: str
    arg: str = ""


#: kinds that can show one line for the articles of one event
GROUPING = ("all", "unread", "folder")


def selection(view: View, grouped: bool = False) -> tuple[str, dict[str, object]]:
    """(SQL giving columns id and rank of what VIEW shows in order, its parameters); "query" is `search`'s.

    GROUPED: of the articles that are one event only the newest that VIEW shows; kinds outside GROUPING show all.
    """
    from sahelreader.library.folding import fold_label

    kind, arg = view.kind, view.arg
    if kind == "all":
        return _ALL % (_NEWEST % "" if grouped else ""), {}
    if kind == "unread":
        return _UNREAD % (_NEWEST % "AND newer.unread = 1" if grouped else ""), {}
    if kind == "saved":
        return _SAVED, {}
    if kind == "mine":
        return _MINE, {}
    if kind == "site":
        return _SITE, {"site": int(arg) if arg.isdigit() else -1}
    if kind == "group":
        return _GROUP, {"group": int(arg) if arg.isdigit() else -1}
    if kind == "folder":
        return _FOLDER % (_NEWEST % _IN_FOLDER if grouped else ""), {"folder": arg}
    if kind in ("tag", "author", "own"):
        kinds = ("tag", "category") if kind == "tag" else (kind, kind)
        return _LABEL, {"kind": kinds[0], "other": kinds[1], "folded": fold_label(arg)}
    return _NOTHING, {}


_ALL = "SELECT id, rank FROM article WHERE hidden = 0%s ORDER BY rank DESC"
_UNREAD = "SELECT id, rank FROM article WHERE hidden = 0 AND unread = 1%s ORDER BY rank DESC"
# asked of the few that have a number, and answered by the indexes alone: as a join it read every article
_NEWEST = """
 AND (article.group_id = 0 OR NOT EXISTS (SELECT 1 FROM article AS newer WHERE newer.group_id = article.group_id
    AND newer.group_id <> 0 AND newer.hidden = 0 AND newer.rank > article.rank %s))
"""
_IN_FOLDER = (
    "AND newer.site_id IN (SELECT id FROM site WHERE folder = :folder AND removed_at IS NULL)"
)
_SAVED = """
SELECT article.id, rank FROM marks CROSS JOIN article ON article.id = marks.article_id
WHERE saved_at IS NOT NULL AND hidden = 0 ORDER BY rank DESC
"""
_MINE = """
SELECT article.id, rank FROM (SELECT DISTINCT article_id FROM my_comment) AS mine
CROSS JOIN article ON article.id = mine.article_id WHERE hidden = 0 ORDER BY rank DESC
"""
_SITE = "SELECT id, rank FROM article WHERE hidden = 0 AND site_id = :site ORDER BY rank DESC"
_GROUP = "SELECT id, rank FROM article WHERE hidden = 0 AND group_id = :group AND group_id <> 0 ORDER BY rank DESC"
_FOLDER = """
SELECT article.id, rank FROM site JOIN article ON article.site_id = site.id
WHERE site.folder = :folder AND site.removed_at IS NULL AND hidden = 0%s ORDER BY rank DESC
"""
_LABEL = """
SELECT article.id, article.rank FROM article
WHERE hidden = 0 AND article.rank IN (
    SELECT article_label.rank FROM label JOIN article_label ON article_label.label_id = label.id
    WHERE label.kind IN (:kind, :other) AND label.folded = :folded
) ORDER BY article.rank DESC
"""
_NOTHING = "SELECT id, rank FROM article WHERE 0"
