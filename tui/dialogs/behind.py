"""What is behind a figure that no rule computes: the events that planned it or paid it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.binding import Binding

from tui.dialogs.listing import ListingDialog
from tui.formatting import KIND_WIDTH
from tui.screens.journal_pages import event_row
from tui.widgets.lines import Column, Lines, Row

if TYPE_CHECKING:
    from events.envelope import RecordedEvent
    from tracker.service import Tracker
    from tui.session import Session


class EventList(ListingDialog):
    """Events, the latest first, by their positions: Enter opens one, the key that led here leads back."""

    BINDINGS = [Binding("e,q", "dismiss", show=False)]

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
        """The event whole."""
        from tui.dialogs.event import EventDialog

        self.app.push_screen(EventDialog(self.session, int(message.key)))


class EventsBehindDialog(EventList):
    """The events behind a figure, as the journal shows them."""

    KEYS, EMPTY = "behind.keys", "explain.none"

    def __init__(
        self,
        session: Session,
        tracker: Tracker,
        title: str,
        find: Callable[[], Sequence[RecordedEvent]],
    ) -> None:
        """``find`` is called in a thread, now and whenever something is recorded."""
        super().__init__(session, tracker)
        self.heading, self.find = title, find

    def columns(self) -> list[Column]:
        """As the journal shows them."""
        say = self.say
        return [
            Column(say("table.position"), 6, "right"),
            Column(say("table.occurred_on"), 10),
            Column(say("table.type"), KIND_WIDTH[say.language]),
            Column(say("journal.subject"), 7),
            Column(say("table.amount"), 14, "right"),
            Column(say("journal.words"), 4, share=1),
        ]

    def read(self) -> list[tuple[str, Row]]:
        """The events."""
        return [(str(event.position), event_row(self.say, event)[:6]) for event in self.find()]

    def title_of(self, rows: int) -> str:
        """Whose."""
        return self.say("behind.title", figure=self.heading, count=rows)
