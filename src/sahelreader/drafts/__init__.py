"""What a person writes, on disk: one TOML file a comment, `drafts/` → `outbox/` → `sent/`, and `discarded/`.

Apart from the library: a broken database cannot take along what somebody wrote.
"""

from sahelreader.drafts.crash import crash_point
from sahelreader.drafts.store import Damaged, Drafts, Shelf

__all__ = ["Damaged", "Drafts", "Shelf", "crash_point"]
