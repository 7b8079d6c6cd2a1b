"""Finding words in laid-out paragraphs, whatever the accents, case, apostrophes and ligatures. Pure.

A fold here keeps a way back to the characters as shown, so that a hit can be painted.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

#: letters that fold to two; everything else folds to one or to nothing
_DOUBLE = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ĳ": "ij"}
_SINGLE = {
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "\u00a0": " ",
    "\u202f": " ",
    "\n": " ",
    "–": "-",
    "‑": "-",
    "‐": "-",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """Characters START to END of paragraph PARAGRAPH."""

    paragraph: int
    start: int
    end: int


@lru_cache(maxsize=2048)
def _fold_letter(letter: str) -> str:
    if letter in _DOUBLE:
        return _DOUBLE[letter]
    if letter in _SINGLE:
        return _SINGLE[letter]
    parts = unicodedata.normalize("NFD", letter)
    return "".join(part for part in parts if not unicodedata.combining(part)).lower()


def fold(text: str) -> tuple[str, list[int] | None]:
    """TEXT folded, and for each of its characters the index in TEXT it came from; None when they are the same."""
    if text.isascii():
        return text.lower().replace("\n", " "), None
    pieces = [_fold_letter(letter) for letter in text]
    folded = "".join(pieces)
    if len(folded) == len(text) and all(len(piece) == 1 for piece in pieces):
        return folded, None
    origin = [index for index, piece in enumerate(pieces) for _character in piece]
    return folded, origin


class Finder:
    """Folds each paragraph once, when first looked into."""

    def __init__(self, paragraphs: list[str]) -> None:
        self._paragraphs = paragraphs
        self._folded: list[tuple[str, list[int] | None]] | None = None

    def find(self, text: str) -> list[Hit]:
        """Every place where TEXT stands, in order. Spaces in TEXT stand for any space."""
        wanted = " ".join(fold(text)[0].split())
        if not wanted:
            return []
        if self._folded is None:
            self._folded = [fold(paragraph) for paragraph in self._paragraphs]
        hits = []
        for number, (folded, origin) in enumerate(self._folded):
            at = folded.find(wanted)
            while at >= 0:
                end = at + len(wanted)
                if origin is None:
                    hits.append(Hit(number, at, end))
                else:
                    hits.append(Hit(number, origin[at], origin[end - 1] + 1))
                at = folded.find(wanted, end)
        return hits
