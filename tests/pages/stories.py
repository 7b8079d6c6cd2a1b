"""Invented stories and discussions, in French and English. Every name, place of event and figure is made up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True)
class Said:
    """One comment. PARENT is the index of the comment it answers, None at the top."""

    author: str
    paragraphs: tuple[str, ...]
    parent: int | None = None
    minutes_later: int = 30
    url: str = ""
    by_author: bool = False
    pingback: bool = False


@dataclass(frozen=True)
class Story:
    slug: str
    language: str
    title: str
    author: str
    section: str
    tags: tuple[str, ...]
    minutes: int
    caption: str
    credit: str
    #: ("p", text) ("h2", text) ("quote", text, source) ("list", items…) ("figure", caption, credit) ("related", title, slug)
    body: tuple[tuple[str, ...], ...]
    said: tuple[Said, ...] = field(default=())
    published: datetime = datetime(2026, 11, 20, 8, 15, tzinfo=UTC)

    @property
    def modified(self) -> datetime:
        return self.published + timedelta(hours=3, minutes=20)

    def when(self, index: int) -> datetime:
        return self.published + timedelta(
            hours=5, minutes=index * 97 + self.said[index].minutes_later
        )

    def number(self, index: int) -> int:
        """The comment's number on its site."""
        return 4_100 + index * 7

    @property
    def french(self) -> bool:
        return self.language == "fr"


BRIDGE = Story(
    slug="pont-de-tarabo-rouvert",
    language="fr",
    title="Le pont de Tarabo rouvert à la circulation après quarante jours de travaux",
    author="Aminata Sow",
    section="Société",
    tags=("Tarabo", "transport", "travaux publics"),
    minutes=3,
    caption="La file des camions s’étirait encore jeudi matin à l’entrée du pont",
    credit="Le Courrier du Fleuve",
    body=(
        (
            "p",
            "Les premiers camions ont traversé jeudi à l’aube. Le pont de Tarabo, fermé depuis le début du mois d’octobre, est de nouveau ouvert dans les deux sens, avec une limite de vingt tonnes par véhicule.",
        ),
        (
            "p",
            "Pendant quarante jours, les marchandises ont passé le fleuve en pirogue, sac par sac. Le prix du transport avait doublé, et plusieurs commerçants avaient cessé de livrer la rive gauche.",
        ),
        ("h2", "Un chantier plus long que prévu"),
        (
            "p",
            "Les ingénieurs avaient annoncé trois semaines. La découverte d’une fissure sous la quatrième pile a tout repoussé : il a fallu attendre une grue venue de la côte, puis la décrue.",
        ),
        (
            "quote",
            "Nous avons préféré dix jours de retard à une réparation qui n’aurait pas tenu une saison.",
            "Salif Maïga, chef de chantier",
        ),
        (
            "list",
            "Vingt tonnes au plus par véhicule",
            "Passage des piétons sur le côté amont",
            "Fermeture de nuit jusqu’à la fin du mois",
        ),
        ("related", "Sur la rive gauche, le mil redevient rare", "mil-rive-gauche"),
        (
            "p",
            "Reste la question du péage. La commune voudrait le doubler pour rembourser le chantier, les transporteurs s’y opposent et promettent de revenir aux pirogues si la mesure est votée.",
        ),
    ),
    said=(
        Said(
            "Moussa K.",
            ("Enfin ! Ma mère habite de l’autre côté, je ne l’avais pas vue depuis septembre.",),
        ),
        Said(
            "Fatoumata",
            (
                "Vingt tonnes, qui va contrôler ?",
                "La dernière fois, le pont-bascule est tombé en panne au bout d’une semaine.",
            ),
            0,
        ),
        Said(
            "Aminata Sow",
            ("La commune dit avoir commandé deux balances. Nous irons voir.",),
            1,
            by_author=True,
        ),
        Said("Ibrahim", ("Doubler le péage, c’est doubler le prix du riz.",)),
    ),
)

RADIO = Story(
    slug="radio-de-village",
    language="fr",
    title="À Koundara-Nord, une radio de village émet avec deux panneaux solaires",
    author="Ousmane Barry",
    section="Médias",
    tags=("radio", "énergie solaire"),
    minutes=4,
    caption="Le studio tient dans une case de trois mètres sur quatre",
    credit="Ousmane Barry / La Lettre des Plateaux",
    body=(
        (
            "p",
            "On entre en se baissant. Une table, deux micros, un ordinateur portable sauvé d’une école : la radio de Koundara-Nord émet depuis mars, de six heures à neuf heures et de dix-sept heures à vingt-deux heures.",
        ),
        (
            "p",
            "Le reste du temps, les panneaux rechargent les batteries. Quand le ciel se couvre trois jours de suite, l’émission du matin saute, et tout le monde le sait avant midi.",
        ),
        ("h2", "Les petites annonces d’abord"),
        (
            "p",
            "Le programme le plus écouté n’est pas la musique mais les annonces : chèvres égarées, mariages, départs du camion pour la ville. Chacune coûte le prix d’un thé, et paie le carburant du groupe de secours.",
        ),
        ("figure", "Les deux panneaux, posés sur le toit de l’école voisine", "Ousmane Barry"),
        (
            "quote",
            "Une radio qui ne dit pas où est passée la chèvre du voisin, personne ne l’allume.",
            "Djénaba, animatrice du matin",
        ),
        (
            "p",
            "L’équipe cherche désormais un second émetteur. Le premier porte à douze kilomètres par temps sec, huit quand il pleut, et trois villages du versant sud n’entendent rien.",
        ),
    ),
    said=(
        Said(
            "Alpha",
            ("Bravo à l’équipe. Chez nous la radio communale a fermé faute de batteries.",),
            url="https://alpha.example/",
        ),
        Said("Kadiatou", ("Où peut-on envoyer du matériel ? J’ai deux micros qui dorment.",)),
        Said("Ousmane Barry", ("Écrivez à la rédaction, nous ferons suivre.",), 1, by_author=True),
        Said("Kadiatou", ("C’est fait, merci !",), 2),
        Said(
            "Un lecteur",
            (
                "Trois villages n’entendent rien : le nôtre en fait partie.",
                "On monte sur la colline pour les annonces.",
            ),
        ),
    ),
    published=datetime(2026, 10, 3, 6, 40, tzinfo=UTC),
)

WELLS = Story(
    slug="wells-of-adramor",
    language="en",
    title="In Adramor, the wells are mapped by those who dig them",
    author="Halima Idrissa",
    section="Environment",
    tags=("water", "maps"),
    minutes=5,
    caption="A rope with a knot at every metre is all the equipment there is",
    credit="The Plateau Letter",
    body=(
        (
            "p",
            "Every well in the district of Adramor now has a number, a depth and a name painted on its rim. Nobody from the ministry came to do it: the diggers did, walking from camp to camp with a rope and a pot of white paint.",
        ),
        (
            "p",
            "The map they drew hangs in the market hall. It shows two hundred and six wells, of which forty-one have been dry since the short rains, and it is redrawn by hand at the end of each season.",
        ),
        ("h2", "A rope and a notebook"),
        (
            "p",
            "The method is simple enough to be taught in a morning. A stone is tied to the rope, lowered until it goes slack, and the knots are counted on the way up; the result is read aloud twice before it is written down.",
        ),
        (
            "list",
            "Depth, to the nearest half metre",
            "Taste, on a scale of three words",
            "Who keeps the rope",
        ),
        (
            "quote",
            "A map that is not painted on the well itself is a map for other people.",
            "Sidi, who has dug for thirty years",
        ),
        ("related", "The price of a jerrican, village by village", "price-of-a-jerrican"),
        (
            "p",
            "The district has asked for a copy. The diggers agreed on one condition: that the numbers on the rims be used on official papers too, so that a complaint about well ninety-two is understood by everybody.",
        ),
    ),
    said=(
        Said("Bello", ("My uncle's well is number 17. He repaints it himself every year.",)),
        Said("Rakia", ("Is the map online anywhere?",)),
        Said("Halima Idrissa", ("Not yet; we are asking the diggers.",), 1, by_author=True),
        Said("Bello", ("A photograph of it would already help.", "Even a bad one."), 2),
    ),
    published=datetime(2026, 9, 12, 11, 5, tzinfo=UTC),
)

MARKET = Story(
    slug="night-market-returns",
    language="en",
    title="The night market returns to Zandari, lamps and all",
    author="Joseph Tetteh",
    section="Economy",
    tags=("markets", "Zandari", "prices"),
    minutes=2,
    caption="Stalls opened at dusk for the first time in two years",
    credit="Zandari Weekly",
    body=(
        (
            "p",
            "It began with six stalls and a generator that would not start. By nine in the evening there were ninety, lit by whatever people had brought: lanterns, telephones, one string of coloured bulbs run off a motorcycle.",
        ),
        (
            "p",
            "The night market of Zandari had been closed for two years, first by decree and then by habit. Traders say that half of what they sell, they sell after sunset, when the heat lets people walk.",
        ),
        ("h2", "What it costs to sell in the dark"),
        (
            "p",
            "A place costs two hundred a night, light not included. Most share a lamp between four stalls and pay its owner in kind, usually with whatever has not been sold by midnight.",
        ),
        ("figure", "The string of bulbs that lit the last row", "Joseph Tetteh"),
        (
            "p",
            "The council wants to count the stalls before it decides on the road. It has given itself until the end of the dry season, and the traders have given it about a week.",
        ),
    ),
    said=(
        Said("Esi", ("I was there. The grilled fish alone was worth the walk.",)),
        Said("Kwame", ("Two hundred a night is more than I earn on a Monday.",)),
        Said("Esi", ("Share a place, that is what we do.",), 1),
    ),
    published=datetime(2026, 11, 2, 19, 30, tzinfo=UTC),
)

STORIES = (BRIDGE, RADIO, WELLS, MARKET)
