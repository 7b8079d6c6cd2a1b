"""Pictures of the web made small and harmless, and read as cells of a terminal. The one module that knows Pillow.

Pillow is an extra: `available` says whether it is there, and nothing else here may be called when it is not. Owns
the limits on what is decoded; must not know where a picture came from or where it is kept.
"""

from __future__ import annotations

import io
import warnings
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

#: pixels of a kept picture's longer side, and the quality of its JPEG (0 to 95)
WIDEST, QUALITY = 1200, 60
#: pixels that are decoded at most: 24 million are 72 MB of memory
MOST_PIXELS = 24_000_000
#: what is decoded at all; Pillow knows forty formats more, and each is something to attack
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")

Colour = tuple[int, int, int]


class NotShown(Exception):
    """The bytes are no picture that is taken; str() says why, for the log. TOO_BIG: by its pixels."""

    def __init__(self, reason: str, *, too_big: bool = False) -> None:
        super().__init__(reason)
        self.too_big = too_big


def available() -> bool:
    return find_spec("PIL") is not None


def shrink(body: bytes, widest: int = WIDEST) -> bytes:
    """BODY as a JPEG no wider or higher than WIDEST pixels, upright, without metadata. Raises `NotShown`."""
    picture = _opened(body, widest)
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=QUALITY, optimize=True)
    return made.getvalue()


def half_cells(body: bytes, width: int, height: int) -> Sequence[Sequence[tuple[Colour, Colour]]]:
    """A picture in at most WIDTH × HEIGHT cells, each two square pixels: (upper colour, lower colour). Raises `NotShown`."""
    picture = _opened(body, max(width, 2 * height))
    # as Pillow rounds: never nothing
    picture.thumbnail((max(width, 1), max(2 * height, 2)))
    wide, high = picture.size
    flat = picture.tobytes()
    rows = [
        [tuple(flat[at : at + 3]) for at in range(line * wide * 3, (line + 1) * wide * 3, 3)]
        for line in range(high)
    ]
    if high % 2:
        rows.append(rows[-1])
    return [
        list(zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    ]


def png(body: bytes, widest: int = WIDEST) -> tuple[bytes, int, int]:
    """(a PNG of BODY, its width, its height) for terminals that show pixels. Raises `NotShown`."""
    picture = _opened(body, widest)
    made = io.BytesIO()
    picture.save(made, "PNG", compress_level=3)
    return made.getvalue(), picture.width, picture.height


def _opened(body: bytes, widest: int) -> Any:
    from PIL import Image, ImageOps, UnidentifiedImageError

    # refused below by our own limit; a warning would be printed over the screen
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    try:
        with Image.open(io.BytesIO(body), formats=FORMATS) as found:
            # told by the header: a bomb of a few bytes is not unpacked to be measured
            if found.width * found.height > MOST_PIXELS:
                raise NotShown(f"{found.width} × {found.height} pixels", too_big=True)
            # a JPEG can be decoded smaller than it is
            found.draft("RGB", (widest, widest))
            upright = ImageOps.exif_transpose(found)
            if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
                over = upright.convert("RGBA")
                upright = Image.new("RGBA", over.size, "white")
                upright.alpha_composite(over)
            made = upright.convert("RGB")
            made.thumbnail((widest, widest))
            return made
    except NotShown:
        raise
    except Image.DecompressionBombError as error:
        raise NotShown(str(error), too_big=True) from error
    except UnidentifiedImageError as error:
        raise NotShown("not a picture") from error
    # a decoder fed with rubbish may raise nearly anything
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError,
            ArithmeticError, MemoryError, RuntimeError) as error:  # fmt: skip
        raise NotShown(f"{type(error).__name__}: {error}"[:120]) from error
