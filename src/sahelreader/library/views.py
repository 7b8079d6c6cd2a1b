"""Views: which articles a list shows, newest first, as SQL over ids. A view is a value; it holds no rows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """KIND: all, unread, saved, mine, site, folder, tag, author, own (my tag), query, group. ARG: the site's id as
    text, the folder's, tag's or author's name, the query's text, the group's number."""

    kind: str
    arg: str = ""


def selection(view: View) -> tuple[str, dict[str, object]]:
    """(SQL giving columns id and rank of what VIEW shows in order, its parameters); "query" is `search`'s."""
    from sahelreader.library.folding import fold_label

    kind, arg = view.kind, view.arg
    if kind == "all":
        return _ALL, {}
    if kind == "unread":
        return _UNREAD, {}
    if kind == "saved":
        return _SAVED, {}
    if kind == "mine":
        return _MINE, {}
    if kind == "site":
        return _SITE, {"site": int(arg) if arg.isdigit() else -1}
    if kind == "group":
        return _GROUP, {"group": int(arg) if arg.isdigit() else -1}
    if kind == "folder":
        return _FOLDER, {"folder": arg}
    if kind in ("tag", "author", "own"):
        kinds = ("tag", "category") if kind == "tag" else (kind, kind)
        return _LABEL, {"kind": kinds[0], "other": kinds[1], "folded": fold_label(arg)}
    return _NOTHING, {}


_ALL = "SELECT id, rank FROM article WHERE hidden = 0 ORDER BY rank DESC"
_UNREAD = "SELECT id, rank FROM article WHERE hidden = 0 AND unread = 1 ORDER BY rank DESC"
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
WHERE site.folder = :folder AND site.removed_at IS NULL AND hidden = 0 ORDER BY rank DESC
"""
_LABEL = """
SELECT article.id, article.rank FROM article
WHERE hidden = 0 AND article.rank IN (
    SELECT article_label.rank FROM label JOIN article_label ON article_label.label_id = label.id
    WHERE label.kind IN (:kind, :other) AND label.folded = :folded
) ORDER BY article.rank DESC
"""
_NOTHING = "SELECT id, rank FROM article WHERE 0"
