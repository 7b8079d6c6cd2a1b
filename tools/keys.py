"""Writes the README's table of keys out of the commands' declarations: `python tools/keys.py [--check]`."""

from __future__ import annotations

import sys
from pathlib import Path

from sahelreader import i18n
from sahelreader.commands import ANYWHERE, COMMANDS, Keymap, resolve, shown_key

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
START = "<!-- keys: written by tools/keys.py from the commands -->"
END = "<!-- /keys -->"
PLACES = {"list": "list of articles", "reader": "article", "thread": "discussion"}


def table(keymap: Keymap) -> str:
    """A row a key that is shown first somewhere: what it does in each place; what holds anywhere comes last."""
    rows: dict[tuple[str, ...], list[str]] = {}
    anywhere = []
    for item in COMMANDS:
        keys = keymap.keys_of[item.id]
        if not keys:
            continue
        said = " ".join(f"`{shown_key(key)}`" for key in keys[:3])
        if ANYWHERE in item.where:
            anywhere.append(f"{said} {item.name}")
            continue
        for number, place in enumerate(PLACES):
            if place in item.where:
                cells = rows.setdefault((keys[0],), ["", "", ""])
                cells[number] = item.name if cells[number] == "" else cells[number]
    shown: dict[str, tuple[str, ...]] = {}
    for item in COMMANDS:
        if item.keys and set(item.where) & set(PLACES):
            shown.setdefault(item.keys[0], item.keys)
    lines = [f"| key | {' | '.join(PLACES.values())} |", "|---|---|---|---|"]
    for (key,), cells in rows.items():
        keys = " ".join(f"`{shown_key(name)}`" for name in shown.get(key, (key,))[:2])
        lines.append(f"| {keys} | {' | '.join(cells)} |")
    lines += ["", "Everywhere: " + " · ".join(anywhere) + "."]
    return "\n".join(lines)


def written(text: str) -> str:
    """TEXT of the README with the table as it is now."""
    before, _start, rest = text.partition(START)
    _old, _end, after = rest.partition(END)
    i18n.use("en")
    keymap, _complaints = resolve(COMMANDS)
    return f"{before}{START}\n{table(keymap)}\n{END}{after}"


def main() -> int:
    text = README.read_text(encoding="utf-8")
    fresh = written(text)
    if "--check" in sys.argv:
        print("the README has the keys as they are" if fresh == text else "run tools/keys.py")
        return 0 if fresh == text else 1
    README.write_text(fresh, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
