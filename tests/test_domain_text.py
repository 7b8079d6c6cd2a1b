"""Text made safe: every control, every direction mark, every pile of accents (FAULTS T2, T7, T8, T9)."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sahelreader.domain.text import safe_block, safe_line, safe_text, safe_url

CONTROLS = [*range(0x20), 0x7F, *range(0x80, 0xA0)]
BIDI = [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
INVISIBLE = [0xAD, 0x200B, 0x2060, 0xFEFF, 0x180E, 0xFE0F, 0xFFFE, *range(0xE0000, 0xE0080)]


@pytest.mark.parametrize("code", [code for code in CONTROLS if code not in (9, 10, 13, 0x85)])
def test_controls_go(code: int) -> None:
    assert safe_text(f"a{chr(code)}b") == "ab"
    assert chr(code) not in safe_line(f"a{chr(code)}b")
    assert chr(code) not in safe_block(f"a{chr(code)}b")


def test_line_breaks_become_one_kind() -> None:
    assert safe_text("a\r\nb\rc\x85d\u2028e\u2029f\ng") == "a\nb\nc\nd\ne\nf\ng"
    assert safe_line(" a\r\n\tb \n c ") == "a b c"
    assert safe_block("a\n\n\n\nb\tc\n") == "a\n\nb    c"


@pytest.mark.parametrize("code", [*BIDI, *INVISIBLE])
def test_what_cannot_be_seen_goes(code: int) -> None:
    assert safe_text(f"ma{chr(code)}li") == "mali"


def test_joiners_stay_where_a_script_needs_them() -> None:
    family = "👩\u200d👧"
    persian = "می\u200cخواهم"
    assert safe_text(family) == family
    assert safe_text(persian) == persian
    assert safe_text("ma\u200dli\u200c!") == "mali!"


def test_arabic_and_french_stay_as_they_are() -> None:
    for text in ("افتتاح مدرسةً جديدة", "« L’État », dit-elle\u202f!", "N’Djaména", "\u00a0:"):
        assert safe_text(text) == text


def test_piles_of_accents_are_lowered() -> None:
    pile = "a" + "\u0301" * 3_000 + "b"
    assert safe_text(pile) == "a" + "\u0301" * 4 + "b"


def test_lone_surrogates_are_replaced() -> None:
    assert safe_text("a\ud800b") == "a\ufffdb"
    safe_text("\udfff\ud800").encode()


def test_long_lines_and_blocks_are_cut() -> None:
    assert safe_line("mot " * 200, 20) == "mot mot mot mot mot…"
    assert len(safe_line("x" * 1_000_000)) == 300
    assert len(safe_block("x" * 100_000)) == 65_536
    assert safe_line("court", 5) == "court"


@given(st.text())
def test_safe_text_is_safe_and_stays_so(text: str) -> None:
    safe = safe_text(text)
    assert safe_text(safe) == safe
    safe.encode()
    assert not any(
        unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t"
        for character in safe
    )


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "file:///etc/passwd", "//host/x", "http://", "ssh://-oProxyCommand=x", "http://a b/",
        "http://a/\x1b[2J", "http://a/%1b%5d", "http://a/%0d", "http://a/\u202e", "http://-a/", "http://a:0/",
        "http://a:99999/", "http://[::1", 'http://a/"x', "http://a/<b>", "x" * 3_000, "", "http://a/" + "x" * 2_000,
        "data:text/html,x", "HTTP//x",
    ],
)  # fmt: skip
def test_addresses_that_are_none(url: str) -> None:
    assert safe_url(url) == ""


def test_addresses() -> None:
    for url in ("https://a.example/x?y=1#z", "http://127.0.0.1:8080/", "https://exämple.example/é"):
        assert safe_url(f" {url}\n") == url
