"""Articles as one HTML page that loads nothing: no script, no picture, no font; a policy in the page says so too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from sahelreader.domain.text import safe_text
from sahelreader.parse.document import document, to_html
from sahelreader.parse.export.values import Exported, byline, count, day, title, word

_STYLE = (
    "body{max-width:40em;margin:2em auto;padding:0 1em;font:1.05em/1.6 serif}"
    "header p,figcaption,.tags,.who{color:#555;font-size:.9em}"
    "blockquote{border-left:3px solid #999;margin-left:0;padding-left:1em}"
    "pre{overflow:auto;background:#f4f4f4;padding:.6em}table{border-collapse:collapse}"
    "td,th{border:1px solid #bbb;padding:.2em .5em}section.thread ol{list-style:none;padding-left:1.2em;border-left:1px solid #ccc}"
)
_IMAGE = re.compile(r'<img src="([^"]*)" alt="([^"]*)">')


def page(articles: Sequence[Exported]) -> str:
    """The whole page; with a list of contents when there are several articles."""
    language = articles[0].article.language if articles else ""
    name = title(articles[0]) if len(articles) == 1 else ", ".join(dict.fromkeys(one.site_name for one in articles if one.site_name))  # fmt: skip
    contents = ""
    if len(articles) > 1:
        items = "".join(f'<li><a href="#a{number}">{escape(title(one))}</a></li>' for number, one in enumerate(articles, 1))  # fmt: skip
        contents = f"<nav><ol>{items}</ol></nav>\n"
    bodies = "\n".join(
        f'<article id="a{number}"{_language(one)}>\n{article_html(one)}\n</article>'
        for number, one in enumerate(articles, 1)
    )
    return safe_text(
        f'<!DOCTYPE html>\n<html{_attribute("lang", language)}>\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(name)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{contents}{bodies}\n</body>\n</html>\n"
    )


def _language(exported: Exported) -> str:
    right_to_left = exported.article.language[:2] in ("ar", "fa", "he", "ur")
    return _attribute("lang", exported.article.language) + (' dir="rtl"' if right_to_left else "")


def _attribute(name: str, value: str) -> str:
    return f' {name}="{escape(value)}"' if value else ""


def article_html(exported: Exported, *, xhtml: bool = False) -> str:
    """One article with its thread, as what stands within <article> or an EPUB's <body>."""
    article = exported.article
    parts = [f"<header>\n<h1>{escape(title(exported))}</h1>"]
    facts = " · ".join(escape(part) for part in byline(exported))
    if facts:
        parts.append(f"<p>{facts}</p>")
    if article.url:
        parts.append(f'<p><a href="{escape(article.url)}">{escape(article.url)}</a></p>')
    parts.append("</header>")
    if article.lead is not None and (article.lead.caption or article.lead.credit):
        credit = f" <cite>{escape(article.lead.credit)}</cite>" if article.lead.credit else ""
        parts.append(f"<figure><figcaption>{escape(article.lead.caption)}{credit}</figcaption></figure>")  # fmt: skip
    parts.append(_clean(article.html) if article.html else f"<p>{escape(article.summary)}</p>")
    if article.related:
        items = "".join(f"<li>{_link(link.title, link.url)}</li>" for link in article.related)
        parts.append(f"<aside><p>{word(exported, 'related')}</p><ul>{items}</ul></aside>")
    if article.tags:
        parts.append(f'<p class="tags">{word(exported, "tags")}{word(exported, "said")}{escape(", ".join(article.tags))}</p>')  # fmt: skip
    if exported.comments:
        parts.append(_thread(exported))
    html = "\n".join(parts)
    return html.replace("<br>", "<br/>").replace("<hr>", "<hr/>") if xhtml else html


def _clean(html: str) -> str:
    """Clean HTML read and written again (so that only it can pass), with pictures as links."""
    return _IMAGE.sub(_as_link, to_html(document(html).blocks))


def _as_link(image: re.Match[str]) -> str:
    url, alt = image[1], image[2]
    return f'<a href="{url}">{alt or url.rsplit("/", 1)[-1] or url}</a>' if url else alt


def _link(text: str, url: str) -> str:
    return f'<a href="{escape(url)}">{escape(text)}</a>' if url else escape(text)


def _thread(exported: Exported) -> str:
    made = [f'<section class="thread">\n<h2>{count(exported)}</h2>\n<ol>']
    open_items = 0
    for index, comment in enumerate(exported.comments):
        # a site may skip levels; a list cannot
        depth = min(comment.depth, open_items)
        if index:
            if depth >= open_items:
                made.append("<ol>")
            else:
                made.append("</li>" + "</ol></li>" * (open_items - depth - 1))
        who = f"<strong>{escape(comment.author or word(exported, 'anonymous'))}</strong>"
        when = f" · {day(comment.published)}" if comment.published else ""
        made.append(f'<li><p class="who">{who}{when}</p>{_clean(comment.html)}')
        open_items = depth + 1
    made.append("</li>" + "</ol></li>" * (open_items - 1) + "</ol>\n</section>")
    return "\n".join(made)
