"""A picture in full, for terminals that show pixels: kitty's protocol, iTerm2's, sixel (through textual-image).

Works while the reader has given the terminal up: nothing of this passes through its painting, and a terminal
that answers questions is asked when nobody else listens. What the terminal can is told by its environment.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from importlib.util import find_spec

#: bytes of base64 in one of kitty's escapes (its protocol's own limit)
CHUNK = 4096
KITTY, ITERM, SIXEL = "kitty", "iterm", "sixel"
_SIXEL_TERMINALS = ("foot", "mlterm", "yaft", "contour")


def protocol(environ: Mapping[str, str]) -> str:
    """How the terminal shows pixels; "" when it does not, or when that is not known for certain."""
    if environ.get("TMUX") or environ.get("STY"):
        return ""  # they swallow it, or worse, show it as text
    term, program = environ.get("TERM", ""), environ.get("TERM_PROGRAM", "")
    if "kitty" in term or "ghostty" in term or environ.get("KITTY_WINDOW_ID"):
        return KITTY
    if program in ("iTerm.app", "WezTerm", "mintty") or environ.get("LC_TERMINAL") == "iTerm2":
        return ITERM
    if (term.startswith(_SIXEL_TERMINALS) or environ.get("WT_SESSION")) and find_spec(
        "textual_image"
    ):
        return SIXEL
    return ""


def fitting(width: int, height: int, columns: int, lines: int) -> tuple[int, int]:
    """(columns, lines) for a picture of WIDTH × HEIGHT pixels in that room, a cell being twice as high as wide."""
    wide = max(1, min(columns, round(lines * 2 * width / max(height, 1))))
    return wide, max(1, min(lines, round(wide * height / max(width, 1) / 2)))


def kitty(png: bytes, columns: int, lines: int) -> Iterator[str]:
    """PNG at the cursor, by kitty's graphics protocol, asking for no answer."""
    text = base64.b64encode(png).decode("ascii")
    for at in range(0, len(text), CHUNK):
        first = f"a=T,f=100,q=2,c={columns},r={lines}," if at == 0 else ""
        more = int(at + CHUNK < len(text))
        yield f"\x1b_G{first}m={more};{text[at : at + CHUNK]}\x1b\\"


def iterm(png: bytes, columns: int, lines: int) -> Iterator[str]:
    """PNG at the cursor, by iTerm2's inline images."""
    told = f"inline=1;size={len(png)};width={columns};height={lines};preserveAspectRatio=1"
    yield f"\x1b]1337;File={told}:{base64.b64encode(png).decode('ascii')}\x07"


def show(data: bytes, caption: str, back: str, environ: Mapping[str, str]) -> None:
    """Show the picture DATA and CAPTION (safe text) on the whole terminal, until Enter; BACK says so."""
    import io
    import shutil
    import sys

    from sahelreader.parse.picture import png

    made, width, height = png(data)
    room = shutil.get_terminal_size()
    columns, lines = fitting(width, height, room.columns, max(1, room.lines - 4))
    way, write = protocol(environ), sys.stdout.write
    write("\x1b[2J\x1b[H")
    if way == SIXEL:
        from rich.console import Console
        from textual_image.renderable.sixel import Image

        Console().print(Image(io.BytesIO(made), width=columns, height=lines))
    else:
        for piece in (kitty if way == KITTY else iterm)(made, columns, lines):
            write(piece)
        write("\r\n")
    write(f"{caption}\r\n{back} ")
    sys.stdout.flush()
    sys.stdin.readline()
    if way == KITTY:
        write("\x1b_Ga=d,q=2\x1b\\")
    write("\x1b[2J\x1b[H")
    sys.stdout.flush()
