"""Pictures on a real pseudo-terminal: the terminal's own pixels get a whole picture, and the reader comes back."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

from PIL import Image

from sahelreader.domain.article import Page, Picture
from sahelreader.domain.site import Found, SourceKind
from sahelreader.library import Library, articles, sites
from sahelreader.library.album import Album
from sahelreader.parse.picture import shrink
from tests.driven import NOW
from tests.terminal import Terminal, program, surroundings
from tests.test_pictures import drawn
from tests.ui_content import FLEUVE, article


def furnished(tmp_path: Path) -> dict[str, str]:
    """The surroundings of a program whose library has one article, with a picture that is kept."""
    environ = surroundings(tmp_path)
    data = Path(environ["SAHELREADER_DATA_DIR"])
    library = Library.open(data / "library.db", now=NOW)
    try:
        found = Found(FLEUVE, "Le Fleuve", SourceKind.FEED, f"{FLEUVE}feed/")
        site = library.write_now(sites.add, found, NOW)
        lead = Picture(f"{FLEUVE}bac.jpg", "le bac à quai", "A. Sow")
        told = article("bac", "Le bac de Ségou repart", 3, lead=lead)
        library.write_now(articles.store_page, site.id, Page((told,)), NOW)
    finally:
        library.close()
    Album(data / "pictures").keep(f"{FLEUVE}bac.jpg", shrink(drawn(800, 400)))
    return environ


def test_half_blocks_then_kittys_pixels_then_back(tmp_path: Path) -> None:
    environ = {**furnished(tmp_path), "TERM": "xterm-kitty", "COLORTERM": "truecolor"}
    with Terminal(program(), environ=environ) as terminal:
        terminal.wait_for("Le bac de Ségou repart")
        terminal.settle()
        terminal.press("i")
        terminal.wait_for("▀▀▀▀▀▀▀▀")
        terminal.wait_for("le bac à quai")
        assert b"\x1b_G" not in terminal.raw
        terminal.press("\r")
        terminal.wait_until(
            lambda: b"retour" in terminal.raw.rpartition(b"\x1b_G")[2], "the caption", 20
        )
        sent = re.findall(rb"\x1b_G([^;\x1b]*);([^\x1b]*)\x1b\\", terminal.raw)
        picture = Image.open(io.BytesIO(base64.b64decode(b"".join(data for _keys, data in sent))))
        assert picture.size == (800, 400)
        assert sent[0][0].startswith(b"a=T,f=100,q=2,")
        terminal.press("\r")
        terminal.wait_for("▀▀▀▀▀▀▀▀")
        # the terminal's picture is taken away again
        assert b"\x1b_Ga=d" in terminal.raw
        terminal.press("q")
        terminal.wait_gone("▀▀▀▀▀▀▀▀")
        terminal.press("Q")
        assert terminal.leave() == 0
