"""Undoing a recorded event, and saying that an alert has been seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.requests import AcknowledgeAlert, Request, Reverse
from tui.dialogs.entry import EntryForm
from tui.screens.journal_pages import event_row
from tui.widgets.field import FieldSpec


class ReversalForm(EntryForm):
    """A reason, and the event it undoes repeated in full."""

    NAME = "reversal"
    FIELDS = (FieldSpec("of", required=True), FieldSpec("reason", required=True))
    FIELD_OF_REFUSAL = {
        "unknown_event": "of", "not_reversible": "of", "reversed_already": "of", "payment_has_returns": "of",
        "payment_was_reissued": "of", "reversal_below_paid": "of", "text_missing": "reason",
    }  # fmt: skip

    def request(self, values: dict[str, Any]) -> Request:
        """Undo it."""
        return Reverse(event=values["of"], reason=values["reason"])

    def live(self, typed: Mapping[str, str]) -> list[tuple[str, str]]:
        """What would be undone: date, kind, project, amount."""
        if not typed["of"].strip():
            return []
        row = event_row(self.say, self.tracker.event(typed["of"]))
        told = "  ".join(cell if isinstance(cell, str) else cell[0] for cell in row[:6])
        return [("warning", self.say("live.undo", event=told))]


class AcknowledgementForm(EntryForm):
    """Somebody has seen an alert, and says what is being done (or who does it)."""

    NAME = "acknowledgement"
    FIELDS = (FieldSpec("alert", required=True), FieldSpec("note", required=True))
    FIELD_OF_REFUSAL = {"unknown_alert": "alert", "alert_closed": "alert", "text_missing": "note"}

    def request(self, values: dict[str, Any]) -> Request:
        """Seen."""
        return AcknowledgeAlert(alert=values["alert"], note=values["note"])
