"""Undoing a recorded event, saying that an alert has been seen, and giving it to somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.desk import LOOK_BACK
from tracker.requests import AcknowledgeAlert, HandOverAlert, Request, Reverse
from tui.dialogs.entry import EntryForm
from tui.dialogs.live import alert_lines, reference_of
from tui.dialogs.offering import reversible
from tui.screens.journal_pages import event_row
from tui.widgets.field import FieldSpec


class ReversalForm(EntryForm):
    """A reason, and the event it undoes repeated in full."""

    NAME = "reversal"
    FIELDS = (FieldSpec("of", "event", required=True), FieldSpec("reason", required=True, habits=True))
    FIELD_OF_REFUSAL = {
        "unknown_event": "of", "not_reversible": "of", "reversed_already": "of", "payment_has_returns": "of",
        "payment_was_reissued": "of", "reversal_below_paid": "of", "text_missing": "reason",
    }  # fmt: skip

    def request(self, values: dict[str, Any]) -> Request:
        """Undo it."""
        return Reverse(event=values["of"], reason=values["reason"])

    def live(self, typed: Mapping[str, str]) -> list[tuple[str, str]]:
        """What would be undone: date, kind, project, amount."""
        if not (reference := reference_of(typed, "of")):
            return []
        row = event_row(self.say, self.tracker.event(reference))
        told = "  ".join(cell if isinstance(cell, str) else cell[0] for cell in row[:6])
        return [("warning", self.say("live.undo", event=told))]

    def offers(self) -> dict[str, Sequence[str]]:
        """What can be undone, and why things were undone before."""
        return {**super().offers(), "of": reversible(self.say, self.tracker)}


class AcknowledgementForm(EntryForm):
    """Somebody has seen an alert, and says what is being done (or who does it)."""

    NAME = "acknowledgement"
    FIELDS = (FieldSpec("alert", required=True, known=True), FieldSpec("note", required=True, habits=True))
    FIELD_OF_REFUSAL = {"unknown_alert": "alert", "alert_closed": "alert", "text_missing": "note"}

    def request(self, values: dict[str, Any]) -> Request:
        """Seen."""
        return AcknowledgeAlert(alert=values["alert"], note=values["note"])

    def live(self, typed: Mapping[str, str]) -> list[tuple[str, str]]:
        """Which alert it is."""
        return alert_lines(self.say, self.tracker, typed["alert"])


class HandingOverForm(EntryForm):
    """Somebody is to deal with an alert."""

    NAME = "handing_over"
    FIELDS = (
        FieldSpec("alert", required=True, known=True),
        FieldSpec("to", required=True, habits=True),
        FieldSpec("note", habits=True),
    )
    FIELD_OF_REFUSAL = {
        "unknown_alert": "alert",
        "alert_closed": "alert",
        "alert_handed_already": "to",
        "text_missing": "to",
    }

    def request(self, values: dict[str, Any]) -> Request:
        """Theirs now."""
        return HandOverAlert(alert=values["alert"], to=values["to"], note=values["note"])

    def live(self, typed: Mapping[str, str]) -> list[tuple[str, str]]:
        """Which alert it is."""
        return alert_lines(self.say, self.tracker, typed["alert"])

    def offers(self) -> dict[str, Sequence[str]]:
        """Those who have worked on this ledger lately, and those alerts were given to before."""
        with self.tracker.reading() as (log, view):
            actors = [event.actor for event in log.read_back(limit=LOOK_BACK)]
            given = [alert.handed_to for alert in view.alerts.values() if alert.handed_to]
        return {**super().offers(), "to": tuple(dict.fromkeys([*given, *actors]))}
