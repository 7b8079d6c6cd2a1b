"""A body undone from its compression with a limit on what comes out, so that no bomb is ever held in memory."""

from __future__ import annotations

import zlib

from sahelreader.domain.outcome import Problem
from sahelreader.network.failure import Failure

#: what is asked for; nothing else is undone when it comes all the same
ACCEPTED = "gzip"
_STEP = 65536


class Body:
    """Takes a body in pieces as they come from the wire; `finish` gives it whole. LIMIT in bytes, both ways."""

    def __init__(self, encoding: str, limit: int) -> None:
        names = [name.strip().lower() for name in encoding.split(",") if name.strip()]
        names = [name for name in names if name != "identity"]
        if len(names) > 1 or (names and names[0] not in ("gzip", "x-gzip")):
            raise Failure(Problem.BAD_CONTENT, f"content-encoding {encoding[:40]}")
        self._packed = bool(names)
        self._inflate = zlib.decompressobj(31) if self._packed else None
        self._limit = limit
        self._taken = 0
        self._size = 0
        self._pieces: list[bytes] = []

    def feed(self, piece: bytes) -> None:
        self._taken += len(piece)
        if self._taken > self._limit:
            raise Failure(Problem.TOO_BIG, str(self._limit))
        if self._inflate is None:
            self._keep(piece)
            return
        while piece:
            if self._inflate.eof:
                # another gzip member may follow (RFC 1952, 2.2); anything else after the end is padding
                if piece[:1] != b"\x1f":
                    return
                self._inflate = zlib.decompressobj(31)
            try:
                self._keep(self._inflate.decompress(piece, _STEP))
            except zlib.error as error:
                raise Failure(Problem.BAD_CONTENT, "gzip") from error
            piece = self._inflate.unconsumed_tail or self._inflate.unused_data

    def finish(self) -> bytes:
        if self._inflate is not None and self._taken and not self._inflate.eof:
            raise Failure(Problem.CUT, "gzip")
        return b"".join(self._pieces)

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._limit:
            raise Failure(Problem.TOO_BIG, str(self._limit))
        self._pieces.append(piece)

    def so_far(self) -> bytes:
        """What was kept, whole or not."""
        return b"".join(self._pieces)
