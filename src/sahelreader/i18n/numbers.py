"""Numbers and sizes as one writes them, in French and in English. Pure."""

from __future__ import annotations

from sahelreader.i18n import language

#: narrow no-break space: between thousands and before % in French
_THIN = "\u202f"
_TIED = "\u00a0"


def number(value: int) -> str:
    """12345 as "12 345" (U+202F) or "12,345"."""
    return f"{value:,}".replace(",", _THIN) if language() == "fr" else f"{value:,}"


def size(count: int) -> str:
    """COUNT bytes as "38 ko", "1,2 Mo" or "38 kB", "1.2 MB" (decimal thousands, as a tariff counts)."""
    unit = "o" if language() == "fr" else "B"
    if count < 1_000:
        return f"{count}{_TIED}{unit}"
    for prefix, factor in (("k", 1_000), ("M", 1_000_000), ("G", 1_000_000_000)):
        # rounded first: 999 950 bytes are 1,0 Mo and not 1000 ko
        if round(count / factor, 1) < 1_000 or prefix == "G":
            value = count / factor
            shown = f"{value:.1f}" if value < 10 and prefix != "k" else f"{value:.0f}"
            break
    shown = shown.replace(".", ",") if language() == "fr" else shown
    return f"{shown}{_TIED}{prefix}{unit}"


def percent(value: int) -> str:
    """VALUE of a hundred: "32 %" or "32%"."""
    return f"{value}{_THIN}%" if language() == "fr" else f"{value}%"
