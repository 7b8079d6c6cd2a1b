"""Words as the search index knows them: without accents, case, apostrophes, ligatures and inflection. Pure.

The same folding is used for what is stored and for what is asked, so that both meet. Change the folding, and
`VERSION` must rise: the index is then built anew when the library is next opened.

Elision: "l'armée", "qu'il" lose their little word, but only before a vowel or h, so that "N'Djamena" stays one
word (ndjamena), as does "aujourd'hui". The stemming is a light one for French without accents, because people
type "eleve" for "élève": it takes away plural, feminine and the commonest verb endings, in the manner of
J. Savoy's light stemmer (Light Stemming Approaches for the French, Portuguese, German and Hungarian Languages,
SAC 2006). Arabic loses its vowel signs, its article and the variants of alef, as in L. Larkey's "light10".
"""

from __future__ import annotations

import re
import unicodedata

VERSION = 1

#: a word: letters, digits and marks, with apostrophes inside it
_WORD = re.compile(r"[^\W_](?:[\w\u0300-\u036f\u064b-\u065f\u0670]|['’ʼʹ‘`´ꞌ](?=[^\W_]))*")
_APOSTROPHES = "'’ʼʹ‘`´ꞌ"
_APOSTROPHE = re.compile(f"[{_APOSTROPHES}]")
_ELIDED = re.compile(
    f"^(?:l|d|j|m|t|s|n|c|qu|jusqu|lorsqu|puisqu|quoiqu)[{_APOSTROPHES}](?=[aeiouyhœæàâäáãéèêëíîïóôöúùûüÿ])"
)
_LIGATURES = {
    "œ": "oe",
    "æ": "ae",
    "ß": "ss",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ŋ": "n",
    "ɓ": "b",
    "ɗ": "d",
    "ɖ": "d",
    "ƴ": "y",
    "ɲ": "n",
    "ɛ": "e",
    "ɔ": "o",
    "ı": "i",
}
_LIGATURE = re.compile(f"[{''.join(_LIGATURES)}]")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")
_ARABIC_SAME = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ـ": None}
)
#: a token longer than this is no word (addresses, base64)
_LONGEST = 40
#: pieces of text remembered at once, about 8 MB; a newspaper's vocabulary fits
_CACHE = 60_000

_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|del|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|u|var)(?:\s[^>]*)?>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^>]*>")


def bare_text(html: str) -> str:
    """The words of clean HTML: inline tags vanish, others part words, entities are decoded."""
    if "<" in html:
        html = _TAG.sub(" ", _INLINE.sub("", html))
    if "&" in html:
        from html import unescape

        html = unescape(html)
    return html


def plain(text: str) -> str:
    """TEXT in lower case, without accents and ligatures; its words and signs stay."""
    text = text.lower()
    if text.isascii():
        return text
    text = _LIGATURE.sub(lambda found: _LIGATURES[found.group()], text)
    text = unicodedata.normalize("NFKD", text)
    return "".join(character for character in text if not unicodedata.combining(character))


def stem(word: str) -> str:
    """WORD (plain) without its inflection. Numbers and short words stay as they are."""
    if len(word) < 4 or not word.isascii() or word[0].isdigit():
        return word
    return _french(word)


def _french(word: str) -> str:
    # plural
    if word.endswith("aux") and not word.endswith("eaux") and len(word) > 4:
        word = word[:-2] + "l"
    elif (word.endswith(("s", "x")) and not word.endswith(("ss", "us", "is", "as", "os"))) or (
        word.endswith(("is", "us", "as", "os")) and len(word) > 5
    ):
        word = word[:-1]
    # "nouveau" and "nouvelle", "château" and "châteaux"
    if word.endswith("eau") and len(word) > 4:
        word = word[:-2] + "l"
    # conjugation, and derivation that leaves the sense as it is
    for ending, rest, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            word = word[: -len(ending)] + rest
            break
    # feminine, and the e of "élue", "mangée" once the accents are gone
    while len(word) > 3 and word[-1] == "e":
        word = word[:-1]
    if word.endswith("ent") and len(word) >= 9:
        word = word[:-3]
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiou":
        word = word[:-1]
    return word


#: (ending without plural, what takes its place, letters that must be left before it)
_ENDINGS = (
    ("issement", "iss", 3),
    ("atrice", "ateur", 3),
    ("trice", "teur", 3),
    ("euse", "eur", 3),
    ("eresse", "eur", 3),
    ("ienne", "ien", 3),
    ("elle", "el", 3),
    ("ive", "if", 3),
    ("eaient", "", 3),
    ("aient", "", 3),
    ("eront", "", 3),
    ("erait", "", 3),
    ("erent", "", 3),
    ("eron", "", 3),
    ("era", "", 3),
    ("ait", "", 3),
    ("ee", "", 3),
    ("er", "", 3),
    ("ez", "", 3),
    ("dre", "d", 5),
    ("tre", "t", 4),
)


def _arabic(word: str) -> str:
    word = word.translate(_ARABIC_SAME)
    for start in ("وال", "بال", "كال", "فال", "لل", "ال", "و"):
        if word.startswith(start) and len(word) - len(start) >= 3:
            word = word[len(start) :]
            break
    for end in ("ها", "ان", "ات", "ون", "ين", "يه", "ية", "ه", "ي"):
        if word.endswith(end) and len(word) - len(end) >= 3:
            return word[: -len(end)]
    return word


def token(word: str) -> str:
    """WORD as it stands in the index: ASCII where the script allows; "" when nothing of it is left."""
    word = word.lower()
    if not word.isascii() or "'" in word or "`" in word:
        word = _ELIDED.sub("", word)
        word = _APOSTROPHE.sub("", word)
    word = plain(word)
    if _ARABIC.search(word):
        return _arabic(word)[:_LONGEST]
    return stem("".join(character for character in word if character.isalnum())[:_LONGEST])


class Folder:
    """Folds texts, and remembers what it has met: nearly every word of a newspaper comes again."""

    def __init__(self) -> None:
        # by what stands between two spaces, signs and all: cutting at spaces is several times as fast as
        # looking for words, and most of the time of storing an article went into that
        self._pieces: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        """The tokens of TEXT in their order, with spaces between."""
        known = self._pieces
        pieces = text.split()
        try:
            return " ".join(filter(None, map(known.__getitem__, pieces)))
        except KeyError:
            if len(known) > _CACHE:
                # a new one: the other door may be reading the old one at this moment
                known = self._pieces = {}
            for piece in pieces:
                if piece not in known:
                    known[piece] = " ".join(
                        filter(None, (token(word) for word in _WORD.findall(piece)))
                    )
            return " ".join(filter(None, map(known.__getitem__, pieces)))

    def each(self, pieces: list[str]) -> list[str]:
        """The tokens of each of PIECES, with spaces between."""
        known = self._pieces
        try:
            return list(map(known.__getitem__, pieces))
        except KeyError:
            return [self(piece) for piece in pieces]

    def spans(self, text: str) -> list[tuple[str, int, int]]:
        """(token, start, end) of each word of TEXT, for showing where a hit is."""
        known, found = self._pieces, []
        for match in _WORD.finditer(text):
            word = match.group()
            folded = known.get(word)
            if folded is None:
                # a word by itself is a piece as well
                folded = known[word] = token(word)
            if folded:
                elided = _ELIDED.match(word.lower()) if not word.isalnum() else None
                start = match.start() + (elided.end() if elided else 0)
                found.append((folded, start, match.end()))
        return found


def fold_label(text: str) -> str:
    """TEXT as one label whatever its accents, case, signs and spaces; plural and singular stay two."""
    return " ".join(
        "".join(character for character in plain(_APOSTROPHE.sub("", word)) if character.isalnum())
        for word in re.split(r"[\s\-_]+", text.strip().lstrip("#"))
    ).strip()
