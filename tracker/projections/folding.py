"""Bringing a ledger's view forward over events.

Replay from zero, a snapshot plus the tail, and live use are the same function: :func:`fold`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar, assert_never

import msgspec

from events.catalogue import Fact, decode_raw, encode
from events.envelope import RecordedEvent
from events.types.books import (
    LedgerOpened,
    MonthClosed,
    MonthReopened,
    RuleSetChosen,
    SettingChanged,
    YearClosed,
    YearReopened,
)
from events.types.budget import AppropriationRecorded, ReceiptRecorded
from events.types.corrections import EventReversed
from events.types.evaluation import EvidenceAttached, SelfEvaluationReopened, SelfEvaluationSubmitted
from events.types.indicators import DeviationExplained, MeasurementRecorded
from events.types.oversight import (
    AlertAcknowledged,
    AlertClosed,
    AlertHandedOver,
    AlertOpened,
    HeadAnchored,
    TimelinessChecked,
)
from events.types.payments import (
    BalanceCarriedOver,
    DisbursementRecorded,
    PaymentRequestCancelled,
    PaymentRequested,
    ReturnRecorded,
)
from events.types.rosters import (
    RosterColumnsMapped,
    RosterImported,
    RosterKeyAdopted,
    RosterKeysDestroyed,
    RosterLineResolved,
    RosterResultRecorded,
)
from tracker.projections import positions
from tracker.projections.ledger_view import (
    Alert,
    Attachment,
    Entry,
    Explanation,
    LedgerView,
    SettingInForce,
    Submission,
)
from tracker.projections.plan_view import take_plan


def fold(view: LedgerView, events: Iterable[RecordedEvent]) -> LedgerView:
    """Bring a view forward over events in order of position; the view given is changed and handed back."""
    for event in events:
        evolve(view, event)
    return view


def fold_as_of(events: Iterable[RecordedEvent], as_of: str) -> LedgerView:
    """A view from zero of what had happened by a business date; ``events`` are those dated no later.

    A reversal never takes effect before the fact it undoes, so one whose original is later is passed over.
    """
    view = LedgerView()
    for event in events:
        fact = event.fact
        if not isinstance(fact, EventReversed) or fact.original.occurred_on <= as_of:
            evolve(view, as_known_on(event, as_of))
    return view


def as_known_on(event: RecordedEvent, as_of: str) -> RecordedEvent:
    """An event with only what of it had happened by a day: a bank's result tells of several days at once."""
    if event.type not in ("RosterResultRecorded", "EventReversed"):
        return event
    fact = event.fact
    if isinstance(fact, RosterResultRecorded):
        part = settled_by(fact, as_of)
        return event if part is fact else event._replace(payload=encode(part))
    if not isinstance(fact, EventReversed) or fact.original.type != "RosterResultRecorded":
        return event
    original = fact.original
    whole = decode_raw(original.type, original.version, original.payload)
    assert isinstance(whole, RosterResultRecorded)
    payload = msgspec.to_builtins(settled_by(whole, as_of))
    undone = msgspec.structs.replace(fact, original=msgspec.structs.replace(original, payload=payload))
    return event._replace(payload=encode(undone))


def settled_by(fact: RosterResultRecorded, as_of: str) -> RosterResultRecorded:
    """A bank's result without what happened after a day; the same object where nothing did."""
    if _latest_day(fact, "") <= as_of:
        return fact
    return msgspec.structs.replace(
        fact,
        paid=tuple(part for part in fact.paid if part.on <= as_of),
        returned=tuple(part for part in fact.returned if part.on <= as_of),
    )


def _latest_day(fact: RosterResultRecorded, occurred_on: str) -> str:
    """The last day a bank's result tells of."""
    return max([occurred_on, *(part.on for part in fact.paid), *(part.on for part in fact.returned)])


def evolve(view: LedgerView, event: RecordedEvent) -> None:
    """Take one event into the view."""
    fact = event.fact
    if isinstance(fact, EventReversed):
        original = fact.original
        undone = decode_raw(original.type, original.version, original.payload)
        _turn(view, event, undone, fact)
    else:
        _take(view, event, fact)
    view.position, view.hash, view.latest_recorded_at = event.position, event.hash, event.recorded_at
    latest = event.occurred_on
    if isinstance(fact, RosterResultRecorded):
        latest = _latest_day(fact, latest)
    if latest > view.latest_occurred_on:
        view.latest_occurred_on = latest


def _take(view: LedgerView, event: RecordedEvent, fact: Fact) -> None:
    money, on = view.money, event.occurred_on
    match fact:
        case DisbursementRecorded():
            positions.disburse(money, fact, on, on, 1)
            if fact.request is not None:
                positions.release(money, fact.project, fact.request)
        case ReturnRecorded():
            positions.come_back(money, fact, on, 1)
        case AppropriationRecorded():
            positions.appropriate(money, fact, on, 1)
        case ReceiptRecorded():
            positions.receive(money, fact, on, 1)
        case RosterImported():
            positions.list_roster(money, fact, 1)
        case RosterResultRecorded():
            positions.settle_roster(money, fact, 1)
        case MeasurementRecorded():
            entry = Entry(event.position, event.id, on, event.recorded_at, fact)
            _insert(view.measurements.setdefault(fact.indicator, {}).setdefault(fact.period, []), entry)
        case DeviationExplained():
            explained = Explanation(event.position, event.id, fact)
            _insert(view.explanations.setdefault(fact.indicator, []), explained)
        case EvidenceAttached() | SelfEvaluationSubmitted() | SelfEvaluationReopened():
            _take_evaluation(view, event, fact)
        case TimelinessChecked():
            view.checks[fact.month] = fact
        case HeadAnchored():
            pass  # it speaks of the log and changes nothing in it
        case AlertOpened() | AlertClosed() | AlertAcknowledged() | AlertHandedOver():
            _take_alert(view.alerts, event, fact)
        case (
            LedgerOpened() | MonthClosed() | MonthReopened() | YearClosed() | YearReopened() | RuleSetChosen()
        ):
            _take_books(view, fact)
        case SettingChanged():
            value = int(fact.value) if fact.value is not None else None
            chosen = SettingInForce(on, value, event.actor, fact.reason)
            view.settings.setdefault(fact.name, []).append(chosen)
        case PaymentRequested():
            positions.reserve(money, fact, event.id, on)
        case PaymentRequestCancelled():
            positions.release(money, fact.project, fact.request)
        case BalanceCarriedOver():
            pass  # the money moves in the ledger it goes to
        case RosterLineResolved() | RosterColumnsMapped() | RosterKeyAdopted() | RosterKeysDestroyed():
            _take_rosters(view, fact)
        case EventReversed():
            raise AssertionError("a reversal is turned, not taken")
        case _:
            take_plan(view.plan, event, fact)


def _turn(view: LedgerView, event: RecordedEvent, fact: Fact, reversal: EventReversed) -> None:
    """Undo a fact, or redo it, from the day of the reversal on."""
    sign = -1 if reversal.effect == "undo" else 1
    money, on, original = view.money, event.occurred_on, reversal.original
    match fact:
        case DisbursementRecorded():
            positions.disburse(money, fact, original.occurred_on, on, sign)
        case ReturnRecorded():
            positions.come_back(money, fact, on, sign)
        case AppropriationRecorded():
            positions.appropriate(money, fact, on, sign)
        case ReceiptRecorded():
            positions.receive(money, fact, on, sign)
        case RosterImported():
            positions.list_roster(money, fact, sign)
        case RosterResultRecorded():
            positions.settle_roster(money, fact, sign, on)
        case MeasurementRecorded():
            entries = view.measurements.setdefault(fact.indicator, {}).setdefault(fact.period, [])
            entry = Entry(original.position, original.id, original.occurred_on, event.recorded_at, fact)
            _remove(entries, original.position) if sign < 0 else _insert(entries, entry)
        case DeviationExplained():
            explanations = view.explanations.setdefault(fact.indicator, [])
            explained = Explanation(original.position, original.id, fact)
            _remove(explanations, original.position) if sign < 0 else _insert(explanations, explained)
        case _:
            raise AssertionError(f"a {original.type} cannot be reversed")


REVERSIBLE = (
    DisbursementRecorded,
    ReturnRecorded,
    AppropriationRecorded,
    ReceiptRecorded,
    RosterImported,
    RosterResultRecorded,
    MeasurementRecorded,
    DeviationExplained,
)
"""The facts a reversal can undo; the others have events of their own that take them back."""


Placed = TypeVar("Placed", Entry, Explanation)


def _insert(entries: list[Placed], entry: Placed) -> None:
    _remove(entries, entry.position)
    entries.append(entry)
    entries.sort(key=lambda item: item.position)


def _remove(entries: list[Placed], position: int) -> None:
    entries[:] = [item for item in entries if item.position != position]


def _take_evaluation(
    view: LedgerView,
    event: RecordedEvent,
    fact: EvidenceAttached | SelfEvaluationSubmitted | SelfEvaluationReopened,
) -> None:
    match fact:
        case EvidenceAttached():
            attached = Attachment(event.position, event.id, event.occurred_on, fact)
            view.evidence.setdefault(fact.indicator, []).append(attached)
        case SelfEvaluationSubmitted():
            view.submission = Submission(event.position, event.id, event.occurred_on, event.actor, fact)
        case SelfEvaluationReopened():
            if view.submission is not None and view.submission.id == fact.submitted:
                view.submission.reopened = fact.reason


def _take_books(
    view: LedgerView,
    fact: LedgerOpened | MonthClosed | MonthReopened | YearClosed | YearReopened | RuleSetChosen,
) -> None:
    match fact:
        case LedgerOpened():
            view.unit, view.name, view.year = fact.unit, fact.name, fact.year
        case MonthClosed():
            view.closed_months[fact.month] = True
        case MonthReopened():
            view.closed_months.pop(fact.month, None)
        case YearClosed():
            view.year_closed = True
        case YearReopened():
            view.year_closed = False
        case RuleSetChosen():
            view.rules = fact
        case _:
            assert_never(fact)


def _take_alert(
    alerts: dict[str, Alert],
    event: RecordedEvent,
    fact: AlertOpened | AlertClosed | AlertAcknowledged | AlertHandedOver,
) -> None:
    match fact:
        case AlertOpened():
            earlier = alerts.get(fact.alert)
            alerts[fact.alert] = Alert(
                fact.alert,
                fact.kind,
                fact.level,
                fact.subject,
                fact.period,
                event.occurred_on,
                fact,
                openings=earlier.openings + 1 if earlier else 1,
            )
        case AlertClosed():
            if (alert := alerts.get(fact.alert)) is not None:
                alert.closed_on = event.occurred_on
        case AlertAcknowledged():
            if (alert := alerts.get(fact.alert)) is not None:
                alert.acknowledged_by, alert.acknowledged_note = event.actor, fact.note
        case AlertHandedOver():
            if (alert := alerts.get(fact.alert)) is not None:
                alert.handed_to = fact.to
        case _:
            assert_never(fact)


def _take_rosters(
    view: LedgerView,
    fact: RosterLineResolved | RosterColumnsMapped | RosterKeyAdopted | RosterKeysDestroyed,
) -> None:
    match fact:
        case RosterColumnsMapped():
            view.roster_columns[fact.project] = fact.columns
        case RosterKeyAdopted():
            view.roster_keys[fact.key_id] = True
        case RosterKeysDestroyed():
            view.roster_keys.update(dict.fromkeys(fact.key_ids, False))
        case RosterLineResolved():
            pass  # the work list is looked up in the log when somebody asks for it
        case _:
            assert_never(fact)
