"""Names of authors as pages write them, made into a list of names."""

from __future__ import annotations

import re

from sahelreader.domain.text import AUTHOR_LIMIT, safe_line
from sahelreader.parse.page.phrases import folded

_LEAD = re.compile(
    r"^(?:(?:article|texte|propos|story|words|photos?|written|posted|reported|publié|écrit|rédigé|recueillis?|reviewed|edited)\s+)?(?:by|par|por|von|door|автор)\s*[:\s]\s*|^(?:auteurs?|authors?|author)\s*:\s*|^(?:de notre (?:correspondante?|envoyée? spéciale?))\s+",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:,(?!\s*(?:jr|sr|md|phd|ph\.d)\b)|;|\||/|•|·|\band\b|\bet\b|&|\bwith\b|\bavec\b|\by\b(?=\s+[A-Z]))\s*", re.IGNORECASE)  # fmt: skip
_TAIL = re.compile(
    r"\s*(?:[-–—(|@,]\s*.*|\b(?:on|le|le:|published|updated|publié|mis à jour|in|dans|à|at|for|pour)\b\s+.*|\s+\d.*)$",
    re.IGNORECASE,
)
_NOT_NAMES = re.compile(
    r"https?:|www\.|@|\d{2,}|\.(?:com|org|net|ml|bf|ne|td|fr)\b|^(?:admin(?:istrator)?|administrateur|webmaster|unknown|none|null|undefined|n/?a|author|auteur|guest|user|posts? by.*|view (?:all )?.*|see .*|voir .*|follow.*|(?:last )?updated.*|published.*|publié.*|more|read.*|share.*|comments?|email.*|photo.*|image.*|home)$",
    re.IGNORECASE,
)
#: a day or a clock after the names
_DAY = re.compile(
    r"[\s,|·•-]+(?:(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim)[a-zé]*\.?,?\s+)?"
    r"(?:\d|(?:jan|feb|fév|mar|apr|avr|may|mai|jun|juin|jul|juil|aug|aoû|sep|oct|nov|dec|déc)[a-zéû]*\.?\s+\d)",
    re.IGNORECASE,
)
_ROLES = frozenset(["correspondent", "reporter", "editor", "writer", "staff", "journaliste", "contributor", "columnist", "correspondant", "rédacteur", "journalist", "photographer"])  # fmt: skip


def clean_names(raw: list[str], publisher: str = "") -> tuple[str, ...]:
    """RAW bylines as single names in order, none twice; PUBLISHER alone counts only when there is nobody else."""
    found: dict[str, str] = {}
    house: dict[str, str] = {}
    for text in raw:
        for name in split_names(text):
            key = folded(name)
            if publisher and key == folded(publisher):
                house.setdefault(key, name)
            else:
                found.setdefault(key, name)
    return tuple((found or house).values())[:12]


def split_names(text: str) -> list[str]:
    line = safe_line(text, 400).strip(" \u00a0-–—|:·•,")
    line = _LEAD.sub("", line).strip()
    if not line or _NOT_NAMES.fullmatch(line) or line.startswith(("http", "www.", "/")):
        return []
    line = _DAY.split(re.sub(r"\S+@\S+", "", line))[0].strip(" ()<>,|-–—")
    names: list[str] = []
    for part in _SPLIT.split(line):
        name = _LEAD.sub("", part.strip(" \u00a0.-–—|:·•")).strip()
        words = name.split()
        if not name or len(name) > AUTHOR_LIMIT or len(words) > 7 or _NOT_NAMES.search(name):
            continue
        if not any(letter.isalpha() for letter in name) or (
            names and folded(words[-1]) in _ROLES and len(words) < 4
        ):
            continue
        names.append(name)
    return names
