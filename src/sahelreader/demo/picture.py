"""A picture for the sample paper: a sun over a river, as a PNG made by hand (PNG specification, third edition)."""

from __future__ import annotations

import struct
import zlib

WIDTH, HEIGHT = 96, 54


def dawn() -> bytes:
    """An RGB PNG of WIDTH×HEIGHT pixels."""
    rows = b"".join(
        b"\0" + bytes(value for x in range(WIDTH) for value in _colour(x, y)) for y in range(HEIGHT)
    )
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(rows, 9))
        + _chunk(b"IEND", b"")
    )


def _colour(x: int, y: int) -> tuple[int, int, int]:
    horizon = HEIGHT * 2 // 3
    if (x - WIDTH // 2) ** 2 + (y - horizon + 6) ** 2 < 120 and y < horizon:
        return 255, 214, 130
    if y < horizon:
        return 90 + y * 4, 60 + y * 2, 110 - y
    return 70 - (y - horizon) * 2, 80, 105 + (x * 7 + y * 13) % 16


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
