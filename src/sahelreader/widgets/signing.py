"""Who signs: name, e-mail and site, with a * where the site insists, and what each may hold at most.

Given values; says with messages what was typed. Knows neither the site nor where identities are kept.
"""

from __future__ import annotations

from collections.abc import Collection

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from sahelreader.domain.draft import Identity
from sahelreader.domain.text import safe_line
from sahelreader.i18n import _
from sahelreader.widgets.late_keys import settled

#: what WordPress' columns hold, in bytes (wp_get_comment_fields_max_lengths)
LIMITS = {"author": 245, "email": 100, "url": 200}
#: names of `Target.required`, in the order of the form
FIELDS = ("author", "email", "url")


class Field(Input):
    """One line of text; what is pasted is made safe, the cursor does not blink."""

    def __init__(self, value: str, *, id: str) -> None:
        # counted in characters here and in bytes where it is judged
        super().__init__(value, id=id, compact=True, select_on_focus=False, max_length=300)
        self.cursor_blink = False

    async def _on_key(self, event: events.Key) -> None:
        if not await settled(self, event):
            await super()._on_key(event)


class Signing(Horizontal):
    """The three fields. `identity` is what stands in them."""

    class Changed(Message):
        def __init__(self, identity: Identity) -> None:
            super().__init__()
            self.identity = identity

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, Signing.Changed)

    def __init__(
        self, identity: Identity | None = None, required: Collection[str] = (), *, place: str = ""
    ) -> None:
        """PLACE names the keys that hold in the fields; "" leaves the screen's."""
        super().__init__(classes="signing")
        self.place = place
        self._given = identity or Identity()
        self._required = frozenset(required)

    def compose(self) -> ComposeResult:
        values = (self._given.name, self._given.email, self._given.url)
        for name, value in zip(FIELDS, values, strict=True):
            with Horizontal(classes=f"field -{name}"):
                yield Static(Content(self._label(name)), classes="label", markup=False)
                box = Field(safe_line(value), id=f"sign-{name}")
                # a ground of its own shows where an empty field is, but for the terminal's own colours
                box.placeholder = "…" if self.app.native_ansi_color else ""
                yield box

    def _label(self, name: str) -> str:
        labels = {"author": _("Name"), "email": _("E-mail"), "url": _("Website")}
        return labels[name] + ("\u00a0* " if name in self._required else " ")

    def require(self, required: Collection[str]) -> None:
        """Mark the fields that the site insists on."""
        self._required = frozenset(required)
        for name in FIELDS:
            self.query_one(f".-{name} .label", Static).update(Content(self._label(name)))
        self._judge()

    def fill(self, identity: Identity) -> None:
        """Put IDENTITY into the fields, without a message."""
        values = (identity.name, identity.email, identity.url)
        with self.prevent(Input.Changed):
            for name, value in zip(FIELDS, values, strict=True):
                self.query_one(f"#sign-{name}", Input).value = safe_line(value)
        self._judge()

    @property
    def identity(self) -> Identity:
        name, email, url = (
            safe_line(self.query_one(f"#sign-{field}", Input).value).strip() for field in FIELDS
        )
        return Identity(name, email, url)

    @property
    def missing(self) -> tuple[str, ...]:
        """Required fields with nothing in them."""
        mine = self.identity
        values = dict(zip(FIELDS, (mine.name, mine.email, mine.url), strict=True))
        return tuple(name for name in FIELDS if name in self._required and not values[name])

    @property
    def too_long(self) -> tuple[tuple[str, int], ...]:
        """(field, bytes over its limit)."""
        mine = self.identity
        values = dict(zip(FIELDS, (mine.name, mine.email, mine.url), strict=True))
        sizes = {name: len(value.encode()) - LIMITS[name] for name, value in values.items()}
        return tuple((name, over) for name, over in sizes.items() if over > 0)

    def focus_first(self, names: Collection[str] = ()) -> None:
        """Go to the first field, or to the first of NAMES."""
        wanted = next((name for name in FIELDS if name in names), FIELDS[0])
        # at once: the next key may be there already
        self.screen.set_focus(self.query_one(f"#sign-{wanted}", Input))

    def focus_after(self) -> bool:
        """From the field one is in to the next; False from the last."""
        ids = [f"sign-{name}" for name in FIELDS]
        here = self.screen.focused
        at = ids.index(here.id) if here is not None and here.id in ids else -1
        if at + 1 >= len(ids):
            return False
        self.screen.set_focus(self.query_one(f"#{ids[at + 1]}", Input))
        return True

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._judge()
        self.post_message(self.Changed(self.identity))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()

    def _judge(self) -> None:
        wrong = {name for name, _over in self.too_long}
        for name in FIELDS:
            self.query_one(f".-{name}").set_class(name in wrong, "-wrong")
