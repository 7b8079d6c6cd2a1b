"""Pages of SPIP and Joomla, which several large papers of the region run on."""

from __future__ import annotations

from html import escape

from tests.pages import dress
from tests.pages.dress import SITE, Variant, long_date, paragraphs, url_of
from tests.pages.stories import Story


def _plain_body(story: Story, style: str) -> str:
    """The body as these systems write it: their own classes, no blocks of WordPress."""
    text = dress.body_html(story)
    for name in (
        "wp-block-heading",
        "wp-block-quote is-layout-flow",
        "wp-block-list",
        "wp-block-image size-large",
        "wp-element-caption",
    ):
        text = text.replace(f'class="{name}"', f'class="{style}"')
    return text


def spip(story: Story, variant: Variant) -> str:
    def under(parent: int | None, level: int) -> str:
        made = []
        for index, said in enumerate(story.said[: variant.comments]):
            if said.parent != parent:
                continue
            number, when = story.number(index), story.when(index)
            replies = under(index, level + 1)
            name = (
                f'<a href="{said.url}" class="spip_out url fn n">{escape(said.author)}</a>'
                if said.url
                else f'<span class="fn">{escape(said.author)}</span>'
            )
            made.append(
                f"""<li class="forum-fil"><div class="forum-message" id="forum{number}"><div class="forum-chapo"><strong class="forum-titre"><a href="#forum{number}" class="permalink" rel="bookmark">{escape(story.title)}</a></strong><small><abbr class="published" title="{when.strftime("%Y-%m-%dT%H:%M:%SZ")}">{"Le" if story.french else ""} {long_date(when, story.french)} à {when.hour}:{when.minute:02}</abbr><span class="sep">, </span><span class="auteur vcard">{"par" if story.french else "by"} {name}</span></small></div><div class="forum-texte">{paragraphs(said.paragraphs)}</div><p class="forum-repondre-message"><a href="{SITE}/spip.php?page=forum&amp;id_forum={number}" rel="noindex nofollow">{"Répondre à ce message" if story.french else "Reply to this message"}</a></p></div>{f"<ul>{replies}</ul>" if replies else ""}</li>"""
            )
        return "\n".join(made)

    listed = under(None, 1)
    shown = len(story.said[: variant.comments])
    forum = (
        f'<a href="#forum" name="forum" id="forum"></a><div class="comments-wrap"><h2 class="h2 forum-decompte">{shown} {"Messages" if story.french else "Posts"}</h2><ul class="forum">{listed}</ul></div>'
        if listed
        else ""
    )
    ask = (
        f'<div class="formulaire_spip formulaire_forum" id="formulaire_forum"><form action="{url_of(story)}#formulaire_forum" method="post" enctype="multipart/form-data"><div><input name="page" value="article" type="hidden"><input name="id_article" value="812" type="hidden"><input name="formulaire_action" type="hidden" value="forum"><input name="formulaire_action_args" type="hidden" value="Zm9ydW0="></div><fieldset class="qui saisie_qui"><legend>{"Qui êtes-vous ?" if story.french else "Who are you?"}</legend><ul><li class="saisie_session_nom"><label for="session_nom">{"Votre nom" if story.french else "Your name"}</label><input type="text" class="text" name="session_nom" id="session_nom" value=""></li><li class="saisie_session_email"><label for="session_email">{"Votre adresse email" if story.french else "Your email"}</label><input type="email" class="text email" name="session_email" id="session_email" value=""></li></ul></fieldset><fieldset><ul><li class="saisie_texte obligatoire"><label for="texte">{"Texte de votre message (obligatoire)" if story.french else "Text of your message (required)"}</label><textarea name="texte" id="texte" rows="10" cols="60"></textarea></li></ul></fieldset><p style="display: none;"><label for="nobot">Merci de ne pas remplir ce champ :</label><input type="text" class="text" name="nobot" id="nobot" value="" size="10"></p><p class="boutons"><input type="submit" class="btn submit noscroll" name="previsualiser_message" value="Prévisualiser"></p></form></div>'
        if variant.open
        else ""
    )
    return (
        dress.head(story, variant, "SPIP 4.2.9")
        + f"""<body id="top" class="pas_surlignable page_article"><div class="page"><div class="header" role="banner"><h2 id="logo_site_spip"><a href="{SITE}">Le Journal d’Exemple</a></h2></div><div class="nav" id="nav" role="navigation"><ul><li><a href="#">{story.section}</a></li></ul></div>
<div class="main" role="main"><div class="wrapper hfeed"><p id="hierarchie" class="breadcrumb"><a href="{SITE}/">Accueil</a> &gt; <strong class="on">{escape(story.title)}</strong></p><div class="content hentry" id="content"><div class="cartouche"><h1 class="crayon article-titre-812 entry-title">{escape(story.title)}</h1><p class="info-publi"><abbr class="published" title="{story.published.strftime("%Y-%m-%dT%H:%M:%SZ")}">{long_date(story.published, story.french)}</abbr>, <span class="sep">par</span> <span class="auteurs"><span class="vcard author"><a class="url fn spip_in" href="{SITE}/auteur3">{story.author}</a></span></span></p></div>
<div class="spip_document_9 spip_document spip_documents spip_document_image spip_documents_center"><figure class="spip_doc_inner"><img src="{dress.picture(story)}" width="600" height="400"><figcaption class="spip_doc_legende"><div class="spip_doc_titre"><strong>{escape(story.caption, quote=False)}</strong></div><div class="spip_doc_credits">{escape(story.credit, quote=False)}</div></figcaption></figure></div>
<div class="texte surlignable crayon article-texte-812 entry-content">{_plain_body(story, "spip")}</div></div>
<div class="menu_articles" id="documents_portfolio"><h2>Portfolio</h2></div><div class="mots"><h2>{"Mots-clés" if story.french else "Keywords"}</h2><ul class="mots-cles">{"".join(f'<li><a href="{SITE}/mot{number}" rel="tag">{tag}</a></li>' for number, tag in enumerate(story.tags))}</ul></div>{forum}{ask}</div></div>
<div class="aside secondary"><div class="liste articles"><h2>{"Les plus lus" if story.french else "Most read"}</h2><ul><li><a href="#">Un autre article</a></li></ul></div></div><div class="footer" role="contentinfo"><p>2026 Le Journal d’Exemple | <a href="#">Plan du site</a> | SPIP</p></div></div></body></html>"""
    )


def _joomla(story: Story, variant: Variant, comments: str) -> str:
    return (
        dress.head(story, variant, "Joomla! - Open Source Content Management")
        + f"""<body class="site com_content view-article"><header class="header container-header">{dress.menu(story)}</header><div class="site-grid"><div class="container-component"><main><div class="com-content-article item-page" itemscope itemtype="https://schema.org/Article"><meta itemprop="inLanguage" content="{"fr-FR" if story.french else "en-GB"}">
<div class="page-header"><h1 itemprop="headline">{escape(story.title)}</h1></div><dl class="article-info text-muted"><dt class="article-info-term">{"Détails" if story.french else "Details"}</dt><dd class="createdby" itemprop="author" itemscope itemtype="https://schema.org/Person">{"Écrit par :" if story.french else "Written by:"} <span itemprop="name">{story.author}</span></dd><dd class="category-name">{"Catégorie :" if story.french else "Category:"} <a href="#" itemprop="genre">{story.section}</a></dd><dd class="published"><time datetime="{story.published.isoformat()}" itemprop="datePublished">{"Publication :" if story.french else "Published:"} {long_date(story.published, story.french)}</time></dd><dd class="hits"><meta itemprop="interactionCount" content="UserPageVisits:921">{"Affichages :" if story.french else "Hits:"} 921</dd></dl>
<figure class="left item-image"><img src="{dress.picture(story)}" itemprop="image"><figcaption class="caption">{escape(story.caption, quote=False)} © {escape(story.credit, quote=False)}</figcaption></figure>
<div itemprop="articleBody" class="com-content-article__body">{_plain_body(story, "joomla")}</div><ul class="tags list-inline">{"".join(f'<li class="list-inline-item tag-{number}" itemprop="keywords"><a href="#" class="btn btn-sm btn-info">{tag}</a></li>' for number, tag in enumerate(story.tags))}</ul>
<nav class="pagenavigation"><span class="pagination ms-0"><a class="btn previous" href="#" rel="prev">{"Préc" if story.french else "Prev"}</a></span></nav>{comments}</div></main></div><div class="grid-child container-sidebar-right">{dress.sidebar(story)}</div></div><footer class="container-footer footer"><p>© Le Journal d’Exemple</p></footer></body></html>"""
    )


def komento(story: Story, variant: Variant) -> str:
    def item(index: int, depth: int, replies: str) -> str:
        said, number, when = story.said[index], story.number(index), story.when(index)
        parent = story.number(said.parent) if said.parent is not None else 0
        name = (
            f'<a href="{said.url}" rel="nofollow">{escape(said.author)}</a>'
            if said.url
            else escape(said.author)
        )
        return f"""<div id="kmt-{number}" class="kmt-item kmt-child-{depth}" data-kt-comment-item data-id="{number}" data-parentid="{parent}"><div class="kmt-wrap"><div class="kmt-avatar"><img class="avatar"></div><div class="kmt-body"><div class="kmt-head"><span class="kmt-author" itemprop="creator" itemscope><span itemprop="name">{name}</span></span><span class="kmt-time"><time itemprop="dateCreated" datetime="{when.isoformat()}">{long_date(when, story.french)}</time></span></div><div class="kmt-content"><div class="kmt-text" itemprop="text">{paragraphs(said.paragraphs)}</div></div><div class="kmt-control"><span class="kmt-reply"><a href="#">{"Répondre" if story.french else "Reply"}</a></span><span class="kmt-like">0</span></div></div></div></div>{replies}"""

    shown = len(story.said[: variant.comments])
    form = (
        f'<div id="kmt-form" class="commentForm kmt-form"><h3>{"Laisser vos commentaires" if story.french else "Leave your comments"}</h3></div>'
        if variant.open
        else ""
    )
    return _joomla(
        story,
        variant,
        f'<div id="section-kmt" class="theme-kuro"><h3 class="kmt-title">{"Commentaires" if story.french else "Comments"} (<span class="commentCounter">{shown}</span>)</h3><div class="kmt-list">{dress.walk(story, variant, item)}</div>{form}</div>',
    )


def jcomments(story: Story, variant: Variant) -> str:
    def under(parent: int | None) -> str:
        made = []
        for index, said in enumerate(story.said[: variant.comments]):
            if said.parent != parent:
                continue
            number, when = story.number(index), story.when(index)
            replies = under(index)
            name = (
                f'<a class="author-homepage" href="{said.url}" rel="nofollow">{escape(said.author)}</a>'
                if said.url
                else f'<span class="comment-author">{escape(said.author)}</span>'
            )
            nested = (
                f'<div class="comments-list" id="comments-list-{number}">{replies}</div>'
                if replies
                else ""
            )
            made.append(
                f"""<div class="even" id="comment-item-{number}"><div class="rbox"><div class="rbox_m"><div class="comment-box usertype-guest"><span class="comments-vote"><span id="comment-vote-holder-{number}"><span class="comment-vote-none">0</span></span></span><a class="comment-anchor" href="#comment-{number}" id="comment-{number}">#{index + 1}</a>{name}<span class="comment-date">{when.strftime("%d.%m.%Y %H:%M")}</span><div class="comment-body" id="comment-body-{number}">{"<br><br>".join(escape(text, quote=False) for text in said.paragraphs)}</div><span class="comments-buttons"><a href="#">{"Répondre" if story.french else "Reply"}</a></span></div></div></div>{nested}</div>"""
            )
        return "\n".join(made)

    shown = len(story.said[: variant.comments])
    form = (
        f'<h4>{"Ajouter un Commentaire" if story.french else "Add comment"}</h4><form id="comments-form" name="comments-form" action="javascript:void(null);"><p><input id="comments-form-name" type="text" name="name" value="" maxlength="20"><label for="comments-form-name">{"Nom (obligatoire)" if story.french else "Name (required)"}</label></p><p><textarea id="comments-form-comment" name="comment" cols="65" rows="8"></textarea></p><input type="hidden" name="object_id" value="812"></form>'
        if variant.open
        else f'<div class="comments-closed">{"Les commentaires sont fermés." if story.french else "Comments are closed."}</div>'
    )
    listed = (
        f'<h4>{"Commentaires" if story.french else "Comments"}&nbsp;({shown})</h4><div id="comments-list-0" class="comments-list">{under(None)}</div>'
        if shown
        else ""
    )
    return _joomla(
        story,
        variant,
        f'<div id="jc"><div id="comments">{listed}<div id="comments-list-footer"></div></div>{form}</div>',
    )
