"""Run by the kill tests: stores pages in a library and says each one done. `python -m tests.storing_process FILE PAGES`."""

from __future__ import annotations

import sys
from pathlib import Path

from sahelreader.domain.article import CommentBatch, Page
from sahelreader.library import Library, articles, sites
from tests.shelf import NOW, article, comment, found


def main() -> int:
    library = Library.open(Path(sys.argv[1]), now=NOW)
    site = library.write_now(sites.add, found(), NOW)
    for number in range(int(sys.argv[2])):
        keys = [f"{number}-{index}" for index in range(4)]
        page = Page(
            tuple(article(key, html=f"<p>{key} " + "mot " * 300 + "</p>") for key in keys),
            tuple(CommentBatch(key, (comment(f"c{key}"),)) for key in keys),
            cursor={"page": number},
        )
        library.write_now(articles.store_page, site.id, page, NOW)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
    library.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
