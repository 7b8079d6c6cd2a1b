"""What the themes share: the head of a page, a body in HTML, and WordPress' own comment list and form."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import escape

from tests.pages.stories import Story

SITE = "https://journal.example"
MONTHS_FR = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True)
class Variant:
    """OPEN: the form is there. ACCOUNT: one must log in. COMMENTS: how many of the story's are shown."""

    name: str
    comments: int = 99
    open: bool = True
    account: bool = False
    email_required: bool = True
    honeypot: bool = False
    json_ld: bool = True


def url_of(story: Story) -> str:
    return f"{SITE}/{story.slug}/"


def picture(story: Story) -> str:
    return f"{SITE}/wp-content/uploads/2026/11/{story.slug}.jpg"


def long_date(when: datetime, french: bool) -> str:
    month = (MONTHS_FR if french else MONTHS_EN)[when.month - 1]
    return f"{when.day} {month} {when.year}" if french else f"{month} {when.day}, {when.year}"


def clock(when: datetime, french: bool) -> str:
    if french:
        return f"{when.hour} h {when.minute:02} min"
    return f"{when.hour % 12 or 12}:{when.minute:02} {'am' if when.hour < 12 else 'pm'}"


def count_words(number: int, french: bool) -> str:
    if french:
        return f"{number} commentaire{'s' if number > 1 else ''}"
    return f"{number} comment{'s' if number != 1 else ''}"


def head(story: Story, variant: Variant, generator: str = "WordPress 6.8", extra: str = "") -> str:
    ld = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "NewsArticle", "@id": url_of(story) + "#article", "headline": story.title,
             "datePublished": story.published.isoformat(), "dateModified": story.modified.isoformat(),
             "author": {"@id": SITE + "/#/schema/person/1"}, "mainEntityOfPage": {"@id": url_of(story)},
             "publisher": {"@id": SITE + "/#organization"}, "keywords": list(story.tags), "articleSection": [story.section]},
            {"@type": "Person", "@id": SITE + "/#/schema/person/1", "name": story.author},
            {"@type": "Organization", "@id": SITE + "/#organization", "name": "Le Journal d’Exemple"},
        ],
    }  # fmt: skip
    data = (
        f'<script type="application/ld+json">{json.dumps(ld, ensure_ascii=False)}</script>'
        if variant.json_ld
        else ""
    )
    return f"""<!DOCTYPE html>
<html lang="{"fr-FR" if story.french else "en-US"}">
<head>
<meta charset="UTF-8">
<title>{escape(story.title)} - Le Journal d’Exemple</title>
<link rel="canonical" href="{url_of(story)}">
<meta name="generator" content="{generator}">
<meta property="og:site_name" content="Le Journal d’Exemple">
<meta property="og:type" content="article">
<meta property="og:title" content="{escape(story.title)}">
<meta property="og:image" content="{picture(story)}">
<meta property="article:published_time" content="{story.published.isoformat()}">
<meta property="article:modified_time" content="{story.modified.isoformat()}">
{data}{extra}
<style>.x{{color:red}}</style><script>window.dataLayer=[];</script>
</head>
"""


def body_html(story: Story, between: Callable[[int], str] = lambda index: "") -> str:
    """The story's body as WordPress' editor writes it; BETWEEN gives what the theme puts after block INDEX."""
    made = []
    for index, block in enumerate(story.body):
        kind, *rest = block
        if kind == "p":
            made.append(f"<p>{escape(rest[0], quote=False)}</p>")
        elif kind == "h2":
            made.append(f'<h2 class="wp-block-heading">{escape(rest[0], quote=False)}</h2>')
        elif kind == "quote":
            made.append(
                f'<blockquote class="wp-block-quote is-layout-flow"><p>{escape(rest[0], quote=False)}</p><cite>{escape(rest[1], quote=False)}</cite></blockquote>'
            )
        elif kind == "list":
            items = "".join(f"<li>{escape(item, quote=False)}</li>" for item in rest)
            made.append(f'<ul class="wp-block-list">{items}</ul>')
        elif kind == "figure":
            made.append(
                f'<figure class="wp-block-image size-large"><img decoding="async" width="1024" height="683" src="{SITE}/wp-content/uploads/2026/11/{story.slug}-2-1024x683.jpg" alt="">'
                f'<figcaption class="wp-element-caption">{escape(rest[0], quote=False)} © {escape(rest[1], quote=False)}</figcaption></figure>'
            )
        elif kind == "related":
            words = "Lire aussi :" if story.french else "Also read:"
            made.append(
                f'<p><strong>{words}</strong> <a href="{SITE}/{rest[1]}/">{escape(rest[0], quote=False)}</a></p>'
            )
        made.append(between(index))
    return "\n".join(made)


# --- WordPress' own discussion --------------------------------------------------------------------


def paragraphs(texts: tuple[str, ...]) -> str:
    return "".join(f"<p>{escape(text, quote=False)}</p>" for text in texts)


def walk(
    story: Story,
    variant: Variant,
    item: Callable[[int, int, str], str],
    parent: int | None = None,
    depth: int = 1,
) -> str:
    """The comments under PARENT, each made by ITEM(index, depth, the HTML of its replies)."""
    made = []
    for index, said in enumerate(story.said[: variant.comments]):
        if said.parent == parent:
            made.append(item(index, depth, walk(story, variant, item, index, depth + 1)))
    return "\n".join(made)


def html5_item(story: Story) -> Callable[[int, int, str], str]:
    """WordPress' list with html5 support, as Twenty-*, Astra, Kadence, GeneratePress, Jannah and Foxiz print it."""

    def item(index: int, depth: int, replies: str) -> str:
        said, number, when = story.said[index], story.number(index), story.when(index)
        says = "dit :" if story.french else "says:"
        name = escape(said.author)
        if said.url:
            name = f'<a href="{said.url}" class="url" rel="ugc external nofollow">{name}</a>'
        author_class = " byuser bypostauthor" if said.by_author else ""
        at = f"{long_date(when, story.french)} {'à' if story.french else 'at'} {clock(when, story.french)}"
        children = f'<ol class="children">{replies}</ol><!-- .children -->' if replies else ""
        reply = "Répondre" if story.french else "Reply"
        return f"""<li id="comment-{number}" class="comment{author_class} {"even" if index % 2 == 0 else "odd alt"} depth-{depth}{" parent" if replies else ""}">
<article id="div-comment-{number}" class="comment-body">
<footer class="comment-meta">
<div class="comment-author vcard"><img alt="" src="https://secure.gravatar.com/avatar/0?s=60" class="avatar avatar-60 photo" height="60" width="60"> <b class="fn">{name}</b> <span class="says">{says}</span></div>
<div class="comment-metadata"><a href="{url_of(story)}#comment-{number}"><time datetime="{when.isoformat()}">{at}</time></a></div>
</footer>
<div class="comment-content">{paragraphs(said.paragraphs)}</div>
<div class="reply"><a rel="nofollow" class="comment-reply-link" href="#comment-{number}">{reply}</a></div>
</article>
{children}
</li><!-- #comment-## -->"""

    return item


def form(story: Story, variant: Variant) -> str:
    """WordPress' comment form; "" when closed."""
    if not variant.open:
        return ""
    fr = story.french
    title = "Laisser un commentaire" if fr else "Leave a Reply"
    if variant.account:
        must = (
            f'Vous devez <a href="{SITE}/wp-login.php">vous connecter</a> pour publier un commentaire.'
            if fr
            else f'You must be <a href="{SITE}/wp-login.php">logged in</a> to post a comment.'
        )
        return f'<div id="respond" class="comment-respond"><h3 id="reply-title" class="comment-reply-title">{title}</h3><p class="must-log-in">{must}</p></div>'
    star = ' <span class="required">*</span>'
    required = " required"
    mail_star, mail_required = (star, required) if variant.email_required else ("", "")
    notes = (
        f"Votre adresse e-mail ne sera pas publiée. Les champs obligatoires sont indiqués avec{star}"
        if fr
        else f"Your email address will not be published. Required fields are marked{star}"
    )
    trap = (
        '<p style="display:none !important" class="akismet-fields-container"><label>&#916;<textarea name="ak_hp_textarea" cols="45" rows="8" maxlength="100"></textarea></label><input type="hidden" id="ak_js_1" name="ak_js" value="0"></p>'
        if variant.honeypot
        else ""
    )
    labels = (
        ("Commentaire", "Nom", "E-mail", "Site web", "Laisser un commentaire")
        if fr
        else ("Comment", "Name", "Email", "Website", "Post Comment")
    )
    return f"""<div id="respond" class="comment-respond">
<h3 id="reply-title" class="comment-reply-title">{title} <small><a rel="nofollow" id="cancel-comment-reply-link" href="#respond" style="display:none;">{"Annuler la réponse" if fr else "Cancel reply"}</a></small></h3>
<form action="{SITE}/wp-comments-post.php" method="post" id="commentform" class="comment-form">
<p class="comment-notes"><span id="email-notes">{notes}</span></p>
<p class="comment-form-comment"><label for="comment">{labels[0]}{star}</label> <textarea id="comment" name="comment" cols="45" rows="8" maxlength="65525" required></textarea></p>
<p class="comment-form-author"><label for="author">{labels[1]}{star}</label> <input id="author" name="author" type="text" value="" size="30" maxlength="245" autocomplete="name" required></p>
<p class="comment-form-email"><label for="email">{labels[2]}{mail_star}</label> <input id="email" name="email" type="email" value="" size="30" maxlength="100" autocomplete="email"{mail_required}></p>
<p class="comment-form-url"><label for="url">{labels[3]}</label> <input id="url" name="url" type="url" value="" size="30" maxlength="200" autocomplete="url"></p>
<p class="form-submit"><input name="submit" type="submit" id="submit" class="submit" value="{labels[4]}"> <input type='hidden' name='comment_post_ID' value='812' id='comment_post_ID'>
<input type='hidden' name='comment_parent' id='comment_parent' value='0'></p>{trap}
</form></div><!-- #respond -->"""


def discussion(
    story: Story,
    variant: Variant,
    *,
    list_class: str = "comment-list",
    item: Callable[[int, int, str], str] | None = None,
    title_class: str = "comments-title",
    outer: str = "comments-area",
) -> str:
    """WordPress' comments template: title, list, form or "closed"."""
    shown = len(story.said[: variant.comments])
    heading = f'<h2 class="{title_class}">{count_words(shown, story.french)}</h2>' if shown else ""
    listed = walk(story, variant, item or html5_item(story))
    closed = (
        ""
        if variant.open
        else f'<p class="no-comments">{"Les commentaires sont fermés." if story.french else "Comments are closed."}</p>'
    )
    ordered = f'<ol class="{list_class}">{listed}</ol>' if listed else ""
    return (
        f'<div id="comments" class="{outer}">{heading}{ordered}{closed}{form(story, variant)}</div>'
    )


# --- furniture ------------------------------------------------------------------------------------


def share(story: Story, box: str) -> str:
    words = "Partager cet article" if story.french else "Share this article"
    return f'<div class="{box}"><span>{words}</span><a href="https://facebook.example/sharer">Facebook</a><a href="https://x.example/intent">X</a><a href="https://wa.example/send">WhatsApp</a></div>'


def sidebar(story: Story) -> str:
    most = "Les plus lus" if story.french else "Most read"
    teasers = (
        (
            "Une autre histoire qui n’a rien à voir avec celle-ci",
            "Le résumé d’un autre article, assez long pour ressembler à un paragraphe de texte, ce qu’il est d’ailleurs, mais d’un autre article que celui de la page.",
        )
        if story.french
        else (
            "Another story that has nothing to do with this one",
            "The summary of another article, long enough to look like a paragraph of text, which it is, but of another article than the one on this page.",
        )
    )
    return f'<aside id="secondary" class="widget-area sidebar"><section class="widget widget_popular"><h2 class="widget-title">{most}</h2><ul><li><a href="{SITE}/autre/">{teasers[0]}</a><p>{teasers[1]}</p></li></ul></section></aside>'


def author_box(story: Story, box: str) -> str:
    words = (
        "journaliste au Journal d’Exemple depuis longtemps, écrit sur les routes et les fleuves."
        if story.french
        else "has written for the Journal of Examples for a long time, mostly about roads and rivers."
    )
    return f'<div class="{box}"><a href="{SITE}/author/x/">{escape(story.author)}</a><p>{escape(story.author)}, {words}</p></div>'


def newsletter(story: Story, box: str) -> str:
    words = (
        "Abonnez-vous à notre lettre d’information pour recevoir chaque matin le meilleur de nos articles."
        if story.french
        else "Subscribe to our newsletter and get the best of our articles in your inbox every morning."
    )
    return f'<div class="{box}"><h4>Newsletter</h4><p>{words}</p><form><input type="email" name="EMAIL"><button>OK</button></form></div>'


def cookies(story: Story) -> str:
    words = (
        "Nous utilisons des cookies pour vous garantir la meilleure expérience sur notre site. Si vous continuez, nous supposerons que vous en êtes satisfait."
        if story.french
        else "We use cookies to ensure that we give you the best experience on our website. If you continue we will assume that you are happy with it."
    )
    return f'<div id="cookie-notice" class="cookie-notice-container" role="dialog"><span>{words}</span><a href="#">OK</a></div>'


def menu(story: Story) -> str:
    entries = (
        ("Accueil", "Politique", "Société", "Sport")
        if story.french
        else ("Home", "Politics", "Society", "Sport")
    )
    return (
        '<nav class="main-navigation"><ul>'
        + "".join(
            f'<li><a href="{SITE}/{number}/">{entry}</a></li>'
            for number, entry in enumerate(entries)
        )
        + "</ul></nav>"
    )


def tags(story: Story) -> str:
    return ", ".join(
        f'<a href="{SITE}/tag/{number}/" rel="tag">{tag}</a>'
        for number, tag in enumerate(story.tags)
    )
