"""Money paid, and money that came back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from events.types.payments import DisbursementRecorded
from tracker.desk import last_about, next_month_of
from tracker.money import grouped_yuan, yuan
from tracker.requests import RecordDisbursement, RecordReturn, Request
from tui.dialogs.budget_forms import SOURCES
from tui.dialogs.entry import EntryForm
from tui.dialogs.form import LastTime
from tui.dialogs.live import code_of, payment_lines, reference_of
from tui.dialogs.offering import payments
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
        FieldSpec("over_reason", habits=True),
        FieldSpec("note", habits=True),
        FieldSpec("classification", habits=True, rare=True),
        FieldSpec("reissue_of", "event", rare=True),
        FieldSpec("reissue_lines", "lines", rare=True),
        FieldSpec("late", rare=True, habits=True),
    )
    FIELD_OF_REFUSAL = {
        "over_reserved": "amount", "people_negative": "people_due", "not_a_payment": "reissue_of",
        "unknown_event": "reissue_of", "roster_no_line": "reissue_lines", "roster_line_paid": "reissue_lines",
        "reissue_amount": "amount", "reissue_lines_of_no_list": "reissue_of",
        "over_balance": "amount", "amount_zero": "amount", "unknown_project": "project", "outside_year": "paid_on",
        "month_closed": "late", "year_closed": "late", "duplicate_voucher": "voucher", "people_over": "people_paid",
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
            classification=values["classification"],
            reissue_of=values["reissue_of"],
            reissue_lines=values["reissue_lines"],
            allow_over=values["over_reason"],
            note=values["note"],
            late=values["late"],
        )

    def offers(self) -> dict[str, Sequence[str]]:
        """What the plan and history give, and the payments one may repeat."""
        return {**super().offers(), "reissue_of": payments(self.tracker)}

    def live(self, typed: Mapping[str, str]) -> list[tuple[str, str]]:
        """Balance before and after."""
        return payment_lines(self.say, self.tracker, typed)

    def last_time(self, typed: Mapping[str, str]) -> LastTime:
        """The project's latest payment, moved on by a month."""
        event = last_about(self.tracker, code_of(typed, "project"))
        if event is None or not isinstance(fact := event.fact, DisbursementRecorded):
            return LastTime()
        texts = {
            "amount": yuan(fact.amount_fen),
            "due_on": next_month_of(fact.due_on),
            "paid_on": next_month_of(event.occurred_on),
            "people_due": "" if fact.people_due is None else str(fact.people_due),
            "people_paid": "" if fact.people_due is None else str(fact.people_due),
            "payee": fact.payee or "",
            "classification": fact.classification or "",
            "source": fact.source or "",
            "category": fact.category or "",
        }
        return LastTime(texts, event.occurred_on)


class ReturnForm(EntryForm):
    """Part or the whole of a payment came back."""

    NAME = "returned"
    FIELDS = (
        FieldSpec("of", "event", required=True),
        FieldSpec("amount", "amount", required=True),
        FieldSpec("people", "count"),
        FieldSpec("on", "date", required=True),
        FieldSpec("note", habits=True),
        FieldSpec("late", rare=True, habits=True),
    )
    FIELD_OF_REFUSAL = {
        "not_a_payment": "of", "unknown_event": "of", "payment_undone": "of", "return_over_payment": "amount",
        "return_over_people": "people", "return_before_payment": "on", "outside_year": "on", "month_closed": "late",
        "year_closed": "late", "amount_zero": "amount",
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
            late=values["late"],
            on=values["on"],
        )

    def live(self, typed: Mapping[str, str]) -> list[tuple[str, str]]:
        """The payment meant."""
        if not (reference := reference_of(typed, "of")):
            return []
        event = self.tracker.event(reference)
        fact = event.fact
        if not isinstance(fact, DisbursementRecorded):
            return [("error", self.say("refusal.not_a_payment", event=reference))]
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

    def offers(self) -> dict[str, Sequence[str]]:
        """The payments that may have come back."""
        return {**super().offers(), "of": payments(self.tracker)}
