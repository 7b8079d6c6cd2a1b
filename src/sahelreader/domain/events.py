"""Which articles of different papers tell one event, and which of them are one text printed by several. Pure.

Each article leaves a `Print` when it is stored: its telling words with their weights, and a sketch of its runs of words.
Groups are made from prints alone, among the articles of a few days. Knows no library; ids are whatever the caller says.
Method: cosine of weighted words against how common they are in those days (tf-idf), clusters merged while their mean
likeness holds (average linkage, so that a chain of half-likenesses does not tie two events together);
copies by the share of equal values in two bottom-k sketches of four-word shingles (Broder 1997).
"""

from __future__ import annotations

import hashlib
import math
import re
import struct
import unicodedata
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import chain
from operator import xor

#: telling words kept of one article; values kept of its sketch
TERMS, SKETCH = 48, 32
#: words of the text that are looked at: what an article is about stands in its first paragraphs
READ = 350
#: characters within which those words stand; what comes after is not even looked at
LOOKED_AT = 8_000
#: weight of a word of the headline against one of the text; of a name or a number against another word
IN_TITLE, NAME = 2.0, 1.2
#: two articles of one event are published within
WINDOW = timedelta(days=3)
#: share of the strongest common word that does not count: two articles that have but a town in common are not one event
PLACE = 1.0
#: likeness from which two clusters are one event; share of equal shingles from which two texts are one
ALIKE, COPIED = 0.14, 0.5
#: a word that more articles than this have brings no two of them together; it counts in how alike they are
RARE = 40

#: what ends a sentence, or a word; "N’Djamena" is one, "l’armée" two
_TOKEN = re.compile(r"[.!?\n:«]|(?:\bN['’](?=[A-Z]))?[^\W_]+")
_ENDS = frozenset(".!?\n:«")
#: told apart by its value: Python makes equal constants of one module one object
_END: tuple[str, bool | None] = ("", True)
_STOP_WORDS = (
    "a ai aient ainsi alors apres au aucun aussi autre autres aux avaient avait avant avec avoir car ce ceci cela "
    "celle celles celui cependant ces cet cette ceux chaque chez ci comme comment contre d dans de deja depuis "
    "derniere dernier des desormais dit donc dont du elle elles en encore entre est et etaient etait ete etre eu eux "
    "faire fait font fois grand ici il ils j jour jours jusqu l la le les leur leurs lors lui mais me meme memes mercredi "
    "mardi lundi jeudi vendredi samedi dimanche mieux moins n ne ni non nos notre nous on ont or ou par parce parmi pas "
    "pendant peu peut peuvent plus plusieurs pour pourquoi pres qu quand que quel quelle quelles quels qui quoi sa sans "
    "se selon sera seront ses si son sont sous sur t tandis te tous tout toute toutes tres trop un une vers voici voila "
    "vont vos votre vous y hier aujourd hui an ans annee annees heure heures premier premiere deux trois quatre cinq six "
    "sept huit neuf dix ete hiver janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre "
    "the of and to in for on with that this from by was were has have had its their said will not are been"
)
_STOP = frozenset(_STOP_WORDS.split())


@dataclass(frozen=True, slots=True)
class Print:
    """TERMS: (hash of a word, its weight 1 to 255), the heaviest first. SKETCH: the smallest hashes of its shingles."""

    terms: tuple[tuple[int, int], ...]
    sketch: tuple[int, ...]

    def pack(self) -> bytes:
        """At most 1 + 5 × 48 + 4 × 32 bytes; `unpack` reads them back."""
        weights = bytes(weight for _, weight in self.terms)
        hashes = [*(word for word, _ in self.terms), *self.sketch]
        return bytes([len(self.terms)]) + weights + struct.pack(f"<{len(hashes)}I", *hashes)


def unpack(data: bytes) -> Print:
    """The print that `Print.pack` made."""
    count = data[0]
    hashes = struct.unpack(f"<{(len(data) - 1 - count) // 4}I", data[1 + count :])
    return Print(tuple(zip(hashes[:count], data[1 : 1 + count], strict=True)), hashes[count:])


@dataclass(frozen=True, slots=True)
class Told:
    """One article as grouping sees it."""

    id: int
    site_id: int
    published: datetime
    print: Print


@dataclass(frozen=True, slots=True)
class Event:
    """Articles of at least two sites on one event, the earliest first. COPIES: sets of ids that are one and the same text."""

    ids: tuple[int, ...]
    copies: tuple[frozenset[int], ...] = ()


def fingerprint(title: str, text: str) -> Print:
    """What TITLE and TEXT (plain) leave for grouping."""
    words, names = _words(text, READ)
    weights: dict[str, float] = defaultdict(float)
    for word, count in Counter(words).items():
        weights[f"^{word}" if word in names else word] = 1.0 + math.log(count)
    headline, names = _words(title, 60)
    for word in set(headline):
        weights[f"^{word}" if word in names else word] += IN_TITLE
    telling = {word: weight * (NAME if word[0] == "^" else 1.0) for word, weight in weights.items()}
    heaviest = sorted(telling.items(), key=lambda item: (-item[1], item[0]))[:TERMS]
    terms = tuple(
        (zlib.crc32(word.encode()), max(1, min(255, round(weight * 10))))
        for word, weight in heaviest
    )
    return Print(terms, _sketch(words))


def _sketch(words: list[str]) -> tuple[int, ...]:
    """The SKETCH smallest of the hashes of every four WORDS that follow one another."""
    if len(words) < 4:
        return ()
    # a word has four hashes, one for each place: put together by xor, they tell order too, and no text is made for it
    first, second, third, fourth = zip(*map(_salted, words), strict=True)
    values = set(map(xor, map(xor, first, second[1:]), map(xor, third[2:], fourth[3:])))
    # most are far too large: those below a bound that leaves some four times what is wanted are enough to sort
    bound = (1 << 32) * 4 * SKETCH // len(values)
    small = [value for value in values if value < bound]
    return tuple(sorted(small if len(small) >= SKETCH else values)[:SKETCH])


@lru_cache(maxsize=40_000)
def _salted(word: str) -> tuple[int, ...]:
    """Four independent 32-bit hashes of WORD, the same on every machine."""
    return struct.unpack("<4I", hashlib.blake2b(word.encode(), digest_size=16).digest())


def group(told: Sequence[Told], alike: float = ALIKE) -> list[Event]:
    """The events that at least two sites tell, among the articles TOLD; the newest event first."""
    vectors, by_term = _vectors(told)
    pairs = _pairs(told, vectors, by_term, alike)
    clusters = _merge(told, pairs, alike)
    events = []
    for members in clusters:
        if len({told[index].site_id for index in members}) < 2:
            continue
        ordered = sorted(members, key=lambda index: (told[index].published, told[index].id))
        events.append(Event(tuple(told[index].id for index in ordered), _copies(told, ordered)))
    newest = {item.id: item.published for item in told}
    return sorted(events, key=lambda event: newest[event.ids[-1]], reverse=True)


def copied(first: Print, second: Print) -> float:
    """Share of their runs of words that two texts have in common, 0 to 1, as their sketches tell."""
    if not first.sketch or not second.sketch:
        return 0.0
    smallest = sorted({*first.sketch, *second.sketch})[: min(len(first.sketch), len(second.sketch))]
    both = set(first.sketch) & set(second.sketch)
    return sum(value in both for value in smallest) / len(smallest)


def _words(text: str, most: int) -> tuple[list[str], set[str]]:
    """Folded telling words of TEXT in order, and those among them that are a name or a number."""
    # no token has a space in it
    tokens = list(chain.from_iterable(map(_tokens, text[:LOOKED_AT].split(" "))))
    found = [word for word, _ in tokens if word]
    if len(found) > most:
        found = found[:most]
        ends = [at for at, (word, _) in enumerate(tokens) if word]
        tokens = tokens[: ends[most - 1] + 1]
    names = {
        word
        for (word, is_name), before in zip(tokens, chain([_END], tokens), strict=False)
        if is_name or (is_name is None and before != _END)
    }
    names.discard("")
    # a name that also stood at the head of a sentence is the same word
    return found, names


@lru_cache(maxsize=40_000)
def _tokens(piece: str) -> tuple[tuple[str, bool | None], ...]:
    """(word, whether it is a name, None: unless a sentence starts with it) of each token between two spaces;
    _END ends a sentence, ("", False) tells nothing. Nearly every piece of a newspaper comes again."""
    return tuple(
        _END
        if token in _ENDS
        else (word, token[0].isdigit() or (None if token[0].isupper() else False))
        if (word := _telling(token))
        else ("", False)
        for token in _TOKEN.findall(piece)
    )


def _telling(word: str) -> str:
    """WORD folded, without its ending; "" when it tells nothing."""
    folded = _fold(word)
    return "" if len(folded) < 2 or folded in _STOP else _root(folded)


def _fold(word: str) -> str:
    lower = word.lower().replace("œ", "oe").replace("æ", "ae").replace("’", "").replace("'", "")
    if lower.isascii():
        return lower
    return "".join(c for c in unicodedata.normalize("NFD", lower) if not unicodedata.combining(c))


def _root(word: str) -> str:
    """WORD without the endings of number and gender: "marchés" and "marché" are one."""
    if len(word) > 4 and word[-1] in "sx":
        word = word[:-1]
    if len(word) > 5 and word.endswith("ee"):
        word = word[:-1]
    return word


_Vector = dict[int, float]


def _vectors(told: Sequence[Told]) -> tuple[list[_Vector], dict[int, list[int]]]:
    """Each article's words, weighted by how rare they are here, as a vector of length 1 of which only those that
    others have too and that are not everywhere are written; and who has each of these."""
    everyone: dict[int, list[int]] = defaultdict(list)
    for index, item in enumerate(told):
        for term in dict(item.print.terms):
            everyone[term].append(index)
    count, common = max(len(told), 2), max(20, len(told) // 5)
    worth = {term: math.log(1 + count / len(holders)) for term, holders in everyone.items()}
    by_term = {term: who for term, who in everyone.items() if 1 < len(who) <= common}
    vectors: list[_Vector] = []
    for item in told:
        terms = item.print.terms
        length = math.sqrt(sum([(weight * worth[term]) ** 2 for term, weight in terms])) or 1.0
        vectors.append(
            {term: weight * worth[term] / length for term, weight in terms if term in by_term}
        )
    return vectors, by_term


def _pairs(
    told: Sequence[Told], vectors: list[_Vector], by_term: dict[int, list[int]], alike: float
) -> dict[tuple[int, int], float]:
    """The likeness of every two articles within the window that have two rare words in common."""
    # who has each rare word, the last first: an article takes itself off the end, and those after it are left
    ahead = {term: who[::-1] for term, who in by_term.items() if len(who) <= RARE}
    likeness: dict[tuple[int, int], float] = {}
    for index, mine in enumerate(vectors):
        met: list[int] = []
        for term in mine:
            who = ahead.get(term)
            if who is not None:
                who.pop()
                met += who
        for other, times in Counter(met).items():
            if times < 2 or abs(told[index].published - told[other].published) > WINDOW:
                continue
            theirs = vectors[other]
            parts = [mine[term] * theirs[term] for term in mine.keys() & theirs.keys()]
            score = sum(parts) - PLACE * max(parts)
            if score >= alike / 4:
                likeness[index, other] = score
    return likeness


def _merge(
    told: Sequence[Told], pairs: dict[tuple[int, int], float], alike: float
) -> Iterable[list[int]]:
    """Clusters of positions in TOLD, merged from the likest pair on while their mean likeness is at least ALIKE."""
    cluster_of = list(range(len(told)))
    members: dict[int, list[int]] = {}

    def of(index: int) -> list[int]:
        return members.get(cluster_of[index], [index])

    for (first, second), score in sorted(pairs.items(), key=lambda item: -item[1]):
        if score < alike:
            break
        left, right = of(first), of(second)
        if cluster_of[first] == cluster_of[second]:
            continue
        times = [told[index].published for index in (*left, *right)]
        if max(times) - min(times) > WINDOW:
            continue
        total = sum(pairs.get((min(a, b), max(a, b)), 0.0) for a in left for b in right)
        if total / (len(left) * len(right)) < alike:
            continue
        joined = [*left, *right]
        for index in joined:
            cluster_of[index] = cluster_of[first]
        members[cluster_of[first]] = joined
    return [cluster for key, cluster in members.items() if cluster_of[cluster[0]] == key]


def _copies(told: Sequence[Told], ordered: Sequence[int]) -> tuple[frozenset[int], ...]:
    """The sets within one event whose texts are one and the same."""
    sets: list[set[int]] = []
    for index in ordered:
        for found in sets:
            if any(copied(told[index].print, told[other].print) >= COPIED for other in found):
                found.add(index)
                break
        else:
            sets.append({index})
    return tuple(frozenset(told[index].id for index in found) for found in sets if len(found) > 1)
