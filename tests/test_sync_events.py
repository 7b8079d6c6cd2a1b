"""What several papers tell, from their sites over a sync to one line in the list."""

from pathlib import Path

from sahelreader.library import articles, events
from sahelreader.library.views import View
from tests.site import Site
from tests.syncing import person
from tests.test_library_events import BRIDGE, ELSEWHERE, OTHERS


async def test_two_papers_on_one_event_are_one_line_after_the_sync(tmp_path: Path) -> None:
    with Site() as fleuve, Site(rest=False) as dune:
        async with person(tmp_path) as reader:
            fleuve.add_post("Diondiori : le pont s’effondre", f"<p>{BRIDGE}</p>")
            fleuve.add_post("Galmi : une belle récolte", f"<p>{ELSEWHERE}</p>")
            dune.add_post("Le pont de Diondiori cède", f"<p>{OTHERS}</p>")
            for site in (fleuve, dune):
                await reader.add(site.url)
            reader.clock = max(fleuve.clock, dune.clock)
            await reader.sync()
            shown = reader.library.read_now(articles.ids, View("all"), grouped=True)
            rows = reader.library.read_now(articles.rows, shown)
            assert len(reader.library.read_now(articles.ids, View("all"))) == 3
            assert sorted(row.others for row in rows) == [0, 1]
            # nothing new, nothing to group
            assert not reader.library.read_now(events.is_due)
            dune.edit(min(dune.posts), html=f"<p>{ELSEWHERE}</p>", title="Galmi : les oignons")
            await reader.sync()
            shown = reader.library.read_now(articles.ids, View("all"), grouped=True)
            titles = [row.title for row in reader.library.read_now(articles.rows, shown)]
            assert len(titles) == 2
            assert "Diondiori : le pont s’effondre" in titles
