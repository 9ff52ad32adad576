"""Appropriations, receipts, disbursements and returns: the ceilings hold here.

Each ``draft_*`` says what would be recorded; each ``check_*`` refuses it or returns what to warn of.
"""

from __future__ import annotations

from fractions import Fraction

import msgspec

from events.envelope import NewEvent, RecordedEvent
from events.subjects import about_event, about_voucher
from events.types.budget import AppropriationRecorded, ReceiptRecorded
from events.types.payments import DisbursementRecorded, ReturnRecorded
from events.types.rosters import RosterImported, RosterResultRecorded
from events.values import month_of
from tracker.decisions.reissues import check_reissued_lines
from tracker.decisions.state import Notice, Refusal, State
from tracker.decisions.texts import clean
from tracker.money import FEN_PER_YUAN, grouped_yuan
from tracker.projections.actuals import goal_of
from tracker.requests import RecordAppropriation, RecordDisbursement, RecordReceipt, RecordReturn

CATEGORY_LINES = {"three_public": "三公", "operating": "机关运行经费"}
"""A payment's category, and the words by which its ceiling is found among the department's budget lines."""


def require_positive(amount_fen: int) -> None:
    """Refuse an amount of nothing."""
    if amount_fen <= 0:
        raise Refusal("amount_zero")


def draft_appropriation(state: State, request: RecordAppropriation) -> NewEvent:
    """The appropriation as it would be recorded."""
    fact = AppropriationRecorded(
        project=state.project(request.project),
        kind=request.kind,
        amount_fen=request.amount_fen,
        source=request.source,
        to_project=_receiving_project(state, request.to_project),
        document=clean(request.document, "doc"),
        note=clean(request.note, "note"),
        late_reason=clean(request.late, "late"),
    )
    return NewEvent(fact, request.on or state.today)


def _receiving_project(state: State, code: str | None) -> str | None:
    """The project a transfer goes to; a refusal says that it is this one which is unknown."""
    try:
        return state.project(code) if code else None
    except Refusal as refusal:
        raise Refusal(refusal.code, **refusal.facts, field="to_project") from None


def check_appropriation(state: State, event: NewEvent) -> list[Notice]:
    """A reduction or transfer must leave what has been paid already."""
    fact = event.fact
    assert isinstance(fact, AppropriationRecorded)
    require_positive(fact.amount_fen)
    state.day(event.occurred_on, late_reason=fact.late_reason)
    if (fact.kind == "transfer") != (fact.to_project is not None):
        raise Refusal("transfer_needs_two", project=fact.project)
    if fact.to_project == fact.project:
        raise Refusal("transfer_to_itself", project=fact.project)
    if fact.kind in ("reduction", "transfer"):
        require_balance(state, fact.project, fact.amount_fen, "reduction_below_paid")
    return []


def require_balance(
    state: State, project: str, needed_fen: int, code: str, *, request: str | None = None
) -> None:
    """Refuse what would take more than the project's balance, or what other payment requests have reserved of it."""
    money = state.view.money_of(project)
    if needed_fen > money.balance:
        raise Refusal(
            code,
            project=project,
            amount=needed_fen,
            balance=money.balance,
            adjusted=money.adjusted,
            disbursed=money.disbursed,
        )
    reserved = money.reserved_on(state.today, besides=request)
    if needed_fen > 0 and needed_fen > money.balance - reserved:
        raise Refusal(
            "over_reserved",
            project=project,
            amount=needed_fen,
            balance=money.balance - reserved,
            reserved=grouped_yuan(reserved),
        )


def draft_receipt(state: State, request: RecordReceipt) -> NewEvent:
    """The receipt as it would be recorded."""
    fact = ReceiptRecorded(
        project=state.project(request.project),
        amount_fen=request.amount_fen,
        source=request.source,
        document=clean(request.document, "doc"),
        note=clean(request.note, "note"),
        late_reason=clean(request.late, "late"),
    )
    return NewEvent(fact, request.on or state.today)


def check_receipt(state: State, event: NewEvent) -> list[Notice]:
    """More money than was granted is recorded, with a warning."""
    fact = event.fact
    assert isinstance(fact, ReceiptRecorded)
    require_positive(fact.amount_fen)
    state.day(event.occurred_on, late_reason=fact.late_reason)
    money = state.view.money_of(fact.project)
    received = money.received + fact.amount_fen
    if received <= money.adjusted:
        return []
    return [
        Notice(
            "received_over_appropriated",
            {"project": fact.project, "amount": received, "adjusted": money.adjusted},
        )
    ]


def draft_disbursement(state: State, request: RecordDisbursement) -> NewEvent:
    """The payment as it would be recorded; a reissue is due when the payment it repeats was."""
    paid_on = request.paid_on or state.today
    due_on, reissued = request.due_on or paid_on, None
    if request.reissue_of is not None:
        event = state.event(request.reissue_of)
        if not isinstance(event.fact, DisbursementRecorded | RosterImported | RosterResultRecorded):
            raise Refusal("not_a_payment", event=request.reissue_of)
        due_on, reissued = event.fact.due_on, event.id
    fact = DisbursementRecorded(
        project=state.project(request.project),
        amount_fen=request.amount_fen,
        due_on=due_on,
        people_due=_people_due(request),
        people_paid=request.people_paid,
        voucher=clean(request.voucher, "voucher"),
        payee=clean(request.payee, "payee"),
        source=request.source,
        classification=clean(request.classification, "classification"),
        category=request.category,
        reissue_of=reissued,
        reissue_lines=msgspec.UNSET if request.reissue_lines is None else request.reissue_lines,
        over_reason=clean(request.allow_over, "allow-over"),
        note=clean(request.note, "note"),
        late_reason=clean(request.late, "late"),
    )
    return NewEvent(fact, paid_on)


def _people_due(request: RecordDisbursement) -> int | None:
    """People due as said; where only the people paid are, as many were due, unless it repeats another payment."""
    if request.people_due is None and request.reissue_of is None:
        return request.people_paid
    return request.people_due


def check_disbursement(state: State, event: NewEvent) -> list[Notice]:
    """A payment keeps within the project's appropriation, its dates, its people and its voucher's number."""
    fact = event.fact
    assert isinstance(fact, DisbursementRecorded)
    require_positive(fact.amount_fen)
    state.day(event.occurred_on, late_reason=fact.late_reason)
    state.require_in_year(fact.due_on)
    _require_people(fact)
    check_reissued_lines(state, fact)
    require_free_voucher(state, fact.voucher)
    require_balance(state, fact.project, fact.amount_fen, "over_balance", request=fact.request)
    return [*_ahead_of_appropriation(state, fact, month_of(event.occurred_on)), *ceiling_notices(state, fact)]


def _ahead_of_appropriation(state: State, fact: DisbursementRecorded, month: str) -> list[Notice]:
    """A payment dated in a month by whose end less had been appropriated than it makes paid."""
    money = state.view.money_of(fact.project)
    granted, paid = money.appropriated_through(month), money.disbursed_through(month) + fact.amount_fen
    if paid <= granted:
        return []
    told = {
        "project": fact.project,
        "month": month,
        "granted": grouped_yuan(granted),
        "paid": grouped_yuan(paid),
    }
    return [Notice("ahead_of_appropriation", told)]


def _require_people(fact: DisbursementRecorded) -> None:
    due, paid = fact.people_due, fact.people_paid
    if any(people is not None and people < 0 for people in (due, paid)):
        raise Refusal("people_negative")
    if paid is not None and paid > (due or 0) and not fact.over_reason and not fact.reissue_of:
        raise Refusal("people_over", paid=paid, due=due or 0)


def require_free_voucher(state: State, voucher: str | None) -> None:
    """Refuse a voucher number that a payment in force carries."""
    if voucher is None:
        return
    for event in state.log.about(about_voucher(voucher)):
        if isinstance(event.fact, DisbursementRecorded) and state.undoing(event) is None:
            raise Refusal("duplicate_voucher", voucher=voucher, position=event.position, on=event.occurred_on)


def ceiling_notices(state: State, fact: DisbursementRecorded) -> list[Notice]:
    """The soft ceilings a payment passes: cost indicators, per-person standards, categories of spending."""
    notices = []
    for row in state.view.plan.indicators_of(fact.project):
        if row.target.comparator not in ("<=", "<"):
            continue
        if row.source == "spending":
            code, fen, people = (
                "cost_ceiling",
                state.view.money_of(fact.project).disbursed + fact.amount_fen,
                1,
            )
        elif row.source == "per_person" and fact.people_paid:
            code, fen, people = "per_person_ceiling", fact.amount_fen, fact.people_paid
        else:
            continue
        goal = goal_of(row.target)
        if (
            fen * goal.denominator > goal.numerator * FEN_PER_YUAN * people
        ):  # whole numbers: this runs at every key
            value = Fraction(fen, FEN_PER_YUAN * people)
            told = {"indicator": row.indicator, "name": row.level3, "target": row.target, "value": value}
            notices.append(Notice(code, told))
    return notices + _category_notices(state, fact)


def _category_notices(state: State, fact: DisbursementRecorded) -> list[Notice]:
    ceiling = category_ceiling(state, fact.category) if fact.category else None
    if ceiling is None or fact.category is None:
        return []
    spent = (
        sum(money.categories.get(fact.category, 0) for money in state.view.money.values()) + fact.amount_fen
    )
    if spent <= ceiling:
        return []
    return [Notice("category_ceiling", {"category": fact.category, "amount": spent, "ceiling": ceiling})]


def category_ceiling(state: State, category: str) -> int | None:
    """What the department's budget allows for a category, in fen; None where it does not say."""
    words = CATEGORY_LINES.get(category)
    for _, line in sorted(state.view.plan.budget_lines.items()):
        if words and words in line.name:
            return line.corrected_fen if line.corrected_fen is not None else line.amount_fen
    return None


def draft_return(state: State, request: RecordReturn) -> NewEvent:
    """The return as it would be recorded; it repeats the dates of the payment it names."""
    payment = state.event(request.of)
    fact = payment.fact
    if not isinstance(fact, DisbursementRecorded):
        raise Refusal("not_a_payment", event=request.of)
    people = request.people
    if people is None and fact.people_paid and request.amount_fen == fact.amount_fen:
        people = fact.people_paid
    returned = ReturnRecorded(
        disbursement=payment.id,
        project=fact.project,
        amount_fen=request.amount_fen,
        due_on=fact.due_on,
        paid_on=payment.occurred_on,
        people=people,
        source=fact.source,
        classification=fact.classification,
        category=fact.category,
        note=clean(request.note, "note"),
        late_reason=clean(request.late, "late"),
    )
    return NewEvent(returned, request.on or state.today)


def check_return(state: State, event: NewEvent) -> list[Notice]:
    """No more comes back than was paid, nor before it was paid, nor from a payment that was undone."""
    fact = event.fact
    assert isinstance(fact, ReturnRecorded)
    require_positive(fact.amount_fen)
    state.day(event.occurred_on, late_reason=fact.late_reason)
    payment = state.event(fact.disbursement)
    paid = payment.fact
    assert isinstance(paid, DisbursementRecorded)
    if state.undoing(payment) is not None:
        raise Refusal("payment_undone", position=payment.position)
    if event.occurred_on < payment.occurred_on:
        raise Refusal("return_before_payment", date=event.occurred_on, paid_on=payment.occurred_on)
    returns = returns_of(state, payment)
    left = paid.amount_fen - sum(other.amount_fen for other in returns)
    if fact.amount_fen > left:
        raise Refusal("return_over_payment", amount=fact.amount_fen, left=left, position=payment.position)
    people_left = (paid.people_paid or 0) - sum(other.people or 0 for other in returns)
    if (fact.people or 0) > people_left or (fact.people or 0) < 0:
        raise Refusal("return_over_people", people=fact.people, left=people_left, position=payment.position)
    return []


def returns_of(state: State, payment: RecordedEvent) -> list[ReturnRecorded]:
    """The returns of a payment that are in force."""
    return [
        fact
        for event in state.log.about(about_event(payment.id))
        if isinstance(fact := event.fact, ReturnRecorded) and state.undoing(event) is None
    ]
