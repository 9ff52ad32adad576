"""Last month's payment again: the same payee, source and people, a month later, but for what is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from events.envelope import RecordedEvent
from events.subjects import about_project
from events.types.payments import DisbursementRecorded
from events.values import last_day_of
from tracker.decisions.state import Refusal, State
from tracker.requests import RecordDisbursement
from tracker.service import Tracker


def repetition(tracker: Tracker, payment: str, said: Mapping[str, Any]) -> RecordDisbursement:
    """The request that repeats a payment: the event named, or a project's last one in force.

    ``said`` may bring another amount, due, paid, people_due, people_paid, voucher and note; a voucher's number is
    never repeated.
    """
    with tracker.reading() as (log, view):
        state = State(view, log, tracker.today())
        event = _payment(state, payment)
    fact = event.fact
    assert isinstance(fact, DisbursementRecorded)
    given = {name: value for name, value in said.items() if value is not None}
    people_due = given.get("people_due", fact.people_due)
    return RecordDisbursement(
        project=fact.project,
        amount_fen=given.get("amount", fact.amount_fen),
        due_on=given.get("due", a_month_later(fact.due_on)),
        paid_on=given.get("paid"),
        people_due=people_due,
        people_paid=given.get("people_paid", people_due if "people_due" in given else fact.people_paid),
        voucher=given.get("voucher"),
        payee=fact.payee,
        source=fact.source,
        classification=fact.classification,
        category=fact.category,
        note=given.get("note"),
    )


def _payment(state: State, reference: str) -> RecordedEvent:
    if reference.strip().upper() in state.view.plan.projects:
        project = state.project(reference)
        for event in reversed(state.log.about(about_project(project))):
            fact = event.fact
            if (
                isinstance(fact, DisbursementRecorded)
                and not fact.reissue_of
                and state.undoing(event) is None
            ):
                return event
        raise Refusal("nothing_to_repeat", project=project)
    event = state.event(reference)
    if not isinstance(event.fact, DisbursementRecorded):
        raise Refusal("not_a_payment", event=reference)
    return event


def a_month_later(date: str) -> str:
    """The same day of the next month, or its last."""
    following = dt.date.fromisoformat(last_day_of(date[:7])) + dt.timedelta(days=1)
    month = following.isoformat()[:7]
    return min(f"{month}-{date[8:]}", last_day_of(month))
