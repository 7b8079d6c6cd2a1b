"""What the class, id and role of an element say about it: furniture of the page, or text.

A judgement by words, remembered per attribute string. Whether an element goes is decided elsewhere, with its
share of the text in view; nothing here looks at text.
"""

from __future__ import annotations

import itertools
import re
from enum import IntEnum
from functools import lru_cache


class Kind(IntEnum):
    TEXT = 0
    #: furniture unless it holds much of the text
    SUSPECT = 2
    #: furniture unless it holds most of the text
    WEED = 3
    #: readers' comments
    COMMENTS = 4
    #: never shown
    HIDDEN = 5


_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")

# a token beginning so says what is beside it, not what it is
_ABOUT = ("has-", "with-", "no-", "without-", "not-", "is-", "js-", "hide-", "show-", "wp-image", "post-", "category-", "tag-", "format-", "type-", "status-", "td-has-")  # fmt: skip

_WEED_WORDS = frozenset(
    [
        "share",
        "shares",
        "sharing",
        "sharebar",
        "sharebuttons",
        "sharedaddy",
        "sharethis",
        "shareaholic",
        "sharetools",
        "addtoany",
        "addthis",
        "social",
        "socials",
        "socialmedia",
        "sociallinks",
        "socialshare",
        "heateor",
        "sassy",
        "essb",
        "ssba",
        "monarch",
        "shr",
        "newsletter",
        "newsletters",
        "subscribe",
        "signup",
        "optin",
        "mailchimp",
        "mailmunch",
        "mc4wp",
        "promo",
        "promos",
        "promotion",
        "advert",
        "adverts",
        "advertisement",
        "advertisements",
        "advertising",
        "advertorial",
        "ad",
        "ads",
        "adbox",
        "adslot",
        "adunit",
        "adsbygoogle",
        "adsense",
        "adwrapper",
        "adcontainer",
        "admanager",
        "banner",
        "banners",
        "sponsor",
        "sponsors",
        "dfp",
        "gpt",
        "doubleclick",
        "outbrain",
        "taboola",
        "zergnet",
        "revcontent",
        "mgid",
        "publicite",
        "pub",
        "pubs",
        "reklama",
        "werbung",
        "publicidad",
        "related",
        "relateds",
        "relatedposts",
        "relatedarticles",
        "relatedcontent",
        "recommended",
        "recommendations",
        "recommendation",
        "recirc",
        "recirculation",
        "yarpp",
        "crp",
        "trending",
        "mostread",
        "mostpopular",
        "mostviewed",
        "popular",
        "connexes",
        "similaires",
        "sidebar",
        "breadcrumb",
        "breadcrumbs",
        "crumbs",
        "pagination",
        "pager",
        "paginate",
        "paging",
        "pagenav",
        "navbar",
        "navigation",
        "nav",
        "menu",
        "menus",
        "submenu",
        "cookie",
        "cookies",
        "consent",
        "gdpr",
        "rgpd",
        "popup",
        "popups",
        "modal",
        "tooltip",
        "paywall",
        "regwall",
        "piano",
        "rating",
        "ratings",
        "tagcloud",
        "taglist",
        "tags",
        "toolbar",
        "tools",
        "print",
        "printfriendly",
        "byline",
        "bylines",
        "bio",
        "authorbox",
        "authorinfo",
        "authorbio",
        "timestamp",
        "dateline",
        "toc",
        "editsection",
        "navbox",
        "catlinks",
        "followus",
        "follow",
        "disclaimer",
        "skip",
        "breaking",
        "ticker",
        "donate",
        "donation",
        "crowdfunding",
        "embargo",
        "livechat",
        "chatbot",
        "feedback",
        "survey",
        "poll",
        "copyright",
        "footer",
        "sitemap",
        "noprint",
        "nocontent",
    ]
)
_SUSPECT_WORDS = frozenset(
    [
        "meta",
        "metadata",
        "author",
        "authors",
        "date",
        "published",
        "info",
        "details",
        "widget",
        "widgets",
        "more",
        "teaser",
        "teasers",
        "callout",
        "cta",
        "tag",
        "category",
        "categories",
        "kicker",
        "utility",
        "utilities",
        "actions",
        "button",
        "buttons",
        "links",
        "login",
        "register",
        "next",
        "prev",
        "previous",
        "hide",
        "comment",
        "buy",
        "shop",
        "product",
        "products",
        "price",
        "commerce",
        "carousel",
        "slider",
        "slideshow",
        "gallery",
        "jobs",
        "partner",
        "partners",
        "app",
        "download",
        "player",
        "extra",
        "extras",
        "aside",
        "rail",
        "complementary",
        "interstitial",
        "inset",
        "overlay",
        "topics",
        "topic",
        "supplementary",
        "readmore",
        "lire",
        "voir",
        "aussi",
    ]
)
_HIDDEN = re.compile(
    r"screen-reader-text|sr-only|visually-hidden|visuallyhidden|screen-reader|hidden-print|a11y-hidden|wp-smiley|u-hidden|offscreen|print-only|element-invisible",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"(?:^|[\s_-])(?:comments?-?(?:area|list|section|wrap(?:per)?|box|holder|thread|container|body|form|respond|feed|block)|"
    r"commentlist|comments|disqus(?:_thread)?|respond|reply-title|wpdiscuz|wpd-[a-z-]+|wpdcom|wc-comment|fb-comments|"
    r"facebook-comments|commentaires|forum|kmt|jcomments|jc|livefyre|replies|comentarios|kommentare|discussion|"
    r"viafoura|coral|spot-im|openweb|graphcomment|hyvor[a-z-]*|isso-thread|komento)(?=$|[\s_-])",
    re.IGNORECASE,
)
_PAIRS = (
    ("most", "read"), ("most", "popular"), ("most", "viewed"), ("read", "more"), ("read", "next"), ("sign", "up"), ("up", "next"),
    ("about", "author"), ("author", "box"), ("author", "bio"), ("author", "info"), ("author", "card"), ("author", "profile"),
    ("entry", "meta"), ("post", "meta"), ("article", "meta"), ("meta", "info"), ("mw", "editsection"), ("tag", "list"),
    ("post", "navigation"), ("post", "nav"), ("jp", "relatedposts"), ("entry", "footer"), ("post", "footer"), ("article", "footer"),
    ("read", "also"), ("see", "also"), ("lire", "aussi"), ("voir", "aussi"), ("a", "lire"), ("tag", "bar"), ("source", "bar"), ("via", "bar"),
    ("usr", "holder"), ("reaction", "sec"), ("entry", "newsletter"), ("entry", "pagination"), ("page", "links"), ("shared", "sec"),
    ("code", "block"), ("e", "shared"), ("more", "stories"), ("more", "articles"), ("more", "news"), ("latest", "news"), ("latest", "posts"),
    ("call", "to"), ("top", "stories"), ("inline", "promo"), ("user", "bio"), ("post", "tags"), ("entry", "tags"), ("entry", "utility"),
    ("td", "ads"), ("td", "a"), ("post", "shares"), ("jeg", "share"), ("jeg", "ad"), ("jnews", "related"), ("penci", "ads"),
)  # fmt: skip
_PAIRS_SET = frozenset(_PAIRS)
# their words would mislead: "code-block" is Ad Inserter's own name, and also everybody's name for code
_NEVER = re.compile(r"highlight|code-block-wrapper|syntax|language-", re.IGNORECASE)


@lru_cache(maxsize=20_000)
def kind_of(attributes: str) -> Kind:
    """The Kind that ATTRIBUTES ("class id" of one element) suggest."""
    if not attributes.strip():
        return Kind.TEXT
    if _HIDDEN.search(attributes):
        return Kind.HIDDEN
    verdict = Kind.TEXT
    for token in attributes.split()[:40]:
        found = _token(token)
        if found is Kind.COMMENTS:
            return found
        verdict = max(verdict, found)
    return verdict


@lru_cache(maxsize=20_000)
def _token(token: str) -> Kind:
    lowered = token.lower()
    if lowered.startswith(_ABOUT) and not lowered.startswith(("post-meta", "post-nav", "post-tags", "post-share", "post-footer", "post-author", "post-related", "post-ad", "tag-list", "tag-bar", "tag-cloud")):  # fmt: skip
        return Kind.TEXT
    if _COMMENTS.fullmatch(lowered):
        return Kind.COMMENTS
    if "embed" in lowered and "ad" not in lowered.replace("embed", "").split("-"):
        return Kind.TEXT
    if _NEVER.search(lowered):
        return Kind.TEXT
    words = [word.lower() for word in _WORDS.findall(token)[:12]]
    if not words:
        return Kind.TEXT
    if any(word in ("with", "has", "without", "no", "no") for word in words[:-1]):
        return Kind.TEXT
    if any(pair in _PAIRS_SET for pair in itertools.pairwise(words)):
        return Kind.WEED
    if "comments" in words or "commentaires" in words:
        return Kind.COMMENTS
    for word in words:
        if word in _WEED_WORDS:
            return Kind.WEED
    for word in words:
        if word in _SUSPECT_WORDS:
            return Kind.SUSPECT
    return Kind.TEXT
