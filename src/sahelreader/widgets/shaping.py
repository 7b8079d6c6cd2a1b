"""French as one writes it with a keyboard that has no accents and no no-break spaces. Pure.

`after_key` looks at what stands before the cursor after each letter; `typeset` goes over a whole text. Both leave
code (between backquotes, in <code> or <pre>), tags and addresses alone. Rules: Lexique des règles typographiques en
usage à l'Imprimerie nationale (spaces before ; : ! ? and within « »).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

THIN = "\u202f"
TIED = "\u00a0"

#: letter + sign typed after it -> letter. No sequence that French writes anyway: "c," and "e'" would be, the
#: first is left out and the second stands only where no elision can (elided words end in a consonant or u)
SEQUENCES = {
    "e'": "é", "e`": "è", "e^": "ê", 'e"': "ë",
    "a`": "à", "a^": "â", "i^": "î", 'i"': "ï", "o^": "ô",
    "u`": "ù", "u^": "û", 'u"': "ü", "c~": "ç", "n~": "ñ", "o_": "œ", "a_": "æ",
}  # fmt: skip
_ALL = {
    **SEQUENCES,
    **{pair[0].upper() + pair[1]: made.upper() for pair, made in SEQUENCES.items()},
}

_TOKEN = re.compile(r"\S*\Z")
_OPENED = re.compile(r"<(?:code|pre)\b[^>]*>(?!.*</(?:code|pre)>)", re.IGNORECASE | re.DOTALL)
#: what is left alone in a whole text
_KEPT = re.compile(
    r"```.*?```|`[^`\n]*`|<(code|pre)\b[^>]*>.*?</\1>|<[^<>\n]{1,300}>"
    r"|\b(?:https?://|www\.)\S+|\S+@\S+\.\w+",
    re.IGNORECASE | re.DOTALL,
)
_LIGATURES = re.compile(
    r"\b(c|s|ch|n|v|b|m|man)oe(u(?:r|rs|d|x|f|fs|vre|vres)?)\b|\boe(uvre|uvres|il|illet|uf|ufs|dème)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Shaping:
    """Which of the two helps are on."""

    accents: bool = False
    typography: bool = False

    def after_key(self, before: str) -> tuple[int, str] | None:
        """What the end of BEFORE (the line up to the cursor) becomes: (characters replaced, by what), or None."""
        if not before or in_code(before):
            return None
        token = _TOKEN.search(before)
        if token is not None and (
            "://" in token[0] or "@" in token[0] or token[0].startswith("www.")
        ):
            return None
        if self.accents:
            made = _ALL.get(before[-2:])
            if made is not None:
                return 2, made
        return _sign(before) if self.typography else None


def in_code(before: str) -> bool:
    """True when the cursor stands in code: an odd backquote before it, or an open <code> or tag."""
    if before.count("`") % 2 == 1 and not re.search(r"[aeuAEU]`\Z", before):
        return True
    opened = before.rfind("<")
    return _OPENED.search(before) is not None or (
        opened > before.rfind(">") and before[opened + 1 : opened + 2].isalpha()
    )


def _sign(before: str) -> tuple[int, str] | None:
    sign, rest = before[-1], before[:-1]
    last = rest[-1:]
    if sign == "'":
        return (1, "’") if last.isalpha() else None
    if sign == '"':
        if not last or last in " \t(" + TIED + THIN:
            return 1, "«" + THIN
        return 1, THIN + "»"
    if sign in ";!?":
        if last == " ":
            return 2, THIN + sign
        return (1, THIN + sign) if last.isalnum() or last in ")»’" else None
    if sign == ":":
        return (2, TIED + sign) if last == " " else None
    if sign == "." and rest.endswith(".."):
        return 3, "…"
    return None


def typeset(text: str) -> str:
    """TEXT with French quotation marks, spaces, apostrophes and ligatures; what has them already is not changed."""
    parts: list[str] = []
    at = 0
    for kept in _KEPT.finditer(text):
        parts += [_typeset(text[at : kept.start()]), kept[0]]
        at = kept.end()
    parts.append(_typeset(text[at:]))
    return "".join(parts)


def _typeset(text: str) -> str:
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text)
    text = re.sub(r"(?<=[ldjmtscnLDJMTSCN])'(?=\s*[«\"])", "’", text)
    text = text.replace("...", "…")
    # a pair on one line; a lone one (inches, a slip) stays
    text = re.sub(
        r'(?<![\w"])"[ \u00a0\u202f]*([^"\n]*?[^"\s])[ \u00a0\u202f]*"(?!\w)',
        f"«{THIN}\\1{THIN}»",
        text,
    )
    text = re.sub(r"«[ \u00a0\u202f]*(?=\S)", f"«{THIN}", text)
    text = re.sub(r"(?<=\S)[ \u00a0\u202f]*»", f"{THIN}»", text)
    text = re.sub(r"(?<=[^\s;!?…(«])[ \u00a0\u202f]*([;!?]+)(?=[\s»)…]|\Z)", f"{THIN}\\1", text)
    text = re.sub(r"(?<=\S)[ \u00a0\u202f]+:(?=\s|\Z)", f"{TIED}:", text)
    text = re.sub(r"(?<=[^\W\d_]):(?=\s|\Z)", f"{TIED}:", text)
    text = re.sub(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d))", THIN, text)
    text = re.sub(r"(?<=\d)[ \u00a0]*%", f"{THIN}%", text)
    return _LIGATURES.sub(_ligature, text)


def _ligature(found: re.Match[str]) -> str:
    word = found[0]
    at = word.lower().index("oe")
    pair = "Œ" if word[at].isupper() else "œ"
    return word[:at] + pair + word[at + 2 :]


def without_code(text: str) -> str:
    """TEXT with code, tags and addresses taken out: the words that are French, or meant to be."""
    return _KEPT.sub(" ", text)
