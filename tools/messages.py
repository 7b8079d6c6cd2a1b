"""Brings locales/fr up to date with the sentences in the code: `python tools/messages.py [--check | --add FILE]`.

Reads `_()`, `N_()`, `ngettext()` and `pgettext()` calls with literal arguments out of the syntax tree, so
that implicit concatenation and f-less formatting are seen as Python sees them. --check writes nothing and
fails when a sentence has no French, is no longer used, lost a placeholder, or is not written as French is
printed. --add takes the French of several sentences out of a JSON file ({"English": "French"}; a plural is
{"one": ["singulier", "pluriel"]}), so that several people may work on the catalogue at once.
"""

from __future__ import annotations

import ast
import fcntl
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "sahelreader"
CATALOGUE = SOURCE / "locales" / "fr" / "LC_MESSAGES" / "sahelreader.po"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sdr]|%([sdr])|\{(\w*)\}")
#: what a French printer would not let pass, each with why
TYPOGRAPHY = (
    (re.compile(r"\w'\w"), "straight apostrophe"),
    (re.compile(r"[ \u00a0][;!?»]|\w[;!?»](?![\w/(])"), "no U+202F before ; ! ? »"),
    (re.compile(r"«[^\u202f]"), "no U+202F after «"),
    (re.compile(r"[ \u202f]:(?!\w)|\w:[ \n](?!\w+:)"), "no U+00A0 before :"),
    (re.compile(r"\.\.\."), "three full stops instead of …"),
)

Key = tuple[str, str, str]  # context, singular, plural


def literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def sentences(source: Path = SOURCE) -> dict[Key, list[tuple[str, str]]]:
    """Every translatable sentence with where it stands."""
    found: dict[Key, list[tuple[str, str]]] = {}
    for path in sorted(source.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            words = [literal(argument) for argument in node.args]
            key: Key | None = None
            if name in ("_", "N_") and words and words[0]:
                key = ("", words[0], "")
            elif name == "ngettext" and len(words) >= 2 and words[0] and words[1]:
                key = ("", words[0], words[1])
            elif name == "pgettext" and len(words) >= 2 and words[0] and words[1]:
                key = (words[0], words[1], "")
            if key is not None:
                place = (str(path.relative_to(ROOT)), "")
                if place not in found.setdefault(key, []):
                    found[key].append(place)
    return found


def complaints(catalogue: polib.POFile, wanted: dict[Key, list[tuple[str, str]]]) -> list[str]:
    """What is wrong with CATALOGUE, a line each."""
    wrong = []
    have = {
        (entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""): entry for entry in catalogue
    }
    for key, places in wanted.items():
        entry = have.get(key)
        if entry is None or not entry.translated() or entry.fuzzy:
            wrong.append(f"no French: {key[1]!r} ({places[0][0]})")
            continue
        said = [entry.msgstr] if entry.msgstr else list(entry.msgstr_plural.values())
        allowed = set(PLACEHOLDER.findall(key[1] + key[2]))
        for text in said:
            if set(PLACEHOLDER.findall(text)) - allowed or (
                not key[2] and allowed - set(PLACEHOLDER.findall(text))
            ):
                wrong.append(f"placeholders differ: {key[1]!r}")
            wrong += [f"{why}: {text!r}" for pattern, why in TYPOGRAPHY if pattern.search(text)]
    wrong += [f"not used: {key[1]!r}" for key in have if key not in wanted]
    return wrong


def update(catalogue: polib.POFile, wanted: dict[Key, list[tuple[str, str]]]) -> None:
    have = {
        (entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""): entry for entry in catalogue
    }
    for key, entry in have.items():
        if key not in wanted:
            catalogue.remove(entry)
    for key, places in sorted(wanted.items()):
        if key in have:
            have[key].occurrences = places
        else:
            catalogue.append(
                polib.POEntry(
                    msgctxt=key[0] or None,
                    msgid=key[1],
                    msgid_plural=key[2],
                    msgstr="",
                    msgstr_plural={0: "", 1: ""} if key[2] else {},
                    occurrences=places,
                )
            )


def load() -> polib.POFile:
    if CATALOGUE.exists():
        return polib.pofile(str(CATALOGUE), wrapwidth=100)
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "fr",
        "Plural-Forms": "nplurals=2; plural=(n > 1);",
    }
    return catalogue


def add(catalogue: polib.POFile, said: dict[str, str | list[str]]) -> list[str]:
    """Put the French of SAID into CATALOGUE; the sentences that are not in it."""
    entries: dict[str, list[polib.POEntry]] = {}
    for entry in catalogue:
        entries.setdefault(entry.msgid, []).append(entry)
    for english, french in said.items():
        for entry in entries.get(english, []):
            if isinstance(french, str):
                entry.msgstr = french
            else:
                entry.msgstr_plural = dict(enumerate(french))
    return [english for english in said if english not in entries]


@contextmanager
def alone() -> Iterator[None]:
    """One writer at a time: each reads what the one before wrote."""
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    folder = os.open(CATALOGUE.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def main() -> int:
    wanted = sentences()
    if "--check" in sys.argv:
        wrong = complaints(load(), wanted)
        print("\n".join(wrong) or f"{len(wanted)} sentences, all in French")
        return 1 if wrong else 0
    with alone():
        catalogue = load()
        update(catalogue, wanted)
        if "--add" in sys.argv:
            source = Path(sys.argv[sys.argv.index("--add") + 1])
            for unknown in add(catalogue, json.loads(source.read_text(encoding="utf-8"))):
                print(f"not in the code: {unknown!r}")
        fresh = CATALOGUE.with_suffix(".new")
        catalogue.save(str(fresh))
        fresh.replace(CATALOGUE)
        # an editable install reads it from here
        catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    missing = [entry.msgid for entry in catalogue if not entry.translated()]
    print(f"{len(wanted)} sentences, {len(missing)} without French")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
