"""Brings locales/fr up to date with the sentences in the code: `python tools/messages.py [--check]`.

Reads `_()`, `N_()`, `ngettext()` and `pgettext()` calls with literal arguments out of the syntax tree, so
that implicit concatenation and f-less formatting are seen as Python sees them. --check writes nothing and
fails when a sentence has no French, is no longer used, or lost a placeholder.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "sahelreader"
CATALOGUE = SOURCE / "locales" / "fr" / "LC_MESSAGES" / "sahelreader.po"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")

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


def main() -> int:
    catalogue, wanted = load(), sentences()
    if "--check" in sys.argv:
        wrong = complaints(catalogue, wanted)
        print("\n".join(wrong) or f"{len(wanted)} sentences, all in French")
        return 1 if wrong else 0
    update(catalogue, wanted)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))
    missing = [entry.msgid for entry in catalogue if not entry.translated()]
    print(f"{len(wanted)} sentences, {len(missing)} without French")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
