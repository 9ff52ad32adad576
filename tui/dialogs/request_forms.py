"""Payments in two steps: money reserved, then paid on, or the request withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.desk import last_about, next_month_of
from tracker.money import grouped_yuan, yuan
from tracker.requests import CancelPaymentRequest, PostPayment, Request, RequestPayment
from tui.dialogs.entry import EntryForm
from tui.dialogs.form import LastTime
from tui.dialogs.live import code_of, payment_lines
from tui.dialogs.offering import OpenRequest, open_requests
from tui.dialogs.payment_forms import ANY_SOURCE, CATEGORIES
from tui.widgets.field import FieldSpec

OF_REQUEST = dict.fromkeys(
    ("unknown_event", "not_a_request", "request_closed", "request_lapsed", "over_request"), "request"
)


class PaymentRequestForm(EntryForm):
    """Money reserved for a payment to come; it lapses with its month."""

    NAME = "payment_request"
    FIELDS = (
        FieldSpec("project", "project", required=True),
        FieldSpec("amount", "amount", required=True),
        FieldSpec("due_on", "date"),
        FieldSpec("people_due", "count"),
        FieldSpec("payee", habits=True),
        FieldSpec("source", "choice", options=ANY_SOURCE),
        FieldSpec("category", "choice", options=CATEGORIES),
        FieldSpec("on", "date", required=True),
        FieldSpec("note", habits=True),
        FieldSpec("classification", habits=True, rare=True),
    )
    FIELD_OF_REFUSAL = {
        "unknown_project": "project", "amount_zero": "amount", "over_balance": "amount", "over_reserved": "amount",
        "outside_year": "on", "month_closed": "on", "year_closed": "on",
    }  # fmt: skip

    def defaults(self) -> dict[str, str]:
        """Today."""
        return {"on": self.tracker.today()}

    def request(self, values: dict[str, Any]) -> Request:
        """Reserve it."""
        return RequestPayment(
            project=values["project"],
            amount_fen=values["amount"],
            due_on=values["due_on"],
            people_due=values["people_due"],
            payee=values["payee"],
            source=values["source"] or None,
            classification=values["classification"],
            category=values["category"] or None,
            note=values["note"],
            on=values["on"],
        )

    def live(self, typed: Mapping[str, str]) -> list[tuple[str, str]]:
        """Balance before and after."""
        return payment_lines(self.say, self.tracker, typed)

    def last_time(self, typed: Mapping[str, str]) -> LastTime:
        """The project's latest payment, moved on by a month."""
        event = last_about(self.tracker, code_of(typed, "project"))
        if event is None:
            return LastTime()
        fact: Any = event.fact
        texts = {
            "amount": yuan(fact.amount_fen),
            "due_on": next_month_of(fact.due_on),
            "people_due": "" if fact.people_due is None else str(fact.people_due),
            "payee": fact.payee or "",
            "source": fact.source or "",
            "category": fact.category or "",
            "classification": fact.classification or "",
        }
        return LastTime(texts, event.occurred_on)


class _OnRequest(EntryForm):
    """What is done to an open request."""

    def offers(self) -> dict[str, Sequence[str]]:
        """The open requests."""
        return {**super().offers(), "request": [request.text for request in open_requests(self.tracker)]}

    def live(self, typed: Mapping[str, str]) -> list[tuple[str, str]]:
        """The request meant."""
        found = self._meant(code_of(typed, "request"))
        return [] if found is None else [("plain", request_text(self.say, found))]

    def _meant(self, reference: str) -> OpenRequest | None:
        return next((r for r in open_requests(self.tracker) if str(r.position) == reference), None)


class PostingForm(_OnRequest):
    """The payment of a request, all of it or less."""

    NAME = "posting"
    FIELDS = (
        FieldSpec("request", "event", required=True),
        FieldSpec("amount", "amount", hint="hint.posted_amount"),
        FieldSpec("paid_on", "date", required=True),
        FieldSpec("people_paid", "count"),
        FieldSpec("voucher"),
        FieldSpec("over_reason", habits=True),
        FieldSpec("note", habits=True),
        FieldSpec("late", rare=True, habits=True),
    )
    FIELD_OF_REFUSAL = {
        **OF_REQUEST, "over_request": "amount", "amount_zero": "amount", "over_balance": "amount",
        "outside_year": "paid_on",
        "month_closed": "late", "year_closed": "late", "duplicate_voucher": "voucher", "people_over": "people_paid",
    }  # fmt: skip

    def defaults(self) -> dict[str, str]:
        """Paid today."""
        return {"paid_on": self.tracker.today()}

    def request(self, values: dict[str, Any]) -> Request:
        """Pay on it; what is not said is taken from it."""
        return PostPayment(
            request=values["request"],
            amount_fen=values["amount"],
            paid_on=values["paid_on"],
            people_paid=values["people_paid"],
            voucher=values["voucher"],
            allow_over=values["over_reason"],
            note=values["note"],
            late=values["late"],
        )


class WithdrawalForm(_OnRequest):
    """The request is not going to be paid."""

    NAME = "withdrawal"
    FIELDS = (FieldSpec("request", "event", required=True), FieldSpec("reason", required=True, habits=True))
    FIELD_OF_REFUSAL = {**OF_REQUEST, "text_missing": "reason"}

    def request(self, values: dict[str, Any]) -> Request:
        """Withdraw it."""
        return CancelPaymentRequest(request=values["request"], reason=values["reason"])


def request_text(say: Any, request: OpenRequest) -> str:
    """An open request in a line."""
    return str(
        say(
            "live.request",
            position=request.position,
            project=request.fact.project,
            amount=grouped_yuan(request.left_fen),
            payee=request.fact.payee or "",
            until=request.until,
        )
    )
