"""What a terminal cannot show, as a labelled link; and which address a picture really has. Pure."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from sahelreader.domain.document import Embed
from sahelreader.domain.text import safe_line
from sahelreader.parse.urls import absolute_url

#: host (and what ends with it) -> what it is called
_PROVIDERS = {
    "youtube.com": "YouTube", "youtube-nocookie.com": "YouTube", "youtu.be": "YouTube", "dailymotion.com": "Dailymotion",
    "dai.ly": "Dailymotion", "vimeo.com": "Vimeo", "facebook.com": "Facebook", "twitter.com": "X", "x.com": "X",
    "instagram.com": "Instagram", "tiktok.com": "TikTok", "soundcloud.com": "SoundCloud", "spotify.com": "Spotify",
    "deezer.com": "Deezer", "audiomack.com": "Audiomack", "google.com": "Google", "t.me": "Telegram", "rfi.fr": "RFI",
    "france24.com": "France 24", "dw.com": "DW", "scribd.com": "Scribd", "issuu.com": "Issuu", "datawrapper.dwcdn.net": "Datawrapper",
    "flourish.studio": "Flourish", "openstreetmap.org": "OpenStreetMap", "bsky.app": "Bluesky", "threads.net": "Threads",
}  # fmt: skip
_ALONE = frozenset(
    (
        "YouTube",
        "Dailymotion",
        "Vimeo",
        "Facebook",
        "X",
        "Instagram",
        "TikTok",
        "SoundCloud",
        "Spotify",
        "Audiomack",
    )
)
_EMPTY_TITLES = re.compile(
    r"(?:youtube video player|video player|embedded? (?:content|video|post)|iframe|player|vidéo|video|advert\w*|\W*)",
    re.IGNORECASE,
)
#: what is loaded only to count or to sell
_NOT_CONTENT = re.compile(
    r"doubleclick|googlesyndication|googletagmanager|adservice|adsystem|taboola|outbrain|/plugins/(?:like|share|page)|recaptcha"
    r"|disqus|/ads?[/.]|mailchi\.?mp|list-manage|sharethis|addtoany",
    re.IGNORECASE,
)
_YOUTUBE = re.compile(r"/(?:embed|v|shorts|live)/([\w-]{6,20})")
_WIDTH = re.compile(r"(\S+)\s+(\d+(?:\.\d+)?)[wx]")
_LAZY = (
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-orig-file",
    "data-large-file",
    "data-lazy",
    "data-full-url",
)
_PLACEHOLDER = re.compile(
    r"(?:^data:|/(?:blank|spacer|placeholder|pixel|1x1|transparent|lazy[\w-]*)\.(?:gif|png|svg|jpe?g)$)",
    re.I,
)


def embed_of(name: str, attrs: dict[str, str], base: str) -> Embed | None:
    """The embed that the element NAME with ATTRS is, or None when it leads to nothing a person would open."""
    if name == "amp-youtube":
        given = f"https://www.youtube.com/embed/{attrs.get('data-videoid', '')}"
    else:
        given = next(
            (attrs[key] for key in ("src", "data-src", "data-lazy-src", "data-litespeed-src", "data") if attrs.get(key, "").strip()
             and not attrs[key].startswith(("about:", "data:"))), "",
        )  # fmt: skip
    if name == "source" and not attrs.get("type", "").startswith(("audio", "video")):
        return None
    url = page_of(absolute_url(given, base))
    if not url or _NOT_CONTENT.search(url) or _invisible(attrs):
        return None
    title = safe_line(attrs.get("title", ""), 200)
    if _EMPTY_TITLES.fullmatch(title):
        title = provider(url)
    return Embed(title, url)


def embed_of_url(text: str) -> Embed | None:
    """The embed that a paragraph is which consists of one address (as WordPress keeps them)."""
    if not text.startswith("http") or " " in text:
        return None
    url = absolute_url(text, "")
    name = provider(url) if url else ""
    return Embed(name, page_of(url)) if name in _ALONE else None


def provider(url: str) -> str:
    """The name of the service at URL; "" for one that is not known."""
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    while host:
        if host in _PROVIDERS:
            return _PROVIDERS[host]
        host = host.partition(".")[2]
    return ""


def page_of(url: str) -> str:
    """URL of a player turned into that of the page which a person would open."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    if host in ("youtube.com", "youtube-nocookie.com") and (found := _YOUTUBE.match(parts.path)):
        return f"https://www.youtube.com/watch?v={found[1]}"
    if host == "dailymotion.com" and parts.path.startswith("/embed/video/"):
        return f"https://www.dailymotion.com/video/{parts.path[13:].strip('/')}"
    if host == "player.vimeo.com" and parts.path.startswith("/video/"):
        return f"https://vimeo.com/{parts.path[7:].strip('/')}"
    if host in ("facebook.com", "web.facebook.com") and parts.path.startswith("/plugins/"):
        return absolute_url((parse_qs(parts.query).get("href") or [""])[0], "") or url
    if host == "w.soundcloud.com":
        return absolute_url((parse_qs(parts.query).get("url") or [""])[0], "") or url
    return url


def _invisible(attrs: dict[str, str]) -> bool:
    return (
        attrs.get("width", "") in ("0", "1")
        or attrs.get("height", "") in ("0", "1")
        or "hidden" in attrs
    )


def picture_url(attrs: dict[str, str], base: str) -> str:
    """The address of the picture that an <img> with ATTRS shows: the real one where a script would have put it in, the
    `src` otherwise; "" for a counting pixel or one that is inlined."""
    if _invisible(attrs):
        return ""
    for key in _LAZY:
        if (
            key in attrs
            and (url := absolute_url(attrs[key], base))
            and not _PLACEHOLDER.search(url)
        ):
            return url
    source = attrs.get("src", "")
    if source and not _PLACEHOLDER.search(source[:2_000]) and (url := absolute_url(source, base)):
        return url
    for key in ("data-srcset", "data-lazy-srcset", "srcset"):
        # the widest of those that are no wider than a page
        sizes = [(float(width), url) for url, width in _WIDTH.findall(attrs.get(key, "")[:20_000])]
        for _width, url in sorted(
            (size for size in sizes if size[0] <= 1_600), reverse=True
        ) or sorted(sizes):
            if url := absolute_url(url.rstrip(","), base):
                return url
    return ""
