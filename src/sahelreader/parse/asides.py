"""What stands in an article's text without being part of it: "Lire aussi" lines, picture credits, the source of a
quotation, the line a feed adds at the end. French and English wordings; plain functions over spans and text.
"""

from __future__ import annotations

import re

from sahelreader.domain.document import Paragraph, Related, Span, Spans, plain
from sahelreader.domain.text import safe_line

_LABEL = re.compile(
    r"[\W_]*(?:(?:à|a|á)\s+)?(?:"
    r"(?:re)?lire\s+(?:aussi|également|egalement|encore|ensuite|par ailleurs|sur le même (?:sujet|thème))"
    r"|(?:à|a)\s+(?:lire|voir|découvrir)(?=\s*[:|>»–—-])"
    r"|(?:voir|écouter|regarder|découvrir|consulter)\s+(?:aussi|également|egalement)"
    r"|sur le même (?:sujet|thème)|dans la même rubrique|articles? (?:liés?|similaires?|connexes?)"
    r"|(?:read|see|watch)\s+(?:also|more|next)|also\s+(?:read|see)|related(?:\s+(?:articles?|stories|posts?))?"
    r"|you may also like|more on this(?: (?:story|topic))?"
    r")\s*(?:[:|>»–—-]+|…|\.{3})?\s*",
    re.IGNORECASE,
)
_LEFT_OVER = re.compile(r"[\s\W_]*(?:et|and|ou|or)?[\s\W_]*")
_LABEL_LIMIT = 400  # characters: a paragraph longer than this is prose that happens to begin so

# "@" is a sign only before a name: "@ Le Fleuve", "@AFP"; within a word it is an address, before a small letter an account
_CREDIT_SIGN = re.compile(r"(?:©|\((?i:c)\)|(?:(?<=\s)|^)@(?=\s|[A-ZÀ-Ý]))\s*([^@©]{2,100})$")
_CREDIT_WORD = re.compile(
    r"(?:^|(?<=[\s.|/–—(\[-]))(?:crédits?(?:\s+photos?)?|credits?(?:\s+photos?)?|ph(?:oto)?|photo(?:graphie)?s?(?:\s+(?:de|by|par))?|image)"
    r"\s*[:/]\s*(\S[^\n]{1,99})$",
    re.IGNORECASE,
)
_EDGES = " \u00a0|()[]–—-/"
_FEED_TAIL = re.compile(
    r"(?:The post|L[’']article|Cet article|The article)\b.{0,400}\b"
    r"(?:appeared first on|first appeared on|est apparu en premier sur|est apparu d’abord sur|a été publié (?:en premier )?sur)\b.{0,300}",
    re.IGNORECASE | re.DOTALL,
)


def related_of(spans: Spans) -> tuple[Related, ...]:
    """The links of a paragraph that is nothing but a label such as "Lire aussi :" and links; () for any other."""
    text = plain(spans)
    if len(text) > _LABEL_LIMIT or not any(span.href for span in spans):
        return ()
    label = _LABEL.match(text)
    if label is None:
        return ()
    cut, left = label.end(), ""
    links: list[tuple[str, str]] = []
    for span in spans:
        # the label may lie in a span of its own, or begin the link
        kept = span.text[cut:] if cut < len(span.text) else ""
        cut = max(0, cut - len(span.text))
        if not span.href:
            left += kept
        elif links and links[-1][1] == span.href:
            links[-1] = (links[-1][0] + kept, span.href)
        else:
            links.append((kept, span.href))
    found = tuple(Related(safe_line(title), url) for title, url in links if title.strip())
    return found if found and _LEFT_OVER.fullmatch(left) else ()


def is_label(spans: Spans) -> bool:
    """True for a heading or paragraph that only announces what to read next."""
    text = plain(spans)
    found = _LABEL.match(text) if len(text) < 60 else None
    return found is not None and found.end() == len(text)


def only_link(item: tuple[object, ...]) -> Related | None:
    """The link that ITEM, an item of a list, consists of."""
    if len(item) != 1 or not isinstance(item[0], Paragraph):
        return None
    spans = item[0].spans
    urls = {span.href for span in spans if span.text.strip()}
    if len(urls) != 1 or not (url := urls.pop()):
        return None
    return Related(safe_line(plain(spans)), url)


def caption_and_credit(text: str) -> tuple[str, str]:
    """A caption told apart from the credit written in the same line: "La mare au soir @ Le Fleuve"."""
    for form in (_CREDIT_SIGN, _CREDIT_WORD):
        found = form.search(text)
        if found is not None and (credit := found[1].strip(_EDGES)):
            return text[: found.start()].rstrip(_EDGES), credit
    return text, ""


def source_of(spans: Spans) -> Spans:
    """SPANS without its dash when it names who said the quotation before it ("— A. Sow, marchande"), else ()."""
    text = plain(spans)
    if len(text) > 200 or not text.startswith(("—", "–", "― ", "-- ")):
        return ()
    cut = len(text) - len(text.lstrip("—–―- \u00a0"))
    kept = []
    for span in spans:
        rest = span.text[cut:]
        cut = max(0, cut - len(span.text))
        if rest:
            kept.append(Span(rest, span.style, span.href))
    return tuple(kept)


def is_feed_tail(spans: Spans) -> bool:
    """True for the line that WordPress adds to feeds ("L’article X est apparu en premier sur Y")."""
    return _FEED_TAIL.fullmatch(plain(spans).strip()) is not None
