"""Money paid, and money that came back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from events.types.payments import DisbursementRecorded
from tracker.desk import last_payment, next_month_of
from tracker.money import grouped_yuan, yuan
from tracker.requests import RecordDisbursement, RecordReturn, Request
from tui.dialogs.budget_forms import SOURCES
from tui.dialogs.entry import EntryForm
from tui.dialogs.live import code_of, payment_lines
from tui.widgets.field import FieldSpec

ANY_SOURCE = (("", "source.unsaid"), *SOURCES)
CATEGORIES = (
    ("", "category.none"),
    ("three_public", "category.three_public"),
    ("operating", "category.operating"),
)


class DisbursementForm(EntryForm):
    """One payment, from its voucher."""

    NAME = "disbursement"
    FIELDS = (
        FieldSpec("project", "project", required=True),
        FieldSpec("amount", "amount", required=True),
        FieldSpec("due_on", "date"),
        FieldSpec("paid_on", "date", required=True),
        FieldSpec("people_due", "count"),
        FieldSpec("people_paid", "count"),
        FieldSpec("voucher"),
        FieldSpec("payee", habits=True),
        FieldSpec("source", "choice", options=ANY_SOURCE),
        FieldSpec("category", "choice", options=CATEGORIES),
        FieldSpec("over_reason"),
        FieldSpec("note"),
    )
    FIELD_OF_REFUSAL = {
        "over_balance": "amount", "amount_zero": "amount", "unknown_project": "project", "outside_year": "paid_on",
        "month_closed": "paid_on", "year_closed": "paid_on", "duplicate_voucher": "voucher", "people_over": "people_paid",
    }  # fmt: skip

    def defaults(self) -> dict[str, str]:
        """Paid today."""
        return {"paid_on": self.tracker.today()}

    def request(self, values: dict[str, Any]) -> Request:
        """The payment; due the day it is paid where nothing else is said."""
        return RecordDisbursement(
            project=values["project"],
            amount_fen=values["amount"],
            due_on=values["due_on"],
            paid_on=values["paid_on"],
            people_due=values["people_due"],
            people_paid=values["people_paid"],
            voucher=values["voucher"],
            payee=values["payee"],
            source=values["source"] or None,
            category=values["category"] or None,
            allow_over=values["over_reason"],
            note=values["note"],
        )

    def live(self, typed: Mapping[str, str]) -> list[tuple[str, str]]:
        """Balance before and after."""
        return payment_lines(self.say, self.tracker, typed)

    def last_time(self, typed: Mapping[str, str]) -> dict[str, str]:
        """The project's latest payment, moved on by a month."""
        event = last_payment(self.tracker, code_of(typed, "project").upper())
        if event is None or not isinstance(fact := event.fact, DisbursementRecorded):
            return {}
        return {
            "amount": yuan(fact.amount_fen),
            "due_on": next_month_of(fact.due_on),
            "paid_on": next_month_of(event.occurred_on),
            "people_due": "" if fact.people_due is None else str(fact.people_due),
            "people_paid": "" if fact.people_due is None else str(fact.people_due),
            "payee": fact.payee or "",
            "source": fact.source or "",
            "category": fact.category or "",
        }


class ReturnForm(EntryForm):
    """Part or the whole of a payment came back."""

    NAME = "returned"
    FIELDS = (
        FieldSpec("of", required=True),
        FieldSpec("amount", "amount", required=True),
        FieldSpec("people", "count"),
        FieldSpec("on", "date", required=True),
        FieldSpec("note"),
    )
    FIELD_OF_REFUSAL = {
        "not_a_payment": "of", "unknown_event": "of", "payment_undone": "of", "return_over_payment": "amount",
        "return_over_people": "people", "return_before_payment": "on", "outside_year": "on", "month_closed": "on",
        "year_closed": "on", "amount_zero": "amount",
    }  # fmt: skip

    def defaults(self) -> dict[str, str]:
        """Today."""
        return {"on": self.tracker.today()}

    def request(self, values: dict[str, Any]) -> Request:
        """What came back, of which payment."""
        return RecordReturn(
            of=values["of"],
            amount_fen=values["amount"],
            people=values["people"],
            note=values["note"],
            on=values["on"],
        )

    def live(self, typed: Mapping[str, str]) -> list[tuple[str, str]]:
        """The payment meant."""
        if not typed["of"].strip():
            return []
        event = self.tracker.event(typed["of"])
        fact = event.fact
        if not isinstance(fact, DisbursementRecorded):
            return [("error", self.say("refusal.not_a_payment", event=typed["of"]))]
        return [
            (
                "plain",
                self.say(
                    "live.payment",
                    position=event.position,
                    project=fact.project,
                    amount=grouped_yuan(fact.amount_fen),
                    on=event.occurred_on,
                ),
            )
        ]
