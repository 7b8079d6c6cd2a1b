"""Pages of WordPress themes, each in its own anatomy."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from tests.pages import dress
from tests.pages.dress import SITE, Variant, clock, count_words, long_date, paragraphs, url_of
from tests.pages.stories import Story


def lead_figure(story: Story, box: str = "post-thumbnail") -> str:
    return f'<figure class="{box}"><img src="{dress.picture(story)}" width="1200" height="800" alt=""><figcaption class="wp-caption-text">{escape(story.caption, quote=False)} © {escape(story.credit, quote=False)}</figcaption></figure>'


def posted_on(story: Story) -> str:
    return f'<span class="posted-on"><time class="entry-date published" datetime="{story.published.isoformat()}">{long_date(story.published, story.french)}</time></span>'


def page(
    story: Story, variant: Variant, body: str, body_class: str = "single single-post postid-812"
) -> str:
    return dress.head(story, variant) + f'<body class="{body_class}">{body}</body></html>'


def twenty_twenty_five(story: Story, variant: Variant) -> str:
    def item(index: int, depth: int, replies: str) -> str:
        said, when = story.said[index], story.when(index)
        number = story.number(index)
        name = escape(said.author)
        if said.url:
            name = f'<a rel="external nofollow ugc" href="{said.url}" target="_self">{name}</a>'
        mine = " bypostauthor" if said.by_author else ""
        return f"""<li id="comment-{number}" class="comment{mine} even thread-even depth-{depth}"><div class="wp-block-group"><div class="wp-block-avatar"><img src="https://secure.gravatar.com/avatar/0" class="avatar"></div>
<div class="wp-block-group is-vertical"><div class="wp-block-comment-date"><time datetime="{when.isoformat()}"><a href="{url_of(story)}#comment-{number}">{long_date(when, story.french)}</a></time></div>
<div class="wp-block-comment-author-name">{name}</div><div class="wp-block-comment-content">{paragraphs(said.paragraphs)}</div>
<div class="wp-block-group"><div class="wp-block-comment-edit-link"></div><div class="wp-block-comment-reply-link"><a rel="nofollow" class="comment-reply-link" href="#">{"Répondre" if story.french else "Reply"}</a></div></div></div></div>
{f"<ol>{replies}</ol>" if replies else ""}</li>"""

    listed = dress.walk(story, variant, item)
    shown = len(story.said[: variant.comments])
    title = (
        (
            f"{shown} réponses à «&nbsp;{escape(story.title)}&nbsp;»"
            if story.french
            else f"{shown} responses to “{escape(story.title)}”"
        )
        if shown
        else ""
    )
    heading = f'<h2 id="comments" class="wp-block-comments-title">{title}</h2>' if title else ""
    ordered = f'<ol class="wp-block-comment-template">{listed}</ol>' if listed else ""
    closed = (
        ""
        if variant.open
        else f'<p class="no-comments">{"Les commentaires sont fermés." if story.french else "Comments are closed."}</p>'
    )
    return page(
        story,
        variant,
        f"""<div class="wp-site-blocks"><header class="wp-block-template-part">{dress.menu(story)}</header>
<main class="wp-block-group"><h1 class="wp-block-post-title">{escape(story.title)}</h1>
<div class="wp-block-group has-small-font-size"><div class="wp-block-post-author-name">{story.author}</div><div class="wp-block-post-date"><time datetime="{story.published.isoformat()}">{long_date(story.published, story.french)}</time></div><div class="taxonomy-category wp-block-post-terms"><a href="{SITE}/c/" rel="tag">{story.section}</a></div></div>
{lead_figure(story, "wp-block-post-featured-image")}
<div class="entry-content wp-block-post-content has-global-padding">{dress.body_html(story)}</div>
<div class="taxonomy-post_tag wp-block-post-terms">{dress.tags(story)}</div>
<nav class="wp-block-post-navigation"><a href="#">←</a></nav>
<div class="wp-block-comments">{heading}{ordered}{closed}{dress.form(story, variant)}</div></main>
<footer class="wp-block-template-part"><p>© Le Journal d’Exemple</p></footer></div>""",
    )


def twenty_twenty_one(story: Story, variant: Variant) -> str:
    return page(
        story,
        variant,
        f"""<div id="page" class="site"><header id="masthead" class="site-header">{dress.menu(story)}</header>
<div id="content" class="site-content"><div id="primary" class="content-area"><main id="main" class="site-main">
<article id="post-812" class="post-812 post type-post status-publish format-standard has-post-thumbnail hentry">
<header class="entry-header alignwide"><h1 class="entry-title">{escape(story.title)}</h1>{lead_figure(story)}</header>
<div class="entry-content">{dress.body_html(story)}</div>
<footer class="entry-footer default-max-width"><div class="posted-by">{posted_on(story)}<span class="byline">{"Par" if story.french else "By"} <a href="{SITE}/author/x/" rel="author">{story.author}</a></span></div>
<div class="post-taxonomies"><span class="cat-links">{"Catégorisé comme" if story.french else "Categorized as"} <a href="{SITE}/c/" rel="category tag">{story.section}</a></span><span class="tags-links">{"Étiqueté" if story.french else "Tagged"} {dress.tags(story)}</span></div></footer>
{dress.author_box(story, "author-bio show-avatars")}
</article>{dress.discussion(story, variant, outer="comments-area default-max-width")}
<nav class="navigation post-navigation"><a href="#" rel="prev">Une autre</a></nav></main></div></div>{dress.sidebar(story)}</div>{dress.cookies(story)}""",
    )


def old_xhtml(story: Story, variant: Variant) -> str:
    """A theme from before html5: the list that WordPress prints by default."""

    def item(index: int, depth: int, replies: str) -> str:
        said, number, when = story.said[index], story.number(index), story.when(index)
        name = escape(said.author)
        if said.url:
            name = f"<a href='{said.url}' rel='external nofollow ugc' class='url'>{name}</a>"
        at = f"{long_date(when, story.french)} {'à' if story.french else 'at'} {clock(when, story.french)}"
        mine = " bypostauthor" if said.by_author else ""
        return f"""<li class="comment{mine} even depth-{depth}" id="comment-{number}"><div id="div-comment-{number}" class="comment-body">
<div class="comment-author vcard"><img class="avatar"> <cite class="fn">{name}</cite> <span class="says">{"dit :" if story.french else "says:"}</span></div>
<div class="comment-meta commentmetadata"><a href="{url_of(story)}#comment-{number}">{at}</a></div>
{paragraphs(said.paragraphs)}
<div class="reply"><a rel='nofollow' class='comment-reply-link' href='#'>{"Répondre" if story.french else "Reply"}</a></div></div>
{f'<ul class="children">{replies}</ul>' if replies else ""}</li>"""

    comments = dress.discussion(story, variant, list_class="commentlist", item=item, title_class="")
    return page(
        story,
        variant,
        f"""<div id="header">{dress.menu(story)}</div><div id="container"><div id="content">
<div class="post" id="post-812"><h1 class="posttitle">{escape(story.title)}</h1><p class="postmeta">{"Publié par" if story.french else "Posted by"} <a rel="author" href="#">{story.author}</a> {"le" if story.french else "on"} {long_date(story.published, story.french)}</p>
<div class="entry"><div id="attachment_3" class="wp-caption aligncenter"><img src="{dress.picture(story)}" width="600" height="400"><p class="wp-caption-text">{escape(story.caption, quote=False)} © {escape(story.credit, quote=False)}</p></div>
{dress.body_html(story)}{dress.share(story, "sharedaddy sd-sharing-enabled")}<div id="jp-relatedposts" class="jp-relatedposts"><h3>{"Articles similaires" if story.french else "Related"}</h3><a href="#">Rien à voir</a></div></div></div>
{comments}</div>{dress.sidebar(story)}</div>""",
    )


def astra(story: Story, variant: Variant) -> str:
    def item(index: int, depth: int, replies: str) -> str:
        said, number, when = story.said[index], story.number(index), story.when(index)
        name = escape(said.author)
        if said.url:
            name = f'<a href="{said.url}" class="url" rel="ugc external nofollow">{name}</a>'
        mine = " bypostauthor" if said.by_author else ""
        return f"""<li class="comment{mine} even depth-{depth}" id="li-comment-{number}"><article id="comment-{number}" class="ast-comment"><div class="ast-comment-info"><div class='ast-comment-avatar-wrap'><img class='avatar'></div>
<header class="ast-comment-meta ast-row comment-author vcard capitalize"><div class="ast-comment-cite-wrap"><cite><b class="fn">{name}</b></cite></div><div class="ast-comment-time"><span class="timendate"><a href="#comment-{number}"><time datetime="{when.isoformat()}">{long_date(when, story.french)}</time></a></span></div></header></div>
<section class="ast-comment-content comment">{paragraphs(said.paragraphs)}<div class="ast-comment-edit-reply-wrap"><span class="ast-reply-link"><a class="comment-reply-link" href="#">{"Répondre" if story.french else "Reply"}</a></span></div></section></article>
{f'<ol class="children">{replies}</ol>' if replies else ""}</li>"""

    comments = dress.discussion(story, variant, list_class="ast-comment-list", item=item)
    return page(
        story,
        variant,
        f"""<div class="hfeed site" id="page"><header class="site-header" id="masthead">{dress.menu(story)}</header><div id="content" class="site-content"><div class="ast-container">
<div id="primary" class="content-area primary"><main id="main" class="site-main"><article class="post-812 post ast-article-single" id="post-812"><div class="ast-post-format- single-layout-1">
<header class="entry-header"><div class="post-thumb-img-content post-thumb">{lead_figure(story, "single-post-image")}</div><h1 class="entry-title" itemprop="headline">{escape(story.title)}</h1><div class="entry-meta"><a href="#respond">{count_words(len(story.said[: variant.comments]), story.french)}</a> / {"Par" if story.french else "By"} <span class="posts-by vcard author"><a class="url fn n" rel="author" href="#"><span class="author-name">{story.author}</span></a></span> / {posted_on(story)}</div></header>
<div class="entry-content clear" itemprop="text">{dress.body_html(story)}</div></div></article>
<nav class="navigation post-navigation"><div class="nav-links"><a rel="prev" href="#">← Article précédent</a></div></nav>{comments}</main></div>{dress.sidebar(story)}</div></div></div>{dress.cookies(story)}""",
    )


def kadence(story: Story, variant: Variant) -> str:
    return page(
        story,
        variant,
        f"""<div id="wrapper" class="site wp-site-blocks"><header id="masthead" class="site-header">{dress.menu(story)}</header><div id="inner-wrap" class="wrap hfeed kt-clear">
<section class="entry-hero post-hero-section"><div class="entry-hero-container-inner"><header class="entry-header post-title title-align-left"><div class="entry-taxonomies"><span class="category-links term-links"><a href="#" rel="tag">{story.section}</a></span></div><h1 class="entry-title">{escape(story.title)}</h1>
<div class="entry-meta entry-meta-divider-dot"><span class="posted-by"><span class="author vcard"><a class="url fn n" href="#">{story.author}</a></span></span>{posted_on(story)}</div></header></div></section>
<div id="primary" class="content-area"><div class="content-container site-container"><main id="main" class="site-main"><div class="content-wrap"><article id="post-812" class="entry content-bg single-entry post-812"><div class="entry-content-wrap">
{lead_figure(story, "post-thumbnail article-post-thumbnail kadence-thumbnail-position-behind")}<div class="entry-content single-content">{dress.body_html(story)}</div><footer class="entry-footer"><div class="entry-tags"><span class="tags-links"><span class="tags-label screen-reader-text">Tags:</span>{dress.tags(story)}</span></div></footer></div></article>
{dress.author_box(story, "entry-author entry-author-style-normal")}<div class="entry-related alignfull"><h2 class="entry-related-title">{"Articles similaires" if story.french else "Similar Posts"}</h2><a href="#">Rien</a></div>{dress.discussion(story, variant, outer="comments-area")}</div></main>{dress.sidebar(story)}</div></div></div></div>""",
    )


def generatepress(story: Story, variant: Variant) -> str:
    def item(index: int, depth: int, replies: str) -> str:
        said, number, when = story.said[index], story.number(index), story.when(index)
        name = escape(said.author)
        if said.url:
            name = f'<a href="{said.url}" class="url" rel="ugc external nofollow">{name}</a>'
        mine = " bypostauthor" if said.by_author else ""
        return f"""<li id="comment-{number}" class="comment{mine} even depth-{depth}"><article class="comment-body" id="div-comment-{number}" itemscope itemtype="https://schema.org/Comment"><footer class="comment-meta" aria-label="Comment meta"><img class="avatar"><div class="comment-author-info">
<div class="comment-author vcard" itemprop="author" itemtype="https://schema.org/Person" itemscope><cite itemprop="name" class="fn">{name}</cite></div><div class="entry-meta comment-metadata"><a href="#comment-{number}"><time datetime="{when.isoformat()}" itemprop="datePublished">{long_date(when, story.french)}</time></a></div></div></footer>
<div class="comment-content" itemprop="text">{paragraphs(said.paragraphs)}<span class="reply"><a class="comment-reply-link" href="#">{"Répondre" if story.french else "Reply"}</a></span></div></article>
{f'<ol class="children">{replies}</ol>' if replies else ""}</li>"""

    return page(
        story,
        variant,
        f"""<header class="site-header" id="masthead">{dress.menu(story)}</header><div class="site grid-container container hfeed" id="page"><div class="site-content" id="content"><div class="content-area" id="primary"><main class="site-main" id="main">
<article id="post-812" class="post-812 post type-post" itemtype="https://schema.org/CreativeWork" itemscope><div class="inside-article"><header class="entry-header"><h1 class="entry-title" itemprop="headline">{escape(story.title)}</h1><div class="entry-meta">{posted_on(story)} <span class="byline">{"par" if story.french else "by"} <span class="author vcard" itemprop="author" itemscope><a class="url fn n" href="#" rel="author" itemprop="url"><span class="author-name" itemprop="name">{story.author}</span></a></span></span></div></header>
<div class="featured-image page-header-image-single">{lead_figure(story, "gp-featured")}</div><div class="entry-content" itemprop="text">{dress.body_html(story)}</div><footer class="entry-meta" aria-label="Entry meta"><span class="cat-links"><span class="screen-reader-text">Categories </span><a href="#" rel="category tag">{story.section}</a></span> <span class="tags-links"><span class="screen-reader-text">Tags </span>{dress.tags(story)}</span><nav class="post-navigation"><a href="#">Suite</a></nav></footer></div></article>
<div class="comments-area">{dress.discussion(story, variant, item=item, outer="")}</div></main></div>{dress.sidebar(story)}</div></div>""",
    )


def foxiz(story: Story, variant: Variant) -> str:
    minutes = f"Lecture : {story.minutes} min" if story.french else f"{story.minutes} Min Read"

    def between(index: int) -> str:
        if index != 1:
            return ""
        words = "- Publicité -" if story.french else "- Advertisement -"
        return f'<div class="ad-wrap ad-image-wrap"><div class="ad-image"><img data-mode="default" src="{SITE}/ad.png" alt="Ad image"><img data-mode="dark" src="{SITE}/ad-dark.png" alt="Ad image"></div><h6 class="ad-description is-meta">{words}</h6></div>'

    shown = len(story.said[: variant.comments])
    inner = dress.discussion(story, variant)
    box_title = (
        count_words(shown, story.french)
        if shown
        else ("Laisser un commentaire" if story.french else "Leave a comment")
    )
    box = (
        ""
        if not variant.open and not shown
        else f'<div class="comment-box-wrap entry-sec"><div class="comment-box-header"><span class="h3"><i class="rbi rbi-comment"></i>{box_title}</span></div><div class="comment-holder{" is-hidden" if shown else " no-comment"}">{inner}</div></div>'
    )
    sign = f"{escape(story.caption, quote=False)} @ {escape(story.credit, quote=False)}"
    return page(
        story,
        variant,
        f"""<div class="site-outer"><header class="header-wrap">{dress.menu(story)}</header><div class="site-wrap"><div class="single-standard-8 is-sidebar-right"><div class="rb-s-container edge-padding"><article id="post-812" class="post-812 post type-post hentry"><header class="single-header">
<div class="s-cats ecat-bg-1"><div class="p-categories"><a class="p-category" href="{SITE}/c/" rel="category">{story.section}</a></div></div><h1 class="s-title fw-headline">{escape(story.title)}</h1>
<div class="single-meta"><div class="smeta-in"><a class="meta-el meta-avatar" href="#"><img class="avatar" src="{SITE}/a.png"></a><div class="smeta-sec"><div class="smeta-bottom meta-text"><time class="updated-date" datetime="{story.modified.isoformat()}">Last updated: {long_date(story.modified, story.french)}</time></div><div class="p-meta"><div class="meta-inner is-meta"><span class="meta-el meta-author"><span class="meta-label">{"Par" if story.french else "By"}</span><a class="meta-author-url" href="#">{story.author}</a></span><span class="meta-el meta-date"><time class="date published" datetime="{story.published.isoformat()}">{long_date(story.published, story.french)}</time></span></div></div></div></div>
<div class="smeta-extra"><div class="t-shared-sec tooltips-n"><div class="t-shared-header is-meta"><span>{"Partager" if story.french else "Share"}</span></div></div><div class="single-right-meta single-time-read is-meta"><div class="meta-el meta-read">{minutes}</div></div></div></div>
<div class="s-feat-outer"><div class="s-feat"><div class="featured-lightbox-trigger" data-source="{dress.picture(story)}"><img class="featured-img" src="{dress.picture(story)}" width="1200" height="800"></div></div><div class="feat-caption meta-text"><span class="caption-text">{sign}</span></div></div></header>
<div class="grid-container"><div class="s-ct"><div class="s-ct-wrap"><div class="s-ct-inner"><div class="l-shared-sec-outer"><div class="l-shared-sec"><a href="#">Facebook</a></div></div><div class="e-ct-outer"><div class="entry-content rbct clearfix is-highlight-shares" itemprop="articleBody">{dress.body_html(story, between)}</div></div></div>
<div class="efoot efoot-commas h5"><div class="efoot-bar tag-bar"><span class="blabel is-meta">{"Tags :" if story.french else "TAGGED:"}</span><span class="tags-list h5">{dress.tags(story)}</span></div></div>{dress.newsletter(story, "entry-newsletter")}
<div class="e-shared-sec entry-sec"><div class="e-shared-header h4"><span>{"Partager cet article" if story.french else "Share This Article"}</span></div><div class="rbbsl"><a href="#">Facebook</a><a href="#">Email</a></div></div></div>
<aside class="reaction-sec entry-sec"><div class="reaction-heading"><span>{"Qu’en pensez-vous ?" if story.french else "What do you think?"}</span></div><span>Love0</span><span>Sad0</span></aside>{dress.author_box(story, "usr-holder entry-sec")}{box}</div></div>{dress.sidebar(story)}</article></div></div></div></div>{dress.cookies(story)}""",
    )


def _tagdiv_item(story: Story) -> Callable[[int, int, str], str]:
    def item(index: int, depth: int, replies: str) -> str:
        said, number, when = story.said[index], story.number(index), story.when(index)
        name = escape(said.author)
        if said.url:
            name = f"<a href='{said.url}' rel='external nofollow' class='url'>{name}</a>"
        mine = " bypostauthor" if said.by_author else ""
        at = (
            f"{long_date(when, story.french)} At {when.hour}:{when.minute:02}"
            if not story.french
            else f"{long_date(when, True)} À {when.hour}:{when.minute:02}"
        )
        return f"""<li class="comment{mine} even depth-{depth}" id="comment-{number}"><article><footer><img class="avatar avatar-50"><cite>{name}</cite> <a class="comment-link" href="#comment-{number}"><time pubdate="{int(when.timestamp())}">{at}</time></a></footer>
<div class="comment-content">{paragraphs(said.paragraphs)}</div><div class="comment-meta" id="comment-{number}"><a rel="nofollow" class="comment-reply-link" href="#">{"Répondre" if story.french else "Reply"}</a></div></article>
{f'<ol class="children">{replies}</ol>' if replies else ""}</li>"""

    return item


def newspaper(story: Story, variant: Variant) -> str:
    shown = len(story.said[: variant.comments])
    listed = dress.walk(story, variant, _tagdiv_item(story))
    title = (
        f'<div class="td-comments-title-wrap td_block_template_1"><h4 class="td-comments-title block-title"><span>{count_words(shown, story.french).upper()}</span></h4></div>'
        if shown
        else ""
    )
    ordered = (
        f'<ol class="comment-list">{listed}</ol><div class="comment-pagination"></div>'
        if listed
        else ""
    )
    return page(
        story,
        variant,
        f"""<div id="td-outer-wrap" class="td-theme-wrap"><div class="td-header-wrap">{dress.menu(story)}</div><div class="td-main-content-wrap td-container-wrap"><div class="td-container td-post-template-default"><div class="td-crumb-container"><div class="entry-crumbs"><a href="#">{"Accueil" if story.french else "Home"}</a> {story.section}</div></div><div class="td-pb-row"><div class="td-pb-span8 td-main-content" role="main"><div class="td-ss-main-content">
<article id="post-812" class="post-812 post type-post hentry td-post-template-default"><div class="td-post-header"><ul class="td-category"><li class="entry-category"><a href="{SITE}/c/">{story.section}</a></li></ul><header class="td-post-title"><h1 class="entry-title">{escape(story.title)}</h1><div class="td-module-meta-info"><div class="td-post-author-name"><div class="td-author-by">{"Par" if story.french else "By"}</div> <a href="#">{story.author}</a><div class="td-author-line"> - </div></div><span class="td-post-date"><time class="entry-date updated td-module-date" datetime="{story.published.isoformat()}">{long_date(story.published, story.french)}</time></span><div class="td-post-comments"><a href="#comments"><i class="td-icon-comments"></i>{shown}</a></div><div class="td-post-views"><span>1843</span></div></div></header></div>
<div class="td-post-sharing-top">{dress.share(story, "td-post-sharing-visible")}</div><div class="td-post-content tagdiv-type"><div class="td-post-featured-image"><figure><a href="{dress.picture(story)}" data-caption="{escape(story.caption)}"><img class="entry-thumb td-modal-image" src="{dress.picture(story)}" width="696"></a><figcaption class="wp-caption-text">{escape(story.caption, quote=False)} © {escape(story.credit, quote=False)}</figcaption></figure></div>
{dress.body_html(story, lambda index: '<div class="td-a-rec td-a-rec-id-content_inline"><span class="td-adspot-title">- Advertisement -</span></div>' if index == 1 else "")}</div>
<footer><div class="td-post-source-tags"><ul class="td-tags td-post-small-box clearfix"><li><span>TAGS</span></li>{"".join(f'<li><a href="{SITE}/tag/{tag}/">{tag}</a></li>' for tag in story.tags)}</ul></div><div class="td-block-row td-post-next-prev"><div class="td-post-next-prev-content"><span>{"Article précédent" if story.french else "Previous article"}</span><a href="#">Une autre</a></div></div>{dress.author_box(story, "author-box-wrap")}</footer></article>
<div class="td_block_wrap td_block_related_posts"><h4 class="td-related-title"><a href="#">{"ARTICLES CONNEXES" if story.french else "RELATED ARTICLES"}</a></h4><div class="td_module_related_posts"><h3 class="entry-title td-module-title"><a href="#">Un article qui n’a rien à voir</a></h3></div></div>
<div class="comments" id="comments">{title}{ordered}{"" if variant.open else f'<p class="td-pb-padding-side">{"Les commentaires sont fermés." if story.french else "Comments are closed."}</p>'}{dress.form(story, variant)}</div></div></div><div class="td-pb-span4 td-main-sidebar">{dress.sidebar(story)}</div></div></div></div></div>""",
    )


def newsmag(story: Story, variant: Variant) -> str:
    return (
        newspaper(story, variant)
        .replace("td-theme-wrap", "td-theme-wrap td-newsmag")
        .replace("td-post-content tagdiv-type", "td-post-content td-pb-padding-side")
    )


def jannah(story: Story, variant: Variant) -> str:
    shown = len(story.said[: variant.comments])
    minutes = (
        f"{story.minutes} minutes de lecture" if story.french else f"{story.minutes} minutes read"
    )
    listed = dress.walk(story, variant, dress.html5_item(story))
    head = (
        f'<div class="mag-box-title the-global-title"><h3>{count_words(shown, story.french)}</h3></div>'
        if shown
        else ""
    )
    ordered = f'<ol class="comment-list">{listed}</ol>' if listed else ""
    comments = f'<div id="comments" class="comments-area"><div id="comments-box" class="container-wrapper">{head}{ordered}</div>{"" if variant.open else "<p class=no-comments>" + ("Les commentaires sont fermés." if story.french else "Comments are closed.") + "</p>"}<div id="add-comment-block" class="container-wrapper">{dress.form(story, variant)}</div></div>'
    return page(
        story,
        variant,
        f"""<div id="tie-container" class="site tie-container"><header id="theme-header">{dress.menu(story)}</header><div id="content" class="site-content container"><div id="main-content-row" class="tie-row main-content-row"><div class="main-content tie-col-md-8 tie-col-xs-12" role="main"><article id="the-post" class="container-wrapper post-content tie-standard">
<header class="entry-header-outer"><nav id="breadcrumb"><a href="#">{"Accueil" if story.french else "Home"}</a></nav><div class="entry-header"><span class="post-cat-wrap"><a class="post-cat tie-cat-2" href="{SITE}/category/c/">{story.section}</a></span><h1 class="post-title entry-title">{escape(story.title)}</h1><div class="single-post-meta post-meta clearfix"><span class="author-meta single-author no-avatars"><span class="meta-item meta-author-wrapper"><span class="meta-author"><a href="#" class="author-name tie-icon">{story.author}</a></span></span></span><span class="date meta-item tie-icon">{long_date(story.published, story.french)}</span><div class="tie-alignright"><span class="meta-comment tie-icon meta-item">{shown}</span><span class="meta-views meta-item">93</span><span class="meta-reading-time meta-item"><span class="tie-icon-bookmark"></span> {minutes}</span></div></div></div></header>
<div id="share-buttons-top" class="share-buttons share-buttons-top"><div class="share-links"><a href="#">Facebook</a></div></div><div class="featured-area"><div class="featured-area-inner"><figure class="single-featured-image"><img src="{dress.picture(story)}" width="780" height="470"><figcaption class="single-caption-text"><span class="tie-icon-camera"></span> {escape(story.caption, quote=False)} © {escape(story.credit, quote=False)}</figcaption></figure></div></div>
<div class="entry-content entry clearfix">{dress.body_html(story, lambda index: '<div class="stream-item stream-item-in-post"><img src="#ad" alt=""></div>' if index == 2 else "")}<div class="post-bottom-meta post-bottom-tags"><div class="post-bottom-meta-title"><span class="tie-icon-tags"></span> Tags</div><span class="tagcloud">{dress.tags(story).replace(", ", " ")}</span></div></div>
<div class="toggle-post-content clearfix"></div><div id="share-buttons-bottom" class="share-buttons share-buttons-bottom"><div class="share-links"><a href="#">{"Partager par email" if story.french else "Share via Email"}</a></div></div></article>
<div class="post-components">{dress.author_box(story, "about-author container-wrapper about-author-1")}{dress.newsletter(story, "container-wrapper newsletter-block")}<div id="related-posts" class="container-wrapper"><div class="mag-box-title the-global-title"><h3>{"Articles similaires" if story.french else "Related Articles"}</h3></div><div class="related-posts-list"><h3 class="post-title"><a href="#">Un autre titre sans rapport aucun</a></h3></div></div>{comments}</div></div>{dress.sidebar(story)}</div></div></div>""",
    )


def jnews(story: Story, variant: Variant) -> str:
    shown = len(story.said[: variant.comments])
    minutes = (
        f"Temps de lecture : {story.minutes} min"
        if story.french
        else f"Reading Time: {story.minutes} mins read"
    )
    listed = dress.walk(story, variant, dress.html5_item(story))
    heading = (
        f'<h3 class="comments-title">{"Commentaires" if story.french else "Comments"} <span class="count">{shown}</span></h3>'
        if shown
        else ""
    )
    ordered = f'<ol class="commentlist">{listed}</ol>' if listed else ""
    comments = f'<div class="jnews_comment_container"><div id="comments" class="comment-wrapper section" data-type="wordpress">{heading}{ordered}{"" if variant.open else "<p class=no-comments>" + ("Les commentaires sont fermés." if story.french else "Comments are closed.") + "</p>"}{dress.form(story, variant)}</div></div>'
    return page(
        story,
        variant,
        f"""<div class="jeg_viewport"><div class="jeg_header_wrapper">{dress.menu(story)}</div><div class="post-wrapper"><div class="post-wrap"><div class="jeg_main"><div class="jeg_container"><div class="jeg_content jeg_singlepage"><div class="container"><div class="row"><div class="jeg_main_content col-md-8"><div class="jeg_inner_content"><div class="jeg_breadcrumbs jeg_breadcrumb_container"><a href="#">{"Accueil" if story.french else "Home"}</a></div>
<div class="entry-header"><h1 class="jeg_post_title">{escape(story.title)}</h1><div class="jeg_meta_container"><div class="jeg_post_meta jeg_post_meta_1"><div class="meta_left"><div class="jeg_meta_author"><span class="meta_text">{"par" if story.french else "by"}</span> <a href="#">{story.author}</a></div><div class="jeg_meta_date"><a href="#">{long_date(story.published, story.french)}</a></div><div class="jeg_meta_category"><span><span class="meta_text">{"dans" if story.french else "in"}</span> <a href="#" rel="category tag">{story.section}</a></span></div><div class="jeg_meta_reading_time"><span>{minutes}</span></div></div><div class="meta_right"><div class="jeg_meta_comment"><a href="#comments"><i class="fa fa-comment-o"></i> {shown}</a></div></div></div></div></div>
<div class="jeg_featured featured_image"><div class="thumbnail-container"><img src="{dress.picture(story)}" class="wp-post-image"></div><p class="wp-caption-text">{escape(story.caption, quote=False)} © {escape(story.credit, quote=False)}</p></div><div class="jeg_share_top_container"><div class="jeg_share_button"><div class="jeg_share_stats"><div class="jeg_share_count"><div class="counts">12</div><span class="sharetext">SHARES</span></div></div><a href="#">Share on Facebook</a></div></div>
<div class="jeg_ad jeg_article jnews_content_top_ads"><div class="ads-wrapper"></div></div><div class="entry-content no-share"><div class="content-inner">{dress.body_html(story, lambda index: '<div class="jeg_ad jeg_ad_article jnews_content_inline_ads"><div class="ads-wrapper"><div class="ads-text">ADVERTISEMENT</div></div></div>' if index == 1 else "")}<div class="jnews_inline_related_post_wrapper right half"><div class="jnews_inline_related_post"><div class="jeg_postblock"><div class="jeg_block_heading"><h3 class="jeg_block_title"><span>Related Posts</span></h3></div><article class="jeg_post"><h3 class="jeg_post_title"><a href="#">Un article sans rapport</a></h3></article></div></div></div><div class="jeg_post_tags"><span>Tags:</span> {dress.tags(story).replace(", ", "")}</div></div></div>
{dress.author_box(story, "jeg_authorbox")}<div class="jnews_prev_next_container"><a href="#">Next Post</a></div>{comments}</div></div>{dress.sidebar(story)}</div></div></div></div></div></div></div></div>""",
    )


def soledad(story: Story, variant: Variant) -> str:
    def item(index: int, depth: int, replies: str) -> str:
        said, number, when = story.said[index], story.number(index), story.when(index)
        name = escape(said.author)
        if said.url:
            name = f'<a href="{said.url}" class="url" rel="ugc external nofollow">{name}</a>'
        mine = " bypostauthor" if said.by_author else ""
        at = f"{long_date(when, story.french)} - {when.hour}:{when.minute:02}"
        return f"""<div class="comment{mine} even depth-{depth}" id="comment-{number}"><div class="thecomment"><div class="author-img"><img class="avatar"></div><div class="comment-text"><span class="author">{name}</span><span class="date"><i class="penciicon-clock"></i>{at}</span><div class="comment-content">{paragraphs(said.paragraphs)}</div><span class="reply"><a rel="nofollow" class="comment-reply-link" href="#">{"Répondre" if story.french else "Reply"}</a></span></div></div>
{replies}</div>"""

    shown = len(story.said[: variant.comments])
    listed = dress.walk(story, variant, item)
    title = (
        f'<div class="post-title-box"><h4 class="post-box-title">{count_words(shown, story.french)}</h4></div>'
        if shown
        else ""
    )
    box = (
        f"<div class='comments'>{listed}</div><div id='comments_pagination'></div>"
        if listed
        else ""
    )
    return page(
        story,
        variant,
        f"""<div class="wrapper-boxed"><header id="header">{dress.menu(story)}</header><div class="container container-single penci_sidebar right-sidebar"><div id="main" class="penci-main-sticky-sidebar"><div class="theiaStickySidebar"><article id="post-812" class="post type-post status-publish"><div class="header-standard header-classic single-header"><div class="penci-standard-cat penci-single-cat"><span class="cat"><a class="penci-cat-name" href="#" rel="category tag">{story.section}</a></span></div><h1 class="post-title single-post-title entry-title">{escape(story.title)}</h1>
<div class="post-box-meta-single"><span class="author-post byline"><span class="author vcard">{"écrit par" if story.french else "written by"} <a class="author-url url fn n" href="#">{story.author}</a></span></span><span><time class="entry-date published" datetime="{story.published.isoformat()}">{long_date(story.published, story.french)}</time></span></div></div><div class="post-image"><figure class="penci-featured-caption"><img src="{dress.picture(story)}"><figcaption class="penci-featured-caption wp-caption-text">{escape(story.caption, quote=False)} © {escape(story.credit, quote=False)}</figcaption></figure></div>
<div class="post-entry blockquote-style-1"><div class="inner-post-entry entry-content" id="penci-post-entry-inner">{dress.body_html(story)}<div class="penci-custom-html-inside-content"></div></div></div><div class="post-tags">{dress.tags(story).replace(", ", "")}</div><div class="tags-share-box hide-tags page-share center-box"><span class="single-comment-o">{shown} <span>FacebookTwitter</span></span></div>{dress.author_box(story, "post-author")}<div class="post-pagination"><a href="#">{"article précédent" if story.french else "previous post"}</a></div>
<div class="post-related"><div class="post-title-box"><h4 class="post-box-title">{"Vous aimerez aussi" if story.french else "You may also like"}</h4></div><div class="item-related"><h3><a href="#">Un titre sans rapport</a></h3></div></div><div class="post-comments" id="comments">{title}{box}{"" if variant.open else "<p class=no-comments>" + ("Les commentaires sont fermés." if story.french else "Comments are closed.") + "</p>"}{dress.form(story, variant)}</div></article></div></div>{dress.sidebar(story)}</div></div>""",
    )


def wpdiscuz(story: Story, variant: Variant) -> str:
    """wpDiscuz 7 in a plain theme: its own list, its form drawn as a form of its own."""

    def item(index: int, depth: int, replies: str) -> str:
        said, number, when = story.said[index], story.number(index), story.when(index)
        parent = story.number(said.parent) if said.parent is not None else 0
        name = (
            f'<a href="{said.url}" rel="noreferrer ugc nofollow" target="_blank">{escape(said.author)}</a>'
            if said.url
            else escape(said.author)
        )
        role = "post_author" if said.by_author else "guest"
        ago = "Il y a 3 jours" if story.french else "3 days ago"
        return f"""<div id='wpd-comm-{number}_{parent}' class='comment{" bypostauthor" if said.by_author else ""} even depth-{depth} wpd-comment wpd_comment_level-{depth}{" wpd-reply" if parent else ""}'><div class="wpd-comment-wrap wpd-blog-{role}"><div class="wpd-comment-left"><div class="wpd-avatar"><img class='avatar'></div></div>
<div id="comment-{number}" class="wpd-comment-right"><div class="wpd-comment-header"><div class="wpd-comment-author ">{name}</div><div class="wpd-comment-date" title="{long_date(when, story.french)} {when.hour}:{when.minute:02}"><i class='far fa-clock'></i> {ago}</div></div>{"<div class='wpd-reply-to'>Reply to</div>" if parent else ""}<div class="wpd-comment-text">{paragraphs(said.paragraphs)}</div>
<div class="wpd-comment-footer"><div class="wpd-vote"><div class='wpd-vote-result'>0</div></div><div class="wpd-reply-button"><span>{"Répondre" if story.french else "Reply"}</span></div></div></div></div><div id='wpdiscuz_form_anchor-{number}_{parent}'></div>{replies}</div>"""

    shown = len(story.said[: variant.comments])
    closed = f'<div class="wpd-comments-closed">{"Les commentaires sont fermés." if story.french else "Comments are closed."}</div>'
    words = (
        ("Nom*", "E-mail*", "Laisser un commentaire")
        if story.french
        else ("Name*", "Email*", "Post Comment")
    )
    own_form = (
        f"""<div id="wpd-main-form-wrapper-0_0" class='wpd-form wpd-form-wrapper wpd-main-form-wrapper'><form method="post" enctype="multipart/form-data" class="wpd_comm_form wpd_main_comm_form" action="{url_of(story)}"><div class="wpd-textarea-wrap"><textarea id="wc-textarea-0_0" required name="wc_comment" class="wc_comment wpd-field"></textarea></div><div class="wpd-form-row"><input id="wc_name-0_0" value="" required aria-required='true' class="wc_name wpd-field" type="text" name="wc_name" placeholder="{words[0]}"><input id="wc_email-0_0" value="" required aria-required='true' class="wc_email wpd-field" type="email" name="wc_email" placeholder="{words[1]}"><input id="wc_website-0_0" value="" class="wc_website wpd-field" type="text" name="wc_website"></div><input type="hidden" class="wpdiscuz_unique_id" value="0_0" name="wpdiscuz_unique_id"><input type="submit" value="{words[2]}"></form></div>"""
        if variant.open
        else closed
    )
    return page(
        story,
        variant,
        f"""<div id="page"><header>{dress.menu(story)}</header><main id="main"><article class="post hentry"><header class="entry-header"><h1 class="entry-title">{escape(story.title)}</h1><div class="entry-meta">{posted_on(story)} <span class="byline"><span class="author vcard"><a class="fn" rel="author" href="#">{story.author}</a></span></span></div></header>{lead_figure(story)}<div class="entry-content">{dress.body_html(story)}{dress.share(story, "heateor_sss_sharing_container")}</div><footer class="entry-footer"><span class="cat-links"><a rel="category tag" href="#">{story.section}</a></span><span class="tags-links">{dress.tags(story)}</span></footer></article>
<div class="wpdiscuz_top_clearing"></div><div id='comments' class='comments-area'><div id='respond' style='width: 0;height: 0;clear: both;margin: 0;padding: 0;'></div><div id="wpdcom" class="wpdiscuz_unauth wpd-default wpd-layout-1">{own_form}<div id="wpd-threads" class="wpd-thread-wrapper"><div class="wpd-thread-head"><div class="wpd-thread-info" data-comments-count="{shown}"><span class='wpdtc' title='{shown}'>{shown}</span> {"Commentaires" if story.french else "Comments"}</div><div class="wpd-thread-filter"><div class="wpdf-sorting"><span>{"Le plus récent" if story.french else "Newest"}</span></div></div></div><div class="wpd-thread-list">{dress.walk(story, variant, item)}<div class="wpdiscuz-comment-pagination"></div></div></div></div></div></main>{dress.sidebar(story)}</div>""",
    )


def jetpack(story: Story, variant: Variant) -> str:
    """WordPress' list with Jetpack's framed form and its boxes in the text."""
    frame = (
        f'<div id="respond" class="comment-respond"><h3 id="reply-title" class="comment-reply-title">{"Laisser un commentaire" if story.french else "Leave a Reply"}</h3><form id="commentform" class="comment-form"><iframe title="Comment Form" src="https://jetpack.wordpress.com/jetpack-comment/?blogid=1&amp;postid=812" name="jetpack_remote_comment" class="jetpack_remote_comment" id="jetpack_remote_comment"></iframe></form></div>'
        if variant.open
        else ""
    )
    page_made = twenty_twenty_one(
        story, Variant(variant.name, variant.comments, False, json_ld=variant.json_ld)
    )
    if variant.open:
        page_made = page_made.replace(
            f'<p class="no-comments">{"Les commentaires sont fermés." if story.french else "Comments are closed."}</p>',
            frame,
        )
    likes = f'<div class="sharedaddy sd-sharing-enabled"><div class="robots-nocontent sd-block sd-social"><h3 class="sd-title">{"Partager :" if story.french else "Share this:"}</h3><ul><li><a href="#">{"Cliquez pour partager sur Facebook (ouvre dans une nouvelle fenêtre)" if story.french else "Click to share on Facebook (Opens in new window)"}</a></li></ul></div></div><div class="sharedaddy sd-block sd-like jetpack-likes-widget-wrapper"><h3 class="sd-title">{"J’aime ça :" if story.french else "Like this:"}</h3><span class="button"><span>{"J’aime" if story.french else "Like"}</span></span> <span class="loading">{"chargement…" if story.french else "Loading..."}</span></div>'
    return page_made.replace(
        '</div>\n<footer class="entry-footer default-max-width">',
        likes + '</div>\n<footer class="entry-footer default-max-width">',
    )
