"""From what was asked for (an article, a comment to answer, a draft) to the draft one writes on. Touches no widget.

The library may be broken: then one writes on with what the draft itself knows.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from sahelreader.domain.draft import Draft, Identity, State
from sahelreader.screens import editor
from sahelreader.screens.compose_data import Subject, read_subject

if TYPE_CHECKING:
    from sahelreader.screens.context import Context


class Opening:
    """One composer's way to its draft. `trouble` is a sentence about the library, "" when it is well."""

    def __init__(
        self, context: Context, article_id: int, reply_to: int | None, draft_id: str
    ) -> None:
        self._context = context
        self._article_id = article_id
        self._reply_to = reply_to
        self._draft_id = draft_id
        self.subject = Subject()
        self.trouble = ""

    async def look(self) -> Draft | None:
        """Read what is answered into `subject`; the draft that was asked for by its id, as it is."""
        draft = None
        if self._draft_id:
            draft = await asyncio.to_thread(self._context.drafts.get, self._draft_id)
            if draft is not None:
                self._article_id, self._reply_to = draft.article or 0, draft.reply_to
        if self._article_id:
            self.subject = await self._read()
        return draft

    async def _read(self) -> Subject:
        from sahelreader.library import LibraryProblem

        try:
            return await self._context.library.read(read_subject, self._article_id, self._reply_to)
        except LibraryProblem as problem:
            self.trouble = str(problem)
            return Subject()

    async def begin(self, draft: Draft | None) -> Draft | None:
        """A draft that can be written on. OSError: not now, and nothing is lost by trying again."""
        if draft is None:
            return await asyncio.to_thread(self._begun)
        if draft.state is not State.DRAFT:
            # what may be on its site already stays there, and its text becomes a new draft
            take_back = self._context.drafts.take_back
            return await asyncio.to_thread(take_back, draft.id, self._context.now())
        return draft

    def _begun(self) -> Draft | None:
        from sahelreader.delivery.secrets import has_account
        from sahelreader.delivery.target import target_for
        from sahelreader.identities import identity_for

        context, stored = self._context, self.subject.stored
        if stored is None:
            return None
        account = has_account(context.paths, stored.site_url)
        target = target_for(stored, self.subject.parent, account=account)
        identity = identity_for(context.paths, target.site_url)
        draft = context.drafts.begin(
            target, identity, context.now(), article=stored.id, reply_to=self._reply_to
        )
        # a draft begun before anybody signed
        return replace(draft, identity=identity) if draft.identity == Identity() else draft

    def left_by_editor(self, draft: Draft) -> str | None:
        """What one's own editor had of DRAFT when the program ended; None when nothing, or the same."""
        found = editor.left_behind(draft.id, self._context.paths.data / "editing")
        text = found[0].removesuffix("\n") if found is not None else ""
        return text if text.strip() and text != draft.text else None
