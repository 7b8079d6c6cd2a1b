"""The articles and comments a fresh WordPress of the tests holds, all of them invented.

The newspaper, the people and the events exist nowhere; only the towns and the river are real.
Dates are counted back from the moment of the start, so that the site always looks current.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Final, NotRequired, TypedDict

PASSWORD: Final = "dattes"
"""Opens the protected article."""

APPROVED_READER: Final = ("Boubé Tillakaina", "boube.tillakaina@example.org")
"""Name and e-mail of a reader whose comments appear at once: one was approved before."""


class SeedComment(TypedDict):
    """A comment for php/bulk.php's import_posts, which explains the two parents."""

    author: str
    email: str
    text: str
    date: str
    approved: bool
    parent: int
    parent_id: NotRequired[int]


class SeedPost(TypedDict):
    """An article for php/bulk.php's import_posts; dates are "YYYY-MM-DD HH:MM:SS" in UTC."""

    title: str
    content: str
    author: str
    date: str
    modified: NotRequired[str]
    slug: NotRequired[str]
    comment_status: NotRequired[str]
    password: NotRequired[str]
    tags: NotRequired[Sequence[str]]
    categories: NotRequired[Sequence[str]]
    comments: NotRequired[Sequence[SeedComment]]
    picture: NotRequired[int]


@dataclass(frozen=True, slots=True)
class Seeded:
    """The ids of the articles a test can count on."""

    open: int
    """An ordinary article, three comments, comments open."""
    discussed: int
    """150 comments in threads, up to eight levels deep."""
    closed: int
    """Comments closed, after two."""
    protected: int
    """Needs PASSWORD; two comments."""
    orphan: int
    """Approved replies to a held comment and to one that no longer exists."""
    control_characters: int
    """ESC, BEL, a C1 code and U+202E in its title, text and one comment."""
    long: int
    """160 paragraphs."""
    picture: int
    """Figure with a caption, featured picture."""
    typography: int
    """Entities, quotation marks, Arabic, emoji."""
    tagged: int
    """Two categories and three tags."""


SLUGS: Final = tuple(field.name for field in fields(Seeded))
AUTHORS: Final = ("h.tondibi", "m.koirategui", "z.gorouol")
CATEGORIES: Final = ("Agriculture", "Fleuve", "Société", "Économie", "Culture")
READERS: Final = (
    APPROVED_READER,
    ("Mintou Darbani", "mintou@example.org"),
    ("Salifou Gabéro", "salifou.g@example.net"),
    ("Aghali Tin-Taklit", "aghali@example.com"),
    ("Une lectrice de Dori", "dori@example.org"),
)
SENTENCES: Final = (
    "À Tillabéri, la crue du fleuve est arrivée avec trois semaines d’avance.",
    "Le sac de mil se négocie désormais 24\u202f500\u00a0francs au marché de Gothèye.",
    "«\u00a0Nous n’avions jamais vu le puits aussi bas en novembre\u00a0», raconte une maraîchère.",
    "La coopérative prévoit d’équiper douze villages de pompes solaires avant l’hivernage.",
    "Les éleveurs demandent que le couloir de transhumance soit balisé sur 80\u00a0kilomètres.",
    "Une équipe de l’école d’agronomie a semé quatre variétés de sorgho, dont une très précoce.",
    "Le bac ne traverse plus que deux fois par jour, faute de carburant.",
    "Selon le relevé de la station, il est tombé 412\u00a0millimètres depuis le mois de juin.",
    "La nouvelle piste doit relier Dori à la frontière en moins de cinq heures.",
    "À l’hôpital de district, les couveuses fonctionnent enfin la nuit.",
    "Le concours de récits en songhay a reçu plus de trois cents textes cette année.",
    "Faut-il replanter des gommiers ou protéger les jeunes pousses\u202f? Les avis divergent.",
    "Les pêcheurs reprochent au barrage d’avoir vidé les bras secondaires.",
    "Dans la cour de l’école, deux classes se partagent encore le même hangar.",
)
REMARKS: Final = (
    "Merci pour cet article, on parle trop rarement de nos villages.",
    "Chez nous le sac est à 26\u202f000, et il faut marcher deux heures pour le trouver.",
    "Je ne suis pas d’accord\u202f: le couloir existait déjà du temps de nos parents.",
    "Avez-vous le relevé complet\u202f?\n\nJe voudrais le montrer à mes élèves.",
    "Bravo à la coopérative 👏",
    "Et les réparations, qui les paiera\u202f?",
    "Mon oncle conduit le bac, il confirme tout.",
)
TOPICS: Final = ("Crue", "Marché", "École", "Élevage", "Énergie", "Santé", "Pistes", "Récits")


def moment(when: datetime) -> str:
    """WHEN as MariaDB writes it, in UTC."""
    return when.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def paragraphs(count: int, start: int = 0) -> str:
    """COUNT paragraphs of three sentences, as WordPress's editor stores them."""
    blocks = []
    for number in range(start, start + count):
        chosen = (SENTENCES[(3 * number + k) % len(SENTENCES)] for k in range(3))
        blocks.append(f"<!-- wp:paragraph -->\n<p>{' '.join(chosen)}</p>\n<!-- /wp:paragraph -->")
    return "\n\n".join(blocks)


def comment(
    text: str, date: datetime, reader: int = 0, *, parent: int = 0, approved: bool = True
) -> SeedComment:
    """One comment by the READER-th reader."""
    author, email = READERS[reader % len(READERS)]
    return SeedComment(
        author=author, email=email, text=text, date=moment(date), approved=approved, parent=parent
    )


def thread(count: int, begin: datetime, end: datetime, seed: int = 7) -> list[SeedComment]:
    """COUNT comments between BEGIN and END, about half of them replies; always the same."""
    chance = random.Random(seed)
    comments, depth = [], [0]
    for number in range(1, count + 1):
        parent = chance.randrange(number) if chance.random() < 0.55 else 0
        if depth[parent] >= 8:
            parent = 0
        depth.append(depth[parent] + 1 if parent else 1)
        date = begin + (end - begin) * number / (count + 1)
        text = f"{REMARKS[number % len(REMARKS)]} (n° {number})"
        comments.append(comment(text, date, number, parent=parent))
    return comments


def ordinary_posts(count: int, newest: datetime, comments_each: int = 0) -> list[SeedPost]:
    """COUNT everyday articles, one an hour, the first the newest."""
    posts = []
    for number in range(count):
        date = newest - timedelta(hours=number)
        posts.append(
            SeedPost(
                title=f"{TOPICS[number % len(TOPICS)]}\u00a0: nouvelles du fleuve, n°\u00a0{number}",
                content=paragraphs(4, number),
                author=AUTHORS[number % len(AUTHORS)],
                date=moment(date),
                categories=[CATEGORIES[number % len(CATEGORIES)]],
                comments=thread(comments_each, date, date + timedelta(minutes=50), number),
            )
        )
    return posts


def special_posts(now: datetime, picture: int, picture_url: str) -> list[SeedPost]:
    """The articles of Seeded, in the order of its fields; the first is the newest."""
    dates = [now - timedelta(days=1, hours=3 * n) for n in range(len(SLUGS))]
    posts = [
        SeedPost(
            title=title, content=content, author=AUTHORS[n % 3], date=moment(dates[n]),
            slug=SLUGS[n].replace("_", "-"), categories=[CATEGORIES[n % 5]],
        )
        for n, (title, content) in enumerate(_texts(picture, picture_url))
    ]  # fmt: skip
    special = dict(zip(SLUGS, zip(posts, dates, strict=True), strict=True))

    for name, count in (("open", 3), ("discussed", 150), ("closed", 2), ("protected", 2)):
        post, date = special[name]
        post["comments"] = thread(count, date, now - timedelta(hours=1))
    special["closed"][0]["comment_status"] = "closed"
    special["protected"][0]["password"] = PASSWORD
    special["picture"][0]["picture"] = picture
    special["tagged"][0]["categories"] = ["Fleuve", "Agriculture"]
    special["tagged"][0]["tags"] = ["Gothèye", "irrigation", "R&D"]

    post, date = special["orphan"]
    vanished = comment("Réponse à un commentaire effacé.", date + timedelta(hours=3), 3)
    vanished["parent_id"] = 987_654
    post["comments"] = [
        comment("En attente depuis hier.", date + timedelta(hours=1), 1, approved=False),
        comment("Réponse à un commentaire en attente.", date + timedelta(hours=2), 2, parent=1),
        vanished,
    ]
    post, date = special["control_characters"]
    text = "\x1b]52;c;bWls\x07 \x9b2J \u202eetnetta ne siam"
    post["comments"] = [comment(text, date + timedelta(hours=1), 2)]
    post["comments"][0]["author"] = "Mal\x1b[7mveillant"
    return posts


def _texts(picture: int, picture_url: str) -> list[tuple[str, str]]:
    """Title and content of each article of Seeded, in the order of its fields."""
    figure = (
        f'<!-- wp:image {{"id":{picture},"sizeSlug":"large"}} -->\n'
        f'<figure class="wp-block-image size-large"><img src="{picture_url}"'
        f' alt="Un bac chargé de sacs" class="wp-image-{picture}"/>'
        '<figcaption class="wp-element-caption">Le bac de Gothèye, un matin de marché.'
        " <em>HADIZA TONDIBI</em></figcaption></figure>\n<!-- /wp:image -->"
    )
    return [
        ("Le fleuve déborde, les jardins attendent", paragraphs(5)),
        ("Débat\u00a0: faut-il déplacer le marché\u202f?", paragraphs(3, 2)),
        ("Procès du moulin\u00a0: le récit de la journée", paragraphs(3, 4)),
        ("Carnet réservé aux adhérents", paragraphs(3, 6)),
        ("Un sujet qui fâche", paragraphs(2, 8)),
        (
            "Titre \x1b[31mrouge\x1b[0m et \u202eesrevni",
            "<p>ESC \x1b[2J, titre \x1b]0;volé\x07, C1 \x9b31m, bidi \u202esrevne'l à\u202c,"
            " zéro a\u200bb, tabulation\tici.</p>\n\n" + paragraphs(1, 9),
        ),
        ("Grand format\u00a0: cent soixante jours le long du fleuve", paragraphs(160)),
        ("En images\u00a0: le bac de Gothèye", f"{paragraphs(1, 1)}\n\n{figure}\n\n{paragraphs(2, 3)}"),
        (
            "«\u00a0Rien n’est joué\u00a0», R&amp;D &lt; 5\u00a0% — السلام عليكم 🌾",
            '<p>Entités\u00a0: &amp; &lt;b&gt; &eacute; &#8364; &hellip; "droites" et l\'apostrophe.</p>'
            '\n\n<p dir="rtl" lang="ar">وصل الفيضان قبل موعده بثلاثة أسابيع.</p>\n\n'
            "<blockquote><p>«\u00a0Le fleuve n’oublie pas.\u00a0»</p><cite>Un passeur</cite></blockquote>",
        ),
        ("Irrigation\u00a0: trois essais au bord de l’eau", paragraphs(4, 7)),
    ]  # fmt: skip
