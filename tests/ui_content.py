"""Invented newspapers for the tests of the screens: three sites, a thread with every kind of comment, and a hostile site."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sahelreader.domain.article import (
    Article,
    Comment,
    CommentBatch,
    CommentForm,
    Page,
    Picture,
    RelatedLink,
)
from sahelreader.domain.site import Found, SourceKind
from sahelreader.library import Library, articles, sites
from sahelreader.welcome import edition
from tests.driven import NOW

FLEUVE = "https://lefleuve.example/"
MIL = f"{FLEUVE}2026/11/mil-mopti/"
BODY = """
<p>Sur le marché, le sac a perdu deux mille francs depuis octobre. « On respire », dit une vendeuse arrivée avant l’aube.
Les camions de Sikasso sont revenus ; la route de Bandiagara est ouverte <em>trois jours sur cinq</em>.</p>
<blockquote><p>Celui qui a du mil ne dort plus seul dans son magasin.</p><cite>Hama Cissé, grossiste</cite></blockquote>
<p class="related"><a href="https://lefleuve.example/2026/11/bac-segou/">Le bac de Ségou repart</a></p>
<h2>Les prix, semaine par semaine</h2>
<ul><li><p>Mopti : 21 000 F le sac de 100 kg</p></li><li><p>Gao : 24 500 F</p></li></ul>
<table><tr><th>Marché</th><th>Octobre</th><th>Novembre</th></tr>
<tr><td>Mopti</td><td>23 000</td><td>21 000</td></tr><tr><td>Djenné</td><td>22 500</td><td>21 500</td></tr></table>
<p>La chambre de commerce publie un relevé <a href="https://chambre.example/releve">chaque lundi</a>. Qui le lit ? Peu de monde ;
« c’est affiché à la mairie », répond-on : trop loin pour les éleveurs.</p>
<p class="related"><a href="https://ladune.example/stock">Où va le stock national ?</a></p>
"""


def comment(
    number: int,
    author: str,
    text: str,
    parent: int = 0,
    hours: float = 1,
    *,
    by_article_author: bool = False,
    is_pingback: bool = False,
) -> Comment:
    return Comment(
        remote_id=str(number),
        parent_remote_id=str(parent) if parent else "",
        author=author,
        published=NOW - timedelta(hours=hours),
        html=f"<p>{text}</p>",
        by_article_author=by_article_author,
        is_pingback=is_pingback,
    )


THREAD = (
    comment(1, "Oumar D.", "Le transport compte autant que la récolte. Qui contrôle les prix sur la route ?", 0, 24.3),
    comment(2, "Aminata Sow", "La chambre de commerce publie un relevé chaque lundi ; j’ajoute le lien.", 1, 23.9,
            by_article_author=True),
    comment(3, "Moussa", "Merci. À Djenné on ne voit pas la différence.", 2, 11.8),
    comment(4, "Fanta", "À Gao non plus. Le sac est resté à 21 000.", 3, 9),
    comment(5, "Ibrahim", "Chez nous la route est coupée.", 4, 8),
    comment(6, "Moussa", "Laquelle ?", 5, 7),
    comment(7, "Ibrahim", "Celle de Hombori.", 6, 6),
    comment(8, "Vieux lecteur", "Et le riz ?", 0, 5),
    comment(9, "Le blog de Hawa", "[…] à lire sur Le Fleuve […]", 0, 4, is_pingback=True),
)  # fmt: skip


def article(slug: str, title: str, hours: float, **more: object) -> Article:
    given: dict[str, object] = {
        "remote_id": slug,
        "url": f"{FLEUVE}2026/11/{slug}/",
        "title": title,
        "published": NOW - timedelta(hours=hours),
        "language": "fr",
        "html": "<p>Un texte court, pour remplir la page.</p>" * 3,
        "comments_open": True,
        "form": CommentForm(action=f"{FLEUVE}wp-comments-post.php"),
        **more,
    }
    return Article(**given)  # type: ignore[arg-type]


def newspapers(library: Library) -> None:
    """Le Fleuve and La Dune under Mali, Wakat in no folder."""
    fleuve = add_site(library, "Le Fleuve", FLEUVE, "Mali")
    dune = add_site(library, "La Dune", "https://ladune.example/", "Mali")
    wakat = add_site(library, "Wakat", "https://wakat.example/", "")
    mil = article(
        "mil-mopti", "Le mil recule à Mopti après trois mois", 26, html=BODY, authors=("Aminata Sow",),
        tags=("Mopti", "marchés"), comment_count=9, reading_minutes=2,
        lead=Picture(f"{FLEUVE}mopti.jpg", "le marché de Mopti, samedi", "Le Fleuve"),
        related=(RelatedLink("Quatre idées pour garder l’eau d’août", "https://wakat.example/eau/"),),
    )  # fmt: skip
    store(library, fleuve, (mil, article("bac-segou", "Le bac de Ségou repart", 72)), THREAD)
    store(library, dune, (
        article("dori", "À Dori, l’école rouvre sous les manguiers : « On reprend les cours là où on les a laissés », dit le directeur",
                60, url="https://ladune.example/dori/", reading_minutes=5, comment_count=4),
    ))  # fmt: skip
    store(library, wakat, (
        article("eau", "Quatre idées pour garder l’eau d’août", 80, url="https://wakat.example/eau/",
                comments_open=False, comment_count=2),
    ))  # fmt: skip


def add_site(library: Library, name: str, url: str, folder: str = "") -> int:
    found = Found(url=url, name=name, kind=SourceKind.WORDPRESS, endpoint=f"{url}wp-json/")
    site = library.write_now(sites.add, found, NOW)
    if folder:
        library.write_now(sites.move, site.id, folder)
    return site.id


def store(
    library: Library,
    site: int,
    found: Sequence[Article],
    comments: Sequence[Comment] = (),
    now: datetime = NOW,
) -> None:
    """Store FOUND in SITE; COMMENTS are the first one's."""
    batches = (
        (CommentBatch(found[0].remote_id, tuple(comments), complete=True),) if comments else ()
    )
    library.write_now(articles.store_page, site, Page(tuple(found), batches), now)


#: what a hostile site would put anywhere; none of it may be obeyed, all of its letters must show
ESCAPES = (
    "\x1b]52;c;aGFja2Vk\x07",  # the clipboard
    "\x1b]2;titre pris\x1b\\",  # the window's title
    "\x1b]8;;http://evil.example/\x1b\\lien\x1b]8;;\x1b\\",
    "\x1b[2J\x1b[31m",
    "\x1bP+q544e\x1b\\\x9b31m\x90q\x9c",
    "\x1b_Gf=100;AAAA\x1b\\",
)
MARKUP = (
    "[/b]",
    "[/]",
    "[VIDEO]",
    "[@click=app.leave]X[/]",
    '[link="http://evil.example/"]',
    '[a="b]',
    "x\\",
    "a\\[b]x",
)
HIDDEN = "\u202eexe.gpj\u202c \u2066iso\u2069 ma\u200bli \U000e0041\ufeff\u00ad\u2028"
ZALGO = "Z" + "\u0301\u0302\u0303\u0304\u0305\u0306\u0307" * 400
WIDE = "市场 👩‍👩‍👧 سوق دوري"


def hostile(text: str) -> tuple[Article, tuple[Comment, ...]]:
    """An article and a thread with TEXT in every field that can hold some."""
    made = article(
        "hostile", f"Avant {text} après", 1,
        authors=(text,), tags=(text, "étiquette"), categories=(text,), summary=text,
        html=f"<p>{text}</p><blockquote><p>{text}</p><cite>{text}</cite></blockquote><h2>{text}</h2>",
        lead=Picture(f"{FLEUVE}x.jpg", text, text),
        related=(RelatedLink(text, "https://evil.example/"),),
        comment_count=2,
    )  # fmt: skip
    return made, (comment(1, text, text, 0, 2), comment(2, "Moussa", text, 1, 1))


def welcome_and_newspapers(library: Library) -> None:
    """What most tests open: the welcome edition in French and the three newspapers, dated back from NOW."""
    newspapers(library)
    found, page = edition("fr", NOW)
    site = library.write_now(sites.add, found, NOW)
    library.write_now(articles.store_page, site.id, page, NOW)
