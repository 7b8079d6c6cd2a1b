"""The child process in which pages are taken apart: it limits itself and answers requests until its input ends.

    python -m sahelreader.parse.worker

A request is four bytes of length and a pickled (body, url, headers, now); an answer is the same with an
ExtractedPage or a reason in words. Whoever started it kills it when it takes too long (FAULTS N21); it never touches
the network, the library or a file.
"""

from __future__ import annotations

import pickle
import struct
import sys
from collections.abc import Callable
from typing import IO, Any

#: bytes of address space: an honest page of 8 MB needs under 400 MB
MEMORY = 1_200_000_000
#: seconds of processor that one page may take
SECONDS = 10
#: bytes of one message either way
MESSAGE_LIMIT = 64_000_000


def main() -> None:
    _limit_memory()
    serve(sys.stdin.buffer, sys.stdout.buffer, before_each=_limit_time)


def serve(requests: IO[bytes], answers: IO[bytes], *, before_each: Callable[[], None]) -> None:
    """Answers each message of REQUESTS into ANSWERS until there is none; BEFORE_EACH is called before each page."""
    while (message := receive(requests)) is not None:
        before_each()
        send(answers, _answer(message))


def _answer(message: tuple[bytes, str, dict[str, str], Any]) -> object:
    from sahelreader.parse.extract import TooComplex, extract

    body, url, headers, now = message
    try:
        return extract(body, url, headers, now=now)
    except TooComplex as reason:
        return str(reason)
    except (MemoryError, RecursionError) as error:
        return f"too much for the parser ({type(error).__name__})"


def _limit_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        pass  # no such limits on this system; the parent's clock remains


def _limit_time() -> None:
    """From now on SECONDS of processor; the count goes on from page to page, so the limit is moved with it."""
    try:
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + SECONDS + 1
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
    except (ImportError, ValueError, OSError):
        pass


def send(stream: IO[bytes], value: object) -> None:
    data = pickle.dumps(value, protocol=5)
    stream.write(struct.pack(">I", len(data)) + data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """The next message, None at the end of the stream or when it is cut short."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    (length,) = struct.unpack(">I", head)
    if length > MESSAGE_LIMIT:
        return None
    data = stream.read(length)
    return pickle.loads(data) if len(data) == length else None


if __name__ == "__main__":
    main()
