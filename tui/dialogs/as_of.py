"""Looking at the past: a business date, and an instant whose knowledge counts."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, Static

from events.values import InvalidValue
from tui.dialogs.dialog import Dialog
from tui.dialogs.typed import read_date
from tui.session import Session
from tui.widgets.field import FieldSpec, FormField


class AsOfDialog(Dialog[bool]):
    """Sets the session's moment; answers whether it was set."""

    BINDINGS = [Binding("escape", "leave", show=False)]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session, self.say = session, session.say

    def compose(self) -> ComposeResult:
        """Two fields."""
        with Vertical(classes="dialog"):
            yield Static(self.say("as_of.title"), classes="heading", markup=False)
            yield FormField(self.say, FieldSpec("as_of", "date", required=True))
            yield FormField(self.say, FieldSpec("known_at", "text"))
            yield Static(self.say("as_of.text"), classes="live", markup=False)

    def on_mount(self) -> None:
        """Stand in the date."""
        self.query(Input).first().focus()

    def on_input_submitted(self) -> None:
        """Go there."""
        fields = {field.spec.name: field for field in self.query(FormField)}
        tracker = self.session.tracker
        if tracker is None:
            return
        try:
            day = read_date(fields["as_of"].typed, tracker.ledger.year, tracker.today())
        except InvalidValue:
            fields["as_of"].blame(self.say("fault.date", text=fields["as_of"].typed))
            return
        try:
            known = _instant(fields["known_at"].typed.strip(), tracker.ledger.year, tracker.today())
        except InvalidValue:
            fields["known_at"].blame(self.say("error.instant", text=fields["known_at"].typed))
            return
        self.session.as_of, self.session.known_at = day, known
        self.dismiss(True)

    def action_leave(self) -> None:
        """Stay in the present."""
        self.dismiss(False)


def _instant(text: str, year: int, today: str) -> str | None:
    """An instant: as the log writes it, or a date (the end of that day); None where nothing is typed."""
    if not text:
        return None
    if "T" in text:
        return text if text.endswith("Z") and "." in text else f"{text.rstrip('Z')}.999999Z"
    return f"{read_date(text, year, today)}T23:59:59.999999Z"
