"""A small newspaper on loopback whose discussions a real Isso keeps: a front page, a feed, articles."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from tests.serving import Reply, Request, Serving

TEXT = (
    "Le fleuve a débordé à Gothèye dans la nuit de lundi. Les riverains ont sauvé leurs semis de riz avec des pirogues, "
    "et la mairie promet des sacs de mil avant la fin du mois. Le bac ne passera pas avant jeudi. "
)
HTML = {"Content-Type": "text/html; charset=utf-8"}


@dataclass(slots=True)
class Newspaper:
    """A context manager. WHOLE: its feed gives whole articles, so that their pages need not be read."""

    isso: str
    whole: bool = True
    articles: int = 3
    serving: Serving = field(init=False)

    def __post_init__(self) -> None:
        self.serving = Serving(self.answer)

    def __enter__(self) -> Self:
        self.serving.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.serving.__exit__()

    @property
    def url(self) -> str:
        return f"{self.serving.url}/"

    def permalink(self, number: int) -> str:
        return f"{self.url}journal/{number}/"

    def answer(self, request: Request) -> Reply:
        parts = [part for part in request.path.split("/") if part]
        if not parts:
            link = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
            head = f"<head><title>Écho de Gothèye</title>{link}</head>"
            return Reply(f"<!doctype html><html lang=fr>{head}<body></body></html>".encode(), headers=HTML)  # fmt: skip
        if parts == ["feed.xml"]:
            return Reply(self._feed().encode(), headers={"Content-Type": "application/rss+xml"})
        if len(parts) == 2 and parts[0] == "journal" and parts[1].isdigit():
            return Reply(self._page(int(parts[1])).encode(), headers=HTML)
        return Reply(b"", 404)

    def _feed(self) -> str:
        items = "".join(
            f"<item><title>La crue, jour {number}</title><link>{self.permalink(number)}</link>"
            f"<guid>{self.permalink(number)}</guid><pubDate>Mon, 23 Nov 2026 0{number}:00:00 +0000</pubDate>"
            + (
                f"<content:encoded><![CDATA[<p>{TEXT * 3}</p>]]></content:encoded>"
                if self.whole
                else f"<description>{TEXT[:60]}…</description>"
            )
            + "</item>"
            for number in range(1, self.articles + 1)
        )
        return (
            '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
            f"<channel><title>Écho de Gothèye</title><link>{self.url}</link>{items}</channel></rss>"
        )

    def _page(self, number: int) -> str:
        return (
            f"<!doctype html><html lang=fr><head><title>La crue, jour {number}</title></head><body><article>"
            f"<h1>La crue, jour {number}</h1>{f'<p>{TEXT}</p>' * 3}</article>"
            f'<section id="isso-thread"></section>'
            f'<script data-isso="{self.isso}" src="{self.isso}js/embed.min.js"></script></body></html>'
        )
