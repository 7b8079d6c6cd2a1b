"""Spelling through hunspell or aspell when one is installed with a French dictionary. Never on the interface's thread.

Runs a program with words on its standard input and nothing else; no text leaves the machine. Each word is asked
about once. A program that is missing, slow or broken means no spelling, and no complaint.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence

from sahelreader.widgets.shaping import without_code

#: tried in this order: (program, arguments that list the unknown words of standard input)
_WAYS: tuple[tuple[str, ...], ...] = (
    ("hunspell", "-i", "UTF-8", "-l", "-d", "fr_FR"),
    ("hunspell", "-i", "UTF-8", "-l", "-d", "fr"),
    ("aspell", "--lang=fr", "--encoding=utf-8", "list"),
)
#: seconds one question may take
PATIENCE = 4.0
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


class Speller:
    """COMMAND is the program with its arguments; empty: there is none."""

    def __init__(self, command: Sequence[str] = ()) -> None:
        self.command = tuple(command)
        self._known: dict[str, bool] = {}

    @classmethod
    def find(cls) -> Speller:
        """The first program that is installed and has a French dictionary; may take a second."""
        for way in _WAYS:
            # a nonsense word must come back: a missing dictionary answers nothing
            if shutil.which(way[0]) and "zzqxk" in _ask(way, ("zzqxk", "maison")):
                return cls(way)
        return cls()

    def unknown(self, text: str, near: str = "") -> frozenset[str]:
        """Words of TEXT as written that the dictionary does not know. Blocks; call it on a thread.

        Words that stand in NEAR (what is answered) are right: names of people and places come from there.
        """
        words = {word for word in _WORD.findall(without_code(text)) if len(word) > 1}
        words -= set(_WORD.findall(near))
        asked = sorted(word for word in words if word not in self._known)
        if asked and self.command:
            plain = {word: word.replace("’", "'") for word in asked}
            found = _ask(self.command, tuple(plain.values()))
            for word in asked:
                self._known[word] = not _is_among(plain[word], found)
        return frozenset(word for word in words if not self._known.get(word, True))


def _is_among(word: str, found: frozenset[str]) -> bool:
    # the programs part "l'ekole" into its words
    return word in found or any(part in found for part in re.split(r"[-']", word) if len(part) > 1)


def _ask(command: Sequence[str], words: Sequence[str]) -> frozenset[str]:
    try:
        done = subprocess.run(
            command,
            input="\n".join(words) + "\n",
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(done.stdout.split())
