"""From bytes to plain values: HTML, feeds, WordPress' answers, pages, files. Pure: asks no network, keeps nothing.

Everything that comes out is safe for a terminal (`domain.text`), every address absolute http(s), every time aware UTC.
"""

from __future__ import annotations


class ParseProblem(Exception):
    """These bytes are not what they should be. str() is a short reason in English, for the log."""
