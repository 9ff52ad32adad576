"""Money granted and money arrived."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from events.types.budget import AppropriationRecorded, ReceiptRecorded
from tracker.desk import last_about, next_month_of
from tracker.money import yuan
from tracker.requests import RecordAppropriation, RecordReceipt, Request
from tui.dialogs.entry import EntryForm
from tui.dialogs.form import LastTime
from tui.dialogs.live import appropriation_lines, code_of, receipt_lines
from tui.dialogs.typed import FieldFaults
from tui.widgets.field import FieldSpec

SOURCES = tuple(
    (name, f"source.{name}")
    for name in ("general", "transfer_payment", "government_fund", "fiscal_account", "own")
)
KINDS = tuple(
    (name, f"kind.{name}") for name in ("initial", "supplement", "reduction", "transfer", "carryover")
)
PROJECT_REFUSALS = {"unknown_project": "project", "amount_zero": "amount"}
DATE_REFUSALS = {"outside_year": "on", "month_closed": "late", "year_closed": "late"}


class AppropriationForm(EntryForm):
    """The finance bureau's notice."""

    NAME = "appropriation"
    FIELDS = (
        FieldSpec("project", "project", required=True),
        FieldSpec("kind", "choice", options=KINDS),
        FieldSpec("amount", "amount", required=True),
        FieldSpec("source", "choice", options=SOURCES),
        FieldSpec("to_project", "project"),
        FieldSpec("document", habits=True),
        FieldSpec("on", "date", required=True),
        FieldSpec("note", habits=True),
        FieldSpec("late", rare=True, habits=True),
    )
    FIELD_OF_REFUSAL = {
        **PROJECT_REFUSALS, **DATE_REFUSALS, "transfer_needs_two": "to_project", "transfer_to_itself": "to_project",
        "reduction_below_paid": "amount",
    }  # fmt: skip

    def defaults(self) -> dict[str, str]:
        """Today."""
        return {"on": self.tracker.today()}

    def request(self, values: dict[str, Any]) -> Request:
        """A grant, a cut or a transfer."""
        if values["kind"] == "transfer" and values["to_project"] is None:
            raise FieldFaults({"to_project": self.say("refusal.transfer_needs_two")})
        return RecordAppropriation(
            project=values["project"],
            amount_fen=values["amount"],
            kind=values["kind"],
            source=values["source"],
            to_project=values["to_project"],
            document=values["document"],
            note=values["note"],
            late=values["late"],
            on=values["on"],
        )

    def live(self, typed: Mapping[str, str]) -> list[tuple[str, str]]:
        """The budget before and after."""
        return appropriation_lines(self.say, self.tracker, typed)

    def last_time(self, typed: Mapping[str, str]) -> LastTime:
        """The project's latest appropriation."""
        event = last_about(self.tracker, code_of(typed, "project"), AppropriationRecorded)
        if event is None or not isinstance(fact := event.fact, AppropriationRecorded):
            return LastTime()
        texts = {
            "kind": fact.kind,
            "amount": yuan(fact.amount_fen),
            "source": fact.source,
            "to_project": fact.to_project or "",
            "document": fact.document or "",
        }
        return LastTime(texts, event.occurred_on)


class ReceiptForm(EntryForm):
    """The bank's or treasury's slip."""

    NAME = "receipt"
    FIELDS = (
        FieldSpec("project", "project", required=True),
        FieldSpec("amount", "amount", required=True),
        FieldSpec("source", "choice", options=SOURCES),
        FieldSpec("document", habits=True),
        FieldSpec("on", "date", required=True),
        FieldSpec("note", habits=True),
        FieldSpec("late", rare=True, habits=True),
    )
    FIELD_OF_REFUSAL = {**PROJECT_REFUSALS, **DATE_REFUSALS}

    def defaults(self) -> dict[str, str]:
        """Today."""
        return {"on": self.tracker.today()}

    def request(self, values: dict[str, Any]) -> Request:
        """Money that arrived."""
        return RecordReceipt(
            project=values["project"],
            amount_fen=values["amount"],
            source=values["source"],
            document=values["document"],
            note=values["note"],
            late=values["late"],
            on=values["on"],
        )

    def live(self, typed: Mapping[str, str]) -> list[tuple[str, str]]:
        """What has arrived of the budget, and what would have."""
        return receipt_lines(self.say, self.tracker, typed)

    def last_time(self, typed: Mapping[str, str]) -> LastTime:
        """The project's latest receipt, a month later."""
        event = last_about(self.tracker, code_of(typed, "project"), ReceiptRecorded)
        if event is None or not isinstance(fact := event.fact, ReceiptRecorded):
            return LastTime()
        texts = {
            "amount": yuan(fact.amount_fen),
            "source": fact.source,
            "document": fact.document or "",
            "on": next_month_of(event.occurred_on),
        }
        return LastTime(texts, event.occurred_on)
