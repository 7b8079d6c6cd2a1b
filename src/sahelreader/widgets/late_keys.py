"""Many keys in one burst, as a slow line delivers them: each goes where it would have gone, had it come alone.

Textual puts a key into the queue of the widget that has the focus when the key comes, not when it is handled, and
a key that is a command is carried out only after it has risen to the screen, when the letters behind it are typed
already. A field that calls `settled` first is spared both.
"""

from __future__ import annotations

from textual import events
from textual.widget import Widget


async def settled(field: Widget, event: events.Key) -> bool:
    """True when EVENT is not for FIELD: it came too late, or was a command and is carried out."""
    top = field.app.screen
    here = top.focused or top
    if here is not field and (top is not field.screen or top.focused is not None):
        event.stop()
        event.prevent_default()
        here.post_message(events.Key(event.key, event.character))
        return True
    carry_out = getattr(field.screen, "on_key", None)
    if event.is_printable or carry_out is None:
        return False
    # the screen's own handler stops a key that it acted upon
    await carry_out(event)
    return bool(event._stop_propagation)
