"""Questions to a site about comments: the REST routes of WordPress and the article's own page.

Pure but for `get`, which only passes on. Every answer is hostile: wrong types come out as None.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

from sahelreader.delivery.hosts import may_be_private
from sahelreader.domain.draft import Draft
from sahelreader.domain.outcome import Outcome, Problem, Refused, Unreachable

if TYPE_CHECKING:
    from sahelreader.network.client import Client

#: an article's page with a thousand comments; a thousand comments of the REST interface
_PAGE_LIMIT = 4_000_000


async def get(
    client: Client,
    url: str,
    draft: Draft,
    *,
    accept: str = "application/json",
    headers: Mapping[str, str] | None = None,
) -> Outcome:
    """Ask for URL on behalf of DRAFT. HEADERS carry the person's cookie or password, to the draft's own site alone."""
    return await client.get(
        url,
        accept=accept,
        limit=_PAGE_LIMIT,
        allow_private=may_be_private(url, draft.target),
        headers=dict(headers or {}),
        kind="comment",
    )


def route(api_root: str, path: str, **parameters: object) -> str:
    """The address of PATH ("wp/v2/comments/5") below API_ROOT, which may be `…/?rest_route=/`."""
    query = urlencode({name.strip("_") if name != "_fields" else name: value for name, value in parameters.items()}, quote_via=quote)  # fmt: skip
    if "rest_route=" in api_root:
        base = api_root.rstrip("/") + "/" + path
        return f"{base}&{query}" if query else base
    base = api_root.rstrip("/") + "/" + path
    return f"{base}?{query}" if query else base


def read_json(body: bytes) -> Any:
    """The value in BODY, or None when it is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def error_code(answer: Refused) -> str:
    """WordPress' own code of a refusal ("rest_cannot_read"), or ""."""
    value = read_json(answer.body)
    code = value.get("code") if isinstance(value, dict) else None
    return code if isinstance(code, str) and len(code) < 80 else ""


def number(value: Any) -> str:
    """A site's id as text: a whole number above 0 written either way; "" for anything else."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, int) and value > 0:
        return str(value)
    return value if isinstance(value, str) and value.isascii() and value.isdigit() else ""


def is_network(answer: Outcome) -> bool:
    """True when the site was not reached, or had no time: asking later may tell more."""
    return isinstance(answer, Unreachable) or (
        isinstance(answer, Refused)
        and answer.problem in (Problem.TOO_MANY, Problem.MAINTENANCE, Problem.SERVER)
    )


def site_base(endpoint: str) -> str:
    """WordPress' own address, without a slash at its end, from that of its form: what its cookies are named after."""
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc}{parts.path.rsplit('/', 1)[0]}"
