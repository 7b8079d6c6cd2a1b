"""Which articles tell one event: judged on invented newspapers, and on what must not be tied together."""

import zlib
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from sahelreader.domain import events

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FIXTURE = Path(__file__).with_name("fixtures") / "events" / "articles.txt"


def labelled() -> tuple[list[events.Told], dict[int, str], set[int]]:
    """The articles of the fixture, the event of each that has one, and those that are the agency's text."""
    told, label, agency, papers = [], {}, set(), dict[str, int]()
    lines = [line for line in FIXTURE.read_text("utf-8").splitlines() if not line.startswith("#")]
    for number, line in enumerate(lines, 1):
        event, paper, hours, title, text = line.split("|")
        site = papers.setdefault(paper, len(papers) + 1)
        told.append(
            events.Told(
                number, site, NOW - timedelta(hours=float(hours)), events.fingerprint(title, text)
            )
        )
        if event != "-":
            label[number] = event.lstrip("=")
        if event.startswith("="):
            agency.add(number)
    return told, label, agency


def test_the_fixture_is_as_large_as_it_claims() -> None:
    told, label, _ = labelled()
    assert len(told) >= 200
    assert len(set(label.values())) >= 40


def test_events_are_found_and_little_else() -> None:
    told, label, _ = labelled()
    found = {pair for event in events.group(told) for pair in combinations(sorted(event.ids), 2)}
    true = {pair for pair in combinations(sorted(label), 2) if label[pair[0]] == label[pair[1]]}
    precision, recall = len(found & true) / len(found), len(found & true) / len(true)
    assert precision >= 0.95, (precision, sorted(found - true))
    assert recall >= 0.85, (recall, sorted(true - found))


def test_an_agencys_text_is_named_as_one_and_a_report_of_ones_own_is_not() -> None:
    told, _, agency = labelled()
    copies = [copy for event in events.group(told) for copy in event.copies]
    assert {number for copy in copies for number in copy} == agency


def test_one_paper_alone_is_no_event() -> None:
    text = "Le bac de Ségou a repris la traversée du fleuve après onze jours de panne."
    same = events.fingerprint("Le bac de Ségou repart", text)
    told = [events.Told(number, 1, NOW, same) for number in range(3)]
    assert events.group(told) == []


def test_the_same_words_a_week_later_are_another_event() -> None:
    text = "Le bac de Ségou a repris la traversée du fleuve après onze jours de panne."
    same = events.fingerprint("Le bac de Ségou repart", text)
    told = [events.Told(1, 1, NOW, same), events.Told(2, 2, NOW - timedelta(days=7), same)]
    assert events.group(told) == []


@given(st.text(), st.text())
def test_a_print_is_read_back_as_it_was_packed(title: str, text: str) -> None:
    made = events.fingerprint(title, text)
    assert events.unpack(made.pack()) == made
    assert len(made.pack()) <= 1 + 5 * events.TERMS + 4 * events.SKETCH


def _is_name(word: str, text: str) -> bool:
    words = {term for term, _ in events.fingerprint("", text).terms}
    assert (zlib.crc32(word.encode()) in words) != (zlib.crc32(f"^{word}".encode()) in words)
    return zlib.crc32(f"^{word}".encode()) in words


def test_a_capital_makes_a_name_but_where_a_sentence_starts() -> None:
    assert _is_name("niamey", "on attend dans la ville de Niamey")
    assert not _is_name("attente", "Attente dans la ville")
    assert not _is_name("attente", "la ville est calme. Attente devant les pompes")
    assert not _is_name("attente", "la ville est calme\nAttente devant les pompes")
    assert _is_name("niamey", "Niamey attend. Les files sont longues à Niamey")
    assert _is_name("2027", "en 2027 les travaux")


def test_the_sketch_tells_the_order_of_words() -> None:
    there, back = "un chameau traverse lentement la dune", "dune lentement traverse chameau"
    assert events.copied(events.fingerprint("", there), events.fingerprint("", there)) == 1.0
    assert events.copied(events.fingerprint("", there), events.fingerprint("", back)) == 0.0
    assert events.fingerprint("", "trop court").sketch == ()
