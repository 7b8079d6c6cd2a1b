"""The child that reads pages, with its messages in memory and its limits where they can be taken back."""

from __future__ import annotations

import io
import pickle
import resource
import struct
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from sahelreader.parse import worker
from sahelreader.parse.extract import ExtractedPage

NOW = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)
URL = "https://paper.example/le-puits/"
SENTENCE = (
    "Le puits du quartier est à sec depuis deux semaines, disent ceux qui y vont chaque jour. "
)
PAGE = (
    "<html lang=fr><head><title>Le puits est à sec</title></head><body><article><h1>Le puits est à sec</h1>"
    + f"<p>{SENTENCE * 2}</p>" * 4
    + "</article></body></html>"
).encode()


def asked(*bodies: bytes) -> io.BytesIO:
    stream = io.BytesIO()
    for body in bodies:
        worker.send(stream, (body, URL, {}, NOW))
    stream.seek(0)
    return stream


def answers(stream: io.BytesIO) -> list[object]:
    stream.seek(0)
    found = []
    while (answer := worker.receive(stream)) is not None:
        found.append(answer)
    return found


def test_each_page_is_answered_and_a_refusal_ends_nothing() -> None:
    out = io.BytesIO()
    pages: list[int] = []
    worker.serve(asked(b"<b>" * 130_000, PAGE), out, before_each=lambda: pages.append(1))
    refused, article = answers(out)
    assert refused == "too many tags"
    assert isinstance(article, ExtractedPage)
    assert article.article.title == "Le puits est à sec"
    assert len(pages) == 2


def test_a_message_cut_short_or_too_long_is_the_end() -> None:
    whole = asked(PAGE).getvalue()
    for cut in (0, 3, 4, len(whole) - 1):
        assert worker.receive(io.BytesIO(whole[:cut])) is None
    assert (
        worker.receive(io.BytesIO(struct.pack(">I", worker.MESSAGE_LIMIT + 1) + b"x" * 50)) is None
    )
    assert worker.receive(io.BytesIO(whole))[1] == URL


@pytest.mark.parametrize("kind", [MemoryError, RecursionError])
def test_what_the_parser_cannot_hold_is_a_reason(kind: type[Exception]) -> None:
    class Headers(dict[str, str]):
        """Headers that take all there is."""

        def get(self, *_args: object) -> str:
            raise kind

    said = worker._answer((PAGE, URL, Headers(x="y"), NOW))
    assert said == f"too much for the parser ({kind.__name__})"


def test_the_limit_of_time_moves_on_with_what_was_used() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    try:
        worker._limit_time()
        used = resource.getrusage(resource.RUSAGE_SELF)
        left = resource.getrlimit(resource.RLIMIT_CPU)[0] - used.ru_utime - used.ru_stime
        assert worker.SECONDS - 1 < left <= worker.SECONDS + 1
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def test_the_child_limits_its_memory_and_ends_with_its_input() -> None:
    code = (
        "import resource\n"
        "from sahelreader.parse import worker\n"
        "worker.main()\n"
        "assert resource.getrlimit(resource.RLIMIT_AS) == (worker.MEMORY, worker.MEMORY)\n"
        "assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=asked(PAGE).getvalue(), capture_output=True, timeout=60
    )
    assert done.returncode == 0, done.stderr.decode()
    (length,) = struct.unpack(">I", done.stdout[:4])
    assert len(done.stdout) == 4 + length
    assert pickle.loads(done.stdout[4:]).article.title == "Le puits est à sec"
