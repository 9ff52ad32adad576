"""Two-step payments: a request reserves money, then it is paid on, withdrawn, or lapses with its month."""

from __future__ import annotations

from events.envelope import NewEvent, RecordedEvent
from events.types.payments import DisbursementRecorded, PaymentRequestCancelled, PaymentRequested
from tracker.decisions.money import check_disbursement, require_balance, require_positive
from tracker.decisions.state import Notice, Refusal, State
from tracker.decisions.texts import clean, required
from tracker.projections.positions import Reservation
from tracker.requests import CancelPaymentRequest, PostPayment, RequestPayment


def draft_request(state: State, request: RequestPayment) -> NewEvent:
    """The request as it would be recorded."""
    on = request.on or state.today
    fact = PaymentRequested(
        project=state.project(request.project),
        amount_fen=request.amount_fen,
        due_on=request.due_on or on,
        people_due=request.people_due,
        payee=clean(request.payee, "payee"),
        source=request.source,
        classification=clean(request.classification, "classification"),
        category=request.category,
        note=clean(request.note, "note"),
    )
    return NewEvent(fact, on)


def check_request(state: State, event: NewEvent) -> list[Notice]:
    """A request keeps within what is neither paid nor reserved."""
    fact = event.fact
    assert isinstance(fact, PaymentRequested)
    require_positive(fact.amount_fen)
    state.day(event.occurred_on)
    state.require_in_year(fact.due_on)
    require_balance(state, fact.project, fact.amount_fen, "over_balance")
    return []


def draft_posting(state: State, request: PostPayment) -> NewEvent:
    """The payment on a request as it would be recorded."""
    event, asked = _request(state, request.request)
    fact = DisbursementRecorded(
        project=asked.project,
        amount_fen=asked.amount_fen if request.amount_fen is None else request.amount_fen,
        due_on=asked.due_on,
        people_due=asked.people_due,
        people_paid=asked.people_due if request.people_paid is None else request.people_paid,
        voucher=clean(request.voucher, "voucher"),
        payee=asked.payee,
        source=asked.source,
        classification=asked.classification,
        category=asked.category,
        over_reason=clean(request.allow_over, "allow-over"),
        note=clean(request.note, "note") or asked.note,
        request=event.id,
        late_reason=clean(request.late, "late"),
    )
    return NewEvent(fact, request.paid_on or state.today)


def check_posting(state: State, event: NewEvent) -> list[Notice]:
    """A payment on an open request, of no more than was asked for, keeps all rules of a payment."""
    fact = event.fact
    assert isinstance(fact, DisbursementRecorded)
    assert fact.request is not None
    asked, reservation = _open(state, fact.request)
    if fact.amount_fen > reservation.amount_fen:
        raise Refusal(
            "over_request", amount=fact.amount_fen, left=reservation.amount_fen, position=asked.position
        )
    return check_disbursement(state, event)


def draft_cancellation(state: State, request: CancelPaymentRequest) -> NewEvent:
    """The withdrawal as it would be recorded."""
    event, asked = _request(state, request.request)
    fact = PaymentRequestCancelled(
        request=event.id,
        request_position=event.position,
        project=asked.project,
        reason=required(request.reason, "reason"),
    )
    return NewEvent(fact, state.day_in_year())


def check_cancellation(state: State, event: NewEvent) -> list[Notice]:
    """Only an open request can be withdrawn."""
    fact = event.fact
    assert isinstance(fact, PaymentRequestCancelled)
    _open(state, fact.request)
    return []


def _request(state: State, reference: str) -> tuple[RecordedEvent, PaymentRequested]:
    event = state.event(reference)
    fact = event.fact
    if not isinstance(fact, PaymentRequested):
        raise Refusal("not_a_request", event=reference)
    return event, fact


def _open(state: State, reference: str) -> tuple[RecordedEvent, Reservation]:
    event, asked = _request(state, reference)
    reservation = state.view.money_of(asked.project).reservations.get(event.id)
    if reservation is None:
        raise Refusal("request_closed", position=event.position)
    if reservation.until < state.today:
        raise Refusal("request_lapsed", position=event.position, on=reservation.until)
    return event, reservation
