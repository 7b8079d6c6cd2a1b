"""What a terminal cannot show (video, a post of a social network, a map) as a labelled link."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from sahelreader.domain.document import Embed
from sahelreader.domain.text import safe_line
from sahelreader.parse.page.tree import Element, absolute

_NAMES = (
    ("youtube", "YouTube"), ("youtu.be", "YouTube"), ("vimeo", "Vimeo"), ("dailymotion", "Dailymotion"),
    ("facebook", "Facebook"), ("twitter", "Twitter"), ("x.com", "X"), ("instagram", "Instagram"), ("tiktok", "TikTok"),
    ("soundcloud", "SoundCloud"), ("spotify", "Spotify"), ("google.com/maps", "Google Maps"), ("datawrapper", "Datawrapper"),
    ("infogram", "Infogram"), ("flourish", "Flourish"), ("ausha", "Ausha"), ("acast", "Acast"), ("telegram", "Telegram"),
    ("t.me", "Telegram"), ("scribd", "Scribd"), ("documentcloud", "DocumentCloud"),
)  # fmt: skip
#: frames that are the page's furniture
_FURNITURE = re.compile(
    r"doubleclick|googlesyndication|googletagmanager|/ads?[/.?_-]|adserver|facebook\.com/(?:plugins/(?:like|page|share|comments|follow)|tr)"
    r"|platform\.twitter\.com/widgets/(?:tweet_button|follow)|disqus|recaptcha|mailchimp|newsletter|outbrain|taboola|about:blank|accounts\.google|addthis|sharethis",
    re.IGNORECASE,
)
_YOUTUBE = re.compile(
    r"(?:youtube(?:-nocookie)?\.com/(?:embed|v)/|youtu\.be/)([\w-]{6,20})", re.IGNORECASE
)


def embed_of(node: Element, base: str) -> Embed | None:
    """NODE (iframe, video, audio, amp-…) as a link, None when it is furniture or leads nowhere."""
    tag = node.tag.lower()
    video = node.get("data-videoid")
    if tag == "amp-youtube" and video:
        url = absolute(base, f"https://www.youtube.com/watch?v={video}")
        return Embed("YouTube", url) if url else None
    source = ""
    for name in ("src", "data-src", "data-lazy-src", "data-litespeed-src", "data-cmp-src"):
        value = node.get(name) or ""
        if value and not value.startswith(("about:", "data:")):
            source = value
            break
    if not source:
        inner = node.find(".//source")
        source = (inner.get("src") or "") if inner is not None else ""
    url = absolute(base, source)
    if not url or _FURNITURE.search(url):
        return None
    found = _YOUTUBE.search(url)
    if found and found.group(1) not in ("videoseries",):
        url = f"https://www.youtube.com/watch?v={found.group(1)}"
    elif "facebook.com/plugins/" in url or "platform.twitter" in url:
        wanted = parse_qs(urlsplit(url).query).get("href", [""])[0]
        url = absolute(base, wanted) or url
    title = safe_line(node.get("title") or node.get("aria-label") or "", 160)
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    name = next((name for part, name in _NAMES if part in url.lower()), "")
    kind = "Audio" if tag == "audio" else "Video" if tag in ("video", "amp-video") else name or host
    return Embed(title or kind, url)
