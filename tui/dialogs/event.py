"""One event whole: what, when, who, its payload, its hashes; its neighbours by the arrows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import Static

from tui.dialogs.dialog import Dialog
from tui.formatting import clean
from tui.messages import Loaded, LoadFailed
from tui.session import Session
from tui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from events.envelope import RecordedEvent
    from tracker.service import Tracker


class EventDialog(Dialog[None]):
    """Left and right go to the neighbours; u undoes."""

    BINDINGS = [
        Binding("left", "step(-1)", "event.before", show=True),
        Binding("right", "step(1)", "event.after", show=True),
        Binding("u", "reverse", "command.reverse", show=True, id="reverse"),
        Binding("escape,q", "dismiss", "command.back", show=True),
    ]

    def __init__(self, session: Session, position: int) -> None:
        super().__init__()
        self.session, self.say, self.position = session, session.say, position

    def compose(self) -> ComposeResult:
        """One text to scroll."""
        with VerticalScroll(classes="dialog -wide"):
            yield Static(self.say("loading"), id="event", markup=False)
        yield KeyLine(self.say)

    def on_mount(self) -> None:
        """Ask."""
        self.query_one(VerticalScroll).focus()
        self._ask(self.position)

    def _ask(self, position: int) -> None:
        if self.session.tracker is not None:
            self._load(self.session.tracker, position)

    @work(thread=True, exclusive=True, exit_on_error=False, group="load")
    def _load(self, tracker: Tracker, position: int) -> None:
        from tui.asking import answer

        found, sentence = answer(self.say, lambda: tracker.event(str(position)))
        self.post_message(Loaded(found) if sentence is None else LoadFailed(sentence))

    def on_loaded(self, message: Loaded) -> None:
        """Show it."""
        event: RecordedEvent = message.view
        self.position = event.position
        self.query_one("#event", Static).update(self._text(event))

    def on_load_failed(self, message: LoadFailed) -> None:
        """There is no such neighbour: stay."""

    def _text(self, event: RecordedEvent) -> Text:
        say, text = self.say, Text()
        text.append(f"#{event.position} {say(f'event.{event.type}')}  {event.occurred_on}\n\n", style="bold")
        for word, value in (
            ("table.type", f"{event.type} v{event.version}"),
            ("table.actor", event.actor),
            ("table.recorded_at", event.recorded_at),
            ("event.id", event.id),
            ("event.key", event.key or ""),
            ("event.hash", event.hash),
            ("event.prev_hash", event.prev_hash),
        ):
            text.append(f"{say(word)}  ", style="bold")
            text.append(f"{clean(value)}\n")
        payload = json.dumps(json.loads(event.payload), ensure_ascii=False, indent=2)
        text.append("\n")
        text.append("\n".join(clean(line) for line in payload.splitlines()))
        return text

    def action_step(self, step: int) -> None:
        """To a neighbour."""
        self._ask(self.position + step)

    def action_reverse(self) -> None:
        """Undo it, for a reason."""
        from tui.dialogs.opening import open_form

        open_form(self.app, self.session, "reversal", of=str(self.position))
