"""Files that survive: written whole or not at all, read with suspicion, locked among processes.

Owns the order of system calls (write, fsync, rename, fsync of the folder) and the two lock files. Knows nothing
of what the files say.
"""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sahelreader.paths import private_folder

#: a comment is at most 64 KB on any site; what is far beyond that was not written here
FILE_LIMIT = 2_000_000


class Unreadable(Exception):
    """The file is not one of ours or cannot be read; str() is one short reason, for a log or a person."""


def read_private(path: Path) -> bytes:
    """The bytes of the plain file PATH. FileNotFoundError when there is none, Unreadable for links, devices, huge files."""
    try:
        # O_NONBLOCK: a named pipe must not hold the program up
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise
    except OSError as error:
        reason = "link" if path.is_symlink() else error.strerror or str(error)
        raise Unreadable(reason) from error
    try:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            raise Unreadable("not a file")
        if facts.st_size > FILE_LIMIT:
            raise Unreadable("too large")
        pieces = []
        while piece := os.read(descriptor, FILE_LIMIT):
            pieces.append(piece)
        return b"".join(pieces)
    except OSError as error:
        raise Unreadable(error.strerror or str(error)) from error
    finally:
        os.close(descriptor)


def write_atomic(path: Path, content: bytes) -> None:
    """CONTENT is at PATH, on the disk, with mode 0600, when this returns; else OSError, and PATH is as it was.

    The new name carries the writer's process, so that what a dead process left behind can be told apart.
    """
    private_folder(path.parent)
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    descriptor = os.open(
        fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600
    )
    try:
        try:
            # the umask may have taken nothing away, but a file left over may have had other rights
            os.fchmod(descriptor, 0o600)
            view = memoryview(content)
            while view:
                view = view[os.write(descriptor, view) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.replace(fresh, path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def move(source: Path, target: Path) -> None:
    """SOURCE is called TARGET, in another folder, on the disk; FileExistsError when something is there already.

    The new name is made durable before the old one's going is: a power cut leaves one of them, or both names
    of one file, never none.
    """
    private_folder(target.parent)
    if target.exists() or target.is_symlink():
        raise FileExistsError(str(target))
    os.rename(source, target)
    sync_folder(target.parent)
    sync_folder(source.parent)


def sync_folder(folder: Path) -> None:
    """Names in FOLDER are on the disk. Some file systems cannot (EINVAL); they need no asking twice."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file PATH, waiting for whoever has it: for acts of milliseconds only."""
    with _opened(path) as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield


@contextmanager
def claimed(path: Path) -> Iterator[bool]:
    """True while this process alone holds PATH; False at once when another does. The system frees a dead one's claim."""
    with _opened(path) as descriptor:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    private_folder(path.parent)
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
