"""The sample paper's HTML pages and feeds, as a plain WordPress theme would write them. Pure: values in, text out."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime
from html import escape

from sahelreader.demo.paper import Paper, Post, Remark
from sahelreader.demo.rest import content, link


def home(paper: Paper, base: str) -> str:
    items = "".join(
        f'<article class="post"><h2><a href="{link(post, base)}">{escape(post.title)}</a></h2>'
        f"<p>{escape(post.summary)}</p></article>\n"
        for post in paper.posts
    )
    return _page(paper, base, paper.name, items)


def article(paper: Paper, base: str, post: Post, remarks: list[Remark]) -> str:
    figure = ""
    if post.picture:
        caption, credit = post.picture
        figure = (
            f'<figure class="wp-block-image"><img src="{base}/images/{post.slug}.png" alt="{escape(caption)}">'
            f"<figcaption>{escape(caption)} © {escape(credit)}</figcaption></figure>"
        )
    author = escape(paper.users[post.author - 1])
    body = (
        f'<article class="post" id="post-{post.id}"><h1 class="entry-title">{escape(post.title)}</h1>'
        f'<p class="byline"><a rel="author" class="author" href="{base}/author/{post.author}/">{author}</a> '
        f'<time class="entry-date" datetime="{post.published.isoformat()}">{post.published:%d/%m/%Y}</time></p>'
        f'{figure}<div class="entry-content">{content(post, base)}</div></article>'
        f'<div id="comments"><ol class="comment-list">{_thread(remarks, 0)}</ol>{_form(base, post)}</div>'
    )
    head = (
        f'<link rel="canonical" href="{link(post, base)}">'
        f'<link rel="alternate" type="application/json" href="{base}/wp-json/wp/v2/posts/{post.id}">'
    )
    return _page(paper, base, post.title, body, head)


def _thread(remarks: list[Remark], parent: int) -> str:
    known = {remark.id for remark in remarks}
    return "".join(
        f'<li class="comment" id="comment-{remark.id}"><b class="fn">{escape(remark.author)}</b> '
        f'<time datetime="{remark.published.isoformat()}"></time>'
        f'<div class="comment-content">{remark.html}</div>'
        f'<ol class="children">{_thread(remarks, remark.id)}</ol></li>'
        for remark in remarks
        if remark.parent == parent or (parent == 0 and remark.parent not in known)
    )


def _form(base: str, post: Post) -> str:
    if not post.open:
        return '<p class="no-comments"></p>'
    return (
        f'<form action="{base}/wp-comments-post.php" method="post" id="commentform" class="comment-form">'
        '<textarea id="comment" name="comment" maxlength="65525" required></textarea>'
        '<input id="author" name="author" type="text" maxlength="245" required>'
        '<input id="email" name="email" type="email" maxlength="100" aria-describedby="email-notes" required>'
        '<input id="url" name="url" type="url" maxlength="200">'
        f'<input type="hidden" name="comment_post_ID" value="{post.id}">'
        '<input type="hidden" name="comment_parent" value="0">'
        '<input name="submit" type="submit"></form>'
    )


def refusal(paper: Paper, sentence: str) -> str:
    """What WordPress' wp_die shows."""
    return (
        f'<!DOCTYPE html><html lang="{paper.language}"><head><title>{escape(paper.name)}</title></head>'
        f'<body id="error-page"><div class="wp-die-message"><p>{escape(sentence)}</p></div></body></html>'
    )


def _page(paper: Paper, base: str, title: str, body: str, head: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="{paper.language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="generator" content="WordPress (sample)">'
        f'<link rel="https://api.w.org/" href="{base}/wp-json/">'
        f'<link rel="alternate" type="application/rss+xml" title="{escape(paper.name)}" href="{base}/feed/">'
        f'<link rel="alternate" type="application/rss+xml" href="{base}/comments/feed/">{head}</head>'
        f'<body><header><a href="{base}/">{escape(paper.name)}</a></header><main>{body}</main></body></html>'
    )


def feed(paper: Paper, base: str, remarks: list[Remark]) -> str:
    """The articles as RSS 2.0, whole."""
    items = "".join(
        f"<item><title>{escape(post.title)}</title><link>{link(post, base)}</link>"
        f"<dc:creator>{escape(paper.users[post.author - 1])}</dc:creator>"
        f"<pubDate>{_date(post.published)}</pubDate>"
        f'<guid isPermaLink="false">{base}/?p={post.id}</guid>'
        f"<description>{escape(post.summary)}</description>"
        f"<content:encoded>{escape(content(post, base))}</content:encoded>"
        f"<slash:comments>{sum(remark.post == post.id for remark in remarks)}</slash:comments></item>"
        for post in sorted(paper.posts, key=lambda post: post.published, reverse=True)[:10]
    )
    return _rss(paper.name, f"{base}/", items)


def comment_feed(paper: Paper, base: str, remarks: list[Remark]) -> str:
    """The newest comments as RSS 2.0."""
    items = ""
    for remark in sorted(remarks, key=lambda remark: remark.published, reverse=True)[:10]:
        post = paper.post(remark.post)
        if post is not None:
            items += (
                f"<item><title>{escape(remark.author)}</title><link>{link(post, base)}#comment-{remark.id}</link>"
                f"<dc:creator>{escape(remark.author)}</dc:creator><pubDate>{_date(remark.published)}</pubDate>"
                f'<guid isPermaLink="false">{base}/?p={post.id}#comment-{remark.id}</guid>'
                f"<content:encoded>{escape(remark.html)}</content:encoded></item>"
            )
    return _rss(paper.name, f"{base}/", items)


def _rss(title: str, address: str, items: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><channel>'
        f"<title>{escape(title)}</title><link>{address}</link>{items}</channel></rss>"
    )


def _date(when: datetime) -> str:
    return format_datetime(when)
