"""Pictures: made small and harmless, kept for reading offline, counted, and never asked for unasked."""

from __future__ import annotations

import io
import os
import stat
import struct
import zlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from sahelreader.domain.article import Article, Page, Picture
from sahelreader.domain.document import Document, Figure, ListBlock, Paragraph, Quotation, Span
from sahelreader.domain.pictures import pictures
from sahelreader.domain.site import Found, SourceKind
from sahelreader.library import articles, sites
from sahelreader.library.album import Album
from sahelreader.parse.picture import NotShown, half_cells, png, shrink
from sahelreader.sync import Options
from sahelreader.sync.pictures import LIMIT, PictureFetched, fetch_picture
from tests.serving import Reply, Request, Serving
from tests.syncing import Person, person


def drawn(width: int, height: int, format: str = "PNG", mode: str = "RGB", **more: object) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    picture = Image.new(mode, (width, height), "blue")
    picture.paste("red", (0, 0, width // 2, height))
    made = io.BytesIO()
    picture.save(made, format, **more)
    return made.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_becomes_small(format: str) -> None:
    small = shrink(drawn(3000, 1500, format))
    assert opened(small).format == "JPEG"
    assert opened(small).size == (1200, 600)
    assert len(small) < 60_000


def test_a_small_picture_keeps_its_size() -> None:
    assert opened(shrink(drawn(96, 54))).size == (96, 54)


def test_where_and_with_what_it_was_taken_is_not_kept() -> None:
    tags = Image.Exif()
    tags[0x010F] = "Appareil"
    tags[0x0112] = 6  # to be turned by a quarter
    small = opened(shrink(drawn(300, 200, "JPEG", exif=tags)))
    assert small.size == (200, 300)
    assert not dict(small.getexif())


def test_what_can_be_seen_through_lies_on_white() -> None:
    clear = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(clear, "PNG")
    colour = opened(shrink(clear.getvalue())).getpixel((10, 10))
    assert isinstance(colour, tuple)
    assert min(colour) > 250


def bomb(width: int, height: int) -> bytes:
    """A PNG that claims to be larger than it could ever be unpacked."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(bytes(100_000), 9))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [6_000, 10_000, 60_000])
def test_a_bomb_is_refused_by_what_its_header_says(
    side: int, recwarn: pytest.WarningsRecorder
) -> None:
    with pytest.raises(NotShown) as refused:
        shrink(bomb(side, side))
    assert refused.value.too_big
    assert len(recwarn) == 0


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>Payez ici</html>", drawn(300, 300)[:200], drawn(300, 300, "JPEG")[:40],
     b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", bomb(300, 300)],
)  # fmt: skip
def test_what_is_no_picture_is_refused(body: bytes) -> None:
    with pytest.raises(NotShown):
        shrink(body)


def test_no_mangled_picture_does_more_than_be_refused() -> None:
    for format in ("PNG", "JPEG", "WEBP", "GIF"):
        whole = drawn(40, 30, format)
        for at in range(0, len(whole), 7):
            mangled = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
            try:
                shrink(mangled)
            except NotShown:
                continue


def test_half_cells_are_two_pixels_each() -> None:
    cells = half_cells(drawn(200, 100), 40, 30)
    assert (len(cells[0]), len(cells)) == (40, 10)
    for row in cells:
        assert row[0] == ((255, 0, 0), (255, 0, 0)) or row[0][0][0] > 240
        assert row[-1][1][2] > 240
    tall = half_cells(drawn(100, 400), 40, 10)
    assert (len(tall[0]), len(tall)) == (5, 10)


def test_a_png_for_terminals_that_show_pixels() -> None:
    made, width, height = png(drawn(2400, 1200, "JPEG"), 600)
    assert (opened(made).format, width, height) == ("PNG", 600, 300)


def test_each_picture_of_an_article_once() -> None:
    body = Document((
        Paragraph((Span("Texte"),)),
        Figure("https://j.example/a.jpg", alt="le bac"),
        Quotation((Figure("https://j.example/b.jpg", caption="le quai", credit="A. Sow"),)),
        ListBlock(((Figure("https://j.example/c.jpg"),),)),
        Figure("https://j.example/a.jpg"),
    ))  # fmt: skip
    assert pictures(Picture("https://j.example/a.jpg"), body) == (
        Picture("https://j.example/a.jpg", "le bac"),
        Picture("https://j.example/b.jpg", "le quai", "A. Sow"),
        Picture("https://j.example/c.jpg"),
    )
    assert pictures(None, Document(())) == ()


@pytest.mark.parametrize(
    ("lead", "figure", "taken"),
    [
        ("bac.jpg", "bac-1024x683.jpg", "bac-1024x683.jpg"),
        ("bac-scaled.jpg", "bac-1024x683.jpg", "bac-1024x683.jpg"),
        ("bac-1536x1024.jpg", "bac-768x512.jpg", "bac-768x512.jpg"),
        # too small to see anything
        ("bac.jpg", "bac-150x150.jpg", "bac.jpg"),
        ("bac-1024x683.jpg", "bac-300x200.jpg", "bac-1024x683.jpg"),
    ],
)
def test_of_one_picture_in_several_sizes_the_cheapest_good_one(
    lead: str, figure: str, taken: str
) -> None:
    at = "https://j.example/"
    body = Document((Figure(at + figure, caption="le bac"), Figure(f"{at}autre-2.jpg")))
    assert pictures(Picture(at + lead), body) == (
        Picture(at + taken, "le bac"),
        Picture(f"{at}autre-2.jpg"),
    )


# kept on disk


def test_an_album_keeps_for_its_owner_alone_and_lets_the_oldest_go(tmp_path: Path) -> None:
    album = Album(tmp_path / "pictures", most=250)
    assert album.get("https://j.example/1.jpg") is None
    assert album.size() == (0, 0)
    for number in range(1, 4):
        album.keep(f"https://j.example/{number}.jpg", bytes(100))
        file = next(f for f in album.folder.iterdir() if f.stat().st_mtime > 1_000)
        os.utime(file, (number, number))
    assert album.size() == (2, 200)
    assert not album.has("https://j.example/1.jpg")
    assert album.get("https://j.example/3.jpg") == bytes(100)
    assert stat.S_IMODE(album.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(f.stat().st_mode) for f in album.folder.iterdir()} == {0o600}


# brought in


class Paper:
    """An article with two pictures on the server, and what became of asking for them."""

    def __init__(self, reader: Person, server: Serving, folder: Path) -> None:
        self.reader, self.server = reader, server
        self.album = Album(folder / "pictures")
        url = server.url
        found = Found(f"{url}/", "Papier", SourceKind.FEED, f"{url}/feed/", facts={"private": True})
        self.site = reader.library.write_now(sites.add, found, reader.now())
        text = f'<p>Un texte.</p><figure><img src="{url}/two.jpg"></figure>'
        told = Article("1", f"{url}/1/", "Un", lead=Picture(f"{url}/one.jpg"), html=text,
                       published=datetime(2026, 3, 1, tzinfo=UTC))  # fmt: skip
        page = Page((told, replace(told, remote_id="2", url=f"{url}/2/", title="Deux", lead=None)))
        self.ids = reader.library.write_now(
            articles.store_page, self.site.id, page, reader.now()
        ).new_ids

    async def ask(self, name: str, month_bytes: int = 0, article: int = 0) -> PictureFetched:
        reader = self.reader
        return await fetch_picture(
            reader.library, reader.client, self.album, article or self.ids[0],
            f"{self.server.url}{name}" if name.startswith("/") else name, reader.now, month_bytes,
        )  # fmt: skip

    def spent(self) -> int:
        return self.reader.library.read_now(sites.bytes_since, "2000-01-01", self.site.id)


def answer(request: Request) -> Reply:
    if request.path == "/two.jpg":
        return Reply(b"<html>Payez ici</html>", 200, {"Content-Type": "image/jpeg"})
    return Reply(drawn(1600, 900, "JPEG", quality=90), 200, {"Content-Type": "image/jpeg"})


@pytest.fixture
async def paper(tmp_path: Path) -> AsyncIterator[Paper]:
    with Serving(answer) as server:
        async with person(tmp_path) as reader:
            yield Paper(reader, server, tmp_path)


async def test_a_picture_asked_for_is_kept_and_its_bytes_are_counted(paper: Paper) -> None:
    came = await paper.ask("/one.jpg")
    assert came.problem == ""
    kept = paper.album.get(came.url)
    assert kept is not None
    assert opened(kept).size == (1200, 675)
    assert paper.spent() == came.wire_bytes > len(kept)
    assert "referer" not in paper.server.log[0].request.headers


async def test_only_what_the_article_shows_is_fetched(paper: Paper) -> None:
    for url in ("/other.jpg", "http://169.254.169.254/latest", "file:///etc/hostname"):
        assert (await paper.ask(url)).problem == "not_found"
    assert (await paper.ask("/one.jpg", article=paper.ids[1])).problem == "not_found"
    assert (await paper.ask("/one.jpg", article=99)).problem == "not_found"
    assert paper.server.log == []


async def test_a_portal_in_place_of_a_picture_is_not_kept(paper: Paper) -> None:
    assert (await paper.ask("/two.jpg")).problem == "bad_content"
    assert paper.album.size() == (0, 0)
    assert paper.spent() > 0


async def test_a_picture_of_a_private_network_is_not_asked_for_elsewhere(tmp_path: Path) -> None:
    """A site on the web must not make the reader look at what is inside (the article names any address it likes)."""
    with Serving(answer) as server:
        async with person(tmp_path) as reader:
            found = Found("https://j.example/", "J", SourceKind.FEED, "https://j.example/feed/")
            site = reader.library.write_now(sites.add, found, reader.now())
            url = f"{server.url}/one.jpg"
            told = Article("1", "https://j.example/1/", "Un", lead=Picture(url))
            [number] = reader.library.write_now(
                articles.store_page, site.id, Page((told,)), reader.now()
            ).new_ids
            album = Album(tmp_path / "pictures")
            came = await fetch_picture(
                reader.library, reader.client, album, number, url, reader.now
            )
            assert came.problem == "forbidden_address"
            assert server.log == []


async def test_the_months_limit_holds_for_pictures(paper: Paper) -> None:
    paper.reader.library.write_now(
        sites.add_bytes, paper.site.id, f"{paper.reader.now():%Y-%m-%d}", "articles", 5_000
    )
    assert (await paper.ask("/one.jpg", month_bytes=5_000)).problem == "over_budget"
    assert paper.server.log == []
    assert (await paper.ask("/one.jpg", month_bytes=500_000)).problem == ""


async def test_a_picture_larger_than_the_limit_is_given_up(tmp_path: Path) -> None:
    huge = Reply(bytes(LIMIT + 10), 200, {"Content-Type": "image/jpeg"})
    with Serving(lambda _request: huge) as server:
        async with person(tmp_path) as reader:
            paper = Paper(reader, server, tmp_path)
            assert (await paper.ask("/one.jpg")).problem == "too_big"
            assert paper.album.size() == (0, 0)


async def test_with_always_the_lead_pictures_of_new_articles_come_after_all_else(
    tmp_path: Path,
) -> None:
    items = "".join(
        f"<item><title>Un {n}</title><link>/{n}/</link><guid>{n}</guid>"
        f'<media:content url="/{"two" if n == 1 else "one"}.jpg?{n}" medium="image"/>'
        f"<description>{'Un texte entier, et long assez. ' * 60}</description></item>"
        for n in range(3)
    )

    def paper(request: Request) -> Reply:
        if request.path != "/feed/":
            return answer(request)
        feed = f'<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>P</title>{items}</channel></rss>'
        return Reply(feed.encode(), 200, {"Content-Type": "application/rss+xml"})

    with Serving(paper) as server:
        async with person(tmp_path) as reader:
            await reader.add(f"{server.url}/feed/")
            server.forget()
            folder = tmp_path / "pictures"
            done = await reader.sync_one(Options(full_text=False, pictures=folder))
            # one that is no picture is no failure of the site
            assert (done.problem, done.new) == ("", 3)
            assert server.targets[0] == "/feed/"
            assert sorted(server.targets[1:]) == ["/one.jpg?0", "/one.jpg?2", "/two.jpg?1"]
            assert Album(folder).size()[0] == 2
            assert reader.library.read_now(sites.bytes_since, "2000-01-01") >= done.wire_bytes
            server.forget()
            await reader.sync_one(Options(full_text=False, pictures=folder))
            assert all("jpg" not in target for target in server.targets)


async def test_without_being_wanted_no_picture_comes(paper: Paper) -> None:
    await paper.reader.sync()
    assert all("jpg" not in target for target in paper.server.targets)
