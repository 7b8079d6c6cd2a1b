"""The library screen: sites, articles, reading pane; one, two or three of them by the width there is.

Owns the panes, the focus and the keys. What the list shows is `list_control`'s, what is read `read_control`'s,
what is marked `mark_control`'s.
"""

from __future__ import annotations

import gc
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen

from sahelreader.i18n import _
from sahelreader.library.views import View
from sahelreader.screens import left_off
from sahelreader.screens.answers import Changed, GoTo, Show
from sahelreader.screens.context import Context
from sahelreader.screens.keys import carry_out, dispatch, place_of, push
from sahelreader.screens.list_control import ListControl
from sahelreader.screens.mark_control import MarkControl
from sahelreader.screens.news import News
from sahelreader.screens.panes import Panes, reached
from sahelreader.screens.read_control import ReadControl
from sahelreader.screens.site_control import SiteControl
from sahelreader.screens.traffic import Traffic
from sahelreader.widgets.article_list import ArticleList
from sahelreader.widgets.hints import Hints
from sahelreader.widgets.reader import Reader
from sahelreader.widgets.sites_pane import SitesPane
from sahelreader.widgets.status import StatusLine

if TYPE_CHECKING:
    from sahelreader.widgets.search_box import SearchBox


class LibraryScreen(Screen[None]):
    AUTO_FOCUS = None
    ESCAPE_TO_MINIMIZE = False

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.lists = ListControl(self, context)
        self.reads = ReadControl(self, context)
        self.marks = MarkControl(self, context)
        self.panes = Panes(self)
        self.news = News(self, context)
        self.sites = SiteControl(self, context)
        self._painting = False

    def _compositor_refresh(self) -> None:
        """Not before everything stands where it will stay: Textual would paint each of its steps towards that."""
        if self._painting:
            super()._compositor_refresh()
        else:
            # what is to be painted is noted already, as regions
            self._dirty_widgets.clear()

    def compose(self) -> ComposeResult:
        context = self.context
        left = self.left = left_off.load(context.paths.data)
        # as Textual will when it hears of the size: so the first layout is the right one
        self.add_class(*reached(self.app))
        yield StatusLine(context.marks, context.now)
        with Horizontal(id="panes"):
            yield SitesPane(context.marks)
            compact = left.compact or context.settings.compact
            yield ArticleList(context.marks, context.now, compact=compact)
            yield Reader(left.column or context.settings.column)
        yield Hints(context.keymap, "list")

    def on_mount(self) -> None:
        left = self.left
        self.context.leaving.add(self.leaving)
        self.panes.restore(left)
        self.query_one(ArticleList).focus()
        self.lists.begin(left)
        reader = self.query_one(Reader)
        reader.nothing = (
            _("%(key)s opens an article here.") % {"key": self.context.keymap.shown("list.open")},
        )
        self.call_after_refresh(self._after_first_paint)

    def _after_first_paint(self) -> None:
        """Paint; then do what can wait until the list shows."""
        self._painting = True
        self._compositor_refresh()
        if not gc.isenabled():
            # as `cli.run` left it: what is there now is there to stay
            gc.freeze()
            gc.enable()
        left = self.left
        if left.opened and (left.reading or self.panes.wide):
            self.reads.open(left.opened, read=False)
            if left.reading:
                self.panes.read()
        self.context.traffic.count_drafts()
        self.news.begin()

    def leaving(self) -> None:
        """Keep the place, before the program ends."""
        articles, reader = self.query_one(ArticleList), self.query_one(Reader)
        sought = self.lists.sought
        view, label, at = (
            sought.before if sought else (self.lists.view, self.lists.label, articles.current or 0)
        )
        kept = left_off.LeftOff(
            kind=view.kind,
            arg=str(view.arg),
            label=label,
            article=at,
            top=articles.top_of_current,
            near=tuple(articles.near()) if not sought else (),
            apart=self.lists.apart,
            opened=self.reads.article_id,
            reading=self.panes.reading,
            sites_width=self.panes.width_of(SitesPane),
            list_width=self.panes.width_of(ArticleList),
            column=reader.column,
            compact=articles.compact,
            theme=self.app.theme,
            set_theme=self.context.settings.theme,
        )
        left_off.save(self.context.paths.data, kept)
        self.reads.remember_now()

    # keys

    async def on_key(self, event: events.Key) -> None:
        await dispatch(self, event, self.context)

    async def on_hints_chosen(self, event: Hints.Chosen) -> None:
        await carry_out(self, event.command, self.context)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self._show_keys()

    def on_reader_place_changed(self, event: Reader.PlaceChanged) -> None:
        self._show_keys()
        self.reads.maybe_seen()

    def on_reader_scrolled(self, event: Reader.Scrolled) -> None:
        self.reads.tell_progress()
        self.reads.maybe_seen()

    def _show_keys(self) -> None:
        self.query_one(Hints).show_place(place_of(self))
        self.reads.tell_progress()

    # opening and going back

    def open_article(self, article_id: int, comment: int = 0) -> None:
        """Show an article, and go to it."""
        self.query_one(ArticleList).go_to_id(article_id)
        self.reads.open(article_id, comment, self.lists.words())
        self.panes.read()

    def on_article_list_opened(self, event: ArticleList.Opened) -> None:
        if event.article_id == self.reads.article_id and self.query_one(Reader).shown is not None:
            # it is there already: nothing to read again
            self.panes.read()
        else:
            self.open_article(event.article_id)

    def on_article_list_wanted(self, event: ArticleList.Wanted) -> None:
        self.lists.want_rows(event.ids)

    def on_article_list_unquoted(self, event: ArticleList.Unquoted) -> None:
        self.lists.quote()

    def on_reader_at_end(self, event: Reader.AtEnd) -> None:
        self.action_next_unread()

    def on_reader_link_chosen(self, event: Reader.LinkChosen) -> None:
        self.follow(event.url)

    def follow(self, url: str) -> None:
        """Open URL in the library when it is there, else ask whether to open it in the browser."""
        shown = self.query_one(Reader).shown
        known = shown.around.known.get(url) if shown is not None else None
        if known is not None:
            self.open_article(known)
        else:
            self.reads.follow(url)

    def on_sites_pane_chosen(self, event: SitesPane.Chosen) -> None:
        self.query_one(ArticleList).index = -1
        self.lists.show(event.view, event.label)
        if event.opened:
            self.panes.to_list()

    def action_back(self) -> None:
        """One step back from where one is."""
        if self.query_one(Reader).has_focus:
            if not self.query_one(Reader).leave_thread():
                self.reads.leave()
                self.panes.to_list()
        elif self.query_one(SitesPane).has_focus:
            self.panes.to_list()
        elif not (
            self.query_one(ArticleList).unpick()
            or self.panes.leave_zen()
            or self.lists.leave_search()
            or self.lists.leave_event()
        ):
            self.panes.to_sites()

    def action_next_unread(self) -> None:
        self.marks.seek_unread(1)

    def action_previous_unread(self) -> None:
        self.marks.seek_unread(-1)

    def action_next_article(self) -> None:
        self._step_article(1)

    def action_previous_article(self) -> None:
        self._step_article(-1)

    def _step_article(self, step: int) -> None:
        articles = self.query_one(ArticleList)
        before = articles.index
        articles.go_to(before + step)
        if articles.index != before and articles.current is not None:
            self.open_article(articles.current)

    def action_papers(self) -> None:
        if self.target:
            self.lists.show_event(self.target)

    def action_grouping(self) -> None:
        self.lists.toggle_grouping()

    def action_next_site(self) -> None:
        self.query_one(SitesPane).choose(1)

    def action_previous_site(self) -> None:
        self.query_one(SitesPane).choose(-1)

    # marks

    @property
    def target(self) -> int:
        """The article that a command is about: the one read, or the current one of the list; 0 for none."""
        if self.panes.reading:
            return self.reads.article_id
        return self.query_one(ArticleList).current or 0

    @property
    def targets(self) -> Sequence[int]:
        """The articles that a mark is about: those picked in the list, else the one of `target`."""
        picked = () if self.panes.reading else self.query_one(ArticleList).picked
        return sorted(picked) or ([self.target] if self.target else [])

    def on_article_list_picked(self, event: ArticleList.Picked) -> None:
        self.lists.tell_count()

    def action_toggle_read(self) -> None:
        self.marks.toggle_read(self.targets)

    def action_toggle_saved(self) -> None:
        self.marks.toggle_saved(self.targets)

    def action_all_read(self) -> None:
        self.marks.all_read(self.lists.view)

    def action_undo(self) -> None:
        self.marks.undo()

    # other screens

    def push(self, name: str, *arguments: Any, **named: Any) -> None:
        """Show a screen; when it closes, `came_back` hears of it."""
        push(self, name, self.context, *arguments, **named)

    async def came_back(self, answer: Any) -> None:
        """Another screen closed, with an ANSWER perhaps."""
        self.context.traffic.count_drafts()
        self.reads.reload()
        self.lists.load_sites()
        if isinstance(answer, GoTo):
            self.open_article(answer.article, answer.comment)
        elif isinstance(answer, Show):
            self.lists.show(View("site", str(answer.site)), answer.name)
            self.panes.to_list()
        elif isinstance(answer, Changed):
            self.lists.leave_hidden()
        elif isinstance(answer, str) and answer:
            self.follow(answer)

    def action_comment(self) -> None:
        self._write(None)

    def action_reply(self) -> None:
        entry = self.query_one(Reader).entry
        if entry is None or entry.is_pingback:
            return
        if entry.key < 0:
            self.notify(
                _("Your comment is not on the site yet; it can be answered then."), markup=False
            )
            return
        self._write(entry.key)

    def _write(self, reply_to: int | None) -> None:
        if self.target:
            named = {"quote": text} if (text := self.get_selected_text()) else {}
            self.push("screens.compose:ComposeScreen", self.target, reply_to, **named)

    def action_see_mine(self) -> None:
        entry = self.query_one(Reader).entry
        if entry is not None and entry.draft_id:
            self.push("screens.outbox:OutboxScreen", entry.draft_id)

    def action_links(self) -> None:
        if self.target:
            self.push("screens.links:LinksScreen", self.target)

    def action_tags(self) -> None:
        if self.targets:
            self.push("screens.tags:TagsScreen", *self.targets)
            self.query_one(ArticleList).unpick()

    def action_note(self) -> None:
        if self.target:
            self.push("screens.note:NoteScreen", self.target)

    def action_export(self) -> None:
        if self.target:
            self.push("screens.export:ExportScreen", self.target)

    def action_changes(self) -> None:
        if self.target:
            self.push("screens.versions:VersionsScreen", self.target)

    def action_pictures(self) -> None:
        if self.target:
            self.push("screens.pictures:PicturesScreen", self.target)

    def action_browser(self) -> None:
        from sahelreader.screens.opening import open_link

        self.marks.with_address(self.target, lambda title, url: open_link(self, self.context, url))

    def action_copy_link(self) -> None:
        from sahelreader.screens.opening import copy_text

        selected = self.get_selected_text()
        if selected:
            copy_text(self, selected)
            self.notify(_("Copied."), markup=False, timeout=2)
        else:
            self.marks.with_address(self.target, self._copy_address)

    def _copy_address(self, title: str, url: str) -> None:
        from sahelreader.screens.opening import copy_text

        copy_text(self, f"{title}\n{url}")
        self.notify(_("Title and address copied."), markup=False, timeout=2)

    # a site

    def action_edit_site(self) -> None:
        self.sites.edit()

    def action_older_articles(self) -> None:
        self.sites.older()

    def action_remove_site(self) -> None:
        self.sites.remove()

    # the network

    def action_sync(self) -> None:
        self.news.sync()

    def action_sync_site(self) -> None:
        self.news.sync_site(self.lists.view, self.query_one(ArticleList))

    def action_fetch_thread(self) -> None:
        self.reads.fetch()

    def on_traffic_changed(self, event: Traffic.Changed) -> None:
        self.news.changed(event.status)

    def on_traffic_arrived(self, event: Traffic.Arrived) -> None:
        self.news.arrived()

    def on_traffic_ended(self, event: Traffic.Ended) -> None:
        self.news.ended(event.summary)

    def on_traffic_draft_moved(self, event: Traffic.DraftMoved) -> None:
        self.reads.reload(event.draft.article)

    def on_traffic_delivery_ended(self, event: Traffic.DeliveryEnded) -> None:
        self.news.delivered(event.sent, event.waiting, event.refused)

    def on_traffic_failed(self, event: Traffic.Failed) -> None:
        self.context.failed(event.error)

    # finding

    async def action_search(self) -> None:
        await self.panes.ask(
            "search", _("Search:"), _("words, “a phrase”, -not, site: author: since:")
        )

    async def action_filter(self) -> None:
        await self.panes.ask("filter", _("Filter:"))

    async def action_find(self) -> None:
        await self.panes.ask("find", _("Find:"))

    def on_search_box_typed(self, event: SearchBox.Typed) -> None:
        if event.kind == "find":
            self.panes.tell_found(*self.query_one(Reader).find(event.text), event.text)
        else:
            self.lists.typed(event.kind, event.text)

    async def action_search_keep(self) -> None:
        await self.panes.close_box()
        self.panes.to_list()

    def action_keep_search(self) -> None:
        self.lists.keep_search()

    async def action_search_leave(self) -> None:
        await self.panes.close_box()
        self.lists.leave_search()
        self.panes.to_list()

    def action_find_next(self) -> None:
        self.panes.tell_found(*self.query_one(Reader).find_again(1))

    def action_find_previous(self) -> None:
        self.panes.tell_found(*self.query_one(Reader).find_again(-1))

    async def action_find_leave(self) -> None:
        await self.panes.close_box()
        self.query_one(Reader).stop_finding()
        self.query_one(Reader).focus()

    # the look

    def action_next_pane(self) -> None:
        self.panes.next(1)

    def action_previous_pane(self) -> None:
        self.panes.next(-1)

    def action_narrower(self) -> None:
        self.panes.resize(-1)

    def action_wider(self) -> None:
        self.panes.resize(1)

    def action_zen(self) -> None:
        self.panes.zen()

    def action_compact(self) -> None:
        articles = self.query_one(ArticleList)
        articles.set_compact(not articles.compact)
