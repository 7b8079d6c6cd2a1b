"""Writing an article with its discussion to a file: where, and in which format (by the file's suffix)."""

from __future__ import annotations

import asyncio
import os
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from sahelreader.domain.text import safe_line
from sahelreader.domain.thread import arrange
from sahelreader.i18n import _
from sahelreader.paths import styles_dir
from sahelreader.screens.keys import carry_out, dispatch
from sahelreader.screens.work import start
from sahelreader.widgets.choice_lines import Choice
from sahelreader.widgets.choices import ChoiceList
from sahelreader.widgets.hints import Hints
from sahelreader.widgets.picker import Picker
from sahelreader.widgets.told import Told

if TYPE_CHECKING:
    from sahelreader.parse.export import Exported
    from sahelreader.screens.context import Context

FORMATS = (".md", ".html", ".epub", ".txt", ".json")
#: letters of the title that go into the file's name
NAME = 60


class ExportScreen(ModalScreen[None]):
    CSS_PATH: ClassVar[Any] = [styles_dir() / "lists.tcss", styles_dir() / "sheet.tcss"]
    AUTO_FOCUS = None

    def __init__(self, context: Context, article_id: int) -> None:
        super().__init__()
        self.context = context
        self._article = article_id
        #: what the person was told is there already; asked for again, it is replaced
        self._warned = ""

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            title = _("Write the article and its discussion to a file")
            yield Static(Content(title), classes="title", markup=False)
            yield Picker(self.context.marks, "export", _("File:"))
            yield Told(id="told")
            yield Hints(self.context.keymap, "export")

    def on_mount(self) -> None:
        self.query_one(ChoiceList).set_choices(formats())
        start(self, self.context, self._suggest(), "name")

    async def _suggest(self) -> None:
        from sahelreader.library import articles

        stored = await self.context.library.read(articles.get, self._article)
        title = stored.article.title if stored is not None else ""
        self.query_one(Picker).text = str(usual_folder() / f"{file_name(title)}.md")

    async def on_key(self, event: events.Key) -> None:
        await dispatch(self, event, self.context)

    async def on_hints_chosen(self, event: Hints.Chosen) -> None:
        await carry_out(self, event.command, self.context)

    def on_picker_typed(self, event: Picker.Typed) -> None:
        suffix = Path(event.text).suffix.lower()
        if suffix in FORMATS and self.query_one(ChoiceList).value != suffix:
            self.query_one(ChoiceList).set_choices(formats(), at=suffix)

    def on_choice_list_moved(self, event: ChoiceList.Moved) -> None:
        picker = self.query_one(Picker)
        path = Path(picker.text)
        if picker.text and path.name and path.suffix.lower() != event.value:
            known = path.suffix.lower() in FORMATS
            picker.text = str(path.with_suffix(event.value) if known else f"{path}{event.value}")

    def on_choice_list_opened(self, event: ChoiceList.Opened) -> None:
        text = self.query_one(Picker).text.strip()
        if text:
            start(self, self.context, self._write(Path(text).expanduser()), "export")

    async def _write(self, path: Path) -> None:
        if await asyncio.to_thread(path.exists) and self._warned != str(path):
            self._warned = str(path)
            self._tell(_("There is such a file already. Enter again replaces it."))
            return
        found = await self.context.library.read(exported, self._article)
        if found is None:
            self._tell(_("This article is no longer in the library."))
            return
        try:
            await asyncio.to_thread(write, path, found)
        except OSError as error:
            reason = error.strerror or str(error)
            self._tell(_("It could not be written: %(reason)s.") % {"reason": reason})
            return
        self.app.notify(_("Written: %(file)s") % {"file": safe_line(str(path))}, markup=False)
        self.dismiss()

    def _tell(self, text: str) -> None:
        self.query_one(Told).tell([(text, "caution")])

    def action_close(self) -> None:
        self.dismiss()


def formats() -> list[Choice]:
    names = {
        ".md": _("Markdown, for notes"),
        ".html": _("a page for the web browser"),
        ".epub": _("a book for an e-reader"),
        ".txt": _("plain text"),
        ".json": _("data for a program"),
    }
    return [Choice(suffix, suffix, detail=names[suffix], aside=True) for suffix in FORMATS]


def usual_folder() -> Path:
    """The documents folder where there is one, else the home folder, as the person would write it."""
    for name in ("Documents", "documents"):
        if (Path.home() / name).is_dir():
            return Path("~") / name
    return Path("~")


def file_name(title: str) -> str:
    """A plain file name out of a TITLE, which may hold anything."""
    spaced = safe_line(title, NAME * 2).replace("’", " ").replace("œ", "oe").replace("Œ", "OE")
    plain = unicodedata.normalize("NFKD", spaced).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return words[:NAME].rstrip("-") or "article"


def exported(db: Any, article_id: int) -> Exported | None:
    """The article and its discussion, as the exporter takes them."""
    from sahelreader.library import articles, comments
    from sahelreader.parse.export import Exported, ExportedComment

    stored = articles.get(db, article_id)
    if stored is None:
        return None
    found = {comment.id: comment for comment in comments.thread(db, article_id)}
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


def write(path: Path, found: Exported) -> None:
    """Write FOUND to PATH whole or not at all: beside it first, then put in its place."""
    from sahelreader.parse.export import render

    suffix = path.suffix.lower()
    data = render([found], suffix if suffix in FORMATS else ".txt")
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new-{os.getpid()}")
    try:
        with fresh.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
