"""The pictures that are kept for reading offline: one small file each, named by the picture's address.

Owns the folder, its modes and its size. Knows nothing of what a picture is.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sahelreader.paths import private_folder

#: bytes that the folder may hold; beyond, the oldest go
MOST = 200_000_000


@dataclass(frozen=True, slots=True)
class Album:
    """The pictures in FOLDER, which is made with the first one."""

    folder: Path
    most: int = MOST

    def get(self, url: str) -> bytes | None:
        """The picture kept for URL; None when there is none that can be read."""
        try:
            return self._file(url).read_bytes()
        except OSError:
            return None

    def has(self, url: str) -> bool:
        return self._file(url).is_file()

    def written(self, url: str) -> float:
        """When the picture of URL was kept, as the file system says it; 0.0 when there is none."""
        try:
            return self._file(url).stat().st_mtime
        except OSError:
            return 0.0

    def keep(self, url: str, data: bytes) -> None:
        """Keep DATA for URL, whole or not at all; raises OSError."""
        private_folder(self.folder)
        file = self._file(url)
        fresh = file.with_suffix(f".{os.getpid()}.new")
        try:
            with os.fdopen(
                os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb"
            ) as out:
                out.write(data)
            fresh.replace(file)
        finally:
            with suppress(OSError):
                fresh.unlink()
        self._make_room(file)

    def size(self) -> tuple[int, int]:
        """(how many pictures, their bytes)."""
        found = self._files()
        return len(found), sum(size for _time, size, _file in found)

    def _make_room(self, newest: Path) -> None:
        found = sorted(self._files())
        total = sum(size for _time, size, _file in found)
        for _time, size, file in found:
            if total <= self.most:
                return
            if file != newest:
                with suppress(OSError):
                    file.unlink()
                total -= size

    def _files(self) -> list[tuple[float, int, Path]]:
        found = []
        with suppress(OSError):
            for file in self.folder.glob("*.jpg"):
                with suppress(OSError):
                    facts = file.stat()
                    found.append((facts.st_mtime, facts.st_size, file))
        return found

    def _file(self, url: str) -> Path:
        return self.folder / f"{hashlib.blake2b(url.encode(), digest_size=16).hexdigest()}.jpg"
